"""Merge: filings to roll-ups of every township and the county, against putting the rows together with the libraries there are."""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

from benchmarks.contest import ROOT, Contestant, contest, ratio
from benchmarks.ground import Ground, Part, filings, formkit, table

TASK = ("task.yaml", "units.csv", "inbox")
DOES = {
    "formkit": "formkit merge，整条命令：读、审、各级汇总表 (the whole command: read, check, a workbook per township and the county)",
    "formkit-parts": "由已通过的表到汇总表 (from filings accepted before to the workbooks)",
    "cells": "calamine＋xlsxwriter constant_memory：写出汇总表的全部单元格，只写值 (the very cells of those workbooks, as plain values)",
    "rows": "calamine＋xlsxwriter constant_memory：每行一次，一张表 (every row once, in one sheet)",
    "openpyxl": "calamine＋openpyxl write-only：每行一次 (every row once)",
    "pandas": "pandas 通常写法：read_excel、concat、to_excel (as usually written)",
    "parquet": "calamine＋pyarrow：Parquet，每行一次 (every row once)",
}
INSTALLED = ("cells", "rows")


def contestants(ground: Ground, folder: Path, names: tuple[str, ...] = ()) -> dict[str, Contestant]:
    """Everybody, or those whose libraries formkit has itself."""
    task = ground.scratch / f"merged-{folder.name}"
    if not task.is_dir():
        shutil.copytree(folder / "mended", task, ignore=shutil.ignore_patterns("outbox"))
        subprocess.run([sys.executable, "-m", "formkit", "merge", str(task)], check=True, capture_output=True, cwd=ROOT)
    told = {"spec": str(folder / "spec.json"), "rollup": str(task / "rollup")}
    found = {
        "formkit": formkit("merge", "{task}", fresh=TASK, scratch=str(ground.scratch)),
        "formkit-parts": Contestant("rolling", {"task": str(task)}),
    }
    for name in names or (DOES if ground.peers else INSTALLED):
        if not name.startswith("formkit"):
            found[name] = Contestant("merging", {"by": name, **told}, ground.peers or sys.executable)
    return found


def measured(ground: Ground) -> list[Part]:
    """A county of many small filings, then one of few large ones."""
    found = []
    for villages, people in ground.sizes:
        folder, _, names = filings(ground, villages, people)
        files = [str(folder / "mended" / "inbox" / name) for name in names]
        out = ground.scratch / "merged"
        rounds = [{"task": str(folder / "mended"), "files": files, "out": str(out), "count": villages}] * max(1, ground.rounds // 2)
        laps = contest(contestants(ground, folder), rounds, warm=0)
        part = table(f"汇总 (merge)：{villages}份，每份{people}人 ({villages} filings of {people} people)", laps, DOES)
        kind = "merge" if people < 500 else "merge large"
        ratios = {f"{kind} / {name}": ratio(laps["formkit"], laps[name]) for name in laps if not name.startswith("formkit")}
        ratios |= {f"{kind} parts / {name}": ratio(laps["formkit-parts"], laps[name]) for name in laps if not name.startswith("formkit")}
        found.append(replace(part, ratios=ratios))
    return found
