"""Roll-ups as LibreOffice sees them: formulas recomputed from scratch, parts after it has saved the file, the print.

One start of the office, with a profile that recomputes every formula on loading; the numbers the workbooks were written
with are all wrong on purpose.
"""

from __future__ import annotations

import random
import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from counted import number
from rollup_cases import (
    COUNTY,
    FORM,
    ROSTER,
    TOWNS,
    a_part,
    fixed,
    grid,
    rolled,
    some_parts,
    sort_by_head,
    written,
)
from rollup_cases import changed as edited

from formkit import gate
from formkit.checks.households import households
from formkit.filing import Record
from formkit.load import find_form
from formkit.merge import Part, Rollup, roll_up
from formkit.model import Form
from formkit.read.rollup import open_rollup, read_rollup
from formkit.write import rollup_table
from formkit.write.rollup_plan import amount, make_rollup_plan

pytestmark = pytest.mark.office
ALWAYS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"><item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item></oor:items>"""
WRONG = 9999


def other_form(changes: Mapping[str, Mapping[str, Any]], grain: str = "person", base: Form = FORM) -> Form:
    """The same form with other columns to be rolled up, or in the other grain."""

    def column(said: dict[str, Any]) -> dict[str, Any]:
        if "columns" in said:
            return {**said, "columns": [column(inner) for inner in said["columns"]]}
        return {**said, **changes.get(said["key"], {})}

    data = base.model_dump()
    data["columns"] = [column(said) for said in data["columns"]]
    data["record"]["grain"] = grain
    # Formulas over ticks are none where these are numbers of persons.
    formulas = {key: each for key, each in base.formulas.items() if grain == "person" or key != "summary-helped"}
    return Form.model_validate(data).bound(base.codelists, formulas)


MIX: Mapping[str, Mapping[str, Any]] = {
    "household_size": {"rollup": "sum"}, "relation": {"rollup": "by_value"}, "helper": {"rollup": "count"},
    "helper_agency": {"rollup": "count", "per": "person"}, "recognised": {"rollup": "by_value"},
}  # fmt: skip
MIXED, HOUSEHOLDS = other_form(MIX), other_form({}, "household")
MONTHLY = find_form("zaozhuang-ledger-monthly")
LEAVING = (MONTHLY, other_form(MIX, base=MONTHLY), other_form({}, "household", MONTHLY))


@dataclass(frozen=True)
class Case:
    rollup: Rollup
    file: Path


def cases() -> dict[str, Rollup]:
    """Counties and townships with random filings of three forms, and one with nothing in it."""
    found: dict[str, Rollup] = {"empty": rolled(()), "fixed": rolled(fixed(), TOWNS[0])}
    leaving = zip(LEAVING, ("leaving", "leaving-mixed", "leaving-household"), strict=True)
    for form, name in ((FORM, "plain"), (MIXED, "mixed"), (HOUSEHOLDS, "household"), *leaving):
        for seed in range(4):
            rng = random.Random(f"{name}{seed}")
            parts = [a_part(rng, form, TOWNS[number % 2], number) for number in range(9)]
            unit = COUNTY if seed % 2 else TOWNS[0]
            found[f"{name}-{seed}"] = roll_up(form, "2020-03", unit, (), parts)
    return found


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Case]:
    """Every case as LibreOffice saved it after computing all of it again."""
    folder = tmp_path_factory.mktemp("rollup")
    profile = folder / "profile" / "user"
    profile.mkdir(parents=True)
    (profile / "registrymodifications.xcu").write_text(ALWAYS, "utf-8")
    rollups = cases()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rollup_table, "amount", lambda total, measure: WRONG * (amount(total, measure) > 0))
        for name, rollup in rollups.items():
            (folder / f"{name}.xlsx").write_bytes(written(rollup))
        (folder / "sorted.xlsx").write_bytes(edited(written(rollups["fixed"]), sort_by_head))
    start = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to"]
    files = [str(folder / f"{name}.xlsx") for name in (*rollups, "sorted")]
    command = [*start, "xlsx", "--outdir", str(folder / "out"), *files]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    rollups["sorted"] = rollups["fixed"]
    return {name: Case(rollup, folder / "out" / f"{name}.xlsx") for name, rollup in rollups.items()}


def expected(rollup: Rollup, parts: Iterable[Part], section: str) -> list[int]:
    """The numbers of a row, counted from the records without merging, in the order of the table."""
    form, sizes, people = rollup.form, 0, 0
    filed: list[Record] = []
    every: list[tuple[Record, ...]] = []
    own: list[Record] = []
    homes: list[tuple[Record, ...]] = []
    for part in parts:
        rows = [record for record in part.records if record.section == section]
        filed += rows
        rows = [record for record in rows if not gone(form, record)]
        own += rows
        whole = [home.records for home in households(form, part.records) if home.section == section]
        every += whole
        homes += [home for home in whole if not all(gone(form, record) for record in home)]
        people += len({number(form, record) or f"row {record.row}" for record in rows})
        sizes += sum(int(str(record.value(form.places["household_size"]) or 0)) for record in rows)
    found = [len(homes), len(filed), people] if form.record.grain == "person" else [len(homes), sizes]
    for measure in make_rollup_plan(rollup, ()).measures[len(found) :]:
        column, place = form.column(measure.key), form.places[measure.key]
        flow = column.measure == "flow"  # what happened in the period happened to whoever left, too
        singles = [(record,) for record in (filed if flow else own)]
        values = seen(place, (every if flow else homes) if column.per == "household" else singles)
        if measure.kind == "sum":
            found.append(sum(int(str(value)) for value in values))
        else:
            found.append(sum(measure.kind == "count" or str(value) == measure.value for value in values))
    return found


def gone(form: Form, record: Record) -> bool:
    """Whether a row says that it is no longer in the stock."""
    return "change" in form.places and record.value(form.places["change"]) in ("风险消除", "死亡", "迁出")


def seen(place: int, groups: Iterable[tuple[Record, ...]]) -> list[object]:
    """The values that count: the first of each household, or that of each row."""
    firsts = ([value for record in group if (value := record.value(place)) is not None][:1] for group in groups)
    return [value for first in firsts for value in first]


def rows_of(data: bytes, sheet: str, label: str) -> list[tuple[Any, ...]]:
    return [line for line in grid(data, sheet) if line and line[0] == label]


def test_recomputed_formulas_give_what_an_independent_count_gives(saved: dict[str, Case]) -> None:
    for name, case in saved.items():
        if name in ("sorted", "empty"):
            continue
        rollup, data = case.rollup, case.file.read_bytes()
        form, nested = rollup.form, rollup.unit == COUNTY
        for section, line in zip(form.sections, rows_of(data, "汇总", "合计"), strict=True):
            said = numbers(rollup, line, 3 if nested else 2)
            assert said == expected(rollup, rollup.parts, section.key), (name, section.key)
        villages = [line for line in grid(data, "分村汇总" if nested else "汇总") if line and line[1] in ("已报", "零报告")]
        each = [expected(rollup, [part], section.key) for section in form.sections for part in rollup.parts]
        assert sorted(numbers(rollup, line, 2) for line in villages) == sorted(each), name


def numbers(rollup: Rollup, line: tuple[Any, ...], lead: int) -> list[Any]:
    """The numbers of a row of the summary."""
    return list(line[lead : lead + len(make_rollup_plan(rollup, ()).measures)])


def test_distinct_persons_and_townships_are_recomputed_too(saved: dict[str, Case]) -> None:
    several = 0
    for name, case in saved.items():
        if name in ("sorted", "empty") or case.rollup.form.record.grain != "person":
            continue
        rollup, data = case.rollup, case.file.read_bytes()
        lead = 3 if rollup.unit == COUNTY else 2
        for section, line in zip(FORM.sections, rows_of(data, "汇总", "不重复人数"), strict=True):
            people = {
                number(rollup.form, record) or f"{part.unit}/{record.row}"
                for part in rollup.parts for record in part.records
                if record.section == section.key and not gone(rollup.form, record)
            }  # fmt: skip
            assert line[lead + 2] == len(people)
            total = expected(rollup, rollup.parts, section.key)[2]
            several += total > len(people)
        if rollup.unit == COUNTY:
            for town in TOWNS:
                below = [part for part in rollup.parts if part.path[1] == town]
                lines = rows_of(data, "汇总", town.name)
                each = [tuple(expected(rollup, below, section.key)[:3]) for section in FORM.sections]
                assert [line[3:6] for line in lines] == each
    assert several


def test_parts_survive_being_saved_by_another_program(saved: dict[str, Case]) -> None:
    for name, case in saved.items():
        found = read_rollup(case.file.read_bytes(), "x.xlsx", {case.rollup.form.form: case.rollup.form})
        assert found is not None, name
        assert found.edited == (), name
        assert found.parts == case.rollup.parts, name
        assert found.unit == case.rollup.unit


def test_numbers_recomputed_and_saved_by_another_program_are_still_those_of_the_parts(saved: dict[str, Case]) -> None:
    for name, case in saved.items():
        found = open_rollup(case.file.read_bytes(), "x.xlsx", {case.rollup.form.form: case.rollup.form})
        assert found is not None
        assert len(found.numbers) > 40, name
        said = {each.wording for each in found.read.misstated}
        assert said <= ({"rollup-total-moved"} if name == "sorted" else set()), (name, found.read.misstated[:3])


def test_a_sorted_detail_is_said_on_the_summary_and_one_in_order_is_not(saved: dict[str, Case]) -> None:
    assert "按“序号”升序排序" in str(grid(saved["sorted"].file.read_bytes(), "汇总")[1][0])
    for name in saved.keys() - {"sorted"}:
        assert grid(saved[name].file.read_bytes(), "汇总")[1][0] is None, name


def test_no_cell_of_a_roll_up_is_an_error(saved: dict[str, Case]) -> None:
    for name, case in saved.items():
        verdict = gate.inspect(case.file.read_bytes(), "x.xlsx")
        assert not [sheet.errors for sheet in verdict.sheets if sheet.errors], name


def test_the_print_is_as_wide_as_the_form_with_its_header_on_every_page(tmp_path: Path) -> None:
    parts = [part for seed in range(12) for part in some_parts(random.Random(seed))]
    unique = {part.unit: part for part in parts}
    (tmp_path / "county.xlsx").write_bytes(written(rolled(tuple(unique.values())), ROSTER))
    start = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "pdf"]
    command = [*start, "--outdir", str(tmp_path), str(tmp_path / "county.xlsx")]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    command = ["pdftotext", "-layout", str(tmp_path / "county.pdf"), "-"]
    told = subprocess.run(command, check=True, capture_output=True, text=True)
    pages = ["".join(page.split()) for page in told.stdout.split("\f")[:-1]]
    summary = next(page for page in pages if "台账汇总表" in page)
    assert all(word in summary for word in ("公益岗位", "因意外", "备注", "合计", "不重复人数"))
    detail = [page for page in pages if "与户主关系" in page and "公益岗位" in page]
    assert len(detail) > 2
    assert all("户主姓名" in page and "认定时间" in page for page in detail)
    behind = [page for page in pages if "核实说明" in page and "工作表" in page and "单位代码" in page]
    assert len(behind) == len(detail)  # the source stands on pages of its own, with the name again
    assert all("户主姓名" in page for page in behind)
    assert not any("户序" in page or "_index" in page for page in pages)
    assert "分单位月末户数和人数" in pages[0]
    assert ["台账总览" in page for page in pages[:2]] == [True, False]  # which is one page
