"""How long a county's workbook takes to write, to open and to compute again, and whether twice as much takes twice as long.

cd tests && python -m benchmarks.rollup [VILLAGES] [FORM]     500 by default, a half and a quarter of them; compared with the month before;
LibreOffice is asked where there is one. Wall seconds and, of each, seconds of processor; the load of the machine beside them.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path

from big_county import county, looked_at, month_before

from formkit.compare import compare
from formkit.history import moment
from formkit.load import find_form
from formkit.write.rollup import write_rollup

HERE = Path(__file__).resolve().parent.parent


def made(villages: int, folder: Path, name: str) -> dict[str, float | str]:
    """A county compared and written: seconds of this process and on the wall, bytes, cells that formulas name."""
    form = find_form(name)
    rollup = county(villages, form=form)
    earlier = month_before(rollup)
    ways = {part.sha256: f"../inbox/{part.file}" for part in (*rollup.parts, *earlier)}
    began, wall = time.process_time(), time.perf_counter()
    comparison = compare(form, earlier, rollup.parts)
    compared = time.process_time() - began
    reported = (villages, villages)
    moments = (moment(form, "2020-02", earlier, reported), moment(form, rollup.period, rollup.parts, reported, comparison.flow))
    data = write_rollup(rollup, (), (), (), comparison=comparison, moments=moments, sources=ways)
    seconds, wall = time.process_time() - began, time.perf_counter() - wall
    file = folder / f"{villages}.xlsx"
    file.write_bytes(data)
    rows = sum(len(part.records) for part in rollup.parts)
    return {"file": str(file), "villages": villages, "rows": rows, "changes": len(comparison.changes), "compare_s": round(compared, 2),
            "write_s": round(seconds - compared, 1), "wall_s": round(wall, 1), "bytes": len(data),
            "cells": sum(looked_at(data).values())}  # fmt: skip


def opened(files: list[str], folder: Path) -> list[dict[str, float]]:
    """Seconds LibreOffice takes to open each file and to compute all of it again, on the wall and of processor."""
    pipe = f"bench{os.getpid()}"
    start = ["soffice", "--headless", "--norestore", "--nologo", f"-env:UserInstallation=file://{folder}/profile"]
    office = subprocess.Popen([*start, f"--accept=pipe,name={pipe};urp;"], start_new_session=True)
    try:
        order = json.dumps({"pipe": pipe, "files": files, "group": office.pid})
        done = subprocess.run(["/usr/bin/python3", "-m", "benchmarks.opening"], cwd=HERE, input=order, text=True,
                              capture_output=True, timeout=600, check=True)  # fmt: skip
        answer: list[dict[str, float]] = json.loads(done.stdout)
        return answer
    finally:
        os.killpg(office.pid, 15)
        office.wait(30)


def main() -> None:
    """Print one line a county, then the ratios."""
    villages = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    form = sys.argv[2] if len(sys.argv) > 2 else "zaozhuang-ledger-monthly"
    with tempfile.TemporaryDirectory() as name:
        found = [made(each, Path(name), form) for each in (villages // 4, villages // 2, villages)]
        if shutil.which("soffice"):
            files = [str(each["file"]) for each in found]
            _, *asked = opened([files[0], *files], Path(name))  # the first also pays for what the office loads once
            for each, seconds in zip(found, asked, strict=True):
                each.update(seconds)
    for each in found:
        sys.stdout.write(json.dumps(each) + "\n")
    sys.stdout.write(f"load of the machine: {os.getloadavg()}\n")
    for less, more in pairwise(found):
        kept = [key for key, value in less.items() if key not in ("file", "villages") and value]
        ratios = {key: round(float(more[key]) / float(less[key]), 2) for key in kept}
        sys.stdout.write(f"{more['villages']} villages, not {less['villages']}: {json.dumps(ratios)}\n")


if __name__ == "__main__":
    main()
