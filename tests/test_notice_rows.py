"""Rows as facts: which unit a row belongs to, what a list comes to, and that nothing wrong is counted or kept silent."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from drawn import person
from hypothesis import given, settings
from hypothesis import strategies as st
from notice_task import COUNTY, EAST, IN_EAST, IN_WEST, VILLAGE, WEST, made, people, scene, spoilt

from formkit.calendars import published
from formkit.filing import Step
from formkit.load import SchemaError
from formkit.model.notice import Notice
from formkit.notice import shelf
from formkit.notice.facts.lists import listed, parted
from formkit.notice.facts.rows import Row, counts_of, rows_of, unjudged
from formkit.notice.reading import bound
from formkit.notice.render import TemplateProblem
from formkit.notice.scene import Scene
from formkit.notice.wording import workdays_later

DENIED = {"result": "否定", "unmet": None, "class": None}
TELL = {"number": "示扶贫办函〔2020〕6号起", "tell_by": "2020-08-20"}
DEMO = """
notice: demo
title: 试
basis: [某文件]
needs: 试
audience: {audience}
per: unit
{more}
rows:
  - form: zaozhuang-ledger-monthly
    facts: {{head: head_name, place: village, why: "{why}"}}
    members: {{name: relation}}
counts:
  - form: zaozhuang-ledger-monthly
    facts: {{lines: 'COUNTA([head_name])', sizes: 'SUM([household_size])'}}
"""


def heqing(*changes: dict[str, Any]) -> Scene:
    """Annex 1 as the county holds it."""
    return scene("county", "2020-07", {("heqing-annex-1", COUNTY): people("heqing-annex-1", "county", changes)})


def described(found: Scene, kind: str = "review-feedback") -> Notice:
    return shelf.described(shelf.find(kind), found.task.forms.get)


def test_working_days_of_a_year_nobody_knows_are_one_clear_error() -> None:
    assert workdays_later("2020-09-28", 7) == "2020年10月14日"
    assert workdays_later("2021年6月10日", "5") == "2021年6月18日"
    with pytest.raises(ValueError, match="后天"):
        workdays_later("后天", 5)
    last = max(filter(published, range(2020, 2040)))
    for day, year in (("2050-03-01", "2050"), (f"{last}-12-31", str(last + 1))):
        with pytest.raises(SchemaError) as caught:
            workdays_later(day, 5)
        assert [(each.code, each.args["year"]) for each in caught.value.mistakes] == [("calendar-missing", year)]


def test_a_wrong_cell_stops_the_document_or_is_named_and_never_counts_as_nothing() -> None:
    good = heqing({**IN_EAST, **DENIED}, {**IN_EAST, **DENIED})
    with pytest.raises(TemplateProblem) as caught:
        made("review-feedback", spoilt(good, "household_size", "四口"), **TELL)
    assert {(each.code, each.field) for each in caught.value.problems} == {
        ("notice-empty-field", "row_size"), ("notice-empty-field", "rows[1].people"), ("notice-empty-field", "row_kinds[1].size"),
    }  # fmt: skip
    assert unjudged(described(good), good) == ()
    unclear = spoilt(good, "result", "否")
    assert [(file, place.cell) for file, place in unjudged(described(good), unclear)] == [(f"inbox/{COUNTY}.xlsx", "Y1")]
    assert len(rows_of(described(good), unclear)) == 1


def test_a_number_written_into_a_sentence_is_masked_unless_all_is_shown() -> None:
    number = person("1970-01-01", 9)
    found = heqing({**IN_EAST, **DENIED, "explanation": f"与{number}重复"})
    (letter,) = made("review-feedback", found, **TELL).values()

    assert number not in letter
    assert f"与**************{number[-4:]}重复" in letter
    assert number in next(iter(made("review-feedback", replace(found, plain=True), **TELL).values()))


@pytest.mark.parametrize(
    ("places", "path"),
    [(IN_EAST, ("甲庄村", "东镇", "示例区", "示例市")), ({"township": "西镇", "village": "丙庄"}, ("丙庄村", "西镇", "示例区", "示例市")),
     ({"township": "东镇", "village": "没有的村"}, ("没有的村", "东镇", "示例区", "示例市")),
     ({"township": "东镇", "village": None}, ("东镇", "示例区", "示例市")), ({"township": None, "village": "丙庄村"}, ("丙庄村", "西镇", "示例区", "示例市"))],
)  # fmt: skip
def test_a_row_of_a_higher_unit_belongs_where_its_own_columns_say(places: dict[str, Any], path: tuple[str, ...]) -> None:
    found = heqing({**DENIED, **places})
    if places.get("village") == "没有的村":
        found = spoilt(found, "village", "没有的村")
    (row,) = rows_of(described(found), found)

    wrong = places.get("village") == "没有的村"
    assert tuple(step.name for step in row.path) == (path[1:] if wrong else path)
    assert [step.level for step in row.path][-3:] == ["township", "county", "prefecture"]


def test_where_the_county_has_not_judged_there_is_nothing_to_feed_back() -> None:
    rows = people("heqing-annex-1", "township", [{"village": "甲庄村"}])
    found = scene("township", "2020-07", {("heqing-annex-1", EAST): rows, ("heqing-annex-1", WEST): []})

    assert made("review-feedback", found, **TELL) == {}
    assert made("review-notice", found, tell_by="2020-08-25") == {}
    assert made("admission", found) == {}


def test_rows_come_by_unit_from_the_top_down_whoever_sent_them() -> None:
    found = heqing({**IN_WEST, **DENIED}, {**IN_EAST, "village": "乙庄村", **DENIED}, {**IN_EAST, **DENIED})

    assert [row.path[0].name for row in rows_of(described(found), found)] == ["甲庄村", "乙庄村", "丙庄村"]


def ledger() -> Scene:
    """A ledger of persons in two villages: a household of three, of whom one died, and one of one."""
    rows = people("zaozhuang-ledger-monthly", "village", [
        {"head_name": "张甲一", **changed, "household_size": 3, "change": None, "changed_on": None, **more}
        for changed, more in (({}, {}), ({"relation": "配偶"}, {}),
                              ({"relation": "之父"}, {"change": "死亡", "changed_on": date(2020, 4, 3)}))
    ])  # fmt: skip
    other = people("zaozhuang-ledger-monthly", "village", [{"household_size": 1, "change": None, "changed_on": None}], 30)
    form = "zaozhuang-ledger-monthly"
    return scene("village", "2020-04", {(form, VILLAGE): rows, (form, "379999100201"): other})


def demo(tmp_path: Path, found: Scene, *, audience: str = "office", why: str = "", more: str = "") -> Notice:
    """A made-up notice over that ledger."""
    path = tmp_path / "demo.yaml"
    path.write_text(DEMO.format(audience=audience, why=why, more=more), "utf-8")
    return bound(path, found.task.forms.get)


def test_who_died_is_no_member_and_counts_no_more(tmp_path: Path) -> None:
    found = ledger()
    first, second = rows_of(demo(tmp_path, found), found)

    members = first.facts["members"]
    assert isinstance(members, list)
    assert [member["name"] for member in members] == ["户主", "配偶"]
    assert (first.people, second.people) == (2, 1)
    assert listed([first, second])["row_size"] == "2户3人"
    assert (first.facts["place"], second.facts["place"]) == ("甲庄村", "乙庄村")  # of itself a village need not write it


def test_counts_are_of_all_filings_and_a_wrong_cell_stops_them(tmp_path: Path) -> None:
    found = ledger()
    notice = demo(tmp_path, found)

    assert counts_of(notice, found) == {"lines": "4", "sizes": "10"}
    assert counts_of(notice, spoilt(found, "household_size", "三口")) == {"lines": "4", "sizes": ""}


@pytest.mark.parametrize(
    ("said", "code"),
    [({"audience": "public", "why": "@explanation"}, "notice-explained-public"), ({"more": "split: head"}, "notice-split-by"),
     ({"more": "by: [head]\nsplit: place"}, "notice-split-by")],
)  # fmt: skip
def test_what_cannot_be_is_a_mistake_of_the_author(tmp_path: Path, said: dict[str, str], code: str) -> None:
    with pytest.raises(SchemaError) as caught:
        demo(tmp_path, ledger(), **said)
    assert code in {each.code for each in caught.value.mistakes}


@pytest.mark.parametrize(("form", "default"), [("fuqing-verification", ""), ("dachuan-closure", None)])
def test_what_one_form_needs_is_asked_only_where_the_task_has_it(form: str, default: str | None) -> None:
    found = scene("township", "2020-06", {(form, EAST): []})
    (days,) = (ask for ask in described(found, "assignment").asks if ask.name == "days")

    assert days.default == default


PATH = (Step("township", EAST, "东镇"),)
_HOMES = st.dictionaries(st.sampled_from("甲乙丙丁"), st.integers(1, 9))


@settings(max_examples=50)
@given(_HOMES, st.lists(st.tuples(st.sampled_from("甲乙丙丁"), st.sampled_from(("住房", "就业")))), st.booleans())
def test_a_list_counts_each_household_once(homes: dict[str, int], drawn: list[tuple[str, str]], lines: bool) -> None:
    rows = [Row(PATH, {"kind": kind}, who, 0 if lines else homes[who]) for who, kind in drawn if who in homes]
    met = {row.who for row in rows}
    found = listed(rows)

    assert (found["row_count"], found["row_homes"]) == (str(len(rows)), str(len(met)))
    assert found["row_size"] == f"{len(met)}户" + ("" if lines or not met else f"{sum(homes[who] for who in met)}人")
    kinds = found["row_kinds"]
    assert isinstance(kinds, list)
    assert sum(int(each["count"]) for each in kinds) == len(rows)


@settings(max_examples=50)
@given(st.lists(st.lists(st.sampled_from(("民政局", "住建局", "教育局")), max_size=3)), st.sampled_from("、，,；/"))
def test_a_row_goes_once_to_each_it_names_and_is_never_lost(named: list[list[str]], sign: str) -> None:
    rows = [Row(PATH, {"to": sign.join(names), "no": str(place)}, str(place), 1) for place, names in enumerate(named)]
    found = [(row.facts["no"], row.facts["to"]) for row in parted(rows, "to")]

    assert found == [(str(place), name) for place, names in enumerate(named) for name in (dict.fromkeys(names) or [""])]
    assert list(parted(rows, None)) == rows
