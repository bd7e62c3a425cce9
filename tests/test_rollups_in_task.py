"""A township's roll-up in the inbox of the county's task: counted as the filings it carries, once, and never silently."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from office_task import EAST_A, EAST_B, WEST_A, WEST_C, answer, blank_of, filled, household, only, run, send

from formkit.load import find_form
from formkit.period import parse
from formkit.pool import Collected, pool_of
from formkit.states import State
from formkit.units import Unit

NOW = "2020-04-04"
NUMBERS = {EAST_A: 11, EAST_B: 12, WEST_C: 13, WEST_A: 14}


def row(number: int, **more: Any) -> Mapping[str, list[dict[str, Any]]]:
    return {"marginal": [household(number, **more)]}


@pytest.fixture
def rolls(task: Path, tmp_path: Path) -> Mapping[str, Path]:
    """All four villages rolled up by township, as the townships would send them."""
    for unit, number in NUMBERS.items():
        send(task, unit, row(number))
    assert run("merge", task, "--now", NOW).exit_code == 0
    kept = shutil.copytree(task / "rollup", tmp_path / "kept")
    return {name: next(kept.glob(f"{name}*")) for name in ("东镇", "西镇", "示例区")}


def only_these(task: Path, *files: Path) -> None:
    """The inbox with these files and nothing else; nothing is remembered of what was there."""
    shutil.rmtree(task / "inbox")
    (task / "inbox").mkdir()
    (task / "journal.jsonl").unlink()
    for file in files:
        shutil.copy(file, task / "inbox" / file.name)


def county(task: Path) -> Any:
    """What the merge of a task comes to."""
    merged = answer("merge", task, "--now", NOW)
    return merged["rollups"][-1]["sections"]["marginal"], {unit["unit"]: unit["state"] for unit in merged["units"]}, merged


def test_townships_in_the_inbox_make_the_same_county_as_their_villages(task: Path, rolls: Mapping[str, Path]) -> None:
    before, states, _ = county(task)

    only_these(task, rolls["东镇"], rolls["西镇"])
    after, now, merged = county(task)

    assert before["households"] == 4
    assert (after, now, merged["excluded"]) == (before, states, [])
    assert run("status", task, "--now", NOW).exit_code == 0


def test_a_township_beside_its_own_villages_is_counted_once(task: Path, rolls: Mapping[str, Path]) -> None:
    shutil.copy(rolls["东镇"], task / "inbox")

    total, states, _ = county(task)

    assert total["households"] == 4
    assert set(states.values()) == {"accepted"}


def test_a_mixture_of_both_is_the_same_county(task: Path, rolls: Mapping[str, Path]) -> None:
    villages = [next((task / "inbox").glob(f"{unit}*")) for unit in (WEST_C, WEST_A)]
    kept = [shutil.copy(file, rolls["东镇"].parent) for file in villages]
    before, *_ = county(task)

    only_these(task, rolls["东镇"], *map(Path, kept))

    assert county(task)[0] == before


def test_the_check_says_what_a_roll_up_is_and_how_many_it_brings(task: Path, rolls: Mapping[str, Path]) -> None:
    only_these(task, rolls["东镇"])

    said = only(answer("check", task, "--now", NOW), rolls["东镇"].name)

    assert (said["outcome"], said["unit_name"]) == ("accepted", "东镇")
    assert "2个单位" in said["say"]


def test_an_edited_township_is_named_and_its_other_villages_count(task: Path, rolls: Mapping[str, Path], tmp_path: Path) -> None:
    book = openpyxl.load_workbook(rolls["东镇"])
    sheet = book["边缘户"]
    place = next(cell for line in sheet.iter_rows() for cell in line if cell.value == "李帮一")
    place.value = "李帮二"
    spoilt = tmp_path / rolls["东镇"].name
    book.save(spoilt)
    only_these(task, spoilt)

    said = only(answer("check", task, "--now", NOW), spoilt.name)
    total, states, _ = county(task)

    assert said["outcome"] == "returned"
    assert "甲庄村" in said["say"]
    assert "被改动过" in said["say"]
    assert total["households"] == 1
    assert (states[EAST_A], states[EAST_B]) == ("returned", "accepted")


def test_a_roll_up_of_another_period_or_of_nobody_known_counts_for_nothing(
    task: Path, rolls: Mapping[str, Path], tmp_path: Path
) -> None:
    text = (task / "task.yaml").read_text("utf-8")
    only_these(task, rolls["东镇"])
    (task / "task.yaml").write_text(text.replace('"2020-03"', '"2020-04"'), "utf-8")
    assert only(answer("check", task, "--now", NOW), rolls["东镇"].name)["outcome"] == "wrong-period"

    (task / "task.yaml").write_text(text, "utf-8")
    roster = (task / "units.csv").read_text("utf-8-sig").replace("379999100000", "379999900000")
    (task / "units.csv").write_text(roster, "utf-8-sig")
    assert only(answer("check", task, "--now", NOW), rolls["东镇"].name)["outcome"] == "wrong-unit"
    assert {unit["state"] for unit in answer("merge", task, "--now", NOW)["units"]} == {"missing"}


def test_the_later_of_two_roll_ups_of_a_township_counts(task: Path, rolls: Mapping[str, Path], tmp_path: Path) -> None:
    only_these(task, rolls["东镇"])
    run("check", task, "--now", NOW)
    first = next((task / "inbox").iterdir()).read_bytes()
    only_these(task)
    filled(blank_of(task, EAST_B), task / "inbox" / "b.xlsx", row(12, risk="因残"))
    run("merge", task, "--now", NOW)
    (tmp_path / "second.xlsx").write_bytes(next((task / "rollup").glob("东镇*")).read_bytes())
    only_these(task)
    (task / "inbox" / "first.xlsx").write_bytes(first)
    run("check", task, "--now", "2020-04-02")
    shutil.copy(tmp_path / "second.xlsx", task / "inbox")

    total, states, merged = county(task)

    assert total["columns"]["risk"]["by_value"]["因残"] == 1
    assert (total["households"], states[EAST_A]) == (1, "missing")
    assert [each["outcome"] for each in merged["excluded"] if each["file"].endswith("first.xlsx")] == ["superseded"]


def test_links_wait_for_a_unit_whose_rows_came_inside_a_roll_up() -> None:
    form = find_form("zaozhuang-ledger")
    unit = Unit("1", "甲庄村", "village", "")

    def unsettled(*, contained: bool) -> frozenset[str]:
        state = State(form.form, unit, "accepted", contained=contained)
        return pool_of(Collected({form.form: form}, parse("2020-03"), (), (state,)), form).unsettled

    assert (unsettled(contained=True), unsettled(contained=False)) == ({"1"}, frozenset())
