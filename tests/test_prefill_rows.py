"""Rows of a supplied table that are hard to place: codes and names, titles of sections, rows given twice, filings of a past month."""

from __future__ import annotations

from typing import Any

import pytest
from drawn import person
from office_task import EAST_A, EAST_B, ROSTER, WEST_A, household
from test_prefill_file import CASES, HEADER, LEDGER, MONTH, UNITS, book, filled, found, line, put, why

from formkit.beforehand.prefill import allotted
from formkit.beforehand.supply import unmatched
from formkit.beforehand.whose import Wanted
from formkit.filing import Identity
from formkit.identity import steps
from formkit.layout import TITLE_ROW
from formkit.load import find_form
from formkit.period import parse
from formkit.roster import read_roster
from formkit.write.book import write_workbook
from formkit.write.issue import Entry, Issue

MONTHLY = find_form("zaozhuang-ledger-monthly")
CODED = ("村代码", "村", "部分", "户主姓名", "证件号码")


def coded(code: Any, name: str, number: int) -> list[Any]:
    return [code, name, "边缘户", "张甲一", person("1970-01-01", number)]


@pytest.mark.parametrize("written", ["东镇甲庄村", "示例区东镇甲庄", " 甲 庄 村 ", "甲庄村委会"])
def test_a_unit_may_be_written_behind_those_above_it(written: str) -> None:
    assert len(filled(LEDGER, put(LEDGER, [HEADER, line(1, 行政村=written)]), EAST_A)) == 1


def test_brackets_of_either_width_name_the_same_township_and_the_very_name_comes_first() -> None:
    wide = read_roster((ROSTER.replace("西镇(新区)", "西镇（新区）") + "379999100202,甲庄社区,村,379999100000\n").encode())
    rows = [HEADER, line(1, **{"乡(镇)": "西镇(新区)"}), line(2), line(3, 行政村="甲庄社区")]
    got = put(LEDGER, rows, units=wide)

    assert [len(filled(LEDGER, got, unit)) for unit in (WEST_A, EAST_A, "379999100202")] == [1, 1, 1]
    assert got.left == ()


def test_a_code_and_a_name_beside_it_mean_the_same_unit_or_nobody_is_guessed() -> None:
    pairs = [(float(EAST_B), "乙庄村"), ("3.79999E+11", ""), (EAST_A, "乙庄"), ("", "乙庄"), ("", "")]
    rows = [CODED, *(coded(*pair, number) for number, pair in enumerate(pairs, 1))]
    got = put(LEDGER, rows)

    assert [row["id_number"] for row in filled(LEDGER, got, EAST_B)] == [person("1970-01-01", 1), person("1970-01-01", 4)]
    assert why(got) == [
        (3, "", "名单里没有填报单位“3.79999E+11”"), (4, "", f"代码{EAST_A}是“甲庄村”的，这一行写的却是“乙庄”，不知道该归谁"), (6, "", "这一行没有写是哪个村"),
    ]  # fmt: skip


def test_codes_of_another_system_are_known_and_who_ended_is_said_with_its_heir() -> None:
    later = "代码,名称,级别,上级,代码体系,其他代码,停用,并入\n1,示例区,县,,,,,\n11,东镇,乡,1,,,,\n370001,甲庄村,村,11,统计,民政:990001,,\n" \
            "370002,乙庄村,村,11,统计,民政:370001,,\n370003,丙庄村,村,11,统计,,2019,370002\n370004,丁庄村,村,11,统计,,2019,\n"  # fmt: skip
    units = read_roster(later.encode()).on(MONTH.end)
    got = put(LEDGER, [CODED, coded("990001", "", 1), coded("370001", "乙庄村", 2), coded("370001", "", 3), coded("370003", "", 4),
                       coded("", "丁庄村", 5)], units=units)  # fmt: skip

    assert [len(filled(LEDGER, got, unit)) for unit in ("370001", "370002")] == [1, 1]
    assert [text for _, _, text in why(got)] == [
        "名单里有2个“370001”，这一行没有写明是哪个乡镇的", "“丙庄村”已于2020年并入“乙庄村”，请改写为“乙庄村”", "“丁庄村”从2020年起已停用，不再填报",
    ]  # fmt: skip


def test_the_title_above_the_rows_or_the_name_of_the_sheet_is_the_section() -> None:
    head, own = HEADER[:9], [line(number)[:9] for number in range(5)]
    stacked = [["某镇台账"], ["一、一般农户中存在致贫风险的人口"], head, own[1], ["二、脱贫享受政策人口中存在返贫风险的人口"], head, own[2], own[3]]
    apart = found(LEDGER, book(("边缘户", [head, own[1]]), ("脱贫监测户", [head, own[2]])))
    sheets = allotted(Wanted(LEDGER, MONTH, UNITS), apart)

    for got, counts in ((put(LEDGER, stacked), [1, 2]), (sheets, [1, 1])):
        assert [len(filled(LEDGER, got, EAST_A, key)) for key in ("marginal", "unstable")] == counts
    assert [text for _, _, text in why(put(LEDGER, [head, own[1]]))] == ["文件里没有一栏写明属于哪一部分：请加一栏“部分”，写边缘户、脱贫监测户之一"]


def test_a_row_given_twice_is_filled_in_once_and_who_stands_there_twice_is_said() -> None:
    got = put(LEDGER, [HEADER, line(1), line(1), line(2), line(2, 家庭人口数=3), line(1, 行政村="乙庄村")])
    said = " ".join(unmatched({"title": "", "form": ""}, got))

    assert [len(filled(LEDGER, got, unit)) for unit in (EAST_A, EAST_B)] == [3, 1]
    assert why(got) == [(3, "", "与工作表“Sheet1”第2行完全相同，只填一次")]
    assert "有2人在文件里出现不止一次" in said
    assert "第2行、工作表“Sheet1”第6行；工作表“Sheet1”第4行、工作表“Sheet1”第5行" in said


def test_who_was_never_admitted_is_listed_and_not_filled_in() -> None:
    rows = [["镇街", "户主姓名", "身份证号", "审核结论"], *(["东镇", "张甲一", person("1970-01-01", number), verdict]
            for number, verdict in enumerate(("符合", "不符合"), 1))]  # fmt: skip
    got = put(CASES, rows)

    assert (got.rows, [text for _, _, text in why(got)]) == (1, ["没有纳入（审核不符合等），不用填报"])


@pytest.mark.parametrize(("now", "anew"), [("2020-04", ("变动情况", "变动日期")), ("2020-03", ())])
def test_a_filing_of_a_past_month_gives_its_rows_but_not_what_happened_in_it(now: str, anew: tuple[str, ...]) -> None:
    path = steps(UNITS.path(EAST_A))
    row = household(1) | {"change": "信息更正", "changed_on": "2020-03-05", "county": "示例区", "township": "东镇", "village": "甲庄村"}
    values = tuple(row.get(leaf.key) for leaf in MONTHLY.leaves)
    sent = Issue(Identity(MONTHLY.form, MONTHLY.version, EAST_A, "2020-03", path=path), {"marginal": 3, "unstable": 3},
                 tuple(UNITS.limited(EAST_A).units.values()), MONTH.end, "", entries={"unstable": (Entry(values),)})  # fmt: skip
    supply = found(MONTHLY, write_workbook(MONTHLY, sent), wanted=Wanted(MONTHLY, parse(now), UNITS))
    got = allotted(Wanted(MONTHLY, parse(now), UNITS), supply)
    (again,) = filled(MONTHLY, got, EAST_A, "unstable")

    assert (again["id_number"], again.get("change"), got.anew) == (person("1970-01-01", 1), None if anew else "信息更正", anew)
    assert all(row > TITLE_ROW for row, _, _ in why(got)), "the hidden rows above the paper are no data"
