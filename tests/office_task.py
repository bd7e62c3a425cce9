"""A small task and its clerks: what several tests of the commands start from."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
from click.testing import CliRunner, Result
from drawn import person

from formkit.cli import main
from formkit.layout import SHEET, lay_out, letters
from formkit.load import find_form

ROSTER = """代码,名称,级别,上级
379900000000,示例市,市,
379999000000,示例区,县,379900000000
379999100000,东镇,乡,379999000000
379999100200,甲庄村,村,379999100000
379999100201,乙庄村,村,379999100000
379999101000,西镇(新区),乡,379999000000
379999101200,丙庄村,村,379999101000
379999101201,甲庄村,村,379999101000
"""
EAST_A, EAST_B, WEST_C, WEST_A = "379999100200", "379999100201", "379999101200", "379999101201"
ROWS = 12
FORM = "zaozhuang-ledger"


def run(*arguments: object) -> Result:
    """A command with its exit status, standard output and standard error."""
    return CliRunner().invoke(main, [str(each) for each in arguments])


def answer(*arguments: object) -> Any:
    """What a command gives as JSON: the whole of its standard output."""
    return json.loads(run(*arguments, "--json").stdout)


def new_task(folder: Path, *more: object) -> Path:
    """A task folder with its outbox."""
    roster = folder / "roster.csv"
    roster.write_text(ROSTER, "utf-8")
    task = folder / "task"
    started = run("init", task, "--form", FORM, "--units", roster, "--period", "2020-03", "--rows", ROWS, *more)
    assert started.exit_code == 0, started.stderr
    made = run("generate", task)
    assert made.exit_code == 0, made.stderr
    return task


def blank_of(task: Path, unit: str) -> Path:
    """The workbook a unit was sent."""
    return next((task / "outbox").rglob(f"{unit}_*.xlsx"))


def household(number: int, **changed: Any) -> dict[str, Any]:
    """The row of a one-person household in which everything is right."""
    row: dict[str, Any] = {
        "head_name": "张甲一", "relation": "户主", "id_number": person("1970-01-01", number), "household_size": 1,
        "medical": "√", "risk": "因病", "helper": "李帮一", "helper_agency": "某镇政府", "recognised": date(2020, 2, 1),
    }  # fmt: skip
    return row | changed


def filled(source: Path, target: Path, rows: Mapping[str, list[dict[str, Any]]], *, zero: bool = False) -> Path:
    """Type rows into a blank, section by section, as a clerk would, and save it as another file."""
    form = find_form(FORM)
    book = openpyxl.load_workbook(source)
    sheet = book[SHEET]
    layout = lay_out(form, ROWS)
    if zero:
        sheet[layout.zero_switch] = "是"
    for block in layout.blocks:
        for index, row in enumerate(rows.get(block.section, ())):
            for key, value in row.items():
                cell = "W" if key == "explanation" else letters(form)[key]
                sheet[f"{cell}{block.first_row + index}"] = value
    target.parent.mkdir(parents=True, exist_ok=True)
    book.save(target)
    return target


def send(task: Path, unit: str, rows: Mapping[str, list[dict[str, Any]]], name: str = "", *, zero: bool = False) -> Path:
    """Fill a unit's workbook and put it into the inbox, by default under the name it was sent by."""
    source = blank_of(task, unit)
    return filled(source, task / "inbox" / (name or source.name), rows, zero=zero)


def only(document: Any, file: str) -> Any:
    """The entry of one file in the JSON of a check."""
    found = [each for each in document["filings"] if each["file"].endswith(file)]
    assert len(found) == 1, [each["file"] for each in document["filings"]]
    return found[0]


def mixed_task(folder: Path) -> Path:
    """A task in which one filing is faulty, one is a zero report, one is no workbook and one is an archive."""
    made = new_task(folder)
    send(made, EAST_A, {"marginal": [household(1), household(2, head_name="张甲二")]})
    send(made, EAST_B, {"marginal": [household(3, risk="因懒")]})
    send(made, WEST_C, {}, zero=True)
    shutil.make_archive(str(made / "inbox" / "包"), "zip", send(made, WEST_A, {"unstable": [household(4)]}, "里/一.xlsx").parent)
    shutil.rmtree(made / "inbox" / "里")
    (made / "inbox" / "坏.xlsx").write_bytes(b"PK\x03\x04 broken")
    return made
