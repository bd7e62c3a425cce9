"""A workbook in the XML that Excel 2003 wrote (``XML 表格 2003``), which many systems still export as .xls.

Source: XML Spreadsheet Reference (Excel 2003): Worksheet, Table, Row, Cell, Data and their ss: attributes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import date, datetime, time

from formkit.cells import a1
from formkit.gate import SheetFacts
from formkit.gate.facts import DEPTH_LIMIT, Budget, StopError, check_area
from formkit.gate.styles import outside, symbol
from formkit.gate.xmlpass import feed, local, new_parser, too_deep, too_many
from formkit.read.written import Lines, Written, add, finished, merge, named, put
from formkit.types import Raw
from formkit.values import dataclass

_PART = "xml"
_LONGEST = 40_000           # characters of a cell that are kept: Excel's most is 32,767


@dataclass(slots=True)
class _Pass:
    budget: Budget = field(default_factory=Budget)
    sheets: list[Written] = field(default_factory=list)
    path: list[str] = field(default_factory=list)
    fonts: dict[str, str] = field(default_factory=dict)
    style: str = ""
    row: int = 0
    span: int = 1               # rows that the open one stands for
    column: int = -1
    right: int = 0              # cells beside the open one that it covers
    down: int = 0
    cell_style: str = ""
    formula: str | None = None
    kind: str = ""
    text: list[str] = field(default_factory=list)
    size: int = 0
    valued: bool = False


def spreadsheetml_sheets(data: bytes) -> tuple[tuple[SheetFacts, Lines], ...]:
    """Every worksheet of the file. Raises StopError: broken or hostile XML, the gate's limits."""
    state = _Pass()
    parser = new_parser(_PART)

    def start(name: str, attributes: dict[str, str]) -> None:
        state.path.append(local(name))
        state.budget.elements -= 1
        if len(state.path) > DEPTH_LIMIT:
            raise too_deep(_PART)
        if state.budget.elements < 0:
            raise too_many(_PART)
        _open(state, state.path[-1], {local(key): value for key, value in attributes.items()})

    def end(_: str) -> None:
        _close(state, state.path.pop())

    def read(text: str) -> None:
        if "Data" in state.path and "Cell" in state.path and state.size < _LONGEST:
            state.text.append(text)
            state.size += len(text)

    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, read
    feed(parser, (data,), _PART)
    if not state.sheets:
        raise StopError("unreadable", "no-sheets")
    named(state.sheets)
    return tuple(map(finished, state.sheets))


def _open(state: _Pass, name: str, own: Mapping[str, str]) -> None:
    sheet = state.sheets[-1] if state.sheets else Written()
    if name == "Worksheet":
        state.sheets.append(Written(own.get("Name", "")))
        state.row, state.span = 0, 1
    elif name == "Style":
        state.style = own.get("ID", "")
    elif name == "Font" and (font := symbol(own.get("FontName", ""))):
        state.fonts[state.style] = font
    elif name == "Column" and own.get("Hidden") == "1":
        first = _number(own.get("Index", "1"))
        sheet.hidden_columns.update(range(first, min(first + _number(own.get("Span", "0")), 16_384) + 1))
    elif name == "Row":
        state.row = _number(own["Index"]) if "Index" in own else state.row + state.span
        state.span, state.column = _number(own.get("Span", "0")) + 1, -1
        state.right = 0
        if own.get("Hidden") == "1":
            sheet.hidden_rows.update(range(state.row, min(state.row + state.span, 1_048_577)))
    elif name == "Cell":
        state.column = _number(own["Index"]) - 1 if "Index" in own else state.column + state.right + 1
        state.right, state.down = _number(own.get("MergeAcross", "0")), _number(own.get("MergeDown", "0"))
        state.formula, state.cell_style, state.valued = own.get("Formula"), own.get("StyleID", ""), False
        check_area(state.row, state.column + 1, sheet.name)
    elif name == "Data" and "Comment" not in state.path:
        state.kind, state.size, state.valued = own.get("Type", "String"), 0, True
        state.text.clear()
    elif name == "Comment":
        add(sheet, "comments")


def _close(state: _Pass, name: str) -> None:
    sheet = state.sheets[-1] if state.sheets else Written()
    if name == "Data" and "Cell" in state.path and "Comment" not in state.path:
        text = "".join(state.text)
        value = _value(state.kind, text)
        put(sheet, state.row, state.column, value, state.budget)
        if value is not None and (font := state.fonts.get(state.cell_style)):
            sheet.fonts[a1(state.row, state.column)] = font
        state.text.clear()
    elif name == "Cell":
        cell = a1(state.row, state.column)
        if state.right or state.down:
            merge(sheet, state.row, state.column, state.row + state.down, state.column + state.right)
        if state.formula is not None:
            sheet.formulas.append(cell)
            if not state.valued:
                sheet.uncalculated.append(cell)
            if outside(state.formula):
                sheet.linked.append(cell)


def _value(kind: str, text: str) -> Raw:
    """The value as its type says; a text that does not fit its type stays the text."""
    if kind == "Number":
        try:
            return float(text)
        except ValueError:
            return text
    if kind == "DateTime":
        try:
            found = datetime.fromisoformat(text)
        except ValueError:
            return text
        whole: date = found.date() if found.time() == time() else found
        return whole
    return text == "1" if kind == "Boolean" else text


def _number(digits: str) -> int:
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 7):
        raise StopError("unreadable", "sheet-damaged", sheet="", what=digits[:40])
    return int(digits)
