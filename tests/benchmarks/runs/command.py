"""A command from its start to its end, in a folder made afresh for each round; that making is not counted.

Told ``command``, with {python}, {out} and whatever the order names in it; ``fresh``: what of the order's task there is to be in a
new task each time, which {task} then is; ``exits``: the exit statuses that are no failure; ``answer``: the file in {out} that holds
what is to be told, else it is the end of what the command wrote.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from lap import Order, serve

told = json.loads(sys.argv[1])
scratch = Path(tempfile.mkdtemp(prefix="bench", dir=told.get("scratch")))


def prepare(order: Order) -> None:
    """A task of which the files are the same ones and nothing else has been done."""
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir()
    for name in told.get("fresh", ()):
        source = Path(order["task"])
        for path in (source / name).rglob("*") if (source / name).is_dir() else [source / name]:
            if path.is_file():
                target = scratch / "task" / path.relative_to(source)
                target.parent.mkdir(parents=True, exist_ok=True)
                os.link(path, target)


def work(order: Order) -> str:
    known = {**order, "python": sys.executable, "task": str(scratch / "task"), "out": str(scratch)}
    command = [part.format(**known) for part in told["command"]]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode not in told.get("exits", (0,)):
        raise RuntimeError(f"{command}: {done.returncode}\n{done.stderr[-2000:]}")
    return (scratch / told["answer"]).read_text("utf-8") if "answer" in told else done.stdout[-300:]


try:
    serve(work, prepare)
finally:
    shutil.rmtree(scratch, ignore_errors=True)
