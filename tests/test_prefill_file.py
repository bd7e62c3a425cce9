"""Rows out of a table that somebody supplies: which columns, units and sections are meant, and what is said of the rest."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from drawn import person
from office_task import EAST_A, EAST_B, ROSTER, WEST_A, WEST_C, new_task, run
from xlsxwriter import Workbook

from formkit.arrivals import Arrival
from formkit.beforehand.kept import EMPTY, in_hand
from formkit.beforehand.prefill import Allotted, allotted
from formkit.beforehand.whose import Wanted
from formkit.layout import SHEET, lay_out, letters
from formkit.load import find_form
from formkit.lock import locked
from formkit.model import Form
from formkit.period import parse
from formkit.read import FileRead
from formkit.read.supplied import Found, supplied
from formkit.roster import read_roster
from formkit.write.leftover import NAME

LEDGER, CASES, ANNEX = find_form("zaozhuang-ledger"), find_form("longkou-case"), find_form("fuzhou-monthly")
UNITS = read_roster(ROSTER.encode())
MONTH = parse("2020-03")
Rows = Sequence[Sequence[Any]]
# As the national system exports its list: other columns among them, months in six digits.
HEADER = ("县(市、区、旗)", "乡(镇)", "行政村", "户编号", "户主姓名", "证件号码", "民族", "与户主关系", "家庭人口数", "监测对象类别", "致贫/返贫风险1",
          "帮扶责任人", "识别监测时间", "低保")  # fmt: skip


def line(number: int, **changed: Any) -> list[Any]:
    row = {"县(市、区、旗)": "示例区", "乡(镇)": "东镇", "行政村": "甲庄村", "户编号": "H1", "户主姓名": "张甲一", "民族": "汉族", "与户主关系": "户主",
           "证件号码": person("1970-01-01", number), "家庭人口数": 2, "监测对象类别": "边缘易致贫户", "致贫/返贫风险1": "因病", "帮扶责任人": "李帮一",
           "识别监测时间": "202002", "低保": "是"}  # fmt: skip
    return [(row | changed)[name] for name in HEADER]


def book(*sheets: tuple[str, Rows]) -> bytes:
    target = io.BytesIO()
    with Workbook(target, {"in_memory": True}) as made:
        for name, rows in sheets:
            sheet = made.add_worksheet(name)
            for place, row in enumerate(rows):
                sheet.write_row(place, 0, row)
    return target.getvalue()


def found(form: Form, data: bytes, name: str = "导出.xlsx", wanted: Wanted | None = None) -> Found:
    wanted = wanted or Wanted(form, MONTH, UNITS)
    made = supplied(Arrival(name, data), [(form, wanted.specs)])
    assert isinstance(made, tuple), made
    return made[0]


def put(form: Form, rows: Rows, **more: Any) -> Allotted:
    return allotted(Wanted(form, MONTH, more.get("units", UNITS)), found(form, book(("Sheet1", rows)), wanted=more.get("wanted")))


def filled(form: Form, got: Allotted, unit: str, section: str = "marginal") -> list[dict[str, Any]]:
    """The rows of a unit by key, without what is empty."""
    pairs = [zip(form.leaves, entry.values, strict=True) for entry in in_hand(got.units.get(unit, EMPTY)).entries.get(section, ())]
    return [{leaf.key: value for leaf, value in each if value is not None} for each in pairs]


def why(got: Allotted) -> list[tuple[int, str, str]]:
    return [(one.row, one.cell, one.why) for one in got.left]


def test_an_export_under_a_title_is_put_to_units_sections_and_columns() -> None:
    rows = [["监测对象名单"], ["导出日期：2020-03-25"], HEADER, line(1), line(2, 与户主关系="配偶", 低保="否"),
            line(3, **{"监测对象类别": "脱贫不稳定户", "行政村": "丙庄", "乡(镇)": "西镇(新区)"})]  # fmt: skip
    got = put(LEDGER, rows)
    head, wife = filled(LEDGER, got, EAST_A)

    assert head == {
        "county": "示例区", "township": "东镇", "village": "甲庄村", "head_name": "张甲一", "relation": "户主",
        "id_number": person("1970-01-01", 1), "household_size": 2, "low_income": "√", "risk": "因病", "helper": "李帮一",
        "recognised": date(2020, 2, 1),
    }  # fmt: skip
    assert (wife["relation"], "low_income" in wife) == ("配偶", False)
    assert [row["id_number"] for row in filled(LEDGER, got, WEST_C, "unstable")] == [person("1970-01-01", 3)]
    assert (got.rows, got.left, got.unused) == (3, (), ("户编号", "民族"))
    assert {"帮扶联系人的单位", "教育扶贫政策(人)"} <= set(got.unfilled)
    assert not {"户主姓名", "低保(人)"} & set(got.unfilled)


def test_namesakes_are_told_apart_by_the_township_and_nobody_is_guessed() -> None:
    rows = [HEADER, line(1, **{"乡(镇)": "西镇(新区)"}), line(2, **{"乡(镇)": ""}), line(3, 行政村="丁庄村"), line(4, 行政村="丙庄村")]
    got = put(LEDGER, rows)

    assert {unit: len(filled(LEDGER, got, unit)) for unit in (EAST_A, WEST_A, WEST_C)} == {EAST_A: 0, WEST_A: 1, WEST_C: 0}
    assert why(got) == [
        (3, "", "名单里有2个“甲庄村”，这一行没有写明是哪个乡镇的"), (4, "", "名单里没有填报单位“丁庄村”"),
        (5, "", "名单里的“丙庄村”不在“示例区、东镇”下面"),
    ]  # fmt: skip


def test_units_by_code_and_sections_by_their_column() -> None:
    rows = [["村代码", "section", "户主姓名", "id_number"], [int(EAST_B), "二、脱贫享受政策人口中存在返贫风险的人口", "张甲一", person("1970-01-01", 1)],
            [EAST_B, "marginal", "张甲二", ""], ["379999109999", "marginal", "张甲三", ""], [EAST_B, "一般户", "张甲四", ""]]  # fmt: skip
    got = put(LEDGER, rows)

    assert [row["head_name"] for key in ("marginal", "unstable") for row in filled(LEDGER, got, EAST_B, key)] == ["张甲二", "张甲一"]
    assert why(got) == [(4, "", "名单里没有填报单位“379999109999”"), (5, "", "“一般户”不是报表的哪一部分")]
    assert got.unused == ()


def test_without_a_column_of_units_or_sections_every_row_is_listed() -> None:
    nameless = put(LEDGER, [["户主姓名", "证件号码", "部分"], ["张甲一", person("1970-01-01", 1), "边缘户"]])
    sectionless = put(LEDGER, [["行政村", "户主姓名", "证件号码"], ["丙庄村", "张甲一", person("1970-01-01", 1)]])

    assert [text for _, _, text in why(nameless)] == ["文件里没有一栏写明是哪个村：请加一栏“村”，写名称或者代码"]
    assert [text for _, _, text in why(sectionless)] == ["文件里没有一栏写明属于哪一部分：请加一栏“部分”，写边缘户、脱贫监测户之一"]


def test_cells_that_mean_nothing_are_left_empty_and_listed_masked() -> None:
    number = int(person("1970-01-01", 1)[:15]) * 1000
    got = put(LEDGER, [HEADER, line(1, 证件号码=float(number)), line(2, 家庭人口数="约3人", **{"致贫/返贫风险1": "因懒"}), line(3, 识别监测时间="202013")])
    lost, vague, undated = filled(LEDGER, got, EAST_A)

    assert "id_number" not in lost
    assert not {"household_size", "risk"} & vague.keys()
    assert "recognised" not in undated
    assert [(one.row, one.cell, one.column) for one in got.left] == [
        (2, "F2", "身份证号码"), (3, "I3", "家庭人口数"), (3, "K3", "主要返贫风险(下拉菜单选择)"), (4, "M4", "认定时间"),
    ]  # fmt: skip
    assert got.left[0].value == "*" * 14 + "0000"
    assert "数字" in got.left[0].why
    assert all(one.why for one in got.left)


def test_rows_that_are_no_records_are_listed_too_and_a_repeated_header_is_no_row() -> None:
    got = put(LEDGER, [HEADER, line(1), ["合计", "", "", "", "", "", "", "", 2], HEADER, line(2), ["注：以上为3月数据"]])

    assert [row["id_number"] for row in filled(LEDGER, got, EAST_A)] == [person("1970-01-01", 1), person("1970-01-01", 2)]
    assert [(row, text) for row, _, text in why(got)] == [(row, "这一行不是数据（标题、合计、说明、示例）") for row in (3, 4, 6)]


def test_the_header_may_have_groups_and_its_labels_be_read_together() -> None:
    rows = [["乡(镇)", "行政村", "户主", "", "部分"], ["", "", "姓名", "证件号码", ""], ["东镇", "甲庄村", "张甲一", person("1970-01-01", 1), "边缘户"]]

    assert [(row["head_name"], row["id_number"]) for row in filled(LEDGER, put(LEDGER, rows), EAST_A)] == [("张甲一", person("1970-01-01", 1))]


@pytest.mark.parametrize("numbered", [True, False])
def test_a_list_of_persons_names_the_head_by_the_number_of_the_household_or_the_row_above(numbered: bool) -> None:
    rows = [["乡(镇)", "行政村", "户编号", "姓名", "证件号码", "人数", "与户主关系", "部分"],
            ["东镇", "甲庄村", "H1", "张甲一", person("1970-01-01", 1), 2, "户主", "边缘户"],
            ["东镇", "甲庄村", "H2", "张甲三", person("1970-01-01", 3), 1, "户主", "边缘户"],
            ["东镇", "甲庄村", "H1", "李甲二", person("1970-01-01", 2), 2, "配偶", "边缘户"],
            ["东镇", "甲庄村", "H9", "李甲九", person("1970-01-01", 9), 2, "配偶", "边缘户"]]  # fmt: skip
    got = put(LEDGER, rows if numbered else [[row[0], row[1], *row[3:]] for row in rows])

    assert [row.get("head_name") for row in filled(LEDGER, got, EAST_A)] == (
        ["张甲一", "张甲三", "张甲一", None] if numbered else ["张甲一", "张甲三", "张甲三", "张甲三"]
    )
    assert (got.unused, "户主姓名" in got.unfilled, "家庭人口数" in got.unfilled) == ((), False, False)


def test_one_row_a_household_takes_heads_only() -> None:
    rows = [["乡镇", "行政村", "户主姓名", "户主证件号码", "与户主关系", "家庭人口数"],
            ["东镇", "甲庄村", "张甲一", person("1970-01-01", 1), "户主", 2], ["东镇", "甲庄村", "张甲一", person("1970-01-01", 2), "配偶", 2]]  # fmt: skip
    got = put(CASES, rows)

    assert [row["id_number"] for row in filled(CASES, got, "379999100000", "all")] == [person("1970-01-01", 1)]
    assert why(got) == [(3, "", "报表一户填一行，这一行是家庭成员（配偶），不是户主")]
    assert got.unused == ()


def test_who_is_no_more_in_the_stock_is_not_filled_in_where_the_form_says_so() -> None:
    form = find_form("zaozhuang-ledger-monthly")
    rows = [[*HEADER, "变动情况", "变动日期"], [*line(1), "迁出", "2020-03-03"], [*line(2), "", ""]]
    got = allotted(Wanted(form, MONTH, UNITS), found(form, book(("名单", rows))))

    assert [row["id_number"] for row in filled(form, got, EAST_A)] == [person("1970-01-01", 2)]
    assert why(got) == [(2, "", "已消除风险或已减少，不再填报")]


def test_sheets_without_the_columns_are_named_and_several_with_them_are_read() -> None:
    notes = ("说明", [["本表由系统导出"], ["户主姓名", "见系统"]])
    data = book(notes, ("东镇", [HEADER, line(1)]), ("西镇", [HEADER, line(2, **{"乡(镇)": "西镇(新区)"})]))
    supply = found(LEDGER, data)

    assert (supply.skipped, [table.sheet for table in supply.tables]) == (("说明",), ["东镇", "西镇"])
    assert allotted(Wanted(LEDGER, MONTH, UNITS), supply).rows == 2


@pytest.mark.parametrize(
    ("name", "data", "outcome"),
    [("导出.xlsx", b"PK\3\4broken", "unreadable"), ("导出.pdf", b"%PDF-1.4\n", "not-a-filing"), ("名单.csv", b"\0\1\2" * 99, "")],
)
def test_a_file_is_never_trusted(name: str, data: bytes, outcome: str) -> None:
    made = supplied(Arrival(name, data), [(LEDGER, Wanted(LEDGER, MONTH, UNITS).specs)])

    assert isinstance(made, FileRead)
    assert made.outcome == outcome or not outcome
    assert made.code


def typed(path: Path, unit: str, key: str, section: str = "marginal", rows: int = 12) -> list[Any]:
    """What stands in a column of a unit's workbook, without empty cells."""
    sheet = openpyxl.load_workbook(next((path / "outbox").rglob(f"{unit}_*.xlsx")))[SHEET]
    block = next(block for block in lay_out(LEDGER, rows).blocks if block.section == section)
    column = letters(LEDGER)[key]
    return [found for row in range(block.first_row, block.last_row + 1) if (found := sheet[f"{column}{row}"].value) is not None]


def test_a_task_is_generated_from_an_export_and_what_is_left_is_listed(tmp_path: Path) -> None:
    task = new_task(tmp_path)
    (task / "导出.xlsx").write_bytes(book(("名单", [HEADER, line(1), line(2, 行政村="丁庄村"), line(3, 家庭人口数="约3")])))
    text = (task / "task.yaml").read_text("utf-8")
    (task / "task.yaml").write_text(text.replace("prefill: ", "prefill: 导出.xlsx"), "utf-8")
    done = run("generate", task)

    assert done.exit_code == 0, done.stderr
    assert typed(task, EAST_A, "id_number") == [person("1970-01-01", 1), person("1970-01-01", 3)]
    for said in ("按 导出.xlsx 填好2行（1个村）", "3个村在文件里没有数据", "东镇乙庄村", "文件里没有用到的栏目：户编号、民族", "1行没有带入，1格看不懂没有填"):
        assert said in done.stderr, said
    rows = [[cell.value for cell in row] for row in openpyxl.load_workbook(task / "outbox" / NAME).active.iter_rows(min_row=4)]
    assert [(row[2], row[3], row[4]) for row in rows] == [(3, "整行", None), (4, "一格", "I4")]
    assert run("generate", task, "--data", tmp_path / "roster.csv").exit_code == 2
    (task / "task.yaml").write_text(text.replace("prefill: ", "prefill: none"), "utf-8")
    assert run("generate", task).exit_code == 0
    assert typed(task, EAST_A, "id_number") == []
    assert not (task / "outbox" / NAME).exists()


def test_a_source_that_is_none_is_said_with_its_place(tmp_path: Path) -> None:
    task = new_task(tmp_path)
    text = (task / "task.yaml").read_text("utf-8")
    (task / "task.yaml").write_text(text.replace("prefill: ", "prefill: 没有.xlsx"), "utf-8")
    done = run("generate", task)

    assert (done.exit_code, "prefill-missing" in done.stderr) == (2, True)
    (task / "task.yaml").write_text(text, "utf-8")
    (tmp_path / "空.csv").write_text("甲,乙\n1,2\n", "utf-8")
    done = run("generate", task, "--data", tmp_path / "空.csv")
    assert (done.exit_code, "没有找到《存在致贫" in done.stderr, "户主姓名" in done.stderr) == (2, True, True)


def test_one_blank_takes_its_own_rows_and_gets_enough_lines(tmp_path: Path) -> None:
    data = tmp_path / "名单.csv"
    rows = [HEADER, *(line(number) for number in range(1, 8)), line(9, **{"乡(镇)": "西镇(新区)"}), line(10, 监测对象类别="其他户")]
    data.write_text("\n".join(",".join(map(str, row)) for row in rows), "gb18030")
    (tmp_path / "roster.csv").write_text(ROSTER, "utf-8")
    out = tmp_path / f"{EAST_A}_甲.xlsx"
    done = run("blank", LEDGER.form, "-o", out, "--unit", EAST_A, "--units", tmp_path / "roster.csv", "--period", "2020-03", "--rows", 2,
               "--data", data)  # fmt: skip

    assert done.exit_code == 0, done.stderr
    sheet = openpyxl.load_workbook(out)[SHEET]
    ids = [sheet[f"{letters(LEDGER)['id_number']}{row}"].value for row in range(1, 40)]
    assert [person("1970-01-01", number) for number in range(1, 8)] == [text for text in ids if text and text[:6] == "379999"]
    assert sheet[f"A{10 + 17 - 1}"].value == "示例区"
    assert "属于其他单位的1行" in done.stderr
    (tmp_path / "密码.txt").write_text("甲乙12", "utf-8")
    hidden = tmp_path / "加密.xlsx"
    hidden.write_bytes(locked(book(("名单", rows)), "甲乙12"))
    asked = ("blank", LEDGER.form, "-o", out, "--unit", EAST_A, "--units", tmp_path / "roster.csv", "--data", hidden)
    refused = run(*asked)
    assert (refused.exit_code, refused.stderr.count("文件有打开密码"), refused.stderr.count(" / ")) == (2, 1, 1)
    assert run(*asked, "--password-file", tmp_path / "密码.txt").exit_code == 0
    assert (tmp_path / f"{out.stem}_{NAME}").is_file()
