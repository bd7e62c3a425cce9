"""formkit demo"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import click

from formkit.commands.console import CLEAN, FAULTS, FOLDER, UsageProblem, say
from formkit.load import shelf

EXAMPLE = "taierzhuang"
FIRST, LATER = "2020-04-03", "2020-04-08"
STEPS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("给24个村（社区）各生成一张填报表", "", ("generate",)),
    ("4月3日收到第一批，放进 inbox，审核", FIRST, ("check", "--now", FIRST)),
    ("4月8日又收到一份迟报的，再审核", LATER, ("check", "--now", LATER)),
    ("谁报了、谁没报", "", ("status", "--text", "--now", LATER)),
    ("汇总到镇、到县（只收审核通过的）", "", ("merge", "--now", LATER)),
    ("催报通知", "", ("notice", "reminder", "--now", LATER)),
    ("退回修改通知", "", ("notice", "return-notice", "--now", LATER)),
)
_WHERE = (
    ("outbox", "发给各村的填报表"), ("returns", "退回件和审核报告.xlsx"), ("rollup", "各镇和全县的汇总表"), ("notices", "Word 文书"),
)  # fmt: skip


@click.command()
@click.argument("folder", type=FOLDER, default="demo", metavar="[DIR]")
def command(folder: Path) -> None:
    """用示例把全过程走一遍：生成、收表、审核、汇总、文书 (the whole loop on a shipped example)."""
    if folder.exists() and any(folder.iterdir()):
        raise UsageProblem("demo-not-empty", path=folder.as_posix())
    example = shelf("examples") / EXAMPLE
    (folder / "inbox").mkdir(parents=True)
    for name in ("task.yaml", "units.csv"):
        shutil.copy(example / name, folder / name)
    for number, (title, day, arguments) in enumerate(STEPS, 1):
        if day:
            shutil.copytree(example / "returned" / day, folder / "inbox", dirs_exist_ok=True)
        _step(number, title, arguments, folder)
    say()
    for name, what in _WHERE:
        say(f"{(folder / name).as_posix()}  {what}")
    say("示例中的错误是有意放的，清单见 examples/taierzhuang/planted.csv；人名和号码都是编的。")
    sys.exit(CLEAN)


def _step(number: int, title: str, arguments: tuple[str, ...], folder: Path) -> None:
    """One command as a person would type it; a step that finds faults (exit 1) is what the example is for."""
    typed = [arg for arg in arguments if arg != "--now"]
    say(f"\n== {number}. {title}\n$ formkit {' '.join((arguments[0], folder.as_posix(), *typed[1:]))}")
    place = (*arguments[:2], str(folder), *arguments[2:]) if arguments[0] == "notice" else (arguments[0], str(folder), *arguments[1:])
    done = subprocess.run([sys.executable, "-m", "formkit", *place], check=False)  # noqa: S603 - our own command
    if done.returncode not in (CLEAN, FAULTS):
        sys.exit(done.returncode)
