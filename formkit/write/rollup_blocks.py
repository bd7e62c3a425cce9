"""Where the detail of a roll-up stands: on one sheet a section, or cut over several where a sheet is too short.

A sheet ends where a unit directly below the roll-up's ends (a township in a county, a county in a prefecture); one that
is longer than a sheet is cut at the units below it, and a reporting unit longer than a sheet between two households.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from formkit.checks.households import households
from formkit.container import PARTS_SHEET
from formkit.filing import Record, Step
from formkit.layout import KEY_ROW, depth
from formkit.merge import Part, Rollup, who
from formkit.model import Form
from formkit.words.ledgers import text
from formkit.write.rollup_marks import NO_MARKS, Marks, marks_of

TITLE_ROW, INFO_ROW, HEADER_ROW = KEY_ROW + 1, KEY_ROW + 2, KEY_ROW + 3
"""Rows of a detail sheet, counted from 1; its header begins in the last of them."""
ROWS = 1_000_000
"""Rows of detail a sheet takes: Excel's 1,048,576 less the header, with room to insert some by hand."""
_UNFIT = re.compile(r"[\[\]:*?/\\']")
_LONGEST = 31
_SHEETS = (
    "summary", "units", "roster", "twins", "excluded", "index", "front", "flows", "flow-units", "changes", "history",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """A row of detail: row, household and person are numbered over the section, index within the filing."""

    part: Part
    record: Record
    number: int
    household: int
    person: int
    index: int
    marks: Marks


@dataclass(frozen=True, slots=True)
class Block:
    """The rows of one unit on a detail sheet (from 1), the 序号 of the first, columns with cells accepted though wrong, and its rows on
    further sheets.
    """

    sheet: str
    first: int
    last: int
    number: int
    troubled: frozenset[str] = frozenset()
    rest: tuple[Block, ...] = ()

    @property
    def every(self) -> tuple[Block, ...]:
        """This block and those on further sheets."""
        return (self, *self.rest)


@dataclass(frozen=True, slots=True)
class Page:
    """A sheet of detail and the lines on it."""

    sheet: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Detail:
    """One section's lines in the order of units, the sheets they stand on, and the block of each unit that has any."""

    section: str
    lines: tuple[Line, ...]
    pages: tuple[Page, ...]
    blocks: Mapping[str, Block]

    @property
    def sheet(self) -> str:
        """Its only sheet, or the first of several."""
        return self.pages[0].sheet

    @property
    def whole(self) -> Block | None:
        """All its rows; None if there are none, or where they stand on several sheets."""
        blocks = tuple(self.blocks.values())
        return Block(self.sheet, blocks[0].first, blocks[-1].last, 1) if blocks and len(self.pages) == 1 else None


def details_of(rollup: Rollup, rows: int = ROWS) -> tuple[Detail, ...]:
    """The detail of each section, on sheets of at most so many rows below the header."""
    names = sheet_names(rollup.form)
    taken = {*_reserved(), *(name.casefold() for name in names.values())}
    numbered = [homes_of(rollup.form, part) for part in rollup.parts]
    marked = {row: marks for part in rollup.parts for row, marks in marks_of(rollup.form, part).items()}
    found: list[Detail] = []
    for section in rollup.form.sections:
        lines = _lines(rollup, section.key, numbered, marked)
        cut = tuple(_cut(rollup, lines, rows))
        pages: tuple[Page, ...] = (Page(names[section.key], lines),)
        if len(cut) > 1:
            pages = tuple(Page(_page_name(rollup, names[section.key], piece, taken), tuple(piece)) for piece in cut)
        found.append(Detail(section.key, lines, pages, _blocks(rollup.form, pages)))
    return tuple(found)


def homes_of(form: Form, part: Part) -> dict[int, int]:
    """Number of each record's household within the part, by the identity of the record."""
    found = households(form, part.records)
    return {id(record): number for number, home in enumerate(found) for record in home.records}


def below(rollup: Rollup, part: Part, steps: int = 1) -> Step:
    """The unit so many steps below the roll-up's on the way to a part; the part's own where the way is shorter."""
    codes = [step.code for step in part.path]
    place = codes.index(rollup.unit.code) if rollup.unit.code in codes else len(codes)
    return part.path[max(0, place - steps)]


def _lines(
    rollup: Rollup, section: str, numbered: Sequence[Mapping[int, int]], marked: Mapping[int, Marks]
) -> tuple[Line, ...]:
    lines: list[Line] = []
    homes: dict[tuple[str, int], int] = {}
    people: dict[tuple[str, str], int] = {}
    for part, own in zip(rollup.parts, numbered, strict=True):
        for index, record in enumerate(part.records):
            if record.section == section:
                home = homes.setdefault((part.unit, own[id(record)]), len(homes) + 1)
                one = people.setdefault(who(rollup.form, part, record), len(people) + 1)
                lines.append(Line(part, record, len(lines) + 1, home, one, index, marked.get(id(record), NO_MARKS)))
    return tuple(lines)


def _cut(rollup: Rollup, lines: Sequence[Line], rows: int, steps: int = 1) -> Iterator[Sequence[Line]]:
    """The lines of each sheet: as many whole units as fit, those that are longer than a sheet cut further down."""
    if len(lines) <= rows:
        yield lines
        return
    if steps > max(len(line.part.path) for line in lines):
        yield from _between_households(lines, rows)
        return
    piece: list[Line] = []
    for _, group in groupby(lines, lambda line: below(rollup, line.part, steps).code):
        run = list(group)
        if piece and len(piece) + len(run) > rows:
            yield piece
            piece = []
        if len(run) > rows:
            yield from _cut(rollup, run, rows, steps + 1)
        else:
            piece += run
    if piece:
        yield piece


def _between_households(lines: Sequence[Line], rows: int) -> Iterator[Sequence[Line]]:
    """One unit's lines, cut so that no household stands on two sheets, unless it is longer than a sheet itself."""
    start = 0
    while len(lines) - start > rows:
        stop = start + rows
        while stop > start and lines[stop].household == lines[stop - 1].household:
            stop -= 1
        stop = stop if stop > start else start + rows
        yield lines[start:stop]
        start = stop
    yield lines[start:]


def _blocks(form: Form, pages: Sequence[Page]) -> dict[str, Block]:
    found: dict[str, list[Block]] = {}
    for page in pages:
        row = HEADER_ROW + depth(form)
        for unit, group in groupby(page.lines, lambda line: line.part.unit):
            lines = list(group)
            block = Block(page.sheet, row, row + len(lines) - 1, lines[0].number, _troubled(form, lines))
            found.setdefault(unit, []).append(block)
            row += len(lines)
    return {unit: replace(first, rest=tuple(rest)) for unit, (first, *rest) in found.items()}


def _troubled(form: Form, lines: Sequence[Line]) -> frozenset[str]:
    return frozenset(
        column.key for line in lines for column, read in zip(form.leaves, line.record.readings, strict=True) if read.wrong
    )


def sheet_names(form: Form) -> dict[str, str]:
    """The sheet of each section: what it means, in at most 31 characters that a sheet's name may hold, no two alike."""
    taken = _reserved()
    found: dict[str, str] = {}
    for section in form.sections:
        said = section.means or (section.key if section.label else text("rollup-detail"))
        found[section.key] = _free(said, section.key, taken)
    return found


def _page_name(rollup: Rollup, base: str, lines: Sequence[Line], taken: set[str]) -> str:
    """A sheet of several of a section: named after the first and the last unit on it."""
    first, last = (below(rollup, line.part).name for line in (lines[0], lines[-1]))
    return _free(f"{base}_{first}" if first == last else f"{base}_{first}-{last}", base, taken)


def _reserved() -> set[str]:
    """Names that other sheets of a roll-up have, and the one that Excel keeps for itself."""
    return {PARTS_SHEET.casefold(), "_numbers", "history", *(text(f"rollup-{code}").casefold() for code in _SHEETS)}


def _free(said: str, otherwise: str, taken: set[str]) -> str:
    """A name for a sheet that no other has, which is taken from now on."""
    base = _clipped(_UNFIT.sub("_", said), _LONGEST).strip() or _clipped(otherwise, _LONGEST)
    name, number = base, 1
    while name.casefold() in taken:
        number += 1
        name = f"{_clipped(base, _LONGEST - len(f'({number})'))}({number})"
    taken.add(name.casefold())
    return name


def _clipped(name: str, length: int) -> str:
    """A name cut to what Excel counts as so many characters: a rare Han character is two."""
    return name.encode("utf-16-le")[: 2 * length].decode("utf-16-le", "ignore")
