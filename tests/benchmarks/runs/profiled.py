"""A command of formkit in this process alone, and where its processor time went: profiled.py FILE COMMAND ...

The time between two looks is charged to the function of formkit that is at work then, with what it called of other libraries: a
look comes after each millisecond of processor, or as soon as a longer call out of Python ends. Nothing is slowed down by being
counted. FILE gets {"seconds": in all, "functions": {"module:function": seconds}}, before anything was imported not counted.
"""

import json
import signal
import sys
import time
from collections import Counter
from pathlib import Path
from types import FrameType

from formkit import engine, workers
from formkit.cli import main

EVERY = 0.001
found: Counter[str] = Counter()
last = time.process_time()


def look(_: int, frame: FrameType | None) -> None:
    """Charge what has passed since the last look."""
    global last
    now = time.process_time()
    found[_at(frame)] += now - last
    last = now


def _at(frame: FrameType | None) -> str:
    """The innermost function of formkit; what a generator expression or a list does is its function's."""
    while frame and not (frame.f_globals.get("__name__") or "").startswith("formkit."):
        frame = frame.f_back
    if not frame:
        return "(other):"
    if frame.f_code.co_name == "<module>":
        return "(import):"
    names = [part for part in frame.f_code.co_qualname.split(".") if not part.startswith("<")]
    return f"{frame.f_globals['__name__']}:{names[-1] if names else '<lambda>'}"


def alone(function, tasks, most=0):
    """``workers.run`` without workers."""
    return (function(task) for task, _ in tasks)


workers.run = alone
engine.shared.__defaults__ = (alone, *engine.shared.__defaults__[1:])
signal.signal(signal.SIGPROF, look)
signal.setitimer(signal.ITIMER_PROF, EVERY, EVERY)
try:
    main(sys.argv[2:])
finally:
    signal.setitimer(signal.ITIMER_PROF, 0)
    Path(sys.argv[1]).write_text(json.dumps({"seconds": sum(found.values()), "functions": found}), "utf-8")
