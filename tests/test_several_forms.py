"""A task of several forms says which form each line is about; a form of the topmost level has nothing to roll up."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from office_task import run
from right_rows import ROSTER, rows_of
from test_every_form import begun, typed

from formkit.load import find_form
from formkit.model import Level
from formkit.task import open_task

FIRST, SECOND = "《鹤庆县返贫预警情况统计表》", "《鹤庆县致贫预警情况统计表》"
EAST = "379999100000"


@pytest.fixture
def two(tmp_path: Path) -> Path:
    """Annexes 1 and 2 of two townships; the eastern one has sent a wrong annex 1 and nothing else."""
    (tmp_path / "roster.csv").write_text(ROSTER, "utf-8")
    task = tmp_path / "task"
    forms = ("--form", "heqing-annex-1", "--form", "heqing-annex-2")
    assert run("init", task, *forms, "--units", tmp_path / "roster.csv", "--period", "2020-07", "--rows", 4).exit_code == 0
    settings = (task / "task.yaml").read_text("utf-8").replace("\nlevel:", "\nlevel: township")
    (task / "task.yaml").write_text(settings, "utf-8")
    assert run("generate", task).exit_code == 0
    form = find_form("heqing-annex-1")
    (row,) = rows_of(form, "township", 1)
    sent = next((task / "outbox").rglob(f"{EAST}_*annex-1*.xlsx"))
    typed(sent, task / "inbox" / "east.xlsx", form, [row | {"situation": "乱写"}])
    return task


def test_every_line_says_which_form_it_is_about(two: Path) -> None:
    lines = run("status", two, "--now", "2020-08-01").stdout.splitlines()
    chat = run("status", two, "--text", "--now", "2020-08-01").stdout.splitlines()
    checked = run("check", two).stdout

    assert [f"东镇  {FIRST}  退回待改  inbox/east.xlsx" in lines[0], f"东镇  {SECOND}  未报" in lines[2]] == [True, True]
    assert f"东镇：应报2，已报0（0%）；退回待改1：{FIRST}东镇；未报1：{SECOND}东镇" in chat
    assert f"【退回】inbox/east.xlsx  东镇  {FIRST}" in checked
    assert f"HQ-52 {SECOND} " in checked
    assert f"{SECOND}还没有报齐，缺2个：东镇、西镇" in run("merge", two).stdout


def test_a_form_of_the_topmost_level_says_that_there_is_nothing_to_roll_up(tmp_path: Path) -> None:
    form = find_form("fuzhou-liaison")
    task, sent = begun(tmp_path, form, "prefecture")
    typed(sent[0], task / "inbox" / sent[0].name, form, rows_of(form, "prefecture", 2))
    merged = run("merge", task)

    assert (merged.exit_code, merged.stdout) == (0, "")
    assert "《局党组成员挂钩联系重点监测对象名单》由市填报，再往上没有要汇总的一级" in merged.stderr
    assert run("status", task, "--text").stdout.startswith("示例市：应报1，已报1")


@pytest.mark.parametrize(("name", "level", "paper"), [("heqing-annex-1", "township", 8), ("longkou-alerts", "department", 9)])
def test_a_roll_up_prints_on_the_paper_of_its_form_and_numbers_its_rows_once(
    name: str, level: Level, paper: int, tmp_path: Path
) -> None:
    form = find_form(name)
    task, sent = begun(tmp_path, form, level)
    typed(sent[0], task / "inbox" / sent[0].name, form, rows_of(form, level, 2))
    run("merge", task)
    book = openpyxl.load_workbook(next((task / "rollup").glob("示例区*.xlsx")))
    detail = book["明细"]
    numbers = [cell for row in detail["A3:BZ6"] for cell in row if cell.value == "序号"]
    seen = [cell for cell in numbers if not detail.column_dimensions[cell.column_letter].hidden]
    headings = {cell.value for row in book["汇总"]["A1:Z9"] for cell in row}

    assert book["汇总"].page_setup.paperSize == paper
    assert (len(numbers), [cell.column_letter for cell in seen]) == (2, ["A"])
    assert ("行数" in headings, "户数" in headings) == ((True, False) if form.record.grain == "line" else (False, True))


def test_a_parameter_left_empty_is_one_that_was_not_set(two: Path) -> None:
    settings = (two / "task.yaml").read_text("utf-8")
    (two / "task.yaml").write_text(settings.replace("\nparameters: {}", '\nparameters: {国家扶贫标准: "", 监测倍数: ""}'), "utf-8")
    form = open_task(two).forms["heqing-annex-1"]

    assert [parameter.value(2020) for parameter in form.parameters[:2]] == [None, 1.5]
