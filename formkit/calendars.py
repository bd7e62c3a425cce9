"""Working days by the State Council's yearly notices: what the library chinese_calendar knows, and files laid over it.

A year whose notice is not known has no working days to count: nothing is guessed.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from itertools import accumulate, pairwise
from pathlib import Path

from formkit.formula import counts_workdays
from formkit.load import Mistake, SchemaError, load_form, shelf, whole_source
from formkit.load.source import read_source
from formkit.model import LEVELS, Due, Form, Level
from formkit.period import day_after

_SATURDAY = 5
_SAMPLE = range(2004, 2041)


@cache
def folder() -> Path:
    """Where files for further years belong."""
    return shelf("schemas") / "calendars"


def workdays_between(first: date, last: date) -> int | None:
    """Working days after ``first`` up to and including ``last``: 0 where there are none, None without a calendar.

    Every year from that of ``first`` to that of ``last`` must have one.
    """
    if last <= first:
        return 0
    place, count = folder(), 0
    for year in range(first.year, last.year + 1):
        sums = _sums(year, place)
        if sums is None:
            return None
        new_year = date(year, 1, 1).toordinal()
        count += sums[last.toordinal() - new_year + 1] if year == last.year else sums[-1]
        count -= sums[first.toordinal() - new_year + 1] if year == first.year else 0
    return count


def published(year: int) -> bool:
    """Whether the calendar of a year is known."""
    return _sums(year, folder()) is not None


def workdays_of(years: Iterable[int]) -> tuple[date, ...]:
    """All working days of these years in order, those without a calendar left out."""
    found: list[date] = []
    for year in sorted(set(years)):
        sums = _sums(year, folder())
        if sums is not None:
            start = date(year, 1, 1)
            found += [start + timedelta(number - 1) for number in range(1, len(sums)) if sums[number] > sums[number - 1]]
    return tuple(found)


def window(end: date | None) -> tuple[date, date] | None:
    """The first and last day a workbook of a period counts working days between.

    The year of the period's last day with its neighbours, as far as they are published; None where that year is not.
    """
    if end is None or not published(end.year):
        return None
    years = [year for year in (end.year - 1, end.year, end.year + 1) if published(year)]
    return date(years[0], 1, 1), date(years[-1], 12, 31)


def due_day(due: Due, end: date) -> date | None:
    """The day by which returns for a period that ends then must have been sent; None where a calendar it needs is not known.

    Counted in working days, the first is the one after the period's last day (民法典201条). On a day of rest it stays, or is
    the next working day (203条) or the one before, as ``rest`` says.
    """
    if due.workdays is not None:
        return _workday(end, due.workdays)
    day = day_after(end, due.months, due.day or 1)
    if due.rest == "keep":
        return day
    step = -1 if due.rest == "previous" else 1
    return _workday(day - timedelta(step), 1, step)


def _workday(day: date, count: int, step: int = 1) -> date | None:
    """The working day that comes so many after a day, or before it; None where a year on the way has no calendar."""
    while count:
        day += timedelta(step)
        sums, place = _sums(day.year, folder()), day.timetuple().tm_yday
        if sums is None:
            return None
        count -= sums[place] > sums[place - 1]
    return day


def workday_after(day: date, count: int) -> date:
    """The working day that comes so many after a day. Raises SchemaError naming the file to add where its calendar is not known."""
    found = _workday(day, count)
    if found is None:
        raise SchemaError((_missing(day.year if not published(day.year) else day.year + 1),))
    return found


def unknown_year(due: Due, end: date) -> int | None:
    """The year whose calendar is missing to say when returns of a period are due; None where none is."""
    if due_day(due, end) is not None:
        return None
    first = end + timedelta(1) if due.workdays else day_after(end, due.months, due.day or 1)
    return first.year if not published(first.year) else first.year + (-1 if due.rest == "previous" else 1)


def disorder(form: Form) -> Iterator[Level]:
    """Levels that in some month of the published years are due no later than the level below them, where days of rest count."""
    levels = [level for level in LEVELS if level in form.period.due]
    ends = [date(year, month, monthrange(year, month)[1]) for year in filter(published, _SAMPLE) for month in range(1, 13)]
    for below, level in pairwise(levels):
        lower, upper = form.period.due[below], form.period.due[level]
        if any(due.workdays or due.rest != "keep" for due in (lower, upper)):
            pairs = ((due_day(lower, end), due_day(upper, end)) for end in ends)
            if any(low and high and low >= high for low, high in pairs):
                yield level


def disordered(path: Path) -> tuple[Mistake, ...]:
    """The same as mistakes of the file the form stands in; none of a file that is no form."""
    source = whole_source(path)
    if "form" not in source.data:
        return ()
    return tuple(source.mistake(("period", "due", level), "due-order") for level in disorder(load_form(path)))


def missing_years(form: Form, end: date | None) -> tuple[int, ...]:
    """Years whose calendar the rules of a form need for a period ending then and that is not known."""
    if end is None or published(end.year) or not any(map(counts_workdays, form.formulas.values())):
        return ()
    return (end.year,)


def required(form: Form, end: date | None) -> None:
    """SchemaError naming the file to add where a calendar that the rules of a form need, or its deadline, is not known."""
    due = form.period.due.get(form.reporter)
    late = unknown_year(due, end) if due and end else None
    if mistakes := tuple(_missing(year) for year in sorted({*missing_years(form, end), *([late] if late else [])})):
        raise SchemaError(mistakes)


def lacking(year: int) -> Mapping[str, str]:
    """What the sentence calendar-missing needs to be told about a year."""
    return {"year": str(year), "path": (folder() / f"{year}.yaml").as_posix()}


def _missing(year: int) -> Mistake:
    args = lacking(year)
    return Mistake(args["path"], 1, 1, "calendar-missing", args)


@cache
def _sums(year: int, place: Path) -> Sequence[int] | None:
    """How many of the first n days of a year are worked, for every n from 0; None without a calendar."""
    exceptions = _exceptions(year, place)
    if exceptions is None:
        return None
    first = date(year, 1, 1)
    days = [first + timedelta(number) for number in range((date(year + 1, 1, 1) - first).days)]
    return tuple(accumulate((exceptions.get(day, day.weekday() < _SATURDAY) for day in days), initial=0))


def _exceptions(year: int, place: Path) -> Mapping[date, bool] | None:
    """Days of a year that are not as their weekday says, and whether they are worked; None where nobody knows."""
    own = _overlays(place).get(year, _library(year))
    if own is None:
        return None
    after = _overlays(place).get(year + 1, {})
    return {day: worked for day, worked in (*own.items(), *after.items()) if day.year == year}


def _library(year: int) -> Mapping[date, bool] | None:
    """What the library says of a year; a year is known to it where it knows that year's National Day."""
    import chinese_calendar  # only where days are counted

    off, work = chinese_calendar.holidays, chinese_calendar.workdays
    if date(year, 10, 1) not in off:
        return None
    found = {day: False for day in off if day.year == year}
    return found | {day: True for day in work if day.year == year}


@cache
def _overlays(place: Path) -> Mapping[int, Mapping[date, bool]]:
    """The calendars of a folder by year; SchemaError where one is wrong or a year has two."""
    from formkit.load.calendar import calendar  # few offices have any

    found: dict[int, Mapping[date, bool]] = {}
    for path in sorted(place.glob("*.yaml")):
        source = read_source(path)
        year, days = calendar(source)
        if year in found:
            raise SchemaError((source.mistake(("calendar",), "repeated-name", {"name": str(year)}),))
        found[year] = days
    return found
