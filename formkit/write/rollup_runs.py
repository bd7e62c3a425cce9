"""The rows of a filing as the detail of every roll-up it is in has them, as little of each as there can be: a county has millions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from operator import attrgetter

from formkit.checks.households import households
from formkit.compare.standing import standing
from formkit.filing import Record
from formkit.merge import Part, year_of
from formkit.model import Form
from formkit.values import dataclass
from formkit.write.rollup_marks import NO_MARKS, Marks, marks_in


@dataclass(frozen=True, slots=True)
class Stood:
    """The rows of a filing in one section, in order: which of its records they are, their households, their marks, the columns
    with cells accepted though wrong, and which of the records have a problem at all. The same in every roll-up the filing is in.
    """

    places: tuple[int, ...]
    homes: tuple[int, ...]
    marks: tuple[Marks, ...]
    troubled: frozenset[str]
    doubted: frozenset[int]


_PROBLEM = attrgetter("problem")
Known = dict[int, Mapping[str, Stood]]
"""What was worked out of filings once, by the identity of the part, then by section."""


@dataclass(frozen=True, slots=True)
class Run:
    """Rows of one filing one after the other on a sheet: what they are, the number of the first over the section, and the persons.

    A row is a few small numbers here.
    """

    part: Part
    rows: Stood
    number: int
    persons: tuple[int, ...]

    @property
    def count(self) -> int:
        """How many rows."""
        return len(self.persons)

    @property
    def records(self) -> list[Record]:
        """The rows one by one, as they were read."""
        return [self.part.records[place] for place in self.rows.places]


def stood(form: Form, part: Part) -> Mapping[str, Stood]:
    """The rows of a filing by section."""
    stands = standing(form, part, part.unit, year_of(part.period))
    marks = marks_in(form, stands)
    own = {id(record): number for number, home in enumerate(stands.grouped) for record in home.records}
    found: dict[str, Stood] = {}
    for section in {record.section: None for record in part.records}:
        rows = [(place, record) for place, record in enumerate(part.records) if record.section == section]
        doubted = frozenset([place for place, record in rows if any(map(_PROBLEM, record.readings))])
        found[section] = Stood(
            tuple(place for place, _ in rows), tuple(own[id(record)] for _, record in rows),
            tuple(marks.get(id(record), NO_MARKS) for _, record in rows), _troubled(form, part, doubted), doubted,
        )  # fmt: skip
    return found


def _troubled(form: Form, part: Part, rows: Iterable[int]) -> frozenset[str]:
    readings = (part.records[row].readings for row in rows)
    places = {place for each in readings for place, read in enumerate(each) if read.problem and read.wrong}
    return frozenset(form.leaves[place].key for place in places)


def homes_of(form: Form, part: Part) -> dict[int, int]:
    """Number of each record's household within the part, by the identity of the record."""
    found = households(form, part.records)
    return {id(record): number for number, home in enumerate(found) for record in home.records}


def piece_of(form: Form, run: Run, start: int, stop: int) -> Run:
    """Some of the rows of a run."""
    rows = run.rows
    places = rows.places[start:stop]
    doubted = rows.doubted.intersection(places)
    own = Stood(places, rows.homes[start:stop], rows.marks[start:stop], _troubled(form, run.part, doubted), doubted)
    return Run(run.part, own, run.number + start, run.persons[start:stop])
