"""What came before the roll-ups: each earlier period as a moment, and what changed from each to the next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
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


@dataclass(frozen=True, slots=True)
class End:
    """How things stood at the end of an earlier period: its accepted filings, who had to report and where each stood.

    ``asked`` are the names of the units that had to report, by form and code.
    """

    period: str
    parts: tuple[Part, ...]
    roster: Roster
    states: Sequence[State]
    asked: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Course:
    """The earlier periods by form, in order; for each the comparison of it with the next, or with this one."""

    ends: Mapping[str, tuple[End, ...]] = field(default_factory=dict)
    comparisons: Mapping[str, tuple[Comparison, ...]] = field(default_factory=dict)

    def comparison(self, rollup: Rollup) -> Comparison | None:
        """The last earlier period with that of a roll-up, as far as it is below its unit; None where there is none earlier."""
        found = self.comparisons.get(rollup.form.form)
        return found[-1].under(rollup.unit.code) if found else None

    def moments(self, rollup: Rollup, roster: Roster, states: Iterable[State]) -> tuple[Moment, ...]:
        """The periods of a roll-up in order, of which the last is its own; nothing where there is no earlier one."""
        form, unit = rollup.form, rollup.unit.code
        ends, comparisons = self.ends.get(form.form, ()), self.comparisons.get(form.form, ())
        if not ends:
            return ()
        flows: list[Flow | None] = [None, *(_flow(each.under(unit)) for each in comparisons)]
        found = [
            moment(form, end.period, under(end.parts, form.form, unit), _reported(end.roster, end.states, form.form, unit), flow)
            for end, flow in zip(ends, flows, strict=False)
        ]  # fmt: skip
        found.append(moment(form, rollup.period, rollup.parts, _reported(roster, states, form.form, unit), flows[-1]))
        return in_order(found)


def course(forms: Mapping[str, Form], this: End, ends: Iterable[End]) -> Course:
    """The earlier periods that have a form of this one, compared one after the other."""
    own = sorted(ends, key=lambda end: (_day(end.period), end.period))
    earlier = [end for end in own if _day(end.period) < _day(this.period)]
    found = {form: tuple(end for end in earlier if form in end.asked) for form in forms}
    found = {form: own for form, own in found.items() if own}
    comparisons = {
        form: tuple(
            compare(forms[form], first.parts, second.parts, second.roster.successors, first.asked[form])
            for first, second in pairwise((*own, this))
        )
        for form, own in found.items()
    }  # fmt: skip
    return Course(found, comparisons)


def of_task(past: Past) -> End:
    """An earlier task as it stands."""
    task = past.task
    return End(task.period.text, past.parts, task.roster, past.collected.states, {form: past.asked(form) for form in task.forms})


def of_parts(parts: Sequence[Part], roster: Roster) -> tuple[End, ...]:
    """Filings and roll-ups of any periods outside a task: of each, who has reported is all that had to."""
    found = []
    for period in sorted({part.period for part in parts}):
        own = tuple(part for part in parts if part.period == period)
        states = tuple(State(part.form, roster.units[part.unit], part.state, file=part.file) for part in own if part.unit in roster.units)
        found.append(End(period, own, roster, states, {part.form: {} for part in own}))
    return tuple(found)


def _day(period: str) -> date:
    return end_of(period) or date.min


def under(parts: Iterable[Part], form: str, unit: str) -> tuple[Part, ...]:
    """The parts of a form at and below a unit."""
    return tuple(part for part in parts if part.form == form and any(step.code == unit for step in part.path))


def _flow(comparison: Comparison) -> Flow | None:
    """The flow of the units that can be compared; None where there is none."""
    return comparison.flow if any(one.flow for one in comparison.units.values()) else None


def _reported(roster: Roster, states: Iterable[State], form: str, unit: str) -> tuple[int, int]:
    """How many units below one had to report a form, and how many have."""
    own = [
        state.state in GOOD for state in states
        if state.form == form and any(above.code == unit for above in roster.path(state.unit.code))
    ]  # fmt: skip
    return len(own), sum(own)
