"""Every command that a task takes, on a task in a store; loose files, folders to write into and earlier periods by their URLs."""

from __future__ import annotations

import io
import json
import re
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import fsspec
import openpyxl
import pytest
from office_task import EAST_A, EAST_B, WEST_C, household, mixed_task, new_task, run, send
from test_store import NOW, held, on_disk, put

from formkit import holder, remote, standing, store
from formkit.load import find_form
from formkit.store import StoreError

STORES = ("s3://office/2020-03", "file://")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A task with a faulty file, and one that somebody saved in the outbox."""
    task = mixed_task(tmp_path_factory.mktemp("more"))
    mine = next((task / "outbox").rglob(f"{WEST_C}_*.xlsx"))
    book = openpyxl.load_workbook(mine)
    book.save(mine)
    said = (task / "task.yaml").read_text("utf-8")
    (task / "task.yaml").write_text(re.sub(r'(agency|contact|phone): ""', r"\1: 某办", said), "utf-8")
    return task


@pytest.fixture(params=STORES)
def url(request: pytest.FixtureRequest, server: str, made: Path, tmp_path: Path) -> Iterator[str]:
    found = request.param if request.param != "file://" else f"file://{tmp_path.as_posix()}/there/2020-03"
    put(made, found)
    yield found
    fs, root = fsspec.url_to_fs(store.beside(found, ".."))
    for path in fs.find(root):
        fs.rm_file(path)


@pytest.fixture
def here(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The same task on a disk, in which commands are run."""
    shutil.copytree(made, tmp_path / "here")
    monkeypatch.chdir(tmp_path / "here")
    return tmp_path / "here"


@pytest.mark.parametrize("url", STORES[:1], indirect=True)
def test_notices_workbooks_and_acceptances_are_what_they_are_on_a_disk(url: str, here: Path) -> None:
    faulty = next((here / "inbox").glob(f"{EAST_B}_*.xlsx")).relative_to(here).as_posix()
    for order in (("generate",), ("notice", "reminder", "--set", "number=某字〔2020〕5号")):
        there, near = run(*order, url, *NOW), run(*order, ".", *NOW)
        assert (there.exit_code, there.stdout, there.stderr) == (0, near.stdout, near.stderr)
    assert WEST_C in run("generate", url, *NOW).stderr  # kept: somebody saved it
    why = ("--reason", "已电话核实", "--by", "王某某", *NOW)
    assert run("accept", f"{url}/{faulty}", *why).exit_code == run("accept", faulty, *why).exit_code == 0
    assert held(url) == on_disk(here)
    assert "催报通知_2020-03.docx" in " ".join(held(url))
    assert run("notice", "--list", url, "--json").stdout == run("notice", "--list", ".", "--json").stdout


@pytest.mark.parametrize("url", STORES[1:], indirect=True)
def test_what_cannot_be_accepted_in_a_store_is_told(url: str) -> None:
    before, why = held(url), ("--reason", "x", "--by", "y", *NOW)
    assert run("accept", f"{url}/inbox/nobody.xlsx", *why).exit_code == 2
    done = run("accept", store.beside(url, "../x.xlsx"), *why)
    assert (done.exit_code, store.beside(url, "../x.xlsx") in done.stderr) == (2, True)
    done = run("notice", "reminder", store.beside(url, "../none"), *NOW)
    assert (done.exit_code, "task.yaml" in done.stderr) == (3, True)
    assert held(url) == before


@pytest.mark.parametrize("url", STORES[:1], indirect=True)
def test_loose_files_in_a_store_are_what_they_are_on_a_disk(url: str, here: Path, tmp_path: Path) -> None:
    said = {}
    for place in (url, here.as_posix()):
        done = [run(name, f"{place}/inbox", "--json", *NOW, *more) for name, more in (("check", ()), ("merge", ("-o", tmp_path / "out")))]
        said[place] = [each.stdout.replace(place, "") for each in done]
        assert [each.exit_code for each in done] == [1, 1]
    assert said[url] == said[here.as_posix()]
    one = next(name for name in held(url) if name.startswith(f"inbox/{EAST_A}"))
    found = json.loads(run("check", f"{url}/{one}", here / one, "--json", *NOW).stdout)["filings"]
    assert {each["file"] for each in found} == {f"{url}/{one}", (here / one).as_posix()}
    assert sorted(each["outcome"] for each in found) == ["accepted", "copy"]
    assert (standing._called, standing._left) == ({}, {})


@pytest.mark.parametrize("url", STORES[:1], indirect=True)
def test_what_is_made_goes_to_a_folder_in_a_store(url: str, here: Path) -> None:
    target = store.beside(url, "../out")
    fs, root = fsspec.url_to_fs(target)
    done = run("merge", url, "-o", target, "--json", *NOW)
    told = [each["file"] for each in json.loads(done.stdout)["rollups"]]
    assert (done.exit_code, set(told)) == (1, {f"{target}/{name}" for name in held(target)})
    assert held(target)
    for name in held(target):
        fs.rm_file(f"{root}/{name}")
    notice = ("notice", "reminder", ".", "-o", target, "--json", "--set")
    first = json.loads(run(*notice, "number=某字〔2020〕5号", *NOW).stdout)["files"]
    assert first == [{"file": f"{target}/催报通知_2020-03.docx", "written": True}]
    assert json.loads(run(*notice, "number=某字〔2020〕5号", *NOW).stdout)["files"] == [{**first[0], "written": False}]
    fs.pipe_file(f"{root}/说明.txt", b"note")
    before = held(target)
    done = run(*notice, "number=某字〔2020〕6号", *NOW)
    assert (done.exit_code, f"{target}/催报通知_2020-03.docx" in done.stderr) == (2, True)
    assert held(target) == before
    assert run(*notice, "number=某字〔2020〕6号", "--overwrite", *NOW).exit_code == 0
    assert held(target).keys() == {"说明.txt", "催报通知_2020-03.docx"}


@pytest.mark.parametrize("url", STORES[1:], indirect=True)
def test_what_breaks_off_on_the_way_to_a_folder_leaves_only_whole_files(url: str, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = store.beside(url, "../out")
    put_down, done = store._written, []

    def breaks(fs: Any, path: str, data: bytes) -> None:
        if done:
            raise ConnectionResetError
        done.append(path)
        put_down(fs, path, data)

    monkeypatch.setattr(store, "_written", breaks)
    broken = run("merge", ".", "-o", target, *NOW)
    assert (broken.exit_code, f"往 {target} 写结果时断了（ConnectionResetError）" in broken.stderr) == (3, True)
    assert "日志" not in broken.stderr  # there is none in such a folder
    (left,) = held(target).values()
    assert left[:4] == b"PK\x03\x04"


@pytest.fixture
def april(here: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "april").mkdir()
    task = new_task(tmp_path / "april", "--period", "2020-04")
    send(task, EAST_A, {"marginal": [household(1)]})
    monkeypatch.chdir(task)
    return task


def texts(data: bytes) -> str:
    """What stands in a workbook's cells."""
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        return book.read("xl/sharedStrings.xml").decode()


@pytest.mark.parametrize("url", STORES[1:], indirect=True)
def test_an_earlier_period_is_compared_with_where_it_lies(url: str, here: Path, april: Path) -> None:
    later = ("--json", "--now", "2020-05-01")
    for order, other in (("compare", "/inbox"), ("merge", "")):
        said: dict[str, str] = {}
        for place in (url, here.as_posix()):
            out = ("-o", april / "out") if order == "merge" else ()
            done = run(order, "." if order == "compare" else "inbox", "--with", f"{place}{other}", *out, *later)
            assert (done.exit_code, done.stderr) == (0, "")
            book = texts((april / "out" / "示例区_2020-04_汇总.xlsx").read_bytes()) if out else ""
            said[place] = (done.stdout + book).replace(url, here.as_posix())
        assert said[url] == said[here.as_posix()]
    assert held(url).keys() == on_disk(here).keys()


@pytest.mark.parametrize("url", STORES[1:], indirect=True)
def test_what_an_earlier_task_names_is_brought_too_and_nothing_above_the_store(url: str, made: Path, tmp_path: Path) -> None:
    said, (fs, root) = (made / "task.yaml").read_text("utf-8"), fsspec.url_to_fs(store.beside(url, ".."))
    above = "../" * (len(Path(root).parts) + 1) + f"{root}/above".lstrip("/")
    for period, before in {"2020-04": "[../2020-03]", "2020-05": "[../2020-04]", "2020-06": f"[{above}]", "above": "[]"}.items():
        text = said.replace('"2020-03"', f'"{period}"').replace("before: []", f"before: {before}")
        fs.makedirs(f"{root}/{period}", exist_ok=True)
        fs.pipe_file(f"{root}/{period}/task.yaml", text.encode())
        fs.pipe_file(f"{root}/{period}/units.csv", (made / "units.csv").read_bytes())
    done = run("compare", store.beside(url, "../2020-05"), "--now", "2020-06-01")
    assert done.exit_code == 0, done.output  # 2020-04 names 2020-03, or could not be opened
    done = run("status", store.beside(url, "../2020-06"), "--now", "2020-07-01")
    assert (done.exit_code, above in done.stderr) == (2, True)
    assert not (Path(tempfile.gettempdir()) / f"{root}/above".lstrip("/")).exists()


def test_a_lock_says_who_holds_it_and_since_when(url: str, made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fs, root = fsspec.url_to_fs(url)
    with store.brought(url):
        said = run("merge", url, *NOW).stderr
        mine = json.loads(fs.cat_file(f"{root}/{store.LOCK}"))
        assert all(str(mine[name]) in said for name in ("user", "machine", "process"))
        assert ("已有0分钟" in said, f"请删掉 {url}/{store.LOCK}" in said) == (True, True)
    for lock in (b"formkit", b"[]", b'{"user": 1}', b"\xff"):
        fs.pipe_file(f"{root}/{store.LOCK}", lock)
        assert "有人（不知是谁）" in run("merge", url, *NOW).stderr
        assert held(url)[store.LOCK] == lock
    since = {"user": "a", "machine": "b", "process": 1, "since": "2020-04-01T08:00:00+00:00"}
    ages = {(1, 8, 59): "59分钟", (1, 10, 0): "2小时", (1, 7, 0): "0分钟", (4, 8, 0): "3天"}
    for (day, hour, minute), age in ages.items():
        now = datetime(2020, 4, day, hour, minute, tzinfo=UTC)
        assert holder.told(json.dumps(since).encode(), now)["age"] == age
    fs.rm_file(f"{root}/{store.LOCK}")


def test_a_lock_that_somebody_took_away_lets_nothing_be_put_back(url: str) -> None:
    fs, root = fsspec.url_to_fs(url)
    before, meant = held(url), store.brought(url)
    with pytest.raises(StoreError, match="store-raced"), meant as folder:
        _both_lock(fs, root, folder)
    assert held(url) == before | {store.LOCK: b"theirs"}
    fs.rm_file(f"{root}/{store.LOCK}")


def _both_lock(fs: Any, root: str, folder: Path) -> None:
    (folder / "new.txt").write_text("new")
    fs.rm_file(f"{root}/{store.LOCK}")
    fs.pipe_file(f"{root}/{store.LOCK}", b"theirs")


@pytest.mark.parametrize("url", STORES[1:], indirect=True)
def test_a_lock_that_cannot_be_taken_away_is_told(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(holder, "_freed", refused)
    meant = store.brought(url)
    with pytest.raises(StoreError, match="store-lock-stays") as found, meant as folder:
        (folder / "new.txt").write_text("new")
    assert found.value.said["url"] == f"{url}/{store.LOCK}"
    assert held(url)["new.txt"] == b"new"
    meant = store.brought(url)
    with pytest.raises(StoreError, match="store-locked"), meant:
        pass
    fs, root = remote.opened(url)
    fs.rm_file(f"{root}/{store.LOCK}")


@pytest.mark.parametrize("url", STORES, indirect=True)
def test_what_is_wrong_with_an_earlier_task_is_told_by_its_url(url: str, here: Path, april: Path) -> None:
    fs, root = fsspec.url_to_fs(url)
    task, units = (fs.cat_file(f"{root}/{name}").decode() for name in ("task.yaml", "units.csv"))
    form = find_form("zaozhuang-ledger").form
    wrong = {
        "task.yaml": task.replace('"2020-03"', '"2020-13"'), "units.csv": f"{units}\n1,,村,9\n",
        "own.yaml": f"form: own\nversion: {form}\nwhat: 1\n",
    }  # fmt: skip
    for name, text in wrong.items():
        fs.pipe_file(f"{root}/{name}", text.encode())
        fs.pipe_file(f"{root}/task.yaml", (wrong["task.yaml"] if name == "task.yaml" else task.replace(f"[{form}]", "[./own.yaml]")
                                           if name == "own.yaml" else task).encode())  # fmt: skip
        later = store.beside(url, "../later")
        put(april, later)
        before = task.replace('"2020-03"', '"2020-04"').replace("before: []", f"before: [../{url.rpartition('/')[2]}]")
        fs.pipe_file(f"{store.opened(later)[1]}/task.yaml", before.encode())
        for order in (("compare", ".", "--with", url), ("merge", "inbox", "--with", url, "-o", april / "out"), ("check", url),
                      ("compare", later)):  # fmt: skip
            done = run(*order, "--now", "2020-05-01")
            where = f"{url}/" if "--with" in order else f"../{url.rpartition('/')[2]}/" if order[1] == later else ""
            assert (done.exit_code, done.stderr.startswith(f"{where}{name}:")) == (2, True), (order, done.stderr)
            assert "/formkit-" not in done.output
        fs.pipe_file(f"{root}/units.csv", units.encode())
    assert (standing._called, standing._left) == ({}, {})


@pytest.mark.parametrize("url", STORES[1:], indirect=True)
def test_an_earlier_task_to_compare_with_may_name_one_before_it(url: str, here: Path, april: Path) -> None:
    fs, root = fsspec.url_to_fs(url)
    text = fs.cat_file(f"{root}/task.yaml").decode()
    older = store.beside(url, "../2020-02")
    put(here, older)
    fs.pipe_file(f"{store.opened(older)[1]}/task.yaml", text.replace('"2020-03"', '"2020-02"').encode())
    fs.pipe_file(f"{root}/task.yaml", text.replace("before: []", "before: [../2020-02]").encode())
    assert run("compare", ".", "--with", url, "--now", "2020-05-01").exit_code == 0
    fs.pipe_file(f"{root}/task.yaml", text.replace("before: []", f"before: [{older}]").encode())
    for order in (("compare", ".", "--with", url), ("check", url)):
        done = run(*order, "--now", "2020-05-01")
        assert (done.exit_code, older in done.stderr, "/formkit-" in done.stderr) == (2, True, False)
    assert (standing._called, standing._left) == ({}, {})
