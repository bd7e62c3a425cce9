"""Money, days, telephone numbers, several choices, row numbers: what clerks write and what is understood."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_types import END

from formkit import mask
from formkit.model import Column
from formkit.types import KINDS, Raw, Reading, Spec
from formkit.words import FINDINGS

MEASURES = ("医疗救助", "教育救助", "公益岗位/务工", "残疾人两项补贴")
SPELLINGS = {value: value for value in MEASURES} | {"医疗": "医疗救助", "教育": "教育救助", "上学、助学": "教育救助"}


def read(kind: str, raw: Raw, **more: Any) -> Reading:
    """A raw value as its type understands it."""
    extra = {"codes": "measures"} if kind == "choices" else {}
    column = Column.model_validate({"key": "a", "label": "甲", "type": kind, **extra, **more})
    return KINDS[kind].read(raw, Spec(column, SPELLINGS if kind == "choices" else {}, END))


@pytest.mark.parametrize(
    ("raw", "amount", "repair"),
    [
        (1234.5, "1234.50", ""), (1234, "1234.00", ""), (0, "0.00", ""), (0.1 + 0.2, "0.30", ""), (-0.0, "0.00", ""),
        (999999999999.0, "999999999999.00", ""), (123456789.12, "123456789.12", ""), (Decimal("3.10"), "3.10", ""),
        ("5000元", "5000.00", "number"), ("5，000", "5000.00", "number"), ("1,234,567.8", "1234567.80", "number"),
        ("￥5,000.00元整", "5000.00", "number"), ("¥ 12", "12.00", "number"), (" ５０００．５ 元", "5000.50", "number"),
        ("0.5万", "5000.00", "ten-thousand"), ("1.2万元", "12000.00", "ten-thousand"), ("1.23456万", "12345.60", "ten-thousand"),
        ("500块", "500.00", "number"), ("12.340", "12.34", "number"),
    ],
)  # fmt: skip
def test_amounts(raw: Raw, amount: str, repair: str) -> None:
    reading = read("money", raw)

    assert (str(reading.value), reading.problem, reading.repair) == (amount, "", repair)


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        ("约5000", "not-an-amount"), ("5000左右", "not-an-amount"), ("5k", "not-an-amount"), ("3000\n2000", "not-an-amount"),
        ("3 200", "not-an-amount"), ("5,00", "not-an-amount"), ("五千", "not-an-amount"), ("同上", "ditto"),
        ("3000-4000", "not-an-amount"), ("5000元/年", "not-an-amount"), (True, "not-an-amount"), (float("nan"), "not-an-amount"),
        (float("inf"), "not-an-amount"), (date(2020, 3, 1), "not-an-amount"), ("5000%", "not-an-amount"),
        (12.345, "too-precise"), ("12.345", "too-precise"), ("1.2345678万", "too-precise"), (1000 / 3, "too-precise"),
        (-1, "negative"), ("-0.01", "negative"), (1e15, "too-great"), ("９９９９９９９９９９９９９元", "too-great"),
    ],
)  # fmt: skip
def test_what_is_no_amount(raw: Raw, problem: str) -> None:
    assert read("money", raw) == Reading(problem=problem, args=read("money", raw).args)


def test_an_income_may_be_negative_where_the_column_says_so() -> None:
    assert read("money", "-1,200.5元", min=-5000).value == Decimal("-1200.50")
    assert read("money", -5000.01, min=-5000).args == {"low": "-5000", "high": "999999999999"}
    assert read("money", 200.01, max=200).problem == "out-of-range"


@given(st.decimals(0, 999_999_999_999, places=2))
def test_every_amount_survives_a_cell(amount: Decimal) -> None:
    assert read("money", float(amount)) == Reading(amount)
    assert read("money", f"{amount:,.2f}") == Reading(amount, repair="number")


@pytest.mark.parametrize(
    ("raw", "day", "repair"),
    [
        (date(2020, 3, 5), date(2020, 3, 5), ""), (datetime(2020, 3, 5), date(2020, 3, 5), ""),
        (datetime(2020, 3, 5, 10, 30), date(2020, 3, 5), "time"), (43895, date(2020, 3, 5), "date"),
        (43895.5, date(2020, 3, 5), "date"), (20200305, date(2020, 3, 5), "date"), (20200305.0, date(2020, 3, 5), "date"),
        *((text, date(2020, 3, 5), "date") for text in (
            "2020-3-5", "2020/3/5", "2020.3.5", "2020年3月5日", "20200305", "２０２０年３月５日", "二〇二〇年三月五日",
            "2020 年 3 月 5 日", "2020-03-05 00:00:00", "2020—3—5", "2020年3月5号", "2020年03月05", "2020、3、5", "2020-03-05T00:00",
        )),
        ("2020-03-05 10:30:00", date(2020, 3, 5), "time"), ("二〇一九年十二月二十三日", date(2019, 12, 23), "date"),
        ("二〇一九年十月三十日", date(2019, 10, 30), "date"), ("2020-3-31", END, "date"), (date(1949, 10, 1), date(1949, 10, 1), ""),
    ],
)  # fmt: skip
def test_days_as_people_write_them(raw: Raw, day: date, repair: str) -> None:
    assert read("date", raw) == Reading(day, repair=repair)


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        *((month, "date-no-day") for month in ("2020年3月", "2020-03", "2020.3", "202003", 202003, 2020.3, 2020.12, "二〇二〇年三月")),
        *((other, "date-no-date") for other in (
            "去年", "2020.3-5", "2020年3月5日至8日", 7, 2020, 3.5,
            2020.35, True, float("nan"), float("inf"), 1e300, "2020年13月", "20203",
        )),
        *((yearless, "date-no-year") for yearless in ("3月5日", "20年3月5日", "20 年 3 月 5 日", "3月")), ("同上", "ditto"),
        *((gone, "date-no-such") for gone in ("2020年2月30日", "2020-13-05", "20200230", "2021-2-29")),
        (date(2453, 1, 22), "date-no-date"), (date(1905, 7, 12), "date-too-early"), ("1949-9-30", "date-too-early"),
        (date(2020, 4, 1), "date-day-after-period"), ("2020年4月1日", "date-day-after-period"), (43922, "date-day-after-period"),
    ],
)  # fmt: skip
def test_days_that_are_asked_about(raw: Raw, problem: str) -> None:
    assert read("date", raw).problem == problem
    assert read("date", raw).wrong


def test_the_last_day_of_the_period_is_said() -> None:
    assert read("date", "2020-4-1").args == {"end": "2020年3月31日"}
    assert FINDINGS["date-day-after-period"].code == "date-after-period"


@pytest.mark.parametrize("stub", ["20 年 月 日", "年月日", " 年 月 日", " ", None])
def test_the_printed_stub_of_a_day_is_blank(stub: Raw) -> None:
    assert read("date", stub) == Reading()


@pytest.mark.parametrize(
    ("raw", "number"),
    [
        ("13900000000", "13900000000"), ("139 0000 0000", "13900000000"), ("139-0000-0000", "13900000000"),
        ("１３９００００００００", "13900000000"), (13900000000.0, "13900000000"), (13900000000, "13900000000"),
        ("+86 13900000000", "13900000000"), ("+86-139-0000-0000", "13900000000"), ("13900000000\u200b", "13900000000"),
        ("0546-1234567", "0546-1234567"), ("05461234567", "05461234567"), ("010—12345678", "010-12345678"),
        ("0546 1234567", "05461234567"), ("(0546)", "(0546)"),
    ],
)  # fmt: skip
def test_telephone_numbers(raw: Raw, number: str) -> None:
    reading = read("phone", raw)

    assert reading.value == number
    assert (reading.problem == "") == (number != "(0546)")
    assert reading.repair == ("" if number in (raw, "(0546)") else "phone")


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        ("12345678", "phone-odd"), ("1390000000", "phone-odd"), ("139000000001", "phone-odd"), ("12900000000", "phone-odd"),
        ("不用", "phone-odd"), ("张三13900000000", "phone-odd"), ("0046-1234567", "phone-odd"), ("0546-123456", "phone-odd"),
        ("0546-1234567-801", "phone-odd"), (5461234567, "phone-odd"), (True, "phone-odd"), (1.39, "phone-odd"),
        ("13900000000、13900000001", "phone-several"), ("13900000000 13900000001", "phone-several"),
        ("13900000000/0546-1234567", "phone-several"), ("13900000000\n13900000001", "phone-several"),
        ("1234567或7654321", "phone-several"),
    ],
)  # fmt: skip
def test_what_may_be_a_telephone_number_is_asked_about_and_kept(raw: Raw, problem: str) -> None:
    reading = read("phone", raw)

    assert (reading.problem, reading.value is None, reading.repair) == (problem, False, "")
    assert FINDINGS[problem].severity == "query"
    assert "{value}" not in FINDINGS[problem].zh, "it would show the number"


def test_a_telephone_number_is_secret_and_the_same_with_and_without_its_hyphen() -> None:
    phone = KINDS["phone"]

    assert phone.SECRET
    assert mask.number("13900000000") == "*******0000"
    assert phone.key("0546-1234567") == phone.key("05461234567") != phone.key("0546-1234568")


@pytest.mark.parametrize(
    ("raw", "value", "repair"),
    [
        ("医疗救助", "医疗救助", ""), ("教育救助、医疗救助", "教育救助、医疗救助", ""), ("公益岗位/务工", "公益岗位/务工", ""),
        ("医疗救助，教育救助", "医疗救助、教育救助", "choices"), ("医疗;教育", "医疗救助、教育救助", "choices"),
        ("医疗救助 教育救助", "医疗救助、教育救助", "choices"), ("医疗/教育", "医疗救助、教育救助", "choices"),
        ("医疗救助\n教育救助", "医疗救助、教育救助", "choices"), ("医疗+教育＋残疾人两项补贴", "医疗救助、教育救助、残疾人两项补贴", "choices"),
        ("公益岗位/务工/医疗", None, ""), ("公益岗位/务工，医疗", "公益岗位/务工、医疗救助", "choices"),
        ("医疗救助、医疗", "医疗救助", "repeat"), (" 医疗救助、", "医疗救助", "choices"), ("、", None, "choices"), (" ", None, ""),
        ("上学、助学", "教育救助", "choices"),
    ],
)  # fmt: skip
def test_several_choices(raw: str, value: str | None, repair: str) -> None:
    reading = read("choices", raw)

    assert (reading.value, reading.repair) == (value, repair)


@pytest.mark.parametrize(
    ("raw", "piece"),
    [("医疗救助、教育补助", "教育补助"), ("医疗、无", "无"), (3.0, "3"), ("医疗救助教育救助", "医疗救助教育救助"), ("甲，医疗、乙", "甲、乙")],
)  # fmt: skip
def test_the_piece_that_is_no_choice_is_named(raw: Raw, piece: str) -> None:
    assert read("choices", raw) == Reading(problem="choices-unknown", args={"piece": piece})
    assert FINDINGS["choices-unknown"].code == "not-in-codelist"


@given(st.lists(st.sampled_from(MEASURES), min_size=1), st.sampled_from(["、", "，", ",", ";", "；", "+", "\n", "、 "]))
def test_whatever_stands_between_the_same_choices_are_understood(chosen: list[str], between: str) -> None:
    reading = read("choices", between.join(chosen))

    assert reading.value == "、".join(dict.fromkeys(chosen))
    assert read("choices", reading.value) == Reading(reading.value)


@pytest.mark.parametrize("raw", [1, "合计", True, date(2020, 1, 1), "", None, "=A2+1"])
def test_the_number_of_a_row_says_nothing(raw: Raw) -> None:
    assert read("serial", raw) == Reading()


def test_how_values_are_shown() -> None:
    assert KINDS["date"].shown(date(2020, 3, 1)) == "2020年3月1日"
    assert KINDS["month"].shown(date(2020, 3, 1)) == "2020年3月"
    assert KINDS["money"].shown(Decimal("1234.50")) == "1234.50"
