"""Work on foreign bytes in processes that may die: a worker that hangs, eats memory or aborts is replaced, the run goes on.

Each worker has a pipe of its own and one task at a time, so that nothing is shared that a dying process could leave
locked or half written, and its death is seen at once. On Linux processes are forked where the parent has no other threads
(some 10 ms, and what ``function`` holds is inherited), else by a server that has none; elsewhere they are started afresh.
Limits of CPU time and memory are the kernel's (getrlimit(2)); Windows has none of them, there only the wall clock is held.
"""

from __future__ import annotations

import faulthandler
import multiprocessing
import os
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import reduction
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import MappingProxyType
from typing import Any, Generic, TypeVar

Task = TypeVar("Task")
Result = TypeVar("Result")

AHEAD = 64
"""Results that may wait for a slow one before them; no further task is taken up until it is done."""
_GRACE = 1.0


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


@dataclass(slots=True)
class Worker(Generic[Task]):
    """A process, our end of its pipe, and the number and last moment of the task it is at (-1 if none)."""

    process: BaseProcess
    pipe: Connection[Any, Any]
    number: int = -1
    until: float = 0.0


def available() -> int:
    """Processors this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def run(
    function: Callable[[Task], Result], tasks: Iterable[tuple[Task, Limits]], most: int = 0
) -> Iterator[Result | Died]:
    """``function`` of every task in a worker, in the order given; ``Died`` where the worker died of it.

    Tasks are taken up as workers fall idle and never held. At most ``most`` workers (0: one for each processor).
    Function, tasks and results must pickle.
    """
    feed = enumerate(tasks)
    crew: list[Worker[Task]] = []
    done: dict[int, Result | Died] = {}
    told = 0
    more = True
    try:
        while more or done or any(worker.number >= 0 for worker in crew):
            while more and _free(crew, most) and _ahead(crew, done, told) < AHEAD:
                order = next(feed, None)
                more = order is not None
                if order is not None:
                    _give(crew, function, *order)
            while told in done:
                yield done.pop(told)
                told += 1
            done.update(_answers(crew))
    finally:
        _dismiss(crew)


def call(function: Callable[[Task], Result], task: Task, limits: Limits) -> Result | Died:
    """``function`` of one task in a worker."""
    (found,) = run(function, [(task, limits)], 1)
    return found


def _ahead(crew: list[Worker[Task]], done: dict[int, Result | Died], told: int) -> int:
    """How far beyond the next result to be told the tasks taken up reach."""
    return max((*done, *(worker.number for worker in crew)), default=told - 1) + 1 - told


def _free(crew: list[Worker[Task]], most: int) -> bool:
    return len(crew) < (most or available()) or any(worker.number < 0 for worker in crew)


def _give(crew: list[Worker[Task]], function: Callable[[Task], Result], number: int, order: tuple[Task, Limits]) -> None:
    """Hand a task to an idle worker, else to a new one; one found dead is replaced before it has the task."""
    while True:
        worker = next((each for each in crew if each.number < 0), None) or _hire(crew, function)
        try:
            worker.pipe.send(order)
        except OSError:
            _bury(crew, worker)
            continue
        worker.number, worker.until = number, time.monotonic() + order[1].wall
        return


def _hire(crew: list[Worker[Task]], function: Callable[[Task], Result]) -> Worker[Task]:
    # A fork copies the locks of other threads as they happen to be; with none there is nothing to copy.
    method = "spawn" if sys.platform != "linux" else "fork" if threading.active_count() == 1 else "forkserver"
    context = multiprocessing.get_context(method)
    if method == "forkserver":
        context.set_forkserver_preload([name for name in sys.modules if name.startswith("formkit.")])
    ours, theirs = context.Pipe()
    inherited = [each.pipe for each in crew] + [ours] if method == "fork" else []
    process = context.Process(target=_serve, args=(theirs, function, inherited), daemon=True)  # type: ignore[attr-defined]
    process.start()
    theirs.close()
    crew.append(Worker(process, ours))
    return crew[-1]


def _answers(crew: list[Worker[Task]]) -> dict[int, Any]:
    """What busy workers have to say, or that they died, by number of the task; waits until one has, or runs out of time."""
    busy = {worker.pipe: worker for worker in crew if worker.number >= 0}
    if not busy:
        return {}
    first = min(worker.until for worker in busy.values())
    ready = wait(list(busy), max(first - time.monotonic(), 0))
    found: dict[int, Any] = {}
    for worker in busy.values():
        number = worker.number
        if worker.pipe in ready:
            found[number] = _heard(crew, worker)
        elif time.monotonic() > worker.until:
            _bury(crew, worker)
            found[number] = Died("file-killed-time", "wall")
    return found


def _heard(crew: list[Worker[Task]], worker: Worker[Task]) -> Any:
    try:
        answer = worker.pipe.recv()
    except (EOFError, OSError):
        return _cause(_bury(crew, worker))
    worker.number = -1
    if isinstance(answer, Died):
        _bury(crew, worker)
    return answer


def _cause(code: int | None) -> Died:
    """What ended a process that says nothing any more, from its exit status (signal(7))."""
    if sys.platform != "win32" and code == -signal.SIGXCPU:
        return Died("file-killed-time", "cpu")
    if sys.platform != "win32" and code == -signal.SIGKILL:
        return Died("file-killed-memory", "killed")
    return Died("file-killed", f"exit {code}")


def _bury(crew: list[Worker[Task]], worker: Worker[Task]) -> int | None:
    """End a worker for good; its exit status, which is its own if it was ending anyway."""
    crew.remove(worker)
    worker.pipe.close()
    if worker.until > time.monotonic():
        worker.process.join(_GRACE)
    worker.process.kill()
    worker.process.join()
    code = worker.process.exitcode
    worker.process.close()
    return code


def _dismiss(crew: list[Worker[Task]]) -> None:
    """Send all workers home: the idle end as their pipes close, the busy at once."""
    for worker in crew:
        worker.pipe.close()
        if worker.number >= 0:
            worker.process.kill()
    for worker in crew:
        worker.process.join(_GRACE)
        worker.process.kill()
        worker.process.join()
        worker.process.close()


def _serve(pipe: Connection[Any, Any], function: Callable[[Any], Any], inherited: list[Connection[Any, Any]]) -> None:
    """The life of a worker: task after task, until the pipe closes or something unforeseen happens."""
    for each in inherited:
        each.close()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _hushed()
    threading.Thread(target=_follow, daemon=True).start()
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
    root = Path(__file__).parent
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
