"""Where 变动表 stands on its sheet while it is written: its columns, its rows, the cell of each number."""

from __future__ import annotations

from collections.abc import Mapping

from formkit.cells import letter
from formkit.values import dataclass
from formkit.words.ledgers import text
from formkit.write.rollup_flows import FlowPlan
from formkit.write.rollup_stock import Figure
from formkit.write.styles import Book, Sheet

FIRST = 3
"""First row of the header, counted from 1."""
NAME, NUMBER, CHECK, REMARK = 16.0, 5.6, 20.0, 26.0


@dataclass(frozen=True, slots=True)
class Desk:
    """A sheet of the table being written. ``lead`` are the headings before the numbers."""

    book: Book
    sheet: Sheet
    flows: FlowPlan
    lead: tuple[str, ...]

    @property
    def end(self) -> int:
        """Column of the check, behind the numbers; the remark follows."""
        return len(self.lead) + len(self.flows.items)

    def column(self, place: int) -> str:
        """The letter of a number's column."""
        return letter(len(self.lead) + place)

    @property
    def paths(self) -> tuple[tuple[str, ...], ...]:
        """Header labels of each column from the outermost."""
        lead, end = ((code,) for code in self.lead), ((text("flows-check"),), (text("flows-remark"),))
        return (*lead, *(item.path for item in self.flows.items), *end)

    @property
    def first(self) -> int:
        """The first row below the header, counted from 1."""
        return FIRST + max(map(len, self.paths))


@dataclass(frozen=True, slots=True)
class FlowSheet:
    """Where the numbers of 变动表 stand: the sums of all units, and the row of each unit directly below."""

    desk: Desk
    total: int
    groups: Mapping[str, int]

    def cell(self, key: str, grain: str, row: int | None = None, figure: Figure | None = None) -> str:
        """The reference to a number from another sheet."""
        flows = self.desk.flows
        place = flows.place(key, grain)
        if figure is not None:
            place = next(place for place, item in enumerate(flows.items) if item.figure == figure)
        return f"'{self.desk.sheet.get_name()}'!{self.desk.column(place)}{row or self.total}"
