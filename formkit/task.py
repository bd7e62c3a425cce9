"""填报任务: the folder an office works in, and what stands in its task.yaml."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from formkit import disk, period, words
from formkit.intake import Expectation, Judged
from formkit.journal import Journal, received
from formkit.load import Mistake, SchemaError, UnknownFormError, described, find_form
from formkit.load.source import Source, read_source
from formkit.model import Described, Form, FormId
from formkit.period import Period
from formkit.units import Roster, Unit, read_roster

FILE = "task.yaml"
FOLDERS = ("outbox", "inbox", "returns", "rollup", "notices", "templates")


class Settings(Described):
    """What task.yaml may say."""

    forms: Annotated[tuple[str, ...], Field(min_length=1)]
    period: str
    units: str = "units.csv"
    due: str | None = None
    rows: Annotated[int, Field(ge=1, le=5000)] | None = None
    queries: Literal["pass", "block"] = "pass"
    agency: str = ""
    contact: str = ""
    phone: str = ""
    copies: str = ""
    resubmit: str | None = None
    numbers: Mapping[FormId, str] = Field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Task:
    """One or more forms that go up together, for one period, from one roster."""

    folder: Path
    settings: Settings
    forms: Mapping[str, Form]
    roster: Roster
    period: Period

    @property
    def due(self) -> date | None:
        """The day by which filings are due, if one is set."""
        return period.parse_day(self.settings.due) if self.settings.due else None

    @property
    def reporters(self) -> tuple[tuple[Form, Unit], ...]:
        """Every form with every unit that must return it."""
        return tuple((form, unit) for form in self.forms.values() for unit in self.roster.at(form.reporter))


class NotATaskError(LookupError):
    """The folder has no task.yaml."""


def open_task(folder: Path) -> Task:
    """The task in a folder; NotATaskError, SchemaError or RosterError where it cannot be used."""
    path = folder / FILE
    if not path.is_file():
        raise NotATaskError(folder.as_posix())
    source = read_source(path)
    settings = described(source, Settings)
    mistakes: list[Mistake] = [*source.mistakes]
    for part, text in (("period", settings.period), ("due", settings.due), ("resubmit", settings.resubmit)):
        if text and not _is_date(part, text):
            code = "bad-period" if part == "period" else "bad-date"
            mistakes.append(source.mistake((part,), code, {"text": text}))
    roster_path = folder / settings.units
    if not roster_path.is_file():
        mistakes.append(source.mistake(("units",), "roster-unreadable", {"why": settings.units}))
    forms = dict(_forms(source, settings, mistakes))
    if mistakes:
        raise SchemaError(tuple(mistakes))
    return Task(folder, settings, forms, read_roster(roster_path.read_bytes(), roster_path.as_posix()), period.parse(settings.period))


def _forms(source: Source, settings: Settings, mistakes: list[Mistake]) -> Iterator[tuple[str, Form]]:
    """The task's forms by id; a name that is none, one written twice, or a period of another kind is a mistake."""
    for index, name in enumerate(settings.forms):
        try:
            form = find_form(name)
        except UnknownFormError as error:
            mistakes.append(source.mistake(("forms", index), "unknown-form", {"name": name, "near": error.near}))
            continue
        if settings.forms.index(name) < index:
            mistakes.append(source.mistake(("forms", index), "repeated-name", {"name": name}))
        if period.end_of(settings.period) and period.kind(period.parse(settings.period)) != form.period.expected:
            args = {"form": name, "expected": words.say(f"period-{form.period.expected}"), "text": settings.period}
            mistakes.append(source.mistake(("period",), "period-kind", args))
        yield form.form, form


def _is_date(part: str, text: str) -> bool:
    try:
        period.parse(text) if part == "period" else period.parse_day(text)
    except ValueError:
        return False
    return True


def expectation(task: Task, journal: Journal) -> Expectation:
    """What the task's filings are judged by."""
    blocking = task.settings.queries == "block"
    return Expectation(task.forms, task.roster, task.period, journal.overrides, blocking)


def inbox(task: Task) -> tuple[tuple[Path, str], ...]:
    """The files that came in, each with its name relative to the inbox."""
    root = task.folder / "inbox"
    return tuple((path, path.relative_to(task.folder).as_posix()) for path in disk.files([root]) if root.is_dir())


def outbox_name(form: Form, unit: Unit, when: Period, *, several: bool) -> str:
    """The file name a unit's workbook is sent under: code, name, form where there are several, period."""
    middle = (form.form,) if several else ()
    return disk.safe_name("_".join((unit.code, unit.name, *middle, when.text))) + ".xlsx"


@dataclass(frozen=True, slots=True)
class State:
    """Where a unit stands with a form: its state, whether late, and the file that says so."""

    form: str
    unit: Unit
    state: str
    late: bool = False
    file: str = ""
    judged: Judged | None = None


_ORDER = ("accepted", "zero", "conflict", "returned", "empty", "unreadable")
_BROKEN = ("unreadable", "refused", "encrypted", "not-a-filing")


def states(task: Task, judged: Iterable[Judged]) -> tuple[State, ...]:
    """The state of every unit that must report, the first that applies of the files that are its."""
    mine: dict[tuple[str, str], list[tuple[str, Judged]]] = {}
    came: dict[tuple[str, str], list[Judged]] = {}
    codes = {unit.code for _, unit in task.reporters}
    for one in judged:
        if one.outcome in (*_ORDER, "superseded", "copy"):
            came.setdefault((one.identity.form, one.identity.unit), []).append(one)
        if one.outcome in _ORDER and one.filing is not None:
            mine.setdefault((one.identity.form, one.identity.unit), []).append((one.outcome, one))
        elif one.outcome in _BROKEN and (code := _named(one.file, codes)):
            for form in task.forms:
                mine.setdefault((form, code), []).append(("unreadable", one))
    when = received(task.folder)
    made: list[State] = []
    for asked, unit in task.reporters:
        key = (asked.form, unit.code)
        found = mine.get(key, [])
        days = [_day(one, when) for one in (*came.get(key, ()), *(one for _, one in found))]
        made.append(_state(task, asked, unit, found, min(days, default="")))
    return tuple(made)


def _named(file: str, codes: set[str]) -> str:
    """The unit whose code stands at the beginning of a file name, as the outbox names files."""
    found = re.match(r"^\d{6,17}", Path(file).name)
    return found[0] if found and found[0] in codes else ""


def _state(task: Task, form: Form, unit: Unit, found: list[tuple[str, Judged]], first: str) -> State:
    """``first`` is the day the unit's first file came in: a correction sent later makes nobody late."""
    if not found:
        return State(form.form, unit, "missing")
    state, one = min(found, key=lambda pair: _ORDER.index(pair[0]))
    due = task.due
    late = due is not None and bool(first) and first > due.isoformat()
    return State(form.form, unit, state, late, one.file, one)


def _day(judged: Judged, when: Mapping[str, str]) -> str:
    """The day a file came in: as received.csv says, else when it was first seen."""
    return (when.get(Path(judged.file).name) or judged.seen)[:10]
