"""Loose filings merged with those of the month before beside them: the roll-ups tell what changed, by the roster of the period."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from office_task import EAST_A, EAST_B, ROSTER, answer, household, new_task, run, send
from rollup_cases import grid

ONE, TWO, THREE = household(2), household(3, head_name="王甲三"), household(4, head_name="孙甲四")


@pytest.fixture(scope="module")
def tasks(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """March and April of one village, in two tasks that know nothing of one another."""
    root = tmp_path_factory.mktemp("loose")
    for name in ("march", "april"):
        (root / name).mkdir()
    march, april = new_task(root / "march"), new_task(root / "april", "--period", "2020-04")
    send(march, EAST_A, {"marginal": [ONE, TWO]})
    send(march, EAST_B, {}, zero=True)
    send(april, EAST_A, {"marginal": [ONE, THREE]})
    send(april, EAST_B, {}, zero=True)
    answer("merge", march, "--now", "2020-04-02")
    return march, april


def county(told: Any) -> Any:
    return next(each for each in told["rollups"] if each["unit_name"] == "示例区")


@pytest.mark.parametrize("beside", ["task", "inbox", "rollup"])
def test_what_changed_is_told_whatever_the_month_before_is_given_as(tasks: tuple[Path, Path], tmp_path: Path, beside: str) -> None:
    march, april = tasks
    other = march if beside == "task" else march / beside
    told = answer("merge", april / "inbox", "--with", other, "-o", tmp_path, "--now", "2020-05-02")
    flow = {part: size["households"] for part, size in county(told)["flow"].items() if size["households"]}
    assert flow == {"opening": 2, "added": 1, "gone": 1, "closing": 2}
    data = (tmp_path / Path(county(told)["file"]).name).read_bytes()
    assert next(line for line in grid(data, "变动表") if line[0] == "合计")[5] == 2
    assert [line[0] for line in grid(data, "历月") if line[0] in ("2020年3月", "2020年4月")][:2] == ["2020年3月", "2020年4月"]


def test_nothing_is_compared_with_itself_or_with_what_comes_after(tasks: tuple[Path, Path], tmp_path: Path) -> None:
    march, april = tasks
    for other in (march, april):
        told = answer("merge", march / "inbox", "--with", other, "-o", tmp_path, "--now", "2020-05-02")
        assert county(told)["flow"] is None


def test_a_task_has_its_own_earlier_periods(tasks: tuple[Path, Path]) -> None:
    march, april = tasks
    done = run("merge", april, "--with", march, "--now", "2020-05-02")
    assert done.exit_code == 2
    assert "before" in done.output + done.stderr


def test_the_roster_is_that_of_the_period(tasks: tuple[Path, Path], tmp_path: Path) -> None:
    units = tmp_path / "units.csv"
    lines = ROSTER.splitlines()
    ends = [line + (",2020-03-31" if line.startswith(EAST_B) else ",") for line in lines[1:]]
    units.write_text("\n".join([lines[0] + ",停用", *ends]), "utf-8")
    states = {}
    for folder in tasks:
        told = answer("merge", folder / "inbox", "--units", units, "-o", tmp_path / "out", "--now", "2020-05-02")
        states[folder] = {each["unit"]: each["state"] for each in told["units"]}
    assert states[tasks[0]][EAST_B] == "zero"
    assert EAST_B not in states[tasks[1]]
