"""What must be filled in: once per household for what is said of a household, else on every row."""

from __future__ import annotations

from collections.abc import Iterator

from formkit.checks.case import At, Case, found
from formkit.checks.households import Household
from formkit.filing import Record
from formkit.finding import Finding
from formkit.types import KINDS


def check(case: Case) -> Iterator[Finding]:
    """required: at the row, or at the household's anchor row. A tick is never blank."""
    for index, column in enumerate(case.form.leaves):
        kind = KINDS[column.type]
        if not column.required or kind.NEVER_BLANK or kind.NUMBERED or not case.form.asks(column, case.level):
            continue
        # Where every row has a value nothing is blank.
        gaps = {section for section, scope in case.sections.items() if None in scope.values(index) and case.has(section, column.key)}
        for household in case.households if gaps else ():
            if household.section not in gaps:
                continue
            if column.per == "household":
                yield from _once(case, household, index)
            else:
                yield from (
                    found(case, _unfilled(record, index), At(record, index))
                    for record in household.records
                    if record.readings[index].blank
                )


def _once(case: Case, household: Household, index: int) -> Iterator[Finding]:
    """A row without a head's name belongs to no household yet: only the name is asked for."""
    nameless = not household.name and case.form.record.name is not None and len(household.records) == 1
    if nameless and case.form.leaves[index].key != case.form.record.name:
        return
    if all(record.readings[index].blank for record in household.records):
        yield found(case, _unfilled(household.anchor, index), At(household.anchor, index))


def _unfilled(record: Record, index: int) -> str:
    """Which sentence is said: a cell may say in words that there is nothing."""
    return "required-nothing" if record.readings[index].repair else "required"
