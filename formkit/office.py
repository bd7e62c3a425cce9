"""The office's work on a task folder: check the inbox, write return copies and the report, gather what was accepted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from formkit import afar, disk, engine, journal, lock, standing, store
from formkit.filing import Step
from formkit.held import in_hand, salt
from formkit.identity import steps
from formkit.intake import GOOD, Expectation, Judged, path_of
from formkit.merge import DISPUTED, Known, Part, Rollup, part_of, roll_up
from formkit.model import Form
from formkit.period import long_date
from formkit.pool import Collected
from formkit.resent import resent
from formkit.returns import copy_names, is_copy, moved_cells, return_issue
from formkit.rolled import Rolled, beside, corrected, latest, rolled, told
from formkit.shelf import Shelf, filled, laid_by
from formkit.since import earlier_of
from formkit.states import State, states
from formkit.taken import Container, put_by, taken
from formkit.task import Task, expectation, inbox, open_task
from formkit.trace.totals import Misstated
from formkit.union import Rivals, day, union
from formkit.units import Roster
from formkit.values import dataclass

if TYPE_CHECKING:  # what only reads a task, writes no workbook
    from formkit.write.stamp import Moulds

Tick = Callable[[str], None]
Copies = Mapping[str, tuple[str, Mapping[tuple[str, str], str]]]
ByUnit = Mapping[tuple[str, str], Part]
REPORT, PAGE = "审核报告.xlsx", "审核报告.html"


@dataclass(frozen=True, slots=True)
class Checked:
    """An inbox: every file in its outcome, every unit in its state, the filings that count, those of which nobody knows which
    does, and ``everything`` that could have counted, the parts of roll-ups among them, with the ``files`` in which each came by
    SHA-256; numbers of roll-ups that are not what their parts say, by file.
    """

    judged: tuple[Judged, ...]
    states: tuple[State, ...]
    parts: tuple[Part, ...]
    rivals: tuple[Rivals, ...]
    everything: tuple[Part, ...]
    files: Mapping[str, str]
    misstated: tuple[tuple[str, Misstated], ...] = ()


def checked(task: Task, now: str, tick: Tick = lambda _: None, *, hold: bool = False, shelf: Shelf | None = None) -> Checked:
    """Every file of the inbox in its outcome, every unit in its state; the journal learns what is new.

    ``hold``: all rows are put away (see ``held``), for those who need few of them at a time; if there is a ``shelf``, on that.
    """
    disk.swept(task.folder)
    known = journal.read_journal(task.folder)
    # Bytes never met before were first met now: two of them for one unit are a conflict, not a succession.
    found = _checked(task, expectation(task, known), defaultdict(lambda: now, known.seen), tick, hold=hold, shelf=shelf)
    journal.note_outcomes(task.folder, known, found.judged, now)
    return replace(found, judged=resent(found.judged, task.folder, task.settings.before))


def _checked(
    task: Task, expected: Expectation, seen: Mapping[str, str], tick: Tick = lambda _: None, *, hold: bool = False,
    shelf: Shelf | None = None,
) -> Checked:  # fmt: skip
    """The inbox as it stands; nothing is written."""
    work = partial(put_by, expected=expected, salt=salt()) if hold else partial(taken, expected=expected)
    far = standing.left(task.folder)
    keep = partial(laid_by, shelf=shelf, known={}) if hold else lambda one: one
    if far is None:
        came = engine.each(inbox(task), work, expected.passwords, tick, task.run, keep)
    else:
        came = afar.each([(one, shown) for shown, one in far.items()], work, expected.passwords, tick, task.run, keep)
    if shelf:
        filled(shelf)
    judged = engine.judged((one for one in came if not isinstance(one, Container)), expected, seen)
    containers = [one for one in came if isinstance(one, Container)]
    inside = latest(rolled(one.read, one.file, one.sha256, expected, seen[one.sha256]) for one in containers)
    mine = (*parts(judged, task.roster), *undecided(judged, task.roster))
    theirs = {part.sha256: one.judged.file for one in inside for part in (*one.parts, *one.disputed)}
    files = theirs | {part.sha256: part.file for part in mine}
    everything = (*mine, *(part for one in inside for part in (*one.parts, *one.disputed)))
    kept, rivals = union(everything)
    inside = told(inside, kept, rivals)
    judged = tuple(beside(judged, kept, rivals, files))
    kept = corrected(kept, judged)
    alone, rolls = iter(judged), iter(inside)
    in_order = tuple(next(rolls).judged if isinstance(one, Container) else next(alone) for one in came)
    counts, unclear = _first(kept), _first(group[0] for group in rivals)
    stand = tuple(_reported(state, counts, unclear, files, inside) for state in states(task, in_order))
    wrong = tuple((one.judged.file, each) for one in inside for each in one.misstated)
    return Checked(in_order, stand, kept, rivals, everything, files, wrong)


def _first(found: Iterable[Part]) -> ByUnit:
    """The first part of each form and unit."""
    first: dict[tuple[str, str], Part] = {}
    for part in found:
        first.setdefault((part.form, part.unit), part)
    return first


def _reported(state: State, kept: ByUnit, rivals: ByUnit, files: Mapping[str, str], inside: Sequence[Rolled]) -> State:
    """A unit that has sent nothing itself that counts stands where a roll-up of it says: reported, in conflict, to be mended."""
    if state.state in (*GOOD, "conflict"):
        return replace(state, corrected=bool(state.judged and state.judged.pending))
    key = state.form, state.unit.code
    if unclear := rivals.get(key):
        return replace(state, state="conflict", file=files[unclear.sha256], judged=None, contained=True)
    if part := kept.get(key):
        late = state.due is not None and day(part)[:10] > state.due.isoformat()
        file = files[part.sha256]
        return replace(state, state=part.state, late=late, file=file, judged=None, contained=True, corrected=part.pending)
    lost = next((one.judged for one in inside if state.unit.code in one.spoilt and one.judged.identity.form == state.form), None)
    if lost is None or state.state != "missing":
        return state
    late = state.due is not None and lost.seen[:10] > state.due.isoformat()
    return replace(state, state="returned", late=late, file=lost.file, contained=True)


@dataclass(frozen=True, slots=True)
class Past:
    """An earlier task as it stands. Its files are named as seen from the later one (``../2020-02/inbox/…``)."""

    task: Task
    collected: Collected
    parts: tuple[Part, ...]

    def asked(self, form: str) -> Mapping[str, str]:
        """The names of the units that had to report a form, by code."""
        return {state.unit.code: state.unit.name for state in self.collected.states if state.form == form}


def earlier(task: Task, now: str, *, hold: bool = False, shelf: Shelf | None = None) -> tuple[Past, ...]:
    """The earlier tasks the office named, in the order of their periods. They are read in full and never written to."""
    return tuple(past_of(each, name, now, hold=hold, shelf=shelf) for each, name in _before(task))


def previous(task: Task, now: str, forms: Iterable[str], *, hold: bool = False) -> tuple[Past, ...]:
    """Of the earlier tasks only the last one with each of these forms: what came before, without all that came before that."""
    named = [(each, name) for each, name in _before(task) if each.period < task.period]
    last = {form: (each, name) for each, name in named for form in forms if form in each.forms}
    return tuple(past_of(each, name, now, hold=hold) for each, name in named if any(each is one for one, _ in last.values()))


def _before(task: Task) -> list[tuple[Task, str]]:
    """The earlier tasks the office named, each once, in the order of their periods, with the way to them."""
    met = {task.folder.resolve()}
    found: list[tuple[Task, str]] = []
    for name in task.settings.before:
        if (folder := task.folder / name).resolve() not in met:
            met.add(folder.resolve())
            found.append((replace(open_task(folder), passwords=task.passwords, run=task.run), name))
    return sorted(found, key=lambda pair: pair[0].period)


def past_of(task: Task, name: str, now: str, *, hold: bool = False, shelf: Shelf | None = None) -> Past:
    """A task read without writing anything into it; ``name`` is the way to its folder, ``hold`` and ``shelf`` as in ``checked``."""
    known = journal.read_journal(task.folder)
    found = _checked(task, expectation(task, known), defaultdict(lambda: now, known.seen), hold=hold, shelf=shelf)
    named = tuple(replace(one, file=_below(name, one.file)) for one in found.judged)
    kept = tuple(replace(part, file=_below(name, part.file)) for part in found.parts)
    return Past(task, Collected(task.forms, task.period, named, found.states), kept)


def _below(name: str, file: str) -> str:
    """A file of an earlier task by the way to that, which may be the URL of one in a store."""
    return f"{name}/{file}" if store.is_url(name) else (PurePosixPath(name.replace("\\", "/")) / file).as_posix()


def write_returns(task: Task, judged: Sequence[Judged]) -> Copies:
    """A return copy for each filing that goes back, beside nothing else: copies of settled filings are removed."""
    root = task.folder / "returns"
    stale = {path for path in root.rglob("*.xlsx") if is_copy(disk.meant(path).name) and path.is_file()} if root.is_dir() else set()
    back = [one for one in judged if one.outcome == "returned" and one.filing is not None]
    names = copy_names(one.file.removeprefix("inbox/") for one in judged)
    alike: defaultdict[tuple[str, str, str], list[Judged]] = defaultdict(list)
    for one in judged:
        alike[one.identity.form, one.identity.unit, one.identity.period].append(one)
    orders = [(one, earlier_of(one, alike[one.identity.form, one.identity.unit, one.identity.period])) for one in back]
    paths = [root / names[one.file.removeprefix("inbox/")] for one in back]
    # The function carries what it is about, so that forked workers have it without its being sent; a connection to a cluster
    # is of no use to them and cannot be sent.
    work = partial(_write_return, task=replace(task, run=None), orders=orders, paths=paths, moulds={})
    made = engine.shared(work, range(len(back)))
    copies: dict[str, tuple[str, Mapping[tuple[str, str], str]]] = {}
    for one, (written, moved) in zip(back, made, strict=True):
        stale -= {written, disk.meant(written)}
        copies[one.file] = (written.relative_to(task.folder).as_posix(), moved)
    for path in stale:
        disk.removed(path)
    return copies


def _write_return(
    number: int, task: Task, orders: Sequence[tuple[Judged, Judged | None]], paths: Sequence[Path], moulds: Moulds
) -> tuple[Path, Mapping[tuple[str, str], str]]:
    """The return copy of one filing: where it was put, and where each cell that was pointed out now stands.

    ``moulds`` is filled as they are needed, in each worker its own.
    """
    from formkit.write.stamp import stamped

    one, before = (replace(each, filing=in_hand(each.filing)) if each and each.filing else each for each in orders[number])
    assert one
    assert one.filing is not None
    form = task.forms[one.identity.form]
    limit = task.resubmit(form, task.roster.units.get(one.identity.unit))
    contact = " ".join(filter(None, (task.settings.contact, task.settings.phone)))
    issue = return_issue(form, one, task.roster, long_date(limit) if limit else "", contact, before)
    written = disk.write(paths[number], lock.locked(stamped(form, issue, moulds), task.lock))
    return written, moved_cells(form, one, issue.rows)


def parts(judged: Sequence[Judged], roster: Roster | None) -> tuple[Part, ...]:
    """The accepted and zero filings, as parts of roll-ups."""
    return tuple(part for one in judged if one.outcome in GOOD and (part := part_of(one, roster)))


def undecided(judged: Sequence[Judged], roster: Roster | None) -> tuple[Part, ...]:
    """The files of units of which nobody knows which counts, without their rows."""
    return tuple(
        Part(one.identity.form, one.identity.period, path, one.identity.revision, one.sha256, one.file, DISPUTED, (), one.seen)
        for one in judged
        if one.outcome == "conflict" and one.identity.period and (path := path_of(one, roster))
    )


def targets(form: Form, found: Sequence[Part], roster: Roster | None) -> tuple[tuple[Step, tuple[Step, ...]], ...]:
    """The units a roll-up is made for, lowest level first: every unit of the form's upper levels with reporters below."""
    if roster:
        paths = [steps(roster.path(unit.code)) for unit in roster.at(form.reporter)]
    else:
        paths = [part.path for part in found]
    wanted: dict[str, tuple[Step, tuple[Step, ...]]] = {}
    for level in form.levels[1:]:
        for path in paths:
            for index, step in enumerate(path):
                if step.level == level:
                    wanted.setdefault(step.code, (step, path[index + 1 :]))
    return tuple(wanted.values())


def rollups(form: Form, period: str, found: Sequence[Part], roster: Roster | None) -> tuple[Rollup, ...]:
    """A roll-up for every township and county over the parts, lowest level first."""
    known: Known = {}
    return tuple(roll_up(form, period, unit, above, found, known) for unit, above in targets(form, found, roster))


def named(form: Form, period: str, found: Sequence[Part], roster: Roster | None) -> tuple[Rollup, ...]:
    """The same roll-ups with nothing in them: whose they are."""
    return tuple(Rollup(form, period, unit, above, (), {}, {}, ()) for unit, above in targets(form, found, roster))
