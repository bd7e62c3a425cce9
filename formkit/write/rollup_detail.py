"""The detail of a roll-up: every record under the official header, with where it came from.

A section has one sheet, or several where one is too short for it.
"""

from __future__ import annotations

from formkit.container import HIDDEN, OWN, SECTION
from formkit.layout import KEY_ROW, depth, header
from formkit.model import Form
from formkit.words.ledgers import text
from formkit.write.listing import A3, add_sheet, fitted, page
from formkit.write.rollup_blocks import HEADER_ROW, INFO_ROW, TITLE_ROW, Detail, Page
from formkit.write.rollup_plan import RollupPlan
from formkit.write.rollup_print import WIDTHS, breaks, leading, leaf_through, unseen
from formkit.write.rollup_rows import pour_rows
from formkit.write.styles import GREY, HEI, TITLE, Book, Sheet, put, span, style

_HEADINGS = {
    "_explanation": "list-explanation", "_number": "list-number", "_unit": "list-unit", "_unit_name": "list-unit-name",
    "_file": "list-file", "_sheet": "list-sheet", "_row": "list-row",
    "_person": "list-person", "_index": "list-index", "_cells": "list-cells", "_problems": "list-problems",
    "_standing": "list-standing", "_homes": "list-homes", "_persons": "list-persons", "_class": "list-class", "_risk": "list-risk",
    "_helped": "list-helped", "_speaks": "list-speaks",
}  # fmt: skip


def write_detail(book: Book, plan: RollupPlan, detail: Detail) -> None:
    """All rows of a section, sorted by unit, on as many sheets as they take."""
    for each in detail.pages:
        _write_page(book, plan, detail, each)


def _write_page(book: Book, plan: RollupPlan, detail: Detail, rows: Page) -> None:
    """One sheet: filter on, nothing locked, A3 landscape."""
    sheet = add_sheet(book, rows.sheet)
    form, width = plan.form, len(plan.form.leaves)
    last_header = HEADER_ROW + depth(form) - 1
    last = last_header + rows.count
    _columns(book, sheet, form, detail.section)
    _top(book, sheet, plan, detail, rows)
    _header(book, sheet, form)
    if rows.count:
        pour_rows(book, sheet, form, rows, last_header + 1)
        put(sheet.autofilter, last_header - 1, 0, last - 1, width + len(OWN) - 1)
    sheet.freeze_panes(last_header, leading(form))
    put(sheet.repeat_rows, HEADER_ROW - 1, last_header - 1)
    put(sheet.print_area, TITLE_ROW - 1, 0, max(last, last_header + 1) - 1, width + OWN.index(HIDDEN[0]) - 1)
    page(sheet, A3)
    leaf_through(sheet, form)


def _columns(book: Book, sheet: Sheet, form: Form, section: str) -> None:
    """Widths, hidden columns, and the hidden row of keys with the section's mark behind it."""
    small = style(book, font_size=8, font_color=GREY)
    width = len(form.leaves)
    for index, leaf in enumerate(form.leaves):
        put(sheet.set_column, index, index, leaf.width)
        put(sheet.write_string, KEY_ROW - 1, index, leaf.key, small)
    hidden = unseen(form)
    for index, key in enumerate(OWN, width):
        put(sheet.set_column, index, index, WIDTHS.get(key, 7), None, {"hidden": key in hidden})
        put(sheet.write_string, KEY_ROW - 1, index, key, small)
    put(sheet.write_string, KEY_ROW - 1, width + len(OWN), SECTION + section, small)
    put(sheet.set_row, KEY_ROW - 1, None, None, {"hidden": True})


def _top(book: Book, sheet: Sheet, plan: RollupPlan, detail: Detail, rows: Page) -> None:
    last = next(iter(breaks(plan.form)), len(plan.form.leaves) + OWN.index(HIDDEN[0])) - 1
    titled = next(section.means or section.label for section in plan.form.sections if section.key == detail.section)
    title = text("rollup-detail-title", title=plan.title, section=rows.sheet if titled or len(detail.pages) > 1 else "")
    bold = style(book, font_name=TITLE, font_size=20, bold=True, align="center")
    span(sheet, (TITLE_ROW, 0, TITLE_ROW, last), title, bold)
    put(sheet.set_row, TITLE_ROW - 1, 36)
    frame = text("rollup-frame", unit=plan.unit, period=plan.period)
    span(sheet, (INFO_ROW, 0, INFO_ROW, last), frame, style(book, font_size=11))
    put(sheet.set_row, INFO_ROW - 1, 20)


def _header(book: Book, sheet: Sheet, form: Form) -> None:
    """The official header, and beside it 核实说明, the source under one heading, and the hidden numbers."""
    printed = style(book, font_name=HEI, border=1, align="center", text_wrap=True)
    beside = style(book, font_name=HEI, border=1, align="center", text_wrap=True, bg_color="#DDEBF7")
    width, rows = len(form.leaves), depth(form)
    heights = [20.0] * rows
    for cell in sorted(header(form), key=lambda cell: cell.bottom - cell.top):
        area = (HEADER_ROW + cell.top, cell.left, HEADER_ROW + cell.bottom, cell.right)
        span(sheet, area, cell.label, printed)
        wide = sum(leaf.width for leaf in form.leaves[cell.left : cell.right + 1])
        heights[cell.bottom] += max(0.0, fitted(cell.label, wide) - sum(heights[cell.top : cell.bottom + 1]))
    bottom = HEADER_ROW + rows - 1
    source = OWN.index("_number") + width, OWN.index("_row") + width
    if rows > 1:
        span(sheet, (HEADER_ROW, source[0], HEADER_ROW, source[1]), text("list-source"), beside)
    for index, key in enumerate(OWN, width):
        top = HEADER_ROW + 1 if rows > 1 and source[0] <= index <= source[1] else HEADER_ROW
        span(sheet, (top, index, bottom, index), text(_HEADINGS[key]), beside)
    for row, height in enumerate(heights, HEADER_ROW):
        put(sheet.set_row, row - 1, height)
