"""The detail of a roll-up as CSV or Parquet: every row of every filing that counts, with its unit, its place, its values.

The values are the canonical ones. What was accepted in spite of a problem and has none is blank in its column and stands
as it was written under 带问题的栏, as JSON by column.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import BinaryIO, Literal

from formkit import disk, parquet, words
from formkit.checks import written
from formkit.container import legal
from formkit.filing import Record
from formkit.merge import Part, Rollup, who
from formkit.model import LEVELS, Form
from formkit.parquet import Field
from formkit.people import identified
from formkit.types import KINDS as TYPES
from formkit.types import Value
from formkit.values import dataclass
from formkit.write.rollup_runs import homes_of

Kind = Literal["csv", "parquet"]
KINDS: tuple[Kind, ...] = ("csv", "parquet")
WORD = "明细"
_NUMBERS = ("_row", "_household", "_person", "_index")
_BEFORE = ("_form", "_version", "_period", "_section", "_section_label")
_BEHIND = ("_explanation", "_problems", "_file", "_sheet", "_row", "_sha256", "_household", "_person", "_index")
_ACTIVE = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n", "'")
"""What a spreadsheet may take for the beginning of a formula, and the sign that says it is none."""


@dataclass(frozen=True, slots=True)
class Made:
    """A file of detail that was written: where, of which roll-up, how many rows."""

    file: Path
    rollup: Rollup
    kind: Kind
    rows: int


def write_details(rollups: Sequence[Rollup], names: Sequence[str], target: Path, kinds: Sequence[Kind]) -> Iterator[Made]:
    """A file of each kind for each roll-up that is not part of another one; ``names`` are those of the roll-ups' files."""
    for rollup, name in zip(rollups, names, strict=True):
        if not topmost(rollup, rollups):
            continue
        for kind in dict.fromkeys(kinds):
            file = disk.write_by(target / f"{name}.{kind}", partial(_write, kind, rollup))
            yield Made(file, rollup, kind, sum(len(part.records) for part in rollup.parts))


def topmost(rollup: Rollup, among: Sequence[Rollup]) -> bool:
    """Whether no other roll-up of the same form and period is of a unit above this one's."""
    above = {step.code for step in rollup.above}
    same = [other for other in among if (other.form.form, other.period) == (rollup.form.form, rollup.period)]
    return not any(other.unit.code in above for other in same)


def _write(kind: Kind, rollup: Rollup, file: BinaryIO) -> None:
    if kind == "csv":
        write_csv(rollup, file)
        return
    form = rollup.form
    about = {"form": form.form, "version": form.version, "period": rollup.period, "unit": rollup.unit.code,
             "unit_name": rollup.unit.name, "title": form.title.format(unit=rollup.unit.name)}  # fmt: skip
    parquet.write(file, fields(rollup), rows(rollup), about)


def fields(rollup: Rollup) -> tuple[Field, ...]:
    """The columns, in order: units from the top, form, period and section, the form's own, where the row came from."""
    units: list[Field] = []
    for level in _levels(rollup):
        name = words.say(f"level-{level}")
        units.append(Field(f"_{level}_code", words.say("detail-code", {"level": name})))
        units.append(Field(f"_{level}", words.say("detail-name", {"level": name})))
    return (*units, *map(_own, _BEFORE), *_columns(rollup.form), *map(_own, _BEHIND))


def rows(rollup: Rollup) -> Iterator[tuple[Value, ...]]:
    """A row for each record, by unit and as it stood in its filing; one value for each of the ``fields``.

    Households and persons are numbered over the file; a person who stands in several units has one number.
    """
    form, levels = rollup.form, _levels(rollup)
    homes = 0
    people: dict[str | tuple[str, str], int] = {}
    for part in rollup.parts:
        steps = {step.level: step for step in part.path}
        units = [value for level in levels for value in ((steps[level].code, steps[level].name) if level in steps else (None, None))]
        own, met = homes_of(form, part), dict[int, int]()
        for index, record in enumerate(part.records, 1):
            home = met.setdefault(own[id(record)], homes + len(met) + 1)
            # A number alone is the person; it would take three times the room beside an empty unit.
            one = people.setdefault(identified(form, record) or who(form, part, record), len(people) + 1)
            counted = (None, None) if form.record.grain == "line" else (home, one)
            yield (*units, *_before(form, part, record), *_values(form, record, index), *_behind(form, part, record), *counted, index)
        homes += len(met)


def write_csv(rollup: Rollup, file: BinaryIO) -> None:
    """UTF-8 with its mark, lines ended by CR LF, one heading. Every text is written in full and is no formula."""
    lines = io.TextIOWrapper(file, "utf-8-sig", newline="")
    target = csv.writer(lines, lineterminator="\r\n")
    target.writerow(cell(heading) for heading in headings(rollup))
    for row in rows(rollup):
        target.writerow(map(cell, row))
    lines.detach()


def headings(rollup: Rollup) -> tuple[str, ...]:
    """The label of each field, no two alike: a second one has the column's key behind it."""
    found: dict[str, None] = {}
    for field in fields(rollup):
        found[f"{field.label}（{field.key}）" if field.label in found else field.label] = None
    return tuple(found)


def cell(value: Value) -> str:
    """A value as it stands in a CSV. A text that a spreadsheet might run has ' before it, and so has one that begins with '.

    So the value is what stands behind one ' at the beginning, or the whole where there is none.
    """
    if isinstance(value, str):
        return f"'{value}" if value.startswith(_ACTIVE) else value
    if isinstance(value, Decimal):
        return f"{value:f}"
    return "" if value is None else value.isoformat() if isinstance(value, date) else str(value)


def _levels(rollup: Rollup) -> tuple[str, ...]:
    """Levels on the way to the units, from the top."""
    met = {step.level for part in rollup.parts for step in part.path}
    return tuple(level for level in reversed(LEVELS) if level in met)


def _own(key: str) -> Field:
    return Field(key, words.say(f"detail{key.replace('_', '-')}"), "number" if key in _NUMBERS else "text")


def _columns(form: Form) -> Iterator[Field]:
    for column in form.leaves:
        kind = TYPES[column.type]
        label = "›".join(form.paths[column.key])
        yield Field(column.key, label, kind.KIND if kind.KIND in ("number", "date") else "text", kind.DECIMALS)


def _before(form: Form, part: Part, record: Record) -> tuple[str, ...]:
    section = next(section for section in form.sections if section.key == record.section)
    return part.form, form.version, part.period, record.section, section.means or section.label


def _values(form: Form, record: Record, index: int) -> tuple[Value, ...]:
    """Canonical values; where the workbook numbers the rows itself, the number within the filing."""
    return tuple(
        index if TYPES[column.type].NUMBERED else reading.value
        for column, reading in zip(form.leaves, record.readings, strict=True)
    )


def _behind(form: Form, part: Part, record: Record) -> tuple[Value, ...]:
    wrong = {
        column.key: written(raw, column)
        for column, reading, raw in zip(form.leaves, record.readings, record.raws, strict=True)
        if reading.wrong
    }
    problems = json.dumps(wrong, ensure_ascii=False) if wrong else None
    return record.explanation or None, problems, legal(part.file), legal(record.sheet), record.row, part.sha256
