"""The short form: a few ratios with the libraries formkit has anyway, against those that were recorded.

A ratio is of two things measured in turn in one run on one machine, so that it says nothing about the machine. One that is worse
than recorded by half is measured once more with more rounds; if it is still bad, formkit has become slow.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from benchmarks import environment
from benchmarks.contest import Laps, contest, ratio
from benchmarks.ground import Ground, filings, formkit, in_turn
from benchmarks.parts import check, generate, growth, letters, merge, starting

RECORDED = Path(__file__).with_name("recorded.json")
WORSE = 1.5
VILLAGES, PEOPLE, ROUNDS = 24, 50, 4
Ratios = dict[str, float]


def bad(found: Mapping[str, float], recorded: Mapping[str, float]) -> list[str]:
    """The names of the ratios that are worse than recorded by half; ValueError where not the same ones are recorded."""
    if set(found) != set(recorded):
        raise ValueError(f"measured and recorded differ: {sorted(set(found) ^ set(recorded))}")
    return [name for name in found if found[name] > WORSE * recorded[name]]


def checked(ground: Ground) -> Ratios:
    """Filings as written and as another program saves them."""
    folder, _, names = filings(ground, VILLAGES, PEOPLE)
    files = [str(folder / "sent" / "inbox" / name) for name in names]
    some = [Path(file) for file in files[:8]]
    environment.written_out(some, ground.scratch / "saved", office=False)
    saved = [str(ground.scratch / "saved" / path.name) for path in some]
    found: Ratios = {}
    asked = ("check", files, 8, ("formkit", "calamine", "openpyxl")), ("check saved", saved, 4, ("formkit", "calamine"))
    for kind, each, most, others in asked:
        crew = {name: one for name, one in check.contestants(ground, folder).items() if name in others}
        laps = contest(crew, [{"files": turn, "count": len(turn)} for turn in in_turn(each, ground.rounds + 1, most)])
        found |= {f"{kind} / {name}": _over(laps, name) for name in others if name != "formkit"}
    crew = {name: one for name, one in check.contestants(ground, folder).items() if name == "calamine"}
    crew["formkit"] = formkit("check", "{task}", fresh=merge.TASK, scratch=str(ground.scratch), exits=(0, 1))
    order = {"files": files, "task": str(folder / "sent"), "count": VILLAGES}
    return {**found, "check command / calamine": _over(contest(crew, [order] * _few(ground), warm=0), "calamine")}


def _few(ground: Ground) -> int:
    """Rounds of whole commands, which take longer and warm nothing up."""
    return ground.rounds - 1


def generated(ground: Ground) -> Ratios:
    """Blank and filled in, against a plain sheet by xlsxwriter."""
    folder, spec, _ = filings(ground, VILLAGES, PEOPLE)
    found: Ratios = {}
    turns = in_turn(spec["units"], _few(ground), 4)
    for kind in ("blank", "filled"):
        crew = generate.contestants(ground, folder, kind, ("xlsxwriter-plain",))
        known = {"task": str(folder / "mended"), "out": str(ground.scratch), "by": {"formkit": {"count": VILLAGES}}}
        rounds = [{**known, "units": turn, "count": len(turn)} for turn in turns]
        found[f"generate {kind} / xlsxwriter-plain"] = _over(contest(crew, rounds, warm=0), "xlsxwriter-plain")
    return found


def merged(ground: Ground) -> Ratios:
    """The whole command, and from accepted filings on."""
    folder, _, names = filings(ground, VILLAGES, PEOPLE)
    files = [str(folder / "mended" / "inbox" / name) for name in names]
    order = {"task": str(folder / "mended"), "files": files, "out": str(ground.scratch / "out"), "count": VILLAGES}
    laps = contest(merge.contestants(ground, folder, ("cells",)), [order] * _few(ground), warm=0)
    return {"merge / cells": _over(laps, "cells"), "merge parts / cells": ratio(laps["formkit-parts"], laps["cells"])}


def _over(laps: Laps, other: str) -> float:
    return ratio(laps["formkit"], laps[other])


def lettered(ground: Ground) -> Ratios:
    """Letters against docxtpl straight."""
    return dict(letters.measured(ground, letters=6)[0].ratios)


def grown(ground: Ground) -> Ratios:
    """What a row costs in a longer filing."""
    return dict(growth.by_rows(ground, ((VILLAGES, PEOPLE, 4), (4, 500, 1))).ratios)


def started(ground: Ground) -> Ratios:
    """What a command costs before it does anything."""
    return dict(starting.measured(replace(ground, villages=VILLAGES, people=PEOPLE))[0].ratios)


GROUPS: Mapping[Callable[[Ground], Ratios], tuple[str, ...]] = {
    checked: ("check / calamine", "check / openpyxl", "check saved / calamine", "check command / calamine"),
    generated: ("generate blank / xlsxwriter-plain", "generate filled / xlsxwriter-plain"),
    merged: ("merge / cells", "merge parts / cells"),
    lettered: ("notice / docxtpl",),
    grown: ("check per row: 500 / 50",),
    started: ("help / import click", "check one / bare script"),
}
"""What is measured together, with the names of the ratios it gives."""


def settled(measure: Callable[[int], Ratios], recorded: Mapping[str, float]) -> tuple[Ratios, list[str]]:
    """What ``measure`` finds in so many rounds, and what of it is bad; where something is, measured once more with more rounds."""
    found = measure(ROUNDS)
    if not bad(found, recorded):
        return found, []
    again = measure(2 * ROUNDS)
    return again, bad(again, recorded)


def run(ground: Ground, *, record: bool) -> int:
    """Measure and say each ratio; the exit status: 1 where one has gone bad. With ``record`` write down what is found instead."""
    recorded: Ratios = {} if record else json.loads(RECORDED.read_text("utf-8"))
    every: Ratios = {}
    worse: list[str] = []
    for group, names in GROUPS.items():
        measure = partial(_measured, ground, group)
        known = {name: recorded[name] for name in names if name in recorded}
        began = time.monotonic()
        found, failed = (_highest([measure(ROUNDS) for _ in range(3)]), []) if record else settled(measure, known)
        sys.stderr.write(f"{group.__name__}: {time.monotonic() - began:.0f} s\n")
        every |= found
        worse += failed
        for name, value in found.items():
            was = f"recorded {recorded[name]:.3g}" if name in recorded else ""
            sys.stdout.write(f"{'WORSE' if name in failed else 'ok':6} {name:40} {value:8.3g}  {was}\n")
            sys.stdout.flush()
    if record:
        RECORDED.write_text(json.dumps({name: float(f"{value:.3g}") for name, value in every.items()}, indent=1) + "\n", "utf-8")
    return 1 if worse else 0


def _highest(times: Sequence[Ratios]) -> Ratios:
    """The highest of each ratio: a lucky run would make all others look bad."""
    return {name: max(each[name] for each in times) for name in times[0]}


def _measured(ground: Ground, group: Callable[[Ground], Ratios], rounds: int) -> Ratios:
    return group(replace(ground, rounds=rounds, peers=""))
