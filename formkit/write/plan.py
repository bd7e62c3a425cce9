"""Everything the writing of one workbook needs to know, worked out once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from formkit import identity, period
from formkit.columns import specs
from formkit.constants import constants
from formkit.filing import Identity
from formkit.layout import Layout, lay_out
from formkit.model import LEVELS, Form, Level
from formkit.types import KINDS, Spec
from formkit.values import dataclass
from formkit.write.issue import Issue
from formkit.write.lists import Lists, known_places, plan_lists, with_places

LIVE_ROWS = 500
"""Up to so many rows a section, checks across rows are live."""


@dataclass(frozen=True, slots=True)
class Plan:
    """``specs`` follow the columns; ``prefilled`` are unit names by column; ``code`` is the printed form code; ``numbered`` are the
    columns that hold the numbers of the rows.
    """

    form: Form
    issue: Issue
    layout: Layout
    specs: tuple[Spec, ...]
    lists: Lists
    prefilled: Mapping[int, str]
    code: str
    constants: Mapping[str, float | date]
    numbered: tuple[int, ...]

    @property
    def level(self) -> Level:
        """The level of the unit it is for: which columns are open follows from that."""
        return self.issue.identity.level or self.form.reporter

    def locked(self, index: int) -> bool:
        """Whether a column is another level's to fill in.

        What a level below fills in is locked where its rows are there; in a workbook handed out empty nobody else could.
        """
        column = self.form.leaves[index]
        if not self.form.asks(column, self.level):
            return True
        theirs = bool(self.issue.entries) and not self.issue.own and not self.issue.returned
        return column.by not in (None, self.level) and theirs

    @property
    def unit(self) -> str:
        """Full name of the reporting unit from the county down, empty where it is not known."""
        return full_name(self.issue.identity)

    @property
    def asked(self) -> tuple[int, ...]:
        """The columns whose content makes a row a filled one: all but the unit's own name and the number of the row."""
        own = {*self.prefilled, *self.numbered}
        found = tuple(index for index in range(self.layout.width) if index not in own)
        return found or tuple(range(self.layout.width))


def full_name(who: Identity) -> str:
    """Full name of a reporting unit from the county down, empty where it is not known."""
    county = LEVELS.index("county")
    steps = [step for step in who.path if step.level in LEVELS]
    near = [step.name for step in steps if LEVELS.index(step.level) <= county]
    return "".join(reversed(near or [step.name for step in steps[:1]]))


def make_plan(form: Form, issue: Issue) -> Plan:
    """Lay the form out for one unit."""
    path = issue.identity.path
    places = known_places(issue.places, path)
    found = specs(form, issue.end, places)
    names = {step.level: step.name for step in path}
    prefilled = {
        index: names[column.level]
        for index, column in enumerate(form.leaves)
        if column.level and column.level in names
    }
    lists = plan_lists(form, found, places, prefilled)
    code = identity.code(issue.identity)
    known = constants(form, period.parsed(issue.identity.period)) if issue.end else {}
    numbered = tuple(index for index, leaf in enumerate(form.leaves) if KINDS[leaf.type].NUMBERED)
    return Plan(form, issue, lay_out(form, issue.rows), with_places(found, lists), lists, prefilled, code, known, numbered)
