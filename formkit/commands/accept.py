"""formkit accept"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from formkit import journal, mask, office
from formkit.commands.console import ANY_PATH, UsageProblem, now_option, passwords_option, say
from formkit.intake import Override
from formkit.merge import uncountable
from formkit.saying import say_of
from formkit.task import FILE, NotATaskError, open_task


@click.command()
@click.argument("file", type=ANY_PATH)
@click.option("--reason", required=True, metavar="TEXT", help="为什么同意 (why)")
@click.option("--by", required=True, metavar="NAME", help="谁同意的 (who)")
@passwords_option
@now_option
def command(file: Path, reason: str, by: str, passwords: tuple[str, ...], now: str) -> None:
    """人工同意接收一张表，记入日志 (accept a filing in spite of its findings; kept in the journal)."""
    # A member of an archive goes by a.zip!/b.xlsx and is no file of its own.
    if not file.is_file() and "!/" not in file.as_posix():
        raise UsageProblem("no-files", path=file.as_posix())
    folder = next((up for up in file.resolve().parents if (up / FILE).is_file()), None)
    if folder is None:
        raise NotATaskError(file.parent.as_posix())
    task = replace(open_task(folder), passwords=passwords)
    name = file.resolve().relative_to(folder).as_posix()
    judged = next((one for one in office.check_task(task, now)[0] if one.file == name), None)
    if judged is None or judged.outcome != "returned":
        why = say_of(judged) if judged else "不在 inbox 里"
        raise UsageProblem("accept-unknown", path=name, say=why)
    cells = uncountable(task.forms[judged.identity.form], judged.filing.records) if judged.filing else ()
    if cells:
        raise UsageProblem("accept-uncountable", path=mask.text(name), cells="、".join(cells[:10]))
    journal.note_acceptance(folder, Override(judged.sha256, by, reason), name, now)
    say(mask.text(f"已记入日志：{name} 由{by}同意接收（{reason}）"))
