"""What is said of the structure of a sheet: each fault once, expected and found side by side, and nothing lost."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from messing import grids
from test_address_law import FORMS, LEDGER, LIFTED, PATH, book_of, reported

from formkit.cells import a1, split
from formkit.checks import case_of, examine
from formkit.columns import specs
from formkit.filing import Filing, Identity, Source
from formkit.finding import Finding
from formkit.load import find_form
from formkit.read.grid import Grid
from formkit.read.headers import find_headers
from formkit.read.labels import likeness, plain
from formkit.read.sheets import filing_of
from formkit.saying import sentence

IDENTITY = Identity(LEDGER.form, LEDGER.version, "379999100200", "2020-12", path=PATH)
FIRST = 10  # first row of the first section's records


def sheet(form: str = LEDGER.form, **facts: Any) -> Grid:
    """The filled sheet with what the gate saw of it."""
    return dataclasses.replace(grids(book_of(form))[0], **facts)


def set_(grid: Grid, **cells: Any) -> Grid:
    """The sheet with some cells overwritten."""
    rows = [list(line) for line in grid.rows]
    for cell, value in cells.items():
        row, place = split(cell)
        rows += [[None] * len(rows[0]) for _ in range(row - len(rows))]
        rows[row - 1] += [None] * (place + 1 - len(rows[row - 1]))
        rows[row - 1][place] = value
    return dataclasses.replace(grid, rows=tuple(map(tuple, rows)))


def read(*sheets: Grid, form: str = LEDGER.form, identity: Identity = IDENTITY) -> Filing:
    """The filing on these sheets."""
    return filing_of(sheets, FORMS[form], Source("a.xlsx", ""), dataclasses.replace(identity, form=form), None)


def noted(filing: Filing) -> list[tuple[str, list[str]]]:
    """What is said of the structure: codes with their cells."""
    return [(note.code, [place.cell for place in note.places]) for note in filing.notes]


def findings(filing: Filing, code: str) -> list[Finding]:
    """The findings of one code."""
    form = FORMS[filing.identity.form]
    report = examine(case_of(form, filing, specs(form, None, ()), None))
    return [finding for finding in report.findings if finding.wording == code]


def value(filing: Filing, row: int, key: str) -> Any:
    """What was read in a row."""
    place = FORMS[filing.identity.form].places[key]
    return next(record.value(place) for record in filing.records if record.row == row)


def test_a_label_typed_wrongly_is_found_and_both_are_said_side_by_side() -> None:
    grid = set_(sheet(), F8="身份证号吗", D8="户主名字")
    (said,) = findings(read(grid), "renamed-column")

    assert [place.cell for place in said.places] == ["D8", "F8"]
    assert "应为“户主姓名”，现为“户主名字”；应为“身份证号码”，现为“身份证号吗”" in sentence(LEDGER, said)


def test_without_keys_a_label_is_found_by_likeness_and_not_where_a_sign_tells() -> None:
    bare = sheet(LIFTED.form)
    bare = dataclasses.replace(bare, rows=((), *bare.rows[1:]))
    income = next(a1(r, c) for r, line in enumerate(bare.rows, 1) for c, v in enumerate(line) if v == "人均可支配收入（元）")

    assert noted(read(set_(bare, **{income: "人均可支配收人（元）"}), form=LIFTED.form)) == [("renamed-column", [income])]
    codes = [code for code, _ in noted(read(set_(bare, **{income: "人均可支配收入（万元）"}), form=LIFTED.form))]
    assert codes == ["missing-column", "unknown-column"]


@pytest.mark.parametrize(("first", "second"), [("元", "万元"), ("第1月", "第2月"), ("上年度家庭收入", "本年度家庭收入")])
def test_a_telling_sign_makes_another_question(first: str, second: str) -> None:
    assert likeness(plain(first), plain(second)) == 0


def test_a_missing_column_names_what_was_found_instead() -> None:
    grid = set_(sheet(), S8="其他栏", S1=None, S19="其他栏")
    filing = read(grid)
    said = findings(filing, "missing-column")

    assert [(finding.section, finding.column, finding.places[0].cell) for finding in said] == [
        ("marginal", "helper", "A8"), ("unstable", "helper", "A19"),
    ]  # fmt: skip
    assert "缺少“帮扶联系人姓名”一栏（表头里认不出的有：其他栏）" in sentence(LEDGER, said[0])
    assert [finding for finding in findings(filing, "required") if finding.column == "helper"] == []


def test_one_column_twice_is_one_finding_and_the_first_is_read() -> None:
    filing = read(set_(sheet(), V8="户主姓名", V10="某人"))

    assert ("column-twice", ["V8"]) in noted(filing)
    assert value(filing, FIRST, "head_name") == "张甲一"
    assert [(place.cell, text) for place, text in filing.outside] == [("V10", "某人")]


def test_labels_that_several_columns_share_are_told_apart_by_order_where_their_groups_are_gone() -> None:
    form = find_form("zaozhuang-ledger-summary")
    labels = tuple(form.leaves[place].label for place in range(len(form.leaves)))
    (header,) = find_headers(form, Grid("表", visible=True, rows=(labels,)))

    assert header.columns == form.places
    (short,) = find_headers(form, Grid("表", visible=True, rows=(labels[:3] + labels[4:],)))
    assert short.columns.keys() < form.places.keys()


def test_a_merge_across_gives_nothing_to_the_columns_it_covers() -> None:
    filing = read(sheet(merges=((10, 7, 10, 8), (12, 4, 12, 6))))

    assert [pair for pair in noted(filing) if pair[0].startswith("merged")] == [("merged-across-required", ["G10", "D12"])]
    assert findings(filing, "merged-across-required")[0].code == "merged-across"
    assert [f.places[0].cell for f in findings(filing, "required")] == ["S23"]
    assert (value(filing, 12, "head_name"), value(filing, 12, "id_number")) == ("张甲二", None)


def test_a_merge_over_rows_and_columns_belongs_to_the_leftmost_column_of_all_rows() -> None:
    filing = read(sheet(merges=((10, 8, 11, 9),)))
    assert [pair for pair in noted(filing) if pair[0].startswith("merged")] == [("merged-across", ["H10"])]


def test_a_number_merged_over_several_people_counts_for_the_first() -> None:
    filing = read(sheet(merges=((12, 6, 13, 6),)))

    assert ("merged-unique", ["F12"]) in noted(filing)
    assert value(filing, 12, "id_number")
    assert value(filing, 13, "id_number") is None
    assert not [f for f in findings(filing, "duplicate") if f.places[0].cell == "F12"]


def test_a_person_merged_over_two_rows_is_one_person() -> None:
    grid = sheet()
    rows = list(grid.rows)
    width = len(LEDGER.leaves)
    rows[13] = tuple([None] * len(rows[12]))
    filing = read(dataclasses.replace(grid, rows=tuple(rows), merges=tuple((13, c, 14, c) for c in range(1, width + 1))))

    assert [record.row for record in filing.records if record.section == "marginal"] == [10, 11, 12, 13]


def test_a_label_merged_down_into_the_rows_is_nobodys_value() -> None:
    filing = read(set_(sheet(merges=((8, 4, 10, 4),)), D10=None))

    assert value(filing, FIRST, "head_name") is None


def test_a_remark_across_the_table_is_nobody() -> None:
    filing = read(set_(sheet(merges=((15, 4, 15, 21),)), D15="本村其余各户没有风险"))

    assert 15 not in [record.row for record in filing.records]
    assert ("填报表!D15", "本村其余各户没有风险") in [(f"{place.sheet}!{place.cell}", text) for place, text in filing.outside]


def test_an_example_row_is_said_and_not_counted() -> None:
    example = {"A14": "示例", "D14": "张三", "E14": "户主", "F14": "37999919600101001X", "G14": 1}
    filing = read(set_(sheet(), **example))

    assert ("example-row", ["A14"]) in noted(filing)
    assert 14 not in [record.row for record in filing.records]


def test_hidden_rows_and_columns_are_data_and_named() -> None:
    filing = read(sheet(hidden_rows=frozenset({1, 10, 11, 13, 16}), hidden_columns=frozenset({4, 10, 30})))
    (rows,), (columns,) = findings(filing, "hidden-rows"), findings(filing, "hidden-columns")

    assert [place.cell for place in rows.places] == ["A10", "A11", "A13"]
    assert "第10-11、13行" in sentence(LEDGER, rows)
    assert [place.cell for place in columns.places] == ["D10"]
    assert "D“户主姓名”" in sentence(LEDGER, columns)
    assert len(filing.records) == 8


def test_formulas_are_said_once_a_column_and_those_into_other_workbooks_apart() -> None:
    formulas = frozenset({"G10", "G11", "T10", "T20", "W10", "H4"})
    filing = read(sheet(formulas=formulas, linked=frozenset({"T10"}), uncalculated=frozenset({"G11"})))

    assert [pair for pair in noted(filing) if "formula" in pair[0]] == [("formula-cell", ["G10"]), ("linked-formula", ["T10"])]
    assert findings(filing, "never-calculated")


def test_the_number_of_a_row_may_be_a_formula() -> None:
    assert noted(read(sheet(LIFTED.form, formulas=frozenset({"A8", "A9"})), form=LIFTED.form)) == []


def test_cells_the_reader_did_not_give_are_said() -> None:
    (said,) = findings(read(sheet(unread=3)), "cells-unread")

    assert said.blocks
    assert "有3个单元格没有读出来" in sentence(LEDGER, said)


def emptied(grid: Grid) -> Grid:
    """The sheet as it was sent out."""
    rows = [line if not 10 <= row <= 17 and not 21 <= row <= 28 else () for row, line in enumerate(grid.rows, 1)]
    return dataclasses.replace(grid, rows=tuple(rows))


def test_rows_on_another_sheet_are_read_where_our_own_is_empty() -> None:
    filing = read(emptied(sheet()), sheet(name="Sheet2"))

    assert {record.sheet for record in filing.records} == {"Sheet2"}
    assert [code for code, _ in noted(filing)] == ["read-elsewhere"]
    assert (len(filing.records), filing.source.sheet) == (8, "Sheet2")


@pytest.mark.parametrize("how", ["bare", "hidden", "old"])
def test_an_empty_form_with_rows_elsewhere_is_not_empty(how: str) -> None:
    other = sheet(name="2019年12月" if how == "old" else "Sheet2", visible=how != "hidden")
    rows = other.rows[9:13] if how == "bare" else other.rows
    if how == "old":
        rows = tuple(tuple(v.replace("2020-12", "2019-12") if isinstance(v, str) else v for v in line) for line in rows)
    filing = read(emptied(sheet()), dataclasses.replace(other, rows=rows))

    assert filing.records == ()
    assert [code for code, _ in noted(filing)] == ["data-elsewhere"]
    assert findings(filing, "data-elsewhere")[0].blocks


@pytest.mark.parametrize("section", ["marginal", "unstable", ""])
def test_people_on_a_sheet_without_a_header_are_asked_about(section: str) -> None:
    own = sheet()
    gone = {"marginal": range(10, 18), "unstable": range(21, 29)}.get(section, ())
    rows = tuple(() if r in gone else line for r, line in enumerate(own.rows, 1))
    others = own.rows[20:24] if section == "unstable" else own.rows[9:13]
    other = {v: f"{v[:17]}9" for line in others for v in line if isinstance(v, str) and v[:6] == "379999" and not section}
    loose = tuple(tuple(other.get(v, v) for v in line) for line in others)
    filing = read(dataclasses.replace(own, rows=rows), Grid("Sheet2", visible=True, rows=loose))

    # The first person of the first section also stands in the second, and is not missed.
    assert noted(filing) == [("loose-rows-missed" if section else "loose-rows", ["A2" if section == "marginal" else "A1"])]
    assert noted(read(own, Grid("Sheet2", visible=True, rows=others))) == []


def test_a_copy_of_the_sheet_counts_once_and_other_rows_are_asked_for() -> None:
    assert [code for code, _ in noted(read(sheet(), sheet(name="备份")))] == ["sheet-copy"]
    more = set_(sheet(name="续表"), D10="张丙一")
    assert [code for code, _ in noted(read(sheet(), more))] == ["second-sheet"]
    assert noted(read(sheet(), emptied(sheet(name="空表")))) == []


def test_last_years_sheet_is_named_with_its_period_and_never_taken_for_ours() -> None:
    rows = sheet().rows
    old = tuple(tuple(v.replace("2020-12", "2019-12") if isinstance(v, str) else v for v in line) for line in rows)
    filing = read(sheet(name="2019年", rows=old), sheet())
    (said,) = findings(filing, "old-sheet")

    assert {record.sheet for record in filing.records} == {"填报表"}
    assert (said.blocks, "另一报告期（2019年12月）" in sentence(LEDGER, said)) == (False, True)


def test_two_sections_without_headers_between_are_told_by_their_titles() -> None:
    book = book_of(LEDGER.form)
    page = book.pages[0]
    page.lines[:] = [line for line in page.lines if not (line.kind == "header" and line.section == "unstable")]
    filing = read(*grids(book))

    assert [record.section for record in filing.records] == ["marginal"] * 4 + ["unstable"] * 4
    assert noted(filing) == [("header-missing", ["A18"])]


def test_a_repeated_header_that_lost_some_labels_is_read_by_the_one_before() -> None:
    grid = sheet()
    again = tuple(None if value == "家庭人口数" else value for value in grid.rows[7])
    rows = ((), *grid.rows[1:11], again, grid.rows[8], *grid.rows[11:])
    filing = read(dataclasses.replace(grid, rows=rows))

    assert noted(filing) == []
    assert [f.places[0].cell for f in findings(filing, "not-a-number")] == ["G15"]
    piece = ((), *grid.rows[1:11], grid.rows[8], *grid.rows[11:])
    assert noted(read(dataclasses.replace(grid, rows=piece))) == []


def test_what_is_no_part_of_the_form_is_carried_with_its_address() -> None:
    filing = read(set_(sheet(), A14="注：本村另有3户在外务工", Z11="已核", A35="姓名", B35="职务", C35="电话", A36="李帮一"))

    assert ("second-table", ["A35"]) in noted(filing)
    assert [(place.cell, text) for place, text in filing.outside] == [
        ("Z11", "已核"), ("A14", "注：本村另有3户在外务工"), ("A35", "姓名"), ("B35", "职务"), ("C35", "电话"), ("A36", "李帮一"),
    ]  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_nothing_of_a_form_as_it_was_sent_stands_outside_it(form: str) -> None:
    filing = read(sheet(form), form=form)

    assert (filing.outside, filing.notes) == ((), ())
    assert reported(form, filing)[1] == {}

