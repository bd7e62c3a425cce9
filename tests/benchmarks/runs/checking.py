"""Filings read, or read and checked, file by file, with one of the libraries there are. Told ``by`` and ``spec``.

calamine       every sheet of the file as rows; nothing is checked
calamine-first the first sheet
columns        calamine, the first sheet, and six kinds of checks written by hand
openpyxl       openpyxl in its fast mode and the same six
frictionless   a schema per section with the same columns and constraints; two header lines, merged cells filled
pandera        pandas (calamine as its engine) and a schema with the same constraints
The six: required, code list, check character of the resident number, number in its range, no number twice, date in the period.
Frictionless and pandera know all but the check character, for which frictionless has a pattern and pandera is given a function.
"""

import io
import json
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path

from lap import Order, serve

told = json.loads(sys.argv[1])
spec = json.loads(Path(told["spec"]).read_text("utf-8"))
columns, blocks, end = spec["columns"], spec["blocks"], date.fromisoformat(spec["end"])
labels = [column["label"] for column in columns]
entry = {row for block in blocks for row in range(block["first"], block["last"] + 1)}


def checked(number: str) -> bool:
    """Whether a resident number has 18 characters and the right check character (GB 11643)."""
    if len(number) != 18 or not number[:17].isdigit():
        return False
    return "10X98765432"[sum(int(digit) << 17 - place for place, digit in enumerate(number[:17])) % 11] == number[17]


def in_range(column: dict, value: object) -> bool:
    return isinstance(value, int | float) and column["min"] <= value <= column["max"]


def in_period(column: dict, value: object) -> bool:
    return isinstance(value, date) and date(value.year, value.month, value.day) <= end


def listed(column: dict, value: object) -> bool:
    return value in column["codes"]


KINDS = {"code": listed, "whole": in_range, "month": in_period, "resident-id": lambda column, value: checked(str(value))}


def six(rows: list) -> Iterator[tuple[int, str, str]]:
    """What is wrong in the rows of a sheet: row, column, which check. Rows in which no name stands are not filled in."""
    filled = [(at, rows[at - 1]) for at in sorted(entry) if at <= len(rows) and rows[at - 1][3] not in ("", None)]
    for place, column in enumerate(columns):
        right = KINDS.get(column["type"])
        for at, row in filled:
            if row[place] in ("", None):
                if column["required"]:
                    yield at, column["key"], "required"
            elif right and not right(column, row[place]):
                yield at, column["key"], column["type"]
        if column["type"] == "resident-id":
            counts = Counter(row[place] for _, row in filled)
            yield from ((at, column["key"], "twice") for at, row in filled if counts[row[place]] > 1)


def calamine(path: str) -> int:
    book = CalamineWorkbook.from_filelike(io.BytesIO(Path(path).read_bytes()))
    return sum(len(book.get_sheet_by_name(name).to_python(skip_empty_area=False)) for name in book.sheet_names)


def calamine_first(path: str) -> int:
    book = CalamineWorkbook.from_filelike(io.BytesIO(Path(path).read_bytes()))
    return len(book.get_sheet_by_index(0).to_python(skip_empty_area=False))


def columns_by_hand(path: str) -> int:
    book = CalamineWorkbook.from_filelike(io.BytesIO(Path(path).read_bytes()))
    return len(list(six(book.get_sheet_by_index(0).to_python(skip_empty_area=False))))


def openpyxl_by_hand(path: str) -> int:
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    book.close()
    return len(list(six(rows)))


def frictionless(path: str) -> int:
    """One resource for each section: its own header, the lines that are not its own named as comments."""
    found = 0
    for dialect in dialects:
        with TableResource(path=path, dialect=dialect, schema=schema) as resource:
            errors = resource.validate().tasks[0].errors
        found += sum(not error.type.endswith("-label") for error in errors)
    return found


def frictionless_parts() -> tuple[list, object]:
    others = {"whole": fields.IntegerField, "month": fields.DatetimeField}
    own = []
    for column in columns:
        limits = {"required": column["required"], "enum": column["codes"]}
        if column["type"] == "whole":
            limits |= {"minimum": column["min"], "maximum": column["max"]}
        if column["type"] == "resident-id":
            limits |= {"pattern": r"\d{17}[\dX]", "unique": True}
        if column["type"] == "month":
            limits["maximum"] = f"{spec['end']}T00:00:00"
        constraints = {key: value for key, value in limits.items() if value is not None}
        own.append(others.get(column["type"], fields.StringField)(name=" ".join(column["path"]), constraints=constraints))
    own += [fields.AnyField(name=name) for name in ("自检（不打印）", "核实说明（不打印）", "household")]
    found = []
    for block in blocks:
        header = list(range(block["header"][0], block["header"][1] + 1))
        inside = {*header, *range(block["first"], block["first"] + spec["people"] // 2)}  # spare rows hold the unit's name
        rest = [row for row in range(1, spec["last_row"] + 9) if row not in inside]
        found.append(Dialect(header_rows=header, comment_rows=rest, skip_blank_rows=True,
                             controls=[ExcelControl(sheet=spec["sheet"], fill_merged_cells=True)]))  # fmt: skip
    return found, Schema(fields=own)


def pandera_by_schema(path: str) -> int:
    sheet = pandas.read_excel(path, sheet_name=0, header=None, engine="calamine", dtype=object)
    table = sheet.iloc[[row - 1 for row in sorted(entry) if row <= len(sheet)], : len(columns)]
    table = table[table.iloc[:, 3].notna()]
    table.columns = [column["key"] for column in columns]
    try:
        frame.validate(table, lazy=True)
    except pandera.errors.SchemaErrors as found:
        return len(found.failure_cases)
    return 0


def pandera_frame() -> object:
    own = {}
    for column in columns:
        right = KINDS.get(column["type"])
        checks = [pandera.Check(partial(right, column), element_wise=True)] if right else []
        own[column["key"]] = pandera.Column(object, checks, nullable=not column["required"], unique=column["type"] == "resident-id")
    return pandera.DataFrameSchema(own)


# What a library costs to import belongs to no file; a peer brings in its own alone.
if told["by"] in ("calamine", "calamine-first", "columns"):
    from python_calamine import CalamineWorkbook
elif told["by"] == "openpyxl":
    import openpyxl
elif told["by"] == "frictionless":
    from frictionless import Dialect, Schema, fields, system
    from frictionless.formats import ExcelControl
    from frictionless.resources import TableResource

    system.trusted = True  # files by their whole path
    dialects, schema = frictionless_parts()
elif told["by"] == "pandera":
    import pandas
    import pandera.pandas as pandera

    frame = pandera_frame()
WAYS = {
    "calamine": calamine, "calamine-first": calamine_first, "columns": columns_by_hand, "openpyxl": openpyxl_by_hand,
    "frictionless": frictionless, "pandera": pandera_by_schema,
}  # fmt: skip


def work(order: Order) -> int:
    return sum(map(WAYS[told["by"]], order["files"]))


if __name__ == "__main__":
    serve(work)
