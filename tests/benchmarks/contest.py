"""Contestants side by side: each in a process of its own, round by round in turn, so that a busy machine is busy for all."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import IO, Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
Order = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Contestant:
    """A script of ``runs/`` with what it is told at its start, and the Python that runs it."""

    script: str
    told: Mapping[str, Any] = field(default_factory=dict)
    python: str = sys.executable


@dataclass(frozen=True, slots=True)
class Lap:
    """What one order cost: seconds of processor and on the clock for so many things, megabytes, what was answered."""

    cpu: float
    wall: float
    peak_mb: float
    count: int
    said: Any = None


Laps = Mapping[str, Sequence[Lap]]


class ContestError(RuntimeError):
    """A contestant did not answer; what it wrote to standard error."""


@contextmanager
def _started(one: Contestant) -> Iterator[tuple[subprocess.Popen[str], IO[str]]]:
    """The process of a contestant; only our own Python finds formkit."""
    ours = {"PYTHONPATH": os.pathsep.join((str(ROOT), str(HERE.parent)))} if one.python == sys.executable else {}
    order = [one.python, str(HERE / "runs" / f"{one.script}.py"), json.dumps(one.told)]
    known = {**os.environ, "PYTHONPATH": "", **ours}
    known.pop("PYTHONDONTWRITEBYTECODE", None)  # whoever installs a program has its modules compiled once
    with (
        tempfile.TemporaryFile("w+") as said,
        subprocess.Popen(order, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=said, env=known) as process,
    ):
        _heard(process, said)  # it is ready
        yield process, said


def _heard(process: subprocess.Popen[str], said: IO[str]) -> dict[str, Any]:
    assert process.stdout
    line = process.stdout.readline()
    if not line:
        said.seek(0)
        raise ContestError(said.read()[-3000:])
    found: dict[str, Any] = json.loads(line)
    return found


def contest(contestants: Mapping[str, Contestant], rounds: Sequence[Order], warm: int = 1) -> Laps:
    """Every contestant does every order; the first ``warm`` are not counted. An order says how many things it asks
    for (``count``), and ``by`` contestant what differs for one of them.
    """
    found: dict[str, list[Lap]] = {name: [] for name in contestants}
    names = list(contestants)
    with ExitStack() as stack:
        started = {name: stack.enter_context(_started(one)) for name, one in contestants.items()}
        for number, order in enumerate(rounds):
            first = number % len(names)
            for name in (*names[first:], *names[:first]):
                process, said = started[name]
                assert process.stdin
                own = {**order, **order.get("by", {}).get(name, {})}
                process.stdin.write(json.dumps({**own, "by": None}) + "\n")
                process.stdin.flush()
                answer = _heard(process, said)
                if number >= warm:
                    found[name].append(Lap(**answer, count=own["count"]))
    return found


def each(laps: Sequence[Lap]) -> float:
    """Seconds of processor for one thing: the median of the rounds."""
    return median(lap.cpu / lap.count for lap in laps)


def peak(laps: Sequence[Lap]) -> float:
    """The most megabytes of any round."""
    return max(lap.peak_mb for lap in laps)


def ratio(over: Sequence[Lap], under: Sequence[Lap]) -> float:
    """How many times the cost of the second the first is, thing for thing: the median over the rounds, each within itself."""
    return median((a.cpu / a.count) / (b.cpu / b.count) for a, b in zip(over, under, strict=True))
