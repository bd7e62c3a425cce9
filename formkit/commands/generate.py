"""formkit generate"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import click

from formkit import disk, lock, mask, words
from formkit.beforehand import EMPTY, Beforehand, beforehand
from formkit.beforehand.kept import in_hand
from formkit.beforehand.supply import SupplyError, left_over, listed
from formkit.commands.console import (
    A_FILE,
    UsageProblem,
    lock_option,
    now_option,
    passwords_option,
    placed,
    progress,
    say,
)
from formkit.commands.far import FOLDER_PLACE, from_store
from formkit.filing import Identity
from formkit.identity import steps
from formkit.model import Form
from formkit.period import long_date
from formkit.task import Task, open_task, outbox_name
from formkit.units import Roster, Unit
from formkit.write.book import CREATED
from formkit.write.issue import NOTHING, Filled, Issue
from formkit.write.leftover import NAME, write_leftover
from formkit.write.stamp import Moulds, stamped

_MODIFIED, _MUCH = re.compile(rb"<dcterms:modified[^>]*>([^<]*)<"), 20_000
_MADE = f"{CREATED:%Y-%m-%dT%H:%M:%SZ}".encode()
BATCH = 64
"""So many workbooks are put on the disk at once."""
_ENCRYPTED = b"\xd0\xcf\x11\xe0"


@click.command()
@click.argument("folder", type=FOLDER_PLACE, default=".", metavar="[DIR]")
@click.option("--data", type=A_FILE, metavar="FILE", help="预先填好的数据，CSV 或工作簿 (a table of rows to fill in beforehand)")
@now_option
@passwords_option
@lock_option
@partial(from_store, outbox=True)
def command(folder: Path, data: Path | None, now: str, passwords: tuple[str, ...], locking: str) -> None:
    """给名单里每个单位各生成一张填报表，按镇分文件夹 (one workbook for every unit, foldered by township).

    有上期任务（task.yaml 的 before）的，带出上期审核通过的数据；也可以用 prefill 或 --data 指定别的来源。
    """
    task = replace(open_task(folder), passwords=passwords, lock=locking)
    try:
        before = beforehand(task, now, data)
    except SupplyError as error:
        raise UsageProblem(error.code, **error.arguments) from None
    kept = generate(task, before)
    for said in before.said:
        say(said)
    _leave(task, before)
    say(f"已在 {(folder / 'outbox').as_posix()} 生成{len(task.reporters) - len(kept)}张填报表")
    if kept:
        say(words.both("outbox-kept", {"count": str(len(kept)), "names": mask.text(listed(kept))}))


def generate(task: Task, before: Beforehand = EMPTY) -> list[str]:
    """Write the outbox; the names of the workbooks that somebody saved since they were made, which stay as they are."""
    disk.swept(task.folder)
    kept: list[str] = []
    waiting: list[tuple[Path, bytes]] = []
    moulds: Moulds = {}
    folders, parents = _folders(task.roster), {unit.parent for unit in task.roster.units.values()}
    with progress(len(task.reporters), "生成") as tick:
        for form, unit in task.reporters:
            name = outbox_name(form, unit, task.period, several=len(task.forms) > 1)
            path = task.folder / "outbox" / _folder(task.roster, unit, folders) / name
            if _saved_since(path, (task.lock, *task.passwords)):
                kept.append(name)
            else:
                kept_away = before.filled.get((form.form, unit.code))
                filled = in_hand(kept_away) if kept_away else NOTHING
                issue = issue_for(task, form, unit, filled, alone=unit.code not in parents)
                waiting.append((path, lock.locked(stamped(form, issue, moulds), task.lock)))
            if len(waiting) >= BATCH:
                _write(waiting)
            tick(name)
        _write(waiting)
    return kept


def _write(waiting: list[tuple[Path, bytes]]) -> None:
    for path in disk.write_many(waiting):
        placed(path)
    waiting.clear()


def _saved_since(path: Path, passwords: Sequence[str]) -> bool:
    """Whether a workbook of the outbox was saved by somebody after it was made, or is nothing we made: it may be filled in."""
    data = disk.read(path)
    if data is None:
        return False
    if data.startswith(_ENCRYPTED):
        data = lock.opened(data, passwords) or b""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as book, book.open("docProps/core.xml") as part:
            said = _MODIFIED.search(part.read(_MUCH))
    except (zipfile.BadZipFile, KeyError, OSError, ValueError, NotImplementedError, zlib.error):
        return True
    return said is None or said[1] != _MADE


def _leave(task: Task, before: Beforehand) -> None:
    """The list of what was not filled in; an older one goes where everything was."""
    path = task.folder / "outbox" / NAME
    if not before.left:
        disk.removed(path)
        return
    written = placed(disk.write(path, lock.locked(write_leftover(before.file, before.left), task.lock)))
    counts = left_over(one for each in before.left.values() for one in each)
    say(words.both("supplied-left", {"path": written.as_posix(), **counts}))


def township_folder(roster: Roster, unit: Unit) -> str:
    """The folder a unit's workbook goes into: its township's name, with the code where two bear it; empty if none."""
    return _folder(roster, unit, _folders(roster))


def _folders(roster: Roster) -> Mapping[str, str]:
    """The folder of each township by its code."""
    townships = roster.at("township")
    times = Counter(unit.name for unit in townships)
    return {unit.code: disk.safe_name(f"{unit.name}_{unit.code}" if times[unit.name] > 1 else unit.name) for unit in townships}


def _folder(roster: Roster, unit: Unit, folders: Mapping[str, str]) -> str:
    above = roster.above(unit.code, "township")
    return folders[above.code] if above and above.code != unit.code else ""


def issue_for(task: Task, form: Form, unit: Unit, filled: Filled = NOTHING, *, alone: bool = False) -> Issue:
    """What goes into one unit's workbook, which is blank but for what it is filled in with beforehand.

    ``alone``: no unit stands below it, so that its rows may name no other than those above.
    """
    settings = task.settings
    units = task.roster.path(unit.code)
    path = steps(units)
    identity = Identity(form.form, form.version, unit.code, task.period.text, path=path, system=unit.system)
    rows = {section.key: filled.rows(section.key, settings.rows or form.paper.rows) for section in form.sections}
    contact = " ".join(filter(None, (settings.contact, settings.phone)))
    places = units if alone else tuple(task.roster.limited(unit.code).units.values())
    due = task.due(form, unit)
    deadline = long_date(due) if due else ""
    return Issue(
        identity, rows, places, task.period.end, task.period.label, deadline, contact, filled.entries,
        beforehand=filled.lines, own=filled.own,
    )  # fmt: skip
