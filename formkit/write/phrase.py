"""Sentences as cell formulas: a text of ``words`` whose arguments may be cells."""

from __future__ import annotations

import re
from string import Formatter

from formkit.values import dataclass
from formkit.words.workbook import WORKBOOK

LITERAL = 255  # Excel takes no longer text in quotes
_CUT = re.compile("([\x01-\x08\x0b-\x1f])|(?<=_)(?=x[0-9A-Fa-f]{4}_)")
"""Where a text cannot go on in quotes: at a character that XML has not, and inside of what would be read as the escape of one
(ECMA-376-1 §22.9.2.19, ST_Xstring; a formula is one).
"""


@dataclass(frozen=True, slots=True)
class Ref:
    """A formula whose value stands in a sentence."""

    formula: str


def quoted(text: str) -> str:
    """A text as it stands in a formula, in pieces where it is too long for one or holds what cannot be written: CHAR says that."""
    parts = list(filter(None, _CUT.split(text))) or [""]
    return "&".join(f"CHAR({ord(part)})" if part < " " and _CUT.match(part) else _literal(part) for part in parts)


def _literal(text: str) -> str:
    pieces = [text[start : start + LITERAL] for start in range(0, len(text), LITERAL)] or [""]
    return "&".join('"' + piece.replace('"', '""') + '"' for piece in pieces)


def phrase(code: str, /, **args: str | Ref) -> str:
    """The sentence of a code as a text formula; KeyError for an unknown code or a missing argument."""
    parts: list[str] = []
    plain = ""
    for before, name, _, _ in Formatter().parse(WORKBOOK[code].zh):
        plain += before
        if name is None:
            continue
        value = args[name]
        if isinstance(value, str):
            plain += value
        else:
            parts += [quoted(plain), value.formula] if plain else [value.formula]
            plain = ""
    return "&".join([*parts, quoted(plain)] if plain or not parts else parts)
