"""Rows poured into sheets that were written with a gap for them: made one after the other, and never held.

The spreadsheet writer keeps every cell as a value until a workbook is closed, and then every sheet as one text. A county's detail
would be a thousand times as much as all its other sheets.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from xlsxwriter import Workbook
from xlsxwriter.packager import Packager

from formkit.write.styles import GAP, Book

_TEXTS = "xl/sharedStrings.xml"
_COUNTS = re.compile(r'count="[0-9]+" uniqueCount="[0-9]+"')
_SHARED = 100_000
"""Texts that rows share: clients open these faster, but all of them are held until the end."""
_LEVEL = 2
"""How hard the parts are packed. A township of 1,500 people takes 11 ms and 360 KB, at the usual level 6 41 ms and 297 KB, and one in
sixteen of all that merging costs. Level 1 saves no time. Spreadsheet programs themselves save at their fastest.
"""
_TARGETS = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
)
_ESCAPED = re.compile("_(?=x[0-9a-fA-F]{4}_)")     # two of them may share an underscore


class Unpacked(Packager):  # type: ignore[misc]
    """The spreadsheet writer's packager: it hands its parts to a list, and leaves nothing to pack."""

    def __init__(self, parts: list[tuple[str, io.StringIO]]) -> None:
        super().__init__()
        self.parts = parts

    def _create_package(self) -> Iterable[object]:
        self.parts += [(name, text) for text, name, _ in super()._create_package()]
        return ()

    def _write_worksheet_rels_files(self) -> None:
        super()._write_worksheet_rels_files()
        for sheet in self.workbook.worksheets():
            if sheet.targets:
                part = self._filename(f"xl/worksheets/_rels/sheet{sheet.index + 1}.xml.rels")
                part.write("".join((_TARGETS, *sheet.targets, "</Relationships>")))


class Poured(Workbook):  # type: ignore[misc]
    """A workbook whose parts are packed once, with ``rows`` in the gaps of its sheets, by part, and ``texts`` that rows share."""

    filename: Any

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.parts: list[tuple[str, io.StringIO]] = []
        self.rows: dict[str, Iterable[bytes]] = {}
        self.texts: dict[str, int] = {}

    def _get_packager(self) -> Packager:
        return Unpacked(self.parts)

    def _store_workbook(self) -> None:
        target, self.filename = self.filename, io.BytesIO()
        super()._store_workbook()
        self.filename = target
        self.parts.sort(key=lambda part: part[0] == _TEXTS)  # rows say which texts there are
        with ZipFile(target, "w", ZIP_DEFLATED, compresslevel=_LEVEL) as made:
            for name, text in self.parts:
                with made.open(name, "w") as part:
                    for piece in self._pieces(name, text.getvalue()):
                        part.write(piece)

    def _pieces(self, name: str, text: str) -> Iterator[bytes]:
        """A part with what is poured into it."""
        if name == _TEXTS and self.rows:
            above, end, _ = text.partition("</sst>")
            yield _COUNTS.sub(f'uniqueCount="{self.str_table.unique_count + len(self.texts)}"', above, 1).encode()
            yield from (f"<si>{_text(said)}</si>".encode() for said in self.texts)
            yield end.encode()
            return
        above, _, below = text.partition(GAP)
        yield above.encode()
        yield from self.rows.get(name, ())
        yield below.encode()


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
    said = _ESCAPED.sub("_x005F_", said)
    space = ' xml:space="preserve"' if said[0].isspace() or said[-1].isspace() else ""
    return f"<t{space}>{data_in(said)}</t>"


def data_in(said: str) -> str:
    """A text as it stands between tags."""
    return said.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
