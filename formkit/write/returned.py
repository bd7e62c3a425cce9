"""What a return copy has besides the form: the list of problems, and what stood outside the form."""

from __future__ import annotations

from formkit.layout import SHEET
from formkit.words.workbook import text
from formkit.write.plan import Plan
from formkit.write.styles import HEI, TITLE, Book, Sheet, lines_in, put, span, style

COLUMNS = (
    ("problems-number", 6), ("problems-sent", 18), ("problems-cell", 10), ("problems-column", 20),
    ("problems-value", 22), ("problems-problem", 40), ("problems-remedy", 40), ("problems-severity", 12),
)  # fmt: skip
LONGEST = 500


def write_problems(book: Book, sheet: Sheet, plan: Plan) -> None:
    """The problems in sheet order, each with a link to its cell; it filters, and prints on A4 one page wide."""
    problems = plan.issue.problems
    last = len(COLUMNS) - 1
    title = text("problems-title", unit=plan.unit or plan.form.paper.blank_unit)
    span(sheet, (1, 0, 1, last), title, style(book, font_name=TITLE, font_size=18, bold=True, align="center"))
    lead = text("problems-lead", count=str(len(problems)), sheet=SHEET)
    span(sheet, (2, 0, 2, last), lead, style(book, font_size=11, text_wrap=True))
    put(sheet.set_row, 0, 34)
    put(sheet.set_row, 1, 22)
    head = style(book, font_name=HEI, border=1, align="center", bg_color="#F2F2F2")
    for index, (code, width) in enumerate(COLUMNS):
        put(sheet.set_column, index, index, width)
        put(sheet.write_string, 2, index, text(code), head)
    plain = style(book, border=1, text_wrap=True, num_format="@", valign="top")
    link = style(book, border=1, font_color="#0563C1", underline=1, valign="top")
    for number, problem in enumerate(problems, 1):
        row = number + 2
        severity = text(f"guide-{problem.severity}") if problem.severity in ("error", "query") else problem.severity
        texts = (str(number), problem.sent, "", problem.column, problem.value, problem.problem, problem.remedy, severity)
        for index, said in enumerate(texts):
            put(sheet.write_string, row, index, said[:LONGEST], plain)
        put(sheet.write_number, row, 0, number, style(book, border=1, align="center", valign="top"))
        if problem.cell:
            put(sheet.write_url, row, 2, f"internal:'{SHEET}'!{problem.cell}", link, problem.cell)
        lines = max(lines_in(said[:LONGEST], width) for said, (_, width) in zip(texts, COLUMNS, strict=True))
        put(sheet.set_row, row, 5 + 13.5 * lines)
    put(sheet.autofilter, 2, 0, 2 + len(problems), last)
    sheet.freeze_panes(3, 0)
    put(sheet.repeat_rows, 2)
    put(sheet.print_area, 0, 0, 2 + len(problems), last)
    _page(sheet)


def write_outside(book: Book, sheet: Sheet, plan: Plan) -> None:
    """What stood outside the form, as text with its old address."""
    put(sheet.set_column, 0, 0, 24)
    put(sheet.set_column, 1, 1, 100)
    put(sheet.set_row, 0, 24)
    put(sheet.write_string, 0, 0, text("outside-title"), style(book, font_name=HEI, font_size=12))
    head = style(book, font_name=HEI, border=1, align="center", bg_color="#F2F2F2")
    put(sheet.write_string, 1, 0, text("outside-place"), head)
    put(sheet.write_string, 1, 1, text("outside-text"), head)
    plain = style(book, border=1, text_wrap=True, num_format="@", valign="top")
    for row, (place, said) in enumerate(plan.issue.outside, 2):
        put(sheet.write_string, row, 0, place, plain)
        put(sheet.write_string, row, 1, said[:32767], plain)
    put(sheet.repeat_rows, 1)
    _page(sheet)


def _page(sheet: Sheet) -> None:
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.set_margins(left=0.5, right=0.5, top=0.7, bottom=0.7)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer(f'&C&"宋体,常规"&10{text("page")}')
