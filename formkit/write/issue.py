"""What is to be written into one unit's workbook, as plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from formkit.filing import Identity
from formkit.types import Raw
from formkit.units import Unit


@dataclass(frozen=True, slots=True)
class Entry:
    """A filled row: a value for each column in printed order, the explanation, and what the check said of it."""

    values: tuple[Raw, ...]
    explanation: str = ""
    verdict: str = ""
    faults: Mapping[int, str] = field(default_factory=dict)


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

    Of a return copy ``remarks`` are further lines over the list of problems, ``outside`` texts with their old address.
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

    @property
    def returned(self) -> bool:
        """Whether this is a return copy: it carries what was wrong."""
        return bool(self.problems)
