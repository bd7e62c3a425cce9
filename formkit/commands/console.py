"""What all commands share: how they speak, how they end, and the options that mean the same everywhere."""

from __future__ import annotations

import functools
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar, cast

import click

from formkit import disk, lock, mask, period, standing, words
from formkit.load import Mistake
from formkit.model import Form

CLEAN, FAULTS, MISUSE, ENVIRONMENT = 0, 1, 2, 3
_NOW = "这一天当作今天 (use this day as today)"
_OPENING = "打开密码，每行一个；也可用环境变量 FORMKIT_PASSWORD。密码不能直接写在命令里，别人会看到 (passwords to open files, one a line)"
_LOCKING = "给写出的文件加密码，密码在文件第一行；也可用环境变量 FORMKIT_LOCK (the password to put on what is written)"
Command = TypeVar("Command", bound=Callable[..., Any])


class UsageProblem(click.ClickException):
    """Wrong use: one sentence in Chinese with the English beside it, exit 2."""

    exit_code = MISUSE

    def __init__(self, wording: str, /, **args: str) -> None:
        super().__init__(mask.text(standing.told(words.both(wording, args))))

    def show(self, file: Any = None) -> None:
        """The sentence alone, without a word before it."""
        click.echo(self.format_message(), err=True, file=file)


def say(text: str = "") -> None:
    """A line for people: to standard error, so that standard output holds nothing but results. No number in it is shown."""
    click.echo(mask.text(standing.told(text)), err=True)


def tell(text: str) -> None:
    """A line of the result; a place in a store is named by its URL, not by the folder that stands for it."""
    click.echo(standing.told(text))


def placed(path: Path) -> Path:
    """The path that a file was written to; said where it stands beside the one meant, which is open in another program."""
    meant = disk.meant(path)
    if meant != path:
        say(words.both("file-in-use", {"path": meant.as_posix(), "other": path.as_posix()}))
    return path


_PATHS = ("file", "return_copy")


def give(document: Any, *, plain: bool = False) -> None:
    """One JSON document on standard output, and nothing else there; no number in it is shown unless ``plain``.

    What it lists stands one a line: to be read, searched and compared, and written in a tenth of the time that indenting takes.
    """
    shown = document if plain else _masked(document)
    if isinstance(shown, Mapping):
        click.echo("{\n" + ",\n".join(f"{_compact(key)}: {_listed(value)}" for key, value in shown.items()) + "\n}")
    else:
        click.echo(_listed(shown))


def _listed(value: Any) -> str:
    return "[\n" + ",\n".join(map(_compact, value)) + "\n]" if isinstance(value, list | tuple) and value else _compact(value)


def _compact(value: Any) -> str:
    import json  # only for whoever asks for it

    return standing.told(json.dumps(value, ensure_ascii=False))


def _masked(part: Any, key: str = "") -> Any:
    """A part of a document with the numbers in its texts masked, whatever texts they are: also names of files and sheets.

    The folders of a path stay as they were given: they are the office's own, and a path must be found again.
    """
    if isinstance(part, str):
        folder, slash, name = part.rpartition("/") if key in _PATHS else ("", "", part)
        return folder + slash + mask.text(name)
    if isinstance(part, Mapping):
        return {name: _masked(value, name) for name, value in part.items()}
    return [_masked(each) for each in part] if isinstance(part, list | tuple) else part


def titled(forms: Mapping[str, Form], name: str) -> str:
    """The title of a form, to say which a line is about; empty where there is but one."""
    several = any(other != name for other in forms)  # counting them would read them all
    return f"《{forms[name].title.format(unit='')}》" if several and name in forms else ""


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


def passwords_option(command: Command) -> Command:
    """--password-file, --ask-password and FORMKIT_PASSWORD: ``passwords`` to open what came in with one.

    A password is never a value on the command line, where every user of the machine can see it.
    """

    @click.option("--password-file", type=A_FILE, metavar="FILE", help=_OPENING)
    @click.option("--ask-password", is_flag=True, help="问打开密码，输入时不显示 (ask for the password)")
    @functools.wraps(command)
    def opening(*values: Any, password_file: Path | None, ask_password: bool, **named: Any) -> Any:
        asked = (_asked("打开密码", twice=False),) if ask_password else ()
        known = os.environ.get("FORMKIT_PASSWORD", "")
        kept = _kept(password_file) if password_file else ()
        return command(*values, passwords=tuple(filter(None, (*asked, *kept, known))), **named)

    return cast(Command, opening)


def lock_option(command: Command) -> Command:
    """--lock-file, --ask-lock and FORMKIT_LOCK: ``locking``, the password put on all that is written; "" for none."""

    @click.option("--lock-file", type=A_FILE, metavar="FILE", help=_LOCKING)
    @click.option("--ask-lock", is_flag=True, help="问要加的密码，输入两遍，不显示 (ask for the password to put on)")
    @functools.wraps(command)
    def locking(*values: Any, lock_file: Path | None, ask_lock: bool, **named: Any) -> Any:
        given = _asked("要加的密码", twice=True) if ask_lock else _kept(lock_file)[0] if lock_file else ""
        given = given or os.environ.get("FORMKIT_LOCK", "")
        if len(given) > lock.LONGEST:
            raise UsageProblem("password-long", limit=str(lock.LONGEST))
        return command(*values, locking=given, **named)

    return cast(Command, locking)


def _kept(path: Path) -> tuple[str, ...]:
    """The passwords in a file, one a line, as Notepad saves it."""
    data = path.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            lines = tuple(filter(None, data.decode(encoding).splitlines()))
        except UnicodeDecodeError:
            continue
        if lines:
            return lines
    raise UsageProblem("password-file", path=path.as_posix())


def _asked(what: str, *, twice: bool) -> str:
    """A password typed by a person, not shown; the question goes to standard error."""
    try:
        return str(click.prompt(what, hide_input=True, confirmation_prompt=twice and f"{what}（再输一遍）", err=True))
    except click.Abort:
        raise UsageProblem("password-asked") from None


A_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
FOLDER = click.Path(path_type=Path, file_okay=False)
ANY_PATH = click.Path(path_type=Path)


@contextmanager
def progress(total: int, label: str) -> Iterator[Callable[[str], None]]:
    """A bar on long work; quiet when nobody is watching."""
    if total < 20 or not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import Progress

    # Drawn as it moves and not by a thread of its own: readers are forked while it stands.
    with Progress(console=Console(stderr=True), transient=True, auto_refresh=False) as bar:
        job = bar.add_task(label, total=total)

        def tick(_: str) -> None:
            bar.advance(job)
            bar.refresh()

        yield tick
