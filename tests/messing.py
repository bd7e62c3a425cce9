"""A sheet under a clerk's hands: cells that keep their identity, so that each can be followed to where it ends up."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from formkit.layout import lay_out
from formkit.model import Form
from formkit.read.grid import Grid

ROWS = 8
OLD = "2019年"
Expected = Counter[tuple[str, str]]


@dataclass(eq=False, slots=True)
class Cell:
    """A value that keeps its identity wherever it is moved."""

    value: Any = None


@dataclass(eq=False, slots=True)
class Line:
    """A row: its cells, what it is, the section it belongs to."""

    cells: list[Cell]
    kind: str = "other"
    section: str = ""
    hidden: bool = False


@dataclass(eq=False, slots=True)
class Page:
    """A sheet: its rows, and the key of each of its columns (empty for one that is no column of the form)."""

    name: str
    lines: list[Line]
    keys: list[str]
    visible: bool = True


@dataclass(eq=False, slots=True)
class Book:
    """A workbook under a clerk's hands, and what is to be said of its structure: code and cell, or None for the whole file."""

    form: Form
    pages: list[Page]
    planted: list[tuple[str, Cell]]
    guarded: frozenset[str]
    said: list[tuple[str, Cell | None]] = field(default_factory=list)
    merges: list[tuple[Cell, Cell]] = field(default_factory=list)
    across: dict[str, list[Cell]] = field(default_factory=dict)
    renamed: dict[tuple[int, str], dict[str, Cell]] = field(default_factory=dict)
    dropped: bool = False
    done: Counter[str] = field(default_factory=Counter)

    def where(self) -> dict[int, tuple[Page, int, int]]:
        """The page, row (from 1) and column (from 0) of every cell."""
        return {
            id(cell): (page, row, place)
            for page in self.pages
            for row, line in enumerate(page.lines, 1)
            for place, cell in enumerate(line.cells)
        }


Operation = tuple[str, int, int]


def opened(form: Form, rows: tuple[tuple[Any, ...], ...], filled: dict[str, list[dict[str, Any]]]) -> Book:
    """A blank's rows with what is typed into them; a fault is planted as ``(code, value)``."""
    layout = lay_out(form, ROWS)
    width = layout.width + 4
    lines = [Line([Cell(value) for value in (*line, *[None] * width)][:width]) for line in ([*r] for r in rows)]
    planted: list[tuple[str, Cell]] = []
    for block in layout.blocks:
        for row in range(block.title_row, block.last_row + 1):
            lines[row - 1].section = block.section
            lines[row - 1].kind = "blank" if row >= block.first_row else "header" if row >= block.header_first else "title"
        for row, typed in enumerate(filled[block.section], block.first_row):
            lines[row - 1].kind = "record"
            for key, value in typed.items():
                if key not in form.places:
                    continue
                cell = lines[row - 1].cells[form.places[key]]
                code, cell.value = value if isinstance(value, tuple) else ("", value)
                planted += [(code, cell)] if code else []
    guarded = {form.leaves[place].key for line in lines for place, cell in enumerate(line.cells) if any(cell is c for _, c in planted)}
    guarded |= {form.record.name or "", form.record.person or "", *form.record.head}
    return Book(form, [Page("填报表", lines, [*form.places, *[""] * 4])], planted, frozenset(guarded))


def say_what_adds_up(book: Book, where: dict[int, tuple[Page, int, int]]) -> None:
    """What is one finding a section or sheet however often it was done."""
    for cells in book.across.values():
        book.said.append(("merged-across", min(cells, key=lambda cell: where[id(cell)][1:])))
    for labels in book.renamed.values():
        first = min(labels, key=lambda key: book.form.places[key])
        book.said.append(("renamed-column", labels[first]))
    under = {id(last): first for first, last in book.merges}
    for page in book.pages:
        hidden = [line for line in page.lines if line.hidden and line.kind == "record"]
        if hidden and page.name != OLD:
            keys = [page.keys.index(leaf.key) for leaf in book.form.leaves if leaf.key in page.keys and leaf.type != "serial"]
            cells = [hidden[0].cells[place] for place in keys]
            shown = [under.get(id(cell), cell) for cell in cells]
            book.said.append(("hidden-rows", next(cell for cell in shown if cell.value is not None)))


def grids(book: Book) -> list[Grid]:
    """The sheets as the reader gives them."""
    where = book.where()
    found = []
    for page in book.pages:
        own = [(where[id(first)], where[id(last)]) for first, last in book.merges if where[id(first)][0] is page]
        merges = tuple((a[1], a[2] + 1, b[1], b[2] + 1) for a, b in own)
        rows = tuple(tuple(cell.value for cell in line.cells) for line in page.lines)
        hidden = frozenset(row for row, line in enumerate(page.lines, 1) if line.hidden)
        found.append(Grid(page.name, page.visible, rows, merges, hidden_rows=hidden))
    return found


def page_of(book: Book, number: int) -> Page:
    pages = [page for page in book.pages if page.name != OLD]
    return pages[number % len(pages)]


def headers_of(page: Page) -> dict[str, list[Line]]:
    """The rows of each section's first header."""
    found: dict[str, list[Line]] = {}
    for line in page.lines:
        if line.kind == "header":
            found.setdefault(line.section, []).append(line)
    return found


def gaps_of(page: Page) -> list[int]:
    """Rows above which another may be put: those of the entry rows."""
    return [index for index, line in enumerate(page.lines) if line.kind in ("record", "blank")]


def put(page: Page, index: int, line: Line) -> None:
    line.cells += [Cell() for _ in range(len(page.keys) - len(line.cells))]
    page.lines.insert(index, line)
