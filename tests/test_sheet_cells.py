"""The quick way of writing cells gives what the original gives, cell by cell."""

from __future__ import annotations

import io
import re
import zipfile
from functools import partial

import pytest
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet as Original

from formkit.write.styles import Sheet, put

TEXTS = ("甲", "<&\">", "'", " ", "=1+1", "a\nb", "")
NUMBERS = (0.0, 1.0, -3.5, 0.1 + 0.2, 1e15, 123456789012345.0, 1e-7)


def rows_of(kind: type[Original]) -> str:
    target = io.BytesIO()
    workbook = Workbook(target, {"in_memory": True})
    sheet, plain = workbook.add_worksheet("甲", kind), workbook.add_format({"border": 1})
    for row, text in enumerate(TEXTS):
        sheet.write_string(row, 0, text, plain) if text else sheet.write_blank(row, 0, None, plain)
        sheet.write_number(row, 30, NUMBERS[row], plain)
        sheet.write_string(row, 1, text or "乙")
        sheet.write_boolean(row, 2, row % 2 == 0, plain)
        sheet.write_formula(row, 3, '"<"&A1', plain, "<甲")
        sheet.write_formula(row, 4, "SUM(A1)<B1", plain, NUMBERS[row])
    workbook.close()
    with zipfile.ZipFile(target) as package:
        return package.read("xl/worksheets/sheet1.xml").decode()


def test_cells_are_those_of_the_original_without_the_spans() -> None:
    assert rows_of(Sheet) == re.sub(' spans="[0-9:]+"', "", rows_of(Original))


def test_a_cell_beyond_the_sheet_is_refused() -> None:
    workbook = Workbook(io.BytesIO(), {"in_memory": True})
    sheet, plain = workbook.add_worksheet("甲", Sheet), workbook.add_format()
    assert isinstance(sheet, Sheet)
    for write in (
        lambda: put(sheet.write_string, 1_048_576, 0, "甲", plain), lambda: put(sheet.write_number, 0, 16_384, 1.0, plain),
        lambda: sheet.put_cells(0, (16_383, 16_384), partial(str, "")),
    ):  # fmt: skip
        with pytest.raises(RuntimeError, match="refused"):
            write()
