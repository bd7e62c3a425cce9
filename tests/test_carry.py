"""Next period: what a unit's accepted filing says goes on into its next workbook; what happened in the period is asked anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from drawn import END, PATH, made, person
from hypothesis import example, given, settings
from hypothesis import strategies as st

from formkit import columns
from formkit.beforehand.carry import Carried, carry
from formkit.compare.standing import carries
from formkit.filing import Identity, Record, Step
from formkit.layout import SHEET
from formkit.load import find_form, known_forms
from formkit.merge import Part
from formkit.model import Form
from formkit.read import read_file, units_of
from formkit.types import KINDS, Raw, Spec
from formkit.write.book import write_workbook
from formkit.write.issue import Entry, Filled, Issue
from formkit.write.plan import make_plan

MONTHLY = find_form("zaozhuang-ledger-monthly")
ANY = made([
    {"key": "village", "label": "村", "type": "unit", "level": "village"}, {"key": "no", "label": "序号", "type": "serial"},
    {"key": "name", "label": "姓名", "type": "name"}, {"key": "note", "label": "说明", "type": "text"},
    {"key": "id", "label": "身份证号码", "type": "resident-id"}, {"key": "size", "label": "人口", "type": "whole"},
    {"key": "income", "label": "收入", "type": "money"}, {"key": "aid", "label": "低保", "type": "tick"},
    {"key": "since", "label": "认定时间", "type": "month"}, {"key": "visited", "label": "走访日期", "type": "date", "measure": "flow"},
    {"key": "visits", "label": "走访次数", "type": "whole", "measure": "flow"},
], sections=[{"key": "one", "label": "一、甲"}, {"key": "two", "label": "二、乙"}])  # fmt: skip


def specs_of(form: Form, end: date = END, path: Sequence[Step] = PATH) -> tuple[Spec, ...]:
    return columns.specs(form, end, units_of(path))


def part_of(form: Form, rows: Sequence[tuple[str, dict[str, Raw]]], path: tuple[Step, ...] = PATH, period: str = "2020-03") -> Part:
    """An accepted filing with these rows (section, values by key), read as the reader does."""
    records = []
    for number, (section, row) in enumerate(rows):
        raws = tuple(row.get(spec.column.key) for spec in specs_of(form, path=path))
        readings = tuple(KINDS[s.column.type].read(raw, s) for s, raw in zip(specs_of(form, path=path), raws, strict=True))
        cells = tuple(f"A{number + 1}" for _ in raws)
        records.append(Record(section, SHEET, number + 1, readings, raws, cells, "见附件"))
    return Part(form.form, period, path, 1, "0" * 64, "a.xlsx", "accepted", tuple(records))


def taken(form: Form, carried: Carried, end: date = END, path: tuple[Step, ...] = PATH) -> tuple[Record, ...]:
    """The carried rows as they are read back from the next workbook."""
    rows = {section.key: Filled(carried.entries).rows(section.key, 5) for section in form.sections}
    identity = Identity(form.form, form.version, path[0].code, end.isoformat()[:7], path=path)
    data = write_workbook(form, Issue(identity, rows, units_of(path), end, "", entries=carried.entries, own=True))
    filing = read_file(data, "a.xlsx", {form.form: form}).filing
    assert filing is not None
    return filing.records


def value(form: Form, record: Record, key: str) -> Any:
    return record.value(form.places[key])


def head(number: int, name: str = "张甲一", **more: Raw) -> dict[str, Raw]:
    row: dict[str, Raw] = {"head_name": name, "relation": "户主", "id_number": person("1970-01-01", number), "household_size": 2,
                           "risk": "因病", "helper": "李帮一", "helper_agency": "某镇政府", "recognised": date(2020, 2, 1)}  # fmt: skip
    return row | more


LETTERS = st.text("张王甲乙123年 √是ａ-.", min_size=1, max_size=8)
VALUES: dict[str, st.SearchStrategy[Raw]] = {
    "name": st.sampled_from(["张甲一", "李 二", "某"]) | LETTERS, "note": LETTERS,
    "id": st.integers(1, 999).map(lambda n: person("1970-01-01", n)) | st.just(3.7e17) | LETTERS,
    "size": st.integers(-2, 30) | st.just("3人") | LETTERS,
    "income": st.integers(-99, 10**9).map(lambda n: n / 100) | st.just("0.5万") | LETTERS,
    "aid": st.sampled_from(["√", "是", "否", "有", "3"]), "since": st.dates(date(2019, 1, 1), date(2020, 3, 31)) | st.just(2020.1) | LETTERS,
    "visited": st.just(date(2020, 3, 2)), "visits": st.integers(1, 9),
}  # fmt: skip
ROWS = st.fixed_dictionaries({}, optional=VALUES)


@settings(max_examples=25, deadline=None)
@example([("one", {"name": "乙", "note": "1"}), ("one", {"note": "1"})])  # called as the next section is
@example([("two", {"name": "-", "note": "."}), ("two", {"note": "甲"}), ("one", {"id": "-.-"})])
@given(st.lists(st.tuples(st.sampled_from(["one", "two"]), ROWS), max_size=8))
def test_what_is_carried_is_read_back_as_it_was_said(rows: list[tuple[str, dict[str, Raw]]]) -> None:
    part = part_of(ANY, rows)
    stays = [place for place, leaf in enumerate(ANY.leaves) if leaf.measure == "stock" and leaf.key not in ("village", "no")]
    said = [record for record in part.records if any(not record.readings[place].blank for place in stays)]
    found = taken(ANY, carry(ANY, [part], PATH, specs_of(ANY)))

    for section in ("one", "two"):
        before = [record for record in said if record.section == section]
        after = [record for record in found if record.section == section]
        assert [[(r.readings[p].value, r.readings[p].problem) for p in stays] for r in after] == [
            [(r.readings[p].value, r.readings[p].problem) for p in stays] for r in before
        ]
        assert all(record.value(0) == PATH[0].name for record in after)
        assert all(record.readings[ANY.places[key]].blank for record in after for key in ("visited", "visits"))
    assert not any(record.explanation for record in found)


def test_a_row_that_only_says_what_happened_is_not_carried() -> None:
    part = part_of(ANY, [("one", {"visits": 3, "visited": date(2020, 3, 2)}), ("two", {"name": "张甲一", "visits": 3})])
    found = carry(ANY, [part], PATH, specs_of(ANY))

    assert (found.rows, found.ended, len(found.entries["two"])) == (1, 0, 1)


def test_who_left_the_stock_is_not_carried_and_what_their_row_held_for_the_household_goes_on() -> None:
    rows = [
        ("marginal", head(1, change="死亡", changed_on=date(2020, 3, 5), helper="王帮二")),
        ("marginal", head(2, relation="配偶", helper=None, risk=None, recognised=None)),
        ("unstable", head(3, "张甲二", change="风险消除", changed_on=date(2020, 3, 6))),
        ("unstable", head(4, "张甲三", change="信息更正", changed_on=date(2020, 3, 6))),
    ]
    found = carry(MONTHLY, [part_of(MONTHLY, rows)], PATH, specs_of(MONTHLY))
    left, corrected = taken(MONTHLY, found)

    assert (found.ended, found.rows) == (2, 2)
    assert [value(MONTHLY, left, key) for key in ("relation", "helper", "risk", "recognised")] == ["配偶", "王帮二", "因病", date(2020, 2, 1)]
    assert (value(MONTHLY, corrected, "head_name"), value(MONTHLY, corrected, "change")) == ("张甲三", None)


def test_who_was_never_admitted_is_not_carried_either() -> None:
    cases = find_form("longkou-case")
    town = PATH[1:]
    rows = [("all", {"head_name": f"张甲{name}", "id_number": person("1970-01-01", number), "verdict": said})
            for number, (name, said) in enumerate((("一", "符合"), ("二", "不符合"), ("三", None)), 1)]  # fmt: skip
    found = carry(cases, [part_of(cases, rows, town)], town, specs_of(cases, path=town))

    assert (found.ended, [entry.values[cases.places["head_name"]] for entry in found.entries["all"]]) == (1, ["张甲一", "张甲三"])


def test_what_was_accepted_in_spite_of_being_wrong_is_carried_as_written_and_is_counted() -> None:
    row = head(1, id_number="379999197001010019", household_size="大概3人", risk="因懒")
    found = carry(MONTHLY, [part_of(MONTHLY, [("marginal", row)])], PATH, specs_of(MONTHLY))
    (again,) = taken(MONTHLY, found)

    assert found.wrong == 3
    assert [again.raws[MONTHLY.places[key]] for key in ("id_number", "household_size", "risk")] == ["379999197001010019", "大概3人", "因懒"]
    assert [again.readings[MONTHLY.places[key]].problem for key in ("id_number", "household_size", "risk")] == [
        "id-checksum", "not-a-number", "not-in-codelist",
    ]  # fmt: skip


def test_a_value_goes_on_under_its_present_name_and_a_place_too() -> None:
    form = find_form("dachuan-monitoring")
    row: dict[str, Raw] = {"village": PATH[0].name, "head_name": "张甲一", "id_number": person("1970-01-01", 1), "class": "边缘户",
                           "house": "缺项", "gap_note": "屋漏", "alerted_date": date(2020, 3, 20)}  # fmt: skip
    path = (replace(PATH[0], name="新庄村"), *PATH[1:])
    carried = carry(form, [part_of(form, [("all", row)])], path, specs_of(form, date(2021, 1, 31), path))
    (again,) = taken(form, carried, date(2021, 1, 31), path)

    assert [again.raws[form.places[key]] for key in ("village", "class", "alerted_date")] == ["新庄村", "边缘易致贫户", date(2020, 3, 20)]
    assert [value(form, again, key) for key in ("house", "gap_note", "monitored_date")] == [None] * 3


def test_a_unit_gets_the_rows_of_those_that_became_part_of_it_and_sections_that_are_no_more_are_counted() -> None:
    other = (Step("village", "379999100999", "并入村"), *PATH[1:])
    parts = [part_of(MONTHLY, [("marginal", head(1))]), part_of(MONTHLY, [("marginal", head(2, "张甲二")), ("unstable", head(3))], other)]
    one = MONTHLY.model_copy(update={"sections": MONTHLY.sections[:1]}).bound(MONTHLY.codelists, MONTHLY.formulas)
    found = carry(MONTHLY, parts, PATH, specs_of(MONTHLY))
    cut = carry(one, parts, PATH, specs_of(one), MONTHLY)

    assert [value(MONTHLY, record, "village") for record in taken(MONTHLY, found)] == [PATH[0].name] * 3
    assert (found.parts, found.rows, found.strays, cut.rows, cut.strays) == (2, 3, 0, 2, 1)


def test_a_form_that_lists_what_happened_carries_nothing() -> None:
    new_each_time = {"heqing-annex-1", "heqing-annex-2", "heqing-annex-3", "longkou-alerts", "fuqing-verification"}
    forms = {name: form for name, form in known_forms().items() if not name.endswith("-summary")}
    assert {name for name, form in forms.items() if not carries(form)} == new_each_time

    form = forms["heqing-annex-1"]
    part = part_of(form, [("all", {"head_name": "张甲一", "phone": "13900000000", "risk": "因病"})])
    assert carry(form, [part], PATH, specs_of(form)) == Carried({"all": ()})


def test_there_are_always_lines_to_spare() -> None:
    filled = Filled({"one": (Entry(()),) * 40, "two": (Entry(()),) * 3})

    assert [filled.rows("one", 12), filled.rows("two", 12), filled.rows("two", 30)] == [50, 20, 30]
    assert filled.rows("three", 12) == 12


@pytest.mark.parametrize("own", [True, False])
def test_what_a_lower_level_fills_in_stays_open_in_the_units_own_rows(own: bool) -> None:
    form = find_form("heqing-annex-1")
    county = PATH[-1:]
    identity = Identity(form.form, form.version, county[0].code, "2020-03", path=county)
    entries = {"all": (Entry((None,) * len(form.leaves)),)}
    plan = make_plan(form, Issue(identity, {"all": 5}, units_of(county), END, entries=entries, own=own))

    assert plan.locked(form.places["received_on"]) is not own
    assert not plan.locked(form.places["judged_on"])
