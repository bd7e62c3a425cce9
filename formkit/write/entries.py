"""The entry rows of a section: formats, the unit's own name, what a return copy brings back, and the live formulas."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from xlsxwriter.format import Format

from formkit.cells import a1, letter
from formkit.columns import choices
from formkit.model import Column, Form
from formkit.types import KINDS, Raw
from formkit.values import dataclass
from formkit.write.frame import ROW, Frame
from formkit.write.issue import Entry
from formkit.write.phrase import quoted
from formkit.write.plan import Plan
from formkit.write.rows import NOTE, NUMBER, VERDICT, Grid, day_of, rows_text
from formkit.write.selfcheck import Selfcheck, selfcheck
from formkit.write.shared import may_share
from formkit.write.styles import RED, Book, Sheet, display_width, put, style

TALL = 15
EPOCH = date(1899, 12, 30)
SHORT = 200
DAY = "yyyy-mm-dd"
LOCKED = "#EDEDED"


@dataclass(frozen=True, slots=True)
class Margin:
    """Formats of the columns beside the table."""

    selfcheck: Format
    explanation: Format
    hidden: Format
    verdict: Format


def mark_entries(book: Book, sheet: Sheet, frame: Frame) -> Selfcheck:
    """The formulas of a section's rows; what was found faulty in them is coloured until it is mended.

    ValueError where there are more entries than rows.
    """
    plan, block = frame.plan, frame.block
    entries = plan.issue.entries.get(block.section, ())
    if len(entries) > block.last_row - block.first_row + 1:
        raise ValueError(f"{len(entries)} entries for section {block.section}")
    for row, entry in enumerate(entries, block.first_row):
        for index in sorted(entry.faults):
            _mark(book, sheet, row, index, entry.values[index])
    return selfcheck(frame)


def write_entries(book: Book, sheet: Sheet, frame: Frame, formulas: Selfcheck) -> Grid:
    """All entry rows of a section, once everything else is written: so their texts come behind those of the form."""
    plan, block = frame.plan, frame.block
    grid = _grid(book, sheet, frame, formulas)
    text = rows_text(grid, plan.issue.entries.get(block.section, ()), sheet.number_of, lambda entry: dict(_looks(book, plan, entry)))
    sheet.place_rows((block.first_row - 1, block.last_row - 1), plan.layout.spill + len(formulas.spills) - 1, text)
    return grid


def _grid(book: Book, sheet: Sheet, frame: Frame, formulas: Selfcheck) -> Grid:
    plan, block, margin = frame.plan, frame.block, _margin(book)
    cells = tuple(_begun(index, _format(book, plan, index)) for index in range(plan.layout.width))
    empty = "".join(cell + _unfilled(plan, sheet, index) for index, cell in enumerate(cells))
    wrapped = tuple((index, leaf.width) for index, leaf in enumerate(plan.form.leaves) if _wraps(plan, index))
    leading, below = [], []
    for column, look, formula in _beside(plan, formulas, margin):
        start = _begun(column, look)
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


def _begun(column: int, look: Format) -> str:
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


def _format(book: Book, plan: Plan, index: int, **more: Any) -> Format:
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


def _looks(book: Book, plan: Plan, entry: Entry) -> Iterator[tuple[int, str]]:
    """The cells of an entry that look otherwise than their column: faulty ones, and those whose kind of value is unexpected."""
    for index, more in odd_cells(plan.form, entry):
        yield index, _begun(index, _format(book, plan, index, **more))


def odd_cells(form: Form, entry: Entry) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Which cells of an entry need a format of their own, and what is special about it."""
    for index, value in enumerate(entry.values):
        more: dict[str, Any] = {"border": 2, "border_color": "#C00000"} if index in entry.faults else {}
        if value.__class__ is not str and value is not None:
            dates = KINDS[form.leaves[index].type].KIND == "date"
            if isinstance(value, date) and not dates:
                more["num_format"] = DAY
            if dates and isinstance(value, int | float | Decimal):
                more["num_format"] = "General"  # the number 2020.1 would be shown as a month of 1905
        if more:
            yield index, more


def _mark(book: Book, sheet: Sheet, row: int, index: int, value: Raw) -> None:
    """Red for as long as the cell says what it said when it was sent; mended, it keeps only its thick border."""
    here = a1(row, index)
    if value is None or value == "":
        same = f"LEN({here})=0"
    elif isinstance(value, str):
        same = f"EXACT({here},{quoted(value)})" if len(value) <= SHORT else f"LEN({here})={len(value)}"
    else:
        same = f"{here}={(day_of(value) - EPOCH).days if isinstance(value, date) else float(value)!r}"
    options = {"type": "formula", "criteria": f"={same}", "format": book.workbook.add_format({"bg_color": RED})}
    put(sheet.conditional_format, row - 1, index, row - 1, index, options)
