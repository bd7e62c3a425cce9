"""What came before the roll-ups of a task: each earlier period as a moment, and what changed from each to the next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from formkit.compare import compare
from formkit.compare.changes import Comparison
from formkit.compare.flows import Flow
from formkit.history import Moment, in_order, moment
from formkit.intake import GOOD
from formkit.merge import Part, Rollup
from formkit.office import Past
from formkit.states import State
from formkit.task import Task
from formkit.units import Roster


@dataclass(frozen=True, slots=True)
class Course:
    """The earlier tasks by form, in the order of their periods; for each the comparison of it with the next, or with this one."""

    pasts: Mapping[str, tuple[Past, ...]] = field(default_factory=dict)
    comparisons: Mapping[str, tuple[Comparison, ...]] = field(default_factory=dict)

    def comparison(self, rollup: Rollup) -> Comparison | None:
        """The last earlier period with that of a roll-up, as far as it is below its unit; None where there is none earlier."""
        found = self.comparisons.get(rollup.form.form)
        return found[-1].under(rollup.unit.code) if found else None

    def moments(self, rollup: Rollup, roster: Roster, states: Iterable[State]) -> tuple[Moment, ...]:
        """The periods of a roll-up in order, of which the last is its own; nothing where there is no earlier one."""
        form, unit = rollup.form, rollup.unit.code
        pasts, comparisons = self.pasts.get(form.form, ()), self.comparisons.get(form.form, ())
        if not pasts:
            return ()
        flows: list[Flow | None] = [None, *(_flow(each.under(unit)) for each in comparisons)]
        found = [
            moment(form, past.task.period.text, under(past.parts, form.form, unit),
                   _reported(past.task.roster, past.collected.states, form.form, unit), flow)
            for past, flow in zip(pasts, flows, strict=False)
        ]  # fmt: skip
        found.append(moment(form, rollup.period, rollup.parts, _reported(roster, states, form.form, unit), flows[-1]))
        return in_order(found)


def course(task: Task, kept: Sequence[Part], pasts: Iterable[Past]) -> Course:
    """The earlier tasks that have a form of this one, compared one after the other."""
    earlier = [past for past in pasts if past.task.period < task.period]
    found = {form: tuple(past for past in earlier if form in past.task.forms) for form in task.forms}
    found = {form: own for form, own in found.items() if own}
    comparisons = {}
    for form, own in found.items():
        ends = [*((past.parts, past.task.roster) for past in own), (tuple(kept), task.roster)]
        comparisons[form] = tuple(
            compare(task.forms[form], first, second, roster.successors)
            for (first, _), (second, roster) in pairwise(ends)
        )  # fmt: skip
    return Course(found, comparisons)


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
