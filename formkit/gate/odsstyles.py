"""The styles inside an ODS's content: which table is hidden, which cell format says something.

Source: OpenDocument 1.3 part 3, §16 (styles), §20.337 (table:display), §20.385 (line through).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from formkit.values import dataclass

from .styles import Look, by_hand, symbol
from .xmlpass import local

_LINE = "text-line-through-style"


@dataclass(slots=True)
class Styles:
    """Automatic styles as met so far: those of hidden tables, the looks of cell styles by name."""

    current: str = ""
    hidden: set[str] = field(default_factory=set)
    looks: dict[str, Look] = field(default_factory=dict)


def note_style(styles: Styles, name: str, attributes: Mapping[str, str]) -> None:
    """Take in one element (its local name) from before the tables."""
    own = {local(key): value for key, value in attributes.items()}
    if name == "style":
        styles.current = own.get("name", "") if own.get("family") in ("table", "table-cell") else ""
        if inherited := styles.looks.get(own.get("parent-style-name", "")):
            styles.looks[styles.current] = inherited
    elif not styles.current:
        return
    elif name == "table-properties" and own.get("display") == "false":
        styles.hidden.add(styles.current)
    elif name == "table-cell-properties" and by_hand(own.get("background-color", "")):
        _add(styles, "", "colours")
    elif name == "text-properties":
        _add(styles, symbol(own.get("font-name", own.get("font-family", "")).strip("'")), "")
        if own.get(_LINE, "none") != "none":
            _add(styles, "", "struck")
        if by_hand(own.get("color", "")):
            _add(styles, "", "colours")


def _add(styles: Styles, font: str, extra: str) -> None:
    old = styles.looks.get(styles.current, Look())
    extras = tuple(sorted({*old.extras, *((extra,) if extra else ())}))
    if font or extra:
        styles.looks[styles.current] = Look(font or old.font, extras)
