"""Merged cells: the value of a merge belongs to all rows of its leftmost column, and to nothing outside it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from formkit.cells import a1, letter, named
from formkit.read.grid import Grid, Span
from formkit.types import Raw
from formkit.values import dataclass

_FEW = 1000  # rows that the merges of a form may reach down in all
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
    # The merges of a form are the same in every file; those of a large table are worked out for it alone.
    few = sum([bottom - top for top, _, bottom, _ in grid.merges]) <= _FEW
    lying = (_lying if few else _lying.__wrapped__)(grid.merges, tops, width, len(grid.rows))
    typed: dict[int, list[Raw]] = {}
    lines: dict[int, list[Raw]] = {}
    for row, top, left, right, down in lying.steps:
        if row > top:
            _put(grid, typed, row, left - 1, None)
            _put(grid, lines, row, left - 1, grid.value(top, left - 1) if down else None)
        covered = grid.rows[row - 1][left:right]
        if row in lines or covered.count(None) < len(covered):
            for place in range(left, right):
                _put(grid, typed, row, place, None)
                _put(grid, lines, row, place, None)
    return Spread(_with(grid, typed), _with(grid, lines), lying.origin, lying.across)


@dataclass(frozen=True, slots=True)
class _Lying:
    """How merges lie, whatever stands in them: each row of each as (row, top, left, right, whether its value goes down)."""

    steps: tuple[tuple[int, int, int, int, bool], ...]
    origin: Mapping[str, str]
    across: Mapping[str, str]


@lru_cache(64)
def _lying(merges: tuple[Span, ...], tops: frozenset[int], width: int, height: int) -> _Lying:
    steps: list[tuple[int, int, int, int, bool]] = []
    origin: dict[str, str] = {}
    across: dict[str, str] = {}
    for top, left, bottom, last in merges:
        corner, down, right = a1(top, left - 1), top not in tops, min(last, width)
        for row in range(top, min(bottom, height) + 1) if left <= right else ():
            steps.append((row, top, left, right, down))
            if row > top and down:
                origin[a1(row, left - 1)] = corner
            across.update(dict.fromkeys(named(_letters(left, right), row), corner))
    return _Lying(tuple(steps), origin, across)


@lru_cache(1024)
def _letters(first: int, stop: int) -> tuple[str, ...]:
    return tuple([letter(place) for place in range(first, stop)])


def _put(grid: Grid, changed: dict[int, list[Raw]], row: int, place: int, value: Raw) -> None:
    """Put a value into a row of its own that may be changed; most rows have no merges and stay those of the sheet."""
    line = changed.get(row)
    if line is None:
        own = grid.rows[row - 1]
        if (own[place] if place < len(own) else None) is value:
            return
        line = changed[row] = list(own)
    if place >= len(line) and value is not None:
        line += [None] * (place + 1 - len(line))
    if place < len(line):
        line[place] = value


def _with(grid: Grid, changed: dict[int, list[Raw]]) -> Lines:
    if not changed:
        return grid.rows
    return tuple([tuple(changed[row]) if row in changed else line for row, line in enumerate(grid.rows, 1)])
