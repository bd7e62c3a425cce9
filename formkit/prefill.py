"""Rows to fill into a workbook beforehand, from a CSV with ``section`` and the keys or labels of columns."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping

from formkit.filing import Step
from formkit.load.names import spellings
from formkit.model import Form
from formkit.types import KINDS, Raw, Spec
from formkit.units import decode
from formkit.write.issue import Entry

_SECTION = ("section", "部分")


class PrefillError(ValueError):
    """The data do not fit the form: a code and what its sentence needs."""

    def __init__(self, code: str, arguments: dict[str, str]) -> None:
        super().__init__(code)
        self.code, self.arguments = code, arguments


def read_prefill(
    form: Form, data: bytes, rows: Mapping[str, int], path: tuple[Step, ...]
) -> dict[str, tuple[Entry, ...]]:
    """Entries of each section; PrefillError for an unknown column or section, or more rows than there are lines.

    ``path`` names the units of the workbook, for the columns of places that the data leave out.
    """
    lines = list(csv.reader(io.StringIO(decode(data), newline="")))
    header, body = [cell.strip() for cell in lines[0]] if lines else [], lines[1:]
    names = spellings(form)
    places: dict[int, int] = {}
    for index, name in enumerate(header):
        if name in _SECTION:
            continue
        if name not in names or names[name].constant:
            raise PrefillError("data-column", {"name": name})
        places[index] = form.places[names[name].key]
    found: dict[str, list[Entry]] = {section.key: [] for section in form.sections}
    for line, row in enumerate(body, 2):
        if any(cell.strip() for cell in row):
            found[_section(form, header, row, line)].append(_entry(form, row, places, path))
    for section in form.sections:
        if len(found[section.key]) > rows[section.key]:
            count = str(len(found[section.key]))
            raise PrefillError("data-too-many", {"section": section.named, "found": count, "rows": str(rows[section.key])})
    return {key: tuple(entries) for key, entries in found.items()}


def _section(form: Form, header: list[str], row: list[str], line: int) -> str:
    place = next((header.index(name) for name in _SECTION if name in header), None)
    if place is None:
        return form.sections[0].key
    name = row[place].strip() if place < len(row) else ""
    for section in form.sections:
        if name in (section.key, section.label, section.means):
            return section.key
    raise PrefillError("data-section", {"line": str(line), "name": name})


def _entry(form: Form, row: list[str], places: Mapping[int, int], path: tuple[Step, ...]) -> Entry:
    """Numbers and dates are written as such where the text reads as one; all else as the text it is."""
    own = {step.level: step.name for step in path}
    values: list[Raw] = [own.get(column.level or "") for column in form.leaves]
    for index, place in places.items():
        text = row[index].strip() if index < len(row) else ""
        column = form.leaves[place]
        reading = KINDS[column.type].read(text, Spec(column)) if KINDS[column.type].KIND in ("number", "date") else None
        values[place] = reading.value if reading and reading.value is not None else (text or values[place])
    return Entry(tuple(values))
