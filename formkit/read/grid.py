"""Bytes to sheets of raw values, each at its true row and column. The one module that uses the spreadsheet reader.

Where the gate is certain what the reader would give, the reader is not asked. Elsewhere the gate has counted the cells, and what the
reader gives is held against that count, place by place.
"""

from __future__ import annotations

import io
from array import array
from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from datetime import datetime, time, timedelta
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from formkit.cells import split
from formkit.gate import Kind, SheetFacts, Verdict
from formkit.gate.facts import COLUMN_BITS, NOTHING, StopError
from formkit.read.written import Lines
from formkit.types import Raw
from formkit.values import dataclass

Span = tuple[int, int, int, int]
_TEXTS = ("csv", "html", "spreadsheetml")


class UnreadableError(Exception):
    """The reader could not make sense of the bytes: the outcome, the code of the sentence and its arguments.

    It never says what stands in a cell.
    """

    def __init__(self, why: str, outcome: str = "unreadable", code: str = "file-unreadable", args: Mapping[str, str] = NOTHING):
        super().__init__(why)
        self.outcome, self.code, self.detail = outcome, code, args


@dataclass(frozen=True, slots=True)
class Grid:
    """A sheet: ``rows[r][c]`` is the raw value of row r + 1 and column c. Merges are 1-based, both ends inclusive.

    ``errors`` to ``extras`` are what the gate saw (``SheetFacts``); ``unread`` is how many cells with content the gate
    counted that the reader did not give; ``marks`` are those of its input prompts.
    """

    name: str
    visible: bool
    rows: tuple[tuple[Raw, ...], ...]
    merges: tuple[Span, ...] = ()
    errors: Mapping[str, str] = field(default_factory=dict)
    uncalculated: frozenset[str] = frozenset()
    formulas: frozenset[str] = frozenset()
    linked: frozenset[str] = frozenset()
    fonts: Mapping[str, str] = field(default_factory=dict)
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    extras: Mapping[str, int] = field(default_factory=dict)
    unread: int = 0
    marks: frozenset[str] = frozenset()
    found: dict[int, Any] = field(default_factory=dict, init=False, compare=False, repr=False)
    """What was looked for on it before and found, by the id of what was asked for: see ``headers.scanned``."""

    def value(self, row: int, column: int) -> Raw:
        """Raw value in a row counted from 1 and a column counted from 0; None outside the used area."""
        line = self.rows[row - 1] if row <= len(self.rows) else ()
        return line[column] if column < len(line) else None


def read_grids(data: bytes, verdict: Verdict) -> tuple[Grid, ...]:
    """All sheets of a file that the gate let through; UnreadableError if the reader gives up."""
    try:
        if verdict.kind in _TEXTS:
            return tuple(_grid(facts, lines) for facts, lines in _texts(verdict.kind)(data))
        ours = [_certain(facts, verdict.strings) for facts in verdict.sheets]
        if ours and None not in ours:
            return tuple(_grid(facts, rows) for facts, rows in zip(verdict.sheets, ours, strict=True) if rows is not None)
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        return _workbook(book, verdict.sheets, ours)
    except StopError as stop:
        raise UnreadableError(stop.code, stop.outcome, stop.code, stop.detail) from None
    except (CalamineError, OSError, ValueError, IndexError, KeyError, OverflowError) as error:      # the last of a span without end
        raise UnreadableError(type(error).__name__) from None
    except BaseException as error:
        # A panic in the native reader is no Exception; anything else of that rank belongs to the caller.
        if type(error).__name__ != "PanicException":
            raise
        raise UnreadableError("PanicException") from None


def _texts(kind: Kind) -> Callable[[bytes], tuple[tuple[SheetFacts, Lines], ...]]:
    """What reads a kind of text, loaded with the first that comes: most offices never see one."""
    if kind == "csv":
        from formkit.read.delimited import delimited_sheets as found
    elif kind == "html":
        from formkit.read.web import web_sheets as found
    else:
        from formkit.read.spreadsheetml import spreadsheetml_sheets as found
    return found


def _certain(facts: SheetFacts, strings: Sequence[str | None]) -> Lines | None:
    """The rows of a sheet as the gate gives them; None where it leaves them to the reader, as it does a string that is not there."""
    if facts.values is None:
        return None
    try:
        return tuple([tuple([strings[value] if type(value) is int else value for value in line]) for line in facts.values])
    except IndexError:
        return None


def _workbook(book: CalamineWorkbook, sheets: tuple[SheetFacts, ...], ours: Sequence[Lines | None]) -> tuple[Grid, ...]:
    """The sheets as the reader gives them, each beside what the gate saw of it: by name, else by its place.

    The reader asks for a sheet by a name, which therefore has to be the only one.
    """
    known = {sheet.name: number for number, sheet in reversed([*enumerate(sheets)])}
    if len({meta.name for meta in book.sheets_metadata}) < len(book.sheets_metadata):
        raise UnreadableError("sheets of one name")
    found: list[Grid] = []
    for number, meta in enumerate(book.sheets_metadata):
        at = known.get(meta.name, number)
        facts = sheets[at] if at < len(sheets) else None
        if "WorkSheet" not in repr(meta.typ) or facts is None:
            found.append(Grid(meta.name, facts is not None and facts.state == "visible", ()))
            continue
        if (rows := ours[at]) is not None:
            found.append(_grid(facts, rows))
            continue
        sheet = book.get_sheet_by_name(meta.name)
        rows = tuple([_line(line) for line in sheet.to_python(skip_empty_area=False)])
        found.append(_grid(facts, rows, _unread(rows, facts)))
    return tuple(found)


def _grid(facts: SheetFacts, rows: Lines, unread: int = 0) -> Grid:
    if facts.errors:
        rows = _without(rows, facts.errors)
    return Grid(
        facts.name, facts.state == "visible", rows, facts.merges, facts.errors, frozenset(facts.uncalculated),
        facts.formulas, facts.linked, facts.fonts, facts.hidden_rows, facts.hidden_columns, facts.extras, unread, facts.marks,
    )  # fmt: skip


def _unread(rows: Lines, facts: SheetFacts) -> int:
    """How many cells the gate saw that the reader gave no value for, or gave one for elsewhere; 0 on an honest file."""
    given = array("Q")
    for number, line in enumerate(rows, 1):
        start = (number << COLUMN_BITS) + 1
        given.extend([start + column for column, value in enumerate(line) if value is not None])
    if given.tobytes() == facts.filled:
        return 0
    wanted = array("Q")
    wanted.frombytes(facts.filled)
    places, errors = set(wanted), {_place(cell) for cell in facts.errors}
    read = set(given) - errors
    return max(len(places - read), len(read - places)) + len(wanted) - len(places)


def _place(cell: str) -> int:
    row, column = split(cell)
    return row << COLUMN_BITS | (column + 1)


def _without(rows: Lines, errors: Mapping[str, str]) -> Lines:
    """The rows with nothing in the cells that hold an error: some programs keep a 0 under it."""
    kept = list(rows)
    for row, column in map(split, errors):
        if row <= len(kept) and column < len(kept[row - 1]) and kept[row - 1][column] is not None:
            line = kept[row - 1]
            kept[row - 1] = (*line[:column], None, *line[column + 1 :])
    return tuple(kept)


def _line(line: Sequence[Any]) -> tuple[Raw, ...]:
    """A row of the reader's values as ours; nearly all are texts, empty ones above all."""
    return tuple([value or None if type(value) is str else value if type(value) is float else _raw(value) for value in line])


def _raw(value: Any) -> Raw:
    """A reader's value as one of ours: an empty text is an empty cell, midnight is the day itself."""
    if value == "" and isinstance(value, str):
        return None
    if isinstance(value, datetime):
        return value.date() if value.time() == time() else value
    if isinstance(value, time | timedelta):
        return str(value)
    kept: Raw = value
    return kept
