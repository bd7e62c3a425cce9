"""Blank official forms as offices draw them by hand, each a workbook made here, and what a reader sees in them.

The cells of a sheet are drawn one a line: ``A1:H1 text`` is a merge, ``A3 text`` a cell, ``\\n`` a break in it.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

_THIN = Side(style="thin")
_GRID = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_X14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
_XM = "http://schemas.microsoft.com/office/excel/2006/main"


@dataclass(frozen=True)
class Blank:
    """A drawn blank. ``columns`` is what a reader sees: ``label › label = type`` or ``= code 甲/乙``, one a line.

    ``frame`` is the rest that is expected of the schema, by the names of the model.
    """

    name: str
    cells: str
    table: str
    columns: str
    frame: Mapping[str, Any] = field(default_factory=dict)
    lists: Mapping[str, str] = field(default_factory=dict)
    extended: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    sheets: Mapping[str, str] = field(default_factory=dict)
    hidden: tuple[str, ...] = ()
    formats: Mapping[str, str] = field(default_factory=dict)
    comments: Mapping[str, str] = field(default_factory=dict)
    big: str = "A1"
    page: tuple[int, str] = (9, "landscape")


def workbook(blank: Blank) -> bytes:
    """The bytes of a drawn blank."""
    book = Workbook()
    book.remove(book.active)
    for name, cells in blank.sheets.items():
        _draw(book.create_sheet(name), cells)
    sheet = book.create_sheet("Sheet1", 1 if blank.sheets and "填表说明" in blank.sheets else 0)
    for name in blank.hidden:
        book[name].sheet_state = "hidden"
    _draw(sheet, blank.cells)
    for line in sheet[blank.table] if blank.table else ():
        for cell in line:
            cell.border = _GRID
            cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    for place in blank.big.split():
        sheet[place].font = Font(name="方正小标宋简体", size=20)
    _furnish(sheet, blank)
    for name, where in blank.names.items():
        book.defined_names[name] = DefinedName(name, attr_text=where)
    target = io.BytesIO()
    book.save(target)
    return _extended(target.getvalue(), blank, book.index(sheet) + 1)


def _draw(sheet: Any, cells: str) -> None:
    for line in cells.strip().splitlines():
        where, _, text = line.strip().partition(" ")
        first = where.partition(":")[0]
        sheet[first] = int(text) if text.isdigit() and len(text) < 12 else text.replace("\\n", "\n")
        if ":" in where:
            sheet.merge_cells(where)


def _furnish(sheet: Any, blank: Blank) -> None:
    for area, formula in blank.lists.items():
        kind, _, rest = formula.partition(" ") if formula.startswith(("whole ", "date ")) else ("list", "", formula)
        ends = rest.split("..") if kind != "list" else [rest]
        check = DataValidation(type=kind, formula1=ends[0], formula2=ends[1] if len(ends) > 1 else None, operator="between")
        for each in area.split():
            check.add(each)
        sheet.add_data_validation(check)
    for area, form in blank.formats.items():
        for (cell,) in sheet[area]:
            cell.number_format = form
    for place, said in blank.comments.items():
        sheet[place].comment = Comment(said, "office")
    sheet.page_setup.paperSize, sheet.page_setup.orientation = blank.page


def _extended(data: bytes, blank: Blank, number: int) -> bytes:
    """The workbook with the dropdowns that Excel keeps in an extension: those whose values are on another sheet."""
    if not blank.extended:
        return data
    inner = "".join(
        f'<x14:dataValidation type="list" allowBlank="1"><x14:formula1><xm:f>{formula}</xm:f></x14:formula1>'
        f"<xm:sqref>{area}</xm:sqref></x14:dataValidation>"
        for area, formula in blank.extended.items()
    )
    part = (
        f'<extLst><ext xmlns:x14="{_X14}" uri="{{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}}"><x14:dataValidations xmlns:xm="{_XM}" '
        f'count="{len(blank.extended)}">{inner}</x14:dataValidations></ext></extLst></worksheet>'
    )
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            text = old.read(name)
            if name == f"xl/worksheets/sheet{number}.xml":
                text = text.replace(b"</worksheet>", part.encode())
            new.writestr(name, text)
    return target.getvalue()


def expected(blank: Blank) -> list[tuple[tuple[str, ...], str, tuple[str, ...]]]:
    """The path, the type and the allowed values of each column that a reader sees."""
    found = []
    for line in blank.columns.strip().splitlines():
        path, _, rest = line.strip().partition(" = ")
        kind, _, values = rest.partition(" ")
        found.append((tuple(re.split(" › ", path)), kind, tuple(values.split("/")) if values else ()))
    return found
