"""Notices out of a task: who gets one, what it says, and that none goes out with a hole in it."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from docx import Document
from drawn import person
from office_task import EAST_A, EAST_B, household, new_task, run, send

SETTINGS = {"agency": "示例区扶贫办", "contact": "示例联系人", "phone": "0000-0000000"}
NUMBERS = ("--set", "number=示扶贫组办字〔2020〕5号")


@pytest.fixture
def task(tmp_path: Path) -> Path:
    """A task with one accepted and one faulty filing; the two western villages have not reported."""
    folder = new_task(tmp_path, "--due", "2020-04-05")
    settings = (folder / "task.yaml").read_text("utf-8")
    for name, value in SETTINGS.items():
        settings = settings.replace(f'{name}: ""', f"{name}: {value}")
    (folder / "task.yaml").write_text(settings, "utf-8")
    send(folder, EAST_A, {"marginal": [household(1)]})
    send(folder, EAST_B, {"marginal": [household(2, risk="因懒", id_number=person("1970-01-01", 2)[:17])]})
    return folder


def words_of(path: Path) -> str:
    """All text of a document, tables included."""
    document = Document(str(path))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def own_template(task: Path, kind: str, *paragraphs: str) -> None:
    """A template of the task's own."""
    document = Document()
    for text in paragraphs:
        document.add_paragraph(text)
    document.save(str(task / "templates" / f"{kind}.docx"))


def made(task: Path) -> list[str]:
    """Names of the notices that are there."""
    return sorted(path.name for path in (task / "notices").iterdir())


def test_a_reminder_names_who_is_missing(task: Path) -> None:
    done = run("notice", "reminder", task, "--now", "2020-04-08", *NUMBERS)

    assert (done.exit_code, made(task)) == (0, ["催报通知_2020-03.docx"]), done.stderr
    text = words_of(task / "notices" / "催报通知_2020-03.docx")
    for said in ("示扶贫组办字〔2020〕5号", "示例区扶贫办", "2020年4月8日", "已逾期3天", "丙庄村", "未报", "退回待改", "2020年4月5日"):
        assert said in text, said
    assert "{{" not in text


def test_a_return_notice_says_what_is_wrong_and_shows_nobodys_number(task: Path) -> None:
    done = run("notice", "return-notice", task, "--now", "2020-04-04", *NUMBERS)

    assert (done.exit_code, made(task)) == (0, ["退回修改通知_379999100201_乙庄村.docx"]), done.stderr
    path = task / "notices" / "退回修改通知_379999100201_乙庄村.docx"
    text = words_of(path)
    for said in ("东镇乙庄村", "F10", "R10", "因懒", "身份证号码", "错误2处"):
        assert said in text, said
    with zipfile.ZipFile(path) as parts:
        assert all(person("1970-01-01", 2)[:17].encode() not in parts.read(name) for name in parts.namelist())


def test_what_only_a_person_knows_is_asked_for_before_anything_is_written(task: Path) -> None:
    done = run("notice", "reminder", task)

    assert (done.exit_code, made(task)) == (2, [])
    assert "number" in done.stderr
    assert "--set number=" in done.stderr


def test_the_tasks_own_template_is_used_and_never_overwritten(task: Path) -> None:
    own_template(task, "reminder", "尚有{{ missing_count }}个单位没有报。")
    before = (task / "templates" / "reminder.docx").read_bytes()

    assert run("notice", "reminder", task).exit_code == 0

    assert words_of(task / "notices" / "催报通知_2020-03.docx").strip() == "尚有3个单位没有报。"
    assert (task / "templates" / "reminder.docx").read_bytes() == before


@pytest.mark.parametrize("paragraph", ["{{ misspelt }}", "{{ agency", "{% for x in units %}", "{{ agency.upper() }}"])
def test_a_bad_template_is_an_error_with_its_place_before_anything_is_written(task: Path, paragraph: str) -> None:
    own_template(task, "reminder", "第一段", paragraph)

    done = run("notice", "reminder", task)

    assert (done.exit_code, made(task)) == (2, []), done.stderr
    assert "reminder.docx:" in done.stderr


def test_a_new_kind_of_notice_is_a_template_and_nothing_else(task: Path) -> None:
    own_template(task, "cover", "{{ agency }}：{{ period }}{{ form_title }}")

    assert run("notice", "cover", task).exit_code == 0
    assert "示例区扶贫办：2020年3月存在致贫" in words_of(task / "notices" / "cover_2020-03.docx")


def test_a_template_that_is_no_document(task: Path) -> None:
    (task / "templates" / "reminder.docx").write_bytes(b"not a zip")

    assert run("notice", "reminder", task).exit_code == 2
    assert run("lint", task / "templates").exit_code == 2


def test_nobody_to_remind_is_said(task: Path) -> None:
    for unit, number in (("379999101200", 5), ("379999101201", 6), (EAST_B, 7)):
        send(task, unit, {"marginal": [household(number)]})

    done = run("notice", "reminder", task, *NUMBERS)

    assert (done.exit_code, made(task)) == (0, [])
    assert "没有需要发" in done.stderr


def test_a_value_may_hold_anything(task: Path) -> None:
    send(task, EAST_B, {"marginal": [household(2, risk="{{ agency }} <b>&")]})
    run("notice", "return-notice", task, *NUMBERS)

    path = task / "notices" / "退回修改通知_379999100201_乙庄村.docx"
    assert "{{ agency }} <b>&" in words_of(path)
    assert zipfile.ZipFile(io.BytesIO(path.read_bytes())).testzip() is None


def test_a_number_in_a_file_name_is_masked_in_the_letter(task: Path) -> None:
    number = person("1970-01-01", 8)
    send(task, EAST_B, {"marginal": [household(2, risk="因懒")]}, f"{number}的表.xlsx")
    (path,) = [each for each in (task / "inbox").iterdir() if each.name.startswith("379999100201_")]
    path.unlink()
    assert run("notice", "return-notice", task, *NUMBERS).exit_code == 0

    assert number not in words_of(task / "notices" / "退回修改通知_379999100201_乙庄村.docx")


def test_a_cell_with_a_whole_page_in_it_stops_no_letter(task: Path) -> None:
    send(task, EAST_B, {"marginal": [household(2, risk="长" * 5000)]})
    done = run("notice", "return-notice", task, *NUMBERS)

    assert done.exit_code == 0, done.stderr
    text = words_of(task / "notices" / "退回修改通知_379999100201_乙庄村.docx")
    assert "长……（共5000字" in text
    assert "长" * 300 not in text
