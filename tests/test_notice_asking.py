"""What only a person knows: where it may be given, that it is written as the standard has it, and that what is wrong is told at once."""

from __future__ import annotations

import os
import pty
import select
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from notice_task import words_of
from office_task import EAST_A, EAST_B, household, new_task, run, send
from test_commands_notice import SETTINGS, made, own_template

from formkit import words
from formkit.notice.asking import WrongFactError, said

OWN = """
notice: own
title: 自定通知
basis: [本级规定]
needs: 无
audience: office
asks:
  - {name: number, label: 发文字号, kind: number, example: 示办〔2020〕1号}
  - {name: until, label: 截止日期, kind: date, example: 2020-03-05}
  - {name: place, label: 地点, example: 会议室}
  - {name: hint, label: 提示, default: ""}
page:
  style: plain
  title: 关于{{ period }}的通知
  body: ["{{ number }}：请于{{ until }}前到{{ place }}{% if hint %}，{{ hint }}{% endif %}。"]
"""


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A task with a notice of its own that asks three things; nobody has reported."""
    folder = new_task(tmp_path_factory.mktemp("asking"), "--due", "2020-04-05")
    settings = (folder / "task.yaml").read_text("utf-8")
    for name, value in SETTINGS.items():
        settings = settings.replace(f'{name}: ""', f"{name}: {value}")
    (folder / "task.yaml").write_text(settings, "utf-8")
    (folder / "templates" / "own.yaml").write_text(OWN.strip(), "utf-8")
    return folder.parent


@pytest.fixture
def task(first: Path, tmp_path: Path) -> Path:
    """One to write in."""
    shutil.copytree(first, tmp_path / "own")
    return tmp_path / "own" / "task"


def say(task: Path, text: str) -> None:
    """More lines in task.yaml, in place of what it says of notices."""
    settings = [line for line in (task / "task.yaml").read_text("utf-8").splitlines() if not line.startswith(("notices:", "numbers:"))]
    (task / "task.yaml").write_text("\n".join([*settings, text, ""]), "utf-8")


def given(*pairs: str) -> list[str]:
    return [part for pair in pairs for part in ("--set", pair)]


FULL = ("number=示办〔2020〕1号", "until=2020-03-05", "place=会议室")


def text_of(task: Path) -> str:
    (path,) = (task / "notices").iterdir()
    return words_of(path)


def test_a_notice_that_is_a_yaml_alone_is_built_and_dates_are_written_in_full(task: Path) -> None:
    done = run("notice", "own", task, *given(*FULL))
    assert done.exit_code == 0, done.stderr
    assert "示办〔2020〕1号：请于2020年3月5日前到会议室。" in text_of(task)


@pytest.mark.parametrize("text", ["2020-03-05", "2020/3/5", "2020.03.05", "2020年03月05日", "2020年3月5日", "２０２０-３-５"])
def test_every_way_to_write_a_day_comes_out_one_way(text: str) -> None:
    assert said("date", "until", text) == "2020年3月5日"


def test_what_task_yaml_says_counts_and_the_command_line_has_the_last_word(task: Path) -> None:
    say(task, "numbers: {own: 示办〔2020〕9号}\nnotices: {own: {until: 2020-04-01, place: 礼堂, hint: 带身份证明}}")
    assert run("notice", "own", task, *given("place=会议室")).exit_code == 0
    assert "示办〔2020〕9号：请于2020年4月1日前到会议室，带身份证明。" in text_of(task)


def test_all_that_is_missing_is_named_at_once_with_an_example(task: Path) -> None:
    done = run("notice", "own", task)
    assert (done.exit_code, made(task)) == (2, [])
    for name in ("number", "until", "place"):
        assert f"--set {name}=" in done.stderr
    assert "会议室" in done.stderr
    assert "hint" not in done.stderr


@pytest.mark.parametrize(
    ("kind", "text", "code"),
    [
        ("number", "第5号", "notice-bad-number"), ("number", "示办[2020]5号", "notice-bad-number"), ("number", "示办〔20〕5号", "notice-bad-number"),
        ("number", "示办〔2020〕05号", "notice-bad-number"), ("number", "示办〔2020〕第5号", "notice-bad-number"),
        ("date", "明天", "notice-bad-date"), ("date", "2020-02-30", "notice-bad-date"), ("flag", "有", "notice-bad-flag"),
        ("text", "{{ 地点 }}", "notice-told-braces"), ("text", "甲\u202e乙", "notice-told-sign"), ("text", "甲\x07乙", "notice-told-sign"),
        ("text", "甲\ufffe", "notice-told-sign"), ("text", "\ud800", "notice-told-sign"), ("text", "\u200f甲", "notice-told-sign"),
    ],
)  # fmt: skip
def test_what_cannot_be_it_is_told(kind: str, text: str, code: str) -> None:
    with pytest.raises(WrongFactError) as caught:
        said(kind, "x", text)
    assert caught.value.code == code
    assert words.both(code, {"name": "x", "text": caught.value.text})


@pytest.mark.parametrize("text", ["示办〔2020〕5号", "示办〔2020〕5号起", "县扶贫组办字〔2021〕1234号"])
def test_numbers_of_documents_as_the_standard_has_them(text: str) -> None:
    assert said("number", "number", text) == text


TEXTS = ("<b>&\"'", "👨‍👩‍👧 一家", "a" * 300, "100%", "{甲}", "]]>", "café")


def test_any_text_a_person_may_mean_arrives_whole(task: Path) -> None:
    done = run("notice", "own", task, *given(*FULL, f"place={'、'.join(TEXTS)}"))
    assert done.exit_code == 0, done.stderr
    assert "、".join(TEXTS) in text_of(task)


def test_every_wrong_thing_is_told_at_once_each_with_its_place(task: Path) -> None:
    say(task, "numbers: {own: 第5号}\nnotices:\n  own:\n    until: 某日\n    plaec: 礼堂")
    lines = (task / "task.yaml").read_text("utf-8").splitlines()

    done = run("notice", "own", task, *given("hnit=甲", "expected=120"))

    assert (done.exit_code, made(task)) == (2, [])
    for text, reason in (("numbers:", "发文字号"), ("    until:", "不是日期"), ("    plaec:", "place")):
        row = next(number for number, line in enumerate(lines, 1) if line.startswith(text))
        (line,) = [each for each in done.stderr.splitlines() if f"task.yaml:{row}:" in each]
        assert reason in line
    assert "“hnit”" in done.stderr
    assert "→ hint" in done.stderr
    assert "expected" in done.stderr
    assert "由报表数据得出" in done.stderr
    assert "--set place=" in done.stderr


def test_what_the_office_says_of_itself_is_looked_at_too(task: Path) -> None:
    settings = (task / "task.yaml").read_text("utf-8").replace("agency: 示例区扶贫办", 'agency: "{{ 填机关名称 }}"')
    (task / "task.yaml").write_text(settings, "utf-8")
    done = run("notice", "own", task, *given(*FULL))
    assert done.exit_code == 2
    assert "没有填完" in done.stderr


def test_a_kind_nobody_knows_in_task_yaml_is_said(task: Path) -> None:
    say(task, "numbers: {remindr: 示办〔2020〕9号}")
    done = run("notice", "own", task, *given(*FULL))
    assert done.exit_code == 0
    assert "remindr" in done.stderr


def test_a_name_the_template_does_not_use_is_said(task: Path) -> None:
    done = run("notice", "own", task, *given(*FULL, "signer=某人"))
    assert done.exit_code == 0
    assert "没有用到“signer”" in done.stderr


def test_documents_in_a_row_have_numbers_in_a_row(task: Path) -> None:
    for unit, number in ((EAST_A, 1), (EAST_B, 2)):
        send(task, unit, {"marginal": [household(number, risk="因懒")]})

    assert run("notice", "return-notice", task, *given("number=示办〔2020〕9号起")).exit_code == 0

    texts = [words_of(path) for path in sorted((task / "notices").iterdir())]
    assert [f"示办〔2020〕{number}号" in text for number, text in zip((9, 10), texts, strict=True)] == [True, True]
    one = run("notice", "return-notice", task, "--overwrite", *given("number=示办〔2020〕9号"))
    assert "同一个发文字号" in one.stderr


def at_a_terminal(task: Path, answers: list[str]) -> tuple[int, str]:
    """The command with somebody at a terminal: each answer is typed when its question is there."""
    keyboard, screen = pty.openpty()
    running = subprocess.Popen(
        [sys.executable, "-m", "formkit", "notice", "own", str(task)], stdin=screen, stdout=screen, stderr=screen, close_fds=True
    )
    os.close(screen)
    shown, left, until = b"", list(answers), time.monotonic() + 60
    while time.monotonic() < until:
        if not select.select([keyboard], [], [], 0.1)[0]:
            continue
        try:
            piece = os.read(keyboard, 4096)
        except OSError:  # what a terminal whose other end is closed says on Linux
            break
        shown += piece
        if left and shown.decode("utf-8", "replace").rstrip(" ").endswith(":"):
            os.write(keyboard, f"{left.pop(0)}\n".encode())
            shown += b"|"
    os.close(keyboard)
    return running.wait(30), shown.decode("utf-8", "replace")


def test_somebody_at_a_terminal_is_asked_and_asked_again(task: Path) -> None:
    status, shown = at_a_terminal(task, ["第5号", "示办〔2020〕1号", "2020-3-5", "会议室"])

    assert status == 0, shown
    assert "例如 示办〔2020〕1号" in shown
    assert "不合发文字号的写法" in shown
    assert "示办〔2020〕1号：请于2020年3月5日前到会议室。" in text_of(task)


def test_the_tasks_own_template_may_ask_for_names_of_its_own(task: Path) -> None:
    own_template(task, "cover", "{{ leader }}")
    assert run("notice", "cover", task).exit_code == 2
    assert run("lint", task / "templates").exit_code == 2
    say(task, "notices: {cover: {leader: 某主任}}")
    assert run("lint", task / "templates").exit_code == 0
    assert run("notice", "cover", task).exit_code == 0
    assert "某主任" in text_of(task)
