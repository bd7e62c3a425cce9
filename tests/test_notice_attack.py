"""What an attack from outside found: numbers in names of places, a task's own notices that reach further, blame before the day."""

from __future__ import annotations

from pathlib import Path

import pytest
from drawn import person
from notice_task import COUNTY, made, people, scene
from office_task import EAST_A, blank_of, filled, household, new_task, run
from test_documents_wall import faults

from formkit import disk
from formkit.notice.facts import reporting
from formkit.notice.scene import Scene
from formkit.office import Checked
from formkit.states import states
from formkit.task import open_task

UP = "代码,名称,级别,上级\n379900000000,示例市,市,\n379999000000,示例区,县,379900000000\n"
ID, PHONE = person("1966-06-06", 10), "13911112222"
HOUSEHOLD = {"audience": "household", "per": "household"}


@pytest.mark.parametrize(("kind", "result"), [("posting-entry", "认定"), ("admission", "认定"), ("review-notice", "否定")])
def test_a_number_in_the_name_of_a_place_shows_neither_in_a_paper_nor_in_its_name(kind: str, result: str) -> None:
    changed = {"village": f"甲村{ID}", "township": f"东镇{PHONE}", "result": result}
    rows = people("heqing-annex-1", "county", [changed | ({"class": None, "unmet": None} if result == "否定" else {})])
    told = {"posting-entry": {"posted": "2020-07-31", "place": "村办"}, "review-notice": {"tell_by": "2020-08-01"}}
    found = made(kind, scene("county", "2020-07", {("heqing-annex-1", COUNTY): rows}, roster=UP), **told.get(kind, {}))
    everything = "".join((*found, *found.values()))
    assert len(found) == 1
    assert (ID in everything, PHONE in everything, ID[-4:] in everything) == (False, False, True)


@pytest.mark.parametrize("suffix", ["yaml", "yml"])
def test_a_task_s_own_posting_is_for_a_wall_however_its_file_ends(suffix: str, tmp_path: Path) -> None:
    task = new_task(tmp_path)
    own = task / "templates" / f"posting-entry.{suffix}"
    own.parent.mkdir(exist_ok=True)
    page = "page:\n  style: plain\n  title: 试\n  body: ['{% for row in rows %}{{ row.risk }}{% endfor %}']\n"
    rows = "rows:\n  - {form: zaozhuang-ledger, facts: {head: head_name, risk: risk}}\n"
    own.write_text(f"notice: posting-entry\ntitle: 试\nbasis: [某文]\nneeds: 试\naudience: office\n{rows}{page}", "utf-8")
    answer = run("notice", "posting-entry", task)
    assert (answer.exit_code, "[notice-wider-audience]" in answer.stderr) == (2, True)
    assert not [*(task / "notices").iterdir()]


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ("{head: head_name}", ""),
        ("{head: head_name, why: '@explanation'}", "notice-explained-public"),
        ("{head: '=SUMIFS([household_size],[head_name],\"张甲二\")'}", "notice-others"),
        ("{head: '=MAX([household_size])'}", "notice-others"),
        ("{head: '=SUMIFS([household_size],[village],[@village])'}", "notice-others"),
        ("{head: '=SUMIFS([household_size],[id_number],[@id_number])'}", ""),
        ("{head: head_name}\n    members: {most: '=MAX([household_size])'}", "notice-others"),
        ("{head: head_name}\ncounts:\n  - {form: zaozhuang-ledger, facts: {all: 'SUM([household_size])'}}", "notice-others"),
    ],
)
def test_a_letter_to_a_household_says_nothing_of_others(facts: str, code: str, tmp_path: Path) -> None:
    rest = f"rows:\n  - form: zaozhuang-ledger\n    facts: {facts}\n"
    assert faults(tmp_path, rest, **HOUSEHOLD) == ([code] if code else [])


@pytest.mark.parametrize("name", ["𠮷" * 80, "镇" * 80, "a" * 300, "\udcff" * 90, "CON", "𠮷" * 58 + ".. "])
def test_a_name_is_short_enough_for_every_disk_whatever_its_characters(name: str, tmp_path: Path) -> None:
    short = disk.safe_name(name)
    written = disk.write(tmp_path / f"{short}_1234.docx", b"")
    assert written.exists()
    assert len(short) <= 80
    assert len(short) >= min(len(name.strip(". ")), 58)


@pytest.mark.parametrize(("now", "days", "count"), [("2020-04-05", "", "0"), ("2020-04-06", "1", "3"), ("2020-04-11", "6", "4")])
def test_nobody_is_blamed_before_the_day(now: str, days: str, count: str, tmp_path: Path) -> None:
    task = new_task(tmp_path, "--due", "2020-04-05")
    path = task / "task.yaml"
    granted = f"extensions: [{{units: ['{EAST_A}'], until: 2020-04-10, reason: 道路中断, by: 王主任}}]"
    said = path.read_text("utf-8")
    path.write_text("\n".join(granted if line.startswith("extensions:") else line for line in said.splitlines()), "utf-8")
    opened = open_task(task)
    told = reporting.facts(Scene(opened, Checked((), states(opened, ()), (), (), (), files={}), now))
    text = "".join(made_of(task, now))
    assert (told["overdue_days"], told["overdue_count"]) == (days, count)
    assert ("报送不够及时" in text, f"有{count}个单位过了期限还没有完成报送" in text) == (bool(days), bool(days))
    assert "没有完成报送的4个单位" in text


def made_of(task: Path, now: str) -> list[str]:
    """The bulletin of a task to which nothing has come."""
    opened = open_task(task)
    found = Scene(opened, Checked((), states(opened, ()), (), (), (), files={}), now)
    told = {"agency": "某办", "contact": "某人", "phone": "0", "number": "某字〔2020〕5号", "until": "2020-04-30"}
    return list(made("bulletin", found, **told).values())


@pytest.mark.parametrize(
    ("kind", "near"),
    [("remindr", "reminder"), ("Reminder", "reminder"), ("催报通知", "reminder"), ("release-recrod", "release-record"), ("nothing", "")],
)
def test_the_nearest_kind_is_named(kind: str, near: str, tmp_path: Path) -> None:
    task = new_task(tmp_path)
    answer = run("notice", kind, task)
    assert (answer.exit_code, f"没有文书“{kind}”{f'（→ {near}）' if near else ''}，可用的有" in answer.stderr) == (2, True)


def test_the_nearest_kind_is_named_in_task_yaml_too(tmp_path: Path) -> None:
    path = new_task(tmp_path) / "task.yaml"
    lines = [line for line in path.read_text("utf-8").splitlines() if not line.startswith(("numbers:", "notices:"))]
    path.write_text("\n".join((*lines, "numbers: {remindr: 某字〔2020〕5号}", "notices: {posting-exti: {place: 村办}}")), "utf-8")
    said = run("notice", "admission", path.parent).stderr
    assert ("“remindr”（→ reminder）" in said, "“posting-exti”（→ posting-exit）" in said) == (True, True)


def test_what_is_misspelt_is_told_once(tmp_path: Path) -> None:
    answer = run("notice", "reminder", new_task(tmp_path), "--set", "numbr=某字〔2020〕5号")
    assert (answer.exit_code, "没有“numbr”这一项可以给" in answer.stderr, "没有用到" in answer.stderr) == (2, True, False)


@pytest.mark.parametrize(("agency", "code"), [(r'"甲\n乙办"', 2), ('"甲办\\n"', 0)])
def test_an_office_is_named_in_one_line(agency: str, code: int, tmp_path: Path) -> None:
    task = new_task(tmp_path)
    path = task / "task.yaml"
    path.write_text(path.read_text("utf-8").replace('agency: ""', f"agency: {agency}"), "utf-8")
    answer = run("notice", "reminder", task, "--set", "number=某字〔2020〕5号", "--set", "contact=某人", "--set", "phone=0")
    assert (answer.exit_code, "分成了几行" in answer.stderr) == (code, bool(code))


def test_nobody_is_not_said_of_households_that_are_still_out(tmp_path: Path) -> None:
    task = new_task(tmp_path)
    assert "还有4份表没有收到或者没有审核通过" in run("notice", "admission", task).stderr
    for place, unit in enumerate(open_task(task).roster.at("village")):
        filled(blank_of(task, unit.code), task / "inbox" / f"{unit.code}.xlsx", {"marginal": [household(10 + place)]})
    answer = run("notice", "admission", task)
    assert (answer.exit_code, answer.stderr.startswith("没有需要发“纳入告知书”的单位或户")) == (0, True)
