"""Filings examined by formkit one by one in this process: the gate, reading, every rule, the whole report. Told ``task``."""

import json
import sys
from collections import defaultdict
from functools import partial
from pathlib import Path

from lap import Order, serve

from formkit import engine, journal, office, workers
from formkit.arrivals import Arrival
from formkit.task import open_task

told = json.loads(sys.argv[1])
task = open_task(Path(told["task"]))
expected = office.expectation(task, journal.read_journal(task.folder))


def examine(order: Order) -> int:
    """How many findings there are."""
    found = 0
    for file in order["files"]:
        found += len(engine.examine_file(Arrival(file, Path(file).read_bytes()), expected).report.findings)
    return found


def workers_of(order: Order) -> int:
    """The same by worker processes, so many as the order says; how many files were accepted."""
    arrivals = ((Arrival(file, Path(file).read_bytes()), engine.LIMITS) for file in order["files"])
    found = workers.run(partial(engine.examine_file, expected=expected), arrivals, told["most"])
    judged = engine.judged(found, expected, defaultdict(str))  # type: ignore[arg-type]
    return sum(one.outcome == "accepted" for one in judged)


serve(workers_of if told.get("most") else examine)
