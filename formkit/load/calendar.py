"""A calendar out of its YAML, or every mistake in it with its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from formkit import period
from formkit.load.described import described
from formkit.load.source import Mistake, SchemaError, Source
from formkit.model.calendar import Calendar

# Statutory holidays that fall on the same days each year (全国年节及纪念日放假办法第二条).
_FIXED = ((1, 1), (5, 1), (10, 1), (10, 2), (10, 3))
_SATURDAY = 5


def calendar(source: Source) -> tuple[int, Mapping[date, bool]]:
    """The year of a calendar file, and of each day it names whether it is worked; SchemaError with every mistake."""
    found = described(source, Calendar)
    mistakes = list(source.mistakes)
    days: dict[date, bool] = {}
    for part, texts in (("off", found.off), ("work", found.work)):
        for index, text in enumerate(texts):
            path = (part, index)
            for day in _days(text):
                if day in days:
                    mistakes.append(source.mistake(path, "repeated-name", {"name": day.isoformat()}))
                days[day] = part == "work"
            if wrong := _wrong(text, found.calendar, part):
                mistakes.append(source.mistake(path, *wrong))
    # A day written wrongly may be the one that would be missed.
    if mistakes := mistakes or [*_lacking(source, found.calendar, days)]:
        raise SchemaError(tuple(mistakes))
    return found.calendar, days


def _days(text: str) -> Iterator[date]:
    """The days of one entry; none where it is written wrongly."""
    try:
        run = period.parse(text)
    except ValueError:
        return
    if period.kind(run) in ("day", "stage"):
        for number in range((run.end - run.start).days + 1):
            yield run.start + timedelta(number)


def _wrong(text: str, year: int, part: str) -> tuple[str, Mapping[str, str]] | None:
    """What is wrong with one entry: a code and its arguments."""
    days = tuple(_days(text))
    if not days:
        return "calendar-day", {"text": text}
    for day in days:
        if day.year != year and (day.year, day.month) != (year - 1, 12):
            return "calendar-outside", {"day": day.isoformat(), "year": str(year)}
        if part == "work" and day.weekday() < _SATURDAY:
            return "calendar-weekday", {"day": day.isoformat()}
    return None


def _lacking(source: Source, year: int, days: Mapping[date, bool]) -> Iterator[Mistake]:
    for month, day in _FIXED:
        holiday = date(year, month, day)
        if days.get(holiday) is not False:
            yield source.mistake(("off",), "calendar-incomplete", {"day": holiday.isoformat()})
