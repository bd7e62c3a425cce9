"""The sheet 填报表 as the official paper: title, lines above, header, notes, and how it prints."""

from __future__ import annotations

from typing import Any

from formkit import identity
from formkit.cells import letter
from formkit.layout import ANNEX_ROW, KEY_ROW, STATUS_ROW, TITLE_ROW, HeaderCell, depth, header
from formkit.model import Form
from formkit.words.workbook import text
from formkit.write.faults import room_for_marks
from formkit.write.frame import Frame, column
from formkit.write.guards import write_guards
from formkit.write.listing import PAPERS
from formkit.write.marks import write_marks
from formkit.write.phrase import phrase, quoted
from formkit.write.plan import Plan
from formkit.write.rows import HEIGHT
from formkit.write.selfcheck import Selfcheck, selfcheck
from formkit.write.styles import GREY, HEI, KAI, TITLE, Book, Sheet, display_width, lines_in, put, span, style

ONE_PAGE = 30  # rows of a landscape page at the usual row height
SELFCHECK_WIDTH, EXPLANATION_WIDTH, VERDICT_WIDTH = 60, 28, 60


def write_paper(book: Book, sheet: Sheet, plan: Plan) -> tuple[tuple[Frame, Selfcheck], ...]:
    """The whole sheet a clerk fills in but for the entry rows; its sections with the formulas of their rows."""
    _columns(book, sheet, plan)
    _top(book, sheet, plan)
    sheet.set_default_row(HEIGHT)
    sheet.dxf_priority += room_for_marks(plan.form, plan.issue)
    sections = []
    for section, block in zip(plan.form.sections, plan.layout.blocks, strict=True):
        frame = Frame(plan, block)
        if section.label:
            heading = style(book, font_name=HEI, font_size=12, align="left")
            span(sheet, (block.title_row, 0, block.title_row, plan.layout.width - 1), section.label, heading)
            put(sheet.set_row, block.title_row - 1, 24)
        _header(book, sheet, plan, frame)
        formulas = selfcheck(frame)
        sections.append((frame, formulas))
        for place in range(len(formulas.spills)):  # named, or what they say would come back as something the clerk wrote
            put(sheet.write_string, block.header_last - 1, plan.layout.spill + place, text("selfcheck"), style(book))
        write_marks(book, sheet, frame)
    _bottom(book, sheet, plan)
    write_guards(sheet, plan)
    hidden, spills = {"hidden": True}, max(len(formulas.spills) for _, formulas in sections)
    put(sheet.set_column, plan.layout.household, plan.layout.household, 6, None, hidden)
    if spills:
        put(sheet.set_column, plan.layout.spill, plan.layout.spill + spills - 1, 6, None, hidden)
    _printing(sheet, plan)
    _protection(sheet, plan)
    return tuple(sections)


def _columns(book: Book, sheet: Sheet, plan: Plan) -> None:
    """Widths, and the hidden row of column keys with the workbook's identity at its end."""
    layout, small = plan.layout, style(book, font_size=8, font_color=GREY)
    for index, leaf in enumerate(plan.form.leaves):
        put(sheet.set_column, index, index, leaf.width)
        put(sheet.write_string, KEY_ROW - 1, index, leaf.key, small)
    put(sheet.set_column, layout.selfcheck, layout.selfcheck, SELFCHECK_WIDTH)
    put(sheet.set_column, layout.explanation, layout.explanation, EXPLANATION_WIDTH)
    if plan.issue.returned:
        put(sheet.set_column, layout.verdict, layout.verdict, VERDICT_WIDTH)
    put(sheet.write_string, KEY_ROW - 1, layout.household, plan.code, small)
    put(sheet.set_row, KEY_ROW - 1, None, None, {"hidden": True})


def _top(book: Book, sheet: Sheet, plan: Plan) -> None:
    last = plan.layout.width - 1
    put(sheet.set_row, STATUS_ROW - 1, 22)
    label = max(0, last - 9)
    bold = style(book, bold=True, font_color="#1F4E78", font_size=11)
    span(sheet, (STATUS_ROW, 0, STATUS_ROW, max(0, label - 1)), "", bold)
    put(sheet.write_formula, STATUS_ROW - 1, 0, status(plan), bold, "")
    if last > 1:
        right = style(book, align="right", font_color="#1F4E78")
        span(sheet, (STATUS_ROW, max(1, label), STATUS_ROW, last - 1), text("zero-label"), right)
    switch = style(book, align="center", bold=True, border=1, locked=False, bg_color="#FFFFFF", num_format="@")
    put(sheet.write_string, STATUS_ROW - 1, last, text("zero-yes") if plan.issue.zero else "", switch)
    half = last // 2
    span(sheet, (ANNEX_ROW, 0, ANNEX_ROW, half), plan.form.paper.annex or "", style(book, font_name=HEI, font_size=12))
    code = style(book, font_size=8, font_color=GREY, align="right")
    if last > half:
        span(sheet, (ANNEX_ROW, half + 1, ANNEX_ROW, last), identity.LINE_PREFIX + plan.code, code)
    unit = plan.unit or plan.form.paper.blank_unit
    title = plan.form.title.format(unit=unit)
    bold_title = style(book, font_name=TITLE, font_size=22, bold=True, align="center", text_wrap=True)
    span(sheet, (TITLE_ROW, 0, TITLE_ROW, last), title, bold_title)
    put(sheet.set_row, TITLE_ROW - 1, 8 + 30 * title_lines(plan.form, title))
    for row, line in zip(plan.layout.above_rows, plan.form.paper.above, strict=True):
        span(sheet, (row, 0, row, last), _filled(plan, line), style(book, font_size=11))
        put(sheet.set_row, row - 1, 18)


def title_lines(form: Form, title: str) -> int:
    """How many lines a title takes over the whole width of a form."""
    width = sum(leaf.width for leaf in form.leaves)
    return max(1, -(-display_width(title) * 22 // int(width * 10)))


def _filled(plan: Plan, line: str) -> str:
    return line.format(unit=plan.unit, period=plan.issue.period)


def status(plan: Plan) -> str:
    """The formula of the line above the form: how many rows, how many with problems, how many not checked."""
    layout = plan.layout
    rows, wrong, checked = [], [], []
    for block in layout.blocks:
        lengths = "+".join(f"LEN({column(index, block)})" for index in plan.asked)
        said = column(layout.selfcheck, block)
        rows.append(f"SUMPRODUCT(--(({lengths})>0))")
        wrong.append(f"SUMPRODUCT((LEN({said})>0)*({said}<>{phrase('live-passed')}))")
        checked.append(f"SUMPRODUCT(--(LEN({said})>0))")
    total, problems = "+".join(rows), "+".join(wrong)
    unchecked = f"({total})-({'+'.join(checked)})"
    switch = f'LEN({layout.zero_switch})>0'
    zero = f"IF({switch},IF(({total})>0,{quoted(text('status-zero-rows'))},\"\"),\"\")"
    parts = [
        quoted(text("status-rows")), f"({total})", quoted(text("status-problems")), f"({problems})",
        quoted(text("status-unchecked")), f"({unchecked})", quoted(text("status-end")), zero,
    ]  # fmt: skip
    return f"IFERROR({'&'.join(parts)},{phrase('live-error-cell')})"


def _header(book: Book, sheet: Sheet, plan: Plan, frame: Frame) -> None:
    """The header with all its levels, and the headings beside it that are not printed."""
    block, layout = frame.block, plan.layout
    printed = style(book, font_name=HEI, border=1, align="center", text_wrap=True)
    cells = header(plan.form)
    for place in cells:
        area = (block.header_first + place.top, place.left, block.header_first + place.bottom, place.right)
        span(sheet, area, place.label, printed)
    for row, height in enumerate(header_heights(plan, cells), block.header_first):
        put(sheet.set_row, row - 1, height)
    beside: dict[str, Any] = {"border": 1, "border_color": "#BFBFBF", "align": "center", "text_wrap": True}
    note = style(book, **beside, bg_color="#DDEBF7", font_color="#1F4E78")
    for index, code in ((layout.selfcheck, "selfcheck"), (layout.explanation, "explanation")):
        span(sheet, (block.header_first, index, block.header_last, index), text(code), note)
    if plan.issue.returned:
        red = style(book, **beside, bg_color="#F8CBAD", font_color="#C00000")
        first = block.header_first if block == layout.blocks[0] else block.title_row
        for row in range(first, block.header_last + 1):  # a filter on this column keeps the later headers in sight
            put(sheet.write_string, row - 1, layout.verdict, text("verdict"), red)


def header_heights(plan: Plan, cells: tuple[HeaderCell, ...]) -> list[float]:
    """Heights of the header rows at which every label shows fully."""
    heights = [20.0] * depth(plan.form)
    for place in sorted(cells, key=lambda place: place.bottom - place.top):
        width = sum(leaf.width for leaf in plan.form.leaves[place.left : place.right + 1])
        need = 6 + 13.5 * lines_in(place.label, width)
        held = sum(heights[place.top : place.bottom + 1])
        heights[place.bottom] += max(0.0, need - held)
    return heights


def _bottom(book: Book, sheet: Sheet, plan: Plan) -> None:
    layout, last = plan.layout, plan.layout.width - 1
    width = sum(leaf.width for leaf in plan.form.leaves)
    lines = [text("note", number=str(number), text=note) for number, note in enumerate(plan.form.paper.notes, 1)]
    if lines:
        lines = [text("notes"), *lines]
    small = style(book, font_name=KAI, font_size=11, text_wrap=True, align="left")
    for row, line in enumerate(lines, layout.notes_row):
        span(sheet, (row, 0, row, last), line, small)
        put(sheet.set_row, row - 1, 4 + 15 * lines_in(line, width * 0.9))
    for row, line in zip(layout.below_rows, plan.form.paper.below, strict=True):
        span(sheet, (row, 0, row, last), _filled(plan, line), style(book, font_size=11, text_wrap=True))
        put(sheet.set_row, row - 1, 8 + 16 * lines_in(line, width * 0.9))


def _printing(sheet: Sheet, plan: Plan) -> None:
    layout, paper = plan.layout, plan.form.paper
    first = layout.blocks[0]
    sheet.set_paper(PAPERS[paper.size])
    if paper.orientation == "landscape":
        sheet.set_landscape()
    else:
        sheet.set_portrait()
    sheet.set_margins(left=0.6, right=0.6, top=0.7, bottom=0.7)
    sheet.center_horizontally()
    sheet.fit_to_pages(1, 0)
    sheet.set_footer(f'&C&"宋体,常规"&10{text("page")}')
    put(sheet.repeat_rows, first.header_first - 1, first.header_last - 1)
    if len(layout.blocks) > 1 and layout.last_row > ONE_PAGE:
        # A section that would start near the foot of a page starts on the next, its header whole.
        sheet.set_h_pagebreaks([block.title_row - 1 for block in layout.blocks[1:]])
    put(sheet.print_area, ANNEX_ROW - 1, 0, layout.last_row - 1, layout.width - 1)


def _protection(sheet: Sheet, plan: Plan) -> None:
    """Locked but for the entry cells, without a password; the panes keep the status line and the name in sight.

    With one section the header stays too. With several it would show the first section's title over the rows of
    the others, so each cell's hint names its column instead.
    """
    layout, first = plan.layout, plan.layout.blocks[0]
    name = plan.form.record.name
    left = plan.form.places[name] + 1 if name and plan.form.places[name] < 6 else 0
    sheet.freeze_panes(first.header_last if len(layout.blocks) == 1 else STATUS_ROW, left)
    where = next((index for index in plan.asked), 0)
    sheet.set_selection(f"{letter(where)}{first.first_row}")
    if plan.issue.returned:
        column_ = layout.verdict
        put(sheet.autofilter, first.header_last - 1, column_, layout.blocks[-1].last_row - 1, column_)
    sheet.protect("", {"format_columns": True, "format_rows": True, "autofilter": plan.issue.returned})
