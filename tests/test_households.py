"""Households out of rows, against the definition said once more, row by row."""

from __future__ import annotations

from counted import homes, plain
from hypothesis import given
from hypothesis import strategies as st
from rollup_cases import FORM, record

from formkit.checks.households import Household, first_value, households
from formkit.filing import Record
from formkit.load import find_form

BY_HOUSEHOLD = find_form("zaozhuang-ledger-household")
NAMES = st.sampled_from([None, "张三", "张三", "李四", "阿依古丽·买买提", "Ann", "ANN"])
RELATIONS = st.sampled_from([None, "户主", "户主", "子女", "配偶"])
SECTIONS = st.sampled_from(["marginal", "unstable"])
RISKS = st.sampled_from([None, None, "因病", "因学"])
ROWS = st.lists(st.tuples(SECTIONS, NAMES, RELATIONS, RISKS, st.integers(1, 3)), max_size=12)
RISK = FORM.places["risk"]
Drawn = list[tuple[str, str | None, str | None, str | None, int]]


def records(drawn: Drawn) -> tuple[Record, ...]:
    """Rows down the sheet, perhaps with blank ones between."""
    found: list[Record] = []
    row = 8
    for section, name, relation, risk, step in drawn:
        row += step
        found.append(record(FORM, section, row, {"head_name": name, "relation": relation, "risk": risk}))
    return tuple(found)


def restated(rows: tuple[Record, ...]) -> list[tuple[str, int, list[int], bool, str]]:
    """Section, row of the anchor, rows, whether it has a head, name; in the order of the form, then of the sheet."""
    found = []
    for section in FORM.sections:
        own = [row for row in rows if row.section == section.key]
        values = [plain(FORM, row) for row in own]
        owners = homes(FORM, values)
        for index in sorted(set(owners), key=owners.index):
            name, head = values[index]["head_name"] or "", values[index]["relation"] == "户主"
            members = [row.row for row, owner in zip(own, owners, strict=True) if owner == index]
            found.append((section.key, own[index].row, members, head and bool(name), name))
    return found


def said(found: tuple[Household, ...]) -> list[tuple[str, int, list[int], bool, str]]:
    return [(h.section, h.anchor.row, [row.row for row in h.records], h.headed, h.name) for h in found]


@given(ROWS)
def test_households_are_what_their_definition_says(drawn: Drawn) -> None:
    rows = records(drawn)
    assert said(households(FORM, rows)) == restated(rows)


@given(ROWS)
def test_every_row_is_in_one_household_and_sections_do_not_mix(drawn: Drawn) -> None:
    rows = records(drawn)
    found = households(FORM, rows)
    assert sorted(row.row for home in found for row in home.records) == [row.row for row in rows]
    assert all({row.section for row in home.records} == {home.section} for home in found)
    assert all(home.anchor in home.records for home in found)


@given(ROWS)
def test_the_first_value_of_a_household_is_the_first_that_a_row_says(drawn: Drawn) -> None:
    for home in households(FORM, records(drawn)):
        values = [(row.row, row.value(RISK)) for row in home.records if row.value(RISK) is not None]
        found = first_value(home, RISK)
        assert (found and (found[0].row, found[1])) == (values[0] if values else None)


def test_namesakes_stragglers_and_the_nameless() -> None:
    drawn: Drawn = [
        ("marginal", "张三", "子女", None, 1),  # 9: before the first head: to the first below
        ("marginal", "张三", "户主", None, 1),  # 10
        ("marginal", "李四", "子女", None, 1),  # 11: no head at all: to the first row of that name
        ("marginal", None, "户主", None, 1),  # 12: nobody's
        ("marginal", "张三", "户主", None, 1),  # 13: a namesake
        ("marginal", "张三", "子女", None, 1),  # 14: the nearest above
        ("marginal", "李四", "配偶", None, 1),  # 15
        ("unstable", "张三", "子女", None, 1),  # 16: another section
    ]
    assert said(households(FORM, records(drawn))) == [
        ("marginal", 10, [9, 10], True, "张三"), ("marginal", 11, [11, 15], False, "李四"), ("marginal", 12, [12], False, ""),
        ("marginal", 13, [13, 14], True, "张三"), ("unstable", 16, [16], False, "张三"),
    ]  # fmt: skip


@given(ROWS)
def test_where_a_row_is_a_household_every_row_is_one(drawn: Drawn) -> None:
    rows = records(drawn)
    found = households(BY_HOUSEHOLD, rows)
    assert sorted(home.anchor.row for home in found) == [row.row for row in rows]
    assert all(home.records == (home.anchor,) and home.headed for home in found)
