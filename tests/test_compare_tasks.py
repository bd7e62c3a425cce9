"""formkit compare over tasks in which something is otherwise: a village merged, nothing to ask, several forms."""

from __future__ import annotations

import shutil
from pathlib import Path

from drawn_compare import HERE
from office_task import answer, run
from test_compare_command import EAST, ROSTER, SECOND, WEST, filing, questions
from test_compare_command import months as months


def test_a_unit_that_took_over_another_is_not_compared_with_that_one_alone(months: Path, tmp_path: Path) -> None:
    """西村 became part of 东村, which had not reported in March: its own people are not new."""
    copied = tmp_path / "months"
    shutil.copytree(months, copied)
    (copied / "2020-03" / "inbox" / f"{EAST}.xlsx").unlink()
    lines = [f"{line},," for line in ROSTER.splitlines()]
    heading, ended = lines[0].replace(",,", ",停用,并入"), f"{WEST},西村,村,379999100000,2020-03,{EAST}"
    (copied / "2020-04" / "units.csv").write_text("\n".join([heading, *lines[1:4], ended, *lines[5:]]), "utf-8")
    (copied / "2020-04" / "inbox" / f"{WEST}.xlsx").unlink()
    why = "上期东村应报而没有报来可用的表，现在和别的单位并在一起，分不清谁是新增，没有比较"
    found = answer("compare", copied / "2020-04")

    first = found["not_compared"][0]
    assert (first["name"], first["why"], first["say"]) == ("东村", "part-before", why)
    assert (found["units"], found["queries"]) == ([], [])
    assert f"东村：{why}" in run("compare", copied / "2020-04").stdout
    assert questions(copied) == []


def test_a_file_of_last_month_is_enough_to_end_with_1(months: Path, tmp_path: Path) -> None:
    copied = tmp_path / "months"
    shutil.copytree(months, copied)
    for unit in (EAST, WEST):
        (copied / "2020-04" / "inbox" / f"{unit}.xlsx").unlink()
    done = run("compare", copied / "2020-04")
    assert (done.exit_code, "inbox/南村四月.xlsx  这是南村2020年3月的表" in done.stdout) == (1, True)
    assert "没有哪个单位" in run("check", copied / "2020-04").stdout
    (copied / "2020-04" / "inbox" / "南村四月.xlsx").unlink()
    assert run("compare", copied / "2020-04").exit_code == 0


def test_each_form_is_compared_with_the_last_task_that_has_it(months: Path, tmp_path: Path) -> None:
    """February has both forms, March one of them: that one is compared with March."""
    copied = tmp_path / "months"
    shutil.copytree(months, copied)
    for place in ("codelists", "homes.yaml"):
        (shutil.copytree if place == "codelists" else shutil.copy)(HERE / "forms" / place, copied / place)
    asked = ("--form", copied / "people.yaml", "--form", copied / "homes.yaml", "--units", copied / "roster.csv")
    for month in ("2020-02", "2020-05"):
        assert run("init", copied / month, *asked, "--period", month).exit_code == 0
    filing(copied / "2020-05", WEST, SECOND[WEST])
    named = copied / "2020-05" / "task.yaml"
    named.write_text(named.read_text("utf-8").replace("before: []", "before: [../2020-02, ../2020-03]"), "utf-8")
    found = answer("compare", copied / "2020-05")
    assert [(each["form"], each["before"]) for each in (found, *found["other_forms"])] == [("people", "2020-03"), ("homes", "")]
