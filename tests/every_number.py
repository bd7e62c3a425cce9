"""Every number that the summaries and lists of a roll-up workbook show, and whether trace says where each comes from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pytest

from formkit.cells import a1
from formkit.container import SECTION
from formkit.merge import Part
from formkit.model import Form
from formkit.read.grid import Grid
from formkit.read.rollup import Opened
from formkit.trace import moved, recount
from formkit.trace.origin import Counted, how, trace
from formkit.trace.plain import Json, traced_json

LEADS = ("parts", "cells", "changes", "earlier", "listed", "terms")
Place = tuple[str, str]


def summaries(book: Opened) -> tuple[Grid, ...]:
    """The sheets people see, but for the detail, which is the filings themselves."""
    return tuple(grid for grid in book.grids if grid.visible and not any(_marked(line) for line in grid.rows[:3]))


def _marked(line: tuple[object, ...]) -> bool:
    return any(isinstance(value, str) and value.startswith(SECTION) for value in line)


def every_number(book: Opened) -> Mapping[Place, float]:
    """The value of each cell of those sheets that shows a number, whether typed or worked out."""
    return {
        (grid.name, a1(row, column)): float(value)
        for grid in summaries(book) for row, line in enumerate(grid.rows, 1) for column, value in enumerate(line)
        if isinstance(value, int | float) and not isinstance(value, bool)
    }  # fmt: skip


def explained(book: Opened, place: Place) -> Json:
    """What trace says of a number: how it is counted, and, unless it is 0, the cells, rows, lists or filings it comes from."""
    found = trace(book, "'{}'!{}".format(*place))
    assert isinstance(found, Counted), place
    said = traced_json(book, found, limit=3, plain=False)
    assert how(book.form, found.stood) != "how-stated", place
    assert said["agrees"] is True, place
    assert not found.stood.value or said["entry"] or any(said[f"{lead}_total"] for lead in LEADS), place
    return said


@contextmanager
def counted_once() -> Iterator[None]:
    """The rows of each filing are gone through once, however many numbers are traced."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(recount, "shares", _kept(recount.shares))
        patch.setattr(moved, "marks_of", _kept(moved.marks_of))
        yield


def _kept(work: Callable[[Form, Part], Any]) -> Callable[[Form, Part], Any]:
    done: dict[int, tuple[Part, Any]] = {}

    def once(form: Form, part: Part) -> Any:
        if id(part) not in done:
            made = work(form, part)
            done[id(part)] = part, made if isinstance(made, Mapping) else tuple(made)
        return done[id(part)][1]

    return once
