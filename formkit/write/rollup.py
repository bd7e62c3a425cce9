"""The roll-up workbook: accepted filings as one container, with live totals, detail, and what was left out.

总览 comes first, then 汇总, 分村汇总 where units report further below, 变动表, 变动明细 and 历月 where there are earlier periods,
one detail sheet per section, the roster, persons reported twice and files not counted; a hidden sheet carries the parts so that
the workbook can be merged again.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from formkit import container, mask
from formkit.compare.changes import Comparison
from formkit.heap import uncollected
from formkit.history import Moment
from formkit.layout import KEY_ROW
from formkit.merge import Part, Rollup
from formkit.model import Form
from formkit.twins import Twin
from formkit.words.ledgers import outcome, text
from formkit.write.listing import Listing, add_sheet, workbook_of, write_listing
from formkit.write.numbers import write_numbers
from formkit.write.rollup_changes import write_changes
from formkit.write.rollup_detail import write_detail
from formkit.write.rollup_flow_desk import FlowSheet
from formkit.write.rollup_flow_sheet import write_flows
from formkit.write.rollup_front import left_out_line, write_front
from formkit.write.rollup_front_tables import Told
from formkit.write.rollup_history import write_history
from formkit.write.rollup_index import write_index
from formkit.write.rollup_plan import RollupPlan, RosterRow, make_rollup_plan
from formkit.write.rollup_runs import Known
from formkit.write.rollup_stock import counts_of, together
from formkit.write.rollup_summary import write_summary
from formkit.write.rollup_twins import twins_listing, twins_under
from formkit.write.styles import Book, put, style

__all__ = ["Known", "RosterRow", "write_rollup"]

Excluded = tuple[str, str, str]
NO_SOURCES: Mapping[str, str] = MappingProxyType({})


@uncollected()
def write_rollup(
    rollup: Rollup, roster_rows: Sequence[RosterRow], twins: Sequence[Twin], excluded: Sequence[Excluded], *,
    comparison: Comparison | None = None, moments: Sequence[Moment] = (), sources: Mapping[str, str] = NO_SOURCES,
    known: Known | None = None,
) -> bytes:  # fmt: skip
    """The workbook as bytes; equal input gives equal bytes.

    ``roster_rows`` are the units that must report under the roll-up's, ``excluded`` are (file, outcome, sentence);
    ``comparison`` is with the period before, ``moments`` are the periods in order, of which the last is this one;
    ``sources`` are the ways from the workbook's folder to the files of its parts, by SHA-256: its rows lead there.
    ``known`` remembers what was worked out of filings for the next roll-up they are in.
    Raises UserWarning or RuntimeError where something does not fit into a workbook.
    """
    plan = make_rollup_plan(rollup, roster_rows, known=known)

    def fill(book: Book) -> None:
        book.sources.update(sources)
        said = container.code(rollup.form, rollup.unit.code, rollup.period)
        put(book.workbook.set_custom_property, container.PROPERTY, said, "text")
        _write_first(book, plan, excluded, len(twins_under(rollup, twins)), comparison, moments)
        write_index(book, plan)
        for detail in plan.details:
            write_detail(book, plan, detail)
        write_listing(book, _roster(plan))
        write_listing(book, twins_listing(rollup, twins))
        write_listing(book, _excluded(plan, excluded))
        write_numbers(book)
        _write_parts(book, rollup)

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return workbook_of(text("rollup-title", title=plan.title), fill)


def _write_first(
    book: Book, plan: RollupPlan, excluded: Sequence[Excluded], twice: int, comparison: Comparison | None, moments: Sequence[Moment]
) -> None:
    """The sheets before the detail. 总览 stands first and is written last: its numbers are references to the others."""
    front = add_sheet(book, text("rollup-front"))
    summed = write_summary(book, plan, left_out_line(excluded))
    flows = _write_flows(book, plan, comparison) if comparison else None
    history = None
    if len(moments) > 1:
        history = write_history(book, plan, moments, add_sheet(book, text("rollup-history")), summed, flows)
    counts = counts_of(plan)
    write_front(book, front, Told(plan, summed, counts, together(counts), flows, history, comparison, moments, excluded, twice))


def _write_flows(book: Book, plan: RollupPlan, comparison: Comparison) -> FlowSheet | None:
    """变动表, 分村变动表 and 变动明细; only the last where a row is a line, which is neither household nor person; nothing where
    rows cannot be told apart or are new each time: "no changes" would not be true there.
    """
    if not comparison.by:
        return None
    if plan.form.record.grain == "line":
        write_changes(book, plan, comparison)
        return None
    top = add_sheet(book, text("rollup-flows"))
    below = add_sheet(book, text("rollup-flow-units")) if plan.nested else None
    return write_flows(book, plan, comparison, (top, below), write_changes(book, plan, comparison))


def _columns(*columns: tuple[str, float]) -> tuple[tuple[str, float], ...]:
    return tuple((text(f"list-{code}"), width) for code, width in columns)


def _roster(plan: RollupPlan) -> Listing:
    rows = [
        (number, row.unit, row.name, row.level, row.township, row.state, text("list-yes") if row.late else "",
         mask.text(row.file), mask.text(row.say))
        for number, row in enumerate(plan.roster, 1)
    ]  # fmt: skip
    columns = _columns(
        ("number", 6), ("unit", 16), ("unit-name", 18), ("level", 8), ("township", 18), ("state", 12), ("late", 10),
        ("file", 34), ("say", 46),
    )  # fmt: skip
    return Listing(text("rollup-roster"), text("roster-title", **_whose(plan)), columns, rows, text("list-none-roster"))


def _whose(plan: RollupPlan) -> Mapping[str, str]:
    """Whose list it is, and of when."""
    return {"unit": plan.unit, "period": plan.period}


def _excluded(plan: RollupPlan, excluded: Sequence[Excluded]) -> Listing:
    rows = [(mask.text(file), outcome(code), mask.text(said)) for file, code, said in excluded]
    columns = _columns(("file", 60), ("outcome", 16), ("why", 70))
    return Listing(text("rollup-excluded"), text("excluded-title", **_whose(plan)), columns, rows, text("list-none-excluded"))


def _write_parts(book: Book, rollup: Rollup) -> None:
    """The hidden sheet: whose roll-up it is, then one row a part, all as text."""
    sheet, plain = add_sheet(book, container.PARTS_SHEET), style(book, num_format="@")
    lines: list[tuple[str, ...]] = [
        (container.PROPERTY, container.code(rollup.form, rollup.unit.code, rollup.period)),
        (container.UNIT, container.step_text(rollup.unit)),
        container.FIELDS,
        *(_texts(rollup.form, part) for part in (*rollup.parts, *rollup.disputed)),
    ]
    for row, line in enumerate(lines, KEY_ROW):
        for column, said in enumerate(line):
            put(sheet.write_string, row - 1, column, said, plain)
    sheet.protect()
    sheet.hide()


def _texts(form: Form, part: Part) -> tuple[str, ...]:
    said = container.fields(form, part)
    return tuple(said[field] for field in container.FIELDS)
