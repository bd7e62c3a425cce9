"""Many files at once: whatever is among them, every other file ends as it would have without it."""

from __future__ import annotations

import hashlib
import os
from collections import defaultdict
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from office_task import EAST_A, EAST_B, FORM, WEST_C, household, new_task, send

from formkit import engine, journal
from formkit.intake import Expectation, Judged
from formkit.load import find_form
from formkit.task import expectation, open_task
from formkit.words import SENTENCES

NAMES = ("一", "二", "三")


@pytest.fixture(scope="module")
def inbox(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Expectation]:
    """One filing accepted, one returned, one zero report."""
    task = new_task(tmp_path_factory.mktemp("engine"))
    family = [household(1, household_size=2), household(4, relation="之子", household_size=2)]
    send(task, EAST_A, {"marginal": [*family, household(2, head_name="张甲二")]}, "一.xlsx")
    send(task, EAST_B, {"marginal": [household(3, risk="因懒")]}, "二.xlsx")
    send(task, WEST_C, {}, "三.xlsx", zero=True)
    return task / "inbox", expectation(open_task(task), journal.Journal())


def judged(folder: Path, names: tuple[str, ...], expected: Expectation) -> dict[str, Judged]:
    """The outcomes of files by name, in the order they are given."""
    told: list[str] = []
    paths = [(folder / f"{name}.xlsx", f"{name}.xlsx") for name in names]
    found = engine.examine_all(paths, expected, defaultdict(lambda: "2020-04-01"), told.append)
    assert [one.file for one in found] == told == [shown for _, shown in paths]
    return dict(zip(names, found, strict=True))


def test_each_file_has_its_own_outcome_counts_and_hash(inbox: tuple[Path, Expectation]) -> None:
    folder, expected = inbox
    found = judged(folder, NAMES, expected)
    assert [(one.outcome, one.households, one.persons) for one in found.values()] == [
        ("accepted", 2, 3), ("returned", 1, 1), ("zero", 0, 0),
    ]  # fmt: skip
    assert [one.identity.unit for one in found.values()] == [EAST_A, EAST_B, WEST_C]
    for name, one in found.items():
        data = (folder / f"{name}.xlsx").read_bytes()
        assert (one.sha256, one.seen) == (hashlib.sha256(data).hexdigest(), "2020-04-01")
    assert found["二"].report.errors == 1


@given(st.integers(0, 2), st.sampled_from(["cut", "flip", "noise", "text"]), st.binary(min_size=1, max_size=60), st.floats(0, 0.98))
@example(0, "cut", b"x", 0.0)
@settings(max_examples=25, deadline=None)
def test_one_broken_file_changes_nothing_for_the_others(
    inbox: tuple[Path, Expectation], place: int, kind: str, noise: bytes, where: float
) -> None:
    folder, expected = inbox
    alone = judged(folder, NAMES, expected)
    whole = (folder / "一.xlsx").read_bytes()
    at = int(len(whole) * where)
    broken = {
        "cut": whole[:at], "flip": b"PK\x03\x04" + whole[at:][::-1], "noise": whole[:at] + noise,
        "text": b"<html><table>" + noise,
    }[kind]  # fmt: skip
    (folder / "坏.xlsx").write_bytes(broken)
    names = (*NAMES[:place], "坏", *NAMES[place:])
    found = judged(folder, names, expected)
    bad = found.pop("坏")
    assert bad.outcome in ("refused", "unreadable", "not-a-filing")
    assert bad.code in SENTENCES
    assert bad.seen == "2020-04-01"
    assert found == alone
    assert (folder / "坏.xlsx").read_bytes() == broken


def test_what_is_gone_or_no_file_is_unreadable_and_each_is_told(inbox: tuple[Path, Expectation], tmp_path: Path) -> None:
    folder, expected = inbox
    os.mkfifo(tmp_path / "管.xlsx")
    (tmp_path / "夹.xlsx").mkdir()
    for name in NAMES:
        (tmp_path / f"{name}.xlsx").write_bytes((folder / f"{name}.xlsx").read_bytes())
    found = judged(tmp_path, ("没有", *NAMES, "管", "夹"), expected)
    assert {(found[name].outcome, found[name].code) for name in ("没有", "管", "夹")} == {("unreadable", "file-gone")}
    assert {name: found[name] for name in NAMES} == judged(folder, NAMES, expected)


def test_several_empty_files_are_each_unreadable_and_no_copies(tmp_path: Path) -> None:
    for name in NAMES:
        (tmp_path / f"{name}.xlsx").write_bytes(b"")
    found = judged(tmp_path, NAMES, Expectation({FORM: find_form(FORM)}))
    assert {one.outcome for one in found.values()} == {"unreadable"}


def test_originals_are_never_touched(inbox: tuple[Path, Expectation]) -> None:
    folder, expected = inbox
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.iterdir()}
    judged(folder, NAMES, expected)
    assert {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.iterdir()} == before
