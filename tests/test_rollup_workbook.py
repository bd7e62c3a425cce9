"""Roll-up workbooks as written: every number is the one merging gives, and live; the lists, the look, the print."""

from __future__ import annotations

import io
import random

import openpyxl
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.utils import get_column_letter
from rollup_cases import (
    COUNTY,
    FIRST,
    FORM,
    FORMS,
    ROSTER,
    TOWNS,
    fixed,
    grid,
    rolled,
    some_parts,
    written,
)

from formkit import gate
from formkit.container import OWN
from formkit.layout import header
from formkit.merge import totals_of
from formkit.read import read_file
from formkit.twins import twins
from formkit.write.rollup import write_rollup
from formkit.write.rollup_blocks import sheet_names
from formkit.write.rollup_plan import amount, make_rollup_plan


@given(st.randoms(use_true_random=False))
@settings(max_examples=15, deadline=None)
def test_every_cached_number_is_the_one_merging_gives(rng: random.Random) -> None:
    parts = some_parts(rng)
    for unit in (COUNTY, TOWNS[0]):
        rollup = rolled(parts, unit)
        measures = make_rollup_plan(rollup, ()).measures
        data = written(rollup)
        sums = [line for line in grid(data, "汇总") if line and line[0] == "合计"]
        lead = 3 if unit == COUNTY else 2
        for section, line in zip(FORM.sections, sums, strict=True):
            assert [int(n) for n in line[lead : lead + len(measures)]] == [
                amount(rollup.totals[section.key], measure) for measure in measures
            ]
        distinct = [line for line in grid(data, "汇总") if line and line[0] == "不重复人数"]
        assert [line[lead + 2] for line in distinct] == [rollup.distinct[section.key] for section in FORM.sections]
        if unit == COUNTY and parts:
            villages = [line for line in grid(data, "分村汇总") if line and line[1] in ("已报", "零报告")]
            each = [totals_of(FORM, part)[section.key] for section in FORM.sections for part in rollup.parts]
            assert sorted(line[2] for line in villages) == sorted(total.households for total in each)


def test_formulas_run_over_the_units_own_rows_only_and_never_count_ids() -> None:
    book = openpyxl.load_workbook(io.BytesIO(written(rolled(fixed(), TOWNS[0]), ROSTER)))
    rows = {row[0].value: row for row in book["汇总"].iter_rows(min_row=4, max_row=13)}
    for name, block in (("东村", (FIRST, FIRST + 1)), ("西村", (FIRST + 2, FIRST + 3))):
        formulas = [cell.value for cell in rows[name][2:] if isinstance(cell.value, str) and cell.value.startswith("=")]
        assert len(formulas) == 20  # 户数 行数 人数, ten policies, six risks, the check of the detail
        for formula in formulas:
            assert "!" in formula
            assert "COUNTIF" not in formula
            assert f"${block[0]}" in formula
            assert f"${block[1]}" in formula
            other = FIRST + 2 if name == "东村" else FIRST
            assert f"${other}:" not in formula
    assert [cell.value for cell in rows["南村"][1:21]] == ["零报告", *[0] * 19]  # a zero report is 0, and no formula
    assert [cell.value for cell in rows["北村"][1:5]] == ["未报", None, None, None]  # one that is missing is not 0
    assert rows["合计"][2].value.startswith("=SUM(C")


def test_detail_is_the_official_header_with_its_sources_and_can_be_sorted() -> None:
    data = written(rolled(fixed(), TOWNS[0]))
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert book.sheetnames == [
        "总览", "汇总", "边缘户", "脱贫监测户", "应报名单", "重复人员", "未计入", "_numbers", "_parts"]  # fmt: skip
    assert book["_parts"].sheet_state == "hidden"
    sheet = book["边缘户"]
    for cell in header(FORM):
        assert sheet.cell(4 + cell.top, cell.left + 1).value == cell.label
    width = len(FORM.leaves)
    assert sheet.row_dimensions[1].hidden
    assert [sheet.cell(1, place + 1).value for place in range(width + len(OWN))] == [*FORM.places, *OWN]
    letters = {key: get_column_letter(place) for place, key in enumerate(OWN, width + 1)}
    hidden = [key for key, name in letters.items() if sheet.column_dimensions[name].hidden]
    assert hidden[0] == "_person"
    identity = sheet.cell(FIRST, FORM.places["id_number"] + 1)
    assert (identity.data_type, identity.number_format) == ("s", "@")
    assert sheet.cell(FIRST, FORM.places["helper_agency"] + 1).data_type == "s"  # =SUM(A1) was text and still is
    month = sheet.cell(FIRST, FORM.places["recognised"] + 1)
    assert (month.is_date, month.number_format) == (True, 'yyyy"年"m"月"')
    assert sheet.auto_filter.ref == f"A5:{get_column_letter(width + len(OWN))}{FIRST + 3}"
    assert not sheet.protection.sheet
    paper = sheet.page_setup
    assert (paper.paperSize, paper.orientation) == (8, "landscape")
    assert sheet.print_title_rows == "$4:$5"
    assert sheet.freeze_panes == f"E{FIRST}"
    source = [sheet.cell(FIRST, width + 1 + OWN.index(key)).value for key in OWN[1:7]]
    assert source == [1, f"{TOWNS[0].code}001", "东村", "收件/东村.xlsx", "填报表", 8]


def test_the_lists_say_who_is_missing_who_is_twice_and_what_was_left_out() -> None:
    rollup = rolled(fixed(), TOWNS[0])
    excluded = (("收件/379999194001010000.xlsx", "unreadable", "打不开"),)
    data = write_rollup(rollup, ROSTER, twins(FORM, rollup.parts), excluded)
    assert [line[2:7] for line in grid(data, "应报名单")[2:]] == [
        ("东村", "村", "周营镇", "已报", "逾期"), ("北村", "村", "周营镇", "未报", "逾期")]  # fmt: skip
    both = grid(data, "重复人员")[3:]
    assert [(line[0], *line[3:5], line[10]) for line in both] == [(1, "东村", "边缘户", "填报表 8"), (1, "西村", "边缘户", "填报表 8")]
    assert all(set(line[2][:-4]) == {"*"} for line in both)
    assert grid(data, "未计入")[2] == ("收件/**************0000.xlsx", "无法读取", "打不开")
    alone = written(rolled(fixed()[:1], TOWNS[0]))
    assert grid(alone, "重复人员")[2][0] == "没有发现"
    assert grid(alone, "未计入")[2][0] == "没有未计入的文件"
    assert "应报2个　实报3个（其中零报告1个）" in grid(data, "汇总")[2]


def test_a_county_groups_villages_by_township_and_adds_them_up() -> None:
    parts = (*fixed(), *(part for part in some_parts(random.Random(5)) if part.path[1] == TOWNS[1]))
    book = openpyxl.load_workbook(io.BytesIO(written(rolled(parts), ROSTER)))
    rows = {row[0].value: row for row in book["汇总"].iter_rows(min_row=4, max_row=9)}
    assert [cell.value for cell in rows["周营镇"][1:4]] == [4, 3, "=SUM('分村汇总'!C7:C10)"]
    assert [row[0].value for row in book["分村汇总"].iter_rows(min_row=7, max_row=11)] == [
        "东村", "西村", "南村", "北村", "周营镇小计"]  # fmt: skip
    assert book["分村汇总"]["C11"].value == "=SUM(C7:C10)"
    assert book["汇总"].print_title_rows is None
    assert book["分村汇总"].print_title_rows == "$4:$5"
    assert len(book["总览"]._charts) == 1


def test_the_same_bytes_again_and_nothing_in_them_that_a_reader_takes_for_a_filing() -> None:
    rollup = rolled(fixed(), TOWNS[0])
    data = written(rollup, ROSTER)
    assert data == written(rollup, ROSTER)
    assert gate.inspect(data, "x.xlsx").outcome is None
    taken = read_file(data, "x.xlsx", FORMS)
    assert (taken.outcome, taken.filing) == ("not-a-filing", None)


def test_sheet_names_are_such_as_a_workbook_takes() -> None:
    long = [section.model_copy(update={"means": "汇总"}) for section in FORM.sections]
    odd = FORM.sections[0].model_copy(update={"means": "a/b:" + "长" * 40})
    form = FORM.model_copy(update={"sections": (*long, odd)})
    form = form.model_copy(update={"sections": tuple(
        section.model_copy(update={"key": f"k{place}"}) for place, section in enumerate(form.sections))})  # fmt: skip
    names = sheet_names(form)
    assert list(names.values()) == ["汇总(2)", "汇总(3)", "a_b_" + "长" * 27]
