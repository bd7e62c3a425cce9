"""Numbers made by dragging the fill handle: one finding for each run, and none for numbers that may well follow each other."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from drawn import made, person
from hypothesis import given
from hypothesis import strategies as st
from kinds_form import case

from formkit.checks import examine
from formkit.finding import Finding
from formkit.model import Form
from formkit.saying import remedy, sentence
from formkit.types import Raw

START = person("1970-01-01", 1)
ACCOUNT = 6217000000000000000


def form(kind: str = "resident-id", **more: object) -> Form:
    """A form of one column, and a remark."""
    return made([{"key": "a", "label": "甲", "type": kind, **more}, {"key": "remark", "label": "备注", "type": "text"}])


def found(asked: Form, values: list[Raw]) -> list[Finding]:
    """What is said of a column of values."""
    return list(examine(case(asked, [{"a": value, "remark": "有"} for value in values])).findings)


def codes(asked: Form, values: list[Raw]) -> list[tuple[str, str, list[str]]]:
    """The findings of a column of values, each with its severity and cells."""
    return [(finding.code, finding.severity, [place.cell for place in finding.places]) for finding in found(asked, values)]


def filled(start: str, count: int) -> list[Raw]:
    """An identity number dragged down: the whole of it rises by one."""
    return [str(int(start) + step) for step in range(count)]


def numbered(count: int, first: int = 1) -> list[Raw]:
    """Right numbers of people born on one day, in order."""
    return [person("1970-01-01", first + step) for step in range(count)]


@pytest.mark.parametrize("count", [3, 5, 12])
def test_dragged_numbers_are_one_error_that_explains_their_check_characters(count: int) -> None:
    cells = [f"A{row}" for row in range(2, count + 1)]
    (finding,) = found(form(), [*filled(START, count), None])

    assert (finding.code, finding.severity, [place.cell for place in finding.places]) == ("dragged", "error", cells)
    assert [related.place.cell for related in finding.related] == ["A1"]
    assert f"从A1到A{count}连着{count}行" in sentence(form(), finding)
    assert "校验码" in sentence(form(), finding)
    assert "身份证" in remedy(form(), finding)


def test_numbers_that_rise_and_are_right_are_asked_about() -> None:
    assert codes(form(), numbered(4)) == [("dragged", "query", ["A2", "A3", "A4"])]
    lower = [str(number).lower() for number in numbered(12)]
    assert codes(form(), [*lower]) == [("dragged", "query", [f"A{row}" for row in range(2, 13)])]


def test_an_explanation_answers_what_is_asked_and_not_what_is_wrong() -> None:
    for values, explained in ((numbered(3), True), (filled(START, 3), False)):
        asked = case(form(), [{"a": value} for value in values])
        records = tuple(replace(record, explanation="三胞胎") for record in asked.filing.records)
        report = examine(replace(asked, filing=replace(asked.filing, records=records)))

        assert [finding.explained for finding in report.findings] == [explained]


@pytest.mark.parametrize(
    "values",
    [
        numbered(2), filled(START, 2)[:1] * 3, [*numbered(2), None, *numbered(2, 3)], [*reversed(numbered(4))],
        [person("1970-01-01", number) for number in (1, 3, 5, 7)],
        [person(str(date(1970, 1, 1) + timedelta(days)), 1) for days in range(5)],
    ],
)  # fmt: skip
def test_what_is_no_run(values: list[Raw]) -> None:
    assert [code for code, _, _ in codes(form(), values) if code == "dragged"] == []


def test_each_run_and_each_other_fault_is_said_for_itself() -> None:
    values = [*filled(START, 3), person("1980-05-05", 9)[:17] + "?", *numbered(3, 50), "379999197001010010"]

    assert codes(form(), values) == [
        ("dragged", "error", ["A2", "A3"]), ("id-characters", "error", ["A4"]), ("dragged", "query", ["A6", "A7"]),
        ("id-checksum", "error", ["A8"]),
    ]  # fmt: skip


def test_the_start_of_a_run_answers_for_itself() -> None:
    wrong = str(int(START) + 2)

    assert codes(form(), filled(wrong, 3)) == [("id-checksum", "error", ["A1"]), ("dragged", "error", ["A2", "A3"])]


@given(st.dates(date(1930, 1, 1), date(2019, 12, 31)), st.integers(1, 900), st.integers(3, 9))
def test_no_row_of_a_dragged_column_goes_unsaid(born: date, number: int, count: int) -> None:
    start = person(str(born), number)
    if start.endswith("X"):
        return
    values = filled(start, count)
    report = found(form(), values)
    said = {place.cell for finding in report for place in finding.places}

    assert said == {f"A{row}" for row in range(2, count + 1)}
    assert any(finding.blocks for finding in report)


def test_telephones_and_accounts_are_asked_about() -> None:
    phones: list[Raw] = ["13900000001", 13900000002, "139-0000-0003", "１３９０００００００４", "13800000000"]
    assert codes(form("phone"), phones) == [("dragged", "query", ["A2", "A3", "A4"])]
    assert codes(form("text"), [str(ACCOUNT + step) for step in range(3)]) == [("dragged", "query", ["A2", "A3"])]


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("text", ["1", "2", "3"]), ("text", ["20200101", "20200102", "20200103"]), ("text", ["甲1", "甲2", "甲3"]),
        ("whole", [1.0, 2.0, 3.0]), ("date", ["2020-3-1", "2020-3-2", "2020-3-3"]), ("money", [1000.0, 1001.0, 1002.0]),
        ("phone", ["12345671", "12345672", "12345673"]),
    ],
)  # fmt: skip
def test_what_may_well_rise_by_one_is_not_judged(kind: str, values: list[Raw]) -> None:
    assert [code for code, _, _ in codes(form(kind), values) if code == "dragged"] == []


def test_a_text_that_is_given_out_in_order_is_not_judged() -> None:
    assert codes(form("text", unique="filing"), [str(ACCOUNT + step) for step in range(3)]) == []


def test_a_run_ends_with_its_section() -> None:
    sections = [{"key": "all", "label": "一、全部"}, {"key": "more", "label": "二、其他"}]
    columns = [{"key": "a", "label": "甲", "type": "resident-id"}, {"key": "remark", "label": "备注", "type": "text"}]
    asked = case(made(columns, sections=sections), [{"a": value} for value in numbered(4)])
    records = tuple(
        replace(record, section="all" if place < 2 else "more") for place, record in enumerate(asked.filing.records)
    )
    assert examine(replace(asked, filing=replace(asked.filing, records=records))).findings == ()
