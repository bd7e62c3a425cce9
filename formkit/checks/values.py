"""What single cells say: the problems the type of each column found while reading."""

from __future__ import annotations

from collections.abc import Iterator
from operator import attrgetter

from formkit.cells import Place
from formkit.checks import dragged
from formkit.checks.case import At, Case, found
from formkit.checks.households import Household, first_value
from formkit.finding import Finding, Severity

_PROBLEM = attrgetter("problem")


def check(case: Case) -> Iterator[Finding]:
    """One finding for each cell that could not be understood, in the words of its type.

    None where a run of dragged numbers explains it: the run says that its check characters are wrong.
    """
    faulty = [record for record in case.filing.records if any(map(_PROBLEM, record.readings))]
    if not faulty:
        return
    said_of: set[Place] = set()
    told = {(id(record), run.index) for run in dragged.runs(case) for record in run.faulty}
    homes = {id(row): household for household in case.households for row in household.records}
    for record in faulty:
        for index, reading in enumerate(record.readings):
            # What a merge took from a cell is said once for the whole sheet.
            if not reading.problem or reading.problem.startswith("merged-"):
                continue
            place = record.place(index)
            # One merge down several rows holds one value, which is wrong once.
            if place not in said_of and (id(record), index) not in told:
                said_of.add(place)
                said = reading.problem == "ditto" and _said(case, homes[id(record)], index)
                severity: Severity | None = "query" if said else None
                yield found(case, reading.problem, At(record, index, args=reading.args), severity)


def _said(case: Case, own: Household, index: int) -> bool:
    """Whether the household has said on another row what this one only refers to."""
    household = case.form.leaves[index].per == "household" and case.form.record.grain == "person"
    return household and first_value(own, index) is not None
