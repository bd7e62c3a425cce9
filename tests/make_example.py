"""Makes the returned files of examples/taierzhuang: blanks from formkit, filled by a made-up clerk, saved by LibreOffice.

Run it by hand when the workbook changes:  python tests/make_example.py
Everything is drawn from one seed. The people do not exist: their numbers stand under a county code that was never
assigned (379999) and their names are counted off. What is planted is written to planted.csv, cell by cell.
"""

from __future__ import annotations

import csv
import random
import shutil
import subprocess
import tempfile
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
from drawn import person

from formkit.commands.generate import generate
from formkit.layout import SHEET, lay_out, letters
from formkit.task import open_task, outbox_name

ROOT = Path(__file__).resolve().parent.parent / "examples" / "taierzhuang"
FIRST, LATER = "2020-04-03", "2020-04-08"
STEMS, COUNT = "甲乙丙丁戊己庚辛壬癸", "一二三四五六七八九十"
SURNAMES = "赵钱孙李周吴郑王冯陈"
RISK_POLICY = {
    "因病": ("medical", "family_doctor"), "因学": ("education",), "因灾": ("temporary_aid",),
    "因残": ("low_income", "medical"), "因意外": ("social_aid",), "其他": ("public_post",),
}  # fmt: skip

Fault = tuple[str, int, str, Any, str, str]  # section, row, column, what is written, code, severity


@dataclass
class Village:
    """What one made-up clerk does: how the file is saved, when it comes in, what is wrong in it."""

    name: str
    suffix: str = ".xlsx"
    day: str = FIRST
    faults: list[Fault] = field(default_factory=list)
    kind: str = "filled"


def households(rng: random.Random, start: int) -> list[dict[str, Any]]:
    """Rows of two to five households; ``start`` keeps every person's number apart."""
    rows: list[dict[str, Any]] = []
    for home in range(rng.randint(2, 5)):
        number = start + home * 10
        head = f"{SURNAMES[number // 100 % 10]}{STEMS[number // 10 % 10]}{COUNT[home]}"
        size = rng.randint(1 if home else 2, 4)
        risk = rng.choice(list(RISK_POLICY))
        shared = {
            "household_size": size, "risk": risk, "helper": f"帮扶{STEMS[home]}", "helper_agency": "示例镇政府",
            "recognised": rng.choice([date(2019, 11, 1), date(2019, 12, 1), date(2020, 1, 1), "2020.2", "2020年1月"]),
        }  # fmt: skip
        relations = ["户主", "配偶", "之子", "之母"][:size]
        for index, relation in enumerate(relations):
            born = f"{(1968, 1970, 2009, 1946)[index]}-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}"
            row = {"head_name": head, "relation": relation, "id_number": person(born, number % 1000 + index)}
            row |= shared if index == 0 else {}
            if index == 0:
                row |= dict.fromkeys(RISK_POLICY[risk], "√") | {"water": "√"}
            rows.append(row)
    return rows


def plan(names: list[str]) -> list[Village]:
    """Which of the 24 units does what, in the order of the roster."""
    villages = [Village(name) for name in names]
    villages[1].suffix = ".xls"
    villages[2].suffix = ".et"
    villages[3].suffix = ".ods"
    villages[4].kind = "zero"
    villages[5].kind = "missing"
    villages[6].day = LATER
    villages[7].kind = "broken"
    villages[16].kind = "empty"
    villages[8].faults = [
        ("marginal", 0, "id_number", "CHECKSUM", "id-checksum", "error"),
        ("marginal", 1, "relation", "邻居", "not-in-codelist", "error"),
        ("unstable", 0, "recognised", "2020年5月", "date-after-period", "error"),
    ]
    villages[9].faults = [
        ("marginal", 0, "id_number", 379999196801010000, "id-is-number", "error"),
        ("marginal", 0, "risk", "因懒", "not-in-codelist", "error"),
        ("unstable", 0, "helper", None, "required", "error"),
        ("unstable", 0, "low_income", 3, "not-a-tick", "error"),
    ]
    villages[10].faults = [
        ("marginal", 0, "id_number", "SHORT", "id-length", "error"),
        ("marginal", 0, "household_size", "三口人", "not-a-number", "error"),
        ("unstable", 0, "id_number", "BIRTH", "id-birth-date", "error"),
    ]
    villages[11].faults = [("unstable", 0, "id_number", "TWICE", "duplicate", "error")]
    villages[17].faults = [
        ("marginal", 0, "household_size", "SMALLER", "household-size", "error"),
        ("unstable", 0, "recognised", "年初", "date-format", "error"),
    ]
    villages[18].faults = [("marginal", 0, "household_size", "LARGER", "household-size", "query")]
    villages[19].faults = [("marginal", 0, "risk", "STUDY", "rule", "query")]
    return villages


def wrong(value: Any, rows: list[dict[str, Any]], other: list[dict[str, Any]], row: int) -> Any:
    """What a fault's word stands for, given the rows it falls on."""
    if not isinstance(value, str):
        return value
    right = str(rows[row]["id_number"])
    members = sum(each["head_name"] == rows[row]["head_name"] for each in rows)
    words = {
        "CHECKSUM": lambda: right[:16] + str((int(right[16]) + 1) % 10) + right[17],
        "SHORT": lambda: right[:17],
        "BIRTH": lambda: right[:10] + "1332" + right[14:],
        "TWICE": lambda: other[0]["id_number"],
        "SMALLER": lambda: members - 1,
        "LARGER": lambda: members + 1,
        "STUDY": lambda: "因学",
    }
    return words.get(value, lambda: value)()


def plant(village: Village, sections: dict[str, list[dict[str, Any]]], layout: Any, form: Any) -> list[list[str]]:
    """Put the faults into the rows; where each stands, as rows of planted.csv."""
    planted: list[list[str]] = []
    for section, row, column, value, code, severity in village.faults:
        rows = sections[section]
        others = sections["marginal" if section == "unstable" else "unstable"]
        rows[row][column] = wrong(value, rows, others, row)
        if value == "STUDY":
            for each in rows:
                if each["head_name"] == rows[row]["head_name"]:
                    each.pop("education", None)
        block = next(block for block in layout.blocks if block.section == section)
        planted.append([f"{letters(form)[column]}{block.first_row + row}", code, severity])
    return planted


def fill(path: Path, task: Any, form: Any, village: Village, rng: random.Random, start: int) -> list[list[str]]:
    """Type the rows into a blank and save it; the planted faults as rows of planted.csv."""
    book = openpyxl.load_workbook(path)
    sheet = book[SHEET]
    layout = lay_out(form, task.settings.rows)
    if village.kind == "zero":
        sheet[layout.zero_switch] = "是"
    sections = {block.section: households(rng, start + 50 * index) for index, block in enumerate(layout.blocks)}
    planted = plant(village, sections, layout, form)
    for block in layout.blocks if village.kind == "filled" else ():
        for index, values in enumerate(sections[block.section]):
            for key, value in values.items():
                sheet[f"{letters(form)[key]}{block.first_row + index}"] = value
    book.save(path)
    name = Path(path.name).with_suffix(village.suffix).name
    return [[f"inbox/{name}", *where] for where in planted]


def save(files: list[Path], suffix: str, target: Path) -> None:
    """Open and save as a client does: LibreOffice computes every formula and writes the format asked for."""
    kind = {".xlsx": "xlsx", ".xls": "xls", ".et": "xls", ".ods": "ods"}[suffix]
    with tempfile.TemporaryDirectory() as folder:
        profile = Path(folder, "profile").as_uri()
        command = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", kind, "--outdir", folder]
        subprocess.run([*command, *map(str, files)], check=True, capture_output=True)
        for file in files:
            shutil.move(Path(folder, file.stem + "." + kind), target / (file.stem + suffix))


def main() -> None:
    """Make all files again."""
    rng = random.Random(20200331)
    shutil.rmtree(ROOT / "returned", ignore_errors=True)
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        for name in ("task.yaml", "units.csv"):
            shutil.copy(ROOT / name, work / name)
        task = open_task(work)
        generate(task)
        form = next(iter(task.forms.values()))
        units = [unit for _, unit in task.reporters]
        villages = plan([unit.name for unit in units])
        planted: list[list[str]] = []
        groups: dict[tuple[str, str], list[Path]] = {}
        for index, (unit, village) in enumerate(zip(units, villages, strict=True)):
            path = next(work.glob(f"outbox/*/{outbox_name(form, unit, task.period, several=False)}"))
            if village.kind == "missing":
                continue
            planted += fill(path, task, form, village, rng, index * 100)
            groups.setdefault((village.day, village.suffix), []).append(path)
        for (day, suffix), paths in groups.items():
            target = ROOT / "returned" / day
            target.mkdir(parents=True, exist_ok=True)
            save(paths, suffix, target)
        broken = next(i for i, village in enumerate(villages) if village.kind == "broken")
        path = ROOT / "returned" / FIRST / outbox_name(form, units[broken], task.period, several=False)
        path.write_bytes(path.read_bytes()[:9000])
    with (ROOT / "planted.csv").open("w", encoding="utf-8-sig", newline="") as file:
        rows = csv.writer(file, lineterminator="\r\n")
        rows.writerow(["file", "cell", "code", "severity"])
        rows.writerows(planted)


if __name__ == "__main__":
    main()
