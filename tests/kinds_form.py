"""A made-up form that asks for every kind of value, one of lines, and filings of both."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from formkit import period
from formkit.cells import a1
from formkit.checks import Case, case_of
from formkit.columns import specs
from formkit.filing import Filing, Identity, Record, Rows, Source, Step
from formkit.load import load_form
from formkit.merge import Part
from formkit.model import Form
from formkit.read import units_of
from formkit.types import KINDS, Raw

PERIOD = "2020-03"
END = date(2020, 3, 31)
COUNTY, TOWN = Step("county", "379999000000", "示例区"), Step("township", "379999100000", "示例镇")
FORM = """
form: every-kind
version: "1"
title: "{unit}各类栏目试表"
agency: 某办
document: 某文
levels: [village, township, county]
period: {kind: month}
record: {grain: GRAIN SIZE}
paper: {size: A3, above: ["填报单位：{unit}（盖章）"], notes: ["金额单位：元。"], rows: 12}
columns:
  - {key: serial, label: 序号, type: serial, width: 5, required: true}
  - {key: village, label: 村, type: unit, level: village, width: 10}
  - {key: head_name, label: 户主姓名, type: name, required: true, width: 10}
  - {key: phone, label: 联系电话, type: phone, unique: filing, width: 14}
  - {key: household_size, label: 家庭人口数, type: whole, min: 1, max: 20, width: 8}
  - label: 收支情况（元）
    columns:
      - {key: income, label: 人均纯收入, type: money, min: -10000, max: 100000, rollup: sum, width: 11}
      - {key: spending, label: 刚性支出, type: money, rollup: sum, width: 11}
  - {key: found_date, label: 发现日期, type: date, rollup: count, width: 11, help: 村里知道的那一天}
  - {key: checked_date, label: 核查日期, type: date, width: 11}
  - {key: class, label: 对象类别, type: code, codes: some-class, rollup: by_value, width: 10}
  - {key: measures, label: 帮扶措施, type: choices, codes: some-measures, rollup: by_value, width: 20}
  - {key: remark, label: 备注, type: text, width: 12}
rules:
  - {id: T-1, test: "[@income]<5000.1", at: income, says: 收入不低于5000.1元, clause: 某条}
  - {id: T-2, test: "[@checked_date]-[@found_date]<=7", at: checked_date, says: 超过7天, clause: 某条, severity: error}
  - id: T-3
    test: 'OR(NOT(ISNUMBER(FIND("、医疗救助、","、"&[@measures]&"、"))),[@spending]>0)'
    at: measures
    says: 有医疗救助而没有支出
    clause: 某条
"""
LISTS = {
    "some-class": """
values:
  - {value: 脱贫监测户, key: unstable, until: 2020}
  - {value: 脱贫不稳定户, key: unstable, since: 2021}
  - {value: 边缘户, aliases: [边缘易致贫户]}
""",
    "some-measures": """
values:
  - {value: 医疗救助, aliases: [医疗]}
  - {value: 教育救助, aliases: [教育]}
  - {value: 公益岗位/务工}
  - {value: 低保}
""",
}


@cache
def kinds_form(grain: str = "household") -> Form:
    """The form, its rows households or lines."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "form.yaml"
        (path.parent / "codelists").mkdir()
        for name, text in LISTS.items():
            said = f"codelist: {name}\ntitle: 表\nsource: 某文\n{text}"
            (path.parent / "codelists" / f"{name}.yaml").write_text(said, "utf-8")
        size = ", name: head_name, size: household_size" if grain == "household" else ""
        path.write_text(FORM.replace("GRAIN", grain).replace(" SIZE", size), "utf-8")
        return load_form(path)


def village(number: int) -> tuple[Step, ...]:
    """A village and the units above it."""
    return Step("village", f"379999100{number:03d}", f"{number}号村"), TOWN, COUNTY


def record(form: Form, row: int, values: Mapping[str, Raw], text: str = PERIOD) -> Record:
    """A row read by the form's types from raw values."""
    asked = specs(form, period.end_of(text), units_of(village(1)))
    raws = tuple(values.get(spec.column.key) for spec in asked)
    readings = tuple(KINDS[spec.column.type].read(raw, spec) for spec, raw in zip(asked, raws, strict=True))
    return Record("all", "填报表", row, readings, raws, tuple(a1(row, place) for place in range(len(raws))))


def case(form: Form, rows: Sequence[Mapping[str, Raw]]) -> Case:
    """Rows as the filing of a village, ready to be checked."""
    path = village(1)
    records = tuple(record(form, number, row) for number, row in enumerate(rows, 1))
    identity = Identity(form.form, form.version, path[0].code, PERIOD, path=path)
    filing = Filing(Source("x.xlsx", "0"), identity, (), records, Rows(len(records), len(records)))
    return case_of(form, filing, specs(form, END, units_of(path)), END)


def part(form: Form, number: int, rows: Sequence[Mapping[str, Any]], text: str = PERIOD) -> Part:
    """Rows as the accepted filing of a village."""
    records = tuple(record(form, row, values, text) for row, values in enumerate(rows, 8))
    state = "accepted" if records else "zero"
    return Part(form.form, text, village(number), 1, f"{number:064x}", f"收件/{number}.xlsx", state, records)
