"""Reading the same bytes for the same purpose once in a test module, however many commands read them again.

What a file is read as hangs on nothing but its bytes, its name and what it is judged by; that it does is tested with the
engine. Commands over the same inbox, one after the other, spend nearly all their time on reading it anew.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from multiprocessing.reduction import ForkingPickler
from typing import Any

from formkit import workers

_run = workers.run


def reading_once() -> Callable[..., Iterator[Any]]:
    """A stand-in for ``workers.run`` that remembers; a worker that died is not remembered."""
    known: dict[bytes, Any] = {}

    def run(function: Callable[[Any], Any], tasks: Iterable[Any], most: int = 0) -> Iterator[Any]:
        orders = list(tasks)
        purpose = hashlib.sha256(ForkingPickler.dumps(function)).digest()
        marks = [hashlib.sha256(purpose + bytes(ForkingPickler.dumps(order))).digest() for order in orders]
        new = dict(zip(reversed(marks), reversed(orders), strict=True))
        asked = [mark for mark in new if mark not in known]
        made = dict(zip(asked, _run(function, [new[mark] for mark in asked], most), strict=True))
        known.update((mark, one) for mark, one in made.items() if not isinstance(one, workers.Died))
        yield from (known[mark] if mark in known else made[mark] for mark in marks)

    return run
