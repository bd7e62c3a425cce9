"""A person's name: 2 to 20 characters, no digits; a dot between the parts of a minority name."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from formkit.types import characters, nothing
from formkit.types.reading import BLANK, Guard, Raw, Reading, Spec, folded, usual

KIND: Final = "text"
NUMBER_FORMAT = "@"
NEVER_BLANK = False
SECRET = False
WRAPS = False
NUMBERED = False
DECIMALS = 0
SEPARATOR = ""
key = folded
shown = usual
NOBODY = ("不详", "户主", "本人", "姓名", "某某")
"""What people write where a name should stand."""
_ODD = re.compile(r"[0-9０-９?？!！@#$%^*_=+<>《》“”\"]")


def read(raw: Raw, spec: Spec) -> Reading:
    """Spaces inside a Han name are padding and dots are of one kind; nothing else of a name is touched."""
    if (unsaid := nothing.unsaid(raw, spec, doubted=True)):
        return unsaid
    if not isinstance(raw, str):
        return Reading(characters.number_text(raw) if isinstance(raw, float | Decimal) else str(raw), problem="name-odd")
    clean = characters.name(raw)
    if not clean:
        return BLANK
    if not 2 <= len(clean) <= (spec.column.max or 20) or clean in NOBODY or _ODD.search(clean) or characters.private(clean):
        # Only asked about, so the value stays: it may be right.
        return Reading(clean, problem="name-odd")
    return Reading(clean, repair="name" if clean != raw else "")


def guard(cell: str, spec: Spec) -> Guard:
    """Text of a name's length without digits, question marks or spaces at the ends."""
    high = spec.column.max or 20
    # _k counts from 1 to 17. No array constant: Excel takes none in a formula that rows share.
    odd = f'SUMPRODUCT(--ISNUMBER(FIND(MID("0123456789?？*!！@#",_k,1),{cell})))=0'
    plain = f"AND(ISTEXT({cell}),LEN({cell})>=2,LEN({cell})<={high})"
    # Spaces are padding in a Han name and part of one in Latin letters, which have capitals.
    solid = f'SUBSTITUTE(SUBSTITUTE({cell}," ",""),"　","")'
    tidy = f"IF(EXACT(UPPER({cell}),LOWER({cell})),{solid},TRIM({cell}))"
    same = () if spec.column.required else (word for word in nothing.DITTO if len(word) > 1)
    nobody = "|".join(("", *NOBODY, *same, ""))
    live = f'AND({plain},{odd},ISERROR(FIND("|"&{cell}&"|","{nobody}")))'
    return Guard(
        "custom", live, formula=plain, tidy=tidy, wording="name", args={"limit": str(high)}, doubted=True,
        never=((nothing.unsaid_live(cell, spec), "unsaid"),),
    )  # fmt: skip
