"""A made-up county of any size, and how many cells the formulas of a workbook look at."""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections import Counter
from dataclasses import replace

from rollup_cases import COUNTY, FORM, PERIOD, a_row, resident, rolled

from formkit.cells import column_of
from formkit.filing import Record, Step
from formkit.merge import Part, Rollup
from formkit.model import Form
from formkit.types import Reading

TOWNS = 15
_FORMULA = re.compile(rb"<f[^>]*>([^<]*)</f>")
_AREA = re.compile(r"(?<![A-Za-z0-9_.])\$?([A-Z]{1,3})\$?([0-9]{1,7})(?::\$?([A-Z]{1,3})\$?([0-9]{1,7}))?(?![A-Za-z0-9_(])")
_TEXT = re.compile(r"&quot;.*?&quot;|\"[^\"]*\"|'[^']*'!")


def county(villages: int, people: int = 50, form: Form = FORM) -> Rollup:
    """Villages of so many people in 15 townships, households of two to four, half of them in each section."""
    rng = random.Random(villages)
    return rolled(tuple(_village(rng, form, number, number * TOWNS // villages, people) for number in range(villages)), form=form)


def _village(rng: random.Random, form: Form, number: int, town: int, people: int) -> Part:
    place = form.places[form.record.person or ""]
    rows: list[Record] = []
    for half, section in enumerate(form.sections[:2], 1):
        while len(rows) < people * half // 2:
            relation = "子女" if len(rows) % 3 else "户主"
            row = a_row(rng, form, section.key, 8 + len(rows), f"张{len(rows) // 3}", relation)
            own = resident(number * people + len(rows))
            readings = (*row.readings[:place], Reading(own), *row.readings[place + 1 :])
            rows.append(replace(row, readings=readings, raws=(*row.raws[:place], own, *row.raws[place + 1 :])))
    above = Step("township", f"379999{101 + town}", f"第{town + 1}镇")
    step = Step("village", f"{above.code}{number % 1000:03d}", f"{number}村")
    file = f"{above.name}/{step.code}_{step.name}_{PERIOD}.xlsx"
    return Part(form.form, PERIOD, (step, above, COUNTY), 1, f"{number:064x}", file, "accepted", tuple(rows))


def month_before(rollup: Rollup, period: str = "2020-02") -> tuple[Part, ...]:
    """The same villages a month earlier: of every section two households were not there yet, and of the others one value differs."""
    form = rollup.form
    place, heads = form.places["helper"], form.places["head_name"]
    found: list[Part] = []
    for part in rollup.parts:
        rows = []
        for number, row in enumerate(part.records):
            if row.raws[heads] in ("张1", "张2"):
                continue
            helper = Reading("钱七") if number % 9 == 0 else row.readings[place]
            rows.append(replace(row, readings=(*row.readings[:place], helper, *row.readings[place + 1 :])))
        found.append(replace(part, period=period, sha256=f"f{part.sha256[1:]}", records=tuple(rows)))
    return tuple(found)


def looked_at(data: bytes) -> Counter[str]:
    """How many cells the formulas of each sheet's XML name, one named twice counted twice."""
    found: Counter[str] = Counter()
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for name in package.namelist():
            if name.startswith("xl/worksheets/sheet"):
                for formula in _FORMULA.findall(package.read(name)):
                    found[name] += cells_in(formula.decode())
    return found


def cells_in(formula: str) -> int:
    """How many cells a formula names."""
    total = 0
    for left, top, right, bottom in _AREA.findall(_TEXT.sub("", formula)):
        wide = column_of(right) - column_of(left) + 1 if right else 1
        total += wide * (int(bottom) - int(top) + 1 if bottom else 1)
    return total
