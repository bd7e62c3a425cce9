"""Drafting from any file: one sentence or one schema that lints clean, nothing overwritten, nothing hidden from the author."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest
from blanks import workbook
from blanks_drawn import BLANKS
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.styles import Border, Side
from test_draft import schema_of

from formkit.cli import main
from formkit.draft.first import DraftError, draft, form_id
from formkit.draft.raw import areas
from formkit.filing import Identity
from formkit.load import load_form
from formkit.write.book import write_workbook
from formkit.write.issue import Issue


def run(*args: str) -> Result:
    return CliRunner().invoke(main, list(args))


def edited(data: bytes, name: str, old: bytes, new: bytes) -> bytes:
    """The workbook with something else in one of its parts."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as after:
        for each in before.namelist():
            text = before.read(each)
            if each == name:
                assert old in text
                text = text.replace(old, new)
            after.writestr(each, text)
    return target.getvalue()


def refused(data: bytes, name: str = "a.xlsx") -> str:
    with pytest.raises(DraftError) as error:
        draft(data, name, "drawn", {})
    return error.value.code


BLANK = workbook(BLANKS[0])
SHEET = "xl/worksheets/sheet1.xml"


def test_the_command_writes_a_schema_and_its_lists_and_never_over_a_file(tmp_path: Path) -> None:
    (tmp_path / "空白.xlsx").write_bytes(workbook(BLANKS[3]))
    target = tmp_path / "my form 1.yaml"

    first = run("draft", str(tmp_path / "空白.xlsx"), "-o", str(target))
    assert first.exit_code == 0
    assert load_form(target).form == "my-form-1"
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert {path.parent.name for path in before if path.suffix == ".yaml"} == {tmp_path.name, "codelists"}

    again = run("draft", str(tmp_path / "空白.xlsx"), "-o", str(target))
    assert again.exit_code == 2
    assert "没有改动" in again.stderr
    assert again.stderr.count("\n") == 1
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before

    other = run("draft", str(tmp_path / "空白.xlsx"), "-o", str(tmp_path / "other.yaml"))
    assert other.exit_code == 0, "the lists that are there are named, not written again"
    assert {path: path.read_bytes() for path in before} == before
    assert set((tmp_path / "codelists").iterdir()) == {path for path in before if path.parent.name == "codelists"}


def test_lint_lists_what_is_open_and_finds_no_mistake(tmp_path: Path) -> None:
    path = schema_of(BLANK, tmp_path)

    told = run("lint", str(path))

    assert told.exit_code == 0
    lines = [line for line in told.stderr.splitlines() if re.match(rf"{re.escape(path.as_posix())}:\d+: ", line)]
    assert len(lines) == path.read_text("utf-8").count("# ? ")
    assert any("哪一级" in line for line in lines)


def test_what_is_no_xlsx_is_told_what_to_do(tmp_path: Path) -> None:
    for name, data in {"a.pdf": b"%PDF-1.7\n", "a.xlsx": b"", "b.xlsx": BLANK[:3000], "c.xlsx": b"PK\x05\x06" + b"\0" * 18}.items():
        (tmp_path / name).write_bytes(data)
        told = run("draft", str(tmp_path / name), "-o", str(tmp_path / "x.yaml"))
        assert (told.exit_code, told.stderr.count("\n")) == (2, 1), name
        assert not (tmp_path / "x.yaml").exists()
    assert run("draft", str(tmp_path / "none.xlsx"), "-o", str(tmp_path / "x.yaml")).exit_code == 2
    told = run("draft", str(tmp_path / "a.pdf"), "-o", str(tmp_path / "x.txt"))
    assert (told.exit_code, ".yaml" in told.stderr) == (2, True)


def test_an_old_workbook_is_to_be_saved_as_a_new_one() -> None:
    ods = io.BytesIO()
    with zipfile.ZipFile(ods, "w") as file:
        file.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        file.writestr("content.xml", "<a/>")
    assert refused(ods.getvalue(), "a.ods") == "draft-not-xlsx"


def test_areas_that_would_hang_the_reader_are_refused() -> None:
    link = b'<hyperlinks><hyperlink ref="A1:XFD1048576" display="x"/></hyperlinks><pageMargins'
    assert refused(edited(BLANK, SHEET, b"<pageMargins", link)) == "draft-too-large"
    name = "<definedNames><definedName name=\"_xlnm.Print_Area\" localSheetId=\"0\">{}</definedName></definedNames><calcPr"
    long_ = name.format(",".join(f"Sheet1!$A${row}:$B${row}" for row in range(1, 400)))
    assert refused(edited(BLANK, "xl/workbook.xml", b"<calcPr", long_.encode())) == "draft-too-large"
    far = b'<row r="1048576"><c r="XFD1048576" s="1"/></row></sheetData>'
    assert draft(edited(BLANK, SHEET, b"</sheetData>", far), "a.xlsx", "drawn", {}).schema


def test_hostile_and_strange_packages_end_in_a_sentence() -> None:
    assert refused(edited(BLANK, SHEET, b"<worksheet", b"<!DOCTYPE x><worksheet")) == "xml-doctype"
    assert refused(edited(BLANK, "xl/styles.xml", b"<fonts", b"<fontz")) == "draft-unreadable"
    usual, other = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main", b"http://purl.oclc.org/ooxml/spreadsheetml/main"
    strict = edited(BLANK, SHEET, usual, other)
    assert refused(strict) == "draft-unreadable"
    empty = io.BytesIO()
    Workbook().save(empty)
    assert refused(empty.getvalue()) == "draft-no-table"


def test_areas_of_references() -> None:
    assert list(areas("$A$1 C3:D9")) == [(1, 0, 1, 0), (3, 2, 9, 3)]
    assert list(areas("E:E")) == [(1, 4, 1_048_576, 4)]
    assert list(areas("B2:A1")) == [(1, 0, 2, 1)]
    assert list(areas("#REF! 表1[列]")) == []


@pytest.mark.parametrize(("stem", "name"), [("月报 2023", "new-form"), ("Village_List", "village-list"), ("2023 list", "new-form")])
def test_the_id_is_taken_from_the_name_of_the_file(stem: str, name: str) -> None:
    assert form_id(stem) == name


TEXTS = st.one_of(
    st.sampled_from([
        "序号", "户主姓名", "身份证号码", "家庭人口数（人）", "是否{低保}户", '带"引号', "冒号：", "a: b # ? c", "- 列", "null", "注：甲", "一、甲",
        "二、乙", "附件1", "填报单位：", "合计", "（元）", "XX县甲表", "√", "1", "与户主关系", "原因（甲/乙）", "年 月", "示例", "　", "{unit}", "[x]",
    ]),
    st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1, max_size=12),
)  # fmt: skip
GRIDS = st.lists(st.tuples(st.integers(1, 9), st.integers(1, 6), TEXTS), min_size=1, max_size=30)
MERGES = st.lists(st.tuples(st.integers(1, 8), st.integers(1, 5), st.integers(0, 2), st.integers(0, 3)), max_size=4)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(GRIDS, MERGES, st.booleans())
def test_whatever_stands_on_a_sheet_the_draft_lints_clean_and_makes_a_blank(
    tmp_path_factory: pytest.TempPathFactory, cells: list[tuple[int, int, str]], merges: list[tuple[int, int, int, int]], lines: bool
) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row, column, text in cells:
        sheet.cell(row, column).value = text.lstrip("=") or "x"
        if lines:
            sheet.cell(row, column).border = Border(left=Side(style="thin"))
    taken: set[tuple[int, int]] = set()
    for top, left, down, right in merges:
        spots = {(row, column) for row in range(top, top + down + 1) for column in range(left, left + right + 1)}
        if len(spots) > 1 and not spots & taken:
            sheet.merge_cells(start_row=top, start_column=left, end_row=top + down, end_column=left + right)
            taken |= spots
    target = io.BytesIO()
    book.save(target)
    try:
        path = schema_of(target.getvalue(), tmp_path_factory.mktemp("any"))
    except DraftError:
        return  # no two labels stand side by side
    form = load_form(path)
    rows = {section.key: 2 for section in form.sections}
    assert write_workbook(form, Issue(Identity(form.form, form.version), rows))
