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
# What is said, which day's files come in before it, and the command with DIR for the folder.
STEPS = (
    ("给24个村（社区）各生成一张填报表", "", "generate DIR"),
    (f"{FIRST} 收到第一批，放进 inbox，审核", FIRST, f"check DIR --now {FIRST}"),
    (f"{LATER} 又收到一份迟报的，看谁报了、谁没报", LATER, f"status DIR --text --now {LATER}"),
    ("汇总到镇、到县（只收审核通过的）", "", f"merge DIR --now {LATER}"),
    ("催报通知", "", f"notice reminder DIR --now {LATER}"),
    ("退回修改通知", "", f"notice return-notice DIR --now {LATER}"),
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
    for number, (title, day, typed) in enumerate(STEPS, 1):
        if day:
            shutil.copytree(example / "returned" / day, folder / "inbox", dirs_exist_ok=True)
        say(f"\n== {number}. {title}\n$ formkit {typed.replace('DIR', folder.as_posix())}")
        _run([str(folder) if word == "DIR" else word for word in typed.split()])
    say()
    for name, what in _WHERE:
        say(f"{(folder / name).as_posix()}  {what}")
    say("示例中的错误是有意放的，清单见 examples/taierzhuang/planted.csv；人名和号码都是编的。")
    sys.exit(CLEAN)


def _run(arguments: list[str]) -> None:
    """One command as a person would type it; a step that finds faults (exit 1) is what the example is for."""
    done = subprocess.run([sys.executable, "-P", "-m", "formkit", *arguments], check=False)  # noqa: S603 - our own command
    if done.returncode not in (CLEAN, FAULTS):
        sys.exit(done.returncode)
