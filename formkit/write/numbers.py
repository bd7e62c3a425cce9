"""Which number stands where on the sheets of a roll-up, so that it can be counted once more when it comes back.

Rows and columns are registered as axes, one line each. Beside its place each has a formula (``ROW``, ``COLUMN``) that goes along
where somebody inserts or deletes rows and columns.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from formkit import container
from formkit.cells import letter
from formkit.compare.changes import Comparison
from formkit.history import Moment
from formkit.layout import KEY_ROW
from formkit.merge import Part, totals_of
from formkit.model import Form
from formkit.trace.recount import REPORTED, Meaning, only_stated
from formkit.write.listing import add_sheet
from formkit.write.styles import Book, put, style


def meant(book: Book, sheet_name: str, row: int, column: int, meaning: Meaning, value: int | float | Decimal | None = None) -> None:
    """One cell (row from 1, column from 0). ``value`` is what is written there; kept where the parts alone do not say it."""
    stated = str(value) if value is not None and (only_stated(meaning) or meaning.kind in REPORTED) else ""
    said = (meaning.kind, meaning.unit, meaning.section, meaning.key, meaning.value, meaning.period, stated)
    book.numbers.append((container.CELL, sheet_name, (row, column), said))


def worked(book: Book, place: tuple[str, int, int], live: str, value: int | float | Decimal, name: str, unit: str = "") -> None:
    """One cell (sheet, row from 1, column from 0) whose formula works on other cells: percentages, differences, sums over periods.

    ``name`` is what people call it.
    """
    meant(book, *place, Meaning("worked", unit, key=live.removeprefix("="), value=name), value)


def meant_rows(
    book: Book, sheet_name: str, rows: Mapping[int, tuple[str, str]], labels: Mapping[int, str] | None = None,
    stated: Mapping[int, Mapping[int, int]] = {},
) -> None:  # fmt: skip
    """What rows of a table stand for: the unit and the section (``""`` for all) by row. They meet ``meant_columns``.

    ``labels`` are the texts in the first column, or in the first few with a line for each: by them a row is found again after
    somebody sorted the table. ``stated`` are the values of a row by column, where the parts alone do not say them.
    """
    for row, (unit, section) in rows.items():
        values = " ".join(f"{column}={value}" for column, value in stated.get(row, {}).items())
        book.numbers.append((container.ROW, sheet_name, (row,), (unit, section, (labels or {}).get(row, ""), values)))


def meant_columns(
    book: Book, sheet_name: str, rows: tuple[int, int], columns: Mapping[int, tuple[str, str, str]]
) -> None:
    """What columns of a table stand for, kind, key and value by column, in all rows registered between these two (inclusive)."""
    for column, said in columns.items():
        book.numbers.append((container.COLUMN, sheet_name, (rows[0], column, rows[1]), said))


def stood_before(book: Book, form: Form, comparison: Comparison) -> None:
    """The earlier filings that the flows begin with, so that a stock at the beginning leads to them."""
    for one in comparison.units.values():
        for part in (one.before, *one.merged) if one.flow else ():
            if part:
                book.numbers.append((container.EARLIER, "", (), _filing(form, part, one.unit.code)))


def counted_before(book: Book, form: Form, moments: Sequence[Moment]) -> None:
    """The filings that each of these earlier periods was counted over, so that its numbers lead to them."""
    for part in (part for moment in moments for part in moment.parts):
        book.numbers.append((container.PAST, "", (), _filing(form, part, part.unit)))


def _filing(form: Form, part: Part, counted: str) -> tuple[str, ...]:
    """For which unit a filing is counted, its own, its file, and the households and persons that stood in it."""
    totals = totals_of(form, part).values()
    sizes = (str(sum(each.households for each in totals)), str(sum(each.persons for each in totals)))
    return counted, part.unit, part.path[0].name, part.period, container.legal(part.file), part.sha256, *sizes


def write_numbers(book: Book) -> None:
    """The hidden sheet with everything registered; nothing where nothing is."""
    if not book.numbers:
        return
    sheet, plain = add_sheet(book, container.NUMBERS_SHEET), style(book, num_format="@")
    for row, (kind, name, places, said) in enumerate(book.numbers, KEY_ROW - 1):
        for column, one in enumerate((kind, name, *map(str, places))):
            put(sheet.write_string, row, column, one, plain)
        for column, one in enumerate(said, container.SAID):
            if one:
                put(sheet.write_string, row, column, one, plain)
        for column, (formula, value) in enumerate(_live(name, places) if places else (), container.LIVE):
            put(sheet.write_formula, row, column, formula, None, value)
    sheet.protect()
    sheet.hide()


def _live(sheet_name: str, places: tuple[int, ...]) -> tuple[tuple[str, int], ...]:
    """The places again, as formulas that move with the cells: row, column and last row."""
    name = "'" + sheet_name.replace("'", "''") + "'"
    row, column, last = (*places, 0, 0)[:3]
    across = letter(column)
    found = (f"ROW({name}!{across}{row})", row), (f"COLUMN({name}!{across}{row})", column + 1), (f"ROW({name}!{across}{last})", last)
    return found[: len(places)]
