"""How long a county's workbook takes to write, to open and to compute again, and whether twice as much takes twice as long.

python tests/benchmarks/rollup.py [VILLAGES]     500 by default, and half of them; LibreOffice is asked where there is one
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

from big_county import county, looked_at  # noqa: E402

from formkit.write.rollup import write_rollup  # noqa: E402


def made(villages: int, folder: Path) -> dict[str, float | str]:
    """A county written: seconds of this process, bytes, cells that formulas name."""
    rollup = county(villages)
    ways = {part.sha256: f"../inbox/{part.file}" for part in rollup.parts}
    began = time.process_time()
    data = write_rollup(rollup, (), (), (), sources=ways)
    seconds = time.process_time() - began
    file = folder / f"{villages}.xlsx"
    file.write_bytes(data)
    rows = sum(len(part.records) for part in rollup.parts)
    return {"file": str(file), "villages": villages, "rows": rows, "write_s": round(seconds, 1), "bytes": len(data),
            "cells": sum(looked_at(data).values())}  # fmt: skip


def opened(files: list[str], folder: Path) -> list[dict[str, float]]:
    """Seconds LibreOffice takes to open each file and to compute all of it again."""
    pipe = f"bench{os.getpid()}"
    start = ["soffice", "--headless", "--norestore", "--nologo", f"-env:UserInstallation=file://{folder}/profile"]
    office = subprocess.Popen([*start, f"--accept=pipe,name={pipe};urp;"], start_new_session=True)
    try:
        order = json.dumps({"pipe": pipe, "files": files})
        done = subprocess.run(["/usr/bin/python3", str(HERE / "benchmarks" / "opening.py")], input=order, text=True,
                              capture_output=True, timeout=600, check=True)  # fmt: skip
        answer: list[dict[str, float]] = json.loads(done.stdout)
        return answer
    finally:
        os.killpg(office.pid, 15)
        office.wait(30)


def main() -> None:
    """Print one line a county, then the ratios."""
    villages = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    with tempfile.TemporaryDirectory() as name:
        found = [made(each, Path(name)) for each in (villages // 2, villages)]
        if shutil.which("soffice"):
            for each, seconds in zip(found, opened([str(each["file"]) for each in found], Path(name)), strict=True):
                each.update(seconds)
    for each in found:
        sys.stdout.write(json.dumps(each) + "\n")
    ratios = {key: round(float(found[1][key]) / float(found[0][key]), 2) for key in found[0] if key not in ("file", "villages")}
    sys.stdout.write(f"twice as many villages: {json.dumps(ratios)}\n")


if __name__ == "__main__":
    main()
