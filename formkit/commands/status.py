"""formkit status"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import click

from formkit import export, mask, office, words
from formkit.commands.console import (
    CLEAN,
    FAULTS,
    FOLDER,
    give,
    json_option,
    now_option,
    passwords_option,
    progress,
    titled,
)
from formkit.intake import GOOD
from formkit.states import State
from formkit.task import Task, open_task


@click.command()
@click.argument("folder", type=FOLDER, default=".", metavar="[DIR]")
@json_option
@click.option("--text", "as_text", is_flag=True, help="每个镇一行，可直接发到群里 (one line per township for a chat)")
@passwords_option
@now_option
def command(folder: Path, as_json: bool, as_text: bool, passwords: tuple[str, ...], now: str) -> None:
    """谁报了、谁没报、谁迟报 (who has reported)."""
    task = replace(open_task(folder), passwords=passwords)
    with progress(len(task.reporters), "查看") as tick:
        _, states = office.check_task(task, now, tick)
    townships = export.township_json(task, states)
    if as_json:
        give({"units": [export.unit_json(state) for state in states], "townships": townships})
    elif as_text:
        for each in townships:
            rest = "；".join(_wanting(task, [s for s in states if export.township_of(task, s) == each["unit"]]))
            rest = f"，还差：{rest}" if rest else "，已报齐"
            late = f"（迟报{each['late']}）" if each["late"] else ""
            click.echo(f"{each['name']}：应报{each['expected']}，已报{each['accepted'] + each['zero']}{late}{rest}")
    else:
        for state in states:
            late = "  迟报" if state.late else ""
            said = f"{words.say('state-' + state.state)}{late}"
            line = (state.unit.code, state.unit.name, titled(task.forms, state.form), said, state.file)
            click.echo(mask.text("  ".join(filter(None, line))))
        done = sum(state.state in GOOD for state in states)
        click.echo(f"应报{len(states)}，已报{done}（其中零报告{sum(s.state == 'zero' for s in states)}），迟报{sum(s.late for s in states)}")
    sys.exit(CLEAN if all(state.state in GOOD for state in states) else FAULTS)


def _wanting(task: Task, states: Sequence[State]) -> Iterator[str]:
    """The units of a township that still have to report, form by form."""
    for form in task.forms:
        names = [state.unit.name for state in states if state.form == form and state.state not in GOOD]
        if names:
            yield titled(task.forms, form) + "、".join(names)
