"""ISBLANK and WORKDAYS by themselves: what they need, what they give, how they are written and read aloud."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from drawn import made
from random_formulas import CALENDAR, NAMES, Row, compiled

from formkit.cases import case_of_drawn, read_cases
from formkit.checks import examine
from formkit.filing import Identity
from formkit.formula import Name, Value, asked_blank, counts_workdays, explain, parse, render
from formkit.layout import LIST_SHEET
from formkit.load import load_form
from formkit.write.book import write_workbook
from formkit.write.issue import Issue

ROW: dict[str, list[Value]] = {
    "n1": [5.0, None, 0.0], "t1": ["因学", None, "其他"], "k1": ["√", "", ""], "b1": [False, None, True],
    "d1": [date(2020, 1, 23), date(2020, 2, 28), None], "d2": [date(2020, 2, 3), None, date(2020, 2, 3)],
}  # fmt: skip


def values(text: str) -> list[Value]:
    run = compiled(parse(text, NAMES, expect=None))
    return [run(Row(ROW, row)) for row in range(3)]


def shown(text: str, *, guarded: bool = False) -> str:
    return render(parse(text, NAMES, expect=None), "<{}>".format, "<{}s>".format, str, guarded=guarded)


@pytest.mark.parametrize(("text", "result"), [
    ("ISBLANK([@n1])", [False, True, False]), ("ISBLANK([@t1])", [False, True, False]),
    ("ISBLANK([@d1])", [False, False, True]), ("ISBLANK([@b1])", [False, True, False]),
    ("ISBLANK([@k1])", [False, True, True]), ("isblank(([@k1]))", [False, True, True]),
    ('OR([@k1]="√",NOT(ISBLANK([@t1])))', [True, False, True]),   # required where there is no tick
    ('OR([@t1]="其他",ISBLANK([@n1]))', [False, None, True]),      # [@t1] itself is needed
    ("OR(ISBLANK([@n1]),[@n1]>3)", [True, None, False]),           # read outside as well: a blank skips the rule
    ("IF(ISBLANK([@n1]),TRUE,[@n1]>3)", [True, None, False]),
    ("ISBLANK([@n1])=ISBLANK([@t1])", [True, True, True]),
    ("WORKDAYS([@d1],[@d2])", [1, None, None]), ("WORKDAYS([@d2],[@d1])", [0, None, None]),
    ("WORKDAYS(DATE(2020,1,22),DATE(2020,2,3)+0.99)", [2, 2, 2]),
    ("WORKDAYS(DATE(2019,12,1),DATE(2020,6,30))<150", [True, True, True]),
    ("WORKDAYS(DATE(2019,11,30),DATE(2019,12,5))", [None, None, None]),
    ("WORKDAYS(DATE(2020,6,29),DATE(2020,7,1))", [None, None, None]),
    ("WORKDAYS(DATE(2020,7,1),DATE(2020,1,1))", [None, None, None]),
])  # fmt: skip
def test_values(text: str, result: list[Value]) -> None:
    assert values(text) == result


def test_what_isblank_asks_about_is_not_needed_unless_it_is_read_elsewhere() -> None:
    asking = parse('OR([@t1]<>"其他",NOT(ISBLANK([@n1])),ISBLANK([@k1]))', NAMES)
    assert (asking.needs, asked_blank(asking)) == (("t1",), ("n1", "k1"))
    reading = parse("OR(ISBLANK([@n1]),[@n1]>3)", NAMES)
    assert (reading.needs, asked_blank(reading)) == (("n1",), ())
    assert [counts_workdays(parse(text, NAMES)) for text in ("[@n1]>1", "1+WORKDAYS([@d1],[@d2])>2")] == [False, True]


@pytest.mark.parametrize(("text", "written"), [
    ("ISBLANK([@k1])", "LEN(<k1>)=0"), ("NOT(ISBLANK([@n1]))", "NOT(LEN(<n1>)=0)"),
    ("TRUE=ISBLANK([@n1])", "TRUE=(LEN(<n1>)=0)"), ("ISBLANK([@n1])=TRUE", "LEN(<n1>)=0=TRUE"),
    ("WORKDAYS([@d1],期末-1)",
     "IF(OR(<d1><_workdays_from,<d1>>=_workdays_to+1,期末-1<_workdays_from,期末-1>=_workdays_to+1),NA(),"
     "SUMPRODUCT((_workdays><d1>)*(_workdays<=期末-1)))"),
])  # fmt: skip
def test_rendering(text: str, written: str) -> None:
    assert shown(text) == written


def test_a_rendered_rule_runs_where_only_isblank_finds_a_blank() -> None:
    assert shown('OR([@t1]="x",ISBLANK([@n1]))', guarded=True) == 'IFERROR(IF(<t1>="",TRUE,OR(<t1>="x",LEN(<n1>)=0)),TRUE)'


@pytest.mark.parametrize(("text", "said"), [
    ('OR([@t1]<>"其他",NOT(ISBLANK([@n1])))', "「t1」不等于“其他”，或者「n1」已填写"),
    ("AND(ISBLANK([@n1]),[@b1])", "「n1」未填写，并且「b1」"), ("ISBLANK([@n1])=[@b1]", "（「n1」未填写）等于「b1」"),
    ("WORKDAYS([@d1],[@d2])<=7", "「d1」之后到「d2」（含）的工作日数不大于7"),
])  # fmt: skip
def test_read_aloud(text: str, said: str) -> None:
    assert explain(parse(text, NAMES), str) == said


FORM = """form: made-up
version: "1"
title: "{unit}试表"
agency: 某办
document: 某文
levels: [village, township]
period: {kind: month}
record: {grain: person, head: {relation: 户主}, name: head_name}
columns:
  - {key: head_name, label: 户主姓名, type: name, per: household, required: true}
  - {key: relation, label: 与户主关系, type: text, per: person}
  - {key: risk, label: 风险, type: text, per: household}
  - {key: note, label: 风险说明, type: text, per: household}
rules:
  - {id: AA-1, test: 'OR(ISBLANK([@risk]),NOT(ISBLANK([@note])))', at: note, says: 没有说明, severity: error, clause: 某条}
  - {id: AA-2, test: '[@note]<>"无"', at: note, says: 不能写无, severity: error, clause: 某条}
"""
CASES = """# 风险说明
报告期：2020-03

## 户主行在下面，风险写在户主行，全户没有说明；另一户只在第二人一行有说明
| 户主姓名 | 与户主关系 | 风险 | 风险说明 |
|---|---|---|---|
| 张甲一 | 之子 | | |
| 张甲一 | 户主 | 因学 | |
| 张甲二 | 户主 | 因学 | |
| 张甲二 | 之子 | | 已核 |

- 2 风险说明 rule 强制 AA-1
"""


def test_a_households_blank_is_asked_about_once_on_the_row_of_its_head(tmp_path: Path) -> None:
    (tmp_path / "f.yaml").write_text(FORM, "utf-8")
    (tmp_path / "c.md").write_text(CASES, "utf-8")
    form = load_form(tmp_path / "f.yaml")
    (drawn,) = read_cases(tmp_path / "c.md", form)
    case = case_of_drawn(form, drawn)

    broken = [(finding.places[0].cell, finding.rule) for finding in examine(case).findings]
    without = examine(replace(case, missing=frozenset({("all", "risk")})))

    assert broken == [("D2", "AA-1")]
    assert [finding.rule for finding in without.findings if finding.rule] == []
    assert {status.id: status.why for status in without.rules if status.id.startswith("AA")} == {"AA-1": "missing-column", "AA-2": ""}


@pytest.mark.parametrize(("test", "days"), [("WORKDAYS([@a],[@b])<=7", 749), ("[@b]-[@a]<=7", 0)])
def test_the_list_sheet_holds_the_calendar_of_forms_that_count_by_it(test: str, days: int, tmp_path: Path) -> None:
    rule = {"id": "AA-1", "test": test, "at": "b", "says": "甲", "clause": "某条"}
    columns = [{"key": "a", "label": "甲", "type": "date"}, {"key": "b", "label": "乙", "type": "date"}]
    form = made(columns, rules=[rule])
    names = {key: Name(key, "date") for key in "ab"}
    form = form.bound({}, {"AA-1": parse(test, names)})
    data = write_workbook(form, Issue(Identity("made-up", "1", period="2020-03"), {"all": 3}, end=date(2020, 3, 31)))
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert ("_workdays" in book.defined_names) == bool(days)
    if days:
        area = book.defined_names["_workdays"].attr_text.partition("!")[2]
        cells = [cell.value.date() for (cell,) in book[LIST_SHEET][area.replace("$", "")]]
        assert (cells[0], cells[-1], cells == sorted(set(cells))) == (date(2019, 1, 2), date(2021, 12, 31), True)
        assert CALENDAR[0] not in cells  # a Sunday
        assert date(2020, 10, 10) in cells
        assert len(cells) == days
