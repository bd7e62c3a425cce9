"""The blanks that formkit makes, drafted back from the sheet alone: what a schema says can be read off its paper."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from test_draft import editions, schema_of

from formkit.filing import Identity
from formkit.load import load_form, shipped_forms
from formkit.model import Column, Form
from formkit.write.book import write_workbook
from formkit.write.issue import Issue

# A place that a schema takes as free text (its roster does not reach so far) is a place to whoever reads its header.
PLACES = ("镇街区", "村", "村（社区）", "乡镇", "村委会")
# What is on no paper: which levels report, the cells' printed stub, and whether 填报时间 is the period.
UNPRINTED = ("填报时间：", "填报日期：")


def blank_of(form: Form, *, anonymous: bool) -> bytes:
    """The form's blank; without its hidden sheets, rows and properties, so that nothing but the paper tells of it."""
    rows = {section.key: form.paper.rows for section in form.sections}
    data = write_workbook(form, Issue(Identity(form.form, form.version), rows))
    if not anonymous:
        return data
    book = openpyxl.load_workbook(io.BytesIO(data))
    del book["_formkit"]
    sheet = book["填报表"]
    for cell in (*sheet[1], *sheet[3]):
        if cell.value and (cell.row == 1 or "编码" in str(cell.value)):
            cell.value = None
    for name in list(book.custom_doc_props.names):
        del book.custom_doc_props[name]
    for each in sheet.data_validations.dataValidation:
        each.prompt = each.promptTitle = None
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def same(form: Form, column: Column, got: Form, other: Column) -> bool:
    """Whether the draft has the same type, limits of place and choices; a free place may be one of the roster."""
    if column.type == "text" and other.type == "unit":
        return column.label in PLACES
    if column.type != other.type or column.level != other.level:
        return False
    if not column.codes or not other.codes:
        return column.codes == other.codes
    wanted, found = form.codelists[column.codes], got.codelists[other.codes]
    return any(each in editions(wanted) for each in editions(found))


def printed(lines: tuple[str, ...]) -> list[str]:
    """Lines without the places of fields that the paper does not show apart from dates to write."""
    return [line.replace("{period}", "") if any(words in line for words in UNPRINTED) else line for line in lines]


@pytest.mark.parametrize("form", shipped_forms(), ids=lambda form: form.form)
def test_a_blank_gives_its_form_back(form: Form, tmp_path: Path) -> None:
    got = load_form(schema_of(blank_of(form, anonymous=False), tmp_path))

    assert list(got.paths.values()) == list(form.paths.values())
    pairs = list(zip(form.leaves, got.leaves, strict=True))
    assert [(one.label, one.type, two.type) for one, two in pairs if not same(form, one, got, two)] == []
    assert [section.label for section in got.sections] == [section.label for section in form.sections]
    assert got.title == form.title
    assert [two.width for _, two in pairs] == [one.width for one, _ in pairs]
    assert printed(got.paper.above) == printed(form.paper.above)
    for part in ("size", "orientation", "annex", "blank_unit", "notes", "below", "rows"):
        assert getattr(got.paper, part) == getattr(form.paper, part), part


@pytest.mark.parametrize("name", ["zaozhuang-ledger", "zaozhuang-ledger-household"])
def test_nothing_hidden_is_needed_for_it(name: str, tmp_path: Path) -> None:
    form = next(each for each in shipped_forms() if each.form == name)
    seen = schema_of(blank_of(form, anonymous=False), tmp_path / "whole").read_text("utf-8")
    plain = schema_of(blank_of(form, anonymous=True), tmp_path / "plain").read_text("utf-8")

    assert plain.split("columns:")[1] == seen.split("columns:")[1]
    assert plain.split("paper:")[1].split("columns:")[0] == seen.split("paper:")[1].split("columns:")[0]


def test_the_same_paper_by_person_and_by_household_is_told_apart_by_what_its_cells_take(tmp_path: Path) -> None:
    grains: dict[str, Any] = {}
    for form in shipped_forms():
        if form.form.startswith("zaozhuang-ledger") and form.record.head is not None:
            got = load_form(schema_of(blank_of(form, anonymous=False), tmp_path / form.form))
            grains[form.form] = (form.record.grain, got.record.grain, dict(got.record.head))

    assert grains["zaozhuang-ledger"] == ("person", "person", {"relation": "户主"})
    assert grains["zaozhuang-ledger-household"] == ("household", "household", {})
