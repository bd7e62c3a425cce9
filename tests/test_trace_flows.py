"""Numbers of 总览 and 变动表 are explained like any other: by the rows in the stock, the lines of 变动明细, the earlier filings."""

from __future__ import annotations

import pytest
from months_drawn import FORM, months, rolled_up, workbook
from rollup_cases import COUNTY, TOWNS, grid
from typed_over import typed

from formkit.commands.trace import told
from formkit.merge import totals_of
from formkit.read.rollup import Opened, open_rollup
from formkit.trace.origin import Counted, trace
from formkit.trace.plain import traced_json
from formkit.trace.totals import Stood, described

DRAWN = months(2, ("2020-01", "2020-02", "2020-03"))
DATA = workbook(DRAWN, excluded=[("坏.xlsx", "refused", "打不开")])
SHEETS = ("总览", "变动表")


def opened(data: bytes = DATA) -> Opened:
    found = open_rollup(data, "汇总.xlsx", {FORM.form: FORM})
    assert found is not None
    return found


BOOK = opened()
NUMBERS = [each for each in BOOK.numbers if each.sheet in SHEETS and not each.meaning.period]


def of(stood: Stood, book: Opened = BOOK) -> Counted:
    found = trace(book, f"'{stood.sheet}'!{stood.cell}")
    assert isinstance(found, Counted)
    return found


def first(key: str, unit: str = "", sheet: str = "变动表", value: str = "") -> Stood:
    return next(each for each in NUMBERS if (each.sheet, each.meaning.key, each.meaning.unit, each.meaning.value)
                == (sheet, key, unit, value))  # fmt: skip


@pytest.mark.parametrize("sheet", SHEETS)
def test_every_number_is_the_sum_of_what_it_is_led_to(sheet: str) -> None:
    seen = set()
    for stood in (each for each in NUMBERS if each.sheet == sheet):
        found, kind = of(stood), stood.meaning.kind
        assert found.agrees is not False, stood
        if kind not in ("flow", "stated"):
            continue
        for each in (found.lines, found.earlier, found.shares):
            amounts = [one.amount for one in each]
            assert not amounts or None in amounts or sum(one or 0 for one in amounts) == stood.value, stood
        assert not stood.value or found.lines or found.earlier or found.shares, stood
        seen.add(stood.meaning.key.split(".")[0])
    assert {"opening", "came", "removed", "went", "closing", "helped", "unhelped"} <= seen


def test_a_flow_leads_to_the_lines_of_the_changes_and_the_rows_of_both_periods() -> None:
    for unit, towns in (("", {town.name for town in TOWNS}), (TOWNS[0].code, {TOWNS[0].name})):
        lines = of(first("removed.persons", unit)).lines
        assert {line.kind for line in lines} == {"风险消除"}
        assert {name for name in towns for line in lines if line.unit.startswith(name)} == towns
        for line in lines:
            row = grid(DATA, line.sheet)[int(line.cell[1:]) - 1]
            assert (row[8], row[12], row[13] or "") == (line.amount, line.now, line.then)
            assert "第" in line.now
        assert any("第" in line.then for line in lines)


def test_a_stock_at_the_beginning_names_the_earlier_filings() -> None:
    before = {part.sha256: part for part in DRAWN[-2][1]}
    both = {part.unit for part in DRAWN[-1][1]}
    found = of(first("opening.households")).earlier
    assert {one.unit for one in found} == {part.unit for part in before.values()} & both
    for one in found:
        part = before[one.sha256]
        assert (one.period, one.file) == (part.period, part.file)
        assert one.amount == sum(total.households for total in totals_of(FORM, part).values())


def test_a_class_leads_to_its_rows_and_a_typed_over_one_is_found_out_by_them() -> None:
    stood = first("closing.persons", sheet="总览", value="边缘户")
    found = of(stood)
    assert {share.record.section for share in found.shares} == {"marginal"}
    assert not any(share.record.value(FORM.places["change"]) in ("风险消除", "死亡", "迁出") for share in found.shares)
    book = opened(typed(DATA, stood.sheet, stood.cell, 500))
    wrong = trace(book, f"总览.{stood.cell}")
    assert isinstance(wrong, Counted)
    assert (wrong.agrees, wrong.expected) == (False, stood.value)


def test_counts_name_the_sheet_and_the_units() -> None:
    rollup, said = rolled_up(DRAWN)[0], {part.path[0].name for part in DRAWN[-1][1]}
    missing = of(first("open", sheet="总览"))
    assert [(each.sheet, each.name in said) for each in missing.listed] == [("应报名单", False)] * (6 - len(rollup.parts))
    assert [each.name for each in of(first("late", sheet="总览")).listed] == ["东村"]
    assert [(each.sheet, each.name) for each in of(first("excluded", sheet="总览")).listed] == [("未计入", "坏.xlsx")]


def test_it_is_told_in_words_with_whole_numbers() -> None:
    def lines(stood: Stood) -> str:
        return "\n".join(told(traced_json(BOOK, of(stood), limit=2, plain=False)))

    removed = lines(first("removed.persons"))
    assert "来自变动明细：共7行" in removed
    assert "本期：inbox/" in removed
    assert "没有列完" in removed
    assert "汇总时写下的数：7（相符）" in removed
    assert "SHA-256：" in lines(first("opening.households"))
    assert "应报名单!" in lines(first("open", sheet="总览"))
    assert all(described(FORM, each.meaning, {COUNTY.code: COUNTY.name}) != each.meaning.key for each in NUMBERS)
