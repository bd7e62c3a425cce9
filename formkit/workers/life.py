"""The life of a worker: task after task within its limits, until the pipe closes or something unforeseen happens.

Limits of CPU time and memory are the kernel's (getrlimit(2)); Windows has none of them, there only the wall clock is held.
"""

from __future__ import annotations

import faulthandler
import gc
import multiprocessing
import os
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from multiprocessing import reduction
from multiprocessing.connection import Connection
from pathlib import Path
from types import MappingProxyType
from typing import Any

from formkit.values import dataclass


def _shown(mapping: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    return MappingProxyType(mapping)


# What other modules hand out read-only goes through a pipe too; pickle has no way for it of its own.
reduction.register(MappingProxyType, lambda proxy: (_shown, (dict(proxy),)))


@dataclass(frozen=True, slots=True)
class Limits:
    """What one task may cost: seconds of CPU, seconds on the clock, megabytes on top of what the worker starts with."""

    seconds: int = 60
    wall: float = 180.0
    megabytes: int = 2000


@dataclass(frozen=True, slots=True)
class Died:
    """A task whose worker did not live to answer; ``code`` names the sentence, ``why`` is a word for whoever mends it."""

    code: str
    why: str = ""


def serve(pipe: Connection[Any, Any], function: Callable[[Any], Any], inherited: list[Connection[Any, Any]]) -> None:
    """The life of a worker: task after task, until the pipe closes or something unforeseen happens."""
    for each in inherited:
        each.close()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _hushed()
    threading.Thread(target=_follow, daemon=True).start()
    gc.freeze()     # what was inherited is nobody's rubbish: it is not looked through again and again
    base = held()
    while (order := _next(pipe)) is not None:
        task, limits = order
        try:
            limit(limits, base)
            found = function(task)
            limit(None, base)
            pipe.send(found)
        except BaseException as error:
            # Nobody knows what is left of a process after this: it says what it was and ends.
            limit(None, base)
            with suppress(OSError):
                pipe.send(fault(error))
            raise


def _next(pipe: Connection[Any, Any]) -> tuple[Any, Limits] | None:
    with suppress(EOFError, OSError):
        order: tuple[Any, Limits] = pipe.recv()
        return order
    return None


def fault(error: BaseException) -> Died:
    """What went wrong and where in this package; never the message, which may hold what stands in a cell."""
    if isinstance(error, MemoryError):
        return Died("file-killed-memory", "memory")
    root = Path(__file__).parent.parent
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if root in Path(frame.filename).parents]
    place = f" {Path(frames[-1].filename).relative_to(root).as_posix()}:{frames[-1].lineno}" if frames else ""
    return Died("file-killed", f"{type(error).__name__}{place}")


def _hushed() -> None:
    """What a native reader prints when it panics may hold what stands in a cell, and belongs on nobody's screen."""
    faulthandler.disable()
    null = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(null, stream)
    sys.stdout = sys.stderr = os.fdopen(null, "w")


def _follow() -> None:
    """End with the parent, however it ended: a worker at a long task would not notice that its pipe has closed."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def held() -> int:
    """Bytes of private memory this process has before its first task; it may have been forked from a large one."""
    with suppress(OSError, AttributeError):
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[5])
        return pages * os.sysconf("SC_PAGE_SIZE")
    return 0


def limit(limits: Limits | None, base: int) -> None:
    """Hold this process to the limits of a task, or to none: an answer may take what it takes to be sent."""
    if sys.platform == "win32":
        return
    import resource

    _hold(resource.RLIMIT_CORE, 0)
    _hold(resource.RLIMIT_CPU, int(time.process_time() + limits.seconds) + 1 if limits else None)
    _hold(resource.RLIMIT_DATA, base + limits.megabytes * 1_000_000 if limits else None)


def _hold(what: int, most: int | None) -> None:
    import resource

    hard = resource.getrlimit(what)[1]
    known = [each for each in (most, hard) if each not in (None, resource.RLIM_INFINITY)]
    with suppress(OSError, ValueError):
        resource.setrlimit(what, (min(known, default=resource.RLIM_INFINITY), hard))
