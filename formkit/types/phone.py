"""A telephone number: 11 digits of a mobile, or a landline with its area code.

What does not look like one may still be right (a local number, an extension, a number abroad), so it is asked about.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Final

from formkit.types import characters, nothing
from formkit.types.reading import BLANK, Guard, Raw, Reading, Spec, Value, usual

KIND: Final = "text"
NUMBER_FORMAT = "@"
NEVER_BLANK = False
SECRET = True
WRAPS = False
NUMBERED = False
DECIMALS = 0
SEPARATOR = ""
shown = usual
_MOBILE = re.compile(r"^1[3-9]\d{9}$", re.ASCII)
_LANDLINE = re.compile(r"^0[1-9]\d{1,2}-?\d{7,8}$", re.ASCII)
_DASHES = str.maketrans("–—−‐‑", "-----")
_BETWEEN = re.compile(r"[、,;/或和 ]+")
_LEAST = 7
"""Digits of the shortest local number."""


def key(value: Value) -> str:
    """The digits: a landline is the same with and without its hyphen."""
    return str(value).replace("-", "")


def read(raw: Raw, spec: Spec) -> Reading:
    """The number without blanks; in a mobile without hyphens and +86 too. What is odd keeps its text: it may be right."""
    if raw is None:
        return BLANK
    if (unsaid := nothing.unsaid(raw, spec, doubted=True)):
        return unsaid
    if isinstance(raw, int | float | Decimal) and characters.digits_lost(raw):
        return Reading(problem="digits-lost")
    if isinstance(raw, bool | date):
        return Reading(usual(raw), problem="phone-odd")
    written = characters.number_text(raw) if isinstance(raw, int | float | Decimal) else raw
    text = characters.folded(written).translate(_DASHES)
    number = text.replace(" ", "").removeprefix("+86")
    plain = number.replace("-", "")
    if _MOBILE.match(plain):
        number = plain
    elif not _LANDLINE.match(number):
        pieces = [piece for piece in _BETWEEN.split(text) if sum(map(str.isdigit, piece)) >= _LEAST]
        return Reading(characters.tidy(written), problem="phone-several" if len(pieces) > 1 else "phone-odd")
    return Reading(number, repair="phone" if number != raw else "")


def guard(cell: str, spec: Spec) -> Guard:
    """A mobile or a landline; ``_k`` names the cells 1 to 17 of the list sheet."""
    bare = f'SUBSTITUTE({cell},"-","")'
    digits = f'SUMPRODUCT(--ISNUMBER(FIND(MID({bare}&REPT("?",17),_k,1),"0123456789")))=LEN({bare})'
    mobile = f'AND(LEN({cell})=11,LEFT({cell},1)="1",ISNUMBER(FIND(MID({cell},2,1),"3456789")))'
    hyphen = f'IFERROR(FIND("-",{cell}),0)'
    joined = f"AND({hyphen}=0,LEN({cell})>=10,LEN({cell})<=12)"
    parted = (
        f"AND(LEN({cell})=LEN({bare})+1,{hyphen}>=4,{hyphen}<=5,LEN({cell})-{hyphen}>=7,LEN({cell})-{hyphen}<=8)"
    )
    landline = f'AND(LEFT({cell},1)="0",MID({cell},2,1)<>"0",OR({joined},{parted}))'
    live = f"AND({digits},OR({mobile},{landline}))"
    rough = f'OR(AND(LEN({cell})=11,LEFT({cell},1)="1"),AND(LEFT({cell},1)="0",LEN({cell})>=10,LEN({cell})<=13))'
    close = f'SUBSTITUTE(SUBSTITUTE(SUBSTITUTE(ASC({cell})," ",""),"　",""),"+86","")'
    tidy = f'IF(LEN({close})>13,{cell},IF(LEFT({close},1)="1",SUBSTITUTE({close},"-",""),{close}))'
    several = (f"LEN({cell})>14", "phone-several")
    return Guard(
        "custom", live, formula=rough, tidy=tidy, wording="phone", cases=(several,), doubted=True,
        never=((nothing.unsaid_live(cell, spec), "unsaid"), (characters.lost_live(cell), "digits-lost")), key='SUBSTITUTE({cell},"-","")',
    )  # fmt: skip
