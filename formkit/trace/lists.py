"""What another sheet of the workbook lists: the units of 应报名单 by their states, files left out, persons reported twice, jumps; and the
line that a number of such a list stands in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from formkit.cells import a1, split
from formkit.intake import GOOD
from formkit.read.grid import Grid
from formkit.read.rollup import Opened
from formkit.trace.recount import Meaning
from formkit.trace.totals import Stood
from formkit.values import dataclass
from formkit.words import say
from formkit.words.ledgers import text

JUMP = "change-jump"
_Row = Mapping[str, str]
_ROSTER = ("expected", "received", "zero", "late", "open")
"""What 应报名单 says of its units."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A line of the sheet that names what was counted: a unit, a file, a jump."""

    sheet: str
    cell: str
    name: str


def listed(opened: Opened, meaning: Meaning) -> tuple[Listed, ...]:
    """The lines of the sheet that names what was counted; none where the number counts nothing that is listed, or another period's."""
    key = meaning.key if meaning.kind == "listed" else meaning.kind
    if meaning.period:
        return ()
    if key in _ROSTER:
        return tuple(_units(opened, key, meaning.unit))
    if key == "pending":
        parts = [part for part in opened.read.parts if part.pending or part.accepted_by]
        return tuple(Listed(text("rollup-summary"), "", part.path[0].name) for part in parts)
    if key == "same":
        return tuple(_unchanged(opened.grids))
    if key == "jumps":
        return tuple(_jumps(opened.grids))
    sheets = {"twins": ("rollup-twins", "list-unit-name"), "excluded": ("rollup-excluded", "list-file")}
    sheet, column = (text(code) for code in sheets.get(key, ("", ""))) if key in sheets else ("", "")
    return tuple(Listed(sheet, cell, line[column]) for cell, line in rows_of(opened.grids, sheet, column) if line.get(column))


def _units(opened: Opened, key: str, unit: str) -> Iterator[Listed]:
    """The units of the roster of which that is so, at and below a unit."""
    code, name, above, state, late = (text(f"list-{each}") for each in ("unit", "unit-name", "township", "state", "late"))
    good = {say(f"state-{one}") for one in GOOD}
    tests: Mapping[str, Callable[[_Row], bool]] = {
        "received": lambda line: line.get(state) in good, "open": lambda line: line.get(state) not in good,
        "zero": lambda line: line.get(state) == say("state-zero"), "late": lambda line: line.get(late) == text("list-yes"),
    }  # fmt: skip
    counts = tests.get(key, bool)
    names = {step.code: step.name for part in opened.read.parts for step in part.path}
    everywhere = unit in ("", opened.read.unit.code)
    for cell, line in rows_of(opened.grids, text("rollup-roster"), name):
        if line.get(name) and (everywhere or line.get(code) == unit or line.get(above) == names.get(unit)) and counts(line):
            yield Listed(text("rollup-roster"), cell, line[name])


def _jumps(grids: Sequence[Grid]) -> Iterator[Listed]:
    """The lines of 变动明细 that say a number changed more than is ordinary."""
    sheet, unit, what = text("rollup-changes"), text("list-unit-name"), text("changes-what")
    for cell, line in rows_of(grids, sheet, unit):
        if line.get(text("changes-kind")) == text(JUMP):
            yield Listed(sheet, cell, " ".join(filter(None, (line.get(unit), line.get(text("list-name")), line.get(what)))))


def _unchanged(grids: Sequence[Grid]) -> Iterator[Listed]:
    """The rows of 变动表 (分村变动表, where it is there) that say a unit sent the same as before."""
    sheets = {grid.name: grid for grid in grids}
    grid, column = sheets.get(text("rollup-flow-units")), 1
    if grid is None:
        grid, column = sheets.get(text("rollup-flows")), 0
    for row, values in enumerate(grid.rows if grid else (), 1):
        if grid and text("flows-unchanged") in _text(values[-1] if values else ""):
            yield Listed(grid.name, a1(row, column), _text(grid.value(row, column)))


def entry(opened: Opened, stood: Stood) -> Mapping[str, str]:
    """The line of a list that a number stands in, by heading; nothing where it stands in none."""
    if stood.meaning.kind != "line":
        return {}
    row = split(stood.cell)[0]
    lines = rows_of(opened.grids, stood.sheet, stood.meaning.key)
    return next(({key: said for key, said in line.items() if key and said} for cell, line in lines if split(cell)[0] == row), {})


def rows_of(grids: Sequence[Grid], sheet: str, column: str) -> Iterator[tuple[str, Mapping[str, str]]]:
    """The lines of a listing below its header, by heading, each with the cell of one column."""
    grid = next((grid for grid in grids if grid.name == sheet), None)
    head: tuple[str, ...] = ()
    for row, values in enumerate(grid.rows if grid else (), 1):
        said = tuple(_text(value) for value in values)
        if not head:
            head = said if column in said and said[0] else ()
        else:
            yield a1(row, head.index(column)), dict(zip(head, said, strict=False))


def _text(value: object) -> str:
    return "" if value is None else str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
