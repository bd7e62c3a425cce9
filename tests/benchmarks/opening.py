"""Run by the system's Python beside LibreOffice: how long it takes to open each workbook and to compute it again."""

import json
import sys
import time

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException


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


def timed(desktop, file):
    hidden = PropertyValue()
    hidden.Name, hidden.Value = "Hidden", True
    began = time.time()
    document = desktop.loadComponentFromURL(uno.systemPathToFileUrl(file), "_blank", 0, (hidden,))
    loaded = time.time()
    document.calculateAll()
    done = time.time()
    document.dispose()
    return {"open_s": round(loaded - began, 1), "recalculate_s": round(done - loaded, 1)}


def main():
    order = json.load(sys.stdin)
    desktop = connect(order["pipe"])
    json.dump([timed(desktop, file) for file in order["files"]], sys.stdout)


main()
