"""The rules of the schema, run over the rows by the same text the workbook shows live.

A rule is skipped on a row where a cell it needs is blank or failed its own check. A rule about a household's own
column is asked once per household: on the first row that has a value there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache

from formkit.checks.case import At, Case, found
from formkit.checks.households import first_value
from formkit.filing import Record
from formkit.finding import Finding, RuleStatus
from formkit.formula import Formula, Scope, Value, compiled, fold, mentioned
from formkit.model import Form, Rule
from formkit.types import KINDS


@cache
def _program(formula: Formula) -> Callable[[Scope], Value]:
    return compiled(formula)


class _Section:
    """The rows of one section as a formula sees them; ``row`` is moved along by the caller."""

    def __init__(self, form: Form, rows: Sequence[Record], constants: Mapping[str, float | date]) -> None:
        self._form, self._rows, self._constants = form, rows, constants
        self._columns: dict[str, list[Value]] = {}
        self._indexes: dict[tuple[str, ...], Counter[tuple[Value, ...]]] = {}
        self.row = 0

    def column(self, key: str) -> Sequence[Value]:
        if key not in self._columns:
            place = self._form.places[key]
            blank = "" if KINDS[self._form.leaves[place].type].NEVER_BLANK else None
            values = (row.value(place) for row in self._rows)
            self._columns[key] = [blank if value is None else value for value in values]
        return self._columns[key]

    def cell(self, key: str) -> Value:
        return self.column(key)[self.row]

    def constant(self, name: str) -> Value:
        return self._constants[name]

    def index(self, keys: tuple[str, ...]) -> Mapping[tuple[Value, ...], int]:
        if keys not in self._indexes:
            columns = [[fold(value) for value in self.column(key)] for key in keys]
            self._indexes[keys] = Counter(zip(*columns, strict=True))
        return self._indexes[keys]


def check(case: Case) -> Iterator[Finding]:
    """rule: the schema's own sentence at the cell it names, with its id and clause."""
    for rule, record in _answers(case):
        yield _broken(case, rule, record, case.form.places[rule.at])


def _answers(case: Case) -> Iterator[tuple[Rule, Record]]:
    """Each rule of the rows with each row that breaks it."""
    scopes = {section.key: _rows_of(case, section.key) for section in case.form.sections}
    for rule in case.form.rules:
        formula = case.form.formulas[rule.id]
        if rule.scope != "row" or _unasked(case, rule, formula):
            continue
        program, at, cells = _program(formula), case.form.places[rule.at], _cells(case, formula)
        for section, (rows, scope) in scopes.items():
            if not all(case.has(section, key) for key in (*formula.needs, *formula.columns, rule.at)):
                continue
            asked = _asked_rows(case, section, at)
            for index, record in enumerate(rows):
                scope.row = index
                if (asked is None or id(record) in asked) and _sound(record, cells) and program(scope) is False:
                    yield rule, record


def _rows_of(case: Case, section: str) -> tuple[list[Record], _Section]:
    rows = [record for record in case.filing.records if record.section == section]
    return rows, _Section(case.form, rows, case.constants)


def _asked_rows(case: Case, section: str, at: int) -> set[int] | None:
    """Rows a household's rule is asked on; None for a rule that is asked on every row."""
    if case.form.leaves[at].per != "household" or case.form.record.grain != "person":
        return None
    firsts = (first_value(household, at) for household in case.households if household.section == section)
    return {id(first[0]) for first in firsts if first}


def _sound(record: Record, cells: Sequence[int]) -> bool:
    """Whether every cell the rule looks at on this row passed its own check, ticks included."""
    return not any(record.readings[index].wrong for index in cells)


def _cells(case: Case, formula: Formula) -> tuple[int, ...]:
    return tuple(case.form.places[key] for key in mentioned(formula, "cell"))


def _unasked(case: Case, rule: Rule, formula: Formula) -> str:
    """Why a rule cannot be asked of this filing at all; empty where it can."""
    if not case.form.ruled(rule, case.level):
        return "other-level"
    unknown = [name for name in mentioned(formula, "constant") if name not in case.constants]
    if not unknown:
        return ""
    return "no-parameter" if case.constants else "no-period"


def _broken(case: Case, rule: Rule, record: Record, at: int) -> Finding:
    args = {"says": rule.says, "remedy": rule.remedy or "请核对后改正；确实如此的，在“核实说明”栏写明"}
    finding = found(case, "rule", At(record, at, args=args), rule.severity)
    return replace(finding, rule=rule.id, clause=rule.clause)


def statuses(case: Case) -> tuple[RuleStatus, ...]:
    """For each rule whether it ran, and why not: no rows, a missing column, an unknown period."""
    rules = (rule for rule in case.form.rules if rule.scope == "row")
    return tuple(RuleStatus(rule.id, not (why := _why_not(case, case.form.formulas[rule.id], rule)), why) for rule in rules)


def _why_not(case: Case, formula: Formula, rule: Rule) -> str:
    if why := _unasked(case, rule, formula):
        return why
    if not case.filing.records:
        return "no-rows"
    needed = (*formula.needs, *formula.columns, rule.at)
    if not any(all(case.has(part.key, key) for key in needed) for part in case.form.sections):
        return "missing-column"
    return ""
