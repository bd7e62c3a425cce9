"""What single cells say: the problems the type of each column found while reading."""

from __future__ import annotations

from collections.abc import Iterator

from formkit.cells import Place
from formkit.checks import dragged
from formkit.checks.case import At, Case, found
from formkit.checks.households import first_value
from formkit.filing import Record
from formkit.finding import Finding, Severity


def check(case: Case) -> Iterator[Finding]:
    """One finding for each cell that could not be understood, in the words of its type.

    None where a run of dragged numbers explains it: the run says that its check characters are wrong.
    """
    said_of: set[Place] = set()
    told = {(id(record), run.index) for run in dragged.runs(case) for record in run.faulty}
    for record in case.filing.records:
        for index, reading in enumerate(record.readings):
            # What a merge took from a cell is said once for the whole sheet.
            said = reading.problem and not reading.problem.startswith("merged-")
            place = record.place(index)
            # One merge down several rows holds one value, which is wrong once.
            if said and place not in said_of and (id(record), index) not in told:
                said_of.add(place)
                severity: Severity | None = "query" if reading.problem == "ditto" and _said(case, record, index) else None
                yield found(case, reading.problem, At(record, index, args=reading.args), severity)


def _said(case: Case, record: Record, index: int) -> bool:
    """Whether the household has said on another row what this one only refers to."""
    if case.form.leaves[index].per != "household" or case.form.record.grain != "person":
        return False
    own = next(household for household in case.households if any(row is record for row in household.records))
    return first_value(own, index) is not None
