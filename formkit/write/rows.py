"""The entry rows of a section as the text of the sheet's part: what they have in common is put together once.

A row is a text with gaps for its number and what stands in it. The spreadsheet writer keeps an object a cell and writes each by
itself, which took most of the time of a workbook. Formulas that Excel takes as shared ones stand in full in the first row only.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

from formkit.types import Raw
from formkit.values import dataclass
from formkit.write.frame import ABOVE, ROW
from formkit.write.issue import Entry
from formkit.write.styles import TALLEST, lines_in

HEIGHT = 21.0
SAID_WIDTH = 30
LONGEST_TEXT = 32767
EARLIEST = date(1900, 3, 1)
_EPOCH = datetime(1899, 12, 30)
NOTE, VERDICT, NUMBER = "\x03", "\x04", "\x05"
"""Stand for what 核实说明 and 校验结果 say, and for the number of the row in its section, until a row is written."""


@dataclass(frozen=True, slots=True)
class Grid:
    """What the entry rows of a section have in common.

    ``cells`` are the beginnings of the form's cells, with the number of the row open; ``empty`` is all of them in a row with nothing
    in it. ``leading`` is what stands beside the form in the first row, ``beside`` the same in those below. ``wrapped`` are the
    columns whose text wraps, with their widths; ``numbered`` those that hold the number of the row.
    """

    first: int
    last: int
    cells: tuple[str, ...]
    empty: str
    leading: str
    beside: str
    wrapped: tuple[tuple[int, float], ...]
    numbered: tuple[int, ...]


def rows_text(
    grid: Grid, entries: Sequence[Entry], index: Callable[[str], int], looks: Callable[[Entry], Mapping[int, str]]
) -> str:
    """All entry rows of a section. ``index`` is the place of a text among those of the workbook; ``looks`` are the beginnings of
    those cells of an entry that look otherwise than their column.
    """
    memory: dict[Raw, str] = {None: "/>", "": "/>"}
    written = []
    silent = f' t="s"><v>{index("")}</v></c>' if VERDICT in grid.beside else ""
    beside, above = (_said(text, "/>", silent) for text in (grid.beside, grid.leading))
    blank = grid.empty + beside
    plain = ABOVE not in blank and NUMBER not in blank
    for place, row in enumerate(range(grid.first, grid.last + 1)):
        text, points = beside if place else above, "21"
        if place < len(entries):
            entry = entries[place]
            if entry.explanation or entry.verdict:
                said = _string(entry.verdict, index) if silent else ""
                text = _said(grid.beside if place else grid.leading, text_in(entry.explanation, index), said)
            text = _cells(grid, entry, index, looks(entry), memory) + text
            points = height(grid, entry)
        else:
            text = grid.empty + text
        numbered = text.replace(ROW, str(row)) if place and plain else _at(text, row, place)
        written.append(f'<row r="{row}" ht="{points}">{numbered}</row>')
    return "".join(written)


def _said(beside: str, note: str, verdict: str) -> str:
    return beside.replace(NOTE, note).replace(VERDICT, verdict)


def _at(text: str, row: int, place: int) -> str:
    return text.replace(ROW, str(row)).replace(ABOVE, str(row - 1)).replace(NUMBER, str(place + 1))


def _cells(grid: Grid, entry: Entry, index: Callable[[str], int], looks: Mapping[int, str], memory: dict[Raw, str]) -> str:
    """The cells of the form in a filled row, their row still open; ``memory`` holds how each text is written."""
    begun = [looks.get(column, cell) for column, cell in enumerate(grid.cells)] if looks else grid.cells
    written = memory.get
    # No other value equals a text, so asking for it first costs a number nothing but the question.
    cells = [start + (written(value) or _cell(value, index, memory)) for start, value in zip(begun, entry.values, strict=True)]
    for column in grid.numbered:
        cells[column] = f"{begun[column]}><v>{NUMBER}</v></c>"
    return "".join(cells)


def _cell(value: Raw, index: Callable[[str], int], memory: dict[Raw, str]) -> str:
    if isinstance(value, str):
        return memory.setdefault(value, _string(value, index))
    return _value(value, index)


def text_in(said: str, index: Callable[[str], int]) -> str:
    """The rest of a cell that holds a text, or nothing; ``index`` is the place of a text among those of the workbook."""
    return _string(said, index) if said else "/>"


def _string(said: str, index: Callable[[str], int]) -> str:
    return f' t="s"><v>{index(said if len(said) < LONGEST_TEXT // 2 else fitting(said))}</v></c>'


def _value(value: Raw, index: Callable[[str], int]) -> str:
    """A value as it was given: never as a formula or a link, and never changed."""
    stands = kept(value)
    if isinstance(stands, str):
        return _string(stands, index)
    return f' t="b"><v>{stands:d}</v></c>' if stands.__class__ is bool else f"><v>{stands:.16G}</v></c>"


def kept(value: Raw) -> str | float | bool:
    """What a cell keeps of a value: a date as its number, and what is no number or date of a spreadsheet as a text."""
    if isinstance(value, bool):
        return value
    if isinstance(value, date) and day_of(value) >= EARLIEST and getattr(value, "tzinfo", None) is None:
        return serial(value)
    if isinstance(value, int | float | Decimal) and abs(float(value)) < 1e308:
        return float(value)
    return str(value)


def fitting(said: str) -> str:
    """As much of a text as a cell holds, which counts in UTF-16."""
    return said.encode("utf-16-le", "surrogatepass")[: 2 * LONGEST_TEXT].decode("utf-16-le", "ignore")


def serial(value: date) -> float:
    """A date as the number a cell holds."""
    moment = value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)
    passed = moment - _EPOCH
    return passed.days + (passed.seconds + passed.microseconds / 1e6) / 86400


def day_of(value: date) -> date:
    """The day of a date that may carry a time."""
    return value.date() if isinstance(value, datetime) else value


def height(grid: Grid, entry: Entry) -> str:
    """Points enough for the longest text, in whole pixels as a spreadsheet keeps them; rows grow by themselves as they are filled."""
    lines = max(_lines(entry.verdict, 2 * SAID_WIDTH), _lines(entry.explanation, SAID_WIDTH))
    for column, width in grid.wrapped:
        if isinstance(said := entry.values[column], str):
            lines = max(lines, _lines(said, width))
    for said in [each for each in entry.values if each.__class__ is str and "\n" in each]:
        lines = max(lines, said.count("\n") + 1)
    return points(min(max(HEIGHT, 4 + 13.5 * lines), TALLEST))


def _lines(said: str, width: float) -> int:
    return 1 if 2 * len(said) < width - 1 and "\n" not in said else lines_in(said, width)


@lru_cache(64)
def points(height: float) -> str:
    """A height in whole pixels, as a row has it."""
    return f"{int(height * 4 / 3 + 0.5) * 0.75:.16g}"
