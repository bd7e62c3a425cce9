"""A province, whose rows are put away and opened county by county: the same to the byte as one that is held in hand."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from office_task import FORM, answer, household, new_task, run, send

from formkit import against, marked, office, shelf
from formkit.commands import merge
from formkit.gather import apart, gather_task
from formkit.held import Held, PutAwayError, in_hand
from formkit.intake import Judged
from formkit.marked import twice
from formkit.merge import opened
from formkit.pieces import filled, pieces
from formkit.task import open_task

COUNTIES = {"379999000000": "示例区", "379998000000": "邻县", "379997000000": "远县"}
VILLAGES = {
    f"{code[:6]}{town}20{number}": (f"{name}{number}村", f"{code[:6]}{town}000") for code, name in COUNTIES.items()
    for town in (100, 101) for number in (0, 1)
}  # fmt: skip
FIRST, THEN = ("--now", "2020-04-01"), ("--now", "2020-04-03")
Way = Callable[[pytest.MonkeyPatch], None]


def new_province(folder: Path, period: str = "2020-03", name: str = "task", merged: Mapping[str, str] = {}) -> Path:
    """A task of three counties with its outbox; villages that were merged are others since March."""
    lines = ["代码,名称,级别,上级,停用,并入", "370000000000,某省,省,,,"]
    lines += [f"{code},{name},县,370000000000,," for code, name in COUNTIES.items()]
    lines += [f"{code[:6]}{town}000,{name}{town}镇,乡,{code},," for code, name in COUNTIES.items() for town in (100, 101)]
    ends = {code: f"2020-02,{into}" for code, into in merged.items()}
    lines += [f"{code},{name},村,{above},{ends.get(code, ',')}" for code, (name, above) in VILLAGES.items()]
    (folder / "roster.csv").write_text("\n".join(lines) + "\n", "utf-8")
    task = folder / name
    assert run("init", task, "--form", FORM, "--units", folder / "roster.csv", "--period", period, "--rows", 12).exit_code == 0
    assert run("generate", task).exit_code == 0
    return task


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Persons in two counties, a correction, a conflict, a missing unit, a faulty file, one that is none, and a township's roll-up."""
    task = new_province(tmp_path_factory.mktemp("province"))
    one, two, three, _, five, six, seven, eight, *_ = VILLAGES
    send(task, one, {"marginal": [household(1), household(2, head_name="张甲二")], "unstable": [household(3)]})
    send(task, two, {"marginal": [household(4)]})
    assert run("merge", task, *FIRST).exit_code == 1
    east = next((task / "rollup").glob("示例区100镇_*")).read_bytes()
    (task / "inbox" / "镇里报的.xlsx").write_bytes(east)
    next((task / "inbox").glob(f"{two}*")).unlink()
    send(task, three, {"marginal": [household(1, risk="因残")]}, "早.xlsx")
    assert run("merge", task, *FIRST).exit_code == 1
    send(task, three, {"marginal": [household(1, risk="因残"), household(5)]}, "晚.xlsx")
    send(task, five, {"marginal": [household(2, head_name="张甲二")], "unstable": [household(6, head_name="李甲")]})
    send(task, six, {}, zero=True)
    send(task, seven, {"marginal": [household(7, risk="因懒")]})
    for name, number in (("一", 8), ("二", 9)):
        send(task, eight, {"marginal": [household(number)]}, f"{name}.xlsx")
    (task / "inbox" / "坏.xlsx").write_bytes(b"PK\x03\x04 broken")
    return task


@pytest.fixture(scope="module")
def months(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three months: people go to another county in each, somebody is new, one county has reported in the first month only; of two
    villages that became part of others one had not reported.
    """
    folder = tmp_path_factory.mktemp("months")
    one, two, three, four, five, six, seven, eight, nine, *_ = VILLAGES
    sent = {
        "2020-01": {
            one: [household(1), household(2, head_name="张甲二")], two: [household(3)], five: [household(4)], nine: [household(5)],
            three: [household(6)], eight: [household(8)],
        },
        "2020-02": {
            one: [household(1), household(4, head_name="张甲二")], two: [household(3)], three: [household(6)],
            five: [household(2)], six: [], seven: [household(7)], eight: [household(8)],
        },
        "2020-03": {
            one: [household(9)], two: [household(3)], five: [household(2), household(1, head_name="张甲二")],
            six: [household(4)], seven: [household(7), household(8, head_name="张甲二")], three: [household(6)],
        },
    }  # fmt: skip
    for month, units in sent.items():
        task = new_province(folder, month, month, {four: three, eight: seven})
        for unit, rows in units.items():
            send(task, unit, {"marginal": rows}, zero=not rows)
        settings = task / "task.yaml"
        earlier = ", ".join(f"../{each}" for each in sent if each < month)
        settings.write_text(settings.read_text("utf-8").replace("before: []", f"before: [{earlier}]"), "utf-8")
    return folder


def bare(_: pytest.MonkeyPatch) -> None:
    """As it is done: rows on the shelf, a county at a time."""


def unshelved(patch: pytest.MonkeyPatch) -> None:
    """Without pyarrow: rows wait in memory."""
    patch.setattr("formkit.parquet.ready", lambda: False)


def whole(patch: pytest.MonkeyPatch) -> None:
    """As one county is done: everything in hand."""
    patch.setattr(merge, "apart", lambda _: False)


def made(task: Path, target: Path, way: Way) -> tuple[Any, dict[str, bytes]]:
    """What merge says and writes in a copy of a task, in one of the ways."""
    shutil.rmtree(target.parent, ignore_errors=True)
    shutil.copytree(task.parent, target.parent)
    with pytest.MonkeyPatch.context() as patch:
        way(patch)
        said = answer("merge", target, *THEN, "--detail", "csv")
    return said, {path.relative_to(target).as_posix(): path.read_bytes() for path in sorted(target.rglob("*")) if path.is_file()}


def test_a_province_is_the_same_in_hand_and_put_away(province: Path, tmp_path: Path) -> None:
    (told, files), *others = (made(province, tmp_path / "all" / "task", way) for way in (whole, bare, unshelved))
    assert len([name for name in files if name.endswith("_汇总.xlsx")]) == 9
    assert len(told["duplicates"]) == 2
    assert {each["state"] for each in told["units"]} == {"accepted", "zero", "returned", "conflict", "missing"}
    assert {each["outcome"] for each in told["excluded"]} >= {"superseded", "conflict", "unreadable", "returned"}
    for said, found in others:
        assert said == told
        assert found == files


def test_what_changed_is_the_same_in_hand_and_put_away(months: Path, tmp_path: Path) -> None:
    (told, files), *others = (made(months / "2020-03", tmp_path / "all" / "2020-03", way) for way in (whole, bare, unshelved))
    flows = {each["unit_name"]: each["flow"] for each in told["rollups"] if each["level"] == "county"}
    asked = ("opening", "added", "arrived", "left", "closing")
    moved = {name: [flow[part]["persons"] for part in asked] for name, flow in flows.items() if flow}
    assert moved == {"示例区": [3, 1, 0, 2, 2], "邻县": [3, 0, 2, 0, 5]}
    for said, found in others:
        assert said == told
        assert found == files


def test_what_changes_ask_is_the_same_county_by_county(months: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said = []
    for way in ("county", "all"):
        target = shutil.copytree(months, tmp_path / way) / "2020-03"
        if way == "all":
            monkeypatch.setattr(against, "_top", lambda *_: ("",))
        said.append((answer("check", target, *THEN), (target / "returns" / office.REPORT).read_bytes()))
    assert said[0] == said[1]
    assert [finding["code"] for finding in said[0][0]["between"]["findings"]] == ["unchanged", "unchanged"]


def test_one_county_is_in_hand_as_a_whole(province: Path, tmp_path: Path) -> None:
    assert apart(open_task(province))
    assert not apart(open_task(new_task(tmp_path)))


def test_no_row_is_in_hand_and_none_is_read_by_mistake(province: Path, tmp_path: Path) -> None:
    task = open_task(Path(shutil.copytree(province, tmp_path / "task")))
    with shelf.beside(tmp_path / "rollup") as kept:
        found = gather_task(task, "2020-04-03T00:00:00Z", kept, bare=True)
        assert found.parts
        assert all(isinstance(part.records, Held) for part in found.parts)
        with pytest.raises(PutAwayError):
            list(found.parts[0].records)
        with pytest.raises(PutAwayError):
            found.parts[0].records[0]
        assert [len(opened(part).records) for part in found.parts] == [len(part.records) for part in found.parts]
        assert [path.name for path in kept.folder.iterdir()] == ["0.parquet"]
        assert kept.folder.stat().st_mode & 0o077 == 0
        every = pieces(found)
        assert sorted(number for piece in every for number in piece.numbers) == list(range(9))
        assert sum(len(rollup.parts) for piece in every for rollup in filled(piece).rollups) == 2 * len(found.parts)
    assert not list((tmp_path / "rollup").iterdir())


def test_a_run_that_fails_leaves_no_rows_behind(province: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    task = shutil.copytree(province, tmp_path / "task")
    (task / "rollup" / ".formkit-rows-old").mkdir()
    seen: list[int] = []

    def fails(*_: object) -> None:
        seen.append(len(list((task / "rollup").glob(".formkit-rows-*/*.parquet"))))
        raise OSError("no room")

    monkeypatch.setattr(merge, "written", fails)
    assert run("merge", task, *THEN).exit_code != 0
    assert seen == [1]
    assert [path.name for path in (task / "rollup").glob(".formkit-rows-*")] == [".formkit-rows-old"]
    monkeypatch.setattr(shelf, "_STALE", -1.0)
    run("merge", task, *THEN)
    assert not list((task / "rollup").glob(".formkit-rows-*"))


@pytest.mark.parametrize("name", ["FORMKIT_LOCK", "FORMKIT_PASSWORD"])
def test_nothing_is_put_down_in_the_clear_where_there_is_a_password(
    province: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:  # fmt: skip
    task = shutil.copytree(province, tmp_path / "task")
    monkeypatch.setenv(name, "made-up")
    monkeypatch.setattr(shelf, "beside", lambda _: pytest.fail("rows would lie on the disk in the clear"))
    monkeypatch.setattr(merge, "written", lambda *_: ())
    run("merge", task, *THEN)


def test_many_filings_take_several_files(province: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelf, "_TOGETHER", 2)
    task = open_task(Path(shutil.copytree(province, tmp_path / "task")))
    with shelf.beside(tmp_path / "rollup") as kept:
        found = gather_task(task, "2020-04-03T00:00:00Z", kept, bare=True)
        assert kept.files > 2
        assert [len(opened(part).records) for part in found.parts] == [len(part.records) for part in found.parts]


def test_who_stands_twice_is_found_in_shares_as_at_once(province: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    task = open_task(province)
    parts = office.checked(task, "2020-04-03T00:00:00Z", hold=True).parts
    form = next(iter(task.forms.values()))
    at_once = twice(form, parts)
    assert len(at_once) == 2
    monkeypatch.setattr(marked, "_AT_ONCE", 3)
    assert twice(form, parts) == at_once
    assert twice(form, [opened(part) for part in parts]) == at_once


def test_a_check_says_the_same_with_rows_put_away(province: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = office.checked
    said = []
    for hold in (True, False):
        task = shutil.copytree(province, tmp_path / str(hold) / "task")
        monkeypatch.setattr(office, "checked", lambda *given, hold=hold, **more: kept(*given, **{**more, "hold": hold}))
        said.append(answer("check", task, *THEN))
        said[-1]["files"] = {path.relative_to(task).as_posix(): path.read_bytes() for path in sorted((task / "returns").rglob("*.xlsx"))}
    assert said[0] == said[1]
    assert any(finding["return_cell"] for filing in said[0]["filings"] for finding in filing["findings"])


def test_a_filing_is_itself_again(province: Path) -> None:
    task = open_task(province)
    away, here = (office.past_of(task, ".", "2020-04-03T00:00:00Z", hold=hold).collected.judged for hold in (True, False))
    assert [_with_rows(one) for one in away] == list(here)
    assert not any(isinstance(one.filing.records, tuple) for one in away if one.filing)


def _with_rows(one: Judged) -> Judged:
    return replace(one, filing=in_hand(one.filing)) if one.filing else one
