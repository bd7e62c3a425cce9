"""Generate: the workbooks of a roster, files written, against writing each with a library."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

from benchmarks.contest import HERE, Contestant, contest, ratio
from benchmarks.ground import Ground, Part, filings, formkit, in_turn, table

WHOLE = "同样内容：表头、两部分、有效性、条件格式、自检公式、说明、隐藏表 (the same: both sections, validations, colours, formulas, guide)"
PLAIN = "只有填报表：表头、两部分、有效性，没有公式 (the form's sheet and its menus, no formulas)"
DOES = {
    "formkit": "formkit generate，整条命令 (the whole command)",
    "xlsxwriter": WHOLE, "xlsxwriter-plain": PLAIN, "openpyxl": WHOLE, "openpyxl-plain": PLAIN,
    "tableschema-to-template": "一行表头和下拉菜单，没有别的 (one header line and menus)",
    "spreadsheetforms": f"打开样表、清空或填入、另存；样表：{PLAIN} (a guide workbook opened, emptied or filled, saved)",
}  # fmt: skip
INSTALLED = ("xlsxwriter", "xlsxwriter-plain", "openpyxl", "openpyxl-plain")
LARGE = ("xlsxwriter", "xlsxwriter-plain")     # the others take minutes for one workbook of 2,000 people
_FEW = 2


def contestants(ground: Ground, folder: Path, kind: str, most: tuple[str, ...] = ()) -> dict[str, Contestant]:
    """formkit with the whole roster, the others with a few units; ``kind`` is blank or filled."""
    plan, rows = _plan(ground, folder, kind), str(folder / "rows.csv")
    data = ("--data", rows) if kind == "filled" else ()
    told = {"spec": str(folder / "spec.json"), "plan": str(plan), "rows": rows if data else "", "scratch": str(ground.scratch)}
    ways = {"tableschema-to-template": "schema", "spreadsheetforms": "forms"}
    found = {"formkit": formkit("generate", "{task}", *data, fresh=["task.yaml", "units.csv"], scratch=str(ground.scratch))}
    for name in most or (DOES if ground.peers else INSTALLED):
        if name == "formkit" or (kind == "filled" and name == "tableschema-to-template"):
            continue  # it fills nothing in
        way = ways.get(name, name.partition("-")[0])
        python = ground.peers or sys.executable
        found[name] = Contestant("writing", {"by": way, "plain": name.endswith("-plain") or name == "spreadsheetforms", **told}, python)
    return found


def _plan(ground: Ground, folder: Path, kind: str) -> Path:
    """What the others are to write, read off the workbook formkit makes of the first unit."""
    target = ground.scratch / f"plan-{folder.name}-{kind}.json"
    own = next(iter(sorted((folder / "mended" / "inbox").rglob("*.xlsx"))))
    if kind == "blank":
        code, spec = own.name.split("_")[0], folder / "mended"
        blank = ground.scratch / own.name
        order = ["blank", "zaozhuang-ledger", "-o", str(blank), "--unit", code, "--units", str(spec / "units.csv"), "--period", "2020-03"]
        subprocess.run([sys.executable, "-m", "formkit", *order], check=True, capture_output=True, cwd=HERE.parent.parent)
        own = blank
    order = [sys.executable, str(HERE / "runs" / "plan.py"), str(own), str(folder / "spec.json"), *(["filled"] if kind == "filled" else [])]
    target.write_bytes(subprocess.run(order, check=True, capture_output=True).stdout)
    return target


def measured(ground: Ground) -> list[Part]:
    """Blank workbooks, then such as are filled in beforehand."""
    found = []
    for (villages, people), kind in ((size, kind) for size in ground.sizes for kind in ("blank", "filled")):
        if kind == "blank" and people > 500:
            continue  # a blank is as long as its form says, whatever the village is like
        folder, spec, _ = filings(ground, villages, people)
        out = ground.scratch / "written"
        out.mkdir(exist_ok=True)
        many, few = (ground.rounds + 1, _FEW) if people < 500 else (2, 1)
        rounds = [
            {"task": str(folder / "mended"), "units": some, "out": str(out), "count": len(some), "by": {"formkit": {"count": villages}}}
            for some in in_turn(spec["units"], many, few)
        ]
        laps = contest(contestants(ground, folder, kind, LARGE if people > 500 else ()), rounds)
        word = "空表 (blank)" if kind == "blank" else f"预先填好{people}人 (filled in with {people} people)"
        part = table(f"生成 (generate)：{word}", laps, DOES)
        name = f"generate {kind}" + (" large" if people > 500 else "")
        ratios = {f"{name} / {other}": ratio(laps["formkit"], laps[other]) for other in laps if other != "formkit"}
        found.append(replace(part, ratios=ratios))
    return found
