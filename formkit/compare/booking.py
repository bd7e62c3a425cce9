"""Pairs of records to flows: each pair is booked once, for its unit and its class, so that the flows always balance.

Whoever changes class within a unit left the one and arrived in the other, and neither for the unit as a whole. Persons that a
household has more than before were added, those it has fewer are gone, or lost where a reason is given.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields

from formkit.compare.flows import Flow, Size
from formkit.compare.pairing import Pair
from formkit.compare.standing import Entry
from formkit.values import dataclass

Books = Counter[tuple[str, str | None, str, str]]
"""So many, by unit, class (None for the unit as a whole), part of the flow, and households or persons."""
_ENDS = ("opening", "closing")


@dataclass(frozen=True, slots=True)
class Posting:
    """One entry of the books: in the unit and the class of ``entry``; not in the unit as a whole where only the class changed."""

    entry: Entry
    part: str
    size: Size
    whole: bool = True

    @property
    def moves(self) -> bool:
        """Whether it is about something that moved into or out of the unit, rather than about what stands at an end."""
        return self.whole and self.part not in _ENDS


def postings(before: Entry | None, after: Entry | None) -> Iterator[Posting]:
    """What one pair comes to: as it stood, what happened to it, as it stands. Whoever is outside the stock is not there."""
    if before is not None and before.outside:
        before = None
    if after is not None and after.outside:
        if before is not None and before.stock:
            yield Posting(before, "opening", before.size)
            yield Posting(before, "lost" if after.reason else "gone", before.size)
        return
    if before is None or not before.stock:
        if after is not None and (after.stock or before is None):
            yield Posting(after, "added", after.size)
            yield Posting(after, after.out or "closing", after.size)
        return
    yield Posting(before, "opening", before.size)
    if after is None:
        yield Posting(before, "gone", before.size)
        return
    moves = before.unit != after.unit
    crosses = moves or (before.label != after.label and after.stock)
    if crosses:
        yield Posting(before, "left", before.size, moves)
        yield Posting(after, "arrived", before.size, moves)
    here = after if crosses else before
    if after.out:
        yield Posting(here, after.out, before.size)
        return
    yield from _grown(here, before.size, after)
    yield Posting(here, "closing", after.size)


def _grown(here: Entry, was: Size, after: Entry) -> Iterator[Posting]:
    """What an entry counts for more, or less, than it did."""
    fewer = "lost" if after.reason else "gone"
    if after.size == was:
        return
    for part, size in (("added", after.size - was), (fewer, was - after.size)):
        more = Size(max(size.households, 0), max(size.persons, 0))
        if more != Size():
            yield Posting(here, part, more)


def booked(pairs: Iterable[Pair]) -> Books:
    """All pairs in the books."""
    books: Books = Counter()
    for pair in pairs:
        for one in postings(*pair):
            for grain, count in (("households", one.size.households), ("persons", one.size.persons)):
                if count:
                    books[one.entry.unit, one.entry.label, one.part, grain] += count
                    if one.whole:
                        books[one.entry.unit, None, one.part, grain] += count
    return books


def flow_of(books: Books, unit: str, label: str | None = None) -> Flow:
    """The flow of a unit, or of one class of it."""
    return Flow(*(Size(*(books[unit, label, part.name, grain] for grain in ("households", "persons"))) for part in fields(Flow)))


def labels_in(books: Books) -> Mapping[str, list[str]]:
    """The classes that something was booked for, by unit."""
    found: dict[str, list[str]] = {}
    for unit, label, _, _ in books:
        if label is not None and label not in found.setdefault(unit, []):
            found[unit].append(label)
    return found
