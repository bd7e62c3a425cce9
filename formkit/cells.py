"""Where something stands in a workbook: rows count from 1, columns from 0."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from formkit.pickled import by_fields
from formkit.values import dataclass

_A1 = re.compile(r"^\$?([A-Z]{1,3})\$?([1-9][0-9]*)$")


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """One cell of a sent or written workbook, as a person would name it."""

    sheet: str
    cell: str
    __reduce__ = by_fields


@cache
def letter(column: int) -> str:
    """Name of a column counted from 0: 0 is A, 26 is AA."""
    name = ""
    number = column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(65 + rest) + name
    return name


def column_of(name: str) -> int:
    """Column counted from 0 of a letter name: A is 0, AA is 26."""
    number = 0
    for character in name:
        number = number * 26 + ord(character) - 64
    return number - 1


def a1(row: int, column: int) -> str:
    """Name of the cell in a row counted from 1 and a column counted from 0."""
    return f"{letter(column)}{row}"


@lru_cache(8192)
def named(letters: tuple[str, ...], row: int) -> tuple[str, ...]:
    """The cells of some columns in a row; a column without a letter has none. One tuple for all who ask: rows repeat in every file."""
    number = str(row)
    return tuple([name and name + number for name in letters])


@lru_cache(16384)
def split(cell: str) -> tuple[int, int]:
    """Row (from 1) and column (from 0) of a cell name; ValueError if it is none."""
    found = _A1.match(cell)
    if not found:
        raise ValueError(cell)
    return int(found[2]), column_of(found[1])
