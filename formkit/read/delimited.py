"""A table as plain text (CSV, TSV), whatever it is called: every value is the text that stands there.

Source: RFC 4180, and what Excel writes and reads beyond it: ``sep=;`` in the first line, which it does not show, and
``="0123"``, the text 0123.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

from formkit.gate import SheetFacts
from formkit.gate.facts import GRID_COLUMNS, Budget, StopError, check_area
from formkit.gate.texts import decoded
from formkit.read.written import SHEET, Lines, Written, finished, put

_SEPARATORS = "\t,;"
_SAMPLE = 20
_SAID = re.compile(r"(?i)sep=(.)\r?\n")
_QUOTED = re.compile(r'"[^"]*"')
_AS_TEXT = re.compile(r'="((?:[^"]|"")*)"')


def delimited_sheets(data: bytes) -> tuple[tuple[SheetFacts, Lines], ...]:
    """The one sheet of the text. Raises StopError for an encoding nobody knows and at the gate's limits."""
    text = decoded(data).replace("\0", "")
    separator = ""
    if said := _SAID.match(text):
        separator, text = said[1], text[said.end() :]
    separator = separator or _separator(text)
    if max((line.count(separator) for line in text.split("\n")), default=0) > 4 * GRID_COLUMNS:
        check_area(1, GRID_COLUMNS + 1, SHEET)
    sheet, budget = Written(), Budget()
    for number, line in enumerate(_lines(text, separator), 1):
        for column, value in enumerate(line):
            put(sheet, number, column, _plain(value), budget)
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
        for _ in csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True):
            pass
        literal = False
    except csv.Error as error:
        literal = "unexpected end" in str(error)
    lines = io.StringIO(text, newline="")
    try:
        if literal:
            yield from csv.reader(lines, delimiter=separator, quoting=csv.QUOTE_NONE)
        else:
            yield from csv.reader(lines, delimiter=separator)
    except csv.Error:
        raise StopError("unreadable", "text-damaged") from None


def _plain(value: str) -> str:
    """The text of a cell; ``="0123"`` is how a text that looks like a number is kept one."""
    found = _AS_TEXT.fullmatch(value) if value.startswith("=") else None
    return found[1].replace('""', '"') if found else value
