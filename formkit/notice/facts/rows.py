"""The rows of checked filings as facts: which ones a notice is about, and what it says of each.

A row is a household where rows make households, else a line. IDs and telephone numbers are shown by their last characters
unless the scene is ``plain``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from formkit import mask, period
from formkit.checks.households import Household, first_value, households
from formkit.checks.scope import RowScope, program, true_rows, unanswerable
from formkit.compare.standing import label_of
from formkit.constants import constants
from formkit.filing import Record, Step
from formkit.formula import mentioned
from formkit.merge import Part, year_of
from formkit.model import CLASS, Column, Form, Notice, Supply
from formkit.notice.scene import Scene
from formkit.pool import pool_of, total
from formkit.types import KINDS, Value, shown


@dataclass(frozen=True, slots=True)
class Row:
    """One row with its facts; ``path`` is the unit it came from and those above, lowest first."""

    path: tuple[Step, ...]
    facts: Mapping[str, object]


def rows_of(notice: Notice, scene: Scene) -> tuple[Row, ...]:
    """The rows a notice is about, unit by unit in the order of their codes."""
    found = []
    for supply in notice.rows:
        form = scene.task.forms[supply.form]
        parts = sorted((part for part in scene.came.parts if part.form == form.form), key=lambda part: part.unit)
        for part in parts:
            found += list(_rows(form, supply, part, scene))
    return tuple(found)


def counts_of(notice: Notice, scene: Scene) -> dict[str, str]:
    """The numbers of a whole form that a notice asks for; empty where a formula does not apply."""
    found: dict[str, str] = {}
    for counts in notice.counts:
        pool = pool_of(scene.collected, scene.task.forms[counts.form])
        for name, formula in counts.formulas.items():
            reason = unanswerable(formula, pool.constants, pool.period.end)
            found[name] = "" if reason else _text(total(pool, formula))
    return found


def _rows(form: Form, supply: Supply, part: Part, scene: Scene) -> Iterator[Row]:
    when = period.parsed(part.period)
    known, end = constants(form, when), when.end if when else None
    grouped = households(form, part.records)
    where = supply.formulas.get("where")
    wanted = true_rows(form, part.records, where, known, end) if where else None
    inside = {section.key: [record for record in part.records if record.section == section.key] for section in form.sections}
    scopes = {key: RowScope(form, records, known, end) for key, records in inside.items()}
    places = {id(record): index for records in inside.values() for index, record in enumerate(records)}
    for home in grouped:
        if wanted is not None and not any(id(record) in wanted for record in home.records):
            continue
        asked = _Asked(form, supply, home, scopes[home.section], places, part.period, plain=scene.plain)
        facts: dict[str, object] = {name: asked.fact(name, text, home.anchor) for name, text in supply.facts.items()}
        if supply.members:
            facts["members"] = [
                {"no": str(number), **{name: asked.member(name, text, record) for name, text in supply.members.items()}}
                for number, record in enumerate(home.records, 1)
            ]
        yield Row(part.path, facts)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A household that is asked for its facts."""

    form: Form
    supply: Supply
    home: Household
    scope: RowScope
    places: Mapping[int, int]
    period: str
    plain: bool

    def fact(self, name: str, text: str, record: Record) -> str:
        """A fact of the household: of a column that is its own, what the first row with a value says."""
        if text == CLASS:
            return label_of(self.form, self.home, year_of(self.period))
        if not text:
            return ""
        if text.startswith("="):
            return self._worked(f"facts-{name}", record)
        column, place = self.form.column(text), self.form.places[text]
        if column.per == "household" and (first := first_value(self.home, place)):
            return self._printed(column, first[1])
        return self._printed(column, record.value(place))

    def member(self, name: str, text: str, record: Record) -> str:
        """A fact of one row of it."""
        if not text:
            return ""
        if text.startswith("="):
            return self._worked(f"members-{name}", record)
        return self._printed(self.form.column(text), record.value(self.form.places[text]))

    def _worked(self, name: str, record: Record) -> str:
        formula = self.supply.formulas[name]
        if any(record.readings[self.form.places[key]].wrong for key in mentioned(formula, "cell")):
            return ""
        self.scope.row = self.places[id(record)]
        return _text(program(formula)(self.scope))

    def _printed(self, column: Column, value: Value) -> str:
        kind = KINDS[column.type]
        said = "" if value is None else kind.shown(value)
        return mask.number(said) if kind.SECRET and not self.plain else said


def _text(value: object) -> str:
    """What a formula came to, as it is written; empty where it did not apply."""
    if value is None:
        return ""
    if isinstance(value, date):
        return period.long_date(value)
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        return f"{Decimal(repr(value)).normalize():f}"
    return shown(value) if isinstance(value, str | int | Decimal) else str(value)


def numbered(rows: Sequence[Row]) -> list[dict[str, object]]:
    """Rows as a list in a template: each with its number, its unit and the one above."""
    return [
        {"no": str(number), "unit": row.path[0].name, "township": _above(row.path, "township"), **row.facts}
        for number, row in enumerate(rows, 1)
    ]


def _above(path: Sequence[Step], level: str) -> str:
    return next((step.name for step in path if step.level == level), "")
