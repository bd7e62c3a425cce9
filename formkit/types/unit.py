"""A place of the reporting tree, by name."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from formkit.types import code, text
from formkit.types.reading import Guard, Raw, Reading, Spec, folded, usual

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


def read(raw: Raw, spec: Spec) -> Reading:
    """A unit's name or one of its spellings (张庄, 张庄村, 张庄村委会); any text where no unit is known."""
    if not spec.spellings:
        return text.read(raw, spec)
    return code.chosen(raw, spec, "unknown-unit")


def guard(cell: str, spec: Spec) -> Guard:
    """One of the unit names in the workbook's own list."""
    return replace(code.guard(cell, spec), wording="unit")
