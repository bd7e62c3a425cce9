"""What shared strings say that the number of one does not: that it has no text, or is in a symbol font.

Like the formats they are searched for the few words that matter first; a form has one empty string, so that strings without
runs, which are nearly all, are cut apart at once and only others parsed. Source: ECMA-376-1 §18.4.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import field
from functools import partial

from formkit.values import dataclass

from . import facts
from .cell import BLANK, sound
from .facts import NOTHING
from .styles import FONTS, run, symbol, worth

_WORDS = (*FONTS, b"<t/>", b"<t></t>", b"<t> ", b"<t>\t", b"<t>\n", b"<t>\r", b'preserve"/>', b'preserve"></t>',
            b"preserve'", b"<si/>", b"<si></si>", b"<si>\n", b"<si>\r", b"<si> ", b":si>")
_MOST = 4_000_000           # bytes that are cut apart at once
_DEPTH = 3
_HEAD = re.compile(
    rb'(?:<\?xml version="1\.0" encoding="UTF-8"(?: standalone="yes")?\?>[ \t\r\n]*)?'
    rb'<sst(?: xmlns="[\w:/.-]*")?(?: count="[0-9]*")?(?: uniqueCount="[0-9]*")?>')
_ITEM = re.compile(rb'<si><t( xml:space="preserve")?>([^<]*)</t></si>')


@dataclass(slots=True)
class _Strings:
    """Where the pass over the shared strings stands, and what it has met."""

    path: list[str] = field(default_factory=list)
    runs: list[str] = field(default_factory=list)
    count: int = 0
    said: bool = False          # the open string has a character that is no blank
    blanks: bool = False        # it has blanks that are to be kept
    kept: bool = False
    empty: list[str] = field(default_factory=list)
    fonts: dict[str, str] = field(default_factory=dict)


def strings(content: bytes, part: str) -> tuple[frozenset[str], Mapping[str, str]]:
    """Indexes of the shared strings without text, and the symbol font of those that are one run in it."""
    if not worth(content, _WORDS):
        return frozenset(), NOTHING
    if len(content) <= _MOST and (empty := _ordinary(content)) is not None:
        return empty, NOTHING
    state = _Strings()

    def read(text: str) -> None:
        if state.path[-1] == "t" and "rPh" not in state.path:
            state.said = state.said or not text.isspace()
            state.blanks = state.blanks or state.kept

    run(content, part, state.path, partial(_string_opens, state), partial(_string_ends, state), read)
    return frozenset(state.empty), state.fonts


def _string_opens(state: _Strings, name: str, attributes: dict[str, str]) -> None:
    if name == "si":
        state.said = state.blanks = False
        state.runs.clear()
    elif name == "r":
        state.runs.append("")
    elif name == "rFont" and state.runs:
        state.runs[-1] = symbol(attributes.get("val", ""))
    elif name == "t":
        state.kept = attributes.get("xml:space") == "preserve"


def _string_ends(state: _Strings, name: str) -> None:
    if name != "si":
        return
    if not state.said and not state.blanks:
        state.empty.append(str(state.count))
    elif len(state.runs) == 1 and state.runs[0]:
        state.fonts[str(state.count)] = state.runs[0]
    state.count += 1


def _ordinary(content: bytes) -> frozenset[str] | None:
    """The indexes of the strings without text, if all are plain ones; None if one is odd."""
    first, last = content.find(b"<si>"), content.rfind(b"</si>") + 5
    if facts.DEPTH_LIMIT < _DEPTH or not 0 < first < last or not _HEAD.fullmatch(content[:first]):
        return None
    if content[last:].strip(b" \t\r\n") != b"</sst>":
        return None
    pieces = _ITEM.split(content[first:last])
    kept, texts = pieces[1::3], pieces[2::3]
    if any(pieces[::3]) or not sound(b"\n".join(texts)):
        return None
    empty = [index for index, text in enumerate(texts) if not text]
    for index, text in enumerate(texts):
        if text and not kept[index] and BLANK.match(text):
            if b"&" in text:
                return None
            if text.decode().isspace():
                empty.append(index)
    return frozenset(map(str, empty))
