"""Work on foreign bytes in processes that may die: a worker that hangs, eats memory or aborts is replaced, the run goes on.

Each worker has a pipe of its own, so that nothing is shared that a dying process could leave locked or half written, and
its death is seen at once. A few small tasks wait in the pipe behind the one it is at, so that it never waits for us; those of a
worker that dies are given to others. On Linux processes are forked where the parent has no other threads
(some 10 ms, and what ``function`` holds is inherited), else by a server that has none; elsewhere they are started afresh.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import field
from multiprocessing import reduction
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any, TypeVar

from formkit.values import dataclass
from formkit.workers.life import Died, Limits, fault, held, limit, serve

__all__ = ["AHEAD", "Died", "Limits", "Result", "Task", "available", "call", "fault", "held", "limit", "run"]

Task = TypeVar("Task")
Result = TypeVar("Result")

AHEAD = 64
"""Results that may wait for a slow one before them; no further task is taken up until it is done."""
_GRACE = 1.0
_BEHIND = 3         # orders that may wait in a pipe behind the one a worker is at
_SMALL = 1_500      # bytes of an order that may: the shortest pipe (Windows, 8 KB) takes four without waiting for the worker


@dataclass(frozen=True, slots=True)
class Order:
    """A task as it goes through a pipe: its number, it and its limits as bytes, seconds on the clock it may take."""

    number: int
    message: bytes
    wall: float


@dataclass(slots=True)
class Worker:
    """A process, our end of its pipe, what it was given and has not answered, and the last moment of the first of these."""

    process: BaseProcess
    pipe: Connection[Any, Any]
    orders: deque[Order] = field(default_factory=deque)
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
    crew: list[Worker] = []
    waiting: deque[Order] = deque()
    done: dict[int, Result | Died] = {}
    told = 0
    more = True
    try:
        while more or waiting or done or any(worker.orders for worker in crew):
            while more or waiting:
                if not waiting:
                    if _ahead(crew, done, told) >= AHEAD or not _room(crew, most):
                        break
                    next_one = next(feed, None)
                    more = next_one is not None
                    waiting.extend([_order(*next_one)] if next_one else ())
                elif not _given(crew, function, waiting, most):
                    break
            while told in done:
                yield done.pop(told)
                told += 1
            done.update(_answers(crew, waiting))
    finally:
        _dismiss(crew)


def call(function: Callable[[Task], Result], task: Task, limits: Limits) -> Result | Died:
    """``function`` of one task in a worker."""
    (found,) = run(function, [(task, limits)], 1)
    return found


def _order(number: int, task: tuple[Any, Limits]) -> Order:
    return Order(number, bytes(reduction.ForkingPickler.dumps(task)), task[1].wall)


def _ahead(crew: list[Worker], done: dict[int, Any], told: int) -> int:
    """How far beyond the next result to be told the tasks taken up reach."""
    last = [worker.orders[-1].number for worker in crew if worker.orders]
    return max((*done, *last), default=told - 1) + 1 - told


def _room(crew: list[Worker], most: int) -> bool:
    """Whether anybody could take a further order, if it is a small one."""
    return len(crew) < (most or available()) or any(len(worker.orders) <= _BEHIND for worker in crew)


def _given(crew: list[Worker], function: Callable[[Any], Any], waiting: deque[Order], most: int) -> bool:
    """Hand the first order to an idle worker, else to a new one, else behind small ones; False where it has to wait."""
    order = waiting[0]
    worker = next((each for each in crew if not each.orders), None)
    if worker is None and len(crew) < (most or available()):
        worker = _hire(crew, function)
    if worker is None and len(order.message) <= _SMALL:
        small = [each for each in crew if len(each.orders) <= _BEHIND and all(len(one.message) <= _SMALL for one in each.orders)]
        worker = min(small, key=lambda each: len(each.orders), default=None)
    if worker is None:
        return False
    try:
        worker.pipe.send_bytes(order.message)
    except OSError:
        if worker.orders:
            return False    # what it died of is about to be heard
        _bury(crew, worker)
        return True
    if not worker.orders:
        worker.until = time.monotonic() + order.wall
    worker.orders.append(waiting.popleft())
    return True


def _hire(crew: list[Worker], function: Callable[[Any], Any]) -> Worker:
    # A fork copies the locks of other threads as they happen to be; with none there is nothing to copy.
    method = "spawn" if sys.platform != "linux" else "fork" if threading.active_count() == 1 else "forkserver"
    context = multiprocessing.get_context(method)
    if method == "forkserver":
        context.set_forkserver_preload([name for name in sys.modules if name.startswith("formkit.")])
    ours, theirs = context.Pipe()
    inherited = [each.pipe for each in crew] + [ours] if method == "fork" else []
    process = context.Process(target=serve, args=(theirs, function, inherited), daemon=True)  # type: ignore[attr-defined]
    process.start()
    theirs.close()
    crew.append(Worker(process, ours))
    return crew[-1]


def _answers(crew: list[Worker], waiting: deque[Order]) -> dict[int, Any]:
    """What busy workers have to say, or that they died, by number of the task; waits until one has, or runs out of time.

    What a dead worker had not begun comes back to ``waiting``.
    """
    busy = {worker.pipe: worker for worker in crew if worker.orders}
    if not busy:
        return {}
    first = min(worker.until for worker in busy.values())
    ready = wait(list(busy), max(first - time.monotonic(), 0))
    found: dict[int, Any] = {}
    for worker in busy.values():
        if worker.pipe in ready:
            answer = _heard(crew, worker)
        elif time.monotonic() > worker.until:
            _bury(crew, worker)
            answer = Died("file-killed-time", "wall")
        else:
            continue
        found[worker.orders.popleft().number] = answer
        if isinstance(answer, Died):
            waiting.extendleft(reversed(worker.orders))
        elif worker.orders:
            worker.until = time.monotonic() + worker.orders[0].wall
    return found


def _heard(crew: list[Worker], worker: Worker) -> Any:
    try:
        answer = worker.pipe.recv()
    except (EOFError, OSError):
        return _cause(_bury(crew, worker))
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


def _bury(crew: list[Worker], worker: Worker) -> int | None:
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


def _dismiss(crew: list[Worker]) -> None:
    """Send all workers home: the idle end as their pipes close, the busy at once."""
    for worker in crew:
        worker.pipe.close()
        if worker.orders:
            worker.process.kill()
    for worker in crew:
        worker.process.join(_GRACE)
        worker.process.kill()
        worker.process.join()
        worker.process.close()
