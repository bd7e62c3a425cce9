"""The sheets of a workbook as the one filing they hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from formkit import columns, period
from formkit.filing import Block, Filing, Identity, Note, Record, Rows, Source, Step
from formkit.layout import OWN_SHEETS
from formkit.model import Form
from formkit.read.carried import around, carried
from formkit.read.grid import Grid
from formkit.read.headers import find_headers
from formkit.read.labels import plain
from formkit.read.rows import asked
from formkit.read.several import loose, not_counted, own_sheet, read_sheets
from formkit.read.table import Table
from formkit.remembered import once
from formkit.types import characters
from formkit.units import Roster, Unit

_ZERO_ROWS = 8


def filing_of(grids: Iterable[Grid], form: Form, source: Source, identity: Identity, roster: Roster | None) -> Filing:
    """The filing of a form that stands on some sheet, or on several; without its header, one that lacks every section.

    Other sheets are read too where they hold sections that are not filled in on the form's own; what is not read is said.
    """
    grids = tuple(grids)
    end = period.end_of(identity.period)
    ask = asked(form, columns.specs(form, end, places_of(identity, roster)))
    sheets = [grid for grid in grids if find_headers(form, grid)]
    own = own_sheet(form, sheets, identity)
    zero = own is not None and _zero(own)
    tables, notes = read_sheets(ask, own, sheets, identity)
    records = tuple(record for table in tables for record in table.records)
    if own is None or not (records or zero):
        notes = not_counted(grids, sheets, own, notes)
    elif not zero:
        notes = (*notes, *loose(form, grids, sheets, own, records))
    rows = Rows(*(sum(getattr(table.rows, name) for table in tables) for name in ("seen", "records", "blank", "furniture")))
    source = replace(source, sheet=records[0].sheet if records else own.name if own else "")
    outside = tuple(place for table in tables for place in table.outside)
    used = {block.sheet for table in tables for block in table.blocks} | {grid.name for grid in (own,) if grid}
    beside = tuple(dict.fromkeys((*carried(grids), *around(form, grids, used), *outside)))
    blocks, faults = _sections(form, tables)
    notes = (*(note for table in tables for note in table.notes), *notes, *faults)
    return Filing(source, identity, blocks, records, rows, zero, notes, beside, _extras(grids, records))


def _sections(form: Form, tables: Sequence[Table]) -> tuple[tuple[Block, ...], tuple[Note, ...]]:
    """Each section's block and structural notes, from the sheet that holds rows of it, else from the first that has it."""
    blocks: list[Block] = []
    notes: list[Note] = []
    for section in form.sections:
        having = [(table, block) for table in tables for block in table.blocks if block.section == section.key]
        filled = [pair for pair in having if any(record.section == section.key for record in pair[0].records)]
        for table, block in (filled or having)[:1]:
            blocks.append(block)
            notes += table.faults[section.key]
        if not having:
            notes.append(Note("missing-section", (), section.key, args={"label": section.named}))
    return tuple(blocks), tuple(notes)


def _extras(grids: Iterable[Grid], records: Iterable[Record]) -> Mapping[str, int]:
    """How much no copy of the file can carry, by name; of formulas those the clerk wrote into the table."""
    found: Counter[str] = Counter()
    formulas: dict[str, frozenset[str]] = {}
    for grid in grids:
        if grid.name not in OWN_SHEETS:
            found.update(grid.extras)
            formulas[grid.name] = formulas.get(grid.name, frozenset()) | grid.formulas
    written: dict[str, set[str]] = {}
    for record in records:
        own = formulas.get(record.sheet)
        if own and not own.isdisjoint(record.cells):
            written.setdefault(record.sheet, set()).update(own.intersection(record.cells))
    found["formulas"] = sum(map(len, written.values()))
    return {name: count for name, count in found.items() if count}


def places_of(identity: Identity, roster: Roster | None) -> tuple[Unit, ...]:
    """Units the rows may name: from the roster if there is one, else those the workbook itself carries."""
    if roster and identity.unit in roster.units:
        return _places(roster, identity.unit, identity.path)
    return _carried(identity.path)


@once(64)
def _places(roster: Roster, code: str, path: tuple[Step, ...]) -> tuple[Unit, ...]:
    sent = {step.level: step.name for step in path}
    return tuple(_also(unit, sent) for unit in roster.limited(code).units.values())


@once(64)
def _carried(path: tuple[Step, ...]) -> tuple[Unit, ...]:
    return units_of(path)


def _also(unit: Unit, sent: Mapping[str, str]) -> Unit:
    """A unit that also answers to the name its workbook was sent under: renaming is the office's doing."""
    name = sent.get(unit.level, unit.name)
    return unit if name == unit.name else replace(unit, aliases=(*unit.aliases, name))


def units_of(path: Sequence[Step]) -> tuple[Unit, ...]:
    """The steps of a path as units, each under the next."""
    parents = [step.code for step in path[1:]] + [""]
    return tuple(Unit(step.code, step.name, step.level, up) for step, up in zip(path, parents[: len(path)], strict=True))


def _zero(grid: Grid) -> bool:
    """Whether the zero-report switch says 是: a cell right of the words 零报告 in the first rows."""
    for line in grid.rows[:_ZERO_ROWS]:
        label = next((place for place, value in enumerate(line) if "零报告" in plain(value)), None)
        if label is not None:
            said = [characters.solid(value) for value in line[label + 1 :] if isinstance(value, str)]
            return any(text in ("是", "√", "零报告") for text in said)
    return False
