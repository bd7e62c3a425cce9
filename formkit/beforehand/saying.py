"""What was carried into a task's workbooks and from where, and what the office is told of it: Chinese, and English beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from formkit import words
from formkit.beforehand.carry import Carried
from formkit.beforehand.supply import listed
from formkit.compare.standing import stays
from formkit.merge import Part
from formkit.model import Form
from formkit.office import Past
from formkit.period import Period
from formkit.task import Task
from formkit.units import Unit
from formkit.values import dataclass


@dataclass(frozen=True, slots=True)
class Source:
    """An earlier task and what is taken of it."""

    past: Past
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Taken:
    """What was carried for a unit, the last period first; ``own`` unless filings of units below it were taken, ``explained`` where
    one said something, ``joined`` the names of units that became part of it.
    """

    carried: Carried
    when: tuple[Period, ...]
    own: bool
    explained: bool
    joined: tuple[str, ...]


def heir(task: Task, form: Form, part: Part) -> str:
    """The unit that reports in a task where a filing came from: itself, what it became, or what it stands under; "" for none."""
    for step in part.path:
        unit = task.roster.units.get(task.roster.successors.get(step.code, step.code))
        if unit and unit.level == form.reporter:
            return unit.code
    return ""


def told(task: Task, form: Form, found: Mapping[str, Taken], sources: Sequence[Source]) -> Iterator[str]:
    """How much was carried to how many, who got rows of a period before the last, and who has nothing."""
    last = sources[0].past.task.period
    got = {code: each.carried for code, each in found.items() if each.carried.parts}
    title, units = titled(task, form), words.say(f"level-{form.reporter}")
    first = {"filled": str(len(got)), "rows": str(sum(each.rows for each in got.values()))}
    whens = [source.past.task.period for source in sources if any(source.past.task.period in found[code].when for code in got)]
    first |= {"when": "、".join(when.label for when in whens), "period": ", ".join(when.text for when in whens)}
    said = [("carried", first)] if got else []
    counts = {
        "carried-zero": sum(not each.rows for each in got.values()), "carried-ended": sum(each.ended for each in got.values()),
        "carried-wrong": sum(each.wrong for each in got.values()), "carried-strays": sum(each.strays for each in got.values()),
    }  # fmt: skip
    said += [(code, {"count": str(count)}) for code, count in counts.items() if count]
    if said:
        yield " / ".join("".join(say(code, {**title, "units": units, **more}) for code, more in said) for say in (words.say, words.english))
    for source in sources[1:]:
        when = source.past.task.period
        older = [placed(task, task.roster.units[code]) for code, each in found.items() if when in each.when]
        if older:
            args = {"count": str(len(older)), "names": listed(older), "last": last.label, "when": when.label, "period": when.text}
            yield tell("carried-older", **title, **args, units=units)
    without = [placed(task, unit) for unit in task.roster.at(form.reporter) if unit.code not in got]
    if without:
        yield tell("carried-none", **title, units=units, count=str(len(without)), names=listed(without))
    if dropped := list(dict.fromkeys(label for source in sources for label in _dropped(form, source))):
        yield tell("carried-dropped", **title, count=str(len(dropped)), names="、".join(f"“{label}”" for label in dropped))
    known = sources[0].past.task.roster.units  # who was gone by then is an old story
    every = [*sources[0].parts, *(part for source in sources[1:] for part in source.parts if part.unit in known)]
    lost = [part for part in every if not heir(task, form, part)]
    if lost:
        count = str(sum(len(part.records) for part in lost))
        yield tell("carried-orphans", **title, count=count, names=listed([part.path[0].name for part in lost]))


def _dropped(form: Form, source: Source) -> Iterator[str]:
    """What was asked then and said by somebody, would go on, and is no column of the form now."""
    was = source.past.task.forms[form.form]
    records = [record for part in source.parts for record in part.records]
    gone = [(place, column) for place, column in enumerate(was.leaves) if stays(column) and column.key not in form.places]
    return (was.titles[column.key] for place, column in gone if any(not record.readings[place].blank for record in records))


def placed(task: Task, unit: Unit) -> str:
    """A unit's name under that of the one above it, for there are namesakes."""
    above = task.roster.units.get(unit.parent)
    return f"{above.name}{unit.name}" if above else unit.name


def titled(task: Task, form: Form) -> dict[str, str]:
    """The title of a form, and its name for the English, to say which a line is about; empty where there is but one."""
    if len(task.forms) == 1:
        return {"title": "", "form": ""}
    return {"title": f"《{whole_title(task, form)}》", "form": f"{form.form}: "}


def whole_title(task: Task, form: Form) -> str:
    """The title of a form, with its name where another form of the task has the same."""
    titles = [each.title.format(unit="").strip() for each in task.forms.values()]
    own = form.title.format(unit="").strip()
    return f"{own}（{form.form}）" if titles.count(own) > 1 else own


def tell(code: str, /, **args: str) -> str:
    """A sentence in both languages."""
    return words.both(code, args)
