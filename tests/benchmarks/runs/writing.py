"""Workbooks to hand out, written the way a programmer writes them with one of the libraries there are.

Told ``by`` (xlsxwriter, openpyxl, schema, forms), ``plan`` (see plan.py), ``plain``: the form's sheet and the lists of its menus
alone, without formulas, colours that come and go, guide and identity; and ``rows``: the table to fill in, if any.
"""

import csv
import json
import re
import sys
from datetime import date
from pathlib import Path

from lap import Order, serve

told = json.loads(sys.argv[1])
spec = json.loads(Path(told["spec"]).read_text("utf-8"))
plan = json.loads(Path(told["plan"]).read_text("utf-8"))
names = [column["key"] for column in spec["columns"]]
_MONTH = re.compile(r"^(\d{4})-(\d\d)$")


def kept(sheet: dict) -> dict:
    """A sheet without what a plain one does not have."""
    cells = [cell for cell in sheet["cells"] if not str(cell[2] or "").startswith("=")]
    return {**sheet, "cells": cells, "rules": []}


if told["plain"]:
    plan["sheets"] = [kept(sheet) for sheet in plan["sheets"] if sheet["name"] in (spec["sheet"], "_lists")]


def typed(text: str) -> object:
    month = _MONTH.match(text)
    return date(int(month[1]), int(month[2]), 1) if month else int(text) if text.isdigit() and len(text) < 4 else text


def supplied(path: str) -> dict[str, list[list[object]]]:
    """The rows of a table by the name of their village, half of them for each section."""
    found: dict[str, list[list[object]]] = {}
    with Path(path).open(encoding="utf-8-sig", newline="") as file:
        for _, *row in list(csv.reader(file))[1:]:
            found.setdefault(row[names.index("village")], []).append([typed(text) for text in row])
    return found


rows = supplied(told["rows"]) if told.get("rows") else {}


def entries(unit: dict) -> dict[tuple[int, int], object]:
    """What goes into the entry cells of a unit's form."""
    own = rows.get(unit["name"], [])
    half = spec["people"] // 2
    return {
        (block["first"] - 1 + place, column): value
        for block, some in zip(spec["blocks"], (own[:half], own[half:]), strict=True)
        for place, row in enumerate(some)
        for column, value in enumerate(row)
        if value != ""
    }  # fmt: skip


def by_xlsxwriter(path: str, unit: dict) -> None:
    from xlsxwriter import Workbook

    book = Workbook(path)
    formats = [book.add_format(style) for style in plan["styles"]]
    for name, area in plan["names"].items():
        book.define_name(name, f"={area}")
    for sheet in plan["sheets"]:
        target = book.add_worksheet(sheet["name"])
        for left, right, width, hidden in sheet["widths"]:
            target.set_column(left, right, width, None, {"hidden": hidden})
        for row, height in sheet["heights"].items():
            target.set_row(int(row), height)
        for area in sheet["merges"]:
            target.merge_range(area, "")
        _write_cells(target, sheet, formats, unit)
        for one in sheet["validations"]:
            target.data_validation(one["range"], _validation(one))
        for area, formula, fill in sheet["rules"]:
            rule = {"type": "formula", "criteria": f"={formula}", "format": book.add_format({"bg_color": fill} if fill else {})}
            target.conditional_format(area, rule)
        if sheet["protected"]:
            target.protect()
        if sheet["hidden"]:
            target.hide()
    book.close()


def _write_cells(target, sheet: dict, formats: list, unit: dict) -> None:
    own = entries(unit) if sheet["name"] == spec["sheet"] else {}
    for row, column, value, style in sheet["cells"]:
        value = own.get((row, column)) if value is None else value
        if value is None:
            target.write_blank(row, column, None, formats[style])
        elif isinstance(value, str) and value.startswith("="):
            target.write_formula(row, column, value, formats[style], "")
        elif isinstance(value, str):
            target.write_string(row, column, value.format(**unit) if "{" in value else value, formats[style])
        elif isinstance(value, date):
            target.write_datetime(row, column, value, formats[style])
        else:
            target.write_number(row, column, value, formats[style])


def _validation(one: dict) -> dict:
    kinds = {"textLength": "length", None: "any"}
    said = {"input_title": one.get("title"), "input_message": one.get("prompt"), "error_title": one.get("error_title"),
            "error_message": one.get("error"), "error_type": {"warning": "warning"}.get(one.get("style"), "stop")}  # fmt: skip
    found = {"validate": kinds.get(one.get("type"), one.get("type")), **{key: text for key, text in said.items() if text}}
    if found["validate"] in ("list", "custom"):
        return {**found, "source": f"={one['formula1']}", "value": f"={one['formula1']}"}
    if found["validate"] != "any":
        found["criteria"] = {"lessThanOrEqual": "<="}.get(one.get("operator", "between"), "between")
        found |= {"minimum": _bound(one["formula1"]), "value": _bound(one["formula1"]), "maximum": _bound(one.get("formula2"))}
    return found


def _bound(text: str | None) -> object:
    return None if text is None else float(text) if text.replace(".", "").isdigit() else f"={text}"


def by_openpyxl(path: str, unit: dict, own: dict | None = None) -> None:
    from openpyxl_writing import write

    write(plan, path, unit, spec["sheet"], entries(unit) if own is None else own)


def by_schema(path: str, unit: dict) -> None:
    """tableschema-to-template: a header of one line, menus; it knows no sections, second header line, title or formulas."""
    from tableschema_to_template.create_xlsx import create_xlsx

    fields = [
        {"name": column["label"], "description": column["label"], "type": {"whole": "integer"}.get(column["type"], "string"),
         "constraints": {"enum": list(column["codes"])} if column["codes"] else {}}
        for column in spec["columns"]
    ]  # fmt: skip
    create_xlsx({"fields": fields}, path, sheet_name=unit["name"])


def by_forms(path: str, unit: dict) -> None:
    """spreadsheetforms: a guide workbook is opened, its guide cells emptied or filled, and saved; nothing else differs by unit."""
    from spreadsheetforms.api import make_empty_form, put_data_in_form

    half, own = spec["people"] // 2, [dict(zip(names, row, strict=True)) for row in rows.get(unit["name"], [])]
    if own:
        put_data_in_form(str(guide), {"first": own[:half], "second": own[half:]}, path)
    else:
        make_empty_form(str(guide), path)


guide = Path(told.get("scratch", ".")) / f"guide-{'plain' if told['plain'] else 'whole'}.xlsx"
if told["by"] == "forms":
    cells = {
        (block["first"] - 1, column): f"SPREADSHEETFORM:DOWN:{part}:{key}"
        for block, part in zip(spec["blocks"], ("first", "second"), strict=True)
        for column, key in enumerate(names)
    }
    by_openpyxl(str(guide), spec["units"][0], cells)
WAYS = {"xlsxwriter": by_xlsxwriter, "openpyxl": by_openpyxl, "schema": by_schema, "forms": by_forms}


def work(order: Order) -> None:
    for unit in order["units"]:
        path = Path(order["out"]) / Path(unit["file"]).name
        WAYS[told["by"]](str(path), unit)


serve(work)
