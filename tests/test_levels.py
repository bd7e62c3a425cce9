"""Columns of one level: open there, locked below, asked for from there up; and a task that is reported by a higher level."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from drawn import cases_of
from office_task import EAST_A, ROSTER, answer, run

from formkit.cases import case_of_drawn, path_of, units_for
from formkit.checks import examine
from formkit.filing import Identity
from formkit.layout import SHEET, lay_out, letters
from formkit.load import find_form
from formkit.model import Level
from formkit.task import open_task
from formkit.write.book import write_workbook
from formkit.write.issue import Entry, Issue

FORM = find_form("heqing-annex-1")
LETTERS = letters(FORM)
FIRST = lay_out(FORM, 5).blocks[0].first_row
VILLAGE, TOWNSHIP, COUNTY = "situation", "checked_on", "judged_on"


def sheet(folder: Path, level: Level, entries: tuple[Entry, ...] = ()) -> Any:
    """The sheet of the workbook a unit of that level gets."""
    path = path_of(FORM, level)
    identity = Identity(FORM.form, FORM.version, path[0].code, "2020-07", path=path)
    issue = Issue(identity, {"all": 5}, units_for(FORM), entries={"all": entries} if entries else {})
    file = folder / f"{level}.xlsx"
    file.write_bytes(write_workbook(FORM, issue))
    return openpyxl.load_workbook(file)[SHEET]


def locked(found: Any, key: str) -> bool:
    return bool(found[f"{LETTERS[key]}{FIRST}"].protection.locked)


@pytest.mark.parametrize(
    ("level", "filled", "expected"),
    [("village", False, (False, True, True)), ("township", False, (False, False, True)), ("county", False, (False, False, False)),
     ("township", True, (False, False, True)), ("county", True, (False, True, False))],
)  # fmt: skip
def test_what_is_open_to_whom(tmp_path: Path, level: Level, filled: bool, expected: tuple[bool, ...]) -> None:
    entries = (Entry(tuple(None for _ in FORM.leaves)),) if filled else ()
    found = sheet(tmp_path, level, entries)

    assert tuple(locked(found, key) for key in (VILLAGE, TOWNSHIP, COUNTY)) == expected


@pytest.mark.parametrize(("level", "asked"), [("village", set()), ("township", {TOWNSHIP}), ("county", {TOWNSHIP, COUNTY})])
def test_a_column_is_asked_for_from_its_level_up(level: Level, asked: set[str]) -> None:
    drawn = next(each for each in cases_of(FORM) if each.level == "county" and not each.expected)
    row = drawn.rows[0]
    bare = {key: text for key, text in row.written.items() if key not in (TOWNSHIP, COUNTY)}
    filing = case_of_drawn(FORM, replace(drawn, level=level, rows=(replace(row, written=bare),)))
    required = {finding.column for finding in examine(filing).findings if finding.code == "required"}

    assert required & {TOWNSHIP, COUNTY} == asked


def test_a_unit_of_unknown_level_may_have_filled_in_every_column() -> None:
    drawn = next(each for each in cases_of(FORM) if each.level == "county" and not each.expected)
    village = case_of_drawn(FORM, replace(drawn, level="village"))
    filing = replace(village.filing, identity=replace(village.filing.identity, path=()))

    for case, locked_ in ((village, True), (replace(village, filing=filing), False)):
        assert ("locked-column" in {finding.code for finding in examine(case).findings}) is locked_


def test_rules_wait_until_their_columns_are_asked_for() -> None:
    by_level = {level: {rule.id for rule in FORM.rules if FORM.ruled(rule, level)} for level in FORM.levels}

    assert by_level["village"] < by_level["township"] < by_level["county"]
    assert "HQ-11" not in by_level["village"]
    assert "HQ-11" in by_level["township"]


def task(folder: Path, *forms: str, period: str = "2020-07", **settings: str) -> Path:
    """A task of these forms, with settings put into its task.yaml."""
    roster = folder / "roster.csv"
    roster.write_text(ROSTER, "utf-8")
    named = [part for form in forms for part in ("--form", form)]
    made = run("init", folder / "task", *named, "--units", roster, "--period", period, "--rows", 3)
    assert made.exit_code == 0, made.stderr
    file = folder / "task" / "task.yaml"
    lines = file.read_text("utf-8").splitlines()
    for name, value in settings.items():
        lines = [f"{name}: {value}" if line.startswith(f"{name}:") else line for line in lines]
    file.write_text("\n".join(lines), "utf-8")
    return folder / "task"


def test_a_task_may_be_reported_by_a_higher_level(tmp_path: Path) -> None:
    folder = task(tmp_path, "heqing-annex-1", level="township")
    found = open_task(folder)

    assert [unit.level for _, unit in found.reporters] == ["township", "township"]
    assert run("generate", folder).exit_code == 0
    assert len(list((folder / "outbox").rglob("*.xlsx"))) == 2


def test_the_day_returns_are_due_follows_from_the_form_and_the_level(tmp_path: Path) -> None:
    villages = open_task(task(tmp_path, "heqing-annex-1"))
    form = villages.forms["heqing-annex-1"]
    (tmp_path / "b").mkdir()
    towns = open_task(task(tmp_path / "b", "heqing-annex-1", level="township"))

    assert str(villages.due(form)) == "2020-07-25"
    assert str(towns.due(towns.forms["heqing-annex-1"])) == "2020-08-05"


@pytest.mark.parametrize(
    ("settings", "code"),
    [({"level": "prefecture"}, "level-not-of-form"), ({"level": "hamlet"}, "not-a-choice"),
     ({"parameters": "{监测线: '1'}"}, "unknown-parameter"), ({"parameters": "{国家扶贫标准: 很多}"}, "parameter-value"),
     ({"packs": "[nothing]"}, "unknown-pack"), ({"before": "[../nowhere]"}, "not-a-task-before")],
)  # fmt: skip
def test_what_is_wrong_in_a_task_is_told(tmp_path: Path, settings: dict[str, str], code: str) -> None:
    done = run("check", task(tmp_path, "heqing-annex-1", **settings))

    assert done.exit_code == 2
    assert f"[{code}]" in done.stderr


def test_a_parameter_set_in_the_task_turns_its_rules_on(tmp_path: Path) -> None:
    def ran(folder: Path) -> str:
        book = next((folder / "outbox").rglob(f"{EAST_A}_*.xlsx"))
        loaded = openpyxl.load_workbook(book)
        loaded[SHEET][f"{LETTERS['head_name']}{lay_out(FORM, 3).blocks[0].first_row}"] = "张甲一"
        loaded.save(folder / "inbox" / book.name)
        (filing,) = answer("check", folder)["filings"]
        return next(str(rule["status"]) + str(rule["why"] or "") for rule in filing["rules"] if rule["id"] == "HQ-03")

    without = task(tmp_path, "heqing-annex-1")
    run("generate", without)
    (tmp_path / "b").mkdir()
    with_ = task(tmp_path / "b", "heqing-annex-1", parameters="{国家扶贫标准: '4000'}")
    run("generate", with_)

    assert ran(without).startswith("skipped")
    assert ran(with_) == "ran"


def test_one_zero_report_covers_both_annexes_and_nobody_must_send_the_third(tmp_path: Path) -> None:
    folder = task(tmp_path, "heqing-annex-1", "heqing-annex-2", "heqing-annex-3")
    assert run("generate", folder).exit_code == 0
    book = next((folder / "outbox").rglob(f"{EAST_A}_*heqing-annex-1_*.xlsx"))
    loaded = openpyxl.load_workbook(book)
    loaded[SHEET][lay_out(FORM, 3).zero_switch] = "是"
    loaded.save(folder / "inbox" / book.name)

    states = answer("status", folder)["units"]
    mine = [each["state"] for each in states if each["unit"] == EAST_A]

    assert mine == ["zero", "zero"]
    assert {each["state"] for each in states if each["unit"] != EAST_A} == {"missing"}
    assert len(states) == 8


def test_a_form_of_ones_own_is_found_from_wherever_the_task_is_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "forms").mkdir()
    (tmp_path / "forms" / "own.yaml").write_text(
        "form: own-form\nversion: '1'\ntitle: 测试表\nagency: 某办\ndocument: 某文\nlevels: [village, township, county]\n"
        "period: {kind: month}\nrecord: {grain: line}\ncolumns:\n  - {key: note, label: 说明, type: text}\n", "utf-8",
    )  # fmt: skip
    (tmp_path / "roster.csv").write_text(ROSTER, "utf-8")
    monkeypatch.chdir(tmp_path)
    assert run("init", "july", "--form", "forms/own.yaml", "--units", "roster.csv", "--period", "2020-07").exit_code == 0

    monkeypatch.chdir(tmp_path / "july")

    assert run("generate").exit_code == 0
    assert run("check").exit_code == 1, "nobody has sent anything"
    monkeypatch.chdir("/")
    assert run("status", tmp_path / "july").exit_code == 1


def test_an_optional_form_sent_back_blank_is_no_fault(tmp_path: Path) -> None:
    folder = task(tmp_path, "heqing-annex-3")
    assert run("generate", folder).exit_code == 0
    book = next((folder / "outbox").rglob(f"{EAST_A}_*.xlsx"))
    book.rename(folder / "inbox" / book.name)

    assert answer("status", folder)["units"] == []
    assert run("status", folder).exit_code == 0
