"""The numbers of a roll-up workbook as they stand in it, each with what it means."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from formkit.cells import a1
from formkit.container import CELL, COLUMN, LIST, LIVE, NUMBERS_SHEET, ROW, SAID
from formkit.read.grid import Grid
from formkit.trace.recount import Meaning
from formkit.trace.totals import Stood
from formkit.types import Raw
from formkit.values import dataclass

_PLACE = slice(2, 5)
_PLACES = {ROW: 1, COLUMN: 3, CELL: 2, LIST: 3}
"""How many numbers say where each is."""


@dataclass(frozen=True, slots=True)
class _Row:
    row: int
    unit: str
    section: str
    label: str
    written: int
    stated: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the hidden sheet: its kind and sheet, the places now and as they were written (columns from 0), its texts."""

    kind: str
    sheet: str
    places: tuple[int, ...]
    written: tuple[int, ...]
    said: tuple[str, ...]


def read_numbers(grids: Sequence[Grid]) -> tuple[Stood, ...]:
    """Every number that the hidden sheet names and that is still there; none where there is no such sheet."""
    hidden = next((grid for grid in grids if grid.name == NUMBERS_SHEET), None)
    if hidden is None:
        return ()
    sheets = {grid.name: grid for grid in grids}
    lines = [line for number, values in enumerate(hidden.rows, 1) if (line := _line(hidden, number, values))]
    found: list[Stood] = []
    rows: dict[str, list[_Row]] = {}
    for one in lines:
        if one.kind == ROW:
            unit, section, label, stated = one.said[:4]
            rows.setdefault(one.sheet, []).append(_Row(one.places[0], unit, section, label, one.written[0], _values(stated)))
    placed = {name: tuple(_placed(sheets[name], each)) for name, each in rows.items() if name in sheets}
    for one in lines:
        if one.sheet in sheets:
            found += _numbers(sheets[one.sheet], one, placed.get(one.sheet, ()))
    return tuple(found)


def _numbers(grid: Grid, one: _Line, rows: Sequence[_Row]) -> Iterator[Stood]:
    """The numbers that a line is about; none for an axis of rows, which the columns meet."""
    if one.kind == CELL:
        yield _stood(grid, one.places, Meaning(*one.said[:6]), one.said[6], one.written)
    elif one.kind == LIST:
        yield from _listed(grid, one)
    elif one.kind == COLUMN:
        (first, across, last), column = one.places, one.said
        for row in rows:
            if first <= row.row <= last:
                meaning = Meaning(column[0], row.unit, row.section, column[1], column[2])
                yield _stood(grid, (row.row, across), meaning, row.stated.get(one.written[1], ""), (row.written, one.written[1]))


def _values(said: str) -> dict[int, str]:
    """What was written in a row where the parts alone do not say it, by column."""
    pairs = [each.partition("=") for each in said.split()]
    return {int(column): value for column, _, value in pairs if column.isdecimal()}


def _listed(grid: Grid, one: _Line) -> Iterator[Stood]:
    """The numbers down a column of a list, in whatever order its rows stand now: one that was not among them takes the place of one
    that is no longer there.
    """
    (first, across, last), (heading, *pieces) = one.places, one.said
    left = Counter(_counts("".join(pieces)))
    cells = [(row, grid.value(row, across)) for row in range(first, last + 1)]
    strange: list[int] = []
    for row, value in cells:
        said = str(int(value)) if isinstance(value, int | float) and value == int(value) else ""
        if left[said] > 0:
            left[said] -= 1
            yield _stood(grid, (row, across), Meaning("line", key=heading), said)
        elif value not in (None, ""):
            strange.append(row)
    missing = list(left.elements())
    for row, said in zip(strange, missing or [""] * len(strange), strict=False):
        yield _stood(grid, (row, across), Meaning("line", key=heading), said)


def _counts(said: str) -> dict[str, int]:
    """So many of each number, as ``write.listing`` says it."""
    if said.startswith("1..") and said[3:].isdecimal():
        return {str(number): 1 for number in range(1, int(said[3:]) + 1)}
    pairs = [each.partition("*") for each in said.split()]
    return {number: int(count) for number, _, count in pairs if count.isdecimal()}


def _line(grid: Grid, number: int, values: Sequence[Raw]) -> _Line | None:
    """A line of the hidden sheet; None where it is none, or its cells are gone."""
    texts = tuple("" if value is None else str(value) for value in values[:LIVE])
    texts += ("",) * (LIVE - len(texts))
    written = [text for text in texts[_PLACE] if text]
    if texts[0] not in _PLACES or not all(text.isdecimal() for text in written) or not written:
        return None
    places: list[int] = []
    for place, text in enumerate(written):
        live = grid.value(number, LIVE + place)
        if a1(number, LIVE + place) in grid.errors:
            return None
        moved = isinstance(live, int | float) and 0 < live < 2_000_000
        places.append(int(live) - (place == 1) if moved and isinstance(live, int | float) else int(text))
    if len(places) != _PLACES[texts[0]]:
        return None
    return _Line(texts[0], texts[1], tuple(places), tuple(int(text) for text in written), texts[SAID:])


def _placed(grid: Grid, rows: Sequence[_Row]) -> Iterator[_Row]:
    """The rows where they stand now: one whose label stands in the row of another of its section has been sorted there."""
    now: dict[tuple[str, str], list[int]] = {}
    for one in rows:
        now.setdefault((one.section, _label(grid, one.row, one.label.count("\n") + 1)), []).append(one.row)
    alike = Counter((one.section, one.label) for one in rows)
    for one in rows:
        found = now.get((one.section, one.label), [])
        sure = one.label and len(found) == alike[one.section, one.label] == 1
        yield replace(one, row=found[0]) if sure else one


def _label(grid: Grid, row: int, columns: int) -> str:
    """The texts in the first columns of a row."""
    values = [grid.value(row, column) for column in range(columns)]
    return "\n".join(value.strip() if isinstance(value, str) else "" for value in values)


def _stood(grid: Grid, place: tuple[int, ...], meaning: Meaning, stated: str, written: tuple[int, ...] = ()) -> Stood:
    """The number at a row and a column; ``written`` are those it was written at."""
    cell = a1(*place[:2])
    return Stood(
        grid.name, cell, meaning, grid.value(*place[:2]), stated, formula=cell in grid.formulas,
        error=grid.errors.get(cell, ""), uncalculated=cell in grid.uncalculated, written=a1(*written[:2]) if written else cell,
    )  # fmt: skip
