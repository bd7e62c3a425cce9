"""What all commands share: how they speak, how they end, and the options that mean the same everywhere."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import click

from formkit import period, words
from formkit.load import Mistake
from formkit.model import Form

CLEAN, FAULTS, MISUSE, ENVIRONMENT = 0, 1, 2, 3
_NOW = "这一天当作今天 (use this day as today)"
Command = TypeVar("Command", bound=Callable[..., Any])


class UsageProblem(click.ClickException):
    """Wrong use: one sentence in Chinese with the English beside it, exit 2."""

    exit_code = MISUSE

    def __init__(self, wording: str, /, **args: str) -> None:
        super().__init__(words.both(wording, args))

    def show(self, file: Any = None) -> None:
        """The sentence alone, without a word before it."""
        click.echo(self.format_message(), err=True, file=file)


def say(text: str = "") -> None:
    """A line for people: to standard error, so that standard output holds nothing but results."""
    click.echo(text, err=True)


def give(document: Any) -> None:
    """One JSON document on standard output, and nothing else there."""
    click.echo(json.dumps(document, ensure_ascii=False, indent=2))


def titled(forms: Mapping[str, Form], name: str) -> str:
    """The title of a form, to say which a line is about; empty where there is but one."""
    return f"《{forms[name].title.format(unit='')}》" if len(forms) > 1 and name in forms else ""


def show_mistakes(mistakes: Iterable[Mistake]) -> None:
    """An author's mistakes, each as file:line:column with its sentence."""
    for each in mistakes:
        say(f"{each.file}:{each.line}:{each.column}: {words.both(each.code, each.args)} [{each.code}]")


def _period(_: click.Context, __: click.Parameter, text: str | None) -> period.Period | None:
    try:
        return period.parse(text) if text else None
    except ValueError:
        raise UsageProblem("bad-period", text=str(text)) from None


def _day(_: click.Context, __: click.Parameter, text: str | None) -> str:
    """The moment a command takes for now: given as a date, else the clock's, in this place's time."""
    if not text:
        return datetime.now().astimezone().isoformat(timespec="seconds")
    try:
        return period.parse_day(text).isoformat()
    except ValueError:
        raise UsageProblem("bad-date", text=text) from None


def now_option(command: Command) -> Command:
    """--now DATE"""
    return click.option("--now", metavar="DATE", callback=_day, help=_NOW)(command)


def take_now(command: click.Command) -> click.Command:
    """Let a command that never asks for the day take --now all the same, so that all commands do."""
    if not any(parameter.name == "now" for parameter in command.params):
        option = click.Option(["--now"], metavar="DATE", callback=_day, expose_value=False, help=_NOW)
        command.params.append(option)
    return command


def period_option(*, required: bool) -> Callable[[Command], Command]:
    """--period P"""
    return click.option(
        "--period", "when", metavar="P", callback=_period, required=required,
        help="报告期：2020-03-25、2020-03、2020Q1、2020、2020-03-20..2020-03-24 (the period)",
    )  # fmt: skip


def json_option(command: Command) -> Command:
    """--json"""
    return click.option("--json", "as_json", is_flag=True, help="结果以 JSON 写到标准输出 (one JSON document)")(command)


def values_option(command: Command) -> Command:
    """--show-values"""
    return click.option(
        "--show-values", "plain", is_flag=True, help="不遮盖身份证号和电话 (do not mask identity and phone numbers)"
    )(command)


FOLDER = click.Path(path_type=Path, file_okay=False)
ANY_PATH = click.Path(path_type=Path)
A_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


@contextmanager
def progress(total: int, label: str) -> Iterator[Callable[[str], None]]:
    """A bar on long work; quiet when nobody is watching."""
    if total < 20 or not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        job = bar.add_task(label, total=total)
        yield lambda _: bar.advance(job)
