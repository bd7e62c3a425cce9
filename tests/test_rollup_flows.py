"""变动表, 变动明细 and 历月: what is written is what comparing gives, and every number leads where it says."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest
from months_drawn import FORM, months, rolled_up, roster, workbook
from rollup_cases import COUNTY, TOWNS, grid

from formkit.compare.changes import Comparison
from formkit.compare.flows import Flow
from formkit.compare.standing import helped, standing
from formkit.history import table_flow
from formkit.merge import Part
from formkit.write.rollup_flows import make_flow_plan
from formkit.write.rollup_plan import make_rollup_plan
from formkit.write.rollup_stock import Figure, counts_of

SEEDS = range(6)
PERIODS = ("2020-01", "2020-02", "2020-03")


def table(data: bytes, sheet: str, label: str) -> list[Any]:
    """The first row of a sheet that begins with a label."""
    return next(list(line) for line in grid(data, sheet) if label in line[:2])


@pytest.mark.parametrize("seed", SEEDS)
def test_the_sums_are_those_of_the_comparison(seed: int) -> None:
    drawn = months(seed, PERIODS)
    _, comparison, _ = rolled_up(drawn)
    assert comparison is not None
    for sheet, lead in (("变动表", 1), ("分村变动表", 2)):
        line, flow = table(workbook(drawn), sheet, "合计"), comparison.flow
        sent, moves = line[lead : lead + 4], line[lead + 4 : lead + 18]
        assert sent == [6, len(drawn[-1][1]), int(any(part.unit.endswith("000") for part in drawn[-1][1])),
                        sum(part.state == "zero" for part in drawn[-1][1])]  # fmt: skip
        assert moves == _moves(flow)
        assert line[lead + 18 : lead + 20] == _fresh(comparison, drawn[-1][1])
        assert line[lead + 20 : lead + 22] == _closing(drawn[-1][1])


def _moves(flow: Flow) -> list[int]:
    sizes = (flow.opening, flow.added + flow.arrived, flow.arrived, flow.removed, flow.lost + flow.left, flow.left, flow.gone)
    return [number for size in sizes for number in (size.households, size.persons)]


def _fresh(comparison: Comparison, parts: tuple[Part, ...]) -> list[int]:
    """The stock of the units that cannot be compared with the period before."""
    return _closing(tuple(part for part in parts if not comparison.units[part.unit].flow))


def _closing(parts: tuple[Part, ...]) -> list[int]:
    """Households and persons of the stock, counted without the table."""
    homes = people = 0
    for part in parts:
        stands = standing(FORM, part, part.unit, None)
        homes += sum(home.stock for home in stands.homes)
        people += sum(entry.size.persons for entry in stands.entries if entry.stock)
    return [homes, people]


def test_some_of_what_is_drawn_moved_from_one_village_to_another() -> None:
    found = [rolled_up(months(seed, PERIODS))[1] for seed in SEEDS]
    assert any(one and one.flow.arrived.households for one in found)


def test_every_unit_stands_in_its_own_row_and_who_has_not_reported_has_no_numbers() -> None:
    drawn = months(2, PERIODS, missing=0.3)
    _, comparison, _ = rolled_up(drawn)
    assert comparison is not None
    data = workbook(drawn)
    reported = {part.path[0].name: part for part in drawn[-1][1]}
    lines = {line[1]: line for line in grid(data, "分村变动表") if line[1] and str(line[1]).endswith("村")}
    assert set(lines) == {row.name for row in roster(rolled_up(drawn)[0])}
    for name, line in lines.items():
        one = comparison.units.get(reported[name].unit) if name in reported else None
        if one is None:
            assert line[2:6] == (1, 0, 0, 0)
            assert set(line[6:-1]) == {None}
            assert line[-1] == "本期未报，不列入变动"
        elif one.flow is None:
            assert set(line[6:20]) == {None}
            assert line[20:22] == line[22:24] == tuple(_closing((reported[name],)))
            assert line[-2:] == (None, "无上期数，月末单列")
        else:
            assert list(line[6:20]) == _moves(one.flow)
            assert line[20:22] == (None, None)
            assert line[-2] == "相符"
            assert list(line[22:24]) == [one.flow.closing.households, one.flow.closing.persons]
    assert {line[-1] for line in lines.values()} >= {"本期未报，不列入变动", "无上期数，月末单列"}


def test_classes_risks_and_help_add_up_to_the_stock() -> None:
    found = [_added_up(seed) for seed in SEEDS]
    assert any(0 < having < closing for having, closing in found)


def _added_up(seed: int) -> tuple[int, int]:
    """Households that are helped, and all of them."""
    rollup, comparison, _ = rolled_up(months(seed, PERIODS))
    assert comparison is not None
    plan = make_rollup_plan(rollup, roster(rollup))
    flows = make_flow_plan(plan, comparison)
    by_key: dict[str, list[int]] = {}
    for item in flows.items:
        by_key.setdefault(f"{item.key}.{item.grain}", []).append(flows.total(item))
    closing = by_key["closing.households"][0]
    assert closing > 0
    assert sum(by_key["class.households"]) == closing
    assert sum(by_key["class.persons"]) == by_key["closing.persons"][0]
    assert sum(by_key["risk.households"]) == closing
    each = [helped(FORM, part) for part in rollup.parts]
    assert by_key["helped.households"][0] == sum(having for having, _ in each)
    assert by_key["unhelped.households"][0] == sum(lacking for _, lacking in each)
    removed = sum(own[Figure("households", standing="removed")] for own in counts_of(plan).values())
    assert removed == table_flow(FORM, rollup.parts).removed.households
    return by_key["helped.households"][0], closing


def test_numbers_are_formulas_over_the_detail_and_the_changes_and_the_opening_is_stated() -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook(months(4, PERIODS, missing=0))))
    rows = [[cell.value for cell in row] for row in book["分村变动表"].iter_rows() if str(row[1].value).endswith("村")]
    cells = next(row for row in rows if any("SUMIF" in str(value) for value in row))
    assert [isinstance(value, int) for value in cells[2:8]] == [True] * 6
    assert any("SUMIF('变动明细'!$D$" in str(value) for value in cells[8:20])
    assert not any("SUMIF" in str(value) for row in rows for value in row[2:8])
    assert all("'变动明细'" not in str(value) for value in cells[20:-1])
    assert cells[22].startswith("=SUMPRODUCT(--EXACT('边缘户'!$")
    assert "月末≠上月末＋本月新增－本月消除－自然减少－未说明减少＋无上期数单位" in cells[-2]
    top = [cell.value for cell in next(row for row in book["变动表"].iter_rows() if row[0].value == "合计")]
    assert top[5] == "=SUM('分村变动表'!G6:G11)"


@pytest.mark.parametrize("seed", SEEDS)
def test_the_classes_are_called_and_add_up_as_the_table_above_does(seed: int) -> None:
    data = workbook(months(seed, PERIODS, missing=0.2))
    lines = grid(data, "变动表")
    top = next(place for place, line in enumerate(lines) if line[0] == "类别")
    heads, rows = lines[top], list(lines[top + 2 : top + 4])
    assert [head for head in heads if head] == ["类别", "上月末", "本月新增", "其中：转入", "本月消除", "自然减少", "其中：转出", "未说明减少",
                                                "无上期数单位", "月末"]  # fmt: skip
    for line in rows:
        for grain in (1, 2):
            opening, came, _, removed, went, _, gone, fresh, closing = line[grain : grain + 17 : 2]
            assert opening + came - removed - went - gone + fresh == closing
    whole = table(data, "变动表", "合计")
    for place, column in ((0, 5), (14, 19), (16, 21)):  # what no move between classes can change
        assert sum(line[1 + place] for line in rows) == whole[column]


def test_a_change_says_who_what_why_and_which_rows() -> None:
    drawn = months(5, PERIODS)
    _, comparison, _ = rolled_up(drawn)
    assert comparison is not None
    lines = grid(workbook(drawn), "变动明细")[2:]
    assert len(lines) == len(comparison.changes)
    for line, change in zip(lines, comparison.changes, strict=True):
        assert line[2] == change.unit.name
        assert line[5] is None or set(str(line[5])[:-4]) == {"*"}
        assert (line[7] or 0, line[8] or 0) == (change.size.households, change.size.persons)
        assert line[10] == (change.reason or None)
        assert bool(line[12]) == (change.after is not None)
        assert bool(line[13]) == (change.before is not None)
    assert {line[3] for line in lines} >= {"新增", "转入", "转出", "风险消除"}
    assert {line[11] for line in lines if line[3] in ("转入", "转出")} == {change.other.name for change in comparison.changes if change.other}


def test_months_are_stated_but_for_this_one_and_only_flows_are_added() -> None:
    drawn = months(6, ("2020-01", "2020-03", "2020-04"), missing=0)
    _, _, moments = rolled_up(drawn)
    book = openpyxl.load_workbook(io.BytesIO(workbook(drawn)))
    rows = [[cell.value for cell in row] for row in book["历月"].iter_rows(min_row=6, max_row=11)]
    assert [row[0] for row in rows] == ["2020年1月", "2020年2月", "2020年3月", "2020年4月", "合计口径", "截至2020年4月"]
    assert rows[0][3:5] == [moments[0].stock.households, moments[0].stock.persons]
    assert rows[1][1] == "未汇总"
    assert rows[1][3:5] == [None, None]
    assert rows[3][3].startswith("='变动表'!")
    assert rows[4][3:7] == ["期末", "期末", "累计", "累计"]
    assert rows[5][3:7] == ["=D9", "=E9", "=SUM(F6:F9)", "=SUM(G6:G9)"]
    flows = [moment.flow for moment in moments if moment.flow]
    cached = next(line for line in grid(workbook(drawn), "历月") if line[0] == "截至2020年4月")
    assert cached[3] == moments[-1].stock.households
    assert cached[5] == sum((flow.added + flow.arrived).households for flow in flows)
    assert "没有汇总的：2020年2月" in str([row[0].value for row in book["历月"].iter_rows()])


def test_without_an_earlier_period_there_is_neither_change_nor_history() -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook(months(1, ("2020-01",)))))
    assert not {"变动表", "分村变动表", "变动明细", "历月"} & set(book.sheetnames)


def test_a_township_is_compared_by_itself() -> None:
    drawn = months(7, PERIODS)
    _, comparison, _ = rolled_up(drawn)
    assert isinstance(comparison, Comparison)
    data = workbook(drawn, TOWNS[0])
    assert table(data, "变动表", "合计")[5:19] == _moves(comparison.under(TOWNS[0].code).flow)
    assert "分村变动表" not in openpyxl.load_workbook(io.BytesIO(data)).sheetnames
    assert data == workbook(drawn, TOWNS[0])
    assert COUNTY.name in str(grid(data, "变动表")[1])
