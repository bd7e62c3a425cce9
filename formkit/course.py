"""What came before the roll-ups: each earlier period as a moment, and what changed from each to the next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field, replace
from datetime import date
from itertools import pairwise

from formkit.compare import compare
from formkit.compare.changes import Comparison
from formkit.compare.flows import Flow
from formkit.history import Moment, in_order, moment
from formkit.intake import GOOD
from formkit.merge import Part, Rollup
from formkit.model import Form
from formkit.office import Past
from formkit.period import end_of
from formkit.states import State
from formkit.units import Roster
from formkit.values import dataclass

Counts = Mapping[tuple[str, str], tuple[int, int]]
"""How many units at and below one had to report a form, and how many have: by form and code."""


@dataclass(frozen=True, slots=True)
class End:
    """How things stood at the end of a period: its accepted filings and who has reported, and what became of units by then.

    ``asked`` are the names of the units that had to report, by form and code.
    """

    period: str
    parts: tuple[Part, ...]
    reported: Counts = field(default_factory=dict)
    successors: Mapping[str, str] = field(default_factory=dict)
    asked: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Course:
    """The earlier periods by form, in order; for each the comparison of it with the next, or with this one.

    Where rows are put away nothing is compared yet (see ``pieces``).
    """

    ends: Mapping[str, tuple[End, ...]] = field(default_factory=dict)
    comparisons: Mapping[str, tuple[Comparison, ...]] = field(default_factory=dict)

    def comparison(self, rollup: Rollup) -> Comparison | None:
        """The last earlier period with that of a roll-up, as far as it is below its unit; None where there is none earlier."""
        found = self.comparisons.get(rollup.form.form)
        return found[-1].under(rollup.unit.code) if found else None

    def moments(self, rollup: Rollup, reported: tuple[int, int]) -> tuple[Moment, ...]:
        """The periods of a roll-up in order, of which the last is its own; nothing where there is no earlier one.

        ``reported`` is how many units had to report it, and how many have.
        """
        form, unit = rollup.form, rollup.unit.code
        ends, comparisons = self.ends.get(form.form, ()), self.comparisons.get(form.form, ())
        if not ends:
            return ()
        flows: list[Flow | None] = [None, *(_flow(each.under(unit)) for each in comparisons)]
        found = [
            moment(form, end.period, under(end.parts, form.form, unit), end.reported.get((form.form, unit), (0, 0)), flow)
            for end, flow in zip(ends, flows, strict=False)
        ]  # fmt: skip
        found.append(moment(form, rollup.period, rollup.parts, reported, flows[-1]))
        return in_order(found)


def course(forms: Mapping[str, Form], this: End, ends: Iterable[End]) -> Course:
    """The earlier periods that have a form of this one, compared one after the other."""
    found = earlier(forms, this, ends)
    comparisons = {
        form: tuple(
            compare(forms[form], first.parts, second.parts, second.successors, first.asked[form])
            for first, second in pairwise((*own, this))
        )
        for form, own in found.items()
    }  # fmt: skip
    return Course(found, comparisons)


def earlier(forms: Iterable[str], this: End, ends: Iterable[End]) -> dict[str, tuple[End, ...]]:
    """The earlier periods by each form of this one that they have, in order."""
    own = sorted(ends, key=lambda end: (_day(end.period), end.period))
    before = [end for end in own if _day(end.period) < _day(this.period)]
    found = {form: tuple(end for end in before if form in end.asked) for form in forms}
    return {form: own for form, own in found.items() if own}


def end_of_task(period: str, parts: Iterable[Part], roster: Roster, states: Iterable[State]) -> End:
    """How a task stands."""
    return End(period, tuple(parts), reported(roster, states), roster.successors)


def of_task(past: Past) -> End:
    """An earlier task as it stands."""
    task, asked = past.task, {form: past.asked(form) for form in past.task.forms}
    return replace(end_of_task(task.period.text, past.parts, task.roster, past.collected.states), asked=asked)


def of_parts(parts: Sequence[Part], roster: Roster) -> tuple[End, ...]:
    """Filings and roll-ups of any periods outside a task: of each, who has reported is all that had to."""
    found = []
    for period in sorted({part.period for part in parts}):
        own = tuple(part for part in parts if part.period == period)
        states = tuple(State(part.form, roster.units[part.unit], part.state, file=part.file) for part in own if part.unit in roster.units)
        found.append(replace(end_of_task(period, own, roster, states), asked={part.form: {} for part in own}))
    return tuple(found)


def _day(period: str) -> date:
    return end_of(period) or date.min


def under(parts: Iterable[Part], form: str, unit: str) -> tuple[Part, ...]:
    """The parts of a form at and below a unit."""
    return tuple(part for part in parts if part.form == form and any(step.code == unit for step in part.path))


def _flow(comparison: Comparison) -> Flow | None:
    """The flow of the units that can be compared; None where there is none."""
    return comparison.flow if any(one.flow for one in comparison.units.values()) else None


def reported(roster: Roster, states: Iterable[State]) -> Counts:
    """How many units at and below each one had to report a form, and how many have."""
    found: dict[tuple[str, str], tuple[int, int]] = {}
    for state in states:
        for above in roster.path(state.unit.code):
            asked, have = found.get((state.form, above.code), (0, 0))
            found[state.form, above.code] = asked + 1, have + (state.state in GOOD)
    return found
