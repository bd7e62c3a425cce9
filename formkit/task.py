"""填报任务: the folder an office works in, and what stands in its task.yaml."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from formkit import calendars, disk, period, words
from formkit.intake import Expectation
from formkit.journal import Journal
from formkit.load import (
    Mistake,
    SchemaError,
    UnknownFormError,
    described,
    find_form,
    find_pack,
    misjoined,
    own_forms,
    packs,
    with_pack,
)
from formkit.load.source import Source, read_source
from formkit.model import Described, Form, FormId, Level
from formkit.period import Period
from formkit.roster import read_roster
from formkit.runner import Runner
from formkit.taskfile import FILE, NotATaskError
from formkit.units import Roster, Unit
from formkit.values import dataclass

FOLDERS = ("outbox", "inbox", "returns", "rollup", "notices", "templates")


class Extension(Described):
    """A later day for some units, by code or name; a unit above them stands for all below it. Who granted it and why."""

    units: Annotated[tuple[str, ...], Field(min_length=1)]
    until: str
    reason: str
    by: str


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
    level: Level | None = None
    parameters: Mapping[str, str] = Field(default_factory=dict)
    packs: tuple[FormId, ...] = ()
    before: tuple[str, ...] = ()
    prefill: str | None = None
    extensions: tuple[Extension, ...] = ()
    numbers: Mapping[FormId, str] = Field(default_factory=dict)
    notices: Mapping[FormId, Mapping[str, str]] = Field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Task:
    """One or more forms that go up together, for one period, from one roster.

    ``passwords`` are tried on what comes in, ``lock`` is put on what is written, ``run`` says where files are read (None: in
    processes of this machine); all are of this run and never stored.
    """

    folder: Path
    settings: Settings
    forms: Mapping[str, Form]
    roster: Roster
    period: Period
    passwords: tuple[str, ...] = field(default=(), repr=False)
    lock: str = field(default="", repr=False)
    run: Runner | None = field(default=None, repr=False, compare=False)

    def due(self, form: Form, unit: Unit | None = None) -> date | None:
        """The day by which a form is due: what the task says, else what the form says for the level that sends it.

        For a unit that was granted a later day, that one.
        """
        if unit and (granted := self.extension(unit)):
            return period.parse_day(granted.until)
        if self.settings.due:
            return period.parse_day(self.settings.due)
        due = form.period.due.get(form.reporter)
        return calendars.due_day(due, self.period.end) if due else None

    def resubmit(self, form: Form, unit: Unit | None = None) -> date | None:
        """By when a returned filing must be back: the day the task says, else the day it is due; no earlier than a day granted."""
        if not self.settings.resubmit:
            return self.due(form, unit)
        asked, granted = period.parse_day(self.settings.resubmit), self.extension(unit) if unit else None
        return max(asked, period.parse_day(granted.until)) if granted else asked

    def extension(self, unit: Unit) -> Extension | None:
        """The later day granted to a unit or to one above it, the latest where there are several."""
        own = {text for up in self.roster.path(unit.code) for text in (up.code, up.name)}
        granted = (each for each in self.settings.extensions if own.intersection(each.units))
        return max(granted, key=lambda each: each.until, default=None)

    @property
    def reporters(self) -> tuple[tuple[Form, Unit], ...]:
        """Every form with every unit that must return it."""
        return tuple((form, unit) for form in self.forms.values() for unit in self.roster.at(form.reporter))


def open_task(folder: Path) -> Task:
    """The task in a folder; NotATaskError, SchemaError or RosterError where it cannot be used."""
    path = folder / FILE
    if not path.is_file():
        raise NotATaskError(folder.as_posix())
    source = read_source(path)
    settings = described(source, Settings)
    mistakes = [*source.mistakes, *_misread(source, settings, folder)]
    if mistakes:
        raise SchemaError(tuple(mistakes))
    forms = dict(_forms(source, settings, folder, mistakes))
    mistakes += [*_unknown(source, settings, forms), *_uncounted(source, settings, forms), *misjoined(settings.forms, forms, folder)]
    if mistakes:
        raise SchemaError(tuple(mistakes))
    roster_path, when = folder / settings.units, period.parse(settings.period)
    roster = read_roster(roster_path.read_bytes(), roster_path.as_posix()).on(when.end)
    task = Task(folder, settings, forms, roster, when)
    if mistakes := list(_ill_extended(source, task)):
        raise SchemaError(tuple(mistakes))
    return task


def _misread(source: Source, settings: Settings, folder: Path) -> Iterator[Mistake]:
    """Settings that say nothing: no such day, period, roster, pack or earlier task."""
    when = period.parse(settings.period) if period.end_of(settings.period) else None
    for part, text in (("period", settings.period), ("due", settings.due), ("resubmit", settings.resubmit)):
        if text and not _is_date(part, text):
            yield source.mistake((part,), "bad-period" if part == "period" else "bad-date", {"text": text})
        elif text and part != "period" and when and period.parse_day(text) < when.start:
            yield source.mistake((part,), "day-before-period", {"text": text, "period": when.label})
    if not (folder / settings.units).is_file():
        yield source.mistake(("units",), "roster-missing", {"name": settings.units})
    for index, pack in enumerate(settings.packs):
        if pack not in packs():
            yield source.mistake(("packs", index), "unknown-pack", {"name": pack, "choices": "、".join(packs())})
    if (name := settings.prefill) and name != "none" and not ((folder / name / FILE).is_file() or (folder / name).is_file()):
        yield source.mistake(("prefill",), "prefill-missing", {"name": name})
    yield from _not_before(source, settings, folder, when)


def _not_before(source: Source, settings: Settings, folder: Path, when: Period | None) -> Iterator[Mistake]:
    """Earlier tasks that are none, or no earlier."""
    for index, earlier in enumerate(settings.before):
        place, path = ("before", index), folder / earlier
        if not (path / FILE).is_file():
            yield source.mistake(place, "not-a-task-before", {"name": earlier})
        elif path.resolve() == folder.resolve():
            yield source.mistake(place, "before-itself", {"name": earlier})
        elif when and (later := _period(path)) and later.start > when.end:
            yield source.mistake(place, "before-later", {"name": earlier, "found": later.label, "period": when.label})


def _period(folder: Path) -> Period | None:
    """What a task beside this one is for, as far as its task.yaml says."""
    try:
        said = read_source(folder / FILE).data
    except SchemaError:
        return None
    text = str(said.get("period", "")) if isinstance(said, Mapping) else ""
    return period.parse(text) if period.end_of(text) else None


def _forms(source: Source, settings: Settings, folder: Path, mistakes: list[Mistake]) -> Iterator[tuple[str, Form]]:
    """The task's forms by id; a name that is none, one written twice, or a period of another kind is a mistake."""
    for index, name in enumerate(settings.forms):
        try:
            form = find_form(name, folder)
        except UnknownFormError as error:
            mistakes.append(source.mistake(("forms", index), "unknown-form", {"name": name, "near": error.near}))
            continue
        if settings.forms.index(name) < index:
            mistakes.append(source.mistake(("forms", index), "repeated-name", {"name": name}))
        if period.end_of(settings.period) and period.kind(period.parse(settings.period)) != form.period.expected:
            args = {"form": name, "expected": words.say(f"period-{form.period.expected}"), "text": settings.period}
            mistakes.append(source.mistake(("period",), "period-kind", args))
        if settings.level and settings.level not in form.levels:
            args = {"form": name, "level": words.say(f"level-{settings.level}")}
            mistakes.append(source.mistake(("level",), "level-not-of-form", args))
            continue
        yield form.form, _as_asked(form, settings)


def _as_asked(form: Form, settings: Settings) -> Form:
    """A form as the task wants it: from the level that reports, with its own figures and further rules."""
    form = form.reported_by(settings.level) if settings.level else form
    for pack in settings.packs:
        form = with_pack(form, find_pack(pack))
    return form.with_parameters({name: value for name, value in settings.parameters.items() if value})


def _unknown(source: Source, settings: Settings, forms: Mapping[str, Form]) -> Iterator[Mistake]:
    """Parameters that no form has, and values that are none."""
    names = {parameter.name for form in forms.values() for parameter in form.parameters}
    for name in settings.parameters:
        if name not in names:
            args = {"name": name, "choices": "、".join(sorted(names))}
            yield source.mistake(("parameters", name, ""), "unknown-parameter", args)
    for form in forms.values():
        for parameter in form.parameters:
            if settings.parameters.get(parameter.name) and not parameter.fits(settings.parameters[parameter.name]):
                yield source.mistake(("parameters", parameter.name), "parameter-value")


def _uncounted(source: Source, settings: Settings, forms: Mapping[str, Form]) -> Iterator[Mistake]:
    """Years whose working days the forms count, or their deadlines are counted in, and no calendar says."""
    end = period.end_of(settings.period)
    years = {year for form in forms.values() for year in calendars.missing_years(form, end)}
    for form in forms.values() if end and not settings.due else ():
        due = form.period.due.get(form.reporter)
        if due and end and (year := calendars.unknown_year(due, end)):
            years.add(year)
    for year in sorted(years):
        yield source.mistake(("period",), "calendar-missing", calendars.lacking(year))


def _ill_extended(source: Source, task: Task) -> Iterator[Mistake]:
    """Extensions for units that there are not, or of a name that two have; that are no later; without a reason or a name."""
    days = [day for form in task.forms.values() if (day := task.due(form))]
    for index, granted in enumerate(task.settings.extensions):
        place = ("extensions", index)
        for number, name in enumerate(granted.units):
            found = [unit.code for unit in task.roster.units.values() if name in (unit.code, unit.name)]
            if len(found) != 1:
                args = {"name": name, "count": str(len(found)), "codes": "、".join(found[:8])}
                yield source.mistake((*place, "units", number), "extension-namesakes" if found else "extension-unit", args)
        for part, text in (("reason", granted.reason), ("by", granted.by)):
            if not text.strip():
                yield source.mistake((*place, part), "extension-reason" if part == "reason" else "extension-by")
        if not _is_date("until", granted.until):
            yield source.mistake((*place, "until"), "bad-date", {"text": granted.until})
        elif days and period.parse_day(granted.until) <= min(days):
            yield source.mistake((*place, "until"), "extension-early", {"until": granted.until, "due": min(days).isoformat()})


def _is_date(part: str, text: str) -> bool:
    try:
        period.parse(text) if part == "period" else period.parse_day(text)
    except ValueError:
        return False
    return True


def expectation(task: Task, journal: Journal) -> Expectation:
    """What the task's filings are judged by."""
    blocking = task.settings.queries == "block"
    return Expectation(task.forms, task.roster, task.period, journal.overrides, blocking, task.passwords, beside=own_forms(task.folder))


def inbox(task: Task) -> tuple[tuple[Path, str], ...]:
    """The files that came in, each with its name relative to the inbox."""
    root = task.folder / "inbox"
    return tuple((path, path.relative_to(task.folder).as_posix()) for path in disk.files([root]) if root.is_dir())


def outbox_name(form: Form, unit: Unit, when: Period, *, several: bool) -> str:
    """The file name a unit's workbook is sent under: code, name, form where there are several, period."""
    middle = (form.form,) if several else ()
    return disk.safe_name("_".join((unit.code, unit.name, *middle, when.text))) + ".xlsx"
