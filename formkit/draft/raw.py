"""What openpyxl does not tell, or may not safely be asked: dropdowns with the extended ones, names, sizes of areas.

Source: ECMA-376-1 §18.3.1.32 (dataValidation), §18.2.5 (definedName); [MS-XLSX] 2.4.7 (x14:dataValidation).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import field

from formkit.cells import column_of
from formkit.gate.archive import entries, whole
from formkit.gate.bookxml import listed, workbook_part
from formkit.gate.facts import Budget, StopError
from formkit.gate.xmlpass import flat
from formkit.values import dataclass

LARGEST = 200_000
"""Cells, and cells under links or merges, that a blank form may have: openpyxl takes each of them in its hand."""
_LONGEST_NAME = 2_000
_CELL = re.compile(r"^\$?([A-Z]{1,3})\$?(\d{1,7})$")
_ROWS, _COLUMNS = 1_048_576, 16_384
Span = tuple[int, int, int, int]
"""First row (from 1), first column (from 0), last row, last column."""


class DraftError(ValueError):
    """No schema can be drafted from the file: the code and arguments of the one sentence that says why."""

    def __init__(self, code: str, **args: str) -> None:
        super().__init__(code)
        self.code, self.arguments = code, args


@dataclass(frozen=True, slots=True)
class Validation:
    """A 数据有效性: its kind (list, whole, date, …), its formulas, its prompt and the areas it lies on."""

    kind: str
    first: str
    second: str
    prompt: str
    areas: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Package:
    """Validations by the name of their sheet; names that the workbook defines, as written."""

    validations: Mapping[str, tuple[Validation, ...]] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)


def look(data: bytes) -> Package:
    """The validations and names of a workbook that the gate let through; DraftError where it is no blank form."""
    budget = Budget()
    try:
        members = entries(data)
        book = workbook_part(data, members, budget)
        if book is None:
            raise DraftError("draft-not-xlsx")
        names = {
            attributes.get("name", ""): text
            for name, attributes, text in flat(whole(data, members[book], budget), book)
            if name == "definedName"
        }
        if any(len(text) > _LONGEST_NAME for text in names.values()):
            raise DraftError("draft-too-large")
        sheets = listed(data, members, book, budget)
        found = {each.name: _sheet(whole(data, members[each.part], budget), each.part) for each in sheets}
    except StopError as stop:
        raise DraftError(stop.code, **stop.detail) from None
    return Package(found, {name: text for name, text in names.items() if not name.startswith("_xlnm")})


def _sheet(data: bytes, part: str) -> tuple[Validation, ...]:
    found: list[Validation] = []
    inner: dict[str, str] = {}
    cells = covered = 0
    for name, attributes, text in flat(data, part):
        if name in ("f", "formula1", "formula2", "sqref"):
            # The extended ones hold their formula one level deeper: <formula1><xm:f>…</xm:f></formula1>.
            inner[name] = text.strip() or inner.pop("f", "")
        elif name == "dataValidation":
            found.append(_validation(attributes, inner))
            inner = {}
        elif name == "c":
            cells += 1
            inner = {}
        elif name in ("mergeCell", "hyperlink"):
            covered += sum(map(_size, areas(attributes.get("ref", ""))))
        if cells > LARGEST or covered > LARGEST:
            raise DraftError("draft-too-large")
    return tuple(found)


def _validation(attributes: Mapping[str, str], inner: Mapping[str, str]) -> Validation:
    where = tuple(areas(attributes.get("sqref") or inner.get("sqref", "")))
    first, second = inner.get("formula1", ""), inner.get("formula2", "")
    return Validation(attributes.get("type", "none"), first, second, attributes.get("prompt", ""), where)


def areas(text: str) -> Iterator[Span]:
    """The areas of a list of references such as ``A1 C3:D9`` or ``E:E``; what is none is left out."""
    for one in text.replace("$", "").split():
        first, _, last = one.partition(":")
        corners = [_corner(first, low=True), _corner(last or first, low=False)]
        if None not in corners:
            (top, left), (bottom, right) = (corner or (0, 0) for corner in corners)
            yield min(top, bottom), min(left, right), max(top, bottom), max(left, right)


def _corner(text: str, *, low: bool) -> tuple[int, int] | None:
    """A corner of an area; a whole column starts at the first row or ends at the last."""
    if text.isalpha() and text.isascii() and len(text) <= 3:
        return (1 if low else _ROWS), column_of(text.upper())
    if text.isdigit() and len(text) <= 7:
        return int(text), (0 if low else _COLUMNS - 1)
    match = _CELL.match(text.upper())
    return (int(match[2]), column_of(match[1])) if match else None


def _size(area: Span) -> int:
    return (area[2] - area[0] + 1) * (area[3] - area[1] + 1)
