"""What a workbook consists of, as a plan somebody could have programmed by hand: read off a finished one with openpyxl.

python plan.py WORKBOOK SPEC [filled] → JSON: for each sheet its name, state, cells (row, column, what, style), merges, widths, heights,
validations and conditional formats; styles once for all. Texts that name the unit hold {code} and {name} in their place; of a
filled one the entry cells are blank.
"""

import json
import sys
from datetime import date, datetime
from pathlib import Path

import openpyxl


def colour(found) -> str:
    return f"#{found.rgb[-6:]}" if found is not None and isinstance(found.rgb, str) else ""


def style(cell) -> dict:
    """The properties of a format as xlsxwriter names them."""
    font, side, at = cell.font, cell.border, cell.alignment
    named = {
        "font_name": font.name, "font_size": font.sz, "bold": font.b, "font_color": colour(font.color), "num_format": cell.number_format,
        "align": at.horizontal, "valign": {"center": "vcenter"}.get(at.vertical, at.vertical), "text_wrap": at.wrap_text,
        "locked": cell.protection.locked, "bg_color": colour(cell.fill.fgColor) if cell.fill.fill_type else "",
        "border": int(side.left is not None and side.left.style is not None),
    }  # fmt: skip
    return {key: value for key, value in named.items() if value not in (None, "", False, 0) or key == "locked"}


def content(value, own: dict) -> object:
    if isinstance(value, datetime | date):
        return {"date": value.isoformat()[:10]}
    if isinstance(value, str):
        return value.replace("{", "(").replace("}", ")").replace(own["code"], "{code}").replace(own["name"], "{name}")
    return value


def validation(one) -> dict:
    named = {
        "range": str(one.sqref), "type": one.type, "formula1": one.formula1, "formula2": one.formula2, "operator": one.operator,
        "title": one.promptTitle, "prompt": one.prompt, "error_title": one.errorTitle, "error": one.error, "style": one.errorStyle,
    }  # fmt: skip
    return {key: value for key, value in named.items() if value}


def planned(path: str, own: dict, entry: set) -> dict:
    """``entry`` are the sheet, row and column of the cells that are left blank."""
    book = openpyxl.load_workbook(path)
    styles: dict[str, int] = {}
    sheets = []
    for sheet in book.worksheets:
        cells = []
        for row in sheet.iter_rows():
            for cell in row:
                if (cell.value is None and not cell.has_style) or type(cell).__name__ == "MergedCell":
                    continue
                number = styles.setdefault(json.dumps(style(cell), sort_keys=True), len(styles))
                value = None if (sheet.title, cell.row, cell.column) in entry else content(cell.value, own)
                cells.append([cell.row - 1, cell.column - 1, value, number])
        rules = [
            [str(area.sqref), rule.formula[0], colour(rule.dxf.fill.bgColor) if rule.dxf and rule.dxf.fill else ""]
            for area in sheet.conditional_formatting for rule in area.rules if rule.type == "expression"
        ]  # fmt: skip
        sheets.append({
            "name": sheet.title, "hidden": sheet.sheet_state != "visible", "cells": cells,
            "merges": [str(one) for one in sheet.merged_cells],
            "widths": [[one.min - 1, one.max - 1, one.width, one.hidden] for one in sheet.column_dimensions.values()],
            "heights": {str(row - 1): one.height for row, one in sheet.row_dimensions.items() if one.height},
            "hidden_rows": [row - 1 for row, one in sheet.row_dimensions.items() if one.hidden],
            "validations": [validation(one) for one in sheet.data_validations.dataValidation], "rules": rules,
            "protected": sheet.protection.sheet,
        })  # fmt: skip
    names = {name: one.attr_text for name, one in book.defined_names.items()}
    return {"sheets": sheets, "styles": [json.loads(text) for text in styles], "names": names}


if __name__ == "__main__":
    spec = json.loads(Path(sys.argv[2]).read_text("utf-8"))
    own = next(unit for unit in spec["units"] if unit["code"] in Path(sys.argv[1]).name)
    rows = [row for block in spec["blocks"] for row in range(block["first"], block["last"] + 1)] if sys.argv[3:] else []
    entry = {(spec["sheet"], row, column) for row in rows for column in range(1, len(spec["columns"]) + 1)}
    json.dump(planned(sys.argv[1], own, entry), sys.stdout, ensure_ascii=False)
