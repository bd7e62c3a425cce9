"""For when a return is: a day, a month, a quarter, a year, or a dated stage.

Written as ``2020-03-25``, ``2020-03``, ``2020Q1``, ``2020`` or ``2020-03-20..2020-03-24``.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

from formkit.values import dataclass

_DAY = re.compile(r"^(\d{4})-(\d{2})-(\d{2})$")
_MONTH = re.compile(r"^(\d{4})-(\d{2})$")
_QUARTER = re.compile(r"^(\d{4})Q([1-4])$")
_YEAR = re.compile(r"^(\d{4})$")


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """First and last day, and the text it is written as."""

    start: date
    end: date
    text: str

    @property
    def label(self) -> str:
        """As it is said in a document: 2020年3月, 2020年第1季度."""
        first, last = self.start, self.end
        if _MONTH.match(self.text):
            return f"{first.year}年{first.month}月"
        if _QUARTER.match(self.text):
            return f"{first.year}年第{(first.month + 2) // 3}季度"
        if _YEAR.match(self.text):
            return f"{first.year}年"
        if first == last:
            return long_date(first)
        return f"{long_date(first)}至{long_date(last)}"


def long_date(day: date) -> str:
    """A date in an official document, without leading zeros (GB/T 9704-2012, 7.3.5.4)."""
    return f"{day.year}年{day.month}月{day.day}日"


def parse_day(text: str) -> date:
    """A day written YYYY-MM-DD; ValueError if it is none."""
    if not _DAY.match(text):
        raise ValueError(text)
    return date.fromisoformat(text)


def _months(year: int, first: int, last: int, text: str) -> Period:
    return Period(date(year, first, 1), date(year, last, monthrange(year, last)[1]), text)


def parse(text: str) -> Period:
    """Read a period in one of the five spellings; ValueError if it is none of them."""
    text = text.strip()
    if ".." in text:
        first, last = (parse_day(part) for part in text.split("..", 1))
        if last < first:
            raise ValueError(text)
        return Period(first, last, text)
    if _DAY.match(text):
        day = parse_day(text)
        return Period(day, day, text)
    if found := _MONTH.match(text):
        return _months(int(found[1]), int(found[2]), int(found[2]), text)
    if found := _QUARTER.match(text):
        last_month = int(found[2]) * 3
        return _months(int(found[1]), last_month - 2, last_month, text)
    if found := _YEAR.match(text):
        return _months(int(found[1]), 1, 12, text)
    raise ValueError(text)


def day_after(end: date, months: int, day: int) -> date:
    """A day of the month so many months after a period's last month; the month's last day where it has no such day."""
    year, month = divmod(end.year * 12 + end.month - 1 + months, 12)
    return date(year, month + 1, min(day, monthrange(year, month + 1)[1]))


def following(period: Period) -> Period | None:
    """The month, quarter or year after one; None for a day or a stage, which nobody can tell the next of."""
    year, text = period.start.year, period.text
    if _MONTH.match(text):
        return parse(f"{period.end + timedelta(1):%Y-%m}")
    if found := _QUARTER.match(text):
        return parse(f"{year + int(found[2]) // 4}Q{int(found[2]) % 4 + 1}")
    return parse(f"{year + 1:04}") if _YEAR.match(text) else None


def kind(period: Period) -> str:
    """day, month, quarter, year or stage."""
    for name, pattern in (("day", _DAY), ("month", _MONTH), ("quarter", _QUARTER), ("year", _YEAR)):
        if pattern.match(period.text):
            return name
    return "stage"


def parsed(text: str) -> Period | None:
    """A period; None where the text is none."""
    try:
        return parse(text)
    except ValueError:
        return None


def end_of(text: str) -> date | None:
    """Last day of a period; None where the text is none."""
    found = parsed(text)
    return found.end if found else None
