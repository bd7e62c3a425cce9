"""Whatever stands in a sheet, reading and checking it ends in a report, and every row of it is accounted for."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from office_task import EAST_A, FORM, blank_of, filled, household, new_task

from formkit import engine
from formkit.cells import split
from formkit.checks import case_of, examine
from formkit.columns import specs
from formkit.filing import Filing
from formkit.layout import SHEET
from formkit.load import find_form
from formkit.read import read_file, units_of
from formkit.read.grid import Grid, read_grids
from formkit.read.sheets import filing_of
from formkit.returns import return_issue
from formkit.write.book import write_workbook

FORMS = {FORM: find_form(FORM)}
END = date(2020, 3, 31)
VALUES = st.one_of(
    st.none(), st.text(max_size=12), st.integers(-5, 10**18), st.floats(), st.booleans(), st.dates(),
    st.sampled_from(["户主", "合计", "注：", "√", "张甲一", "二、脱贫享受政策人口中存在返贫风险的人口", "身份证号码", "head_name", "是"]),
)  # fmt: skip


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A filled workbook."""
    folder = tmp_path_factory.mktemp("fuzz")
    rows = {"marginal": [household(1), household(2, head_name="张甲二")], "unstable": [household(3)]}
    return filled(blank_of(new_task(folder), EAST_A), folder / "a.xlsx", rows)


@pytest.fixture(scope="module")
def whole(sent: Path) -> Filing:
    """The same as a filing."""
    filing = read_file(sent.read_bytes(), "a.xlsx", FORMS).filing
    assert filing is not None
    return filing


@pytest.fixture(scope="module")
def grid(sent: Path) -> Grid:
    """Its sheet."""
    from formkit import gate

    data = sent.read_bytes()
    return next(grid for grid in read_grids(data, gate.inspect(data, "a.xlsx")) if grid.name == SHEET)


def changed(grid: Grid, changes: list[tuple[int, int, Any]], dropped: set[int]) -> Grid:
    """The sheet with cells overwritten and rows taken out."""
    rows = [list(line) + [None] * (30 - len(line)) for line in grid.rows]
    for row, column, value in changes:
        rows[row % len(rows)][column] = value
    kept = tuple(tuple(line) for index, line in enumerate(rows) if index not in dropped)
    return dataclasses.replace(grid, rows=kept, merges=())


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 29), VALUES), max_size=25), st.sets(st.integers(0, 60), max_size=4))
def test_any_sheet_ends_in_a_report(
    grid: Grid, whole: Filing, changes: list[tuple[int, int, Any]], dropped: set[int]
) -> None:
    form = FORMS[FORM]
    sheet = changed(grid, changes, dropped)
    columns = specs(form, END, units_of(whole.identity.path))

    filing = filing_of([sheet], form, whole.source, whole.identity, None)

    assert filing.rows.seen == (len(sheet.rows) if filing.blocks else 0)
    report = examine(case_of(form, filing, columns, END))
    for finding in report.findings:
        for place in finding.places:
            row, _ = split(place.cell)
            assert 1 <= row <= len(sheet.rows)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(9, 40), st.integers(0, 29), VALUES), min_size=1, max_size=12))
def test_any_faulty_filing_can_be_sent_back(
    sent: Path, tmp_path_factory: Any, changes: list[tuple[int, int, Any]]
) -> None:
    book = openpyxl.load_workbook(sent)
    for row, column, value in changes:
        cell = book[SHEET].cell(row + 1, column + 1)
        if type(cell).__name__ == "Cell" and writable(value):
            cell.value = value
    path: Path = tmp_path_factory.mktemp("back") / "a.xlsx"
    book.save(path)

    (judged,) = engine.examine_all([(path, "a.xlsx")], engine_expectation(), defaultdict(str))

    if judged.filing is not None:
        data = write_workbook(FORMS[FORM], return_issue(FORMS[FORM], judged, None))
        again = read_file(data, "b.xlsx", FORMS)
        assert again.filing is not None
        assert again.filing.rows.records == judged.filing.rows.records


def writable(value: Any) -> bool:
    """Whether the library that plays the clerk can write the value at all."""
    if isinstance(value, float):
        return abs(value) < 1e300
    return not isinstance(value, str) or all(32 <= ord(c) < 0xD800 or 0xE000 <= ord(c) < 0xFFFE for c in value)


def engine_expectation() -> Any:
    """Any period, no roster."""
    from formkit.loose import expectation as loose

    return loose(FORMS, None)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_any_bytes_end_in_one_outcome(sent: Path, data: st.DataObject) -> None:
    mutated = bytearray(sent.read_bytes())
    for _ in range(data.draw(st.integers(1, 20))):
        mutated[data.draw(st.integers(0, len(mutated) - 1))] = data.draw(st.integers(0, 255))
    read = read_file(bytes(mutated[: data.draw(st.integers(0, len(mutated)))]), "a.xlsx", FORMS)

    assert (read.filing is not None) != bool(read.outcome)
