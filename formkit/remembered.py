"""What was worked out before of the very same things: what hangs on a form or a roster alone is worked out once, not once a file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")
_BY_VALUE = (str, date, type(None))


def once(most: int) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """A pure function that remembers what it made of its last ``most`` arguments: texts and days by value, all else by identity.

    Two forms or rosters are not compared: that would cost more than it saves. What was asked about is kept beside the answer, so
    that nothing else can come to stand at its address.
    """

    def remembering(function: Callable[P, T]) -> Callable[P, T]:
        known: dict[tuple[object, ...], tuple[object, T]] = {}

        @wraps(function)
        def asked(*args: P.args, **kwargs: P.kwargs) -> T:
            key = tuple([each if isinstance(each, _BY_VALUE) else id(each) for each in (*args, *kwargs.values())])
            found = known.get(key)
            if found is None:
                found = (args, kwargs), function(*args, **kwargs)
                while len(known) >= most:
                    known.pop(next(iter(known)), None)
                known[key] = found
            return found[1]

        return asked

    return remembering
