"""What commands share that may work elsewhere: on the machines of a cluster, on a task that lies in a store."""

from __future__ import annotations

import functools
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import Any, cast

import click

from formkit import words
from formkit.commands.console import ENVIRONMENT, Command, say

_LOCAL = "local"   # cluster.LOCAL, for commands that have none
_CLUSTER = (
    "在 Dask 集群上读表：调度器地址（如 tcp://10.0.0.1:8786）；放在命令最后不写地址，或写 local，只用本机，每个处理器一个进程。"
    "各机器要装同一版本的 formkit；"
    "文件内容和打开密码会发到集群的机器上，跨网络请用 tls:// 地址 (read the files on a Dask cluster: its scheduler's address; local or none: this machine)"
)


def cluster_option(command: Command) -> Command:
    """--cluster ADDRESS: ``run``, the runner that files are read by; None for processes of this machine."""

    @click.option("--cluster", "address", is_flag=False, flag_value=_LOCAL, metavar="[ADDRESS]", help=_CLUSTER)
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


def _is_url(value: object) -> bool:
    """Whether a value says where something in a store is; nothing of stores is loaded for one that cannot."""
    if not isinstance(value, str) or "://" not in value:
        return False
    from formkit import store

    return store.is_url(value)


class Place(click.Path):
    """An argument that is a path, or the URL of something in a store, which stays a text."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """A URL as it is, anything else as a path."""
        return value if _is_url(value) else super().convert(value, param, ctx)


PLACE = Place(path_type=Path)
FOLDER_PLACE = Place(path_type=Path, file_okay=False)


def from_store(command: Command, *, outbox: bool = False) -> Command:
    """Let what a command is given be URLs: it runs in a folder to which its task was brought, or with folders that stand for them.

    ``outbox``: it reads what is in the outbox.
    """

    @functools.wraps(command)
    def brought(*values: Any, **named: Any) -> Any:
        given = [each for one in named.values() for each in (one if isinstance(one, tuple) else (one,))]
        if not any(map(_is_url, given)):
            return command(*values, **named)
        from formkit import store
        from formkit.commands.near import near  # what few commands are given

        try:
            with ExitStack() as stack:
                return command(*values, **near(stack, named, outbox=outbox))
        except store.StoreError as error:
            say(words.both(error.code, error.said))
            sys.exit(ENVIRONMENT)

    return cast(Command, brought)
