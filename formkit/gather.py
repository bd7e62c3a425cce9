"""What enters a roll-up: the accepted filings of a task, or of any filings and roll-up workbooks together."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from formkit import engine, office, words
from formkit.arrivals import Arrival
from formkit.intake import GOOD, Examined, Expectation, Judged
from formkit.load import forms_around
from formkit.merge import Part, Rollup, Twin, twins, union
from formkit.model import Form
from formkit.read import units_of
from formkit.read.rollup import RollupRead, read_rollup
from formkit.saying import say_of
from formkit.states import State
from formkit.task import Task
from formkit.units import Roster, Unit
from formkit.write.rollup import RosterRow

_HARMLESS = ("superseded", "copy")


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something that did not enter: a file, or a unit inside a roll-up; the outcome, one sentence, and its unit."""

    file: str
    outcome: str
    say: str
    unit: str = ""

    @property
    def matters(self) -> bool:
        """Whether its numbers are missed: a copy or a file that another took the place of is not."""
        return self.outcome not in _HARMLESS


@dataclass(frozen=True, slots=True)
class Gathered:
    """Roll-ups over what was accepted, the state of every unit, and what was left out."""

    rollups: tuple[Rollup, ...]
    states: tuple[State, ...]
    left_out: tuple[LeftOut, ...]
    twins: tuple[tuple[Form, Twin], ...]
    roster: Roster

    @property
    def complete(self) -> bool:
        """Whether every unit has reported and nothing that matters was left out."""
        return all(state.state in GOOD for state in self.states) and not any(
            each.matters for each in self.left_out
        )

    def roster_rows(self, rollup: Rollup) -> tuple[RosterRow, ...]:
        """The units that report under a roll-up's unit, each with where it stands."""
        return tuple(
            self._row(state)
            for state in self.states
            if state.form == rollup.form.form and self._below(state.unit.code, rollup.unit.code)
        )

    def excluded(self, rollup: Rollup) -> tuple[tuple[str, str, str], ...]:
        """What was left out of a roll-up: file, outcome, sentence. What names no unit is told at the top only."""
        top = not any(other.unit.code in {step.code for step in rollup.above} for other in self.rollups)
        return tuple(
            (each.file, each.outcome, each.say)
            for each in self.left_out
            if each.matters and (self._below(each.unit, rollup.unit.code) if each.unit in self.roster.units else top)
        )

    def _below(self, code: str, upper: str) -> bool:
        return any(unit.code == upper for unit in self.roster.path(code))

    def _row(self, state: State) -> RosterRow:
        above = self.roster.above(state.unit.code, "township")
        said = say_of(state.judged) if state.judged else ""
        return RosterRow(
            state.unit.code, state.unit.name, words.say(f"level-{state.unit.level}"), above.name if above else "",
            words.say(f"state-{state.state}"), state.late, state.file, said,
        )  # fmt: skip


def gather_task(task: Task, now: str) -> Gathered:
    """Everything accepted in a task."""
    judged, states = office.check_task(task, now)
    kept, _ = union(office.parts(judged, task.roster))
    blank = {form.form for form in task.forms.values() if form.period.optional}
    left_out = tuple(
        _left_out(one) for one in judged
        if one.outcome not in GOOD and not (one.outcome == "empty" and one.identity.form in blank)
    )  # fmt: skip
    return _gathered(task.forms, kept, states, left_out, task.roster, by_roster=True)


def gather(files: Sequence[tuple[Path, str]], roster: Roster | None, passwords: Sequence[str] = ()) -> Gathered:
    """Everything accepted in loose filings and roll-ups; without a roster, the units they name are all there are."""
    forms = forms_around(path for path, _ in files)
    expected = office.loose(forms, roster, passwords)
    read = engine.each(files, partial(_taken, expected=expected), expected.passwords)
    rolled = [one for one in read if isinstance(one, tuple)]
    parts = [part for _, rollup in rolled for part in rollup.parts]
    left_out = [_edited(file, unit) for file, rollup in rolled for unit in rollup.edited]
    judged = engine.judged((one for one in read if not isinstance(one, tuple)), expected, defaultdict(str))
    left_out += [found for one in judged if (found := _unplaced(one))]
    parts += office.parts([one for one in judged if not _unplaced(one)], roster)
    kept, rivals = union(parts)
    left_out += _outranked(parts, kept, rivals)
    left_out += [_left_out(one) for one in judged if one.outcome not in GOOD]
    left_out += [_rival(first, second) for first, second in rivals]
    known = roster or _named(kept, judged)
    used = {part.form for part in kept} | {one.identity.form for one in judged if one.identity.form in forms}
    states = _states([forms[name] for name in sorted(used)], kept, judged, known)
    return _gathered(forms, kept, states, tuple(left_out), known, by_roster=roster is not None)


def _taken(arrival: Arrival, expected: Expectation) -> tuple[str, RollupRead] | Examined:
    """A roll-up with its parts and name, else the file examined as a filing."""
    rollup = read_rollup(arrival.data, arrival.shown, expected.forms, expected.passwords) if arrival.data else None
    return (arrival.shown, rollup) if rollup else engine.examine_file(arrival, expected)


def _gathered(
    forms: Mapping[str, Form], kept: Sequence[Part], states: tuple[State, ...], left_out: tuple[LeftOut, ...],
    roster: Roster, *, by_roster: bool,
) -> Gathered:  # fmt: skip
    periods = sorted({(part.form, part.period) for part in kept})
    rollups = tuple(
        rollup
        for form, period in periods
        for rollup in office.rollups(forms[form], period, kept, roster if by_roster else None)
    )
    found = tuple(
        (forms[form], twin)
        for form, period in periods
        for twin in twins(forms[form], [part for part in kept if (part.form, part.period) == (form, period)])
    )
    return Gathered(rollups, states, left_out, found, roster)


def _left_out(one: Judged) -> LeftOut:
    return LeftOut(one.file, one.outcome, say_of(one), one.identity.unit)


def _unplaced(one: Judged) -> LeftOut | None:
    """A filing that may be right but cannot be added to anything: it says no unit, or no period."""
    if one.outcome not in GOOD or (one.identity.path and one.identity.period):
        return None
    code = "wrong-period" if one.identity.path else "wrong-unit"
    said = words.say("period-unknown" if one.identity.path else "unit-unknown")
    return LeftOut(one.file, code, said, one.identity.unit)


def _edited(file: str, unit: str) -> LeftOut:
    code = re.search(r"（(\d+)）", unit)
    return LeftOut(file, "rollup-edited", words.say("rollup-edited", {"unit": unit}), code[1] if code else "")


def _outranked(
    parts: Sequence[Part], kept: Sequence[Part], rivals: Sequence[tuple[Part, Part]]
) -> list[LeftOut]:
    """Filings that another of the same unit took the place of, each named once."""
    best = {part.key: part for part in (*kept, *(second for _, second in rivals))}
    found = {
        part.sha256: LeftOut(part.file, "superseded", words.say("superseded", {"other": best[part.key].file}), part.unit)
        for part in parts
        if part.sha256 != best[part.key].sha256 and all(part.sha256 != one.sha256 for pair in rivals for one in pair)
    }
    return list(found.values())


def _rival(first: Part, second: Part) -> LeftOut:
    return LeftOut(second.file, "conflict", words.say("conflict", {"other": first.file}), first.unit)


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
