"""Filings merged the way a programmer merges them with the libraries there are. Told ``by``, ``spec`` and ``rollup``.

rows      calamine, and xlsxwriter in constant memory: every filled row once, in one sheet
cells     the same reading, then the very cells of the workbooks in ``rollup`` as plain values, workbook by workbook, sheet by sheet
openpyxl  calamine, and openpyxl in write-only mode, as ``rows``
pandas    pandas as usually written: read_excel, concat, to_excel
parquet   calamine, and pyarrow
"""

import io
import json
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from lap import Order, serve

told = json.loads(sys.argv[1])
spec = json.loads(Path(told["spec"]).read_text("utf-8"))
labels = [column["label"] for column in spec["columns"]]
entry = [row - 1 for block in spec["blocks"] for row in range(block["first"], block["last"] + 1)]


def book_of(path: Path) -> list[tuple[str, list]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(path.read_bytes()))
    return [(name, book.get_sheet_by_name(name).to_python(skip_empty_area=False)) for name in book.sheet_names]


def read(files: list[str]) -> Iterator[list]:
    """Every filled row, with the name of its file before it."""
    for file in files:
        book = CalamineWorkbook.from_filelike(io.BytesIO(Path(file).read_bytes()))
        rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
        yield from ([Path(file).name, *rows[at][: len(labels)]] for at in entry if at < len(rows) and rows[at][3] != "")


def put(sheet, row: int, values: list, day) -> None:
    for column, value in enumerate(values):
        if isinstance(value, str):
            if value:
                sheet.write_string(row, column, value)
        elif isinstance(value, date):
            sheet.write_datetime(row, column, value, day)
        elif value is not None:
            sheet.write_number(row, column, value)


def rows_by_xlsxwriter(files: list[str], out: Path) -> int:
    with Workbook(str(out / "all.xlsx"), {"constant_memory": True}) as book:
        sheet, day = book.add_worksheet(), book.add_format({"num_format": "yyyy-mm"})
        put(sheet, 0, ["文件", *labels], day)
        at = 0
        for at, row in enumerate(read(files), 1):
            put(sheet, at, row, day)
    return at


def cells_by_xlsxwriter(files: list[str], out: Path) -> int:
    count = sum(1 for _ in read(files))
    for name, sheets in copied:
        with Workbook(str(out / name), {"constant_memory": True}) as book:
            day = book.add_format({"num_format": "yyyy-mm"})
            for title, rows in sheets:
                sheet = book.add_worksheet(title)
                for at, row in enumerate(rows):
                    put(sheet, at, row, day)
    return count


def rows_by_openpyxl(files: list[str], out: Path) -> int:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(["文件", *labels])
    count = 0
    for row in read(files):
        sheet.append(row)
        count += 1
    book.save(out / "all.xlsx")
    return count


def rows_by_pandas(files: list[str], out: Path) -> int:
    found = []
    for file in files:
        sheet = pandas.read_excel(file, sheet_name=0, header=None)
        table = sheet.iloc[[at for at in entry if at < len(sheet)], : len(labels)]
        table = table[table.iloc[:, 3].notna()]
        table.columns = labels
        table.insert(0, "文件", Path(file).name)
        found.append(table)
    whole = pandas.concat(found, ignore_index=True)
    whole.to_excel(out / "all.xlsx", index=False)
    return len(whole)


def rows_by_parquet(files: list[str], out: Path) -> int:
    values = list(zip(*([None if one == "" else one for one in row] for row in read(files)), strict=True))
    table = pyarrow.table({name: list(each) for name, each in zip(["文件", *labels], values, strict=True)})
    parquet.write_table(table, out / "all.parquet")
    return len(table)


if told["by"] != "pandas":
    from python_calamine import CalamineWorkbook
if told["by"] in ("rows", "cells"):
    from xlsxwriter import Workbook
elif told["by"] == "openpyxl":
    import openpyxl
elif told["by"] == "pandas":
    import pandas
elif told["by"] == "parquet":
    import pyarrow
    from pyarrow import parquet
copied = [(path.name, book_of(path)) for path in sorted(Path(told["rollup"]).glob("*.xlsx"))] if told["by"] == "cells" else []
WAYS = {
    "rows": rows_by_xlsxwriter, "cells": cells_by_xlsxwriter, "openpyxl": rows_by_openpyxl, "pandas": rows_by_pandas,
    "parquet": rows_by_parquet,
}  # fmt: skip


def work(order: Order) -> dict:
    out = Path(order["out"]) / told["by"]
    out.mkdir(parents=True, exist_ok=True)
    return {"rows": WAYS[told["by"]](order["files"], out)}


serve(work)
