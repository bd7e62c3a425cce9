"""Filings of several villages drawn as lines, for the tests of persons whom more than one unit reports.

    # title                                a case; [household] or [monthly] before it: that form of the ledger
    甲 | 边缘户 | 张三 | 户主 | 1 | 家庭人口数=3     village, section, head's name, relation, the number of a made-up person, more
    上期 甲 | …                            a row of the month before; a village alone stands for a zero report
    -> kind trait …; columns that differ; villages the person seems to have left

1旧 is the number of person 1 with 15 digits, as it was accepted; － is a blank.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from drawn import person
from rollup_cases import COUNTY, TOWNS, record, spoiled

from formkit import period
from formkit.columns import specs
from formkit.filing import Record, Step
from formkit.load import find_form
from formkit.merge import Part
from formkit.model import Form
from formkit.types import KINDS

LEDGERS = {name: find_form(f"zaozhuang-ledger{name}") for name in ("", "-household", "-monthly")}
NOW, BEFORE = "2020-03", "2020-02"
VILLAGES = {name: TOWNS[number // 2] for number, name in enumerate("甲乙丙丁")}
"""甲 and 乙 belong to one township, 丙 and 丁 to the other."""


@dataclass
class Drawn:
    """One case: its form, the rows of each period by village, and the line that must come out."""

    title: str
    form: Form
    rows: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    expected: str = ""

    def __str__(self) -> str:
        return self.title

    def parts(self, when: str = NOW) -> list[Part]:
        """The filings of a period."""
        return [part_of(self.form, unit, rows, when) for unit, rows in self.rows.get(when, {}).items()]


def read(text: str) -> list[Drawn]:
    """The cases of a text."""
    found: list[Drawn] = []
    for line in filter(None, map(str.strip, text.splitlines())):
        if line.startswith("# "):
            ledger, _, title = line.removeprefix("# [").partition("] ") if line.startswith("# [") else ("", "", line[2:])
            found.append(Drawn(title, LEDGERS[f"-{ledger}" if ledger else ""]))
        elif line.startswith("-> "):
            found[-1].expected = line.removeprefix("-> ")
        else:
            when, line = (BEFORE, line.removeprefix("上期 ")) if line.startswith("上期 ") else (NOW, line)
            unit, _, row = line.partition(" | ")
            rows = found[-1].rows.setdefault(when, {}).setdefault(unit, [])
            rows += [row] if row else []
    return found


def part_of(form: Form, unit: str, rows: Sequence[str], when: str = NOW) -> Part:
    """One village's filing."""
    number, town = "甲乙丙丁".index(unit), VILLAGES[unit]
    path = (Step("village", f"{town.code}{number:03d}", f"{unit}村"), town, COUNTY)
    records = tuple(row_of(form, row, place) for place, row in enumerate(rows, 8))
    state = "accepted" if records else "zero"
    return Part(form.form, when, path, 1, f"{number:064x}", f"收件/{when}/{unit}村.xlsx", state, records)


def row_of(form: Form, drawn: str, row: int) -> Record:
    """One row; what is not drawn is blank."""
    section, head, relation, number, *more = (cell.strip() for cell in drawn.split("|"))
    values: dict[str, str] = {"head_name": head, "id_number": person("1970-01-01", int(number.rstrip("旧")))}
    values |= {"relation": relation} if form.record.head else {}
    for pair in more[0].split() if more else ():
        label, _, value = pair.partition("=")
        values[next(column.key for column in form.leaves if label in (column.key, column.label))] = value
    explanation = values.pop("核实说明", "") if "核实说明" in values else ""
    key = next(part.key for part in form.sections if section in (part.means, part.label))
    made = record(form, key, row, _read(form, values), explanation)
    old = values["id_number"][:6] + values["id_number"][8:17]
    return spoiled(form, made, "id_number", "id-old", old) if number.endswith("旧") else made


def _read(form: Form, values: Mapping[str, str]) -> dict[str, object]:
    """What is drawn, as canonical values."""
    found: dict[str, object] = {}
    for spec in specs(form, period.parse(NOW).end, ()):
        if (text := values.get(spec.column.key, "－")) != "－":
            kind = KINDS[spec.column.type]
            reading = kind.read(float(text) if kind.KIND == "number" else text, spec)
            assert not reading.problem, (spec.column.key, text)
            found[spec.column.key] = reading.value
    return found
