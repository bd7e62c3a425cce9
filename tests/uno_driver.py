"""Run by the system's Python beside LibreOffice: opens a workbook, types into it, and says what its formulas say.

Reads one JSON document from standard input and writes one to standard output.
"""

import json
import os
import sys
import time

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException
from com.sun.star.lang import IllegalArgumentException


def connect(pipe):
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(240):
        try:
            context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
            return context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        except NoConnectException:
            time.sleep(0.25)
    raise SystemExit("LibreOffice did not answer")


def type_in(cell, value):
    if value is None:
        cell.setString("")
    elif isinstance(value, str):
        cell.setString(value)
    else:
        cell.setValue(float(value))


def run(sheet, case):
    """Type the values, read the cells asked for, take the values out again."""
    before = {name: (sheet.getCellRangeByName(name).getFormula()) for name in case["set"]}
    for name, value in case["set"].items():
        type_in(sheet.getCellRangeByName(name), value)
    read = {name: sheet.getCellRangeByName(name).getString() for name in case["read"]}
    invalid = None
    if case.get("invalid"):
        invalid = sheet.showInvalid()
        sheet.clearArrows()
    for name, text in before.items():
        sheet.getCellRangeByName(name).setString(text)
    return {"read": read, "invalid": invalid}


def place(name):
    letters = name.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return int(name[len(letters) :]) - 1, column - 1


def run_fast(document, sheet, case):
    """The same for many cells, row by row in whole runs of cells, with one hard recalculation after all typing."""
    cells = {place(name): value for name, value in case["set"].items()}
    runs = []
    for row, column in sorted(cells):
        if runs and runs[-1][-1] == (row, column - 1):
            runs[-1].append((row, column))
        else:
            runs.append([(row, column)])
    before = []
    for run_ in runs:
        (row, first), (_, last) = run_[0], run_[-1]
        area = sheet.getCellRangeByPosition(first, row, last, row)
        before.append((area, area.getFormulaArray()))
        values = [cells[at] for at in run_]
        area.setDataArray((tuple("" if v is None else v if isinstance(v, str) else float(v) for v in values),))
    document.calculateAll()
    read = {name: sheet.getCellRangeByName(name).getString() for name in case["read"]}
    for area, formulas in before:
        area.setFormulaArray(formulas)
    return {"read": read, "invalid": None}


def keep(document, sheet, order):
    """Type values that stay, and save the workbook in each format asked for."""
    for name, value in order.get("fill", {}).items():
        type_in(sheet.getCellRangeByName(name), value)
    for path, filter_name in order.get("save", []):
        chosen = PropertyValue()
        chosen.Name, chosen.Value = "FilterName", filter_name
        document.storeToURL(uno.systemPathToFileUrl(path), (chosen,))


def load(desktop, order):
    """The document, opened with the password if one is given; None where ``shut`` is expected and it does not open."""
    given = {"Hidden": True, **({"Password": order["password"]} if order.get("password") else {})}
    wanted = []
    for name, value in given.items():
        one = PropertyValue()
        one.Name, one.Value = name, value
        wanted.append(one)
    try:
        return desktop.loadComponentFromURL(uno.systemPathToFileUrl(order["file"]), "_blank", 0, tuple(wanted))
    except IllegalArgumentException:
        if not order.get("shut"):
            raise
        return None


def main():
    order = json.load(sys.stdin)
    desktop = connect(order["pipe"])
    document = load(desktop, order)
    if document is None:
        json.dump({"answers": None}, sys.stdout)
        return
    try:
        if not hasattr(document, "Sheets"):
            json.dump({"answers": document.Text.String}, sys.stdout)
            return
        sheet = document.Sheets.getByName(order["sheet"])
        began = time.time()
        hard = order.get("hard", False)
        document.enableAutomaticCalculation(not hard)
        if hard:
            sheet.unprotect("")  # cells of another level are typed as well: a file may come from anywhere
        answers = [run_fast(document, sheet, case) if hard else run(sheet, case) for case in order["cases"]]
        keep(document, sheet, order)
        json.dump({"answers": answers, "seconds": time.time() - began}, sys.stdout)
    finally:
        document.dispose()


def leave():
    """End at once: the bridge to LibreOffice sometimes crashes while the interpreter takes itself down, after all was said."""
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
    leave()
