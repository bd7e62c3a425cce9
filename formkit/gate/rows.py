"""Rows of a worksheet that are written as nearly every program writes them, taken whole instead of tag by tag.

Expat calls back at each tag, and that is most of what a sheet costs. Here a text is cut at its rows and cells, and what stands
behind a reference (style, kind, formula, value), the same in hundreds of cells, is judged once. All or nothing: a text that
differs in one byte from the forms below is left to expat. Every step is linear, so a hostile text costs no more than its length.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Sequence
from dataclasses import field
from functools import lru_cache

from formkit.values import dataclass

from ..cells import letter, named
from .area import Row, Shape, shape_of
from .cell import COLUMN, GIVEN_MOST, Cell, cell_of, hides, without_formulas
from .facts import Value
from .styles import Looks, key_of

DEPTH = 4                                       # elements that stand open at most, the row among them
LAST_ROW, LAST_COLUMN = 999_999, 702            # as far as the forms below reach: ZZ999999
_COLUMNS = {letter(column).encode(): column + 1 for column in range(LAST_COLUMN)}
_OPENING, _NEXT = b'<row r="', b'<c r="'
_BEHIND = rb'%b(?:(?<=<c r="[A-Z]%b)|(?<=<c r="[A-Z][A-Z]%b))'   # its number, as the end of a reference
_DIGITS = re.compile(rb"[1-9][0-9]{0,5}")
_ROW = re.compile(rb'<row r="([1-9][0-9]{0,5})"([^<>]{0,300}?) ?')
_SHORT, _LONG = 100, 2_500                      # bytes of a cell that is remembered: of a plain one, of one with more to say
_REMEMBERED, _ROWS, _LOOKS = 10_000, 500, 8     # how many are, of them and of rows, and under how many looks


@dataclass(slots=True)
class Rows:
    """What the rows add to the facts of their sheet, and where they end; ``looked`` are the cells whose look says something.

    Of each of those its name, its style and the number of its shared string or "". ``rows`` are those with cells, and ``sure``
    whether it is certain what the reader makes of them.
    """

    elements: int = 0
    cells: int = 0
    last_row: int = 0
    last_column: int = 0
    row: int = 0
    column: int = 0
    rows: list[Row] = field(default_factory=list)
    sure: bool = True
    formulas: list[str] = field(default_factory=list)
    uncalculated: list[str] = field(default_factory=list)
    errors: dict[str, str] = field(default_factory=dict)
    hidden: list[int] = field(default_factory=list)
    looked: list[tuple[str, str, str]] = field(default_factory=list)


# A row: its number, whether it is hidden, its shape, values, and the cells of which there is more to say, by their column.
_Read = tuple[int, bool, Shape, list[Value], Sequence[tuple[int, Cell]]]


@dataclass(slots=True)
class Known:
    """What was judged before under the same looks: what pieces say, their values, whole rows (of a form nearly all files have the
    same heads and spare rows). Numbers outlast their sheet, texts do not."""

    looks: Looks
    says: dict[bytes, int] = field(default_factory=dict)
    values: dict[bytes, Value] = field(default_factory=dict)
    rows: dict[bytes, _Read] = field(default_factory=dict)
    special: dict[bytes, Cell] = field(default_factory=dict)


_known: dict[Hashable, Known] = {}


def known_of(looks: Looks) -> Known:
    """What is known under these looks, of which nearly all files have the same: none, or one empty string."""
    if looks.styles or looks.fonts or len(looks.empty) > _LOOKS:
        return Known(looks)
    if len(_known) > _LOOKS or any(len(each.says) > _REMEMBERED for each in _known.values()):
        _known.clear()
    before = _known.setdefault(key_of(looks), Known(looks))
    return Known(looks, before.says, before.values, before.rows)


def rows_of(text: bytes, known: Known) -> Rows | None:
    """The facts of whole rows, from ``<row`` to ``</row>``; None if a byte of them is not as expected."""
    *lines, behind = without_formulas(text).split(b"</row>")
    if behind:
        return None
    if len(known.special) > _REMEMBERED:
        known.special.clear()
    found = Rows()
    for line in lines:
        row = known.rows.get(line) or _row(line, known, found)
        if row is None:
            return None
        _add(found, *row)
    return found


def _row(line: bytes, known: Known, found: Rows) -> _Read | None:
    """A row, which lacks its end; None if it is odd. Rows without cells before it are added at once.

    Its number closes each reference, so it is what it is cut at: a piece is the end of a cell and the beginning of the next. Where it
    is the number of a style as well that makes odd pieces, and it is cut at the references alone.
    """
    digits = line[8:line.find(b'"', 8)]
    if not (_DIGITS.fullmatch(digits) and line.startswith(_OPENING)):
        return None
    end = digits + b'"'
    pieces = line.split(end)
    read = _read(int(digits), pieces[1], pieces[2:], known)
    if read is None and (at := line.rfind(b"<row ")):
        return _row(line[at:], known, found) if _are_blank(line[:at], found) else None
    if read is None:
        opening, *pieces = re.split(_BEHIND % (end, end, end), line[len(_OPENING) + len(end):])
        read = _read(int(digits), opening, pieces, known)
    if read is not None and len(line) < _LONG and str not in map(type, read[3]) and not read[4]:
        if len(known.rows) >= _ROWS:
            known.rows.clear()
        known.rows[line] = read
    return read


def _read(number: int, opening: bytes, cells: list[bytes], known: Known) -> _Read | None:
    """What the pieces of a row say, of which ``opening`` is the rest of its tag."""
    opened = _opened(opening) if len(opening) <= GIVEN_MOST else None
    if opened is None:
        return None
    says = tuple(map(known.says.get, cells))
    values = list(map(known.values.get, cells))
    special: Sequence[tuple[int, Cell]] = ()
    if None in says:
        if (judged := _judged(cells, says, values, known)) is None:
            return None
        says, special = judged
    shape = shape_of(opened[1], says)
    return None if shape is None else (number, opened[0], shape, values, [(shape.columns[at], cell) for at, cell in special])


def _add(found: Rows, number: int, hidden: bool, shape: Shape, values: list[Value], notes: Sequence[tuple[int, Cell]]) -> None:
    """Add a row to the facts."""
    found.sure = found.sure and shape.sure and number > found.row
    found.row, found.column = number, shape.end
    found.elements += 1 + shape.elements
    if hidden:
        found.hidden.append(number)
    if values:
        found.rows.append((number, shape, values))
    if not shape.cells:
        return
    found.cells += shape.cells
    found.last_row = max(found.last_row, number)
    found.last_column = max(found.last_column, shape.last)
    if shape.formulas:
        found.formulas += named(shape.formulas, number)
        found.uncalculated += named(shape.uncalculated, number)
    for column, cell in notes:
        name = f"{letter(column - 1)}{number}"
        if cell.error:
            found.errors[name] = cell.error
        if cell.look:
            found.looked.append((name, *cell.look))


def blank_rows(text: bytes) -> Rows | None:
    """The facts of rows without any cell, each closed in itself; None if a byte of them is not as expected."""
    found = Rows()
    return found if _are_blank(text, found) else None


def _are_blank(text: bytes, found: Rows) -> bool:
    """Whether a text is rows without any cell."""
    *tags, behind = text.split(b"/>")
    for tag in tags:
        match = _ROW.fullmatch(tag)
        hidden = hides(match[2]) if match else None
        if match is None or hidden is None:
            return False
        found.elements += 1
        found.row, found.column = int(match[1]), 0
        if hidden:
            found.hidden.append(found.row)
    return not behind


@lru_cache(maxsize=512)
def _opened(opening: bytes) -> tuple[bool, int] | None:
    """Whether a row is hidden, and the column of its first cell or 0, by its tag behind its number; None if it is odd."""
    given, mark, letters = opening.rpartition(_NEXT)
    given, column = (given, _COLUMNS.get(letters, 0)) if mark else (opening, 0)
    hidden = hides(given[:-1])
    return None if hidden is None or not given.endswith(b">") or (mark and not column) else (hidden, column)


def _judged(
    pieces: list[bytes], said: Sequence[int | None], values: list[Value], known: Known,
) -> tuple[tuple[int | None, ...], list[tuple[int, Cell]]] | None:
    """What pieces say of which not all were known, and the cells of which there is more to say; None if one is odd. Fills in values."""
    says = list(said)
    special: list[tuple[int, Cell]] = []
    for index in [index for index, each in enumerate(says) if each is None]:
        piece = pieces[index]
        cell = known.special.get(piece) or _piece(piece, known.looks)
        if cell is None:
            return None
        says[index], values[index] = cell.says, cell.value
        if cell.error or cell.look:
            special.append((index, cell))
        elif type(cell.value) is not str and len(piece) < _SHORT:
            known.says[piece], known.values[piece] = cell.says, cell.value
            continue
        if len(piece) < _LONG:
            known.special[piece] = cell
    return tuple(says), special


def _piece(piece: bytes, looks: Looks) -> Cell | None:
    """A piece: what stands behind a reference, and where the next one begins."""
    rest, mark, letters = piece.rpartition(_NEXT)
    column = _COLUMNS.get(letters, 0) if mark else 0
    cell = None if mark and not column else cell_of(rest if mark else piece, looks)
    return None if cell is None else Cell(cell.says | column << COLUMN, cell.value, cell.error, cell.look)

