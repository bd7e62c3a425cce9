"""What a contestant does in its own process: it waits for an order, does it, and says what it cost. Standard library alone.

An order is a line of JSON on standard input, the answer a line of JSON on standard output: ``cpu`` and ``wall`` in seconds,
``peak_mb`` the most memory the largest of its processes held so far, ``said`` whatever the work gave back. Processor time is
that of this process and of those it started and waited for, user and system together.
"""

from __future__ import annotations

import gc
import json
import resource
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

Order = dict[str, Any]
Work = Callable[[Order], Any]


def serve(work: Work, prepare: Work = lambda order: None) -> None:
    """Answer orders until there are no more; ``prepare`` comes before each and is not counted."""
    answers, sys.stdout = sys.stdout, sys.stderr  # whatever a library prints is no answer
    answers.write("{}\n")
    answers.flush()
    for line in sys.stdin:
        order = json.loads(line)
        prepare(order)
        gc.collect()
        wall, began = time.perf_counter(), spent()
        said = work(order)
        cost = {"cpu": spent() - began, "wall": time.perf_counter() - wall, "peak_mb": peak(), "said": said}
        answers.write(json.dumps(cost) + "\n")
        answers.flush()


def spent() -> float:
    """Seconds of processor of this process and of its children that have ended."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def peak() -> float:
    """Megabytes the largest of this process and its children held at once.

    The kernel hands ru_maxrss on from the process that started this one; VmHWM, where there is one, is its own (proc(5)).
    """
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with suppress(OSError, IndexError):
        own = int(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0])
    return max(own, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss) / 1024
