"""Many documents at once: their names, nothing overwritten or half written, bound, locked, printed."""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterator
from pathlib import Path

import click
import msoffcrypto
import pytest
from docx import Document
from drawn import person
from notice_task import words_of
from office_task import EAST_A, EAST_B, answer, household, new_task, run, send
from test_commands_notice import SETTINGS, made, own_template

from formkit import disk
from formkit.commands import notice as module
from formkit.notice import pdf
from formkit.notice.letterbox import Letter

HOUSEHOLD = """notice: letter
title: 告知书
basis: [本级规定]
needs: 无
audience: household
per: household
rows:
  - {form: zaozhuang-ledger, facts: {head: head_name, number: id_number}}
page:
  style: plain
  title: 告知书
  body: ["{{ head }}（{{ number }}）：由{{ agency }}办理。"]
"""
NAMES = ("赵甲一", "钱乙二", "孙丙三")
FILES = [f"告知书_379999100200_甲庄村_{number:03d}.docx" for number in (1, 2, 3)]


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A task with three households and a letter to each."""
    folder = new_task(tmp_path_factory.mktemp("batch"), "--due", "2020-04-05")
    settings = (folder / "task.yaml").read_text("utf-8")
    for name, value in SETTINGS.items():
        settings = settings.replace(f'{name}: ""', f"{name}: {value}")
    (folder / "task.yaml").write_text(settings, "utf-8")
    (folder / "templates" / "letter.yaml").write_text(HOUSEHOLD, "utf-8")
    send(folder, EAST_A, {"marginal": [household(number, head_name=name) for number, name in enumerate(NAMES, 1)]})
    send(folder, EAST_B, {}, zero=True)
    return folder.parent


@pytest.fixture
def task(first: Path, tmp_path: Path) -> Path:
    """One to write in."""
    shutil.copytree(first, tmp_path / "own")
    return tmp_path / "own" / "task"


def test_each_household_has_a_file_whose_name_tells_nothing_of_it(task: Path) -> None:
    done = run("notice", "letter", task)

    assert (done.exit_code, made(task)) == (0, FILES), done.stderr
    assert [name in words_of(task / "notices" / file) for name, file in zip(NAMES, FILES, strict=True)] == [True] * 3
    for number, name in enumerate(NAMES, 1):
        assert name not in done.stderr + done.stdout
        assert person("1970-01-01", number) not in done.stderr + done.stdout


def test_what_is_there_already_is_no_conflict_and_what_differs_is(task: Path) -> None:
    run("notice", "letter", task)
    again = answer("notice", "letter", task)
    assert [(Path(each["file"]).name, each["written"]) for each in again["files"]] == [(name, False) for name in FILES]
    assert "与已有的一样" in run("notice", "letter", task).stderr

    edited = task / "notices" / FILES[1]
    edited.write_bytes(edited.read_bytes() + b"edited")
    (task / "notices" / FILES[2]).unlink()
    refused = run("notice", "letter", task)
    assert (refused.exit_code, made(task)) == (2, FILES[:2])
    assert "--overwrite" in refused.stderr
    assert edited.read_bytes().endswith(b"edited")

    done = answer("notice", "letter", task, "--overwrite")
    assert [each["written"] for each in done["files"]] == [False, True, True]
    assert not edited.read_bytes().endswith(b"edited")


def test_where_the_disk_is_full_half_way_nothing_new_is_left(task: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write, count = disk.write, iter(range(99))

    def failing(path: Path, data: bytes) -> Path:
        if next(count) == 2:
            raise OSError(28, "No space left on device")
        return write(path, data)

    monkeypatch.setattr(disk, "write", failing)
    done = run("notice", "letter", task)
    assert (done.exit_code, made(task)) == (3, [])


def test_one_that_cannot_be_made_stops_all_before_the_first_is_written(task: Path) -> None:
    holed = HOUSEHOLD.replace("{{ head }}（", "{{ head }}{% if head == '孙丙三' %}{{ nothing }}{% endif %}（")
    (task / "templates" / "letter.yaml").write_text(holed, "utf-8")
    done = run("notice", "letter", task)
    assert (done.exit_code, made(task)) == (2, [])
    assert "“nothing”" in done.stderr


def test_bound_in_one_file_each_on_pages_of_its_own(task: Path) -> None:
    done = answer("notice", "letter", task, "--bind")
    (file,) = done["files"]
    assert Path(file["file"]).name == "告知书_合订3份.docx"
    text = words_of(Path(file["file"]))
    assert [text.index(name) for name in NAMES] == sorted(text.index(name) for name in NAMES)
    assert len(Document(file["file"]).sections) == 3
    assert run("notice", "letter", task, "--bind").exit_code == 0


def test_a_header_of_its_own_cannot_be_bound(task: Path) -> None:
    own_template(task, "letter", "{{ agency }}")
    path = task / "templates" / "letter.docx"
    document = Document(str(path))
    document.sections[0].header.paragraphs[0].text = "{{ head }}"
    document.save(str(path))
    done = run("notice", "letter", task, "--bind")
    assert (done.exit_code, made(task)) == (2, [])
    assert "--bind" in done.stderr


def test_a_password_goes_on_documents_and_cannot_go_on_a_pdf(task: Path, tmp_path: Path) -> None:
    (tmp_path / "key").write_text("secret", "utf-8")
    refused = run("notice", "letter", task, "--pdf", "--lock-file", tmp_path / "key")
    assert (refused.exit_code, made(task)) == (2, [])
    assert "PDF 加不了密码" in refused.stderr

    assert run("notice", "letter", task, "--bind", "--lock-file", tmp_path / "key").exit_code == 0
    with (task / "notices" / "告知书_合订3份.docx").open("rb") as file:
        book, plain = msoffcrypto.OfficeFile(file), io.BytesIO()
        book.load_key(password="secret")
        book.decrypt(plain)
    assert "孙丙三" in words_of(plain)


def test_pdfs_stand_beside_and_are_made_once(task: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[list[str]] = []

    def printed(documents: dict[str, bytes]) -> dict[str, bytes]:
        asked.append(list(documents))
        return {name: f"%PDF {len(asked)}".encode() for name in documents}

    monkeypatch.setattr(pdf, "printed", printed)
    both = sorted([*FILES, *(name.replace(".docx", ".pdf") for name in FILES)])
    assert run("notice", "letter", task, "--pdf").exit_code == 0
    assert made(task) == both
    assert run("notice", "letter", task, "--pdf").exit_code == 0
    assert asked == [FILES]
    (task / "notices" / both[1]).unlink()
    assert run("notice", "letter", task, "--pdf").exit_code == 0
    assert asked[1:] == [[FILES[0]]]


def test_no_office_or_one_that_fails_writes_nothing(task: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(error: Exception) -> Iterator[None]:
        def printed(_: object) -> None:
            raise error

        monkeypatch.setattr(pdf, "printed", printed)
        yield

    for error, said in ((pdf.NoOfficeError(), "LibreOffice"), (pdf.FailedError((FILES[1],)), FILES[1])):
        next(failing(error))
        done = run("notice", "letter", task, "--pdf")
        assert (done.exit_code, made(task)) == (2, [])
        assert said in done.stderr


def test_long_names_that_are_cut_stay_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module.render, "render", lambda *_: b"x")
    same = [Letter("长" * 90 + str(number), {}) for number in range(12)]
    ticks: list[str] = []

    files = module._filled([*same, Letter("a", {}), Letter("A", {})], b"", "t", ticks.append)

    assert len(files) == 14
    assert len({name.lower() for name in files}) == 14
    assert all(len(name.removesuffix(".docx")) <= 80 for name in files)
    assert len(ticks) == 14


def test_progress_is_shown_to_somebody_who_watches(monkeypatch: pytest.MonkeyPatch, task: Path) -> None:
    seen: list[tuple[int, str]] = []
    real = module.progress

    def watched(total: int, label: str) -> object:
        seen.append((total, label))
        return real(total, label)

    monkeypatch.setattr(module, "progress", watched)
    assert isinstance(module.command, click.Command)
    run("notice", "letter", task)
    assert seen == [(3, "生成文书")]
