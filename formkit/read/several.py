"""Several sheets with a form's header: which is its own, which go with it, which belong elsewhere and are only named."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from formkit import identity as carriers
from formkit import period
from formkit.cells import Place
from formkit.filing import Identity, Note, Record
from formkit.layout import OWN_SHEETS, SHEET
from formkit.model import Form
from formkit.read.grid import Grid
from formkit.read.headers import find_headers, scanned
from formkit.read.labels import plain
from formkit.read.rows import Asked
from formkit.read.table import Table, read_table, titled
from formkit.types import Raw
from formkit.words import say

_KINDS = ("day", "month", "quarter", "year")
_NUMBER = re.compile(r"^\d{17}[\dXx]$")
_TOP, _SHORT, _CELLS = 12, 40, 3


def own_sheet(form: Form, sheets: Sequence[Grid], identity: Identity) -> Grid | None:
    """The sheet a filing stands on: of its period and unit, with the hidden keys, visible, of its first name."""
    ranked = [
        (not another(form, grid, identity), bool(scanned(form, grid).keys), grid.visible, grid.name == SHEET, -place)
        for place, grid in enumerate(sheets)
    ]
    return sheets[-max(ranked)[-1]] if ranked else None


def another(form: Form, grid: Grid, identity: Identity) -> str:
    """Whose sheet it plainly says it is, where that is another period or unit than the filing's; else empty.

    The printed form code says so, or the name of the sheet, or a short line above the header that names a period.
    """
    for line in grid.rows[:_TOP]:
        for value in line:
            code = carriers.printed(value) if isinstance(value, str) and ("/" in value or "／" in value) else None
            if code and code.period and identity.period and code.period != identity.period:
                return say("other-time", {"found": carriers.label(code.period)})
            if code and code.unit and identity.unit and code.unit != identity.unit:
                return say("other-unit", {"found": code.unit})
            if code:
                return ""
    own = period.parsed(identity.period)
    headers = find_headers(form, grid)
    above = [str(value) for line in grid.rows[: headers[0].first - 1 if headers else 0] for value in line if isinstance(value, str)]
    for text in (grid.name, *(each for each in above if len(each) <= _SHORT)):
        told = next((found for kind in _KINDS if (found := period.parsed(carriers.period_in(text, kind)))), None)
        if own and told and (told.end < own.start or told.start > own.end):
            return say("other-time", {"found": told.label})
    return ""


def read_sheets(
    ask: Asked, own: Grid | None, sheets: Sequence[Grid], identity: Identity
) -> tuple[tuple[Table, ...], tuple[Note, ...]]:
    """The tables that count, the form's own sheet first, and what is said of the others."""
    if own is None:
        return (), ()
    titles = {grid.name: titled(ask.form, grid) for grid in sheets if grid.visible} if len(sheets) > 1 else {}
    others = [grid for grid in sheets if grid is not own]
    beside = frozenset(key for grid in others for key in titles.get(grid.name, ()))
    tables = [read_table(own, ask, beside - titles.get(own.name, frozenset()))]
    notes: list[Note] = []
    for grid in others:
        read = {record.section for table in tables for record in table.records}
        table = read_table(grid, ask, frozenset(read))
        if not table.records and not table.faults.keys() - {key for one in tables for key in one.faults}:
            continue
        note = _apart(ask.form, grid, table, tables, identity, own)
        notes += [note] if note else []
        if note is None or note.code == "read-elsewhere":
            tables.append(table)
    return tuple(tables), tuple(notes)


def _apart(
    form: Form, grid: Grid, table: Table, tables: Sequence[Table], identity: Identity, own: Grid
) -> Note | None:
    """What is said of a further sheet: None where it simply is another part of the filing."""
    found = another(form, grid, identity)
    args = {"rows": str(len(table.records)), "sheet": own.name, "found": found}
    first = table.records[0].cells[0] or f"A{table.records[0].row}" if table.records else "A1"
    note = Note("second-sheet", (Place(grid.name, first),), value=grid.name, args=args)
    if found:
        return replace(note, code="old-sheet", places=(Place(grid.name, "A1"),)) if table.records else None
    if not grid.visible:
        return replace(note, code="hidden-sheet")
    read = [record for one in tables for record in one.records]
    if not read:
        return replace(note, code="read-elsewhere") if table.records else None
    if {_said(record) for record in table.records} <= {_said(record) for record in read}:
        return replace(note, code="sheet-copy") if table.records else None
    if {record.section for record in table.records} & {record.section for record in read}:
        return note
    return None


def _said(record: Record) -> tuple[object, ...]:
    return (record.section, *record.raws)


def not_counted(
    grids: Iterable[Grid], sheets: Sequence[Grid], own: Grid | None, notes: Sequence[Note]
) -> tuple[Note, ...]:
    """What is said where nothing was read: an empty form with rows on other sheets is not empty, whatever those are."""
    found = [replace(note, code="data-elsewhere") for note in notes]
    for grid in _headless(grids, sheets):
        rows = [row for row, line in enumerate(grid.rows, 1) if sum(value is not None for value in line) >= _CELLS]
        found += _rows_on("data-elsewhere", grid, rows, own)
    return tuple(found)


def loose(
    form: Form, grids: Iterable[Grid], sheets: Sequence[Grid], own: Grid | None, records: Sequence[Record]
) -> tuple[Note, ...]:
    """People pasted on a sheet without any header: where a section has nobody they are missed there, else asked about."""
    others = tuple(_headless(grids, sheets))
    known = {str(raw) for record in records for raw in record.raws if raw is not None} if others else set[str]()
    filled = {record.section for record in records}
    code = "loose-rows" if all(section.key in filled for section in form.sections) else "loose-rows-missed"
    found: list[Note] = []
    for grid in others:
        rows = [row for row, line in enumerate(grid.rows, 1) if _person(form, line, known)]
        found += _rows_on(code, grid, rows, own)
    return tuple(found)


def _headless(grids: Iterable[Grid], sheets: Sequence[Grid]) -> Iterator[Grid]:
    """Sheets of the clerk's that have no header of the form."""
    yield from (grid for grid in grids if grid.name not in OWN_SHEETS and not any(grid is each for each in sheets))


def _person(form: Form, line: Sequence[Raw], known: set[str]) -> bool:
    """Whether a row has a number of 18 characters that no record has, and as much beside it as a record would have."""
    texts = [str(value) for value in line if value is not None]
    numbers = [text for text in texts if _NUMBER.match(plain(text))]
    return len(texts) * _CELLS >= len(form.leaves) and bool(numbers) and not any(text in known for text in numbers)


def _rows_on(code: str, grid: Grid, rows: Sequence[int], own: Grid | None) -> Iterator[Note]:
    if rows:
        args = {"rows": str(len(rows)), "sheet": own.name if own else SHEET}
        yield Note(code, (Place(grid.name, f"A{rows[0]}"),), value=grid.name, args=args)
