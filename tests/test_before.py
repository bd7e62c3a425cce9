"""What task.yaml may name as earlier tasks, and what a new one says of the one it goes on from."""

from __future__ import annotations

from pathlib import Path

import pytest
from office_task import ROSTER, run


@pytest.fixture
def months(tmp_path: Path) -> Path:
    """A folder with March and April, neither with anything in its inbox."""
    (tmp_path / "roster.csv").write_text(ROSTER, "utf-8")
    for month in ("2020-03", "2020-04"):
        run("init", tmp_path / month, "--form", "zaozhuang-ledger", "--units", tmp_path / "roster.csv", "--period", month)
    return tmp_path


@pytest.mark.parametrize(
    ("month", "before", "said"),
    [
        ("2020-04", "../2020-03", ""), ("2020-04", ".", "“.”就是这个任务自己"), ("2020-04", "../2020-04", "“../2020-04”就是这个任务自己"),
        ("2020-03", "../2020-04", "“../2020-04”是2020年4月的任务，比本期（2020年3月）晚"), ("2020-03", "../nowhere", "文件夹移走或改了名的，改成现在的路径"),
    ],
)  # fmt: skip
def test_only_earlier_tasks_are_named_as_such(month: str, before: str, said: str, months: Path) -> None:
    path = months / month / "task.yaml"
    path.write_text(path.read_text("utf-8").replace("before: []", f"before: [{before}]"), "utf-8")

    told = run("status", months / month)

    assert (told.exit_code, "task.yaml:17:10: " in told.stderr) == ((2, True) if said else (1, False))
    assert said in told.stderr


def test_one_whose_inbox_is_gone_is_named_when_the_next_is_made(months: Path) -> None:
    (months / "2020-04" / "inbox").rmdir()

    gone = run("init", months / "2020-05", "--before", months / "2020-04")
    (months / "2020-03" / "inbox" / "a.xlsx").write_bytes(b"a")
    there = run("init", months / "again", "--before", months / "2020-03")

    assert (gone.exit_code, there.exit_code) == (0, 0)
    assert "inbox 里一个文件也没有，带不出上期数据" in gone.stderr
    assert "inbox 里" not in there.stderr
