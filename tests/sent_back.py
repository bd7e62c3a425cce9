"""A unit's filing sent, judged and sent back: what the tests of return copies start from."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Callable
from datetime import date
from typing import Any

import openpyxl
from drawn import PATH
from office_task import household
from openpyxl.workbook import Workbook

from formkit.checks import examine
from formkit.engine import case
from formkit.filing import Filing, Identity
from formkit.intake import Examined, Expectation, Judged, judge
from formkit.layout import SHEET, lay_out, letters
from formkit.load import find_form
from formkit.read import read_file, units_of
from formkit.returns import moved_cells, return_issue
from formkit.types import Raw
from formkit.write.book import write_workbook
from formkit.write.issue import Entry, Issue

SHIPPED = find_form("zaozhuang-ledger")
FORM = SHIPPED.model_copy(update={"paper": SHIPPED.paper.model_copy(update={"rows": 4})})  # fewer spare rows: sooner written
FORMS = {FORM.form: FORM}
EXPECTED = Expectation(FORMS)
IDENTITY = Identity(FORM.form, FORM.version, PATH[0].code, "2020-03", path=PATH)
ROWS = {"marginal": 6, "unstable": 4}
UNITS = {column.key: step.name for column in FORM.leaves for step in PATH if column.level == step.level}


def sent(rows: dict[str, list[list[Raw]]]) -> bytes:
    """A unit's workbook with these rows in it."""
    entries = {section: tuple(Entry(tuple(values)) for values in lines) for section, lines in rows.items()}
    return write_workbook(FORM, Issue(IDENTITY, ROWS, units_of(PATH), date(2020, 3, 31), "2020年3月", entries=entries))


def judged(data: bytes, name: str = "a.xlsx", seen: str = "") -> Judged:
    """What the office makes of a file."""
    read = read_file(data, name, FORMS)
    assert read.filing is not None
    (one,) = judge([Examined(read, examine(case(FORM, read.filing, EXPECTED)), seen=seen)], EXPECTED)
    return one


def filing(one: Judged) -> Filing:
    """What was read of it."""
    assert one.filing is not None
    return one.filing


def copy_of(one: Judged, earlier: Judged | None = None) -> bytes:
    """The return copy of a file."""
    return write_workbook(FORM, return_issue(FORM, one, None, earlier=earlier))


def row(number: int, **changed: Raw) -> list[Raw]:
    """A row of the form in which everything is right, but for what is changed."""
    values: dict[str, Raw] = {**UNITS, **household(number), **changed}
    return [values.get(column.key) for column in FORM.leaves]


def found(one: Judged) -> Counter[tuple[str, str | None, str]]:
    """Its findings: code, column, cell."""
    return Counter((f.code, f.column, f.places[0].cell if f.places else "") for f in one.report.findings)


def moved(one: Judged) -> Counter[tuple[str, str | None, str]]:
    """The findings of a file, at the cells its return copy has for them."""
    cells = moved_cells(FORM, one, return_issue(FORM, one, None).rows)
    at = {name: cell for (_, name), cell in cells.items()}
    return Counter((code, column, at.get(cell, cell)) for code, column, cell in found(one).elements())


def canonical(one: Judged) -> list[tuple[Any, ...]]:
    """Its rows as understood."""
    return [
        (record.section, record.explanation, *((r.value, r.problem) if r.value is not None else (r.problem,) for r in record.readings))
        for record in filing(one).records
    ]  # fmt: skip


def edited(data: bytes, edit: Callable[[Workbook], object]) -> bytes:
    """A workbook after somebody did something to it."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    edit(book)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def faulty() -> Judged:
    """Four rows, each with one fault."""
    lines = [row(1, risk="因懒"), row(2, head_name="张甲二", id_number="3799"), row(3, head_name="张甲三", risk=None)]
    return judged(sent({"marginal": lines, "unstable": [row(4, head_name="张甲四", risk="天灾")]}))


def messy() -> bytes:
    """Texts around the form, a second table, another sheet, formulas of the clerk's own."""

    def edit(book: Workbook) -> None:
        sheet = book[SHEET]
        last = lay_out(FORM, ROWS)
        sheet.cell(2, 40, "联系人：李四")
        sheet.cell(last.blocks[0].first_row, 40, "低保户，见=附件")
        sheet.cell(last.last_row + 3, 1, "以上情况属实")
        sheet.cell(last.last_row + 4, 2, "村会计 王五")
        other = book.create_sheet("走访记录")
        other.append(["日期", "走访人"])
        other.append(["3月2日", "赵六"])
        sheet[f"{letters(FORM)['helper']}{last.blocks[0].first_row}"] = '=HYPERLINK("http://evil.example","李帮一")'
        other["D9"] = "=cmd|'/C calc'!A0"

    return edited(sent({"marginal": [row(1, risk="因懒")]}), edit)
