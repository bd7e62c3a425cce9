"""Made-up filings rolled up, for the tests of roll-up workbooks: a few fixed ones, and any number of random ones."""

from __future__ import annotations

import io
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import openpyxl

from formkit import gate
from formkit.cells import a1
from formkit.filing import Record, Step
from formkit.layout import depth
from formkit.load import find_form
from formkit.merge import Part, Rollup, roll_up
from formkit.model import Form
from formkit.read.grid import read_grids
from formkit.read.rollup import RollupRead, read_rollup
from formkit.twins import twins
from formkit.types import Reading, Value
from formkit.types.resident_id import completed
from formkit.write.rollup import RosterRow, write_rollup

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
    return completed(f"379999{1940 + number % 70}{1 + number % 12:02d}{1 + number % 28:02d}{number % 1000:03d}")


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
    if "change" in form.places:
        values["change"] = rng.choice([None, None, None, "风险消除", "死亡", "迁出", "新增"])
    one = record(form, section, row, values, rng.choice(["", "", *ODD]))
    if rng.random() < 0.1:
        one = spoiled(form, one, "id_number", "id-checksum", "379999194001010000")
    elif rng.random() < 0.1:
        number = str(values["id_number"])
        one = spoiled(form, one, "id_number", "id-old", number[:6] + number[8:17])
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
        state = "accepted" if records else "zero"
        return Part(FORM.form, PERIOD, path, 1, f"{number:064x}", f"收件/{name}.xlsx", state, records)

    east, west = rows("张三"), rows("李四")
    shared = {key: west[0].value(place) for key, place in FORM.places.items()}
    shared["id_number"] = east[0].value(FORM.places["id_number"])
    west = (record(FORM, "marginal", 8, shared), *west[1:])
    return part(1, "东村", east), part(2, "西村", west), part(3, "南村", ())


ROSTER = (
    RosterRow(f"{TOWNS[0].code}001", "东村", "村", TOWNS[0].name, "已报", late=True, file="收件/东村.xlsx", say="审核通过"),
    RosterRow(f"{TOWNS[0].code}004", "北村", "村", TOWNS[0].name, "未报", late=True, file="", say=""),
)


def sort_by_head(book: Any) -> None:
    """Sort the detail from Z to A by the head's name, as the filter does: every column goes along."""
    sheet = book["边缘户"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=FIRST)]
    for number, row in enumerate(sorted(rows, key=lambda row: str(row[3]), reverse=True), FIRST):
        for column, value in enumerate(row, 1):
            cell = sheet.cell(number, column)
            cell.value = value
            cell.data_type = "s" if isinstance(value, str) else cell.data_type
