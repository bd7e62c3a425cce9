"""Accepted filings to roll-ups: a union, so that order, grouping and repetition change nothing.

A roll-up is a container of filings one or more levels up. A total is the sum of its parts; a person who stands in
two units is in both, and the number of distinct persons stands beside the total.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field, replace
from decimal import Decimal

from formkit import period as periods
from formkit.checks.households import Household, first_value
from formkit.filing import Record, Step
from formkit.held import Held, rows_of
from formkit.intake import GOOD, Judged, path_of
from formkit.leaving import by_measure
from formkit.model import Column, Form
from formkit.people import homes, identified, person, persons, size
from formkit.types import KINDS, Value, shown
from formkit.units import Roster
from formkit.values import dataclass

Amount = int | Decimal | Mapping[str, int]
"""What a column adds up to: a number, or how often each value occurs."""
DISPUTED = "conflict"
"""State of a part that stands for a file of which nobody knows whether it counts."""


@dataclass(frozen=True, slots=True)
class Part:
    """One accepted filing inside a roll-up. ``path`` is its unit and those above, lowest first; ``records`` may be put away."""

    form: str
    period: str
    path: tuple[Step, ...]
    revision: int
    sha256: str
    file: str
    state: str
    records: Sequence[Record]
    seen: str = ""
    pending: bool = False
    accepted_by: str = ""
    reason: str = ""

    @property
    def unit(self) -> str:
        """Code of the reporting unit."""
        return self.path[0].code

    @property
    def key(self) -> tuple[str, str, str]:
        """What a filing is known by."""
        return self.form, self.period, self.unit


@dataclass(frozen=True, slots=True)
class Total:
    """Of a section all rows, and of whoever is in the stock the households (none of lines), persons, and sums of the columns."""

    records: int = 0
    households: int = 0
    persons: int = 0
    columns: Mapping[str, Amount] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Counted:
    """What one filing adds to any roll-up it is in: its totals by section, and which of its records are in the stock."""

    totals: Mapping[str, Total]
    inside: tuple[int, ...]


Known = dict[int, Counted]
"""What filings add, by the identity of the part, for as long as the parts are kept."""


@dataclass(frozen=True, slots=True)
class Rollup:
    """汇总: the parts under one unit, in the order of the roster, with the totals of each section.

    ``each`` is what each of the parts adds. ``disputed`` are files of units below that are in conflict, without their rows: none of
    them counts.
    """

    form: Form
    period: str
    unit: Step
    above: tuple[Step, ...]
    parts: tuple[Part, ...]
    totals: Mapping[str, Total]
    distinct: Mapping[str, int]
    each: tuple[Counted, ...]
    disputed: tuple[Part, ...] = ()


def part_of(judged: Judged, roster: Roster | None) -> Part | None:
    """An accepted or zero filing as a part; None for anything else."""
    filing = judged.filing
    if filing is None or judged.outcome not in GOOD:
        return None
    by, reason = (judged.override.by, judged.override.reason) if judged.code == "accepted-override" and judged.override else ("", "")
    return Part(
        judged.identity.form, judged.identity.period, path_of(judged, roster), judged.identity.revision, judged.sha256,
        judged.file, judged.outcome, filing.records, judged.seen, judged.pending, by, reason,
    )  # fmt: skip


def opened(part: Part) -> Part:
    """A part whose rows are in hand: another one each time, if they were put away."""
    return replace(part, records=rows_of(part.records)) if isinstance(part.records, Held) else part


def uncountable(form: Form, records: Iterable[Record]) -> tuple[str, ...]:
    """Cells that would make a sum wrong: something stands in a column that is added up, and it is no number."""
    keys = {column.key for column in form.leaves if column.rollup == "sum"}
    if form.record.grain == "household":
        keys.add(form.record.size or "")
    places = [index for index, column in enumerate(form.leaves) if column.key in keys]
    return tuple(record.cells[index] for record in records for index in places if record.readings[index].wrong)


def digest(part: Part) -> str:
    """SHA-256 of what a part says: its sections, canonical values and explanations, in order."""
    sums = hashlib.sha256()
    for record in part.records:
        # Most values are texts, and a call for each would take the most time.
        texts = [value if (value := reading.value).__class__ is str else shown(value) for reading in record.readings]
        sums.update("\x1f".join((record.section, *texts, f"{record.explanation}\x1e")).encode())
    return sums.hexdigest()


def roll_up(
    form: Form, period: str, unit: Step, above: tuple[Step, ...], parts: Iterable[Part], known: Known | None = None
) -> Rollup:  # fmt: skip
    """The parts at and below a unit as one roll-up, sorted by unit code; disputed ones are carried and count nowhere.

    ``known`` remembers what a filing adds for the next roll-up it is in.
    """
    known = {} if known is None else known
    own = [part for part in parts if part.form == form.form and part.period == period]
    below = sorted((part for part in own if any(step.code == unit.code for step in part.path)), key=lambda p: p.unit)
    inside = tuple(part for part in below if part.state != DISPUTED)
    for part in inside:
        if id(part) not in known:
            known[id(part)] = counted(form, part)
    each = tuple(known[id(part)] for part in inside)
    year = year_of(period)
    totals = {section.key: added(form, (found.totals[section.key] for found in each), year) for section in form.sections}
    disputed = tuple(part for part in below if part.state == DISPUTED)
    return Rollup(form, period, unit, above, inside, totals, _distinct(form, inside, each), each, disputed)


def year_of(text: str) -> int | None:
    """The year of a period, by which the values of code lists are in use; None where the text is no period."""
    end = periods.end_of(text)
    return end.year if end else None


def totals_of(form: Form, part: Part) -> Mapping[str, Total]:
    """What one filing adds to each section: all its rows, and of households, persons and columns whoever is in the stock; what
    happened in the period (``measure: flow``) is counted of whoever left in it as well.
    """
    return counted(form, part).totals


def counted(form: Form, part: Part) -> Counted:
    """The same, and who is in the stock."""
    by, year = by_measure(form, part.period, part.records), year_of(part.period)
    listed = {column.key: _listed(form, column, year) for column in form.leaves if column.rollup}
    found: dict[str, Total] = {}
    for section in form.sections:
        inside = {
            measure: ([row for row in rows if row.section == section.key], [home for home in own if home.section == section.key])
            for measure, (rows, own) in by.items()
        }
        rows, own = inside["stock"]
        columns = {
            column.key: _column(column, _values(column, index, *inside[column.measure]), listed[column.key])
            for index, column in enumerate(form.leaves)
            if column.rollup
        }
        records = sum(record.section == section.key for record in part.records)
        found[section.key] = Total(records, homes(form, own), persons(form, rows), columns)
    stocked = {id(row) for row in by["stock"][0]}
    return Counted(found, tuple(place for place, row in enumerate(part.records) if id(row) in stocked))


def distinct_persons(form: Form, parts: Iterable[Part], section: str) -> int:
    """Persons of a section in the stock of several units, each once; one without a usable number is its unit's own.

    Where a row is a household, the households are told apart by their heads and their sizes are added.
    """
    own = tuple(parts)
    return _distinct(form, own, [counted(form, part) for part in own])[section]


def _distinct(form: Form, parts: Sequence[Part], each: Sequence[Counted]) -> dict[str, int]:
    """The same of every section."""
    sizes: dict[str, int] = {section.key: 0 for section in form.sections}
    met: dict[str, set[str | tuple[str, str]]] = {section: set() for section in sizes}
    for part, one in zip(parts, each, strict=True):
        for place in one.inside if form.record.grain != "line" else ():
            record = part.records[place]
            # A number alone is the person; it would take three times the room beside an empty unit.
            own = identified(form, record) or who(form, part, record)
            if record.section in met and own not in met[record.section]:
                met[record.section].add(own)
                sizes[record.section] += size(form, record) if form.record.grain == "household" else 1
    return sizes


def who(form: Form, part: Part, record: Record) -> tuple[str, str]:
    """What makes a person one and the same over several units; one without a usable number is its unit's own."""
    number = identified(form, record)
    return ("", number) if number else (part.unit, person(form, record))


def _column(column: Column, values: Sequence[Value], listed: Iterable[str]) -> Amount:
    """A column by its own unit: (户) counts households, (人) counts rows, by_value counts each value of each of them."""
    if column.rollup == "sum":
        return sum(value for value in values if isinstance(value, int | Decimal))
    if column.rollup == "count":
        return sum(value is not None for value in values)
    counts = dict.fromkeys(listed, 0)
    between = KINDS[column.type].SEPARATOR
    for value in values:
        for one in () if value is None else str(value).split(between) if between else (str(value),):
            counts[one] = counts.get(one, 0) + 1
    return counts


def _listed(form: Form, column: Column, year: int | None) -> tuple[str, ...]:
    """The values that are counted even where they do not occur: those of the column's list in use that year."""
    return form.codelists[column.codes].allowed(year) if column.codes else ()


def _values(column: Column, index: int, rows: Iterable[Record], own: Iterable[Household]) -> list[Value]:
    if column.per == "household":
        firsts = (first_value(household, index) for household in own)
        return [first[1] for first in firsts if first]
    return [record.value(index) for record in rows]


def added(form: Form, totals: Iterable[Total], year: int | None = None) -> Total:
    """The sum of totals; nothing added is a total of zeros, with the values in use that year."""
    records = own = persons = 0
    columns: dict[str, int | Decimal | dict[str, int]] = {}
    for column in form.leaves:
        if column.rollup:
            listed = _listed(form, column, year)
            columns[column.key] = dict.fromkeys(listed, 0) if column.rollup == "by_value" else 0
    for total in totals:
        records, own, persons = records + total.records, own + total.households, persons + total.persons
        for key, amount in total.columns.items():
            have = columns[key]
            if not isinstance(amount, Mapping) and not isinstance(have, dict):
                columns[key] = have + amount
            elif isinstance(amount, Mapping) and isinstance(have, dict):
                columns[key] = {name: have.get(name, 0) + amount.get(name, 0) for name in {**have, **amount}}
    return Total(records, own, persons, columns)
