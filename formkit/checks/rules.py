"""The rules of the schema, run over the rows by the same text the workbook shows live.

A rule is skipped on a row where a cell it needs is blank or failed its own check. A rule about a household's own
column is asked once per household: on the first row that has a value there; where it is the blank itself that the
rule asks about and no row has one, on the row of its head.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from formkit.checks.case import At, Case, found
from formkit.checks.households import first_value
from formkit.checks.scope import RowScope, answers, unanswerable
from formkit.filing import Record
from formkit.finding import Finding, RuleStatus
from formkit.formula import Formula, Value, asked_blank, mentioned
from formkit.model import Rule


def check(case: Case) -> Iterator[Finding]:
    """rule: the schema's own sentence at the cell it names, with its id and clause."""
    for rule, scope, said in _said(case):
        if False in said:  # Most rules hold on most rows: who is asked is worked out only where one does not.
            for record, answer in _asked(case, rule, scope, said):
                if answer is False:
                    yield _broken(case, rule, record)


def outcomes(case: Case) -> dict[str, set[Value]]:
    """What each rule of the rows comes to: True where it is applied and holds, False where it is broken, None where not applied."""
    found_: dict[str, set[Value]] = {}
    for rule, scope, said in _said(case):
        for _, answer in _asked(case, rule, scope, said):
            found_.setdefault(rule.id, set()).add(answer)
    return found_


def _said(case: Case) -> Iterator[tuple[Rule, RowScope, Sequence[Value]]]:
    """Each rule of the rows with each section that has its columns, and what it comes to on each row there."""
    for rule in case.form.rules:
        formula = case.form.formulas[rule.id]
        if rule.scope == "row" and not _unasked(case, rule, formula):
            for section, scope in case.sections.items():
                if scope.rows and _complete(case, section, rule, formula):
                    yield rule, scope, answers(formula, scope)


def _asked(case: Case, rule: Rule, scope: RowScope, said: Sequence[Value]) -> Iterator[tuple[Record, Value]]:
    """Each row a rule is asked on, with what it comes to there; None where a cell it looks at, ticks included, is wrong."""
    formula, at = case.form.formulas[rule.id], case.form.places[rule.at]
    cells = [case.form.places[key] for key in mentioned(formula, "cell")]
    asked = _asked_rows(case, scope.rows[0].section, at, blank=rule.at in asked_blank(formula))
    for record, answer in zip(scope.rows, said, strict=True):
        if asked is None or id(record) in asked:
            yield record, None if any(record.readings[index].wrong for index in cells) else answer


def _complete(case: Case, section: str, rule: Rule, formula: Formula) -> bool:
    """Whether a section has every column the rule looks at: one that is not there is not blank."""
    return not case.missing or all(case.has(section, key) for key in (*mentioned(formula, "cell"), *formula.columns, rule.at))


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


def _unasked(case: Case, rule: Rule, formula: Formula) -> str:
    """Why a rule cannot be asked of this filing at all; empty where it can."""
    if not case.form.ruled(rule, case.level):
        return "other-level"
    return unanswerable(formula, case.constants, case.end)


def _broken(case: Case, rule: Rule, record: Record) -> Finding:
    args = {"says": rule.says, "remedy": rule.remedy or "请核对后改正；确实如此的，在“核实说明”栏写明"}
    return found(case, "rule", At(record, case.form.places[rule.at], args=args), rule.severity, rule)


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
