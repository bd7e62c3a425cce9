"""One sheet as what it holds of a form: headers told to their sections, rows to their records."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from itertools import pairwise

from formkit.cells import Place, a1, split
from formkit.filing import Block, Note, Record, Rows
from formkit.model import Form
from formkit.read.foreign import is_foreign_header, is_header_part
from formkit.read.grid import Grid
from formkit.read.headers import Header, find_headers, scanned
from formkit.read.labels import plain
from formkit.read.merges import Spread, spread
from formkit.read.noticed import noticed
from formkit.read.ordinary import ordinary
from formkit.read.rows import (
    Asked,
    Lie,
    Sort,
    lie,
    odd_cells,
    record,
    says_something,
    sort_row,
    strange,
    subtotal_place,
)
from formkit.read.sections import Span, section_titles, spans
from formkit.read.structure import block_of, structural
from formkit.types import Raw, characters
from formkit.values import dataclass

_LEFT_OUT: Mapping[Sort, str] = {"subtotal": "subtotal-row", "example": "example-row"}
_TEXTS = frozenset({str, type(None)})


@dataclass(frozen=True, slots=True)
class Table:
    """A form as found on one sheet: ``faults`` are the structural notes of each section, ``notes`` all others."""

    blocks: tuple[Block, ...]
    records: tuple[Record, ...]
    rows: Rows
    notes: tuple[Note, ...]
    faults: Mapping[str, tuple[Note, ...]]
    outside: tuple[tuple[Place, str], ...]


@dataclass(slots=True)
class _Walk:
    """A walk down the rows of a sheet: what was met so far.

    ``odd`` are the cells that are looked at one by one, ``labelled`` the rows in which any label of the form stands, ``banners``
    those in which a merge across begins, ``lying`` is how the header over the row lies, ``blank`` are rows under it that said nothing.
    """

    grid: Grid
    ask: Asked
    merged: Spread
    titles: Mapping[int, str]
    headers: Mapping[int, Header]
    odd: frozenset[str]
    labelled: frozenset[int]
    banners: frozenset[int]
    lying: Lie | None = None
    records: list[Record] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    outside: list[tuple[Place, str]] = field(default_factory=list)
    counts: Counter[Sort] = field(default_factory=Counter)
    foreign: list[int] = field(default_factory=list)
    blank: set[tuple[Raw, ...]] = field(default_factory=set)


def titled(form: Form, grid: Grid) -> frozenset[str]:
    """The sections whose title stands on a sheet."""
    return frozenset(section_titles(form, grid, find_headers(form, grid)).values())


def read_table(grid: Grid, ask: Asked, elsewhere: frozenset[str] = frozenset()) -> Table:
    """What a sheet holds of a form; ``elsewhere`` are the sections that have their place on other sheets.

    Every row is a record, blank, or furniture, and is counted as one of them.
    """
    scan = scanned(ask.form, grid)
    headers = scan.headers
    titles = section_titles(ask.form, grid, headers)
    parts = spans(ask, grid, headers, titles, elsewhere)
    inside = {row: header for header in headers for row in range(header.first, header.last + 1)}
    width = max((max(header.columns.values()) + 1 for header in headers), default=0)
    merged = spread(grid, frozenset((*inside, *titles)), width)
    banners = frozenset(split(corner)[0] for corner in frozenset(merged.across.values()))
    walk = _Walk(grid, ask, merged, titles, inside, odd_cells(grid, merged), scan.labelled, banners)
    before: dict[str, Header] = {}
    parts = tuple(_inherited(part, before) for part in parts)
    _down(walk, parts)
    sections = {part.section for part in parts}
    blocks = tuple(block_of(ask.form, grid, [p for p in parts if p.section == key]) for key in _ordered(ask.form, sections))
    faults = {
        key: structural(ask.form, grid, key, [part for part in parts if part.section == key], walk.records) for key in sections
    }
    furniture = walk.counts["furniture"] + walk.counts["subtotal"] + walk.counts["example"]
    account = Rows(len(grid.rows), walk.counts["record"], walk.counts["blank"], furniture)
    own = frozenset([place for part in parts for place in part.header.columns.values()])
    notes = (*walk.notes, *noticed(ask, grid, walk.records, own))
    return Table(blocks, tuple(walk.records), account, notes, faults, tuple(walk.outside))


def _down(walk: _Walk, parts: Sequence[Span]) -> None:
    """All rows from top to bottom, those of each span together as far as they are ordinary."""
    starts = {part.first: part for part in parts}
    firsts = [1, *sorted(starts.keys() - {1}), len(walk.grid.rows) + 1]
    for first, stop in pairwise(firsts):
        part = starts.get(first)
        made: Mapping[int, Record] = {}
        if part:
            walk.foreign, walk.blank, walk.lying = [], set(), lie(part.header, walk.ask)
            apart = walk.banners.union(walk.headers, walk.titles)
            again = [row for row in walk.labelled - apart if first <= row < stop and _repeats(walk, row, walk.lying)]
            apart = apart.union(again)
            rows = [row for row in range(first, stop) if row not in apart]
            made = ordinary(walk.grid, walk.merged, walk.odd, rows, part.section, walk.lying, walk.ask)
        for row in range(first, stop):
            # Below the header of another table nothing is a record, nor blank.
            if row in made and not walk.foreign:
                walk.records.append(made[row])
                walk.counts["record"] += 1
            elif walk.merged.typed[row - 1] in walk.blank and not walk.foreign:
                walk.counts["blank"] += 1
            else:
                _step(walk, row, part)


def _ordered(form: Form, sections: set[str]) -> list[str]:
    return [section.key for section in form.sections if section.key in sections]


def _inherited(part: Span, before: dict[str, Header]) -> Span:
    """A header repeated with some labels lost is still read by the one before it of its section."""
    earlier = before.get(part.section)
    if earlier and part.how in ("repeat", "title"):
        taken = set(part.header.columns.values())
        more = {k: place for k, place in earlier.columns.items() if k not in part.header.columns and place not in taken}
        lost = {key for key, _ in part.header.renamed} | more.keys()
        kept = tuple(pair for pair in part.header.renamed if pair[1])
        same = sum(part.header.columns.get(key) == place for key, place in earlier.columns.items())
        if same * 2 > len(earlier.columns) and lost:
            columns = {**part.header.columns, **more}
            part = replace(part, header=replace(part.header, columns=columns, renamed=kept))
    before[part.section] = part.header
    return part


def _step(walk: _Walk, row: int, part: Span | None) -> None:
    """One row: counted, and kept as a record, as a note, or as something outside the form."""
    line, lying = walk.merged.typed[row - 1], walk.lying
    if line.count(None) == len(line):
        walk.counts["blank"] += 1
        return
    if lying is None or part is None or row in walk.headers:
        walk.counts["furniture"] += 1
        return
    sort = _sort(walk, line, row, lying)
    if sort == "blank" and _TEXTS.issuperset(map(type, line)) and not strange(line, lying):
        walk.blank.add(line)
    if sort == "record":
        made = record(walk.grid, walk.merged, walk.odd, row, part.section, lying)
        sort = "record" if says_something(made, walk.ask) else "blank"
        walk.records += [made] if sort == "record" else []
    walk.counts[sort] += 1
    if sort in ("subtotal", "example"):
        walk.notes.append(_left_out(walk.grid, line, row, part.section, lying.header, sort))
    _beside(walk, line, row, lying, sort)


def _sort(walk: _Walk, line: Sequence[Raw], row: int, lying: Lie) -> Sort:
    sort = sort_row(line, lying, walk.ask)
    if _repeats(walk, row, lying):
        return "furniture"
    if row in walk.banners and sort in ("record", "subtotal") and _banner(walk, line, row, lying):
        return "furniture"
    if not walk.foreign and is_foreign_header(line, walk.ask.words):
        place = next(place for place, value in enumerate(line) if value is not None)
        where = (Place(walk.grid.name, a1(row, place)),)
        walk.notes.append(Note("second-table", where, value=str(row), args={"sheet": walk.grid.name}))
        walk.foreign.append(row)
    return "furniture" if walk.foreign else sort


def _repeats(walk: _Walk, row: int, lying: Lie) -> bool:
    """Whether a row is a piece of the header once more."""
    return row in walk.labelled and is_header_part(walk.merged.typed[row - 1], lying.header, walk.ask.words)


def _banner(walk: _Walk, line: Sequence[Raw], row: int, lying: Lie) -> bool:
    """Whether a row holds one text only, merged across columns of the table: a remark, not a person."""
    texts = [place for place, value in enumerate(line) if value is not None and place not in lying.units]
    return len(texts) == 1 and a1(row, texts[0]) in walk.merged.across.values()


def _left_out(grid: Grid, line: Sequence[Raw], row: int, section: str, header: Header, sort: Sort) -> Note:
    """A row that only adds up or shows how, at the cell that says so; an explanation beside it settles it."""
    first = next(place for place, value in enumerate(line) if value is not None)
    place = (subtotal_place(line) or 0) if sort == "subtotal" else first
    at = header.explanation
    explained = at is not None and at < len(line) and plain(line[at]) != ""
    where = (Place(grid.name, a1(row, place)),)
    return Note(_LEFT_OUT[sort], where, section, value=str(line[place]), explained=explained)


def _beside(walk: _Walk, line: Sequence[Raw], row: int, lying: Lie, sort: Sort) -> None:
    """What a row holds that is neither the form's nor the workbook's own: columns beside the table, other tables, remarks."""
    header, remark = lying.header, sort in ("furniture", "subtotal", "example")
    if not remark and not strange(line, lying):
        return
    for place, value in enumerate(line):
        if value is None or (place in lying.ours and not remark):
            continue
        if value in lying.units.get(place, ()) or _paper(walk.ask, value, row in walk.titles):
            continue
        if place in header.own or (header.explanation is not None and place == header.explanation + 1):
            continue
        said = characters.number_text(value) if isinstance(value, float) else str(value)
        walk.outside.append((Place(walk.grid.name, a1(row, place)), said))


def _paper(ask: Asked, value: Raw, title: bool) -> bool:
    """Whether a text is printed on the form itself."""
    return title or plain(value) in ask.fixed or (isinstance(value, str) and not plain(value))
