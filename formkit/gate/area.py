"""The rows of a sheet as the reader lays them out: the area from A1 to the last cell that it reaches.

It reaches every cell that has something, be it an empty text or an error, which are nothing then.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from functools import lru_cache
from operator import lt

from formkit.values import dataclass

from ..cells import letter
from . import facts
from .cell import COLUMN, ELEMENTS, ERROR, FILLED, FORMULA, LAID, UNCALCULATED, UNSURE
from .facts import COLUMN_BITS, Value, Values

_ELEMENTS = (1 << COLUMN - ELEMENTS) - 1


@dataclass(frozen=True, slots=True)
class Shape:
    """A row whatever its number and its values: the columns (from 1) of its cells and what they have.

    ``cells`` are those that count, ``last`` the last of them; ``laid`` is the last that the reader reaches, ``end`` that of all;
    ``steady`` that they are the first columns one by one; ``sure`` that it is certain what the reader makes of each.
    """

    columns: tuple[int, ...]
    filled: tuple[int, ...]
    elements: int
    cells: int
    last: int
    laid: int
    formulas: tuple[str, ...]
    uncalculated: tuple[str, ...]
    steady: bool
    sure: bool

    @property
    def end(self) -> int:
        """The column of the last cell, 0 if there is none."""
        return self.columns[-1] if self.columns else 0


Row = tuple[int, Shape, Sequence[Value]]        # its number, its shape, the values of its cells


@lru_cache(maxsize=2048)
def shape_of(first: int, says: tuple[int, ...]) -> Shape | None:
    """The shape of a row by the column of its first cell and what its pieces say (see ``cell``); None if they lead elsewhere."""
    *columns, behind = (first, *[each >> COLUMN for each in says])
    if behind or 0 in columns:
        return None             # each cell says where the next one stands, and behind the last there is none

    def having(bits: int) -> list[int]:
        return [column for column, each in zip(columns, says, strict=True) if each & bits]

    counted, laid = having(FILLED | FORMULA | ERROR), having(LAID)
    return Shape(
        tuple(columns), tuple(having(FILLED)), sum(each >> ELEMENTS & _ELEMENTS for each in says), len(counted),
        max(counted, default=0), max(laid, default=0), _letters(having(FORMULA)), _letters(having(UNCALCULATED)),
        columns == [*range(1, len(columns) + 1)], not having(UNSURE) and all(map(lt, columns, columns[1:])))


def _letters(columns: list[int]) -> tuple[str, ...]:
    return tuple(letter(column - 1) for column in columns)


def places(rows: Sequence[Row]) -> array[int]:
    """The places of the cells with a value."""
    found = array("Q")
    for number, shape, _ in rows:
        found.extend([number << COLUMN_BITS | column for column in shape.filled])
    return found


def laid_out(rows: Sequence[Row]) -> Values | None:
    """The values of rows one below the other, which are in order; None if the reader would not lay out so many."""
    height = max((number for number, shape, _ in rows if shape.laid), default=0)
    width = max((shape.laid for _, shape, _ in rows), default=0)
    if height * width > facts.AREA_LIMIT:
        return None
    blank = (None,) * width
    found: list[Sequence[Value]] = []
    for number, shape, values in rows:
        if number > height:
            break
        if number - 1 > len(found):
            found += [blank] * (number - 1 - len(found))
        if not shape.steady:
            found.append(_spread(shape.columns, values, width))
        elif len(values) == width:
            found.append(values)
        else:
            found.append([*values, *blank][:width])
    return tuple(found)


def _spread(columns: tuple[int, ...], values: Sequence[Value], width: int) -> list[Value]:
    """Values at their columns; those beyond what the reader reaches are nothing."""
    line: list[Value] = [None] * max(width, columns[-1])
    for column, value in zip(columns, values, strict=True):
        line[column - 1] = value
    return line[:width]
