"""A province's worth of filings, here and on a local cluster, and what the province and the country follow to cost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from benchmarks.contest import Lap, contest
from benchmarks.ground import Ground, Line, Part, filings, formkit
from benchmarks.parts.merge import TASK

OF_A_COUNTY = 500
PLACES = (("省", "a province", 70_000), ("全国", "the country", 490_000))
RUNS = {
    "check": ("check", (), "sent"), "check --cluster local": ("check", ("--cluster", "local"), "sent"),
    "merge": ("merge", (), "mended"), "merge --cluster local": ("merge", ("--cluster", "local"), "mended"),
}  # fmt: skip


def measured(ground: Ground) -> list[Part]:
    """Counties of 500 filings in one task: whole commands, once; and a tenth of them, for what one more filing costs and holds."""
    return [told({name: laps(ground, name) for name in RUNS})]


def laps(ground: Ground, name: str) -> tuple[Lap, Lap]:
    """One of RUNS: a tenth of the filings, and all."""
    command, options, task = RUNS[name]
    few, many = (_run(ground, count, (command, "{task}", *options), task) for count in (ground.scale // 10, ground.scale))
    return few, many


def told(found: Mapping[str, tuple[Lap, Lap]]) -> Part:
    """What was found, and what follows for a province and the country."""
    lines, notes = [], []
    ratios: dict[str, float] = {}
    for name, (few, many) in found.items():
        each = many.wall / many.count
        lines.append(Line(f"{name}, {many.count}", 1000 * many.cpu / many.count, 1000 * each, many.peak_mb))
        more = (many.peak_mb - few.peak_mb) / (many.count - few.count)
        notes += _costs(name, each, many.peak_mb, more, many.count)
        ratios[f"{name} per filing of a province: all / a tenth"] = (many.cpu / many.count) / (few.cpu / few.count)
        ratios[f"{name} of a province, memory MB"] = many.peak_mb
    return Part("一个省 (a province)", lines, ratios, notes, "scale")


def _run(ground: Ground, count: int, words: tuple[str, ...], task: str) -> Lap:
    folder, _, _ = filings(ground, count, ground.people, max(1, count // OF_A_COUNTY))
    runner = formkit(*words, fresh=TASK, scratch=str(ground.scratch), exits=(0, 1))
    (lap,) = contest({"formkit": runner}, [{"task": str(folder / task), "count": count}], warm=0)["formkit"]
    return lap


def _costs(name: str, each: float, peak_mb: float, more: float, count: int) -> Iterator[str]:
    """What follows for a province and the country on a machine like this one, on the clock, if one more filing costs what the last did."""
    for zh, en, filings_ in PLACES:
        hours, held = each * filings_ / 3600, max(peak_mb, peak_mb + more * (filings_ - count))
        chinese, english = f"{filings_}份{hours:.2f}机时、{held:.0f} MB", f"{filings_} filings: {hours:.2f} machine-hours, {held:.0f} MB"
        yield f"{name}：{zh}{chinese} ({name}, {en}, {english})"
