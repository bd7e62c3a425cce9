"""One streaming pass over the content of an ODS, where a few bytes can repeat a row a million times.

Repeated blanks up to the edge of the grid are how LibreOffice writes every sheet, so only cells with content
count.
Source: OpenDocument 1.3 part 3, §9.1 (tables), §19.675 and §19.679 (repetition), part 4 (OpenFormula).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import field

from formkit.values import dataclass

from . import facts
from .facts import Budget, SheetFacts, StopError, check_area
from .odsstyles import Styles, note_style
from .odstable import Cell, Table, add_row, finished, hide
from .xmlpass import feed, local, new_parser, too_deep, too_many, too_many_cells

_VALUES = ("value", "string-value", "date-value", "time-value", "boolean-value")
_CELLS = frozenset({"table-cell", "covered-table-cell"})
_BREAKS = frozenset({"s", "tab", "line-break"})
_TEXT_KEPT = 40
_CLOSED = 1 << 30


@dataclass(slots=True)
class _Pass:
    """Where the pass stands."""

    part: str
    elements_left: int
    cells_left: int
    styles: Styles = field(default_factory=Styles)
    tables: list[Table] = field(default_factory=list)
    table: Table | None = None
    depth: int = 0
    table_depth: int = 0
    row_repeat: int = 1
    columns: int = 0            # behind the pass in the open row
    cells: list[Cell] = field(default_factory=list)      # of the open row, with content
    cell: Cell | None = None    # the open one
    cell_depth: int = _CLOSED
    beside: int = _CLOSED       # depth of what stands in the cell but is not its text: a note, a shape, a table
    paragraphs: int = 0
    text: str = ""


def content_facts(parts: Iterable[bytes], part: str, budget: Budget) -> tuple[SheetFacts, ...]:
    """The facts of every table in ``content.xml``, its cells and used area bounded. Raises StopError."""
    parser = new_parser(part)
    state = _Pass(part, budget.elements, budget.cells)
    parser.StartElementHandler = _start(state)
    parser.EndElementHandler = _end(state)
    parser.CharacterDataHandler = _read(state)
    parser.StartCdataSectionHandler = lambda: _cdata(state)
    feed(parser, parts, part)
    budget.elements, budget.cells = state.elements_left, state.cells_left
    return tuple(finished(table, hidden=table.style in state.styles.hidden) for table in state.tables)


def _cdata(state: _Pass) -> None:
    """What stands in such a section the reader loses."""
    if state.cell is not None and state.cell.valued is None:
        state.cell.mixed = True


def _start(state: _Pass) -> Callable[[str, dict[str, str]], None]:
    def start(name: str, attributes: dict[str, str]) -> None:
        state.depth += 1
        state.elements_left -= 1
        if state.depth > facts.DEPTH_LIMIT:
            raise too_deep(state.part)
        if state.elements_left < 0:
            raise too_many(state.part)
        if state.cell is not None:
            _inside(state, state.cell, local(name))
        elif state.table is not None:
            _open(state, state.table, local(name), attributes)
        elif local(name) == "table":
            own = {local(key): value for key, value in attributes.items()}
            state.table = Table(own.get("name", ""), own.get("style-name", ""))
            state.tables.append(state.table)
            state.table_depth = state.depth
        else:
            note_style(state.styles, local(name), attributes)

    return start


def _open(state: _Pass, table: Table, name: str, attributes: dict[str, str]) -> None:
    """A row, a cell or a column of the open table."""
    if name in _CELLS:
        own = {local(key): value for key, value in attributes.items()}
        kinds = {value for key, value in attributes.items() if local(key) == "value-type"}
        given = [own[key] for key in _VALUES if key in own]
        state.cell = Cell(
            state.columns + 1, _repeat(own.get("number-columns-repeated")), own.get("formula", ""),
            state.styles.looks.get(own.get("style-name", "")), typed=bool(kinds), valued=given[0] if given else None,
            error="error" in kinds)
        if name == "table-cell":
            state.cell.span = (_repeat(own.get("number-rows-spanned")), _repeat(own.get("number-columns-spanned")))
        state.cell_depth, state.paragraphs, state.text = state.depth, 0, ""
    elif name == "table-row":
        own = {local(key): value for key, value in attributes.items()}
        state.row_repeat = _repeat(own.get("number-rows-repeated"))
        if own.get("visibility", "visible") != "visible":
            table.hidden_rows.append((table.rows + 1, table.rows + state.row_repeat))
        state.columns = 0
        state.cells.clear()
    elif name == "table-column":
        own = {local(key): value for key, value in attributes.items()}
        hide(table, _repeat(own.get("number-columns-repeated")), own.get("visibility", "visible") != "visible")


def _inside(state: _Pass, cell: Cell, name: str) -> None:
    """What stands inside a cell is the cell's own business, even a table; only its paragraphs are content."""
    if state.depth > state.beside:
        cell.mixed = cell.mixed or (name == "p" and cell.drawn)
    elif state.depth == state.cell_depth + 1 and name != "p":
        state.beside = state.depth
        cell.noted = cell.noted or name == "annotation"
        cell.pictured = cell.pictured or name == "frame"
        cell.drawn = name != "annotation" and name != "table"
    elif name == "p":
        state.paragraphs += 1
        state.text += "\n" if state.paragraphs > 1 else ""
    elif name == "a":
        cell.links += 1
    elif name in _BREAKS:
        state.text += " "


def _read(state: _Pass) -> Callable[[str], None]:
    def read(text: str) -> None:
        if state.paragraphs and state.depth > state.cell_depth and state.depth < state.beside:
            state.text += text[:_TEXT_KEPT] if len(state.text) < _TEXT_KEPT else ""

    return read


def _end(state: _Pass) -> Callable[[str], None]:
    def end(name: str) -> None:
        if state.depth == state.beside:
            state.beside = _CLOSED
        elif state.depth == state.cell_depth and state.cell is not None:
            _close_cell(state, state.cell)
        elif state.table is not None and state.cell is None:
            if state.depth == state.table_depth:
                state.table = None
            elif local(name) == "table-row":
                _close_row(state, state.table)
        state.depth -= 1

    return end


def _close_cell(state: _Pass, cell: Cell) -> None:
    cell.text, cell.paragraphs = state.text, state.paragraphs
    state.columns += cell.repeat
    state.cell, state.cell_depth = None, _CLOSED
    if cell.said:
        state.cells.append(cell)


def _close_row(state: _Pass, table: Table) -> None:
    first, table.rows = table.rows + 1, table.rows + state.row_repeat
    filled = [cell for cell in state.cells if cell.content]
    if filled:
        table.last_row = table.rows
        table.last_column = max(table.last_column, filled[-1].column + filled[-1].repeat - 1)
        state.cells_left -= sum(cell.repeat for cell in filled) * state.row_repeat
        check_area(table.last_row, table.last_column, table.name)
        if state.cells_left < 0:
            raise too_many_cells(table.name)
    add_row(table, state.cells, first, state.row_repeat)


def _repeat(digits: str | None) -> int:
    if digits is None:
        return 1
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 10):
        raise StopError("unreadable", "sheet-damaged", sheet="", what="repeated")
    return max(1, int(digits))
