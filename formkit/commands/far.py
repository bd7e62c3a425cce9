"""What commands share that may work elsewhere: on the machines of a cluster, on a task that lies in a store."""

from __future__ import annotations

import functools
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

import click

from formkit import cluster, store, words
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
        try:
            with cluster.running(address) as run:
                return command(*values, run=run, **named)
        except cluster.ClusterError as error:
            say(words.both(error.code, error.said))
            sys.exit(ENVIRONMENT)

    return cast(Command, spread)


class Place(click.Path):
    """An argument that is a path, or the URL of a task in a store, which stays a text."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """A URL as it is, anything else as a path."""
        return value if isinstance(value, str) and store.is_url(value) else super().convert(value, param, ctx)


PLACE = Place(path_type=Path)


def from_store(command: Command) -> Command:
    """Let the task that a command is given be a URL: it runs in a folder to which the task was brought."""

    @functools.wraps(command)
    def brought(*values: Any, **named: Any) -> Any:
        key = "paths" if "paths" in named else "folder"
        given = named[key] if key == "paths" else (named[key],)
        urls = [each for each in given if isinstance(each, str)]
        if not urls:
            return command(*values, **named)
        if len(given) > 1:
            raise UsageProblem("store-alone", url=store.masked(urls[0]))
        try:
            with _inside(urls[0]):
                return command(*values, **{name: _absolute(each) for name, each in named.items()} | {key: () if key == "paths" else Path()})
        except store.StoreError as error:
            say(words.both(error.code, error.said))
            sys.exit(ENVIRONMENT)

    return cast(Command, brought)


@contextmanager
def _inside(url: str) -> Iterator[None]:
    """In the folder of a task that was brought, with the earlier tasks it names; what was made is put back where a command ended well."""
    home, ended = Path.cwd(), None
    with store.brought(url) as folder:
        for name in _earlier(folder):
            if not (folder / name).exists():
                store.bring(store.beside(url, name), (folder / name).resolve())
        os.chdir(folder)
        try:
            yield
        except SystemExit as end:
            if end.code not in (CLEAN, FAULTS):
                raise
            ended = end
        finally:
            os.chdir(home)
    if ended:
        raise ended


def _earlier(folder: Path) -> list[str]:
    """The earlier tasks a task names, as far as its task.yaml can be read; what is wrong with it is told when it is opened."""
    try:
        said = read_source(folder / FILE).data
    except SchemaError:
        return []
    named = said.get("before") if isinstance(said, Mapping) else None
    return [str(name) for name in named if not Path(str(name)).is_absolute()] if isinstance(named, list) else []


def _absolute(given: Any) -> Any:
    """A path that means the same from another folder."""
    if isinstance(given, tuple):
        return tuple(map(_absolute, given))
    return given.absolute() if isinstance(given, Path) else given
