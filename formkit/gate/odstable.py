"""One table of an ODS as the pass over its content fills it: its cells at their places, repeated ones written out."""

from __future__ import annotations

import re
from array import array
from collections.abc import Sequence
from dataclasses import field

from formkit.values import dataclass

from ..cells import a1
from . import facts
from .facts import Merge, SheetFacts, check_merges
from .styles import Look

_ERROR = re.compile(r"#(?:[A-Z/0]+[!?]|N/A)|Err:[0-9]{3}")
_QUOTED = re.compile(r'"[^"]*"')


@dataclass(slots=True)
class Cell:
    """A cell as stated: its first column, how often it is repeated, what is in it."""

    column: int
    repeat: int
    formula: str
    look: Look | None
    typed: bool                 # it says what type its value has
    valued: str | None          # the value as an attribute
    error: bool
    span: tuple[int, int] = (1, 1)
    text: str = ""
    paragraphs: int = 0
    noted: bool = False
    pictured: bool = False
    drawn: bool = False
    mixed: bool = False         # a shape with text of its own, which the reader takes for the cell's, or text that it loses
    links: int = 0

    @property
    def content(self) -> bool:
        """Whether it has a formula, a value or text."""
        return bool(self.formula or self.text if self.valued is None else self.formula or self.valued or self.error)

    @property
    def said(self) -> bool:
        """Whether there is anything at all to note of it."""
        return self.content or self.span != (1, 1) or self.noted or self.pictured or bool(self.links)


@dataclass(slots=True)
class Table:
    """One table as met so far; ``rows`` and ``columns`` are those behind the pass."""

    name: str
    style: str
    rows: int = 0
    columns: int = 0
    cells: int = 0
    last_row: int = 0
    last_column: int = 0
    covered: int = 0
    merges: list[Merge] = field(default_factory=list)
    errors: dict[str, str] = field(default_factory=dict)
    formulas: list[str] = field(default_factory=list)
    linked: list[str] = field(default_factory=list)
    uncalculated: list[str] = field(default_factory=list)
    fonts: dict[str, str] = field(default_factory=dict)
    extras: dict[str, int] = field(default_factory=dict)
    hidden_rows: list[tuple[int, int]] = field(default_factory=list)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    filled: array[int] = field(default_factory=lambda: array("Q"))


def hide(table: Table, repeat: int, hidden: bool) -> None:
    """Take in the next columns of a table."""
    if hidden:
        table.hidden_columns.append((table.columns + 1, table.columns + repeat))
    table.columns += repeat


def add_row(table: Table, cells: Sequence[Cell], first: int, repeat: int) -> None:
    """Put the noted cells of a row at their places, in each row that it stands for. Raises StopError."""
    for cell in cells:
        _extras(table, cell)
        if cell.span != (1, 1):
            rows, columns = cell.span
            table.covered += rows * columns
            table.merges.append((first, cell.column, first + rows - 1, cell.column + columns - 1))
            check_merges(table.covered, len(table.merges), table.name, (first + rows - 1, cell.column + columns - 1))
    filled = [cell for cell in cells if cell.content]
    for row in range(first, first + repeat) if filled else ():
        for cell in filled:
            for column in range(cell.column, cell.column + cell.repeat):
                _place(table, cell, row, column)


def _place(table: Table, cell: Cell, row: int, column: int) -> None:
    table.cells += 1
    error = cell.error or (bool(cell.formula) and _ERROR.fullmatch(cell.text) is not None)
    if (cell.valued or (cell.valued is None and cell.text)) and not error:
        table.filled.extend([row << facts.COLUMN_BITS | column] * (2 if cell.mixed else 1))
    if not (error or cell.formula or cell.look):
        return
    name = a1(row, column - 1)
    if error:
        table.errors[name] = cell.text
    if cell.look and cell.look.font:
        table.fonts[name] = cell.look.font
    if cell.formula:
        table.formulas.append(name)
        if not cell.typed and not cell.paragraphs:
            table.uncalculated.append(name)
        if "'#" in _QUOTED.sub("", cell.formula):
            table.linked.append(name)


def _extras(table: Table, cell: Cell) -> None:
    found = {"comments": int(cell.noted), "pictures": int(cell.pictured), "links": cell.links}
    for name in cell.look.extras if cell.look and cell.content else ():
        found[name] = cell.repeat
    for name, number in found.items():
        if number:
            table.extras[name] = table.extras.get(name, 0) + number


def finished(table: Table, hidden: bool) -> SheetFacts:
    """The facts of a table behind the pass; hidden rows and columns as far as it is used."""
    rows = {row for first, last in table.hidden_rows for row in range(first, min(last, table.last_row) + 1)}
    columns = {at for first, last in table.hidden_columns for at in range(first, min(last, table.last_column) + 1)}
    return SheetFacts(
        table.name, "hidden" if hidden else "visible", table.cells, table.last_row, table.last_column,
        tuple(table.merges), table.errors, frozenset(table.formulas), tuple(table.uncalculated), frozenset(rows),
        frozenset(columns), frozenset(table.linked), table.fonts, table.extras, table.filled.tobytes())
