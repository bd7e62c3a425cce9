"""Free text."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from formkit.types import characters, nothing
from formkit.types.reading import BLANK, Guard, Raw, Reading, Spec, folded, usual

KIND: Final = "text"
NUMBER_FORMAT = "@"
NEVER_BLANK = False
SECRET = False
WRAPS = True
NUMBERED = False
DECIMALS = 0
SEPARATOR = ""
key = folded
shown = usual
LIMIT = 200


def read(raw: Raw, spec: Spec) -> Reading:
    """Any text up to ``max`` characters (200 unless the column says otherwise)."""
    if isinstance(raw, bool) or raw is None:
        text = "" if raw is None else str(raw).upper()
    elif isinstance(raw, int | float | Decimal):
        if characters.digits_lost(raw):
            return Reading(problem="digits-lost")
        text = characters.number_text(raw)
    else:
        text = str(raw)
    clean = characters.tidy(text)
    if not clean:
        return BLANK
    if nothing.same(clean):
        # Kept where it is only asked about: in words of one's own it may do.
        return Reading(problem="ditto") if spec.column.required else Reading(clean, problem="ditto-asked")
    limit = spec.column.max or LIMIT
    if len(clean) > limit:
        return Reading(problem="text-too-long", args={"limit": str(limit), "found": str(len(clean))})
    return Reading(clean, repair="spaces" if isinstance(raw, str) and clean != raw else "")


def guard(cell: str, spec: Spec) -> Guard:
    """Text no longer than the limit."""
    limit = spec.column.max or LIMIT
    lost = characters.lost_live(cell)
    live = f"AND(LEN({cell})<={limit},NOT({lost}))"
    if spec.column.required:
        live = f"AND({live},NOT({nothing.same_live(cell)}))"
    # What is wrong and neither a number nor too long is a ditto mark.
    cases = ((lost, "digits-lost"), (f"LEN({cell})<={limit}", "unsaid"))
    return Guard("length", live, high=limit, tidy=f"TRIM({cell})", wording="text", args={"limit": str(limit)}, cases=cases)
