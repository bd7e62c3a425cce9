"""References and numbers as they stand in the attributes of a sheet: inside the grid, or the end of the pass."""

from __future__ import annotations

import re

from ..cells import column_of
from . import facts
from .facts import StopError, check_area

_REFERENCE = re.compile(r"\$?([A-Za-z]{1,4})\$?([0-9]{1,10})", re.ASCII)


def place(reference: str, sheet: str) -> tuple[int, int]:
    """(row, column) of an A1 reference, with or without ``$``, inside the grid. Raises StopError."""
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        raise damaged(sheet, reference[:40])
    row, column = int(match[2]), column_of(match[1].upper()) + 1
    if not row:
        raise damaged(sheet, reference[:40])
    if row > facts.GRID_ROWS or column > facts.GRID_COLUMNS:
        check_area(row, column, sheet)
    return row, column


def number(digits: str, sheet: str) -> int:
    """A whole number without a sign. Raises StopError."""
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 10):
        raise damaged(sheet, digits[:40])
    return int(digits)


def damaged(sheet: str, what: str) -> StopError:
    """The stop for something that a sheet cannot have."""
    return StopError("unreadable", "sheet-damaged", sheet=sheet, what=what)
