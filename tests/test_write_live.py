"""The formulas of the 自检 column and the sentences in them."""

from __future__ import annotations

import html
import io
import re
import zipfile
from datetime import date

from drawn import made
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from xlsxwriter.worksheet import Worksheet as Original

from formkit.cells import letter
from formkit.filing import Identity, Step
from formkit.layout import GUIDE_SHEET, SHEET
from formkit.load import find_form
from formkit.words.workbook import WORKBOOK, text
from formkit.write.book import write_workbook
from formkit.write.frame import Frame
from formkit.write.issue import Issue
from formkit.write.phrase import Ref, phrase, quoted
from formkit.write.plan import make_plan
from formkit.write.selfcheck import nesting, selfcheck

FORM = find_form("zaozhuang-ledger")
PATH = (Step("village", "370405106201", "柳林村"), Step("township", "370405106", "邳庄镇"), Step("county", "370405", "台儿庄区"))
IDENTITY = Identity(FORM.form, FORM.version, PATH[0].code, "2020-03", 2, path=PATH)
ROWS = {"marginal": 6, "unstable": 4}
ISSUE = Issue(IDENTITY, ROWS, end=date(2020, 3, 31))
BLANK = write_workbook(FORM, ISSUE)


def sheet_xml(data: bytes) -> str:
    return zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml").decode()


def test_live_formulas_are_left_to_the_client_and_within_its_limits() -> None:
    xml = sheet_xml(BLANK)
    formulas = re.findall(r'<c r="[A-Z]+\d+"[^>]*><f(?: t="shared" ref="[^"]*" si="\d+")?>(.*?)</f><v></v></c>', xml)
    assert len(formulas) == 2 * len(ROWS) + 1
    below = re.findall(r'<f t="shared" si="\d+"/><v></v></c>', xml)
    assert len(formulas) + len(below) == xml.count("<v></v>") == 2 * sum(ROWS.values()) + 1
    for formula in formulas:
        assert len(formula) <= 8192
        assert nesting(formula) <= 64
    assert "\x01" not in xml


def test_no_formula_needs_the_pass_for_new_functions_that_is_left_out() -> None:
    original = Original()
    found = re.findall(r"<(f|formula|formula1|formula2)(?: [^>]*)?>(.*?)</\1>", sheet_xml(BLANK))
    assert {kind for kind, _ in found} == {"f", "formula", "formula1", "formula2"}
    for formula in {html.unescape(formula) for _, formula in found}:
        assert original._prepare_formula(formula, True) == formula  # noqa: FBT003


def test_a_long_selfcheck_is_carried_on_in_hidden_columns() -> None:
    columns = [
        {"key": f"c{number}", "label": f"第{number}栏", "type": "whole", "required": True} for number in range(120)
    ]
    form = made(columns)
    issue = Issue(Identity(form.form, "1"), {"all": 3})
    plan = make_plan(form, issue)
    written = selfcheck(Frame(plan, plan.layout.blocks[0]))
    assert len(written.spills) >= 3
    texts = (written.first, *written.spills)
    for number in range(120):
        assert sum(f'"第{number}栏：没有填写"' in formula for formula in texts) == 1
    assert all(nesting(formula) <= 64 and len(formula) < 8100 for formula in texts)
    for place, formula in enumerate(texts[:-1]):
        assert f"${letter(plan.layout.spill + place)}\x01" in formula
    sheet = load_workbook(io.BytesIO(write_workbook(form, issue)))[SHEET]
    widths = sheet.column_dimensions
    assert widths[letter(plan.layout.spill)].hidden
    assert widths[letter(plan.layout.household)].hidden


def test_long_sections_leave_checks_across_rows_to_the_office_and_say_so() -> None:
    rows = {"marginal": 501, "unstable": 500}
    plan = make_plan(FORM, Issue(IDENTITY, rows, end=date(2020, 3, 31)))
    long, short = (selfcheck(Frame(plan, block)) for block in plan.layout.blocks)
    assert "$510" not in long.first
    assert "重复" not in long.first
    assert "本户却填了" not in long.first
    assert "本户却填了" in short.first
    said = [cell.value for (cell, *_) in load_workbook(io.BytesIO(write_workbook(FORM, plan.issue)))[GUIDE_SHEET].iter_rows(max_col=1)]
    assert text("guide-checks-long", label=FORM.sections[0].label, limit="500") in said
    assert text("guide-checks-long", label=FORM.sections[1].label, limit="500") not in said


def test_without_a_period_rules_that_need_its_end_are_not_live() -> None:
    plan = make_plan(FORM, Issue(IDENTITY, ROWS))
    first = selfcheck(Frame(plan, plan.layout.blocks[0])).first
    assert "不满16周岁" not in first
    assert "无人落实教育扶贫政策" in first


def test_conditional_formats_hold_nothing_that_excel_refuses_there() -> None:
    found = [html.unescape(formula) for formula in re.findall(r"<cfRule [^>]*><formula>(.*?)</formula>", sheet_xml(BLANK))]
    assert len(found) > 2 * len(FORM.leaves)
    for formula in found:
        unquoted = "".join(formula.split('"')[::2])
        assert not set("{}!#[") & set(unquoted)
        assert len(formula) < 1000


@given(st.text(alphabet="甲“\"&{}'\n√", max_size=600))
@settings(max_examples=50)
def test_a_text_in_a_formula_is_the_text(said: str) -> None:
    pieces = re.findall(r'"((?:[^"]|"")*)"(?:&|$)', quoted(said))
    assert "".join(piece.replace('""', '"') for piece in pieces) == said
    assert all(len(piece.replace('""', '"')) <= 255 for piece in pieces)


def test_sentences_take_cells_as_arguments() -> None:
    assert phrase("live-id-length", label="号码", found=Ref("LEN(A1)")) == '"号码：有"&LEN(A1)&"位，应为18位"'
    for code, sentence in WORKBOOK.items():
        assert sentence.zh, code
        assert sentence.en, code
