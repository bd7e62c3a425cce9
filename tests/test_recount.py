"""Numbers counted once more from the rows: equal to what was written, and whatever was typed over is found out."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rollup_cases import (
    COUNTY,
    FIRST,
    FORM,
    FORMS,
    PERIOD,
    ROSTER,
    TOWNS,
    changed,
    fixed,
    grid,
    rolled,
    some_parts,
    sort_by_head,
    written,
)
from test_merge import BY_HOUSEHOLD, FILINGS
from test_merge import part as one_part
from typed_over import stale, typed

from formkit.cells import letter
from formkit.container import CELL, OWN
from formkit.merge import Part, Total, roll_up
from formkit.model import Form
from formkit.read.rollup import Opened, open_rollup
from formkit.trace.recount import NOWHERE, REPORTED, STATED, Meaning, Number, only_stated, recount, recounter, shares_of
from formkit.trace.totals import Misstated, Stood, agrees, misstated


def opened(data: bytes) -> Opened:
    found = open_rollup(data, "汇总.xlsx", FORMS)
    assert found is not None
    return found


def wrong(data: bytes) -> list[tuple[str, str, str, str]]:
    """What is said of the numbers of a workbook: cell, value, what it should be, the wording."""
    return [(f"{each.sheet}!{each.cell}", each.value, each.expected, each.wording) for each in opened(data).read.misstated]


def meanings(total: Total, unit: str, section: str) -> dict[Meaning, Number]:
    """Every number of a total, by what it means."""
    found: dict[Meaning, Number] = {
        Meaning(kind, unit, section): getattr(total, kind) for kind in ("records", "households", "persons")
    }
    for key, amount in total.columns.items():
        if isinstance(amount, int | Decimal):
            found |= {Meaning(kind, unit, section, key): amount for kind in ("count", "sum") if counted(key, kind)}
        else:
            found |= {Meaning("value", unit, section, key, value): number for value, number in amount.items()}
    return found


def counted(key: str, kind: str) -> bool:
    return FORM.column(key).rollup == kind or key not in FORM.places


@given(FILINGS, st.randoms(use_true_random=False))
@settings(max_examples=25, deadline=None)
def test_every_number_is_counted_again_as_merging_adds_it_up(drawn: tuple[Form, list[Part]], rng: random.Random) -> None:
    form, parts = drawn
    count = recounter(form, parts)
    for unit in (COUNTY, *TOWNS, *(part.path[0] for part in parts)):
        rollup = roll_up(form, PERIOD, unit, (), parts)
        for section in form.sections:
            for meaning, amount in meanings(rollup.totals[section.key], unit.code, section.key).items():
                if meaning.key and form.column(meaning.key).rollup not in (meaning.kind, "by_value"):
                    continue
                assert count(meaning) == amount, meaning
                if rng.random() < 0.01:
                    assert sum(share.amount for share in shares_of(form, parts, meaning)) == amount
            assert count(Meaning("distinct", unit.code, section.key)) == rollup.distinct[section.key]
        assert count(Meaning("received", unit.code)) == len(rollup.parts)
        assert count(Meaning("zero", unit.code)) == sum(part.state == "zero" for part in rollup.parts)


def test_of_a_household_in_two_units_the_size_of_the_first_unit_counts_in_any_order() -> None:
    row = {"section": "marginal", "head_name": "张三", "number": 1, "certificate": "", "education": None, "low_income": None}
    parts = [one_part(BY_HOUSEHOLD, unit, [row | {"household_size": size}]) for unit, size in ((0, 1), (2, 3))]
    for order in (parts, parts[::-1]):
        assert recount(BY_HOUSEHOLD, order, Meaning("distinct", section="marginal")) == 1
        assert roll_up(BY_HOUSEHOLD, PERIOD, COUNTY, (), order).distinct["marginal"] == 1


def test_what_the_filings_do_not_say_is_not_made_up() -> None:
    parts = fixed()
    for kind in STATED:
        assert recount(FORM, parts, Meaning(kind)) is None
    for strange in (
        Meaning("records", section="no-such"), Meaning("count", key="no-such"), Meaning("sum", key="risk"),
        Meaning("records", period="2020-02"), Meaning("no-such"),
    ):  # fmt: skip
        assert recount(FORM, parts, strange) is None
    assert recount(FORM, parts, Meaning("records", NOWHERE)) == 0
    assert recount(FORM, parts, Meaning("records")) == 8
    assert recount(FORM, parts, Meaning("distinct")) == 7


@given(st.randoms(use_true_random=False))
@settings(max_examples=4, deadline=None)
def test_a_roll_up_as_written_has_no_number_that_differs_and_none_without_a_meaning(rng: random.Random) -> None:
    rollup = rolled(some_parts(rng), rng.choice((COUNTY, TOWNS[0])))
    found = opened(written(rollup, ROSTER))
    count = recounter(FORM, rollup.parts)
    assert found.read.misstated == ()
    sure = [each for each in found.numbers if not only_stated(each.meaning) and each.meaning.kind not in REPORTED]
    assert all(agrees(each.value, count(each.meaning) or 0) for each in sure)
    known = {(each.sheet, each.cell) for each in found.numbers}
    assert len(known) == len(found.numbers)
    for each in found.grids:
        if each.name in ("汇总", "分村汇总"):
            cells = {(each.name, f"{letter}{row}") for row, letter in numbers_in(each.rows)}
            assert cells <= known


def numbers_in(rows: Sequence[Sequence[object]]) -> list[tuple[int, str]]:
    return [
        (row, letter(column)) for row, line in enumerate(rows, 1) for column, value in enumerate(line) if isinstance(value, int | float)
    ]


DATA = written(rolled(fixed()), ROSTER)
NUMBERS = opened(DATA).numbers


@given(st.sampled_from(NUMBERS), st.sampled_from([7, -1, 0.5, "2000万", 10**6]))
@settings(max_examples=12, deadline=None)
def test_a_number_typed_over_is_found_and_named_and_nothing_else(number: Stood, by: float | str) -> None:
    old = number.value if isinstance(number.value, int | float) else 0
    value = by if isinstance(by, str) else old + by
    found = opened(typed(DATA, number.sheet, number.cell, value)).read
    assert [(each.code, each.sheet, each.cell) for each in found.misstated] == [("rollup-total", number.sheet, number.cell)]
    said = found.misstated[0]
    assert (float(said.expected), said.value) == (old, f"{value:g}" if isinstance(value, float | int) and value < 10**5 else said.value)
    assert all(word in said.message for word in (f"{number.sheet}!{number.cell}", said.value, said.expected, "请不要改"))
    assert (found.parts, found.edited) == (opened(DATA).read.parts, ())


@given(st.sampled_from(NUMBERS))
@settings(max_examples=10, deadline=None)
def test_a_constant_that_is_right_is_harmless(number: Stood) -> None:
    assert isinstance(number.value, int | float | None)
    assert wrong(typed(DATA, number.sheet, number.cell, number.value)) == []


def at(sheet: str, kind: str, unit: str, **more: str) -> Stood:
    wanted = sheet, True, Meaning(kind, unit, "marginal", **more)
    return next(each for each in NUMBERS if (each.sheet, each.formula, each.meaning) == wanted)


def test_sums_that_follow_what_was_typed_over_are_not_accused_as_well() -> None:
    village, town, county = (at("分村汇总", "households", code) for code in ("379999101001", TOWNS[0].code, COUNTY.code))
    above = at("汇总", "households", TOWNS[0].code)
    data = typed(DATA, "分村汇总", village.cell, 500)
    for each in (town, county, above):
        data = stale(data, each.sheet, each.cell, 501)
    assert wrong(data) == [(f"分村汇总!{village.cell}", "500", "1", "rollup-total")]
    other = at("分村汇总", "records", TOWNS[0].code)
    assert [each[0] for each in wrong(stale(data, other.sheet, other.cell, 9))] == [f"分村汇总!{village.cell}", f"分村汇总!{other.cell}"]


def test_errors_and_formulas_without_a_result_are_named_once_a_sheet() -> None:
    cells = [at("分村汇总", "households", "379999101001"), at("分村汇总", "records", "379999101002")]
    errors = blanks = DATA
    for each in cells:
        errors, blanks = stale(errors, each.sheet, each.cell, None, "#REF!"), stale(blanks, each.sheet, each.cell, None)
    assert wrong(errors) == [(f"分村汇总!{cells[0].cell}", "#REF!", "1", "rollup-total-error")]
    assert "有2个数字是错误值" in opened(errors).read.misstated[0].message
    assert wrong(blanks) == [(f"分村汇总!{cells[0].cell}", "", "1", "rollup-total-uncalculated")]
    assert "有2个数字没有计算结果" in opened(blanks).read.misstated[0].message


def test_a_sorted_detail_is_said_once_and_its_formulas_are_not_accused() -> None:
    found = opened(changed(DATA, sort_by_head)).read
    assert {each.wording for each in found.misstated} == {"rollup-total-uncalculated"}
    number = replace(at("分村汇总", "households", "379999101001"), value=9.0)
    said = misstated(FORM, found.parts, [number], (), {"marginal": "边缘户"})
    assert [(each.wording, "边缘户的行重新排过序" in each.message) for each in said] == [("rollup-total-moved", True)]


def test_numbers_over_a_detail_that_was_left_out_are_not_accused_as_well() -> None:
    village, other = at("分村汇总", "records", "379999101001"), at("分村汇总", "records", "379999101002")
    data = typed(DATA, "边缘户", f"F{FIRST}", "改过的人")
    data = stale(stale(data, village.sheet, village.cell, 7), "汇总", at("汇总", "records", TOWNS[0].code).cell, 7)
    found = opened(data).read
    assert found.edited == ("东村（379999101001）",)
    assert found.misstated == ()
    assert [each.cell for each in opened(typed(data, other.sheet, other.cell, 5)).read.misstated] == [other.cell]
    unit = letter(len(FORM.leaves) + OWN.index("_unit"))
    assert opened(typed(data, "边缘户", f"{unit}{FIRST + 1}", None)).read.misstated == ()


def test_a_place_is_where_its_formula_says_since_rows_were_put_in() -> None:
    line = next(row for row, line in enumerate(grid(DATA, "_numbers"), 1) if line[0] == CELL)
    first = NUMBERS[0].cell.rstrip("0123456789")
    assert opened(stale(DATA, "_numbers", f"M{line}", 40)).numbers[0].cell == f"{first}40"
    assert opened(stale(DATA, "_numbers", f"M{line}", None, "#REF!")).numbers[0] == NUMBERS[1]
    assert opened(stale(DATA, "_numbers", f"M{line}", None)).numbers == NUMBERS


def test_rows_that_were_sorted_take_their_meaning_along() -> None:
    east, west = (at("分村汇总", "records", f"379999101{number:03d}").cell for number in (1, 2))
    data = typed(typed(DATA, "分村汇总", f"A{east[1:]}", "西村"), "分村汇总", f"A{west[1:]}", "东村")
    now = {(each.sheet, each.meaning): each.cell for each in opened(data).numbers}
    found = [now["分村汇总", Meaning("records", f"379999101{number:03d}", "marginal")] for number in (1, 2)]
    assert found == [west, east]


@pytest.mark.parametrize(
    ("value", "expected", "same"),
    [
        (None, 0, True), (None, 1, False), ("", 0, True), (12.0, 12, True), (12.4, 12, False), ("12", 12, True), ("十二", 12, False),
        (0.1 + 0.2, Decimal("0.3"), True), (0.31, Decimal("0.3"), False), (True, 1, False), (float("nan"), 0, False), (1e300, 5, False),
    ],
)  # fmt: skip
def test_a_cell_agrees_by_what_the_reader_sees(value: float | str | None, expected: Number, same: bool) -> None:
    assert agrees(value, expected) is same


def test_a_stated_number_is_held_against_what_was_written() -> None:
    flow = Stood("变动表", "C5", Meaning("flow", COUNTY.code, key="added.households"), 3.0, "2")
    found: tuple[Misstated, ...] = misstated(FORM, fixed(), [flow, replace(flow, value=2.0), replace(flow, stated="")])
    assert [(each.code, each.wording, each.value, each.expected) for each in found] == [("rollup-total", "rollup-stated", "3", "2")]
    assert "新增户数" in found[0].message
