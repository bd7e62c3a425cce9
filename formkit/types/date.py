"""A day. A workbook holds it as a date; a cell that names the month only is told that the day is missing."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Final

from formkit.period import long_date
from formkit.types import characters, nothing
from formkit.types.month import CLOCK, EARLIEST, EPOCH, NO_YEAR
from formkit.types.reading import BLANK, Guard, Raw, Reading, Spec, Value, folded, usual

KIND: Final = "date"
NUMBER_FORMAT = "yyyy-mm-dd"
NEVER_BLANK = False
SECRET = False
WRAPS = False
NUMBERED = False
DECIMALS = 0
SEPARATOR = ""
key = folded
LAST = 80_000
"""The last number that is a day, in 2119: a greater one is the digits of a day or of a month."""
# Compiled and kept by ``re`` where a form has such a column: most have none.
_WRITTEN = (
    r"(?a)^(?P<year>\d{4}) ?(?:年|(?P<sign>[-./])) ?(?P<month>\d{1,2}) ?(?(sign)(?P=sign)|月) ?(?P<day>\d{1,2}) ?[日号]?" + CLOCK + "$"
)
_SOLID = r"(?a)^(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})$"
_MONTH = r"^\d{4}(?:[-./年](?:0?[1-9]|1[0-2])月?份?|0[1-9]|1[0-2])$"
_STUB = r"^(?:20|19)?年?月?日?$"


def shown(value: Value) -> str:
    """A day as an official document writes it: 2020年3月5日."""
    return long_date(value) if isinstance(value, date) else usual(value)


def read(raw: Raw, spec: Spec) -> Reading:
    """A date, or a day as people write it; the unfilled stub 年 月 日 is blank. A time of day is dropped."""
    if raw is None:
        return BLANK
    if (unsaid := nothing.unsaid(raw, spec)):
        return unsaid
    if isinstance(raw, bool):
        return Reading(problem="date-no-date")
    if isinstance(raw, datetime):
        return _checked(raw.date(), spec, "time" if raw.time() != time() else "")
    if isinstance(raw, date):
        return _checked(raw, spec, "")
    if isinstance(raw, int | float | Decimal):
        return _number(float(raw), spec)
    if re.match(_STUB, characters.solid(raw)):
        return BLANK
    return _text(characters.dated(raw), spec)


def _text(written: str, spec: Spec) -> Reading:
    found = re.match(_WRITTEN, written) or re.match(_SOLID, written)
    if not found:
        if re.match(NO_YEAR, written):
            return Reading(problem="date-no-year")
        return Reading(problem="date-no-day" if re.match(_MONTH, written.replace(" ", "")) else "date-no-date")
    try:
        day = date(int(found["year"]), int(found["month"]), int(found["day"]))
    except ValueError:
        return Reading(problem="date-no-such")
    clock = found.groupdict().get("time") or "0"
    return _checked(day, spec, "time" if clock.strip("0:.") else "date")


def _number(number: float, spec: Spec) -> Reading:
    """The days since 1899 that a cell not formatted as a date shows, or the eight digits of a day."""
    if 18_000 <= number <= LAST:
        return _checked(EPOCH + timedelta(days=int(number)), spec, "date")
    return _text(characters.number_text(number), spec) if number == number else Reading(problem="date-no-date")


def _checked(day: date, spec: Spec, repair: str) -> Reading:
    if day < EARLIEST:
        return Reading(problem="date-too-early", args={"found": long_date(day)})
    if (day - EPOCH).days > LAST:
        return Reading(problem="date-no-date")
    if spec.last and day > spec.last:
        return Reading(problem="date-day-after-period", args={"end": long_date(spec.last)})
    return Reading(day, repair=repair)


def guard(cell: str, spec: Spec) -> Guard:
    """A whole day up to the end of the period."""
    high = spec.last or EPOCH + timedelta(days=LAST)
    low, last = (EARLIEST - EPOCH).days, (high - EPOCH).days
    live = f"IF(ISNUMBER({cell}),AND({cell}=INT({cell}),{cell}>={low},{cell}<={last}),FALSE)"
    clock = (f"IF(ISNUMBER({cell}),AND({cell}<>INT({cell}),{cell}>={low},{cell}<{last + 1}),FALSE)", "date-time")
    if spec.last is None:
        return Guard("date", live, low=EARLIEST, high=high, wording="date-open", cases=(clock,))
    late = (f"IF(ISNUMBER({cell}),AND({cell}>={last + 1},{cell}<={LAST}),FALSE)", "date-late")
    args = {"end": long_date(high)}
    return Guard("date", live, low=EARLIEST, high=high, wording="date", args=args, cases=(clock, late))
