"""Roll-ups by formkit out of filings that were accepted before: totals and workbooks, written to the disk. Told ``task``."""

import json
import sys
from pathlib import Path

from lap import Order, serve

from formkit import disk, office
from formkit.gather import gather_task
from formkit.task import open_task
from formkit.write.rollup import write_rollup

told = json.loads(sys.argv[1])
task = open_task(Path(told["task"]))
gathered = gather_task(task, "2020-04-01T08:00:00+00:00")
twins = [twin for _, twin in gathered.twins]


def work(order: Order) -> int:
    form = next(iter(task.forms.values()))
    out = Path(order["out"]) / "parts"
    found = office.rollups(form, task.period.text, gathered.parts, gathered.roster)
    for rollup in found:
        data = write_rollup(rollup, gathered.roster_rows(rollup), twins, gathered.excluded(rollup))
        disk.write(out / f"{rollup.unit.code}.xlsx", data)
    return len(found)


serve(work)
