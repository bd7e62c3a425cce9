"""The office's checks of one filing: a tuple of functions in order, each yielding findings."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from formkit.cells import split
from formkit.checks import duplicates, family, levels, required, rules, structure, values
from formkit.checks.case import Case, case_of, written
from formkit.finding import Finding, Repair, Report, RuleStatus
from formkit.types import KINDS

__all__ = ["CHECKS", "Case", "case_of", "examine", "written"]

CHECKS: tuple[tuple[str, Callable[[Case], Iterator[Finding]]], ...] = (
    ("structure", structure.check),
    ("required", required.check),
    ("values", values.check),
    ("levels", levels.check),
    ("duplicates", duplicates.check),
    ("households", family.check),
    ("rules", rules.check),
)


def examine(case: Case) -> Report:
    """Run every check; findings come in the order of the sheet."""
    findings = [finding for _, check in CHECKS for finding in check(case)]
    ran = bool(case.filing.records)
    own = tuple(RuleStatus(name, ran or name == "structure", "" if ran else "no-rows") for name, _ in CHECKS[:-1])
    return Report(tuple(sorted(findings, key=_position)), tuple(_repairs(case)), (*own, *rules.statuses(case)))


def _position(finding: Finding) -> tuple[int, int]:
    return split(finding.places[0].cell) if finding.places else (0, 0)


def _repairs(case: Case) -> Iterator[Repair]:
    """Every value that was normalised, old to new."""
    for record in case.filing.records:
        for index, reading in enumerate(record.readings):
            if not reading.repair:
                continue
            column = case.form.leaves[index]
            new = KINDS[column.type].shown(reading.value)
            old = written(record.raws[index], column)
            yield Repair(record.place(index), column.key, old, new, reading.repair)
