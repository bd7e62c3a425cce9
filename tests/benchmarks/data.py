"""The filings the benchmarks are run on: formkit's own Zaozhuang ledger, people made up, the same ones each time.

A folder of villages × people, in one county or several, holds two tasks with the same roster: ``sent`` as filings first come in,
one row in a hundred of them wrong, and ``mended``, in which every filing can be accepted. Beside them stand ``rows.csv``, the right
rows as a table to fill workbooks in with, and ``spec.json``, what somebody must know who reads the files without formkit.
"""

from __future__ import annotations

import csv
import hashlib
import json
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from functools import cache, partial
from pathlib import Path
from typing import Any

from formkit.commands.generate import issue_for, township_folder
from formkit.layout import SHEET, lay_out
from formkit.model import Form
from formkit.task import Task, open_task, outbox_name
from formkit.types.resident_id import completed
from formkit.units import Unit
from formkit.workers import available
from formkit.write.issue import Entry, Filled
from formkit.write.stamp import Moulds, stamped

ROOT = Path(__file__).resolve().parents[2]
FORM, PERIOD = "zaozhuang-ledger", "2020-03"
VILLAGES_OF_A_TOWN = 33
_FAMILY, _GIVEN = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张", "一丁三上中主久义乐书予云亚仁今仙以任仪会伟传伦佳"
_RISKS = ("因病", "因病", "因残", "因学", "因灾", "其他")
_MOULDS: Moulds = {}
Row = dict[str, Any]


def made(folder: Path, villages: int, people: int, counties: int = 1) -> Path:
    """The folder with so many villages of so many people, the villages shared among the counties; made if it is not there yet."""
    target = folder / f"{villages}x{people}x{counties}-{_version()}"
    if not (target / "spec.json").is_file():
        shutil.rmtree(target, ignore_errors=True)
        target.mkdir(parents=True)
        _start(target, villages, counties)
        task = open_task(target / "mended")
        with ProcessPoolExecutor(available()) as crew:
            names = list(crew.map(partial(_village, target, people), range(villages), chunksize=8))
        _table(target, task, people)
        (target / "spec.json").write_text(json.dumps(_spec(task, people, names), ensure_ascii=False), "utf-8")
    return target


@cache
def _version() -> str:
    """Of what decides about the bytes of the files: they are made again when it changes."""
    code, said = (ROOT / "formkit" / "write").rglob("*.py"), (ROOT / "schemas").rglob("*.yaml")
    files = (*sorted(code), *sorted(said), ROOT / "formkit" / "layout.py", Path(__file__))
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:8]


def _start(target: Path, villages: int, counties: int) -> None:
    """Two tasks with the same roster. Codes are those of counties that were never assigned: 379999, 379998 and so on."""
    lines = ["代码,名称,级别,上级"]
    own = -(-villages // counties)
    for county in range(counties):
        code, name = 379999 - county, f"示例{county or ''}区"
        lines.append(f"{code},{name},county,")
        for place, number in enumerate(range(county * own, min(villages, (county + 1) * own))):
            town = code * 1000 + 101 + place // VILLAGES_OF_A_TOWN
            if place % VILLAGES_OF_A_TOWN == 0:
                lines.append(f"{town},第{town % 1000 - 100}镇,township,{code}")
            lines.append(f"{town}{place % VILLAGES_OF_A_TOWN:03d},{_GIVEN[number % 24]}{number}村,village,{town}")
    roster = target / "roster.csv"
    roster.write_text("\n".join(lines) + "\n", "utf-8")
    for name in ("sent", "mended"):
        command = ("init", target / name, "--form", FORM, "--units", roster, "--period", PERIOD)
        subprocess.run([sys.executable, "-m", "formkit", *map(str, command)], check=True, capture_output=True, cwd=ROOT)


@cache
def _opened(folder: Path) -> Task:
    return open_task(folder)


def _village(target: Path, people: int, number: int) -> str:
    """Both filings of one village: the same bytes where nothing in it is wrong. Gives the name of the file from the inbox on."""
    task = _opened(target / "mended")
    form, unit = task.reporters[number]
    name = Path(township_folder(task.roster, unit)) / outbox_name(form, unit, task.period, several=False)
    rows = list(_rows(task, unit, number, people))
    right, sent = target / "mended" / "inbox" / name, target / "sent" / "inbox" / name
    for path in (right, sent):
        path.parent.mkdir(parents=True, exist_ok=True)
    right.write_bytes(_written(task, form, unit, rows))
    wrong = _spoilt(rows, number)
    if wrong == rows:
        os.link(right, sent)
    else:
        sent.write_bytes(_written(task, form, unit, wrong))
    return name.as_posix()


def _written(task: Task, form: Form, unit: Unit, rows: Sequence[Row]) -> bytes:
    half = len(rows) // 2
    entries = {
        section.key: tuple(Entry(tuple(row.get(leaf.key) for leaf in form.leaves)) for row in some)
        for section, some in zip(form.sections, (rows[:half], rows[half:]), strict=True)
    }
    return stamped(form, issue_for(task, form, unit, Filled(entries)), _MOULDS)


def _rows(task: Task, unit: Unit, village: int, people: int) -> Iterator[Row]:
    """Right rows of one village, household after household, half of them in each section."""
    rng = random.Random(village)
    county, town = (task.roster.above(unit.code, level) for level in ("county", "township"))
    assert county
    assert town
    left, home, number = people // 2, 0, village * people
    for _ in range(2):
        rest = left
        while rest:
            size = min(rng.choice((1, 2, 3, 4)), rest)
            shared = {"county": county.name, "township": town.name, "village": unit.name, "head_name": _name(home), "household_size": size,
                      "risk": rng.choice(_RISKS), "helper": _name(village), "helper_agency": f"{town.name}政府",
                      "recognised": date(2019, 1 + home % 12, 1)}  # fmt: skip
            shared |= _ticks(rng, "family_doctor", "water", "temporary_aid", "social_aid")
            for member in range(size):
                relation = "户主" if member == 0 else "配偶" if member == 1 else "之子"
                own = {"relation": relation, "id_number": resident(number), "medical": "√", "education": "√"}
                yield shared | own | _ticks(rng, "medical_commercial", "low_income")
                number += 1
            rest, home = rest - size, home + 1


def _ticks(rng: random.Random, *keys: str) -> Row:
    return {key: "√" for key in keys if rng.random() < 0.5}


def _name(number: int) -> str:
    return _FAMILY[number % 24] + _GIVEN[number // 24 % 24] + _GIVEN[number // 576 % 24]


def resident(number: int) -> str:
    """A made-up resident number of the made-up county 379999, another one for each number up to 20 million."""
    born = date(1941, 1, 1) + timedelta(days=number * 7919 % 20_000)
    return completed(f"379999{born:%Y%m%d}{number // 20_000:03d}")


def _spoilt(rows: Sequence[Row], village: int) -> list[Row]:
    """The rows as they were first sent: one in a hundred is wrong in one of five ways."""
    rng, found = random.Random(-1 - village), list(rows)
    for place, row in enumerate(rows):
        if rng.random() < 0.01:
            number = str(row["id_number"])
            found[place] = row | rng.choice((
                {"id_number": number[:-1] + ("1" if number[-1] != "1" else "2")}, {"risk": "天灾人祸"}, {"helper": None},
                {"household_size": "三口"}, {"recognised": date(2020, 9, 1)},
            ))  # fmt: skip
    return found


def _table(target: Path, task: Task, people: int) -> None:
    """The right rows of all villages as a table under the labels of the form, with the section they belong to."""
    form = task.reporters[0][0]
    with (target / "rows.csv").open("w", encoding="utf-8-sig", newline="") as file:
        table = csv.writer(file)
        table.writerow(["部分", *(form.titles[leaf.key] for leaf in form.leaves)])
        for number, (_, unit) in enumerate(task.reporters):
            for place, row in enumerate(_rows(task, unit, number, people)):
                section = form.sections[0 if place < people // 2 else 1]
                table.writerow([section.label, *(_said(row.get(leaf.key)) for leaf in form.leaves)])


def _said(value: object) -> str:
    return "" if value is None else value.strftime("%Y-%m") if isinstance(value, date) else str(value)


def _spec(task: Task, people: int, names: list[str]) -> dict[str, Any]:
    """What somebody must know who reads the files without formkit; rows are counted from 1."""
    form = task.reporters[0][0]
    filled = replace(Filled(), entries={section.key: (Entry(()),) * (people // 2) for section in form.sections})
    layout = lay_out(form, {section.key: filled.rows(section.key, form.paper.rows) for section in form.sections})
    columns = [
        {"key": leaf.key, "label": form.titles[leaf.key], "path": form.paths[leaf.key], "type": leaf.type, "required": leaf.required,
         "codes": form.codelists[leaf.codes].allowed(2020) if leaf.codes else None, "min": leaf.min, "max": leaf.max}
        for leaf in form.leaves
    ]  # fmt: skip
    blocks = [
        {"header": [block.header_first, block.header_last], "first": block.first_row, "last": block.last_row} for block in layout.blocks
    ]
    units = [{"code": unit.code, "name": unit.name, "file": name} for (_, unit), name in zip(task.reporters, names, strict=True)]
    return {"sheet": SHEET, "end": task.period.end.isoformat(), "people": people, "columns": columns, "blocks": blocks,
            "last_row": layout.last_row, "units": units}  # fmt: skip
