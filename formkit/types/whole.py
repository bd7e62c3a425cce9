"""A whole number between the column's limits: persons, households, times."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from formkit.types import characters, nothing
from formkit.types.reading import Guard, Raw, Reading, Spec, folded, usual

KIND: Final = "number"
NUMBER_FORMAT = "0"
NEVER_BLANK = False
SECRET = False
WRAPS = False
NUMBERED = False
DECIMALS = 0
SEPARATOR = ""
key = folded
shown = usual
# A blank may stand before the unit only: 3 and 4 in one cell are not 34.
_WRITTEN = r"^(-?\d{1,3}(?:,\d{3})+|-?\d{1,9})(?:\.0+)? ?(?:人|户|个|名|次|口|位)?$"  # compiled by ``re`` where one is text


def read(raw: Raw, spec: Spec) -> Reading:
    """A number, or digits with or without 人, 户 and the like behind them; never a guess, never 0 for a word."""
    if (unsaid := nothing.unsaid(raw, spec, zero=False)):
        return unsaid
    if isinstance(raw, str):
        found = re.match(_WRITTEN, characters.folded(raw))
        if not found:
            return Reading(problem="not-a-number")
        return _limited(int(found[1].replace(",", "")), spec, "number")
    if isinstance(raw, bool) or not isinstance(raw, int | float | Decimal):
        return Reading(problem="not-a-number")
    if raw != raw or raw in (float("inf"), float("-inf")):
        return Reading(problem="not-a-number")
    if raw != int(raw):
        return Reading(problem="not-whole")
    return _limited(int(raw), spec, "")


def _limited(number: int, spec: Spec, repair: str) -> Reading:
    return outside(number, spec, limits(spec)) or Reading(number, repair=repair)


def outside(number: int | Decimal, spec: Spec, bounds: tuple[int, int]) -> Reading | None:
    """What is wrong with a number outside its limits, in words that name only the limits a schema sets."""
    low, high = bounds
    if low <= number <= high:
        return None
    if spec.column.max is None:
        problem = "too-great" if number > high else "below-least" if low else "negative"
    else:
        problem = "out-of-range"
    return Reading(problem=problem, args={"low": str(low), "high": str(high)})


def limits(spec: Spec) -> tuple[int, int]:
    """Least and greatest number the column takes."""
    low, high = spec.column.min, spec.column.max
    return (0 if low is None else low), (999_999_999 if high is None else high)


def limited(kind: str, spec: Spec) -> str:
    """Which sentence says the limits of a number: only those the schema sets, and that there is nothing below 0."""
    if spec.column.max is not None:
        return f"{kind}-between"
    return f"{kind}-least" if spec.column.min else kind


def guard(cell: str, spec: Spec) -> Guard:
    """A whole number within the limits."""
    low, high = limits(spec)
    live = f"IF(ISNUMBER({cell}),AND({cell}=INT({cell}),{cell}>={low},{cell}<={high}),FALSE)"
    args = {"low": str(low), "high": str(high)}
    return Guard("whole", live, low=low, high=high, wording=limited("whole", spec), args=args)
