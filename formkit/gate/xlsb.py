"""One pass over the records of a binary worksheet (xlsb): its used area, which readers allocate.

Source: [MS-XLSB] 2.1.4 (record), 2.4.755 (BrtRowHdr), 2.2.1 (cell records, numbers 1 to 11).
"""

from __future__ import annotations

from .facts import Budget, check_area
from .xmlpass import too_many, too_many_cells

_ROW = 0
_BLANK = 1
_LAST_CELL = 11


def check_binary(content: bytes, part: str, budget: Budget) -> None:
    """Bound the records, the cells and the used area of one part. Raises Stop; a cut record ends the pass."""
    at = row = rows = columns = 0
    size = len(content)
    while at < size:
        number, at = _varint(content, at, 2)
        length, at = _varint(content, at, 4)
        budget.elements -= 1
        if budget.elements < 0:
            raise too_many(part)
        if number <= _LAST_CELL and number != _BLANK and at + 4 <= size:
            position = int.from_bytes(content[at:at + 4], "little")
            if number == _ROW:
                row = position + 1
            else:
                budget.cells -= 1
                rows, columns = max(rows, row), max(columns, position + 1)
                check_area(rows, columns, part)
        if budget.cells < 0:
            raise too_many_cells(part)
        at += length


def _varint(content: bytes, at: int, most: int) -> tuple[int, int]:
    """A number of up to ``most`` bytes, seven bits each, and where it ends."""
    value = 0
    for shift in range(most):
        if at >= len(content):
            break
        byte = content[at]
        at += 1
        value |= (byte & 0x7F) << (7 * shift)
        if not byte & 0x80:
            break
    return value, at
