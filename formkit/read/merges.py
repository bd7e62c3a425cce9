"""Merged cells: the value of a merge belongs to all rows of its leftmost column, and to nothing outside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from formkit.cells import a1
from formkit.read.grid import Grid
from formkit.types import Raw

Lines = tuple[tuple[Raw, ...], ...]


@dataclass(frozen=True, slots=True)
class Spread:
    """A sheet with its merges undone.

    ``typed`` has each merge's value at its top left only, as the clerk typed it; ``lines`` on all rows of the leftmost
    column. ``origin`` gives for a cell below the top of that column the top; ``across`` for a cell in the other columns
    the top left one.
    """

    typed: Lines
    lines: Lines
    origin: Mapping[str, str]
    across: Mapping[str, str]


def spread(grid: Grid, tops: frozenset[int], width: int) -> Spread:
    """Undo the merges of a sheet as far as its rows and the first ``width`` columns go.

    A merge that begins in one of the rows ``tops`` (a header, a title) has a label, and gives it to no row below.
    """
    typed = [list(line) for line in grid.rows]
    lines = [list(line) for line in grid.rows]
    origin: dict[str, str] = {}
    across: dict[str, str] = {}
    for top, left, bottom, right in grid.merges:
        value, corner = grid.value(top, left - 1), a1(top, left - 1)
        for row in range(top, min(bottom, len(lines)) + 1):
            for place in range(left - 1, min(right, width)):
                if (row, place) == (top, left - 1):
                    continue
                down = place == left - 1 and top not in tops
                _put(typed[row - 1], place, None)
                _put(lines[row - 1], place, value if down else None)
                if place > left - 1:
                    across[a1(row, place)] = corner
                elif down:
                    origin[a1(row, place)] = corner
    return Spread(tuple(map(tuple, typed)), tuple(map(tuple, lines)), origin, across)


def _put(line: list[Raw], place: int, value: Raw) -> None:
    if place >= len(line) and value is not None:
        line += [None] * (place + 1 - len(line))
    if place < len(line):
        line[place] = value
