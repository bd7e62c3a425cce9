"""A plain list as a sheet: title, headings, filter, print set-up; and a workbook started and finished with care."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import lru_cache

from formkit.container import LIST, LIVE, SAID, legal
from formkit.values import dataclass
from formkit.words.ledgers import text
from formkit.write.pouring import Poured
from formkit.write.styles import HEI, TITLE, Book, Sheet, display_width, lines_in, put, span, style

CREATED = datetime(2020, 1, 1)
"""A fixed moment, so that equal input gives equal bytes."""
A3, A4 = 8, 9
PAPERS = {"A3": A3, "A4": A4}
LONGEST = 32_767
_UNIT = re.compile(r"[(（][^()（）]{1,2}[)）]$")
_PIECES = LIVE - SAID - 1


@dataclass(frozen=True, slots=True)
class Listing:
    """A list: its columns as heading and width, its rows, and what stands there when there are none."""

    name: str
    title: str
    columns: tuple[tuple[str, float], ...]
    rows: Sequence[Sequence[str | int]]
    empty: str
    lead: str = ""
    paper: int = A4


def workbook_of(title: str, fill: Callable[[Book], None]) -> bytes:
    """The bytes of a workbook that ``fill`` writes its sheets into; equal input gives equal bytes."""
    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    workbook = Poured(target, options)
    workbook.set_properties({"title": title, "created": CREATED})
    book = Book(workbook, poured=workbook.rows, texts=workbook.texts)
    fill(book)
    workbook.close()
    return target.getvalue()


def add_sheet(book: Book, name: str) -> Sheet:
    """A new worksheet."""
    sheet = book.workbook.add_worksheet(name, Sheet)
    assert isinstance(sheet, Sheet)
    return sheet


def write_listing(book: Book, listing: Listing) -> None:
    """One list on a sheet of its own; landscape, one page wide, headings on every page."""
    sheet = add_sheet(book, listing.name)
    last, top = len(listing.columns) - 1, 2 if listing.lead else 1
    width = sum(width for _, width in listing.columns)
    span(sheet, (1, 0, 1, last), listing.title, style(book, font_name=TITLE, font_size=18, bold=True, align="center"))
    put(sheet.set_row, 0, 34)
    if listing.lead:
        span(sheet, (2, 0, 2, last), listing.lead, style(book, font_size=11, text_wrap=True))
        put(sheet.set_row, 1, 8 + 15 * lines_in(listing.lead, width))
    head = style(book, font_name=HEI, border=1, align="center", text_wrap=True, bg_color="#F2F2F2")
    for column, (heading, wide) in enumerate(listing.columns):
        put(sheet.set_column, column, column, wide)
        put(sheet.write_string, top, column, heading, head)
    put(sheet.set_row, top, max(24.0, *(fitted(heading, wide) for heading, wide in listing.columns)))
    for row, line in enumerate(listing.rows, top + 1):
        _line(book, sheet, row, line, listing)
    if listing.rows:
        _count(book, listing, top + 2)
        put(sheet.autofilter, top, 0, top + len(listing.rows), last)
    else:
        span(sheet, (top + 2, 0, top + 2, last), listing.empty, style(book, border=1, align="center"))
        put(sheet.set_row, top + 1, 24)
    sheet.freeze_panes(top + 1, 0)
    put(sheet.repeat_rows, top)
    put(sheet.print_area, 0, 0, top + max(1, len(listing.rows)), last)
    page(sheet, listing.paper)


def _count(book: Book, listing: Listing, first: int) -> None:
    """The numbers down each column, however the list is sorted later: so many of each; 1..n where they number the rows."""
    for column, (heading, _) in enumerate(listing.columns):
        said = [value for line in listing.rows if isinstance(value := line[column], int)]
        if said:
            numbered = said == list(range(1, len(said) + 1))
            whole = f"1..{len(said)}" if numbered else " ".join(f"{value}*{count}" for value, count in Counter(said).items())
            pieces = tuple(whole[start : start + LONGEST] for start in range(0, len(whole), LONGEST))
            book.numbers.append((LIST, listing.name, (first, column, first + len(listing.rows) - 1), (heading, *pieces[:_PIECES])))


def _line(book: Book, sheet: Sheet, row: int, line: Sequence[str | int], listing: Listing) -> None:
    words = style(book, border=1, text_wrap=True, num_format="@")
    number = style(book, border=1, align="center")
    lines = 1
    for column, value in enumerate(line):
        if isinstance(value, int):
            put(sheet.write_number, row, column, value, number)
        elif value:
            put(sheet.write_string, row, column, legal(value[:LONGEST]), words)
            lines = max(lines, needed(value, listing.columns[column][1]))
        else:
            put(sheet.write_blank, row, column, None, words)
    put(sheet.set_row, row, 5 + 13.5 * lines)


@lru_cache(4096)
def needed(value: str, width: float) -> int:
    """Lines a text takes in a column; most are seen at once to take one."""
    return 1 if 2 * len(value) < width - 1 and "\n" not in value else lines_in(value, width)


def fitted(label: str, width: float) -> float:
    """Height in points at which a label of a header shows fully."""
    return 6 + 13.5 * (1 if display_width(label) <= width - 0.6 else lines_in(label, width))


def broken(label: str, width: float) -> str:
    """A label of a header with its final 户 or 人 in brackets on a line of its own where it takes several: a client may break within."""
    unit = _UNIT.search(label)
    return f"{label[: unit.start()]}\n{unit[0]}" if unit and unit.start() and display_width(label) > width - 0.6 else label


def page(sheet: Sheet, paper: int) -> None:
    """Landscape, one page wide, as many pages long as it takes, numbered."""
    sheet.set_paper(paper)
    sheet.set_landscape()
    sheet.set_margins(left=0.5, right=0.5, top=0.7, bottom=0.7)
    sheet.center_horizontally()
    sheet.fit_to_pages(1, 0)
    sheet.set_footer(f'&C&"宋体,常规"&10{text("page")}')
