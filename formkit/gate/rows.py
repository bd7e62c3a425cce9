"""Rows of a worksheet that are written as nearly every program writes them, taken whole instead of tag by tag.

Expat calls back at each tag, and that is most of what a sheet costs. Here a text is cut at its rows and cells, and what stands
behind a reference (style, kind, formula, value), the same in hundreds of cells, is judged once. All or nothing: a text that
differs in one byte from the forms below is left to expat. Every step is linear, so a hostile text costs no more than its length.
"""

from __future__ import annotations

import re
from array import array
from dataclasses import field
from functools import lru_cache
from itertools import compress
from operator import add

from formkit.values import dataclass

from ..cells import letter
from .cell import EMPTY, FILLED, GIVEN_MOST, NOTED, Cell, cell_of, hides, without_formulas
from .facts import COLUMN_BITS
from .styles import Looks

DEPTH = 4                                       # elements that stand open at most, the row among them
LAST_ROW, LAST_COLUMN = 999_999, 702            # as far as the forms below reach: ZZ999999
_LETTERS = tuple(letter(column) for column in range(LAST_COLUMN))
_COLUMNS = {letters.encode(): column for column, letters in enumerate(_LETTERS, 1)}
_NEXT = b'<c r="'
_DIGITS = re.compile(rb"[1-9][0-9]{0,5}")
_ROW = re.compile(rb'<row r="([1-9][0-9]{0,5})"([^<>]{0,300}?) ?')
_CODE, _SHIFT, _OPENS = 3, 2, 3                 # which of these it is, and where above that the column of the next one stands
# The tag of a row that goes on with a cell of a column, or ends: no text can be mistaken for one.
_TAGS = {b"\0": _OPENS, **{b"\0" + letters: column << _SHIFT | _OPENS for letters, column in _COLUMNS.items()}}
_COUNTED = bytes([code == FILLED for code in range(256)])
_SHORT, _LONG = 100, 2_500                      # bytes of a cell that is remembered: of a plain one, of one with more to say
_REMEMBERED, _LOOKS = 10_000, 8                 # how many are, and under how many looks


@dataclass(slots=True)
class Rows:
    """What the rows add to the facts of their sheet, and where they end; ``looked`` are the cells whose look says something.

    Of each of those its name, its style and the number of its shared string or "".
    """

    elements: int = 0
    cells: int = 0
    last_row: int = 0
    last_column: int = 0
    row: int = 0
    column: int = 0
    filled: array[int] = field(default_factory=lambda: array("Q"))
    formulas: list[str] = field(default_factory=list)
    uncalculated: list[str] = field(default_factory=list)
    errors: dict[str, str] = field(default_factory=dict)
    hidden: list[int] = field(default_factory=list)
    looked: list[tuple[str, str, str]] = field(default_factory=list)


_Judged = tuple[int, Cell | None]  # what a cell is, with the column of the next one above it; what more there is to say


@dataclass(slots=True)
class Known:
    """What was judged before under the same looks. Numbers outlast their sheet, texts do not."""

    looks: Looks
    plain: dict[bytes, int] = field(default_factory=_TAGS.copy)
    special: dict[bytes, _Judged] = field(default_factory=dict)


_known: dict[frozenset[str], Known] = {}


def known_of(looks: Looks) -> Known:
    """What is known under these looks, of which nearly all files have the same: none, or one empty string."""
    if looks.styles or looks.fonts or len(looks.empty) > _LOOKS:
        return Known(looks)
    if len(_known) > _LOOKS or any(len(each.plain) > _REMEMBERED + len(_TAGS) for each in _known.values()):
        _known.clear()
    before = _known.setdefault(looks.empty, Known(looks))
    return Known(looks, before.plain)


def rows_of(text: bytes, known: Known) -> Rows | None:
    """The facts of whole rows, from ``<row`` to ``</row>``; None if a byte of them is not as expected."""
    if b"\0" in text:
        return None
    *lines, behind = without_formulas(text).split(b"</row>")
    if behind:
        return None
    found = Rows()
    pieces: list[bytes] = []
    bases: list[int] = []
    starts: list[int] = []
    for line in lines:
        row = _row(line, found)
        if row is None:
            return None
        starts.append(len(pieces))
        pieces += row
        bases += [found.row << COLUMN_BITS] * len(row)
    if len(known.special) > _REMEMBERED:
        known.special.clear()
    judged = _judged(pieces, known)
    if judged is None:
        return None
    values, notes = judged
    columns = [0, *[value >> _SHIFT for value in values]]
    # Only the tag of a row stands in no column, and behind its last cell there is no next one.
    if columns.pop() or columns.count(0) != len(starts) or any(map(columns.__getitem__, starts)):
        return None
    found.column = columns[-1] if columns else 0
    _place(found, bytes([value & _CODE for value in values]), columns, list(map(add, bases, columns)), notes)
    return found


def _row(line: bytes, found: Rows) -> list[bytes] | None:
    """The pieces of a row without its end: its tag as one of _TAGS, and what stands behind each reference; None if it is odd.

    Its number closes each reference, so it is what the row is cut at: a piece is the end of a cell and the beginning of the next.
    """
    blank, _, line = line.rpartition(b"<row ")
    digits = line[3:line.find(b'"', 3)]
    if not (_DIGITS.fullmatch(digits) and line.startswith(b'r="') and (not blank or _are_blank(blank, found))):
        return None
    found.row = int(digits)
    found.elements += 1
    end = digits + b'"'
    _, *pieces = line.split(end)
    if len(pieces) - 1 != line.count(_NEXT):
        pieces = _whole(pieces, end)            # a row's number may be that of a style as well
    opened = _opened(pieces[0]) if len(pieces[0]) <= GIVEN_MOST else None
    if opened is None:
        return None
    hidden, pieces[0] = opened
    if hidden:
        found.hidden.append(found.row)
    return pieces


def _whole(pieces: list[bytes], end: bytes) -> list[bytes]:
    """The pieces of a row in which its number stands elsewhere too, as that of a style may: each up to the next reference."""
    found: list[bytes] = []
    held: list[bytes] = []
    for piece in pieces:
        held.append(piece)
        _, mark, letters = piece.rpartition(_NEXT)
        if mark and letters in _COLUMNS:
            found.append(end.join(held))
            held.clear()
    return [*found, end.join(held)] if held else found


def _are_blank(text: bytes, found: Rows) -> bool:
    """Whether a text is rows without any cell."""
    *tags, behind = text.split(b"/>")
    for tag in tags:
        match = _ROW.fullmatch(tag)
        hidden = hides(match[2]) if match else None
        if match is None or hidden is None:
            return False
        found.elements += 1
        if hidden:
            found.hidden.append(int(match[1]))
    return not behind


@lru_cache(maxsize=512)
def _opened(opening: bytes) -> tuple[bool, bytes] | None:
    """Whether a row is hidden, and its tag as one of _TAGS, by that tag behind its number; None if it is odd."""
    given, mark, letters = opening.rpartition(_NEXT)
    tag = b"\0" + letters if mark else b"\0"
    given = given if mark else opening
    hidden = hides(given[:-1])
    return None if hidden is None or not given.endswith(b">") or tag not in _TAGS or (mark and not letters) else (hidden, tag)


def _judged(pieces: list[bytes], known: Known) -> tuple[list[int], list[tuple[int, Cell]]] | None:
    """What the pieces of rows are, and the cells of which there is more to say; None if one is odd."""
    values = list(map(known.plain.get, pieces))
    special: list[tuple[int, Cell]] = []
    for index in [index for index, value in enumerate(values) if value is None]:
        piece = pieces[index]
        judged = known.special.get(piece) or _piece(piece, known.looks)
        if judged is None:
            return None
        values[index], cell = judged
        if cell is not None:
            special.append((index, cell))
            if len(piece) < _LONG:
                known.special[piece] = judged
        elif len(piece) < _SHORT:
            known.plain[piece] = judged[0]
    return values, special  # type: ignore[return-value]


def _piece(piece: bytes, looks: Looks) -> _Judged | None:
    """A piece: what stands behind a reference, and where the next one begins."""
    rest, mark, letters = piece.rpartition(_NEXT)
    column = _COLUMNS.get(letters, 0) if mark else 0
    cell = None if mark and not column else cell_of(rest if mark else piece, looks)
    if cell is None:
        return None
    return (column << _SHIFT | cell, None) if isinstance(cell, int) else (column << _SHIFT | NOTED, cell)


def _place(found: Rows, codes: bytes, columns: list[int], places: list[int], notes: list[tuple[int, Cell]]) -> None:
    """Add the cells by what they are, their columns and places, and what more there is to say."""
    found.elements += codes.count(EMPTY) + 2 * codes.count(FILLED)
    counted = bytearray(codes.translate(_COUNTED))
    filled = counted.copy() if notes else counted
    for index, cell in notes:
        found.elements += cell.elements
        filled[index] = cell.filled
        counted[index] = cell.filled or cell.formula or bool(cell.error)
        if not (cell.formula or cell.error or cell.look):
            continue
        name = f"{_LETTERS[columns[index] - 1]}{places[index] >> COLUMN_BITS}"
        if cell.formula:
            found.formulas.append(name)
            if cell.uncalculated:
                found.uncalculated.append(name)
        if cell.error:
            found.errors[name] = cell.error
        if cell.look:
            found.looked.append((name, *cell.look))
    found.filled = array("Q", compress(places, filled))
    found.cells = counted.count(1)
    found.last_row = max(compress(places, counted), default=0) >> COLUMN_BITS
    found.last_column = max(compress(columns, counted), default=0)
