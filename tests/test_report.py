"""The office's report: by file, by kind of finding, every finding; lists are cut, totals are exact, nobody's number is in it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from formkit import gate
from formkit.cells import Place
from formkit.commands.check import lines
from formkit.filing import Filing, Identity, Source, Step
from formkit.finding import Finding, Repair, Report
from formkit.intake import Judged
from formkit.load import find_form
from formkit.model import Form
from formkit.overview import overview
from formkit.read.grid import read_grids
from formkit.words import SENTENCES
from formkit.words.reporting import PAGE, REPORT
from formkit.words.returned import RETURNED as RETURN_COPY
from formkit.write import report
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
REPAIRS = (Repair(Place("填报表", "R11"), "risk", "病", "因病", "alias"), Repair(Place("填报表", "R12"), "risk", "学", "因学", "alias"),
           Repair(Place("填报表", "F11"), "id_number", NUMBER.lower() + " ", NUMBER, "id"))  # fmt: skip
RETURNED = Judged("收件/东村.xlsx", "0" * 64, "xlsx", "returned", "returned", {"errors": "4", "queries": "1"}, EAST,
                  Filing(Source("收件/东村.xlsx", "0" * 64), EAST), Report(FINDINGS, REPAIRS), households=3, persons=7)  # fmt: skip
BROKEN = Judged(f"收件/{NUMBER}.xlsx", "1" * 64, "unknown", "unreadable", "file-unreadable")
JUDGED = (RETURNED, BROKEN)


def sheets(data: bytes) -> dict[str, tuple[tuple[object, ...], ...]]:
    return {grid.name: grid.rows for grid in read_grids(data, gate.inspect(data, "x.xlsx"))}


def made(judged: tuple[Judged, ...] = JUDGED, forms: Mapping[str, Form] = FORMS, title: str = "台账") -> bytes:
    return write_report(overview(title, judged, forms))


def test_a_line_per_file_with_its_outcome_and_sentence() -> None:
    rows = sheets(made(title="2020年3月台账"))["各单位"]
    assert rows[0][0] == "2020年3月台账审核结果"
    assert rows[1][0] == "共2个文件：退回1个、无法读取1个。错误4处，待核实1处，已说明1处。"
    assert rows[2] == (
        "所属", "单位", "单位代码", "文件", "结果", "户数", "人数", "错误数", "待核实数", "一句话", "退回件",
    )  # fmt: skip
    assert rows[3][1:10] == ("东村", "379999101001", "收件/东村.xlsx", "退回", 3, 7, 4, 1, "退回修改：4处错误、1处待核实")
    assert rows[4][3:9] == ("收件/**************0007.xlsx", "无法读取", None, None, None, None)  # not read is not 0
    assert "已损坏" in str(rows[4][9])


def test_every_finding_in_order_with_its_place_its_remedy_and_its_clause() -> None:
    rows = sheets(made())["问题明细"]
    assert rows[1][0] == "共6处，一处一行；每个文件最多列1000处，没有列完的在该文件末尾注明。"
    assert rows[2] == ("单位", "文件", "工作表", "单元格", "栏目", "现值", "问题", "修改办法", "级别", "编号", "依据")
    assert [(row[3], row[8], row[9]) for row in rows[3:]] == [
        ("F9", "错误", "id-checksum"), ("R9", "错误", "not-in-codelist"), ("R10", "已说明", "ZZ-02"),
        ("G11", "待核实", "household-size"), (None, "错误", "missing-section"), ("F12", "错误", "id-length"),
    ]  # fmt: skip
    assert rows[4][6:8] == ("“主要返贫风险”填的“天灾，见*******0000”不在可选项中", "请从下拉列表中选择：因病、因学")
    assert rows[5][4:8] == ("主要返贫风险(下拉菜单选择)", "因学", "无人落实教育扶贫政策", "请核对")
    assert rows[5][10] == "三（三）"


def file_of(number: int, findings: tuple[Finding, ...], **changed: object) -> Judged:
    unit = Step("village", f"3799991020{number:02}", f"第{number}村")
    identity = replace(EAST, unit=unit.code, path=(unit, Step("township", "379999102", "西镇")))
    name = f"inbox/{number}.xlsx"
    base = Judged(name, f"{number:064}", "xlsx", "returned", "returned", {"errors": "1", "queries": "0"}, identity,
                  Filing(Source(name, ""), identity), Report(findings))  # fmt: skip
    return replace(base, **changed)  # type: ignore[arg-type]


def risk(row: int, said: str) -> Finding:
    args = {"label": "主要返贫风险", "value": said, "choices": "因病、因学"}
    return Finding("not-in-codelist", "error", (Place("填报表", f"R{row}"),), "marginal", "risk", said, args)


def test_kinds_of_finding_are_counted_exactly_and_the_commonest_come_first() -> None:
    judged = (*JUDGED, *(file_of(n, tuple(risk(9 + row, f"天灾{row}") for row in range(n))) for n in range(1, 12)))
    rows = sheets(made(judged))["按问题汇总"]
    assert rows[2] == (
        "问题", "修改办法", "栏目", "级别", "处数", "已说明数", "文件数", "单位数", "哪些单位、哪些格", "编号", "依据",
    )  # fmt: skip
    assert rows[3][:8] == (
        "“主要返贫风险”填的“…”不在可选项中", "请从下拉列表中选择：因病、因学", "主要返贫风险(下拉菜单选择)", "错误", 67, 0, 12, 12,
    )  # fmt: skip
    assert str(rows[3][8]).startswith("第11村 R9、R10、R11等11处；第10村 R9、R10、R11等10处；")
    assert str(rows[3][8]).endswith("第4村 R9、R10、R11等4处（共12个，列出前8个）")
    assert [row[9] for row in rows[4:]] == ["id-checksum", "missing-section", "id-length", "ZZ-02", "household-size"]
    assert [row[3:6] for row in rows[-2:]] == [("待核实", 1, 1), ("待核实", 1, 0)]


def test_what_was_superseded_or_repeated_is_named_and_not_counted() -> None:
    judged = (file_of(1, (risk(9, "天灾"),)), file_of(1, (risk(9, "天灾"), risk(10, "天灾")), outcome="superseded", file="b.xlsx"))
    found = sheets(made(judged))
    assert found["各单位"][1][0] == (
        "共2个文件：退回1个、已被取代1个。错误1处，待核实0处，已说明0处。其中1个文件已被更新或与别的文件相同，里面的问题不再计入。"
    )
    assert [row[7] for row in found["各单位"][3:]] == [1, 0]
    assert found["按问题汇总"][3][4] == 1
    assert len(found["问题明细"]) == 4


def test_long_lists_are_cut_and_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report, "OF_A_FILE", 3)
    monkeypatch.setattr(report, "DETAILED", 8)
    judged = tuple(file_of(n, tuple(risk(9 + row, "天灾") for row in range(9))) for n in (1, 2, 3))
    found = sheets(made(judged))
    rows = found["问题明细"]
    assert rows[1][0] == "共27处，一处一行；每个文件最多列2处，没有列完的在该文件末尾注明。"
    assert len(rows) == 3 + 3 * 3
    assert [row[6] for row in rows[5::3]] == ["本文件共9处，列出前2处"] * 3
    assert found["按问题汇总"][3][4:8] == (27, 0, 3, 3)


def test_repairs_are_grouped_with_their_writings() -> None:
    rows = sheets(made())["规整"]
    assert rows[3] == ("主要返贫风险(下拉菜单选择)", "换成可选项里的说法", 2, 1, "病→因病、学→因学", "东村 R11、东村 R12")
    assert rows[4][1:4] == ("身份证号码写法（空格、全角、小写x）", 1, 1)
    assert "0007" in str(rows[4][4])


def test_no_number_of_anybody_is_anywhere_in_the_file() -> None:
    with zipfile.ZipFile(io.BytesIO(made())) as archive:
        everything = "".join(archive.read(name).decode("utf-8") for name in archive.namelist())
    assert NUMBER not in everything
    assert "13800000000" not in everything
    assert "37999919" not in everything.replace("379999101001", "")
    assert "**************0007" in everything


@pytest.mark.parametrize("name", ["各单位", "按问题汇总", "问题明细", "规整"])
def test_every_sheet_filters_and_prints_on_a4_one_page_wide(name: str) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(made()))[name]
    assert sheet.auto_filter.ref
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)  # one wide is the default
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.print_title_rows is not None
    assert sheet.freeze_panes is not None


def test_a_report_of_nothing_and_of_several_forms() -> None:
    nothing = sheets(made(()))
    assert nothing["各单位"][2][0] == "没有文件"
    assert [nothing[name][2][0] for name in ("按问题汇总", "问题明细", "规整")] == ["没有发现问题"] * 2 + ["没有需要规整的写法"]
    other = FORM.model_copy(update={"form": "other-ledger", "title": "{unit}另一张表"})
    several = sheets(made(forms={**FORMS, other.form: other}))
    assert several["各单位"][2][3] == "报表"
    assert several["各单位"][3][3] == "存在致贫、返贫风险人口即时帮扶情况台账"
    assert [several[name][2][0] for name in ("按问题汇总", "规整")] == ["报表", "报表"]


def test_the_same_bytes_again_and_every_outcome_has_a_name() -> None:
    assert made() == made()
    named = {"refused", "encrypted", "unreadable", "not-a-filing", "copy", "wrong-form", "wrong-unit", "wrong-period",
             "conflict", "superseded", "zero", "empty", "returned", "accepted"}  # fmt: skip
    assert {f"outcome-{name}" for name in named} <= set(SENTENCES)


def test_every_text_of_the_report_is_used() -> None:
    root = Path(report.__file__).parent.parent
    files = [path for path in root.rglob("*.*") if path.suffix in (".py", ".html") and path.parent.name != "words"]
    source = "".join(path.read_text("utf-8") for path in files).replace("'", '"')
    for code in (*REPORT, *PAGE, *RETURN_COPY):
        column = code.startswith("report-") and f'("{code.removeprefix("report-")}", ' in source
        assert column or f'"{code}"' in source or code.startswith(("kind-", "left-")), code


def test_the_terminal_tells_many_findings_by_kind() -> None:
    few = [risk(9 + row, f"天灾{row}") for row in range(30)]
    assert len(list(lines(FORM, few, plain=False))) == 30
    (told,) = lines(FORM, [*few, risk(50, "天灾")], plain=False)
    assert told == (
        "R9、R10、R11、R12、R13、R14、R15、R16、R17、R18等31处 错误：“主要返贫风险”填的“…”不在可选项中。请从下拉列表中选择：因病、因学"
    )
    mixed = list(lines(FORM, [*few, *FINDINGS], plain=False))
    assert [said.split()[0] for said in mixed] == ["R9、R10、R11、R12、R13、R14、R15、R16、R17、R18等31处", "F9", "R10", "G11", "整张表", "F12"]
    assert NUMBER not in "".join(mixed)
    assert NUMBER in "".join(lines(FORM, [*few, *FINDINGS], plain=True))
