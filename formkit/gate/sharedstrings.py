"""The shared strings of a package, and what they say that the number of one does not: that it has no text, or is in a symbol font.

Strings without runs, which are nearly all, are cut apart at once. Others are searched for the few words that matter first and only
then parsed; their texts are left to the reader. Source: ECMA-376-1 §18.4.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import field
from functools import lru_cache, partial

from formkit.values import dataclass

from . import facts
from .facts import NOTHING
from .styles import FONTS, run, symbol, worth
from .xmltext import sound, unescaped

_WORDS = (*FONTS, b"<t/>", b"<t></t>", b"<t> ", b"<t>\t", b"<t>\n", b"<t>\r", b'preserve"/>', b'preserve"></t>',
            b"preserve'", b"<si/>", b"<si></si>", b"<si>\n", b"<si>\r", b"<si> ", b":si>")
_MOST = 4_000_000           # bytes that are cut apart at once
_DEPTH = 5
_HEAD = re.compile(
    rb'(?:<\?xml version="1\.0" encoding="UTF-8"(?: standalone="yes")?\?>[ \t\r\n]*)?'
    rb'<sst(?: xmlns="[\w:/.-]*")?(?: count="[0-9]*")?(?: uniqueCount="[0-9]*")?>')
# How Chinese Excel ends nearly every string, and what LibreOffice puts before each part that is in another script.
_PHONETIC = re.compile(rb'(?<=</[tr]>)<phoneticPr fontId="[0-9]+"(?: type="[A-Za-z]+")?(?: alignment="[A-Za-z]+")?/>')
_LOOK = re.compile(rb'(?:<[A-Za-z]+(?: (?:val|rgb|theme|indexed)="[^"<>&]*")?(?: tint="[0-9.-]*")?/>)*')
_KEPT, _NEXT, _RUNS = "\1", "\2", "\3"       # stand for the mark that blanks are to be kept, a next run, a string in runs: no text has them

_MORE = re.compile("[&\1-\3]|_x")               # a text that has one of these is more than what stands there


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


@dataclass(frozen=True, slots=True)
class Strings:
    """Indexes of the shared strings without text, the symbol font of those that are one run in it, and the texts.

    The texts are None where it is not certain what the reader makes of each; one that is empty is None.
    """

    empty: frozenset[str] = frozenset()
    fonts: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    texts: tuple[str | None, ...] | None = None


def strings(content: bytes, part: str) -> Strings:
    """What shared strings say. Raises StopError."""
    if len(content) <= _MOST and (texts := _texts(content)) is not None:
        empty = frozenset([str(at) for at, text in enumerate(texts) if text is None]) if None in texts else frozenset()
        return Strings(empty, NOTHING, texts)
    if not worth(content, _WORDS):
        return Strings()
    state = _Strings()

    def read(text: str) -> None:
        if state.path[-1] == "t" and "rPh" not in state.path:
            state.said = state.said or not text.isspace()
            state.blanks = state.blanks or state.kept

    run(content, part, state.path, partial(_string_opens, state), partial(_string_ends, state), read)
    return Strings(frozenset(state.empty), state.fonts)


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


def _texts(content: bytes) -> tuple[str | None, ...] | None:
    """The strings, if all are plain ones; None if one is odd, or has blanks at its ends of which it is not said whether they count."""
    first, last = content.find(b"<si>"), content.rfind(b"</si>") + 5
    if facts.DEPTH_LIMIT < _DEPTH or not 0 < first < last or not _HEAD.fullmatch(content[:first]):
        return None
    inner = content[first:last]
    if content[last:].strip(b" \t\r\n") != b"</sst>" or not sound(inner):
        return None
    if b"<phoneticPr" in inner:
        inner = _PHONETIC.sub(b"", inner)
    if in_runs := b"<r>" in inner:
        inner = _without_looks(inner)
    text = inner.decode().replace("<t/>", "<t></t>").replace('<t xml:space="preserve">', "<t>" + _KEPT)
    if in_runs:
        text = text.replace("</t></r><r><t>", _NEXT).replace("<si><r><t>", "<si><t>" + _RUNS).replace("</t></r></si>", _RUNS + "</t></si>")
    pieces = text[7:-9].split("</t></si><si><t>")
    if text.count("<") != 4 * len(pieces) or not (text.startswith("<si><t>") and text.endswith("</t></si>")):
        return None
    stripped = [*map(str.strip, pieces)]
    if pieces == stripped and not _MORE.search(text):
        return tuple([piece or None for piece in pieces])
    read = [_said(piece) if piece != plain or _MORE.search(piece) else piece for piece, plain in zip(pieces, stripped, strict=True)]
    return None if None in read else tuple([one or None for one in read])


def _without_looks(content: bytes) -> bytes:
    """Strings without what their runs look like; nothing if one is odd, or looks like symbols."""
    first, *parts = content.split(b"<rPr>")
    pieces = [first]
    for part in parts:
        look, _, rest = part.partition(b"</rPr>")
        if not (_is_plain(look) and pieces[-1].endswith(b"<r>")):
            return b""
        pieces.append(rest)
    return b"".join(pieces)


@lru_cache(maxsize=256)
def _is_plain(look: bytes) -> bool:
    return bool(_LOOK.fullmatch(look)) and not any(font in look.lower() for font in FONTS)


def _said(piece: str) -> str | None:
    """What a string says that is more than plain text; None where that is not certain."""
    if piece[:1] == _RUNS != piece[1:] and piece[-1:] == _RUNS:
        runs = [_said(run) for run in piece[1:-1].split(_NEXT)]
        return None if None in runs else "".join(run or "" for run in runs)
    if _RUNS in piece or _NEXT in piece:
        return None
    return unescaped(piece.removeprefix(_KEPT), kept=piece[:1] == _KEPT)
