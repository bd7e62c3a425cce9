"""What is compared of units that were merged since the period before, and of those nobody had heard of then."""

from __future__ import annotations

from dataclasses import replace

import pytest
from two_periods import two

from formkit.compare.changes import Compared
from formkit.course import End, course
from formkit.load import find_form
from formkit.merge import Part
from formkit.period import parse
from formkit.read import units_of
from formkit.units import Roster

FORM = find_form("zaozhuang-ledger")
FOUND = two(FORM)
EAST, BESIDE, WEST = (part.unit for part in FOUND.before)


def compared(before: tuple[Part, ...]) -> Compared:
    """The eastern village after the one beside it became part of it; all three had to report before."""
    units = {unit.code: unit for part in FOUND.before for unit in units_of(part.path)}
    units[BESIDE] = replace(units[BESIDE], until="2020-03", merged_into=EAST)
    roster, asked = Roster(units), {FORM.form: {part.unit: part.path[0].name for part in FOUND.before}}
    after = tuple(part for part in FOUND.after if part.unit != BESIDE)
    became = roster.on(parse(after[0].period).end).successors
    this, last = End(after[0].period, after, successors=became), End(before[0].period, before, asked=asked)
    return course({FORM.form: FORM}, this, [last]).comparisons[FORM.form][-1].units[EAST]


def test_a_village_is_compared_together_with_what_became_part_of_it() -> None:
    one = compared(FOUND.before)
    assert ([part.unit for part in one.merged], one.unheard, one.flow is not None) == ([BESIDE], (), True)


def test_where_what_became_part_of_it_had_to_report_and_did_not_nobody_is_said_to_be_new() -> None:
    one = compared(tuple(part for part in FOUND.before if part.unit != BESIDE))
    assert (one.unheard, one.flow) == (("乙庄村",), None)


@pytest.mark.parametrize("asked", [{}, {"other": {}}])
def test_a_period_that_did_not_ask_for_the_form_is_not_compared(asked: dict[str, dict[str, str]]) -> None:
    ends = [End(parts[0].period, parts, asked=asked) for parts in (FOUND.before, FOUND.after)]
    found = course({FORM.form: FORM}, ends[1], ends[:1])
    assert (found.ends, found.comparisons) == ({}, {})
