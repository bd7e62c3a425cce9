"""The office's checks of one filing: a tuple of functions in order, each yielding findings."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from operator import attrgetter

from formkit.cells import Place, split
from formkit.checks import dragged, duplicates, family, levels, required, rules, structure, values
from formkit.checks.case import Case, case_of, written
from formkit.finding import Finding, Repair, Report, RuleStatus
from formkit.types import KINDS

__all__ = ["CHECKS", "Case", "case_of", "examine", "written"]

CHECKS: tuple[tuple[str, Callable[[Case], Iterator[Finding]]], ...] = (
    ("structure", structure.check),
    ("required", required.check),
    ("values", values.check),
    ("dragged", dragged.check),
    ("levels", levels.check),
    ("duplicates", duplicates.check),
    ("households", family.check),
    ("rules", rules.check),
)

_REPAIR = attrgetter("repair")


def examine(case: Case) -> Report:
    """Run every check; findings come in the order of the sheet."""
    findings = [finding for _, check in CHECKS for finding in check(case)]
    ran = bool(case.filing.records)
    own = tuple(RuleStatus(name, ran or name == "structure", "" if ran else "no-rows") for name, _ in CHECKS[:-1])
    sheets = dict.fromkeys(record.sheet for record in case.filing.records)
    order = {sheet: number for number, sheet in enumerate(sheets)}
    findings.sort(key=lambda finding: _position(finding, order))
    return Report(tuple(findings), tuple(_repairs(case)), (*own, *rules.statuses(case)))


def _position(finding: Finding, order: Mapping[str, int]) -> tuple[int, int, int]:
    """Where a finding stands in the file: that of no cell first, those of sheets without records last."""
    if not finding.places:
        return -1, 0, 0
    place = finding.places[0]
    return order.get(place.sheet, len(order)), *split(place.cell)


def _repairs(case: Case) -> Iterator[Repair]:
    """Every value that was normalised, old to new; one under a merge once, however many rows it counts for."""
    told: set[Place] = set()
    for record in [record for record in case.filing.records if any(map(_REPAIR, record.readings))]:
        for index, reading in enumerate(record.readings):
            if not reading.repair or record.place(index) in told:
                continue
            told.add(record.place(index))
            column = case.form.leaves[index]
            new = KINDS[column.type].shown(reading.value)
            old = written(record.raws[index], column)
            yield Repair(record.place(index), column.key, old, new, reading.repair)
