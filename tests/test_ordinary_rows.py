"""Rows that are read together are read as each by itself, whatever stands in them or is done to the sheet."""

from __future__ import annotations

from collections.abc import Sequence
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
from formkit.read import ordinary, table
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
    rows = tuple(Entry(tuple(one.get(leaf.key) for leaf in form.leaves)) for one in people)
    sizes = {section.key: 9 for section in form.sections}
    issue = Issue(Identity(form.form, form.version, "379999101001", "2020-03"), sizes, end=END, entries=dict.fromkeys(sizes, rows))
    data = write_workbook(form, issue)
    grid = read_grids(data, gate.inspect(data, "a.xlsx"))[0]
    return form, asked(form, columns.specs(form, END, ())), grid


def done(grid: Grid, acts: Sequence[tuple[str, int, int, Raw]]) -> Grid:
    """The sheet with something done to its rows, mostly to those below the first header."""
    rows = [list(line) for line in grid.rows]
    merges, more = list(grid.merges), {"errors": dict(grid.errors), "fonts": dict(grid.fonts), "uncalculated": set(grid.uncalculated)}
    for act, first, second, value in acts:
        row = (first + 8) % len(rows)
        line = rows[row]
        place = second % len(line) if line else 0
        if act in ("set", "font", "never") and line:
            line[place] = value or None
        if act == "fill":
            for each in rows[row : row + 5]:
                each[place : place + 1] = [value or None] * (place < len(each))
        elif act == "copy":
            rows[(row + second) % len(rows)] = list(line)
        elif act == "cut":
            del line[place:]
        elif act == "again":
            rows[row:row] = [list(each) for each in rows[7 : 7 + second % 4]]
        elif act == "merge":
            merges.append((row + 1, place + 1, row + 1 + second % 3, place + 1 + first % 3))
        elif act == "error" and line:
            line[place] = None
            more["errors"][a1(row + 1, place)] = "#N/A"  # type: ignore[index]
        elif act == "never":
            more["uncalculated"].add(a1(row + 1, place))  # type: ignore[union-attr]
        elif act == "font":
            more["fonts"][a1(row + 1, place)] = "Wingdings 2"  # type: ignore[index]
        elif act in ("beyond", "explain"):
            line += [None] * (22 - len(line)) + [str(value)]
    found: dict[str, Any] = {**more, "uncalculated": frozenset(more["uncalculated"])}
    return replace(grid, rows=tuple(map(tuple, rows)), merges=tuple(merges), **found)


@pytest.mark.parametrize("name", FORMS)
@settings(max_examples=150, deadline=None)
@given(DONE)
def test_read_together_or_one_by_one_a_sheet_is_the_same(name: str, acts: list[tuple[str, int, int, Raw]]) -> None:
    _, ask, grid = handed_in(name)
    sheet = done(grid, acts)
    together = table.read_table(replace(sheet), ask)
    with patch.object(table, "ordinary", lambda *_: {}):
        alone = table.read_table(replace(sheet), ask)

    # Equal is not enough: 1, 1.0 and TRUE are equal, and so are 0.0 and -0.0.
    assert repr(together) == repr(alone)


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
