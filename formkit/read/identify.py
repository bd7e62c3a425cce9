"""Whose return a workbook says it is, from whichever carrier survived.

In this order: the hidden sheet (which says most), the document property, the hidden first row, the printed form
code. The first that speaks is believed; units and forms are held against the roster later.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from formkit import identity
from formkit.filing import Identity
from formkit.layout import IDENTITY_SHEET
from formkit.model import Form
from formkit.read.grid import Grid
from formkit.read.headers import find_headers

_TOP = 12


def identify(grids: Iterable[Grid], properties: Mapping[str, str]) -> tuple[Identity | None, dict[str, int]]:
    """The identity a workbook carries, and the entry rows it was made with; None if nothing in it speaks."""
    sheets = tuple(grids)
    rows: dict[str, int] = {}
    for grid in sheets:
        if grid.name == IDENTITY_SHEET:
            found, rows = identity.from_pairs(_pairs(grid))
            if found:
                return found, rows
    if found := identity.from_code(properties.get(identity.PROPERTY, "")):
        return found, rows
    for grid in sheets:
        if found := _printed(grid):
            return found, rows
    return None, rows


def _pairs(grid: Grid) -> Iterable[tuple[str, str]]:
    for line in grid.rows:
        if len(line) >= 2 and isinstance(line[0], str):
            yield line[0], "" if line[1] is None else str(line[1])


def _printed(grid: Grid) -> Identity | None:
    for line in grid.rows[:_TOP]:
        for value in line:
            if isinstance(value, str) and value.count("/") == 4 and (found := identity.from_code(value)):
                return found
    return None


def recognised(grids: Iterable[Grid], forms: Mapping[str, Form]) -> Form | None:
    """The form whose header stands on some sheet, in a workbook that has lost every mark of identity."""
    sheets = tuple(grids)
    return next((form for form in forms.values() for grid in sheets if find_headers(form, grid)), None)
