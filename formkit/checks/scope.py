"""Rows of a form as a formula sees them, and why a formula cannot be asked at all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Any, cast

from formkit import calendars
from formkit.filing import Record
from formkit.formula import Formula, Scope, Value, compiled, counts_workdays, mentioned
from formkit.model import Form
from formkit.types import KINDS
from formkit.types import Value as CellValue

Constants = Mapping[str, float | date]
_TEXTS = frozenset({str, type(None)})       # which are calculated with as they are


@lru_cache(4096)
def program(formula: Formula) -> Callable[[Scope], Sequence[Value]]:
    """A formula as a function, made once."""
    return compiled(formula)


def _plain(value: CellValue) -> Value:
    """A value as a spreadsheet calculates with it: an exact amount is its nearest number there."""
    return float(value) if isinstance(value, Decimal) else value


class RowScope:
    """Rows of one form that a formula looks at together. ``end`` is that of the period."""

    def __init__(self, form: Form, rows: Sequence[Record], constants: Constants, end: date | None) -> None:
        self._form, self._constants, self._end = form, constants, end
        self._readings = [row.readings for row in rows]
        self._values: dict[int, list[CellValue]] = {}
        self._columns: dict[str, list[Value]] = {}
        self.rows = rows
        self.memo: dict[str, Any] = {}
        self.answers: dict[Formula, Sequence[Value]] = {}

    def values(self, place: int) -> Sequence[CellValue]:
        """The canonical values of all rows in a column, in order."""
        if place not in self._values:
            self._values[place] = [readings[place].value for readings in self._readings]
        return self._values[place]

    def column(self, key: str) -> Sequence[Value]:
        """The same as they are calculated with."""
        if key not in self._columns:
            place = self._form.places[key]
            kind = KINDS[self._form.leaves[place].type]
            values = self.values(place)
            if _TEXTS.issuperset(map(type, values)):
                texts = cast("list[Value]", values)
                self._columns[key] = ["" if text is None else text for text in texts] if kind.NEVER_BLANK and None in texts else texts
            elif kind.NEVER_BLANK:
                self._columns[key] = ["" if value is None else _plain(value) for value in values]
            else:
                self._columns[key] = [*map(_plain, values)]
        return self._columns[key]

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


def answers(formula: Formula, scope: RowScope) -> Sequence[Value]:
    """What a formula comes to on each row, None where it does not apply."""
    known = scope.answers
    if formula not in known:
        found = program(formula)(scope)
        known[formula] = found if mentioned(formula, "cell") else [*found] * len(scope.rows)
    return known[formula]


def answer(formula: Formula, scope: RowScope) -> Value:
    """What a formula that looks at whole columns only comes to; None where it does not apply."""
    return program(formula)(scope)[0]


def by_section(form: Form, records: Iterable[Record]) -> Mapping[str, list[Record]]:
    """The records of each section of a form, in order."""
    found: dict[str, list[Record]] = {section.key: [] for section in form.sections}
    for record in records:
        if record.section in found:
            found[record.section].append(record)
    return found


def true_rows(form: Form, records: Sequence[Record], formula: Formula, known: Constants, end: date | None) -> set[int]:
    """The rows, by identity, for which a formula is true; none where it cannot be asked, nor where a cell it looks at is wrong."""
    sections = (RowScope(form, rows, known, end) for rows in by_section(form, records).values())
    return {row for scope in sections for row in true_in(scope, form, formula, known, end)}


def true_in(scope: RowScope, form: Form, formula: Formula, known: Constants, end: date | None) -> set[int]:
    """The same for the rows of one section."""
    if unanswerable(formula, known, end):
        return set()
    cells = [form.places[key] for key in mentioned(formula, "cell")]
    return {
        id(record)
        for record, said in zip(scope.rows, answers(formula, scope), strict=True)
        if said is True and not any(record.readings[place].wrong for place in cells)
    }


def unanswerable(formula: Formula, known: Constants, end: date | None) -> str:
    """Why a formula cannot be asked in a period at all: its calendar or a constant is not there; empty where it can."""
    if counts_workdays(formula) and calendars.window(end) is None:
        return "no-calendar" if end else "no-period"
    if all(name in known for name in mentioned(formula, "constant")):
        return ""
    return "no-parameter" if known else "no-period"
