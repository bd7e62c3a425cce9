"""Notices of an office over every kind of form: the blank as a table, several forms in one task, lines, the 60户218人."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from drawn import made
from pydantic import ValidationError
from rollup_cases import COUNTY, TOWNS, record
from test_documents_reports import document, scene
from test_notices import template, words

from formkit.filing import Step
from formkit.load import find_form, shipped_forms
from formkit.merge import Part, Total
from formkit.model import Form
from formkit.model.notice import Page
from formkit.notice import render, xml
from formkit.notice.facts import blank, common, quality, quarter, reporting, stock, sums
from formkit.office import Past
from formkit.states import State

CITY = Step("prefecture", "379900", "示例市")
EAST = Step("county", "379998", "东县")
WEST = Step("county", "379999", "西县")


def rows(table: str) -> list[list[tuple[str, int, str]]]:
    """Of each row of the tables of a blank: the text of its cells, how many columns each spans, how it goes on downwards."""
    root = parse_xml(f"<w:body {xml.NAMESPACES}>{table}</w:body>")
    found = []
    for row in root.iter(qn("w:tr")):
        cells = []
        for cell in row.iter(qn("w:tc")):
            span, down = cell.find(f".//{qn('w:gridSpan')}"), cell.find(f".//{qn('w:vMerge')}")
            text = "".join(each.text or "" for each in cell.iter(qn("w:t")))
            cells.append((text, int(span.get(qn("w:val"))) if span is not None else 1, "" if down is None else down.get(qn("w:val"))))
        found.append(cells)
    return found


@pytest.mark.parametrize("form", shipped_forms(), ids=lambda form: form.form)
def test_the_blank_of_every_form_has_its_real_header_and_fits_the_page(form: Form) -> None:
    table = str(blank.table(form, "2020年3月"))
    root = parse_xml(f"<w:body {xml.NAMESPACES}>{table}</w:body>")
    columns = 0
    for each in root.iter(qn("w:tbl")):
        widths = [int(column.get(qn("w:w"))) for column in each.iter(qn("w:gridCol"))]
        assert sum(widths) <= xml.twips(blank.ACROSS) + len(widths)
        assert min(widths) >= xml.twips(9)
        columns += len(widths)
    said = rows(table)
    labels = {label for path in form.paths.values() for label in path}
    spans = {sum(span for _, span, _ in row) for row in said}

    assert columns == len(form.leaves) * len(form.sections)
    assert labels <= {text for row in said for text, _, _ in row}
    assert max(spans) <= len(form.leaves)
    assert all(section.label in table for section in form.sections)
    if any(len(path) > 1 for path in form.paths.values()):
        assert any(span > 1 for row in said for _, span, _ in row)
        assert {"restart", "continue"} <= {down for row in said for _, _, down in row} or _level(form)


def _level(form: Form) -> bool:
    return len({len(path) for path in form.paths.values()}) == 1


def test_what_a_form_says_is_escaped_in_its_blank() -> None:
    form = made([{"key": "name", "label": "姓名<b>&\"\x07", "type": "text"}])
    assert "姓名<b>&\"␇" in {text for row in rows(blank.table(form, "<3>")) for text, _, _ in row}


def part(form: Form, path: Sequence[Step], period: str, *values: dict[str, Any]) -> Part:
    """An accepted filing with those rows; without any a zero report."""
    found = tuple(record(form, form.sections[0].key, 9 + place, each) for place, each in enumerate(values))
    return Part(form.form, period, tuple(path), 1, "", f"{path[0].code}.xlsx", "accepted" if found else "zero", found)


MONTHLY = find_form("fuzhou-monthly")


def helped(number: int, people: int, kind: str = "低收入对象", **more: Any) -> dict[str, Any]:
    """A household of the monthly table."""
    return {"head_name": f"张{number}", "id_number": str(number), "household_size": people, "class": kind, "visits": 1, "risk": "因病", **more}


def city(low: int, people: int, back: int) -> list[Part]:
    """So many households and persons of low income in the east, so many others in the west."""
    sizes = [people - low + 1, *([1] * (low - 1))]
    east = [helped(number, size, month_total=100, medical_aid=100) for number, size in enumerate(sizes)]
    west = [helped(1000 + number, 2, "易返贫对象", visits=number % 2) for number in range(back)]
    return [part(MONTHLY, (EAST, CITY), "2020-07", *east), part(MONTHLY, (WEST, CITY), "2020-07", *west)]


@pytest.mark.parametrize(
    ("low", "people", "back", "said"),
    [
        (60, 218, 134, "低收入对象60户218人，本表60户218人，一致；脱贫易返贫重点对象134户，本表134户268人，户数一致。"),
        (59, 218, 135, "低收入对象60户218人，本表59户218人，户数少1户，人数一致；脱贫易返贫重点对象134户，本表135户270人，户数多1户。"),
        (60, 220, 130, "低收入对象60户218人，本表60户220人，户数一致，人数多2人；脱贫易返贫重点对象134户，本表130户260人，户数少4户。"),
    ],
)
def test_the_table_is_held_against_what_the_document_says(low: int, people: int, back: int, said: str) -> None:
    text = document(scene(MONTHLY, city(low, people, back)), "work-report", differences="正在核实。")
    assert said in text
    assert "不一致的原因：正在核实。" in text
    assert f"走访{low + back // 2}次，一次性医疗救助{low * 100}元，落实资金{low * 100}元" in text
    assert f"本月没有入户走访的{back - back // 2}户" in text
    assert f"在册{low + back}户{people + back * 2}人，其中低收入对象{low}户{people}人，易返贫对象{back}户{back * 2}人。" in text


def test_the_last_month_of_a_quarter_tells_the_quarter(monkeypatch: pytest.MonkeyPatch) -> None:
    """Flows of three months are added; the stock is held against the end of the last quarter; a month nobody knows is no quarter."""
    homes = {"2020-06": (1, 2, 3), "2020-07": (1, 2), "2020-08": (1, 2, 4), "2020-09": (1, 2, 4, 5)}
    months = [
        scene(MONTHLY, [part(MONTHLY, (EAST, CITY), when, *(helped(one, 2, month_total=one) for one in numbers))])
        for when, numbers in homes.items()
    ]
    past = [Past(each.task, each.collected, each.came.parts) for each in months[:3]]
    monkeypatch.setattr(quarter.office, "earlier", lambda task, now: tuple(past))
    text = document(months[3], "bulletin")
    assert "关于2020年9月暨第3季度《易返贫对象及低收入对象月帮扶统计表》报送情况的通报" in text.replace("\n", "")  # a title stands in lines
    assert "2020年第3季度：2020年7月报送率100%（应报1个，已报1个），及时率100%（应报1个，按时1个）；2020年8月" in text
    assert f"三个月合计，走访9次，落实资金{1 + 2 + 1 + 2 + 4 + 1 + 2 + 4 + 5}元。" in text
    assert "与上季末比较，2020年6月30日在册3户6人，新增2户4人，未说明减少1户2人，2020年9月30日在册4户8人" in text
    del past[1]
    assert quarter.facts(months[3]) == {"quarter": []}
    assert "暨" not in document(months[2], "bulletin")


def test_a_year_the_document_says_nothing_of_is_held_against_nothing() -> None:
    parts = [part(MONTHLY, (EAST, CITY), "2021-07", helped(1, 3))]
    assert "对照文件" not in document(scene(MONTHLY, parts), "work-report")


def test_a_form_of_lines_says_its_rows_and_sums_and_no_households() -> None:
    form = find_form("fuqing-visits")
    path = (TOWNS[0], COUNTY)
    seen = scene(form, [part(form, path, "2020-07", {"visited": 30, "hotline": 2, "watched": 9}, {"visited": 12, "watched_people": 20})])
    found: Any
    (found,) = stock.facts(seen)["stocks"]
    assert (found["size"], found["classes"], found["since"], found["records"]) == ("", [], [], "2")
    text = document(seen, "bulletin")
    assert "共填报2行。2020年7月，走访农户42户，扶贫服务热线2户。截至2020年7月31日，在册户数9户，在册人数20人。" in text
    assert "在册0户" not in text
    assert "与上期比较" not in text


def test_cases_of_a_month_are_filed_and_nobody_stands_in_a_register() -> None:
    form = find_form("heqing-annex-1")
    row = {"head_name": "张甲", "id_number": "1", "household_size": 4, "labour": 2}
    seen = scene(form, [part(form, (TOWNS[0], COUNTY), "2020-07", row), part(form, (TOWNS[1], COUNTY), "2020-07")])
    text = document(seen, "bulletin")
    assert "2020年7月，已报单位共填报1户4人。" in text
    assert "在册1户" not in text
    assert "劳动力2人" in document(seen, "work-report")


def test_a_text_may_ask_whether_a_list_holds_anything_and_still_not_print_it_whole() -> None:
    asked = template("{% if items and not others %}有{% endif %}")
    assert words(render.render(asked, "t", {"items": ["甲"], "others": []})).strip() == "有"
    with pytest.raises(render.TemplateProblem, match="notice-wrong-kind items"):
        render.render(template("{% if items %}{{ items }}{% endif %}"), "t", {"items": ["甲"]})


def test_an_annex_that_is_repeated_is_the_last() -> None:
    annexes = ({"title": "甲", "each": "blank in blanks"}, {"title": "乙"})
    with pytest.raises(ValidationError, match="annex-each-last"):
        Page.model_validate({"title": "题", "body": ["文"], "annexes": annexes})


def test_units_are_counted_once_however_many_forms_they_owe() -> None:
    one, other = find_form("heqing-annex-1"), find_form("heqing-annex-2")
    path = ((TOWNS[0], COUNTY), (TOWNS[1], COUNTY))
    seen = scene(one, [part(one, each, "2020-07") for each in path], more=[other])
    first, second = (seen.task.roster.units[step.code] for step in TOWNS)
    states = (
        State(one.form, first, "zero"), State(one.form, second, "accepted", late=True), State(other.form, first, "missing"),
        State(other.form, second, "zero"),
    )  # fmt: skip
    seen = scene(one, seen.came.parts, states, more=[other])
    found: Any = reporting.facts(seen)
    counts = {name: found[name] for name in ("expected", "received", "on_time", "late_count", "zero_count", "missing_count")}

    assert counts == {"expected": "2", "received": "1", "on_time": "0", "late_count": "1", "zero_count": "0", "missing_count": "1"}
    assert found["rate"] == "50%（应报2个，已报1个）"
    assert [(each["unit"], each["state"]) for each in found["units"]] == [(TOWNS[0].name, "《鹤庆县致贫预警情况统计表》未报")]
    assert [each["state"] for each in found["late_units"]] == ["《鹤庆县返贫预警情况统计表》已报，逾期"]
    assert [(each["expected"], each["received"], each["zero_count"]) for each in found["filed"]] == [("2", "2", "1"), ("2", "1", "1")]
    assert found["towns"] == []  # the townships report themselves: a table of ones says nothing
    text = document(seen, "bulletin")
    assert "《鹤庆县返贫预警情况统计表》：没有填报对象。" in text
    assert "分报表看，《鹤庆县返贫预警情况统计表》报送率100%（应报2个，已报2个），其中零报告1个" in text
    assert common.facts(seen)["form_titles"] == "《鹤庆县返贫预警情况统计表》《鹤庆县致贫预警情况统计表》"
    request = document(seen, "filing-request", deadline="2020-08-05")
    assert re.findall(r"\n(附件\d)\n(\S+)（样表）", request) == [("附件2", "鹤庆县返贫预警情况统计表"), ("附件3", "鹤庆县致贫预警情况统计表")]


def test_nothing_wrong_and_nobody_late_leaves_no_hole_in_the_numbering() -> None:
    form = find_form("heqing-annex-1")
    seen = scene(form, [part(form, (TOWNS[0], COUNTY), "2020-07")])
    states = (State(form.form, seen.task.roster.units[TOWNS[0].code], "zero"),)
    text = document(scene(form, seen.came.parts, states), "bulletin")
    assert re.findall(r"\n([一二三四])、", text) == ["一", "二", "三"]
    assert "存在问题" not in text
    assert quality.facts(seen)["faults"] == []


@pytest.mark.parametrize(
    ("part_", "whole", "said"), [(9999, 10000, "99.9%"), (10000, 10000, "100%"), (2, 3, "66.7%"), (0, 3, "0%")]
)
def test_a_rate_is_100_only_where_nobody_is_missing(part_: int, whole: int, said: str) -> None:
    assert reporting.share(part_, whole, "short") == said
    assert reporting.share(0, 0, "received") == ""


def test_what_columns_add_up_to_is_named_and_counted_in_its_unit() -> None:
    counted = {column.key: 3 if column.rollup in ("sum", "count") else {} for column in MONTHLY.leaves if column.rollup}
    totals = {"all": Total(2, 2, 5, counted)}
    found = sums.sums(MONTHLY, totals)
    said = [each["said"] for each in (*found["month"], *found["now"])]
    for each in ("走访3次", "一次性医疗救助3元", "应急救助人数3人", "应急救助本月金额3元", "落实资金3元", "有劳动能力3人", "住房救助3户", "推送岗位信息3条"):
        assert each in said, said
    assert not any(each.startswith("家庭人口数") for each in said)  # it is said as the size of the stock
    assert sums.sums(MONTHLY, {"all": Total(columns=dict.fromkeys(totals["all"].columns, 0))}) == {"month": [], "now": []}
