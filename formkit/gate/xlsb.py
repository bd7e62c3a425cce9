"""One pass over the records of a binary workbook (xlsb): its sheets, their used area, what readers do not tell.

Source: [MS-XLSB] 2.1.4 (record), 2.2.1 (record numbers), 2.4.304 (BrtBundleSh), 2.4.673 (BrtFont), 2.4.755
(BrtRowHdr), 2.4.820 (BrtSSTItem), 2.4.876 (BrtXF).
"""

from __future__ import annotations

import struct
from array import array
from collections.abc import Iterator, Mapping
from dataclasses import field

from formkit.values import dataclass

from ..cells import a1
from . import facts
from .biff import ERRORS
from .facts import Budget, Merge, SheetFacts, check_area, check_merges
from .styles import Look, symbol
from .xmlpass import too_many, too_many_cells

BOOK_PARTS = ("xl/sharedstrings.bin", "xl/styles.bin")
_ROW, _BLANK, _ERROR, _TEXT, _SHARED, _FORMULA_TEXT, _FORMULA_ERROR, _LAST_CELL = 0, 1, 3, 6, 7, 8, 11, 11
_RICH_CELL, _SST_ITEM, _FONT, _XF, _COLUMN, _SHEET, _MERGE, _LINK = 62, 19, 43, 47, 60, 156, 176, 494
_CELL_FORMATS, _CELL_FORMATS_END = 617, 618
_STATES = ("visible", "hidden", "veryHidden")


@dataclass(frozen=True, slots=True)
class BookFacts:
    """The sheets (name, state, part) in the order of the tabs; shared texts without a character; formats that say something."""

    sheets: tuple[tuple[str, str, str], ...]
    empty: frozenset[int]
    looks: Mapping[int, Look]


@dataclass(slots=True)
class _Sheet:
    """A worksheet as met so far."""

    row: int = 0
    rows: int = 0
    columns: int = 0
    cells: int = 0
    merged: int = 0
    merges: list[Merge] = field(default_factory=list)
    errors: dict[str, str] = field(default_factory=dict)
    formulas: list[str] = field(default_factory=list)
    fonts: dict[str, str] = field(default_factory=dict)
    extras: dict[str, int] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    filled: array[int] = field(default_factory=lambda: array("Q"))


def book_facts(book: bytes, texts: bytes, styles: bytes, parts: Mapping[str, str], budget: Budget) -> BookFacts:
    """What workbook.bin, sharedStrings.bin and styles.bin say; ``parts`` maps a relation to its part."""
    sheets: list[tuple[str, str, str]] = []
    for number, at, _ in _records(book, "xl/workbook.bin", budget):
        if number == _SHEET:
            state = _STATES[min(int.from_bytes(book[at:at + 4], "little"), 2)]
            relation, behind = _wide(book, at + 8)
            sheets.append((_wide(book, behind)[0], state, parts.get(relation, "")))
    items = (at for number, at, _ in _records(texts, BOOK_PARTS[0], budget) if number == _SST_ITEM)
    empty = frozenset(index for index, at in enumerate(items) if texts[at + 1:at + 5] == b"\0\0\0\0")
    return BookFacts(tuple(sheets), empty, _looks(styles, budget))


def _looks(styles: bytes, budget: Budget) -> Mapping[int, Look]:
    fonts: list[Look] = []
    looks: dict[int, Look] = {}
    count, cells = 0, False
    for number, at, length in _records(styles, BOOK_PARTS[1], budget):
        if number == _FONT and length >= 25:
            fonts.append(Look(symbol(_wide(styles, at + 21)[0]), ("struck",) if styles[at + 2] & 8 else ()))
        elif number in (_CELL_FORMATS, _CELL_FORMATS_END):
            cells = number == _CELL_FORMATS
        elif number == _XF and cells:
            font = int.from_bytes(styles[at + 4:at + 6], "little")
            if font < len(fonts) and fonts[font] != Look():
                looks[count] = fonts[font]
            count += 1
    return looks


def binary_facts(content: bytes, part: str, book: BookFacts, budget: Budget) -> SheetFacts:
    """The facts of one part, its records, cells and used area bounded. Raises StopError; a cut record ends the pass."""
    sheet = _Sheet()
    for number, at, length in _records(content, part, budget):
        if number == _ROW and length >= 4:
            sheet.row = int.from_bytes(content[at:at + 4], "little") + 1
            check_area(sheet.row, 1, part)
            if length >= 12 and content[at + 11] & 0x10:
                sheet.hidden_rows.add(sheet.row)
        elif (_BLANK < number <= _LAST_CELL or number == _RICH_CELL) and at + 4 <= len(content):
            _cell(sheet, content, number, at, length, book)
            budget.cells -= 1
            check_area(sheet.rows, sheet.columns, part)
            if budget.cells < 0:
                raise too_many_cells(part)
        elif number == _COLUMN and length >= 18:
            first, last, _, _, flags = struct.unpack_from("<4IH", content, at)
            if flags & 1:
                sheet.hidden_columns.update(range(first + 1, min(last, facts.GRID_COLUMNS - 1) + 2))
        elif number == _MERGE and length >= 16:
            top, bottom, left, right = struct.unpack_from("<4I", content, at)
            sheet.merges.append((top + 1, left + 1, bottom + 1, right + 1))
            sheet.merged += max(0, bottom - top + 1) * max(0, right - left + 1)
            check_merges(sheet.merged, len(sheet.merges), part, (bottom + 1, right + 1))
        elif number == _LINK:
            sheet.extras["links"] = sheet.extras.get("links", 0) + 1
    return SheetFacts(
        part, "visible", sheet.cells, sheet.rows, sheet.columns, tuple(sheet.merges), sheet.errors,
        frozenset(sheet.formulas), (), frozenset(sheet.hidden_rows), frozenset(sheet.hidden_columns), frozenset(),
        sheet.fonts, sheet.extras, sheet.filled.tobytes())


def _cell(sheet: _Sheet, content: bytes, number: int, at: int, length: int, book: BookFacts) -> None:
    column = int.from_bytes(content[at:at + 4], "little")
    sheet.rows, sheet.columns = max(sheet.rows, sheet.row), max(sheet.columns, column + 1)
    size = int.from_bytes(content[at + 8:at + 12], "little")
    empty = (number in (_TEXT, _FORMULA_TEXT) and not size) or (number == _SHARED and size in book.empty)
    formula = _FORMULA_TEXT <= number <= _FORMULA_ERROR
    if empty and not formula:
        return
    sheet.cells += 1
    if number in (_ERROR, _FORMULA_ERROR):
        sheet.errors[a1(sheet.row, column)] = ERRORS.get(content[at + 8] if length > 8 else -1, "#ERR!")
    elif not empty:
        sheet.filled.append(sheet.row << facts.COLUMN_BITS | (column + 1))
    if formula:
        sheet.formulas.append(a1(sheet.row, column))
    if not empty and (look := book.looks.get(int.from_bytes(content[at + 4:at + 7], "little"))):
        if look.font:
            sheet.fonts[a1(sheet.row, column)] = look.font
        for name in look.extras:
            sheet.extras[name] = sheet.extras.get(name, 0) + 1


def _records(content: bytes, part: str, budget: Budget) -> Iterator[tuple[int, int, int]]:
    """(record number, start of its body, length), each paid for; the last one may be cut."""
    at, size = 0, len(content)
    while at < size:
        number, at = _varint(content, at, 2)
        length, at = _varint(content, at, 4)
        budget.elements -= 1
        if budget.elements < 0:
            raise too_many(part)
        yield number, at, min(length, size - at)
        at += length


def _wide(content: bytes, at: int) -> tuple[str, int]:
    """A text led by its length in four bytes, and where it ends."""
    size = min(int.from_bytes(content[at:at + 4], "little"), (len(content) - at) // 2)
    return content[at + 4:at + 4 + 2 * size].decode("utf-16-le", "replace"), at + 4 + 2 * size


def _varint(content: bytes, at: int, most: int) -> tuple[int, int]:
    """A number of up to ``most`` bytes, seven bits each, and where it ends."""
    value = 0
    for shift in range(most):
        if at >= len(content):
            break
        byte = content[at]
        at += 1
        value |= (byte & 0x7F) << (7 * shift)
        if not byte & 0x80:
            break
    return value, at
