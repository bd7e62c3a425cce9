"""Rows poured into sheets that were written with a gap for them: made one after the other, and never held.

The spreadsheet writer keeps every cell as a value until a workbook is closed, and then every sheet as one text. A county's detail
would be a thousand times as much as all its other sheets.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from formkit.write.styles import GAP, Book

_TEXTS = "xl/sharedStrings.xml"
_COUNTS = re.compile(rb'count="[0-9]+" uniqueCount="[0-9]+"')
_SHARED = 100_000
"""Texts that rows share: clients open these faster, but all of them are held until the end."""
_ESCAPED = re.compile("(_x[0-9a-fA-F]{4}_)")


def poured(data: bytes, book: Book) -> bytes:
    """The bytes of a workbook with the rows that belong in the gaps of its sheets; equal input gives equal bytes."""
    if not book.poured:
        return data
    target = io.BytesIO()
    with ZipFile(io.BytesIO(data)) as written, ZipFile(target, "w", ZIP_DEFLATED) as made:
        parts = sorted(written.infolist(), key=lambda each: each.filename == _TEXTS)  # rows say which texts there are
        for each in parts:
            above, _, below = written.read(each).partition(GAP.encode() if each.filename != _TEXTS else b"</sst>")
            between: Iterable[str] = book.poured.get(each.filename, ())
            if each.filename == _TEXTS:
                unique = book.workbook.str_table.unique_count + len(book.texts)
                above, between, below = _COUNTS.sub(b'uniqueCount="%d"' % unique, above, 1), _items(book), b"</sst>"
            part = ZipInfo(each.filename, each.date_time)
            part.compress_type = ZIP_DEFLATED
            with made.open(part, "w") as sheet:
                sheet.write(above)
                for text in between:
                    sheet.write(text.encode())
                sheet.write(below)
    return target.getvalue()


def _items(book: Book) -> Iterable[str]:
    return (f"<si>{_text(said)}</si>" for said in book.texts)


def in_cell(book: Book, said: str, *, once: bool) -> str:
    """The rest of the start tag of a poured cell and the text in it; ``once``: it hardly comes again, and stands in the cell itself.

    To be asked while rows are poured, when all other texts are known.
    """
    if not once and (said in book.texts or len(book.texts) < _SHARED):
        return f't="s"><v>{book.workbook.str_table.unique_count + book.texts.setdefault(said, len(book.texts))}</v>'
    return f't="inlineStr"><is>{_text(said)}</is>'


def _text(said: str) -> str:
    """A text, blanks at its ends kept; what looks like one of Excel's own escapes is escaped."""
    if said.isalnum():      # nothing in it to escape, as in most that stand in a cell of their own: numbers and names
        return f"<t>{said}</t>"
    said = _ESCAPED.sub(r"_x005F\1", said)
    space = ' xml:space="preserve"' if said[0].isspace() or said[-1].isspace() else ""
    return f"<t{space}>{data_in(said)}</t>"


def data_in(said: str) -> str:
    """A text as it stands between tags."""
    return said.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
