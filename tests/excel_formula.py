"""The lint of formulas: length, brackets, functions, arguments, and what they speak of."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from openpyxl.utils import FORMULAE

LONGEST, LONGEST_STRING, DEEPEST, MOST_ARGUMENTS = 8192, 255, 64, 255
_TOKEN = re.compile(
    r"""(?P<string>"(?:[^"]|"")*")|(?P<quoted>'(?:[^']|'')*'!)|(?P<call>[^\W\d][\w.]*\()|(?P<sheet>[\w.]+!)"""
    r"""|(?P<error>\#(?:N/A|REF!|DIV/0!|VALUE!|NAME\?|NUM!|NULL!))|(?P<number>\d+(?:\.\d*)?(?:[Ee][+-]?\d+)?|\.\d+)"""
    r"""|(?P<place>\$?[A-Za-z]{1,3}\$?\d{1,7}(?![\w.(]))|(?P<word>[\w.\\$]+)|(?P<sign>[-+*/^&=<>%:@ \n])|(?P<mark>[(),{};\[\]])"""
    r"""|(?P<other>.)""",
    re.VERBOSE,
)
_WHOLE = re.compile(r"\$?(?:[A-Z]{1,3}|\d{1,7})")
_ONES = bytes.maketrans(b"023456789", b"1" * 9)


def masked(text: str) -> str:
    """A text with ones for its digits: what all rows of a formula have in common."""
    return text.encode().translate(_ONES).decode()


_FUNCTIONS = frozenset(map(masked, FORMULAE))


@dataclass(frozen=True, slots=True)
class Known:
    """What formulas may speak of: sheets and defined names, in small letters."""

    sheets: frozenset[str]
    names: frozenset[str]


def formula_problems(formula: str, known: Known) -> Iterator[str]:
    """Whatever Excel would refuse about a formula. Rows of one shape are looked at once."""
    if len(formula) >= LONGEST:  # the = in front is counted and not written
        yield f"formula-long: {len(formula) + 1} characters"
    yield from _shape(masked(formula), known)


@cache
def _shape(formula: str, known: Known) -> tuple[str, ...]:
    found: list[str] = []
    calls: list[int] = []  # of each open bracket the commas in it; -1 where it is no call
    functions = deepest = 0
    opened = ""
    for token in _TOKEN.finditer(formula):
        kind, text = token.lastgroup, token[0]
        if kind == "call" or text == "(":
            calls.append(0 if kind == "call" else -1)
            opened += "("
            functions += kind == "call"
            deepest = max(deepest, functions)
        elif text in ("{", "["):
            opened += text
        elif text in (")", "}", "]"):
            if opened[-1:] != {")": "(", "}": "{", "]": "["}[text]:
                found.append(f"formula-syntax: {text} too many")
                break
            opened = opened[:-1]
            if text == ")":
                functions -= calls.pop() >= 0
        elif text == "," and opened.endswith("(") and calls[-1] >= 0:
            calls[-1] += 1
            found += ["formula-arguments: over 255"] if calls[-1] == MOST_ARGUMENTS else []
        elif (kind == "other" and not opened.endswith("[")) or (text == ";" and not opened.endswith("{")):
            found.append(f"formula-syntax: {text!r} is no sign of a formula")
            break
        found += _WORDS[kind](text, known) if kind in _WORDS and not opened.endswith("[") else []
    found += [f"formula-syntax: {opened} never closed"] if opened and not any(f.startswith("formula-syntax") for f in found) else []
    found += [f"formula-nesting: {deepest} levels"] if deepest > DEEPEST else []
    return tuple(f"{each} in {formula[:60]}" for each in dict.fromkeys(found))


def _called(text: str, known: Known) -> list[str]:
    name = text[:-1].upper()
    right = name in _FUNCTIONS or name.startswith("_XLFN.")
    return [] if right else [f"formula-function: {name}"]


def _text(text: str, known: Known) -> list[str]:
    length = len(text[1:-1].replace('""', '"'))
    return [f"formula-string: {length} characters"] if length > LONGEST_STRING else []


def _of_sheet(text: str, known: Known) -> list[str]:
    name = text[:-1]
    name = name[1:-1].replace("''", "'") if name.startswith("'") else name
    return [] if name.lower() in map(masked, known.sheets) else [f"formula-sheet: {name}"]


def _word(text: str, known: Known) -> list[str]:
    if text.upper() in ("TRUE", "FALSE") or _WHOLE.fullmatch(text):
        return []
    return [] if text.lower() in map(masked, known.names) else [f"formula-sheet: no name {text}"]


_WORDS: dict[str | None, Callable[[str, Known], list[str]]] = {
    "call": _called, "quoted": _of_sheet, "sheet": _of_sheet, "string": _text, "word": _word,
}  # fmt: skip
