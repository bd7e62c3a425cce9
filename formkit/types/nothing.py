"""What people write for want of a value, and never as one: 无 and strokes for none, 同上 and 〃 for what stands elsewhere.

None meant: the cell counts as blank and the repair says so. Where a list has the word as a value, or the column takes any
text, it is that value. A ditto mark is never filled in: after sorting nobody knows which row it meant.
"""

from __future__ import annotations

import re
from datetime import date

from formkit.types import characters
from formkit.types.reading import BLANK, Raw, Reading, Spec

WORDS = ("无", "没有", "暂无", "/", "-", "—", "——", "－", "0")
"""The commonest, by which a workbook knows them; reading takes more."""
DITTO = ("同上", "同前", "同左", "〃", '"', "“", "”")
_NONE = re.compile(r"无|没有|暂无|空白?|N/?A|[-–—−‐‑―─_/\\|~]+")
_ZERO = re.compile(r"0+(?:\.0+)?|0?0:00(?::00)?")
# What one of these texts begins with; nearly every other text is told by its first character to be none of them.
_FIRST = frozenset("无没暂空Nn-–—−‐‑―─_/\\|~0同〃\"“”")
_DITTO = re.compile(r"同[上前左]|[〃\"“”]")


def unsaid(raw: Raw, spec: Spec, *, zero: bool = True, doubted: bool = False) -> Reading | None:
    """How a cell reads that holds no value: blank, none meant, or a ditto mark; None for one that holds any.

    ``zero``: 0 is no value either (a formula shows it for an empty cell). ``doubted``: the kind only asks about what
    looks wrong, so that a ditto mark is an error in a required column alone.
    """
    if raw is None:
        return BLANK
    if not isinstance(raw, str):
        empty = raw.year == 1899 if isinstance(raw, date) else raw == 0 and not isinstance(raw, bool)
        return Reading(repair="nothing") if zero and empty else None
    written = characters.solid(raw)
    if not written:
        return BLANK
    if written[0] not in _FIRST:
        return None
    if _DITTO.fullmatch(written):
        return Reading(problem="ditto" if spec.column.required or not doubted else "ditto-asked")
    return Reading(repair="nothing") if _NONE.fullmatch(written.upper()) or (zero and _ZERO.fullmatch(written)) else None


def none(text: str) -> bool:
    """Whether a text says that there is none."""
    return bool(_NONE.fullmatch(characters.solid(text).upper()))


def same(text: str) -> bool:
    """Whether it is a ditto mark."""
    return bool(_DITTO.fullmatch(characters.solid(text)))


def unsaid_live(cell: str, spec: Spec) -> str:
    """A formula that is TRUE for a cell that says there is none, or of a required column, for a ditto mark."""
    return _one_of(cell, (*WORDS, *DITTO) if spec.column.required else WORDS)


def same_live(cell: str) -> str:
    """A formula that is TRUE for a ditto mark."""
    return _one_of(cell, DITTO)


def _one_of(cell: str, words: tuple[str, ...]) -> str:
    listed = "|".join(("", *words, "")).replace('"', '""')
    return f'ISNUMBER(FIND("|"&TRIM({cell})&"|","{listed}"))'
