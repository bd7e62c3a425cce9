"""The hidden marks of a detail: one row speaks for its household in each column that is asked once for it."""

from __future__ import annotations

import io
import random
from dataclasses import replace

import openpyxl
from hypothesis import given
from hypothesis import strategies as st
from rollup_cases import FIRST, FORM, TOWNS, a_part, record, resident, rolled, spoiled, written

from formkit.checks.households import first_value, households
from formkit.container import OWN
from formkit.filing import Record, Step
from formkit.load import find_form
from formkit.merge import Part
from formkit.model import Form
from formkit.types import Value
from formkit.write.rollup_marks import marks_of, spoken_mark

MONTHLY = find_form("zaozhuang-ledger-monthly")
OF_HOMES = tuple(column.key for column in FORM.leaves if column.rollup and column.per == "household")


def home(form: Form, *rows: dict[str, Value]) -> list[Record]:
    """A household of 张三, its first row the head's."""
    return [
        record(form, "marginal", 8 + place, {"head_name": "张三", "relation": "子女" if place else "户主", "id_number": resident(place), **said})
        for place, said in enumerate(rows)
    ]


def spoken(form: Form, rows: list[Record]) -> list[list[str]]:
    """The columns in which each row speaks."""
    part = Part(form.form, "2020-03", (Step("village", "379999101001", "东村"), TOWNS[0]), 1, "0" * 64, "a.xlsx", "accepted", tuple(rows))
    marks = marks_of(form, part)
    return [[key for key in marks[id(row)].speaks.split("|") if key] for row in rows]


def test_the_first_row_that_holds_a_value_speaks_and_where_none_does_the_first() -> None:
    said = spoken(FORM, home(FORM, {}, {"risk": "因病"}, {"risk": "因学"}))
    assert said == [[key for key in OF_HOMES if key != "risk"], ["risk"], []]


def test_a_row_in_which_the_column_is_wrong_does_not_speak() -> None:
    first, second = home(FORM, {}, {})
    wrong = spoiled(FORM, first, "risk", "not-in-codelist", "天灾")
    assert spoken(FORM, [wrong, second]) == [[key for key in OF_HOMES if key != "risk"], ["risk"]]
    assert spoken(FORM, [wrong, spoiled(FORM, second, "risk", "not-in-codelist", "天灾")])[1] == []


def test_nobody_speaks_for_a_household_of_which_all_have_left_the_stock() -> None:
    assert spoken(MONTHLY, home(MONTHLY, {"change": "风险消除"}, {"change": "死亡"})) == [[], []]
    assert "risk" in spoken(MONTHLY, home(MONTHLY, {"change": "死亡", "risk": "因病"}, {}))[0]  # it stays for the other


@given(st.randoms(use_true_random=False))
def test_of_a_household_one_row_at_most_speaks_in_a_column_and_it_holds_the_value_that_counts(rng: random.Random) -> None:
    part = a_part(rng, FORM, TOWNS[0], 1)
    marks = marks_of(FORM, part)
    for each in households(FORM, part.records):
        for key in OF_HOMES:
            own = [row for row in each.records if spoken_mark(key) in marks[id(row)].speaks]
            first = first_value(each, FORM.places[key])
            assert own == [first[0]] if first else len(own) <= 1


def test_formulas_of_a_unit_look_for_no_first_row_and_marks_that_say_nothing_are_no_cells() -> None:
    part = replace(a_part(random.Random(3), FORM, TOWNS[0], 1), records=tuple(home(FORM, {"risk": "因病"}, {}, {})))
    book = openpyxl.load_workbook(io.BytesIO(written(rolled([part]))))
    formulas = [str(cell.value) for line in book["分村汇总"].iter_rows() for cell in line if cell.data_type == "f"]
    assert sum("FIND(" in formula for formula in formulas) > 9
    assert not any("MATCH(" in formula for formula in formulas)
    place = len(FORM.leaves) + OWN.index("_speaks") + 1
    column = [book["边缘户"].cell(row, place) for row in range(FIRST, FIRST + 3)]
    assert [(bool(cell.value), cell.has_style) for cell in column] == [(True, True), (False, False), (False, False)]
