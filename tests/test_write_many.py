"""Many files written at once: each whole or not at all; and the outbox of a roster, of which one workbook is built."""

from __future__ import annotations

import os
import pickle
from pathlib import Path

import pytest
from click.testing import CliRunner

from formkit import disk
from formkit.cli import main
from formkit.commands.generate import _folder, _folders, issue_for, township_folder
from formkit.commands.init import command as init
from formkit.task import Task, open_task
from formkit.units import Roster, Unit
from formkit.write import mould
from formkit.write.book import write_workbook
from formkit.write.stamp import Moulds, stamped

ROSTER = """代码,名称,级别,上级
379999,示例区,县,
379999100,东镇,乡,379999
379999101,西镇,乡,379999
379999102,西镇,乡,379999
379999100201,甲庄村,村,379999100
379999100202,乙庄村,村,379999100
379999101201,丙庄村,村,379999101
379999102201,丁庄村,村,379999102
"""


def left(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def task_in(folder: Path) -> Task:
    (folder / "units.csv").write_text(ROSTER, "utf-8")
    made = CliRunner().invoke(
        init, [str(folder / "task"), "--form", "zaozhuang-ledger", "--units", str(folder / "units.csv"), "--period", "2020-03"]
    )
    assert made.exit_code == 0, made.output
    return open_task(folder / "task")


def test_all_are_on_the_disk_before_the_first_is_put_in_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    synced, replace = os.fsync, os.replace
    monkeypatch.setattr(os, "fsync", lambda handle: done.append(f"kept {os.fstat(handle).st_size}") or synced(handle))
    monkeypatch.setattr(os, "replace", lambda source, target: done.append(Path(target).name) or replace(source, target))
    files = [(tmp_path / "甲" / "1.xlsx", b"a" * 7), (tmp_path / "2.xlsx", b"b" * 3)]

    assert disk.write_many(files) == [path for path, _ in files]
    assert left(tmp_path) == {"甲/1.xlsx": b"a" * 7, "2.xlsx": b"b" * 3}
    assert done[:4] == ["kept 7", "kept 3", "1.xlsx", "2.xlsx"]
    assert len(done) == 6  # and then the two folders
    assert (tmp_path / "2.xlsx").stat().st_mode & 0o777 == 0o644
    assert disk.write_many([]) == []


def test_what_fails_leaves_the_rest_whole_and_nothing_half_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "b.xlsx").write_bytes(b"old")
    replace = os.replace

    def refuse(source: str, target: str) -> None:
        if Path(target).name.startswith("b"):
            raise PermissionError(13, "in use")
        replace(source, target)

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(PermissionError):
        disk.write_many([(tmp_path / f"{name}.xlsx", b"new") for name in "abc"])

    assert left(tmp_path) == {"a.xlsx": b"new", "b.xlsx": b"old"}


def test_one_that_is_open_goes_beside_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    replace = os.replace

    def refuse(source: str, target: str) -> None:
        if Path(target).name == "b.xlsx":
            raise PermissionError(13, "in use")
        replace(source, target)

    monkeypatch.setattr(os, "replace", refuse)

    assert disk.write_many([(tmp_path / f"{name}.xlsx", b"new") for name in "ab"])[1] == tmp_path / "b(另存1).xlsx"


def test_a_disk_that_is_full_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "no space left")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="no space"):
        disk.write_many([(tmp_path / "a.xlsx", b"new")])

    assert left(tmp_path) == {}


def test_the_outbox_of_a_roster_is_built_once_and_is_what_each_unit_would_get(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    task = task_in(tmp_path)
    built: list[str] = []
    original = mould.written
    monkeypatch.setattr(mould, "written", lambda form, issue: built.append(form.form) or original(form, issue))

    assert CliRunner().invoke(main, ["generate", str(task.folder)]).exit_code == 0

    moulds: Moulds = {}
    form = task.forms["zaozhuang-ledger"]
    wanted = {
        f"{place}/{unit.code}_{unit.name}_2020-03.xlsx": stamped(form, issue_for(task, form, unit), moulds)
        for place, unit in ((township_folder(task.roster, unit), unit) for _, unit in task.reporters)
    }
    assert left(task.folder / "outbox") == wanted
    assert [path.split("/")[0] for path in wanted] == ["东镇", "东镇", "西镇_379999101", "西镇_379999102"]
    assert len(built) == 1 + 1  # one for a mould: once by the command, once above


def test_a_unit_with_none_below_needs_no_look_at_the_others(tmp_path: Path) -> None:
    task = task_in(tmp_path)
    form, unit = task.reporters[0]

    quick, slow = issue_for(task, form, unit, alone=True), issue_for(task, form, unit)

    assert {place.code for place in quick.places} == {place.code for place in slow.places}
    assert write_workbook(form, quick) == write_workbook(form, slow)


def test_moulds_and_issues_go_to_other_processes(tmp_path: Path) -> None:
    task = task_in(tmp_path)
    form, unit = task.reporters[0]
    moulds: Moulds = {}
    made = stamped(form, issue_for(task, form, unit), moulds)

    sent, issue = pickle.loads(pickle.dumps((form, issue_for(task, form, unit))))

    assert stamped(sent, issue, {}) == made


def test_a_roster_without_townships_has_no_folders() -> None:
    roster = Roster({"1": Unit("1", "甲村", "village", "")})

    assert _folder(roster, roster.units["1"], _folders(roster)) == ""
