"""What every kind of value answers with, and what it needs to know.

A module of this package reads one kind of value. Each has the same parts:

``KIND``            what its values are in a rule: number, text, date or logical
``NUMBER_FORMAT``   how its cells are formatted in a workbook
``NEVER_BLANK``     True where an empty cell is itself an answer
``SECRET``          True where the values are nobody's business: shown by their last characters only
``WRAPS``           True where a cell may hold lines of text
``NUMBERED``        True where the workbook numbers the rows itself: no content, and never read
``DECIMALS``        digits behind the point of its numbers
``SEPARATOR``       what stands between several values in one cell; empty where a cell holds one
``key(value)``      what makes two canonical values the same
``shown(value)``    a canonical value, or a date in its cell, as people write it
``read(raw, spec)`` the raw value of a cell as a ``Reading``
``guard(cell, spec)`` what a workbook does about it while it is being filled
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import date
from decimal import Decimal
from typing import Literal

from formkit.model import Column
from formkit.period import day_after
from formkit.values import dataclass

Raw = str | int | float | bool | Decimal | date | None
Value = str | int | Decimal | date | None


@dataclass(frozen=True, slots=True)
class Spec:
    """A column, the spellings it takes (each with its canonical value), and the end of the period.

    ``known`` is for whoever reads by it: how values that come again and again were read, never more than it bounds.
    """

    column: Column
    spellings: Mapping[str, str] = field(default_factory=dict)
    end: date | None = None
    known: dict[object, tuple[Raw, Reading]] = field(default_factory=dict, init=False, compare=False, repr=False)

    def __reduce__(self) -> tuple[object, ...]:
        return Spec, (self.column, self.spellings, self.end)  # what was read of people stays behind

    @property
    def last(self) -> date | None:
        """The last day a date of the column may be: the end of the period, or of a month after it."""
        return self.end and (day_after(self.end, self.column.later, 31) if self.column.later else self.end)


@dataclass(frozen=True, slots=True)
class Reading:
    """A cell as understood: its canonical value, or the problem that keeps it from having one.

    ``value`` is None for a blank cell and for one that cannot be right; one that is only asked about keeps it beside
    its problem. ``repair`` names the normalisation that led
    from the raw value to the canonical one, and is empty where they are the same.
    """

    value: Value = None
    problem: str = ""
    args: Mapping[str, str] = field(default_factory=dict)
    repair: str = ""

    def __reduce__(self) -> str | tuple[object, ...]:
        # Most read as they stand, and blank is one and the same wherever it comes out.
        if self is BLANK:
            return "BLANK"
        if self.problem or self.repair or self.args or type(self.args) is not dict:
            return Reading, (self.value, self.problem, self.args, self.repair)
        return _as_it_stands, (self.value,)

    @property
    def blank(self) -> bool:
        """Nothing was written, or nothing that says anything."""
        return self.value is None and not self.problem

    @property
    def wrong(self) -> bool:
        """Something was written that has no canonical value."""
        return self.value is None and bool(self.problem)


BLANK = Reading()
_NOTHING: Mapping[str, str] = {}
"""The args of a reading that has none: an empty dictionary for each would take as much room as the reading."""


def _as_it_stands(value: Value) -> Reading:
    return Reading(value, "", _NOTHING)


@dataclass(frozen=True, slots=True)
class Guard:
    """What the workbook does about one cell, as plain data for the writer.

    ``validate``  which validation the cell carries; ``list`` takes its values from the column's list, ``any`` refuses
                  nothing and only shows the hint
    ``formula``   for custom: TRUE for a right value, at most 255 characters
    ``low``/``high`` bounds for whole and date
    ``live``      a formula that is TRUE for a right value, said of a cell that is not empty
    ``tidy``      a formula giving the value as it should be written, or empty
    ``wording``   which sentences are about it, with ``args`` for them; ``cases`` are conditions with a sentence of
                  their own, tried in order while the cell is not right
    ``key``       a formula of ``{cell}`` that is the same for two values that are the same
    ``offers``    True where the list only offers its values and others may be typed
    ``never``     conditions, each with its sentence, of what is no value whatever 核实说明 says
    ``doubted``   True where what looks wrong may be right: it is only asked about
    """

    validate: Literal["list", "custom", "whole", "date", "length", "any"]
    live: str
    formula: str = ""
    low: int | date | None = None
    high: int | date | None = None
    tidy: str = ""
    wording: str = ""
    args: Mapping[str, str] = field(default_factory=dict)
    cases: tuple[tuple[str, str], ...] = ()
    never: tuple[tuple[str, str], ...] = ()
    offers: bool = False
    doubted: bool = False
    key: str = "{cell}"


def folded(value: Value) -> str:
    """What makes two values the same, for most kinds: capitals and small letters are one, as to a spreadsheet."""
    return str(value).casefold()


def usual(value: Value) -> str:
    """A canonical value as people write it, for most kinds."""
    if isinstance(value, date):
        return f"{value.year}年{value.month}月" if value.day == 1 else value.isoformat()
    return "" if value is None else str(value)


shown = usual
