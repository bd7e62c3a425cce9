"""Rows in which everything is right, for every form at every level: drawn by the form's own cases."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from formkit.cases import Drawn, case_of_drawn, read_cases
from formkit.load import shipped_forms
from formkit.model import LEVELS, Column, Form, Level
from formkit.types.resident_id import completed

CASES = Path(__file__).resolve().parent / "cases"
ROSTER = """代码,名称,级别,上级
379900000000,示例市,市,
379999000000,示例区,县,379900000000
379999900000,示例局,部门,379999000000
379999901000,民政局,部门,379999000000
379999100000,东镇,乡,379999000000
379999100200,甲庄村,村,379999100000
379999100201,乙庄村,村,379999100000
379999101000,西镇,乡,379999000000
379999101200,丙庄村,村,379999101000
"""
_EAST = {"village": "甲庄村", "township": "东镇", "county": "示例区", "department": "示例局"}
_WEST = _EAST | {"village": "丙庄村", "township": "西镇", "department": "民政局"}
Row = dict[str, Any]


def every() -> list[tuple[Form, Level]]:
    """Every shipped form at every level that may return it."""
    return [(form, level) for form in shipped_forms() for level in form.levels]


def right(form: Form, level: Level) -> Drawn:
    """A drawn case in which nothing is wrong, of that level or, where none is drawn, of another."""
    return min(_drawn(form), key=lambda drawn: (drawn.level != level, drawn.line))


def _drawn(form: Form) -> Iterator[Drawn]:
    for file in sorted((CASES / form.form).glob("*.md")):
        yield from (drawn for drawn in read_cases(file, form) if drawn.rows and not drawn.expected)


def rows_of(form: Form, level: Level, count: int, first: int = 0) -> list[Row]:
    """So many right rows by column key; those from 100 on are of the western township and its people."""
    case = case_of_drawn(form, right(form, level))
    raws = dict(zip((leaf.key for leaf in form.leaves), case.filing.records[0].raws, strict=True))
    return [_row(form, level, raws, first + number) for number in range(count)]


def _row(form: Form, level: Level, raws: Mapping[str, Any], number: int) -> Row:
    asked = (leaf for leaf in form.leaves if form.asks(leaf, level) and leaf.type != "serial")
    own = (leaf for leaf in asked if not (leaf.level and LEVELS.index(leaf.level) >= LEVELS.index(level)))
    row = {leaf.key: _value(leaf, raws[leaf.key], number) for leaf in own}
    if form.record.name in row:
        row[form.record.name] = "张甲" + "一二三四五六七八九十"[number % 10]
    if form.record.grain == "person":
        row[form.record.size or ""] = 1
    return {key: value for key, value in row.items() if value is not None}


def _value(column: Column, raw: Any, number: int) -> Any:
    if column.level and column.unique:
        return (_EAST["village"], "乙庄村", _WEST["village"])[number % 100 if number < 100 else 2]
    if column.level:
        return (_EAST if number < 100 else _WEST)[column.level]
    if column.type == "resident-id" and raw:
        return completed(f"379999{date(1965, 1, 1) + timedelta(number):%Y%m%d}{number:03d}")
    if column.unique and isinstance(raw, str):
        return f"{raw}{'一二三四五六七八九十'[number % 10]}"
    if column.type == "date" and isinstance(raw, str):
        return date.fromisoformat(raw)
    if column.type == "month" and isinstance(raw, str):
        year, month = raw.rstrip("月").split("年")
        return date(int(year), int(month), 1)
    return raw
