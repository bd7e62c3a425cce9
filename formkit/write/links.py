"""Links in a roll-up: from a row of detail to the cell of the file it was read from, from a unit to its rows.

A file's name comes from outside. Where a link by it could lead elsewhere, or would carry a personal number, there is none; the
name stands there as text all the same.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import count
from typing import Any

from formkit import mask
from formkit.cells import letter
from formkit.container import legal
from formkit.write.phrase import LITERAL, quoted
from formkit.write.rollup_blocks import Page
from formkit.write.rollup_index import LINKS
from formkit.write.styles import Book, Sheet, put, style

BLUE = {"font_color": "#0563C1", "underline": 1}
# What a program may read as the end of a path, as an escape, or as another machine; no file name on Windows has most of them.
_UNFIT = re.compile(r"""[\x00-\x1f\x7f#%"<>|*?:\\^`{}\[\]]|^/|//""")
_QUICK = 5_000
"""Links on a sheet: with 25,000 of them LibreOffice took twice as long to open and save a workbook, with as many formulas 8 % longer."""
_LONGEST = 690
"""Characters: three times as many are the 2,079 that Excel takes (its specifications and limits), were each of them escaped."""


@lru_cache(1024)
def source_link(path: str, sheet: str = "", cell: str = "") -> str:
    """The link to a cell of a file; ``path`` leads there from the workbook's folder, with ``/``. "" where there is none.

    A member of an archive leads to the archive, a filing that came in a roll-up to the roll-up. Asked for each row of a file.
    """
    outer, inside, _ = path.partition("!/")
    if not outer or not _fit(outer) or _UNFIT.search(outer):
        return ""
    place = "#'" + sheet.replace("'", "''") + f"'!{cell}" if sheet and cell and not inside and _fit(sheet) else ""
    return f"external:{outer}{place}"


def _fit(name: str) -> bool:
    """Whether a name may stand in a link."""
    return len(name) <= _LONGEST and mask.text(name) == name and legal(name) == name


def link_sources(book: Book, sheet: Sheet, page: Page, column: int, first: int) -> bool:
    """Make the names of files in a column of the rows from ``first`` (from 1) on into links; False where there are too many."""
    if page.count > _QUICK:
        return False
    rows, name = count(first), letter(column)
    for run in page.runs:
        path = book.sources.get(run.part.sha256, "")
        for record, row in zip(run.records, rows, strict=False):
            if url := source_link(path, record.sheet, "A"):
                sheet.link(f"{name}{row}", url, str(record.row) if url.endswith("!A") else "")
    return True


def link_formula(url: str, said: str) -> str:
    """The same link as a formula that shows a text; "" where either is longer than a text in a formula may be."""
    target = url.removeprefix("external:")
    short = all(len(each.encode("utf-16-le")) <= 2 * LITERAL for each in (target, said))  # as Excel counts characters
    return f"HYPERLINK({quoted(target)},{quoted(said)})" if target and short else ""


def link_inside(book: Book, sheet: Sheet, row: int, column: int, text: str, target: str, **shape: Any) -> None:
    """A text (row from 1, column from 0) that leads to a place in the same workbook, e.g. ``'边缘户'!A7``, while links last."""
    if sheet.hlink_count >= LINKS:
        put(sheet.write_string, row - 1, column, text, style(book, **shape))
        return
    put(sheet.write_url, row - 1, column, f"internal:{target}", style(book, **{**shape, **BLUE}), text)
