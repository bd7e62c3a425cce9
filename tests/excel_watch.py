"""Every workbook that is written while tests run is linted, and the test that wrote it fails.

All writing ends in the one method of the spreadsheet writer that closes a workbook; what has been looked at is
remembered by its hash. What tests write in a clerk's place, with all a clerk's mistakes, is marked ``from_a_clerk``.
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from excel_lint import problems
from xlsxwriter import Workbook

_found: list[str] = []
_seen: set[bytes] = set()


def watch() -> None:
    """From now on look at each workbook as it is closed."""
    Workbook.close = _watched(Workbook.close)


def taken() -> list[str]:
    """What was found since this was last asked."""
    found, _found[:] = list(_found), []
    return found


def _watched(close: Callable[..., None]) -> Callable[..., None]:
    @functools.wraps(close)
    def closed(book: Any) -> None:
        close(book)
        if getattr(book, "from_a_clerk", False):
            return
        target = book.filename
        data = target.getvalue() if hasattr(target, "getvalue") else Path(target).read_bytes()
        mark = hashlib.sha256(data).digest()
        if mark not in _seen:
            _seen.add(mark)
            _found.extend(problems(data))

    return closed
