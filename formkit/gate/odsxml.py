"""One streaming pass over the content of an ODS, where a few bytes can repeat a row a million times.

Repeated blanks up to the edge of the grid are how LibreOffice writes every sheet, so only cells with content
count.
Source: OpenDocument 1.3 part 3, §9.1 (tables), §19.675 and §19.679 (repetition).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from . import facts
from .facts import Budget, StopError, check_area
from .xmlpass import feed, local, new_parser, too_deep, too_many, too_many_cells

_CONTENT = frozenset({"value-type", "formula", "value", "string-value", "date-value", "time-value",
                      "boolean-value"})
_CELLS = frozenset({"table-cell", "covered-table-cell"})


@dataclass(slots=True)
class _Pass:
    """Where the pass stands; rows and columns are those behind it, ``width`` is the row's used part."""

    part: str
    elements_left: int
    cells_left: int
    depth: int = 0
    sheet: str = ""
    rows: int = 0
    row_repeat: int = 1
    columns: int = 0
    column_repeat: int = 1
    cell_depth: int = 0         # of the open cell, 0 if none
    table_depth: int = 0
    filled: bool = False
    row_cells: int = 0
    width: int = 0
    widest: int = 0


def check_content(parts: Iterable[bytes], part: str, budget: Budget) -> None:
    """Bound the cells and the used area of every table in ``content.xml``. Raises StopError."""
    parser = new_parser(part)
    state = _Pass(part, budget.elements, budget.cells)
    parser.StartElementHandler = _start(state)
    parser.EndElementHandler = _end(state)
    feed(parser, parts, part)
    budget.elements, budget.cells = state.elements_left, state.cells_left


def _start(state: _Pass) -> Callable[[str, dict[str, str]], None]:
    def start(name: str, attributes: dict[str, str]) -> None:
        state.depth += 1
        state.elements_left -= 1
        if state.depth > facts.DEPTH_LIMIT:
            raise too_deep(state.part)
        if state.elements_left < 0:
            raise too_many(state.part)
        _open(state, local(name), attributes)

    return start


def _open(state: _Pass, name: str, attributes: dict[str, str]) -> None:
    """What stands inside a cell is the cell's own business, even a table; only its paragraphs are content."""
    if state.cell_depth:
        if name == "p" and state.depth == state.cell_depth + 1:
            state.filled = True
    elif name in _CELLS:
        state.column_repeat = _repeat(attributes, "number-columns-repeated")
        state.filled = any(local(key) in _CONTENT for key in attributes)
        state.cell_depth = state.depth
    elif name == "table-row":
        state.row_repeat = _repeat(attributes, "number-rows-repeated")
        state.columns = state.width = state.row_cells = 0
    elif name == "table" and not state.table_depth:
        state.table_depth = state.depth
        state.sheet = next((value for key, value in attributes.items() if local(key) == "name"), "")
        state.rows = state.widest = 0


def _end(state: _Pass) -> Callable[[str], None]:
    def end(name: str) -> None:
        if state.depth == state.cell_depth:
            _close_cell(state)
        elif state.depth == state.table_depth:
            state.table_depth = 0
        elif not state.cell_depth and local(name) == "table-row":
            _close_row(state)
        state.depth -= 1

    return end


def _close_cell(state: _Pass) -> None:
    state.cell_depth = 0
    state.columns += state.column_repeat
    if state.filled:
        state.width = state.columns
        state.row_cells += state.column_repeat


def _close_row(state: _Pass) -> None:
    state.rows += state.row_repeat
    if not state.width:
        return
    state.widest = max(state.widest, state.width)
    state.cells_left -= state.row_cells * state.row_repeat
    check_area(state.rows, state.widest, state.sheet)
    if state.cells_left < 0:
        raise too_many_cells(state.sheet)


def _repeat(attributes: dict[str, str], name: str) -> int:
    digits = next((value for key, value in attributes.items() if local(key) == name), "1")
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 10):
        raise StopError("unreadable", "sheet-damaged", sheet="", what=name)
    return max(1, int(digits))
