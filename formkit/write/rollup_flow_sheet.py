"""变动表 and 分村变动表 as sheets: header, a row for each unit, sums, the check at the end of each row, the table by class."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from formkit.compare.changes import Comparison
from formkit.compare.flows import Flow
from formkit.filing import Step
from formkit.layout import header_cells
from formkit.trace.recount import Meaning
from formkit.words.ledgers import text
from formkit.write.listing import A3, fitted, page
from formkit.write.numbers import meant, meant_columns, meant_rows, stood_before
from formkit.write.rollup_changes import ChangeRows
from formkit.write.rollup_flow_desk import CHECK, FIRST, NAME, NUMBER, REMARK, Desk, FlowSheet
from formkit.write.rollup_flows import (
    CAME,
    WENT,
    Item,
    UnitRow,
    balance,
    check,
    formula,
    make_flow_plan,
    remark,
    remarks,
)  # fmt: skip
from formkit.write.rollup_plan import RollupPlan, period_label
from formkit.write.rollup_stock import GRAINS, Figure
from formkit.write.rollup_table import TOTAL
from formkit.write.styles import HEI, KAI, TITLE, Book, Sheet, lines_in, put, span, style

_PARTS = (
    ("opening", ("opening",)), ("came", CAME), ("arrived", ("arrived",)), ("removed", ("removed",)), ("went", WENT), ("left", ("left",)),
    ("gone", ("gone",)), ("fresh", ()), ("closing", ("closing",)),
)  # fmt: skip
"""The columns of the table by class, and what of the flow each adds up."""


def write_flows(book: Book, plan: RollupPlan, comparison: Comparison, sheets: tuple[Sheet, Sheet | None], changes: ChangeRows) -> FlowSheet:
    """Both sheets; the second where units report further down than directly below."""
    flows = make_flow_plan(plan, comparison)
    stood_before(book, plan.form, comparison)
    top, below = sheets
    desk = Desk(book, top, flows, (text("flows-unit"),))
    groups: dict[str, int] = {}
    row = desk.first
    if below is not None:
        units = Desk(book, below, flows, (text("flows-above"), text("flows-unit")))
        last = _write_units(units, changes)
        for group in plan.groups:
            mine = [(place, each) for place, each in enumerate(flows.rows, units.first) if each.above == group.step]
            rows = (units, mine[0][0], mine[-1][0])
            _write_sums(desk, row, group.step, tuple(each for _, each in mine), rows)
            groups[group.step.code] = row
            row += 1
        all_rows = (units, units.first, last)
    else:
        for each in flows.rows:
            _write_unit(desk, row, each, changes)
            groups[each.member.step.code] = row
            row += 1
        all_rows = (desk, desk.first, row - 1)
    _write_total(desk, row, all_rows)
    _frame(desk, text("flows-title", title=plan.title))
    last = _write_classes(desk, row + 2, row) if flows.classes else row
    _finish(desk, _note(desk, last + 1))
    return FlowSheet(desk, row, groups)


def _write_units(desk: Desk, changes: ChangeRows) -> int:
    """Every reporting unit with the one above it, filterable; the last row."""
    row = desk.first
    for each in desk.flows.rows:
        _write_unit(desk, row, each, changes)
        row += 1
    last = row - 1
    name = desk.sheet.get_name()
    if last >= desk.first:
        placed = dict(enumerate(desk.flows.rows, desk.first))
        labels = {place: f"{each.above.name}\n{each.member.step.name}" for place, each in placed.items()}
        stated = {place: dict(_known(desk, each)) for place, each in placed.items()}
        meant_rows(desk.book, name, {place: (each.member.step.code, "") for place, each in placed.items()}, labels, stated)
        known = {column: _meaning(item, "") for column, item in enumerate(desk.flows.items, len(desk.lead))}
        axes = {column: (said.kind, said.key, said.value) for column, said in known.items()}
        meant_columns(desk.book, name, (desk.first, last), axes)
        put(desk.sheet.autofilter, desk.first - 2, 0, last - 1, desk.end + 1)
    _write_total(desk, row, (desk, desk.first, last))
    _frame(desk, text("flow-units-title", title=desk.flows.plan.title))
    _finish(desk, row)
    return last


def _known(desk: Desk, unit: UnitRow) -> Iterator[tuple[int, int]]:
    """The numbers of a unit that are known, by column."""
    for column, item in enumerate(desk.flows.items, len(desk.lead)):
        if (value := unit.value(item)) is not None:
            yield column, value


def _frame(desk: Desk, title: str) -> None:
    """Widths, title, whose table it is, and the header."""
    sheet, plan = desk.sheet, desk.flows.plan
    put(sheet.set_column, 0, len(desk.lead) - 1, NAME)
    put(sheet.set_column, len(desk.lead), desk.end - 1, NUMBER)
    put(sheet.set_column, desk.end, desk.end, CHECK)
    put(sheet.set_column, desk.end + 1, desk.end + 1, REMARK)
    span(sheet, (1, 0, 1, desk.end + 1), title, style(desk.book, font_name=TITLE, font_size=20, bold=True, align="center"))
    put(sheet.set_row, 0, 38)
    said = text("flows-frame", unit=plan.unit, period=plan.period, before=period_label(desk.flows.comparison.before))
    span(sheet, (2, 0, 2, desk.end + 1), said, style(desk.book, font_size=11))
    put(sheet.set_row, 1, 20)
    head = style(desk.book, font_name=HEI, border=1, align="center", text_wrap=True)
    widths = (*(NAME for _ in desk.lead), *(NUMBER for _ in desk.flows.items), CHECK, REMARK)
    heights = [20.0] * (desk.first - FIRST)
    for cell in sorted(header_cells(desk.paths), key=lambda cell: cell.bottom - cell.top):
        span(sheet, (FIRST + cell.top, cell.left, FIRST + cell.bottom, cell.right), cell.label, head)
        wide = sum(widths[cell.left : cell.right + 1])
        heights[cell.bottom] += max(0.0, fitted(cell.label, wide) - sum(heights[cell.top : cell.bottom + 1]))
    for row, height in enumerate(heights, FIRST):
        put(sheet.set_row, row - 1, height)


def _write_unit(desk: Desk, row: int, unit: UnitRow, changes: ChangeRows) -> None:
    """A reporting unit: formulas over its own rows of the detail and of 变动明细; what is not known stays blank."""
    lead = (unit.above.name, unit.member.step.name) if len(desk.lead) > 1 else (unit.member.step.name,)

    def place(column: int) -> str:
        return f"{desk.column(column)}{row}"

    live = [formula(desk.flows, changes, unit, item, place) for item in desk.flows.items]
    values = [unit.value(item) for item in desk.flows.items]
    _line(desk, row, lead, live, values, check(desk.flows, place), remark(desk.flows, unit), {})
    if len(desk.lead) == 1:
        _mean(desk, row, unit.member.step.code, values)


def _write_sums(
    desk: Desk, row: int, step: Step | None, units: tuple[UnitRow, ...], rows: tuple[Desk, int, int]
) -> None:
    """The sums of some units, which stand in these rows of a sheet; all units where no unit above them is named."""
    below, first, last = rows
    sheet = "" if below.sheet is desk.sheet else f"'{below.sheet.get_name()}'!"

    def area(column: int) -> str:
        name = below.column(column)
        return f"{sheet}{name}{first}:{name}{last}"

    def place(column: int) -> str:
        return f"{desk.column(column)}{row}"

    live = [f"SUM({area(column)})" if units else "" for column in range(len(desk.flows.items))]
    values = [desk.flows.total(item, units) for item in desk.flows.items]
    said = check(desk.flows, place) if units else ""
    lead = (step.name if step else text("flows-total"), *("" for _ in desk.lead[1:]))
    _line(desk, row, lead, live, values, said, remarks(units), {} if step else TOTAL)
    _mean(desk, row, step.code if step else "", values)


def _write_total(desk: Desk, row: int, rows: tuple[Desk, int, int]) -> None:
    _write_sums(desk, row, None, desk.flows.rows, rows)


def _line(
    desk: Desk, row: int, lead: tuple[str, ...], live: Sequence[str], values: Sequence[int | None], said: str, note: str,
    look: Mapping[str, object],
) -> None:  # fmt: skip
    words = style(desk.book, border=1, text_wrap=True, num_format="@", indent=1, **look)
    number = style(desk.book, border=1, align="center", num_format="0", shrink=True, **look)
    wrong = style(desk.book, border=1, text_wrap=True, align="center", **look)
    for column, name in enumerate(lead):
        put(desk.sheet.write_string, row - 1, column, name, words)
    for column, (each, value) in enumerate(zip(live, values, strict=True), len(lead)):
        if each:
            put(desk.sheet.write_formula, row - 1, column, each, number, value or 0)
        elif value is None:
            put(desk.sheet.write_blank, row - 1, column, None, number)
        else:
            put(desk.sheet.write_number, row - 1, column, value, number)
    if said:
        known = values[desk.flows.place("opening", "households")] is not None
        put(desk.sheet.write_formula, row - 1, desk.end, said, wrong, text("flows-equal") if known else "")
    else:
        put(desk.sheet.write_blank, row - 1, desk.end, None, wrong)
    put(desk.sheet.write_string, row - 1, desk.end + 1, note, words)
    put(desk.sheet.set_row, row - 1, max(19.0, fitted(note, REMARK), *(fitted(name, NAME - 1) for name in lead)))


def _mean(desk: Desk, row: int, unit: str, values: Sequence[int | None]) -> None:
    """The numbers of a row as they are meant, so that they can be counted once more."""
    for column, (item, value) in enumerate(zip(desk.flows.items, values, strict=True), len(desk.lead)):
        if value is not None:
            meant(desk.book, desk.sheet.get_name(), row, column, _meaning(item, unit), value)


def _meaning(item: Item, unit: str) -> Meaning:
    if item.key in ("expected", "received", "late", "zero"):
        return Meaning(item.key, unit)
    if item.figure and (item.figure.label or item.figure.risk or item.figure.helped):
        return Meaning("stated", unit, key=f"{item.key}.{item.grain}", value=item.figure.label or item.figure.risk)
    return Meaning("flow", unit, key=f"{item.key}.{item.grain}")


def _write_classes(desk: Desk, row: int, total: int) -> int:
    """The flows of each class: stated, but for the stock at the end, which is the number above. The last row."""
    flows, sheet = desk.flows, desk.sheet
    words, head = flows.words, style(desk.book, font_name=HEI, border=1, align="center", text_wrap=True)
    names = {
        "opening": words["opening"], "came": words["added"], "arrived": text("flows-class-arrived"), "removed": words["removed"],
        "went": words["lost"], "left": text("flows-class-left"), "gone": text("flows-gone"), "fresh": text("flows-fresh"),
        "closing": words["closing"],
    }  # fmt: skip
    span(sheet, (row, 0, row, desk.end - 1), text("flows-classes"), style(desk.book, font_name=HEI, font_size=12))
    span(sheet, (row + 1, 0, row + 2, 0), text("flows-class-name"), head)
    for place, (part, _) in enumerate(_PARTS):
        span(sheet, (row + 1, 1 + 2 * place, row + 1, 2 + 2 * place), names[part], head)
        for beside, grain in enumerate(GRAINS):
            span(sheet, (row + 2, 1 + 2 * place + beside, row + 2, 1 + 2 * place + beside), text(f"flows-{grain}"), head)
    put(sheet.set_row, row, 33)
    name = style(desk.book, border=1, text_wrap=True, num_format="@", indent=1)
    for line, label in enumerate(flows.classes, row + 3):
        put(sheet.write_string, line - 1, 0, label, name)
        put(sheet.set_row, line - 1, max(19.0, fitted(label, NAME - 1)))
        _class_line(desk, line, total, label, flows.comparison.classes.get(label, Flow()))
    return row + 2 + len(flows.classes)


def _class_line(desk: Desk, line: int, total: int, label: str, flow: Flow) -> None:
    number = style(desk.book, border=1, align="center", num_format="0", shrink=True)
    for place, (part, added) in enumerate(_PARTS):
        for beside, grain in enumerate(GRAINS):
            column, figure = 1 + 2 * place + beside, Figure(grain, label)
            found = [at for at, item in enumerate(desk.flows.items) if item.figure == figure]
            if part == "closing" and found:
                value = desk.flows.total(desk.flows.items[found[0]])
                put(desk.sheet.write_formula, line - 1, column, f"{desk.column(found[0])}{total}", number, value)
                meant(desk.book, desk.sheet.get_name(), line, column, Meaning("flow", key=f"{part}.{grain}", value=label), value)
                continue
            said = sum(getattr(getattr(flow, each), grain) for each in added)
            if part == "fresh":
                said = sum(row.counts[figure] for row in desk.flows.rows if row.value(desk.flows.items[desk.flows.place(part, grain)]))
            put(desk.sheet.write_number, line - 1, column, said, number)
            meaning = Meaning("flow", key=f"{part}.{grain}", value=label)
            meant(desk.book, desk.sheet.get_name(), line, column, meaning, said)


def _note(desk: Desk, row: int) -> int:
    words = desk.flows.words
    sums = f"{words['closing']}＝{balance(words)}"
    fresh, changes = text("flows-fresh"), text("rollup-changes")
    said = text("flows-note", balance=sums, fresh=fresh, opening=words["opening"], changes=changes, closing=words["closing"])
    span(desk.sheet, (row, 0, row, desk.end + 1), said, style(desk.book, font_name=KAI, font_size=11, text_wrap=True, valign="top"))
    wide = len(desk.lead) * NAME + len(desk.flows.items) * NUMBER + CHECK + REMARK
    put(desk.sheet.set_row, row - 1, 8 + 15 * lines_in(said, wide))
    return row


def _finish(desk: Desk, last: int) -> None:
    options = {"type": "text", "criteria": "containing", "value": "≠", "format": desk.book.workbook.add_format({"font_color": "#C00000"})}
    put(desk.sheet.conditional_format, desk.first - 1, desk.end, last - 1, desk.end, options)
    put(desk.sheet.print_area, 0, 0, last - 1, desk.end + 1)
    put(desk.sheet.repeat_rows, FIRST - 1, desk.first - 2)
    desk.sheet.freeze_panes(desk.first - 1, len(desk.lead))
    page(desk.sheet, A3)
