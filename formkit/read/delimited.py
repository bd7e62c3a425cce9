"""A table as plain text (CSV, TSV), whatever it is called: every value is the text that stands there.

Source: RFC 4180, and what Excel writes and reads beyond it: ``sep=;`` in the first line, which it does not show, and
``="0123"``, the text 0123.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator

from formkit.gate import SheetFacts
from formkit.gate.facts import GRID_COLUMNS, Budget, StopError, check_area
from formkit.gate.texts import decoded
from formkit.read.written import SHEET, Lines, Written, finished, put, put_row

_SEPARATORS = "\t,;"
_SAMPLE = 20
_SAID = re.compile(r"(?i)sep=(.)\r?\n")
_QUOTED = re.compile(r'"[^"]*"')
_LINE = re.compile(r"[^\r\n]*(?:\r\n?|\n)|[^\r\n]+")
_MOST_SHARED = 4096
_AS_TEXT = re.compile(r'="((?:[^"]|"")*)"')


def delimited_sheets(data: bytes) -> tuple[tuple[SheetFacts, Lines], ...]:
    """The one sheet of the text. Raises StopError for an encoding nobody knows and at the gate's limits."""
    text = decoded(data).replace("\0", "")
    separator = ""
    if said := _SAID.match(text):
        separator, text = said[1], text[said.end() :]
    separator = separator or _separator(text)
    if max((found[0].count(separator) for found in re.finditer("[^\n]+", text)), default=0) > 4 * GRID_COLUMNS:
        check_area(1, GRID_COLUMNS + 1, SHEET)
    sheet, budget = Written(), Budget()
    shared: dict[str, str] = {}     # a value that comes again is the same one: a large table says the same few things over and over
    for number, line in enumerate(_lines(text, separator), 1):
        whole = "".join(line)
        if "#" in whole or "=" in whole:      # there may be an error among them, or a text kept as one
            for column, value in enumerate(line):
                put(sheet, number, column, _plain(value), budget)
            continue
        if len(shared) > _MOST_SHARED:
            shared.clear()
        put_row(sheet, number, [shared.setdefault(value, value) if value else None for value in line], budget)
    return (finished(sheet),)


def _separator(text: str) -> str:
    """The mark that the first lines have most of, outside quotes."""
    lines = [_QUOTED.sub("", line) for line in text[:65_536].splitlines() if line.strip()][:_SAMPLE]
    counts = {mark: sum(line.count(mark) for line in lines) for mark in _SEPARATORS}
    found = max(counts, key=lambda mark: counts[mark])
    return found if counts[found] else ","


def _lines(text: str, separator: str) -> Iterator[list[str]]:
    """The rows. A quote that is never closed would swallow all that follows: quotes are then letters like others."""
    try:
        for _ in csv.reader(_broken(text), delimiter=separator, strict=True) if '"' in text else ():
            pass
        literal = False
    except csv.Error as error:
        literal = "unexpected end" in str(error)
    lines = _broken(text)
    try:
        if literal:
            yield from csv.reader(lines, delimiter=separator, quoting=csv.QUOTE_NONE)
        else:
            yield from csv.reader(lines, delimiter=separator)
    except csv.Error:
        raise StopError("unreadable", "text-damaged") from None


def _broken(text: str) -> Iterator[str]:
    """The lines of a text, their ends kept, one at a time: a file of lines would be four bytes a letter, all of it."""
    return (found[0] for found in _LINE.finditer(text))


def _plain(value: str) -> str:
    """The text of a cell; ``="0123"`` is how a text that looks like a number is kept one."""
    found = _AS_TEXT.fullmatch(value) if value.startswith("=") else None
    return found[1].replace('""', '"') if found else value
