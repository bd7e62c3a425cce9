"""What commands share that may work elsewhere: on the machines of a cluster."""

from __future__ import annotations

import functools
import sys
from typing import Any, cast

import click

from formkit import cluster, words
from formkit.commands.console import ENVIRONMENT, Command, say

_CLUSTER = (
    "在 Dask 集群上读表：调度器地址（如 tcp://10.0.0.1:8786），或 local（只用本机，每个处理器一个进程）。各机器要装同一版本的 formkit；"
    "文件内容和打开密码会发到集群的机器上，跨网络请用 tls:// 地址 (read the files on a Dask cluster: its scheduler's address, or local)"
)


def cluster_option(command: Command) -> Command:
    """--cluster ADDRESS: ``run``, the runner that files are read by; None for processes of this machine."""

    @click.option("--cluster", "address", metavar="ADDRESS", help=_CLUSTER)
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
