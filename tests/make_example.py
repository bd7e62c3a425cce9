"""Makes the returned files of examples/taierzhuang: workbooks from formkit, filled by made-up clerks, saved by LibreOffice.

Run it by hand when the workbook changes:  python tests/make_example.py
Everything is drawn from one seed; ``example_plan`` says who does what. The people do not exist: their numbers stand under a
county code that was never assigned (379999) and their names are counted off. What is planted is written to planted.csv,
cell by cell. April's workbooks are those that ``formkit generate`` fills beforehand from what was accepted in March.
"""

from __future__ import annotations

import copy
import csv
import random
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
from example_plan import FIRST, LATER, SECOND, Sections, Village, april, happened, households, march, plant
from office_task import run

from formkit.cells import letter
from formkit.layout import SHEET, Block, lay_out, letters
from formkit.model import Form
from formkit.task import Task, open_task, outbox_name

ROOT = Path(__file__).resolve().parent.parent / "examples" / "taierzhuang"
MARCH, APRIL = "2020-03", "2020-04"
Planted = list[list[str]]


@dataclass
class Month:
    """A month's task while it is made, what every clerk does in it, and the rows of every village as they stand."""

    task: Task
    form: Form
    villages: list[Village]
    rows: dict[str, Sections]

    @property
    def name(self) -> str:
        """The name of its folder."""
        return self.task.folder.name

    def sent(self, place: int) -> Path:
        """The workbook that was handed out to a village."""
        unit = self.task.reporters[place][1]
        return next(self.task.folder.glob(f"outbox/*/{outbox_name(self.form, unit, self.task.period, several=False)}"))


def begun(office: Path, name: str) -> tuple[Task, Form]:
    """A month's task with its outbox."""
    (office / name).mkdir()
    shutil.copy(ROOT / name / "task.yaml", office / name / "task.yaml")
    made = run("generate", office / name, "--now", FIRST if name == MARCH else SECOND)
    assert made.exit_code == 0, made.output
    task = open_task(office / name)
    return task, next(iter(task.forms.values()))


def standing(sheet: Any, form: Form, block: Block) -> list[dict[str, Any]]:
    """The rows of a section as they were filled in beforehand, without the names of places."""
    places = {key: column for key, column in letters(form).items() if form.column(key).level is None}
    rows = []
    for row in range(block.first_row, block.last_row + 1):
        values = {key: sheet[f"{column}{row}"].value for key, column in places.items()}
        rows.append({key: value for key, value in values.items() if value is not None})
    return [row for row in rows if row]


def fill(month: Month, place: int) -> Planted:
    """Type what a clerk has to say into the village's workbook; what is planted in it, as rows of planted.csv."""
    village, path, form = month.villages[place], month.sent(place), month.form
    book = openpyxl.load_workbook(path)
    sheet, layout = book[SHEET], lay_out(form, month.task.settings.rows)
    if village.kind == "zero":
        sheet[layout.zero_switch] = "是"
    carried = {block.section: standing(sheet, form, block) for block in layout.blocks}
    sections = carried if any(carried.values()) else month.rows[village.name]
    happened(village, sections, month.rows)
    planted = plant(village, sections)
    columns = letters(form) | {"explanation": letter(layout.explanation)}
    first = {block.section: block.first_row for block in layout.blocks}
    for section, rows in sections.items() if village.kind == "filled" else ():
        for index, values in enumerate(rows):
            for key, column in columns.items():
                if key in values or (key not in form.places or form.column(key).level is None):
                    sheet[f"{column}{first[section] + index}"] = values.get(key)
    if village.kind != "untouched":
        book.save(path)
    file = f"inbox/{path.with_suffix(village.suffix).name}"
    return [
        [month.name, file, f"{columns[column]}{first[section] + row}" if column else "", code, severity]
        for section, row, column, code, severity in planted
    ]  # fmt: skip


def save(files: list[Path], suffix: str, target: Path) -> None:
    """Open and save as a client does: LibreOffice computes every formula and writes the format asked for."""
    kind = {".xlsx": "xlsx", ".xls": "xls", ".et": "xls", ".ods": "ods"}[suffix]
    with tempfile.TemporaryDirectory() as folder:
        profile = Path(folder, "profile").as_uri()
        command = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", kind, "--outdir", folder]
        subprocess.run([*command, *map(str, files)], check=True, capture_output=True)
        for file in files:
            shutil.move(Path(folder, file.stem + "." + kind), target / (file.stem + suffix))


def returned(month: Month) -> Planted:
    """Every village's workbook filled in, saved and put where the example has it; what was planted."""
    planted: Planted = []
    groups: dict[tuple[str, str], list[Path]] = {}
    target = ROOT / month.name / "returned"
    shutil.rmtree(target, ignore_errors=True)
    for place, village in enumerate(month.villages):
        if village.kind in ("missing", "resent"):
            continue
        planted += fill(month, place)
        groups.setdefault((village.day, village.suffix), []).append(month.sent(place))
    for (day, suffix), paths in groups.items():
        (target / day).mkdir(parents=True, exist_ok=True)
        save(paths, suffix, target / day)
    for place, village in enumerate(month.villages):
        if village.kind == "broken":
            path = target / village.day / month.sent(place).name
            path.write_bytes(path.read_bytes()[:9000])
        elif village.kind == "resent":
            before = next((ROOT / MARCH / "returned").rglob(f"{month.task.reporters[place][1].code}_*"))
            shutil.copy(before, target / village.day / before.name)
    return planted


def received(month: Month, *days: str) -> None:
    """The files as they come in at the office, day by day, so that its journal knows them."""
    for day in days:
        shutil.copytree(ROOT / month.name / "returned" / day, month.task.folder / "inbox", dirs_exist_ok=True)
        run("check", month.task.folder, "--now", day)


def drawn(villages: list[Village], rng: random.Random) -> dict[str, Sections]:
    """The people of every village, as a faultless clerk would write them down."""
    found: dict[str, Sections] = {}
    for place, village in enumerate(villages):
        own = random.Random(place) if village.kind == "missing" else rng
        found[village.name] = {
            section: households(own, place * 100 + 50 * index) for index, section in enumerate(("marginal", "unstable"))
        }
    return found


def main() -> None:
    """Make all files again."""
    with tempfile.TemporaryDirectory() as folder:
        office = Path(folder)
        shutil.copy(ROOT / "units.csv", office / "units.csv")
        task, form = begun(office, MARCH)
        names = [unit.name for _, unit in task.reporters]
        villages = march(names)
        people = drawn(villages, random.Random(20200331))
        first = Month(task, form, villages, copy.deepcopy(people))
        planted = returned(first)
        received(first, FIRST, LATER)
        second = Month(*begun(office, APRIL), april(names), people)
        planted += returned(second)
    with (ROOT / "planted.csv").open("w", encoding="utf-8-sig", newline="") as file:
        rows = csv.writer(file, lineterminator="\r\n")
        rows.writerow(["month", "file", "cell", "code", "severity"])
        rows.writerows(planted)


if __name__ == "__main__":
    main()
