"""Run by the system's Python beside LibreOffice: how long it takes to open each workbook and to compute it again."""

import json
import os
import sys
import time
from pathlib import Path

import uno
from com.sun.star.beans import PropertyValue
from uno_driver import connect, leave


def spent(group):
    """Seconds of processor that the processes of a group have used."""
    ticks = 0
    for each in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = each.read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it has ended meanwhile
        if int(fields[2]) == group:
            ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def timed(desktop, file, group):
    hidden = PropertyValue()
    hidden.Name, hidden.Value = "Hidden", True
    began, first = time.time(), spent(group)
    document = desktop.loadComponentFromURL(uno.systemPathToFileUrl(file), "_blank", 0, (hidden,))
    loaded, second = time.time(), spent(group)
    document.calculateAll()
    done, third = time.time(), spent(group)
    document.dispose()
    return {"open_s": round(loaded - began, 2), "recalculate_s": round(done - loaded, 2),
            "open_cpu_s": round(second - first, 2), "recalculate_cpu_s": round(third - second, 2)}  # fmt: skip


def main():
    order = json.load(sys.stdin)
    desktop = connect(order["pipe"])
    json.dump([timed(desktop, file, order["group"]) for file in order["files"]], sys.stdout)


if __name__ == "__main__":
    main()
    leave()
