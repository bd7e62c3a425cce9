"""The office's work on a task folder: check the inbox, write return copies and the report, gather what was accepted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from formkit import disk, engine, journal, lock
from formkit.between import between
from formkit.filing import Step
from formkit.finding import Between
from formkit.identity import steps
from formkit.intake import GOOD, Expectation, Judged
from formkit.merge import Part, Rollup, part_of, roll_up, union
from formkit.model import Form
from formkit.period import long_date, parse_day
from formkit.pool import Collected
from formkit.returns import copy_names, is_copy, moved_cells, return_issue
from formkit.since import earlier_of
from formkit.states import State, states
from formkit.task import Task, expectation, inbox, open_task
from formkit.units import Roster
from formkit.write.book import write_workbook

Tick = Callable[[str], None]
Copies = Mapping[str, tuple[str, Mapping[tuple[str, str], str]]]
REPORT, PAGE = "审核报告.xlsx", "审核报告.html"


def check_task(task: Task, now: str, tick: Tick = lambda _: None) -> tuple[tuple[Judged, ...], tuple[State, ...]]:
    """Every file of the inbox in its outcome, every unit in its state; the journal learns what is new."""
    disk.swept(task.folder)
    known = journal.read_journal(task.folder)
    paths = inbox(task)
    # Bytes never met before were first met now: two of them for one unit are a conflict, not a succession.
    judged = engine.examine_all(paths, expectation(task, known), defaultdict(lambda: now, known.seen), tick)
    journal.note_outcomes(task.folder, known, judged, now)
    return judged, states(task, judged)


def check_between(task: Task, judged: Sequence[Judged], states: Sequence[State], now: str) -> Between:
    """What is wrong between the files of a task. Earlier tasks are read only where a link looks back."""
    looks_back = any(link.earlier for form in task.forms.values() for link in form.links)
    before = [past.collected for past in earlier(task, now)] if looks_back else []
    return between(Collected(task.forms, task.period, judged, states), before)


@dataclass(frozen=True, slots=True)
class Past:
    """An earlier task as it stands. Its files are named as seen from the later one (``../2020-02/inbox/…``)."""

    task: Task
    collected: Collected
    parts: tuple[Part, ...]


def earlier(task: Task, now: str) -> tuple[Past, ...]:
    """The earlier tasks the office named, in the order of their periods. They are read in full and never written to."""
    met = {task.folder.resolve()}
    found: list[Past] = []
    for name in task.settings.before:
        if (folder := task.folder / name).resolve() not in met:
            met.add(folder.resolve())
            found.append(past_of(replace(open_task(folder), passwords=task.passwords), name, now))
    return tuple(sorted(found, key=lambda past: past.task.period))


def past_of(task: Task, name: str, now: str) -> Past:
    """A task read without writing anything into it; ``name`` is the way to its folder."""
    known = journal.read_journal(task.folder)
    judged = engine.examine_all(inbox(task), expectation(task, known), defaultdict(lambda: now, known.seen))
    where = PurePosixPath(name.replace("\\", "/"))
    named = tuple(replace(one, file=(where / one.file).as_posix()) for one in judged)
    kept, _ = union(parts(named, task.roster))
    return Past(task, Collected(task.forms, task.period, named, states(task, judged)), kept)


def write_returns(task: Task, judged: Sequence[Judged]) -> Copies:
    """A return copy for each filing that goes back, beside nothing else: copies of settled filings are removed."""
    root = task.folder / "returns"
    stale = {path for path in root.rglob("*.xlsx") if is_copy(disk.meant(path).name) and path.is_file()} if root.is_dir() else set()
    back = [one for one in judged if one.outcome == "returned" and one.filing is not None]
    names = copy_names(one.file.removeprefix("inbox/") for one in judged)
    contact = " ".join(filter(None, (task.settings.contact, task.settings.phone)))
    copies: dict[str, tuple[str, Mapping[tuple[str, str], str]]] = {}
    for one in back:
        assert one.filing is not None
        form = task.forms[one.identity.form]
        limit = parse_day(task.settings.resubmit) if task.settings.resubmit else task.due(form)
        issue = return_issue(form, one, task.roster, long_date(limit) if limit else "", contact, earlier_of(one, judged))
        written = disk.write(root / names[one.file.removeprefix("inbox/")], lock.locked(write_workbook(form, issue), task.lock))
        stale -= {written, disk.meant(written)}
        copies[one.file] = (written.relative_to(task.folder).as_posix(), moved_cells(form, one.filing.records, issue.rows))
    for path in stale:
        disk.removed(path)
    return copies


def parts(judged: Sequence[Judged], roster: Roster | None) -> tuple[Part, ...]:
    """The accepted and zero filings, as parts of roll-ups."""
    return tuple(part for one in judged if one.outcome in GOOD and (part := part_of(one, roster)))


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
    return tuple(
        roll_up(form, period, unit, above, found) for unit, above in targets(form, found, roster)
    )


def loose(forms: Mapping[str, Form], roster: Roster | None, passwords: Sequence[str] = ()) -> Expectation:
    """What files outside a task are judged by: any of the forms, any period."""
    return Expectation(forms, roster, passwords=tuple(passwords))


def named(paths: Sequence[Path]) -> tuple[tuple[Path, str], ...]:
    """Files at and below paths, each under the name it was given by."""
    return tuple((path, path.as_posix()) for path in disk.files(paths))
