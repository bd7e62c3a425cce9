"""What a comparison of two periods says: changes of records, flows of units, jumps. Plain data; ``compare`` makes it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import field
from decimal import Decimal

from formkit.compare.flows import Flow, Size
from formkit.filing import Record, Step
from formkit.merge import Part
from formkit.model import Form
from formkit.values import dataclass

KINDS_OF_CHANGE = ("added", "arrived", "removed", "lost", "gone", "left", "changed")
"""新增, 从别的单位转入, 风险消除, 自然减少, 没有说明的减少, 转到别的单位, 内容变了; in the order they are listed."""

NOTHING = Size()


@dataclass(frozen=True, slots=True)
class Spot:
    """One row of one unit's filing."""

    part: Part
    record: Record


@dataclass(frozen=True, slots=True)
class Change:
    """变动: what became of one record of a unit.

    ``before`` is its row in the earlier period, ``after`` in this one (a removed record that still stands in the table has both;
    one that arrived has its row in the unit it came from). ``columns`` are the keys of what differs (``section`` where the
    section does); ``reason`` is what the form's column of reasons says; ``other`` is the unit it came from or went to. ``size`` is
    what it adds to its part of the unit's flow: over the changes of a kind the sizes sum to that part (a household counts once,
    with one of its rows). 变动明细 shows it and the live formulas of 变动表 add it up.
    """

    kind: str
    unit: Step
    before: Spot | None
    after: Spot | None
    columns: tuple[str, ...] = ()
    reason: str = ""
    other: Step | None = None
    size: Size = NOTHING


@dataclass(frozen=True, slots=True)
class Jump:
    """A number that changed more than is ordinary: a record's (``spot``), or a unit's total of a section.

    ``key`` is the column, or ``households`` or ``persons``; without a ``section`` it is about the whole stock of the unit.
    """

    unit: Step
    key: str
    section: str
    before: int | Decimal
    after: int | Decimal
    spot: Spot | None = None


@dataclass(frozen=True, slots=True)
class Compared:
    """One unit in both periods. Without an accepted filing in either of them it has neither changes nor a flow.

    ``unchanged``: both filings say the same, whatever is explained in them. ``classes`` are the flows by class (see Summary), by
    label; empty where there is one class only. ``merged`` are the earlier filings of units that became part
    of this one. ``unheard`` are the names of units that it was then, and that had to report and did not: who was in it is not
    known, so it is not compared. ``unsure`` counts records that could not be told apart: without a usable
    number, and of a name that others have.
    """

    unit: Step
    path: tuple[Step, ...]
    before: Part | None
    after: Part | None
    changes: tuple[Change, ...] = ()
    flow: Flow | None = None
    classes: Mapping[str, Flow] = field(default_factory=dict)
    unchanged: bool = False
    merged: tuple[Part, ...] = ()
    unheard: tuple[str, ...] = ()
    unsure: int = 0

    @property
    def both(self) -> bool:
        """Whether there is an accepted filing of either period, of all that it was then, so that it can be compared."""
        return self.after is not None and (self.before is not None or bool(self.merged)) and not self.unheard


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two periods of one form: every unit that reported in either, by code, in order; and the jumps.

    ``by`` is the column by which records are told apart; empty where the form has none, and then only units are compared.
    """

    form: Form
    before: str
    after: str
    units: Mapping[str, Compared]
    jumps: tuple[Jump, ...] = ()
    by: str = ""

    def under(self, code: str) -> Comparison:
        """The part of it at and below a unit."""
        return self.among({key for key, one in self.units.items() if any(step.code == code for step in one.path)})

    def among(self, codes: Collection[str]) -> Comparison:
        """The part of it of some units."""
        kept = {key: one for key, one in self.units.items() if key in codes}
        jumps = tuple(jump for jump in self.jumps if jump.unit.code in kept)
        return Comparison(self.form, self.before, self.after, kept, jumps, self.by)

    @property
    def changes(self) -> tuple[Change, ...]:
        """All changes, unit by unit."""
        return tuple(change for one in self.units.values() for change in one.changes)

    @property
    def flow(self) -> Flow:
        """The flow of all units together that reported in both periods."""
        return sum((one.flow for one in self.units.values() if one.flow), Flow())

    @property
    def classes(self) -> Mapping[str, Flow]:
        """The flows by class of all units together."""
        found: dict[str, Flow] = {}
        for one in self.units.values():
            for label, flow in one.classes.items():
                found[label] = found.get(label, Flow()) + flow
        return found
