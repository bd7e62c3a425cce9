"""Detail longer than a sheet: cut at units over several sheets, indexed, counted the same, read back the same."""

from __future__ import annotations

import io
import random
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from itertools import pairwise
from typing import Any, NamedTuple

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rollup_cases import (
    COUNTY,
    FIRST,
    FORM,
    TOWNS,
    a_part,
    grid,
    read,
    record,
    resident,
    rolled,
    some_parts,
    spoiled,
    written,
)

from formkit import container
from formkit.container import OWN
from formkit.filing import Record, Step
from formkit.load import find_form
from formkit.merge import Part, Rollup
from formkit.write import links, rollup, rollup_index, styles
from formkit.write.rollup_blocks import Detail, details_of
from formkit.write.rollup_formulas import formula, moved
from formkit.write.rollup_plan import make_rollup_plan
from formkit.write.rollup_runs import Run

PREFECTURE = Step("prefecture", "370000", "枣庄市")


@contextmanager
def short(rows: int) -> Iterator[None]:
    """Sheets of so many rows of detail."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rollup, "make_rollup_plan", partial(make_rollup_plan, rows=rows))
        yield


def village(number: int, people: int, town: Step = TOWNS[0], county: Step = COUNTY) -> Part:
    """So many households of two in 边缘户."""
    rows = tuple(
        record(FORM, "marginal", 8 + row, {"head_name": "张三", "relation": "子女" if row % 2 else "户主", "education": "√",
                                           "family_doctor": "√", "id_number": resident(50 * number + row)})
        for row in range(people)
    )  # fmt: skip
    path = (Step("village", f"{town.code}{number:03d}", f"{number}村"), town, county, PREFECTURE)
    return Part(FORM.form, "2020-03", path, 1, f"{number:064x}", f"{number}.xlsx", "accepted", rows)


class Line(NamedTuple):
    part: Part
    record: Record
    number: int


def lines_of(runs: Iterable[Run]) -> list[Line]:
    return [Line(run.part, record, number) for run in runs for number, record in enumerate(run.records, run.number)]


def stood(found: Rollup, rows: int) -> list[tuple[str, int]]:
    """Sheets of the first section with the number of their rows."""
    return [(page.sheet, page.count) for page in details_of(found, rows)[0].pages]


def test_a_sheet_ends_where_a_township_ends_and_one_too_long_is_cut_at_villages_then_rows() -> None:
    other = Step("township", "379999103", "临城街道")
    parts = [village(1, 4), village(2, 4), village(3, 2, TOWNS[1]), village(4, 2, other)]
    assert stood(rolled(parts), 12) == [("边缘户", 12)]
    assert stood(rolled(parts), 11) == [("边缘户_周营镇-1号镇(新区)", 10), ("边缘户_临城街道", 2)]
    assert stood(rolled(parts), 8) == [("边缘户_周营镇", 8), ("边缘户_1号镇(新区)-临城街道", 4)]
    assert stood(rolled(parts), 5) == [("边缘户_周营镇", 4), ("边缘户_周营镇(2)", 4), ("边缘户_1号镇(新区)-临城街道", 4)]
    assert [count for _, count in stood(rolled(parts), 2)] == [2] * 6  # between two households
    assert [count for _, count in stood(rolled(parts), 3)] == [2, 2, 2, 2, 2, 2]
    assert [count for _, count in stood(rolled(parts), 1)] == [1] * 12  # a household that is longer than a sheet
    assert stood(rolled(parts, TOWNS[0]), 6) == [("边缘户_1村", 4), ("边缘户_2村", 4)]


def test_a_prefecture_is_cut_at_counties() -> None:
    far = Step("county", "379998", "山亭区")
    town = Step("township", "379998101", "城头镇")
    parts = [village(1, 4, town, far), village(2, 4), village(3, 4, TOWNS[1])]
    found = rolled(parts, PREFECTURE)
    assert stood(found, 8) == [("边缘户_山亭区", 4), ("边缘户_薛城区", 8)]
    assert stood(found, 7) == [("边缘户_山亭区", 4), ("边缘户_薛城区", 4), ("边缘户_薛城区(2)", 4)]


@given(st.randoms(use_true_random=False), st.integers(1, 9))
@settings(max_examples=8, deadline=None)
def test_cut_detail_is_read_back_as_what_was_rolled_up(rng: random.Random, rows: int) -> None:
    found = rolled(some_parts(rng))
    with short(rows):
        data = written(found)
    assert read(data).parts == found.parts
    assert read(data).edited == ()
    for detail in details_of(found, rows):
        assert [line.number for line in lines_of(detail.runs)] == list(range(1, 1 + sum(page.count for page in detail.pages)))
        assert all(page.count <= rows for page in detail.pages)
        _blocks_hold_their_units_rows(detail)


def _blocks_hold_their_units_rows(detail: Detail) -> None:
    sheets = {page.sheet: lines_of(page.runs) for page in detail.pages}
    assert len(sheets) == len(detail.pages)
    assert all(len(sheet) <= 31 for sheet in sheets)
    for unit, first in detail.blocks.items():
        own = [line for block in first.every for line in sheets[block.sheet][block.first - FIRST : block.last - FIRST + 1]]
        assert own == [line for line in lines_of(detail.runs) if line.part.unit == unit]
        assert all(sheets[block.sheet][block.first - FIRST].number == block.number for block in first.every)


def test_a_unit_on_several_sheets_is_the_sum_of_its_blocks_also_where_a_household_is_cut() -> None:
    found = rolled([village(1, 6)], TOWNS[0])
    plan = make_rollup_plan(found, (), 4)
    block, said = plan.details[0].blocks[f"{TOWNS[0].code}001"], {measure.kind: measure for measure in reversed(plan.measures)}
    assert [(each.first, each.last, each.number) for each in block.every] == [(FIRST, FIRST + 3, 1), (FIRST, FIRST + 1, 5)]
    for kind in ("households", "records", "persons", "count"):
        assert formula(FORM, block, said[kind]).count(f"'{block.rest[0].sheet}'!") > 0, kind
    assert "+SUM(" in formula(FORM, block, said["households"])
    assert moved(FORM, block).count("COUNT(") == 2
    torn = make_rollup_plan(found, (), 1).details[0].blocks[f"{TOWNS[0].code}001"]  # a household on two sheets
    for kind in ("households", "persons", "count"):
        assert formula(FORM, torn, said[kind]).count("+") == 5, kind


def test_the_numbers_are_the_same_and_a_note_stands_where_one_is_no_formula() -> None:
    parts = [a_part(random.Random(seed), FORM, TOWNS[seed % 2], seed) for seed in range(6)]
    found = rolled([*parts, village(9, 6)])
    whole = written(found)
    with short(1):
        cut = written(found)
    for sheet in ("汇总", "分村汇总"):
        lead = [tuple(str(value) for value in line[:16]) for line in grid(whole, sheet) if line[0] != "不重复人数"]
        assert lead == [tuple(str(value) for value in line[:16]) for line in grid(cut, sheet) if line[0] != "不重复人数"]
    told = {line[0]: line for line in grid(cut, "汇总") if line[0] == "不重复人数"}["不重复人数"]
    assert "不是公式" in str(told[6])
    assert "不是公式" not in str(grid(whole, "汇总"))


def test_the_index_leads_to_the_first_row_of_each_block(monkeypatch: pytest.MonkeyPatch) -> None:
    found = rolled([village(1, 4), village(2, 4), village(3, 2, TOWNS[1])])
    assert "明细目录" not in openpyxl.load_workbook(io.BytesIO(written(found))).sheetnames
    with short(8):
        sheet = openpyxl.load_workbook(io.BytesIO(written(found)))["明细目录"]
    rows = [tuple(cell.value for cell in line) for line in sheet.iter_rows(min_row=4)]
    assert rows == [
        ("边缘户", "周营镇", f"{TOWNS[0].code}001", "1村", 1, "边缘户_周营镇", FIRST, 4),
        ("边缘户", "周营镇", f"{TOWNS[0].code}002", "2村", 2, "边缘户_周营镇", FIRST + 4, 4),
        ("边缘户", "1号镇(新区)", f"{TOWNS[1].code}003", "3村", 3, "边缘户_1号镇(新区)", FIRST, 2),
    ]
    links = [sheet.cell(row, 6).hyperlink.location for row in (4, 5, 6)]
    assert links == [f"'边缘户_周营镇'!A{FIRST}", f"'边缘户_周营镇'!A{FIRST + 4}", f"'边缘户_1号镇(新区)'!A{FIRST}"]
    monkeypatch.setattr(rollup_index, "LINKS", 2)  # beyond what a sheet takes there is the name alone
    with short(8):
        sheet = openpyxl.load_workbook(io.BytesIO(written(found)))["明细目录"]
    assert [bool(sheet.cell(row, 6).hyperlink) for row in (4, 5, 6)] == [True, True, False]
    assert sheet.cell(6, 6).value == "边缘户_1号镇(新区)"


def test_names_of_sheets_are_legal_and_apart_however_units_are_called() -> None:
    odd = ("a/b:[c]", "'甲'", "长" * 60, "长" * 60 + "二", "\U00029e3d" * 20, "汇总")
    towns = [Step("township", f"3799992{place:02d}", name) for place, name in enumerate(odd)]
    found = rolled([village(place, 2, town) for place, town in enumerate(towns)])
    names = [name for name, _ in stood(found, 2)]
    assert len({name.casefold() for name in names}) == len(odd)
    assert all(len(name.encode("utf-16-le")) <= 62 and not set(name) & set("[]:*?/\\'") for name in names)
    with short(2):
        assert read(written(found)).parts == found.parts


def test_a_form_too_wide_to_be_read_is_printed_over_several_pages_with_the_name_on_each() -> None:
    narrow, wide = find_form("longkou-alerts"), find_form("heqing-annex-1")

    def sheet(form: Any) -> Any:
        return openpyxl.load_workbook(io.BytesIO(written(rolled([], form=form))))[details_of(rolled([], form=form))[0].sheet]

    whole = sheet(narrow)
    assert (whole.page_setup.fitToHeight, whole.sheet_properties.pageSetUpPr.fitToPage, whole.print_title_cols) == (0, True, None)
    page = sheet(wide)
    assert (page.page_setup.scale, sheet(find_form("longkou-case")).page_setup.scale) == (None, 80)  # 10 and 8 points
    assert not page.sheet_properties.pageSetUpPr.fitToPage
    last = openpyxl.utils.get_column_letter(wide.places[wide.record.name or ""] + 1)
    assert page.print_title_cols == f"$A:${last}"
    starts = [page.cell(4, place.id + 1).value for place in page.col_breaks.brk]
    assert starts == ["民主评议日期", "核实说明"]  # where a group of the header begins
    assert "A2:P2" in [str(area) for area in page.merged_cells.ranges]  # the title is whole on the first page
    ledger = sheet(FORM)
    assert [ledger.cell(4, place.id + 1).value for place in ledger.col_breaks.brk] == ["核实说明"]  # the form itself on one page


def test_formats_do_not_grow_with_the_rows_and_too_many_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    few, many = rolled([village(1, 2)]), rolled([village(number, 8) for number in range(9)])
    kept: list[styles.Book] = []
    monkeypatch.setattr(rollup, "write_index", lambda book, plan: kept.append(book))
    written(few), written(many)
    assert len(kept[1].formats) <= len(kept[0].formats)
    monkeypatch.setattr(styles, "FORMATS", len(kept[0].formats) - 1)
    with pytest.raises(RuntimeError, match="formats"):
        written(few)


def test_every_block_is_named_once() -> None:
    found = rolled([village(number, 4, TOWNS[number % 2]) for number in range(8)])
    for detail in details_of(found, 4):
        places = sorted((block.sheet, block.first, block.last) for first in detail.blocks.values() for block in first.every)
        assert all(one[0] != two[0] or one[2] < two[1] for one, two in pairwise(places))


def test_a_text_too_long_for_a_cell_is_cut_and_still_known_as_what_was_written(monkeypatch: pytest.MonkeyPatch) -> None:
    own = village(1, 2)
    wrong = spoiled(FORM, own.records[0], "helper_agency", "text-too-long", "长" * 40_000)
    found = rolled([replace(own, records=(wrong, *own.records[1:]))])
    assert read(written(found)).edited == ()
    monkeypatch.setattr(container, "LONGEST", 150)
    again = read(written(found))
    assert again.edited == ()
    assert again.parts[0].records[0].raws[FORM.places["helper_agency"]] == "长" * 150


def test_a_long_sheet_of_detail_leads_to_the_sources_by_formulas_and_has_no_links_to_run_out_of(monkeypatch: pytest.MonkeyPatch) -> None:
    found = rolled([village(number, 2) for number in range(4)])
    ways = {part.sha256: f"../inbox/{part.file}" for part in found.parts}
    monkeypatch.setattr(links, "_QUICK", 7)
    sheet = openpyxl.load_workbook(io.BytesIO(rollup.write_rollup(found, (), (), (), sources=ways)))["边缘户"]
    column = len(FORM.leaves) + OWN.index("_file") + 1
    cells = [sheet.cell(row, column) for row in range(FIRST, FIRST + 8)]
    assert not any(cell.hyperlink for cell in cells)
    assert [cell.value.split('"')[1].split("#")[0] for cell in cells] == [f"../inbox/{part.file}" for part in found.parts for _ in "ab"]
