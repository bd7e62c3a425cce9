"""Pairs to changes: what became of each record, and how much that is of its unit's flow.

Over the changes of a kind the sizes add up to that part of the flow. A household counts with one of its rows; where no row of it
came or went with it (one household became two, or two became one), the change is about the household alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace

from formkit.compare.booking import Posting, postings
from formkit.compare.changes import KINDS_OF_CHANGE, Change, Compared
from formkit.compare.differing import HOUSEHOLD, comparable, differing
from formkit.compare.flows import Size
from formkit.compare.matching import Matched, Sides
from formkit.compare.pairing import Pair
from formkit.compare.standing import Entry, Standing
from formkit.model import Column, Form
from formkit.values import dataclass

_Home = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Course:
    """What changes are told from: the units, the filings as they stand by the identity of their parts, who moved, who speaks."""

    form: Form
    units: Mapping[str, Compared]
    stands: Mapping[int, Standing]
    stays: Mapping[int, Entry]
    speakers: frozenset[int]
    columns: tuple[tuple[int, Column], ...]


def changes_of(
    form: Form, units: Mapping[str, Compared], sides: Mapping[str, Sides], records: Matched, homes: Matched
) -> Mapping[str, tuple[Change, ...]]:
    """The changes of each unit, by code: kind by kind, in the order of the rows."""
    stands = {id(stood.part): stood for one in sides.values() for stood in (*one.before, one.after)}
    course = _Course(form, units, stands, records.stays, frozenset(_speakers(records, homes)), tuple(comparable(form)))
    found = [change for pair in records.pairs for change in _of_record(course, *pair)]
    _settle(course, homes, found)
    by_unit: dict[str, list[Change]] = {code: [] for code in sides}
    for change in found:
        by_unit[change.unit.code].append(change)
    return {code: tuple(sorted(changes, key=_order)) for code, changes in by_unit.items()}


def _order(change: Change) -> tuple[int, str, str, int]:
    spot = change.after or change.before
    assert spot is not None
    return KINDS_OF_CHANGE.index(change.kind), spot.part.unit, spot.record.sheet, spot.record.row


def unsure(records: Matched) -> Counter[str]:
    """How many records of each unit could not be told apart: without a usable number, and met by nobody of their name."""
    alone = [one or other for one, other in records.pairs if one is None or other is None]
    return Counter(entry.unit for entry in alone if entry is not None and entry.stock and not entry.key)


def _speakers(records: Matched, homes: Matched) -> Iterator[int]:
    """The records that tell what changed in their household: its anchor or, where that is new, the first; and those new to it."""
    same = {(_home(one), _home(other)) for one, other in homes.both}
    anchors = {id(other.spot.record) for _, other in homes.both}
    first: dict[_Home, Entry] = {}
    for one, other in records.both:
        if (_home(one), _home(other)) not in same:
            yield id(other)
        elif _home(other) not in first or id(other.spot.record) in anchors:
            first[_home(other)] = other
    yield from (id(entry) for entry in first.values())


def _home(entry: Entry) -> _Home:
    return id(entry.spot.part), entry.home


def _of_record(course: _Course, one: Entry | None, other: Entry | None) -> Iterator[Change]:
    """What became of one record: whatever moved it into or out of its unit, and what it says otherwise.

    Of a person's second row that is new or no longer there nothing is told: the person is met by the row that counts.
    """
    alone = one or other if one is None or other is None else None
    if alone and alone.size == Size() and course.form.record.grain == "person":
        return
    columns: tuple[str, ...] = ()
    if one and other and one.stock and (other.stock or other.outside):
        ends = ((end.spot.record, course.stands[id(end.spot.part)].grouped[end.home]) for end in (one, other))
        columns = differing(course.form, course.columns, *ends, speaks=id(other) in course.speakers)
    for posting in postings(one, other):
        if posting.moves:
            yield _moved(course, posting, one, other, columns)
    if one and other and columns and other.stock and one.unit == other.unit:
        yield Change("changed", course.units[one.unit].unit, one.spot, other.spot, columns, other.reason)


def _moved(course: _Course, posting: Posting, one: Entry | None, other: Entry | None, columns: tuple[str, ...]) -> Change:
    """One change out of one posting: where it happened, the rows that show it, and why."""
    part, units = posting.part, course.units
    there = one if part == "arrived" else other if part == "left" else None
    now = course.stays.get(id(one)) if part == "left" else other
    grown = one is not None and other is not None and one.stock and other.stock and part not in ("left", "arrived")
    size = course.form.record.size
    shown = ((size,) if size else ()) if grown else () if part == "left" else columns
    reason = now.reason if now and part not in ("added", "arrived") else ""
    return Change(
        part, units[posting.entry.unit].unit, one.spot if one else None, now.spot if now else None, shown, reason,
        units[there.unit].unit if there else None, posting.size,
    )  # fmt: skip


def _settle(course: _Course, homes: Matched, found: list[Change]) -> None:
    """Households counted with a change of one of their rows, the head's if it can be; with one of their own where none has any."""
    places: dict[tuple[str, str, int], int] = {}
    for place, change in enumerate(found):
        for spot in (change.before, change.after):
            if spot is not None:
                places.setdefault((change.kind, change.unit.code, id(spot.record)), place)
    for pair in homes.pairs:
        for posting in postings(*pair):
            if posting.moves:
                rows = [id(record) for record in _rows(course, pair)]
                kind, unit = posting.part, posting.entry.unit
                free = (places[kind, unit, row] for row in rows if (kind, unit, row) in places)
                its = next((each for each in free if not found[each].size.households), None)
                if its is None:
                    found.append(replace(_moved(course, posting, *pair, ()), columns=(HOUSEHOLD,)))
                else:
                    found[its] = replace(found[its], size=found[its].size + posting.size)


def _rows(course: _Course, pair: Pair) -> Iterator[object]:
    """The rows of a household in both periods, those of its heads first."""
    for end in pair:
        if end is not None:
            yield end.spot.record
    for end in pair:
        if end is not None:
            yield from course.stands[id(end.spot.part)].grouped[end.home].records
