"""A drawn workbook as the file it came in: written by xlsxwriter, then saved as whatever the clerk saved it as."""

from __future__ import annotations

import csv
import html
import io
import re
import zipfile
from datetime import date, datetime
from typing import Any

import xlsxwriter
from messy_sheet import Book, Cell, Sheet

from formkit.cells import a1

_NEVER = -987654321
_OTHER = {
    "图片": b"\x89PNG\r\n\x1a\n" + bytes(60), "PDF": b"%PDF-1.7\n" + bytes(60), "rar": b"Rar!\x1a\x07\x01\x00" + bytes(60), "空文件": b"",
}  # fmt: skip


def file_of(book: Book) -> bytes:
    """The bytes of a drawn workbook; what LibreOffice or a password makes of them comes after."""
    if kind := book.saved.get("bytes"):
        return _word() if kind == "Word" else _OTHER[kind]
    if encoding := book.saved.get("text"):
        return _text(book.sheet).encode("gb18030" if encoding == "GBK" else "utf-8-sig")
    if "html" in book.saved:
        return _page(book.sheet).encode("gb18030")
    return _workbook(book)


class _Clerks(xlsxwriter.Workbook):  # type: ignore[misc]
    """A workbook that may be as wrong as a clerk leaves it."""

    from_a_clerk = True


def _workbook(book: Book) -> bytes:
    data = io.BytesIO()
    with _Clerks(data, {"in_memory": True, "date_1904": "1904" in book.saved}) as made:
        if "macros" in book.saved:
            made.add_vba_project(io.BytesIO(bytes(64)), is_stream=True)
        for drawn in book.sheets:
            sheet = made.add_worksheet(drawn.name)
            {"visible": sheet.activate, "hidden": sheet.hide, "veryHidden": sheet.very_hidden}[drawn.state]()
            _fill(made, sheet, drawn)
            if rows := book.saved.get("formatted"):
                grey = made.add_format({"bg_color": "#EEEEEE"})
                for column in range(12):
                    sheet.write_blank(int(rows) - 1, column, None, grey)
    return _uncalculated(data.getvalue())


def _fill(made: Any, sheet: Any, drawn: Sheet) -> None:
    for top, left, bottom, right in drawn.merges:
        if (top, left) != (bottom, right):
            sheet.merge_range(top - 1, left, bottom - 1, right, "")
    for (row, column), cell in drawn.cells.items():
        style: dict[str, Any] = {name: value for name, value in cell.style if name != "comment"}
        _put(made, sheet, row - 1, column, cell, style)
        for name, value in cell.style:
            if name == "comment":
                sheet.write_comment(row - 1, column, value)
    for row in drawn.hidden_rows:
        sheet.set_row(row - 1, None, None, {"hidden": True})
    for column in drawn.hidden_columns:
        sheet.set_column(column, column, None, None, {"hidden": True})


def _put(made: Any, sheet: Any, row: int, column: int, cell: Cell, style: dict[str, Any]) -> None:
    if cell.kind == "number":
        sheet.write_number(row, column, float(cell.text), made.add_format(style))
    elif cell.kind == "date":
        sheet.write_datetime(row, column, datetime.fromisoformat(cell.text), made.add_format({**style, "num_format": "yyyy-mm-dd"}))
    elif cell.kind == "formula":
        sheet.write_formula(row, column, cell.text, made.add_format(style), _shown(cell))
    else:
        sheet.write_string(row, column, cell.text, made.add_format(style))


def _shown(cell: Cell) -> str | float:
    if cell.shows is None:
        return _NEVER
    return float(cell.shows) if re.fullmatch(r"-?\d+(\.\d+)?", cell.shows) else cell.shows


def _uncalculated(data: bytes) -> bytes:
    """The same workbook with no value behind the formulas that were never calculated."""
    mark = f"<v>{_NEVER}</v>".encode()
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        if not any(mark in old.read(name) for name in old.namelist()):
            return data
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(mark, b""))
    return made.getvalue()


def _lines(sheet: Sheet) -> list[list[str]]:
    last = max(row for row, _ in sheet.cells)
    width = max(column for _, column in sheet.cells) + 1
    return [[_seen(sheet.cells.get((row, column))) for column in range(width)] for row in range(1, last + 1)]


def _seen(cell: Cell | None) -> str:
    """What a cell shows, which is all that a text or a page keeps of it."""
    if cell is None:
        return ""
    if cell.kind == "date":
        day = date.fromisoformat(cell.text)
        return f"{day.year}/{day.month}/{day.day}"
    return (cell.shows or "") if cell.kind == "formula" else cell.text


def _text(sheet: Sheet) -> str:
    made = io.StringIO()
    csv.writer(made).writerows(_lines(sheet))
    return made.getvalue()


def _page(sheet: Sheet) -> str:
    spans = {(top, left): (bottom - top + 1, right - left + 1) for top, left, bottom, right in sheet.merges}
    hidden = {
        a1(row, column)
        for top, left, bottom, right in sheet.merges
        for row in range(top, bottom + 1) for column in range(left, right + 1)
        if (row, column) != (top, left)
    }  # fmt: skip
    rows = []
    for row, line in enumerate(_lines(sheet), 1):
        cells = []
        for column, text in enumerate(line):
            if a1(row, column) in hidden:
                continue
            down, across = spans.get((row, column), (1, 1))
            cells.append(f"<td rowspan={down} colspan={across}>{html.escape(text)}</td>")
        rows.append(f"<tr>{''.join(cells)}</tr>")
    head = '<head><meta http-equiv="Content-Type" content="text/html; charset=gb2312"></head>'
    return f"<html>{head}<body><table>{''.join(rows)}</table></body></html>"


def _word() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("word/document.xml", "<document/>")
    return made.getvalue()
