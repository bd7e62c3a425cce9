"""The rules of the schema, run over the rows by the same text the workbook shows live.

A rule is skipped on a row where a cell it needs is blank or failed its own check. A rule about a household's own
column is asked once per household: on the first row that has a value there; where it is the blank itself that the
rule asks about and no row has one, on the row of its head.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache, cached_property

from formkit import calendars
from formkit.checks.case import At, Case, found
from formkit.checks.households import first_value
from formkit.filing import Record
from formkit.finding import Finding, RuleStatus
from formkit.formula import Formula, Scope, Value, asked_blank, compiled, counts_workdays, fold, mentioned
from formkit.model import Rule
from formkit.types import KINDS
from formkit.types import Value as CellValue


@cache
def _program(formula: Formula) -> Callable[[Scope], Value]:
    return compiled(formula)


def _plain(value: CellValue) -> Value:
    """A value as a spreadsheet calculates with it: an exact amount is its nearest number there."""
    return float(value) if isinstance(value, Decimal) else value


class _Section:
    """The rows of one section as a formula sees them; ``row`` is moved along by the caller."""

    def __init__(self, case: Case, rows: Sequence[Record]) -> None:
        self._form, self._rows, self._constants, self._end = case.form, rows, case.constants, case.end
        self._columns: dict[str, list[Value]] = {}
        self._indexes: dict[tuple[str, ...], Counter[tuple[Value, ...]]] = {}
        self.row = 0

    def column(self, key: str) -> Sequence[Value]:
        if key not in self._columns:
            place = self._form.places[key]
            blank = "" if KINDS[self._form.leaves[place].type].NEVER_BLANK else None
            values = (row.value(place) for row in self._rows)
            self._columns[key] = [blank if value is None else _plain(value) for value in values]
        return self._columns[key]

    def cell(self, key: str) -> Value:
        return self.column(key)[self.row]

    def constant(self, name: str) -> Value:
        return self._constants[name]

    @cached_property
    def _window(self) -> tuple[date, date] | None:
        """The days the workbook knows: what it cannot count, the office does not count either."""
        return calendars.window(self._end)

    def workdays(self, first: date, last: date) -> int | None:
        window = self._window
        if window is None or not (window[0] <= first <= window[1] and window[0] <= last <= window[1]):
            return None
        return calendars.workdays_between(first, last)

    def index(self, keys: tuple[str, ...]) -> Mapping[tuple[Value, ...], int]:
        if keys not in self._indexes:
            columns = [[fold(value) for value in self.column(key)] for key in keys]
            self._indexes[keys] = Counter(zip(*columns, strict=True))
        return self._indexes[keys]


def check(case: Case) -> Iterator[Finding]:
    """rule: the schema's own sentence at the cell it names, with its id and clause."""
    for rule, record, answer in _answers(case):
        if answer is False:
            yield _broken(case, rule, record, case.form.places[rule.at])


def outcomes(case: Case) -> dict[str, set[Value]]:
    """What each rule of the rows comes to: True where it is applied and holds, False where it is broken, None where not applied."""
    found_: dict[str, set[Value]] = {}
    for rule, _, answer in _answers(case):
        found_.setdefault(rule.id, set()).add(answer)
    return found_


def _answers(case: Case) -> Iterator[tuple[Rule, Record, Value]]:
    """Each rule of the rows with each row it is asked on, and what it comes to there; None where it is not applied."""
    scopes = {section.key: _rows_of(case, section.key) for section in case.form.sections}
    for rule in case.form.rules:
        formula = case.form.formulas[rule.id]
        if rule.scope != "row" or _unasked(case, rule, formula):
            continue
        program, at, cells = _program(formula), case.form.places[rule.at], _cells(case, formula)
        for section, (rows, scope) in scopes.items():
            if not _complete(case, section, rule, formula):
                continue
            asked = _asked_rows(case, section, at, blank=rule.at in asked_blank(formula))
            for index, record in enumerate(rows):
                scope.row = index
                if asked is None or id(record) in asked:
                    yield rule, record, program(scope) if _sound(record, cells) else None


def _rows_of(case: Case, section: str) -> tuple[list[Record], _Section]:
    rows = [record for record in case.filing.records if record.section == section]
    return rows, _Section(case, rows)


def _complete(case: Case, section: str, rule: Rule, formula: Formula) -> bool:
    """Whether a section has every column the rule looks at: one that is not there is not blank."""
    return all(case.has(section, key) for key in (*mentioned(formula, "cell"), *formula.columns, rule.at))


def _asked_rows(case: Case, section: str, at: int, *, blank: bool) -> set[int] | None:
    """Rows a household's rule is asked on; None for a rule that is asked on every row.

    ``blank``: whether the rule is also for households without a value.
    """
    if case.form.leaves[at].per != "household" or case.form.record.grain != "person":
        return None
    asked = set()
    for household in case.households:
        first = first_value(household, at)
        if household.section == section and (first or blank):
            asked.add(id(first[0] if first else household.anchor))
    return asked


def _sound(record: Record, cells: Sequence[int]) -> bool:
    """Whether every cell the rule looks at on this row passed its own check, ticks included."""
    return not any(record.readings[index].wrong for index in cells)


def _cells(case: Case, formula: Formula) -> tuple[int, ...]:
    return tuple(case.form.places[key] for key in mentioned(formula, "cell"))


def _unasked(case: Case, rule: Rule, formula: Formula) -> str:
    """Why a rule cannot be asked of this filing at all; empty where it can."""
    if not case.form.ruled(rule, case.level):
        return "other-level"
    if counts_workdays(formula) and calendars.window(case.end) is None:
        return "no-calendar" if case.end else "no-period"
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
    if not any(_complete(case, part.key, rule, formula) for part in case.form.sections):
        return "missing-column"
    return ""
