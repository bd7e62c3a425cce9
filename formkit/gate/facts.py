"""What the gate says of a file, the limits it holds, and how a pass over the bytes is stopped.

Limits are read at call time, so that a test or an office can set them. They are set for a county's largest
honest file (100,000 rows of 60 columns); every one bounds what was actually met, never what a file declares.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from datetime import date
from types import MappingProxyType
from typing import Literal

from formkit.values import dataclass

RAW_LIMIT = 50_000_000          # bytes of the file itself
INFLATED_LIMIT = 400_000_000    # bytes of all members of a package together, as inflated
SMALL_PART_LIMIT = 16_000_000   # bytes of a part that is read whole (workbook.xml, relations, properties)
ENTRY_LIMIT = 10_000            # members of a package
CELL_LIMIT = 8_000_000          # cells with content in one file
ELEMENT_LIMIT = 20_000_000      # XML elements, or binary records, in one file: bounds the time
DEPTH_LIMIT = 100               # nesting of XML elements
GRID_ROWS = 1_048_576
GRID_COLUMNS = 16_384
AREA_LIMIT = 20_000_000         # A1 to the last cell with content: the readers allocate this box
MERGE_LIMIT = 2_000_000         # merged ranges of one sheet

Kind = Literal[
    "xlsx", "xlsm", "xlsb", "xls", "ods", "csv", "html", "spreadsheetml", "xml", "text", "biff", "ole", "zip", "word",
    "presentation", "message", "pdf", "image", "rar", "archive", "shortcut", "empty", "unknown",
]
Outcome = Literal["refused", "encrypted", "unreadable", "not-a-filing"]
State = Literal["visible", "hidden", "veryHidden"]
Merge = tuple[int, int, int, int]
Value = str | float | bool | int | date | None     # what stands in a cell; a whole number is that of a shared string
Values = tuple[Sequence[Value], ...]
COLUMN_BITS = 15                # a place is row << COLUMN_BITS | column, both from 1

NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class SheetFacts:
    """One worksheet as its XML states it, whatever ``<dimension>`` says.

    A cell counts when it has a formula, or a value or inline text of at least one character; a cell that is
    only formatted does not. ``last_row`` and ``last_column`` (1-based, 0 if none) are those of the counted
    cells. ``merges`` are (first row, first column, last row, last column), 1-based, as stated: one may be far
    larger than the used area. ``errors`` maps A1 to ``#N/A`` and the like. ``uncalculated`` are formulas
    without a cached value (``<v></v>`` is the cached empty text).
    ``linked`` are formulas that look into another workbook; ``fonts`` maps A1 to the symbol font of a cell with content
    (in Wingdings 2 the letter R is a tick). ``extras`` counts what no copy carries, by name: comments, pictures, charts,
    links; struck and colours (xlsx and ods only: one of the client's own standard colours) count cells with content.
    ``filled`` are the places (see ``COLUMN_BITS``) that a reader has to give a value for, 8 bytes each, as they
    came: a cell stated twice is there twice, one in which two readers may see two values is in row 0. ``marks`` are the texts
    in 〔〕 of input prompts (xlsx only): what is left of a workbook whose cells were pasted into another.
    ``values`` (xlsx only) are the rows from the first to the last that the reader would give, each as wide as all, where it is
    certain which those are; ``filled`` is then not counted.
    """

    name: str
    state: State
    cells: int
    last_row: int
    last_column: int
    merges: tuple[Merge, ...]
    errors: Mapping[str, str]
    formulas: frozenset[str]
    uncalculated: tuple[str, ...]
    hidden_rows: frozenset[int]
    hidden_columns: frozenset[int]
    linked: frozenset[str] = frozenset()
    fonts: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    extras: Mapping[str, int] = field(default_factory=dict)
    filled: bytes = b""
    marks: frozenset[str] = frozenset()
    values: Values | None = field(default=None, compare=False, repr=False)


def renamed(sheet: SheetFacts, name: str, state: str | None) -> SheetFacts:
    """The facts under the name and state that the workbook gives."""
    known: State = "visible"
    if state == "hidden":
        known = "hidden"
    elif state == "veryHidden":
        known = "veryHidden"
    return replace(sheet, name=name, state=known)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a file really is; ``outcome`` None means that it may be opened.

    ``code`` ("" if fine) and ``args`` name the sentence in ``formkit.words``. ``sheets`` (in workbook order) are
    given for every workbook that may be opened (not for csv, html and spreadsheetml, whose reader is formkit's own and bounds itself);
    ``properties`` (text properties of docProps/custom.xml) for xlsx and xlsm; ``strings`` are the shared strings that ``values`` of
    its sheets name, None for an empty one.
    """

    kind: Kind
    outcome: Outcome | None
    code: str
    args: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    sheets: tuple[SheetFacts, ...] = ()
    properties: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    strings: tuple[str | None, ...] = field(default=(), compare=False, repr=False)


class StopError(ValueError):
    """A pass over the bytes ends here, with this outcome; it leaves neither the gate nor formkit's own readers of text."""

    def __init__(self, outcome: Outcome, code: str, **args: str) -> None:
        super().__init__(code)
        self.outcome: Outcome = outcome
        self.code = code
        self.detail: Mapping[str, str] = args


@dataclass(slots=True)
class Budget:
    """What one file may still cost; shared by all passes over its parts."""

    inflated: int = field(default_factory=lambda: INFLATED_LIMIT)
    elements: int = field(default_factory=lambda: ELEMENT_LIMIT)
    cells: int = field(default_factory=lambda: CELL_LIMIT)


def check_merges(covered: int, count: int, sheet: str, last: tuple[int, int]) -> None:
    """Refuse merges that together cover more than a sheet may use, or are too many: readers expand them."""
    if covered > AREA_LIMIT or count > MERGE_LIMIT:
        raise StopError("refused", "merge-overflow", sheet=sheet, rows=str(last[0]), columns=str(last[1]))


def check_area(rows: int, columns: int, sheet: str) -> None:
    """Refuse a box that a reader could not allocate: outside the grid, or over AREA_LIMIT cells."""
    if rows > GRID_ROWS or columns > GRID_COLUMNS or rows * columns > AREA_LIMIT:
        raise StopError("refused", "grid-overflow", sheet=sheet, rows=str(rows), columns=str(columns))
