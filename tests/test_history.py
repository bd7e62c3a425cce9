"""Periods one after another: a stock is never added over them, a flow always is, and what nobody gathered is not 0."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from months_drawn import FORM, months, rolled_up

from formkit.compare.flows import Flow, Size
from formkit.history import Moment, in_order, moment, over, table_flow

NUMBERS = st.lists(st.none() | st.integers(0, 10**6) | st.decimals(0, 10**6, places=2), max_size=14)


@given(NUMBERS)
def test_a_stock_is_the_last_number_and_a_flow_the_sum(numbers: list[int | Decimal | None]) -> None:
    known = [number for number in numbers if number is not None]

    assert over("stock", numbers) == (known[-1] if known else None)
    assert over("flow", numbers) == (sum(known) if known else None)


@given(NUMBERS, st.integers(0, 14))
def test_a_flow_may_be_added_in_any_grouping_and_a_stock_may_not(numbers: list[int | Decimal | None], at: int) -> None:
    first, second = over("flow", numbers[:at]), over("flow", numbers[at:])

    assert over("flow", [first, second]) == over("flow", numbers)
    assert over("stock", [over("stock", numbers[:at]), over("stock", numbers[at:])]) == over("stock", numbers)


@pytest.mark.parametrize(("first", "last", "between"), [
    ("2020-11", "2021-02", ["2020-12", "2021-01"]), ("2020Q3", "2021Q2", ["2020Q4", "2021Q1"]), ("2019", "2021", ["2020"]),
    ("2020-03", "2020-04", []), ("2020-03-20..2020-03-24", "2020-05-01..2020-05-02", []), ("2020-03-01", "2020-03-09", []),
])  # fmt: skip
def test_what_nobody_gathered_is_named_and_not_0(first: str, last: str, between: list[str]) -> None:
    parts = months(1, ["2020-01"])[0][1]
    found = in_order([moment(FORM, last, parts, (6, 6)), moment(FORM, first, parts, (6, 6))])

    assert [each.period for each in found] == [first, *between, last]
    assert [each.period for each in found if not each.gathered] == between


def test_a_period_in_which_nobody_reported_is_not_gathered() -> None:
    assert moment(FORM, "2020-01", (), (6, 0)) == Moment("2020-01", "2020年1月", expected=6)
    assert moment(FORM, "2020-01", (), (6, 1)).gathered  # a zero report that brought no part all the same


@pytest.mark.parametrize("seed", range(8))
def test_the_stock_of_a_moment_is_what_the_flows_lead_to(seed: int) -> None:
    drawn = months(seed, ["2020-01", "2020-02", "2020-03"], missing=0)
    _, comparison, moments = rolled_up(drawn)
    assert comparison is not None
    for before, after in pairwise(moments):
        flow = after.flow
        assert flow is not None
        assert flow.balanced
        assert (flow.opening, flow.closing) == (before.stock, after.stock)


def test_rows_that_are_out_stand_in_the_table_and_not_in_the_stock() -> None:
    parts = months(3, ["2020-01", "2020-02"], missing=0)[1][1]
    found = moment(FORM, "2020-02", parts, (6, 6))
    whole = table_flow(FORM, parts)

    assert whole.removed != Size()
    assert whole.lost != Size()
    assert whole.balanced
    assert found.stock == whole.closing
    assert whole.closing.households == sum(total.households for total in found.totals.values())
    assert Flow() == table_flow(FORM, ())
