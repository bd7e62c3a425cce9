"""Parts that are the same in hundreds of filings (styles, guide, lists, what follows the rows) are read once.

They are known by the digest of their bytes: nothing of what stands in a part is kept but what was found in it.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from hashlib import sha256
from typing import TypeVar

from . import facts

_KEPT = 64          # parts in one memory, which then starts anew: a few forms at a time

Found = TypeVar("Found")


def recalled(
    memory: dict[Hashable, Found], content: bytes, make: Callable[[], Found], *also: Hashable, lasts: Callable[[Found], bool] | None = None,
) -> Found:
    """What ``make`` finds in a part, or found before under the same limits and ``also``.

    What it raises is not remembered, nor what may not last.
    """
    key = (sha256(content).digest(), facts.DEPTH_LIMIT, facts.GRID_ROWS, facts.GRID_COLUMNS, facts.AREA_LIMIT, facts.MERGE_LIMIT, *also)
    if key in memory:
        return memory[key]
    found = make()
    if lasts is not None and not lasts(found):
        return found
    if len(memory) >= _KEPT:
        memory.clear()
    memory[key] = found
    return found
