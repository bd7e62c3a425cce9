"""formkit accept"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from formkit import journal, mask, office, standing, words
from formkit.commands.console import UsageProblem, now_option, passwords_option, say
from formkit.commands.far import PLACE, from_store
from formkit.intake import GOOD, Judged, Override
from formkit.merge import uncountable
from formkit.saying import say_of
from formkit.task import Task, open_task
from formkit.taskfile import FILE


@click.command()
@click.argument("file", type=PLACE)
@click.option("--reason", required=True, metavar="TEXT", help="为什么同意 (why)")
@click.option("--by", required=True, metavar="NAME", help="谁同意的 (who)")
@passwords_option
@from_store
@now_option
def command(file: Path, reason: str, by: str, passwords: tuple[str, ...], now: str) -> None:
    """人工同意接收一张表，记入日志 (accept a filing in spite of its findings; kept in the journal)."""
    if not reason.strip() or not by.strip():
        raise UsageProblem("accept-blank")
    folder = next((up for up in file.resolve().parents if (up / FILE).is_file()), None)
    name = file.resolve().relative_to(folder).as_posix() if folder else ""
    # A member of an archive goes by a.zip!/b.xlsx and is no file of its own.
    if not file.is_file() and "!/" not in file.as_posix() and not (folder and name in (standing.left(folder) or ())):
        raise UsageProblem("accept-gone", path=file.as_posix())
    if folder is None:
        raise UsageProblem("accept-outside", path=file.as_posix())
    task = replace(open_task(folder), passwords=passwords)
    judged = _acceptable(task, next((one for one in office.checked(task, now).judged if one.file == name), None), name)
    journal.note_acceptance(folder, Override(judged.sha256, by.strip(), reason.strip()), name, now)
    say(words.say("accept-noted", {"file": name, "by": by.strip(), "reason": reason.strip()}))


def _acceptable(task: Task, judged: Judged | None, name: str) -> Judged:
    """A filing that was returned, and that can be added up; wrong use for anything else."""
    if judged is None:
        raise UsageProblem("accept-elsewhere", path=name)
    if judged.outcome != "returned" or judged.filing is None:
        codes = {"wrong-unit": "accept-wrong-unit", **dict.fromkeys(GOOD, "accept-already")}
        raise UsageProblem(codes.get(judged.outcome, "accept-unknown"), path=name, say=say_of(judged))
    if cells := uncountable(task.forms[judged.identity.form], judged.filing.records):
        raise UsageProblem("accept-uncountable", path=mask.text(name), cells="、".join(cells[:10]))
    return judged
