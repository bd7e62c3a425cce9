"""This period against another, unit by unit and record by record: who was added, who left and why, what changed.

Only units with an accepted filing in both periods are compared: of a unit that has not reported nobody is said to have left.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from formkit.filing import Record, Step
from formkit.flows import Flow
from formkit.merge import Part
from formkit.model import Form

KINDS_OF_CHANGE = ("added", "arrived", "removed", "lost", "gone", "left", "changed")
"""新增, 从别的单位转入, 风险消除, 自然减少, 没有说明的减少, 转到别的单位, 内容变了; in the order they are listed."""


@dataclass(frozen=True, slots=True)
class Spot:
    """One row of one unit's filing."""

    part: Part
    record: Record


@dataclass(frozen=True, slots=True)
class Change:
    """变动: what became of one record of a unit.

    ``before`` is its row in the earlier period, ``after`` in this one (a removed record that still stands in the table has both).
    ``columns`` are the keys of what differs (``section`` where the section does); ``reason`` is what the form's column of reasons
    says; ``other`` is the unit it came from or went to.
    """

    kind: str
    unit: Step
    before: Spot | None
    after: Spot | None
    columns: tuple[str, ...] = ()
    reason: str = ""
    other: Step | None = None


@dataclass(frozen=True, slots=True)
class Jump:
    """A number that changed more than is ordinary: a record's (``spot``), or a unit's total of a section.

    ``key`` is the column, or ``households`` or ``persons``.
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

    ``unchanged``: both filings say the same. ``classes`` are the flows by class (see Summary), by label.
    """

    unit: Step
    path: tuple[Step, ...]
    before: Part | None
    after: Part | None
    changes: tuple[Change, ...] = ()
    flow: Flow | None = None
    classes: Mapping[str, Flow] = field(default_factory=dict)
    unchanged: bool = False


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two periods of one form: every unit that reported in either, by code, in order; and the jumps."""

    form: Form
    before: str
    after: str
    units: Mapping[str, Compared]
    jumps: tuple[Jump, ...] = ()

    def under(self, code: str) -> Comparison:
        """The part of it at and below a unit."""
        kept = {key: one for key, one in self.units.items() if any(step.code == code for step in one.path)}
        return Comparison(self.form, self.before, self.after, kept, tuple(jump for jump in self.jumps if jump.unit.code in kept))

    @property
    def changes(self) -> tuple[Change, ...]:
        """All changes, unit by unit."""
        return tuple(change for one in self.units.values() for change in one.changes)

    @property
    def flow(self) -> Flow:
        """The flow of all units together that reported in both periods."""
        return sum((one.flow for one in self.units.values() if one.flow), Flow())
