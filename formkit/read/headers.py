"""Finding a form on a sheet: its headers, its section titles, and the letter of each column.

Columns are found by the hidden key row, then by header label, then by alias. A header label that names another
column of the form outright is believed before the key above it: the clerk sees the label.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from formkit.layout import EXPLANATION_LABEL, SELFCHECK_LABEL, VERDICT_LABEL, depth
from formkit.model import Form
from formkit.read.grid import Grid
from formkit.types import Raw, characters

_BRACKETS = str.maketrans("（）［］【】“”‘’：；，", "()[][]\"\"'':;,")
_TAIL = re.compile(r"\([^()]*\)$")


_OWN = (SELFCHECK_LABEL, VERDICT_LABEL)


@dataclass(frozen=True, slots=True)
class Header:
    """A header as found: its first and last row (from 1), the column (from 0) of each key, other labels beside it."""

    first: int
    last: int
    columns: Mapping[str, int]
    unknown: tuple[tuple[int, str], ...] = ()
    explanation: int | None = None


def plain(value: Raw) -> str:
    """A label without spaces, line breaks or differences of bracket width."""
    return _plain(value) if isinstance(value, str) else ""


@lru_cache(8192)
def _plain(text: str) -> str:
    return characters.solid(text.translate(_BRACKETS)).replace('"', "")


def labels(form: Form) -> dict[str, tuple[str, ...]]:
    """Every spelling of a column label, plain, with the keys it may mean."""
    found: dict[str, list[str]] = {}
    for column in form.leaves:
        spellings = dict.fromkeys(plain(text) for text in (column.label, *column.aliases))
        for spelling in spellings:
            found.setdefault(spelling, []).append(column.key)
    for column in form.leaves:
        bare = _TAIL.sub("", plain(column.label))
        if bare not in found:
            found[bare] = [column.key]
    return {spelling: tuple(keys) for spelling, keys in found.items()}


def key_row(form: Form, grid: Grid) -> dict[str, int]:
    """Column of each key in the hidden key row, wherever in the first rows that now is."""
    for line in grid.rows[:10]:
        columns = {value: index for index, value in enumerate(line) if isinstance(value, str) and value in form.places}
        if len(columns) * 2 > len(form.places):
            return columns
    return {}


def find_headers(form: Form, grid: Grid) -> tuple[Header, ...]:
    """Every header of the form on the sheet, repeated ones included, from top to bottom."""
    known, keys, height = labels(form), key_row(form, grid), depth(form)
    groups = {plain(label) for path in form.paths.values() for label in path[:-1]}
    headers: list[Header] = []
    row = 1
    while row <= len(grid.rows):
        header = _at(form, grid, row, known, groups, keys, height)
        if header:
            headers.append(header)
            row = header.last + 1
        else:
            row += 1
    return tuple(headers)


def _at(
    form: Form, grid: Grid, row: int, known: Mapping[str, tuple[str, ...]], groups: set[str],
    keys: Mapping[str, int], height: int,
) -> Header | None:  # fmt: skip
    # A header may begin with a row that holds groups only.
    over = sum(plain(value) in groups for value in grid.rows[row - 1])
    if len(_matches(grid.rows[row - 1], known)) + over < 3:
        return None
    last = row
    for below in range(row + 1, min(row + height, len(grid.rows) + 1)):
        if _matches(grid.rows[below - 1], known) and _is_label_row(grid.rows[below - 1], known, groups):
            last = below
    lines = grid.rows[row - 1 : last]
    named = _by_label(form, lines, known, groups)
    if len(named) * 2 < len(form.places):
        return None
    taken = set(named.values())
    columns = named | {key: place for key, place in keys.items() if key not in named and place not in taken}
    return Header(row, last, columns, *_others(lines, columns, groups))


def _matches(line: Sequence[Raw], known: Mapping[str, tuple[str, ...]]) -> list[int]:
    return [index for index, value in enumerate(line) if isinstance(value, str) and plain(value) in known]


def _is_label_row(line: Sequence[Raw], known: Mapping[str, tuple[str, ...]], groups: set[str]) -> bool:
    texts = [plain(value) for value in line if value is not None]
    return sum(text in known or text in groups for text in texts) * 2 > len(texts)


def _by_label(
    form: Form, lines: Sequence[Sequence[Raw]], known: Mapping[str, tuple[str, ...]], groups: set[str]
) -> dict[str, int]:
    found: dict[str, int] = {}
    for depth_, line in enumerate(lines):
        for place in _matches(line, known):
            if plain(line[place]) in groups and _above_others(lines[depth_ + 1 :], place):
                continue
            keys = known[plain(line[place])]
            key = keys[0] if len(keys) == 1 else _by_group(form, keys, lines[:depth_], place)
            if key and key not in found:
                found[key] = place
    return found


def _above_others(below: Sequence[Sequence[Raw]], place: int) -> bool:
    """Whether a label has further labels under it: then it is a group, whatever else its words may name."""
    return any(place < len(line) and plain(line[place]) for line in below)


def _by_group(form: Form, keys: tuple[str, ...], above: Sequence[Sequence[Raw]], place: int) -> str | None:
    """Which of several columns of one label stands at a place: the one whose group is above it."""
    over = {plain(next((v for v in reversed(line[: place + 1]) if v is not None), None)) for line in above}
    return next((key for key in keys if over & {plain(label) for label in form.paths[key][:-1]}), None)


def _others(
    lines: Sequence[Sequence[Raw]], columns: Mapping[str, int], groups: set[str]
) -> tuple[tuple[tuple[int, str], ...], int | None]:
    taken = set(columns.values())
    unknown: list[tuple[int, str]] = []
    explanation = None
    for place, text in _texts(lines):
        if plain(text).startswith(EXPLANATION_LABEL):
            explanation = place
        elif place not in taken and plain(text) not in groups and not plain(text).startswith(_OWN):
            unknown.append((place, text))
    return tuple(unknown), explanation


def _texts(lines: Sequence[Sequence[Raw]]) -> Iterator[tuple[int, str]]:
    for line in lines:
        for place, value in enumerate(line):
            if isinstance(value, str) and plain(value):
                yield place, value.strip()
