"""What is to be written into one unit's workbook, as plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import date

from formkit.filing import Identity
from formkit.types import Raw
from formkit.units import Unit
from formkit.values import dataclass

SPARE = 10
"""Empty lines below the rows that are filled in, at least; so many lines in all are a multiple of it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A filled row: a value for each column in printed order, the explanation, and what the check said of it."""

    values: tuple[Raw, ...]
    explanation: str = ""
    verdict: str = ""
    faults: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Filled:
    """The rows of one workbook by section, what its guide says of them, and whether they are the unit's own."""

    entries: Mapping[str, tuple[Entry, ...]] = field(default_factory=dict)
    lines: tuple[str, ...] = ()
    own: bool = False

    def rows(self, section: str, least: int) -> int:
        """So many lines as a section needs: for its rows, and some to spare."""
        return lines_for(len(self.entries.get(section, ())), least)


def lines_for(rows: int, least: int) -> int:
    """So many lines as rows need: by the ten, so that the workbooks of many units are of few sizes and can be stamped."""
    return max(least, -(-(rows + SPARE) // SPARE) * SPARE) if rows else least


NOTHING = Filled()


@dataclass(frozen=True, slots=True)
class Problem:
    """A line of the problem list of a return copy; ``cell`` is where it now stands, ``sent`` where it was.

    ``known`` is whether it was pointed out before, None where nobody can tell.
    """

    sent: str
    cell: str
    column: str
    value: str
    problem: str
    remedy: str
    severity: str
    known: bool | None = None


@dataclass(frozen=True, slots=True)
class Issue:
    """One workbook for one unit. ``places`` are the units its rows may name; ``rows`` the entry rows by section.

    Of a return copy ``remarks`` are further lines over the list of problems, ``outside`` texts with their old address. Of one
    that was filled in beforehand ``beforehand`` is what 填表说明 says of that, and ``own`` whether the rows are the unit's own of
    an earlier period.
    """

    identity: Identity
    rows: Mapping[str, int]
    places: tuple[Unit, ...] = ()
    end: date | None = None
    period: str = ""
    deadline: str = ""
    contact: str = ""
    entries: Mapping[str, tuple[Entry, ...]] = field(default_factory=dict)
    zero: bool = False
    problems: tuple[Problem, ...] = ()
    remarks: tuple[str, ...] = ()
    outside: tuple[tuple[str, str], ...] = ()
    beforehand: tuple[str, ...] = ()
    own: bool = False

    @property
    def returned(self) -> bool:
        """Whether this is a return copy: it carries what was wrong."""
        return bool(self.problems)
