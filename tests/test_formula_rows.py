"""Formulas over all rows at once: each row has its own answer, and formulas that share what was worked out mislead none."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from random_formulas import NAMES, ROWS, Row, compiled, formulas, table
from test_formula import ROW

from formkit.formula import Value, parse


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32))
def test_what_one_formula_has_worked_out_of_the_rows_misleads_no_other(seed: int) -> None:
    rng = random.Random(seed)
    data = table(rng)
    memo: dict[str, object] = {}
    for formula in formulas(rng, 12):
        run = compiled(formula)
        assert [run(Row(data, row, memo)) for row in range(ROWS)] == [run(Row(data, row)) for row in range(ROWS)]


@pytest.mark.parametrize(("text", "result"), [
    ("IF(1=1,[@n1],1/0)", [5, None, 0, 5]), ('IF([@k1]="√",1/0,1)', [None, 1, 1, None]), ('IF([@k1]="√",2,1/0)', [2, None, None, 2]),
    ("IF(ISBLANK([@n2]),0,1/[@n1])=0", [False, None, True, False]), ("ISNUMBER(1/[@n1])", [True, None, False, True]),
    ("IF(ISBLANK([@n2]),0,SUMIFS([n1],[k1],[@k1]))", [10, 0, 0, 10]), ('COUNTIFS([k1],"<>")', [2, 2, 2, 2]),
    ('COUNTIFS([t1],[@t1],[k1],"√")+COUNTIFS([t1],[@t1],[n1],">1")', [2, 0, None, 2]), ("COUNTIFS([n1],1/0)+LEN([@t1])", [None] * 4),
])  # fmt: skip
def test_each_row_has_its_own_answer_or_none(text: str, result: list[Value]) -> None:
    run = compiled(parse(text, NAMES, expect=None))
    assert [run(Row(ROW, row)) for row in range(4)] == result
