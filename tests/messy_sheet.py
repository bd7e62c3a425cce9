"""A sheet as a clerk handles it: cells that move when rows and columns are put in or taken out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from formkit.cells import column_of as column_of
from formkit.cells import split

Box = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell: text, number, date, or formula with the value it shows (None: it was never calculated)."""

    kind: str
    text: str
    shows: str | None = None
    style: tuple[tuple[str, str], ...] = ()

    def styled(self, name: str, value: str) -> Cell:
        """The same with something about its looks."""
        return replace(self, style=(*self.style, (name, value)))


@dataclass(slots=True)
class Sheet:
    """Cells by row (from 1) and column (from 0)."""

    name: str
    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    merges: list[Box] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    state: str = "visible"

    def insert_rows(self, at: int, count: int) -> None:
        """Blank rows above row ``at``."""
        self._rows(lambda row: row + count if row >= at else row)

    def delete_rows(self, at: int, count: int) -> None:
        """Rows from ``at`` on are gone, and the others close up."""
        self._rows(lambda row: None if at <= row < at + count else row - count if row >= at else row)

    def insert_columns(self, at: int, count: int) -> None:
        """Blank columns before column ``at``."""
        self._columns(lambda column: column + count if column >= at else column)

    def delete_columns(self, at: int, count: int) -> None:
        """Columns from ``at`` on are gone, and the others close up."""
        self._columns(lambda column: None if at <= column < at + count else column - count if column >= at else column)

    def copied(self, name: str, state: str) -> Sheet:
        """The same under another name."""
        return Sheet(name, dict(self.cells), list(self.merges), set(self.hidden_rows), set(self.hidden_columns), state)

    def _rows(self, moved: Callable[[int], int | None]) -> None:
        self.cells = {(new, column): cell for (row, column), cell in self.cells.items() if (new := moved(row)) is not None}
        self.hidden_rows = set(_moved(self.hidden_rows, moved))
        self.merges = [
            (span[0], left, span[1], right)
            for top, left, bottom, right in self.merges
            if (span := _span(top, bottom, moved))
        ]

    def _columns(self, moved: Callable[[int], int | None]) -> None:
        self.cells = {(row, new): cell for (row, column), cell in self.cells.items() if (new := moved(column)) is not None}
        self.hidden_columns = set(_moved(self.hidden_columns, moved))
        self.merges = [
            (top, span[0], bottom, span[1])
            for top, left, bottom, right in self.merges
            if (span := _span(left, right, moved))
        ]


def _moved(places: Iterable[int], moved: Callable[[int], int | None]) -> list[int]:
    return [new for old in places if (new := moved(old)) is not None]


def _span(first: int, last: int, moved: Callable[[int], int | None]) -> tuple[int, int] | None:
    """Where what is left of a span of rows or columns now is."""
    left = _moved(range(first, last + 1), moved)
    return (min(left), max(left)) if left else None


@dataclass(slots=True)
class Book:
    """Sheets, the one at hand, and how the file is saved."""

    sheets: list[Sheet]
    current: int = 0
    saved: dict[str, str] = field(default_factory=dict)

    @property
    def sheet(self) -> Sheet:
        """The sheet at hand."""
        return self.sheets[self.current]


def cell_of(text: str) -> Cell:
    """A drawn cell: 数字 8000, 日期 2020-02-01, 公式 =A2+1 得 3, 公式 =A2+1 未算, or a text with \\n, \\t and \\u3000 in it."""
    if found := re.fullmatch(r"数字 (\S+)", text):
        return Cell("number", found[1])
    if found := re.fullmatch(r"日期 (\S+)", text):
        return Cell("date", found[1])
    if found := re.fullmatch(r"公式 (=.+?)(?: 得 (.*)| 未算)", text):
        return Cell("formula", found[1], found[2])
    plain = re.sub(r"\\u([0-9a-fA-F]{4})", lambda found: chr(int(found[1], 16)), text)
    return Cell("text", plain.replace("\\n", "\n").replace("\\t", "\t"))


def place(cell: str) -> tuple[int, int]:
    """Row from 1 and column from 0 of an address."""
    row, column = split(cell)
    return row, column


def box(span: str) -> Box:
    """First row, first column, last row, last column of A1:B2."""
    first, last = (place(cell) for cell in span.split(":"))
    return (*first, *last)
