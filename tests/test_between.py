"""What must hold between filings: drawn cases for every link and rule over a task, and laws over all of them."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import replace
from functools import cache

import pytest
from drawn_between import FORMS, HERE, MADE_UP, Drawn, Sheet, between_of, collected, read, said
from hypothesis import given, settings
from hypothesis import strategies as st

from formkit.between import between
from formkit.finding import Between
from formkit.pool import Collected

CASES = [drawn for path in sorted(HERE.glob("*.md")) for drawn in read(path)]
STATED = [
    *((form.form, rule.id) for form in FORMS.values() for rule in form.rules if rule.scope == "task"),
    *((form.form, link.id) for form in FORMS.values() for link in form.links),
]


def case(title: str) -> Drawn:
    """The case of the made-up forms whose title begins so."""
    return next(drawn for drawn in CASES if drawn.title.startswith(f"made-up：{title}"))


@cache
def every_answer() -> tuple[Between, ...]:
    """What is found in each case."""
    return tuple(between_of(drawn) for drawn in CASES)


@pytest.mark.parametrize("drawn", CASES, ids=str)
def test_what_is_drawn_is_found_and_nothing_else(drawn: Drawn) -> None:
    assert Counter(said(drawn, between_of(drawn))) == Counter(drawn.expected)


@pytest.mark.parametrize(("form", "rule"), STATED, ids=lambda each: str(each))
def test_every_link_and_rule_over_a_task_is_drawn_broken_and_held(form: str, rule: str) -> None:
    seen = set()
    for found in every_answer():
        broken = any((one.form, one.finding.rule) == (form, rule) for one in found.findings)
        whole = any((asked.form, asked.id, asked.ran, asked.why) == (form, rule, True, "") for asked in found.rules)
        seen |= {"broken"} if broken else {"held"} if whole else set()
    assert seen == {"broken", "held"}


@given(data=st.data())
@settings(max_examples=120, deadline=None)
def test_the_order_of_files_changes_nothing(data: st.DataObject) -> None:
    drawn = data.draw(st.sampled_from(CASES))
    order = data.draw(st.permutations(range(max(1, len(drawn.sheets)))))
    assert between_of(drawn, order) == between_of(drawn)


def test_a_finding_says_where_it_is_what_to_do_and_where_the_other_rows_are() -> None:
    (one,) = between_of(case("多出来的一行")).findings
    finding = one.finding
    assert (one.form, one.unit, one.file) == ("made-watch", "甲庄", "2020-07/甲庄_made-watch.xlsx")
    assert (finding.code, finding.wording, finding.rule, finding.column, finding.value) == ("link", "link-many", "W-1", "house", "缺项")
    assert [(each.file, each.place.cell) for each in finding.related] == [
        ("2020-07/乙庄_made-work.xlsx", "B1"), ("2020-07/乙庄_made-work.xlsx", "B2"),
    ]  # fmt: skip
    assert finding.args["places"] == "乙庄第1行、乙庄第2行"
    assert "核实说明" in finding.args["remedy"]


def test_too_few_and_none_are_said_differently_and_an_earlier_row_with_its_period() -> None:
    few, none = between_of(case("至少两行")).findings
    assert (few.finding.wording, few.finding.args["count"], few.finding.args["least"]) == ("link-few", "1", "2")
    assert (none.finding.wording, none.finding.related) == ("link-missing", ())
    here, before = between_of(case("新增的户")).findings
    assert (here.finding.args["places"], before.finding.args["places"]) == ("乙庄第1行", "2020年6月乙庄第2行")


def test_a_rule_over_the_task_stands_at_no_cell() -> None:
    (one,) = between_of(case("合计差一人")).findings
    assert (one.file, one.finding.places, one.finding.rule, one.finding.code) == ("", (), "W-9", "rule")
    assert one.finding.clause == "某文〔2020〕1号 三“共10人”"
    assert between_of(case("合计差一人")).open
    assert not between_of(case("核实说明说明了的")).open


def test_how_much_is_not_judged_yet_is_counted() -> None:
    asked = {each.id: each for each in between_of(case("别的表退回了")).rules}
    assert (asked["W-1"].ran, asked["W-1"].why, asked["W-1"].open) == (True, "waiting", 2)
    assert next(each.open for each in between_of(case("没有报齐")).rules if each.id == "W-9") == 1


def test_five_hundred_filings_of_fifty_rows_and_ten_links_take_about_a_second() -> None:
    watch = next(form for form in MADE_UP if form.form == "made-watch")
    asked = {"forms": ("made-work",), "least": 1, "most": 1, "earlier": False}
    links = tuple(
        watch.links[1].model_copy(
            update={**asked, "id": f"T-{number}", "where": f"[@household_size]<>{number}", "other": f'[@item]<>"{number}"'}
        )
        for number in range(10)
    )
    people = [f"张{place}" for place in range(50)]
    drawn = Drawn("many", "2020-07", "", {})
    for form, row in (("made-watch", {"household_size": "20"}), ("made-work", {"item": "住房"})):
        rows = tuple({"id_number": name, **row} for name in people)
        drawn.sheets.append(Sheet("2020-07", "甲庄", form, rows=rows))
    task = collected(drawn, drawn.period)
    one, other = task.judged
    many = [replace(one, file=f"{copy}", identity=replace(one.identity, unit=f"{copy:03d}")) for copy in range(500)]
    forms = {**task.forms, "made-watch": watch.model_copy(update={"links": links, "rules": ()})}
    started = time.process_time()
    found = between(Collected(forms, task.period, [*many, other], ()))
    took = time.process_time() - started
    assert (found.findings, [each.why for each in found.rules]) == ((), [""] * 10 + ["no-earlier-periods"])
    assert took < 4, took  # about a second
