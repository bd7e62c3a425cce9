"""The numbers of a roll-up workbook as they stand in it, each with what it means."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from formkit.cells import a1
from formkit.container import CELL, COLUMN, LIVE, NUMBERS_SHEET, ROW, SAID
from formkit.read.grid import Grid
from formkit.trace.recount import Meaning
from formkit.trace.totals import Stood
from formkit.types import Raw

_PLACE = slice(2, 5)


@dataclass(frozen=True, slots=True)
class _Row:
    row: int
    unit: str
    section: str
    label: str


def read_numbers(grids: Sequence[Grid]) -> tuple[Stood, ...]:
    """Every number that the hidden sheet names and that is still there; none where there is no such sheet."""
    hidden = next((grid for grid in grids if grid.name == NUMBERS_SHEET), None)
    if hidden is None:
        return ()
    sheets = {grid.name: grid for grid in grids}
    lines = [line for number, values in enumerate(hidden.rows, 1) if (line := _line(hidden, number, values))]
    found: list[Stood] = []
    rows: dict[str, list[_Row]] = {}
    for kind, name, places, said in lines:
        if kind == ROW:
            rows.setdefault(name, []).append(_Row(places[0], said[0], said[1], said[2]))
    placed = {name: tuple(_placed(sheets[name], each)) for name, each in rows.items() if name in sheets}
    for kind, name, places, said in lines:
        if name not in sheets:
            continue
        if kind == CELL:
            meaning = Meaning(*said[:6])
            found.append(_stood(sheets[name], places[0], places[1], meaning, said[6]))
        elif kind == COLUMN:
            column, (first, across, last) = said, places
            found += [
                _stood(sheets[name], row.row, across, Meaning(column[0], row.unit, row.section, column[1], column[2]), "")
                for row in placed.get(name, ())
                if first <= row.row <= last
            ]
    return tuple(found)


def _line(grid: Grid, number: int, values: Sequence[Raw]) -> tuple[str, str, tuple[int, ...], tuple[str, ...]] | None:
    """A line of the hidden sheet: kind, sheet, places (columns from 0), texts; None where it is none, or its cells are gone."""
    texts = tuple("" if value is None else str(value) for value in values[:LIVE])
    texts += ("",) * (LIVE - len(texts))
    written = [text for text in texts[_PLACE] if text]
    if texts[0] not in (ROW, COLUMN, CELL) or not all(text.isdecimal() for text in written) or not written:
        return None
    places: list[int] = []
    for place, text in enumerate(written):
        live = grid.value(number, LIVE + place)
        if a1(number, LIVE + place) in grid.errors:
            return None
        moved = isinstance(live, int | float) and 0 < live < 2_000_000
        places.append(int(live) - (place == 1) if moved and isinstance(live, int | float) else int(text))
    whole = {ROW: 1, COLUMN: 3, CELL: 2}[texts[0]]
    return (texts[0], texts[1], tuple(places), texts[SAID:]) if len(places) == whole else None


def _placed(grid: Grid, rows: Sequence[_Row]) -> Iterator[_Row]:
    """The rows where they stand now: one whose label stands in the row of another of its section has been sorted there."""
    now: dict[tuple[str, str], list[int]] = {}
    for one in rows:
        now.setdefault((one.section, _label(grid, one.row)), []).append(one.row)
    alike = Counter((one.section, one.label) for one in rows)
    for one in rows:
        found = now.get((one.section, one.label), [])
        sure = one.label and len(found) == alike[one.section, one.label] == 1
        yield replace(one, row=found[0]) if sure else one


def _label(grid: Grid, row: int) -> str:
    value = grid.value(row, 0)
    return value.strip() if isinstance(value, str) else ""


def _stood(grid: Grid, row: int, column: int, meaning: Meaning, stated: str) -> Stood:
    cell = a1(row, column)
    return Stood(
        grid.name, cell, meaning, grid.value(row, column), stated, formula=cell in grid.formulas,
        error=grid.errors.get(cell, ""), uncalculated=cell in grid.uncalculated,
    )  # fmt: skip
