"""Check, file by file: everything formkit does against reading alone and against others that check less."""

from __future__ import annotations

from pathlib import Path

from benchmarks import environment
from benchmarks.contest import Contestant, Laps, contest, ratio
from benchmarks.ground import Ground, Part, filings, in_turn, table

DOES = {
    "formkit": "门禁、全部栏目和审核关系、整张表的结果 (gate, every rule, whole report)",
    "calamine": "只读，所有工作表 (reads every sheet, checks nothing)",
    "calamine-first": "只读第一张工作表 (reads the first sheet)",
    "columns": "calamine＋手写六种检查 (six kinds of checks by hand)",
    "openpyxl": "openpyxl 只读模式＋手写六种检查 (fast mode, six kinds of checks by hand)",
    "frictionless": "六种中的五种，校验码除外 (five of the six, not the check character)",
    "pandera": "pandas（calamine）＋pandera，六种 (six kinds)",
}
INSTALLED = ("calamine", "calamine-first", "columns", "openpyxl")
_EACH = 10


def contestants(ground: Ground, folder: Path) -> dict[str, Contestant]:
    """Everybody, or without the peers' environment those whose libraries formkit has itself."""
    told = {"spec": str(folder / "spec.json")}
    python = {"python": ground.peers} if ground.peers else {}
    own = {"formkit": Contestant("examining", {"task": str(folder / "sent")})}
    names = [name for name in DOES if name != "formkit" and (ground.peers or name in INSTALLED)]
    return own | {name: Contestant("checking", {"by": name, **told}, **python) for name in names}


def judged(laps: Laps, kind: str) -> dict[str, float]:
    """formkit over each of the others."""
    return {f"{kind} / {name}": ratio(laps["formkit"], laps[name]) for name in laps if name != "formkit"}


def measured(ground: Ground) -> list[Part]:
    """Filings as formkit wrote them, filled in; then such as another program saved, with every formula written out; then large ones."""
    found = []
    for villages, people in ground.sizes:
        folder, _, names = filings(ground, villages, people)
        most = _EACH if people < 500 else 2
        files = [str(folder / "sent" / "inbox" / name) for name in names]
        kind = "check" if people < 500 else "check large"
        found.append(_part(ground, folder, files, most, kind, f"每份{people}人 ({people} people a filing)"))
        if people < 500:
            some = [Path(file) for file in files[: most * (ground.rounds + 1)]]
            by = environment.written_out(some, folder / "saved")
            saved = [str(folder / "saved" / path.name) for path in some]
            found.append(_part(ground, folder, saved, most, "check saved", f"{by} 保存过的 (saved by {by}: every formula written out)"))
    return found


def _part(ground: Ground, folder: Path, files: list[str], most: int, kind: str, what: str) -> Part:
    rounds = [{"files": some, "count": len(some)} for some in in_turn(files, ground.rounds + 1, most)]
    laps = contest(contestants(ground, folder), rounds)
    part = table(f"审核 (check)：{what}", laps, DOES)
    return Part(part.title, part.lines, judged(laps, kind))
