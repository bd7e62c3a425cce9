"""A table saved as a web page (.htm, often named .xls): Excel's own, and what web systems export.

Tables stand one under another as Excel shows them, a text outside them on a row of its own, a table inside a cell from
that cell's column on. Every value is the text that is shown. Source: HTML Living Standard §4.9 (tables).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import field

from formkit.cells import a1
from formkit.gate.facts import DEPTH_LIMIT, Budget, StopError
from formkit.gate.styles import symbol
from formkit.read.markup import Token, tokens
from formkit.read.written import SHEET, Written, add, merge, put
from formkit.values import dataclass

_BLANKS = re.compile(r"[ \t\r\n\f]+")
_AROUND = re.compile(r" *\n *")
_LINES = frozenset({"p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6"})
_STRUCK = frozenset({"s", "strike", "del"})
_CLASS = re.compile(r"\.([\w-]+)\s*$")
_FONT = re.compile(r"font-family\s*:\s?[\"']?([^;,\"']+)", re.IGNORECASE)
_GONE = re.compile(r"display\s?:\s?none", re.IGNORECASE)
_SHEET_NAME = re.compile(r"<x:Name>([^<]{1,60})</x:Name>")
_MOST = 1000                # a cell's columns, as browsers bound them; rows 65,534


@dataclass(slots=True)
class _Table:
    """An open table: its first column, the row it is at, cells that reach down from above, its merges."""

    left: int
    row: int
    column: int = 0
    last: int = 0
    free: dict[int, int] = field(default_factory=dict)       # column -> the first row that is free again
    spans: list[tuple[int, int, int, int]] = field(default_factory=list)
    columns: int = 0


@dataclass(slots=True)
class _Pass:
    sheet: Written
    budget: Budget
    tables: list[_Table] = field(default_factory=list)
    row: int = 0                # the last row that anything stands on
    place: tuple[int, int] | None = None     # of the open cell
    text: list[str] = field(default_factory=list)
    size: int = 0
    font: str = ""
    struck: bool = False
    skip: str = ""              # inside this element nothing counts
    fonts: dict[str, str] = field(default_factory=dict)


def page(text: str, budget: Budget) -> Written:
    """The one sheet of a page. Raises StopError at the gate's limits."""
    title = _SHEET_NAME.search(text[:65_536])
    state = _Pass(Written(title[1].strip() if title else SHEET), budget)
    for token in tokens(text):
        budget.elements -= 1
        if budget.elements < 0:
            raise StopError("refused", "too-many-elements", member="html", limit="")
        _take(state, token)
    _flush(state)
    while state.tables:
        _close_table(state)
    return state.sheet


def _take(state: _Pass, token: Token) -> None:
    kind, word, attributes = token
    if kind == "raw":
        _raw(state, word, attributes["of"])
    elif state.skip:
        state.skip = "" if kind == "close" and word == state.skip else state.skip
    elif kind == "text":
        _say(state, _BLANKS.sub(" ", word))
    elif kind == "open":
        _open(state, word, attributes)
    elif word in ("td", "th", "tr"):
        _flush(state)
    elif word == "table":
        _flush(state)
        if state.tables:
            _close_table(state)
    elif word in _LINES:
        _say(state, "\n")


def _raw(state: _Pass, text: str, word: str) -> None:
    if word == "style":
        for rule in text.split("}"):
            selector, _, body = rule.rpartition("{")
            if (font := _FONT.search(body)) and symbol(font[1]) and (name := _CLASS.search(selector)):
                state.fonts[name[1].lower()] = font[1].strip()
    elif word == "comment" and state.place:
        add(state.sheet, "comments")


def _open(state: _Pass, word: str, attributes: Mapping[str, str]) -> None:
    if word == "table":
        _open_table(state)
    elif word == "tr":
        _open_row(state, attributes)
    elif word in ("td", "th"):
        _open_cell(state, attributes)
    elif word == "col" and state.tables:
        _column(state, state.tables[-1], attributes)
    elif word == "br" or word in _LINES:
        _say(state, "\n")
    elif word == "img":
        add(state.sheet, "pictures")
    elif word == "a" and attributes.get("class", "").startswith("msocom"):
        state.skip = word       # the sign of a comment: [1]
    elif state.place:
        state.struck = state.struck or word in _STRUCK
        state.font = state.font or _font(state, attributes)


def _font(state: _Pass, attributes: Mapping[str, str]) -> str:
    """The symbol font that an element names: as an attribute, in its style, or by its class."""
    named = _FONT.search(attributes.get("style", ""))
    own = symbol(attributes.get("face", "")) or (symbol(named[1]) if named else "")
    return own or next((state.fonts[name] for name in attributes.get("class", "").lower().split() if name in state.fonts), "")


def _open_table(state: _Pass) -> None:
    """A table in a cell begins at the cell, or under its text; another begins under what is there."""
    place = state.place
    said = bool(_text(state))
    _flush(state)
    if len(state.tables) >= DEPTH_LIMIT:
        raise StopError("refused", "xml-depth", member="html", limit=str(DEPTH_LIMIT))
    if state.tables and place is not None:
        state.tables.append(_Table(place[1], place[0] + said - 1))
    else:
        state.tables.append(_Table(0, state.row))


def _open_row(state: _Pass, attributes: Mapping[str, str]) -> None:
    _flush(state)
    if not state.tables:
        state.tables.append(_Table(0, state.row))
    table = state.tables[-1]
    table.row = max(table.row, table.last) + 1
    table.last = table.row
    table.column = table.left
    state.row = max(state.row, table.row)
    if _GONE.search(attributes.get("style", "")):
        state.sheet.hidden_rows.add(table.row)


def _open_cell(state: _Pass, attributes: Mapping[str, str]) -> None:
    _flush(state)
    if not state.tables or not state.tables[-1].last:
        _open_row(state, {})
    table = state.tables[-1]
    while table.free.get(table.column, 0) > table.row:
        table.column += 1
    wide, high = _count(attributes.get("colspan"), _MOST), _count(attributes.get("rowspan"), 65_534)
    state.budget.elements -= wide
    if high > 1:
        for column in range(table.column, table.column + wide):
            table.free[column] = table.row + high
    if wide > 1 or high > 1:
        table.spans.append((table.row, table.column, high, wide))
    state.place = (table.row, table.column)
    state.font, state.struck = _font(state, attributes), False
    table.column += wide


def _column(state: _Pass, table: _Table, attributes: Mapping[str, str]) -> None:
    span = _count(attributes.get("span"), _MOST)
    if _GONE.search(attributes.get("style", "")) and not table.left:
        state.sheet.hidden_columns.update(range(table.columns + 1, table.columns + span + 1))
    table.columns += span


def _close_table(state: _Pass) -> None:
    """Its merges end with it, whatever they claim; the row of the table around it is as high as it."""
    table = state.tables.pop()
    for row, column, high, wide in table.spans:
        bottom = min(row + high - 1, max(table.last, row))
        if bottom > row or wide > 1:
            merge(state.sheet, row, column, bottom, column + wide - 1)
    state.row = max(state.row, table.last)
    if state.tables:
        state.tables[-1].last = max(state.tables[-1].last, table.last)


def _say(state: _Pass, text: str) -> None:
    if state.place is None and state.tables:
        return              # between the cells of a table nothing is shown
    if state.place is None and text == "\n":
        _flush(state)
    else:
        state.text.append(text)


def _text(state: _Pass) -> str:
    """What the open cell or line says: a single space or ``&nbsp;`` is how a page writes an empty cell."""
    text = _AROUND.sub("\n", _BLANKS.sub(" ", "".join(state.text)) if state.place is None else "".join(state.text))
    text = re.sub(r" {2,}", " ", text).strip(" \n")
    return "" if not text.strip("\xa0 \n") else text


def _flush(state: _Pass) -> None:
    """End the open cell, or the line of text outside the tables."""
    text = _text(state)
    state.text.clear()
    if state.place is None:
        if text:
            state.row += 1
            put(state.sheet, state.row, 0, text, state.budget)
        return
    row, column = state.place
    state.place = None
    put(state.sheet, row, column, text, state.budget)
    if text and state.font:
        state.sheet.fonts[a1(row, column)] = state.font
    if text and state.struck:
        add(state.sheet, "struck")


def _count(digits: str | None, most: int) -> int:
    """A number of rows or columns: at least one, at most what browsers take."""
    text = (digits or "").strip()
    return min(max(int(text), 1), most) if text.isascii() and text.isdigit() and len(text) < 9 else 1
