"""Ordinary rows, all at once: read column by column, each different value of a column once.

Nearly every row of a returned sheet is a person and nothing else. What might make anything else of a row (a word of a note, a sum
or a stub; a merge, an error or a font in one of its cells; something beside the table; nothing that tells) leaves it to ``table``,
which looks at it by itself and knows all of this. Of a row that is taken here it would make the very same record.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from datetime import date
from itertools import repeat

from formkit.cells import named
from formkit.filing import Record
from formkit.read.foreign import is_foreign_header
from formkit.read.grid import Grid
from formkit.read.merges import Spread
from formkit.read.rows import BLANK_CELL, Asked, Lie, Pair, explained, is_stub, remarkable, strange, understood
from formkit.types import Raw, Reading, Spec
from formkit.types.reading import BLANK

_APART = frozenset({str, float, date, type(None)})  # of which no two values are equal and not the same, but for 0.0 and -0.0
_NUMBER = re.compile(r"[0-9]{4}")


def ordinary(
    grid: Grid, merged: Spread, odd: Set[str], rows: Iterable[int], section: str, lying: Lie, ask: Asked
) -> dict[int, Record]:
    """The records of those of some rows under a header that are sure to be records, by row."""
    taken = [row for row in rows if _fit(merged, odd, row, lying)]
    if not taken:
        return {}
    # Where a merge spreads a value the row is not taken, but for what it says in explanation.
    lines = [merged.typed[row - 1] for row in taken]
    columns = list(zip(*lines, strict=False))
    different = [frozenset(values) for values in columns]
    pairs = [
        _column(columns[place], different[place], known, spec) if place >= 0 else [BLANK_CELL] * len(taken)
        for place, known, spec in lying.columns
    ]
    # Without zip, which makes an iterator for every cell that the collector of cycles then has to look at.
    raws = [[raw for raw, _ in column] for column in pairs]
    readings = [[reading for _, reading in column] for column in pairs]
    made = map(
        Record, repeat(section), repeat(grid.name), taken, zip(*readings, strict=True), zip(*raws, strict=True),
        [named(lying.letters, row) for row in taken], [explained(merged.lines[row - 1], lying) for row in taken],
    )  # fmt: skip
    left = frozenset((*_silent(readings, ask), *_worded(lines, different, lying, ask), *_foreign(lines, columns, lying, ask)))
    return {record.row: record for place, record in enumerate(made) if place not in left}


def _fit(merged: Spread, odd: Set[str], row: int, lying: Lie) -> bool:
    """Whether a row holds something, nothing of it beside the table and no cell that is to be looked at by itself."""
    line = merged.typed[row - 1]
    if len(line) < lying.width:
        return False
    own = lying.pick(line)
    return own.count(None) < len(own) and not strange(line, lying) and odd.isdisjoint(named(lying.letters, row))


def _column(values: Sequence[Raw], different: Set[Raw], known: Mapping[object, Pair], spec: Spec) -> Sequence[Pair]:
    """The values of a column with how they read, each different one read once where equal ones are the same."""
    if _APART.issuperset(map(type, values)) and 0.0 not in different:
        read = {raw: understood(raw, known, spec) for raw in different}
        return [read[raw] for raw in values]
    return [understood(raw, known, spec) for raw in values]


def _silent(readings: Sequence[Sequence[Reading]], ask: Asked) -> Iterable[int]:
    """The rows, by their place among those taken, that say nothing in any column that tells."""
    silent: Sequence[int] = range(len(readings[0]))
    for index in ask.telling:
        column = readings[index]
        silent = [place for place in silent if column[place] is BLANK or column[place].blank]
        if not silent:
            break
    return silent


def _worded(lines: Sequence[Sequence[Raw]], different: Sequence[Set[Raw]], lying: Lie, ask: Asked) -> Iterator[int]:
    """The rows with a text in them that may make something else of a row."""
    words = remarkable(frozenset().union(*different), ask)
    words |= {text for place, stub in lying.stubs for text in different[place] if is_stub(text, stub)}
    if words:
        yield from (place for place, line in enumerate(lines) if not words.isdisjoint(line))


def _foreign(
    lines: Sequence[Sequence[Raw]], columns: Sequence[Sequence[Raw]], lying: Lie, ask: Asked
) -> Iterator[int]:
    """The rows that are the header of another table: such a row has no number in it, and most have."""
    unsure: Sequence[int] = range(len(lines))
    for number in lying.numbers:
        column = columns[number]
        unsure = [place for place in unsure if (raw := column[place]) is None or (type(raw) is str and not _NUMBER.search(raw))]
        if not unsure:
            return
    yield from (place for place in unsure if is_foreign_header(lines[place], ask.words))
