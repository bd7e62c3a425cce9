"""No number of a roll-up workbook is without its explanation, and none can be typed over unseen."""

from __future__ import annotations

import pytest
from every_number import counted_once, every_number, explained
from months_drawn import months, workbook
from test_trace_flows import opened
from typed_over import typed, typed_all

from formkit.read.rollup import Opened
from formkit.trace.totals import shown_raw

DRAWN = months(5, ("2020-01", "2020-02", "2020-03"))
DATA = workbook(DRAWN, excluded=[("坏.xlsx", "refused", "打不开")])
BOOK = opened(DATA)
NUMBERS = every_number(BOOK)


def worked(name: str, sheet: str, book: Opened = BOOK) -> tuple[str, str]:
    """Where the first number of that name that was worked out from others stands."""
    return next((each.sheet, each.cell) for each in book.numbers
                if (each.sheet, each.meaning.kind, each.meaning.value) == (sheet, "worked", name))  # fmt: skip


def test_every_number_is_explained() -> None:
    sheets = {sheet for sheet, _ in NUMBERS}
    assert {"总览", "汇总", "分村汇总", "变动表", "分村变动表", "变动明细", "历月", "应报名单"} <= sheets
    with counted_once():
        for place in NUMBERS:
            explained(BOOK, place)


def test_a_number_typed_over_anywhere_is_found_out() -> None:
    book = opened(typed_all(DATA, {place: value + 700 for place, value in NUMBERS.items()}))
    found = {(each.sheet, each.cell): each.expected for each in book.read.misstated}
    assert found.keys() == NUMBERS.keys()
    assert {each.code for each in book.read.misstated} == {"rollup-total"}
    assert not book.read.edited
    assert not opened().read.misstated
    listed = {place: float(said) for place, said in found.items() if place[0] not in ("应报名单", "变动明细")}
    assert listed == pytest.approx({place: NUMBERS[place] for place in listed}, abs=1e-6)


def test_one_typed_over_by_a_little_is_found_out() -> None:
    sheet, cell = worked("报送率", "总览")
    (wrong,) = opened(typed(DATA, sheet, cell, NUMBERS[sheet, cell] + 0.001)).read.misstated
    assert (wrong.sheet, wrong.cell, wrong.expected) == (sheet, cell, shown_raw(NUMBERS[sheet, cell]))
    assert "报送率" in wrong.message
    sorted_list = typed_all(DATA, {("应报名单", "A3"): 2, ("应报名单", "A4"): 1})
    assert not opened(sorted_list).read.misstated
