"""A return copy that comes back as it went out, and what a clerk reads of places and values in it."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import openpyxl
import pytest
from openpyxl.workbook import Workbook
from sent_back import FORM, copy_of, edited, judged, row, sent

from formkit.finding import Finding
from formkit.grouped import cells_of
from formkit.judged import Judged
from formkit.layout import OUTSIDE_SHEET, PROBLEM_SHEET, SHEET, lay_out
from formkit.read.web import web_sheets
from formkit.rivals import settled
from formkit.saying import sentence, shown
from formkit.types import characters

ROWS = {"marginal": 6, "unstable": 4}
SECOND = lay_out(FORM, ROWS).blocks[1]


def two() -> bytes:
    """A person in each section."""
    return sent({"marginal": [row(1)], "unstable": [row(2, head_name="张甲二")]})


def with_another(book: Workbook) -> None:
    """The sheet copied, and a name changed in the copy."""
    other = book.copy_worksheet(book[SHEET])
    other.title = "另一张"
    other["D10"] = "李乙"


def without_second(book: Workbook) -> None:
    """The title and the header of the second section gone: its rows are taken for the first's."""
    for line in book[SHEET].iter_rows(SECOND.title_row, SECOND.header_last):
        for cell in line:
            if not isinstance(cell, openpyxl.cell.MergedCell):
                cell.value = None


@pytest.mark.parametrize(("act", "code"), [(with_another, "second-sheet"), (without_second, "missing-section")])
def test_what_a_copy_cannot_show_is_asked_about_until_the_rows_change(act: Callable[[Workbook], None], code: str) -> None:
    before = judged(edited(two(), act))
    assert [finding.code for finding in before.report.findings if finding.blocks] == [code]
    again = judged(copy_of(before))
    assert again.outcome == "accepted"
    (asked,) = [finding for finding in again.report.findings if finding.code == "not-settled"]
    said = next(sentence(FORM, finding, "unit") for finding in before.report.findings if finding.code == code)
    assert said in sentence(FORM, asked)
    assert "not-settled" in {finding.code for finding in judged(copy_of(again)).report.findings}
    mended = judged(edited(copy_of(before), lambda book: book[SHEET].__setitem__("D10", "王丙")))
    assert "not-settled" not in {finding.code for finding in mended.report.findings}


def test_a_copy_of_the_sheet_brings_only_the_rows_in_which_it_differs() -> None:
    before = judged(edited(two(), with_another))
    book = openpyxl.load_workbook(io.BytesIO(copy_of(before)))
    lines = [cells for cells in book[OUTSIDE_SHEET].iter_rows(3, values_only=True) if cells[0]]
    assert [place for place, _ in lines] == ["另一张!A10"]
    assert " | 1 | " in str(lines[0][1])  # not 1.0
    assert [str(cells[1].value) for cells in book[PROBLEM_SHEET].iter_rows() if cells[0].value == 1] == ["另一张!A10"]


def test_a_number_for_a_month_is_shown_as_the_number_it_was() -> None:
    book = openpyxl.load_workbook(io.BytesIO(copy_of(judged(sent({"marginal": [row(1, recognised=2020.1)]})))))
    cell = book[SHEET]["U10"]
    assert (cell.value, cell.number_format) == (2020.1, "General")


def test_a_month_that_cannot_be_says_what_the_cell_shows() -> None:
    (finding,) = judged(sent({"marginal": [row(1, recognised=date(1905, 7, 12))]})).report.findings
    assert (finding.code, finding.wording) == ("date-format", "date-unlikely")
    assert "1905年7月" in sentence(FORM, finding)


@pytest.mark.parametrize("said", ["无", "/", "同上", "〃"])
def test_words_for_nothing_are_no_secret(said: str) -> None:
    column = FORM.column("id_number")
    assert shown(column, said) == said
    assert shown(column, "张三") == "**"


def test_a_number_is_shown_with_the_fifteen_digits_a_cell_keeps() -> None:
    assert characters.number_text(370481199001011008.0) == "370481199001011000"
    assert (characters.number_text(3.0), characters.number_text(2020.1)) == ("3", "2020.1")


def test_a_cell_of_another_sheet_is_named_with_its_sheet() -> None:
    before = judged(edited(two(), with_another))
    (finding,) = (each for each in before.report.findings if each.code == "second-sheet")
    assert cells_of((finding,), 1) == "另一张!A10"
    assert cells_of((Finding("required", "error"),), 1) == "整张表"


def test_libreoffices_page_of_several_sheets_is_several_sheets() -> None:
    table = "<table><tr><td>{}</td></tr></table>"
    page = "".join(f'<A NAME="table{i}"><h1>Sheet {i}: <em>表{i}&amp;</em></h1></A>{table.format(i)}' for i in (1, 2))
    found = web_sheets(f"<html><body><h1>Overview</h1>{page}</body></html>".encode())
    assert [(facts.name, lines) for facts, lines in found] == [("表1&", (("1",),)), ("表2&", (("2",),))]


def test_a_copy_of_a_file_that_does_not_count_does_not_say_that_it_counts_once() -> None:
    first = Judged("a.xlsx", "1", "xlsx", "wrong-period", "wrong-period", seen="1")
    found = settled([first, replace(first, file="b.xlsx", seen="2")], None)
    assert [(one.outcome, one.code) for one in found] == [("wrong-period", "wrong-period"), ("copy", "copy-aside")]
