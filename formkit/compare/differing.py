"""Which columns of a record differ between two periods, by what their values mean and not by how they were written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from formkit.checks.households import Household, first_value
from formkit.filing import Record
from formkit.model import LEVELS, Column, Form
from formkit.types import KINDS, Value

SECTION, HOUSEHOLD = "section", "household"
"""What stands among the columns of a change where the record is in another section, or in another household, now."""


def differing(
    form: Form, columns: Iterable[tuple[int, Column]], before: tuple[Record, Household], after: tuple[Record, Household], *, speaks: bool
) -> tuple[str, ...]:  # fmt: skip
    """The keys of the columns that differ, ``section`` first.

    What is asked once for a household is compared household with household, and told by the one row that ``speaks`` for it.
    """
    moved = (SECTION,) if before[0].section != after[0].section else ()
    return (*moved, *(column.key for place, column in columns if _differs(form, place, column, before, after, speaks=speaks)))


def comparable(form: Form) -> Iterator[tuple[int, Column]]:
    """The columns that are compared, with their places: not what is asked anew each period, what the workbook numbers, and
    which unit it is of.
    """
    for place, column in enumerate(form.leaves):
        whose = column.level is not None and LEVELS.index(column.level) >= LEVELS.index(form.reporter)
        if column.measure == "stock" and not KINDS[column.type].NUMBERED and not whose:
            yield place, column


def _differs(
    form: Form, place: int, column: Column, before: tuple[Record, Household], after: tuple[Record, Household], *, speaks: bool
) -> bool:  # fmt: skip
    if column.per == "household" and form.record.grain == "person":
        if not speaks:
            return False
        first, second = (first_value(home, place) for _, home in (before, after))
        return not same(form, column, first and first[1], second and second[1])
    return not same(form, column, before[0].value(place), after[0].value(place))


def same(form: Form, column: Column, one: Value, other: Value) -> bool:
    """Whether two values mean the same: several choices in any order, a name of a list and the one it had in another year."""
    if one == other:
        return True
    if one is None or other is None:
        return False
    return meant(form, column, one) == meant(form, column, other)


def meant(form: Form, column: Column, value: Value) -> frozenset[str]:
    """What a value means, to hold it against others: its choices by the keys of their list."""
    kind = KINDS[column.type]
    keys = {code.value: code.key or code.value for code in form.codelists[column.codes].values} if column.codes else {}
    pieces = str(value).split(kind.SEPARATOR) if kind.SEPARATOR else [value]
    return frozenset(kind.key(keys.get(str(piece), piece)) for piece in pieces)
