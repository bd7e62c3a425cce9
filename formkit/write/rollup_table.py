"""The tables of a roll-up's summary: their header, their rows, and what each cell of a row says."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import field
from functools import partial
from typing import Any

from formkit.cells import letter
from formkit.layout import header_cells
from formkit.merge import Part, Total, added, year_of
from formkit.trace.recount import NOWHERE, Meaning
from formkit.values import dataclass
from formkit.words.ledgers import text
from formkit.write.links import link_inside
from formkit.write.listing import PAPERS, broken, fitted, page
from formkit.write.numbers import meant, meant_columns, meant_rows
from formkit.write.phrase import quoted
from formkit.write.pouring import data_in
from formkit.write.rollup_blocks import FIRST, LAST, Block, Gaps, Rows
from formkit.write.rollup_formulas import formula, moved
from formkit.write.rollup_plan import Member, RollupPlan, amount, number_format
from formkit.write.styles import GREY, HEI, TITLE, Book, Sheet, put, span, style

UNIT_WIDTH, STATE_WIDTH, COUNT_WIDTH, REMARK_WIDTH, CHECK_WIDTH = 20.0, 9.0, 6.0, 26.0, 18.0
AMOUNT_WIDTH = 14.0
ALERT_ROW, FRAME_ROW, FIRST_ROW = 2, 3, 4
_WORDS: Mapping[str, Any] = {"border": 1, "text_wrap": True, "num_format": "@", "indent": 1}
_ROW = "\x00"
"""Stands for a row's number; no text that a cell may hold has it."""
TOTAL: Mapping[str, object] = {"bold": True, "bg_color": "#F2F2F2"}
"""How a row of sums looks."""


@dataclass(frozen=True, slots=True)
class Pen:
    """A sheet of tables being written. ``lead`` are the headings before the numbers: 单位, 状态 or 应报, 已报; ``drafts`` are the
    numbers of units with gaps.
    """

    book: Book
    sheet: Sheet
    plan: RollupPlan
    lead: tuple[str, ...]
    drafts: dict[tuple[Rows | None, bool], str] = field(default_factory=dict)

    def column(self, place: int) -> int:
        """Column of a measure by its place among them: the lead is not as wide on every sheet."""
        return len(self.lead) + place

    @property
    def remark(self) -> int:
        """Column of 备注, the last that is printed; the check of the detail stands behind it."""
        return len(self.lead) + len(self.plan.measures)

    @property
    def paths(self) -> tuple[tuple[str, ...], ...]:
        """Header labels of each column from the outermost."""
        lead = tuple((text(f"rollup-{code}"),) for code in self.lead)
        return (*lead, *(measure.path for measure in self.plan.measures), (text("rollup-remark"),))

    @property
    def depth(self) -> int:
        """Number of header rows."""
        return max(map(len, self.paths))

    def width(self, column: int) -> float:
        """Width of a column."""
        if column == self.remark:
            return REMARK_WIDTH
        if column < len(self.lead):
            return STATE_WIDTH if column else UNIT_WIDTH
        return COUNT_WIDTH if self.formats[column - len(self.lead)] == "0" else AMOUNT_WIDTH

    @property
    def formats(self) -> tuple[str, ...]:
        """How the number of each measure is shown."""
        return tuple(number_format(self.plan.form, measure) for measure in self.plan.measures)


@dataclass(frozen=True, slots=True)
class Sums:
    """A row of sums: its label, the unit and section they are of, what stands beside it, each measure's formula by its place,
    the sum, the remark; ``target`` is where in the workbook the label leads.
    """

    label: str
    unit: str
    section: str
    lead: tuple[str | int, ...]
    formula: Callable[[int], str]
    total: Total
    remark: str
    style: Mapping[str, object] = field(default_factory=dict)
    target: str = ""


def write_frame(pen: Pen, title: str, alert: str) -> None:
    """Widths, title, the line that says when the detail was moved, unit, period and how many have reported."""
    plan, sheet = pen.plan, pen.sheet
    for column in range(pen.remark + 1):
        put(sheet.set_column, column, column, pen.width(column))
    put(sheet.set_column, pen.remark + 1, pen.remark + 1, CHECK_WIDTH)
    bold = style(pen.book, font_name=TITLE, font_size=20, bold=True, align="center")
    span(sheet, (1, 0, 1, pen.remark), title, bold)
    put(sheet.set_row, 0, 38)
    red = style(pen.book, bold=True, font_color="#C00000", text_wrap=True, font_size=11)
    span(sheet, (ALERT_ROW, 0, ALERT_ROW, pen.remark), "", red)
    if alert:
        put(sheet.write_formula, ALERT_ROW - 1, 0, f"IF({alert},{quoted(text('rollup-alert'))},\"\")", red, "")
    half = len(pen.lead) + (pen.remark - len(pen.lead)) // 2
    frame = text("rollup-frame", unit=plan.unit, period=plan.period)
    span(sheet, (FRAME_ROW, 0, FRAME_ROW, half), frame, style(pen.book, font_size=11))
    right = style(pen.book, font_size=11, align="right")
    span(sheet, (FRAME_ROW, half + 1, FRAME_ROW, pen.remark), _counts(plan), right)
    put(sheet.set_row, FRAME_ROW - 1, 20)


def _counts(plan: RollupPlan) -> str:
    parts = plan.rollup.parts
    said = {"received": str(len(parts)), "zero": str(sum(part.state == "zero" for part in parts))}
    if not plan.roster:
        return text("rollup-counts-open", **said)
    return text("rollup-counts", expected=str(len(plan.roster)), **said)


def write_band(pen: Pen, row: int, section: str) -> None:
    """The line that names a section."""
    form = pen.plan.form
    found = next(part for part in form.sections if part.key == section)
    label = text("rollup-section", label=found.label, means=found.means) if found.means else found.label
    span(pen.sheet, (row, 0, row, pen.remark), label, style(pen.book, font_name=HEI, font_size=12))
    put(pen.sheet.set_row, row - 1, 24 if label else 6)


def write_header(pen: Pen, row: int, *, check: bool) -> None:
    """The header of a table from a row on."""
    head = style(pen.book, font_name=HEI, border=1, align="center", text_wrap=True)
    heights = [20.0] * pen.depth
    for cell in sorted(header_cells(pen.paths), key=lambda cell: cell.bottom - cell.top):
        wide = sum(pen.width(column) for column in range(cell.left, cell.right + 1))
        label = broken(cell.label, wide)
        span(pen.sheet, (row + cell.top, cell.left, row + cell.bottom, cell.right), label, head)
        heights[cell.bottom] += max(0.0, fitted(label, wide) - sum(heights[cell.top : cell.bottom + 1]))
    for place, height in enumerate(heights, row):
        put(pen.sheet.set_row, place - 1, height)
    if check:
        small = style(pen.book, font_color=GREY, font_size=9, text_wrap=True)
        span(pen.sheet, (row, pen.remark + 1, row + pen.depth - 1, pen.remark + 1), text("rollup-check"), small)


def mean_row(pen: Pen, row: int, unit: str, section: str, label: str) -> None:
    """Register what a row stands for."""
    meant_rows(pen.book, pen.sheet.get_name(), {row: (unit or NOWHERE, section)}, {row: label})


def mean_columns(pen: Pen, first: int, last: int) -> None:
    """Register what the columns of all tables between two rows stand for."""
    found = {column: (code, "", "") for column, code in enumerate(pen.lead) if code == "received"}
    found |= {pen.column(place): (each.kind, each.key, each.value) for place, each in enumerate(pen.plan.measures)}
    meant_columns(pen.book, pen.sheet.get_name(), (first, last), found)


def write_member(pen: Pen, row: int, section: str, member: Member) -> None:
    """A reporting unit: live formulas over its own rows, 0 where it has none, nothing where it has not reported."""
    plan, sheet = pen.plan, pen.sheet
    mean_row(pen, row, member.step.code, section, member.step.name)
    words = style(pen.book, **_WORDS)
    block = next(found for found in plan.details if found.section == section).blocks.get(member.step.code)
    _lead(pen, row, member, block)
    total = member.totals[section] if member.part else None
    sheet.put_cells(row - 1, (pen.column(0), pen.remark - 1), partial(_numbers, pen, row, block, total))
    remark = _remark(member.part) if member.part else ""
    put(sheet.write_string, row - 1, pen.remark, remark, words)
    if block:
        said = f'IF({moved(plan.form, block)},{quoted(text("rollup-moved"))},"")'
        put(sheet.write_formula, row - 1, pen.remark + 1, said, style(pen.book, font_color="#C00000"), "")
    put(sheet.set_row, row - 1, max(fitted(member.step.name, UNIT_WIDTH), fitted(remark, REMARK_WIDTH), 19.0))


def _numbers(pen: Pen, row: int, block: Block | None, total: Total | None) -> str:
    """The cells of a unit's numbers; all that differs between most units is their rows and the values."""
    rows: Rows | None = block if block is None or block.rest else Gaps(block.sheet, block.troubled)
    if (key := (rows, total is None)) not in pen.drafts:
        pen.drafts[key] = _draft(pen, rows, reported=total is not None)
    cells = pen.drafts[key].replace(_ROW, str(row))
    if block:
        cells = cells.replace(FIRST, str(block.first)).replace(LAST, str(block.last))
    return cells % tuple([float(amount(total, measure)) for measure in pen.plan.measures] if total else ())


def _draft(pen: Pen, rows: Rows | None, *, reported: bool) -> str:
    """The same with gaps: for the row, those of ``rows``, and each value as ``%`` takes it."""
    cells: list[str] = []
    for column, (measure, shape) in enumerate(zip(pen.plan.measures, pen.formats, strict=True), pen.column(0)):
        look = style(pen.book, border=1, align="center", num_format=shape, shrink=True)
        cells.append(f'<c r="{letter(column)}{_ROW}" s="{look._get_xf_index()}"')
        if live := formula(pen.plan.form, rows, measure) if rows else "":
            cells.append(f"><f>{data_in(live).replace('%', '%%')}</f><v>%s</v></c>")
        else:
            cells.append("><v>%.16G</v></c>" if reported else "/>")
    return "".join(cells)


def _lead(pen: Pen, row: int, member: Member, block: Block | None) -> None:
    """A unit's name, which leads to its rows, and its state."""
    if block:
        link_inside(pen.book, pen.sheet, row, 0, member.step.name, f"'{block.sheet}'!A{block.first}", **_WORDS)
    else:
        put(pen.sheet.write_string, row - 1, 0, member.step.name, style(pen.book, **_WORDS))
    centred = style(pen.book, border=1, align="center", num_format="@", shrink=True)
    put(pen.sheet.write_string, row - 1, 1, member.state, centred)


def write_sums(pen: Pen, row: int, sums: Sums) -> None:
    """A row of sums; it says 0 where there is nothing to add."""
    sheet = pen.sheet
    mean_row(pen, row, sums.unit, sums.section, sums.label)
    words = style(pen.book, **_WORDS, **sums.style)
    number = style(pen.book, border=1, align="center", **sums.style)
    if sums.target:
        link_inside(pen.book, sheet, row, 0, sums.label, sums.target, **_WORDS, **sums.style)
    else:
        put(sheet.write_string, row - 1, 0, sums.label, words)
    for column, said in enumerate(sums.lead, 1):
        write = sheet.write_number if isinstance(said, int) else sheet.write_string
        put(write, row - 1, column, said, number)
        if isinstance(said, int) and pen.lead[column] == "expected":
            meant(pen.book, sheet.get_name(), row, column, Meaning("expected", sums.unit), said)
    for place, (measure, shape) in enumerate(zip(pen.plan.measures, pen.formats, strict=True)):
        live, value = sums.formula(place), float(amount(sums.total, measure))
        shown = style(pen.book, border=1, align="center", num_format=shape, shrink=True, **sums.style)
        if live:
            put(sheet.write_formula, row - 1, pen.column(place), live, shown, value)
        else:
            put(sheet.write_number, row - 1, pen.column(place), value, shown)
    put(sheet.write_string, row - 1, pen.remark, sums.remark, words)
    put(sheet.set_row, row - 1, max(fitted(sums.label, UNIT_WIDTH), fitted(sums.remark, REMARK_WIDTH), 19.0))


def _remark(part: Part) -> str:
    """What has to be said beside a unit's numbers."""
    said = [text("rollup-pending")] if part.pending else []
    if part.accepted_by:
        said.append(text("rollup-override", by=part.accepted_by, reason=part.reason))
    return "；".join(said)


def remarks(members: Iterable[Member]) -> str:
    """The same beside a sum, counted."""
    parts = [member.part for member in members if member.part]
    pending, accepted = sum(part.pending for part in parts), sum(bool(part.accepted_by) for part in parts)
    said = [text("rollup-pending-count", count=str(pending))] if pending else []
    if accepted:
        said.append(text("rollup-override-count", count=str(accepted)))
    return "；".join(said)


def total_of(pen: Pen, section: str, members: Iterable[Member]) -> Total:
    """The sum of the members' totals of a section."""
    year = year_of(pen.plan.rollup.period)
    return added(pen.plan.form, (member.totals[section] for member in members if member.part), year)


def finish(pen: Pen, last: int, header: tuple[int, int] | None) -> None:
    """Print set-up, on the paper of the form; ``header`` are the rows to repeat on every page."""
    put(pen.sheet.print_area, 0, 0, last - 1, pen.remark)
    if header:
        put(pen.sheet.repeat_rows, header[0] - 1, header[1] - 1)
        pen.sheet.freeze_panes(header[1], 1)
    page(pen.sheet, PAPERS[pen.plan.form.paper.size])
