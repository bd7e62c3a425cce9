"""A first schema from a blank: what a reader of the drawn blanks sees is what the draft says."""

from __future__ import annotations

import re
import subprocess
from copy import copy
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from blanks import Blank, expected, workbook
from blanks_drawn import BLANKS
from blanks_more import MORE

from formkit.draft.first import draft
from formkit.draft.questions import questions
from formkit.filing import Identity
from formkit.load import lint, load_codelists, load_form
from formkit.model import CodeList, Form
from formkit.write.book import write_workbook
from formkit.write.issue import Issue

ALL = BLANKS + MORE
RESAVED = (1, 3, 5, 7, 12, 14)
"""The blanks that are also looked at as LibreOffice saves them: extended and named dropdowns, sections, merges."""


def schema_of(data: bytes, folder: Path, form: str = "drawn") -> Path:
    """The drafted schema with its code lists, in a folder as the command would leave them."""
    found = draft(data, "blank.xlsx", form, load_codelists())
    (folder / "codelists" if found.codelists else folder).mkdir(parents=True, exist_ok=True)
    for name, text in found.codelists.items():
        (folder / "codelists" / f"{name}.yaml").write_text(text, "utf-8")
    path = folder / f"{form}.yaml"
    path.write_text(found.schema, "utf-8")
    assert lint(path) == ()
    return path


def editions(codes: CodeList) -> list[set[str]]:
    """The values of a list, of all years and of each in which they change."""
    years = {year for code in codes.values for year in (code.since, code.until) if year}
    return [set(codes.allowed()), *(set(codes.allowed(year)) for year in years)]


def differs(form: Form, blank: Blank) -> list[str]:
    """Each column of which the draft says something else than a reader."""
    wanted = expected(blank)
    said = [f"{len(form.leaves)} columns for {len(wanted)}"] if len(form.leaves) != len(wanted) else []
    for column, (path, kind, values) in zip(form.leaves, wanted, strict=False):
        right = form.paths[column.key] == path and column.type == kind
        if not right or (values and set(values) not in editions(form.codelists[str(column.codes)])):
            said.append(f"{form.paths[column.key]} {column.type} instead of {path} {kind} {values}")
    return said


def frame(form: Form, blank: Blank) -> dict[str, Any]:
    """What the draft says of everything but the columns, as far as the blank expects something of it."""
    whole = {
        **form.paper.model_dump(), "title": form.title, "grain": form.record.grain, "kind": form.period.kind,
        "sections": tuple(section.label for section in form.sections),
        "codes": [column.codes for column in form.leaves if column.codes],
        "required": [column.label for column in form.leaves if column.required],
        "help": {column.label: column.help for column in form.leaves if column.help},
        "limits": {column.label: (column.min, column.max) for column in form.leaves if column.label in blank.frame.get("limits", {})},
    }  # fmt: skip
    return {name: whole[name] for name in blank.frame}


@pytest.mark.parametrize("blank", ALL, ids=lambda blank: blank.name)
def test_a_drawn_blank_is_seen_as_a_reader_sees_it(blank: Blank, tmp_path: Path) -> None:
    form = load_form(schema_of(workbook(blank), tmp_path))

    assert differs(form, blank) == []
    assert frame(form, blank) == dict(blank.frame)


@pytest.mark.parametrize("blank", ALL, ids=lambda blank: blank.name)
def test_a_draft_makes_a_blank_at_once(blank: Blank, tmp_path: Path) -> None:
    form = load_form(schema_of(workbook(blank), tmp_path / "first"))
    rows = {section.key: form.paper.rows for section in form.sections}

    data = write_workbook(form, Issue(Identity(form.form, form.version), rows))
    again = load_form(schema_of(data, tmp_path / "second"))

    assert list(again.paths.values()) == list(form.paths.values())
    assert [(section.label) for section in again.sections] == [section.label for section in form.sections]


@pytest.mark.office
def test_saved_by_another_program_it_is_the_same_blank(tmp_path: Path) -> None:
    for number in RESAVED:
        (tmp_path / f"{number}.xlsx").write_bytes(workbook(ALL[number]))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    files = [str(tmp_path / f"{number}.xlsx") for number in RESAVED]
    subprocess.run(
        ["soffice", "--headless", "--norestore", profile, "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir",
         str(tmp_path / "saved"), *files], check=True, capture_output=True, timeout=180,
    )  # fmt: skip

    for number in RESAVED:
        data = (tmp_path / "saved" / f"{number}.xlsx").read_bytes()
        form = load_form(schema_of(data, tmp_path / str(number)))
        assert differs(form, ALL[number]) == [], ALL[number].name
        assert frame(form, ALL[number]) == dict(ALL[number].frame), ALL[number].name


def test_nothing_that_was_filled_in_is_taken_over(tmp_path: Path) -> None:
    filled = next(blank for blank in ALL if "filled in" in blank.name)
    path = schema_of(workbook(filled), tmp_path)
    text = "".join(each.read_text("utf-8") for each in tmp_path.rglob("*.yaml"))
    assert text.startswith(path.read_text("utf-8")[:20])

    data = re.findall(r"(?m)^\s*[A-G][4-8]\S* (.+)$", filled.cells)
    assert len(data) > 20
    assert [value for value in data if len(value) > 3 and value in text] == []


def test_what_could_not_be_told_is_asked_where_it_stands(tmp_path: Path) -> None:
    blank = next(blank for blank in ALL if "three levels" in blank.name)
    path = schema_of(workbook(blank), tmp_path)
    lines = path.read_text("utf-8").splitlines()
    asked = questions(path)

    assert [lines[each.line - 1].strip().removeprefix("# ? ") for each in asked] == [each.args["text"] for each in asked]
    money = next(each for each in asked if "财政资金" in each.args["text"])
    assert "万元" in money.args["text"]
    assert "label: 财政资金" in lines[money.line]
    assert any("第18行的合计" in each.args["text"] for each in asked)
    assert any("哪一级" in each.args["text"] for each in asked)


def test_a_list_at_hand_is_named_and_another_is_written_beside(tmp_path: Path) -> None:
    sections = next(blank for blank in ALL if "sections, each" in blank.name)
    assert not (schema_of(workbook(sections), tmp_path / "a").parent / "codelists").exists()

    beside = next(blank for blank in ALL if "beside the table" in blank.name)
    path = schema_of(workbook(beside), tmp_path / "b")
    (written,) = (path.parent / "codelists").iterdir()
    assert lint(written) == ()
    assert [each.args["text"] for each in questions(written)] == ["这些选项出自哪个文件的哪一句？"]


def test_hidden_things_are_no_part_of_the_form(tmp_path: Path) -> None:
    blank = ALL[0]
    target = tmp_path / "hidden.xlsx"
    target.write_bytes(workbook(blank))
    book = openpyxl.load_workbook(target)
    book["Sheet1"].column_dimensions["F"].hidden = True
    book["Sheet1"].row_dimensions[21].hidden = True
    bigger = book.copy_worksheet(book["Sheet1"])
    bigger["M4"], bigger["N4"] = "另一栏", "又一栏"
    bigger.sheet_state = "hidden"
    book.save(target)

    form = load_form(schema_of(target.read_bytes(), tmp_path))

    assert "联系电话" not in {column.label for column in form.leaves}
    assert len(form.leaves) == 11
    assert form.paper.notes == ()


def test_a_second_sheet_with_a_form_is_named_not_taken(tmp_path: Path) -> None:
    target = tmp_path / "two.xlsx"
    target.write_bytes(workbook(ALL[0]))
    book = openpyxl.load_workbook(target)
    book.copy_worksheet(book["Sheet1"]).title = "乡镇汇总"
    other = book["Sheet1"]
    for row, label in enumerate(("单位", "项目", "数量", "金额")):
        other.cell(40, row + 1, label).border = copy(other["A4"].border)
    book.save(target)

    asked = [each.args["text"] for each in questions(schema_of(target.read_bytes(), tmp_path))]

    assert any("乡镇汇总" in text for text in asked)
    assert any("第40行" in text for text in asked)
