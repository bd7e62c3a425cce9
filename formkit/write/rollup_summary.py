"""汇总 and 分村汇总: a table per section, every number a live formula with its computed value."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping

from formkit.cells import letter
from formkit.leaving import OUT, OUTSIDE
from formkit.trace.recount import Meaning
from formkit.values import dataclass
from formkit.words.ledgers import text
from formkit.write.listing import add_sheet
from formkit.write.numbers import meant
from formkit.write.rollup_formulas import distinct_persons
from formkit.write.rollup_plan import Group, Member, RollupPlan
from formkit.write.rollup_table import (
    FIRST_ROW,
    TOTAL,
    Pen,
    Sums,
    finish,
    mean_columns,
    remarks,
    total_of,
    write_band,
    write_frame,
    write_header,
    write_member,
    write_sums,
)  # fmt: skip
from formkit.write.styles import KAI, Book, put, span, style


@dataclass(frozen=True, slots=True)
class Span:
    """Rows of a sheet, both ends inclusive, counted from 1."""

    first: int
    last: int

    def summed(self, column: str, sheet: str = "") -> str:
        """The formula that adds a column over these rows; "" where there are none."""
        area = f"{column}{self.first}:{column}{self.last}"
        return (f"SUM('{sheet}'!{area})" if sheet else f"SUM({area})") if self.last >= self.first else ""


@dataclass(frozen=True, slots=True)
class Summed:
    """Where the sums of 汇总 stand: its pen, and the row of 合计 of each section."""

    pen: Pen
    rows: Mapping[str, int]

    def cell(self, section: str, place: int) -> str:
        """The reference to a measure's sum, from another sheet."""
        return f"'{self.pen.sheet.get_name()}'!{letter(self.pen.column(place))}{self.rows[section]}"


def write_summary(book: Book, plan: RollupPlan, left_out: str = "") -> Summed:
    """The sheets 汇总 and 分村汇总 (where units report below the rows of 汇总); ``left_out`` is said below the totals."""
    top = Pen(book, add_sheet(book, text("rollup-summary")), plan, _lead(plan))
    title = text("rollup-title", title=plan.title)
    if plan.nested:
        below = Pen(book, add_sheet(book, text("rollup-units")), plan, ("unit", "state"))
        rows, last = _write_units(below)
        alert = _alert(below, last)
        write_frame(below, text("rollup-units-title", title=plan.title), alert)
        finish(below, last, (FIRST_ROW, FIRST_ROW + below.depth - 1))
        tables, last = _write_groups(top, rows, below)
    else:
        tables, last = _write_members(top)
        alert = _alert(top, last)
    mean_columns(top, FIRST_ROW, last)
    write_frame(top, title, alert)
    lines = plan.form.record.grain == "line"
    note = text("rollup-note-lines") if lines else text("rollup-note", twins=text("rollup-twins"))
    for said, look in ((note, {}), (_gone(plan), {}), (left_out, {"font_color": "#C00000"})):
        if said:
            last += 1
            span(top.sheet, (last, 0, last, top.remark), said, style(book, font_name=KAI, font_size=11, **look))
    finish(top, last, None)
    top.sheet.freeze_panes(FIRST_ROW - 1, 1)
    return Summed(top, {section: rows.last + 1 for section, rows in tables.items()})


def _gone(plan: RollupPlan) -> str:
    """That rows which left the stock, or never were in it, are in the detail and not counted; "" where there are none."""
    counts = Counter(marks.standing for detail in plan.details for run in detail.runs for marks in run.rows.marks)
    gone, never = sum(counts[out] for out in OUT), counts[OUTSIDE]
    said = (text(code, count=str(count)) for code, count in (("rollup-gone", gone), ("rollup-never", never)) if count)
    return "".join(said)


def _lead(plan: RollupPlan) -> tuple[str, ...]:
    return ("unit", "expected", "received") if plan.nested else ("unit", "state")


def _alert(pen: Pen, last: int) -> str:
    """TRUE where some row's check of the detail says something."""
    name, sheet = letter(pen.remark + 1), pen.sheet.get_name()
    above = FIRST_ROW + 1 + pen.depth  # below the heading of the check
    return f"SUMPRODUCT(--(LEN('{sheet}'!${name}${above}:${name}${last})>0))>0" if last >= above else ""


def _write_units(pen: Pen) -> tuple[Mapping[str, Mapping[str, Span]], int]:
    """Every reporting unit under one header, with subtotals: rows of each group by section, and the last row."""
    plan, found = pen.plan, dict[str, Mapping[str, Span]]()
    write_header(pen, FIRST_ROW, check=True)
    row = FIRST_ROW + pen.depth
    for section in plan.form.sections:
        write_band(pen, row, section.key)
        rows: dict[str, Span] = {}
        row += 1
        for group in plan.groups:
            for place, member in enumerate(group.members, row):
                write_member(pen, place, section.key, member)
            rows[_key(group)] = Span(row, row + len(group.members) - 1)
            row += len(group.members)
            label = text("rollup-subtotal", unit=group.step.name)
            write_sums(pen, row, _sums(pen, section.key, label, group.step.code, group.members, rows[_key(group)]))
            row += 1
        found[section.key] = rows
        everyone = _everyone(plan)
        subtotals = [each.last + 1 for each in rows.values()]
        whole = _sums(pen, section.key, text("rollup-total"), plan.rollup.unit.code, everyone, Span(1, 0), subtotals)
        write_sums(pen, row, whole)
        row = _distinct(pen, row + 1, section.key)
    mean_columns(pen, FIRST_ROW, row - 1)
    return found, row - 1


def _write_groups(pen: Pen, rows: Mapping[str, Mapping[str, Span]], units: Pen) -> tuple[dict[str, Span], int]:
    """A row per unit directly below: sums over its reporting units on their own sheet."""
    plan, tables = pen.plan, dict[str, Span]()
    row = FIRST_ROW
    for section in plan.form.sections:
        write_band(pen, row, section.key)
        write_header(pen, row + 1, check=False)
        row += 1 + pen.depth
        table = tables[section.key] = Span(row, row + len(plan.groups) - 1)
        for group in plan.groups:
            below = rows[section.key][_key(group)]
            live = _live(below, units)
            total = total_of(pen, section.key, group.members)
            reported = _reported(plan, group.members)
            named = group.step.name, group.step.code, section.key
            target = f"'{units.sheet.get_name()}'!A{below.first}"
            write_sums(pen, row, Sums(*named, reported, live, total, remarks(group.members), target=target))
            row += 1
        row = _write_bottom(pen, row, section.key, table)
    return tables, row - 1


def _live(rows: Span, units: Pen) -> Callable[[int], str]:
    return lambda place: rows.summed(letter(units.column(place)), units.sheet.get_name())


def _write_members(pen: Pen) -> tuple[dict[str, Span], int]:
    """A row per reporting unit, where these stand directly below the roll-up's own."""
    plan, tables = pen.plan, dict[str, Span]()
    row = FIRST_ROW
    for section in plan.form.sections:
        write_band(pen, row, section.key)
        write_header(pen, row + 1, check=section == plan.form.sections[0])
        row += 1 + pen.depth
        members = _everyone(plan)
        table = tables[section.key] = Span(row, row + len(members) - 1)
        for member in members:
            write_member(pen, row, section.key, member)
            row += 1
        row = _write_bottom(pen, row, section.key, table)
    return tables, row - 1


def _write_bottom(pen: Pen, row: int, section: str, table: Span) -> int:
    """合计, 不重复人数 and a blank row; the row after them."""
    write_sums(pen, row, _sums(pen, section, text("rollup-total"), pen.plan.rollup.unit.code, _everyone(pen.plan), table))
    return _distinct(pen, row + 1, section) + 1


def _sums(
    pen: Pen, section: str, label: str, unit: str, members: tuple[Member, ...], rows: Span, chain: list[int] | None = None
) -> Sums:
    """Sums over rows of this sheet; ``chain`` are single rows to add instead."""

    def live(place: int) -> str:
        column = letter(pen.column(place))
        return "+".join(f"{column}{row}" for row in chain) if chain is not None else rows.summed(column)

    lead = _reported(pen.plan, members) if pen.plan.nested and len(pen.lead) > 2 else ("",)
    return Sums(label, unit, section, lead, live, total_of(pen, section, members), remarks(members), TOTAL)


def _reported(plan: RollupPlan, members: tuple[Member, ...]) -> tuple[str | int, ...]:
    """How many must report (not known without a roster), and how many have."""
    return len(members) if plan.roster else "", sum(member.part is not None for member in members)


def _everyone(plan: RollupPlan) -> tuple[Member, ...]:
    return tuple(member for group in plan.groups for member in group.members)


def _key(group: Group) -> str:
    return f"{group.step.code}/{group.step.name}"


def _distinct(pen: Pen, row: int, section: str) -> int:
    """不重复人数 below the total of persons, if there are any: a person in two units counts once. The row after it."""
    plan, kinds = pen.plan, [measure.kind for measure in pen.plan.measures]
    if "persons" not in kinds:
        return row
    place = pen.column(kinds.index("persons"))
    shape = style(pen.book, border=1, align="center")
    detail = next(detail for detail in plan.details if detail.section == section)
    whole = detail.whole
    beside = style(pen.book, border=1, align="right", indent=1)
    span(pen.sheet, (row, 0, row, place - 1), text("rollup-distinct"), beside)
    value = plan.rollup.distinct[section]
    meant(pen.book, pen.sheet.get_name(), row, place, Meaning("distinct", plan.rollup.unit.code, section))
    if whole and plan.form.record.grain == "person":
        put(pen.sheet.write_formula, row - 1, place, distinct_persons(plan.form, whole), shape, value)
    else:
        put(pen.sheet.write_number, row - 1, place, value, shape)
    if len(detail.pages) > 1:
        put(pen.sheet.write_string, row - 1, place + 1, text("rollup-distinct-cut"), style(pen.book, font_name=KAI))
    return row + 1
