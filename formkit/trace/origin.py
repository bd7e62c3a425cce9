"""Where a number of a roll-up comes from: its meaning, the same counted once more, its parts by unit, and the cells themselves."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import field
from functools import partial

from formkit.cells import a1, column_of
from formkit.container import SECTION
from formkit.filing import Record, Step
from formkit.merge import Part
from formkit.model import Column, Form
from formkit.read.grid import Grid
from formkit.read.rollup import Opened
from formkit.trace.lists import Listed, entry, listed
from formkit.trace.moved import STOCK, Earlier, Line, earlier_of, lines_of, stock_shares
from formkit.trace.recount import REPORTED, STATED, Number, Share, only_stated, recount, shares_of, within
from formkit.trace.terms import Term, terms_of
from formkit.trace.totals import Stood, agrees, expected_of
from formkit.values import dataclass

_CELL = re.compile(r"^(?:(?:'((?:[^']|'')+)'|([^'!！]+))[!！.])?\$?([A-Za-z]{1,3})\$?([1-9][0-9]{0,6})$")
_TOP = 10


class TraceError(Exception):
    """No number of a roll-up stands there: the code of the sentence."""

    def __init__(self, code: str, cell: str) -> None:
        super().__init__(code)
        self.code, self.cell = code, cell


@dataclass(frozen=True, slots=True)
class Counted:
    """A number of a summary. ``expected`` is None where nothing can say it; ``agrees`` None then as well.

    ``stated`` says that it is only held against what was written. ``parts`` are the filings it is over, each with what it adds
    (None where it is no sum); ``shares`` the cells. A flow has the ``lines`` of 变动明细, a stock at the beginning and a number of
    another period the ``earlier`` filings, a count what another sheet has ``listed``, a number worked out from others these as
    ``terms``, one that stands in a list its ``entry``.
    """

    stood: Stood
    unit: Step
    column: Column | None
    expected: Number | None
    agrees: bool | None
    parts: tuple[tuple[Part, Number | None], ...]
    shares: tuple[Share, ...]
    stated: bool
    lines: tuple[Line, ...] = ()
    earlier: tuple[Earlier, ...] = ()
    listed: tuple[Listed, ...] = ()
    terms: tuple[Term, ...] = ()
    entry: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Copied:
    """A cell of the detail: the filing, the row and the column it was copied from; no column where the cell is the roll-up's own."""

    sheet: str
    cell: str
    part: Part
    record: Record
    place: int | None


def trace(opened: Opened, cell: str) -> Counted | Copied:
    """What stands at a place such as ``汇总!C12``, ``汇总.C12``, ``'分村汇总'!F9`` or ``C12`` (on the first sheet that shows).

    Raises TraceError where the text is no place, the workbook has no such sheet, or no number of formkit's stands there.
    """
    grid, row, column = _placed(opened.grids, cell)
    name = a1(row, column)
    stood = next((each for each in opened.numbers if (each.sheet, each.cell) == (grid.name, name)), None)
    if stood:
        return counted(opened, stood)
    found = _copied(opened, grid, row, column)
    if found is None:
        raise TraceError("trace-no-number", f"{grid.name}!{name}")
    return found


def _placed(grids: Sequence[Grid], cell: str) -> tuple[Grid, int, int]:
    said = _CELL.match(cell.strip())
    if not said:
        raise TraceError("trace-no-place", cell)
    wanted = (said[1] or "").replace("''", "'") or said[2]
    shown = [grid for grid in grids if grid.visible]
    grid = next((grid for grid in shown if not wanted or grid.name.casefold() == wanted.strip().casefold()), None)
    if grid is None:
        raise TraceError("trace-no-sheet", cell)
    return grid, int(said[4]), column_of(said[3].upper())


def counted(opened: Opened, stood: Stood) -> Counted:
    """A number with all that it comes from."""
    form, parts, meaning = opened.form, opened.read.parts, stood.meaning
    own = within(parts, meaning.unit)
    steps = {step.code: step for part in parts for step in part.path}
    unit = steps.get(meaning.unit) or (Step("", meaning.unit, "") if meaning.unit.strip("-") else opened.read.unit)
    standing = stock_shares(opened, meaning)
    shares = standing or (() if only_stated(meaning) else tuple(shares_of(form, parts, meaning)))
    counts = not opened.read.edited if standing is not None else bool(shares) and not stood.stated
    if counts:  # the rows say it themselves
        expected: Number | None = sum(share.amount for share in shares)
        stated = False
    else:
        expected, stated = expected_of(stood, partial(recount, form, parts)), bool(stood.stated)
    same = None if expected is None else not stood.error and agrees(stood.value, expected)
    column = form.column(meaning.key) if meaning.key in form.places else None
    more = lines_of(opened, meaning), earlier_of(opened, meaning), listed(opened, meaning), terms_of(opened, stood), entry(opened, stood)
    return Counted(stood, unit, column, expected, same, _by_part(own, stood, shares), shares, stated, *more)


def _by_part(parts: Sequence[Part], stood: Stood, shares: Sequence[Share]) -> tuple[tuple[Part, Number | None], ...]:
    """What each filing adds; a person who was counted in another already adds nothing to ``distinct``."""
    if (stood.meaning.kind in STATED and not shares) or stood.meaning.period:
        return ()
    if stood.meaning.kind in ("received", "zero"):
        return tuple((part, int(stood.meaning.kind == "received" or part.state == "zero")) for part in parts)
    amounts: dict[str, Number] = {}
    for share in shares:
        amounts[share.part.unit] = amounts.get(share.part.unit, 0) + share.amount
    return tuple((part, amounts.get(part.unit, 0)) for part in parts)


def _copied(opened: Opened, grid: Grid, row: int, column: int) -> Copied | None:
    """The source of a cell on a detail sheet; None where there is no row of a filing that counts."""
    keys = next((line for line in grid.rows[:_TOP] if any(isinstance(v, str) and v.startswith(SECTION) for v in line)), None)
    if keys is None or column >= len(keys):
        return None
    places = {value: place for place, value in enumerate(keys) if isinstance(value, str)}
    if "_unit" not in places or "_index" not in places:
        return None
    unit, index = grid.value(row, places["_unit"]), grid.value(row, places["_index"])
    part = next((part for part in opened.read.parts if part.unit == _text(unit)), None)
    if part is None or not isinstance(index, int | float) or not 0 < index <= len(part.records):
        return None
    return Copied(grid.name, a1(row, column), part, part.records[int(index) - 1], opened.form.places.get(str(keys[column])))


def _text(value: object) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def source_cell(record: Record, place: int | None) -> str:
    """The cell of the sent file: that of a column where it is known, else the row's first."""
    return (record.cells[place] if place is not None else "") or f"A{record.row}"


def how(form: Form, stood: Stood) -> str:
    """The code of the sentence that says how a number is counted."""
    kind, grain, key = stood.meaning.kind, form.record.grain, stood.meaning.key.partition(".")[0]
    if stood.meaning.period and kind in (*STATED, *REPORTED):
        return "how-earlier"
    if kind in ("flow", "stated") and not stood.meaning.period and key in ("opening", *STOCK):
        return "how-flow-opening" if key == "opening" else "how-flow-stock"
    if kind in ("count", "sum", "value"):
        return f"how-{kind}-{'household' if form.column(stood.meaning.key).per == 'household' else 'row'}"
    return f"how-{kind}-sizes" if kind in ("persons", "distinct") and grain == "household" else f"how-{kind}"
