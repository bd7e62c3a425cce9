"""The page of one household: what stands in one row of the form, as a registration form on A4 that can be signed.

A cell outside the print area says which row is shown; everything else is formulas over the sheet 填报表.
"""

from __future__ import annotations

from collections.abc import Iterator

from formkit.cells import letter
from formkit.layout import SHEET
from formkit.model import Column
from formkit.types import KINDS
from formkit.values import dataclass
from formkit.words.workbook import text
from formkit.write.plan import Plan
from formkit.write.styles import HEI, TITLE, Book, Sheet, put, span, style

WIDTHS = (19, 26, 19, 26)
WORDY = 10
PICK = "G2"
FIRST = 4


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the page: a group's heading, or one or two columns of the form by their place."""

    heading: str = ""
    columns: tuple[int, ...] = ()


def card_lines(plan: Plan) -> Iterator[Line]:
    """The form's columns two by two under the headings of their groups, long ones alone."""
    waiting: tuple[int, ...] = ()
    before: tuple[str, ...] = ()
    for index, column in enumerate(plan.form.leaves):
        if column.type == "serial":
            continue
        groups = plan.form.paths[column.key][:-1]
        long = _long(column)
        if groups != before or long:
            yield from (Line(columns=waiting),) if waiting else ()
            waiting = ()
        if groups != before and groups:
            yield Line("›".join(groups))
        before = groups
        if long:
            yield Line(columns=(index,))
        else:
            waiting += (index,)
            if len(waiting) == 2:
                yield Line(columns=waiting)
                waiting = ()
    if waiting:
        yield Line(columns=waiting)


def _long(column: Column) -> bool:
    """Whether a column gets a line to itself: lines of text that are more than a word."""
    return KINDS[column.type].WRAPS and column.width >= WORDY


def write_card(book: Book, sheet: Sheet, plan: Plan) -> None:
    """Fill the page; it prints on one A4 page upright."""
    card = plan.form.paper.card
    assert card is not None
    for index, width in enumerate(WIDTHS):
        put(sheet.set_column, index, index, width)
    span(sheet, (1, 0, 1, 3), card.title, style(book, font_name=TITLE, font_size=20, bold=True, align="center"))
    put(sheet.set_row, 0, 44)
    span(sheet, (2, 0, 2, 3), text("card-unit", unit=plan.unit, period=plan.issue.period), style(book, font_size=11))
    _pick(book, sheet, plan)
    row = FIRST
    for line in card_lines(plan):
        _line(book, sheet, plan, row, line)
        row += 1
    for office in card.opinions:
        _opinion(book, sheet, row, office)
        row += 1
    span(sheet, (row, 0, row, 3), text("card-signed"), style(book, font_size=11))
    put(sheet.set_row, row - 1, 30)
    sheet.set_paper(9)
    sheet.set_portrait()
    sheet.set_margins(left=0.8, right=0.8, top=0.9, bottom=0.8)
    sheet.center_horizontally()
    sheet.fit_to_pages(1, 1)
    put(sheet.print_area, 0, 0, row - 1, 3)
    sheet.protect("", {"format_rows": True})


def _pick(book: Book, sheet: Sheet, plan: Plan) -> None:
    """The cell that says which row is shown, beside the page."""
    block = plan.layout.blocks[0]
    put(sheet.set_column, 5, 5, 22)
    put(sheet.write_string, 1, 5, text("card-pick"), style(book, align="right", font_color="#1F4E78"))
    put(sheet.write_number, 1, 6, 1, style(book, align="center", border=1, bold=True, locked=False, bg_color="#FFF9D6"))
    put(sheet.data_validation, PICK, {
        "validate": "integer", "criteria": "between", "minimum": 1, "maximum": block.last_row - block.first_row + 1,
        "input_title": text("card-pick"), "input_message": text("card-prompt"), "error_message": text("card-prompt"),
    })  # fmt: skip


def _line(book: Book, sheet: Sheet, plan: Plan, row: int, line: Line) -> None:
    label = style(book, border=1, align="center", text_wrap=True, font_name=HEI, bg_color="#F7F7F7")
    if line.heading:
        span(sheet, (row, 0, row, 3), line.heading, style(book, border=1, align="left", font_name=HEI, bg_color="#EDEDED"))
        put(sheet.set_row, row - 1, 22)
        return
    alone = len(line.columns) == 1
    for place, index in enumerate(line.columns):
        column = plan.form.leaves[index]
        put(sheet.write_string, row - 1, place * 2, column.label, label)
        look = style(book, border=1, align="center", text_wrap=True, num_format=KINDS[column.type].NUMBER_FORMAT)
        if alone:
            put(sheet.merge_range, row - 1, 1, row - 1, 3, "", look)
        put(sheet.write_formula, row - 1, place * 2 + 1, _value(plan, index), look, "")
    long = alone and _long(plan.form.leaves[line.columns[0]])
    put(sheet.set_row, row - 1, 46 if long else 29)


def _opinion(book: Book, sheet: Sheet, row: int, office: str) -> None:
    """A box in which an office writes what it says, seals and dates it."""
    put(sheet.write_string, row - 1, 0, office, style(book, border=1, align="center", text_wrap=True, font_name=HEI, bg_color="#F7F7F7"))
    seal = style(book, border=1, align="right", valign="bottom", text_wrap=True)
    put(sheet.merge_range, row - 1, 1, row - 1, 3, text("card-seal"), seal)
    put(sheet.set_row, row - 1, 88)


def _value(plan: Plan, index: int) -> str:
    """What the chosen row says in a column, as a formula; a row with nothing but what was filled in beforehand is empty."""
    block, name = plan.layout.blocks[0], letter(index)
    cell = f"INDEX({SHEET}!${name}${block.first_row}:${name}${block.last_row},${PICK[0]}${PICK[1:]})"
    number = letter(plan.layout.household)
    filled = f"INDEX({SHEET}!${number}${block.first_row}:${number}${block.last_row},${PICK[0]}${PICK[1:]})"
    return f'=IFERROR(IF(OR(LEN({filled})=0,LEN({cell})=0),"",{cell}),"")'
