"""The working-day calendar: the notices day by day, counting, files laid over it, and years nobody knows."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from office_task import ROSTER, run

from formkit import calendars, words
from formkit.cases import case_of_drawn, read_cases
from formkit.checks import examine
from formkit.load import SchemaError, find_form, lint, load_form

# What the State Council's notices say of these years: days off, and weekends that are worked.
NOTICES = {
    2020: ("1.1 1.24-2.2 4.4-4.6 5.1-5.5 6.25-6.27 10.1-10.8", "1.19 4.26 5.9 6.28 9.27 10.10"),
    2021: ("1.1-1.3 2.11-2.17 4.3-4.5 5.1-5.5 6.12-6.14 9.19-9.21 10.1-10.7", "2.7 2.20 4.25 5.8 9.18 9.26 10.9"),
    2026: ("1.1-1.3 2.15-2.23 4.4-4.6 5.1-5.5 6.19-6.21 9.25-9.27 10.1-10.7", "1.4 2.14 2.28 5.9 9.20 10.10"),
}
NEXT = """calendar: 2027
source: 国办发明电〔2026〕某号
off: [2027-01-01..2027-01-03, 2027-02-05..2027-02-11, 2027-05-01, 2027-10-01..2027-10-07, 2026-12-31]
work: [2027-02-14, 2026-12-27]
"""
FORM = """form: made-up
version: "1"
title: "{unit}试表"
agency: 某办
document: 某文
levels: [village, township]
period: {kind: month}
record: {grain: household}
columns:
  - {key: village, label: 村, type: unit, level: village}
  - {key: received, label: 收到日期, type: date}
  - {key: done, label: 核查完成日期, type: date}
rules:
  - {id: HQ-35, test: "WORKDAYS([@received],[@done])<=7", at: done, says: 超过7个工作日, severity: error, clause: 某条}
"""


def some_days(text: str, year: int) -> Iterator[date]:
    """Days written 1.1 or 1.1-1.3."""
    for part in text.split():
        first, last = (date(year, *map(int, end.split("."))) for end in (part.split("-") * 2)[:2])
        yield from (first + timedelta(number) for number in range((last - first).days + 1))


def forget() -> None:
    """Have the folder read anew."""
    calendars._overlays.cache_clear()
    calendars._sums.cache_clear()


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder of calendars in the place of the shipped one."""
    folder = tmp_path / "calendars"
    folder.mkdir()
    monkeypatch.setattr(calendars, "folder", lambda: folder)
    return folder


@pytest.fixture
def form(tmp_path: Path) -> Path:
    path = tmp_path / "made-up.yaml"
    path.write_text(FORM, "utf-8")
    return path


@pytest.mark.parametrize("year", NOTICES)
def test_each_day_is_as_the_notice_says(year: int) -> None:
    off, work = (set(some_days(text, year)) for text in NOTICES[year])
    days = [date(year, 1, 1) + timedelta(number) for number in range(366)]
    wanted = [day for day in days if day.year == year and (day in work or (day.weekday() < 5 and day not in off))]
    assert list(calendars.workdays_of([year])) == wanted


def test_limits_of_the_documents() -> None:
    assert calendars.workdays_between(date(2021, 6, 10), date(2021, 6, 18)) == 5  # 端午 12 to 14 June
    assert calendars.workdays_between(date(2021, 6, 10), date(2021, 6, 17)) == 4
    assert calendars.workdays_between(date(2020, 9, 28), date(2020, 10, 14)) == 7  # Saturday 10 October is worked
    assert calendars.workdays_between(date(2020, 9, 28), date(2020, 10, 13)) == 6


def test_where_there_is_nothing_to_count_and_where_nobody_knows() -> None:
    assert calendars.workdays_between(date(2020, 3, 2), date(2020, 3, 2)) == 0
    assert calendars.workdays_between(date(2020, 3, 3), date(2020, 3, 2)) == 0
    assert calendars.workdays_between(date(2003, 12, 31), date(2004, 1, 5)) is None
    assert calendars.workdays_between(date(2026, 12, 30), date(2027, 1, 5)) is None
    assert [year for year in range(1990, 2100) if calendars.published(year)] == list(range(2004, 2027))
    assert calendars.workdays_of([2027, 2003]) == ()
    assert calendars.window(date(2026, 7, 31)) == (date(2025, 1, 1), date(2026, 12, 31))
    assert calendars.window(date(2020, 7, 31)) == (date(2019, 1, 1), date(2021, 12, 31))
    assert calendars.window(date(2027, 1, 31)) is calendars.window(None) is None


DAYS = st.dates(date(2018, 11, 1), date(2022, 3, 1))


@given(DAYS, DAYS)
def test_counting_is_looking_at_each_day(first: date, last: date) -> None:
    worked = calendars.workdays_of(range(2018, 2023))
    assert calendars.workdays_between(first, last) == sum(first < day <= last for day in worked)


@given(st.lists(DAYS, min_size=3, max_size=3).map(sorted))
def test_a_stretch_is_the_sum_of_its_parts(days: list[date]) -> None:
    counts = [calendars.workdays_between(first, last) for first, last in itertools.pairwise(days)]
    assert calendars.workdays_between(days[0], days[-1]) == sum(count or 0 for count in counts)


def test_a_file_adds_a_year_and_disposes_of_the_december_before(own: Path) -> None:
    before = calendars.workdays_between(date(2026, 12, 20), date(2026, 12, 31))
    (own / "2027.yaml").write_text(NEXT, "utf-8")
    assert lint(own / "2027.yaml") == ()
    forget()
    assert before == 9
    assert calendars.workdays_between(date(2026, 12, 20), date(2026, 12, 30)) == 9
    assert calendars.workdays_between(date(2026, 12, 30), date(2027, 1, 5)) == 2
    assert calendars.workdays_between(date(2027, 2, 4), date(2027, 2, 14)) == 2
    assert calendars.window(date(2026, 7, 31)) == (date(2025, 1, 1), date(2027, 12, 31))


def test_a_file_replaces_what_the_library_says(own: Path) -> None:
    (own / "a.yaml").write_text("calendar: 2020\nsource: 某号\noff: [2020-01-01, 2020-05-01, 2020-10-01..2020-10-03]\n", "utf-8")
    assert calendars.workdays_between(date(2020, 9, 28), date(2020, 10, 14)) == 10


def test_two_files_for_a_year_are_a_mistake(own: Path) -> None:
    for name in ("a.yaml", "b.yaml"):
        (own / name).write_text(NEXT, "utf-8")
    with pytest.raises(SchemaError) as caught:
        calendars.published(2027)
    assert [(Path(each.file).name, each.line, each.code) for each in caught.value.mistakes] == [("b.yaml", 1, "repeated-name")]


@pytest.mark.parametrize(("old", "new", "line", "column", "code"), [
    ("2027-05-01", "2027-5-1", 3, 55, "calendar-day"),
    ("2027-05-01", "2027-05", 3, 55, "calendar-day"),
    ("2027-05-01", "2027-02-11..2027-02-05", 3, 55, "calendar-day"),
    ("2027-05-01", "2027-05-01, 2027-05-01", 3, 67, "repeated-name"),
    ("2027-02-14", "2027-05-01", 4, 8, "repeated-name"),
    ("2026-12-27", "2026-11-28", 4, 20, "calendar-outside"),
    ("2026-12-27", "2028-01-01", 4, 20, "calendar-outside"),
    ("2027-02-14", "2027-02-15", 4, 8, "calendar-weekday"),
    ("2027-10-01..", "", 3, 6, "calendar-incomplete"),
    ("source: 国办发明电〔2026〕某号\n", "", 1, 1, "missing-key"),
    ("work:", "works:", 4, 1, "unknown-key"),
    ("calendar: 2027", "calendar: 明年", 1, 11, "type-whole"),
])  # fmt: skip
def test_a_mistake_in_a_file_is_named_where_it_is(tmp_path: Path, old: str, new: str, line: int, column: int, code: str) -> None:
    path = tmp_path / "2027.yaml"
    path.write_text(NEXT.replace(old, new), "utf-8")
    found = [(each.line, each.column, each.code) for each in lint(path)]
    assert (line, column, code) in found
    assert all(words.both(each.code, each.args) for each in lint(path))
    assert run("lint", path).exit_code == 2


def test_the_shipped_files_are_right() -> None:
    assert all(lint(path) == () for path in calendars.folder().glob("*.yaml"))
    assert (calendars.folder() / "README.md").is_file()


def test_a_form_that_counts_working_days_needs_the_year_of_its_period(form: Path, own: Path, tmp_path: Path) -> None:
    counting, other = load_form(form), find_form("zaozhuang-ledger")
    assert calendars.missing_years(counting, date(2027, 3, 31)) == (2027,)
    assert calendars.missing_years(counting, date(2026, 12, 31)) == calendars.missing_years(counting, None) == ()
    assert calendars.missing_years(other, date(2027, 3, 31)) == ()

    told = run("blank", form, "-o", tmp_path / "a.xlsx", "--period", "2027-03")

    assert (told.exit_code, told.stdout) == (2, "")
    assert told.stderr.startswith(f"{own.as_posix()}/2027.yaml:1:1: 没有2027年的放假安排")
    assert "Traceback" not in told.stderr
    assert not (tmp_path / "a.xlsx").exists()
    assert run("blank", form, "-o", tmp_path / "a.xlsx", "--period", "2026-03").exit_code == 0


def test_a_task_for_an_unknown_year_is_told_at_its_period(form: Path, own: Path, tmp_path: Path) -> None:
    (tmp_path / "roster.csv").write_text(ROSTER, "utf-8")
    made = run("init", tmp_path / "task", "--form", form, "--units", tmp_path / "roster.csv", "--period", "2027-03")
    assert made.exit_code == 0, made.stderr
    line = 1 + (tmp_path / "task" / "task.yaml").read_text("utf-8").split("\n").index('period: "2027-03" # 报告期')
    for command in ("generate", "check"):
        told = run(command, tmp_path / "task")
        assert told.exit_code == 2
        assert f"task.yaml:{line}:9: 没有2027年的放假安排" in told.stderr, told.stderr
        assert f"{own.as_posix()}/2027.yaml" in told.stderr


CASES = """# 核查期限
报告期：2004-12

## 正好7个工作日，第8个，上一年的日子算不出
| 收到日期 | 核查完成日期 |
|---|---|
| 2004-09-28 | 2004-10-12 |
| 2004-09-28 | 2004-10-13 |
| 2003-12-31 | 2004-10-15 |
| 2004-10-15 | 2003-12-31 |

- 2 核查完成日期 rule 强制 HQ-35
"""


def test_a_rule_is_not_applied_where_a_day_lies_outside_the_calendar(form: Path, tmp_path: Path) -> None:
    path = tmp_path / "cases.md"
    path.write_text(CASES, "utf-8")
    counting = load_form(form)
    (drawn,) = read_cases(path, counting)
    (finding,) = examine(case_of_drawn(counting, drawn)).findings
    assert (finding.rule, finding.places[0].cell, finding.severity) == ("HQ-35", "C2", "error")


@pytest.mark.parametrize(("when", "why"), [("2004-12", ""), ("2003-12", "no-calendar"), ("", "no-period")])
def test_a_rule_says_why_it_counted_no_working_days(form: Path, tmp_path: Path, when: str, why: str) -> None:
    path = tmp_path / "cases.md"
    path.write_text(CASES.replace("2004-12", when or "2004-12"), "utf-8")
    counting = load_form(form)
    case = case_of_drawn(counting, read_cases(path, counting)[0])
    if not when:
        case = replace(case, end=None, constants={})
    report = examine(case)
    (status,) = [status for status in report.rules if status.id == "HQ-35"]
    assert (status.ran, status.why) == (not why, why)
    assert why == "" or not [finding for finding in report.findings if finding.rule]
