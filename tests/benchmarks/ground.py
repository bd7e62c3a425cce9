"""What every part of the benchmark stands on, and what it finds."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Literal

from benchmarks import contest, data
from benchmarks.contest import Contestant, Lap, Laps, Order


@dataclass(frozen=True, slots=True)
class Ground:
    """Where things are kept, how much is done, and the Python that has the peers (empty where they are not installed)."""

    kept: Path
    scratch: Path
    villages: int = 1000
    people: int = 50
    rounds: int = 5
    peers: str = ""
    full: bool = False
    large: int = 20
    scale: int = 20_000

    @property
    def sizes(self) -> tuple[tuple[int, int], ...]:
        """Villages and their people: many small filings, then a few large ones unless none are wanted."""
        return ((self.villages, self.people), *([(self.large, 2000)] if self.large else []))


@dataclass(frozen=True, slots=True)
class Line:
    """One contestant of a table: cost of one thing in ms of processor, how many times formkit's that is, memory, what it does."""

    name: str
    each_ms: float
    times: float
    peak_mb: float
    does: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A table, and the ratios it gives by name: the first thing over the second, less is better.

    What stands under ``times`` is by ``kind`` how many times formkit's cost a line is (``contest``), the share of the whole
    (``profile``), or milliseconds on the clock (``scale``).
    """

    title: str
    lines: Sequence[Line]
    ratios: Mapping[str, float] = field(default_factory=dict)
    notes: Sequence[str] = ()
    kind: Literal["contest", "profile", "scale"] = "contest"


def table(title: str, laps: Laps, does: Mapping[str, str], ours: str = "formkit", notes: Sequence[str] = ()) -> Part:
    """The lines of a contest in the order of the contestants; no ratios yet."""
    lines = [
        Line(name, 1000 * contest.each(own), contest.ratio(own, laps[ours]), contest.peak(own), does.get(name, ""))
        for name, own in laps.items()
    ]
    return Part(title, lines, notes=notes)


def filings(ground: Ground, villages: int, people: int, counties: int = 1) -> tuple[Path, dict[str, Any], list[str]]:
    """The folder of the data, what is known of it, and the names of its files from the inbox on."""
    folder = data.made(ground.kept, villages, people, counties)
    spec: dict[str, Any] = json.loads((folder / "spec.json").read_text("utf-8"))
    return folder, spec, [unit["file"] for unit in spec["units"]]


def in_turn(things: Sequence[Any], rounds: int, most: int) -> list[Sequence[Any]]:
    """Different things for each round, that nothing remembered of one round helps in another; the same again where there are few."""
    size = max(1, min(most, len(things) // rounds))
    return [[things[(number * size + place) % len(things)] for place in range(size)] for number in range(rounds)]


def command(*words: str, exits: Sequence[int] = (0,), **more: object) -> Contestant:
    """A command from start to end."""
    return Contestant("command", {"command": words, "exits": exits, **more})


formkit = partial(command, "{python}", "-m", "formkit")

__all__ = ["Contestant", "Ground", "Lap", "Laps", "Line", "Order", "Part", "command", "filings", "formkit", "in_turn", "table"]
