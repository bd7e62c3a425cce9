"""A roll-up workbook back to the parts it carries: what was edited by hand is left out and named.

Rows may have been sorted or filtered; each carries its unit and its number within the filing. A part counts only
if the digest of its rows is still the one that was written. The numbers on its other sheets are held against the parts.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from datetime import date, timedelta
from decimal import Decimal

from formkit import container, lock
from formkit.checks import written
from formkit.container import OWN, PARTS_SHEET, PROPERTY, SECTION
from formkit.filing import Record, Step
from formkit.merge import DISPUTED, Part, digest
from formkit.model import Column, Form
from formkit.read.grid import Grid, UnreadableError, read_grids
from formkit.read.numbers import read_numbers
from formkit.trace.totals import Misstated, Stood, misstated
from formkit.types import KINDS, Raw, Reading, Spec, characters
from formkit.types.reading import BLANK
from formkit.values import dataclass

_TOP = 10
_NUMBER = re.compile(r"^[0-9]{1,9}$")
_EPOCH = date(1899, 12, 30)


@dataclass(frozen=True, slots=True)
class RollupRead:
    """A roll-up as read. ``edited`` names what was changed by hand: units, or the place of a row that is no unit's.

    ``spoilt`` are the codes of those units, ``disputed`` stand for files of units that are in conflict. ``misstated`` are its
    numbers that are not what the parts say; they enter nothing.
    """

    unit: Step
    form: str
    period: str
    parts: tuple[Part, ...]
    edited: tuple[str, ...] = ()
    version: str = ""
    misstated: tuple[Misstated, ...] = ()
    disputed: tuple[Part, ...] = ()
    spoilt: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Opened:
    """A roll-up with its form, its sheets and its numbers as they stand there."""

    read: RollupRead
    form: Form
    grids: tuple[Grid, ...]
    numbers: tuple[Stood, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A detail row as read: its number within the filing, the record, whether its cells are of their kinds."""

    index: int
    record: Record
    intact: bool


@dataclass(slots=True)
class Found:
    """Detail rows by unit code, names of units met, the places of rows that name no unit, the sheet by section where rows stand in
    another order than they were written in, and the units whose rows are no longer what was written.
    """

    rows: dict[str, list[Row]] = field(default_factory=dict)
    moved: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    strays: list[str] = field(default_factory=list)
    spoilt: set[str] = field(default_factory=set)


def read_rollup(
    data: bytes, file: str, forms: Mapping[str, Form], passwords: Sequence[str] = ()
) -> RollupRead | None:
    """The parts of a roll-up workbook; None where the bytes are none, or one of a form that is not among these.

    Never raises for what is in the file.
    """
    opened = open_rollup(data, file, forms, passwords)
    return opened.read if opened else None


def open_rollup(data: bytes, file: str, forms: Mapping[str, Form], passwords: Sequence[str] = ()) -> Opened | None:
    """The same with what it was read from, for those who want to look further."""
    data, verdict = lock.inspected(data, file, passwords)
    if verdict.outcome:
        return None
    try:
        grids = read_grids(data, verdict)
    except UnreadableError:
        return None
    hidden = next((grid for grid in grids if grid.name == PARTS_SHEET), None)
    lines = [tuple(_text(value) for value in line) for line in hidden.rows] if hidden else []
    pairs = {line[0]: line[1] for line in lines[:2] if len(line) > 1}
    said = container.from_code(pairs.get(PROPERTY, "") or verdict.properties.get(PROPERTY, ""))
    if said is None or said[0] not in forms:
        return None
    form = forms[said[0]]
    found = Found()
    for grid in grids:
        _read_detail(form, grid, found)
    parts, edited, hurt = _parts(lines[2:], found)
    unit, numbers = _unit(pairs, said[2]), read_numbers(grids)
    names = {**found.names, unit.code: unit.name}
    disputed = tuple(part for part in parts if part.state == DISPUTED)
    parts = tuple(part for part in parts if part.state != DISPUTED)
    wrong = misstated(form, parts, numbers, hurt, found.moved, names) if hurt is not None else ()
    read = RollupRead(unit, said[0], said[3], parts, edited, said[1], wrong, disputed, frozenset(found.spoilt))
    return Opened(read, form, grids, numbers)


def _unit(pairs: Mapping[str, str], code: str) -> Step:
    try:
        return container.step_of(pairs.get(container.UNIT, ""))
    except ValueError:
        return Step("", code, "")


def _parts(
    lines: list[tuple[str, ...]], found: Found
) -> tuple[tuple[Part, ...], tuple[str, ...], frozenset[str] | None]:
    """The parts that are as they were written, the names of the others, and the codes of units that are without these.

    None for these where rows belong to nobody: no number can be held against anything then.
    """
    header = lines[0] if lines else ()
    parts: list[Part] = []
    edited: list[str] = []
    known: set[str] = set()
    hurt: set[str] = set()
    lost = bool(found.strays)
    for number, line in enumerate(lines[1:], 4):
        if not any(line):
            continue
        said = {key: line[place] if place < len(line) else "" for place, key in enumerate(header)}
        part = _part(said, found)
        if part is None:
            edited.append(f"{PARTS_SHEET}!{number}")
            lost = True
            continue
        if part.state == DISPUTED:
            parts.append(replace(part, records=()))
            continue
        known.add(part.unit)
        if digest(part) == said.get("digest") and _whole(found.rows.get(part.unit, [])):
            parts.append(part)
        else:
            edited.append(named(part.unit, part.path[0].name))
            found.spoilt.add(part.unit)
            hurt |= {"", *(step.code for step in part.path)}
    strange = [code for code in found.rows if code not in known]
    edited += [named(code, found.names[code]) for code in strange]
    found.spoilt.update(strange)
    return tuple(parts), (*edited, *found.strays), None if lost or strange else frozenset(hurt)


def named(code: str, name: str) -> str:
    """A unit as it is named to people: name and code."""
    return f"{name}（{code}）" if name else code


def _part(said: Mapping[str, str], found: Found) -> Part | None:
    try:
        part = container.part_of(said, ())
        rows = sorted(found.rows.get(part.unit, []), key=lambda row: row.index)
        return container.part_of(said, tuple(row.record for row in rows))
    except (ValueError, KeyError):
        return None


def _whole(rows: list[Row]) -> bool:
    """Whether every row is as it was written and none is there twice."""
    return all(row.intact for row in rows) and len({row.index for row in rows}) == len(rows)


def _read_detail(form: Form, grid: Grid, found: Found) -> None:
    """Every row of a detail sheet; nothing of a sheet that has no mark of a section."""
    for number, line in enumerate(grid.rows[:_TOP], 1):
        section = next((v.removeprefix(SECTION) for v in line if isinstance(v, str) and v.startswith(SECTION)), None)
        if section is None:
            continue
        places = {value: place for place, value in enumerate(line) if isinstance(value, str)}
        header = _header_end(grid, number, places)
        orders = [row[places["_number"]] for row in grid.rows[header:] if "_number" in places and places["_number"] < len(row)]
        numbered = [order for order in orders if isinstance(order, int | float)]
        if numbered != sorted(numbered):
            found.moved[section] = grid.name
        for row, values in enumerate(grid.rows[header:], header + 1):
            if any(_text(value) for value in values):
                _read_row(form, f"{grid.name}!{row}", section, _Values(values, places), found)
        return


def _header_end(grid: Grid, key_row: int, places: Mapping[str, int]) -> int:
    """The last row of the header: the one before the first that has a number within its filing."""
    place = places.get("_index", -1)
    rows = range(key_row + 1, len(grid.rows) + 1)
    first = next((row for row in rows if place >= 0 and isinstance(grid.value(row, place), int | float)), None)
    return first - 1 if first else len(grid.rows)


@dataclass(frozen=True, slots=True)
class _Values:
    """A row's raw values by the key of their column."""

    line: tuple[Raw, ...]
    places: Mapping[str, int]

    def raw(self, key: str) -> Raw:
        place = self.places.get(key)
        return self.line[place] if place is not None and place < len(self.line) else None


def _read_row(form: Form, where: str, section: str, values: _Values, found: Found) -> None:
    own = {key: _text(values.raw(key)) for key in OWN}
    unit = own["_unit"]
    if not unit:
        found.strays.append(where)
        return
    intact = _NUMBER.match(own["_index"]) is not None and _NUMBER.match(own["_row"]) is not None
    row = int(own["_row"]) if intact else 0
    troubles = container.problems_of(own["_problems"])
    pairs = [_reading(column, values.raw(column.key), troubles.get(column.key)) for column in form.leaves]
    readings = tuple(reading for reading, _ in pairs)
    raws = tuple(
        values.raw(column.key) if reading.problem else reading.value
        for column, reading in zip(form.leaves, readings, strict=True)
    )
    cells = container.cells_of(own["_cells"], row)
    record = Record(section, own["_sheet"], row, readings, raws, cells, own["_explanation"])
    whole = intact and all(same for _, same in pairs)
    found.rows.setdefault(unit, []).append(Row(int(own["_index"]) if intact else 0, record, whole))
    found.names.setdefault(unit, own["_unit_name"])


def _reading(column: Column, raw: Raw, trouble: tuple[str, str] | None) -> tuple[Reading, bool]:
    """A canonical value back, and whether the cell is what was written: of its kind, or the accepted problem."""
    if trouble:
        again = KINDS[column.type].read(raw, Spec(column))
        kept = again.value if again.problem == trouble[0] else None
        return Reading(kept, problem=trouble[0]), container.checksum(written(raw, column)) == trouble[1]
    kind = KINDS[column.type]
    if raw is None or kind.NUMBERED:
        return BLANK, True
    if kind.KIND == "number":
        return _number(raw, kind.DECIMALS)
    if kind.KIND == "date":
        if isinstance(raw, int | float) and not isinstance(raw, bool) and 0 < raw < 100_000:
            raw = _EPOCH + timedelta(days=int(raw))
        return (Reading(raw), True) if isinstance(raw, date) else (BLANK, False)
    return Reading(_text(raw)), not isinstance(raw, bool | date)


def _number(raw: Raw, decimals: int) -> tuple[Reading, bool]:
    """A number of so many decimals, exactly; anything else was not written there."""
    if isinstance(raw, bool) or not isinstance(raw, int | float) or raw != raw or abs(raw) > 1e15:
        return BLANK, False
    number = characters.decimal(raw)
    exact = number.quantize(Decimal(1).scaleb(-decimals))
    return Reading(exact if decimals else int(exact)), exact == number


def _text(value: Raw) -> str:
    if isinstance(value, float) and value == value and abs(value) < 1e15:
        return characters.number_text(value)
    return "" if value is None else str(value)

