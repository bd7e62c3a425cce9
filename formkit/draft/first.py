"""The draft of a form out of the bytes of its blank: file, table, guesses, text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from formkit import gate
from formkit.cells import a1
from formkit.draft.compose import compose
from formkit.draft.frame import read_frame
from formkit.draft.guess import Question
from formkit.draft.header import is_own
from formkit.draft.raw import DraftError as DraftError
from formkit.draft.sheet import Page, by_row, read_pages
from formkit.draft.table import Table, find_table
from formkit.draft.write import codelist, schema
from formkit.model import CodeList
from formkit.values import dataclass

_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Draft:
    """The text of a first schema, and the texts of its new code lists by their ids."""

    schema: str
    codelists: Mapping[str, str]


def draft(data: bytes, name: str, form: str, known: Mapping[str, CodeList]) -> Draft:
    """A first schema with the id ``form`` from the bytes of a blank; ``known`` are code lists that it may name.

    Raises DraftError with the code of the one sentence that says why there is none.
    """
    verdict = gate.inspect(data, name)
    if verdict.outcome:
        raise DraftError(verdict.code, **verdict.args)
    pages = tuple(_printed(page) for page in read_pages(data, verdict))
    table, others = find_table(page for page, _ in pages)
    if table is None:
        raise DraftError("draft-no-table")
    outside = next(cells for page, cells in pages if page is table.page)
    plan = compose(table, read_frame(table), form, known, tuple(_met(table, others, outside)))
    dropdowns = {choice.values for choice in table.page.choices}
    lists = {
        each: codelist(each, title, values, dropdown=values in dropdowns) for each, (title, values) in plan.lists.items()
    }
    return Draft(schema(plan), lists)


def form_id(stem: str) -> str:
    """An id for a form out of a file name; ``new-form`` where the name has no letters for one."""
    name = re.sub(r"[^a-z0-9]+", "-", stem.lower()).strip("-")
    return name if re.fullmatch(r"[a-z][a-z0-9-]*", name) else "new-form"


def _met(table: Table, others: tuple[str, ...], outside: tuple[str, ...]) -> Iterator[Question]:
    """What was left out, as questions."""
    yield from (("draft-other-sheet", {"sheet": name}) for name in others)
    if outside:
        yield "draft-outside", {"cells": "、".join(outside[:_SHOWN]) + ("…" if len(outside) > _SHOWN else "")}
    yield from ((code, {"row": row}) for code, row in table.met)


def _printed(page: Page) -> tuple[Page, tuple[str, ...]]:
    """The page without what stands outside its print area, and where that was; the whole page if most of it does."""
    if page.printed is None:
        return page, ()
    top, left, bottom, right = page.printed
    inside = {cell: text for cell, text in page.cells.items() if top <= cell[0] <= bottom and left <= cell[1] <= right}
    if len(inside) * 2 <= len(page.cells):
        return page, ()
    left_out = (cell for cell in sorted(page.cells) if cell not in inside and not is_own(page.cells[cell]))
    return _only(page, inside), tuple(a1(*cell) for cell in left_out)


def _only(page: Page, cells: Mapping[tuple[int, int], str]) -> Page:
    assert page.printed is not None
    top, left, bottom, right = page.printed
    edged = frozenset(cell for cell in page.edged if top <= cell[0] <= bottom and left <= cell[1] <= right)
    return replace(page, cells=cells, rows=by_row(cells), edged=edged)
