"""Records as few and flat things, to be sent through a pipe.

Where the cells of a record are follows from its row, but for merged ones, and rows of one section stand together: what is left of
most records is their readings and raw values. Of these the same few come over and over; what is one thing goes through the
pipe once and is one thing again (see ``read.rows``, where what is read alike is the same thing). Nothing is rounded or guessed:
``unpack(pack(rows))`` is equal to ``rows``, kind by kind.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

from formkit.cells import named
from formkit.types import Raw, Reading

Row = tuple[str, str, int, tuple[Reading, ...], tuple[Raw, ...], tuple[str, ...], str]
"""The fields of a record in their order: section, sheet, row, readings, raws, cells, explanation."""
_ALIKE = itemgetter(0, 1)


def pack(rows: Iterable[Row]) -> list[tuple[Any, ...]]:
    """Rows in runs of one section and sheet: their numbers, the letters of their cells, the cells that stand elsewhere, and the rest."""
    return [(*alike, *_run(list(each))) for alike, each in groupby(rows, _ALIKE)]


def unpack(runs: Iterable[tuple[Any, ...]]) -> Iterable[Row]:
    """The rows that were packed."""
    for section, sheet, letters, numbers, elsewhere, explanations, readings, raws in runs:
        cells = [named(letters, row) for row in numbers]
        for place, own in elsewhere.items():
            cells[place] = own
        told = explanations or [""] * len(numbers)
        yield from ((section, sheet, *row) for row in zip(numbers, readings, raws, cells, told, strict=True))


def _run(rows: Sequence[Row]) -> tuple[Any, ...]:
    letters = next(filter(None, map(_letters, rows)), ())
    elsewhere = {place: row[5] for place, row in enumerate(rows) if row[5] != named(letters, row[2])}
    explanations = [row[6] for row in rows]
    numbers, readings, raws = [row[2] for row in rows], [row[3] for row in rows], [row[4] for row in rows]
    return letters, numbers, elsewhere, explanations if any(explanations) else [], readings, raws


def _letters(row: Row) -> tuple[str, ...]:
    """The letters of the cells of a row, if they all stand in it."""
    number = str(row[2])
    letters = tuple([cell.removesuffix(number) for cell in row[5]])
    return letters if all(not letter or letter.isalpha() for letter in letters) else ()
