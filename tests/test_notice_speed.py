"""A hundred letters take seconds: a letter with all its checks costs less than docxtpl alone would."""

from __future__ import annotations

from benchmarks.notices import measured


def test_a_letter_with_every_check_costs_less_than_docxtpl_straight() -> None:
    found = measured(8)
    assert found["ratio"] < 0.8, found
