"""Many files at once: whatever is among them, every other file ends as it would have without it."""

from __future__ import annotations

import hashlib
import os
import tracemalloc
import zipfile
from collections import defaultdict
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from office_task import EAST_A, EAST_B, FORM, WEST_C, household, mixed_task, new_task, run, send

from formkit import engine, gate, journal, workers
from formkit.arrivals import Arrival
from formkit.draft import sheet
from formkit.intake import Expectation, Judged
from formkit.load import find_form
from formkit.read import grid
from formkit.saying import say_of
from formkit.taken import taken
from formkit.task import expectation, open_task
from formkit.task import inbox as files_of
from formkit.words import SENTENCES
from formkit.workers import Limits

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
@settings(max_examples=15, deadline=None)
def test_one_broken_file_changes_nothing_for_the_others(
    inbox: tuple[Path, Expectation], place: int, kind: str, noise: bytes, where: float
) -> None:
    folder, expected = inbox
    ALONE.update(ALONE or judged(folder, NAMES, expected))
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
    assert not bad.code.startswith("file-killed")
    assert bad.seen == "2020-04-01"
    assert found == ALONE
    assert (folder / "坏.xlsx").read_bytes() == broken


ALONE: dict[str, Judged] = {}


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


READ = engine.read_file


def harmful(data: bytes, shown: str, *more: Any) -> Any:
    """A reader that some files harm."""
    {"环": loop, "存": lambda: len(bytearray(10**10)), "断": os.abort, "错": lambda: 1 // 0}.get(Path(shown).stem, int)()
    return READ(data, shown, *more)


def loop() -> None:
    while True:
        pass


def test_files_that_harm_the_reader_end_in_their_outcome_and_the_others_as_if_alone(
    inbox: tuple[Path, Expectation], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, expected = inbox
    alone = judged(folder, NAMES, expected)
    for name in ("环", "存", "断", "错", *NAMES):
        (tmp_path / f"{name}.xlsx").write_bytes((folder / f"{name if name in NAMES else '一'}.xlsx").read_bytes())
    monkeypatch.setattr(engine, "read_file", harmful)
    monkeypatch.setattr(engine, "LIMITS", Limits(seconds=1, wall=60, megabytes=500))
    found = judged(tmp_path, ("环", "一", "存", "断", "二", "错", "三"), expected)
    assert {name: found[name] for name in NAMES} == alone
    assert [(found[name].outcome, found[name].code) for name in ("环", "存", "断", "错")] == [
        ("refused", "file-killed-time"), ("refused", "file-killed-memory"),
        ("unreadable", "file-killed"), ("unreadable", "file-killed"),
    ]  # fmt: skip
    assert {found[name].sha256 for name in ("环", "存", "断", "错")} == {alone["一"].sha256}
    assert {found[name].seen for name in found} == {"2020-04-01"}
    assert say_of(found["环"]).startswith("读了1秒还没有读完")
    assert "ZeroDivisionError" in say_of(found["错"])


def test_a_file_that_changes_while_it_is_checked_is_told(inbox: tuple[Path, Expectation], tmp_path: Path) -> None:
    folder, expected = inbox
    for name in NAMES:
        (tmp_path / f"{name}.xlsx").write_bytes((folder / f"{name}.xlsx").read_bytes())
    with zipfile.ZipFile(tmp_path / "四.zip", "w") as archive:
        archive.write(tmp_path / "二.xlsx", "五.xlsx")
    paths = [(tmp_path / name, name) for name in ("一.xlsx", "二.xlsx", "三.xlsx", "四.zip")]

    def change(name: str) -> None:
        if name == "三.xlsx":
            (tmp_path / "一.xlsx").write_bytes((tmp_path / "一.xlsx").read_bytes() + b"more")
            os.utime(tmp_path / "二.xlsx", (1, 1))
            (tmp_path / "三.xlsx").unlink()
        if name.startswith("四"):
            (tmp_path / "四.zip").write_bytes(b"PK")

    found = {one.file: (one.outcome, one.code) for one in engine.examine_all(paths, expected, defaultdict(str), change)}
    changed = ("unreadable", "file-changed")
    assert found == {"一.xlsx": changed, "二.xlsx": ("returned", "returned"), "三.xlsx": changed, "四.zip!/五.xlsx": changed}


def test_no_reader_runs_in_this_process(inbox: tuple[Path, Expectation], monkeypatch: pytest.MonkeyPatch) -> None:
    """Every command that reads a workbook that came from outside reads it in a worker."""
    folder, here = inbox[0], os.getpid()

    def elsewhere(work: Any) -> Any:
        def watched(*given: Any, **named: Any) -> Any:
            assert os.getpid() != here
            return work(*given, **named)

        return watched

    file = folder / "一.xlsx"
    sums, new = folder.parent / "sums", folder.parent / "new.yaml"
    commands = [
        ["check", file], ["check", folder.parent], ["merge", file, "-o", sums], ["layout", file], ["draft", file, "-o", new],
        ["status", folder.parent],
    ]  # fmt: skip
    before = [run(*command).exit_code for command in commands]
    (folder.parent / "new.yaml").unlink(missing_ok=True)
    for module, name in ((grid, "CalamineWorkbook"), (sheet, "openpyxl")):
        reader = getattr(module, name)
        opener = "from_filelike" if name == "CalamineWorkbook" else "load_workbook"
        monkeypatch.setattr(module, name, SimpleNamespace(**{opener: elsewhere(getattr(reader, opener))}))
    monkeypatch.setattr(gate, "inspect", elsewhere(gate.inspect))
    assert [run(*command).exit_code for command in commands] == before
    with pytest.raises(AssertionError):
        READ(file.read_bytes(), "一.xlsx", inbox[1].forms)


def test_the_bytes_of_one_file_at_a_time_are_held(tmp_path: Path) -> None:
    paths = []
    for number in range(60):
        paths.append((tmp_path / f"{number}.bin", f"{number}.bin"))
        paths[-1][0].write_bytes(bytes([number]) * 1_000_000)
    tracemalloc.start()
    engine.examine_all(paths, Expectation({}), defaultdict(str))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 12_000_000


@given(st.integers(0, 10**9), st.integers(0, 10**9))
def test_a_larger_file_has_no_less_time_and_none_has_for_ever(one: int, other: int) -> None:
    small, large = (engine.limits(size) for size in sorted((one, other)))
    assert engine.LIMITS.seconds <= small.seconds <= large.seconds <= 10 * engine.LIMITS.seconds
    assert small.wall <= large.wall <= 10 * engine.LIMITS.wall


def test_layout_and_draft_say_what_became_of_a_file_that_kills_its_reader(task: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = send(task, EAST_A, {})
    monkeypatch.setattr("formkit.gate.inspect", lambda *_: os.abort())
    for command in (["layout", path], ["draft", path, "-o", task / "new.yaml"]):
        done = run(*command)
        assert (done.exit_code, "其他文件不受影响" in done.stderr) == (2, True), done.output


def failing(number: int) -> int:
    """Work that one of the tasks makes impossible."""
    if number == 5:
        raise PermissionError(f"no room for {number}")
    return os.getpid()


def test_our_own_work_is_shared_and_its_errors_are_heard_as_they_are() -> None:
    done = list(engine.shared(failing, range(5)))
    assert len(done) == 5
    assert os.getpid() not in done
    assert set(engine.shared(failing, range(3))) == {os.getpid()}, "a few tasks are not worth a worker"
    with pytest.raises(PermissionError, match="no room for 5"):
        list(engine.shared(failing, range(9)))


class Watched:
    """Workers that note what they are given; ``near``: they read files themselves."""

    def __init__(self, *, near: bool) -> None:
        self.near, self.given = near, list[Any]()

    def __call__(self, function: Any, tasks: Any, most: int = 0) -> Any:
        return workers.run(function, ((self.given.append(task) or task, limit) for task, limit in tasks), most)


def test_who_works_on_this_machine_is_told_where_files_are_and_others_are_sent_them(tmp_path: Path) -> None:
    task = open_task(mixed_task(tmp_path))
    paths, work = files_of(task), partial(taken, expected=expectation(task, journal.Journal()))
    near, far = Watched(near=True), Watched(near=False)
    assert engine.each(paths, work, run=near) == engine.each(paths, work, run=far) == engine.each(paths, work)
    assert [type(each) for each in near.given] == [tuple] * len(paths) + [Arrival]      # what is in an archive is sent
    assert {type(each) for each in far.given} == {Arrival}
