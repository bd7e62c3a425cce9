"""One pass over the records of an old workbook (xls): where its sheets have content, and what readers do not tell.

Cells of a chart stand in a stream of its own inside the sheet's; they are bounded like all others (a reader may
take them for the sheet's) but are none of its cells.
Source: [MS-XLS] 2.3 (records), 2.4.28 (BoundSheet8), 2.4.90 (Dimensions), 2.4.117 (FilePass), 2.4.127 (Formula), 2.4.265 (SST).
"""

from __future__ import annotations

import struct
from array import array
from collections.abc import Iterator, Mapping
from dataclasses import field

from formkit.values import dataclass

from ..cells import a1
from . import facts
from .biffbook import Book, book_record
from .facts import Budget, Merge, SheetFacts, StopError, check_area, check_merges
from .ptg import looks_outside
from .xmlpass import too_many, too_many_cells

_FILEPASS, _EOF, _STRING = 0x2F, 0x0A, 0x0207
_BOF = frozenset({0x0009, 0x0209, 0x0409, 0x0809})
_OPENINGS = frozenset(number.to_bytes(2, "little") for number in _BOF)
_BIFF8 = b"\0\6"
# Records of cells with content: row and first column as two 16-bit numbers, MULRK ends with its last.
_LABELS = frozenset({0xD6, 0x0204})
_LABELSST, _BOOLERR, _MULRK = 0xFD, 0x0205, 0xBD
_FORMULAS = frozenset({0x06, 0x0206, 0x0406})
_CELLS = frozenset({_MULRK, _LABELSST, 0x0203, _BOOLERR, 0x027E}) | _FORMULAS | _LABELS
_ROW, _COLINFO, _MERGES, _NOTE, _OBJ, _HLINK, _DIMENSIONS = 0x0208, 0x7D, 0xE5, 0x1C, 0x5D, 0x01B8, 0x0200
_DECLARING = frozenset({_FILEPASS, _DIMENSIONS})
_LARGEST = 65_536 * 256     # cells of a sheet
ERRORS: Mapping[int, str] = {
    0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A", 43: "#GETTING_DATA"}
_OBJECTS: Mapping[int, str] = {5: "charts", 8: "pictures"}


@dataclass(slots=True)
class _Sheet:
    """One sheet as met so far."""

    rows: int = 0
    columns: int = 0
    cells: int = 0
    merged: int = 0
    merges: list[Merge] = field(default_factory=list)
    errors: dict[str, str] = field(default_factory=dict)
    formulas: list[str] = field(default_factory=list)
    linked: list[str] = field(default_factory=list)
    fonts: dict[str, str] = field(default_factory=dict)
    extras: dict[str, int] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    filled: array[int] = field(default_factory=lambda: array("Q"))
    waiting: int = 0            # place of a formula whose text is in the STRING record to come


def too_old(content: bytes) -> bool:
    """Whether it is of Excel 95 or before: the reader makes nonsense of its Chinese texts (measured)."""
    return content[:2] in _OPENINGS and content[4:6] != _BIFF8


def workbook_facts(content: bytes, budget: Budget) -> tuple[SheetFacts, ...]:
    """The facts of each sheet in the order of the tabs, all cells bounded. Raises StopError, also ``file-encrypted``."""
    book = Book()
    sheets: dict[int, _Sheet] = {}
    sheet: _Sheet | None = None
    depth = rows = columns = 0
    for number, at, length in _records(content):
        budget.elements -= 1
        if budget.elements < 0:
            raise too_many("Workbook")
        if number in _DECLARING:
            _declared(content, number, at, length)
        if number in _BOF:
            depth += 1
            if depth == 1 or at - 4 in book.starts:
                depth, rows, columns = 1, 0, 0
                sheet = sheets.setdefault(at - 4, _Sheet())
        elif number == _EOF:
            depth = max(0, depth - 1)
            book_record(book, content, number, at, length)
        elif number in _CELLS and length >= 4:
            rows, columns = _bound(content, number, at, length, rows, columns, budget)
            if sheet is not None and depth == 1:
                _cell(sheet, book, content, number, at, length)
        elif sheet is not None and depth == 1:
            _other(sheet, content, number, at, length)
            book_record(book, content, number, at, length)
    return tuple(_finished(sheets.get(start, _Sheet()), name, state) for start, (name, state) in book.starts.items())


def _declared(content: bytes, number: int, at: int, length: int) -> None:
    """Stop at a password, and at a used area that no such sheet can have: the reader makes room for it before it meets a cell."""
    if number == _FILEPASS:
        raise StopError("encrypted", "file-encrypted")
    if length not in (10, 14):
        return
    first, last, left, right = struct.unpack_from("<2I2H" if length == 14 else "<4H", content, at)
    rows, columns = (last - first, right - left) if last and right else (1, 1)
    if rows < 0 or columns < 0 or rows * columns > _LARGEST:
        raise StopError("refused", "grid-overflow", sheet="", rows=str(last), columns=str(right))


def _records(content: bytes) -> Iterator[tuple[int, int, int]]:
    """(record number, start of its body, length) one after another, as far as they are whole."""
    at = 0
    while at + 4 <= len(content):
        number, length = struct.unpack_from("<2H", content, at)
        if at + 4 + length > len(content):
            return
        yield number, at + 4, length
        at += 4 + length


def _bound(content: bytes, number: int, at: int, length: int, rows: int, columns: int, budget: Budget) -> tuple[int, int]:
    """The used area with one more cell record, paid for; empty texts and errors take room in a reader as well."""
    row, column = struct.unpack_from("<2H", content, at)
    if number == _MULRK:
        last = int.from_bytes(content[at + length - 2:at + length], "little")
        budget.cells -= max(0, last - column)
        column = max(column, last)
    rows, columns = max(rows, row + 1), max(columns, column + 1)
    budget.cells -= 1
    check_area(rows, columns, "")
    if budget.cells < 0:
        raise too_many_cells("")
    return rows, columns


def _cell(sheet: _Sheet, book: Book, content: bytes, number: int, at: int, length: int) -> None:
    row, column = struct.unpack_from("<2H", content, at)
    sheet.waiting = 0
    last, error, text = column, "", True
    if number == _MULRK:
        last = int.from_bytes(content[at + length - 2:at + length], "little")
    elif number == _LABELSST:
        text = int.from_bytes(content[at + 6:at + 10], "little") not in book.empty
    elif number in _LABELS:
        text = content[at + 6:at + 8] != b"\0\0"
    elif number == _BOOLERR:
        error = ERRORS.get(content[at + 6], "#ERR!") if length >= 8 and content[at + 7] else ""
    elif number in _FORMULAS:
        _formula(sheet, book, content, row, column, at, length)
        return
    for each in range(column, last + 1) if text else ():
        _note(sheet, book, row, each, content[at + 4:at + 6] if number != _MULRK else b"", error)


def _formula(sheet: _Sheet, book: Book, content: bytes, row: int, column: int, at: int, length: int) -> None:
    """A formula and its cached value, whose text stands in a record of its own."""
    value = content[at + 6:at + 14]
    special = value[6:8] == b"\xff\xff"
    error = ERRORS.get(value[2], "#ERR!") if special and value[0] == 2 else ""
    name = a1(row + 1, column)
    sheet.formulas.append(name)
    rest = content[at + 22:at + length]
    if book.outer and looks_outside(rest[:int.from_bytes(content[at + 20:at + 22], "little")], book.outer):
        sheet.linked.append(name)
    if special and value[0] in (0, 3):
        _count(sheet, row, column)
        sheet.waiting = (row + 1) << facts.COLUMN_BITS | (column + 1) if value[0] == 0 else 0
        return
    _note(sheet, book, row, column, content[at + 4:at + 6], error)


def _note(sheet: _Sheet, book: Book, row: int, column: int, style: bytes, error: str) -> None:
    """A cell with a value, or an error."""
    _count(sheet, row, column)
    if error:
        sheet.errors[a1(row + 1, column)] = error
    else:
        sheet.filled.append((row + 1) << facts.COLUMN_BITS | (column + 1))
    if look := book.looks.get(style):
        if look.font:
            sheet.fonts[a1(row + 1, column)] = look.font
        for name in look.extras:
            sheet.extras[name] = sheet.extras.get(name, 0) + 1


def _count(sheet: _Sheet, row: int, column: int) -> None:
    sheet.cells += 1
    sheet.rows, sheet.columns = max(sheet.rows, row + 1), max(sheet.columns, column + 1)


def _other(sheet: _Sheet, content: bytes, number: int, at: int, length: int) -> None:
    """Hidden rows and columns, merges, and what hangs on the sheet."""
    if number == _STRING:
        if sheet.waiting and content[at:at + 2] != b"\0\0":
            sheet.filled.append(sheet.waiting)
        sheet.waiting = 0
    elif number == _ROW and length >= 16:
        if content[at + 12] & 0x20:
            sheet.hidden_rows.add(int.from_bytes(content[at:at + 2], "little") + 1)
    elif number == _COLINFO and length >= 10:
        first, last, _, _, flags = struct.unpack_from("<5H", content, at)
        if flags & 1:
            sheet.hidden_columns.update(range(first + 1, min(last, 255) + 2))
    elif number == _MERGES and length >= 2:
        _merges(sheet, content[at + 2:at + length])
    elif number in (_NOTE, _HLINK):
        name = "comments" if number == _NOTE else "links"
        sheet.extras[name] = sheet.extras.get(name, 0) + 1
    elif number == _OBJ and (name := _OBJECTS.get(int.from_bytes(content[at + 4:at + 6], "little"), "")):
        sheet.extras[name] = sheet.extras.get(name, 0) + 1


def _merges(sheet: _Sheet, body: bytes) -> None:
    for at in range(0, len(body) - 7, 8):
        top, bottom, left, right = struct.unpack_from("<4H", body, at)
        sheet.merges.append((top + 1, left + 1, bottom + 1, right + 1))
        sheet.merged += max(0, bottom - top + 1) * max(0, right - left + 1)
        check_merges(sheet.merged, len(sheet.merges), "", (bottom + 1, right + 1))


def _finished(sheet: _Sheet, name: str, state: facts.State) -> SheetFacts:
    return SheetFacts(
        name, state, sheet.cells, sheet.rows, sheet.columns, tuple(sheet.merges), sheet.errors,
        frozenset(sheet.formulas), (), frozenset(sheet.hidden_rows), frozenset(sheet.hidden_columns),
        frozenset(sheet.linked), sheet.fonts, sheet.extras, sheet.filled.tobytes())
