"""The office's report: a line per file, every finding in the order of its sheet, nobody's number in it."""

from __future__ import annotations

import io
import zipfile

import openpyxl
import pytest

from formkit import gate
from formkit.cells import Place
from formkit.filing import Filing, Identity, Source, Step
from formkit.finding import Finding, Report
from formkit.intake import Judged
from formkit.load import find_form
from formkit.read.grid import read_grids
from formkit.words.ledgers import OUTCOME_NAMES
from formkit.write.report import write_report

FORM = find_form("zaozhuang-ledger")
FORMS = {FORM.form: FORM}
EAST = Identity(FORM.form, FORM.version, "379999101001", "2020-03", 1, "", (Step("village", "379999101001", "东村"),))
NUMBER = "379999194001010007"
FINDINGS = (
    Finding("id-checksum", "error", (Place("填报表", "F9"),), "marginal", "id_number", NUMBER,
            {"label": "身份证号码", "value": NUMBER}),
    Finding("not-in-codelist", "error", (Place("填报表", "R9"),), "marginal", "risk", "天灾，见13800000000",
            {"label": "主要返贫风险", "value": "天灾，见13800000000", "choices": "因病、因学"}),
    Finding("rule", "query", (Place("填报表", "R10"),), "marginal", "risk", "因学",
            {"says": "无人落实教育扶贫政策", "remedy": "请核对"}, "ZZ-02", "三（三）", explained=True),
    Finding("household-size", "query", (Place("填报表", "G11"),), "marginal", "household_size", "1",
            {"label": "家庭人口数", "size": "1", "rows": "2"}),
    Finding("missing-section", "error", (), "unstable", None, "", {"label": "二、脱贫享受政策人口"}),
    Finding("id-length", "error", (Place("填报表", "F12"),), "marginal", "id_number", "37999919", {
        "label": "身份证号码", "value": "37999919", "found": "8"}),
)  # fmt: skip
RETURNED = Judged("收件/东村.xlsx", "0" * 64, "xlsx", "returned", "returned", {"errors": "4", "queries": "1"}, EAST,
                  Filing(Source("收件/东村.xlsx", "0" * 64), EAST), Report(FINDINGS), households=3, persons=7)  # fmt: skip
BROKEN = Judged(f"收件/{NUMBER}.xlsx", "1" * 64, "unknown", "unreadable", "file-unreadable")
JUDGED = (RETURNED, BROKEN)


def sheets(data: bytes) -> dict[str, tuple[tuple[object, ...], ...]]:
    return {grid.name: grid.rows for grid in read_grids(data, gate.inspect(data, "x.xlsx"))}


def test_a_line_per_file_with_its_outcome_and_sentence() -> None:
    rows = sheets(write_report("2020年3月台账", JUDGED, FORMS))["审核结果"]
    assert rows[0][0] == "2020年3月台账审核结果"
    assert rows[1][0] == "共2个文件：退回1个、无法读取1个。错误4处，待核实1处。"
    assert rows[2] == ("单位", "单位代码", "文件", "结果", "户数", "人数", "错误数", "待核实数", "一句话")
    assert rows[3] == ("东村", "379999101001", "收件/东村.xlsx", "退回", 3, 7, 4, 1, "退回修改：4处错误、1处待核实")
    assert rows[4][2:8] == ("收件/**************0007.xlsx", "无法读取", None, None, None, None)  # not read is not 0
    assert "已损坏" in str(rows[4][8])


def test_every_finding_in_order_with_its_place_its_remedy_and_its_clause() -> None:
    rows = sheets(write_report("台账", JUDGED, FORMS))["问题清单"]
    assert rows[1] == ("单位", "文件", "工作表", "单元格", "栏目", "现值", "问题", "修改办法", "级别", "编号", "依据")
    assert [(row[3], row[8], row[9]) for row in rows[2:]] == [
        ("F9", "错误", "id-checksum"), ("R9", "错误", "not-in-codelist"), ("R10", "已说明", "ZZ-02"),
        ("G11", "待核实", "household-size"), (None, "错误", "missing-section"), ("F12", "错误", "id-length"),
    ]  # fmt: skip
    assert rows[3][6:8] == ("“主要返贫风险”填的“天灾，见*******0000”不在可选项中", "请从下拉列表中选择：因病、因学")
    assert rows[4][4:8] == ("主要返贫风险(下拉菜单选择)", "因学", "无人落实教育扶贫政策", "请核对")
    assert rows[4][10] == "三（三）"


def test_no_number_of_anybody_is_anywhere_in_the_file() -> None:
    with zipfile.ZipFile(io.BytesIO(write_report("台账", JUDGED, FORMS))) as archive:
        everything = "".join(archive.read(name).decode("utf-8") for name in archive.namelist())
    assert NUMBER not in everything
    assert "13800000000" not in everything
    assert "37999919" not in everything.replace("379999101001", "")
    assert "**************0007" in everything


@pytest.mark.parametrize("name", ["审核结果", "问题清单"])
def test_both_sheets_filter_and_print_on_a4_one_page_wide(name: str) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(write_report("台账", JUDGED, FORMS)))[name]
    assert sheet.auto_filter.ref
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)  # one wide is the default
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.print_title_rows is not None
    assert sheet.freeze_panes is not None


def test_a_report_of_nothing_and_of_several_forms() -> None:
    nothing = sheets(write_report("台账", (), FORMS))
    assert nothing["审核结果"][2][0] == "没有文件"
    assert nothing["问题清单"][2][0] == "没有发现问题"
    other = FORM.model_copy(update={"form": "other-ledger", "title": "{unit}另一张表"})
    several = sheets(write_report("台账", JUDGED, {**FORMS, other.form: other}))["审核结果"]
    assert several[2][2] == "报表"
    assert several[3][2] == "存在致贫、返贫风险人口即时帮扶情况台账"


def test_the_same_bytes_again_and_every_outcome_has_a_name() -> None:
    assert write_report("台账", JUDGED, FORMS) == write_report("台账", JUDGED, FORMS)
    named = {"refused", "encrypted", "unreadable", "not-a-filing", "copy", "wrong-form", "wrong-unit", "wrong-period",
             "conflict", "superseded", "zero", "empty", "returned", "accepted"}  # fmt: skip
    assert named <= set(OUTCOME_NAMES)
