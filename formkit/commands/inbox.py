"""The check of a task's inbox: what came in, the return copies, the report; and what does not agree between the files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from formkit import against, disk, lock, mask, office, words
from formkit.commands.check import LISTED, line
from formkit.commands.console import placed, progress, say, titled
from formkit.finding import Between
from formkit.intake import Judged
from formkit.model import Form
from formkit.overview import overview
from formkit.page import write_page
from formkit.task import Task
from formkit.write.crossing import done_of
from formkit.write.report import write_report


def check_task(task: Task, now: str) -> tuple[Sequence[Judged], office.Copies, Between]:
    """The inbox judged; return copies and reports are written."""
    with progress(len(list((task.folder / "inbox").rglob("*"))), "审核") as tick:
        came = office.checked(task, now, tick, hold=True)
    across = against.check_between(task, came, now)
    copies = office.write_returns(task, came.judged)
    title = f"{'、'.join(form.title.format(unit='') for form in task.forms.values())}　{task.period.label}"
    made = {file: copy for file, (copy, _) in copies.items()}
    for copy in made.values():
        placed(task.folder / copy)
    view = overview(title, came.judged, task.forms, came.states, task.roster, made)
    report = _written(task, write_report(view, across), write_page(view, across, now[:10]))
    say(f"退回件和审核报告在 {report.parent.as_posix()}")
    return came.judged, copies, across


def _written(task: Task, book: bytes, page: bytes) -> Path:
    """The office's report as a workbook, and as a page where no password is wanted: a page takes none."""
    folder = task.folder / "returns"
    if task.lock:
        (folder / office.PAGE).unlink(missing_ok=True)
        say(words.both("page-not-locked"))
    else:
        placed(disk.write(folder / office.PAGE, page))
    return placed(disk.write(folder / office.REPORT, lock.locked(book, task.lock)))


def show_between(across: Between, forms: Mapping[str, Form], *, plain: bool) -> None:
    """For people: what does not agree between the files, then which links and rules over the task ran and which did not."""
    click.echo(f"【{words.say('between-title')}】")
    found = [one for one in across.findings if one.finding.open]
    for one in found[:LISTED]:
        file = one.file if plain else mask.text(one.file)
        where = (file or words.say("between-task"), one.unit, titled(forms, one.form))
        click.echo(f"    {' '.join(filter(None, where))}")
        click.echo(f"        {line(forms[one.form], one.finding, plain=plain)}")
    if len(found) > LISTED:
        click.echo(f"    ……还有{len(found) - LISTED}处，见审核报告或用 --json 查看")
    for asked in across.rules:
        click.echo(f"    {' '.join(filter(None, (asked.id, titled(forms, asked.form), done_of(asked, across))))}")
