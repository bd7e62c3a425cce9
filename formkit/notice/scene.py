"""A task as the notices see it: what came in, where every unit stands, what was counted, and what is different from before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property

from formkit import against, office
from formkit.compare import Comparison
from formkit.filing import Step
from formkit.identity import steps
from formkit.merge import Rollup, roll_up
from formkit.model import LEVELS, Form
from formkit.office import Checked
from formkit.overview import Overview, overview
from formkit.period import parse_day
from formkit.pool import Collected
from formkit.task import Task
from formkit.units import Unit
from formkit.values import dataclass


@dataclass(frozen=True)
class Scene:
    """A task at a moment (``now``, as ISO text). What is costly is worked out when it is first asked for."""

    task: Task
    came: Checked
    now: str
    plain: bool = False

    @property
    def today(self) -> date:
        """The day of the moment."""
        return parse_day(self.now[:10])

    @cached_property
    def top(self) -> Unit | None:
        """Who collects: of the units that all reporters are under, the one of the highest level of the task's forms, else the
        lowest; None where there is none. A roster may go on above it, up to the province.
        """
        paths = [self.task.roster.path(unit.code) for _, unit in self.task.reporters]
        shared = [up for up in paths[0] if all(up in path for path in paths)] if paths else []
        highest = max((form.levels[-1] for form in self.task.forms.values()), key=LEVELS.index)
        return next((up for up in shared if up.level == highest), shared[0] if shared else None)

    def branch(self, path: Sequence[Step]) -> Step:
        """Of a unit and those above it, lowest first, the one that stands directly under who collects."""
        place = next((index for index, step in enumerate(path) if self.top and step.code == self.top.code), len(path))
        return path[max(0, place - 1)]

    @cached_property
    def collected(self) -> Collected:
        """The task as the checks between forms see it."""
        return Collected(self.task.forms, self.task.period, self.came.judged, self.came.states)

    @cached_property
    def comparisons(self) -> Mapping[str, Comparison]:
        """Each form against the last earlier task that has it, by form."""
        past = office.previous(self.task, self.now, self.task.forms)
        return {each.form.form: each for each in against.since_last(self.task, self.came.parts, past)}

    def rollup(self, form: Form) -> Rollup | None:
        """The roll-up of a form at the top; None where the roster has no single top."""
        if self.top is None:
            return None
        return roll_up(form, self.task.period.text, steps([self.top])[0], (), self.came.parts)

    @cached_property
    def overview(self) -> Overview:
        """Files, townships and kinds of findings."""
        return overview("", self.came.judged, self.task.forms, self.came.states, self.task.roster)
