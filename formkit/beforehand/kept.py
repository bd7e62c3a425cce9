"""What a workbook is filled in with, put away until it is written: a hundredth of the room it takes in hand.

The rows of a county are some hundred thousand, and those of one workbook are wanted at a time.
"""

from __future__ import annotations

import zlib
from dataclasses import field
from multiprocessing.reduction import ForkingPickler
from typing import Any

from formkit.values import dataclass
from formkit.write.issue import NOTHING, Entry, Filled

_QUICK = 1


@dataclass(frozen=True, slots=True)
class Kept:
    """The number of its rows, their values as bytes, what its guide says of them, and whether they are the unit's own."""

    rows: int = 0
    data: bytes = field(default=b"", repr=False)
    lines: tuple[str, ...] = ()
    own: bool = False


EMPTY = Kept()


def put_away(filled: Filled) -> Kept:
    """The same put away; of the rows only the values, for nothing else is known of them beforehand."""
    rows = sum(map(len, filled.entries.values()))
    if not rows and not filled.lines:
        return EMPTY
    values = [(section, [entry.values for entry in entries]) for section, entries in filled.entries.items()]
    return Kept(rows, zlib.compress(ForkingPickler.dumps(values), _QUICK), filled.lines, filled.own)


def in_hand(kept: Kept) -> Filled:
    """What was put away, made anew each time."""
    if not kept.data:
        return NOTHING
    found: list[tuple[str, list[tuple[Any, ...]]]] = ForkingPickler.loads(zlib.decompress(kept.data))
    return Filled({section: tuple(map(Entry, values)) for section, values in found}, kept.lines, kept.own)
