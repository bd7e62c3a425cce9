"""The return copy comes back: the same data, the same findings at cells that are true, nothing of its marking, nothing lost."""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from dataclasses import replace
from datetime import date
from typing import Any

import openpyxl
import pytest
from drawn import person
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.workbook import Workbook
from sent_back import FORM, ROWS, canonical, copy_of, edited, faulty, filing, found, judged, messy, moved, row, sent

from formkit import returns
from formkit.filing import Filing
from formkit.intake import Judged
from formkit.layout import OUTSIDE_SHEET, PROBLEM_SHEET, SHEET, UNCALCULATED, lay_out, letters
from formkit.returns import return_issue
from formkit.write import returned

WRITTEN = st.one_of(
    st.sampled_from([
        "", None, "病", "因懒", "√", "✓", "是", "否", "×", "37999919700101", "=1+1", "=cmd|' /C calc'!A0", "+86", "-", "@SUM(A1)", "#N/A",
        "http://evil.example", "张　三", "２０２０．３", "2020年3月", "2020.13", "3人", "0.5万", "同上", "_x0041_", " 前后 ", "甲\n乙", UNCALCULATED,
    ]),
    st.integers(-3, 10**7), st.sampled_from([0.5, 2020.1, 379999197001010011.0, True, False]),
    st.dates(date(1900, 3, 1), date(2030, 1, 1)), st.text("甲乙12aX.·", max_size=20),
)
CHANGES = st.dictionaries(st.sampled_from([column.key for column in FORM.leaves]), WRITTEN, max_size=4)


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(CHANGES, min_size=1, max_size=5), st.lists(CHANGES, max_size=3))
def test_an_unmended_return_copy_is_the_same_filing_with_the_same_findings(first: list[Any], second: list[Any]) -> None:
    rows = {
        "marginal": [row(number, **changed) for number, changed in enumerate(first, 1)],
        "unstable": [row(number, **changed) for number, changed in enumerate(second, 50)],
    }
    before = judged(sent(rows))
    again = judged(copy_of(before))
    assert canonical(again) == canonical(before)
    assert found(again) == moved(before)
    assert filing(again).outside == ()
    assert filing(again).identity.revision == 2
    assert filing(again).identity.answers == before.sha256


def test_mending_the_marked_cells_makes_it_clean() -> None:
    before = faulty()
    at = letters(FORM)
    first, second = lay_out(FORM, return_issue(FORM, before, None).rows).blocks
    mended = {
        f"{at['risk']}{first.first_row}": "因病", f"{at['id_number']}{first.first_row + 1}": person("1971-05-06", 77),
        f"{at['risk']}{first.first_row + 2}": "因病", f"{at['risk']}{second.first_row}": "因灾",
    }  # fmt: skip
    assert {cell for _, _, cell in moved(before)} == set(mended)
    after = judged(edited(copy_of(before), lambda book: [book[SHEET].__setitem__(cell, value) for cell, value in mended.items()]))
    assert after.report.findings == ()
    assert after.outcome == "accepted"
    assert after.report.repairs == ()


def test_what_a_clerk_does_to_the_copy_leaves_no_residue() -> None:
    before = faulty()
    block = lay_out(FORM, return_issue(FORM, before, None).rows).blocks[0]

    def inserted(book: Workbook) -> None:
        book[SHEET].insert_rows(block.first_row + 1)

    def swapped(book: Workbook) -> None:
        sheet = book[SHEET]
        for column in range(1, sheet.max_column + 1):
            one, other = sheet.cell(block.first_row, column), sheet.cell(block.first_row + 1, column)
            if type(one).__name__ == type(other).__name__ == "Cell":
                one.value, other.value = other.value, one.value

    def filtered(book: Workbook) -> None:
        book[SHEET].row_dimensions[block.first_row].hidden = True

    expected = Counter((code, column) for code, column, _ in found(before).elements())
    for edit in (inserted, swapped, filtered):
        after = judged(edited(copy_of(before), edit))
        real = Counter((c, k) for c, k, _ in found(after).elements() if c != "hidden-rows")
        assert real == expected, edit.__name__
        assert filing(after).outside == (), edit.__name__
        assert sorted(map(str, canonical(after))) == sorted(map(str, canonical(before)))


def test_what_stood_outside_the_form_is_carried_and_carried_again_once() -> None:
    before = judged(messy())
    texts = dict(filing(before).outside)
    second = judged(copy_of(before))
    third = judged(copy_of(second))
    assert dict(filing(second).outside) == texts == dict(filing(third).outside)
    assert len(filing(third).outside) == len(texts)
    where = {f"{place.sheet}!{place.cell}": said for place, said in texts.items()}
    last = lay_out(FORM, ROWS).last_row
    first = lay_out(FORM, ROWS).blocks[0].first_row
    assert {
        f"{SHEET}!AN2": "联系人：李四", f"{SHEET}!AN{first}": "低保户，见=附件", f"{SHEET}!A{last + 3}": "以上情况属实",
        f"{SHEET}!B{last + 4}": "村会计 王五", "走访记录!A1": "日期 | 走访人", "走访记录!A2": "3月2日 | 赵六",
    }.items() <= where.items()  # fmt: skip
    sheet = openpyxl.load_workbook(io.BytesIO(copy_of(third)))[OUTSIDE_SHEET]
    assert [cell.value for cell in sheet["B"]][2:] == list(texts.values())
    added = edited(copy_of(third), lambda book: book[OUTSIDE_SHEET].cell(sheet.max_row + 2, 1, "又：已电话核实"))
    assert filing(judged(added)).outside[-1][1] == "又：已电话核实"


def test_no_formula_of_a_returned_file_is_in_what_is_written() -> None:
    for data in (copy_of(judged(messy())), copy_of(judged(copy_of(judged(messy()))))):
        book = openpyxl.load_workbook(io.BytesIO(data))
        for sheet in book:
            for cell in (cell for line in sheet.iter_rows() for cell in line if cell.value is not None):
                own = sheet.title == SHEET and (cell.row == 2 or cell.column > len(FORM.leaves))
                assert cell.data_type != "f" or own or sheet.title == "一户一页", (sheet.title, cell.coordinate, cell.value)
                target = cell.hyperlink.location if cell.hyperlink else ""
                assert not cell.hyperlink or (sheet.title == PROBLEM_SHEET and str(target).startswith(f"'{SHEET}'!"))
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = {name: package.read(name).decode("utf-8", "replace") for name in package.namelist()}
        assert not [name for name in parts if "externalLink" in name or "vba" in name]
        assert not any("<f>" in text and ("cmd|" in text or "HYPERLINK" in text) for text in parts.values())
        assert not any('TargetMode="External"' in text for text in parts.values())


def test_what_cannot_be_carried_is_counted_and_named() -> None:
    one = judged(messy())
    assert filing(one).extras["formulas"] == 1
    some = Filing(filing(one).source, filing(one).identity, records=filing(one).records, rows=filing(one).rows,
                  extras={"comments": 3, "pictures": 1, "slicers": 2, "charts": 0})  # fmt: skip
    counted = Judged("a.xlsx", one.sha256, "xlsx", "returned", "returned", identity=one.identity, filing=some, report=one.report)
    said = return_issue(FORM, counted, None).remarks
    assert said == ("原表中有3条批注、1张图片、2处其他内容（slicers）没有带过来，需要的请看自己留存的原表。",)
    sheet = openpyxl.load_workbook(io.BytesIO(copy_of(counted)))[PROBLEM_SHEET]
    assert sheet["A3"].value == said[0]
    assert sheet["A4"].value == "序号"


def test_values_under_a_merge_hidden_rows_and_sections_on_other_sheets_are_each_there_once() -> None:
    at = letters(FORM)
    blocks = lay_out(FORM, ROWS).blocks
    first, second = (block.first_row for block in blocks)

    def spread(book: Workbook) -> None:
        sheet = book[SHEET]
        sheet.merge_cells(f"{at['helper']}{first}:{at['helper']}{first + 1}")
        sheet.row_dimensions[first + 2].hidden = True
        other = book.create_sheet("第二部分")
        for line in sheet.iter_rows(min_row=blocks[1].title_row, max_row=second, max_col=len(FORM.leaves)):
            other.append([cell.value for cell in line])
        for column in range(1, len(FORM.leaves) + 1):
            sheet.cell(second, column).value = None

    lines = [row(1), row(2, head_name="张甲二", helper="另一人", risk="因懒"), row(3, head_name="张甲三", id_number="37")]
    before = judged(edited(sent({"marginal": lines, "unstable": [row(4, head_name="张甲四", risk="天灾")]}), spread))
    after = judged(copy_of(before))
    assert [len([r for r in filing(one).records if r.section == s]) for one in (before, after) for s in ROWS] == [3, 1, 3, 1]
    assert canonical(after) == canonical(before)
    helper = FORM.places["helper"]
    assert [record.value(helper) for record in filing(after).records[:2]] == ["李帮一", "李帮一"]
    kept = Counter((code, column) for code, column, _ in found(before).elements() if column)
    assert Counter((code, column) for code, column, _ in found(after).elements()) == kept


def test_a_list_of_problems_without_end_is_cut_and_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(returned, "LISTED", 3)
    monkeypatch.setattr(returns, "COPIED", 2)
    some = judged(messy())
    many = replace(some, report=faulty().report)
    book = openpyxl.load_workbook(io.BytesIO(copy_of(many)))
    assert str(book[PROBLEM_SHEET]["A2"].value).startswith("共4条。")
    assert str(book[PROBLEM_SHEET]["A2"].value).endswith("只列出前3条，改好这些再报，其余的届时再列。")
    assert "的6处内容没有计入，原样抄在“表外内容”表里，供对照。只抄了前2处" in str(book[PROBLEM_SHEET]["A3"].value)
    assert [cell.value for cell in book[PROBLEM_SHEET]["A"]][-3:] == [1, 2, 3]
    assert book[OUTSIDE_SHEET].max_row == 4


def test_an_error_and_a_formula_without_its_value_stay_what_they_are_until_mended() -> None:
    at, first = letters(FORM), lay_out(FORM, ROWS).blocks[0].first_row

    def broken(book: Workbook) -> None:
        book[SHEET][f"{at['risk']}{first}"] = "#N/A"
        book[SHEET][f"{at['helper']}{first}"] = "=A1&B1"

    before = judged(edited(sent({"marginal": [row(1)]}), broken))
    assert [code for code, _, _ in found(before)] == ["formula-error", "never-calculated"]
    copy = copy_of(before)
    assert found(judged(copy)) == moved(before) == found(judged(copy_of(judged(copy))))
    sheet = openpyxl.load_workbook(io.BytesIO(copy))[SHEET]
    assert [sheet[f"{at[key]}{first}"].value for key in ("risk", "helper")] == ["#N/A", UNCALCULATED]
