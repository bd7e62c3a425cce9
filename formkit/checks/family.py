"""What must agree inside a household: its size, its head, and what is said of it on several rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set

from formkit import mask
from formkit.checks.case import At, Case, found, written
from formkit.checks.households import LOST, Household, first_value
from formkit.checks.scope import true_in
from formkit.finding import Finding, Related
from formkit.model import Column
from formkit.types import KINDS

_BLANK = frozenset({None})


def check(case: Case) -> Iterator[Finding]:
    """household-size, household-head, household-differs."""
    if case.form.record.grain != "person":
        return
    left = _left(case)
    shared = [
        (index, column)
        for index, column in enumerate(case.form.leaves)
        if column.per == "household" and not KINDS[column.type].NEVER_BLANK and column.key != case.form.record.name
    ]
    doubled = dict(_double_heads(case, left))
    for household in case.households:
        if household.name:
            # Without the column that says who is the head, namesakes cannot be told apart.
            told = all(case.has(household.section, key) for key in case.form.record.head)
            if id(household) not in doubled and told:
                yield from _size(case, household, left)
            yield from _head(case, household)
        if len(household.records) > 1:
            yield from _differences(case, household, shared)
    yield from (finding for findings in doubled.values() for finding in findings)


def _left(case: Case) -> Set[int]:
    """The rows, by identity, of who died or moved away, as ``gone`` says it of any rows."""
    formula = case.form.formulas.get(LOST)
    if formula is None:
        return frozenset()
    scopes = case.sections.values()
    return {row for scope in scopes for row in true_in(scope, case.form, formula, case.constants, case.end)}


def _size(case: Case, household: Household, left: Set[int]) -> Iterator[Finding]:
    """More rows than persons cannot be right; fewer may be. Who died or moved away in the period may be counted or not."""
    key = case.form.record.size
    if key is None:
        return
    index = case.form.places[key]
    stated = first_value(household, index)
    if stated is None:
        return
    row, size = stated
    if not isinstance(size, int):
        return
    rows = len(household.records)
    staying = sum(id(record) not in left for record in household.records)
    if staying > size:
        yield found(case, "household-size", At(row, index, args={"size": str(size), "rows": str(staying)}))
    elif staying > 0 and rows < size:
        yield found(case, "household-members-missing", At(row, index, args={"size": str(size), "rows": str(rows)}))


def _head(case: Case, household: Household) -> Iterator[Finding]:
    """No head among the rows, unless a relation is still missing or wrong: then that is asked for first."""
    for key, value in () if household.headed else case.form.record.head.items():
        index = case.form.places[key]
        unsaid = any(record.value(index) is None for record in household.records)
        if unsaid or not case.has(household.section, key):
            continue
        args = {"name": household.name, "head": value}
        yield found(case, "household-no-head", At(household.anchor, index, args=args))


def _double_heads(case: Case, left: Set[int]) -> Iterator[tuple[int, list[Finding]]]:
    """Two heads of one name whose rows all fit into the size one of them states: one household with two heads.

    Not where one of them died or moved away: then the other has come after.
    """
    key = case.form.record.size
    relation = next(iter(case.form.record.head), None)
    if key is None or relation is None:
        return
    index, at = case.form.places[key], case.form.places[relation]
    before: Household | None = None
    for household in case.households:
        same = before and household.headed and before.headed and household.section == before.section
        after = before and (id(before.anchor) in left or id(household.anchor) in left)
        if before and same and household.name == before.name and not after:
            sizes = [stated[1] for part in (before, household) if (stated := first_value(part, index))]
            together = len(before.records) + len(household.records)
            if sizes and all(isinstance(size, int) and together <= size for size in sizes):
                first = before.anchor.place(at)
                args = {"name": household.name, "head": case.form.record.head[relation], "first": first.cell}
                related = (Related(case.filing.source.file, first),)
                yield id(before), []
                yield id(household), [found(case, "household-head", At(household.anchor, at, related=related, args=args))]
        before = household


def _differences(case: Case, household: Household, shared: Sequence[tuple[int, Column]]) -> Iterator[Finding]:
    """A column of the household that says two things. Ticks may stand on one row only and are no difference."""
    for index, column in shared:
        if len({record.readings[index].value for record in household.records} - _BLANK) < 2:
            continue
        first = first_value(household, index)
        for record in household.records:
            value = record.value(index)
            if first and value is not None and value != first[1]:
                cell = first[0].place(index)
                before = written(first[0].raws[index], column)
                hidden = mask.number(before) if KINDS[column.type].SECRET else before
                args = {"before": hidden, "first": cell.cell}
                related = (Related(case.filing.source.file, cell),)
                yield found(case, "household-differs", At(record, index, related=related, args=args))
