"""Rows that are read together are read as each by itself, whatever stands in them or is done to the sheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import cache
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rollup_cases import resident

from formkit import columns, gate
from formkit.cells import a1
from formkit.filing import Identity
from formkit.load import find_form
from formkit.model import Form
from formkit.read import ordinary, rows, table
from formkit.read.grid import Grid, read_grids
from formkit.read.rows import Asked, asked
from formkit.types import Raw
from formkit.write.book import write_workbook
from formkit.write.issue import Entry, Issue

FORMS = ("zaozhuang-ledger", "heqing-annex-1")
END = date(2020, 3, 31)
# What may make of a row anything but a record, and what is equal without being the same.
VALUES: tuple[Raw, ...] = (
    None, "", "  ", "合计", "小 计", "本页合计：", "注：以下空白", "备注:x", "1. 请在这里填写说明事项呀", "１．请在这里填写说明事项呀", "----", "示例", "例如：",
    "填报人：张", "20  年   月", "20年月", "同上", "无", "否", "0", "√", "#N/A", "户主姓名", "村", "姓名", "联系电话", "金额", "单位", "备注",
    "一、一般农户中存在致贫风险的人口", "脱贫享受政策人口中存在返贫风险的人口", "37999919400101000X", "３７９９９９１９４００１０１０００Ｘ", "3.79999E+17", "因病",
    "户主", "张三", "张 三", "A", "2020年2月", "3人", 0.0, -0.0, 1.0, 1, True, False, 3.5, 2020.1, float("nan"), 1e17,
    date(2020, 2, 1), datetime(2020, 2, 1), datetime(2020, 2, 1, 3, 4), date(1899, 12, 31),
)  # fmt: skip
OPERATIONS = st.sampled_from(["set", "set", "set", "fill", "copy", "cut", "again", "merge", "error", "never", "font", "beyond", "explain"])
DONE = st.lists(st.tuples(OPERATIONS, st.integers(0, 40), st.integers(0, 40), st.sampled_from(VALUES)), max_size=10)


@cache
def handed_in(name: str) -> tuple[Form, Asked, Grid]:
    """A sheet with a few people in each section of a form, and rows to spare."""
    form = find_form(name)
    value: dict[str, Any] = {"relation": "户主", "education": "√", "risk": "因病", "household_size": 1, "recognised": date(2020, 2, 1)}
    people = [{**value, "head_name": f"赵{number}", "id_number": resident(number)} for number in range(6)]
    entries = tuple(Entry(tuple(one.get(leaf.key) for leaf in form.leaves)) for one in people)
    sizes = {section.key: 9 for section in form.sections}
    issue = Issue(Identity(form.form, form.version, "379999101001", "2020-03"), sizes, end=END, entries=dict.fromkeys(sizes, entries))
    data = write_workbook(form, issue)
    grid = read_grids(data, gate.inspect(data, "a.xlsx"))[0]
    return form, asked(form, columns.specs(form, END, ())), grid


def done(grid: Grid, acts: Sequence[tuple[str, int, int, Raw]]) -> Grid:
    """The sheet with something done to its rows, mostly to those below the first header."""
    lines = [list(line) for line in grid.rows]
    merges, errors, fonts, never = list(grid.merges), dict(grid.errors), dict(grid.fonts), set(grid.uncalculated)
    for act, first, second, value in acts:
        row = (first + 8) % len(lines)
        place = second % len(lines[row]) if lines[row] else 0
        cell = a1(row + 1, place)
        typed(lines, act, row, place, None if act == "error" else value or None)
        merges += [(row + 1, place + 1, row + 1 + second % 3, place + 1 + first % 3)] if act == "merge" else []
        errors |= {cell: "#N/A"} if act == "error" else {}
        fonts |= {cell: "Wingdings 2"} if act == "font" else {}
        never |= {cell} if act == "never" else set()
    found = tuple(map(tuple, lines))
    return replace(grid, rows=found, merges=tuple(merges), errors=errors, fonts=fonts, uncalculated=frozenset(never))


def typed(rows: list[list[Raw]], act: str, row: int, place: int, value: Raw) -> None:
    """What an operation does to the values."""
    line = rows[row]
    if act in ("set", "font", "never", "error") and line:
        line[place] = value
    elif act == "fill":
        for each in rows[row : row + 5]:
            each[place : place + 1] = [value] * (place < len(each))
    elif act == "copy":
        rows[(row + place) % len(rows)] = list(line)
    elif act == "cut":
        del line[place:]
    elif act == "again":
        rows[row:row] = [list(each) for each in rows[7 : 7 + place % 4]]
    elif act in ("beyond", "explain"):
        line += [None] * (22 - len(line)) + [str(value)]


@pytest.mark.parametrize("name", FORMS)
@settings(max_examples=150, deadline=None)
@given(DONE)
def test_read_together_or_one_by_one_a_sheet_is_the_same(name: str, acts: list[tuple[str, int, int, Raw]]) -> None:
    _, ask, grid = handed_in(name)
    both(done(grid, acts), ask)


_LABELS: dict[int, Raw] = {0: "区(市)", 1: "镇(街)", 2: "村", 3: "户主姓名", 4: "与户主关系", 5: "身份证号码"}
_ELSE: dict[int, Raw] = {3: "姓名", 4: "电话", 7: "金额"}


@pytest.mark.parametrize(("cells", "records"), [
    ({10: {6: 0.0}, 11: {6: -0.0}, 12: {6: 0.0}}, 12), ({10: {6: True}, 11: {6: 1.0}, 12: {6: True}}, 12),
    ({10: dict.fromkeys(range(21)) | {3: "无"}}, 11), ({10: dict.fromkeys(range(21)) | {20: "20年月"}}, 11),
    ({10: dict.fromkeys(range(21)) | {20: "20 年 月", 7: "无"}}, 11), ({11: dict.fromkeys(range(21)) | _ELSE}, 8),
    ({10: dict.fromkeys(range(21)) | _LABELS | {5: "379999194001010009"}}, 11), ({10: {22: "旁边"}}, 12), ({10: {22: "合计", 3: "小计"}}, 12),
    ({10: dict.fromkeys(range(21)) | {3: "小计", 6: 3.0}}, 11), ({10: dict.fromkeys(range(21)) | {1: "注：以下空白", 3: "李四"}}, 11),
])  # fmt: skip
def test_what_is_odd_in_a_row_is_seen(cells: dict[int, dict[int, Raw]], records: int) -> None:
    _, ask, grid = handed_in(FORMS[0])
    assert len(both(changed(grid, cells), ask).records) == records


def test_a_printed_stub_is_nobody_though_its_column_takes_any_text() -> None:
    _, ask, grid = handed_in(FORMS[0])
    with patch.object(table, "lie", lambda header, ask: replace(rows.lie(header, ask), stubs=((19, "某局"),))):
        found = both(changed(grid, {10: dict.fromkeys(range(21)) | {19: "某 局"}}), ask)

    assert len(found.records) == 11


def changed(grid: Grid, cells: Mapping[int, Mapping[int, Raw]]) -> Grid:
    """The sheet with other values in some cells, by row and place from 0."""
    lines = [list(line) for line in grid.rows]
    for row, values in cells.items():
        for place, value in values.items():
            lines[row][place] = value
    return replace(grid, rows=tuple(map(tuple, lines)))


def both(sheet: Grid, ask: Asked) -> table.Table:
    """What a sheet holds, read together and one by one, which is the same."""
    together = table.read_table(replace(sheet), ask)
    with patch.object(table, "ordinary", lambda *_: {}):
        alone = table.read_table(replace(sheet), ask)
    # Equal is not enough: 1, 1.0 and TRUE are equal, and so are 0.0 and -0.0.
    assert repr(together) == repr(alone)
    return together


@pytest.mark.parametrize("name", FORMS)
def test_ordinary_rows_are_read_together(name: str) -> None:
    _, ask, grid = handed_in(name)
    found = table.read_table(replace(grid), ask)
    with patch.object(table, "record", side_effect=AssertionError("read by itself")):
        assert table.read_table(replace(grid), ask) == found

    assert len(found.records) == 6 * len(ask.form.sections)


def test_a_value_that_repeats_in_a_column_is_read_once() -> None:
    _, ask, grid = handed_in(FORMS[0])
    read: list[Raw] = []

    def understood(raw: Raw, *others: Any) -> Any:
        read.append(raw)
        return own(raw, *others)

    own = ordinary.understood
    with patch.object(ordinary, "understood", understood):
        table.read_table(replace(grid), ask)

    assert read.count("因病") == len(ask.form.sections)
