"""The numbers of a roll-up that came back, each held against its own rows: what was typed over is found out.

Nothing of it enters anything; the filings are what counts. A number that only follows from another that was typed over, or from a
detail that was edited and left out, is not accused as well.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation

from formkit import mask, words
from formkit.merge import Part
from formkit.model import Form
from formkit.trace.recount import Meaning, Number, only_stated, recounter
from formkit.types import Raw, characters
from formkit.values import dataclass
from formkit.words import FINDINGS

_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Stood:
    """A number as it stands in a workbook: its cell, what it means, what is there, and what was written where only that is known.

    ``written`` is the cell it was written at, which formulas of that time name.
    """

    sheet: str
    cell: str
    meaning: Meaning
    value: Raw
    stated: str = ""
    formula: bool = False
    error: str = ""
    uncalculated: bool = False
    written: str = ""


@dataclass(frozen=True, slots=True)
class Misstated:
    """A number that is not what the filings say: its cell, what stands there and what should, and the sentence's arguments."""

    wording: str
    sheet: str
    cell: str
    value: str
    expected: str
    args: Mapping[str, str]

    @property
    def code(self) -> str:
        """The stable code that people and programs know it by."""
        return FINDINGS[self.wording].code or self.wording

    @property
    def message(self) -> str:
        """One sentence: where, what stands there, what it should be, what to do."""
        return words.say(self.wording, self.args)


@dataclass(frozen=True, slots=True)
class _Wrong:
    stood: Stood
    expected: Number


def misstated(
    form: Form, parts: Sequence[Part], numbers: Sequence[Stood], hurt: Collection[str] = (),
    moved: Mapping[str, str] = {}, names: Mapping[str, str] = {},
) -> tuple[Misstated, ...]:  # fmt: skip
    """Every number that differs from what the parts say.

    ``hurt`` are the codes of units whose numbers cannot be held against anything, since parts of them were left out; ``moved`` the
    detail sheet by section where rows were sorted, so that formulas run over the wrong ones; ``names`` those of units.
    """
    known = {step.code: step.name for part in parts for step in part.path} | dict(names)
    wrong = list(_wrong(form, parts, [each for each in numbers if each.meaning.unit not in hurt]))
    typed = [each for each in wrong if not each.stood.formula]
    follows = _follower(parts, [each.stood.meaning for each in typed])
    rest = [each for each in wrong if each.stood.formula and not follows(each.stood.meaning)]
    found = [_said(form, known, _wording(each), each) for each in typed]
    groups: dict[tuple[str, str], list[_Wrong]] = {}
    for each in rest:
        sheet = moved.get(each.stood.meaning.section, "") or next(iter(moved.values()), "")
        kind = _sort(each, bool(sheet))
        if kind:
            groups.setdefault((kind, sheet if kind == "moved" else each.stood.sheet), []).append(each)
        else:
            found.append(_said(form, known, _wording(each), each))
    for (kind, sheet), several in groups.items():
        found.append(_said(form, known, f"rollup-total-{kind}", several[0], sheet, len(several)))
    return tuple(found)


def _wrong(form: Form, parts: Sequence[Part], numbers: Iterable[Stood]) -> Iterator[_Wrong]:
    count = recounter(form, parts)
    for stood in numbers:
        expected = expected_of(stood, count)
        if expected is not None and (stood.error or stood.uncalculated or not agrees(stood.value, expected)):
            yield _Wrong(stood, expected)


def expected_of(stood: Stood, count: Callable[[Meaning], Number | None]) -> Number | None:
    """What should stand there; None where nothing can say it."""
    if not stood.stated and not only_stated(stood.meaning):
        return count(stood.meaning)
    try:
        return Decimal(stood.stated)
    except InvalidOperation:
        return None


def agrees(value: Raw, expected: Number) -> bool:
    """Whether a cell says that number; an empty one says 0, and sums of decimals may be off behind the last of them."""
    if value is None or value == "":
        return expected == 0
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return False
    try:
        said = Decimal(value.strip()) if isinstance(value, str) else characters.decimal(value)
    except (InvalidOperation, ValueError):
        return False
    return said.is_finite() and abs(said - expected) <= max(Decimal("1e-6"), abs(Decimal(expected)) * Decimal("1e-11"))


def _wording(each: _Wrong) -> str:
    return "rollup-stated" if each.stood.stated else "rollup-total"


def _sort(each: _Wrong, moved: bool) -> str:
    """What is said once for many: formulas without a result, with an error, or over rows that were sorted."""
    if each.stood.uncalculated:
        return "uncalculated"
    return "error" if each.stood.error else "moved" if moved else ""


def _follower(parts: Iterable[Part], typed: Sequence[Meaning]) -> Callable[[Meaning], bool]:
    """Whether a formula adds up a number that was typed over: of the same kind, at or below its unit."""
    above: dict[str, set[str]] = {}
    for part in parts:
        codes = [step.code for step in part.path]
        for place, code in enumerate(codes):
            above.setdefault(code, {""}).update(codes[place:])
    said: dict[tuple[str, str, str], list[Meaning]] = {}
    for each in typed:
        said.setdefault((each.kind, each.key, each.value), []).append(each)

    def follows(meaning: Meaning) -> bool:
        same = typed if only_stated(meaning) else said.get((meaning.kind, meaning.key, meaning.value), ())
        return any(
            meaning.unit in above.get(one.unit, {one.unit, ""}) and meaning.section in ("", one.section) for one in same
        )

    return follows


def _said(form: Form, names: Mapping[str, str], wording: str, each: _Wrong, sheet: str = "", count: int = 1) -> Misstated:
    stood = each.stood
    value, expected = stood.error or shown_raw(stood.value), shown_number(each.expected)
    args = {
        "place": f"{stood.sheet}!{stood.cell}", "meaning": described(form, stood.meaning, names),
        "value": value or words.say("number-blank"),
        "expected": expected, "sheet": sheet or stood.sheet, "count": str(count),
    }  # fmt: skip
    return Misstated(wording, stood.sheet, stood.cell, value, expected, args)


def shown_number(number: Number) -> str:
    """A number as people write it, of a fraction six decimals."""
    return characters.number_text(round(float(number), 6)) if isinstance(number, Decimal) else str(number)


def shown_raw(value: Raw) -> str:
    """What stands in a cell, short and masked."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return characters.number_text(round(value, 6) if math.isfinite(value) else value)
    return mask.text("" if value is None else str(value))[:_LONGEST]


def described(form: Form, meaning: Meaning, names: Mapping[str, str]) -> str:
    """What a number counts, in words: 东村，边缘户，享受帮扶政策›教育扶贫政策(人)."""
    section = next((each.means or each.named for each in form.sections if each.key == meaning.section), "")
    counted = words.say(f"number-{meaning.kind}")
    if meaning.key in form.paths:
        counted = "›".join(form.paths[meaning.key]) + (f"“{meaning.value}”" if meaning.kind == "value" else "")
    elif f"flow-{meaning.key.partition('.')[0]}" in words.SENTENCES:
        flow, _, size = meaning.key.partition(".")
        of = f"“{meaning.value}”" if meaning.value else ""
        counted = words.say(f"flow-{flow}") + of + (words.say(f"number-{size}") if size else "")
    elif meaning.kind in ("stated", "line") and meaning.key:
        counted = meaning.key
    elif meaning.kind == "worked" and meaning.value:
        counted = meaning.value
    unit = names.get(meaning.unit, meaning.unit.strip("-"))
    return "，".join(filter(None, (unit, section, meaning.period, counted)))
