"""Formulas that differ only by their row are written once a section, as shared formulas that mean what each row means."""

from __future__ import annotations

import html
import io
import re
import zipfile
from dataclasses import replace

import pytest
from drawn import made
from excel_shared import _refused
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.formula.translate import Translator
from right_rows import every, right

from formkit import period
from formkit.cells import a1
from formkit.filing import Identity
from formkit.layout import SHEET
from formkit.model import Form, Level
from formkit.types import KINDS
from formkit.write.book import write_workbook
from formkit.write.frame import Frame, at
from formkit.write.issue import Issue
from formkit.write.plan import Plan, make_plan
from formkit.write.selfcheck import selfcheck
from formkit.write.shared import may_share


def plan_of(form: Form, level: Level, rows: int = 4) -> Plan:
    when = period.parse(right(form, level).period)
    identity = Identity(form.form, form.version, "", when.text)
    return make_plan(form, Issue(identity, {section.key: rows for section in form.sections}, end=when.end, period=when.label))


def meant(plan: Plan) -> dict[str, str]:
    """The formula of each cell beside the rows, as it would be written out row by row."""
    found = {}
    for block in plan.layout.blocks:
        formulas = selfcheck(Frame(plan, block))
        columns = {plan.layout.selfcheck: formulas.first, plan.layout.household: formulas.household}
        columns |= {plan.layout.spill + place: formula for place, formula in enumerate(formulas.spills)}
        for row in range(block.first_row, block.last_row + 1):
            found |= {a1(row, column): at(formula, row) for column, formula in columns.items()}
    return found


def part(data: bytes) -> str:
    return zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml").decode()


@pytest.mark.parametrize(("form", "level"), every(), ids=lambda each: getattr(each, "form", each))
def test_shared_formulas_are_the_formulas_of_each_row(form: Form, level: Level) -> None:
    plan = plan_of(form, level)
    data = write_workbook(form, plan.issue)
    sheet = load_workbook(io.BytesIO(data))[SHEET]  # it moves the first row's formula to each row below

    wanted = meant(plan)

    assert {cell: sheet[cell].value for cell in wanted} == {cell: f"={formula}" for cell, formula in wanted.items()}
    assert part(data).count(' t="shared" ref="') == len(wanted) / 4  # none of a shipped form is written out row by row


def test_the_sheet_does_not_grow_by_the_length_of_its_formulas() -> None:
    form, level = next((form, level) for form, level in every() if form.form == "zaozhuang-ledger")
    small, large = (len(part(write_workbook(form, plan_of(form, level, rows).issue))) for rows in (10, 110))

    assert (large - small) / 200 < 1400  # a row of 24 cells; its formulas alone have more than 8,000 characters


def test_a_formula_that_may_not_be_shared_is_written_in_every_row(monkeypatch: pytest.MonkeyPatch) -> None:
    form = made([{"key": "a", "label": "甲", "type": "whole", "required": True}])
    number = KINDS["whole"].guard
    odd = lambda cell, spec: replace(number(cell, spec), live=f"SUM({{1,2}})+LEN({cell})>0", formula="TRUE")  # noqa: E731
    monkeypatch.setattr("formkit.types.whole.guard", odd)
    plan = make_plan(form, Issue(Identity(form.form, "1"), {"all": 3}))
    data = write_workbook(form, plan.issue)

    found = re.findall(r'<c r="(B\d+)"[^>]*><f>(.*?)</f><v></v></c>', part(data))

    assert {cell: html.unescape(formula) for cell, formula in found} == {
        cell: formula for cell, formula in meant(plan).items() if cell.startswith("B")
    }
    assert len(found) == 3


def test_a_section_of_one_row_shares_nothing() -> None:
    form = made([{"key": "a", "label": "甲", "type": "whole"}])

    assert "shared" not in part(write_workbook(form, Issue(Identity(form.form, "1"), {"all": 1})))


@pytest.mark.parametrize(("formula", "may"), [
    ("$A1+SUM($B$1:$C$9,1)", True), ('"a:b!{1}[#]"&A1', True), ("MID(A1,_k,1)=_yes", True), ("$A1:$C1", True), ("((A1))*(B1>2)", True),
    ("{1,2}", False), ("_lists!$A$1", False), ("A1:INDEX(B1,1)", False), ("(A1,B1)", False), ("A1:B2 B1:C2", False), ("#REF!", False),
    ("Codes[代码]", False), ("[1]Sheet!A1", False), ("SUM((A1,B1))", False), ("_k:A1", False), ("A1,B1", False),
])  # fmt: skip
def test_what_may_be_shared_is_what_excel_takes(formula: str, may: bool) -> None:
    assert may_share(formula) is may
    assert (not list(_refused(formula))) is may


_PIECES = st.sampled_from(["$A1", "B$2", "$A1:$C1", '"甲,:!{"', "SUM(", "(", ")", ",", "+", "{1}", "_k", ":", "!", " ", "#N/A", "IF("])


@given(st.lists(_PIECES, max_size=12).map("".join).filter(lambda text: text.count("(") == text.count(")")))
@settings(max_examples=300, deadline=None)
def test_what_is_shared_is_never_what_the_lint_refuses(formula: str) -> None:
    assert not may_share(formula) or not list(_refused(formula)) or formula.find(")") < formula.find("(")


def test_the_judge_moves_cells_as_excel_does() -> None:
    assert Translator("=$A1&B$1&C1", "D1").translate_formula("D3") == "=$A3&B$1&C3"
