"""How far each township is: its units by state, the share that has reported, and the files of it that count for nobody.

A rate is reported units over those expected, both counted as units with forms, so it is never above one; a zero report has
reported, an empty form has not, and files beside a unit's own (superseded, of a wrong unit) are counted as files.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePosixPath

from formkit.identity import named
from formkit.intake import GOOD, Judged
from formkit.states import ORDER, State
from formkit.task import Task
from formkit.units import Roster, Unit
from formkit.values import dataclass

COUNTS = (*ORDER, "missing")
MEND = ("returned", "conflict", "empty", "unreadable")
"""States in which something came that must be sent again, or settled."""


@dataclass(frozen=True, slots=True)
class Township:
    """What stands under one unit: a state for each form of each unit that must report, and the files set aside."""

    unit: str
    name: str
    states: tuple[State, ...]
    superseded: tuple[Judged, ...] = ()
    wrong_unit: tuple[Judged, ...] = ()

    @property
    def expected(self) -> int:
        """How many returns are expected: one of each form from each unit."""
        return len(self.states)

    @property
    def reported(self) -> int:
        """How many have come and count, zero reports among them."""
        return sum(state.state in GOOD for state in self.states)

    @property
    def rate(self) -> float:
        """Reported over expected; nothing expected is all reported."""
        return self.reported / self.expected if self.states else 1.0

    @property
    def late(self) -> tuple[State, ...]:
        """Those that came after their day."""
        return tuple(state for state in self.states if state.late)

    def of(self, *names: str) -> tuple[State, ...]:
        """Those in some states."""
        return tuple(state for state in self.states if state.state in names)

    @property
    def pending(self) -> tuple[State, ...]:
        """Those that count by an earlier file, while a newer one is still to be mended."""
        return tuple(state for state in self.states if state.state in GOOD and state.corrected)


def township_of(roster: Roster, unit: Unit) -> str:
    """Code of the township a unit stands under; of its parent where there is none, of itself at the top."""
    above = roster.above(unit.code, "township")
    return above.code if above else unit.parent or unit.code


def townships(task: Task, states: Iterable[State], judged: Sequence[Judged]) -> tuple[tuple[Township, ...], tuple[Judged, ...]]:
    """Each township in the order of the roster; and the files of a wrong unit that are certainly none of one township's."""
    groups: dict[str, list[State]] = {}
    for state in states:
        groups.setdefault(township_of(task.roster, state.unit), []).append(state)
    aside: dict[tuple[str, str], list[Judged]] = {}
    nowhere: list[Judged] = []
    reporters = {unit.code: unit for _, unit in task.reporters}
    for one in judged:
        if one.outcome in ("superseded", "wrong-unit"):
            home = _home(task, one, reporters)
            if home in groups:
                aside.setdefault((home, one.outcome), []).append(one)
            elif one.outcome == "wrong-unit":
                nowhere.append(one)
    units = task.roster.units
    found = tuple(
        Township(
            code, units[code].name if code in units else code, tuple(group),
            tuple(aside.get((code, "superseded"), ())), tuple(aside.get((code, "wrong-unit"), ())),
        )
        for code, group in groups.items()
    )  # fmt: skip
    return found, tuple(nowhere)


def _home(task: Task, one: Judged, reporters: dict[str, Unit]) -> str:
    """The township that everything about a file points to: its code, its name, its rows, its folder; empty where it is not one."""
    roster = task.roster
    codes = {roster.successors.get(code, code) for code in _codes(task, one, reporters)}
    towns = {unit.code: unit for unit in roster.at("township")}
    folders = (named(part, towns) for part in PurePosixPath(one.file).parts[:-1])
    homes = {township_of(roster, roster.units[code]) for code in codes if code in roster.units}
    homes |= {town.code for town in folders if town}
    return homes.pop() if len(homes) == 1 else ""


def _codes(task: Task, one: Judged, reporters: dict[str, Unit]) -> Iterator[str]:
    yield from (one.identity.unit, one.named)
    if own := named(one.file, reporters):
        yield own.code
    form = task.forms.get(one.identity.form)
    rows = task.roster.called(one.args.get("expected", ""), form.reporter) if form and one.code == "wrong-unit" else ()
    yield from (unit.code for unit in rows)
