"""formkit check"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from formkit import loose, mask, words
from formkit.commands.console import (
    CLEAN,
    FAULTS,
    UsageProblem,
    give,
    json_option,
    lock_option,
    now_option,
    passwords_option,
    progress,
    titled,
    values_option,
)  # fmt: skip
from formkit.commands.far import PLACE, cluster_option, from_store
from formkit.finding import Between, Finding
from formkit.grouped import cells_of, grouped, told
from formkit.intake import GOOD, Judged
from formkit.load import forms_around
from formkit.model import Form
from formkit.runner import Runner
from formkit.saying import Reader, remedy, say_of, sentence, value_shown
from formkit.taskfile import FILE, NotATaskError
from formkit.words import FINDINGS

if TYPE_CHECKING:
    from formkit.office import Copies
    from formkit.task import Task

LISTED = 30
_CELLS = 10


@click.command()
@click.argument("paths", nargs=-1, type=PLACE, metavar="[DIR | FILE ...]")
@json_option
@values_option
@passwords_option
@lock_option
@from_store
@cluster_option
@now_option
def command(
    paths: tuple[Path, ...], as_json: bool, plain: bool, passwords: tuple[str, ...], locking: str, run: Runner | None, now: str
) -> None:
    """审核收回的表：任务文件夹，或任意文件 (check what came back: a task folder, or any files)."""
    task = task_of(paths, passwords, locking, run)
    copies: Copies = {}
    across = Between()
    if task:
        from formkit.commands.inbox import check_task  # loose files need nothing of what a task is made of

        judged, copies, across = check_task(task, now)
        forms: Mapping[str, Form] = task.forms
    else:
        forms, judged = check_loose(paths, passwords, run)
    if as_json:
        from formkit import export

        give(export.check_json(judged, forms, copies, across, plain=plain), plain=plain)
    else:
        show(judged, forms, plain=plain)
        if across.rules:
            from formkit.commands.inbox import show_between

            show_between(across, forms, plain=plain)
    sys.exit(CLEAN if judged and all(clean(one) for one in judged) and not across.open else FAULTS)


def task_of(
    paths: Sequence[Path], passwords: tuple[str, ...] = (), locking: str = "", run: Runner | None = None
) -> Task | None:
    """The task the arguments mean: the current folder, or the one folder given; None for loose files."""
    if not paths or (len(paths) == 1 and (paths[0] / FILE).is_file()):
        from formkit.task import open_task  # what stands in a task folder

        return replace(open_task(*paths or (Path(),)), passwords=passwords, lock=locking, run=run)
    for path in paths:
        if not path.exists():
            raise UsageProblem("no-files", path=path.as_posix())
        if (path / FILE).is_file():
            raise UsageProblem("task-with-others", path=path.as_posix())
    if len(paths) == 1 and paths[0].is_dir() and not loose.named(paths):
        raise NotATaskError(paths[0].as_posix())
    return None


def check_loose(
    paths: Sequence[Path], passwords: Sequence[str] = (), run: Runner | None = None
) -> tuple[Mapping[str, Form], tuple[Judged, ...]]:
    """Files outside a task: the identity inside each says what it is."""
    files = loose.named(paths)
    if not files:
        raise UsageProblem("no-files", path="、".join(path.as_posix() for path in paths))
    forms = forms_around(path for path, _ in files if isinstance(path, Path))
    with progress(len(files), "审核") as tick:
        judged, forms = loose.checked(files, forms, passwords, tick, run)
    return forms, judged


def clean(one: Judged) -> bool:
    """Whether nothing is left to do about a file."""
    settled = one.outcome in (*GOOD, "superseded", "copy")
    return settled and not (one.outcome in GOOD and any(f.open for f in one.report.findings) and not one.override)


def show(judged: Sequence[Judged], forms: Mapping[str, Form], *, plain: bool) -> None:
    """For people: a line a file, then what is wrong in it, then the count."""
    for one in judged:
        name = one.file if plain else mask.text(one.file)
        line_ = (name, one.identity.unit_name, titled(forms, one.identity.form), say_of(one))
        click.echo(f"【{words.say('outcome-' + one.outcome)}】{'  '.join(filter(None, line_))}")
        if one.outcome in ("superseded", "copy") or one.identity.form not in forms:
            continue
        findings = [finding for finding in one.report.findings if finding.open]
        for said in lines(forms[one.identity.form], findings, plain=plain):
            click.echo(f"    {said}")
    counts = Counter(one.outcome for one in judged)
    parts = "，".join(f"{words.say('outcome-' + name)}{count}" for name, count in counts.most_common())
    click.echo(f"共{len(judged)}个文件：{parts}")


def lines(form: Form, findings: Sequence[Finding], *, plain: bool) -> Iterator[str]:
    """A line for each finding of a file; where they are many, a line for each kind, with the first of its cells."""
    if len(findings) <= LISTED:
        yield from (line(form, finding, plain=plain) for finding in findings)
        return
    groups = grouped(findings)
    for group in groups[:LISTED]:
        yield line(form, group[0], plain=plain) if len(group) == 1 else _together(form, group, plain=plain)
    if rest := sum(map(len, groups[LISTED:])):
        yield f"……还有{rest}处，见审核报告或用 --json 查看"


def _together(form: Form, group: Sequence[Finding], *, plain: bool) -> str:
    first = group[0]
    said, how = told(form, group, "plain" if plain else "office")
    rule = f" [{first.rule}]" if first.rule else ""
    return f"{cells_of(group, _CELLS)} {'错误' if first.blocks else '核实'}：{said}。{how}{rule}"


def line(form: Form, finding: Finding, *, plain: bool) -> str:
    """One finding in a line: where, what, how to mend it, which rule."""
    where = cells_of((finding,), 1)
    mark = "错误" if finding.blocks else "核实"
    to: Reader = "plain" if plain else "office"
    value = value_shown(form, finding, to)
    said = not value or not finding.column or "{value}" in FINDINGS[finding.wording].zh
    shown = "" if said else f"（现填：{value}）"
    rule = f" [{finding.rule}]" if finding.rule else ""
    return f"{where} {mark}：{sentence(form, finding, to)}{shown}。{remedy(form, finding, to)}{rule}"
