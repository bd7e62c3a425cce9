"""A plan (plan.py) written with openpyxl; styles are made once for all workbooks."""

from datetime import date
from functools import cache

from openpyxl import Workbook
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation


@cache
def _styles(texts: tuple) -> dict:
    found = dict(texts)
    side = Side("thin") if found.get("border") else Side()
    fill, ink = found.get("bg_color"), found.get("font_color")
    return {
        "font": Font(found.get("font_name"), found.get("font_size"), bold=found.get("bold"), color=ink[1:] if ink else None),
        "border": Border(side, side, side, side), "number_format": found.get("num_format", "General"),
        "alignment": Alignment(found.get("align"), {"vcenter": "center"}.get(found.get("valign")), wrap_text=found.get("text_wrap")),
        "protection": Protection(locked=found["locked"]), "fill": PatternFill("solid", fill[1:]) if fill else PatternFill(),
    }  # fmt: skip


def write(plan: dict, path: str, unit: dict, form: str, own: dict) -> None:
    """Write the workbook of one unit; ``own`` are the values of its entry cells."""
    book = Workbook()
    book.remove(book.active)
    styles = [_styles(tuple(sorted(style.items()))) for style in plan["styles"]]
    for name, area in plan["names"].items():
        book.defined_names[name] = DefinedName(name, attr_text=area)
    for sheet in plan["sheets"]:
        target = book.create_sheet(sheet["name"])
        _cells(target, sheet, styles, unit, own if sheet["name"] == form else {})
        for area in sheet["merges"]:
            target.merge_cells(area)
        for left, _, width, hidden in sheet["widths"]:
            target.column_dimensions[get_column_letter(left + 1)].width = width
            target.column_dimensions[get_column_letter(left + 1)].hidden = hidden
        for row, height in sheet["heights"].items():
            target.row_dimensions[int(row) + 1].height = height
        for one in sheet["validations"]:
            target.add_data_validation(_validation(one))
        for area, formula, fill in sheet["rules"]:
            target.conditional_formatting.add(area, FormulaRule([formula], fill=PatternFill("solid", bgColor=fill[1:]) if fill else None))
        target.protection.sheet = sheet["protected"]
        target.sheet_state = "hidden" if sheet["hidden"] else "visible"
    book.save(path)


def _validation(one: dict) -> DataValidation:
    return DataValidation(
        one.get("type"), one.get("formula1"), one.get("formula2"), operator=one.get("operator"), sqref=one["range"],
        errorTitle=one.get("error_title"), error=one.get("error"), promptTitle=one.get("title"), prompt=one.get("prompt"),
        errorStyle=one.get("style"), showErrorMessage=True, showInputMessage=True, allow_blank=True,
    )  # fmt: skip


def _cells(target, sheet: dict, styles: list, unit: dict, own: dict) -> None:
    for row, column, value, style in sheet["cells"]:
        value = own.get((row, column)) if value is None else value
        value = value.format(**unit) if isinstance(value, str) and "{" in value and not value.startswith("=") else value
        cell = target.cell(row + 1, column + 1, value)
        for name, found in styles[style].items():
            setattr(cell, name, found)
        if isinstance(value, date):
            cell.number_format = "yyyy-mm"
