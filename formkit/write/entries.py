"""The entry rows of a section: formats, the unit's own name, what a return copy brings back, and the live formulas."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from xlsxwriter.format import Format

from formkit.cells import a1
from formkit.columns import choices
from formkit.types import KINDS, Raw
from formkit.write.frame import Frame, at
from formkit.write.issue import Entry
from formkit.write.phrase import quoted
from formkit.write.plan import Plan
from formkit.write.selfcheck import Selfcheck, selfcheck
from formkit.write.styles import RED, Book, Sheet, display_width, lines_in, put, style

HEIGHT, TALL = 21.0, 15
SAID_WIDTH = 30
LONGEST_TEXT = 32767
EARLIEST = date(1900, 3, 1)
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


def write_entries(book: Book, sheet: Sheet, frame: Frame) -> int:
    """All entry rows of a section; the number of hidden columns that carry on its 自检."""
    plan, block = frame.plan, frame.block
    entries = plan.issue.entries.get(block.section, ())
    if len(entries) > block.last_row - block.first_row + 1:
        raise ValueError(f"{len(entries)} entries for section {block.section}")
    formulas = selfcheck(frame)
    margin = _margin(book)
    blanks = [_format(book, plan, index) for index in range(plan.layout.width)]
    for place, row in enumerate(range(block.first_row, block.last_row + 1)):
        entry = entries[place] if place < len(entries) else None
        if entry is None:
            _blank_row(sheet, plan, row, blanks)
        else:
            _filled_row(book, sheet, plan, row, entry)
            put(sheet.set_row, row - 1, _height(plan, entry))
        for index in plan.numbered:
            put(sheet.write_number, row - 1, index, place + 1, blanks[index])
        sheet.growing.add(row - 1)
        _beside(sheet, plan, row, formulas, margin, entry)
    return len(formulas.spills)


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
    return KINDS[spec.column.type].WRAPS or any(display_width(said) > spec.column.width - 0.6 for said in choices(spec))


def _blank_row(sheet: Sheet, plan: Plan, row: int, formats: list[Format]) -> None:
    for index, form in enumerate(formats):
        if index in plan.prefilled:
            put(sheet.write_string, row - 1, index, plan.prefilled[index], form)
        else:
            put(sheet.write_blank, row - 1, index, None, form)


def _filled_row(book: Book, sheet: Sheet, plan: Plan, row: int, entry: Entry) -> None:
    for index, value in enumerate(entry.values):
        more: dict[str, Any] = {"border": 2, "border_color": "#C00000"} if index in entry.faults else {}
        dates = KINDS[plan.form.leaves[index].type].KIND == "date"
        if isinstance(value, date) and not dates:
            more["num_format"] = DAY
        if dates and isinstance(value, int | float | Decimal):
            more["num_format"] = "General"  # the number 2020.1 would be shown as a month of 1905
        _write(sheet, row, index, value, _format(book, plan, index, **more))
        if index in entry.faults:
            _mark(book, sheet, row, index, value)


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


def _height(plan: Plan, entry: Entry) -> float:
    """Enough for the longest text; rows grow by themselves as they are filled."""
    widths = [leaf.width if _wraps(plan, index) else 1e9 for index, leaf in enumerate(plan.form.leaves)]
    lines = [lines_in(value, width) for value, width in zip(entry.values, widths, strict=True) if isinstance(value, str)]
    said = max(lines_in(entry.verdict, 2 * SAID_WIDTH), lines_in(entry.explanation, SAID_WIDTH))
    return max(HEIGHT, 4 + 13.5 * max([said, *lines]))


def _write(sheet: Sheet, row: int, index: int, value: Raw, form: Format) -> None:
    """A value as it was given: never as a formula or a link, and never changed."""
    place = (row - 1, index)
    if value is None or value == "":
        put(sheet.write_blank, *place, None, form)
    elif isinstance(value, bool):
        put(sheet.write_boolean, *place, value, form)
    elif isinstance(value, date) and day_of(value) >= EARLIEST and getattr(value, "tzinfo", None) is None:
        put(sheet.write_datetime, *place, value, form)
    elif isinstance(value, int | float | Decimal) and abs(float(value)) < 1e308:
        put(sheet.write_number, *place, float(value), form)
    else:
        written = value if isinstance(value, str) else str(value)
        put(sheet.write_string, *place, written[:LONGEST_TEXT], form)


def day_of(value: date) -> date:
    """The day of a date that may carry a time."""
    return value.date() if isinstance(value, datetime) else value


def _beside(
    sheet: Sheet, plan: Plan, row: int, formulas: Selfcheck, margin: Margin, entry: Entry | None
) -> None:
    """What stands beside the table. Live formulas carry the value "" so that every client computes them on opening."""
    layout = plan.layout
    put(sheet.write_formula, row - 1, layout.selfcheck, at(formulas.first, row), margin.selfcheck, "")
    explanation = entry.explanation if entry else ""
    if explanation:
        put(sheet.write_string, row - 1, layout.explanation, explanation[:LONGEST_TEXT], margin.explanation)
    else:
        put(sheet.write_blank, row - 1, layout.explanation, None, margin.explanation)
    put(sheet.write_formula, row - 1, layout.household, at(formulas.household, row), margin.hidden, "")
    if plan.issue.returned:
        put(sheet.write_string, row - 1, layout.verdict, entry.verdict if entry else "", margin.verdict)
    for place, formula in enumerate(formulas.spills):
        put(sheet.write_formula, row - 1, layout.spill + place, at(formula, row), margin.hidden, "")
