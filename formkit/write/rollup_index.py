"""明细目录: where each unit's rows stand, with a link, where the detail of a section takes several sheets."""

from __future__ import annotations

from formkit.words.ledgers import text
from formkit.write.listing import Listing, write_listing
from formkit.write.rollup_blocks import below
from formkit.write.rollup_plan import RollupPlan
from formkit.write.styles import Book, put, style

LINKS = 65_530
"""Hyperlinks a sheet takes (Excel specifications and limits)."""
_HEAD = 3
_SHEET = 5


def write_index(book: Book, plan: RollupPlan) -> None:
    """One row for each block of each unit; no sheet where every section has only one of its own."""
    if all(len(detail.pages) == 1 for detail in plan.details):
        return
    labels = {section.key: section.means or section.named for section in plan.form.sections}
    paths = {part.unit: (part.path[0].name, below(plan.rollup, part).name) for part in plan.rollup.parts}
    blocks = [(detail.section, unit, block) for detail in plan.details for unit, first in detail.blocks.items() for block in first.every]
    rows = [
        (labels[section], paths[unit][1], unit, paths[unit][0], number, block.sheet, block.first, block.last - block.first + 1)
        for number, (section, unit, block) in enumerate(blocks, 1)
    ]
    columns = tuple(
        (text(f"list-{code}"), width)
        for code, width in (("section", 16.0), ("above", 18.0), ("unit", 16.0), ("unit-name", 18.0), ("number", 8.0),
                            ("sheet", 36.0), ("first-row", 10.0), ("rows", 10.0))
    )  # fmt: skip
    title = text("index-title", title=plan.title)
    write_listing(book, Listing(text("rollup-index"), title, columns, rows, "", text("index-lead")))
    sheet = book.workbook.get_worksheet_by_name(text("rollup-index"))
    blue = style(book, border=1, text_wrap=True, num_format="@", font_color="#0563C1", underline=1)
    for row, (_, _, block) in enumerate(blocks[:LINKS], _HEAD):
        put(sheet.write_url, row, _SHEET, f"internal:'{block.sheet}'!A{block.first}", blue, block.sheet)
