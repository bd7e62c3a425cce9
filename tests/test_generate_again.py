"""Generating a second time: what somebody has saved in the outbox since stays; what has no column any more is named."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from drawn import made
from office_task import EAST_A, EAST_B, ROSTER, blank_of, household, new_task, run
from test_carry import part_of

from formkit.beforehand.saying import Source, told
from formkit.layout import SHEET
from formkit.office import Past
from formkit.period import parse
from formkit.pool import Collected
from formkit.roster import read_roster
from formkit.task import Settings, Task


@pytest.mark.parametrize("lock", ["", "甲乙丙12"])
def test_a_workbook_that_somebody_saved_stays_and_is_named_the_others_are_made_anew(tmp_path: Path, lock: str) -> None:
    task = new_task(tmp_path)
    secret = tmp_path / "密码.txt"
    secret.write_text(lock, "utf-8")
    more = ("--lock-file", secret) if lock else ()
    filled, other = blank_of(task, EAST_A), blank_of(task, EAST_B)
    book = openpyxl.load_workbook(filled)
    book[SHEET]["D10"] = household(1)["head_name"]
    book.save(filled)
    before = filled.read_bytes()
    other.write_bytes(b"not a workbook")
    again = run("generate", task, *more)
    other.unlink()
    once_more = run("generate", task, *more)

    assert filled.read_bytes() == before
    assert f"outbox 里有2张表发出后有人打开存过盘，可能已经填了，没有重新生成：{filled.name}、{other.name}" in again.stderr
    assert ("生成2张填报表" in again.stderr, "生成3张填报表" in once_more.stderr, other.name in once_more.stderr) == (True, True, False)


NAME, HELPER, RISK, VISITS = (
    {"key": "name", "label": "姓名", "type": "name"}, {"key": "helper", "label": "帮扶联系人姓名", "type": "name"},
    {"key": "risk", "label": "主要风险", "type": "text"}, {"key": "visits", "label": "走访次数", "type": "whole", "measure": "flow"},
)  # fmt: skip


def test_columns_that_somebody_filled_and_that_are_no_more_are_named(tmp_path: Path) -> None:
    was, now = made([NAME, HELPER, RISK, VISITS]), made([NAME])
    past = Task(tmp_path, Settings.model_construct(), {was.form: was}, read_roster(ROSTER.encode()), parse("2020-03"))
    part = part_of(was, [("all", {"name": "张甲一", "helper": "李帮一", "visits": 2})])
    before = Past(past, Collected({}, past.period, (), ()), (part,))

    assert "上期的栏目“帮扶联系人姓名”填有内容，现在的表上没有这些栏目，没有带" in " ".join(told(past, now, {}, [Source(before, (part,))]))
    assert "没有这些栏目" not in " ".join(told(past, was, {}, [Source(before, (part,))]))
