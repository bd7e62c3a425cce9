"""A task in a store is worked on as if it lay here: an S3-compatible server on loopback, fsspec's own memory, a folder by its URL."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

import fsspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from office_task import mixed_task, run

from formkit import afar, cluster, standing, store, workers
from formkit.arrivals import Arrival
from formkit.commands import near
from formkit.store import Object, StoreError

NOW = ("--now", "2020-04-01")
STORES = ("s3://office/2020-03", "memory://office/2020-03", "file://")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A task as an office has it on its disk: a file is faulty, one broken, one an archive."""
    made = mixed_task(tmp_path_factory.mktemp("store"))
    (made / "inbox" / "~$锁.xlsx").write_bytes(b"owner")
    return made


@pytest.fixture(params=STORES)
def url(request: pytest.FixtureRequest, server: str, made: Path, tmp_path: Path) -> Iterator[str]:
    """The task in a store of each kind."""
    found = request.param if request.param != "file://" else f"file://{tmp_path.as_posix()}/there"
    put(made, found)
    yield found
    fs, root = fsspec.url_to_fs(found)
    fs.rm(root, recursive=True)


def put(task: Path, url: str) -> None:
    fs, root = fsspec.url_to_fs(url)
    for path in sorted(task.rglob("*")):
        if path.is_file():
            fs.makedirs(f"{root}/{path.parent.relative_to(task).as_posix()}", exist_ok=True)
            fs.pipe_file(f"{root}/{path.relative_to(task).as_posix()}", path.read_bytes())


def held(url: str) -> dict[str, bytes]:
    """Everything below a URL, by name."""
    fs, root = fsspec.url_to_fs(url)
    fs.invalidate_cache()
    return {path.removeprefix(root).lstrip("/"): fs.cat_file(path) for path in fs.find(root)}


def on_disk(task: Path) -> dict[str, bytes]:
    return {path.relative_to(task).as_posix(): path.read_bytes() for path in task.rglob("*") if path.is_file()}


def worked(place: object, *commands: str) -> list[str]:
    """What commands say, as JSON."""
    done = [run(name, place, "--json", *NOW) for name in commands]
    assert [each.exit_code for each in done] == [1] * len(commands), done[0].output
    return [each.stdout for each in done]


@pytest.fixture(scope="module")
def here(made: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[list[str], dict[str, bytes]]:
    """What check, merge and again check say of the task on a disk, and what is in its folder then."""
    folder = tmp_path_factory.mktemp("here") / "task"
    shutil.copytree(made, folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        return worked(".", "check", "merge", "check"), on_disk(folder)


@pytest.mark.parametrize("url", [STORES[0], STORES[2]], indirect=True)
def test_a_task_in_a_store_gives_what_it_gives_on_a_disk(url: str, here: tuple[list[str], dict[str, bytes]]) -> None:
    before = Path.cwd()
    assert worked(url, "check", "merge", "check") == here[0]
    assert held(url) == here[1]
    assert (Path.cwd(), standing._left) == (before, {})


def test_what_is_no_longer_made_is_taken_away_and_nothing_else(url: str) -> None:
    fs, root = fsspec.url_to_fs(url)
    before = held(url)
    with store.brought(url) as folder:
        for name in ("returns/a_退回.xlsx", "rollup/b.xlsx", "templates/c.docx"):
            (folder / name).parent.mkdir()
            (folder / name).write_bytes(b"made")
    fs.pipe_file(f"{root}/returns/说明.txt", b"note")
    with store.brought(url) as folder:
        for name in ("returns/a_退回.xlsx", "templates/c.docx", "units.csv"):
            (folder / name).unlink()
    assert held(url) == before | {"rollup/b.xlsx": b"made", "templates/c.docx": b"made", "returns/说明.txt": b"note"}


def test_two_offices_are_not_at_a_task_at_once(url: str) -> None:
    before = held(url)
    with store.brought(url) as folder:
        (folder / "rollup").mkdir()
        (folder / "rollup" / "新.txt").write_text("whole")
        done = run("merge", url, *NOW)
        assert (done.exit_code, f"{url}/.formkit-lock" in done.stderr) == (3, True)
        assert held(url).keys() - before.keys() == {store.LOCK}
    assert held(url) == before | {"rollup/新.txt": b"whole"}


def test_nothing_is_put_back_over_a_journal_that_another_wrote(url: str) -> None:
    fs, root = fsspec.url_to_fs(url)
    before = held(url)
    meant = store.brought(url)
    with pytest.raises(StoreError, match="store-raced"), meant as folder:
        _both_write(fs, root, folder)
    assert held(url) == before | {"journal.jsonl": b"theirs"}


def _both_write(fs: Any, root: str, folder: Path) -> None:
    fs.pipe_file(f"{root}/journal.jsonl", b"theirs")
    for name in ("journal.jsonl", "报告.txt"):
        (folder / name).write_text("ours")


@pytest.mark.parametrize("status", [2, 3])
def test_a_command_that_fails_puts_nothing_back(url: str, status: int) -> None:
    before = held(url)
    with pytest.raises(SystemExit), near._inside(url):
        _fail(status)
    assert held(url) == before
    with pytest.raises(SystemExit), near._inside(url):
        _fail(1)
    assert held(url) == before | {"new.txt": b"new"}


def _fail(status: int) -> None:
    Path("new.txt").write_text("new")
    sys.exit(status)


def test_what_breaks_off_while_it_is_put_back_leaves_only_whole_files(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before = held(url)
    put_down = store._written

    def breaks(fs: Any, path: str, data: bytes) -> None:
        if path.endswith("c.txt"):
            raise ConnectionResetError
        put_down(fs, path, data)

    monkeypatch.setattr(store, "_written", breaks)
    meant = store.brought(url)
    with pytest.raises(StoreError, match="store-half") as found, meant as folder:
        _write(folder, "journal.jsonl", "a.txt", "c.txt", "z.txt")
    assert found.value.said["why"] == "ConnectionResetError"
    assert held(url) == before | {"a.txt": b"made"}


def _write(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).write_text("made")


def test_a_file_is_renamed_when_it_is_finished_where_a_store_writes_bit_by_bit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fs, root = fsspec.url_to_fs(f"file://{tmp_path.as_posix()}")
    store._written(fs, f"{root}/a/b.txt", b"old")

    def half(path: str, data: bytes) -> None:
        Path(path).write_bytes(data[:2])
        raise ConnectionResetError

    monkeypatch.setattr(fs, "pipe_file", half)
    with pytest.raises(ConnectionResetError):
        store._written(fs, f"{root}/a/b.txt", b"new and longer")
    assert (tmp_path / "a" / "b.txt").read_bytes() == b"old"


@pytest.mark.parametrize("url", STORES[2:], indirect=True)
def test_files_that_change_while_they_are_checked_are_told(url: str, made: Path) -> None:
    fs, root = fsspec.url_to_fs(url)
    with store.brought(url) as folder:
        files = [(one, shown) for shown, one in (standing.left(folder) or {}).items()]

        def change(name: str) -> None:
            if name == files[-1][1]:
                fs.pipe_file(f"{root}/{files[0][1]}", b"other")
                fs.rm_file(f"{root}/{files[1][1]}")

        found = afar.each(files, shown_of, tick=change)
    assert [getattr(one, "code", one) for one in found[:2]] == ["file-changed", "file-changed"]
    assert [one for one in found[2:] if not isinstance(one, str)] == []
    assert "inbox/包.zip!/一.xlsx" in found


def shown_of(arrival: Arrival) -> str:
    if arrival.data and b"kill" in arrival.data[:9]:
        os.kill(os.getpid(), signal.SIGKILL)
    return arrival.shown


@pytest.mark.parametrize("url", STORES[2:], indirect=True)
def test_a_file_that_kills_its_worker_is_told_alone_also_in_an_archive(url: str, tmp_path: Path) -> None:
    fs, root = fsspec.url_to_fs(url)
    for name, data in {"甲.txt": b"kill", "乙.txt": b"fine"}.items():
        fs.pipe_file(f"{root}/inbox/{name}", data)
        (tmp_path / "in").mkdir(exist_ok=True)
        (tmp_path / "in" / name).write_bytes(data)
    fs.pipe_file(f"{root}/inbox/两.zip", Path(shutil.make_archive(str(tmp_path / "两"), "zip", tmp_path / "in")).read_bytes())
    with store.brought(url) as folder:
        found = afar.each([(one, shown) for shown, one in (standing.left(folder) or {}).items()], shown_of)
    killed = {one.file: (one.outcome, one.code) for one in found if not isinstance(one, str)}
    assert killed == dict.fromkeys(("inbox/甲.txt", "inbox/两.zip!/甲.txt"), ("refused", "file-killed-memory"))
    assert {"inbox/乙.txt", "inbox/两.zip!/乙.txt"} < {one for one in found if isinstance(one, str)}


@pytest.mark.parametrize("url", ["s3://office/2020-03"], indirect=True)
def test_workers_of_a_cluster_fetch_the_files_themselves(
    url: str, here: tuple[list[str], dict[str, bytes]], monkeypatch: pytest.MonkeyPatch
) -> None:
    fetched: list[str] = []
    read = store.read
    monkeypatch.setattr(workers, "available", lambda: 1)
    monkeypatch.setattr(store, "read", lambda one: fetched.append(one.name) or read(one))
    done = run("check", url, "--json", "--cluster", cluster.LOCAL, *NOW)
    assert done.stdout == here[0][0]
    assert [name for name in fetched if name.startswith("inbox/")] == []


@pytest.mark.parametrize("url", STORES[:1], indirect=True)
def test_an_earlier_task_beside_it_is_read_and_not_written(url: str, made: Path, tmp_path: Path) -> None:
    later = tmp_path / "later"
    shutil.copytree(made, later)
    said = (later / "task.yaml").read_text("utf-8")
    (later / "task.yaml").write_text(said.replace('"2020-03"', '"2020-04"').replace("before: []", "before: [../2020-03]"), "utf-8")
    shutil.rmtree(later / "inbox")
    put(later, store.beside(url, "../2020-04"))
    before = held(url)
    done = run("compare", store.beside(url, "../2020-04"), "--json", "--now", "2020-05-01")
    assert json.loads(done.stdout)["before"] == "2020-03", done.output
    assert held(url) == before


def test_what_is_wrong_with_a_store_is_told_without_a_secret(server: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    done = run("check", "s3://office/none", *NOW)
    assert (done.exit_code, "s3://office/none" in done.stderr, "task.yaml" in done.stderr) == (3, True, True)
    fsspec.filesystem("memory").pipe_file("/office/task.yaml", b"")
    done = run("check", "memory://office", tmp_path, *NOW)
    assert (done.exit_code, "memory://office" in done.stderr) == (2, True)
    done = run("check", "s3://me:secret@nobody/none?key=hush", *NOW)
    assert (done.exit_code, "secret" in done.output, "hush" in done.output, "s3://***@nobody" in done.stderr) == (3, False, False, True)
    done = run("check", "nothing://here", *NOW)
    assert (done.exit_code, "nothing://here" in done.stderr) == (3, True)
    monkeypatch.setitem(sys.modules, "fsspec", None)
    done = run("check", "s3://office/none", *NOW)
    assert (done.exit_code, "formkit[cluster]" in done.stderr) == (3, True)


def test_what_is_a_url_and_that_a_path_of_windows_is_none() -> None:
    assert all(map(store.is_url, ("s3://b/t", "memory://t", "file:///t", "hdfs://h:1/t", "simplecache::s3://b/t")))
    assert not any(map(store.is_url, ("C:/task", "C:\\task", "task", "./s3", "c://task")))


@given(st.lists(st.text("./\\:甲\0", min_size=1, max_size=12), min_size=1, max_size=8))
def test_names_in_a_store_lead_nowhere_else_and_stay_apart(names: list[str]) -> None:
    taken: dict[str, Object] = {}
    for name in names:
        shown = store._shown(f"inbox/{name}", taken)
        assert shown not in taken
        assert not PurePosixPath(shown).is_absolute()
        assert shown.startswith("inbox/")
        assert not {"..", "."} & set(shown.split("/"))
        taken[shown] = Object("", name, 0, "")
