"""总览: one page, live numbers, nothing empty; what was left out stands on it."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from typing import Any

import openpyxl
import pytest
from months_drawn import FORM, months, rolled_up, roster, workbook
from openpyxl.utils.cell import coordinate_from_string
from rollup_cases import COUNTY, ROSTER, TOWNS, fixed, grid, record, resident, rolled
from rollup_cases import written as plain

from formkit.compare.flows import Size, rate
from formkit.export import rollup_json
from formkit.filing import Step
from formkit.load.summary import summary_of
from formkit.merge import Part, roll_up
from formkit.twins import twins
from formkit.write.rollup import write_rollup
from formkit.write.rollup_desk import cut

PERIODS = ("2020-01", "2020-02", "2020-03")
MOVES = ("added", "arrived", "removed", "lost", "left", "gone")
LEFT_OUT = (("inbox/甲.xlsx", "returned", "有3处错误"), ("inbox/乙.xlsx", "returned", "有1处错误"), ("inbox/丙.xlsx", "unreadable", "打不开"))


def book(data: bytes) -> Any:
    """The workbook with its formulas."""
    return openpyxl.load_workbook(io.BytesIO(data))


def numbers(data: bytes) -> dict[str, tuple[Any, ...]]:
    """What stands beside each label on the page: labels are texts, the numbers behind them up to the next text."""
    found: dict[str, tuple[Any, ...]] = {}
    for line in grid(data, "总览"):
        cells = [cell for cell in line[:13] if cell is not None]
        for place, cell in enumerate(cells):
            if isinstance(cell, str):
                own = []
                for value in cells[place + 1 :]:
                    if isinstance(value, str):
                        break
                    own.append(value)
                found.setdefault(cell, tuple(own))
    return found


def cards(data: bytes) -> dict[str, Any]:
    """The large numbers by the words above them."""
    lines = list(grid(data, "总览"))
    at = next(place for place, line in enumerate(lines) if "实报" in line)
    return {said: lines[at + 1][column] for column, said in enumerate(lines[at][:13]) if said}


@pytest.mark.parametrize("seed", range(4))
def test_who_reported_for_the_first_time_has_not_changed(seed: int) -> None:
    drawn = months(seed, PERIODS, missing=0.3)
    _, comparison, _ = rolled_up(drawn, TOWNS[0])
    assert comparison is not None
    lines = [list(line[:13]) for line in grid(workbook(drawn, TOWNS[0]), "总览")]
    at = next((place for place, line in enumerate(lines) if "净增减户" in line), None)
    named = {one.path[0].name: one.flow for one in comparison.units.values() if one.flow and one.unit.code[:9] == TOWNS[0].code}
    places = [] if at is None else [lines[at].index(said) for said in ("增加户", "减少户", "净增减户", "净增减人")]
    found = {line[0]: [line[place] for place in places] for line in lines[at or 0 :] if line[0] in named}
    moved = {name for name, flow in named.items() if any(getattr(flow, part) != Size() for part in MOVES)}
    assert set(found) == moved
    for name, said in found.items():
        change = named[name].closing - named[name].opening
        assert said[0] - said[1] == said[2] == change.households
        assert said[3] == change.persons


@pytest.mark.parametrize("seed", range(4))
def test_the_page_says_what_the_comparison_says_and_balances(seed: int) -> None:
    drawn = months(seed, PERIODS)
    rollup, comparison, moments = rolled_up(drawn)
    assert comparison is not None
    flow, said = comparison.flow, numbers(workbook(drawn))
    assert said["上月末"] == (flow.opening.households, flow.opening.persons)
    came, went = flow.added + flow.arrived, flow.lost + flow.left
    assert said["＋ 本月新增"] == (came.households, came.persons)
    assert said["－ 本月消除"] == (flow.removed.households, flow.removed.persons)
    assert said["－ 自然减少"] == (went.households, went.persons)
    gone, fresh = said.get("－ 未说明减少", (0, 0)), said.get("＋ 无上期数单位", (0, 0))
    assert gone == (flow.gone.households, flow.gone.persons)
    for place, grain in enumerate(("households", "persons")):
        led = getattr(flow.opening + came - flow.removed - went, grain) - gone[place] + fresh[place]
        assert said["＝ 月末"][place] == led == said["合计"][place] == getattr(moments[-1].stock, grain)
    assert sum(said[section.means or ""][0] for section in FORM.sections) == said["合计"][0]
    assert said["风险消除率（按户）"][0] == pytest.approx(float(rate(flow, "households") or 0) / 100, abs=1e-4)
    assert rollup_json("x", rollup, comparison)["rate"]["basis"] == "households"


def test_reporting_is_counted_on_the_roster_and_never_above_all() -> None:
    drawn = months(2, PERIODS, missing=0.3)
    data, rows = workbook(drawn), roster(rolled_up(drawn)[0])
    said = cards(data)
    received = sum(row.state in ("已报", "零报告") for row in rows)
    assert (said["应报"], said["实报"], said["逾期"]) == (6, received, 1)
    assert said["报送率"] == received / 6
    assert said["未报、待更正"] == 6 - received > 0
    names = next(line[0] for line in grid(data, "总览") if str(line[0]).startswith(f"未报{6 - received}个："))
    assert all(row.name in names for row in rows if row.state == "未报")


def test_every_number_is_a_formula_over_another_sheet_with_its_value() -> None:
    data = workbook(months(1, PERIODS), excluded=LEFT_OUT)
    sheet = book(data)["总览"]
    stated, live = [], []
    for row in sheet.iter_rows(max_col=13):
        for cell in row:
            if isinstance(cell.value, int | float):
                stated.append(cell.coordinate)
            elif isinstance(cell.value, str) and cell.value.startswith("="):
                live.append(cell.value)
    assert all("!" in formula for formula in live)
    assert len(live) > 30
    notes = next(cell.row for row in sheet.iter_rows() for cell in row if cell.value == "需要留意")
    assert all(coordinate_from_string(place)[1] > notes for place in stated)  # counts of lists, not of people


def test_it_is_one_page_of_a4_and_opens_first() -> None:
    for data in (workbook(months(1, PERIODS)), plain(rolled(fixed(), TOWNS[0]), ROSTER)):
        made = book(data)
        sheet = made["总览"]
        assert made.sheetnames[0] == made.active.title == "总览"
        assert [each.title for each in made.worksheets if each.sheet_view.tabSelected] == ["总览"]
        assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "portrait")
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (None, None)  # not said: one page by one
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert re.fullmatch(r"'总览'!\$A\$1:\$M\$\d+", sheet.print_area)


def test_charts_are_of_units_and_of_months_where_there_are_any() -> None:
    sheet = book(workbook(months(1, PERIODS)))["总览"]
    kinds = [type(chart).__name__ for chart in sheet._charts]
    assert kinds == ["BarChart", "LineChart"]
    lines = [series.val.numRef.f for series in sheet._charts[1].series]
    assert lines == ["历月!$D$6:$D$8", "历月!$E$6:$E$8"]
    assert len(book(workbook(months(1, PERIODS[:1])))["总览"]._charts) == 1


def test_nothing_is_said_of_what_there_is_not() -> None:
    first = numbers(workbook(months(1, PERIODS[:1], missing=0)))
    assert not any("上月末" in said or "变动" in said or "未计入" in said for said in first)
    assert "主要风险（户）" in first
    alone = grid(plain(rolled(fixed()[:1], TOWNS[0])), "总览")
    texts = {str(cell) for line in alone for cell in line if cell is not None}
    assert "应报" not in texts  # without a roster
    assert not texts & {"需要留意", "变动较大的单位"}


def test_what_was_left_out_stands_beside_the_total() -> None:
    data = workbook(months(1, PERIODS), excluded=LEFT_OUT)
    line = "3个文件或单位未计入：退回2个、无法读取1个，见表“未计入”"
    assert line in [row[0] for row in grid(data, "总览")]
    assert line in [row[0] for row in grid(data, "汇总")]
    assert numbers(data)["未计入的文件或单位（个）"] == (3,)
    whole = workbook(months(1, PERIODS))
    assert not any("未计入：" in str(row[0]) for name in ("总览", "汇总") for row in grid(whole, name))


def test_names_are_cut_and_counted() -> None:
    names = [f"第{place}村" for place in range(100)]
    said = cut(names, 20)
    assert said == "第0村、第1村、第2村、第3村、第4村等100个（名单见“应报名单”）"
    assert cut(names[:3], 20) == "第0村、第1村、第2村"


def test_many_units_are_charted_with_the_smallest_together() -> None:
    parts = []
    for place in range(50):
        rows = [record(FORM, "marginal", 8 + row, {"head_name": "张三", "relation": "户主"}) for row in range(1 + place % 3)]
        path = (Step("village", f"{place:03d}", f"第{place}村"), TOWNS[0])
        parts.append(Part(FORM.form, "2020-03", path, 1, f"{place:064x}", "x.xlsx", "accepted", tuple(rows)))
    rollup = roll_up(FORM, "2020-03", TOWNS[0], (), parts)
    lines = [line[15:18] for line in grid(write_rollup(rollup, (), (), ()), "总览")]
    named = [line for line in lines if line and line[0] and line[0] != "图表数据（不打印）"]
    assert len(named) == 36
    assert named[-1][0] == "其余15个单位"
    assert sum(line[1] for line in named if isinstance(line[1], float)) == sum(len(part.records) for part in parts)


def test_among_many_units_long_names_are_cut_and_an_empty_county_has_no_chart() -> None:
    towns = [Step("township", f"379999{101 + place}", "生态保护区管理委员会" if place else "东镇") for place in range(9)]
    row = record(FORM, "marginal", 8, {"head_name": "张三", "relation": "户主"})
    paths = [(Step("village", f"{town.code}001", "东村"), town, COUNTY) for town in towns]
    parts = [Part(FORM.form, "2020-03", path, 1, f"{place:064x}", "x.xlsx", "accepted", (row,)) for place, path in enumerate(paths)]
    named = [line[15] for line in grid(write_rollup(rolled(parts, form=FORM), (), (), ()), "总览") if len(line) > 15 and line[15]]
    assert named[1:] == ["东镇", *["生态保护区…"] * 8]
    few = [line[15] for line in grid(write_rollup(rolled(parts[:8], form=FORM), (), (), ()), "总览") if len(line) > 15 and line[15]]
    assert few[1:] == ["东镇", *["生态保护区管理委员会"] * 7]
    nobody = [replace(part, records=(), state="zero") for part in parts]
    assert book(write_rollup(rolled(nobody, form=FORM), (), (), ()))["总览"]._charts == []


def test_a_township_counts_its_own_persons_in_several_units() -> None:
    people = {"head_name": "张三", "relation": "户主", "id_number": resident(1)}
    rows = (record(FORM, "marginal", 8, people),)
    paths = [(Step("village", f"{town.code}00{place}", f"{place}村"), town, COUNTY) for place, town in enumerate((*TOWNS[:1] * 2, TOWNS[1]))]
    parts = [Part(FORM.form, "2020-03", path, 1, f"{place:064x}", "x.xlsx", "accepted", rows) for place, path in enumerate(paths)]
    apart = replace(parts[2], records=(record(FORM, "marginal", 8, people | {"id_number": resident(2)}),))
    for third, own in ((parts[2], {(1,)}), (apart, {()})):
        found = twins(FORM, (*parts[:2], third))
        assert len(found) == 1
        for unit, said in ((COUNTY, {(1,)}), (TOWNS[0], {(1,)}), (TOWNS[1], own)):
            data = write_rollup(rolled((*parts[:2], third), unit, FORM), (), found, ())
            assert {numbers(data).get("在两个及以上单位出现的人（人）", ())} == said


def test_a_form_of_lines_has_its_page_too() -> None:
    form = summary_of(FORM)
    values = {column.key: 2 for column in form.leaves if column.type == "whole"}
    rows = tuple(record(form, form.sections[0].key, 6 + place, {**values, "name": f"第{place}村"}) for place in range(3))
    part = Part(form.form, "2020-03", TOWNS[:1], 1, "0" * 64, "x.xlsx", "accepted", rows)
    said = numbers(write_rollup(roll_up(form, "2020-03", TOWNS[0], (), [part]), (), (), ()))
    assert said["应报"] == (6,)
    assert "户" not in said


@pytest.mark.parametrize(("seed", "moved"), [(0, False), (7, True), (20, True)])
def test_who_moved_within_is_shown_as_neither_new_nor_lost(seed: int, moved: bool) -> None:
    drawn = months(seed, PERIODS)
    _, comparison, _ = rolled_up(drawn)
    assert comparison is not None
    said, flow = numbers(workbook(drawn)), comparison.flow
    assert (flow.arrived != Size()) == moved
    for label, part in (("　其中：辖区内转入", flow.arrived), ("　其中：转往辖区内", flow.left)):
        assert said.get(label) == ((part.households, part.persons) if part != Size() else None)
