"""By when: a day of the month, working days, days of rest, later days granted to some; and calendars that nobody knows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from office_task import EAST_A, EAST_B, ROSTER, WEST_A, WEST_C, answer, blank_of, household, new_task, run, send

from formkit import calendars
from formkit.load import load_form
from formkit.model import Due
from formkit.notice.facts import reporting
from formkit.notice.scene import Scene
from formkit.office import Checked
from formkit.states import states
from formkit.task import open_task

# A deadline, the period's last day, the day by the State Council's calendar.
DAYS = """
day 5                        | 2020-03-31 | 2020-03-05
day 5 months 1               | 2020-03-31 | 2020-04-05
day 5 months 1 rest next     | 2020-03-31 | 2020-04-07
day 5 months 1 rest previous | 2020-03-31 | 2020-04-03
day 5 months 1 rest next     | 2020-09-30 | 2020-10-09
day 10 months 1 rest next    | 2020-09-30 | 2020-10-10
day 31 months 1              | 2020-01-31 | 2020-02-29
day 31 months 1 rest next    | 2020-01-31 | 2020-03-02
day 1 months 1 rest previous | 2020-12-31 | 2020-12-31
workdays 5                   | 2020-03-31 | 2020-04-08
workdays 5                   | 2020-09-30 | 2020-10-14
workdays 1                   | 2020-12-31 | 2021-01-04
workdays 3                   | 2026-12-31 | 2027
day 5 months 1               | 2027-03-31 | 2027-04-05
day 5 months 1 rest next     | 2027-03-31 | 2027
day 1 months 1 rest previous | 2026-12-31 | 2027
day 31 rest next             | 2023-12-31 | 2024-01-02
day 27 rest next             | 2003-12-31 | 2003
""".strip().splitlines()


def due_of(text: str) -> Due:
    """A deadline as drawn."""
    parts = text.split()
    return Due.model_validate({key: int(said) if said.isdigit() else said for key, said in zip(parts[::2], parts[1::2], strict=True)})


@pytest.mark.parametrize("line", DAYS)
def test_by_when(line: str) -> None:
    due, end, day = (part.strip() for part in line.split("|"))
    found = calendars.due_day(due_of(due), date.fromisoformat(end))
    missing = calendars.unknown_year(due_of(due), date.fromisoformat(end))

    assert (str(found), missing) == ((day, None) if "-" in day else ("None", int(day)))


ENDS = st.dates(date(2015, 1, 1), date(2025, 12, 31))
MONTHLY = st.builds(Due, day=st.integers(1, 31), months=st.integers(0, 3))


@given(MONTHLY, ENDS)
def test_it_is_never_a_day_of_rest_and_never_a_working_day_too_far(due: Due, end: date) -> None:
    days = [calendars.due_day(due.model_copy(update={"rest": rest}), end) for rest in ("keep", "next", "previous")]
    plain, after, before = (day or date.min for day in days)
    worked = set(calendars.workdays_of(range(2014, 2027)))

    assert {after, before} <= worked
    assert before <= plain <= after
    assert not [day for day in worked if before < day < after and day != plain]
    assert (plain in worked) == (before == plain == after)


@given(st.integers(1, 60), ENDS)
def test_so_many_working_days_are_counted_from_the_day_after(count: int, end: date) -> None:
    found = calendars.due_day(Due(workdays=count), end)
    assert found

    assert calendars.workdays_between(end, found) == count
    assert calendars.workdays_between(end, found - timedelta(1)) == count - 1


FORM = """form: made-up
version: "1"
title: "{unit}试表"
agency: 某办
document: 某文
levels: [village, township]
period: {kind: month, due: {village: {LOWER}, township: {UPPER}}}
record: {grain: household}
columns:
  - {key: village, label: 村, type: unit, level: village}
  - {key: head, label: 户主, type: name}
"""


def form_due(folder: Path, lower: str, upper: str) -> Path:
    """A form due then from villages and from townships."""
    path = folder / "made-up.yaml"
    path.write_text(FORM.replace("LOWER", lower).replace("UPPER", upper), "utf-8")
    return path


@pytest.mark.parametrize(("lower", "upper", "right"), [
    ("workdays: 3", "workdays: 5", True), ("workdays: 5", "workdays: 5", False), ("workdays: 5", "day: 15, months: 1", True),
    ("workdays: 5", "day: 12, months: 1", False), ("day: 5, months: 1", "workdays: 5", False), ("day: 5, months: 1", "workdays: 6", True),
    ("day: 5, months: 1, rest: next", "day: 8, months: 1", False), ("day: 5, months: 1, rest: next", "day: 20, months: 1", True),
])  # fmt: skip
def test_the_village_comes_before_the_township_in_every_month_that_is_known(
    lower: str, upper: str, right: bool, tmp_path: Path
) -> None:
    path = form_due(tmp_path, lower, upper)
    told = run("lint", path)

    assert told.exit_code == (0 if right else 2), told.stderr
    assert ("[due-order]" in told.stderr) != right
    assert right or f"{path.as_posix()}:7:" in told.stderr
    assert list(calendars.disorder(load_form(path))) == ([] if right else ["township"])


def test_a_deadline_that_no_calendar_tells_is_a_mistake_of_the_task_never_a_guess(tmp_path: Path) -> None:
    form = form_due(tmp_path, "workdays: 3", "workdays: 5")
    task = tmp_path / "task"
    task.mkdir()
    (task / "units.csv").write_text(ROSTER, "utf-8")
    (task / "task.yaml").write_text(f"forms: [{form.as_posix()}]\nperiod: 2027-03\n", "utf-8")
    told = run("status", task)
    (task / "task.yaml").write_text(f"forms: [{form.as_posix()}]\nperiod: 2027-03\ndue: 2027-04-06\n", "utf-8")

    assert (told.exit_code, "task.yaml:2:9: 没有2027年的放假安排" in told.stderr) == (2, True)
    assert str(open_task(task).due(load_form(form))) == "2027-04-06", "the day that the office says needs no calendar"
    assert run("blank", form, "-o", tmp_path / "a.xlsx", "--period", "2027-03").exit_code == 2
    assert run("blank", form, "-o", tmp_path / "a.xlsx", "--period", "2026-03").exit_code == 0


GRANTED = """extensions:
  - {units: [西镇(新区)], until: 2020-04-15, reason: 汛情, by: 王主任}
  - {units: ["379999101201"], until: 2020-04-20, reason: 道路中断, by: 王主任}
"""


@pytest.fixture(scope="module")
def extended(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A task due on 5 April, in which the western township has until the 15th and one village of it until the 20th."""
    task = new_task(tmp_path_factory.mktemp("extended"), "--due", "2020-04-05")
    path = task / "task.yaml"
    text = "\n".join(line for line in path.read_text("utf-8").splitlines() if not line.startswith("extensions:"))
    path.write_text(f"{text}\n{GRANTED}", "utf-8")
    made = run("generate", task)
    assert made.exit_code == 0, made.stderr
    return task


def test_an_extension_is_for_the_unit_and_for_all_below_it(extended: Path) -> None:
    task = open_task(extended)
    form = task.forms["zaozhuang-ledger"]
    dues = {unit.code: str(task.due(form, unit)) for unit in task.roster.at("village")}

    assert dues == {EAST_A: "2020-04-05", EAST_B: "2020-04-05", WEST_C: "2020-04-15", WEST_A: "2020-04-20"}
    assert str(task.due(form)) == "2020-04-05"


@pytest.mark.parametrize(("unit", "day"), [(EAST_A, "2020年4月5日"), (WEST_C, "2020年4月15日"), (WEST_A, "2020年4月20日")])
def test_it_stands_in_the_unit_s_own_workbook(unit: str, day: str, extended: Path) -> None:
    guide = openpyxl.load_workbook(blank_of(extended, unit))["填表说明"]
    said = " ".join(str(cell.value) for row in guide.iter_rows() for cell in row if cell.value)

    assert day in said
    assert not [other for other in ("2020年4月5日", "2020年4月15日", "2020年4月20日") if other != day and other in said]


def test_it_is_obeyed_by_lateness_and_told_by_status(extended: Path) -> None:
    missing = run("status", extended, "--text", "--now", "2020-04-05").stdout.splitlines()
    opened = open_task(extended)
    scene = Scene(opened, Checked((), states(opened, ()), (), (), (), files={}), "2020-04-08")
    for unit in (EAST_A, WEST_C, WEST_A):
        send(extended, unit, {"marginal": [household(int(unit[-3:]))]})
    units = {unit["unit"]: unit for unit in answer("status", extended, "--now", "2020-04-16")["units"]}

    assert missing[1] == "西镇(新区)：应报2，已报0（0%）；未报2：丙庄村（延期至2020年4月15日）、甲庄村（延期至2020年4月20日）"
    rows, overdue = reporting.facts(scene)["units"], reporting.facts(scene)["overdue_days"]
    assert isinstance(rows, list)
    assert [row["state"] for row in rows[1:3]] == ["未报", "未报（延期至2020年4月15日）"]
    assert overdue == "3"
    assert {code: unit["late"] for code, unit in units.items()} == {EAST_A: True, EAST_B: False, WEST_C: True, WEST_A: False}
    assert (units[EAST_A]["due"], units[EAST_A]["extended"]) == ("2020-04-05", None)
    assert units[WEST_A]["extended"] == {"until": "2020-04-20", "reason": "道路中断", "by": "王主任"}
    assert "丙庄村  已报  迟报  延期至2020年4月15日（汛情，王主任批准）" in run("status", extended, "--now", "2020-04-17").stdout


def test_notices_obey_it_too(extended: Path) -> None:
    task = open_task(extended)
    form, units = task.forms["zaozhuang-ledger"], task.roster.units
    asked = replace(task, settings=task.settings.model_copy(update={"resubmit": "2020-04-17"}))
    waiting = tuple(state for state in states(task, ()) if state.unit.code in (WEST_C, WEST_A))
    told = reporting.facts(Scene(task, Checked((), waiting, (), (), (), files={}), "2020-04-08"))

    assert [str(asked.resubmit(form, units[code])) for code in (EAST_A, WEST_C, WEST_A)] == ["2020-04-17", "2020-04-17", "2020-04-20"]
    assert [str(task.resubmit(form, units[code])) for code in (EAST_A, WEST_C)] == ["2020-04-05", "2020-04-15"]
    assert (told["behind_deadline"], told["overdue_days"]) == ("2020年4月15日", "")


@pytest.mark.parametrize("setting", ["due: 2020-02-05", "resubmit: 2020-02-29"])
def test_a_day_before_the_period_begins_is_a_mistake(setting: str, task: Path) -> None:
    path = task / "task.yaml"
    lines = [line for line in path.read_text("utf-8").splitlines() if not line.startswith(setting.split(":")[0])]
    path.write_text("\n".join([*lines, setting]), "utf-8")

    told = run("status", task)

    assert told.exit_code == 2
    assert f"{setting.split()[1]} 比报告期（2020年3月）开始还早" in told.stderr
