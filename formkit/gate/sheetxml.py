"""The pass of expat over a worksheet's XML, tag by tag: where it has content, and what the readers do not tell.

Elements are matched by local name, because producers differ in prefix and namespace (transitional, strict)
and the readers match so too; ``f``, ``v`` and ``t`` count only within a cell, since extensions use ``xm:f``.
Source: ECMA-376-1 §18.3.1 (worksheet), §18.18.7 (ST_CellRef).
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import field
from xml.parsers import expat

from formkit.values import dataclass

from ..cells import a1, letter
from . import facts
from .area import Row
from .extras import mark
from .facts import Merge, check_area, check_merges
from .reference import damaged, number, place
from .styles import Looks, outside
from .xmlpass import local, new_parser, too_deep, too_many, too_many_cells

CLOSED = 1 << 30            # the depth of the open cell while none is open
_TEXT_KEPT = 40             # characters of a cell's text: enough for any error value
_PLAIN = frozenset({None, "n", "s", "b"})          # kinds whose value is nothing but a few signs
_SPELT = 4                  # bytes that a value takes more than its signs: with as many something else stands in it
_TRUE = frozenset({"1", "true", "on"})
_LETTERS = tuple(letter(column) for column in range(702))          # A to ZZ; beyond, the slow way
_COLUMNS = {letters: column for column, letters in enumerate(_LETTERS, 1)}


@dataclass(slots=True)
class Pass:
    """Where the pass stands, and what it has met."""

    sheet: str
    part: str
    parser: expat.XMLParserType
    read: Callable[[str], None]
    look: Callable[[str], None]
    looks: Looks
    elements_left: int
    cells_left: int
    depth: int = 0
    section: bool = False       # within a CDATA section
    row: int = 0
    column: int = 0
    row_digits: str = "0"
    cell_depth: int = CLOSED
    kind: str | None = None     # the open cell's t: "e" an error, "s" the number of a shared string, "str" a formula's text
    odd: bool = False           # there are formats or fonts to look for
    trimmed: bool = False       # the open cell has inline text whose blanks at both ends do not count
    style: str = "0"
    formula: bool = False
    link: bool = False          # the open formula looks into another workbook
    share: str = ""             # the shared formula that it is part of
    value: bool = False         # the open cell has <v>, even an empty one
    began: int = -1             # where that begins in the part, if nothing but signs may stand in it
    pieces: bool = False        # it has other things in it: readers do not agree on what then remains
    reading: bool = False
    text: str = ""
    cells: int = 0
    last_row: int = 0
    last_column: int = 0
    spanned: int = 0
    merged: int = 0
    merges: list[Merge] = field(default_factory=list)
    errors: dict[str, str] = field(default_factory=dict)
    formulas: list[str] = field(default_factory=list)
    linked: list[str] = field(default_factory=list)
    shares: set[str] = field(default_factory=set)
    fonts: dict[str, str] = field(default_factory=dict)
    extras: Counter[str] = field(default_factory=Counter)
    filled: array[int] = field(default_factory=lambda: array("Q"))
    rows: list[Row] | None = None       # all rows so far, while their values are certain
    marks: set[str] = field(default_factory=set)
    uncalculated: list[str] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)


def begun(part: str, sheet: str, elements: int, cells: int, looks: Looks) -> Pass:
    """A pass over one worksheet part that is at its beginning, with what it may cost."""
    parser = new_parser(part)

    def read(text: str) -> None:
        if len(state.text) < _TEXT_KEPT:
            state.text += text

    def look(text: str) -> None:
        if "[" in text and outside(text):
            state.link = True

    state = Pass(sheet, part, parser, read, look, looks, elements, cells)
    state.odd = bool(looks.styles or looks.fonts)
    parser.StartElementHandler = _start(state)
    parser.EndElementHandler = _end(state)
    parser.StartCdataSectionHandler = lambda: _cdata(state, begins=True)
    parser.EndCdataSectionHandler = lambda: _cdata(state, begins=False)
    return state


def _start(state: Pass) -> Callable[[str, dict[str, str]], None]:
    limit = facts.DEPTH_LIMIT
    handlers: Mapping[str, Callable[[Pass, dict[str, str]], None]] = {
        "c": _open_cell, "v": _open_value, "t": _open_text, "f": _formula, "row": _open_row,
        "mergeCell": _merge, "col": _columns, "hyperlink": lambda state, _: state.extras.update(("links",)),
        "dataValidation": lambda state, attributes: mark(attributes.get("prompt", ""), state.marks)}
    find = handlers.get

    def start(name: str, attributes: dict[str, str]) -> None:
        state.depth = depth = state.depth + 1
        if depth > limit:
            raise too_deep(state.part)
        handler = find(name)
        if handler is None and ":" in name:
            handler = handlers.get(local(name))
        if handler is not None:
            handler(state, attributes)
        elif state.reading:
            state.pieces = True

    return start


def _end(state: Pass) -> Callable[[str], None]:
    parser = state.parser

    def end(name: str) -> None:
        if state.reading:
            state.reading = False
            parser.CharacterDataHandler = None
            if state.began >= 0:
                more = parser.CurrentByteIndex - state.began - len(name) - 2 - len(state.text)
                state.pieces, state.began = state.pieces or more >= _SPELT, -1
        elif state.depth == state.cell_depth:
            _close_cell(state)
        state.depth -= 1
        state.elements_left = left = state.elements_left - 1
        if left < 0:
            raise too_many(state.part)

    return end


def _open_row(state: Pass, attributes: dict[str, str]) -> None:
    digits = attributes.get("r")
    state.row = state.row + 1 if digits is None else number(digits, state.sheet)
    if state.row > facts.GRID_ROWS:
        check_area(state.row, 1, state.sheet)
    state.row_digits = str(state.row)
    state.column = 0
    if attributes.get("hidden") in _TRUE:
        state.hidden_rows.add(state.row)


def _open_cell(state: Pass, attributes: dict[str, str]) -> None:
    """Place the cell. Without ``r`` it follows the one before, as the standard allows."""
    if state.cell_depth != CLOSED:
        raise damaged(state.sheet, "c")
    state.cell_depth = state.depth
    state.kind = attributes.get("t")
    state.formula = state.value = state.pieces = False
    state.text = ""
    if state.odd:
        state.style = attributes.get("s", "0")
    reference = attributes.get("r")
    if reference is None:
        state.column += 1
        return
    digits = state.row_digits
    if reference.endswith(digits) and (column := _COLUMNS.get(reference[:-len(digits)])):
        state.column = column
        return
    state.row, state.column = place(reference, state.sheet)
    state.row_digits = str(state.row)


def _open_value(state: Pass, attributes: dict[str, str]) -> None:
    if state.depth > state.cell_depth:
        state.pieces = state.pieces or state.value
        state.began = state.parser.CurrentByteIndex if state.kind in _PLAIN and not attributes else -1
        state.value = state.reading = True
        state.parser.CharacterDataHandler = state.read


def _cdata(state: Pass, *, begins: bool) -> None:
    """Of a text behind a formula the reader loses what stands in such a section."""
    state.section = begins
    state.pieces = state.pieces or (state.reading and state.kind == "str")


def _open_text(state: Pass, attributes: dict[str, str]) -> None:
    if state.depth > state.cell_depth:
        state.reading = True
        state.trimmed = attributes.get("xml:space") != "preserve"
        state.parser.CharacterDataHandler = state.read


def _formula(state: Pass, attributes: dict[str, str]) -> None:
    if state.depth > state.cell_depth:
        state.formula = state.reading = True
        state.share = attributes.get("si", "")
        state.link = state.share in state.shares
        state.parser.CharacterDataHandler = state.look


def _close_cell(state: Pass) -> None:
    state.cell_depth = CLOSED
    text = state.text
    kind = state.kind
    if state.trimmed:
        state.trimmed = False
        text = "" if text.isspace() else text
    if kind == "s" and text in state.looks.empty:
        text = ""
    if not text and not state.formula:
        return
    state.cells += 1
    if state.cells > state.cells_left:
        raise too_many_cells(state.sheet)
    column = state.column
    if state.row > state.last_row or column > state.last_column:
        state.last_row = max(state.row, state.last_row)
        state.last_column = max(column, state.last_column)
        check_area(state.last_row, state.last_column, state.sheet)
    if text and kind != "e":
        # Where two readers may see two values no reader can be right: row 0 is in nobody's sheet.
        known = not state.pieces and (kind != "s" or (text.isdecimal() and text.isascii() and len(text) < _TEXT_KEPT // 4))
        state.filled.append((state.row if known else 0) << facts.COLUMN_BITS | column)
    if state.odd and text:
        note_look(state, _name(state), state.style, text if kind == "s" else "")
    if state.formula or kind == "e":
        _note_formula(state, text)


def _note_formula(state: Pass, text: str) -> None:
    cell = _name(state)
    if state.kind == "e" and text:
        state.errors[cell] = text
    if not state.formula:
        return
    state.formulas.append(cell)
    if not state.value or (not text and state.kind != "str"):
        state.uncalculated.append(cell)
    if state.link:
        state.linked.append(cell)
        if state.share:
            state.shares.add(state.share)


def note_look(state: Pass, name: str, style: str, shared: str) -> None:
    """What the format of a cell with content says that its value does not: a symbol font, a line through it, a colour."""
    look = state.looks.styles.get(style)
    if font := state.looks.fonts.get(shared, "") or (look.font if look else ""):
        state.fonts[name] = font
    for extra in look.extras if look else ():
        state.extras[extra] += 1


def _name(state: Pass) -> str:
    column = state.column
    return f"{_LETTERS[column - 1]}{state.row}" if column <= len(_LETTERS) else a1(state.row, column - 1)


def _merge(state: Pass, attributes: dict[str, str]) -> None:
    """Keep a merged range. All together may not cover more than a sheet may use: readers expand them."""
    first, _, last = attributes.get("ref", "").partition(":")
    first_row, first_column = place(first, state.sheet)
    last_row, last_column = place(last or first, state.sheet)
    box = (min(first_row, last_row), min(first_column, last_column),
           max(first_row, last_row), max(first_column, last_column))
    rows, columns = box[2] - box[0] + 1, box[3] - box[1] + 1
    state.merged += rows * columns
    state.merges.append(box)
    check_merges(state.merged, len(state.merges), state.sheet, (rows, columns))


def _columns(state: Pass, attributes: dict[str, str]) -> None:
    """Note hidden columns. Spans that overlap over and over are no honest file and would take for ever."""
    if attributes.get("hidden") not in _TRUE:
        return
    first = max(1, number(attributes.get("min", ""), state.sheet))
    last = min(facts.GRID_COLUMNS, number(attributes.get("max", ""), state.sheet))
    state.spanned += max(0, last - first + 1)
    if state.spanned > 8 * facts.GRID_COLUMNS:
        raise damaged(state.sheet, "col")
    state.hidden_columns.update(range(first, last + 1))
