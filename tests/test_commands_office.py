"""Several filings together: which one counts, and what becomes of the totals."""

from __future__ import annotations

import shutil
from pathlib import Path

from office_task import (
    EAST_A,
    EAST_B,
    FORM,
    ROSTER,
    WEST_A,
    WEST_C,
    answer,
    blank_of,
    household,
    only,
    run,
    send,
)  # fmt: skip


def test_copies_conflicts_and_wrong_filings(task: Path) -> None:
    first = send(task, EAST_A, {"marginal": [household(1)]})
    shutil.copy(first, first.with_name("再发一次.xlsx"))
    send(task, EAST_B, {"marginal": [household(2)]})
    send(task, EAST_B, {"marginal": [household(3)]}, "乙庄改过.xlsx")
    send(task, WEST_C, {"marginal": [household(4, village="乙庄村")]}, "丙庄给乙庄用.xlsx")

    document = answer("check", task, "--now", "2020-04-03")

    assert {filing["file"].split("/")[-1]: filing["outcome"] for filing in document["filings"]} == {
        first.name: "accepted", "再发一次.xlsx": "copy", blank_of(task, EAST_B).name: "conflict",
        "乙庄改过.xlsx": "conflict", "丙庄给乙庄用.xlsx": "wrong-unit",
    }  # fmt: skip


def test_a_file_seen_later_supersedes_and_a_faulty_correction_keeps_the_earlier(task: Path) -> None:
    send(task, EAST_A, {"marginal": [household(1)]})
    run("check", task, "--now", "2020-04-02")
    send(task, EAST_A, {"marginal": [household(1, risk="因懒")]}, "改错了.xlsx")

    document = answer("check", task, "--now", "2020-04-03")

    assert only(document, "改错了.xlsx")["outcome"] == "returned"
    kept = only(document, "甲庄村_2020-03.xlsx")
    assert (kept["outcome"], "待更正" in kept["say"]) == ("accepted", True)
    assert answer("merge", task)["rollups"][-1]["parts"] == 1


def test_wrong_period_and_unit_outside_the_roster(task: Path, tmp_path: Path) -> None:
    roster = tmp_path / "roster.csv"
    for name, unit, period in (("旧.xlsx", EAST_A, "2020-02"), ("外.xlsx", EAST_B, "2020-03")):
        run("blank", FORM, "-o", task / "inbox" / name, "--unit", unit, "--units", roster, "--period", period)
    (task / "units.csv").write_text(ROSTER.replace("379999100201,乙庄村,村,379999100000\n", ""), "utf-8")

    outcomes = {each["file"]: each["outcome"] for each in answer("check", task)["filings"]}

    assert outcomes == {"inbox/旧.xlsx": "wrong-period", "inbox/外.xlsx": "wrong-unit"}


def test_merging_villages_and_merging_townships_give_the_same_county(task: Path, tmp_path: Path) -> None:
    for number, unit in enumerate((EAST_A, EAST_B, WEST_A), 1):
        rows = [household(number * 10), household(number * 10 + 1, head_name="张甲二", low_income="√", risk="因残")]
        send(task, unit, {"marginal": rows, "unstable": [household(number * 10 + 2, head_name="张甲三")]})
    send(task, WEST_C, {}, zero=True)

    in_task = answer("merge", task)
    villages = answer("merge", *(task / "inbox").glob("*.xlsx"), "-o", tmp_path / "a")
    townships = [path for path in (task / "rollup").glob("*.xlsx") if "镇" in path.name]
    via = answer("merge", *townships, "-o", tmp_path / "b")
    mixed = answer("merge", townships[0], *(task / "inbox").glob("*.xlsx"), "-o", tmp_path / "c")

    county = [document["rollups"][-1] for document in (in_task, villages, via, mixed)]
    assert [each["level"] for each in county] == ["county"] * 4
    assert all(each["sections"] == county[0]["sections"] and each["parts"] == 4 for each in county)
    marginal = county[0]["sections"]["marginal"]
    assert (marginal["records"], marginal["households"], marginal["persons"], marginal["distinct_persons"]) == (6, 6, 6, 6)
    assert marginal["columns"]["low_income"] == {"count": 3}
    assert marginal["columns"]["risk"] == {"by_value": {"因病": 3, "因学": 0, "因灾": 0, "因残": 3, "因意外": 0, "其他": 0}}
    assert run("merge", task).exit_code == 0


def test_only_accepted_filings_enter_and_duplicates_across_units_are_shown(task: Path) -> None:
    send(task, EAST_A, {"marginal": [household(1)]})
    send(task, EAST_B, {"marginal": [household(1, head_name="张甲二")]})
    send(task, WEST_C, {"marginal": [household(3, risk="因懒")]})

    document = answer("merge", task)

    assert document["rollups"][-1]["sections"]["marginal"]["persons"] == 2
    assert document["rollups"][-1]["sections"]["marginal"]["distinct_persons"] == 1
    (twin,) = document["duplicates"]
    assert [place["unit"] for place in twin["places"]] == [EAST_A, EAST_B]
    assert [(each["outcome"]) for each in document["excluded"]] == ["returned"]
    assert {unit["unit"]: unit["state"] for unit in document["units"]}[WEST_A] == "missing"


