"""Several values of a code list in one cell, joined by 、 in the order written."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from formkit.types import characters, code, nothing
from formkit.types.reading import BLANK, Guard, Raw, Reading, Spec, folded, usual

KIND: Final = "text"
NUMBER_FORMAT = "@"
NEVER_BLANK = False
SECRET = False
WRAPS = True
NUMBERED = False
DECIMALS = 0
SEPARATOR = "、"
key = folded
shown = usual
# What people put between values, in two steps: the second may also be part of one.
_BETWEEN = (re.compile(r"[、，,;；+＋\r\n\t]+"), re.compile(r"[/／\s]+"))
_TYPED = ("，", ",", ";", "；", "+", "＋", "/", "／", " ", "　")


def read(raw: Raw, spec: Spec) -> Reading:
    """The values of the list that stand there, each once; ``piece`` names what is none of them."""
    if raw is None or (isinstance(raw, str) and not characters.tidy(raw)):
        return BLANK
    if isinstance(raw, bool | date):
        return Reading(problem=code.PROBLEM)
    pieces = _pieces(raw if isinstance(raw, str) else characters.number_text(raw), spec)
    found = [(piece, code.choose(piece, spec.spellings, code.PROBLEM).value) for piece in pieces]
    unknown = [piece for piece, value in found if value is None]
    if (unknown or not found) and (unsaid := nothing.unsaid(raw, spec)):
        return unsaid
    if unknown:
        return Reading(problem="choices-unknown", args={"piece": SEPARATOR.join(unknown)})
    values = [str(value) for _, value in found]
    joined = SEPARATOR.join(dict.fromkeys(values))
    if len(set(values)) < len(values):
        return Reading(joined, repair="repeat")
    return Reading(joined or None, repair="" if joined == raw else "choices")


def _pieces(written: str, spec: Spec) -> list[str]:
    """The cell in pieces, those that are values left whole."""
    pieces = [written]
    for between in _BETWEEN:
        pieces = [
            part
            for piece in pieces
            for part in ([piece] if code.choose(piece, spec.spellings, "").value else between.split(piece))
        ]
    return [tidy for piece in pieces if (tidy := characters.tidy(piece))]


def guard(cell: str, spec: Spec) -> Guard:
    """Values of the list, each once and nothing else: their lengths add up to that of the cell.

    The list offers one value at a time; several are typed, so it must let other texts in.
    """
    bounded, values = f'"{SEPARATOR}"&{cell}&"{SEPARATOR}"', f'"{SEPARATOR}"&{{list}}&"{SEPARATOR}"'
    live = f"SUMPRODUCT(ISNUMBER(FIND({values},{bounded}))*(LEN({{list}})+1))=LEN({cell})+1"
    apart = f'TRIM(SUBSTITUTE({cell},CHAR(10)," "))'
    for sign in _TYPED:
        apart = f'SUBSTITUTE({apart},"{sign}","{SEPARATOR}")'
    single = f'SUBSTITUTE({apart},"{SEPARATOR * 2}","{SEPARATOR}")'
    return Guard("list", live, tidy=f"IF({live},{cell},{single})", wording="choices", offers=True)
