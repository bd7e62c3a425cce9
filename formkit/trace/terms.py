"""What a worked-out number works on: the cells its formula names, each with what it means and what stands there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from formkit.cells import a1, column_of
from formkit.read.grid import Grid
from formkit.read.rollup import Opened
from formkit.trace.totals import Stood, described, shown_raw
from formkit.values import dataclass

_TEXT = re.compile(r'"(?:[^"]|"")*"')
_REFERENCE = re.compile(
    r"(?<![A-Za-z0-9_.])(?:'((?:[^']|'')+)'!)?"
    r"\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})(?::\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6}))?(?![A-Za-z0-9_(.])"
)
_MOST = 5_000
"""Cells of one range that are looked at."""
_LABELS = 3


@dataclass(frozen=True, slots=True)
class Term:
    """A cell that a formula names: where it stands now, what it means (or the texts before it in its row), what stands there."""

    sheet: str
    cell: str
    means: str
    value: str


def terms_of(opened: Opened, stood: Stood) -> tuple[Term, ...]:
    """The cells behind a worked-out number, each once, in the order its formula names them; none for any other number."""
    if stood.meaning.kind != "worked":
        return ()
    known = {(each.sheet, each.written): each for each in opened.numbers}
    names = {step.code: step.name for part in opened.read.parts for step in part.path}
    grids = {grid.name: grid for grid in opened.grids}
    found: dict[tuple[str, str], Term] = {}
    for sheet, row, column in _named(stood.meaning.key, stood.sheet):
        place = sheet, a1(row, column)
        if place in known:
            each = known[place]
            value = each.error or shown_raw(each.value)
            found.setdefault(place, Term(each.sheet, each.cell, described(opened.form, each.meaning, names), value))
        elif sheet in grids and grids[sheet].value(row, column) not in (None, ""):
            value = shown_raw(grids[sheet].value(row, column))
            found.setdefault(place, Term(*place, _label(grids[sheet], row, column), value))
    return tuple(found.values())


def _named(formula: str, own: str) -> Iterator[tuple[str, int, int]]:
    """Sheet, row (from 1) and column (from 0) of every cell a formula names, those of ranges one by one."""
    for sheet, left, top, right, bottom in _REFERENCE.findall(_TEXT.sub('""', formula)):
        rows = range(int(top), int(bottom or top) + 1)
        columns = range(column_of(left), column_of(right or left) + 1)
        for row in rows[:_MOST]:
            for column in columns:
                yield sheet.replace("''", "'") or own, row, column


def _label(grid: Grid, row: int, column: int) -> str:
    """The texts that stand before a cell in its row: what its line is about."""
    said: Sequence[object] = [grid.value(row, each) for each in range(column)]
    return "，".join([each for each in said if isinstance(each, str) and each][:_LABELS])
