"""Formulas run over each unit's own rows: what they look at grows as the rows do, not as their square."""

from __future__ import annotations

from big_county import cells_in, county, looked_at

from formkit.write.rollup import write_rollup
from formkit.write.rollup_plan import make_rollup_plan


def test_twice_as_many_villages_are_twice_as_many_cells_for_formulas_to_look_at() -> None:
    small, large = county(15, 8), county(30, 8)
    looked = [sum(looked_at(write_rollup(each, (), (), ())).values()) for each in (small, large)]
    assert looked[1] <= 2.1 * looked[0]
    rows = sum(len(part.records) for part in large.parts)
    assert rows == 240
    assert looked[1] <= 4 * rows * len(make_rollup_plan(large, ()).measures)


def test_cells_of_a_formula_are_counted() -> None:
    assert cells_in("SUM('表A1'!$A$1:$B$10)+C3*D4") == 22
    assert cells_in('IF(A1="B2:B9",LOG10(5),1)') == 1
    assert cells_in("SUMPRODUCT(--(FREQUENCY('x'!A1:A3,'x'!A1:A3)>0))") == 6
