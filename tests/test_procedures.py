"""A procedure as data: which rows follow it and which leave out a stage, turn it round or go on after its end."""

from __future__ import annotations

import pytest
from drawn import END

from formkit.checks import case_of, examine
from formkit.columns import specs
from formkit.filing import Filing, Identity, Record, Rows, Source
from formkit.load import load_form
from formkit.model import Form
from formkit.types import KINDS

SCHEMA = """\
form: steps
version: "1"
title: 流程表
agency: 某办公室
document: 某办发〔2020〕1号
levels: [village]
period: {kind: month}
record: {grain: household}
columns:
  - {key: found, label: 发现日期, type: date}
  - {key: exempt, label: 免比对, type: tick}
  - {key: compared, label: 比对日期, type: date}
  - {key: result, label: 结果, type: text}
  - {key: shown, label: 公示日期, type: date}
  - {key: entered, label: 录入日期, type: date}
procedures:
  - id: P
    clause: 第一条
    stages:
      - {label: 发现, at: found}
      - {label: 比对, at: compared, skip: '[@exempt]="√"', stop: '[@result]="不符合"'}
      - {label: 公示, at: shown}
      - {label: 录入, at: entered}
"""
RULES = [
    ("P-1", "compared after found"), ("P-2", "shown after compared"), ("P-3", "shown after found"), ("P-4", "entered after shown"),
    ("P-5", "order"), ("P-6", "order"), ("P-7", "order"), ("P-8", "order"), ("P-9", "stop"), ("P-10", "stop"),
]  # fmt: skip
D = [f"2020-03-{day:02d}" for day in range(10)]
# found, exempt, compared, result, shown, entered -> broken rules, with the column each stands at.
ROWS = [
    ([D[1], "", "", "", "", ""], {}),
    ([D[1], "", D[2], "符合", D[3], D[4]], {}),
    ([D[1], "", D[1], "符合", D[1], D[1]], {}),
    ([D[1], "√", "", "", D[3], D[4]], {}),
    ([D[1], "", "", "", D[3], ""], {"P-2": "compared"}),
    (["", "√", "", "", D[3], ""], {"P-3": "found"}),
    (["", "", D[2], "", "", ""], {"P-1": "found"}),
    ([D[1], "", D[2], "符合", "", D[4]], {"P-4": "shown"}),
    ([D[3], "", D[2], "符合", "", ""], {"P-5": "compared"}),
    ([D[1], "", D[3], "符合", D[2], ""], {"P-6": "shown"}),
    ([D[3], "√", "", "", D[2], ""], {"P-7": "shown"}),
    ([D[1], "", D[2], "符合", D[4], D[3]], {"P-8": "entered"}),
    ([D[1], "", D[2], "不符合", "", ""], {}),
    ([D[1], "", D[2], "不符合", D[3], ""], {"P-9": "shown"}),
    ([D[1], "", D[2], "不符合", D[3], D[4]], {"P-9": "shown", "P-10": "entered"}),
]  # fmt: skip


@pytest.fixture(scope="module")
def steps(tmp_path_factory: pytest.TempPathFactory) -> Form:
    """The form with the procedure."""
    path = tmp_path_factory.mktemp("steps") / "steps.yaml"
    path.write_text(SCHEMA, "utf-8")
    return load_form(path)


def test_a_procedure_stands_for_rules_in_the_order_of_its_stages(steps: Form) -> None:
    assert [rule.id for rule in steps.rules] == [rule for rule, _ in RULES]
    assert {rule.severity for rule in steps.rules} == {"error"}


@pytest.mark.parametrize(("row", "expected"), ROWS)
def test_a_row_against_the_procedure(steps: Form, row: list[str], expected: dict[str, str]) -> None:
    asked = specs(steps, END, ())
    readings = tuple(KINDS[spec.column.type].read(value or None, spec) for spec, value in zip(asked, row, strict=True))
    record = Record("all", "填报表", 1, readings, tuple(row), tuple(f"{letter}1" for letter in "ABCDEF"))
    filing = Filing(Source("t.xlsx", "0"), Identity("steps", "1", "", "2020-03"), (), (record,), Rows(1, 1, 0, 0))

    found = {str(finding.rule): finding.column for finding in examine(case_of(steps, filing, asked, END)).findings}

    assert found == expected


def test_what_is_said_names_both_stages(steps: Form) -> None:
    says = {rule.id: rule.says for rule in steps.rules}

    assert says["P-2"] == "已到“公示”，前面的“比对”还没有日期"
    assert says["P-8"] == "“录入”的日期早于“公示”"
    assert says["P-10"] == "到“比对”已经终止，后面的“录入”不应再填"
