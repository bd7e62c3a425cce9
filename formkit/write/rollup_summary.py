"""汇总, 分村汇总 and the charts: a table per section, every number a live formula with its computed value."""

from __future__ import annotations

from collections.abc import Sequence

from formkit.cells import letter
from formkit.words.ledgers import text
from formkit.write.listing import A4, add_sheet, page
from formkit.write.rollup_formulas import distinct, own_ref
from formkit.write.rollup_plan import Group, Member, RollupPlan
from formkit.write.rollup_table import (
    FIRST_ROW, Pen, Sums, finish, remarks, total_of, total_style, write_band, write_frame, write_header, write_member,
    write_sums,
)  # fmt: skip
from formkit.write.styles import HEI, SONG, Book, put, span, style

_CHART = (1180, 400)
_CHART_ROWS = 21
_LABELLED = 15


def write_summary(book: Book, plan: RollupPlan) -> None:
    """The sheets 汇总, 分村汇总 (where units report below the rows of 汇总) and 图表."""
    top = Pen(book, add_sheet(book, text("rollup-summary")), plan, _lead(plan))
    if plan.nested:
        below = Pen(book, add_sheet(book, text("rollup-units")), plan, ("unit", "state"))
        rows = _write_units(below)
        tables = _write_groups(top, rows, _alert(below))
    else:
        tables = _write_members(top)
    _write_charts(book, top, tables)


def _lead(plan: RollupPlan) -> tuple[str, ...]:
    return ("unit", "expected", "received") if plan.nested else ("unit", "state")


def _alert(pen: Pen) -> str:
    """TRUE where some row's check of the detail says something."""
    name = letter(pen.remark + 1)
    sheet = pen.sheet.get_name()
    return f"SUMPRODUCT(--(LEN('{sheet}'!${name}${FIRST_ROW + pen.depth}:${name}${_last_row(pen)})>0))>0"


def _last_row(pen: Pen) -> int:
    """No table of the sheet goes further down than this."""
    plan = pen.plan
    lines = sum(len(group.members) + 1 for group in plan.groups) + 4 + pen.depth
    return FIRST_ROW + len(plan.form.sections) * lines + pen.depth


def _summed(first: int, last: int, sheet: str = "") -> Sums:
    """Sums over the rows above, or over rows of another sheet; to be filled in."""
    raise NotImplementedError
