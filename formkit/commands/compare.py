"""formkit compare"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import click

from formkit import loose, mask, office, standing
from formkit.commands.check import task_of
from formkit.commands.console import (
    CLEAN,
    FAULTS,
    UsageProblem,
    give,
    json_option,
    now_option,
    passwords_option,
    tell,
    values_option,
)  # fmt: skip
from formkit.commands.far import PLACE, cluster_option, from_store
from formkit.compare import compare
from formkit.compare.changes import Comparison
from formkit.compare.plain import comparison_json
from formkit.compare.queried import queried
from formkit.compare.retold import Retelling, lines
from formkit.gather import gather
from formkit.intake import Judged
from formkit.load import forms_around
from formkit.merge import Part
from formkit.model import Form
from formkit.period import parsed
from formkit.resent import resent
from formkit.runner import Runner
from formkit.saying import say_of
from formkit.task import Task
from formkit.values import dataclass


@dataclass(frozen=True, slots=True)
class _Side:
    """What is compared: the forms there, their accepted filings, what became of units that were merged, every file; and by form
    the units that had to report.
    """

    forms: Mapping[str, Form]
    parts: Sequence[Part]
    successors: Mapping[str, str]
    judged: Sequence[Judged]
    asked: Mapping[str, Mapping[str, str]]


@click.command()
@click.argument("paths", nargs=-1, type=PLACE, metavar="[DIR | FILE ...]")
@click.option(
    "--with", "others", multiple=True, type=PLACE, metavar="DIR",
    help="与哪一期比：任务文件夹、填报表或汇总表；不写则是 task.yaml 里 before 的最近一期 (the period to compare with)",
)  # fmt: skip
@json_option
@values_option
@passwords_option
@from_store
@cluster_option
@now_option
def command(
    paths: tuple[Path, ...], others: tuple[Path, ...], as_json: bool, plain: bool, passwords: tuple[str, ...],
    run: Runner | None, now: str,
) -> None:
    """与上一期对比：新增、消除、转移、变更，以及要核实的 (this period against another)."""
    task = task_of(paths, passwords, run=run)
    after = _of_task(task, "", now) if task else _loose(paths, passwords, run)
    before: tuple[_Side, ...] = ()
    if others:
        other = task_of(others, passwords, run=run)
        before = (_of_task(other, standing.told(others[0].as_posix()), now) if other else _loose(others, passwords, run),)
    elif task:
        before = tuple(_side(past) for past in office.previous(task, now, task.forms))
    if not before:
        raise UsageProblem("compare-with")
    found = [one for form in after.forms.values() for one in _compared(form, before, after)]
    if not found:
        raise UsageProblem("compare-no-form")
    _in_order(found)
    again = [one for one in after.judged if one.code == "wrong-period-received"]
    told = [Retelling(one, "plain" if plain else "office") for one in found]
    if as_json:
        first, *more = [comparison_json(each) for each in told]
        sent = [{"file": one.file, "say": say_of(one)} for one in again]
        give({**first, "resent": sent, "other_forms": more}, plain=plain)
    else:
        for each in told:
            for line in lines(each):
                tell(line)
        for one in again:
            tell(f"{one.file if plain else mask.text(one.file)}  {say_of(one)}")
    sys.exit(FAULTS if again or any(queried(one).open for one in found) else CLEAN)


def _in_order(found: Sequence[Comparison]) -> None:
    """End where what should be the earlier period is not: who came would be said to have gone."""
    for one in found:
        before, after = parsed(one.before), parsed(one.after)
        if before and after and not before < after:
            raise UsageProblem("compare-order", before=before.label, after=after.label)


def _of_task(task: Task, name: str, now: str) -> _Side:
    """A task as it stands, read without writing anything into it; ``name`` is the way to it."""
    past = office.past_of(task, name, now)
    judged = resent(past.collected.judged, task.folder, task.settings.before)
    return _side(past, judged)


def _side(past: office.Past, judged: Sequence[Judged] = ()) -> _Side:
    forms = past.task.forms
    return _Side(forms, past.parts, past.task.roster.successors, judged, {name: past.asked(name) for name in forms})


def _loose(paths: Sequence[Path], passwords: Sequence[str], run: Runner | None) -> _Side:
    """Filings and roll-ups outside a task: the identity inside each says what it is."""
    files = loose.named(paths)
    if not files:
        raise UsageProblem("no-files", path="、".join(path.as_posix() for path in paths))
    gathered = gather(files, None, passwords, run=run)
    forms = forms_around(path for path, _ in files if isinstance(path, Path))
    used = {part.form for part in gathered.parts}
    return _Side({name: forms[name] for name in sorted(used)}, gathered.parts, {}, (), {})


def _compared(form: Form, before: Sequence[_Side], after: _Side) -> Iterator[Comparison]:
    """A form on both sides; nothing where an earlier period does not have it."""
    side = next((each for each in reversed(before) if form.form in each.forms), None)
    if side:
        yield compare(form, side.parts, after.parts, after.successors, side.asked.get(form.form, {}))
