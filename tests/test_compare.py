"""Two periods held against each other: every drawn case tells exactly its changes and flows, and the laws hold."""

from __future__ import annotations

import pytest
from drawn_compare import AFTER, BEFORE, HERE, Drawn, compared, form_of, part, read, temporary, told

from formkit.compare import compare
from formkit.compare.flows import Size
from formkit.compare.queried import queried
from formkit.history import moment, table_flow
from formkit.merge import totals_of

CASES = [drawn for path in sorted(HERE.glob("*.md")) for drawn in read(path)]


@pytest.mark.parametrize("drawn", CASES, ids=str)
def test_a_drawn_case_tells_exactly_what_changed(drawn: Drawn) -> None:
    found = compared(drawn)
    assert list(told(found)) == drawn.expected
    assert all(code == one.unit.code for code, one in found.units.items())
    assert all(flow.balanced for one in found.units.values() if one.flow for flow in (one.flow, *one.classes.values()))


ASKED = [  # the beginning of a case's title, and what is asked of its units
    ("people：全户消除、一人去世、一人没有说明", ["gone", "jump-stock"]),
    ("people：一户分成两户，两户并成一户", []),  # a household that became part of another is not asked about
    ("homes：先不符合、后来纳入的是新增", []),  # the row is there and says why
    ("homes：户还在，人多了、少了", []),
    ("lines：多一行、少一行、改一行", ["jump-sum"]),  # a form that does not ask why
    ("lines：原样再报", ["unchanged"]),
    ("people：数字变得太多要核实", ["jump", "jump-stock", "jump-stock"]),
    ("people：合计变得太多", ["jump-sum"]),
    ("people：并成的村上期应报没有报", []),
]  # fmt: skip


@pytest.mark.parametrize(("title", "asked"), ASKED, ids=lambda each: str(each))
def test_what_is_asked_of_a_drawn_case(title: str, asked: list[str]) -> None:
    (drawn,) = [each for each in CASES if each.title.startswith(title)]
    found = queried(compared(drawn))
    assert [one.finding.wording for one in found.findings] == asked
    assert all(not one.finding.places or one.finding.places[0].cell for one in found.findings)


@pytest.mark.parametrize("why", ["", "新来一户"])
def test_a_sum_is_asked_about_at_the_first_row_of_its_section_and_answered_there(why: str) -> None:
    form = form_of("people")
    rows = [
        {"户主": name, "关系": "户主", "身份证号码": name, "部分": section, "年收入": income}
        for name, section, income in (("张甲", "边缘户", "100"), ("王甲", "脱贫监测户", "4000"), ("赵甲", "脱贫监测户", "8000"))
    ]  # fmt: skip
    answered = [rows[0], rows[1] | {"核实说明": why}, rows[2]]
    found = queried(compare(form, [part(form, "东村", rows[:2], BEFORE)], [part(form, "东村", answered, AFTER)]))
    (one,) = [each.finding for each in found.findings]
    assert (one.wording, one.section, one.explained) == ("jump-sum", "unstable", bool(why))
    assert [place.cell[-1] for place in one.places] == ["9"]


def test_a_row_that_was_never_in_the_stock_does_not_speak_for_its_household() -> None:
    text = (HERE / "forms" / "people.yaml").read_text("utf-8")
    form = temporary(text.replace("  reason: change\n", "  outside: '[@change]=\"不符合\"'\n"))
    rows = [{"户主": "张甲", "关系": relation, "身份证号码": name} for relation, name in (("户主", "张甲"), ("之妻", "李甲"))]
    after = [rows[0] | {"变动": "不符合"}, rows[1] | {"变动": "消除"}]
    flow = compare(form, [part(form, "东村", rows, BEFORE)], [part(form, "东村", after, AFTER)]).flow
    assert (flow.removed, flow.gone, flow.closing, flow.balanced) == (Size(1, 1), Size(0, 1), Size(), True)


def test_a_form_that_only_says_who_was_never_in_the_stock_counts_the_rest() -> None:
    lines = (HERE / "forms" / "people.yaml").read_text("utf-8").splitlines()
    kept = [line for line in lines if not line.startswith(("  removed:", "  lost:"))]
    form = temporary("\n".join([*kept, "  outside: '[@change]=\"不符合\"'"]))
    rows = [{"户主": name, "关系": "户主", "身份证号码": name, "变动": why} for name, why in (("张甲", "不符合"), ("李甲", ""))]
    filing = part(form, "东村", rows, AFTER)
    totals = totals_of(form, filing)
    assert (totals["marginal"].records, totals["marginal"].households, totals["marginal"].persons) == (2, 1, 1)
    assert moment(form, AFTER, [filing], (1, 1)).stock == table_flow(form, [filing]).closing == Size(1, 1)
