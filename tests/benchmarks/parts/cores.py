"""What a second processor brings: by the clock, so on a machine that does nothing else."""

from __future__ import annotations

from importlib.util import find_spec
from statistics import median

from benchmarks.contest import Contestant, Laps, contest, peak
from benchmarks.ground import Ground, Line, Part, filings

DOES = {
    "1": "一个工作进程 (one worker process)", "2": "两个工作进程 (two worker processes)",
    "dask": "本机 Dask，两个 (a local Dask cluster of two)",
}  # fmt: skip


def contestants(folder: str) -> dict[str, Contestant]:
    """One worker, two workers, and a local Dask cluster of two where formkit has it."""
    found = {str(most): Contestant("examining", {"task": folder, "most": most}) for most in (1, 2)}
    if find_spec("formkit.cluster") and find_spec("distributed"):
        found["dask"] = Contestant("examining", {"task": folder, "cluster": "local"})
    return found


def measured(ground: Ground, most: int = 400) -> list[Part]:
    """The same filings by one worker and by two: seconds on the clock, one over the other."""
    folder, _, names = filings(ground, ground.villages, ground.people)
    files = [str(folder / "sent" / "inbox" / name) for name in names[:most]]
    rounds = [{"files": files, "count": len(files)}] * max(3, ground.rounds // 2)
    laps = contest(contestants(str(folder / "sent")), rounds, warm=0)
    lines = [
        Line(name, 1000 * median(lap.wall / lap.count for lap in own), _faster(laps, name), peak(own), DOES[name])
        for name, own in laps.items()
    ]
    ratios = {"check, two workers: one over two": _faster(laps, "2")}
    if "dask" in laps:
        ratios["check, local cluster: one over two"] = _faster(laps, "dask")
    note = "按钟表计，倍数是一个工作进程的几倍快 (by the clock; times: how many times as fast as one worker)"
    return [Part("两个处理器 (two processors)：审核", lines, ratios, (note,))]


def _faster(laps: Laps, name: str) -> float:
    return median(one.wall / two.wall for one, two in zip(laps["1"], laps[name], strict=True))
