"""What cell formats say that a value does not: a symbol font, a line through, a colour.

The part is large in honest files and mostly of no interest, so it is searched for the few words that matter
and parsed only if one is there. Source: ECMA-376-1 §18.8.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Mapping
from dataclasses import field

from formkit.values import dataclass

from . import facts
from .facts import NOTHING
from .memory import recalled
from .xmlpass import feed, local, new_parser, too_deep

SYMBOLS = frozenset({"wingdings", "wingdings 2", "wingdings 3", "webdings", "symbol", "marlett"})
# The standard colours of Excel's and WPS's palettes, less the dark red that formkit itself writes in.
BY_HAND = frozenset({"ff0000", "ffc000", "ffff00", "92d050", "00b050", "00b0f0", "0070c0", "002060", "7030a0"})

# What is looked for before a part is parsed at all, in lower case; anything odd enough is parsed.
FONTS = (b"dings", b"symbol", b"marlett")
_STYLES = (*FONTS, b"strike", *(colour.encode() for colour in sorted(BY_HAND)))
_WIDE = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")
_QUOTED = re.compile(r'"[^"]*"')
_OUTSIDE = re.compile(r"(?<![\w\])])\[(?:[1-9][0-9]*|[^\[\]]+\.\w{2,4})\]")


@dataclass(frozen=True, slots=True)
class Look:
    """A cell format that says something: its symbol font or "", and what it adds to the extras."""

    font: str = ""
    extras: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Looks:
    """Formats worth noting by the index a cell gives, and shared strings by theirs: empty ones, symbol fonts.

    ``timed`` are formats in which a number is a day (True) or may be, or a time (False); None where nothing is certain.
    """

    styles: Mapping[str, Look] = field(default_factory=dict)
    empty: frozenset[str] = frozenset()
    fonts: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    timed: Mapping[str, bool] | None = None


PLAIN = Looks()


def key_of(looks: Looks) -> Hashable:
    """What two looks have the same of under which cells say and give the same."""
    timed = None if looks.timed is None else frozenset(looks.timed.items())
    return tuple(looks.styles.items()), looks.empty, tuple(looks.fonts.items()), timed


def symbol(font: str) -> str:
    """The name of a symbol font as written, else ""."""
    return font if font.strip().lower() in SYMBOLS else ""


def by_hand(colour: str) -> bool:
    """Whether a colour (RRGGBB, AARRGGBB or #rrggbb) is one that a person picks from the palette."""
    return colour.lstrip("#")[-6:].lower() in BY_HAND


def outside(formula: str) -> bool:
    """Whether a formula names another workbook: ``[1]Sheet1!A1``, ``[村.xlsx]Sheet1!A1``, a path; not in a text."""
    return _OUTSIDE.search(_QUOTED.sub("", formula)) is not None


def worth(content: bytes, marks: tuple[bytes, ...]) -> bool:
    """Whether a part has one of the words that matter, or is odd enough to be parsed."""
    lowered = content.lower()
    return content.startswith(_WIDE) or any(mark in lowered for mark in marks)


_MOST = 262_144             # bytes of styles that an office's files may have in common
_remembered: dict[Hashable, Mapping[str, Look]] = {}


def styles(content: bytes, part: str) -> Mapping[str, Look]:
    """The formats of styles.xml that say something, by the index that a cell's ``s`` gives. Raises StopError."""
    return _styles(content, part) if len(content) > _MOST else recalled(_remembered, content, lambda: _styles(content, part))


def _styles(content: bytes, part: str) -> Mapping[str, Look]:
    if not worth(content, _STYLES):
        return {}
    fonts: list[Look] = []
    fills: list[bool] = []
    found: dict[str, Look] = {}
    path: list[str] = []
    count = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal count
        parent = path[-1] if path else ""
        value = attributes.get("val", "")
        if name == "font" and parent == "fonts":
            fonts.append(Look())
        elif name == "fill" and parent == "fills":
            fills.append(False)
        elif name == "xf" and parent == "cellXfs":
            if look := _look(attributes, fonts, fills):
                found[str(count)] = look
            count += 1
        elif path[-2:] == ["fonts", "font"]:
            fonts[-1] = _font(fonts[-1], name, value, attributes)
        elif name == "fgColor" and path[-3:] == ["fills", "fill", "patternFill"]:
            fills[-1] = by_hand(attributes.get("rgb", ""))

    run(content, part, path, start)
    return found


def _font(font: Look, name: str, value: str, attributes: Mapping[str, str]) -> Look:
    """A font with one more of its elements."""
    if name == "name":
        return Look(symbol(value), font.extras)
    struck = name == "strike" and value not in ("0", "false")
    coloured = name == "color" and by_hand(attributes.get("rgb", ""))
    return Look(font.font, (*font.extras, "struck" if struck else "colours")) if struck or coloured else font


def _look(attributes: Mapping[str, str], fonts: list[Look], fills: list[bool]) -> Look | None:
    font, fill = attributes.get("fontId", ""), attributes.get("fillId", "")
    look = fonts[int(font)] if font.isdecimal() and int(font) < len(fonts) else Look()
    painted = fill.isdecimal() and int(fill) < len(fills) and fills[int(fill)]
    extras = tuple(sorted({*look.extras, *(("colours",) if painted else ())}))
    return Look(look.font, extras) if look.font or extras else None


def run(
    content: bytes, part: str, path: list[str], start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None] | None = None, read: Callable[[str], None] | None = None,
) -> None:
    """One pass over a part; ``path`` holds the local names of the open elements, the handlers' own not among them."""
    parser = new_parser(part)

    def opened(name: str, attributes: dict[str, str]) -> None:
        if len(path) >= facts.DEPTH_LIMIT:
            raise too_deep(part)
        name = local(name)
        start(name, attributes)
        path.append(name)

    def closed(_: str) -> None:
        name = path.pop()
        if end is not None:
            end(name)

    parser.StartElementHandler = opened
    parser.EndElementHandler = closed
    parser.CharacterDataHandler = read
    feed(parser, (content,), part)
