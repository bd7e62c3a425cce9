"""Where the time of a command goes, function by function: what is left at the top."""

from __future__ import annotations

import json
from collections import defaultdict

from benchmarks.contest import HERE, contest
from benchmarks.ground import Ground, Line, Part, command, filings
from benchmarks.parts.merge import TASK

COMMANDS = {"check": ("sent", TASK), "generate": ("mended", ("task.yaml", "units.csv")), "merge": ("mended", TASK)}
MOST, SHOWN = 200, 15


def measured(ground: Ground) -> list[Part]:
    """check, generate and merge of one task, each in one process without workers."""
    villages = min(ground.villages, MOST)
    folder, _, _ = filings(ground, villages, ground.people)
    found = []
    for name, (task, fresh) in COMMANDS.items():
        words = ("{python}", str(HERE / "runs" / "profiled.py"), "{out}/profile.json", name, "{task}")
        runner = command(*words, fresh=fresh, scratch=str(ground.scratch), exits=(0, 1), answer="profile.json")
        (lap,) = contest({name: runner}, [{"task": str(folder / task), "count": villages}], warm=0)[name]
        found.append(_part(name, json.loads(lap.said), villages, lap.peak_mb))
    return found


def _part(name: str, told: dict[str, float | dict[str, float]], villages: int, peak_mb: float) -> Part:
    """The modules that took most, each with the functions in it that did."""
    functions = told["functions"]
    assert isinstance(functions, dict)
    whole = sum(functions.values())
    modules: dict[str, dict[str, float]] = defaultdict(dict)
    for place, seconds in functions.items():
        module, _, function = place.partition(":")
        modules[module.removeprefix("formkit.")][function] = seconds
    costly = sorted(modules.items(), key=lambda item: -sum(item[1].values()))[:SHOWN]
    taken = {module: sum(own.values()) for module, own in costly}
    lines = [
        Line(module, 1000 * taken[module] / villages, taken[module] / whole, peak_mb, _most(own, whole)) for module, own in costly
    ]
    each = f"{1000 * whole / villages:.1f}"
    note = f"{villages}份，一个进程；每份共{each}毫秒 ({villages} filings, one process; {each} ms each in all)"
    return Part(f"{name}：时间花在哪里 ({name}: where the time goes)", lines, notes=(note,), kind="profile")


def _most(functions: dict[str, float], whole: float) -> str:
    costly = sorted(functions.items(), key=lambda item: -item[1])[:3]
    return ", ".join(f"{name} {100 * seconds / whole:.0f} %" for name, seconds in costly if name and seconds >= whole / 200)
