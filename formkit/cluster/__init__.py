"""Many files on many machines: a runner like ``workers.run`` over Dask distributed, whose one home this package is.

Files go to the workers of the cluster in batches and come back in order. Where a worker did not live to answer, or could not, the
files of its batch are done again one by one in processes of this machine (``workers.run``): the guilty one ends as it would
have ended here, the others as if nothing had been. Nothing is lost and nothing is counted twice, for a batch has one answer.
"""

from __future__ import annotations

import threading
import time
import uuid
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from itertools import count
from typing import TYPE_CHECKING, Any

from formkit import mask, workers
from formkit.cluster import inside
from formkit.cluster.inside import Answer
from formkit.runner import Runner
from formkit.values import dataclass
from formkit.workers import Died, Limits, Result, Task

if TYPE_CHECKING:
    from distributed import Client, Future

LOCAL = "local"
"""In place of an address: a cluster of this machine alone, made for the run."""
PATIENCE = 30.0
"""Seconds that a cluster may be without any worker before the run is given up."""
_CONNECT = 10       # seconds to reach a scheduler
_LOOK = 2.0         # seconds between looks whether there is still somebody to wait for
_AHEAD = 4          # batches on their way for each worker: one it is at, one to go on with, two that wait for a slow one before them
_BATCH = 0.25       # seconds of work in a batch: long against the few ms that handing it over takes, short against a run
_MOST = 256         # files in a batch
_BYTES = 2_000_000  # of files in a batch: messages stay small, and so does what is held here
_GUESS = 0.05       # seconds a file takes, before one was measured


class ClusterError(Exception):
    """The cluster cannot be used, or no more; ``code`` names the sentence, ``said`` is what stands in it."""

    def __init__(self, code: str, **said: str) -> None:
        super().__init__(code)
        self.code, self.said = code, {name: mask.text(text) for name, text in said.items()}


@dataclass(slots=True)
class _Batch:
    """Tasks on their way, and where their answer will be."""

    orders: list[tuple[Any, Limits]]
    future: Future


@dataclass(slots=True)
class _Pace:
    """Seconds a file took lately, by which batches are measured out; they grow and shrink, what comes of them is the same."""

    seconds: float = _GUESS

    def learn(self, seconds: float, files: int) -> None:
        """Take in what a batch took; half of what is known is of the last one."""
        self.seconds = (self.seconds + seconds / files) / 2

    @property
    def files(self) -> int:
        """How many make a batch."""
        return max(1, min(_MOST, int(_BATCH / max(self.seconds, 1e-6))))


@dataclass(frozen=True, slots=True)
class Spread:
    """A runner on a cluster; ``near``: its processes are of this machine, and a path means to them what it means here."""

    client: Client
    near: bool = False

    def __call__(
        self, function: Callable[[Task], Result], tasks: Iterable[tuple[Task, Limits]], most: int = 0
    ) -> Iterator[Result | Died]:
        return _run(self.client, function, tasks, most)


@contextmanager
def running(address: str) -> Iterator[Runner]:
    """A runner on the cluster whose scheduler is at an address, or on one of this machine alone (``local``).

    ClusterError where Dask is not installed, nobody answers at the address, or there is no worker.
    """
    try:
        import dask
        from distributed import TimeoutError as TooLong
    except ImportError:
        raise ClusterError("cluster-not-installed") from None
    # A batch whose worker died is not tried on the next one, which it may kill too: it is known here what to do with it.
    quiet = {"distributed.scheduler.allowed-failures": 0, "distributed.admin.large-graph-warning-threshold": "1TB"}
    with dask.config.set(quiet), (_own() if address == LOCAL else _reached(address)) as client:
        try:
            client.wait_for_workers(1, timeout=PATIENCE)
        except TooLong:
            raise ClusterError("cluster-empty", seconds=f"{PATIENCE:.0f}") from None
        yield Spread(client, near=address == LOCAL)


@contextmanager
def _own() -> Iterator[Client]:
    """A cluster of this machine: a process for each processor, loopback only, nothing to look at, nothing put on the disk."""
    import logging  # none of this for whoever has no cluster

    from distributed import Client, LocalCluster

    with (
        LocalCluster(
            n_workers=workers.available(), threads_per_worker=1, processes=True, host="127.0.0.1", memory_limit=0,
            scheduler_kwargs={"dashboard": False, "dashboard_address": "127.0.0.1:0"}, silence_logs=logging.CRITICAL,
        ) as made,
        Client(made, set_as_default=False) as client,
    ):  # fmt: skip
        yield client


def _reached(address: str) -> Client:
    """A connection to a scheduler. What Dask logs here is for nobody who runs a command."""
    import logging

    from distributed import Client

    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    try:
        return Client(address, timeout=_CONNECT, set_as_default=False)
    except (OSError, ValueError):
        raise ClusterError("cluster-unreached", address=address) from None


def _run(
    client: Client, function: Callable[[Task], Result], tasks: Iterable[tuple[Task, Limits]], most: int = 0
) -> Iterator[Result | Died]:
    """``workers.run`` on a cluster; ``most`` are the batches on their way at once (0: some for each worker)."""
    feed, pace, ahead = iter(tasks), _Pace(), deque[_Batch]()
    name, numbers = uuid.uuid4().hex, count()
    work = client.submit(inside.given, inside.packed(function), key=f"formkit-{name}")
    try:
        while True:
            room = most or max(1, _hands(client)) * _AHEAD
            while len(ahead) < room and (orders := _measured(feed, pace.files)):
                key = (f"formkit-batch-{name}", next(numbers))
                asked = client.submit(inside.answer, work, inside.packed(orders), inside.version(), key=key)
                ahead.append(_Batch(orders, asked))
            if not ahead:
                return
            yield from _told(client, function, ahead.popleft(), pace)
    finally:
        if client.status == "running":
            with suppress(OSError, ValueError, RuntimeError):
                client.cancel([work, *(batch.future for batch in ahead)])
                client.run(inside.forget, on_error="ignore")


def _hands(client: Client) -> int:
    """How many workers there are. ClusterError where nobody is there to say it."""
    with suppress(OSError, RuntimeError):
        if client.status == "running":
            return len(client.nthreads())
    raise ClusterError("cluster-lost")


def _measured(feed: Iterator[tuple[Task, Limits]], files: int) -> list[tuple[Task, Limits]]:
    """The tasks of the next batch; none where there are no more."""
    orders: list[tuple[Task, Limits]] = []
    size = 0
    while len(orders) < files and size < _BYTES and (order := next(feed, None)):
        orders.append(order)
        size += len(getattr(order[0], "data", None) or b"")
    return orders


def _told(
    client: Client, function: Callable[[Task], Result], batch: _Batch, pace: _Pace
) -> Iterator[Result | Died]:
    """The results of a batch, wherever they had to be made."""
    answer = _answer(client, batch.future)
    batch.future.release()
    if answer is None:
        yield from workers.run(function, batch.orders)
    elif answer.results is None:
        raise ClusterError("cluster-stranger", found=answer.version, own=inside.version())
    else:
        pace.learn(answer.seconds, len(batch.orders))
        yield from inside.opened(answer.results)


def _answer(client: Client, future: Future) -> Answer | None:
    """What came of a batch; None where its worker died of it, or could not go on."""
    from concurrent.futures import CancelledError

    from distributed import KilledWorker

    done, since = threading.Event(), time.monotonic()
    # Not by a timeout of Dask's: what it cancels may break in the middle where the machine is busy.
    future.add_done_callback(lambda _: done.set())
    while not done.wait(_LOOK):
        since = time.monotonic() if _hands(client) else since
        if time.monotonic() - since > PATIENCE:
            raise ClusterError("cluster-empty", seconds=f"{PATIENCE:.0f}")
    try:
        found: Answer = future.result()
    except (KilledWorker, inside.UndoneError):
        return None
    except (ImportError, AttributeError, RuntimeError):
        # What Dask says where a machine of the cluster cannot make anything of what it is sent.
        raise ClusterError("cluster-without", own=inside.version()) from None
    except (CancelledError, OSError):
        raise ClusterError("cluster-lost") from None
    return found
