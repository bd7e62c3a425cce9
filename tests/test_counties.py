"""A roster of several counties: a workbook for each, and a table above them that says what each holds."""

from __future__ import annotations

import csv
import hashlib
import io
from pathlib import Path

from office_task import FORM, household, run, send

ROSTER = """代码,名称,级别,上级
379900000000,示例市,市,
379999000000,示例区,县,379900000000
379999100000,东镇,乡,379999000000
379999100200,甲庄村,村,379999100000
379999100201,乙庄村,村,379999100000
379998000000,=邻县,县,379900000000
379998100000,北镇,乡,379998000000
379998100200,丁庄村,村,379998100000
"""
NOW = ("--now", "2020-04-01")


def lines(path: Path) -> list[list[str]]:
    return list(csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"))))


def test_several_counties_have_an_index_and_one_has_none(tmp_path: Path) -> None:
    (tmp_path / "roster.csv").write_text(ROSTER, "utf-8")
    task = tmp_path / "task"
    made = run("init", task, "--form", FORM, "--units", tmp_path / "roster.csv", "--period", "2020-03", "--rows", 12)
    assert (made.exit_code, run("generate", task).exit_code) == (0, 0)
    send(task, "379999100200", {"marginal": [household(1), household(2, head_name="张甲二")]})
    send(task, "379998100200", {}, zero=True)
    assert run("merge", task, *NOW).exit_code == 1
    index = task / "rollup" / "汇总索引.csv"
    head, *rows = lines(index)
    assert head[3:10] == ["单位", "汇总表", "应报单位", "已接收单位", "未接收单位", "户数", "人数"]
    found = {row[3]: (row[2], *map(int, row[5:10])) for row in rows}
    assert found == {"示例区": ("379999000000", 2, 1, 1, 2, 2), "'=邻县": ("379998000000", 1, 1, 0, 0, 0)}
    for row in rows:
        assert hashlib.sha256((task / "rollup" / row[4].removeprefix("'")).read_bytes()).hexdigest() == row[10]
    kept = [line for line in ROSTER.splitlines() if "379998" not in line]
    (task / "units.csv").write_text("\n".join(kept) + "\n", "utf-8")
    assert run("merge", task, *NOW).exit_code == 1
    assert not index.exists()
