"""Passwords through the commands: what comes in with one is opened, what goes out gets one, and no password is ever told."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from msoffcrypto.method.ecma376_agile import ECMA376Agile
from office_task import EAST_A, EAST_B, FORM, blank_of, filled, household, new_task, only

from formkit import lock
from formkit.cli import main

THEIRS, OURS, WRONG = "village-Secret-1", "office-Secret-2", "wrong-Secret-3"


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ECMA376Agile.encrypt, "__defaults__", (None, 10))


def ran(*arguments: object, **more: Any) -> Result:
    """A command, whose output tells no password."""
    done = CliRunner().invoke(main, [str(each) for each in arguments], **more)
    assert "Secret" not in done.output
    return done


def given(folder: Path, *passwords: str, encoding: str = "utf-8-sig") -> Path:
    path = folder / f"{len(passwords)}-{abs(hash(passwords))}.txt"
    path.write_text("\n".join(passwords) + "\n\n", encoding)
    return path


def opens(path: Path, password: str) -> bool:
    """Whether a file opens with the password and not without."""
    data = path.read_bytes()
    return lock.opened(data) is None and data[:2] != b"PK" and lock.opened(data, (password,)) is not None


def sent(task: Path, unit: str, rows: list[dict[str, Any]]) -> Path:
    """A workbook in the inbox under the village's own password."""
    path = filled(blank_of(task, unit), task / "inbox" / f"{unit}.xlsx", {"marginal": rows})
    path.write_bytes(lock.locked(path.read_bytes(), THEIRS))
    return path


def test_a_workbook_with_a_password_is_opened_by_what_the_office_gives(task: Path, tmp_path: Path) -> None:
    sent(task, EAST_A, [household(1)])
    command = ("check", task, "--json", "--now", "2020-04-03")

    none = only(json.loads(ran(*command).stdout), ".xlsx")
    wrong = only(json.loads(ran(*command, env={"FORMKIT_PASSWORD": WRONG}).stdout), ".xlsx")
    ways = [
        ran(*command, env={"FORMKIT_PASSWORD": THEIRS}),
        ran(*command, "--password-file", given(tmp_path, WRONG, "密码", THEIRS, encoding="gb18030")),
        ran(*command, "--ask-password", input=f"{THEIRS}\n", env={"FORMKIT_PASSWORD": WRONG}),
    ]

    assert (none["outcome"], wrong["outcome"]) == ("encrypted", "encrypted")
    assert "--ask-password" in none["say"]
    assert "给出的密码都打不开" in wrong["say"]
    assert [only(json.loads(way.stdout), ".xlsx")["outcome"] for way in ways] == ["accepted"] * 3
    assert "打开密码" in ways[2].stderr
    told = b"".join(path.read_bytes() for path in task.rglob("*") if path.is_file())
    assert b"Secret" not in told


def test_wrong_use_is_said(task: Path, tmp_path: Path) -> None:
    for arguments, said in (
        (("check", task, "--password-file", given(tmp_path)), "读不出密码"),
        (("check", task, "--ask-password"), "没有输入密码"),
        (("generate", task, "--lock-file", given(tmp_path, "x" * 256)), "最多255个字"),
    ):
        done = ran(*arguments)
        assert (done.exit_code, said in done.stderr) == (2, True), done.stderr
    helped = ran("check", "--help").stdout
    assert "FORMKIT_PASSWORD" in helped
    assert "密码不能直接写在命令里" in helped.replace("\n", "").replace(" ", "")


def test_all_that_is_written_takes_the_password_and_comes_back_with_it(tmp_path: Path) -> None:
    task, ours = new_task(tmp_path, "--due", "2020-04-05"), given(tmp_path, OURS)
    sent(task, EAST_A, [household(1)])
    sent(task, EAST_B, [household(2, risk="因懒")])
    keys = ("--lock-file", ours, "--password-file", given(tmp_path, THEIRS, OURS), "--now", "2020-04-03")
    ran("check", task, env={"FORMKIT_PASSWORD": THEIRS}, catch_exceptions=False)
    assert (task / "returns" / "审核报告.html").is_file()

    first = ran("check", task, "--json", *keys)
    copy = task / only(json.loads(first.stdout), f"{EAST_B}.xlsx")["return_copy"]
    assert opens(copy, OURS)
    assert opens(task / "returns" / "审核报告.xlsx", OURS)
    assert not (task / "returns" / "审核报告.html").exists(), "a page takes no password"
    assert "网页报告不能加密码" in first.stderr

    copy.rename(task / "inbox" / copy.name)
    again = json.loads(ran("check", task, "--json", *keys[:-1], "2020-04-04").stdout)
    back = only(again, copy.name)
    assert (back["outcome"], back["unit"], back["revision"], len(back["findings"])) == ("returned", EAST_B, 2, 1)

    merged = json.loads(ran("merge", task, "--json", *keys).stdout)
    assert all(opens(Path(each["file"]), OURS) for each in merged["rollups"])
    files = [each["file"] for each in merged["rollups"]]
    shut, opened = (json.loads(ran("merge", *files, "-o", tmp_path / "out", "--json", *more).stdout) for more in ((), keys))
    assert {each["outcome"] for each in shut["excluded"]} == {"encrypted"}
    sums = {each["unit"]: each["sections"] for each in merged["rollups"]}
    assert opened["rollups"]
    assert all(each["sections"] == sums[each["unit"]] for each in opened["rollups"])

    said = ("--set", "number=某办〔2020〕5号", "--set", "agency=某办", "--set", "contact=某人", "--set", "phone=63290000")
    told = ran("notice", "reminder", task, *keys[2:], *said, "--ask-lock", input=f"{OURS}\n{OURS}\n")
    assert told.exit_code == 0, told.stderr
    letters = list((task / "notices").glob("*.docx"))
    assert letters
    assert all(opens(letter, OURS) for letter in letters)


def test_blanks_take_the_password(tmp_path: Path) -> None:
    task = new_task(tmp_path)
    blank = tmp_path / "b.xlsx"
    assert ran("blank", FORM, "-o", blank, env={"FORMKIT_LOCK": OURS}).exit_code == 0
    assert ran("generate", task, "--lock-file", given(tmp_path, OURS)).exit_code == 0
    assert all(opens(path, OURS) for path in (blank, *(task / "outbox").rglob("*.xlsx")))
    assert ran("status", task, env={"FORMKIT_PASSWORD": OURS}).exit_code == 1
