"""Where the detail of a roll-up stands: on one sheet a section, or cut over several where a sheet is too short.

A sheet ends where a unit directly below the roll-up's ends (a township in a county, a county in a prefecture); one that
is longer than a sheet is cut at the units below it, and a reporting unit longer than a sheet between two households.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain, groupby

from formkit.container import PARTS_SHEET
from formkit.filing import Step
from formkit.layout import KEY_ROW, depth
from formkit.merge import Part, Rollup, who
from formkit.model import Form
from formkit.people import identified
from formkit.values import dataclass
from formkit.words.ledgers import text
from formkit.write.rollup_runs import Known, Run, piece_of, stood

TITLE_ROW, INFO_ROW, HEADER_ROW = KEY_ROW + 1, KEY_ROW + 2, KEY_ROW + 3
"""Rows of a detail sheet, counted from 1; its header begins in the last of them."""
ROWS = 1_000_000
"""Rows of detail a sheet takes: Excel's 1,048,576 less the header, with room to insert some by hand."""
FIRST, LAST = "\x01", "\x02"
"""Stand for a block's first and last row in a formula; no text that a cell may hold has them."""
_UNFIT = re.compile(r"[\[\]:*?/\\']")
_LONGEST = 31
_SHEETS = (
    "summary", "units", "roster", "twins", "excluded", "index", "front", "flows", "flow-units", "changes", "history",
)  # fmt: skip


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
class Gaps:
    """A block with gaps for its rows: a formula is made over it once, for every block on that sheet with problems in the same columns."""

    sheet: str
    troubled: frozenset[str]
    first: str = FIRST
    last: str = LAST

    @property
    def every(self) -> tuple[Gaps, ...]:
        """This one; a block with rows on further sheets has formulas of its own."""
        return (self,)


Rows = Block | Gaps


@dataclass(frozen=True, slots=True)
class Page:
    """A sheet of detail and the rows on it."""

    sheet: str
    runs: tuple[Run, ...]

    @property
    def count(self) -> int:
        """How many rows."""
        return sum(run.count for run in self.runs)


@dataclass(frozen=True, slots=True)
class Detail:
    """One section's rows in the order of units, on the sheets they stand on, and the block of each unit that has any."""

    section: str
    pages: tuple[Page, ...]
    blocks: Mapping[str, Block]

    @property
    def runs(self) -> Iterator[Run]:
        """The rows of every unit; those of one that stands on several sheets in several runs."""
        return chain.from_iterable(page.runs for page in self.pages)

    @property
    def sheet(self) -> str:
        """Its only sheet, or the first of several."""
        return self.pages[0].sheet

    @property
    def whole(self) -> Block | None:
        """All its rows; None if there are none, or where they stand on several sheets."""
        blocks = tuple(self.blocks.values())
        return Block(self.sheet, blocks[0].first, blocks[-1].last, 1) if blocks and len(self.pages) == 1 else None


def details_of(rollup: Rollup, rows: int = ROWS, known: Known | None = None) -> tuple[Detail, ...]:
    """The detail of each section, on sheets of at most so many rows below the header.

    ``known`` remembers what was worked out of a filing for the next roll-up it is in, while its part is kept.
    """
    known = {} if known is None else known
    names = sheet_names(rollup.form)
    taken = {*_reserved(), *(name.casefold() for name in names.values())}
    found: list[Detail] = []
    for part in rollup.parts:
        if id(part) not in known:
            known[id(part)] = stood(rollup.form, part)
    for section in rollup.form.sections:
        runs = _runs(rollup, section.key, known)
        cut = tuple(_cut(rollup, runs, rows))
        pages: tuple[Page, ...] = (Page(names[section.key], runs),)
        if len(cut) > 1:
            pages = tuple(Page(_page_name(rollup, names[section.key], piece, taken), tuple(piece)) for piece in cut)
        found.append(Detail(section.key, pages, _blocks(rollup.form, pages)))
    return tuple(found)


def below(rollup: Rollup, part: Part, steps: int = 1) -> Step:
    """The unit so many steps below the roll-up's on the way to a part; the part's own where the way is shorter."""
    codes = [step.code for step in part.path]
    place = codes.index(rollup.unit.code) if rollup.unit.code in codes else len(codes)
    return part.path[max(0, place - steps)]


def _runs(rollup: Rollup, section: str, known: Known) -> tuple[Run, ...]:
    found: list[Run] = []
    people: dict[str | tuple[str, str], int] = {}
    number, form = 1, rollup.form
    for part in rollup.parts:
        if rows := known[id(part)].get(section):
            records = (part.records[place] for place in rows.places)
            # A number alone is the person; it would take three times the room beside an empty unit.
            who_ = (identified(form, record) or who(form, part, record) for record in records)
            found.append(Run(part, rows, number, tuple(people.setdefault(one, len(people) + 1) for one in who_)))
            number += len(rows.places)
    return tuple(found)


def _cut(rollup: Rollup, runs: Sequence[Run], rows: int, steps: int = 1) -> Iterator[Sequence[Run]]:
    """The rows of each sheet: as many whole units as fit, those that are longer than a sheet cut further down."""
    if sum(run.count for run in runs) <= rows:
        yield runs
        return
    if steps > max(len(run.part.path) for run in runs):
        for run in runs:
            yield from ((piece,) for piece in _between_households(rollup.form, run, rows))
        return
    piece: list[Run] = []
    for _, group in groupby(runs, lambda run: below(rollup, run.part, steps).code):
        own = list(group)
        long = sum(run.count for run in own)
        if piece and sum(run.count for run in piece) + long > rows:
            yield piece
            piece = []
        if long > rows:
            yield from _cut(rollup, own, rows, steps + 1)
        else:
            piece += own
    if piece:
        yield piece


def _between_households(form: Form, run: Run, rows: int) -> Iterator[Run]:
    """One unit's rows, cut so that no household stands on two sheets, unless it is longer than a sheet itself."""
    start, homes = 0, run.rows.homes
    while run.count - start > rows:
        stop = start + rows
        while stop > start and homes[stop] == homes[stop - 1]:
            stop -= 1
        stop = stop if stop > start else start + rows
        yield piece_of(form, run, start, stop)
        start = stop
    yield piece_of(form, run, start, run.count)


def _blocks(form: Form, pages: Sequence[Page]) -> dict[str, Block]:
    found: dict[str, list[Block]] = {}
    for page in pages:
        row = HEADER_ROW + depth(form)
        for run in page.runs:
            block = Block(page.sheet, row, row + run.count - 1, run.number, run.rows.troubled)
            found.setdefault(run.part.unit, []).append(block)
            row += run.count
    return {unit: replace(first, rest=tuple(rest)) for unit, (first, *rest) in found.items()}


def sheet_names(form: Form) -> dict[str, str]:
    """The sheet of each section: what it means, in at most 31 characters that a sheet's name may hold, no two alike."""
    taken = _reserved()
    found: dict[str, str] = {}
    for section in form.sections:
        said = section.means or (section.key if section.label else text("rollup-detail"))
        found[section.key] = _free(said, section.key, taken)
    return found


def _page_name(rollup: Rollup, base: str, runs: Sequence[Run], taken: set[str]) -> str:
    """A sheet of several of a section: named after the first and the last unit on it."""
    first, last = (below(rollup, run.part).name for run in (runs[0], runs[-1]))
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
