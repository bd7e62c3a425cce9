"""Households out of rows: the office's side of the hidden household column of the workbook.

A row whose relation says it is the head starts a household. Any other row belongs to the nearest head row above in
its section with the same head's name, else to the first below, else (no head at all) to the first row of that name.
Namesakes are therefore two households. A row without a head's name stands alone. Where a row is a household, or a
line that is none, each row stands alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from formkit.checks.scope import Constants, by_section, true_rows
from formkit.filing import Record
from formkit.model import Form
from formkit.types import Value
from formkit.values import dataclass

LOST = "summary-lost"


@dataclass(frozen=True, slots=True)
class Household:
    """户: its records in order, and the anchor among them: the head's row, else the first."""

    section: str
    anchor: Record
    records: tuple[Record, ...]
    headed: bool
    name: str


def households(form: Form, records: Iterable[Record]) -> tuple[Household, ...]:
    """The households of all sections, each in the order of its first row."""
    found: list[Household] = []
    for section, rows in by_section(form, records).items():
        if form.record.grain != "person":
            found += [Household(section, row, (row,), headed=True, name=name_of(form, row)) for row in rows]
        else:
            found += _grouped(form, section, rows)
    return tuple(found)


def gone(form: Form, records: Sequence[Record], known: Constants, end: date | None) -> set[int]:
    """The rows, by identity, of who died or moved away and still stands in the table; none where the form does not ask it.

    Whose risk was eliminated is a person of the household as before.
    """
    formula = form.formulas.get(LOST)
    return true_rows(form, records, formula, known, end) if formula and form.record.grain == "person" else set()


def is_head(form: Form, record: Record) -> bool:
    """Whether the row says that it is the head of its household."""
    heads = form.record.head.items()
    return bool(heads) and all(record.value(form.places[key]) == value for key, value in heads)


def name_of(form: Form, record: Record) -> str:
    """The head's name a row carries; empty if it carries none."""
    key = form.record.name
    return str(record.value(form.places[key]) or "") if key else ""


def _grouped(form: Form, section: str, rows: Sequence[Record]) -> list[Household]:
    written = _names(form, rows)
    names = [name.casefold() for name in written]
    says = [(form.places[key], value) for key, value in form.record.head.items()]
    heads = [bool(says) and name != "" for name in names]
    for at, head in says:
        heads = [so_far and row.readings[at].value == head for so_far, row in zip(heads, rows, strict=True)]
    members: dict[int, list[Record]] = {}
    for owner, row in zip(_owners(names, heads), rows, strict=True):
        members.setdefault(owner, []).append(row)
    return [
        Household(section, rows[index], tuple(group), heads[index], written[index]) for index, group in members.items()
    ]


def _names(form: Form, rows: Sequence[Record]) -> list[str]:
    """The head's name on each row, as ``name_of`` has it."""
    if form.record.name is None:
        return [""] * len(rows)
    place = form.places[form.record.name]
    return [str(row.readings[place].value or "") for row in rows]


def _owners(names: Sequence[str], heads: Sequence[bool]) -> list[int]:
    """For each row, the row that anchors its household."""
    first_head: dict[str, int] = {}
    first_row: dict[str, int] = {}
    for index, name in enumerate(names):
        first_row.setdefault(name, index)
        if heads[index]:
            first_head.setdefault(name, index)
    above: dict[str, int] = {}
    owner: list[int] = []
    for index, name in enumerate(names):
        if heads[index]:
            above[name] = index
        if not name:
            owner.append(index)
        else:
            owner.append(above.get(name, first_head.get(name, first_row[name])))
    return owner


def first_value(household: Household, index: int) -> tuple[Record, Value] | None:
    """The first row of a household that has a value in a column, with that value."""
    for row in household.records:
        value = row.readings[index].value
        if value is not None:
            return row, value
    return None
