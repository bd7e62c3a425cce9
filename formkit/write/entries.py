"""What the entry rows of a section have in common: formats, the unit's own name, and the live formulas."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from xlsxwriter.format import Format

from formkit.cells import letter
from formkit.columns import choices
from formkit.model import Column
from formkit.types import KINDS
from formkit.values import dataclass
from formkit.write.frame import ROW, Frame
from formkit.write.plan import Plan
from formkit.write.rows import NOTE, NUMBER, VERDICT, Grid
from formkit.write.selfcheck import Selfcheck
from formkit.write.shared import may_share
from formkit.write.styles import Book, Sheet, display_width, style

TALL = 15
LOCKED = "#EDEDED"


@dataclass(frozen=True, slots=True)
class Margin:
    """Formats of the columns beside the table."""

    selfcheck: Format
    explanation: Format
    hidden: Format
    verdict: Format


def grid(book: Book, sheet: Sheet, frame: Frame, formulas: Selfcheck) -> Grid:
    """What the entry rows of a section have in common; ValueError where there are more entries than rows."""
    plan, block, margin = frame.plan, frame.block, _margin(book)
    if (count := len(plan.issue.entries.get(block.section, ()))) > block.last_row - block.first_row + 1:
        raise ValueError(f"{count} entries for section {block.section}")
    cells = tuple(begun(index, column_look(book, plan, index)) for index in range(plan.layout.width))
    empty = "".join(cell + _unfilled(plan, sheet, index) for index, cell in enumerate(cells))
    wrapped = tuple((index, leaf.width) for index, leaf in enumerate(plan.form.leaves) if _wraps(plan, index))
    leading, below = [], []
    for column, look, formula in _beside(plan, formulas, margin):
        start = begun(column, look)
        full, again = _formula(sheet, column, formula, frame) if formula not in (NOTE, VERDICT) else (formula, formula)
        leading.append(start + full)
        below.append(start + again)
    return Grid(block.first_row, block.last_row, cells, empty, "".join(leading), "".join(below), wrapped, plan.numbered)


def _beside(plan: Plan, formulas: Selfcheck, margin: Margin) -> Iterator[tuple[int, Format, str]]:
    """What stands beside the table: column, format, and formula or a mark in its place."""
    layout = plan.layout
    yield layout.selfcheck, margin.selfcheck, formulas.first
    yield layout.explanation, margin.explanation, NOTE
    yield layout.household, margin.hidden, formulas.household
    if plan.issue.returned:
        yield layout.verdict, margin.verdict, VERDICT
    for place, formula in enumerate(formulas.spills):
        yield layout.spill + place, margin.hidden, formula


def _formula(sheet: Sheet, column: int, formula: str, frame: Frame) -> tuple[str, str]:
    """A formula in the first row and in those below, with the value "" so that every client computes it on opening."""
    first, last = frame.block.first_row, frame.block.last_row
    written = sheet.escaped(formula)
    if first == last or not may_share(formula):
        return (f"><f>{written}</f><v></v></c>",) * 2
    number, name = sheet.next_shared(), letter(column)
    full = f'><f t="shared" ref="{name}{first}:{name}{last}" si="{number}">{written}</f><v></v></c>'
    return full, f'><f t="shared" si="{number}"/><v></v></c>'


def begun(column: int, look: Format) -> str:
    """The beginning of a cell, its row still open."""
    return f'<c r="{letter(column)}{ROW}" s="{look._get_xf_index()}"'


def _unfilled(plan: Plan, sheet: Sheet, index: int) -> str:
    """What stands in a cell of a row that nobody filled in yet."""
    if index in plan.numbered:
        return f"><v>{NUMBER}</v></c>"
    return f' t="s"><v>{sheet.number_of(plan.prefilled[index])}</v></c>' if index in plan.prefilled else "/>"


def _margin(book: Book) -> Margin:
    note: dict[str, Any] = {"border": 1, "border_color": "#BFBFBF", "text_wrap": True, "font_size": 9}
    # A row that fits itself to what is typed takes the height of its largest letters: so it never gets narrow.
    return Margin(
        style(book, **note), style(book, **note, locked=False, num_format="@"),
        style(book, font_size=TALL, font_color="#808080"), style(book, **note, font_color="#C00000"),
    )  # fmt: skip


def column_look(book: Book, plan: Plan, index: int, **more: Any) -> Format:
    """The format of a column's cells, with more where a cell is not like the others."""
    column = plan.form.leaves[index]
    look: dict[str, Any] = {"border": 1, "locked": plan.locked(index), "num_format": KINDS[column.type].NUMBER_FORMAT}
    look |= {"bg_color": LOCKED} if plan.locked(index) else {}
    look |= {"align": "left" if KINDS[column.type].WRAPS else "center"}
    look |= {"text_wrap": True} if _wraps(plan, index) else {"shrink": True}
    return style(book, **(look | more))


def _wraps(plan: Plan, index: int) -> bool:
    """Whether a column's cells hold several lines: of text, or of a choice too long for its width."""
    spec = plan.specs[index]
    return KINDS[spec.column.type].WRAPS or any(too_wide(said, spec.column) for said in choices(spec))


def too_wide(said: str, column: Column) -> bool:
    """Whether a choice takes more than one line in its column."""
    return display_width(said) > column.width - 0.6
