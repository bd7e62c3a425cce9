"""A task whose units have sent their rows, in a folder or in memory alone: what the tests of the documents start from."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
from docx import Document
from docx.oxml import parse_xml
from office_task import run
from right_rows import ROSTER, Row, right, rows_of

from formkit import columns
from formkit.cells import letter
from formkit.filing import Record
from formkit.identity import steps
from formkit.layout import SHEET, lay_out
from formkit.load import find_form
from formkit.merge import Part
from formkit.model import Form, Level
from formkit.notice import render, shelf
from formkit.notice.letterbox import letters
from formkit.notice.scene import Scene
from formkit.office import Checked
from formkit.period import parse
from formkit.roster import read_roster
from formkit.task import Settings, Task
from formkit.types import KINDS
from formkit.units import Roster

COUNTY, EAST, WEST, VILLAGE = "379999000000", "379999100000", "379999101000", "379999100200"
IN_EAST = {"township": "东镇", "village": "甲庄村"}
IN_WEST = {"township": "西镇", "village": "丙庄村"}
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SETTINGS = {"agency": "示例区扶贫办", "contact": "示例联系人", "phone": "0000-0000000", "copies": "示例市扶贫办"}


def people(name: str, level: Level, changes: Iterable[Mapping[str, Any]], first: int = 0) -> list[Row]:
    """Right rows of a form, each with what is to be otherwise; None takes a value away. ``explanation`` is 核实说明."""
    form, found = find_form(name), []
    for number, changed in enumerate(changes):
        (row,) = rows_of(form, level, 1, first + number)
        found.append({key: value for key, value in (row | dict(changed)).items() if value is not None})
    return found


def scene(level: Level, period: str, sent: Mapping[tuple[str, str], list[Row]], *, roster: str = ROSTER) -> Scene:
    """A task reported by a level, with what was accepted by form and unit; without rows it is a zero report."""
    forms = {name: find_form(name).reported_by(level) for name, _ in sent}
    units = read_roster(roster.encode(), "units.csv")
    settings = Settings.model_validate({"forms": list(forms), "period": period, "level": level, **SETTINGS})
    task = Task(Path(), settings, forms, units, parse(period))
    parts = tuple(_part(forms[name], unit, period, rows, units) for (name, unit), rows in sent.items())
    return Scene(task, Checked(judged=(), states=(), parts=parts, rivals=(), everything=parts, files={}), "2021-07-05")


def _part(form: Form, unit: str, period: str, rows: list[Row], roster: Roster) -> Part:
    specs = columns.specs(form, parse(period).end, roster.units.values())
    records = []
    for number, row in enumerate(rows, 1):
        raws = tuple(row.get(spec.column.key) for spec in specs)
        readings = tuple(KINDS[spec.column.type].read(raw, spec) for spec, raw in zip(specs, raws, strict=True))
        cells = tuple(f"{letter(place)}{number}" for place in range(len(raws)))
        records.append(Record(row.get("section", form.sections[0].key), "填报表", number, readings, raws, cells, row.get("explanation", "")))
    path = steps(roster.path(unit))
    return Part(form.form, period, path, 1, unit, f"inbox/{unit}.xlsx", "accepted" if rows else "zero", tuple(records))


def made(kind: str, found: Scene, **given: str) -> dict[str, str]:
    """The text of every document of a kind, by its name."""
    kept = shelf.find(kind)
    template = shelf.template(kept)
    notice = shelf.described(kept, found.task.forms.get)
    written = letters(notice, found, render.variables(template), given)
    return {each.name: words_of(io.BytesIO(render.render(template, kind, each.facts))) for each in written}


def sent_in(folder: Path, name: str, level: Level, period: str, sent: Mapping[str, list[Row]]) -> Path:
    """A task folder of one form from one level, with what its units have sent, by code."""
    form = find_form(name)
    roster, task, rows = folder / "roster.csv", folder / "task", max(map(len, sent.values()))
    roster.write_text(ROSTER, "utf-8")
    started = run("init", task, "--form", name, "--units", roster, "--period", period, "--rows", rows)
    assert started.exit_code == 0, started.stderr
    settings = (task / "task.yaml").read_text("utf-8").replace("\nlevel:", f"\nlevel: {level}")
    settings = settings.replace("\nparameters: {}", f"\nparameters: {json.dumps(dict(right(form, level).parameters), ensure_ascii=False)}")
    for key, value in SETTINGS.items():
        settings = settings.replace(f'{key}: ""', f"{key}: {value}")
    (task / "task.yaml").write_text(settings, "utf-8")
    assert run("generate", task).exit_code == 0
    for unit, filled in sent.items():
        source = next((task / "outbox").rglob(f"{unit}_*.xlsx"))
        book = openpyxl.load_workbook(source)
        for place, values in enumerate(filled, lay_out(form, rows).blocks[0].first_row):
            for key, value in values.items():
                # Behind the columns of the form stand 自检 and then 核实说明.
                book[SHEET][f"{letter(form.places.get(key, len(form.leaves) + 1))}{place}"] = value
        book.save(task / "inbox" / source.name)
    return task


def words_of(source: Any) -> str:
    """All text of a document, a paragraph a line, tables and what runs along the pages included."""
    package = Document(source if isinstance(source, io.BytesIO) else str(source)).part.package
    printed = (part for part in package.iter_parts() if re.search(r"\.(document\.main|header|footer)\+xml$", part.content_type))
    lines = (each for part in printed for each in parse_xml(part.blob).iter(f"{W}p"))
    return "\n".join("".join(text.text or "" for text in each.iter(f"{W}t")) for each in lines)


def spoilt(found: Scene, key: str, raw: Any) -> Scene:
    """The same with another value in a column of its first row, as it is read."""
    part = found.came.parts[0]
    form, record = found.task.forms[part.form], part.records[0]
    spec = columns.specs(form, found.task.period.end, found.task.roster.units.values())[form.places[key]]
    readings = list(record.readings)
    readings[form.places[key]] = KINDS[spec.column.type].read(raw, spec)
    parts = (replace(part, records=(replace(record, readings=tuple(readings)), *part.records[1:])), *found.came.parts[1:])
    return replace(found, came=replace(found.came, parts=parts))
