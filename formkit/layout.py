"""Where each part of a form sits on its sheet: the one thing writing and reading agree on.

A unit's workbook has its sections stacked on one sheet as on the paper. Columns of the form come first, then
自检 and 核实说明 outside the print area, then a hidden column that numbers households. Row 1 is hidden and holds
the column keys; row 2 holds the count of problems and the zero-report switch.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from formkit.cells import a1, letter
from formkit.model import Form
from formkit.values import dataclass

SHEET = "填报表"
GUIDE_SHEET = "填表说明"
CARD_SHEET = "一户一页"
LIST_SHEET = "_lists"
IDENTITY_SHEET = "_formkit"
PARTS_SHEET = "_parts"
"""The hidden sheet of a roll-up."""
OUTSIDE_SHEET = "表外内容"
PROBLEM_SHEET = "问题清单"
OWN_SHEETS = (GUIDE_SHEET, CARD_SHEET, LIST_SHEET, IDENTITY_SHEET, OUTSIDE_SHEET, PROBLEM_SHEET)
"""Sheets the workbook has besides the form: nothing on them was written by a clerk, except what is carried on the fifth."""
UNCALCULATED = "#未计算"
"""Stands in a return copy for a formula that came back without its value: the finding stays until something is typed."""
# Columns the workbook has of its own: a header that begins so is no column of the form.
SELFCHECK_LABEL, EXPLANATION_LABEL, VERDICT_LABEL = "自检", "核实说明", "校验结果"
KEY_ROW = 1
STATUS_ROW = 2
ANNEX_ROW = 3
TITLE_ROW = 4


@dataclass(frozen=True, slots=True)
class Block:
    """Rows of one section, all counted from 1: its title (its header where it has none), its header, its entry rows."""

    section: str
    title_row: int
    header_first: int
    header_last: int
    first_row: int
    last_row: int


@dataclass(frozen=True, slots=True)
class HeaderCell:
    """A header label and the cells it spans: rows from the top of the header (0), columns from 0, both inclusive."""

    label: str
    top: int
    bottom: int
    left: int
    right: int


@dataclass(frozen=True, slots=True)
class Layout:
    """Rows of one unit's sheet (from 1), and columns (from 0)."""

    above_rows: tuple[int, ...]
    blocks: tuple[Block, ...]
    notes_row: int
    notes_last: int
    below_rows: tuple[int, ...]
    width: int

    @property
    def selfcheck(self) -> int:
        """Column of 自检."""
        return self.width

    @property
    def explanation(self) -> int:
        """Column of 核实说明."""
        return self.width + 1

    @property
    def household(self) -> int:
        """Hidden column that numbers households by the row of their head."""
        return self.width + 2

    @property
    def verdict(self) -> int:
        """Column of 校验结果 in a return copy."""
        return self.width + 3

    @property
    def spill(self) -> int:
        """First of the hidden columns that carry on a long 自检."""
        return self.width + 4

    @property
    def zero_switch(self) -> str:
        """Cell in which 是 makes the workbook a zero report."""
        return a1(STATUS_ROW, self.width - 1)

    @property
    def last_row(self) -> int:
        """Last row of the printed page."""
        return self.below_rows[-1] if self.below_rows else self.notes_last


def depth(form: Form) -> int:
    """Number of header rows."""
    return max(len(path) for path in form.paths.values())


def header(form: Form) -> tuple[HeaderCell, ...]:
    """The header cells of a form."""
    return header_cells([form.paths[column.key] for column in form.leaves])


def header_cells(paths: Sequence[tuple[str, ...]]) -> tuple[HeaderCell, ...]:
    """The header cells of label paths: a group spans its columns, the last label the rows down to the last."""
    rows = max(map(len, paths))
    cells: list[HeaderCell] = []
    for top in range(rows):
        left = 0
        while left < len(paths):
            path = paths[left]
            right = left
            if top < len(path):
                leaf = top == len(path) - 1
                while not leaf and right + 1 < len(paths) and paths[right + 1][: top + 1] == path[: top + 1]:
                    right += 1
                cells.append(HeaderCell(path[top], top, rows - 1 if leaf else top, left, right))
            left = right + 1
    return tuple(cells)


def lay_out(form: Form, rows: int | Mapping[str, int]) -> Layout:
    """Place the parts of a form with so many entry rows in each section."""
    row = TITLE_ROW + 1
    above = tuple(range(row, row + len(form.paper.above)))
    row += len(above)
    blocks: list[Block] = []
    for section in form.sections:
        count = rows if isinstance(rows, int) else rows[section.key]
        top = row + 1 if section.label else row
        first = top + depth(form)
        blocks.append(Block(section.key, row, top, first - 1, first, first + count - 1))
        row = first + count
    notes = row
    row += len(form.paper.notes) + 1 if form.paper.notes else 0
    below = tuple(range(row, row + len(form.paper.below)))
    return Layout(above, tuple(blocks), notes, row - 1, below, len(form.leaves))


def letters(form: Form) -> dict[str, str]:
    """Letter of each column of the form, by key."""
    return {column.key: letter(index) for index, column in enumerate(form.leaves)}
