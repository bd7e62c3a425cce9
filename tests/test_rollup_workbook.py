"""Roll-up workbooks: what is written is what merging says, what is read back is what was written."""

from __future__ import annotations

import io
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.utils import get_column_letter
from stdnum.cn import ric

from formkit import gate
from formkit.cells import a1
from formkit.container import OWN, cells_of, cells_text
from formkit.filing import Record, Step
from formkit.layout import depth, header
from formkit.load import find_form
from formkit.merge import Part, Rollup, digest, roll_up, totals_of, twins, union
from formkit.model import Form
from formkit.read import read_file
from formkit.read.grid import read_grids
from formkit.read.rollup import RollupRead, read_rollup
from formkit.types import Reading, Value
from formkit.write.rollup import RosterRow, write_rollup
from formkit.write.rollup_plan import amount, make_rollup_plan, sheet_names

FORM = find_form("zaozhuang-ledger")
FORMS = {FORM.form: FORM}
PERIOD = "2020-03"
COUNTY = Step("county", "379999", "薛城区")
TOWNS = (Step("township", "379999101", "周营镇"), Step("township", "379999102", "1号镇(新区)"))
ODD = ("=1+1", "_x0041_甲", "http://example.test", "甲\"乙'丙", "　", "100", "@户", "长" * 60)
HEADS = ("张三", "李四", "阿依古丽·买买提", "王五")
FIRST = 3 + depth(FORM) + 1
"""First row of the records on a detail sheet."""


def resident(number: int) -> str:
    """A made-up resident number of the made-up county 379999."""
    body = f"379999{1940 + number % 70}{1 + number % 12:02d}{1 + number % 28:02d}{number % 1000:03d}"
    return str(body + ric.calc_check_digit(body))


def record(form: Form, section: str, row: int, values: Mapping[str, Value], explanation: str = "") -> Record:
    """A row whose canonical values are its raw ones."""
    found = tuple(values.get(column.key) for column in form.leaves)
    cells = tuple(a1(row, place) for place in range(len(found)))
    return Record(section, "填报表", row, tuple(Reading(value) for value in found), found, cells, explanation)


def spoiled(form: Form, one: Record, key: str, problem: str, raw: str) -> Record:
    """The same row with a problem in one column, as a person accepted it."""
    place = form.places[key]
    readings = (*one.readings[:place], Reading(problem=problem), *one.readings[place + 1 :])
    return replace(one, readings=readings, raws=(*one.raws[:place], raw, *one.raws[place + 1 :]))


def a_row(rng: random.Random, form: Form, section: str, row: int, head: str, relation: str) -> Record:
    """One member of a household, with values that other members need not share."""
    values: dict[str, Value] = {
        "county": COUNTY.name, "township": "周营镇", "village": "东村", "head_name": head, "relation": relation,
        "id_number": resident(rng.randrange(60)), "household_size": rng.choice([None, 2, 3]),
        "risk": rng.choice([None, "因病", "因学", "其他"]), "helper": rng.choice([None, "赵六"]),
        "helper_agency": rng.choice(ODD), "recognised": rng.choice([None, date(2020, 3, 1), date(2019, 12, 1)]),
    }  # fmt: skip
    for column in form.leaves:
        if column.rollup and column.type == "tick":
            values[column.key] = rng.choice([None, "√"])
        elif column.rollup == "sum" and column.type == "whole" and column.key not in values:
            values[column.key] = rng.choice([None, 0, 1, 4])
    one = record(form, section, row, values, rng.choice(["", "", *ODD]))
    if rng.random() < 0.1:
        one = spoiled(form, one, "id_number", "id-checksum", "379999194001010000")
    if rng.random() < 0.1:
        one = spoiled(form, one, "risk", "not-in-codelist", rng.choice(["因病 ", "天灾"]))
    if rng.random() < 0.1:
        one = spoiled(form, one, "household_size", "out-of-range", "25")
    return replace(one, cells=(*one.cells[:6], rng.choice(["", a1(row, 6), a1(row - 1, 6)]), *one.cells[7:]))


def a_part(rng: random.Random, form: Form, town: Step, number: int) -> Part:
    """One village's filing: households one after the other, the sections in either order, perhaps none at all."""
    rows: list[Record] = []
    grain = form.record.grain
    for section in rng.sample([section.key for section in form.sections], k=len(form.sections)):
        for _ in range(rng.randrange(4)):
            head = rng.choice(HEADS)
            for member in range(rng.randrange(1, 4) if grain == "person" else 1):
                relation = "户主" if member == 0 else "子女"
                rows.append(a_row(rng, form, section, 8 + len(rows), head, relation))
    step = Step("village", f"{town.code}{number:03d}", f"{'东西南北中'[number % 5]}村")
    return Part(
        form.form, PERIOD, (step, town, COUNTY), rng.randrange(1, 3), f"{number:064x}", f"收件/{town.name}/{number}.xlsx",
        "accepted" if rows else "zero", tuple(rows), "2020-04-01T08:00:00+00:00", rng.random() < 0.2,
        *rng.choice([("", ""), ("王某", "电话核实：属实")]),
    )  # fmt: skip


def some_parts(rng: random.Random, form: Form = FORM) -> tuple[Part, ...]:
    """Villages of two townships."""
    return tuple(a_part(rng, form, TOWNS[number % 2], number) for number in rng.sample(range(20), k=rng.randrange(6)))


def rolled(parts: Sequence[Part], unit: Step = COUNTY, form: Form = FORM) -> Rollup:
    """Their roll-up at a unit."""
    return roll_up(form, PERIOD, unit, () if unit == COUNTY else (COUNTY,), parts)


def written(rollup: Rollup, roster: Sequence[RosterRow] = ()) -> bytes:
    """The workbook without anything left out."""
    return write_rollup(rollup, roster, twins(rollup.form, rollup.parts), ())


def read(data: bytes, forms: Mapping[str, Form] = FORMS) -> RollupRead:
    """A workbook that must be a roll-up."""
    found = read_rollup(data, "汇总.xlsx", forms)
    assert found is not None
    return found


def grid(data: bytes, name: str) -> tuple[tuple[Any, ...], ...]:
    """Cached values of a sheet."""
    return next(each.rows for each in read_grids(data, gate.inspect(data, "x.xlsx")) if each.name == name)


def changed(data: bytes, change: Callable[[Any], object]) -> bytes:
    """The workbook after somebody edited it."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    change(book)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


@given(st.randoms(use_true_random=False))
@settings(max_examples=25, deadline=None)
def test_what_is_read_back_is_what_was_rolled_up(rng: random.Random) -> None:
    rollup = rolled(some_parts(rng))
    found = read(written(rollup))
    assert (found.unit, found.form, found.period, found.version) == (COUNTY, FORM.form, PERIOD, FORM.version)
    assert found.parts == rollup.parts
    assert found.edited == ()


@given(st.randoms(use_true_random=False))
@settings(max_examples=15, deadline=None)
def test_townships_and_villages_make_the_same_county(rng: random.Random) -> None:
    parts = some_parts(rng)
    carried = [part for town in TOWNS for part in read(written(rolled(parts, town))).parts]
    mixture = [*carried, *rng.sample(parts, k=len(parts) // 2)]
    kept, conflicts = union(mixture)
    assert not conflicts
    assert rolled(kept) == rolled(parts)
    assert written(rolled(kept)) == written(rolled(parts))


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


def fixed() -> tuple[Part, ...]:
    """Three villages: two with rows in both sections, one zero report; one person stands in two of them."""
    ids = iter(range(100, 200))

    def rows(head: str) -> tuple[Record, ...]:
        return tuple(
            record(FORM, section, row, {"head_name": head, "relation": relation, "id_number": resident(next(ids)),
                                        "household_size": 2, "education": "√", "family_doctor": "√", "risk": "因病",
                                        "helper_agency": "=SUM(A1)", "recognised": date(2020, 3, 1)})
            for section, start in (("marginal", 8), ("unstable", 14))
            for row, relation in ((start, "户主"), (start + 1, "子女"))
        )  # fmt: skip

    def part(number: int, name: str, records: tuple[Record, ...]) -> Part:
        path = (Step("village", f"{TOWNS[0].code}{number:03d}", name), TOWNS[0], COUNTY)
        return Part(FORM.form, PERIOD, path, 1, f"{number:064x}", f"收件/{name}.xlsx", "accepted" if records else "zero", records)

    east, west = rows("张三"), rows("李四")
    shared = {key: east[0].value(place) if key == "id_number" else west[0].value(place) for key, place in FORM.places.items()}
    west = (record(FORM, "marginal", 8, shared), *west[1:])
    return part(1, "东村", east), part(2, "西村", west), part(3, "南村", ())


ROSTER = (
    RosterRow(f"{TOWNS[0].code}001", "东村", "村", TOWNS[0].name, "已报", late=True, file="收件/东村.xlsx", say="审核通过"),
    RosterRow(f"{TOWNS[0].code}004", "北村", "村", TOWNS[0].name, "未报", late=True, file="", say=""),
)


def test_formulas_run_over_the_units_own_rows_only_and_never_count_ids() -> None:
    book = openpyxl.load_workbook(io.BytesIO(written(rolled(fixed(), TOWNS[0]), ROSTER)))
    rows = {row[0].value: row for row in book["汇总"].iter_rows(min_row=4, max_row=13)}
    for name, block in (("东村", (FIRST, FIRST + 1)), ("西村", (FIRST + 2, FIRST + 3))):
        formulas = [cell.value for cell in rows[name][2:] if isinstance(cell.value, str) and cell.value.startswith("=")]
        assert len(formulas) == 20  # 户数 行数 人数, ten policies, six risks, the check of the detail
        for formula in formulas:
            spans = [part.split("!")[1] for part in formula.replace(")", ",").replace("*", ",").split(",") if "!" in part]
            assert spans
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
    assert book.sheetnames == ["汇总", "图表", "边缘户", "脱贫监测户", "应报名单", "重复人员", "未计入", "_parts"]
    assert book["_parts"].sheet_state == "hidden"
    sheet = book["边缘户"]
    for cell in header(FORM):
        assert sheet.cell(4 + cell.top, cell.left + 1).value == cell.label
    width = len(FORM.leaves)
    assert sheet.row_dimensions[1].hidden
    assert [sheet.cell(1, place + 1).value for place in range(width + len(OWN))] == [*FORM.places, *OWN]
    hidden = [key for place, key in enumerate(OWN, width + 1) if sheet.column_dimensions[get_column_letter(place)].hidden]
    assert hidden[0] == "_household"
    identity = sheet.cell(FIRST, FORM.places["id_number"] + 1)
    assert (identity.data_type, identity.number_format) == ("s", "@")
    assert sheet.cell(FIRST, FORM.places["helper_agency"] + 1).data_type == "s"  # =SUM(A1) was text and still is
    month = sheet.cell(FIRST, FORM.places["recognised"] + 1)
    assert (month.is_date, month.number_format) == (True, 'yyyy"年"m"月"')
    assert sheet.auto_filter.ref == f"A5:{get_column_letter(width + len(OWN))}{FIRST + 3}"
    assert not sheet.protection.sheet
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == (8, "landscape", 0)
    assert sheet.print_title_rows == "$4:$5"
    assert sheet.freeze_panes == f"E{FIRST}"
    source = [sheet.cell(FIRST, width + 1 + OWN.index(key)).value for key in OWN[1:7]]
    assert source == [1, f"{TOWNS[0].code}001", "东村", "收件/东村.xlsx", "填报表", 8]


def sort_by_head(book: Any) -> None:
    """Sort the detail from Z to A by the head's name, as the filter does: every column goes along."""
    sheet = book["边缘户"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=FIRST)]
    for number, row in enumerate(sorted(rows, key=lambda row: str(row[3]), reverse=True), FIRST):
        for column, value in enumerate(row, 1):
            cell = sheet.cell(number, column)
            cell.value = value
            cell.data_type = "s" if isinstance(value, str) else cell.data_type


def test_a_sorted_detail_still_carries_its_parts() -> None:
    rollup = rolled(fixed(), TOWNS[0])
    found = read(changed(written(rollup), sort_by_head))
    assert (found.parts, found.edited) == (rollup.parts, ())


def put(sheet: str, row: int, key: str, value: object) -> Callable[[Any], object]:
    keys = (*FORM.places, *OWN)
    return lambda book: setattr(book[sheet].cell(row, keys.index(key) + 1), "value", value)


@pytest.mark.parametrize(
    ("change", "edited"),
    [
        (put("边缘户", FIRST, "risk", "因学"), "东村（379999101001）"),
        (put("边缘户", FIRST + 2, "education", None), "西村（379999101002）"),
        (put("脱贫监测户", FIRST + 3, "household_size", 3), "西村（379999101002）"),
        (put("脱贫监测户", FIRST + 3, "household_size", "二"), "西村（379999101002）"),
        (put("脱贫监测户", FIRST, "recognised", "三月"), "东村（379999101001）"),
        (put("脱贫监测户", FIRST, "recognised", 99999999), "东村（379999101001）"),
        (put("边缘户", FIRST, "id_number", 379999194001010000), "东村（379999101001）"),
        (put("边缘户", FIRST, "_explanation", "后加的说明"), "东村（379999101001）"),
        (put("边缘户", FIRST, "_index", "一"), "东村（379999101001）"),
        (put("边缘户", FIRST, "_index", 2), "东村（379999101001）"),
        (lambda book: book["边缘户"].delete_rows(FIRST), "东村（379999101001）"),
        (put("边缘户", FIRST + 4, "head_name", "后加的人"), f"边缘户!{FIRST + 4}"),
        (lambda book: [put("边缘户", FIRST + 4, key, "379999109") (book) for key in ("head_name", "_unit")], "379999109"),
        (lambda book: setattr(book["_parts"]["M4"], "value", "0" * 64), "东村（379999101001）"),
        (lambda book: setattr(book["_parts"]["E4"], "value", "第一版"), "_parts!4"),
    ],
)  # fmt: skip
def test_what_was_edited_by_hand_is_named_and_left_out_and_the_others_stay(
    change: Callable[[Any], object], edited: str
) -> None:
    rollup = rolled(fixed(), TOWNS[0])
    found = read(changed(written(rollup), change))
    assert found.edited[0] == edited
    lost = {"_parts!4": 1, "东村": 1, "西村": 2}.get(edited.partition("（")[0])
    assert found.parts == tuple(part for number, part in enumerate(rollup.parts, 1) if number != lost)


def test_an_accepted_problem_is_carried_as_one_and_counted_nowhere() -> None:
    east = fixed()[0]
    rows = (
        spoiled(FORM, east.records[0], "risk", "not-in-codelist", "天灾"),
        replace(spoiled(FORM, east.records[1], "household_size", "out-of-range", ""), raws=tuple(
            25 if key == "household_size" else east.records[1].raws[place] for key, place in FORM.places.items())),
        spoiled(FORM, east.records[2], "education", "not-a-tick", "半"),
        *east.records[3:],
    )  # fmt: skip
    rollup = rolled([replace(east, records=rows, accepted_by="王某", reason="属实")], TOWNS[0])
    data = written(rollup)
    found = read(data)
    assert found.edited == ()
    assert digest(found.parts[0]) == digest(rollup.parts[0])
    back = found.parts[0].records
    assert back[0].readings[FORM.places["risk"]].problem == "not-in-codelist"
    assert back[1].raws[FORM.places["household_size"]] == "25"
    assert rolled(found.parts, TOWNS[0]).totals == rollup.totals
    assert rollup.totals["unstable"].columns["education"] == 1
    mended = read(changed(data, put("边缘户", FIRST, "risk", "因灾")))
    assert (mended.parts, mended.edited) == ((), ("东村（379999101001）",))
    remark = [line[-2] for line in grid(data, "汇总") if line and line[0] == "东村"]
    assert remark == ["经王某同意接收：属实"] * 2


def test_the_lists_say_who_is_missing_who_is_twice_and_what_was_left_out() -> None:
    rollup = rolled(fixed(), TOWNS[0])
    excluded = (("收件/379999194001010000.xlsx", "unreadable", "打不开"),)
    data = write_rollup(rollup, ROSTER, twins(FORM, rollup.parts), excluded)
    assert [line[2:7] for line in grid(data, "应报名单")[2:]] == [
        ("东村", "村", "周营镇", "已报", "逾期"), ("北村", "村", "周营镇", "未报", "逾期")]  # fmt: skip
    both = grid(data, "重复人员")[2:]
    assert [(line[0], line[2], line[4], line[8]) for line in both] == [(1, "东村", "边缘户", 8), (1, "西村", "边缘户", 8)]
    assert all(set(line[1][:-4]) == {"*"} for line in both)
    assert grid(data, "未计入")[2] == ("收件/**************0000.xlsx", "无法读取", "打不开")
    alone = written(rolled(fixed()[:1], TOWNS[0]))
    assert grid(alone, "重复人员")[2][0] == "没有发现"
    assert grid(alone, "未计入")[2][0] == "没有未计入的文件"
    assert "应报2个　已报3个（其中零报告1个）" in grid(data, "汇总")[2]


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
    assert len(book["图表"]._charts) == 2


def test_the_same_bytes_again_and_nothing_in_them_that_a_reader_takes_for_a_filing() -> None:
    rollup = rolled(fixed(), TOWNS[0])
    data = written(rollup, ROSTER)
    assert data == written(rollup, ROSTER)
    assert gate.inspect(data, "x.xlsx").outcome is None
    taken = read_file(data, "x.xlsx", FORMS)
    assert (taken.outcome, taken.filing) == ("not-a-filing", None)


def test_it_is_known_by_its_property_or_its_hidden_sheet_and_nothing_else_is_one() -> None:
    rollup = rolled(fixed(), TOWNS[0])
    data = written(rollup)

    def bare(book: Any) -> None:
        book.custom_doc_props.props.clear()

    assert read(changed(data, bare)).parts == rollup.parts
    lost = read(changed(data, lambda book: book.remove(book["_parts"])))
    assert (lost.parts, lost.unit.code, len(lost.edited)) == ((), TOWNS[0].code, 2)
    assert read_rollup(data, "x.xlsx", {}) is None
    assert read_rollup(b"no workbook", "x.xlsx", FORMS) is None
    assert read_rollup(data[: len(data) // 2], "x.xlsx", FORMS) is None
    empty = io.BytesIO()
    openpyxl.Workbook().save(empty)
    assert read_rollup(empty.getvalue(), "x.xlsx", FORMS) is None


@given(st.lists(st.sampled_from(["", "A8", "B8", "C8", "D7", "E8", "AA8", "AB8"]), max_size=12), st.integers(8, 9))
def test_cells_of_the_sent_file_come_back_as_they_were(cells: list[str], row: int) -> None:
    one = Record("marginal", "填报表", row, (), (), tuple(cells))
    assert cells_of(cells_text(one), row) == tuple(cells)


def test_sheet_names_are_such_as_a_workbook_takes() -> None:
    long = [section.model_copy(update={"means": "汇总"}) for section in FORM.sections]
    form = FORM.model_copy(update={"sections": (*long, FORM.sections[0].model_copy(update={"means": "a/b:" + "长" * 40}))})
    form = form.model_copy(update={"sections": tuple(
        section.model_copy(update={"key": f"k{place}"}) for place, section in enumerate(form.sections))})  # fmt: skip
    names = sheet_names(form)
    assert list(names.values()) == ["汇总(2)", "汇总(3)", "a_b_" + "长" * 27]
