"""表间审核 in the office: what check says, gives and writes of what does not agree between the files of a task."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

import openpyxl
import pytest
from drawn import person
from office_task import EAST_A, EAST_B, ROSTER, WEST_A, WEST_C, answer, run

from formkit.cells import letter
from formkit.layout import SHEET, lay_out, letters
from formkit.load import load_form

FORMS = {name: Path(__file__).parent / "cases-between" / "forms" / f"{name}.yaml" for name in ("watch", "work")}
NUMBERS = {name: person("1970-01-01", place) for place, name in enumerate(("甲", "乙", "丙"), 1)}
Rows = Sequence[Mapping[str, object]]


def new(folder: Path, period: str, *names: str, before: str = "") -> Path:
    """A task of the made-up forms over four villages; ``before`` is an earlier one, as task.yaml names it."""
    roster = folder / "roster.csv"
    roster.write_text(ROSTER, "utf-8")
    task = folder / period
    asked = [part for name in names for part in ("--form", FORMS[name])]
    made = run("init", task, *asked, "--units", roster, "--period", period, "--rows", 5)
    assert made.exit_code == 0, made.stderr
    if before:
        settings = task / "task.yaml"
        settings.write_text(settings.read_text("utf-8").replace("before: []", f"before: [{before}]"), "utf-8")
    made = run("generate", task)
    assert made.exit_code == 0, made.stderr
    return task


def send(task: Path, unit: str, name: str, rows: Rows = ()) -> None:
    """A unit's workbook filled in; without rows, a zero report."""
    form = load_form(FORMS[name])
    found = list((task / "outbox").rglob(f"{unit}_*.xlsx"))
    source = next(path for path in found if len(found) == 1 or f"_{form.form}_" in path.name)
    book = openpyxl.load_workbook(source)
    layout = lay_out(form, 5)
    (block,) = layout.blocks
    columns = {**letters(form), "explanation": letter(layout.explanation)}
    if not rows:
        book[SHEET][layout.zero_switch] = "是"
    for index, row in enumerate(rows):
        for key, value in row.items():
            book[SHEET][f"{columns[key]}{block.first_row + index}"] = value
    book.save(task / "inbox" / source.name)


def household(name: str, **more: object) -> dict[str, object]:
    """A row of the made-up form of watched households."""
    return {"head_name": f"张{name}", "id_number": NUMBERS[name], "household_size": 3, "house": "正常", **more}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """July: 甲 lacks a house and nobody works on it, 乙 is worked on and stood in the June task only, 丙 stands nowhere."""
    folder = tmp_path_factory.mktemp("tasks")
    june = new(folder, "2020-06", "watch")
    send(june, EAST_A, "watch", [household("乙")])
    for unit in (EAST_B, WEST_A, WEST_C):
        send(june, unit, "watch")
    july = new(folder, "2020-07", "watch", "work", before="../2020-06")
    send(july, EAST_A, "watch", [household("甲", house="缺项")])
    work = [{"head_name": f"张{name}", "id_number": NUMBERS[name], "item": "住房"} for name in ("乙", "丙")]
    send(july, EAST_A, "work", work)
    for unit in (EAST_B, WEST_A, WEST_C):
        send(july, unit, "watch")
        send(july, unit, "work")
    return folder


@pytest.fixture
def task(made: Path, tmp_path: Path) -> Path:
    """The July task, with the June task beside it."""
    shutil.copytree(made, tmp_path / "tasks")
    return tmp_path / "tasks" / "2020-07"


def test_the_json_says_what_does_not_agree_and_what_ran(task: Path) -> None:
    told = answer("check", task)
    between = told["between"]
    assert {each["outcome"] for each in told["filings"]} <= {"accepted", "zero"}  # no outcome is changed by it
    assert {(each["id"], each["form"], each["status"], each["why"]) for each in between["rules"]} == {
        ("W-9", "made-watch", "skipped", "本年度的参数没有设定"), ("W-1", "made-watch", "ran", ""), ("W-2", "made-watch", "ran", ""),
        ("W-3", "made-watch", "skipped", "要对照的报表有的不在本任务里，查无对应的不判"), ("K-1", "made-work", "ran", ""),
        ("compare", "made-watch", "ran", ""),  # made-work has no earlier period
    }  # fmt: skip
    watch, work = between["findings"]
    assert set(watch) == {
        "file", "form", "code", "severity", "sheet", "cell", "cells", "section", "column", "label", "value", "message", "remedy",
        "rule", "clause", "explained", "related", "return_cell",
    }  # fmt: skip
    assert (watch["rule"], watch["code"], watch["severity"], watch["label"], watch["value"]) == ("W-1", "link", "query", "住房", "缺项")
    assert watch["file"].startswith("inbox/")
    assert watch["file"].endswith("_made-watch_2020-07.xlsx")
    assert (work["rule"], work["severity"], work["remedy"], work["related"]) == ("K-1", "error", "请核对身份证号码", [])
    assert work["value"] == "*" * 14 + NUMBERS["丙"][-4:]


def test_it_is_said_in_words_and_makes_the_check_fail(task: Path) -> None:
    done = run("check", task)
    block = done.stdout.partition("【表间审核】")[2]
    assert done.exit_code == 1
    assert "这个缺项应当有一行正在办的帮扶" in block
    assert "错误：监测表里没有这一户" in block
    assert NUMBERS["丙"] not in done.stdout
    assert "K-1 《试用帮扶表》 已审核，1处问题" in block
    assert "W-2 《试用监测表》 已审核，没有问题" in block
    assert "W-9 《试用监测表》 没有审核：本年度的参数没有设定" in block


def test_what_is_explained_and_mended_leaves_the_check_clean(task: Path) -> None:
    for path in (task / "inbox").glob(f"{EAST_A}_*"):
        path.unlink()
    send(task, EAST_A, "watch", [household("甲", house="缺项", explanation="已安排翻修"), household("丙")])
    send(task, EAST_A, "work", [{"head_name": "张丙", "id_number": NUMBERS["丙"], "item": "住房"}])
    told = answer("check", task)["between"]["findings"]
    assert [(each["rule"], each["explained"]) for each in told] == [("W-1", True)]
    assert run("check", task).exit_code == 0


def test_the_report_has_a_sheet_of_it_with_nobody_s_number(task: Path) -> None:
    run("check", task)
    sheet = openpyxl.load_workbook(task / "returns" / "审核报告.xlsx")["表间审核"]
    rows = [tuple(cell or "" for cell in row) for row in sheet.iter_rows(values_only=True)]
    assert rows[1][:6] == ("编号", "报表", "审核情况", "单位", "文件", "工作表")
    lines = {row[0]: row for row in rows[2:] if row[2]}
    assert lines["W-1"][2] == "已审核，1处问题"
    assert lines["W-3"][2].startswith("没有审核：")
    (found,) = [row for row in rows[2:] if row[0] == "K-1" and not row[2]]
    assert found[3] == "甲庄村"
    assert found[8] == "*" * 14 + NUMBERS["丙"][-4:]
    assert found[11] == "错误"
    assert NUMBERS["丙"] not in json.dumps(rows, ensure_ascii=False)


def test_an_earlier_task_is_only_read(task: Path) -> None:
    june = task.parent / "2020-06"
    before = {path: path.read_bytes() for path in june.rglob("*") if path.is_file()}
    run("check", task)
    assert {path: path.read_bytes() for path in june.rglob("*") if path.is_file()} == before


def test_the_row_of_an_earlier_task_is_named_with_its_file(task: Path) -> None:
    send(task, EAST_B, "watch", [household("乙", kind="新增")])
    found = next(each for each in answer("check", task)["between"]["findings"] if each["rule"] == "W-2")
    assert [each["file"] for each in found["related"]] == [f"../2020-06/inbox/{EAST_A}_甲庄村_2020-06.xlsx"]
    assert "2020年6月甲庄村" in found["message"]


def test_files_outside_a_task_are_not_held_against_each_other(task: Path) -> None:
    files = sorted((task / "inbox").glob("*.xlsx"))
    assert answer("check", *files)["between"] == {"findings": [], "rules": []}


def test_forms_and_explain_tell_of_links() -> None:
    told = run("forms", FORMS["watch"]).stdout
    assert "W-1  核实  这个缺项应当有一行正在办的帮扶" in told
    assert "made-work 里 身份证号码=id_number 的应有1行，只数 ISBLANK([@done]) 的行" in told
    assert "W-9  核实  合计人数与上级掌握的不一致  （某文〔2020〕1号 三“共10人”）  （全部报表合计）" in told
    assert "heqing-annex-2 里" in run("explain", "HQ-51").stdout
