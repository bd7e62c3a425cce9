"""What happens in a Dask worker: a batch of files, one after the other, each held to what it may cost.

The worker is itself the process that may die. The kernel ends it where a file takes too much time (getrlimit(2)), a watch that
needs no Python where it only waits; anything unforeseen ends the batch. Its files are then somebody else's: see ``formkit.cluster``.
"""

from __future__ import annotations

import faulthandler
import hashlib
import os
import platform
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import field
from functools import cache
from multiprocessing.reduction import ForkingPickler
from pathlib import Path
from typing import Any

from formkit import __version__, workers
from formkit.values import dataclass

_TURN = threading.Lock()
"""Limits are those of the process: where a worker has several threads, one of them is at a batch at a time."""
_functions: dict[bytes, Callable[[Any], Any]] = {}
"""The function of the last run, by its SHA-256: it holds forms and roster, and is sent and read once."""
_LAST_WORD = 1.0
"""Seconds in which a worker can still say that it ends."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """Something pickled. It prints as nothing: a worker writes into its log what it was given when it fails."""

    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Answer:
    """The results of a batch, the seconds it took and the version of formkit that made them; of another version no results."""

    version: str
    results: Parcel | None = None
    seconds: float = 0.0


class UndoneError(Exception):
    """A batch that came to no end; says what ended it, never what stood in a file."""


def packed(value: object) -> Parcel:
    """A value as the processes of ``workers`` would be sent it."""
    return Parcel(bytes(ForkingPickler.dumps(value)))


def opened(parcel: Parcel) -> Any:
    """What was packed. Dask sends pickles too: who may speak to a cluster may do anything there."""
    return ForkingPickler.loads(parcel.data)


@cache
def version() -> str:
    """What has to be the same on all machines so that they answer the same: Python, and formkit down to its source."""
    root = Path(__file__).parent.parent
    source = hashlib.sha256()
    for path in sorted(root.rglob("*.py")):
        source.update(path.relative_to(root).as_posix().encode() + b"\n" + path.read_bytes())
    python = ".".join(platform.python_version_tuple()[:2])
    return f"formkit {__version__} ({source.hexdigest()[:8]}), Python {python}"


def given(parcel: Parcel) -> Parcel:
    """The function of a run as something that all batches hang on: Dask keeps it where it is needed, and makes it again."""
    return parcel


def answer(function: Parcel, orders: Parcel, asked: str) -> Answer:
    """What a function makes of a batch of tasks with their limits. UndoneError where one of them went wrong."""
    if version() != asked:
        return Answer(version())
    work = _function(function)  # what another machine does not have here is no fault of a file
    start = time.perf_counter()
    try:
        with _TURN, _alone():
            results = packed([_held(work, task, limits) for task, limits in opened(orders)])
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt):
            raise
        why = workers.fault(error).why
    else:
        return Answer(asked, results, time.perf_counter() - start)
    # Not from inside the handler: what was caught would go along, and its message may hold what stands in a cell.
    _end()
    raise UndoneError(why)


def forget() -> None:
    """Let go of the function of the last run: nothing of a task stays in a worker that goes on."""
    _functions.clear()


def _function(parcel: Parcel) -> Callable[[Any], Any]:
    known = hashlib.sha256(parcel.data).digest()
    if known not in _functions:
        _functions.clear()
        _functions[known] = opened(parcel)
    return _functions[known]


def _held(work: Callable[[Any], Any], task: Any, limits: workers.Limits) -> Any:
    """One task within its limits: beyond them the process ends."""
    workers.limit(limits, workers.held())
    faulthandler.dump_traceback_later(limits.wall, exit=True)
    return work(task)


@contextmanager
def _alone() -> Iterator[None]:
    """Nothing that a native reader prints reaches the log of the worker, and no limit outlasts the batch."""
    kept = [os.dup(stream) for stream in (1, 2)]
    null = os.open(os.devnull, os.O_WRONLY)
    try:
        for stream in (1, 2):
            os.dup2(null, stream)
        yield
    finally:
        faulthandler.cancel_dump_traceback_later()
        workers.limit(None, 0)
        for stream, before in zip((1, 2), kept, strict=True):
            os.dup2(before, stream)
        for handle in (null, *kept):
            os.close(handle)


def _end() -> None:
    """End this process once it has answered, where somebody starts another: nobody knows what is left of it."""
    from distributed import get_worker

    if get_worker().nanny:
        threading.Timer(_LAST_WORD, os._exit, (1,)).start()
