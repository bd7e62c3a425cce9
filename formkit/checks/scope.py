"""Rows of a form as a formula sees them, and why a formula cannot be asked at all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cache, cached_property

from formkit import calendars
from formkit.filing import Record
from formkit.formula import Formula, Scope, Value, compiled, counts_workdays, fold, mentioned
from formkit.model import Form
from formkit.types import KINDS
from formkit.types import Value as CellValue

Constants = Mapping[str, float | date]


@cache
def program(formula: Formula) -> Callable[[Scope], Value]:
    """A formula as a function, made once."""
    return compiled(formula)


def _plain(value: CellValue) -> Value:
    """A value as a spreadsheet calculates with it: an exact amount is its nearest number there."""
    return float(value) if isinstance(value, Decimal) else value


class RowScope:
    """Rows of one form that a formula looks at together; ``row`` is moved along by the caller. ``end`` is that of the period."""

    def __init__(self, form: Form, rows: Sequence[Record], constants: Constants, end: date | None) -> None:
        self._form, self._rows, self._constants, self._end = form, rows, constants, end
        self._columns: dict[str, list[Value]] = {}
        self._indexes: dict[tuple[str, ...], Counter[tuple[Value, ...]]] = {}
        self.row = 0

    def column(self, key: str) -> Sequence[Value]:
        """The values of all rows, in order."""
        if key not in self._columns:
            place = self._form.places[key]
            blank = "" if KINDS[self._form.leaves[place].type].NEVER_BLANK else None
            values = (row.value(place) for row in self._rows)
            self._columns[key] = [blank if value is None else _plain(value) for value in values]
        return self._columns[key]

    def cell(self, key: str) -> Value:
        """The value of this row."""
        return self.column(key)[self.row]

    def constant(self, name: str) -> Value:
        """The value of a constant."""
        return self._constants[name]

    @cached_property
    def _window(self) -> tuple[date, date] | None:
        """The days the workbook knows: what it cannot count, the office does not count either."""
        return calendars.window(self._end)

    def workdays(self, first: date, last: date) -> int | None:
        """Working days after the first, up to and including the last."""
        window = self._window
        if window is None or not (window[0] <= first <= window[1] and window[0] <= last <= window[1]):
            return None
        return calendars.workdays_between(first, last)

    def index(self, keys: tuple[str, ...]) -> Mapping[tuple[Value, ...], int]:
        """How many rows have each tuple of values in these columns."""
        if keys not in self._indexes:
            columns = [[fold(value) for value in self.column(key)] for key in keys]
            self._indexes[keys] = Counter(zip(*columns, strict=True))
        return self._indexes[keys]


def true_rows(form: Form, records: Sequence[Record], formula: Formula, known: Constants, end: date | None) -> set[int]:
    """The rows, by identity, for which a formula is true; none where it cannot be asked, nor where a cell it looks at is wrong."""
    if unanswerable(formula, known, end):
        return set()
    run, cells = program(formula), [form.places[key] for key in mentioned(formula, "cell")]
    found: set[int] = set()
    for section in form.sections:
        rows = [record for record in records if record.section == section.key]
        scope = RowScope(form, rows, known, end)
        for index, record in enumerate(rows):
            scope.row = index
            if run(scope) is True and not any(record.readings[place].wrong for place in cells):
                found.add(id(record))
    return found


def unanswerable(formula: Formula, known: Constants, end: date | None) -> str:
    """Why a formula cannot be asked in a period at all: its calendar or a constant is not there; empty where it can."""
    if counts_workdays(formula) and calendars.window(end) is None:
        return "no-calendar" if end else "no-period"
    if all(name in known for name in mentioned(formula, "constant")):
        return ""
    return "no-parameter" if known else "no-period"
