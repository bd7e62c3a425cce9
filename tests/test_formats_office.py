"""What LibreOffice makes of a workbook in each format is read whole: the same cells at the same places, nothing unread."""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path

import openpyxl
import pytest
from conftest import Spreadsheet
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from test_formats import ID, grids

from formkit.read.grid import Grid

pytestmark = pytest.mark.office
KINDS = {"xls": "MS Excel 97", "ods": "calc8", "xlsx": "Calc Office Open XML", "html": "HTML (StarCalc)"}


def fill(file: Path) -> None:
    """Everything a clerk's sheet has that a reader may stumble on."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "台账"
    book.epoch = datetime(1904, 1, 1)
    sheet.append(["姓名", "身份证号码", "数", "日期", "时间"])
    sheet.append(["张三", ID, 3, date(2020, 3, 1), datetime(2020, 3, 1, 8, 30), time(8, 30)])
    sheet["G2"], sheet["H2"], sheet["I2"], sheet["J2"] = "=1/0", "=A2", '=""', True
    sheet["K2"], sheet["K2"].font = "R", Font(name="Wingdings 2")
    sheet.merge_cells("A3:A5")
    sheet["A3"], sheet["B4"], sheet["C5"] = "李四", "  ", " 前后 "
    sheet["D5"] = sheet["D2"].value
    sheet["D5"].number_format = 'yyyy"年"m"月"'
    sheet["B3"].fill, sheet["B3"].comment = PatternFill("solid", fgColor="FFFFFF00"), Comment("批注", "a")
    sheet["B3"], sheet["B3"].font = "多\n行", Font(strike=True)
    sheet.row_dimensions[4].hidden = sheet.column_dimensions["C"].hidden = True
    hidden = book.create_sheet("隐藏")
    hidden["C7"], hidden.sheet_state = "秘", "hidden"
    book.save(file)


@pytest.fixture(scope="module")
def saved(spreadsheet: Spreadsheet, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("formats")
    fill(folder / "filing.xlsx")
    spreadsheet(folder / "filing.xlsx", "台账", [], save=[(str(folder / f"saved.{kind}"), how) for kind, how in KINDS.items()])
    return folder


def read(saved: Path, kind: str, name: str = "a.xlsx") -> tuple[Grid, ...]:
    return grids((saved / f"saved.{kind}").read_bytes(), name)


@pytest.mark.parametrize("kind", ["xls", "ods", "xlsx"])
def test_workbooks_keep_cells_places_and_what_the_reader_does_not_tell(saved: Path, kind: str) -> None:
    sheet, hidden = read(saved, kind, "a.et")

    assert (sheet.unread, hidden.unread, hidden.visible) == (0, 0, False)
    assert [sheet.value(2, column) for column in range(8)] == [
        "张三", ID, 3, date(2020, 3, 1), datetime(2020, 3, 1, 8, 30), "08:30:00", None, "张三"]  # fmt: skip
    assert (sheet.value(2, 9), sheet.value(5, 3), hidden.value(7, 2)) == (True, date(2020, 3, 1), "秘")
    assert (sheet.merges, sheet.hidden_rows, sheet.hidden_columns) == (((3, 1, 5, 1),), {4}, {3})
    assert (sheet.errors, sheet.fonts, sheet.formulas >= {"G2", "H2", "I2"}) == ({"G2": "#DIV/0!"}, {"K2": "Wingdings 2"}, True)
    assert (sheet.extras["comments"], sheet.extras["struck"], sheet.extras.get("colours", 1)) == (1, 1, 1)


def test_what_openpyxl_writes_is_read_whole(saved: Path) -> None:
    sheet, hidden = grids((saved / "filing.xlsx").read_bytes())

    assert (sheet.unread, hidden.unread) == (0, 0)
    assert sheet.uncalculated == {"G2", "H2", "I2"}
    assert (sheet.value(2, 3), sheet.value(5, 3)) == (date(2020, 3, 1), date(2020, 3, 1))


def test_its_web_page_is_read_as_it_shows(saved: Path) -> None:
    page = read(saved, "html", "a.xls")[0]

    assert (page.value(2, 1), page.value(3, 1), page.fonts) == (ID, "多\n行", {"J2": "Wingdings 2"})
    assert page.extras == {"comments": 1, "struck": 1}
