"""Letters that a symbol font shows as marks: in Wingdings 2 the letter R is a box with a tick."""

from __future__ import annotations

from collections.abc import Mapping

from formkit.types import Raw
from formkit.types.reading import Reading
from formkit.types.tick import MARK

# By font: letters shown as a tick, and letters shown as a cross or an empty box.
_SHOWN: Mapping[str, tuple[str, str]] = {
    "wingdings": ("üþ", "ûýx¨oqr"), "wingdings 2": ("PR", "OQST£*"),
}  # fmt: skip
_PRIVATE = 0xF000


def read_symbol(raw: Raw, font: str) -> Reading | None:
    """A mark in a symbol font as yes or no; None where the cell shows what it holds.

    A letter whose picture is neither a tick nor its absence is asked about. Symbol fonts have pictures for the first 256
    characters only (and for the same in the private area from F000): √ stays √ in any font.
    """
    if not font or not isinstance(raw, str) or not raw.strip():
        return None
    letters = [chr(ord(c) - _PRIVATE) if _PRIVATE < ord(c) < _PRIVATE + 256 else c for c in raw.strip()]
    if any(ord(c) > 255 for c in letters):
        return None
    yes, no = _SHOWN.get(font.strip().casefold(), ("", ""))
    if len(letters) == 1 and letters[0] in yes:
        return Reading(MARK, repair="symbol")
    if len(letters) == 1 and letters[0] in no:
        return Reading(repair="symbol")
    return Reading(problem="symbol-unknown", args={"font": font})
