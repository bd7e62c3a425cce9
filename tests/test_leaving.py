"""A total counts who is in the stock: rows that say the risk is eliminated, dead or moved away are in the table and not in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from months_drawn import months, rolled_up, workbook
from rollup_cases import COUNTY, FORM, TOWNS, grid, record, resident

from formkit.compare import compare
from formkit.compare.flows import Size
from formkit.filing import Step
from formkit.load import find_form
from formkit.merge import Part, roll_up, totals_of
from formkit.model import Form
from formkit.read.rollup import open_rollup
from formkit.trace.recount import Meaning, recounter, shares_of

MONTHLY = find_form("zaozhuang-ledger-monthly")
GONE = ("风险消除", "死亡", "迁出")
ROW = st.fixed_dictionaries({
    "section": st.sampled_from(["marginal", "unstable"]), "head_name": st.sampled_from([None, "张三", "李四"]),
    "relation": st.sampled_from(["户主", "子女"]), "number": st.sampled_from([None, 1, 2, 3, 4]),
    "education": st.sampled_from([None, "√"]), "family_doctor": st.sampled_from([None, "√"]),
    "risk": st.sampled_from([None, "因病", "因学"]), "change": st.sampled_from([None, None, "新增", *GONE]),
})  # fmt: skip
TABLES = st.lists(st.lists(ROW, max_size=6), max_size=3)
Row = dict[str, Any]


def part(unit: int, rows: Sequence[Row], form: Form = MONTHLY, period: str = "2020-03") -> Part:
    town = TOWNS[unit % 2]
    path = (Step("village", f"{town.code}{unit:03d}", f"{unit}村"), town, COUNTY)
    numbered = [(row, values | {"id_number": values["number"] and resident(values["number"])}) for row, values in enumerate(rows, 8)]
    records = tuple(record(form, values["section"], row, values) for row, values in numbered)
    return Part(form.form, period, path, 1, f"{period}{unit:057x}", f"{unit}.xlsx", "accepted", records)


def parts_of(tables: Sequence[Sequence[Row]], period: str = "2020-03") -> list[Part]:
    return [part(unit, rows, period=period) for unit, rows in enumerate(tables)]


@given(TABLES, TABLES)
@settings(max_examples=40, deadline=None)
def test_households_and_persons_of_a_total_are_the_closing_of_the_flow(before: list[list[Row]], now: list[list[Row]]) -> None:
    both = min(len(before), len(now))
    after = parts_of(now[:both])
    comparison = compare(MONTHLY, parts_of(before[:both], "2020-02"), after)
    totals = roll_up(MONTHLY, "2020-03", COUNTY, (), after).totals.values()
    assert sum((Size(each.households, each.persons) for each in totals), Size()) == comparison.flow.closing
    for one in comparison.units.values():
        own = [Size(each.households, each.persons) for each in totals_of(MONTHLY, one.after).values()] if one.after else []
        assert sum(own, Size()) == (one.flow.closing if one.flow else Size())


@given(TABLES)
@settings(max_examples=30, deadline=None)
def test_what_is_counted_is_as_if_those_who_left_were_not_in_the_table(tables: list[list[Row]]) -> None:
    """But for the rows, and for what a household that stays says once: it still says it on the row of whoever left."""
    parts = parts_of(tables)
    rollup = roll_up(MONTHLY, "2020-03", COUNTY, (), parts)
    kept = parts_of([[row for row in rows if row["change"] not in GONE] for rows in tables])
    rest = roll_up(MONTHLY, "2020-03", COUNTY, (), kept)
    for section, total in rollup.totals.items():
        assert total.records == sum(row["section"] == section for rows in tables for row in rows)
        assert total.persons == rest.totals[section].persons
        assert total.columns["education"] == rest.totals[section].columns["education"]
        assert total.columns["family_doctor"] >= rest.totals[section].columns["family_doctor"]
        assert rollup.distinct[section] == rest.distinct[section]
    if not any(row["change"] in GONE for rows in tables for row in rows):
        assert rollup.totals == rest.totals


@given(TABLES)
@settings(max_examples=20, deadline=None)
def test_every_number_is_counted_again_without_those_who_left(tables: list[list[Row]]) -> None:
    parts = parts_of(tables)
    rollup, count = roll_up(MONTHLY, "2020-03", COUNTY, (), parts), recounter(MONTHLY, parts)
    for section, total in rollup.totals.items():
        wanted = [(Meaning(kind, "", section), getattr(total, kind)) for kind in ("records", "households", "persons")]
        wanted += [(Meaning("distinct", "", section), rollup.distinct[section])]
        wanted += [(Meaning("count", "", section, key), total.columns[key]) for key in ("education", "family_doctor")]
        risks = total.columns["risk"]
        assert not isinstance(risks, int)
        wanted += [(Meaning("value", "", section, "risk", value), number) for value, number in Counter(risks).items()]
        for meaning, number in wanted:
            assert count(meaning) == number, meaning
            assert sum(share.amount for share in shares_of(MONTHLY, parts, meaning)) == number, meaning


def person(**said: Any) -> Row:
    blank = {"section": "marginal", "head_name": "张三", "relation": "子女", "education": None, "family_doctor": None, "risk": None}
    return {**blank, "change": None, **said}


FAMILY = (
    person(relation="户主", number=1, change="死亡", education="√", family_doctor="√", risk="因病"),
    person(number=2, education="√"),
    person(head_name="李四", relation="户主", number=3, change="风险消除", family_doctor="√", risk="因学"),
)


def test_a_household_whose_head_died_still_counts_with_what_it_says_and_one_without_risk_does_not() -> None:
    total = totals_of(MONTHLY, part(0, FAMILY))["marginal"]
    assert (total.records, total.households, total.persons) == (3, 1, 1)
    assert (total.columns["education"], total.columns["family_doctor"]) == (1, 1)
    assert total.columns["risk"] == {"因病": 1, "因学": 0, "因灾": 0, "因残": 0, "因意外": 0, "其他": 0}


def test_a_form_that_does_not_say_who_leaves_counts_every_row() -> None:
    total = totals_of(FORM, part(0, FAMILY, FORM))["marginal"]
    assert (total.records, total.households, total.persons) == (3, 2, 3)


def test_the_workbook_says_how_many_rows_do_not_count_and_its_total_is_that_of_the_flows() -> None:
    drawn = months(2, ("2020-01", "2020-02", "2020-03"))
    rollup, data = rolled_up(drawn)[0], workbook(drawn)
    gone = sum(row.value(MONTHLY.places["change"]) in GONE for one in rollup.parts for row in one.records)
    assert gone
    assert f"明细中标明已消除、死亡、迁出的{gone}行不计入" in str(grid(data, "汇总"))
    sums = [line[3:6:2] for line in grid(data, "汇总") if line[0] == "合计"]
    opened = open_rollup(data, "汇总.xlsx", {MONTHLY.form: MONTHLY})
    assert opened is not None
    said = {each.meaning: each.value for each in opened.numbers if each.sheet == "变动表"}
    closing = [said[Meaning("flow", key=f"closing.{grain}")] for grain in ("households", "persons")]
    assert list(map(sum, zip(*sums, strict=True))) == closing
    assert opened.read.misstated == ()
    none = workbook([("2020-03", (part(0, (person(number=1),)),))])
    assert "不计入" not in str(grid(none, "汇总"))
