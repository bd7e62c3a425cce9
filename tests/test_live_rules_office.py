"""Rules about blanks and working days, live and at the office: random rows typed into one workbook in LibreOffice."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path

import pytest
from conftest import Spreadsheet
from test_live_office import ROWS, blank, differing, typed

from formkit.cases import Drawn, case_of_drawn
from formkit.cases.drawing import Row
from formkit.checks import examine
from formkit.layout import SHEET, lay_out
from formkit.load import load_form
from formkit.model import Form

pytestmark = pytest.mark.office
FORM = """form: made-up
version: "1"
title: "{unit}试表"
agency: 某办
document: 某文
levels: [village, township]
period: {kind: month}
record: {grain: person, head: {relation: 户主}, name: head_name}
columns:
  - {key: village, label: 村, type: unit, level: village}
  - {key: head_name, label: 户主姓名, type: name, per: household, required: true}
  - {key: relation, label: 与户主关系, type: text, per: person}
  - {key: risk, label: 风险, type: text, per: household}
  - {key: note, label: 风险说明, type: text, per: household}
  - {key: poor, label: 困难, type: tick, per: person}
  - {key: received, label: 收到日期, type: date, per: person}
  - {key: done, label: 核查完成日期, type: date, per: person}
rules:
  - {id: AA-1, test: 'OR([@risk]<>"其他",NOT(ISBLANK([@note])))', at: risk, says: 甲, severity: error, clause: 某条}
  - {id: AA-2, test: 'OR(ISBLANK([@risk]),NOT(ISBLANK([@note])))', at: note, says: 乙, severity: error, clause: 某条}
  - {id: AA-3, test: 'OR(ISBLANK([@poor]),NOT(ISBLANK([@received])))', at: received, says: 丙, severity: error, clause: 某条}
  - {id: AA-4, test: 'OR(ISBLANK([@done]),NOT(ISBLANK([@received])))', at: done, says: 丁, severity: error, clause: 某条}
  - {id: AA-5, test: 'WORKDAYS([@received],[@done])<=7', at: done, says: 戊, severity: error, clause: 某条}
  - {id: AA-6, test: 'OR(ISBLANK([@poor]),WORKDAYS([@received],期末)>10)', at: poor, says: 己, severity: query, clause: 某条}
"""
NAMES = ("张甲一", "张甲二", "")


def rows_of(rng: random.Random) -> tuple[Row, ...]:
    """A few people of a few households; days around a long holiday, some before any calendar begins."""
    days = [date(2004, 9, 24) + timedelta(number) for number in range(28)] + [date(2003, 12, 30), date(2004, 1, 2)]
    made = []
    for _ in range(rng.randrange(1, 5)):
        written = {
            "village": "示例庄村", "head_name": rng.choice(NAMES), "relation": rng.choice(["户主", "之子"]),
            "risk": rng.choice(["", "其他", "因学"]), "note": rng.choice(["", "", "已核"]), "poor": rng.choice(["", "√"]),
            "received": rng.choice(["", *map(str, rng.sample(days, 3))]), "done": rng.choice(["", *map(str, rng.sample(days, 3))]),
        }  # fmt: skip
        made.append(Row("all", {key: text for key, text in written.items() if text}, ""))
    return tuple(made)


@pytest.fixture(scope="module")
def form(tmp_path_factory: pytest.TempPathFactory) -> Form:
    path = tmp_path_factory.mktemp("rules") / "made-up.yaml"
    path.write_text(FORM, "utf-8")
    return load_form(path)


def test_blanks_and_working_days_are_judged_alike(form: Form, spreadsheet: Spreadsheet, tmp_path: Path) -> None:
    rng = random.Random(20041001)
    drawn = [Drawn("", 1, str(number), "2004-10", "village", rows_of(rng)) for number in range(90)]
    cases = [case_of_drawn(form, each) for each in drawn]
    layout = lay_out(form, ROWS)
    orders = [typed(layout, case) for case in cases]

    asked = [{"set": cells, "read": said} for cells, said in orders]
    answers = spreadsheet(blank(form, drawn[0], tmp_path), SHEET, asked, hard=True)["answers"]

    found = {finding.rule for case in cases for finding in examine(case).findings}
    assert found >= {rule.id for rule in form.rules}
    wrong = []
    for each, case, answer in zip(drawn, cases, answers, strict=True):
        wrong += differing(each, case, list(answer["read"].values()))
    assert wrong == []
