"""What a return copy has besides the form: the list of problems, and what stood outside the form."""

from __future__ import annotations

from formkit.layout import SHEET
from formkit.words.workbook import text
from formkit.write.issue import Problem
from formkit.write.listing import A4, LONGEST, page
from formkit.write.plan import Plan
from formkit.write.styles import HEI, TITLE, Book, Sheet, lines_in, put, span, style

COLUMNS = (
    ("problems-number", 6), ("problems-sent", 16), ("problems-cell", 8), ("problems-column", 18),
    ("problems-value", 18), ("problems-problem", 36), ("problems-remedy", 34), ("problems-severity", 11),
)  # fmt: skip
KNOWN = ("problems-known", 11)
SHOWN = 500
LISTED = 20_000
"""So many problems are listed, and counted all: a clerk mends no more at once, and a sheet holds 65,530 links."""


def write_problems(book: Book, sheet: Sheet, plan: Plan) -> None:
    """The problems in sheet order, each with a link to its cell; it filters, and prints on A4 one page wide."""
    problems = plan.issue.problems[:LISTED]
    columns = (*COLUMNS, KNOWN) if any(problem.known is not None for problem in problems) else COLUMNS
    last = len(columns) - 1
    title = text("problems-title", unit=plan.unit or plan.form.paper.blank_unit)
    span(sheet, (1, 0, 1, last), title, style(book, font_name=TITLE, font_size=18, bold=True, align="center"))
    put(sheet.set_row, 0, 34)
    top = _lead(book, sheet, plan, sum(width for _, width in columns), last)
    head = style(book, font_name=HEI, border=1, align="center", bg_color="#F2F2F2")
    for index, (code, width) in enumerate(columns):
        put(sheet.set_column, index, index, width)
        put(sheet.write_string, top, index, text(code), head)
    for number, problem in enumerate(problems, 1):
        _line(book, sheet, top + number, number, problem, columns)
    put(sheet.autofilter, top, 0, top + len(problems), last)
    sheet.freeze_panes(top + 1, 0)
    put(sheet.repeat_rows, top)
    put(sheet.print_area, 0, 0, top + len(problems), last)
    page(sheet, A4)


def _lead(book: Book, sheet: Sheet, plan: Plan, width: float, last: int) -> int:
    """What stands over the list: how many, what to do, what changed, what was left behind. The row (from 0) of the heads."""
    count = len(plan.issue.problems)
    lead = text("problems-lead", count=str(count), sheet=SHEET)
    lead += text("problems-capped", shown=str(LISTED)) if count > LISTED else ""
    lines = (lead, *plan.issue.remarks)
    for row, said in enumerate(lines, 2):
        span(sheet, (row, 0, row, last), said, style(book, font_size=11, text_wrap=True))
        put(sheet.set_row, row - 1, 7 + 15 * lines_in(said, width))
    return 1 + len(lines)


def _line(
    book: Book, sheet: Sheet, row: int, number: int, problem: Problem, columns: tuple[tuple[str, int], ...]
) -> None:
    plain = style(book, border=1, text_wrap=True, num_format="@", valign="top")
    severity = text(f"guide-{problem.severity}") if problem.severity in ("error", "query") else problem.severity
    texts = [str(number), problem.sent, "", problem.column, problem.value, problem.problem, problem.remedy, severity]
    if len(columns) > len(texts):
        texts.append("" if problem.known is None else text("problems-still" if problem.known else "problems-new"))
    for index, said in enumerate(texts):
        put(sheet.write_string, row, index, said[:SHOWN], plain)
    put(sheet.write_number, row, 0, number, style(book, border=1, align="center", valign="top"))
    if problem.cell:
        link = style(book, border=1, font_color="#0563C1", underline=1, valign="top")
        put(sheet.write_url, row, 2, f"internal:'{SHEET}'!{problem.cell}", link, problem.cell)
    lines = max(lines_in(said[:SHOWN], width) for said, (_, width) in zip(texts, columns, strict=True))
    put(sheet.set_row, row, 5 + 13.5 * lines)


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
        put(sheet.write_string, row, 0, place[:LONGEST], plain)
        put(sheet.write_string, row, 1, said[:LONGEST], plain)
    put(sheet.repeat_rows, 1)
    page(sheet, A4)
