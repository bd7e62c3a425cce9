"""Bytes to sheets of raw values, each at its true row and column. The one module that uses the spreadsheet reader."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from formkit.cells import a1
from formkit.gate import SheetFacts, Verdict
from formkit.types import Raw

Span = tuple[int, int, int, int]


class UnreadableError(Exception):
    """The reader could not make sense of the bytes."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A sheet: ``rows[r][c]`` is the raw value of row r + 1 and column c. Merges are 1-based, both ends inclusive.

    ``errors`` to ``extras`` are what the gate saw (``SheetFacts``); ``unread`` is how many cells with content the gate
    counted that the reader did not give.
    """

    name: str
    visible: bool
    rows: tuple[tuple[Raw, ...], ...]
    merges: tuple[Span, ...] = ()
    errors: Mapping[str, str] = field(default_factory=dict)
    uncalculated: frozenset[str] = frozenset()
    formulas: frozenset[str] = frozenset()
    linked: frozenset[str] = frozenset()
    fonts: Mapping[str, str] = field(default_factory=dict)
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    extras: Mapping[str, int] = field(default_factory=dict)
    unread: int = 0

    def value(self, row: int, column: int) -> Raw:
        """Raw value in a row counted from 1 and a column counted from 0; None outside the used area."""
        line = self.rows[row - 1] if row <= len(self.rows) else ()
        return line[column] if column < len(line) else None


def read_grids(data: bytes, verdict: Verdict) -> tuple[Grid, ...]:
    """All sheets of a workbook that the gate let through; UnreadableError if the reader gives up."""
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        facts = {sheet.name: sheet for sheet in verdict.sheets}
        return tuple(_grid(book, meta, facts.get(meta.name)) for meta in book.sheets_metadata)
    except (CalamineError, OSError, ValueError, IndexError, KeyError) as error:
        raise UnreadableError(type(error).__name__) from None
    except BaseException as error:
        # A panic in the native reader is no Exception; anything else of that rank belongs to the caller.
        if type(error).__name__ != "PanicException":
            raise
        raise UnreadableError("PanicException") from None


def _grid(book: CalamineWorkbook, meta: Any, facts: SheetFacts | None) -> Grid:
    visible = "Visible" in repr(meta.visible) and "Hidden" not in repr(meta.visible)
    if "WorkSheet" not in repr(meta.typ):
        return Grid(meta.name, visible, ())
    sheet = book.get_sheet_by_name(meta.name)
    rows = tuple(tuple(_raw(value) for value in line) for line in sheet.to_python(skip_empty_area=False))
    if facts is None:
        return Grid(meta.name, visible, rows, _merges(sheet))
    return Grid(
        meta.name, visible, rows, facts.merges, facts.errors, frozenset(facts.uncalculated), facts.formulas, facts.linked,
        facts.fonts, facts.hidden_rows, facts.hidden_columns, facts.extras,
    )  # fmt: skip


def _merges(sheet: Any) -> tuple[Span, ...]:
    ranges = sheet.merged_cell_ranges or ()
    return tuple((top + 1, left + 1, bottom + 1, right + 1) for (top, left), (bottom, right) in ranges)


def _raw(value: Any) -> Raw:
    """A reader's value as one of ours: an empty text is an empty cell, midnight is the day itself."""
    if value == "" and isinstance(value, str):
        return None
    if isinstance(value, datetime):
        return value.date() if value.time() == time() else value
    if isinstance(value, time | timedelta):
        return str(value)
    kept: Raw = value
    return kept


def filled(grid: Grid) -> Grid:
    """The same sheet with every merge's value on all of its rows, for vertical merges inside one column."""
    rows = [list(row) for row in grid.rows]
    for top, left, bottom, right in grid.merges:
        if left != right or top == bottom:
            continue
        value = grid.value(top, left - 1)
        for row in range(top + 1, min(bottom, len(rows)) + 1):
            if left - 1 < len(rows[row - 1]):
                rows[row - 1][left - 1] = value
    merged = tuple(tuple(row) for row in rows)
    return replace(grid, rows=merged)


def origins(grid: Grid) -> Mapping[str, str]:
    """For each cell below the top of a vertical merge, the top cell that holds its value."""
    return {
        a1(row, left - 1): a1(top, left - 1)
        for top, left, bottom, right in grid.merges
        if left == right
        for row in range(top + 1, min(bottom, len(grid.rows)) + 1)
    }
