"""The facts of a worksheet: ordinary rows are taken whole, and expat sees all the rest of the part.

What is taken is well-formed in itself and stands where rows stand, so the rest is well-formed if and only if the whole is; the
line ends of what was taken are handed on, so that a fault is still told by its line. What follows the rows (merges, prompts,
conditional formats) and whole guides and lists are the same in all filings of a form and are remembered.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Hashable, Iterable, Iterator
from dataclasses import replace

from formkit.values import dataclass

from . import facts
from .area import laid_out, places
from .facts import Budget, Merge, SheetFacts, StopError
from .memory import recalled
from .rows import DEPTH, LAST_COLUMN, LAST_ROW, Rows, blank_rows, known_of, rows_of
from .sheetxml import CLOSED, Pass, begun, note_look
from .styles import PLAIN, Looks, key_of
from .xmlpass import feed

_ROWS, _ROW_END = b"<sheetData>", b"</row>"
_BATCH = 65_536                # bytes of rows taken at once: few enough to stay where the processor has them at hand
_TAIL = 262_144                 # bytes after the rows that are worth a digest
_SMALL, _FEW = 65_536, 100      # bytes of a sheet that may be the guide of a form, and looks, that are worth a digest
_OPENING, _CLOSING, _ROWS_END = b"<worksheet><sheetData>", b"</sheetData></worksheet>", b"</sheetData>"
# UTF-8 and a root without a prefix: what _OPENING stands for.
_HEAD = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:<\?xml version=[\"']1\.0[\"'](?: encoding=[\"'](?:UTF|utf)-8[\"'])?(?: standalone=[\"']yes[\"'])?\s?\?>\s*)?"
    rb"<worksheet[\s>]")
# What readers may stumble over though it is nothing to them: an extent and merges, which they read wherever they stand.
_CELL = rb"[A-Z]{1,3}[1-9][0-9]{0,6}"
_DIMENSION = re.compile(rb'<dimension ref="%b(?::%b)?" ?/>' % (_CELL, _CELL))
_MERGE = re.compile(rb'<mergeCell ref="%b(?::%b)?" ?/>' % (_CELL, _CELL))


@dataclass(frozen=True, slots=True)
class _Tail:
    """What stands after the rows: its elements, merges, marks and links; ``usual`` that no reader stumbles over it."""

    elements: int
    merges: tuple[Merge, ...]
    merged: int
    marks: frozenset[str]
    links: int
    usual: bool


_tails: dict[Hashable, _Tail | None] = {}
_sheets: dict[Hashable, tuple[SheetFacts, int, int]] = {}


def sheet_facts(
    parts: Iterable[bytes], part: str, sheet: str, budget: Budget, looks: Looks = PLAIN,
) -> SheetFacts:
    """The facts of one worksheet part, visible until the workbook says otherwise. Raises StopError."""
    chunks = iter(parts)
    first, second, fault = next(chunks, b""), b"", None
    try:
        second = next(chunks, b"")
    except StopError as stop:
        fault = stop                    # what came before is looked at first: its own fault may be a worse one

    def passed() -> tuple[SheetFacts, int, int]:
        state = begun(part, sheet, budget.elements, budget.cells, looks)
        feed(state.parser, _seen(state, _again(first, second, chunks, fault)), part)
        return _facts(state, sheet), budget.elements - state.elements_left, state.cells

    small = not second and fault is None and len(first) <= _SMALL and len(looks.styles) + len(looks.fonts) + len(looks.empty) < _FEW
    found, elements, cells = recalled(_sheets, first, passed, key_of(looks), lasts=_has_no_text) if small else passed()
    if elements > budget.elements or cells > budget.cells:
        found, elements, cells = passed()
    budget.elements -= elements
    budget.cells -= cells
    return found if found.name == sheet else replace(found, name=sheet)


def _has_no_text(found: tuple[SheetFacts, int, int]) -> bool:
    """Whether the values of a sheet are numbers, of shared strings or their own: texts do not outlast their file."""
    return not any(str in map(type, line) for line in found[0].values or ())


def _again(first: bytes, second: bytes, chunks: Iterator[bytes], fault: StopError | None) -> Iterator[bytes]:
    """The chunks of a part of which two were asked for."""
    yield first
    if fault is not None:
        raise fault
    if second:
        yield second
    yield from chunks


def _facts(state: Pass, sheet: str) -> SheetFacts:
    values = laid_out(state.rows) if state.rows is not None else None
    if values is None:
        _let_go(state)
    return SheetFacts(
        sheet, "visible", state.cells, state.last_row, state.last_column, tuple(state.merges), state.errors,
        frozenset(state.formulas), tuple(state.uncalculated), frozenset(state.hidden_rows), frozenset(state.hidden_columns),
        frozenset(state.linked), state.fonts, state.extras, state.filled.tobytes(), frozenset(state.marks), values)


def _let_go(state: Pass) -> None:
    """From here on it is not certain what the reader would give: the places of the values are counted instead."""
    state.filled.extend(places(state.rows or ()))
    state.rows = None


def _seen(state: Pass, chunks: Iterator[bytes]) -> Iterator[bytes]:
    """What expat sees of a part, piece by piece; between two of them the parser has taken the first."""
    head, mark, rest = next(chunks, b"").partition(_ROWS)
    fed = len(head) + len(mark)
    yield head + mark
    if mark and _HEAD.match(head) and _is_open(state, fed):
        usual = b"sheetData" not in head and b"mergeCell" not in head and head.count(b"dimension") == len(_DIMENSION.findall(head))
        state.rows = [] if usual and not state.cells and state.looks.timed is not None else None
        rest = yield from _rows(state, fed, rest, chunks)
    yield rest
    yield from chunks


def _rows(state: Pass, fed: int, rest: bytes, chunks: Iterator[bytes]) -> Generator[bytes, None, bytes]:
    """Take ordinary rows while there are any and expat is where rows stand. Yields what it has to see, returns what follows."""
    known = known_of(state.looks)
    while True:
        end = rest.rfind(_ROW_END, 0, _BATCH) + len(_ROW_END)
        if end < len(_ROW_END):
            if len(rest) >= _BATCH or not (chunk := (yield from _next(rest, chunks))):
                return (yield from _behind(state, rest, chunks))
            rest += chunk
            continue
        batch, rest = rest[:end], rest[end:]
        found = rows_of(batch, known)
        seen = batch
        if found is None or not _added(state, found):
            _let_go(state)
        else:
            seen = b"\n" * batch.count(b"\n") if b"\n" in batch else b""      # to find that there are none is far cheaper
        if seen:
            yield seen
            fed += len(seen)
            if not _is_open(state, fed):
                return rest


def _next(held: bytes, chunks: Iterator[bytes]) -> Generator[bytes, None, bytes]:
    """The next chunk; if there is a fault in it, expat sees first what is held back."""
    try:
        return next(chunks, b"")
    except StopError:
        yield held
        raise


def _is_open(state: Pass, fed: int) -> bool:
    """Whether the parser has taken all it was fed and is where rows stand, with room for all that ordinary ones may hold."""
    return (
        state.parser.CurrentByteIndex == fed and state.depth == 2 and not state.section and state.cell_depth == CLOSED
        and not state.shares and state.depth + DEPTH <= facts.DEPTH_LIMIT
        and facts.GRID_ROWS >= LAST_ROW and facts.GRID_COLUMNS >= LAST_COLUMN)


def _added(state: Pass, rows: Rows) -> bool:
    """Add the facts of rows to the pass, if nothing in them goes over a limit: expat shall meet the very cell that does."""
    last_row, last_column = max(rows.last_row, state.last_row), max(rows.last_column, state.last_column)
    cells = state.cells + rows.cells
    if rows.elements > state.elements_left or cells > state.cells_left or last_row * last_column > facts.AREA_LIMIT:
        return False
    state.elements_left -= rows.elements
    state.cells, state.last_row, state.last_column = cells, last_row, last_column
    if rows.sure and state.rows is not None and (not state.rows or not rows.rows or state.rows[-1][0] < rows.rows[0][0]):
        state.rows += rows.rows
    else:
        _let_go(state)
        state.filled.extend(places(rows.rows))
    state.row, state.column, state.row_digits = rows.row, rows.column, str(rows.row)
    state.formulas += rows.formulas
    state.uncalculated += rows.uncalculated
    state.errors.update(rows.errors)
    state.hidden_rows.update(rows.hidden)
    for name, style, shared in rows.looked:
        note_look(state, name, style, shared)
    return True


def _behind(state: Pass, rest: bytes, chunks: Iterator[bytes]) -> Generator[bytes, None, bytes]:
    """What expat sees of the end of a part: no more than that it ends, where what stands there is remembered."""
    while len(rest) <= _TAIL and (chunk := (yield from _next(rest, chunks))):
        rest += chunk
    blank, mark, behind = rest.partition(_ROWS_END)
    if blank and mark and (rows := blank_rows(blank)) is not None and _added(state, rows):
        rest = mark + behind
    known = len(rest) <= _TAIL and not state.merges and not state.marks and rest.startswith(_ROWS_END)
    tail = recalled(_tails, rest, lambda: _tail(rest)) if known else None
    if tail is None or not tail.usual:
        _let_go(state)
    if tail is None or tail.elements > state.elements_left:
        return rest
    state.elements_left -= tail.elements - _CLOSING.count(b"<")
    state.merges.extend(tail.merges)
    state.merged += tail.merged
    state.marks |= tail.marks
    if tail.links:
        state.extras["links"] += tail.links
    return _CLOSING


def _tail(rest: bytes) -> _Tail | None:
    """The facts of what follows the rows; None if it is broken, hostile or has cells, which depend on those before."""
    state = begun("", "", len(rest), 0, PLAIN)
    try:
        feed(state.parser, (_OPENING + rest,), "")
    except StopError:
        return None
    if state.row or state.column or state.hidden_rows or state.spanned:
        return None
    usual = rest.count(b"mergeCell") - rest.count(b"mergeCells") == len(_MERGE.findall(rest))
    return _Tail(len(rest) - state.elements_left, tuple(state.merges), state.merged, frozenset(state.marks), state.extras["links"], usual)
