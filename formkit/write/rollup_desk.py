"""总览 as a page of twelve equal columns in two halves, filled from above: bands, cells, numbers with what they mean."""

from __future__ import annotations

from dataclasses import field

from formkit.trace.recount import Meaning
from formkit.values import dataclass
from formkit.words.ledgers import text
from formkit.write.numbers import meant, worked
from formkit.write.rollup_plan import RollupPlan
from formkit.write.styles import HEI, Book, Sheet, lines_in, put, style

LAST, WIDTH, GUTTER = 12, 9.57, 6
"""The last column (from 0), the width of each in characters, and the narrow one between the halves of the page."""
PIXELS = 12 * 72 + 12
"""Width of the page: twelve columns and the narrow one."""
NAVY, PALE, LINE = "#1F4E79", "#DDEBF7", "#BFBFBF"
RED = "#C00000"
ROOM = 960.0
"""Points of height that fill A4 at the scale at which twelve columns fill its width."""


@dataclass(slots=True)
class Front:
    """The page being written: the next row (from 1) and the height used so far."""

    book: Book
    sheet: Sheet
    plan: RollupPlan
    row: int = 1
    used: float = 0.0
    heights: dict[int, float] = field(default_factory=dict)

    def next(self, height: float, count: int = 1) -> int:
        """Take so many rows of a height; the first of them."""
        first = self.row
        for row in range(first, first + count):
            put(self.sheet.set_row, row - 1, height)
            self.heights[row] = height
        self.row += count
        self.used += height * count
        return first


@dataclass(frozen=True, slots=True)
class Figured:
    """A number of the page: its formula ("" where it is stated), its value, what it means unless the formula says all there is to say: then
    ``name`` is what it is called, and ``unit`` the code of whose it is.
    """

    live: str
    value: float
    meaning: Meaning | None = None
    shape: str = "#,##0"
    name: str = ""
    unit: str = ""


def band(front: Front, label: str, left: int = 0, right: int = LAST, row: int | None = None) -> None:
    """A heading over some columns, in a row of its own unless one is given."""
    at = row or front.next(24)
    look = style(front.book, font_name=HEI, font_size=12, font_color=NAVY, bottom=2, bottom_color=NAVY, valign="bottom")
    wide(front, (at, left, right), label, look)


def wide(front: Front, area: tuple[int, int, int], said: str, look: object) -> None:
    """A text over some columns of a row."""
    row, left, right = area
    if left == right:
        put(front.sheet.write_string, row - 1, left, said, look)
        return
    put(front.sheet.merge_range, row - 1, left, row - 1, right, "", look)
    put(front.sheet.write_string, row - 1, left, said, look)


def number(front: Front, area: tuple[int, int, int], figured: Figured | None, **look: object) -> None:
    """A number over some columns of a row; an empty cell where there is none."""
    row, left, right = area
    shown = style(front.book, **{"border": 1, "border_color": LINE, "align": "center", "font_size": 11, "shrink": True, **look},
                  num_format=figured.shape if figured else "0")  # fmt: skip
    if left < right:
        put(front.sheet.merge_range, row - 1, left, row - 1, right, "", shown)
    if figured is None:
        put(front.sheet.write_blank, row - 1, left, None, shown)
    elif figured.live:
        put(front.sheet.write_formula, row - 1, left, figured.live, shown, figured.value)
    else:
        put(front.sheet.write_number, row - 1, left, figured.value, shown)
    place = front.sheet.get_name(), row, left
    if figured and figured.meaning:
        meant(front.book, *place, figured.meaning, int(figured.value))
    elif figured and figured.live:
        worked(front.book, place, figured.live, figured.value, figured.name, figured.unit)


def head(front: Front, row: int, cells: list[tuple[int, int, str]]) -> None:
    """A row of headings: first column, last column, text."""
    look = style(front.book, font_name=HEI, font_size=11, border=1, border_color=LINE, align="center", bg_color=PALE, text_wrap=True)
    for left, right, said in cells:
        wide(front, (row, left, right), said, look)


def label(front: Front, area: tuple[int, int, int], said: str, **look: object) -> None:
    """What a line of a table is about."""
    shown = {"border": 1, "border_color": LINE, "font_size": 11, "indent": 1, "shrink": True, **look}
    wide(front, area, said, style(front.book, **shown))


def paragraph(front: Front, said: str, **look: object) -> None:
    """A text over the whole width, in a row as high as it takes."""
    lines = lines_in(said, LAST * WIDTH * 0.9)
    at = front.next(6 + 15.0 * lines)
    wide(front, (at, 0, LAST), said, style(front.book, font_size=11, text_wrap=True, **look))


def cut(names: list[str], width: int) -> str:
    """Names in one line of so many characters; the rest is counted (等n个)."""
    shown: list[str] = []
    for name in names:
        if shown and len("、".join((*shown, name))) > width:
            return text("front-names-cut", names="、".join(shown), count=str(len(names)), sheet=text("rollup-roster"))
        shown.append(name)
    return "、".join(shown)
