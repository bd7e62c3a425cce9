"""Where every unit of a task stands with every form: the first that applies of the files that are its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from formkit.identity import named
from formkit.intake import Judged
from formkit.journal import received
from formkit.model import Form
from formkit.task import Extension, Task
from formkit.units import Unit
from formkit.values import dataclass


@dataclass(frozen=True, slots=True)
class State:
    """Where a unit stands with a form: its state, whether late, and the file that says so.

    ``contained``: its filing came inside a roll-up, and its rows are not at hand one by one; ``corrected``: what counts is an
    earlier one, since a later is still to be mended. ``due`` is the unit's own day, with the ``extension`` that it is by, if it
    was granted one.
    """

    form: str
    unit: Unit
    state: str
    late: bool = False
    file: str = ""
    judged: Judged | None = None
    contained: bool = False
    due: date | None = None
    extension: Extension | None = None
    corrected: bool = False


ORDER = ("accepted", "zero", "conflict", "returned", "empty", "unreadable")
_BROKEN = ("unreadable", "refused", "encrypted", "not-a-filing")


def states(task: Task, judged: Iterable[Judged]) -> tuple[State, ...]:
    """The state of every unit that must report, the first that applies of the files that are its."""
    mine: dict[tuple[str, str], list[tuple[str, Judged]]] = {}
    came: dict[tuple[str, str], list[Judged]] = {}
    reporters = {unit.code: unit for _, unit in task.reporters}
    for one in judged:
        if one.outcome in (*ORDER, "superseded", "copy"):
            came.setdefault((one.identity.form, one.identity.unit), []).append(one)
        if one.outcome in ORDER and one.filing is not None:
            mine.setdefault((one.identity.form, one.identity.unit), []).append((one.outcome, one))
        elif one.outcome in _BROKEN and (unit := named(one.file, reporters)):
            own = [form for form in task.forms if f"_{form}_" in Path(one.file).name]
            for form in own or task.forms:
                mine.setdefault((form, unit.code), []).append(("unreadable", one))
    when = received(task.folder)
    made: list[State] = []
    for asked, unit in task.reporters:
        key = (asked.form, unit.code)
        found = mine.get(key, [])
        if asked.period.optional and all(outcome == "empty" for outcome, _ in found):
            continue
        days = [_day(one, when) for one in (*came.get(key, ()), *(one for _, one in found))]
        made.append(_state(task, asked, unit, found, min(days, default="")))
    return tuple(_covered(task, made))


def _covered(task: Task, made: list[State]) -> Iterator[State]:
    """A form nothing came of is reported by the zero report of a form that covers it."""
    zero = {(state.form, state.unit.code): state for state in made if state.state == "zero"}
    for state in made:
        others = task.forms[state.form].period.zero_with if state.state in ("missing", "empty") else ()
        cover = next((zero[key] for form in others if (key := (form, state.unit.code)) in zero), None)
        yield replace(state, state="zero", late=cover.late, file=cover.file) if cover else state


def _state(task: Task, form: Form, unit: Unit, found: list[tuple[str, Judged]], first: str) -> State:
    """``first`` is the day the unit's first file came in: a correction sent later makes nobody late."""
    due, granted = task.due(form, unit), task.extension(unit)
    if not found:
        return State(form.form, unit, "missing", due=due, extension=granted)
    state, one = min(found, key=lambda pair: ORDER.index(pair[0]))
    late = due is not None and bool(first) and first > due.isoformat()
    return State(form.form, unit, state, late, one.file, one, due=due, extension=granted)


def _day(judged: Judged, when: Mapping[str, str]) -> str:
    """The day a file came in: as received.csv says, else when it was first seen."""
    return (when.get(Path(judged.file).name) or judged.seen)[:10]
