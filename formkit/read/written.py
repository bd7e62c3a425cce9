"""A sheet that stands as text in a file: bounded by the gate's limits, and described as the gate describes others.

Every value is the text that stands there. Only what a spreadsheet writes for an error is an error here as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import field

from formkit.cells import a1
from formkit.gate.facts import Budget, Merge, SheetFacts, StopError, check_area, check_merges
from formkit.types import Raw
from formkit.values import dataclass

SHEET = "Sheet1"
_ERROR = re.compile(r"#(?:N/A|VALUE!|REF!|DIV/0!|NUM!|NAME\?|NULL!|SPILL!|CALC!)")

Lines = tuple[tuple[Raw, ...], ...]


@dataclass(slots=True)
class Written:
    """A sheet as it is being read; rows count from 1, columns from 0. ``rows`` are those that were put whole."""

    name: str = SHEET
    cells: dict[int, dict[int, Raw]] = field(default_factory=dict)
    rows: dict[int, tuple[Raw, ...]] = field(default_factory=dict)
    last_row: int = 0
    last_column: int = 0
    covered: int = 0
    merges: list[Merge] = field(default_factory=list)
    errors: dict[str, str] = field(default_factory=dict)
    formulas: list[str] = field(default_factory=list)
    uncalculated: list[str] = field(default_factory=list)
    linked: list[str] = field(default_factory=list)
    fonts: dict[str, str] = field(default_factory=dict)
    extras: dict[str, int] = field(default_factory=dict)
    hidden: bool = False
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)


def put(sheet: Written, row: int, column: int, value: Raw, budget: Budget) -> None:
    """Put a value into a cell; an empty text is an empty cell. Raises StopError at the gate's limits."""
    if value is None or value == "":
        return
    _count(sheet, row, column + 1, 1, budget)
    if isinstance(value, str) and _ERROR.fullmatch(value.strip()):
        sheet.errors[a1(row, column)] = value.strip()
        return
    sheet.cells.setdefault(row, {})[column] = value


def put_row(sheet: Written, row: int, values: Sequence[Raw], budget: Budget) -> None:
    """Put a row whole, which holds neither an error nor an empty text: a tenth of the room of cell by cell. Raises as ``put`` does."""
    filled = len(values) - values.count(None)
    if filled:
        last = next(place for place in range(len(values), 0, -1) if values[place - 1] is not None)
        _count(sheet, row, last, filled, budget)
        sheet.rows[row] = tuple(values)


def _count(sheet: Written, row: int, columns: int, cells: int, budget: Budget) -> None:
    sheet.last_row, sheet.last_column = max(sheet.last_row, row), max(sheet.last_column, columns)
    check_area(sheet.last_row, sheet.last_column, sheet.name)
    budget.cells -= cells
    if budget.cells < 0:
        raise StopError("refused", "too-many-cells", sheet=sheet.name, limit="")


def merge(sheet: Written, top: int, left: int, bottom: int, right: int) -> None:
    """Note a merge (rows from 1, columns from 0, both ends inclusive). Raises StopError where they cover too much."""
    sheet.covered += (bottom - top + 1) * (right - left + 1)
    sheet.merges.append((top, left + 1, bottom, right + 1))
    check_merges(sheet.covered, len(sheet.merges), sheet.name, (bottom, right + 1))


def add(sheet: Written, name: str) -> None:
    """Count one more of what no copy carries."""
    sheet.extras[name] = sheet.extras.get(name, 0) + 1


def finished(sheet: Written) -> tuple[SheetFacts, Lines]:
    """The sheet as facts and rows of values."""
    lines = tuple([_line(sheet, row) for row in range(1, sheet.last_row + 1)])
    whole = sum([len(line) - line.count(None) for line in sheet.rows.values()])
    count = whole + sum(map(len, sheet.cells.values())) + len(sheet.errors)
    facts = SheetFacts(
        sheet.name, "hidden" if sheet.hidden else "visible", count, sheet.last_row, sheet.last_column,
        tuple(sheet.merges), sheet.errors, frozenset(sheet.formulas), tuple(sheet.uncalculated),
        frozenset(row for row in sheet.hidden_rows if row <= sheet.last_row),
        frozenset(column for column in sheet.hidden_columns if column <= sheet.last_column),
        frozenset(sheet.linked), sheet.fonts, sheet.extras,
    )  # fmt: skip
    return facts, lines


def _line(sheet: Written, row: int) -> tuple[Raw, ...]:
    width, cells, whole = sheet.last_column, sheet.cells.get(row), sheet.rows.get(row, ())
    if cells:
        return tuple(map(cells.get, range(width)))
    return whole if len(whole) == width else (*whole[:width], *(None,) * (width - len(whole)))


def named(sheets: Iterable[Written]) -> None:
    """Give sheets of one name different ones: a finding names its sheet."""
    seen: set[str] = set()
    for number, sheet in enumerate(sheets, 1):
        if sheet.name in seen:
            sheet.name = f"{sheet.name}_{number}"
        seen.add(sheet.name)
