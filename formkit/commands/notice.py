"""formkit notice"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import click

from formkit import disk, lock, notices, office, words
from formkit.commands.console import (
    CLEAN,
    FOLDER,
    MISUSE,
    UsageProblem,
    lock_option,
    now_option,
    passwords_option,
    placed,
    say,
    show_mistakes,
)
from formkit.commands.failures import template_mistakes
from formkit.letterbox import letters
from formkit.task import Task, open_task


@click.command()
@click.argument("kind", required=False)
@click.argument("folder", type=FOLDER, default=".", metavar="[DIR]")
@click.option("-o", "--output", type=FOLDER, metavar="DIR", help="写到哪个文件夹 (where to write)")
@click.option("--list", "listing", is_flag=True, help="有哪些文书 (what notices there are)")
@click.option("--set", "given", multiple=True, metavar="NAME=TEXT", help="只有人知道的内容，如 number=某字〔2020〕5号 (what only a person knows)")
@passwords_option
@lock_option
@now_option
def command(
    kind: str | None, folder: Path, output: Path | None, listing: bool, given: tuple[str, ...], passwords: tuple[str, ...],
    locking: str, now: str,
) -> None:  # fmt: skip
    """生成文书：催报通知 reminder、退回修改通知 return-notice (Word documents)."""
    if listing or not kind:
        for name in notices.kinds():
            click.echo(name)
        return
    task = replace(open_task(folder), passwords=passwords)
    template, shown = _template(task, kind)
    came = office.checked(task, now)
    written = letters(kind, task, came.judged, came.states, now, _pairs(given))
    if not written:
        say(words.both("nothing-to-notify", {"kind": kind}))
        sys.exit(CLEAN)
    try:
        # All are made before the first is written: a document with a hole in it never goes out.
        made = [(letter.name, notices.render(template, shown, letter.facts)) for letter in written]
    except notices.TemplateProblem as error:
        show_mistakes(template_mistakes(shown, error.problems))
        sys.exit(MISUSE)
    target = output or task.folder / "notices"
    for name, data in made:
        say(placed(disk.write(target / f"{disk.safe_name(name)}.docx", lock.locked(data, locking))).as_posix())
    sys.exit(CLEAN)


def _template(task: Task, kind: str) -> tuple[bytes, str]:
    """The task's own template of a notice, else the shipped one, with the name it goes by."""
    own = task.folder / "templates" / f"{kind}.docx"
    if own.is_file():
        return own.read_bytes(), own.as_posix()
    try:
        return notices.shipped(kind), f"{kind}.docx"
    except KeyError:
        raise UsageProblem("unknown-notice", kind=kind, kinds="、".join(notices.kinds())) from None


def _pairs(given: tuple[str, ...]) -> Mapping[str, str]:
    pairs = [text.partition("=") for text in given]
    for name, sign, _ in pairs:
        if not sign or not name:
            raise UsageProblem("bad-pair", text=name)
    return {name.strip(): text.strip() for name, _, text in pairs}


