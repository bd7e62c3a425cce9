"""Cells and areas as the lint reads them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

ROWS, COLUMNS = 1_048_576, 16_384
Area = tuple[int, int, int, int]
_CELL = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")
_AREA = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})(?::([A-Z]{1,3})([1-9]\d{0,6}))?")


@lru_cache(20_000)
def column(letters: str) -> int:
    """Number of a column from 1."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def cell(text: str) -> tuple[int, int] | None:
    """Row and column of a cell of the grid; None if it is none."""
    match = _CELL.fullmatch(text)
    place = (int(match[2]), column(match[1])) if match else None
    return place if place and place[0] <= ROWS and place[1] <= COLUMNS else None


def area(text: str) -> Area | None:
    """First row and column, last row and column of an area of the grid; None if it is none."""
    match = _AREA.fullmatch(text)
    if not match:
        return None
    top, left = int(match[2]), column(match[1])
    bottom, right = (int(match[4]), column(match[3])) if match[3] else (top, left)
    inside = top <= bottom <= ROWS and left <= right <= COLUMNS
    return (top, left, bottom, right) if inside else None


def areas(text: str) -> list[Area] | None:
    """The areas of a sqref; None if it has none or one is no area."""
    found = [area(part) for part in text.split()]
    return [each for each in found if each] if found and all(found) else None


def meet(one: Area, other: Area) -> bool:
    """Whether two areas share a cell."""
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]


def meetings(found: Iterable[Area]) -> Iterator[tuple[Area, Area]]:
    """Pairs of areas that share a cell, by a sweep down the rows."""
    open_: list[Area] = []
    for each in sorted(found):
        open_ = [other for other in open_ if other[2] >= each[0]]
        yield from ((other, each) for other in open_ if meet(other, each))
        open_.append(each)
