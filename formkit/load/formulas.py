"""What is wrong with a formula, ready to be told: kinds of value in words, and an end of the text that is no sign."""

from __future__ import annotations

from formkit.formula import FormulaError
from formkit.load.described import arrow
from formkit.words.authoring import RULE_KINDS

_KINDED = ("formula-kind", "formula-criterion", "formula-not-logical")


def sentence_of(error: FormulaError) -> tuple[str, dict[str, str]]:
    """The code of the sentence for an error in a formula, and what it needs."""
    args = {"position": str(error.position + 1), **error.arguments}
    args["hint"] = arrow(args.get("suggestion", ""))
    if error.code in _KINDED:
        for name in ("expected", "found"):
            kinds = args.get(name, "").strip("[@]").split("|")
            args[f"{name}_en"] = " or ".join(kinds)
            args[name] = "或".join(RULE_KINDS.get(kind, kind) for kind in kinds)
    if error.code != "formula-syntax":
        return error.code, args
    if not args["found"]:
        return "formula-ends", args
    return "formula-expected" if args["expected"] else "formula-syntax", args
