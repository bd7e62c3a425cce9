"""The command line: gathers the commands and turns every expected failure into one sentence and an exit status."""

from __future__ import annotations

import gc
import importlib
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click

COMMANDS = {
    "forms": "有哪些报表；某张报表的全部内容 (what forms there are; one form in full)",
    "lint": "检查报表描述和文书模板 (check schemas and templates)",
    "draft": "由空白表起草报表描述 (a first schema from a blank official workbook)",
    "blank": "一张空白填报表 (one blank workbook)",
    "layout": "填报表各部分在哪里 (where the parts of a workbook stand)",
    "init": "新建任务文件夹 (a new task folder)",
    "generate": "给每个单位各生成一张填报表 (one workbook for every unit)",
    "check": "审核收回的表 (check what came back)",
    "status": "谁报了、谁没报 (who has reported)",
    "accept": "人工同意接收一张表 (accept a filing in spite of its findings)",
    "merge": "逐级汇总 (roll up)",
    "trace": "汇总表上的一个数从哪里来 (where a number of a roll-up comes from)",
    "compare": "与上一期对比 (this period against another)",
    "notice": "生成文书 (Word documents)",
    "explain": "某个问题是什么意思、怎么改 (what a finding means)",
    "demo": "用示例把全过程走一遍 (the whole loop on an example)",
}


@contextmanager
def _loading() -> Iterator[None]:
    """What is loaded stays: looking through it for garbage, again and again as it grows, would take a twentieth of the time."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


class Commands(click.Group):
    """Commands loaded when they are called for: one module each under ``commands``."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """In the order of the work."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, from its module."""
        if cmd_name not in COMMANDS:
            return None
        with _loading():
            module = importlib.import_module(f"formkit.commands.{cmd_name}")
            from formkit.commands.console import take_now
        return take_now(module.command)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Name and one line each, without loading any."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; what an author, a roster or the machine did wrong ends in words, not in a traceback."""
        with _loading():
            from formkit.commands import failures
        with failures.told():
            return super().invoke(ctx)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="formkit")
def main() -> None:
    """formkit：一份描述，生成填报表、审核、汇总、出文书 (official ledgers from one description)."""
    for stream in (sys.stdout, sys.stderr):
        # A console in another encoding must not end the run at the first character it lacks.
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(errors="replace")
    # Nor is anything of what else is installed plugged into how schemas are read: looking for it takes as long as a filing.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    from formkit.commands import failures

    sys.excepthook = failures.unforeseen
