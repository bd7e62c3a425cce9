"""Persons whom more than one unit reports: what kind of duplicate each drawn case is, and laws over any filings."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import counted
import pytest
from drawn import made
from drawn_twins import LEDGERS, NOW, Drawn, part_of, read
from hypothesis import given, settings
from hypothesis import strategies as st
from rollup_cases import COUNTY, TOWNS, record, resident, rolled

from formkit.filing import Step
from formkit.merge import Part, distinct_persons, totals_of
from formkit.model import Form
from formkit.twins import TRAITS, Twin, twins
from formkit.twins.across import across
from formkit.types import Reading
from formkit.write.rollup_plan import make_rollup_plan

DRAWN = read((Path(__file__).parent / "twins.md").read_text("utf-8"))
FORM = LEDGERS[""]


def told(found: tuple[Twin, ...]) -> str:
    """What was found, as it is drawn."""
    names = {part.unit: part.path[0].name[0] for twin in found for part, _ in twin.places}
    lines = [
        "; ".join((" ".join(twin.traits), " ".join(twin.differs), " ".join(names[unit] for unit in twin.away))).rstrip("; ")
        for twin in found
    ]  # fmt: skip
    return "\n".join(lines) or "没有"


@pytest.mark.parametrize("drawn", DRAWN, ids=str)
def test_what_is_drawn_is_of_that_kind(drawn: Drawn) -> None:
    assert told(twins(drawn.form, drawn.parts(), drawn.parts("2020-02"))) == drawn.expected


def test_every_kind_is_drawn_as_the_first() -> None:
    assert {drawn.expected.split(";")[0].split()[0] for drawn in DRAWN} == {*TRAITS, "没有"}


def test_the_last_period_before_counts_and_neither_an_older_nor_a_later_one() -> None:
    row = "边缘户 | 张三 | 户主 | 1"
    now = [part_of(FORM, unit, [row]) for unit in "甲乙"]
    last = [part_of(FORM, "甲", [row], "2020-02"), part_of(FORM, "乙", [], "2020-02")]
    older = [part_of(FORM, "甲", [], "2020-01"), part_of(FORM, "乙", [row], "2020-01")]
    later = [part_of(FORM, "甲", [], "2020-04"), part_of(FORM, "乙", [row], "2020-04")]
    assert told(twins(FORM, now, [*older, *last, *later, *now])) == "moved; ; 甲"
    assert told(twins(FORM, now, [*older, *later, *now])) == "moved; ; 乙"


def test_who_stood_in_a_village_that_became_part_of_another_stood_in_that() -> None:
    row = "边缘户 | 张三 | 户主 | 1"
    now = [part_of(FORM, unit, [row]) for unit in "甲乙"]
    heirs = {part_of(FORM, "丙", []).unit: now[0].unit}
    last = [part_of(FORM, "丙", [row], "2020-02"), part_of(FORM, "乙", [], "2020-02")]
    assert told(twins(FORM, now, last, heirs)) == "moved; ; 甲"
    assert told(twins(FORM, now, last)) == "same"
    said = [one.finding.wording for one in across({FORM.form: FORM}, now, last, heirs).findings]
    assert said == ["twin-moved-away", "twin-moved-here"]
    met = [part_of(FORM, "丙", [], "2020-02"), part_of(FORM, "乙", [row], "2020-02")]
    assert told(twins(FORM, now, met, heirs)) == "moved; ; 乙"  # 丙, now 甲, reported and did not have this person


def test_a_form_of_lines_has_none() -> None:
    lines = FORM.model_copy(update={"record": FORM.record.model_copy(update={"grain": "line"})})
    assert twins(lines, [part_of(FORM, unit, ["边缘户 | 张三 | 户主 | 1"]) for unit in "甲乙"]) == ()


def test_a_number_of_15_digits_is_the_person_of_its_18_in_every_count() -> None:
    first = ["边缘户 | 张三 | 户主 | 1旧", "边缘户 | 张三 | 之子 | 2"]
    parts = [part_of(FORM, "甲", first), part_of(FORM, "乙", ["边缘户 | 张三 | 户主 | 1"])]
    both = part_of(FORM, "丙", ["边缘户 | 李四 | 户主 | 3旧", "边缘户 | 李四 | 之子 | 3"])
    assert distinct_persons(FORM, parts, "marginal") == 2
    assert [totals_of(FORM, part)["marginal"].persons for part in (*parts, both)] == [2, 1, 1]
    runs = make_rollup_plan(rolled(parts), ()).details[0].runs
    assert [person for run in runs for person in run.persons] == [1, 2, 1]


ROWS = st.lists(
    st.builds(
        "{} | {} | {} | {} | {}".format, st.sampled_from(["边缘户", "脱贫监测户"]), st.sampled_from(["张三", "李四", "－"]),
        st.sampled_from(["户主", "之子", "－"]), st.sampled_from(["1", "1旧", "2", "3"]),
        st.sampled_from(["", "家庭人口数=3", "家庭人口数=4 主要返贫风险(下拉菜单选择)=因病", "变动情况=迁出", "变动情况=迁入"]),
    ),
    max_size=4,
)  # fmt: skip
FILINGS = st.fixed_dictionaries(dict.fromkeys("甲乙丙丁", ROWS))


def parts_of(drawn: dict[str, list[str]], period: str = NOW) -> list[Part]:
    return [part_of(LEDGERS["-monthly"], unit, rows, period) for unit, rows in drawn.items()]


@given(FILINGS, st.none() | FILINGS, st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_order_and_grouping_change_nothing_and_both_units_are_told(
    drawn: dict[str, list[str]], past: dict[str, list[str]] | None, rng: Any
) -> None:  # fmt: skip
    form, parts, before = LEDGERS["-monthly"], parts_of(drawn), parts_of(past, "2020-02") if past else []
    found = twins(form, parts, before)
    by_town = [one for town in TOWNS for one in rolled(parts, town, form).parts]
    assert twins(form, rng.sample(parts, k=4), rng.sample(before, k=len(before))) == found == twins(form, by_town, before)
    people: dict[str, set[str]] = {}
    for part in parts:
        for row in part.records:
            people.setdefault(counted.number(form, row), set()).add(part.unit)
    assert {twin.person: set(twin.units) for twin in found} == {who: units for who, units in people.items() if len(units) > 1}
    told = across({form.form: form}, parts, before).findings
    assert sorted((one.unit, one.finding.value) for one in told) == sorted(
        (part.path[0].name, str(next(row.raws[form.places["id_number"]] for own, row in twin.places if own is part)))
        for twin in found for part in {id(own): own for own, _ in twin.places}.values()
    )  # fmt: skip


def people(unique: str | None) -> Form:
    """A made-up form of a person a row, with a name of its own."""
    return made(
        [
            {"key": "head_name", "label": "户主姓名", "type": "name", "per": "household"},
            {"key": "relation", "label": "与户主关系", "type": "text", "per": "person"},
            {"key": "name", "label": "姓名", "type": "name", "per": "person"},
            {"key": "id_number", "label": "身份证号码", "type": "resident-id", "per": "person", "unique": unique},
            {"key": "illness", "label": "病种", "type": "text", "per": "person", "sensitive": "health"},
            {"key": "income", "label": "收入", "type": "money", "per": "person"},
            {"key": "paid", "label": "本月发放", "type": "money", "per": "person", "measure": "flow"},
            {"key": "size", "label": "人口", "type": "whole", "per": "household"},
        ],
        record={"grain": "person", "head": {"relation": "户主"}, "person": "id_number", "size": "size", "name": "head_name"},
    )  # fmt: skip


PEOPLE = people("rollup")


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ({"name": "张小"}, {"name": "张小"}, "same"),
        ({"name": "张小", "income": 1}, {"income": 2}, "inconsistent; income"),
        ({"name": "张小"}, {"name": "李小"}, "other-name; name"),
        ({"illness": "甲病", "income": 5}, {"illness": "乙病", "income": 5}, "inconsistent; illness"),
        ({"paid": 100}, {"paid": 200}, "same"),  # each unit counted what it paid in the period
        ({"head_name": "张三", "size": 3}, {"head_name": "李四", "size": 4}, "same"),
        ({"head_name": "张三", "size": 3}, {"head_name": "张三", "size": 4}, "inconsistent; size"),
        ({"head_name": "张三"}, {"head_name": "李四", "relation": "户主"}, "child-and-head"),  # only the head's own name is known
    ],
)
def test_what_is_said_of_a_person_by_itself(first: dict[str, Any], second: dict[str, Any], expected: str) -> None:
    assert told(twins(PEOPLE, of_people([first], [second]))) == expected


def of_people(*units: list[dict[str, Any]]) -> list[Part]:
    """A filing of the made-up form for each village; every row is person 1, a child where it is not said."""
    blank = {"relation": "之子", "id_number": resident(1)}
    return [
        Part(PEOPLE.form, NOW, part_of(FORM, name, []).path, 1, name, f"{name}.xlsx", "accepted",
             tuple(record(PEOPLE, "all", row, blank | values) for row, values in enumerate(rows, 8)))
        for name, rows in zip("甲乙丙丁", units, strict=False)
    ]  # fmt: skip


def test_twenty_five_thousand_persons_take_less_than_half_a_second() -> None:
    """500 villages of 50; every hundredth person stands in two of them."""
    parts = []
    base, place = record(FORM, "marginal", 8, {"head_name": "张三", "relation": "户主"}), FORM.places["id_number"]
    for unit in range(500):
        numbers = [f"379999{1900 + unit // 10}0101{unit % 10 * 50 + row:04d}" for row in range(50 if unit % 2 else 49)]
        numbers += [] if unit % 2 else [f"379999{1900 + unit // 10}0101{(unit + 1) % 10 * 50:04d}"]
        values = (Reading(one) for one in numbers)
        rows = [replace(base, readings=(*base.readings[:place], one, *base.readings[place + 1 :])) for one in values]
        path = (Step("village", f"{unit:012d}", f"{unit}村"), COUNTY)
        parts.append(Part(FORM.form, NOW, path, 1, f"{unit}", f"{unit}.xlsx", "accepted", tuple(rows)))
    started = time.process_time()
    found = twins(FORM, parts, [replace(part, period="2020-02") for part in parts])
    took = time.process_time() - started
    assert len(found) == 250
    assert took < 1, took  # about a tenth of a second


def test_one_number_in_every_row_is_no_slower() -> None:
    """A hostile or broken filing: what is said of each row must not be held against every other."""
    seven = [record(FORM, "marginal", 8, {"head_name": f"张{row}", "relation": "户主", "id_number": resident(1)}) for row in range(7)]
    rows = tuple(replace(seven[row % 7], row=row) for row in range(5000))
    parts = [replace(part_of(FORM, name, []), records=rows) for name in "甲乙"]
    started = time.process_time()
    found = across({FORM.form: FORM}, parts).findings
    took = time.process_time() - started
    assert [len(one.finding.places) for one in found] == [5000, 5000]
    assert took < 1, took  # about a tenth of a second
