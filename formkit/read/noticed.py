"""What the cells of the records have about them: hidden, merged across, worked out by a formula, not read at all."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import field
from functools import lru_cache
from itertools import chain

from formkit.cells import Place, letter, split
from formkit.filing import Note, Record
from formkit.read.grid import Grid
from formkit.read.rows import Asked
from formkit.types import KINDS
from formkit.values import dataclass

_MERGED = frozenset({"merged-across", "merged-unique"})


@dataclass(slots=True)
class _Cells:
    """Cells with something in common, in order, and the records they stand in."""

    places: dict[Place, None] = field(default_factory=dict)
    records: list[Record] = field(default_factory=list)

    def add(self, record: Record, index: int) -> None:
        self.places[record.place(index)] = None
        self.records.append(record)

    @property
    def explained(self) -> bool:
        return all(record.explanation for record in self.records)


def noticed(ask: Asked, grid: Grid, records: Sequence[Record], own: Set[int]) -> Iterator[Note]:
    """One note for each thing, never one for each cell: its places are all the cells. ``own`` are the columns that are read, from 0."""
    # A merge that begins beside them has its cell there.
    own = own | {left - 1 for _, left, _, _ in grid.merges}
    yield from _merged(ask, grid, records)
    if any(split(cell)[1] in own for cell in chain(grid.formulas, grid.linked)):
        yield from _formulas(ask, grid, records)
    yield from _hidden(ask, grid, records, frozenset(column - 1 for column in grid.hidden_columns) & own)
    if grid.unread:
        yield Note("cells-unread", (), value=str(grid.unread), args={"count": str(grid.unread), "sheet": grid.name})


def _merged(ask: Asked, grid: Grid, records: Sequence[Record]) -> Iterator[Note]:
    """Merges across columns, by section; and numbers of one person merged over several."""
    if not _touched(grid, [record.row for record in records]):
        return
    across: dict[str, _Cells] = {}
    unique: dict[tuple[str, str], _Cells] = {}
    needed: set[str] = set()
    for record in records:
        if _MERGED.isdisjoint([reading.problem for reading in record.readings]):
            continue
        for index, reading in enumerate(record.readings):
            if reading.problem == "merged-across":
                across.setdefault(record.section, _Cells()).add(record, index)
                needed |= {record.section} if ask.specs[index].column.required else set()
            elif reading.problem == "merged-unique":
                unique.setdefault((ask.specs[index].column.key, record.section), _Cells()).add(record, index)
    for section, cells in across.items():
        code = "merged-across-required" if section in needed else "merged-across"
        ordered = dict.fromkeys(sorted(cells.places, key=lambda place: split(place.cell)))
        yield Note(code, tuple(ordered), section, args={"cells": _named(ordered)}, explained=cells.explained)
    for (key, section), cells in unique.items():
        yield Note("merged-unique", tuple(cells.places), section, key, args={"cells": _named(cells.places)})


def _touched(grid: Grid, rows: Sequence[int]) -> bool:
    """Whether any merge reaches into one of some rows, which rise."""
    starts = ((bisect_left(rows, top), bottom) for top, _, bottom, _ in grid.merges)
    return any(place < len(rows) and rows[place] <= bottom for place, bottom in starts)


def _formulas(ask: Asked, grid: Grid, records: Sequence[Record]) -> Iterator[Note]:
    """Values that a formula worked out, by column; those without a value, or with an error, have their own findings."""
    found: dict[tuple[int, str], _Cells] = {}
    for record in records:
        if grid.formulas.isdisjoint(record.cells) and grid.linked.isdisjoint(record.cells):
            continue
        for index, spec in enumerate(ask.specs):
            cell, problem = record.cells[index], record.readings[index].problem
            if KINDS[spec.column.type].NUMBERED or problem in ("never-calculated", "formula-error", "merged-across"):
                continue
            if cell in grid.linked or cell in grid.formulas:
                code = "linked-formula" if cell in grid.linked else "formula-cell"
                found.setdefault((index, code), _Cells()).add(record, index)
    for (index, code), cells in sorted(found.items()):
        key, section = ask.specs[index].column.key, cells.records[0].section
        args = {"cells": _named(cells.places)}
        yield Note(code, tuple(cells.places), section, key, args=args, explained=cells.explained)


def _hidden(ask: Asked, grid: Grid, records: Sequence[Record], hidden: Set[int]) -> Iterator[Note]:
    """Records in hidden or filtered rows, and ``hidden`` columns that hold something: they count all the same."""
    rows = [record for record in records if record.row in grid.hidden_rows]
    if rows:
        places = tuple(Place(grid.name, _first(record)) for record in rows)
        args = {"rows": _ranges(record.row for record in rows), "count": str(len(rows)), "sheet": grid.name}
        yield Note("hidden-rows", places, args=args, explained=all(record.explanation for record in rows))
    columns: dict[int, int] = {}
    for record in records if hidden else ():
        if hidden.isdisjoint(own := _columns(record.cells)):
            continue
        for index, place in enumerate(own):
            if place in hidden and not record.readings[index].blank:
                columns.setdefault(place, index)
    if columns:
        places = tuple(Place(grid.name, f"{letter(place)}{records[0].row}") for place in sorted(columns))
        named = (f"{letter(place)}“{ask.form.titles[ask.specs[columns[place]].column.key]}”" for place in sorted(columns))
        yield Note("hidden-columns", places, args={"columns": "、".join(named), "sheet": grid.name})


@lru_cache(4096)
def _columns(cells: tuple[str, ...]) -> tuple[int, ...]:
    """The columns of some cells, from 0; -1 for one that is nowhere."""
    return tuple([split(cell)[1] if cell else -1 for cell in cells])


def _first(record: Record) -> str:
    """The first cell of a record that says something and stands in its own row, which a merge begun above it does not."""
    said = (cell for cell, reading in zip(record.cells, record.readings, strict=True) if cell and not reading.blank)
    return next((cell for cell in said if split(cell)[0] == record.row), f"A{record.row}")


def _named(places: Mapping[Place, None]) -> str:
    return "、".join(place.cell for place in places)


def _ranges(numbers: Iterable[int]) -> str:
    """Row numbers as people list them: 3、5-8."""
    runs: list[list[int]] = []
    for number in sorted(set(numbers)):
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return "、".join(str(first) if first == last else f"{first}-{last}" for first, last in runs)
