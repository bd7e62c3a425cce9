"""Rows poured into a sheet: what stands in the workbook is what was rolled up, and none of it was held."""

from __future__ import annotations

import random
import re
import zipfile
import zlib
from dataclasses import replace
from io import BytesIO

import pytest
from big_county import county
from openpyxl import load_workbook
from rollup_cases import COUNTY, FORM, TOWNS, a_part, read, record, resident, rolled, some_parts, written

from formkit.merge import Part
from formkit.write import pouring, rollup_runs, styles
from formkit.write.rollup import write_rollup
from formkit.write.rollup_blocks import details_of
from formkit.write.rollup_formulas import formula
from formkit.write.rollup_plan import make_rollup_plan

NAMES = ("_x0041_", "_x000b_x0041_", " 张 三 ", "<r>甲</r>", "]]>&amp;", "<!--rows-->", "甲\n乙", "\t丙", "_x000D_\n")


def named(names: tuple[str, ...]) -> Part:
    """One village of people with names that a file format may stumble over."""
    rows = tuple(
        record(FORM, "marginal", 8 + row, {"head_name": name, "relation": "户主", "id_number": resident(row), "helper_agency": name}, name)
        for row, name in enumerate(names)
    )  # fmt: skip
    return replace(a_part(random.Random(1), FORM, TOWNS[0], 1), state="accepted", records=rows)


def parts_in(data: bytes) -> dict[str, str]:
    with zipfile.ZipFile(BytesIO(data)) as package:
        assert package.testzip() is None
        return {name: package.read(name).decode() for name in package.namelist() if name.endswith(".xml")}


@pytest.mark.parametrize("shared", [0, 3, pouring._SHARED])
def test_texts_in_their_cells_and_shared_ones_are_read_back_as_they_were(shared: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pouring, "_SHARED", shared)
    found = rolled([named(NAMES)])
    back = read(written(found))
    assert (back.parts, back.edited) == (found.parts, ())


def test_the_table_of_texts_says_how_many_it_has() -> None:
    inside = parts_in(written(rolled(some_parts(random.Random(3)))))
    texts = inside["xl/sharedStrings.xml"]
    said = re.search(r'uniqueCount="(\d+)"', texts)
    assert said
    assert int(said[1]) == texts.count("<si>")
    asked = [int(number) for part in inside.values() for number in re.findall(r't="s"><v>(\d+)<', part)]
    assert set(asked) == set(range(texts.count("<si>")))


def test_whom_a_row_is_of_is_in_no_table_of_texts() -> None:
    inside = parts_in(written(rolled([named(("张三", "李四"))])))
    assert all(resident(row) not in inside["xl/sharedStrings.xml"] for row in range(2))
    assert any(resident(1) in part for name, part in inside.items() if name.startswith("xl/worksheets"))


def test_rows_of_the_detail_are_held_by_no_sheet_and_made_while_the_workbook_is(monkeypatch: pytest.MonkeyPatch) -> None:
    held: dict[str, int] = {}
    original = styles.Sheet._assemble_xml_file

    def looked(sheet: styles.Sheet) -> None:
        original(sheet)
        held[sheet.get_name()] = len(sheet.table)

    monkeypatch.setattr(styles.Sheet, "_assemble_xml_file", looked)
    found = county(20)
    write_rollup(found, (), (), ())
    assert {detail.sheet for detail in details_of(found)} <= held.keys()
    assert max(held[detail.sheet] for detail in details_of(found)) < 10
    assert min(page.count for detail in details_of(found) for page in detail.pages) == 500


def test_a_filing_is_worked_out_once_for_all_its_roll_ups(monkeypatch: pytest.MonkeyPatch) -> None:
    parts = some_parts(random.Random(4))
    rollups = [rolled(parts, unit) for unit in (*TOWNS, COUNTY)]
    alone = [write_rollup(each, (), (), ()) for each in rollups]
    asked: list[str] = []
    original = rollup_runs.standing
    monkeypatch.setattr(rollup_runs, "standing", lambda form, part, *more: (asked.append(part.unit), original(form, part, *more))[1])
    known: rollup_runs.Known = {}
    assert [write_rollup(each, (), (), (), known=known) for each in rollups] == alone
    assert sorted(asked) == sorted(part.unit for part in parts)


def test_parts_are_packed_once_and_at_the_level_that_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zipfile.ZipFile, "writestr", lambda *_: pytest.fail("the spreadsheet writer packed a part"))
    with zipfile.ZipFile(BytesIO(written(rolled([named(NAMES)])))) as package:
        for each in package.infolist():
            packer = zlib.compressobj(pouring._LEVEL, zlib.DEFLATED, -15)
            assert len(packer.compress(package.read(each)) + packer.flush()) == each.compress_size
            assert each.date_time == (1980, 1, 1, 0, 0, 0)


@pytest.mark.parametrize("sheet", ["填报表", "表{0}%s&'<1>"])
def test_a_row_leads_to_its_own_row_whatever_its_sheet_is_called(sheet: str) -> None:
    part = named(("张三", "李四"))
    part = replace(part, records=tuple(replace(each, sheet=sheet) for each in part.records))
    data = write_rollup(rolled([part]), (), (), (), sources={part.sha256: "../收件/东 村&1.xlsx"})
    links = [cell.hyperlink for line in load_workbook(BytesIO(data))["边缘户"].iter_rows() for cell in line if cell.hyperlink]
    quoted = sheet.replace("'", "''")
    assert [(link.target, link.location) for link in links] == [("..\\收件\\东%20村&1.xlsx", f"'{quoted}'!A{row}") for row in (8, 9)]


def test_the_numbers_of_each_unit_stand_over_its_own_rows_however_its_sheet_is_called() -> None:
    """One draft serves all units, and what stands in it is no pattern."""
    *others, last = FORM.sections
    form = FORM.model_copy(update={"sections": (*others, last.model_copy(update={"means": "%s 50%"}))})
    found = rolled(tuple(a_part(random.Random(number), FORM, TOWNS[number % 2], number) for number in range(4)), COUNTY, form)
    plan = make_rollup_plan(found, ())
    lines = {line[0].value: line for line in load_workbook(BytesIO(write_rollup(found, (), (), ())))["分村汇总"].iter_rows()}
    blocks = plan.details[-1].blocks  # a unit's line in the last table is met last
    assert len(blocks) > 1
    for part in found.parts:
        if block := blocks.get(part.unit):
            live = [formula(form, block, measure) for measure in plan.measures]
            assert [str(cell.value).removeprefix("=") for cell in lines[part.path[0].name][2 : 2 + len(live)]] == live
