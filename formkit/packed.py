"""Records as few and flat things, to be sent through a pipe: what repeats is said once, and is one thing again when unpacked.

A record is a row of cells, and its cells are the same few over and over: √, 户主, nothing at all. So the different cells are
listed, each with its raw value and how that reads, and a record is the numbers of its cells in that list. Where a cell is follows from the
row, but for merged ones. Nothing is rounded or guessed: ``unpack(pack(rows))`` is equal to ``rows``, kind by kind.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import chain, groupby
from typing import Any

from formkit.cells import named
from formkit.types import Raw, Reading, Value
from formkit.types.reading import BLANK

Row = tuple[str, str, int, tuple[Reading, ...], tuple[Raw, ...], tuple[str, ...], str]
"""The fields of a record in their order: section, sheet, row, readings, raws, cells, explanation."""
_NOTHING: Mapping[str, str] = {}
"""The args of a reading that has none: an empty dictionary for each would take as much room as the reading."""
_SELF = frozenset({str, date})
_SIZES = ((1 << 8, "B"), (1 << 16, "H"))


def pack(rows: Sequence[Row]) -> tuple[Any, ...]:
    """Rows as lists of what is different, and numbers in these: values that read as they stand, all others, cells, and runs of rows."""
    regular = [row for row in rows if _regular(row)]
    raws = list(chain.from_iterable([row[4] for row in regular]))
    readings = list(chain.from_iterable([row[3] for row in regular]))
    # What was read alike is the same thing (see read.rows), so that identity finds nearly all that repeats.
    keys = list(zip(map(id, raws), map(id, readings), strict=True))
    different = dict(zip(keys, zip(raws, readings, strict=True), strict=True))
    plain = {key: raw for key, (raw, reading) in different.items() if _as_it_stands(raw, reading)}
    others = {key: pair for key, pair in different.items() if key not in plain}
    number = {key: place for place, key in enumerate(chain(plain, others))}
    size = next((code for most, code in _SIZES if len(number) <= most), "L")
    told = [(raw, one.value, one.problem, one.repair, _args(one)) for raw, one in others.values()]
    runs = [_run(key, list(each)) for key, each in groupby(rows, _alike)]
    return list(plain.values()), list(zip(*told, strict=True)), array(size, map(number.__getitem__, keys)), runs


def unpack(plain: list[Any], told: list[Any], codes: Sequence[int], runs: list[Any]) -> Iterable[Row]:
    """The rows that were packed; equal readings among them are one and the same."""
    known: dict[tuple[object, ...], Reading] = {(type(None), None, "", ""): BLANK}
    raws: list[Raw] = [*plain, *(told[0] if told else ())]
    readings = [_reading(known, raw, "", "", None) for raw in plain] + [_reading(known, *each) for each in zip(*told[1:], strict=True)]
    start = 0
    for section, sheet, width, letters, numbers, elsewhere, explanations, whole in runs:
        yield from whole
        for place, row in enumerate(numbers):
            own, start = codes[start : start + width], start + width
            cells = elsewhere.get(place) or named(letters, row)
            told_of = explanations[place] if explanations else ""
            yield section, sheet, row, tuple([readings[code] for code in own]), tuple([raws[code] for code in own]), cells, told_of


def _regular(row: Row) -> bool:
    return len(row[3]) == len(row[4]) == len(row[5]) > 0


def _alike(row: Row) -> tuple[object, ...]:
    """What rows of one run have in common: their section and sheet, and how many cells they have."""
    return row[0], row[1], len(row[5]) if _regular(row) else 0


def _run(key: tuple[object, ...], rows: list[Row]) -> tuple[Any, ...]:
    """Rows of one section and sheet without their cells, which are numbers; as they are where these do not fit together."""
    section, sheet, width = key
    if not width:
        return section, sheet, 0, (), [], {}, [], rows
    letters = next(filter(None, map(_letters, rows)), ())
    elsewhere = {place: row[5] for place, row in enumerate(rows) if row[5] != named(letters, row[2])}
    explanations = [row[6] for row in rows]
    return section, sheet, width, letters, [row[2] for row in rows], elsewhere, explanations if any(explanations) else [], []


def _letters(row: Row) -> tuple[str, ...]:
    """The letters of the cells of a row, if they all stand in it."""
    number = str(row[2])
    letters = tuple([cell.removesuffix(number) for cell in row[5]])
    return letters if all(not letter or letter.isalpha() for letter in letters) else ()


def _as_it_stands(raw: Raw, reading: Reading) -> bool:
    """Whether a value reads as nothing but itself; of texts and days alone, which are equal only where they are the same."""
    kind = type(raw)
    same = kind in _SELF and type(reading.value) is kind and reading.value == raw
    return same and not (reading.problem or reading.repair or reading.args)


def _args(reading: Reading) -> Mapping[str, str] | None:
    return reading.args if reading.args or type(reading.args) is not dict else None


def _reading(
    known: dict[tuple[object, ...], Reading], value: Value, problem: str, repair: str, args: Mapping[str, str] | None
) -> Reading:
    """A reading, the same one for all that are equal: 1 and 1.00 are not, nor are two decimals of one worth."""
    kind = type(value)
    key = (kind, value if kind in _SELF or value is None else repr(value), problem, repair, *(args.items() if args else ()))
    found = known.get(key)
    if found is None or (args is not None and type(args) is not dict):
        found = known[key] = Reading(value, problem, _NOTHING if args is None else args, repair)
    return found
