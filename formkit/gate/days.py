"""Which cell formats make a day or a time of a number, as far as every reader would say the same.

A number in a format that shows it as a day is that day to the reader. What is not plain here is left to the reader itself.
Source: ECMA-376-1 §18.8.30 (built-in formats), §18.8.31 (codes); the reader's own reading of both, which the tests hold it to.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping
from dataclasses import field

from formkit.values import dataclass

from .facts import StopError
from .memory import recalled
from .styles import run

_MOST = 262_144                 # bytes of styles: as many as are remembered
_DAYS = frozenset({"14", "15", "16", "17", "22", "27", "28", "29", "30", "31", "36", "50", "51", "54", "57", "58"})
# Of the numbers below 164 these are no time to anybody, nor is a code without a letter of one; one that begins with such a letter is.
_NUMBERS = frozenset(map(str, (*range(14), *range(23, 27), *range(37, 45), 48, 49)))
_NO_TIME = re.compile(r"General|[^a-zA-Z&'<>\[\]]*(?:E\+[0#]+)?")
_DAY = re.compile(r"(?:\[\$-[0-9A-F]+\])?(?:yyyy|yy|m|d)[^&'<>\[\]]*")
_SMALL = re.compile("[1-9][0-9]{0,8}|0")


@dataclass(slots=True)
class _Formats:
    """Where the pass over the formats stands."""

    path: list[str] = field(default_factory=list)
    codes: dict[str, str] = field(default_factory=dict)
    timed: dict[str, bool] = field(default_factory=dict)
    count: int = 0
    seen: list[str] = field(default_factory=list)
    usual: bool = True


_remembered: dict[Hashable, Mapping[str, bool] | None] = {}


def timed(content: bytes, part: str) -> Mapping[str, bool] | None:
    """The formats of styles.xml in which a number is a day (True), or may be one or a time (False), by their index.

    None where that is not certain, as in a part that is broken.
    """
    return None if len(content) > _MOST else recalled(_remembered, content, lambda: _timed(content, part))


def _timed(content: bytes, part: str) -> Mapping[str, bool] | None:
    state = _Formats()
    try:
        run(content, part, state.path, lambda name, attributes: _open(state, name, attributes))
    except StopError:
        return None
    return state.timed if state.usual and state.seen.count("styleSheet") == 1 and b"&#" not in content else None


def _open(state: _Formats, name: str, attributes: Mapping[str, str]) -> None:
    """Note a format; the reader takes such elements wherever they stand, so that each has to be where it belongs, and once."""
    path = state.path
    if name in ("styleSheet", "numFmts", "cellXfs"):
        state.usual &= name not in state.seen and path == ([] if name == "styleSheet" else ["styleSheet"])
        state.seen.append(name)
    elif name == "numFmt" and "numFmts" in path:
        number, code = attributes.get("numFmtId", ""), attributes.get("formatCode", "")
        state.usual &= bool(len(path) == 2 and _SMALL.fullmatch(number) and code)
        state.codes[number] = code
    elif name == "xf" and "cellXfs" in path:
        state.usual &= len(path) == 2
        day = _is_day(attributes["numFmtId"], state.codes) if "numFmtId" in attributes else None
        if day is not None:
            state.timed[str(state.count)] = day
        state.count += 1


def _is_day(number: str, codes: Mapping[str, str]) -> bool | None:
    """Whether a number in a format is a day; None where it stays a number, False where it cannot be said."""
    if (code := codes.get(number)) is not None:
        return None if _NO_TIME.fullmatch(code) else _DAY.fullmatch(code) is not None
    if _SMALL.fullmatch(number) and (number in _NUMBERS or int(number) > 163):
        return None
    return number in _DAYS
