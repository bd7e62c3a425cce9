"""Returned data as values: one unit's return of one form, as read.

Raw values and places are kept beside what was understood, so that every later sentence and number can name the
cell the clerk sees.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from operator import attrgetter
from typing import Any

from formkit.cells import Place
from formkit.model import LEVELS, Level
from formkit.packed import pack, unpack
from formkit.pickled import by_fields
from formkit.types import Raw, Reading, Value
from formkit.values import dataclass


@dataclass(frozen=True, slots=True)
class Step:
    """One unit on the way from the reporting unit up: level, code, name."""

    level: str
    code: str
    name: str
    __reduce__ = by_fields


@dataclass(frozen=True, slots=True)
class Identity:
    """Whose return of what a workbook says it is. Empty texts where it does not say.

    A return copy also carries what was said of the file it answers and cannot be seen in the copy itself (``unsettled``), and
    the ``content`` of its rows, by which it is known whether anything was done about it. ``system`` is the code system of the
    unit's code, where it is known: the same code may be another unit's in another one.
    """

    form: str = ""
    version: str = ""
    unit: str = ""
    period: str = ""
    revision: int = 1
    answers: str = ""
    path: tuple[Step, ...] = ()
    unsettled: tuple[str, ...] = ()
    content: str = ""
    system: str = ""
    __reduce__ = by_fields

    @property
    def level(self) -> Level | None:
        """Level of the reporting unit, if known."""
        return next((level for level in LEVELS if self.path and self.path[0].level == level), None)

    @property
    def unit_name(self) -> str:
        """Name of the reporting unit, if known."""
        return self.path[0].name if self.path else ""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a filing was read from: the path as given, its SHA-256, the sheet, what kind of file it is."""

    file: str
    sha256: str
    sheet: str = ""
    kind: str = ""
    __reduce__ = by_fields


@dataclass(frozen=True, slots=True)
class Block:
    """A section as it was found: its sheet, header row, the letter of each column that is there."""

    section: str
    sheet: str
    header_row: int
    letters: Mapping[str, str]
    unknown: tuple[tuple[str, str], ...] = ()
    missing: tuple[str, ...] = ()
    __reduce__ = by_fields


@dataclass(frozen=True, slots=True)
class Record:
    """记录: one row. ``readings`` and ``raws`` follow the columns of the form; ``row`` counts from 1."""

    section: str
    sheet: str
    row: int
    readings: tuple[Reading, ...]
    raws: tuple[Raw, ...]
    cells: tuple[str, ...]
    explanation: str = ""
    __reduce__ = by_fields

    def place(self, index: int) -> Place:
        """The cell a column's value came from: the top left one of a merge."""
        return Place(self.sheet, self.cells[index])

    def value(self, index: int) -> Value:
        """Canonical value of a column; None where blank or wrong."""
        return self.readings[index].value


def content(records: Iterable[Record]) -> str:
    """What records say, as a digest: the same however their file was saved, whatever stands in cells that are wrong."""
    sums = hashlib.sha256()
    for record in records:
        said = ("" if reading.value is None else str(reading.value) for reading in record.readings)
        sums.update(repr((record.section, *said)).encode())
    return sums.hexdigest()


@dataclass(frozen=True, slots=True)
class Rows:
    """Every row of the table accounted for: seen = records + blank + furniture."""

    seen: int = 0
    records: int = 0
    blank: int = 0
    furniture: int = 0
    __reduce__ = by_fields

    def __post_init__(self) -> None:
        if self.seen != self.records + self.blank + self.furniture:
            raise AssertionError(f"rows lost: {self}")


@dataclass(frozen=True, slots=True)
class Note:
    """Something about the structure, found while reading: a code, where, and what to put in the sentence."""

    code: str
    places: tuple[Place, ...] = ()
    section: str | None = None
    column: str | None = None
    value: str = ""
    args: Mapping[str, str] = field(default_factory=dict)
    explained: bool = False

    def __reduce__(self) -> tuple[object, ...]:
        return _note, (_apart(self.places), self.code, self.section, self.column, self.value, self.args, self.explained)


@dataclass(frozen=True, slots=True)
class Filing:
    """填报件: what one unit returned of one form.

    ``records`` may be put away (see ``held``). ``outside`` is what was written beside the table, with its place; ``extras`` counts,
    by name, what no copy can carry (comments, pictures, formulas …).
    """

    source: Source
    identity: Identity
    blocks: tuple[Block, ...] = ()
    records: Sequence[Record] = ()
    rows: Rows = Rows()
    zero: bool = False
    notes: tuple[Note, ...] = ()
    outside: tuple[tuple[Place, str], ...] = ()
    extras: Mapping[str, int] = field(default_factory=dict)

    def __reduce__(self) -> tuple[object, ...]:
        outside = _apart(place for place, _ in self.outside), [text for _, text in self.outside]
        rows = packed(self.records) if isinstance(self.records, tuple) else self.records
        return _filing, (rows, outside, self.source, self.identity, self.blocks, self.rows, self.zero, self.notes, self.extras)

    def block(self, section: str) -> Block | None:
        """The block of a section, if it was found."""
        return next((block for block in self.blocks if block.section == section), None)


_FIELDS = attrgetter("section", "sheet", "row", "readings", "raws", "cells", "explanation")


def packed(records: Iterable[Record]) -> list[tuple[Any, ...]]:
    """Records as few and flat things, to be sent through a pipe or put away."""
    return pack(map(_FIELDS, records))


def unpacked(rows: list[tuple[Any, ...]]) -> tuple[Record, ...]:
    """The records they were made of; what these have in common is one thing."""
    return tuple([Record(*row) for row in unpack(rows)])


def _apart(places: Iterable[Place]) -> tuple[list[str], list[str]]:
    """Places as their sheets and their cells: a note may be about thousands."""
    own = tuple(places)
    return [place.sheet for place in own], [place.cell for place in own]


def _note(places: tuple[list[str], list[str]], code: str, *others: Any) -> Note:
    return Note(code, tuple(map(Place, *places)), *others)


def _filing(rows: Any, outside: tuple[Any, ...], source: Source, identity: Identity, *others: Any) -> Filing:
    """A filing as it was before it went through the pipe; records that were put away still are."""
    blocks, counted, zero, notes, extras = others
    places, texts = outside
    records = unpacked(rows) if isinstance(rows, list) else rows
    beside = tuple(zip(map(Place, *places), texts, strict=True))
    return Filing(source, identity, blocks, records, counted, zero, notes, beside, extras)
