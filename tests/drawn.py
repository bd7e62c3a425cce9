"""Cases drawn as Markdown tables: a filing, row by row, and what the check must say of it, no more and no less."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from stdnum.cn import ric

from formkit.checks import Case, case_of
from formkit.columns import specs
from formkit.filing import Filing, Identity, Record, Rows, Source, Step
from formkit.model import Form
from formkit.types import KINDS, Raw, Reading, Spec
from formkit.units import Unit

COUNTY = "379999"
END = date(2020, 3, 31)
PATH = (
    Step("village", "379999100200", "示例庄村"),
    Step("township", "379999100000", "示例镇"),
    Step("county", "379999000000", "示例区"),
)
_BORN = re.compile(r"^生于(\d{4})-(\d\d)-(\d\d)$")


@dataclass(frozen=True)
class Drawn:
    """One case: its title, its rows as written, and its expectations as lines."""

    title: str
    rows: tuple[dict[str, str], ...]
    expected: tuple[str, ...]


def person(born: str, number: int, county: str = COUNTY) -> str:
    """A correct number for a made-up person under a county code that was never assigned."""
    body = f"{county}{born.replace('-', '')}{number:03d}"
    return str(body + ric.calc_check_digit(body + "0"))


def read_cases(path: Path) -> Iterator[Drawn]:
    """All cases of a Markdown file."""
    for part in re.split(r"^## ", path.read_text("utf-8"), flags=re.MULTILINE)[1:]:
        lines = part.strip().splitlines()
        table = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("|")]
        header, body = table[0], table[2:]
        rows = tuple(dict(zip(header, row, strict=True)) for row in body)
        expected = tuple(line[2:].strip() for line in lines if line.startswith("- "))
        assert expected or "没有问题" in lines, f"{path.name}: {lines[0]} expects nothing and does not say so"
        yield Drawn(lines[0], rows, expected)


def raw(text: str, number: int) -> Raw:
    """A drawn cell as the value a reader would give."""
    if text in ("", "（空）"):
        return None
    if found := _BORN.match(text):
        return person("".join(found.groups()), 1)
    if text.startswith("残证18位"):
        return person(text.removeprefix("残证18位"), 7)
    if text.startswith("残证"):
        return person(text.removeprefix("残证"), 7) + "43"
    if text.startswith("居住证"):
        return person(text.removeprefix("居住证"), number, "810000")
    if text.startswith("数字"):
        return float(text.removeprefix("数字"))
    return float(text) if re.fullmatch(r"\d+(\.\d+)?", text) and len(text) < 5 else text


def case(form: Form, drawn: Drawn) -> Case:
    """The drawn rows as a filing of one village, with everything that is not drawn filled in rightly."""
    units = [
        Unit(step.code, step.name, step.level, above.code if above else "")
        for step, above in zip(PATH, (*PATH[1:], None), strict=True)
    ]
    asked = specs(form, END, units)
    records = tuple(_record(form, asked, drawn, index) for index in range(len(drawn.rows)))
    identity = Identity(form.form, form.version, PATH[0].code, "2020-03", path=PATH)
    rows = Rows(len(records), len(records), 0, 0)
    return case_of(form, Filing(Source("drawn.xlsx", "0"), identity, (), records, rows), asked, END)


def _record(form: Form, asked: tuple[Spec, ...], drawn: Drawn, index: int) -> Record:
    row = drawn.rows[index]
    section = form.sections[{"一": 0, "二": 1}[row.get("部分", "一")]].key
    same = [other for other in drawn.rows if other.get("户主姓名") == row.get("户主姓名")]
    filled: dict[str, Raw] = {
        "county": "示例区", "township": "示例镇", "village": "示例庄村", "head_name": "张甲一", "relation": "户主",
        "id_number": person(f"1975-01-{index + 1:02d}", 300 + index), "household_size": float(len(same)),
        "medical": 1.0 if form.record.grain == "household" else "√", "risk": "因病", "helper": "李帮一",
        "helper_agency": "某镇政府", "recognised": "2020年2月",
    }  # fmt: skip
    by_label = {re.sub(r"\(下拉菜单选择\)$", "", column.label): column.key for column in form.leaves}
    for label, text in row.items():
        if label in by_label:
            filled[by_label[label]] = raw(text, index)
    raws = tuple(filled.get(column.key) for column in form.leaves)
    readings: tuple[Reading, ...] = tuple(
        KINDS[spec.column.type].read(value, spec) for spec, value in zip(asked, raws, strict=True)
    )
    cells = tuple(f"{chr(65 + place)}{index + 1}" for place in range(len(raws)))
    return Record(section, "填报表", index + 1, readings, raws, cells, row.get("核实说明", ""))


def made(columns: list[dict[str, Any]], **more: Any) -> Form:
    """A made-up form of a household a row, with those columns."""
    described = {
        "form": "made-up", "version": "1", "title": "{unit}试表", "agency": "某办", "document": "某文", "levels": ["village"],
        "period": {"kind": "month"}, "record": {"grain": "household"}, "sections": [{"key": "all", "label": "一、全部"}],
        "columns": columns, **more,
    }  # fmt: skip
    return Form.model_validate(described).bound({}, {})
