"""The laws of merging: a roll-up is a union of filings, its total the sum of its parts and an independent count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import counted
from hypothesis import example, given, settings
from hypothesis import strategies as st
from rollup_cases import COUNTY, FORM, PERIOD, TOWNS, record, resident, rolled

from formkit.filing import Step
from formkit.load import find_form
from formkit.merge import Part, Total, added, digest, roll_up, totals_of
from formkit.model import Form
from formkit.union import disputed, union

BY_HOUSEHOLD = find_form("zaozhuang-ledger-household")
FORMS = (FORM, BY_HOUSEHOLD)
SECTIONS = tuple(section.key for section in FORM.sections)
MOMENTS = ("", "2020-04-01T08:00:00+00:00", "2020-04-02T08:00:00+00:00")
TICK = st.sampled_from([None, "√"])
ROW = st.fixed_dictionaries({
    "section": st.sampled_from(SECTIONS), "head_name": st.sampled_from([None, "张三", "李四"]),
    "relation": st.sampled_from(["户主", "子女"]), "number": st.sampled_from([None, 1, 2, 3, 4]),
    "certificate": st.sampled_from(["", "", "43"]), "household_size": st.sampled_from([None, 1, 3]),
    "education": TICK, "low_income": TICK, "family_doctor": TICK, "water": TICK,
    "risk": st.sampled_from([None, "因病", "因学", "其他"]),
})  # fmt: skip
ROWS = st.lists(ROW, max_size=7)
Row = dict[str, Any]


def part(form: Form, unit: int, rows: Sequence[Row], **said: Any) -> Part:
    """A village's filing; villages with an odd number report to the second township."""
    found = []
    for row, values in enumerate(rows, 8):
        number = None if values["number"] is None else resident(values["number"]) + values["certificate"]
        ticks = {key: None if values[key] is None else values["number"] or 0 for key in ("education", "low_income")}
        more = {"id_number": number} | (ticks if form.record.grain == "household" else {})
        found.append(record(form, values["section"], row, values | more))
    town = TOWNS[unit % 2]
    path = (Step("village", f"{town.code}{unit:03d}", f"{unit}村"), town, COUNTY)
    one = Part(form.form, PERIOD, path, 1, f"{unit:064x}", f"{unit}.xlsx", "accepted" if rows else "zero", tuple(found))
    return replace(one, **said)


FILINGS = st.tuples(st.sampled_from(FORMS), st.lists(ROWS, max_size=4)).map(
    lambda drawn: (drawn[0], [part(drawn[0], unit, rows) for unit, rows in enumerate(drawn[1])])
)


@st.composite
def arrivals(draw: st.DrawFn) -> list[Part]:
    """Files of three units as they come in: other bytes, other revisions, the same bytes again and at other moments."""
    files = [
        part(FORM, unit, draw(st.lists(ROW, max_size=2)), revision=draw(st.integers(1, 2)), sha256=f"{unit}{name}")
        for unit in range(3)
        for name in "abc"
    ]
    return draw(st.lists(st.builds(replace, st.sampled_from(files), seen=st.sampled_from(MOMENTS)), max_size=9))


def reckoned(parts: Sequence[Part]) -> tuple[dict[str, Part], set[str]]:
    """The part of each unit that counts, and the units in conflict, by looking at all files of a unit together."""
    counts: dict[str, Part] = {}
    conflicts: set[str] = set()
    for unit in {one.unit for one in parts}:
        own = [one for one in parts if one.unit == unit]
        revision = max(one.revision for one in own)
        best = [one for one in own if one.revision == revision]
        seen = max(one.seen for one in best)
        top = [one for one in best if one.seen in ("", seen)]
        if all(one.sha256 == top[0].sha256 for one in top):
            counts[unit] = top[0]
        else:
            conflicts.add(unit)
    return counts, conflicts


@given(arrivals(), st.randoms(use_true_random=False))
def test_order_repetition_and_merging_again_change_nothing(parts: list[Part], rng: Any) -> None:
    kept, rivals = union(parts)
    shuffled = rng.sample(parts, k=len(parts)) + [one for one in parts if rng.random() < 0.5]
    assert union(shuffled) == (kept, rivals)
    assert union(kept) == (kept, ())
    assert union((*kept, *parts)) == (kept, rivals)
    assert [one.unit for one in kept] == sorted({one.unit for one in kept})


@given(arrivals())
def test_the_highest_revision_then_the_latest_counts_and_a_tie_does_not(parts: list[Part]) -> None:
    kept, rivals = union(parts)
    counts, conflicts = reckoned(parts)
    assert {one.unit: one.sha256 for one in kept} == {unit: one.sha256 for unit, one in counts.items()}
    assert {first.unit for first, *_ in rivals} == conflicts
    for group in rivals:
        assert len({(one.unit, one.revision) for one in group}) == 1 < len({one.sha256 for one in group}) == len(group)


@given(arrivals(), st.lists(st.integers(0, 2), min_size=9, max_size=9))
def test_grouping_changes_nothing(parts: list[Part], groups: list[int]) -> None:
    """Each group becomes roll-ups of townships first, which carry what is in conflict: an older file never counts instead."""
    carried: list[Part] = []
    for group in range(3):
        kept, rivals = union(one for one, place in zip(parts, groups, strict=False) if place == group)
        towns = [rolled((*kept, *disputed(rivals)), town) for town in TOWNS]
        assert all(one.state == "conflict" and not one.records for town in towns for one in town.disputed)
        carried += [one for town in towns for one in (*town.parts, *town.disputed)]
    kept, rivals = union(parts)
    again, unclear = union(carried)
    assert {one.unit for one, *_ in unclear} == {one.unit for one, *_ in rivals}
    assert again == kept
    assert rolled(again) == rolled(kept)


def test_the_same_filing_told_of_twice_is_told_in_one_way_whatever_the_order() -> None:
    """A township's earlier roll-up and its later one, which has it 待更正, under other names."""
    earlier = part(FORM, 0, [])
    later = replace(earlier, pending=True, file="收件/0.xlsx", accepted_by="王某", reason="属实")
    assert union([earlier, later]) == union([later, earlier])


def test_two_forms_two_periods_and_two_units_are_not_rivals() -> None:
    one = part(FORM, 0, [])
    others = [replace(one, form="other", sha256="a"), replace(one, period="2020-04", sha256="b"), part(FORM, 1, [])]
    kept, rivals = union([one, *others])
    assert (len(kept), rivals) == (4, ())
    assert rolled(kept).parts == (one, others[2])


@given(FILINGS)
def test_a_total_is_the_sum_of_its_parts_and_an_independent_count(drawn: tuple[Form, list[Part]]) -> None:
    form, parts = drawn
    county = roll_up(form, PERIOD, COUNTY, (), parts)
    towns = [roll_up(form, PERIOD, town, (COUNTY,), parts) for town in TOWNS]
    for section in SECTIONS:
        total = county.totals[section]
        assert total == counted.total(form, parts, section)
        assert total == added(form, (totals_of(form, one)[section] for one in parts))
        assert total == added(form, (town.totals[section] for town in towns))
        for town in towns:
            assert town.totals[section] == counted.total(form, town.parts, section)
        for one in parts:
            assert totals_of(form, one)[section] == counted.section_total(form, counted.lines(form, one, section))
    assert roll_up(form, PERIOD, COUNTY, (), parts[::-1]) == county
    assert [one.unit for town in towns for one in town.parts] == sorted(one.unit for one in parts)
    assert [one.unit for one in county.parts] == sorted(one.unit for one in parts)


@given(FILINGS, st.randoms(use_true_random=False))
def test_adding_has_no_order_no_grouping_and_a_nothing(drawn: tuple[Form, list[Part]], rng: Any) -> None:
    form, parts = drawn
    each = [totals_of(form, one)[SECTIONS[0]] for one in parts]
    cut = rng.randint(0, len(each))
    whole = added(form, each)
    assert added(form, rng.sample(each, k=len(each))) == whole
    assert added(form, [added(form, each[:cut]), added(form, each[cut:])]) == whole
    assert added(form, [whole, added(form, [])]) == whole == added(form, [whole])
    assert added(form, []) == Total(0, 0, 0, totals_of(form, part(form, 0, []))[SECTIONS[0]].columns)


@given(st.lists(ROWS, max_size=4))
def test_distinct_persons_are_never_more_than_persons(rows: list[list[Row]]) -> None:
    parts = [part(FORM, unit, each) for unit, each in enumerate(rows)]
    county = rolled(parts)
    towns = [rolled(parts, town) for town in TOWNS]
    for section in SECTIONS:
        assert county.distinct[section] == counted.persons(FORM, parts, section)
        assert county.distinct[section] <= county.totals[section].persons
        assert all(town.distinct[section] <= county.distinct[section] for town in towns)
        assert county.distinct[section] <= sum(town.distinct[section] for town in towns)


def household(*members: Row) -> list[Row]:
    """Rows of one household; what is not said is blank, and each person is another one."""
    blank = {
        "section": "marginal", "head_name": "张三", "relation": "子女", "certificate": "", "household_size": None,
        "education": None, "low_income": None, "family_doctor": None, "water": None, "risk": None,
    }  # fmt: skip
    return [blank | {"number": place} | row for place, row in enumerate(members, 1)]


def test_the_counts_of_one_family() -> None:
    """Ticks of a household count once however many rows tick them, its risk once, its persons by 18 characters."""
    rows = household(
        {"relation": "户主", "family_doctor": "√", "education": "√", "risk": "因病"}, {"family_doctor": "√", "education": "√"},
        {"risk": "因学", "water": "√"}, {"number": 1, "certificate": "43"}, {"number": None}, {"number": None},
        {"relation": "户主", "family_doctor": "√", "risk": "因病"},
    )  # fmt: skip
    total = totals_of(FORM, part(FORM, 0, rows))["marginal"]
    assert (total.records, total.households, total.persons) == (7, 2, 6)
    assert [total.columns[key] for key in ("family_doctor", "education", "water", "housing")] == [2, 2, 1, 0]
    assert total.columns["risk"] == {"因病": 2, "因学": 0, "因灾": 0, "因残": 0, "因意外": 0, "其他": 0}


@given(ROWS, ROWS)
@example(household({}), household({"certificate": "43"}))
@settings(max_examples=50)
def test_a_digest_is_the_same_only_for_the_same_rows(first: list[Row], second: list[Row]) -> None:
    one, other = part(FORM, 0, first), part(FORM, 0, second, file="other.xlsx", revision=2)
    same = [(r.section, r.readings) for r in one.records] == [(r.section, r.readings) for r in other.records]
    assert (digest(one) == digest(other)) == same


def test_a_digest_sees_the_section_the_explanation_and_where_a_value_stands() -> None:
    values = {"head_name": "张", "helper": "李", "helper_agency": None}
    rows = [
        record(FORM, "marginal", 8, values), record(FORM, "unstable", 8, values), record(FORM, "marginal", 8, values, "已核"),
        record(FORM, "marginal", 8, values | {"helper": None, "helper_agency": "李"}),
        record(FORM, "marginal", 8, values | {"helper": "李某", "helper_agency": "某"}),
        record(FORM, "marginal", 8, values | {"helper": "李", "helper_agency": "某某"}),
    ]  # fmt: skip
    one = part(FORM, 0, [])
    digests = [digest(replace(one, records=(row,))) for row in rows] + [digest(replace(one, records=(rows[0], rows[0]))), digest(one)]
    assert len(set(digests)) == len(digests)
