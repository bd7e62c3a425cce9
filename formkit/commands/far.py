"""What commands share that may work elsewhere: on the machines of a cluster, on a task that lies in a store."""

from __future__ import annotations

import functools
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from typing import Any, cast

import click

from formkit import cluster, lent, store, words
from formkit.commands.console import CLEAN, ENVIRONMENT, FAULTS, Command, UsageProblem, say
from formkit.load import SchemaError
from formkit.load.source import read_source
from formkit.taskfile import FILE

_CLUSTER = (
    "在 Dask 集群上读表：调度器地址（如 tcp://10.0.0.1:8786）；放在命令最后不写地址，或写 local，只用本机，每个处理器一个进程。"
    "各机器要装同一版本的 formkit；"
    "文件内容和打开密码会发到集群的机器上，跨网络请用 tls:// 地址 (read the files on a Dask cluster: its scheduler's address; local or none: this machine)"
)


def cluster_option(command: Command) -> Command:
    """--cluster ADDRESS: ``run``, the runner that files are read by; None for processes of this machine."""

    @click.option("--cluster", "address", is_flag=False, flag_value=cluster.LOCAL, metavar="[ADDRESS]", help=_CLUSTER)
    @functools.wraps(command)
    def spread(*values: Any, address: str | None, **named: Any) -> Any:
        if not address:
            return command(*values, run=None, **named)
        from formkit import cluster  # few runs have one

        try:
            with cluster.running(address) as run:
                return command(*values, run=run, **named)
        except cluster.ClusterError as error:
            say(words.both(error.code, error.said))
            sys.exit(ENVIRONMENT)

    return cast(Command, spread)


class Place(click.Path):
    """An argument that is a path, or the URL of something in a store, which stays a text."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """A URL as it is, anything else as a path."""
        if isinstance(value, str) and ":" in value:
            from formkit import store  # no path has a sign for it, but on Windows

            if store.is_url(value):
                return value
        return super().convert(value, param, ctx)


PLACE = Place(path_type=Path)
FOLDER_PLACE = Place(path_type=Path, file_okay=False)


def from_store(command: Command, *, outbox: bool = False) -> Command:
    """Let what a command is given be URLs: it runs in a folder to which its task was brought, or with folders that stand for them.

    ``outbox``: it reads what is in the outbox.
    """

    @functools.wraps(command)
    def brought(*values: Any, **named: Any) -> Any:
        if not any(store.is_url(each) for given in named.values() for each in _each(given) if isinstance(each, str)):
            return command(*values, **named)
        try:
            with ExitStack() as stack:
                return command(*values, **_near(stack, named, outbox=outbox))
        except store.StoreError as error:
            say(words.both(error.code, error.said))
            sys.exit(ENVIRONMENT)

    return cast(Command, brought)


def _each(given: Any) -> tuple[Any, ...]:
    return given if isinstance(given, tuple) else (given,)


def _near(stack: ExitStack, named: Mapping[str, Any], *, outbox: bool) -> dict[str, Any]:
    """A command's arguments with what is near in place of each URL."""
    if named.get("kind") and store.is_url(named["kind"]):  # what stands behind notice --list is the task
        named = {**named, "kind": None, "folder": named["kind"]}
    task = _task(named)
    near = {name: _absolute(each) for name, each in named.items()} if task else dict(named)
    if isinstance(output := named.get("output"), str):
        near["output"] = stack.enter_context(_well(lent.filled(output)))
    for name in ("paths", "others"):
        if name in named and not (task and name == "paths"):
            near[name] = tuple(stack.enter_context(lent.lent(each)) if isinstance(each, str) else each for each in near[name])
    if task:
        url, name, inside = task
        stack.enter_context(_inside(url, outbox=outbox))
        near[name] = inside
    return near


def _task(named: Mapping[str, Any]) -> tuple[str, str, Any] | None:
    """The URL of the task that a command is to work in, the argument that names it, and what stands for that inside of it."""
    if isinstance(file := named.get("file"), str):
        found = store.task_above(file)
        if found is None:
            raise UsageProblem("accept-outside", path=store.masked(file))
        return found[0], "file", Path(found[1])
    if isinstance(folder := named.get("folder"), str):
        return folder, "folder", Path()
    tasks = [each for each in named.get("paths", ()) if isinstance(each, str) and store.is_task(each)]
    if tasks and len(named["paths"]) > 1:
        raise UsageProblem("store-alone", url=store.masked(tasks[0]))
    return (tasks[0], "paths", ()) if tasks else None


@contextmanager
def _inside(url: str, *, outbox: bool = False) -> Iterator[None]:
    """In the folder of a task that was brought, with the earlier tasks it names; what was made is put back where a command ended well."""
    home = Path.cwd()
    with _well(store.brought(url, outbox=outbox)) as folder:
        _bring_named(url, folder, folder.parents[len(store.place_in(Path(), url).parts) - 1])
        os.chdir(folder)
        try:
            yield
        finally:
            os.chdir(home)


@contextmanager
def _well(place: AbstractContextManager[Path]) -> Iterator[Path]:
    """A place whose end a command that ended well reaches, also one that found faults."""
    ended = None
    with place as folder:
        try:
            yield folder
        except SystemExit as end:
            if end.code not in (CLEAN, FAULTS):
                raise
            ended = end
    if ended:
        raise ended


def _bring_named(url: str, folder: Path, top: Path) -> None:
    """What a task names beside it, and what that names: earlier tasks, and what its workbooks are filled in with.

    What lies above the ``top`` of the store is not in it.
    """
    for name in _named(folder):
        there = Path(os.path.normpath(folder / name))
        if there.is_relative_to(top) and not there.exists():
            store.bring(store.beside(url, name), there)
            if (there / FILE).is_file():
                _bring_named(store.beside(url, name), there, top)


def _named(folder: Path) -> list[str]:
    """What a task names, as far as its task.yaml can be read; what is wrong with it is told when it is opened."""
    try:
        said = read_source(folder / FILE).data
    except SchemaError:
        return []
    before, fill = (said.get("before"), said.get("prefill")) if isinstance(said, Mapping) else (None, None)
    named = [*(before if isinstance(before, list) else ()), *((fill,) if isinstance(fill, str) else ())]
    return [str(name) for name in named if not Path(str(name)).is_absolute()]


def _absolute(given: Any) -> Any:
    """A path that means the same from another folder."""
    if isinstance(given, tuple):
        return tuple(map(_absolute, given))
    return given.absolute() if isinstance(given, Path) else given
