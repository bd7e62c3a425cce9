"""What is held against other files, once all are judged: those of the task with one another, and with the period before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import PurePosixPath

from formkit import engine
from formkit.between import between
from formkit.compare import Comparison, compare
from formkit.compare.areas import Area, areas, compared, top
from formkit.compare.queried import Queries, queries, together
from formkit.filing import Step
from formkit.finding import Between
from formkit.merge import Part
from formkit.model import Form
from formkit.office import Checked, Past, earlier, previous, targets
from formkit.pool import Collected
from formkit.task import Task
from formkit.twins.across import across


def check_between(task: Task, came: Checked, now: str) -> Between:
    """What is wrong between the files of a task, and what changed since the last one that has to be explained.

    Earlier tasks are read once: all of them where a link looks back, else the last one with each form.
    """
    found_in = tuple(_located(part, came.files) for part in came.parts)
    looks_back = any(link.earlier for form in task.forms.values() for link in form.links)
    past = earlier(task, now, hold=True) if looks_back else previous(task, now, task.forms, hold=True)
    found = [
        between(Collected(task.forms, task.period, came.judged, came.states), [each.collected for each in past]),
        across(task.forms, found_in, [part for each in past for part in each.parts], task.roster.successors),
        *_changed(task, found_in, past),
    ]
    return Between(tuple(one for each in found for one in each.findings), tuple(one for each in found for one in each.rules))


def _located(part: Part, files: Mapping[str, str]) -> Part:
    """A part named where a person finds it: inside the roll-up that brought it."""
    came = files[part.sha256]
    return part if came == part.file else replace(part, file=f"{came}!/{PurePosixPath(part.file).name}")


def since_last(task: Task, parts: Sequence[Part], past: Sequence[Past]) -> tuple[Comparison, ...]:
    """Each form of a task against the last earlier task that has it; all rows are in hand."""
    return tuple(
        compare(form, last.parts, parts, task.roster.successors, last.asked(form.form)) for form, last in _last(task, past)
    )


def _last(task: Task, past: Sequence[Past]) -> Iterator[tuple[Form, Past]]:
    """The forms of a task that an earlier one has, each with the last of those."""
    for form in task.forms.values():
        found = [each for each in past if form.form in each.task.forms and each.task.period < task.period]
        if found:
            yield form, found[-1]


def _changed(task: Task, parts: Sequence[Part], past: Sequence[Past]) -> Iterator[Between]:
    """What the changes since then ask, worked out area by area: no more rows are in hand than a county's."""
    for form, last in _last(task, past):
        codes = frozenset(unit.code for unit, _ in targets(form, (), task.roster))
        found = areas(form, last.parts, parts, task.roster.successors, last.asked(form.form), partial(_top, codes))
        yield together(form, tuple(engine.shared(_queries, tuple(found.values()), few=2)))


def _top(codes: frozenset[str], path: Iterable[Step]) -> tuple[str]:
    return (top(path, codes),)


def _queries(area: Area) -> Queries:
    return queries(compared(area))
