"""The return copy: what was typed comes back as it was, marked, with the list of problems."""

from __future__ import annotations

import datetime
import io
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from formkit.cells import a1
from formkit.filing import Identity, Step
from formkit.layout import SHEET, lay_out
from formkit.load import find_form
from formkit.types import Raw
from formkit.write.book import write_workbook
from formkit.write.issue import Entry, Issue, Problem

FORM = find_form("zaozhuang-ledger")
PATH = (Step("village", "370405106201", "柳林村"), Step("township", "370405106", "邳庄镇"), Step("county", "370405", "台儿庄区"))
IDENTITY = Identity(FORM.form, FORM.version, PATH[0].code, "2020-03", 2, path=PATH)
ROWS = {"marginal": 6, "unstable": 4}
LAYOUT = lay_out(FORM, ROWS)


def opened(data: bytes) -> Workbook:
    return load_workbook(io.BytesIO(data))


def paper(data: bytes) -> Worksheet:
    return opened(data)[SHEET]


def entry(**more: Any) -> Entry:
    values: list[Raw] = ["台儿庄区", "邳庄镇", "柳林村", "=1+1", "http://a", "37999919600101001", 3]
    values += ["√", None, True, "@x", "+1", *[None] * 5, "因病", date(1899, 1, 1), date(2020, 2, 3), date(2020, 1, 1)]
    return Entry(tuple(values), **more)


PROBLEM = Problem("Sheet1!F9", "F10", "身份证号码", "**1001", "“身份证号码”有17位", "请重新录入", "error")
RETURNED = Issue(
    IDENTITY, ROWS, end=date(2020, 3, 31), zero=True, outside=(("Sheet1!A1", "=手写"),), problems=(PROBLEM,),
    entries={"marginal": (entry(verdict="身份证号码有17位", faults={5: "id-length"}, explanation="属实"), entry())},
)  # fmt: skip


def test_a_return_copy_brings_back_what_was_typed_and_never_runs_it() -> None:
    sheet = paper(write_workbook(FORM, RETURNED))
    row = LAYOUT.blocks[0].first_row
    values = [sheet.cell(row, column) for column in range(1, LAYOUT.width + 1)]
    assert [cell.value for cell in values[3:8]] == ["=1+1", "http://a", "37999919600101001", 3, "√"]
    assert [cell.data_type for cell in values[3:6]] == ["s", "s", "s"]
    assert [cell.hyperlink for cell in values] == [None] * LAYOUT.width
    assert [cell.value for cell in values[9:12]] == [True, "@x", "+1"]
    assert values[18].value == "1899-01-01"
    assert values[19].value == datetime.datetime(2020, 2, 3)
    assert (values[20].value, values[20].number_format) == (datetime.datetime(2020, 1, 1), 'yyyy"年"m"月"')
    own = [rules for area, rules in sheet.conditional_formatting._cf_rules.items() if str(area.sqref) == values[5].coordinate]
    assert [rule.formula for rules in own for rule in rules] == [[f'EXACT({values[5].coordinate},"37999919600101001")']]
    assert values[5].border.left.style == "medium"
    assert values[6].fill.fill_type is None
    assert sheet.cell(row, LAYOUT.verdict + 1).value == "身份证号码有17位"
    assert sheet.cell(row, LAYOUT.explanation + 1).value == "属实"
    assert sheet[LAYOUT.zero_switch].value == "是"
    last = LAYOUT.blocks[-1].last_row
    assert sheet.auto_filter.ref == f"{a1(LAYOUT.blocks[0].header_last, LAYOUT.verdict)}:{a1(last, LAYOUT.verdict)}"
    assert sheet.protection.autoFilter is False


def test_a_cell_is_red_while_it_says_what_it_said_whatever_kind_of_value_that_is() -> None:
    at = {index: f"{a1(LAYOUT.blocks[0].first_row, index)}" for index in range(LAYOUT.width)}
    faults = dict.fromkeys((5, 6, 8, 9, 18, 19, 20), "error")
    sheet = paper(write_workbook(FORM, replace(RETURNED, entries={"marginal": (entry(faults=faults),)})))
    said = {str(area.sqref): rule.formula for area, rules in sheet.conditional_formatting._cf_rules.items() for rule in rules}
    assert [said[at[index]] for index in faults] == [
        [f'EXACT({at[5]},"37999919600101001")'], [f"{at[6]}=3"], [f"LEN({at[8]})=0"], [f"{at[9]}=TRUE"],
        [f'EXACT({at[18]},"1899-01-01")'], [f"{at[19]}=43864"], [f"{at[20]}=43831"],
    ]  # fmt: skip


def test_a_return_copy_lists_its_problems_with_links() -> None:
    book = opened(write_workbook(FORM, RETURNED))
    sheet = book["问题清单"]
    assert [cell.value for cell in sheet[4]] == [
        1, "Sheet1!F9", "F10", "身份证号码", "**1001", "“身份证号码”有17位", "请重新录入", "必须改正",
    ]  # fmt: skip
    assert sheet["C4"].hyperlink.location == f"'{SHEET}'!F10"
    assert sheet.auto_filter.ref == "A3:H4"
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
    assert sheet.page_setup.fitToHeight == 0
    assert [cell.value for cell in book["表外内容"][3]] == ["Sheet1!A1", "=手写"]
    assert book["表外内容"]["B3"].data_type == "s"
    assert "问题清单" not in opened(write_workbook(FORM, Issue(IDENTITY, ROWS))).sheetnames


def test_what_a_workbook_cannot_hold_is_an_error() -> None:
    with pytest.raises(ValueError, match="entries"):
        write_workbook(FORM, Issue(IDENTITY, {"marginal": 1, "unstable": 1}, entries={"marginal": (entry(), entry())}))
    long = FORM.model_copy(update={"agency": "办" * 40_000})
    with pytest.raises(RuntimeError):
        write_workbook(long, Issue(IDENTITY, ROWS))


