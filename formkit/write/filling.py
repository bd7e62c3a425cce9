"""What is put into workbooks of one shape: the rows of a filing and the marks on them, its problems, what stood outside the form.

All of it is text that goes into a part as it is, whether the workbook is written or stamped (``stamp``).
"""

from __future__ import annotations

from formkit.layout import OUTSIDE_SHEET, PROBLEM_SHEET
from formkit.model import Form
from formkit.values import dataclass
from formkit.write.entries import grid
from formkit.write.faults import Looks, all_looks, looks_of, marked, marks_text
from formkit.write.frame import Frame
from formkit.write.issue import Issue
from formkit.write.plan import Plan
from formkit.write.returned import (
    Index,
    Listed,
    Page,
    outside_page,
    outside_text,
    problems_page,
    problems_text,
    write_outside,
    write_problems,
)
from formkit.write.rows import Grid, rows_text
from formkit.write.selfcheck import Selfcheck
from formkit.write.styles import RED, Book, Sheet

BOOK_PART = "xl/workbook.xml"


@dataclass(frozen=True, slots=True)
class Casting:
    """What workbooks of one shape have in common of that: the sheet of the form and the grids of its sections, the looks of cells that
    stand out and the number of their red (None where none can), and the sheets of a return copy where there are any.
    """

    form: Form
    part: str
    grids: tuple[Grid, ...]
    looks: Looks
    red: int | None
    problems: Page | None
    outside: Page | None


@dataclass(frozen=True, slots=True)
class Filling:
    """What is put in: the rows of each section, the marks on them, and the rows of the other sheets."""

    rows: tuple[str, ...]
    marks: str
    problems: Listed | None
    outside: Listed | None


def casting(book: Book, paper: Sheet, plan: Plan, sections: tuple[tuple[Frame, Selfcheck], ...]) -> Casting:
    """The formats and formulas of what will be put in, in a fixed order; ValueError where there are more entries than rows."""
    grids = tuple(grid(book, paper, frame, formulas) for frame, formulas in sections)
    stand_out = marked(plan.form, plan.issue)
    red = book.workbook.add_format({"bg_color": RED})._get_dxf_index() if stand_out else None
    problems, outside = (book.workbook.get_worksheet_by_name(name) for name in (PROBLEM_SHEET, OUTSIDE_SHEET))
    return Casting(
        plan.form, paper.part, grids, all_looks(book, plan) if stand_out else {}, red,
        problems and problems_page(book, problems), outside and outside_page(book, outside),
    )  # fmt: skip


def filling(cast: Casting, issue: Issue, index: Index) -> Filling:
    """What is put in for one unit; its texts are asked for in the order in which they are first met."""
    rows = tuple(
        rows_text(each, issue.entries.get(section.key, ()), index, lambda entry: looks_of(cast.form, entry, cast.looks))
        for each, section in zip(cast.grids, cast.form.sections, strict=True)
    )
    marks = "" if cast.red is None else marks_text(cast.form, issue, cast.grids, cast.red)
    problems = problems_text(cast.problems, cast.form, issue, index) if cast.problems else None
    return Filling(rows, marks, problems, outside_text(cast.outside, issue, index) if cast.outside else None)


def pieces(cast: Casting, filled: Filling) -> dict[str, tuple[str, ...]]:
    """The same by the part it stands in, in the order there."""
    found = {cast.part: (*filled.rows, *(() if cast.red is None else (filled.marks,)))}
    if cast.problems and filled.problems:
        found |= {cast.problems.part: filled.problems.pieces, BOOK_PART: filled.problems.areas}
    if cast.outside and filled.outside:
        found[cast.outside.part] = filled.outside.pieces
    return found


def place(book: Book, paper: Sheet, plan: Plan, filled: Filling, widths: tuple[int, ...]) -> None:
    """Put it into a workbook that is being written; ``widths`` are the last columns of the sections."""
    for block, text, last in zip(plan.layout.blocks, filled.rows, widths, strict=True):
        paper.place_rows((block.first_row - 1, block.last_row - 1), last, text)
    paper.marks = filled.marks
    if filled.problems:
        write_problems(book.workbook.get_worksheet_by_name(PROBLEM_SHEET), plan.issue, filled.problems)
    if filled.outside:
        write_outside(book.workbook.get_worksheet_by_name(OUTSIDE_SHEET), filled.outside)
