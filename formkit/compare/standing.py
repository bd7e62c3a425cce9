"""Who stands in a filing: each record and each household with its class, and whether it is still in the stock.

A row whose risk was eliminated, or that left by death or moving away, may go on standing in the table: it is out, and no longer
in the stock. One that was never admitted (审核不符合) is outside: it is in no part of a flow.
What a formula asks of a household's own columns holds for all its rows, on whichever of them it is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from formkit import leaving
from formkit.checks.households import Household, first_value, households
from formkit.compare.changes import Spot
from formkit.compare.flows import Size
from formkit.filing import Record
from formkit.leaving import OUT as OUT
from formkit.leaving import OUTSIDE
from formkit.merge import Part
from formkit.model import LEVELS, Column, Form
from formkit.people import identified, persons
from formkit.types import KINDS, Value, shown
from formkit.values import dataclass
from formkit.words import say


@dataclass(frozen=True, slots=True)
class Entry:
    """A record or a household as it stands: ``home`` is the place of its household in the filing.

    ``key`` is what makes it one and the same, empty where it has no usable number. ``out`` is empty while it is in the stock.
    ``size`` is what it counts for: nothing for a person's second row.
    """

    unit: str
    spot: Spot
    home: int
    label: str
    out: str
    reason: str
    size: Size
    key: str = ""

    @property
    def stock(self) -> bool:
        """Whether it is in the stock."""
        return not self.out

    @property
    def outside(self) -> bool:
        """Whether it was never in the stock."""
        return self.out == OUTSIDE


@dataclass(frozen=True, slots=True)
class Standing:
    """A filing as it stands: its records in order, and its households where a row is a person."""

    part: Part
    entries: tuple[Entry, ...]
    homes: tuple[Entry, ...]
    grouped: tuple[Household, ...]


def carries(form: Form) -> bool:
    """Whether rows go on from one period into the next: not where whom they name, or all they say, is new each time."""
    named = [form.column(key) for key in (form.record.person, form.record.name) if key]
    return any(stays(column) for column in named or [column for column in form.leaves if not given(form, column)])


def stays(column: Column) -> bool:
    """Whether what a column says goes on: how things stand, not what happened in a period, nor a number by rank."""
    return column.measure == "stock" and not KINDS[column.type].NUMBERED


def given(form: Form, column: Column) -> bool:
    """Whether the workbook itself names the place: the unit's own, or one above it."""
    return column.level is not None and LEVELS.index(column.level) >= LEVELS.index(form.reporter)


def told_by(form: Form) -> str:
    """The column by which records are told apart: that of the person, else one in which no two rows are alike, else the name.

    Empty where there is none, and where every row is new each time: of such a list nobody has left.
    """
    if not carries(form):
        return ""
    unique = next((column.key for column in form.leaves if column.unique), "")
    return form.record.person or unique or (form.record.name or "" if form.record.grain != "line" else "")


def standing(form: Form, part: Part, unit: str, year: int | None) -> Standing:
    """A filing as it stands, counted for a unit (its own, or the one it became part of); classes have the names of a year."""
    grouped = households(form, part.records)
    home_of = {id(row): place for place, home in enumerate(grouped) for row in home.records}
    outs = leaving.outs(form, part.period, part.records, grouped)
    labels = [label_of(form, home, year) for home in grouped]
    unique = next((column.key for column in form.leaves if column.unique), "")
    counted: set[tuple[str, str]] = set()
    entries: dict[int, Entry] = {}
    for record in sorted(part.records, key=lambda row: outs.get(id(row), "") != ""):  # the stock first: it counts
        key, home = _key(form, record, unique), home_of[id(record)]
        again = form.record.grain == "person" and key != "" and (record.section, key) in counted
        counted.add((record.section, key))
        entries[id(record)] = Entry(
            unit, Spot(part, record), home, labels[home], outs.get(id(record), ""), reason_of(form, grouped[home], record),
            Size() if again else size_of(form, record), key,
        )  # fmt: skip
    ordered = tuple(entries[id(record)] for record in part.records)
    homes = tuple(_homes(grouped, ordered)) if form.record.grain == "person" else ()
    return Standing(part, ordered, homes, grouped)


def _homes(grouped: Sequence[Household], entries: Iterable[Entry]) -> list[Entry]:
    """The households as entries: in the stock while one of their rows is, else out as its head is, else as the last row.

    Rows that were never in the stock do not speak for those that were.
    """
    inside: dict[int, list[Entry]] = {}
    for entry in entries:
        inside.setdefault(entry.home, []).append(entry)
    found = []
    for place, home in enumerate(grouped):
        rows = inside[place]
        first = next((row for row in rows if row.spot.record is home.anchor), rows[0])
        spoken = [row for row in rows if not row.outside] or rows
        last = first if home.headed and first in spoken else spoken[-1]
        out = "" if any(row.stock for row in rows) else last.out
        found.append(Entry(first.unit, first.spot, place, first.label, out, last.reason, Size(1, 0)))
    return found


def size_of(form: Form, record: Record) -> Size:
    """What a row counts for by itself: a person, a household with its persons, or, where it is a line, nothing."""
    if form.record.grain == "household":
        return Size(1, persons(form, (record,)))
    return Size(0, 1) if form.record.grain == "person" else Size()


def reason_of(form: Form, home: Household, record: Record) -> str:
    """What the form's column of reasons says of a row; of its household where that is asked once for all."""
    key = form.summary.reason if form.summary else None
    if not key:
        return ""
    place = form.places[key]
    if form.leaves[place].per == "household" and (first := first_value(home, place)):
        return shown(first[1])
    return shown(record.value(place))


def label_of(form: Form, home: Household, year: int | None) -> str:
    """The class of a household: by the column of classes, under its name in a year, else by its section."""
    key = form.summary.classes if form.summary else None
    if not key:
        return next(part.means or part.label for part in form.sections if part.key == home.section)
    first = first_value(home, form.places[key])
    return name_in(form, key, first[1], year) if first else say("class-none")


def name_in(form: Form, key: str, value: Value, year: int | None) -> str:
    """A value of a list under its name in a year."""
    codes = form.codelists.get(form.column(key).codes or "")
    same = next((code.key for code in codes.values if code.value == value and code.key), None) if codes else None
    if codes and same:
        return next((code.value for code in codes.values if code.key == same and code.used_in(year)), str(value))
    return shown(value)


def classes_of(form: Form, year: int | None) -> tuple[str, ...]:
    """The classes of a form in their order: the values of a column in use that year, else the sections where there are several."""
    key = form.summary.classes if form.summary else None
    if key:
        return form.codelists[form.column(key).codes or ""].allowed(year)
    return tuple(part.means or part.label for part in form.sections) if len(form.sections) > 1 else ()


def _key(form: Form, record: Record, unique: str) -> str:
    """The number of the person; of a form without persons what stands in a column in which no two rows are alike."""
    if form.record.person or not unique:
        return identified(form, record)
    value = record.value(form.places[unique])
    return "" if value is None else KINDS[form.column(unique).type].key(value)


def called(form: Form, record: Record) -> tuple[str, ...]:
    """What a row without a usable number is called by: the name of its household and its place in it."""
    if not form.record.name or record.value(form.places[form.record.name]) is None:
        return ()
    return tuple(shown(record.value(form.places[key])).casefold() for key in (form.record.name, *form.record.head))


def true_rows(form: Form, part: Part, setting: str, grouped: Sequence[Household]) -> set[int]:
    """The rows, by identity, for which a formula of the summary is true; none where the form has no such formula."""
    return leaving.true_rows(form, part.period, part.records, setting, grouped)


def helped(form: Form, part: Part) -> tuple[int, int]:
    """Households of the stock in which a row shows help, and those in which none does (F10: 已落实, 未落实)."""
    stands = standing(form, part, part.unit, None)
    rows = true_rows(form, part, "helped", stands.grouped)
    inside = {entry.home for entry in (stands.homes or stands.entries) if entry.stock and form.record.grain != "line"}
    having = sum(any(id(row) in rows for row in stands.grouped[place].records) for place in inside)
    return having, len(inside) - having
