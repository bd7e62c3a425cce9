"""What clerks do to a sheet, and that every record is still found at its true cell and every row accounted for."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from office_task import EAST_A, FORM, blank_of, filled, household, new_task

from formkit.filing import Filing
from formkit.layout import SHEET
from formkit.load import find_form
from formkit.model import Form
from formkit.read import FileRead, read_file
from formkit.read.grid import Grid
from formkit.read.headers import find_headers

Lines = list[list[Any]]
FORMS = {FORM: find_form(FORM)}
HEADER = 8  # row of the first header line of the first section in the workbook as it is sent
FIRST, SECOND = 10, 25  # first entry rows of the two sections


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A filled workbook: two persons in the first section, one in the second."""
    folder = tmp_path_factory.mktemp("read")
    rows = {
        "marginal": [household(1), household(2, head_name="张甲二")], "unstable": [household(3, head_name="张甲三")],
    }  # fmt: skip
    return filled(blank_of(new_task(folder), EAST_A), folder / "a.xlsx", rows)


@pytest.fixture(scope="module")
def lines(sent: Path) -> Lines:
    """All values of the sheet, row by row, as somebody would copy them."""
    sheet = openpyxl.load_workbook(sent)[SHEET]
    return [[None if str(cell.value).startswith("=") else cell.value for cell in row] for row in sheet.iter_rows()]


def reread(lines: Lines, change: Callable[[Any], None] = lambda _: None) -> FileRead:
    """Lines as a new workbook without anything hidden in it, read back."""
    book = openpyxl.Workbook()
    sheet = book.active
    for line in lines:
        sheet.append(line)
    change(sheet)
    data = io.BytesIO()
    book.save(data)
    return read_file(data.getvalue(), "a.xlsx", FORMS)


def names(filing: Filing | None) -> list[tuple[str, str, str]]:
    """Section, cell and value of the head's name of every record; every row of the sheet is accounted for."""
    assert filing is not None
    place = FORMS[FORM].places["head_name"]
    assert filing.rows.seen == filing.rows.records + filing.rows.blank + filing.rows.furniture
    return [(record.section, record.cells[place], str(record.value(place))) for record in filing.records]


WHOLE = [("marginal", f"D{FIRST}", "张甲一"), ("marginal", f"D{FIRST + 1}", "张甲二"), ("unstable", f"D{SECOND}", "张甲三")]


def moved(rows: int, below: int = 0) -> list[tuple[str, str, str]]:
    """The records as they stand when so many rows were put in above those from row ``below`` on."""
    return [
        (section, f"D{int(cell[1:]) + (rows if int(cell[1:]) >= below else 0)}", name) for section, cell, name in WHOLE
    ]


def test_as_it_was_sent(sent: Path) -> None:
    read = read_file(sent.read_bytes(), "a.xlsx", FORMS)

    assert names(read.filing) == WHOLE
    assert (read.identity.unit, read.identity.period, read.identity.unit_name) == (EAST_A, "2020-03", "甲庄村")
    assert [step.level for step in read.identity.path] == ["village", "township", "county", "prefecture"]
    assert read.filing is not None
    assert read.filing.notes == ()


def test_copied_into_a_new_workbook_it_still_says_whose_it_is(lines: Lines) -> None:
    read = reread(lines)

    assert names(read.filing) == WHOLE
    assert (read.identity.form, read.identity.unit, read.identity.period) == (FORM, EAST_A, "2020-03")


def test_without_the_hidden_row_the_header_is_enough(lines: Lines) -> None:
    read = reread([[None] * len(lines[0]), *lines[1:]])

    assert names(read.filing) == WHOLE


def test_title_rows_put_in_above(lines: Lines) -> None:
    assert names(reread([["某某文件"], [], *lines]).filing) == moved(2)


def test_blank_rows_and_rows_put_in_between(lines: Lines) -> None:
    changed = [*lines[:FIRST], [], ["示例区", "东镇", "甲庄村"], *lines[FIRST:]]

    assert names(reread(changed).filing) == moved(2, FIRST + 1)


@pytest.mark.parametrize(
    "furniture",
    [["合计", None, None, None, None, None, 2], ["小计", None, None, None, None, None, 2], ["注：以上属实"],
     ["填报人：李帮一"], [None, None, None, "示例"]],
    ids=lambda line: str(next(value for value in line if value)),
)  # fmt: skip
def test_what_is_no_record_is_not_taken_for_one(lines: Lines, furniture: list[Any]) -> None:
    read = reread([*lines[: FIRST + 1], furniture, *lines[FIRST + 1 :]])

    assert names(read.filing) == moved(1, FIRST + 2)


def test_a_subtotal_row_is_said_to_be_left_out(lines: Lines) -> None:
    read = reread([*lines[: FIRST + 1], ["合计", None, None, None, None, None, 2], *lines[FIRST + 1 :]])

    assert read.filing is not None
    assert [(note.code, note.places[0].cell) for note in read.filing.notes] == [("subtotal-row", f"A{FIRST + 2}")]


def test_the_header_repeated_on_every_page(lines: Lines) -> None:
    read = reread([*lines[:FIRST], *lines[HEADER - 1 : HEADER + 1], *lines[FIRST:]])

    assert names(read.filing) == moved(2, FIRST + 1)


def test_headers_retyped(lines: Lines) -> None:
    spellings = {
        "身份证号码": "公民身份号码", "区(市)": "区（市）", "户主姓名": "户主\n姓名", "主要返贫风险(下拉菜单选择)": "主要返贫风险",
        "教育扶贫政策(人)": "教育扶贫政策（人）", "帮扶联系人的单位": "帮扶单位",
    }  # fmt: skip
    changed = [[None] * len(lines[0]), *([spellings.get(value, value) for value in line] for line in lines[1:])]
    read = reread(changed)

    assert names(read.filing) == WHOLE
    assert read.filing is not None
    assert read.filing.notes == ()


def test_a_moved_column_is_no_finding(lines: Lines) -> None:
    changed = [[line[3], *line[:3], *line[4:]] for line in lines]
    read = reread(changed)

    assert [(section, name) for section, _, name in names(read.filing)] == [(s, n) for s, _, n in WHOLE]
    assert read.filing is not None
    assert read.filing.notes == ()
    assert read.filing.records[0].cells[3] == f"A{FIRST}"


def test_a_column_put_in_is_named_once_a_section_and_carried_nowhere(lines: Lines) -> None:
    changed = [[*line[:4], "姓名" if line[3] == "户主姓名" else None, *line[4:]] for line in lines]
    read = reread(changed)

    assert names(read.filing) == WHOLE
    assert read.filing is not None
    assert [(note.code, note.value, note.places[0].cell) for note in read.filing.notes] == [
        ("unknown-column", "姓名", f"E{HEADER}"), ("unknown-column", "姓名", f"E{HEADER + 15}"),
    ]  # fmt: skip


def test_a_column_taken_out_is_one_finding_a_section_at_the_header(lines: Lines) -> None:
    changed = [[*line[:18], *line[19:]] for line in lines]
    read = reread(changed)

    assert names(read.filing) == WHOLE
    assert read.filing is not None
    assert [(note.code, note.column, note.places[0].cell) for note in read.filing.notes] == [
        ("missing-column", "helper", f"A{HEADER}"), ("missing-column", "helper", f"A{HEADER + 15}"),
    ]  # fmt: skip


def test_a_section_taken_out_is_one_finding(lines: Lines) -> None:
    read = reread(lines[: SECOND - 4])

    assert [name for _, _, name in names(read.filing)] == ["张甲一", "张甲二"]
    assert read.filing is not None
    assert [(note.code, note.section) for note in read.filing.notes] == [("missing-section", "unstable")]


def test_sections_in_another_order(lines: Lines) -> None:
    top, first, second = lines[: HEADER - 2], lines[HEADER - 2 : SECOND - 4], lines[SECOND - 4 :]
    found = names(reread([*top, *second, *first]).filing)

    assert {(section, name) for section, _, name in found} == {(section, name) for section, _, name in WHOLE}


def test_a_merge_down_a_household_belongs_to_all_its_rows_and_to_no_other(lines: Lines) -> None:
    changed = [list(line) for line in lines]
    changed[FIRST][3] = None
    read = reread(changed, lambda sheet: sheet.merge_cells(f"D{FIRST}:D{FIRST + 1}"))

    assert names(read.filing) == [
        ("marginal", f"D{FIRST}", "张甲一"), ("marginal", f"D{FIRST}", "张甲一"), ("unstable", f"D{SECOND}", "张甲三"),
    ]  # fmt: skip


def test_an_unmerged_blank_is_not_filled_from_above(lines: Lines) -> None:
    changed = [list(line) for line in lines]
    changed[FIRST][3] = None

    assert names(reread(changed).filing)[1] == ("marginal", f"D{FIRST + 1}", "None")


def test_a_hidden_row_is_still_data(lines: Lines) -> None:
    def hide(sheet: Any) -> None:
        sheet.row_dimensions[FIRST + 1].hidden = True

    assert names(reread(lines, hide).filing) == WHOLE


def test_error_cells_and_formulas_never_calculated_are_seen(lines: Lines) -> None:
    def spoil(sheet: Any) -> None:
        sheet[f"G{FIRST}"] = "#N/A"
        sheet[f"G{FIRST}"].data_type = "e"
        sheet[f"T{FIRST}"] = "=A1&B1"

    read = reread(lines, spoil)

    assert read.filing is not None
    problems = {record.cells[i]: r.problem for record in read.filing.records for i, r in enumerate(record.readings) if r.problem}
    assert problems == {f"G{FIRST}": "formula-error", f"T{FIRST}": "never-calculated"}


def test_the_zero_switch_is_found_by_its_words(lines: Lines) -> None:
    changed = [list(line) for line in lines]
    for line in changed[FIRST - 1 :]:
        line[3:21] = [None] * 18 if line[0] == "示例区" else line[3:21]
    changed[1][20] = "是"
    read = reread([["多出来的一行"], *changed])

    assert read.filing is not None
    assert (read.filing.zero, read.filing.records) == (True, ())


@pytest.mark.parametrize(
    ("data", "outcome", "code"),
    [
        (b"", "unreadable", "file-empty"), (b"%PDF-1.7 ...", "not-a-filing", "file-pdf"),
        (b"\x89PNG\r\n\x1a\n" + bytes(40), "not-a-filing", "file-image"), (b"Rar!\x1a\x07\x00" + bytes(40), "not-a-filing", "file-rar"),
        ("姓名,号码\n".encode("gb18030"), "not-a-filing", "not-a-filing"), (bytes(range(256)) * 9, "not-a-filing", "not-spreadsheet"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)  # fmt: skip
def test_a_file_that_is_none_of_ours_has_one_outcome(data: bytes, outcome: str, code: str) -> None:
    read = read_file(data, "a.xlsx", FORMS)

    assert (read.outcome, read.code, read.filing) == (outcome, code, None)


def test_a_workbook_without_a_known_header_is_not_a_filing() -> None:
    assert reread([["甲", "乙"], [1, 2]]).outcome == "not-a-filing"


def test_a_form_that_is_not_collected_is_the_wrong_one(sent: Path) -> None:
    other = FORMS[FORM].model_copy(update={"form": "other-form"})

    assert read_file(sent.read_bytes(), "a.xlsx", {"other-form": other}).outcome == "wrong-form"


@pytest.mark.parametrize("cut", [0.3, 0.6, 0.9])
def test_a_truncated_file_is_unreadable(sent: Path, cut: float) -> None:
    data = sent.read_bytes()

    assert read_file(data[: int(len(data) * cut)], "a.xlsx", FORMS).outcome == "unreadable"


def test_a_group_is_not_taken_for_a_column_that_its_words_also_name() -> None:
    """An alias may be the words of a group; the cell of the group stands above others, that of the column does not."""
    labels = [{"key": key, "label": label, "type": "text"} for key, label in (("a", "甲"), ("b", "乙"))]
    more = [{"key": key, "label": label, "type": "text"} for key, label in (("d", "丁"), ("e", "戊"))]
    third = {"key": "c", "label": "收入合计", "type": "text", "aliases": ["收入"]}
    form = Form.model_validate({
        "form": "made-up", "version": "1", "title": "试表", "agency": "某办", "document": "某文", "levels": ["village"],
        "period": {"kind": "month"}, "record": {"grain": "line"}, "columns": [{"label": "收入", "columns": labels}, third, *more],
    })  # fmt: skip
    as_sent = Grid("表", visible=True, rows=(("收入", None, "收入合计", "丁", "戊"), ("甲", "乙", None, None, None)))
    by_alias = Grid("表", visible=True, rows=(("来源", None, "收入", "丁", "戊"), ("甲", "乙", None, None, None)))

    for grid in (as_sent, by_alias):
        (header,) = find_headers(form, grid)
        assert header.columns == {"a": 0, "b": 1, "c": 2, "d": 3, "e": 4}
