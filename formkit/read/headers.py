"""Finding a form's headers on a sheet, and the letter of each column.

Columns are found by the hidden key row, by the path of labels, by alias, then by likeness. A header label that names
another column of the form outright is believed before the key above it: the clerk sees the label. Labels that several
columns share are told apart by the group above them, by the key, else by their order.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import replace
from itertools import chain

from formkit.layout import EXPLANATION_LABEL, SELFCHECK_LABEL, VERDICT_LABEL, depth
from formkit.model import Form
from formkit.read.grid import Grid
from formkit.read.labels import Labels, alike, labels_of, plain, spelt
from formkit.types import KINDS, Raw
from formkit.values import dataclass

_OWN = (SELFCHECK_LABEL, EXPLANATION_LABEL, VERDICT_LABEL)
_TOP = 10
_FEWEST = 3
_TEXTS, _MOST_KEPT = frozenset({str, type(None)}), 64


@dataclass(frozen=True, slots=True)
class Header:
    """A header as found: its first and last row (from 1), the column (from 0) of each key, other labels beside it.

    ``renamed`` are columns found under a label that is none of theirs, ``twice`` further columns of a label that is
    already taken, ``own`` the columns the workbook has besides the form's.
    """

    first: int
    last: int
    columns: Mapping[str, int]
    unknown: tuple[tuple[int, str], ...] = ()
    explanation: int | None = None
    renamed: tuple[tuple[str, str], ...] = ()
    twice: tuple[tuple[int, str], ...] = ()
    own: frozenset[int] = frozenset()


def key_row(form: Form, grid: Grid) -> dict[str, int]:
    """Column of each key in the hidden key row, wherever in the first rows that now is."""
    places = form.places
    for line in grid.rows[:_TOP]:
        texts = [(value, index) for index, value in enumerate(line) if isinstance(value, str) and value.isascii()]
        if len(texts) * 2 <= len(places):
            continue
        keys = [(form.key_of(text), index) for text, index in texts]
        columns = {key: index for key, index in keys if key in places}
        if len(columns) * 2 > len(places):
            return columns
    return {}


@dataclass(frozen=True, slots=True)
class Scan:
    """A sheet as seen by a form: its key row, its headers, the rows with any of its labels or groups in them, and those with a title."""

    form: Form
    keys: Mapping[str, int]
    headers: tuple[Header, ...]
    labelled: frozenset[int]
    titled: frozenset[int]


def find_headers(form: Form, grid: Grid) -> tuple[Header, ...]:
    """Every header of the form on the sheet, repeated ones included, from top to bottom."""
    return scanned(form, grid).headers


def scanned(form: Form, grid: Grid) -> Scan:
    """A sheet as seen by a form, looked through once: the sheet keeps it, and with it the form, so that its id stays its own."""
    known: Scan | None = grid.found.get(id(form))
    if known is None:
        known = grid.found[id(form)] = _scan(form, grid)
    return known


def _scan(form: Form, grid: Grid) -> Scan:
    words, keys, height = labels_of(form), key_row(form, grid), depth(form)
    headers: list[Header] = []
    # Most texts stand in many cells: which of them are labels is asked once, and then which rows they stand in.
    said = _said(frozenset(chain.from_iterable(grid.rows)), words)
    told: dict[Raw, int] = {text: (own in words.known) + (own in words.groups) for text, own in said.items() if own in words.every}
    labels, titles = frozenset(told), frozenset([text for text, own in said.items() if own in words.titles])
    texts = labels | titles
    marked = [row for row, line in enumerate(grid.rows, 1) if not texts.isdisjoint(line)] if texts else []
    labelled = frozenset([row for row in marked if not labels.isdisjoint(grid.rows[row - 1])])
    titled = frozenset([row for row in marked if not titles.isdisjoint(grid.rows[row - 1])])
    last = 0
    for row in sorted(labelled):
        if row <= last:
            continue
        header = None
        # A header may begin with a row that holds groups only.
        if sum([told[value] for value in grid.rows[row - 1] if value in told]) >= _FEWEST:
            lines = grid.rows[row - 1 : _last(grid, row, words, height)]
            header = _known(row, lines, words, keys, first=not headers)
        if header:
            headers.append(header)
            last = header.last
    return Scan(form, keys, tuple(headers), labelled, titled)


def _said(values: Set[Raw], words: Labels) -> dict[str, str]:
    """Those of some values that are labels, groups or titles, each with its plain spelling."""
    easy, others = spelt(values)
    found = {text: text for text in words.wanted.intersection(easy)}
    return found | {text: own for text in others if (own := plain(text)) in words.wanted}


def _known(row: int, lines: Sequence[Sequence[Raw]], words: Labels, keys: Mapping[str, int], *, first: bool) -> Header | None:
    """The header that begins in a row, as it was found in another file where it stood there in the same words."""
    mark = (tuple(lines), tuple(keys.items()), first)
    if not _TEXTS.issuperset(map(type, chain.from_iterable(lines))):
        return _header(row, lines, words, keys, first=first)
    if mark not in words.headers:
        if len(words.headers) >= _MOST_KEPT:
            words.headers.clear()
        words.headers[mark] = _header(row, lines, words, keys, first=first)
    found: Header | None = words.headers[mark]
    return found if found is None or found.first == row else replace(found, first=row, last=row + found.last - found.first)


def matches(line: Sequence[Raw], words: Labels) -> list[int]:
    """Places of a row that hold a label of the form."""
    return [index for index, value in enumerate(line) if isinstance(value, str) and plain(value) in words.known]


def _last(grid: Grid, row: int, words: Labels, height: int) -> int:
    """The last row of a header that begins in a row; blank rows put in between do not end it."""
    last, room, below = row, height - 1, row
    while room and below < len(grid.rows) and below - last < _FEWEST:
        below += 1
        texts = [plain(value) for value in grid.rows[below - 1] if value is not None]
        if not texts:
            continue
        room -= 1
        if matches(grid.rows[below - 1], words) and sum(t in words.known or t in words.groups for t in texts) * 2 > len(texts):
            last = below
    return last


def _header(row: int, lines: Sequence[Sequence[Raw]], words: Labels, keys: Mapping[str, int], *, first: bool) -> Header | None:
    places = words.form.places
    named, spare = _by_label(lines, words)
    agreed = [key for key in named if keys.get(key) == named[key]]
    believed = keys if len(agreed) * 2 > len(keys.keys() & named.keys()) else {}
    columns = _with(named, believed)
    columns = _with(columns, _by_order(words, spare, columns))
    texts = [(place, text) for place, text in _texts(lines) if place not in columns.values()]
    loose = [(place, text) for place, text in texts if plain(text) not in words.known and not _furniture(text, words)]
    asked = [key for key in places if key not in columns and not KINDS[words.form.column(key).type].NUMBERED]
    like = alike(words, loose, asked)
    columns |= like
    found = len(columns.keys() - (believed.keys() - named.keys()))
    # With the key row above it, the first header is known by fewer labels: the others were typed over.
    if found * 2 < len(places) and not (first and believed and len(named) * 3 >= len(places)):
        return None
    rest = [(place, text) for place, text in texts if place not in columns.values() and not _furniture(text, words)]
    explanation = next((place for place, text in texts if plain(text).startswith(EXPLANATION_LABEL)), None)
    return Header(
        row, row + len(lines) - 1, columns,
        tuple((place, text) for place, text in rest if plain(text) not in words.known), explanation,
        tuple(_renamed(lines, words, columns)), tuple((place, text) for place, text in rest if plain(text) in words.known),
        frozenset(place for place, text in texts if plain(text).startswith(_OWN)),
    )  # fmt: skip


def _with(columns: Mapping[str, int], more: Mapping[str, int]) -> dict[str, int]:
    """Columns with those of further keys whose place nobody has."""
    taken = set(columns.values())
    return {**columns, **{key: place for key, place in more.items() if key not in columns and place not in taken}}


def _by_label(lines: Sequence[Sequence[Raw]], words: Labels) -> tuple[dict[str, int], list[int]]:
    """The place of each key that a label names outright, and the places of shared labels under no known group."""
    found: dict[str, int] = {}
    spare: list[int] = []
    for depth_, line in enumerate(lines):
        for place in matches(line, words):
            if plain(line[place]) in words.groups and _above_others(lines[depth_ + 1 :], place):
                continue
            keys = words.known[plain(line[place])]
            key = keys[0] if len(keys) == 1 else _by_group(words, keys, lines[:depth_], place)
            if key is None or (key in found and len(keys) > 1):
                spare.append(place)
            elif key not in found:
                found[key] = place
    return found, spare


def _above_others(below: Sequence[Sequence[Raw]], place: int) -> bool:
    """Whether a label has further labels under it: then it is a group, whatever else its words may name."""
    return any(place < len(line) and plain(line[place]) for line in below)


def _by_group(words: Labels, keys: tuple[str, ...], above: Sequence[Sequence[Raw]], place: int) -> str | None:
    """Which of several columns of one label stands at a place: the one whose group is above it."""
    # The group is the nearest one to the left: a column put in among its columns may have a label of its own there.
    over = {next((text for value in reversed(line[: place + 1]) if (text := plain(value)) in words.groups), "") for line in above}
    return next((key for key in keys if over & {plain(label) for label in words.form.paths[key][:-1]}), None)


def _by_order(words: Labels, spare: Sequence[int], columns: Mapping[str, int]) -> dict[str, int]:
    """Shared labels without their groups: as many as there are columns of that label stand in the order of the form.

    ``spare`` holds places only; which label each bears does not matter, since the columns of all of them follow in order.
    """
    taken = set(columns.values())
    left = [place for place in sorted(spare) if place not in taken]
    shared = {key for keys in words.known.values() if len(keys) > 1 for key in keys}
    wanted = [key for key in words.form.places if key in shared and key not in columns]
    return dict(zip(wanted, left, strict=True)) if len(wanted) == len(left) else {}


def _renamed(lines: Sequence[Sequence[Raw]], words: Labels, columns: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    """Columns that stand under a label which is none of theirs, in the order of the form, with that label."""
    for key in words.form.places:
        if key not in columns or KINDS[words.form.column(key).type].NUMBERED:
            continue
        own = [line[columns[key]] for line in lines if columns[key] < len(line)]
        texts = [str(value).strip() for value in own if value is not None]
        if not any(key in words.known.get(plain(text), ()) for text in texts):
            yield key, next((text for text in reversed(texts) if plain(text) not in words.groups), "")


def _furniture(text: str, words: Labels) -> bool:
    return plain(text) in words.groups or plain(text).startswith(_OWN)


def _texts(lines: Sequence[Sequence[Raw]]) -> Iterator[tuple[int, str]]:
    for line in lines:
        for place, value in enumerate(line):
            if isinstance(value, str) and plain(value):
                yield place, value.strip()
