"""A task of one form whose units have sent their rows: what the tests of the notices start from."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import openpyxl
from docx import Document
from office_task import run
from right_rows import ROSTER, Row, right, rows_of

from formkit.cells import letter
from formkit.layout import SHEET, lay_out
from formkit.load import find_form
from formkit.model import Level

COUNTY, EAST, WEST = "379999000000", "379999100000", "379999101000"
ROWS = 50
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SETTINGS = {"agency": "示例区扶贫办", "contact": "示例联系人", "phone": "0000-0000000", "copies": "示例市扶贫办"}


def people(name: str, level: Level, changes: Iterable[Mapping[str, Any]], first: int = 0) -> list[Row]:
    """Right rows of a form, each with what is to be otherwise; None takes a value away."""
    form, found = find_form(name), []
    for number, changed in enumerate(changes):
        (row,) = rows_of(form, level, 1, first + number)
        found.append({key: value for key, value in (row | dict(changed)).items() if value is not None})
    return found


def sent_in(folder: Path, name: str, level: Level, sent: Mapping[str, list[Row]], *, period: str = "", units: str = ROSTER) -> Path:
    """A task of one form from one level, with what its units have sent, by code; one without rows has sent a zero report."""
    form = find_form(name)
    drawn, roster, task = right(form, level), folder / "roster.csv", folder / "task"
    roster.write_text(units, "utf-8")
    started = run("init", task, "--form", name, "--units", roster, "--period", period or drawn.period, "--rows", ROWS)
    assert started.exit_code == 0, started.stderr
    settings = (task / "task.yaml").read_text("utf-8").replace("\nlevel:", f"\nlevel: {level}")
    settings = settings.replace("\nparameters: {}", f"\nparameters: {json.dumps(dict(drawn.parameters), ensure_ascii=False)}")
    for key, value in SETTINGS.items():
        settings = settings.replace(f'{key}: ""', f"{key}: {value}")
    (task / "task.yaml").write_text(settings, "utf-8")
    assert run("generate", task).exit_code == 0
    layout = lay_out(form, ROWS)
    for unit, rows in sent.items():
        source = next((task / "outbox").rglob(f"{unit}_*.xlsx"))
        book = openpyxl.load_workbook(source)
        for place, values in enumerate(rows, layout.blocks[0].first_row):
            for key, value in values.items():
                # Behind the columns of the form stand 自检 and then 核实说明.
                book[SHEET][f"{letter(form.places.get(key, len(form.leaves) + 1))}{place}"] = value
        if not rows:
            book[SHEET][layout.zero_switch] = "是"
        book.save(task / "inbox" / source.name)
    return task


def words_of(path: Path) -> str:
    """All text of a document in its order, tables included."""
    return "\n".join("".join(text.text or "" for text in each.iter(f"{W}t")) for each in Document(str(path)).element.body.iter(f"{W}p"))
