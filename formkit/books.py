"""The files of the roll-ups: written piece by piece, on all processors, and told of without what is in them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field, replace
from functools import partial
from pathlib import Path

from formkit import detail, disk, engine, export, lock
from formkit.detail import Kind
from formkit.gather import Gathered
from formkit.merge import Rollup, Total
from formkit.pieces import Piece, filled, pieces
from formkit.values import dataclass
from formkit.write.rollup import Known, write_rollup


@dataclass(frozen=True, slots=True)
class Order:
    """What is wanted: the workbook of each roll-up and its detail without an ending, by its place among all; the ways from there
    to the files of the parts, by SHA-256; the password on all; kinds of detail; whether what is in the roll-ups is wanted as JSON.
    """

    paths: Mapping[int, Path]
    details: Mapping[int, Path]
    ways: Mapping[str, str]
    locking: str = field(default="", repr=False)
    kinds: tuple[Kind, ...] = ()
    as_json: bool = False


@dataclass(frozen=True, slots=True)
class Book:
    """A roll-up as it was written: its place among all, the file, how many filings are in it, what they add up to, its files of
    detail with their rows, and the JSON of it if that was asked for.
    """

    number: int
    file: Path
    count: int
    totals: Mapping[str, Total]
    distinct: Mapping[str, int]
    details: tuple[tuple[Kind, Path, int], ...]
    said: export.Json


def written(gathered: Gathered, order: Order, tick: Callable[[str], None]) -> tuple[Book, ...]:
    """A workbook for each roll-up, and its detail where nothing stands above it; in the order of the roll-ups."""
    every = pieces(gathered)
    if gathered.bare:
        # Each county goes where it is written with what is known of it alone: nobody is sent the province.
        made = engine.shared(_county, [(piece, _of(order, piece)) for piece in every], few=2)
    else:
        # The function carries what it is about, so that forked workers have it without its being sent.
        work = partial(_single, gathered=gathered, order=order, known=Known())
        made = engine.shared(work, [number for piece in every for number in piece.numbers])
    found: list[Book] = []
    for books in made:
        found += books
        for book in books:
            tick(order.paths[book.number].name)
    return tuple(sorted(found, key=lambda book: book.number))


def _of(order: Order, piece: Piece) -> Order:
    """What of an order is about a piece."""
    paths, details = ({number: each[number] for number in piece.numbers} for each in (order.paths, order.details))
    own = {part.sha256: order.ways[part.sha256] for part in piece.gathered.parts if part.sha256 in order.ways}
    return replace(order, paths=paths, details=details, ways=own)


def _county(task: tuple[Piece, Order]) -> list[Book]:
    """All of one piece, whose rows are in hand as long as that takes."""
    piece, order = task
    whole, known = filled(piece), Known()
    return [_book(whole, number, rollup, order, known) for number, rollup in zip(piece.numbers, whole.rollups, strict=True)]


def _single(number: int, gathered: Gathered, order: Order, known: Known) -> list[Book]:
    """One roll-up. ``known`` is for the next one that the same process writes."""
    return [_book(gathered, number, gathered.rollups[number], order, known)]


def _book(gathered: Gathered, number: int, rollup: Rollup, order: Order, known: Known) -> Book:
    comparison = gathered.course.comparison(rollup)
    data = write_rollup(
        rollup, gathered.roster_rows(rollup), [twin for _, twin in gathered.twins], gathered.excluded(rollup), sources=order.ways,
        known=known, comparison=comparison, moments=gathered.moments(rollup),
    )  # fmt: skip
    file = disk.write(order.paths[number], lock.locked(data, order.locking))
    name = order.details[number]
    own = [rollup] if detail.topmost(rollup, gathered.rollups) else []
    made = detail.write_details(own, [name.name] * len(own), name.parent, order.kinds)
    details = tuple((each.kind, each.file, each.rows) for each in made)
    said = export.rollup_json(file.as_posix(), rollup, comparison) if order.as_json else {}
    return Book(number, file, len(rollup.parts), rollup.totals, rollup.distinct, details, said)
