"""序号: the number of a row. The workbook writes it and reading ignores it: whatever stands there, it says nothing."""

from __future__ import annotations

from typing import Final

from formkit.types.reading import BLANK, Guard, Raw, Reading, Spec, folded, usual

KIND: Final = "number"
NUMBER_FORMAT = "0"
NEVER_BLANK = False
SECRET = False
WRAPS = False
NUMBERED = True
DECIMALS = 0
SEPARATOR = ""
key = folded
shown = usual


def read(raw: Raw, spec: Spec) -> Reading:
    """Nothing, always."""
    return BLANK


def guard(cell: str, spec: Spec) -> Guard:
    """Anything may stand there."""
    return Guard("any", "TRUE", wording="serial")
