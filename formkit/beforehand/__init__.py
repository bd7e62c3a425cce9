"""What a task's workbooks are filled in with before they go out: the rows of the last period, or those of a supplied table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field, replace
from pathlib import Path

from formkit import columns, mask, words
from formkit.beforehand.carry import Carried, carry, together
from formkit.beforehand.kept import Kept, put_away
from formkit.beforehand.prefill import Allotted
from formkit.beforehand.saying import Source, Taken, heir, placed, tell, titled, told, whole_title
from formkit.beforehand.supply import coming_and_going, given, listed, read_supply, unmatched, unread
from formkit.beforehand.whose import Wanted
from formkit.compare.standing import carries
from formkit.identity import steps
from formkit.merge import Part
from formkit.model import Form
from formkit.office import Past, past_of
from formkit.period import Period
from formkit.task import Task, open_task
from formkit.taskfile import FILE
from formkit.units import Unit
from formkit.values import dataclass
from formkit.words.workbook import text
from formkit.write.issue import NOTHING, Filled
from formkit.write.leftover import Left

OFF = "none"
Key = tuple[str, str]
"""A form and a unit."""


@dataclass(frozen=True, slots=True)
class Beforehand:
    """What goes into each workbook, put away until then; what the office is told; what of a supplied table was left, by the title of
    the form.
    """

    filled: Mapping[Key, Kept] = field(default_factory=dict)
    said: tuple[str, ...] = ()
    left: Mapping[str, tuple[Left, ...]] = field(default_factory=dict)
    file: str = ""


EMPTY = Beforehand()


def beforehand(task: Task, now: str, data: Path | None = None) -> Beforehand:
    """What a task's workbooks are filled in with: ``data``, else what task.yaml names, else the last of its earlier tasks.

    Nothing is written. SupplyError for a table that cannot be used; SchemaError and the like for an earlier task that cannot.
    """
    named = task.settings.prefill
    if data or (named and named != OFF and not (task.folder / named / FILE).is_file()):
        return _supplied(task, data or task.folder / str(named))
    if named == OFF or not (named or task.settings.before):
        return EMPTY
    return _carried(task, (named,) if named else task.settings.before, now)


def _carried(task: Task, names: Sequence[str], now: str) -> Beforehand:
    opened = [(replace(open_task(task.folder / name), passwords=task.passwords, run=task.run), name) for name in names]
    ended = sorted((pair for pair in opened if pair[0].period < task.period), key=lambda pair: pair[0].period)
    read: dict[str, Past] = {}
    filled: dict[Key, Kept] = {}
    said: list[str] = []
    for form in task.forms.values():
        before = [pair for pair in reversed(ended) if form.form in pair[0].forms]
        if not before or not carries(form):
            said.append(tell("carried-anew" if before else "carried-nowhere", **titled(task, form)))
            continue
        sources = _sources(form, before, read, now)
        found = {unit.code: _of_unit(task, form, unit, sources) for unit in task.roster.at(form.reporter)}
        filled |= {(form.form, code): put_away(_filled(form, each)) for code, each in found.items()}
        said += told(task, form, found, sources)
    return Beforehand(filled, tuple(said))


def _sources(form: Form, before: Sequence[tuple[Task, str]], read: dict[str, Past], now: str) -> tuple[Source, ...]:
    """The last period, and those before it for whoever has no filing in those after: each with what is taken of it.

    Whose rows another unit was to bring by then is not asked for again where that one did. Earlier tasks are read only while
    somebody is wanting.
    """
    found: list[Source] = []
    wanting: set[str] = set()
    for other, name in before:
        if found and not wanting:
            break
        past = read[name] = read.get(name) or past_of(other, name, now)
        came = [part for part in past.parts if part.form == form.form]
        kept = [part for part in came if not any(_brought(form, part, later.past) for later in found)]
        if not found:
            wanting = {unit.code for unit in other.roster.at(other.forms[form.form].reporter)}
        last = found[0].past.task if found else other
        wanting -= {unit for part in came for unit in (part.unit, heir(last, last.forms[form.form], part))}
        found.append(Source(past, tuple(kept)))
    return tuple(found)


def _brought(form: Form, part: Part, past: Past) -> bool:
    """Whether a unit, or who stood for it by then, has a filing in a later period."""
    owner = heir(past.task, past.task.forms[form.form], part)
    return any(other.form == form.form and other.unit in (part.unit, owner) for other in past.parts)


def _of_unit(task: Task, form: Form, unit: Unit, sources: Sequence[Source]) -> Taken:
    """Its own filing, those of the units that became part of it, those of units below it where they reported before."""
    places = task.roster.limited(unit.code).units.values()
    specs = columns.specs(form, task.period.end, places)
    path = steps(task.roster.path(unit.code))
    carried: list[Carried] = []
    when: list[Period] = []
    parts: list[Part] = []
    for source in sources:
        own = sorted((part for part in source.parts if heir(task, form, part) == unit.code), key=lambda part: part.unit != unit.code)
        if own:
            carried.append(carry(form, own, path, specs, source.past.task.forms[form.form]))
            when.append(source.past.task.period)
            parts += own
    level = all(part.path[0].level == unit.level for part in parts)
    joined = tuple(dict.fromkeys(part.path[0].name for part in parts if part.unit != unit.code and part.records))
    explained = any(record.explanation for part in parts for record in part.records)
    return Taken(together(carried), tuple(when), level, explained, joined if level else ())


def _filled(form: Form, taken: Taken) -> Filled:
    carried = taken.carried
    if not carried.rows:
        return NOTHING
    flows = "、".join(form.titles[leaf.key] for leaf in form.leaves if leaf.measure == "flow")
    lines = [text("beforehand-carried", when="、".join(when.label for when in taken.when), rows=str(carried.rows))]
    lines += [text("beforehand-joined", names=listed(taken.joined))] if taken.joined else []
    lines += [text("beforehand-flows", columns=flows)] if flows else []
    lines += [text("beforehand-ended", count=str(carried.ended))] if carried.ended else []
    lines += [text("beforehand-wrong", count=str(carried.wrong))] if carried.wrong else []
    lines += coming_and_going(form)
    lines += [text("beforehand-explanations")] if taken.explained else []
    return Filled(carried.entries, tuple(lines), taken.own)


def _supplied(task: Task, path: Path) -> Beforehand:
    file = mask.text(path.name)
    wanted = [Wanted(form, task.period, task.roster) for form in task.forms.values()]
    filled: dict[Key, Kept] = {}
    said: list[str] = []
    left: dict[str, tuple[Left, ...]] = {}
    for form, got in zip(task.forms.values(), read_supply(path, wanted, task.passwords), strict=True):
        left |= {whole_title(task, form): got.left} if got.left else {}
        filled |= {(form.form, code): given(form, kept, file) for code, kept in got.units.items()}
        said += _reported(task, form, got, file)
        said += unread(got)
    return Beforehand(filled, tuple(dict.fromkeys(said)), left, path.name)


def _reported(task: Task, form: Form, got: Allotted, file: str) -> Iterator[str]:
    title, units = titled(task, form), words.say(f"level-{form.reporter}")
    filled = {code for code, kept in got.units.items() if kept.rows}
    without = [placed(task, unit) for unit in task.roster.at(form.reporter) if unit.code not in filled]
    yield tell("supplied", **title, file=file, rows=str(got.rows), filled=str(len(filled)), units=units)
    if without:
        yield tell("supplied-without", **title, count=str(len(without)), units=units, names=listed(without))
    yield from unmatched(title, got)
