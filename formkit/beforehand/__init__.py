"""What a task's workbooks are filled in with before they go out: the rows of the last period, or those of a supplied table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from formkit import columns, mask, words
from formkit.beforehand.carry import Carried, carries, carry
from formkit.beforehand.prefill import Allotted, Wanted, allotted
from formkit.beforehand.supply import coming_and_going, given, listed, read_supply, unmatched, unread
from formkit.identity import steps
from formkit.merge import Part
from formkit.model import Form
from formkit.office import Past, past_of
from formkit.task import FILE, Task, open_task
from formkit.units import Unit
from formkit.words.workbook import text
from formkit.write.issue import NOTHING, Filled
from formkit.write.leftover import Left

OFF = "none"
Key = tuple[str, str]
"""A form and a unit."""


@dataclass(frozen=True, slots=True)
class Beforehand:
    """What goes into each workbook, what the office is told, and what of a supplied table was left, by the form's title."""

    filled: Mapping[Key, Filled] = field(default_factory=dict)
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
    opened = [(replace(open_task(task.folder / name), passwords=task.passwords), name) for name in names]
    ended = sorted((pair for pair in opened if pair[0].period < task.period), key=lambda pair: pair[0].period)
    read: dict[str, Past] = {}
    filled: dict[Key, Filled] = {}
    said: list[str] = []
    for form in task.forms.values():
        last = next(((other, name) for other, name in reversed(ended) if form.form in other.forms), None)
        if last is None or not carries(form):
            said.append(_both("carried-nowhere" if last is None else "carried-anew", title=_title(task, form)))
            continue
        past = read.setdefault(last[1], read.get(last[1]) or past_of(*last, now))
        found = {unit.code: _of_unit(task, form, unit, past) for unit in task.roster.at(form.reporter)}
        filled |= {(form.form, code): _kept(form, each, past.task.period.label) for code, each in found.items()}
        said += _told(task, form, found, past)
    return Beforehand(filled, tuple(said))


@dataclass(frozen=True, slots=True)
class _Taken:
    """What was carried for a unit; ``own`` unless filings of units below it were taken, ``explained`` where one said something."""

    carried: Carried
    own: bool
    explained: bool


def _of_unit(task: Task, form: Form, unit: Unit, past: Past) -> _Taken:
    """Its own filing, those of the units that became part of it, those of units below it where they reported before."""
    parts = [part for part in past.parts if part.form == form.form and _heir(task, form, part) == unit.code]
    parts.sort(key=lambda part: part.unit != unit.code)
    places = task.roster.limited(unit.code).units.values()
    specs = columns.specs(form, task.period.end, places)
    carried = carry(form, parts, steps(task.roster.path(unit.code)), specs, past.task.forms[form.form])
    own = all(part.path[0].level == unit.level for part in parts)
    return _Taken(carried, own, any(record.explanation for part in parts for record in part.records))


def _heir(task: Task, form: Form, part: Part) -> str:
    """The unit that reports now where a filing came from: itself, what it became, or what it stands under; "" for none."""
    for step in part.path:
        unit = task.roster.units.get(task.roster.successors.get(step.code, step.code))
        if unit and unit.level == form.reporter:
            return unit.code
    return ""


def _kept(form: Form, taken: _Taken, when: str) -> Filled:
    carried = taken.carried
    if not carried.rows:
        return NOTHING
    flows = "、".join(form.titles[leaf.key] for leaf in form.leaves if leaf.measure == "flow")
    lines = [text("beforehand-carried", when=when, rows=str(carried.rows))]
    lines += [text("beforehand-flows", columns=flows)] if flows else []
    lines += [text("beforehand-ended", count=str(carried.ended))] if carried.ended else []
    lines += [text("beforehand-wrong", count=str(carried.wrong))] if carried.wrong else []
    lines += coming_and_going(form)
    lines += [text("beforehand-explanations")] if taken.explained else []
    return Filled(carried.entries, tuple(lines), taken.own)


def _told(task: Task, form: Form, found: Mapping[str, _Taken], past: Past) -> Iterator[str]:
    """How much was carried to how many, and who has nothing."""
    got = {code: each.carried for code, each in found.items() if each.carried.parts}
    rows = sum(each.rows for each in got.values())
    title, units = _title(task, form), words.say(f"level-{form.reporter}")
    without = [_placed(task, unit) for unit in task.roster.at(form.reporter) if unit.code not in got]
    said = [("carried", {"filled": str(len(got)), "when": past.task.period.label, "rows": str(rows)})]
    counts = {
        "carried-zero": sum(not each.rows for each in got.values()), "carried-ended": sum(each.ended for each in got.values()),
        "carried-wrong": sum(each.wrong for each in got.values()), "carried-strays": sum(each.strays for each in got.values()),
    }  # fmt: skip
    said += [(code, {"count": str(count)}) for code, count in counts.items() if count]
    args = {"title": title, "units": units}
    yield " / ".join("".join(tell(code, args | more) for code, more in said) for tell in (words.say, words.english))
    if without:
        yield _both("carried-none", **args, count=str(len(without)), names=listed(without))
    lost = [part for part in past.parts if part.form == form.form and not _heir(task, form, part)]
    if lost:
        count = str(sum(len(part.records) for part in lost))
        yield _both("carried-orphans", title=title, count=count, names=listed([part.path[0].name for part in lost]))


def _placed(task: Task, unit: Unit) -> str:
    """A unit's name under that of the one above it, for there are namesakes."""
    above = task.roster.units.get(unit.parent)
    return f"{above.name}{unit.name}" if above else unit.name


def _title(task: Task, form: Form) -> str:
    """The title of a form, to say which a line is about; empty where there is but one."""
    return f"《{form.title.format(unit='')}》" if len(task.forms) > 1 else ""


def _both(code: str, /, **args: str) -> str:
    return words.both(code, args)


def _supplied(task: Task, path: Path) -> Beforehand:
    file = mask.text(path.name)
    wanted = [Wanted(form, task.period, task.roster) for form in task.forms.values()]
    filled: dict[Key, Filled] = {}
    said: list[str] = []
    left: dict[str, tuple[Left, ...]] = {}
    for each, found in zip(wanted, read_supply(path, wanted, task.passwords), strict=True):
        form, got = each.form, allotted(each, found)
        title = form.title.format(unit="").strip()
        left |= {title: got.left} if got.left else {}
        filled |= {(form.form, code): given(form, entries, file) for code, entries in got.entries.items()}
        said += _reported(task, form, got, file)
        said += unread(found)
    return Beforehand(filled, tuple(dict.fromkeys(said)), left, path.name)


def _reported(task: Task, form: Form, got: Allotted, file: str) -> Iterator[str]:
    title, units = _title(task, form), words.say(f"level-{form.reporter}")
    filled = {code for code, entries in got.entries.items() if any(entries.values())}
    without = [_placed(task, unit) for unit in task.roster.at(form.reporter) if unit.code not in filled]
    yield _both("supplied", title=title, file=file, rows=str(got.rows), filled=str(len(filled)), units=units)
    if without:
        yield _both("supplied-without", title=title, count=str(len(without)), units=units, names=listed(without))
    yield from unmatched(title, got)
