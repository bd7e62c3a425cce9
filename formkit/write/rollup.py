"""The roll-up workbook: accepted filings as one container, with live totals, detail, and what was left out.

汇总 comes first, 分村汇总 where units report further below, then one detail sheet per section, the roster, persons
reported twice and files not counted; a hidden sheet carries the parts so that the workbook can be merged again.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence

from formkit import container, mask
from formkit.layout import KEY_ROW
from formkit.merge import Part, Rollup, Twin
from formkit.model import Form
from formkit.words.ledgers import outcome, text
from formkit.write.listing import Listing, add_sheet, workbook_of, write_listing
from formkit.write.rollup_detail import write_detail
from formkit.write.rollup_plan import RollupPlan, RosterRow, make_rollup_plan
from formkit.write.rollup_summary import write_summary
from formkit.write.styles import Book, put, style

__all__ = ["RosterRow", "write_rollup"]

Excluded = tuple[str, str, str]


def write_rollup(
    rollup: Rollup, roster_rows: Sequence[RosterRow], twins: Sequence[Twin], excluded: Sequence[Excluded]
) -> bytes:
    """The workbook as bytes; equal input gives equal bytes.

    ``roster_rows`` are the units that must report under the roll-up's, ``excluded`` are (file, outcome, sentence).
    Raises UserWarning or RuntimeError where something does not fit into a workbook.
    """
    plan = make_rollup_plan(rollup, roster_rows)

    def fill(book: Book) -> None:
        said = container.code(rollup.form, rollup.unit.code, rollup.period)
        put(book.workbook.set_custom_property, container.PROPERTY, said, "text")
        write_summary(book, plan)
        for detail in plan.details:
            write_detail(book, plan, detail)
        write_listing(book, _roster(plan))
        write_listing(book, _twins(rollup.form, twins))
        write_listing(book, _excluded(excluded))
        _write_parts(book, rollup)

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return workbook_of(text("rollup-title", title=plan.title), fill)


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
    return Listing(text("rollup-roster"), text("roster-title"), columns, rows, text("list-none-roster"))


def _twins(form: Form, twins: Sequence[Twin]) -> Listing:
    """Both ends of each, one line an end; the number is masked."""
    labels = {section.key: section.means or section.named for section in form.sections}
    place = form.places[form.record.name] if form.record.name else None
    rows = [
        (number, mask.number(twin.person), part.path[0].name, part.unit, labels.get(record.section, record.section),
         str(record.value(place) or "") if place is not None else "", mask.text(part.file), record.sheet, record.row)
        for number, twin in enumerate(twins, 1)
        for part, record in twin.places
    ]  # fmt: skip
    columns = _columns(
        ("number", 6), ("id", 24), ("unit-name", 18), ("unit", 16), ("section", 14), ("name", 12), ("file", 44),
        ("sheet", 12), ("row", 8),
    )  # fmt: skip
    return Listing(text("rollup-twins"), text("twins-title"), columns, rows, text("list-none"))


def _excluded(excluded: Sequence[Excluded]) -> Listing:
    rows = [(mask.text(file), outcome(code), mask.text(said)) for file, code, said in excluded]
    columns = _columns(("file", 60), ("outcome", 16), ("why", 70))
    return Listing(text("rollup-excluded"), text("excluded-title"), columns, rows, text("list-none-excluded"))


def _write_parts(book: Book, rollup: Rollup) -> None:
    """The hidden sheet: whose roll-up it is, then one row a part, all as text."""
    sheet, plain = add_sheet(book, container.PARTS_SHEET), style(book, num_format="@")
    lines: list[tuple[str, ...]] = [
        (container.PROPERTY, container.code(rollup.form, rollup.unit.code, rollup.period)),
        (container.UNIT, container.step_text(rollup.unit)),
        container.FIELDS,
        *(_texts(rollup.form, part) for part in rollup.parts),
    ]
    for row, line in enumerate(lines, KEY_ROW):
        for column, said in enumerate(line):
            put(sheet.write_string, row - 1, column, said, plain)
    sheet.protect()
    sheet.hide()


def _texts(form: Form, part: Part) -> tuple[str, ...]:
    said = container.fields(form, part)
    return tuple(said[field] for field in container.FIELDS)
