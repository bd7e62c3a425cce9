"""Rows of a sheet told apart: records, blank rows and furniture; each row is accounted for."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from formkit.cells import a1
from formkit.filing import Record
from formkit.layout import UNCALCULATED
from formkit.model import Form
from formkit.read.grid import Grid
from formkit.read.headers import Header
from formkit.read.labels import Labels, labels_of, plain
from formkit.read.merges import Spread
from formkit.read.symbols import read_symbol
from formkit.types import KINDS, Raw, Reading, Spec, characters
from formkit.types.reading import BLANK

Sort = Literal["record", "blank", "furniture", "subtotal", "example"]
_SUBTOTAL = re.compile(r"^(?:本页|本村|本镇|本户|全村|全镇)?(?:合计|小计|总计|共计|累计)")
# A note may be numbered (1.…); a number (3.79999E+17, as a spreadsheet shows a long code) is none.
_NOTE = re.compile(
    r"^(?:注[:：]?|备注[:：]|说明[:：]|填报人|填表人|审核人?[:：]|单位负责人|制表|\d{1,2}[.、．](?!\d+(?:[eE]\+?\d+)?$).{8,}|"
    r"\(?以下(?:为)?(?:空白|无正文|无数据|无)|[-—=*_~.]{3,}$)"
)
_ERRORS = frozenset({"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!"})
_EXAMPLE = re.compile(r"^(?:示例|例如?|样例|填写示例)[:：]?$")
_FEW_DIGITS = 5


@dataclass(frozen=True, slots=True)
class Asked:
    """What the rows of a form are read by: the form, the spec of each column, its fixed texts in plain spelling, its labels."""

    form: Form
    specs: tuple[Spec, ...]
    fixed: frozenset[str]
    words: Labels


def asked(form: Form, specs: tuple[Spec, ...]) -> Asked:
    """A form with its specs, and the texts of its paper that are furniture wherever they stand."""
    texts = [section.label for section in form.sections if section.label]
    texts += [*form.paper.notes, *form.paper.below, "注:"]
    texts += [f"{index}. {note}" for index, note in enumerate(form.paper.notes, 1)]
    return Asked(form, specs, frozenset(plain(text) for text in texts), labels_of(form))


def sort_row(line: Sequence[Raw], header: Header, ask: Asked) -> Sort:
    """What a row below a header is."""
    texts = [value for value in line if value is not None and not (isinstance(value, str) and not plain(value))]
    if not texts:
        return "blank"
    own = {key: line[place] for key, place in header.columns.items() if place < len(line) and line[place] is not None}
    filled = [key for key in own if not ask.form.column(key).level and _says_something(own[key], key, ask)]
    first = plain(texts[0])
    if _EXAMPLE.match(first):
        return "example" if len(texts) > 1 and filled else "furniture"
    # A person typed or pasted beside a note or a title is a person all the same; the text then stands in a wrong cell.
    if len(filled) <= 2 and (first in ask.fixed or _NOTE.match(first)):
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
    """Whether a person is named by a number: a count of heads (3人) is none."""
    return key is not None and key in own and sum(sign.isdigit() for sign in str(own[key])) > _FEW_DIGITS


def _says_something(value: Raw, key: str, ask: Asked) -> bool:
    """Whether a cell holds more than the printed stub of its column (20 年 月) or the number of its row."""
    column = ask.form.column(key)
    if KINDS[column.type].NUMBERED:
        return False
    return not (column.stub and isinstance(value, str) and characters.solid(value) == characters.solid(column.stub))


def record(
    grid: Grid, merged: Spread, row: int, section: str, header: Header, ask: Asked
) -> Record:
    """A row as a record: each column read by its type, each cell under its true name."""
    line = merged.lines[row - 1]
    readings: list[Reading] = []
    raws: list[Raw] = []
    cells: list[str] = []
    for spec in ask.specs:
        place = header.columns.get(spec.column.key)
        raw = line[place] if place is not None and place < len(line) else None
        own = a1(row, place) if place is not None else ""
        cell = merged.across.get(own) or merged.origin.get(own, own)
        if KINDS[spec.column.type].NUMBERED:
            raw, reading = None, BLANK
        elif own in merged.across:
            raw, reading = None, Reading(problem="merged-across")
        elif cell != own and spec.column.unique and raw is not None:
            reading = Reading(problem="merged-unique")
        elif cell in grid.errors:
            raw, reading = grid.errors[cell], Reading(problem="formula-error")
        else:
            reading = _reading(raw, cell, spec, grid)
        readings.append(reading)
        raws.append(raw)
        cells.append(cell)
    place = header.explanation
    said = line[place] if place is not None and place < len(line) else None
    explanation = characters.tidy(str(said)) if said is not None else ""
    return Record(section, grid.name, row, tuple(readings), tuple(raws), tuple(cells), explanation)


def _reading(raw: Raw, cell: str, spec: Spec, grid: Grid) -> Reading:
    kind = KINDS[spec.column.type]
    if isinstance(raw, str) and raw in _ERRORS:
        # Pasted as text, or out of a CSV: no less an error. A return copy brings them back so.
        return Reading(problem="formula-error")
    if cell in grid.uncalculated or raw == UNCALCULATED:
        return Reading(problem="never-calculated")
    shown = read_symbol(raw, grid.fonts.get(cell, "")) if kind.NEVER_BLANK else None
    return shown or kind.read(raw, spec)


def says_something(made: Record, ask: Asked) -> bool:
    """Whether a row holds more than the names of units and marks that mean nothing is there (0, 否, 20 年 月)."""
    pairs = zip(ask.specs, made.readings, strict=True)
    return bool(made.explanation) or any(not spec.column.level and not reading.blank for spec, reading in pairs)
