"""Bytes to pages: what stands in each cell of a blank form and how it is drawn. The one module that uses openpyxl."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field, replace
from datetime import date, datetime
from itertools import groupby
from operator import itemgetter
from typing import Any

import openpyxl

from formkit.cells import column_of
from formkit.draft.raw import LARGEST, DraftError, Span, Validation, areas, look
from formkit.gate import Verdict
from formkit.values import dataclass

Cell = tuple[int, int]
"""Row from 1, column from 0."""
# Either XML parser that openpyxl may use calls broken XML a SyntaxError.
_BROKEN = (
    SyntaxError, zipfile.BadZipFile, ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError, EOFError,
)  # fmt: skip
_RANGE = re.compile(
    r"^=?(?:(?:'((?:[^']|'')+)'|([^'!\[\](),\"]+))!)?"
    r"(\$?[A-Z]{1,3}\$?\d+(?::\$?[A-Z]{1,3}\$?\d+)?|\$?[A-Z]{1,3}:\$?[A-Z]{1,3})$"
)
_PAPERS = {"8": "A3", "9": "A4"}
MOST = 500
"""Values a dropdown may have to be taken over as a code list."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A validation with the values of its dropdown; None where they could not be found."""

    validation: Validation
    values: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """One visible sheet: texts of its cells, merges by their first cell, and how it looks and prints.

    ``rows`` holds the places of the texts by row; ``edged`` are the cells of a drawn table;
    ``sizes`` the sizes of letters; ``printed`` is the print area.
    """

    name: str
    cells: Mapping[Cell, str]
    rows: Mapping[int, tuple[Cell, ...]] = field(default_factory=dict)
    merges: Mapping[Cell, Cell] = field(default_factory=dict)
    under: Mapping[Cell, Cell] = field(default_factory=dict)
    edged: frozenset[Cell] = frozenset()
    formats: Mapping[Cell, str] = field(default_factory=dict)
    sizes: Mapping[Cell, float] = field(default_factory=dict)
    widths: Mapping[int, float] = field(default_factory=dict)
    hints: Mapping[Cell, str] = field(default_factory=dict)
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    size: str = "A4"
    orientation: str = "portrait"
    printed: Span | None = None
    choices: tuple[Choice, ...] = ()

    @property
    def last_row(self) -> int:
        """Last row with a text or a border."""
        return max((row for row, _ in (*self.cells, *self.edged)), default=0)

    def owner(self, row: int, column: int) -> Cell:
        """The cell that a place shows: the first of its merge, or itself."""
        return self.under.get((row, column), (row, column))

    def text(self, row: int, column: int) -> str:
        """What is seen at a place."""
        return self.cells.get(self.owner(row, column), "")

    def line(self, row: int) -> tuple[Cell, ...]:
        """The cells with a text that begin in a row, from the left."""
        return self.rows.get(row, ())


def by_row(cells: Iterable[Cell]) -> dict[int, tuple[Cell, ...]]:
    """Places by their row, from the left."""
    return {row: tuple(each) for row, each in groupby(sorted(cells), key=itemgetter(0))}


def read_pages(data: bytes, verdict: Verdict) -> tuple[Page, ...]:
    """The visible sheets of a workbook that the gate let through; DraftError with the one sentence that says why not."""
    if verdict.kind not in ("xlsx", "xlsm"):
        raise DraftError("draft-not-xlsx")
    package = look(data)
    try:
        with warnings.catch_warnings():
            # It warns of what it would lose on saving; nothing it opened is saved, and validations are read by ``look``.
            warnings.filterwarnings("ignore", category=UserWarning, module="openpyxl")
            book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
        pages = tuple(_page(book[name], book, package.validations.get(name, ()), package.names)
                      for name in book.sheetnames if _is_seen(book[name]))  # fmt: skip
    except _BROKEN:
        raise DraftError("draft-unreadable") from None
    if not any(page.cells for page in pages) and any(sheet.cells for sheet in verdict.sheets):
        raise DraftError("draft-unreadable")
    return pages


def _is_seen(sheet: Any) -> bool:
    return getattr(sheet, "sheet_state", "") == "visible" and hasattr(sheet, "merged_cells")


def _page(sheet: Any, book: Any, validations: Iterable[Validation], names: Mapping[str, str]) -> Page:
    merges = {(span.min_row, span.min_col - 1): (span.max_row, span.max_col - 1) for span in sheet.merged_cells.ranges}
    under = {
        (row, column): first
        for first, last in merges.items()
        for row in range(first[0], last[0] + 1)
        for column in range(first[1], last[1] + 1)
    }
    rows = frozenset(number for number, each in sheet.row_dimensions.items() if each.hidden)
    widths, columns = _columns(sheet)
    page = Page(
        sheet.title, {}, {}, merges, under, hidden_rows=rows, hidden_columns=columns, widths=widths,
        size=_PAPERS.get(str(sheet.page_setup.paperSize or 9), "A4"),
        orientation="landscape" if sheet.page_setup.orientation == "landscape" else "portrait",
        printed=_printed(sheet), choices=tuple(Choice(each, _values(each, sheet, book, names)) for each in validations),
    )  # fmt: skip
    return _filled(page, sheet)


def _filled(page: Page, sheet: Any) -> Page:
    """The page with its cells; hidden ones and those under a merge have no text."""
    cells: dict[Cell, str] = {}
    formats: dict[Cell, str] = {}
    sizes: dict[Cell, float] = {}
    hints: dict[Cell, str] = {}
    edged: set[Cell] = set()
    for cell in sheet._cells.values():  # those that are in the file: the box around them may hold millions
        place = (cell.row, cell.column - 1)
        if _edged(cell.border):
            edged.add(page.owner(*place))
        if page.owner(*place) != place or place[0] in page.hidden_rows or place[1] in page.hidden_columns:
            continue
        formats[place] = str(cell.number_format)
        if said := _said(cell.value):
            cells[place] = said
            sizes[place] = float(cell.font.sz or 11)
        if cell.comment is not None:
            hints[place] = str(cell.comment.text)
    whole = frozenset(spot for first in edged for spot in _spots(page, first))
    return replace(page, cells=cells, rows=by_row(cells), edged=whole, formats=formats, sizes=sizes, hints=hints)


def _edged(border: Any) -> bool:
    """Whether a cell is part of a table: a line below it alone is a place to sign."""
    left, right, top, bottom = (bool(side and side.style) for side in (border.left, border.right, border.top, border.bottom))
    return left or right or (top and bottom)


def _spots(page: Page, first: Cell) -> Iterator[Cell]:
    last = page.merges.get(first, first)
    yield from ((row, column) for row in range(first[0], last[0] + 1) for column in range(first[1], last[1] + 1))


def _said(value: object) -> str:
    if isinstance(value, datetime | date):
        return f"{value:%Y-%m-%d}"
    text = "" if value is None else str(value).replace("_x000D_", "").replace("\r", "")
    return text if text.strip() else ""


def _columns(sheet: Any) -> tuple[dict[int, float], frozenset[int]]:
    """Widths in characters, and hidden columns; one setting may stand for a run of columns."""
    widths: dict[int, float] = {}
    hidden: set[int] = set()
    for name, each in sheet.column_dimensions.items():
        first = (each.min or column_of(name) + 1) - 1
        for column in range(first, min(each.max or first + 1, first + 300)):
            if each.hidden:
                hidden.add(column)
            elif each.width:
                widths[column] = float(each.width)
    return widths, frozenset(hidden)


def _printed(sheet: Any) -> Span | None:
    """The print area where it is one area."""
    area = str(sheet.print_area or "").replace("$", "").rpartition("!")[2]
    found = tuple(areas(area))
    return found[0] if len(found) == 1 and "," not in area else None


def _values(validation: Validation, sheet: Any, book: Any, names: Mapping[str, str]) -> tuple[str, ...] | None:
    """The values of a dropdown: written out, from a range, or from a range with a name; None where none can be found."""
    formula = validation.first.strip()
    if validation.kind != "list" or not formula:
        return None
    if formula.startswith('"'):
        written = (part.strip() for part in formula.strip('"').split(","))
        return tuple(dict.fromkeys(part for part in written if part)) or None
    formula = names.get(formula.removeprefix("="), formula)
    found = _RANGE.match(formula)
    home = sheet.title if found and not (found[1] or found[2]) else ((found[1] or found[2]).replace("''", "'") if found else "")
    if not found or home not in book.sheetnames:
        return None
    values: dict[str, None] = {}
    for top, left, bottom, right in areas(found[3]):
        last = min(bottom, book[home].max_row)
        if (last - top) * (right - left + 1) > LARGEST:
            return None
        for line in book[home].iter_rows(top, last, left + 1, right + 1, values_only=True):
            values |= dict.fromkeys(said.strip() for value in line if (said := _said(value)))
    return tuple(values) if 0 < len(values) <= MOST else None
