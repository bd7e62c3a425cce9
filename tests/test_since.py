"""What a return copy says has changed, and the name it goes by."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import openpyxl
from drawn import person
from office_task import EAST_A, EAST_B, answer, household, only, send
from openpyxl.workbook import Workbook
from sent_back import FORM, copy_of, edited, judged, row, sent

from formkit.layout import PROBLEM_SHEET, SHEET, lay_out, letters
from formkit.returns import copy_names, return_issue
from formkit.since import earlier_of, since


def test_it_says_what_changed_since_the_last_return() -> None:
    lines = [row(1, risk="因懒"), row(2, head_name="张甲二", id_number="3799"), row(3, head_name="张甲三", risk=None)]
    before = judged(sent({"marginal": lines}))
    first = lay_out(FORM, return_issue(FORM, before, None).rows).blocks[0].first_row
    at = letters(FORM)

    def mended(book: Workbook) -> None:
        sheet = book[SHEET]
        sheet[f"{at['risk']}{first}"] = "因病"
        sheet[f"{at['helper']}{first}"] = None
        sheet.insert_rows(first)

    after = judged(edited(copy_of(before), mended), "b.xlsx")
    unseen = replace(before, sha256="0" * 64)
    assert earlier_of(after, [after, before]) is before
    assert earlier_of(after, [after, unseen]) is None
    assert earlier_of(before, [after, before]) is None
    later = replace(before, identity=replace(before.identity, revision=3), seen="2")
    assert earlier_of(later, [before, after, later]) is after
    stranger = replace(before, identity=replace(before.identity, unit="1"))
    assert earlier_of(after, [stranger]) is None
    problems = openpyxl.load_workbook(io.BytesIO(copy_of(after, before)))[PROBLEM_SHEET]
    assert problems["A3"].value == "比上次：上次指出的，已改好或说明1处，还有2处；这次新发现1处。"
    heads = [cell.value for cell in problems[4]]
    listed = [(line[3].value, line[heads.index("比上次")].value) for line in problems.iter_rows(min_row=5)]
    assert listed == [
        ("帮扶联系人姓名", "新"), ("身份证号码", "上次已指出"), ("主要返贫风险(下拉菜单选择)", "上次已指出"),
    ]  # fmt: skip
    silent = openpyxl.load_workbook(io.BytesIO(copy_of(after)))[PROBLEM_SHEET]
    assert [cell.value for cell in silent[3]][-1] == "处理"


def test_people_are_met_again_by_number_then_by_name_then_by_order() -> None:
    old = [row(1, risk="甲"), row(2, head_name="张甲二", risk="乙", id_number="37"), row(3, head_name="", risk="丙", id_number=None)]
    number = person("1971-05-06", 77)
    new = [row(5, head_name="张甲六", risk="新"), row(2, head_name="张甲二", risk="乙", id_number=number),
           row(3, head_name="", risk="丙", id_number=None), row(1, risk="甲")]  # fmt: skip
    earlier, one = judged(sent({"marginal": old})), judged(sent({"marginal": new}))
    told = since(FORM, one, earlier)
    risks = [place for place, finding in enumerate(one.report.findings) if finding.column == "risk"]
    assert [place in told.still for place in risks] == [False, True, True, True]
    assert told.new == 1
    assert told.fixed == earlier.report.errors - len([f for f in one.report.findings if f.open]) + 1


def test_a_number_of_15_digits_that_became_one_of_18_is_the_same_person() -> None:
    number = person("1971-05-06", 7)
    old = [row(1, id_number=number[:6] + number[8:17], risk="因懒"), row(2, head_name="张甲二", risk="因馋")]
    new = [row(2, head_name="张甲三", risk="因病"), row(1, head_name="张甲四", id_number=number, risk="因懒")]
    told = since(FORM, one := judged(sent({"marginal": new})), judged(sent({"marginal": old})))
    (risk,) = [place for place, finding in enumerate(one.report.findings) if finding.column == "risk"]
    assert risk in told.still


def test_copies_have_names_of_their_own() -> None:
    names = copy_names(["镇/a.xls", "镇/a.xlsx", "镇/b.xlsx", "a.zip!/b.xlsx", "镇/c_退回.xlsx", "镇/c_退回2.xlsx", "A.xlsx", "a.xlsx", "../x.xlsx"])
    assert [str(path) for path in names.values()] == [
        "镇/a.xls_退回.xlsx", "镇/a.xlsx_退回.xlsx", "镇/b_退回.xlsx", "a.zip!/b_退回.xlsx", "镇/c_退回2.xlsx", "镇/c_退回3.xlsx",
        "A.xlsx_退回.xlsx", "a.xlsx-2_退回.xlsx", "x_退回.xlsx",
    ]  # fmt: skip


def test_the_office_gives_each_original_its_copy_and_says_what_changed(task: Path) -> None:
    send(task, EAST_A, {"marginal": [household(1, risk="因懒"), household(2, head_name="张甲二", helper=None)]}, "表.xlsx")
    send(task, EAST_B, {"marginal": [household(3, risk="因懒")]}, "表.xlsm")
    first = answer("check", task, "--now", "2020-04-03")
    copies = [each["return_copy"] for each in first["filings"]]
    assert copies == ["returns/表.xlsm_退回.xlsx", "returns/表.xlsx_退回.xlsx"]
    book = openpyxl.load_workbook(task / copies[1])
    cell = only(first, "表.xlsx")["findings"][0]["return_cell"]
    book[SHEET][cell] = "因病"
    book.save(task / "inbox" / Path(copies[1]).name)
    second = only(answer("check", task, "--now", "2020-04-04"), "_退回.xlsx")
    assert second["return_copy"] == "returns/表.xlsx_退回2.xlsx"
    problems = openpyxl.load_workbook(task / second["return_copy"])[PROBLEM_SHEET]
    assert problems["A3"].value == "比上次：上次指出的，已改好或说明1处，还有1处；这次新发现0处。"
    assert {path.name for path in (task / "returns").glob("*退回*")} == {"表.xlsm_退回.xlsx", "表.xlsx_退回2.xlsx"}
