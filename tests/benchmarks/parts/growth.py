"""Whether twice as much costs twice as much: by number of filings, by rows in a filing; and how much memory it takes."""

from __future__ import annotations

from itertools import pairwise

from benchmarks.contest import Contestant, Laps, contest, each, peak, ratio
from benchmarks.ground import Ground, Line, Part, filings, formkit, in_turn
from benchmarks.parts.merge import TASK


def measured(ground: Ground) -> list[Part]:
    """Cost per filing as they become more, and cost per row as they become longer."""
    return [*by_files(ground), by_rows(ground)]


def counts(ground: Ground) -> tuple[int, ...]:
    """How many filings are tried."""
    return (10, 100, *([1000] if ground.villages >= 1000 else []), *([10_000] if ground.full else []))


def by_files(ground: Ground) -> list[Part]:
    """The whole commands check and merge: what one more filing costs, memory of the largest process."""
    found = []
    for name, task in (("check", "sent"), ("merge", "mended")):
        runs = {count: _run(ground, name, task, count) for count in counts(ground)}
        sizes = sorted(runs)
        last = sizes[-1]
        cost = {count: each(runs[count]["formkit"]) for count in sizes}
        lines = [Line(f"{count}份 (filings)", 1000 * cost[count], cost[count] / cost[last], peak(runs[count]["formkit"])) for count in sizes]
        # What a command costs before it does anything is in no filing that is added to others.
        more = {many: _added(runs, few, many) for few, many in pairwise(sizes)}
        ratios = {f"{name} per filing: {many} / {few}": more[many] / more[few] for few, many in pairwise(list(more))}
        if name == "merge":
            ratios[f"merge memory MB: {last}"] = peak(runs[last]["formkit"])
        found.append(Part(f"份数增加 (more filings)：formkit {name}", lines, ratios))
    return found


def _run(ground: Ground, name: str, task: str, count: int) -> Laps:
    folder, _, _ = filings(ground, count, ground.people)
    runner = formkit(name, "{task}", fresh=TASK, scratch=str(ground.scratch), exits=(0, 1))
    rounds = [{"task": str(folder / task), "count": count}] * (5 if count <= 100 else 3 if count <= 1000 else 1)
    return contest({"formkit": runner}, rounds, warm=0)


def _added(runs: dict[int, Laps], few: int, many: int) -> float:
    """Seconds of processor that each filing costs above the few."""
    whole = {count: each(runs[count]["formkit"]) * count for count in (few, many)}
    return (whole[many] - whole[few]) / (many - few)


def by_rows(ground: Ground, sizes: tuple[tuple[int, int, int], ...] = ((12, 50, 6), (12, 500, 2), (4, 5000, 1))) -> Part:
    """Filings of 50, 500 and 5,000 rows examined in this process: what a row costs. ``sizes``: villages, people, files a round."""
    contestants, turns = {}, {}
    for villages, people, most in sizes:
        folder, _, names = filings(ground, villages, people)
        contestants[str(people)] = Contestant("examining", {"task": str(folder / "sent")})
        files = [str(folder / "sent" / "inbox" / name) for name in names]
        turns[str(people)] = [{"files": some, "count": len(some) * people} for some in in_turn(files, ground.rounds + 1, most)]
    laps = contest(contestants, [{"by": {name: own[number] for name, own in turns.items()}} for number in range(ground.rounds + 1)])
    cost = {name: each(own) for name, own in laps.items()}
    names = list(cost)
    lines = [Line(f"每份{name}行 (rows)", 1000 * cost[name], cost[name] / cost[names[0]], peak(laps[name])) for name in names]
    ratios = {f"check per row: {many} / {few}": ratio(laps[many], laps[few]) for few, many in pairwise(names)}
    return Part("每份行数增加 (longer filings)：每行 (per row)", lines, ratios)
