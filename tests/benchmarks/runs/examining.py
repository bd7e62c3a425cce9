"""Filings examined by formkit: the gate, reading, every rule, the whole report. Told ``task``.

One by one in this process; or by ``most`` worker processes, or on the ``cluster`` at an address (``local``: one of this machine),
until every file has its outcome.
"""

import json
import sys
from collections import defaultdict
from functools import partial
from pathlib import Path

from lap import Order, serve

from formkit import engine, journal, office, workers
from formkit.arrivals import Arrival
from formkit.intake import Expectation
from formkit.runner import Runner
from formkit.task import open_task


def examine(order: Order, expected: Expectation) -> int:
    """How many findings there are."""
    found = 0
    for file in order["files"]:
        found += len(engine.examine_file(Arrival(file, Path(file).read_bytes()), expected).report.findings)
    return found


def by_many(order: Order, expected: Expectation, run: Runner | None = None) -> int:
    """The same by many processes; how many files were accepted."""
    paths = [(Path(file), file) for file in order["files"]]
    judged = engine.examine_all(paths, expected, defaultdict(str), run=run)
    return sum(one.outcome == "accepted" for one in judged)


def main() -> None:
    """Serve as told."""
    told = json.loads(sys.argv[1])
    task = open_task(Path(told["task"]))
    expected = office.expectation(task, journal.read_journal(task.folder))
    if told.get("most"):
        workers.available = lambda: told["most"]
        serve(partial(by_many, expected=expected))
    elif told.get("cluster"):
        from formkit import cluster

        with cluster.running(told["cluster"]) as run:
            serve(partial(by_many, expected=expected, run=run))
    else:
        serve(partial(examine, expected=expected))


if __name__ == "__main__":  # the processes of a local cluster begin by reading this file again
    main()
