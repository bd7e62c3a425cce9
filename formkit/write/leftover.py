"""未带入的行: what of a supplied table was not filled in, a line for each row and cell, with the reason."""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence

from formkit import mask
from formkit.values import dataclass
from formkit.words.ledgers import text
from formkit.write.listing import Listing, workbook_of, write_listing

NAME = "未带入的行.xlsx"
_HEADS = (
    ("left-form", 20), ("list-sheet", 14), ("list-row", 7), ("left-what", 11), ("left-cell", 9), ("left-column", 18), ("left-value", 24),
    ("list-why", 46),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Left:
    """A row that was not filled in, or one cell of it; what stands there, masked, and why."""

    sheet: str
    row: int
    cell: str
    column: str
    value: str
    why: str


def write_leftover(file: str, left: Mapping[str, Sequence[Left]]) -> bytes:
    """The list as bytes; ``left`` is by the title of the form. Equal input gives equal bytes."""
    rows = [
        (title, mask.text(one.sheet), one.row, text("left-a-cell" if one.cell else "left-a-row"), one.cell, one.column, one.value, one.why)
        for title, found in left.items()
        for one in found
    ]
    heads = tuple((text(code), width) for code, width in _HEADS)
    lead = text("left-lead", file=mask.text(file))
    listing = Listing(text("left-name"), text("left-title"), heads, rows, text("list-none"), lead)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return workbook_of(text("left-title"), lambda book: write_listing(book, listing))
