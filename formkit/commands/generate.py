"""formkit generate"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from formkit import disk, lock
from formkit.commands.console import FOLDER, lock_option, placed, progress, say
from formkit.filing import Identity
from formkit.identity import steps
from formkit.model import Form
from formkit.period import long_date
from formkit.task import Task, open_task, outbox_name
from formkit.units import Roster, Unit
from formkit.write.book import write_workbook
from formkit.write.issue import Issue


@click.command()
@click.argument("folder", type=FOLDER, default=".", metavar="[DIR]")
@lock_option
def command(folder: Path, locking: str) -> None:
    """给名单里每个单位各生成一张填报表，按镇分文件夹 (one workbook for every unit, foldered by township)."""
    task = replace(open_task(folder), lock=locking)
    count = generate(task)
    say(f"已在 {(folder / 'outbox').as_posix()} 生成{count}张填报表")


def generate(task: Task) -> int:
    """Write the outbox; the number of workbooks."""
    disk.swept(task.folder)
    with progress(len(task.reporters), "生成") as tick:
        for form, unit in task.reporters:
            place = township_folder(task.roster, unit)
            name = outbox_name(form, unit, task.period, several=len(task.forms) > 1)
            data = write_workbook(form, issue_for(task, form, unit))
            placed(disk.write(task.folder / "outbox" / place / name, lock.locked(data, task.lock)))
            tick(name)
    return len(task.reporters)


def township_folder(roster: Roster, unit: Unit) -> str:
    """The folder a unit's workbook goes into: its township's name, with the code where two bear it; empty if none."""
    above = roster.above(unit.code, "township")
    if above is None or above.code == unit.code:
        return ""
    alike = [other for other in roster.at("township") if other.name == above.name]
    return disk.safe_name(f"{above.name}_{above.code}" if len(alike) > 1 else above.name)


def issue_for(task: Task, form: Form, unit: Unit) -> Issue:
    """What goes into one unit's blank workbook."""
    settings = task.settings
    identity = Identity(form.form, form.version, unit.code, task.period.text, path=steps(task.roster.path(unit.code)))
    rows = {section.key: settings.rows or form.paper.rows for section in form.sections}
    contact = " ".join(filter(None, (settings.contact, settings.phone)))
    places = tuple(task.roster.limited(unit.code).units.values())
    due = task.due(form)
    deadline = long_date(due) if due else ""
    return Issue(identity, rows, places, task.period.end, task.period.label, deadline, contact)
