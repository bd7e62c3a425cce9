"""Rows of a sheet told apart: records, blank rows and furniture; each row is accounted for."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from formkit.cells import a1
from formkit.filing import Record
from formkit.model import Form
from formkit.read.grid import Grid
from formkit.read.headers import Header, plain
from formkit.types import KINDS, Raw, Reading, Spec, characters
from formkit.types.reading import BLANK

Sort = Literal["record", "blank", "furniture", "subtotal"]
_SUBTOTAL = re.compile(r"^(?:本页|本村|本镇|本户|全村|全镇)?(?:合计|小计|总计|共计|累计)")
_NOTE = re.compile(r"^(?:注[:：]?|备注[:：]|说明[:：]|填报人|填表人|审核人?[:：]|单位负责人|制表|\d{1,2}[.、．].{8,})")
_EXAMPLE = re.compile(r"^(?:示例|例如?|样例|填写示例)[:：]?$")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the rows of a form are read by: the form, the spec of each column, its fixed texts in plain spelling."""

    form: Form
    specs: tuple[Spec, ...]
    fixed: frozenset[str]


def asked(form: Form, specs: tuple[Spec, ...]) -> Asked:
    """A form with its specs, and the texts of its paper that are furniture wherever they stand."""
    texts = [section.label for section in form.sections if section.label]
    texts += [*form.paper.notes, *form.paper.below, "注:"]
    texts += [f"{index}. {note}" for index, note in enumerate(form.paper.notes, 1)]
    return Asked(form, specs, frozenset(plain(text) for text in texts))


def sort_row(line: Sequence[Raw], header: Header, ask: Asked) -> Sort:
    """What a row below a header is."""
    texts = [value for value in line if value is not None and not (isinstance(value, str) and not plain(value))]
    if not texts:
        return "blank"
    own = {key: line[place] for key, place in header.columns.items() if place < len(line) and line[place] is not None}
    filled = [key for key in own if not ask.form.column(key).level and _says_something(own[key], key, ask)]
    first = plain(texts[0])
    # A person typed or pasted beside a note or a title is a person all the same; the text then stands in a wrong cell.
    if len(filled) <= 2 and (first in ask.fixed or _NOTE.match(first) or _EXAMPLE.match(first)):
        return "furniture"
    if not filled:
        return "blank" if len(own) == len(texts) and _only_units(own, ask) else "furniture"
    person = ask.form.record.person
    return "record" if subtotal_place(line) is None or _has(own, person) else "subtotal"


def subtotal_place(line: Sequence[Raw]) -> int | None:
    """Column of the word 合计 or its like among the first texts of a row."""
    texts = [(place, value) for place, value in enumerate(line) if value is not None][:6]
    return next((place for place, value in texts if _SUBTOTAL.match(plain(value))), None)


def _only_units(own: Mapping[str, Raw], ask: Asked) -> bool:
    """Whether nothing is there but the names of units, as the workbook was handed out."""
    places = ask.form.places
    known = (ask.specs[places[key]].spellings for key in own)
    return all(not names or value in names for names, value in zip(known, own.values(), strict=True))


def _has(own: Mapping[str, Raw], key: str | None) -> bool:
    return key is not None and key in own and plain(own[key]) != ""


def _says_something(value: Raw, key: str, ask: Asked) -> bool:
    """Whether a cell holds more than the printed stub of its column (20 年 月) or the number of its row."""
    column = ask.form.column(key)
    if KINDS[column.type].NUMBERED:
        return False
    return not (column.stub and isinstance(value, str) and characters.solid(value) == characters.solid(column.stub))


def record(
    grid: Grid, line: Sequence[Raw], row: int, section: str, header: Header, ask: Asked, origin: Mapping[str, str]
) -> Record:
    """A row as a record: each column read by its type, each cell under its true name."""
    readings: list[Reading] = []
    raws: list[Raw] = []
    cells: list[str] = []
    for spec in ask.specs:
        place = header.columns.get(spec.column.key)
        raw = line[place] if place is not None and place < len(line) else None
        cell = a1(row, place) if place is not None else ""
        cell = origin.get(cell, cell)
        if KINDS[spec.column.type].NUMBERED:
            raw, reading = None, BLANK
        elif cell in grid.errors:
            raw, reading = grid.errors[cell], Reading(problem="formula-error")
        elif cell in grid.uncalculated:
            reading = Reading(problem="never-calculated")
        else:
            reading = KINDS[spec.column.type].read(raw, spec)
        readings.append(reading)
        raws.append(raw)
        cells.append(cell)
    place = header.explanation
    said = line[place] if place is not None and place < len(line) else None
    explanation = characters.tidy(str(said)) if said is not None else ""
    return Record(section, grid.name, row, tuple(readings), tuple(raws), tuple(cells), explanation)


def says_something(made: Record, ask: Asked) -> bool:
    """Whether a row holds more than the names of units and marks that mean nothing is there (0, 否, 20 年 月)."""
    pairs = zip(ask.specs, made.readings, strict=True)
    return bool(made.explanation) or any(not spec.column.level and not reading.blank for spec, reading in pairs)
