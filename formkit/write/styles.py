"""How cells look, and the one place that asks whether the spreadsheet writer did what it was told."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import field
from functools import partial
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.url import Url
from xlsxwriter.worksheet import CellBlankTuple, CellFormulaTuple, CellNumberTuple, CellStringTuple, Worksheet

from formkit.cells import letter
from formkit.values import dataclass

SONG, HEI, TITLE, KAI = "宋体", "黑体", "方正小标宋简体", "楷体_GB2312"
TALLEST = 409.0
"""Points: Excel has no higher row (its specifications and limits)."""
FORMATS = 64_000
"""Cell formats a workbook takes (Excel specifications and limits: 65,490; 64,000 up to Excel 2010)."""
_FULL = re.compile("[\u2e80-\U0010ffff“”‘’…—·√×]")
GREY, PALE, RED, AMBER, GREEN = "#A6A6A6", "#FFF9D6", "#FFC7CE", "#FFE4B5", "#E2F0D9"


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook being written, the formats it already has by their properties, and lines about its numbers (``write.numbers``), and
    the way to each file it was made from, by SHA-256 (``write.links``).
    """

    workbook: Workbook
    formats: dict[tuple[tuple[str, Any], ...], Format] = field(default_factory=dict)
    numbers: list[tuple[str, str, tuple[int, ...], tuple[str, ...]]] = field(default_factory=list)
    sources: dict[str, str] = field(default_factory=dict)
    poured: dict[str, Iterable[bytes]] = field(default_factory=dict)
    texts: dict[str, int] = field(default_factory=dict)
    """The XML of rows by the part of the sheet they are poured into, and the texts they share (``write.pouring``)."""


TEXT_CELL = ' t="s">'
"""Stands in each cell that holds a text, and in no other place of a row: there > is escaped."""
GAP = "<!--rows-->"
"""Where a sheet's rows will be poured in; nothing else that is written has a comment in it."""
_LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
_QUICK = (CellStringTuple, CellNumberTuple, CellBlankTuple)


class Sheet(Worksheet):  # type: ignore[misc]
    """A worksheet that takes formulas as they are.

    The original looks for some 150 functions newer than Excel 2010 in each formula, which took nine tenths of
    the time; formkit uses none of them, and a test passes every formula through the original to see that.

    Whole rows may be given as text (``place_rows``), cells side by side as what makes them (``put_cells``), and so may conditional
    formats that go before all others (``marks``) and links to cells of the same workbook (``places``). No row is higher than Excel takes.
    """

    dim_rowmin: int
    dim_rowmax: int
    # Cells are named by numbers throughout; the originals look first whether a name like A1 stands there.
    write_string, write_number = Worksheet._write_string, Worksheet._write_number
    write_blank, write_formula = Worksheet._write_blank, Worksheet._write_formula

    def __init__(self) -> None:
        super().__init__()
        self.placed: dict[int, tuple[int, str]] = {}
        self.marks = self.places = ""
        self.formulas = 0
        self.top: int | None = None
        self.ways: dict[str, tuple[str, str, str]] = {}
        self.linked: list[str] = []
        self.targets: list[str] = []

    def number_of(self, text: str) -> int:
        """The place of a text among those of the workbook, to which it is added where it is new."""
        number: int = self.str_table._get_shared_string_index(text)
        self.str_table.count -= 1  # counted where it stands in a row
        return number

    def next_shared(self) -> int:
        """The number of the next shared formula of this sheet."""
        self.formulas += 1
        return self.formulas - 1

    def escaped(self, text: str) -> str:
        """A text as it stands in a part."""
        return str(self._escape_data(text))

    def place_rows(self, rows: tuple[int, int], last_column: int, text: str) -> None:
        """Rows (first and last, from 0) as text: their heights do not fix them, so that they grow with what is typed into them."""
        for row in rows:
            sure(-1 if self._check_dimensions(row, 0) or self._check_dimensions(row, last_column) else 0)
        self.placed[rows[0]] = rows[1], text
        self.str_table.count += text.count(TEXT_CELL)

    @property
    def part(self) -> str:
        """The sheet's part of the package."""
        return f"xl/worksheets/sheet{self.index + 1}.xml"

    def leave_gap(self, last: int, column: int) -> None:
        """Room below what is written so far, down to a row and a column (from 0), for rows that are poured in."""
        self.top = self.dim_rowmax
        sure(self._check_dimensions(last, column))

    def link(self, cell: str, url: str, more: str) -> None:
        """A link on a cell that is poured in, to a place that ends in ``more``; so many lead to one file that its way is taken apart
        once. A sheet has these, or others.
        """
        if url not in self.ways:
            way = Url(url)
            said = (f' location="{self._escape_attributes(way._anchor)}', '"') if way._anchor else ("", "")
            self.ways[url] = self._escape_attributes(way._target()), *said
        target, place, end = self.ways[url]
        self.rel_count += 1
        number = f"rId{self.rel_count}"
        self.linked.append(f'<hyperlink ref="{cell}" r:id="{number}"{place}{more}{end}/>')
        self.targets.append(f'<Relationship Id="{number}" Type="{_LINK}" Target="{target}" TargetMode="External"/>')

    def set_row(self, row: int, height: float | None = None, *more: Any) -> int:
        """The original, with a height that Excel takes."""
        result: int = super().set_row(row, min(height, TALLEST) if height else height, *more)
        return result

    def put_cells(self, row: int, columns: tuple[int, int], made: partial[str]) -> None:
        """Cells side by side (first and last column), whose XML is made when that of the sheet is."""
        for column in columns:
            sure(self._check_dimensions(row, column))
        self.table[row][columns[0]] = made

    def _calculate_spans(self) -> None:
        """Nothing: which columns a row spans is optional (ECMA-376-1 §18.3.1.73), and nobody reads it."""
        self.row_spans: dict[int, str] = {}

    def _write_rows(self) -> None:
        """The original, with the rows that are text in between; for the rows of a gap it would look one by one."""
        first, last = self.dim_rowmin, self.dim_rowmax
        for start, (end, text) in sorted(self.placed.items()):
            self.dim_rowmax = start - 1
            super()._write_rows()
            self.fh.write(text)
            self.dim_rowmin = end + 1
        self.dim_rowmax = last if self.top is None else self.top
        super()._write_rows()
        self.dim_rowmin, self.dim_rowmax = first, last
        if self.top is not None:
            self.fh.write(GAP)

    def _write_conditional_formats(self) -> None:
        self.fh.write(self.marks)
        super()._write_conditional_formats()

    def _write_hyperlinks(self) -> None:
        super()._write_hyperlinks()
        self.fh.write(f"<hyperlinks>{''.join(self.linked)}</hyperlinks>" if self.linked else self.places)

    def _write_cell(self, row: int, col: int, cell: Any) -> None:
        """The original; the cells that there are most of without looking for what to escape in their addresses."""
        kind = cell.__class__
        if kind is partial:
            self.fh.write(cell())
            return
        live = kind is CellFormulaTuple and cell.value.__class__ is float
        if not (live or kind in _QUICK) or cell.format is None:
            super()._write_cell(row, col, cell)
            return
        start = f'<c r="{letter(col)}{row + 1}" s="{cell.format._get_xf_index()}"'
        if live:
            self.fh.write(f"{start}><f>{self._escape_data(cell.formula)}</f><v>{cell.value}</v></c>")
        elif kind is CellStringTuple:
            self.fh.write(f'{start} t="s"><v>{cell.string}</v></c>')
        else:
            self.fh.write(f"{start}/>" if kind is CellBlankTuple else f"{start}><v>{cell.number:.16G}</v></c>")

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:  # noqa: ARG002
        return formula.removeprefix("=")


def style(book: Book, **properties: Any) -> Format:
    """The format with these properties: 宋体 10, centred upright, unless they say otherwise."""
    key = tuple(sorted(properties.items()))
    if key not in book.formats:
        if len(book.formats) >= FORMATS:
            raise RuntimeError("more formats than Excel takes")
        base = {"font_name": SONG, "font_size": 10, "valign": "vcenter"}
        book.formats[key] = book.workbook.add_format({**base, **properties})
    return book.formats[key]


def sure(result: object) -> None:
    """Raise where the writer refused and would have left something out (it returns a negative number)."""
    if isinstance(result, int) and result < 0:
        raise RuntimeError(f"xlsxwriter refused: {result}")


def put(write: Callable[..., object], *args: Any) -> None:
    """Call a writing method and make sure of its result."""
    sure(write(*args))


def span(sheet: Sheet, area: tuple[int, int, int, int], text: str, form: Format) -> None:
    """Text over an area (first row from 1, first column from 0, last row, last column), merged where it is several cells."""
    top, left, bottom, right = area
    if (top, left) == (bottom, right):
        put(sheet.write_string, top - 1, left, text, form)
        return
    put(sheet.merge_range, top - 1, left, bottom - 1, right, "", form)
    put(sheet.write_string, top - 1, left, text, form)


def display_width(text: str) -> int:
    """Width in half-width characters: a Han character takes two."""
    return len(text) if text.isascii() else len(text) + len(_FULL.findall(text))


def lines_in(text: str, width: float) -> int:
    """How many lines a text takes in so many half-width characters, wrapped anywhere as Han text is."""
    room = max(2, int((width - 0.6) / 2)) * 2
    return sum([max(1, -(-display_width(part) // room)) for part in text.split("\n")])
