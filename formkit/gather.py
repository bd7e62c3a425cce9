"""What enters a roll-up: the accepted filings of a task, or of any filings and roll-up workbooks together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from functools import partial
from pathlib import Path

from formkit import afar, engine, leftout, loose, office, words
from formkit.course import Course, End, course, earlier, end_of_task, of_parts, of_task
from formkit.history import Moment
from formkit.intake import GOOD, Examined, Judged
from formkit.leftout import LeftOut
from formkit.load import forms_around
from formkit.merge import Part, Rollup
from formkit.model import Form
from formkit.period import end_of
from formkit.read import FileRead, units_of
from formkit.runner import Runner
from formkit.saying import say_of
from formkit.shelf import Shelf
from formkit.states import State
from formkit.taken import Container, taken
from formkit.task import Task
from formkit.trace.totals import Misstated
from formkit.twins import Twin, twins
from formkit.union import Rivals, disputed, union
from formkit.units import Roster, Unit
from formkit.values import dataclass
from formkit.write.rollup import RosterRow


@dataclass(frozen=True, slots=True)
class Gathered:
    """Roll-ups over what was accepted, the state of every unit, and what was left out.

    ``misstated`` are numbers on roll-ups that came in which are not what their own parts say, by file: they enter nothing.
    ``files`` is where each filing that counts was read, by SHA-256: its own file, or as a member of the roll-up it came in.
    ``course`` are the earlier periods of a task, ``parts`` all filings that count, ``unclear`` files of which nobody knows whether
    they do. ``bare``: rows are put away, and roll-ups only say whose they are (see ``pieces``).
    """

    rollups: tuple[Rollup, ...]
    states: tuple[State, ...]
    left_out: tuple[LeftOut, ...]
    twins: tuple[tuple[Form, Twin], ...]
    roster: Roster
    misstated: tuple[tuple[str, Misstated], ...] = ()
    files: Mapping[str, str] = field(default_factory=dict)
    course: Course = field(default_factory=Course)
    parts: tuple[Part, ...] = ()
    unclear: tuple[Part, ...] = ()
    bare: bool = False

    @property
    def complete(self) -> bool:
        """Whether every unit has reported, nothing that matters was left out and no number was typed over."""
        missed = any(each.matters for each in self.left_out)
        return all(state.state in GOOD for state in self.states) and not missed and not self.misstated

    def roster_rows(self, rollup: Rollup) -> tuple[RosterRow, ...]:
        """The units that report under a roll-up's unit, each with where it stands."""
        return tuple(map(self._row, self.under(rollup)))

    def under(self, rollup: Rollup) -> tuple[State, ...]:
        """The states of the units that report under a roll-up's unit."""
        return tuple(
            state for state in self.states
            if state.form == rollup.form.form and self._below(state.unit.code, rollup.unit.code)
        )  # fmt: skip

    def excluded(self, rollup: Rollup) -> tuple[tuple[str, str, str], ...]:
        """What was left out of a roll-up: file, outcome, sentence. What names no unit is told at the top only."""
        top = not any(other.unit.code in {step.code for step in rollup.above} for other in self.rollups)
        return tuple(
            (each.file, each.outcome, each.say)
            for each in self.left_out
            if each.matters and (self._below(each.unit, rollup.unit.code) if each.unit in self.roster.units else top)
        )

    def moments(self, rollup: Rollup) -> tuple[Moment, ...]:
        """The periods of a roll-up in order, of which the last is its own; nothing where there is no earlier one."""
        own = self.under(rollup)
        return self.course.moments(rollup, (len(own), sum(state.state in GOOD for state in own)))

    def _below(self, code: str, upper: str) -> bool:
        return any(unit.code == upper for unit in self.roster.path(code))

    def _row(self, state: State) -> RosterRow:
        above = self.roster.above(state.unit.code, "township")
        said = say_of(state.judged) if state.judged else ""
        return RosterRow(
            state.unit.code, state.unit.name, words.say(f"level-{state.unit.level}"), above.name if above else "",
            words.say(f"state-{state.state}"), state.late, state.file, said,
        )  # fmt: skip


def gather_task(task: Task, now: str, shelf: Shelf | None = None, *, bare: bool = False) -> Gathered:
    """Everything accepted in a task; ``bare``: without a row in hand, these are on the ``shelf`` if there is one."""
    came = office.checked(task, now, hold=bare, shelf=shelf)
    judged, states, kept = came.judged, came.states, came.parts
    blank = {form.form for form in task.forms.values() if form.period.optional}
    left_out = tuple(
        leftout.of_file(one) for one in judged
        if one.outcome not in GOOD and not (one.outcome == "empty" and one.identity.form in blank)
    )  # fmt: skip
    told = {each.file for each in left_out}
    outranked = leftout.outranked(came.everything, kept, came.rivals, came.files)
    between = [leftout.between(each, came.files) for each in came.rivals if not any(came.files[part.sha256] in told for part in each)]
    left_out += (*(each for each in outranked if each.file not in told), *between)
    this = end_of_task(task.period.text, kept, task.roster, states)
    ends = map(of_task, office.earlier(task, now, hold=bare, shelf=shelf))
    past = Course(earlier(task.forms, this, ends)) if bare else course(task.forms, this, ends)
    last = [part for form, each in past.ends.items() for part in each[-1].parts if part.form == form]
    unclear = _unclear(kept, came.rivals, judged, task.roster)
    found = _gathered(task.forms, kept, states, left_out, task.roster, by_roster=True, unclear=unclear, last=last, bare=bare)
    return replace(found, misstated=came.misstated, files=_files(kept, came.files), course=past)


def apart(task: Task) -> bool:
    """Whether a task is gathered with no row in hand: a form of it has several units above all others, as a province has counties."""
    for form in task.forms.values():
        wanted = office.targets(form, (), task.roster)
        codes = {unit.code for unit, _ in wanted}
        if sum(codes.isdisjoint(step.code for step in above) for _, above in wanted) > 1:
            return True
    return False


def ends_of(
    files: loose.Files, roster: Roster | None, passwords: Sequence[str] = (), run: Runner | None = None
) -> tuple[End, ...]:
    """Loose filings and roll-ups of earlier periods, to compare with."""
    found = gather(files, roster, passwords, run=run)
    return of_parts(found.parts, found.roster)


def gather(
    files: loose.Files, roster: Roster | None, passwords: Sequence[str] = (), ends: Sequence[End] = (),
    run: Runner | None = None,
) -> Gathered:  # fmt: skip
    """Everything accepted in loose filings and roll-ups; without a roster, the units they name are all there are.

    ``ends`` are earlier periods to compare with, ``run`` says where files are read. A roster is that of the end of the period,
    where all are of one.
    """
    forms = forms_around(path for path, _ in files if isinstance(path, Path))
    expected = loose.expectation(forms, roster, passwords)
    read = list(afar.anywhere(files, partial(taken, expected=expected), expected.passwords, run=run))
    roster = _roster_on(roster, read)
    expected = replace(expected, roster=roster)
    rolled = [one for one in read if isinstance(one, Container)]
    parts = [part for one in rolled for part in (*one.read.parts, *one.read.disputed)]
    left_out = [leftout.edited(one.file, unit) for one in rolled for unit in one.read.edited]
    judged = engine.judged((one for one in read if not isinstance(one, Container)), expected, defaultdict(str))
    left_out += [found for one in judged if (found := leftout.unplaced(one))]
    parts += office.parts([one for one in judged if not leftout.unplaced(one)], roster)
    kept, rivals = union(parts)
    left_out += leftout.outranked(parts, kept, rivals)
    left_out += [leftout.of_file(one) for one in judged if one.outcome not in GOOD]
    left_out += [leftout.between(each) for each in rivals]
    said = (*kept, *disputed(rivals))
    known = roster or _named(said, judged)
    used = {part.form for part in said} | {one.identity.form for one in judged if one.identity.form in forms}
    unclear = _unclear(kept, rivals, judged, roster)
    states = _states([forms[name] for name in sorted(used)], said, judged, known)
    made = _gathered(forms, kept, states, tuple(left_out), known, by_roster=roster is not None, unclear=unclear)
    misstated = tuple((one.file, each) for one in rolled for each in one.read.misstated)
    inside = {part.sha256: one.file for one in rolled for part in one.read.parts}
    this = end_of_task(max(part.period for part in kept), kept, known, states) if kept else None
    past = course({name: forms[name] for name in sorted(used)}, this, ends) if this and ends else Course()
    return replace(made, misstated=misstated, files=_files(kept, inside | _own(judged)), course=past)


def _roster_on(roster: Roster | None, read: Sequence[Container | Examined | FileRead]) -> Roster | None:
    """The roster as it is at the end of the one period that all is of; of several periods that of all times."""
    periods = {one.read.identity.period for one in read if isinstance(one, Examined)}
    periods |= {part.period for one in read if isinstance(one, Container) for part in (*one.read.parts, *one.read.disputed)}
    days = {end_of(period) for period in periods if period}
    day = days.pop() if len(days) == 1 else None
    return roster.on(day) if roster and day else roster


def _gathered(
    forms: Mapping[str, Form], kept: Sequence[Part], states: tuple[State, ...], left_out: tuple[LeftOut, ...],
    roster: Roster, *, by_roster: bool, unclear: Sequence[Part] = (), last: Sequence[Part] = (), bare: bool = False,
) -> Gathered:  # fmt: skip
    carried = (*kept, *unclear)
    periods = sorted({(part.form, part.period) for part in carried})
    rollups = tuple(
        rollup
        for form, period in periods
        for rollup in (office.named if bare else office.rollups)(forms[form], period, carried, roster if by_roster else None)
    )
    return Gathered(
        rollups, states, left_out, _twins(forms, kept, last, roster), roster, parts=tuple(kept), unclear=tuple(unclear), bare=bare
    )


def _twins(
    forms: Mapping[str, Form], kept: Sequence[Part], before: Sequence[Part], roster: Roster
) -> tuple[tuple[Form, Twin], ...]:  # fmt: skip
    """Persons in several units of one form and period, in the order of the forms; what was kept of earlier periods counts as before."""
    earlier, heirs = (*kept, *before), roster.successors
    return tuple(
        (forms[form], twin)
        for form, period in sorted({(part.form, part.period) for part in kept})
        for twin in twins(forms[form], [part for part in kept if (part.form, part.period) == (form, period)], earlier, heirs)
    )


def _unclear(
    kept: Sequence[Part], rivals: Sequence[Rivals], judged: Sequence[Judged], roster: Roster | None
) -> tuple[Part, ...]:
    """Files in conflict, to be carried up: those between roll-ups, and those among the filings of a unit of which none counts."""
    done = {part.key for part in (*kept, *(pair[0] for pair in rivals))}
    return (*disputed(rivals), *(part for part in office.undecided(judged, roster) if part.key not in done))


def _own(judged: Sequence[Judged]) -> dict[str, str]:
    return {one.sha256: one.file for one in judged if one.outcome in GOOD}


def _files(kept: Sequence[Part], files: Mapping[str, str]) -> dict[str, str]:
    """Where each filing that counts was read; ``files`` are those they came in. What came in a roll-up is a member of it."""
    return {
        part.sha256: name if name == part.file else f"{name}!/{part.file}"
        for part in kept if (name := files.get(part.sha256))
    }  # fmt: skip


def _named(parts: Sequence[Part], judged: Sequence[Judged]) -> Roster:
    """The units that filings and roll-ups name themselves, as a roster."""
    units: dict[str, Unit] = {}
    for path in (*(part.path for part in parts), *(one.identity.path for one in judged)):
        for unit in units_of(path):
            units.setdefault(unit.code, unit)
    return Roster(dict(sorted(units.items())))


def _states(forms: Sequence[Form], kept: Sequence[Part], judged: Sequence[Judged], roster: Roster) -> tuple[State, ...]:
    """Where each unit stands: by what was kept of it, else by what came and was not kept."""
    done = {(part.form, part.unit): part for part in kept}
    others = {(one.identity.form, one.identity.unit): one for one in judged}
    states: list[State] = []
    for form in forms:
        for unit in roster.at(form.reporter):
            key = (form.form, unit.code)
            if part := done.get(key):
                states.append(State(form.form, unit, part.state, file=part.file))
            elif (one := others.get(key)) and one.outcome in ("returned", "empty", "conflict"):
                states.append(State(form.form, unit, one.outcome, file=one.file, judged=one))
            else:
                states.append(State(form.form, unit, "missing"))
    return tuple(states)
