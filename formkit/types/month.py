"""A month, held as its first day.

A workbook holds it as a date formatted 2020年3月. The number 2020.1 may be January or October: it is asked about.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final

from formkit.types import characters
from formkit.types.reading import BLANK, Guard, Raw, Reading, Spec, folded, usual

KIND: Final = "date"
NUMBER_FORMAT = 'yyyy"年"m"月"'
NEVER_BLANK = False
SECRET = False
WRAPS = False
NUMBERED = False
DECIMALS = 0
SEPARATOR = ""
key = folded
shown = usual
EARLIEST = date(1949, 10, 1)
EPOCH = date(1899, 12, 30)
_WRITTEN = re.compile(r"^(\d{4})(?:[-./年]|年)(\d{1,2})(?:月份?|[-./月](\d{1,2})日?(?:00:00:00)?)?$")
_SOLID = re.compile(r"^(\d{4})(\d{2})(?:\d{2})?$")
_STUB = re.compile(r"^(?:20|19)?年?月?$")


def read(raw: Raw, spec: Spec) -> Reading:
    """A date, or a month as people write it; the unfilled stub 20 年 月 is blank."""
    if raw is None or isinstance(raw, bool):
        return BLANK if raw is None else Reading(problem="date-format")
    if isinstance(raw, date):
        return _checked(raw.year, raw.month, spec, "" if raw.day == 1 and not isinstance(raw, datetime) else "month")
    if isinstance(raw, int | float | Decimal):
        return _number(float(raw), spec)
    written = characters.solid(raw)
    if not written or _STUB.match(written):
        return BLANK
    found = _WRITTEN.match(characters.arabic(written)) or _SOLID.match(written)
    if not found:
        return Reading(problem="date-format")
    return _checked(int(found[1]), int(found[2]), spec, "month")


def _number(number: float, spec: Spec) -> Reading:
    if 190_001 <= number <= 210_012 and number == int(number):
        return _checked(int(number) // 100, int(number) % 100, spec, "month")
    if 18_000 <= number <= 80_000:
        day = EPOCH + timedelta(days=int(number))
        return _checked(day.year, day.month, spec, "month")
    tenths = f"{number:.2f}"
    if 1949 <= number < 2100 and abs(float(tenths) - number) < 1e-9 and number != int(number):
        year, _, month = tenths.partition(".")
        if month == "10":
            return Reading(problem="month-ambiguous", args={"year": year})
        return _checked(int(year), int(month[0] if month[1] == "0" else month), spec, "month")
    return Reading(problem="date-format")


def _checked(year: int, month: int, spec: Spec, repair: str) -> Reading:
    if not 1 <= month <= 12 or not 1949 <= year <= 2200:
        return Reading(problem="date-format")
    value = date(year, month, 1)
    if spec.last and value > spec.last:
        return Reading(problem="date-after-period", args={"end": f"{spec.last.year}年{spec.last.month}月"})
    return Reading(value, repair=repair)


def guard(cell: str, spec: Spec) -> Guard:
    """A date on the first day of a month up to the end of the period."""
    high = spec.last or date(2200, 12, 31)
    low = (EARLIEST - EPOCH).days
    live = f"IF(ISNUMBER({cell}),AND({cell}>={low},{cell}<{(high - EPOCH).days + 1}),FALSE)"
    if spec.last is None:
        return Guard("date", live, low=EARLIEST, high=high, wording="month-open")
    return Guard("date", live, low=EARLIEST, high=high, wording="month", args={"end": shown(spec.last.replace(day=1))})
