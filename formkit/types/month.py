"""A month, held as its first day.

A workbook holds it as a date formatted 2020年3月. The number 2020.1 may be January or October: it is asked about.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final

from formkit.types import nothing
from formkit.types.characters import dated, solid
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
CLOCK = r"(?:[ T]?(?P<time>\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?))?"
# Compiled and kept by ``re`` where a form has such a column: most have none.
_WRITTEN = r"(?a)^(\d{4}) ?[-./年] ?(\d{1,2}) ?(?:月份?|[-./月] ?(\d{1,2}) ?[日号]?" + CLOCK + ")?$"
_SOLID = r"(?a)^(\d{4})(\d{2})(\d{2})?$"
NO_YEAR = r"(?a)^(?:\d{2} ?年)? ?(?:0?[1-9]|1[0-2]) ?月 ?(?:份|\d{1,2} ?[日号]?)?$"
"""A month or day without a year, or with two digits of one: half of a printed 20 年 月 is no year."""
_STUB = r"^(?:20|19)?年?月?$"


def read(raw: Raw, spec: Spec) -> Reading:
    """A date, or a month as people write it; the unfilled stub 20 年 月 is blank."""
    if raw is None:
        return BLANK
    if (unsaid := nothing.unsaid(raw, spec)):
        return unsaid
    if isinstance(raw, bool):
        return Reading(problem="date-format")
    if isinstance(raw, date) and not 1949 <= raw.year <= 2200:
        return Reading(problem="date-unlikely", args={"found": f"{raw.year}年{raw.month}月"})
    if isinstance(raw, date):
        return _checked(raw.year, raw.month, spec, "" if raw.day == 1 and not isinstance(raw, datetime) else "month")
    if isinstance(raw, int | float | Decimal):
        return _number(float(raw), spec)
    if re.match(_STUB, solid(raw)):
        return BLANK
    written = dated(raw)
    found = re.match(_WRITTEN, written) or re.match(_SOLID, solid(written))
    if not found:
        return Reading(problem="date-no-year" if re.match(NO_YEAR, written) else "date-format")
    try:
        day = date(int(found[1]), int(found[2]), int(found[3] or 1))
    except ValueError:
        return Reading(problem="date-format")
    return _checked(day.year, day.month, spec, "month")


def _number(number: float, spec: Spec) -> Reading:
    """Six or eight digits, the days since 1899, or year and month with a point, which cannot tell 1 from 10."""
    if 19_490_000 <= number <= 22_001_231 and number == int(number):
        return read(str(int(number)), spec)
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
