"""The sheets of a workbook as the one filing they hold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from formkit import columns, period
from formkit.cells import Place
from formkit.filing import Filing, Identity, Note, Source, Step
from formkit.model import Form
from formkit.read.grid import Grid
from formkit.read.headers import find_headers, key_row, plain
from formkit.read.rows import Asked, asked
from formkit.read.table import outside, read_table
from formkit.types import characters
from formkit.units import Roster, Unit

_ZERO_ROWS = 8


def filing_of(grids: Iterable[Grid], form: Form, source: Source, identity: Identity, roster: Roster | None) -> Filing:
    """The filing of a form that stands on some sheet; without its header, one that lacks every section."""
    end = period.end_of(identity.period)
    ask = asked(form, columns.specs(form, end, places_of(identity, roster)))
    sheets = [grid for grid in grids if find_headers(form, grid)]
    chosen = next((grid for grid in sheets if key_row(form, grid)), sheets[0] if sheets else None)
    if chosen is None:
        missing = tuple(Note("missing-section", (), part.key, args={"label": part.named}) for part in form.sections)
        return Filing(source, identity, notes=missing)
    blocks, records, rows, notes = read_table(chosen, ask)
    notes += tuple(_beside(grid, chosen, ask) for grid in sheets if grid is not chosen)
    notes = tuple(note for note in notes if note.args.get("rows") != "0")
    source = replace(source, sheet=chosen.name)
    return Filing(source, identity, blocks, records, rows, _zero(chosen), notes, outside(form, chosen))


def _beside(grid: Grid, chosen: Grid, ask: Asked) -> Note:
    """Another sheet with the form's header: how many records stand there and are not counted."""
    records = read_table(grid, ask)[1]
    args = {"rows": str(len(records)), "sheet": chosen.name}
    place = Place(grid.name, records[0].cells[0] or f"A{records[0].row}") if records else Place(grid.name, "A1")
    return Note("second-sheet" if grid.visible else "hidden-sheet", (place,), value=grid.name, args=args)


def places_of(identity: Identity, roster: Roster | None) -> tuple[Unit, ...]:
    """Units the rows may name: from the roster if there is one, else those the workbook itself carries."""
    if roster and identity.unit in roster.units:
        sent = {step.level: step.name for step in identity.path}
        return tuple(_also(unit, sent) for unit in roster.limited(identity.unit).units.values())
    return units_of(identity.path)


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
