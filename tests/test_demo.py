"""The shipped example from end to end: what is planted is found, each at its true cell, and nothing else is."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from office_task import answer, run

from formkit.load import shelf

EXAMPLE = shelf("examples") / "taierzhuang"
STATES = {"accepted": 15, "zero": 1, "returned": 5, "empty": 1, "unreadable": 1, "missing": 1}


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that formkit demo makes."""
    folder = tmp_path_factory.mktemp("demo") / "demo"
    done = run("demo", folder)
    assert done.exit_code == 0, done.stderr
    return folder


def test_exactly_what_is_planted_is_found(demo: Path) -> None:
    with (EXAMPLE / "planted.csv").open(encoding="utf-8-sig", newline="") as file:
        planted = {(row["file"], row["cell"], row["code"], row["severity"]) for row in csv.DictReader(file)}

    filings = answer("check", demo, "--now", "2020-04-08")["filings"]

    found = [
        (filing["file"], finding["cell"], finding["code"], finding["severity"])
        for filing in filings
        for finding in filing["findings"]
    ]
    assert len(found) == len(set(found))
    assert set(found) == planted


def test_every_unit_is_in_its_state(demo: Path) -> None:
    units = answer("status", demo, "--now", "2020-04-08")["units"]

    assert {state: sum(unit["state"] == state for unit in units) for state in STATES} == STATES
    assert [unit["name"] for unit in units if unit["late"]] == ["北园社区居委会"]


def test_villages_and_townships_give_the_same_county(demo: Path, tmp_path: Path) -> None:
    in_task = answer("merge", demo, "--now", "2020-04-08")["rollups"]
    villages = answer("merge", demo / "inbox", "-o", tmp_path / "a", "--units", demo / "units.csv")["rollups"]
    townships = sorted(path for path in (demo / "rollup").glob("*.xlsx") if "台儿庄区" not in path.name)
    via = answer("merge", *townships, "-o", tmp_path / "b", "--units", demo / "units.csv")["rollups"]

    assert len(townships) == 3
    assert villages[-1]["sections"] == via[-1]["sections"] == in_task[-1]["sections"]
    assert in_task[-1]["parts"] == STATES["accepted"] + STATES["zero"]
    for key, total in in_task[-1]["sections"].items():
        assert total["persons"] == sum(township["sections"][key]["persons"] for township in in_task[:-1])


def test_the_notices_name_whom_they_concern(demo: Path) -> None:
    names = sorted(path.name for path in (demo / "notices").glob("*.docx"))

    assert sum(name.startswith("退回修改通知") for name in names) == STATES["returned"]
    assert "催报通知_2020-03.docx" in names


def test_the_originals_are_untouched(demo: Path) -> None:
    for day in ("2020-04-03", "2020-04-08"):
        for path in (EXAMPLE / "returned" / day).iterdir():
            assert (demo / "inbox" / path.name).read_bytes() == path.read_bytes()


def test_a_demo_is_not_made_over_something_else(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("")
    done = run("demo", tmp_path)

    assert (done.exit_code, [path.name for path in tmp_path.iterdir()]) == (2, ["x"])
