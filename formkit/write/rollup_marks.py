"""Marks on the rows of a detail: what each counts for, so that the sums of stock, classes and help are plain live formulas.

A household counts once, on one of its rows; a person's second row counts for nothing. They stand in hidden columns behind the
row, so that sorting takes them along.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from formkit.compare.standing import Standing, name_in, standing, true_rows
from formkit.filing import Record
from formkit.merge import Part, year_of
from formkit.model import Form
from formkit.types import KINDS
from formkit.values import dataclass

IN = "in"
MARKS = ("_standing", "_homes", "_persons", "_class", "_risk", "_helped", "_speaks")
"""Keys of the columns; those of class, risk and help are filled on the row its household counts on."""


@dataclass(frozen=True, slots=True)
class Marks:
    """A row: whether it is in the stock (else why not), the households and persons it counts for, and ``speaks``: the columns asked
    once for a household in which it stands for its own, between bars.
    """

    standing: str = IN
    homes: int = 0
    persons: int = 0
    label: str = ""
    risk: str = ""
    helped: int = 0
    speaks: str = ""

    @property
    def texts(self) -> tuple[str | int, ...]:
        """The cells of its columns; what is nothing stays blank."""
        return (self.standing, self.homes or "", self.persons or "", self.label, self.risk, self.helped or "", self.speaks)


def spoken_mark(key: str) -> str:
    """A column among those in which a row speaks for its household."""
    return f"|{key}|"


NO_MARKS = Marks("")
"""Those of a row that is a line."""


def marks_of(form: Form, part: Part) -> Mapping[int, Marks]:
    """The marks of a filing's rows, by the identity of the record; none where a row is a line."""
    return marks_in(form, standing(form, part, part.unit, year_of(part.period))) if form.record.grain != "line" else {}


def marks_in(form: Form, stands: Standing) -> Mapping[int, Marks]:
    """The same of a filing as it stands."""
    if form.record.grain == "line":
        return {}
    year, helped = year_of(stands.part.period), true_rows(form, stands.part, "helped", stands.grouped)
    first: dict[tuple[int, str], int] = {}
    for entry in stands.entries:
        first.setdefault((entry.home, entry.out), id(entry.spot.record))
    counted = {first[home.home, home.out]: home for home in stands.homes or stands.entries}
    classed = form.summary is not None and form.summary.classes is not None
    spoken = _spoken(form, stands)
    found: dict[int, Marks] = {}
    for entry in stands.entries:
        home = counted.get(id(entry.spot.record))
        rows = stands.grouped[home.home].records if home else ()
        found[id(entry.spot.record)] = _same(
            entry.out or IN, int(home is not None), entry.size.persons, entry.label if classed else "",
            _risk(form, year, rows) if home else "", int(any(id(row) in helped for row in rows)),
            "".join(spoken.get(id(entry.spot.record), ())),
        )  # fmt: skip
    return found


@lru_cache(1024)
def _same(*said: Any) -> Marks:
    """Marks are few, and most rows of a county have one of a dozen: each is kept once."""
    return Marks(*said)


def _spoken(form: Form, stands: Standing) -> Mapping[int, Sequence[str]]:
    """The columns asked once for a household, by the identity of the row that speaks for it: the first that holds a value, else the
    first that holds nothing wrong. For a household that has left the stock nobody speaks, but of what happened in the period.
    """
    if form.record.grain != "person":
        return {}
    asked = [column for column in form.leaves if column.rollup and column.per == "household"]
    columns = [(form.places[column.key], spoken_mark(column.key), column.measure == "flow") for column in asked]
    inside = {entry.home for entry in stands.entries if entry.stock}
    found: dict[int, list[str]] = {}
    for number, home in enumerate(stands.grouped):
        stays = number in inside
        for place, mark, flow in columns:
            if (stays or flow) and (row := _speaker(home.records, place)):
                found.setdefault(id(row), []).append(mark)
    return found


def _speaker(rows: Sequence[Record], place: int) -> Record | None:
    """The first row that holds a value in a column, else the first that holds nothing wrong there."""
    blank = None
    for row in rows:
        reading = row.readings[place]
        if reading.value is not None:
            return row
        if blank is None and not reading.problem:
            blank = row
    return blank


def _risk(form: Form, year: int | None, rows: Sequence[Record]) -> str:
    """The risks of a household as a text, under the names of the period's year; several stand between marks."""
    key = form.summary.risks if form.summary else None
    place = form.places[key] if key else 0
    value = next((value for row in rows if (value := row.value(place)) is not None), None) if key else None
    if key is None or value is None:
        return ""
    between = KINDS[form.column(key).type].SEPARATOR
    names = str(value).split(between) if between else [value]
    return between.join(name_in(form, key, name, year) for name in names)
