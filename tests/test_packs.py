"""The pack of rules from outside the documents: off until a task asks, applied where the columns are, each on both sides."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from drawn import END, made, person

from formkit.checks import case_of, examine
from formkit.columns import specs
from formkit.filing import Filing, Identity, Record, Rows, Source
from formkit.load import find_form, find_pack, with_pack
from formkit.model import Form
from formkit.task import open_task
from formkit.types import KINDS

PACK = find_pack("national-quality")
TEXTS = ("relation", "education_level", "grade", "skill", "health", "insured_resident", "insured_worker", "risk", "risk_note", "measures")
COLUMNS: list[dict[str, Any]] = [
    {"key": "head_name", "label": "户主姓名", "type": "name"}, {"key": "id_number", "label": "证件号码", "type": "resident-id"},
    {"key": "labour", "label": "劳动力", "type": "whole"}, {"key": "household_size", "label": "人口", "type": "whole"},
    {"key": "wage", "label": "月工资", "type": "money"}, {"key": "land", "label": "土地", "type": "money"},
    {"key": "phone", "label": "电话", "type": "phone"}, {"key": "recognised", "label": "认定", "type": "month"},
    {"key": "lifted_on", "label": "解除", "type": "date"},
    *({"key": key, "label": f"甲{index}", "type": "text"} for index, key in enumerate(TEXTS)),
]  # fmt: skip
MALE, FEMALE = "1980-05-05/1", "1980-05-05/2"
# Rule, a row that breaks it, a row that does not (next to its limit where it has one). Born so many years before 2020-03-31.
CASES: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("NQ-01", {"relation": "之子", "id_number": FEMALE}, {"relation": "之子", "id_number": MALE}),
    ("NQ-02", {"relation": "之女", "id_number": MALE}, {"relation": "之女", "id_number": FEMALE}),
    ("NQ-04", {"education_level": "小学", "grade": "小学"}, {"education_level": "小学"}),
    ("NQ-05", {"id_number": "2004-04-01/1", "skill": "普通劳动力"}, {"id_number": "2004-03-31/1", "skill": "普通劳动力"}),
    ("NQ-06", {"id_number": "1960-03-31/1", "skill": "普通劳动力"}, {"id_number": "1960-04-01/1", "skill": "普通劳动力"}),
    ("NQ-07", {"id_number": "2004-03-31/1", "skill": "无劳动力", "health": "健康"},
     {"id_number": "2004-03-31/1", "skill": "无劳动力", "health": "健康", "grade": "普通高中一年级"}),
    ("NQ-08", {"grade": "小学", "skill": "普通劳动力"}, {"grade": "小学", "skill": "无劳动力"}),
    ("NQ-09", {"health": "残疾,长期慢性病", "id_number": MALE}, {"health": "残疾,长期慢性病", "id_number": "1980-05-05/1+43"}),
    ("NQ-10", {"skill": "普通劳动力", "id_number": "1980-05-05/1+42"}, {"skill": "普通劳动力", "id_number": "1980-05-05/1+43"}),
    ("NQ-11", {"grade": "小学", "id_number": "2014-04-01/1"}, {"grade": "小学", "id_number": "2014-03-31/1"}),
    ("NQ-12", {"grade": "七年级", "id_number": "2002-03-31/1"}, {"grade": "七年级", "id_number": "2002-04-01/1"}),
    ("NQ-13", {"grade": "中职一年级", "id_number": "2005-04-01/1"}, {"grade": "中职一年级", "id_number": "2005-03-31/1"}),
    ("NQ-14", {"grade": "硕士研究生及以上", "id_number": "2000-04-01/1"}, {"grade": "硕士研究生及以上", "id_number": "2000-03-31/1"}),
    ("NQ-15", {"insured_resident": "是", "insured_worker": "是"}, {"insured_resident": "是", "insured_worker": "否"}),
    ("NQ-16", {"insured_resident": "否", "insured_worker": "否"}, {"insured_resident": "否", "insured_worker": "是"}),
    ("NQ-17", {"risk": "其他"}, {"risk": "其他", "risk_note": "欠债"}),
    ("NQ-18", {"risk": "因务工就业不稳", "labour": 0}, {"risk": "因务工就业不稳", "labour": 1}),
    ("NQ-19", {"risk": "缺劳动力", "labour": 2, "household_size": 7}, {"risk": "缺劳动力", "labour": 2, "household_size": 8}),
    ("NQ-20", {"risk": "因病", "measures": "产业帮扶"}, {"risk": "因病", "measures": "产业帮扶、健康帮扶"}),
    ("NQ-21", {"risk": "因学", "measures": "产业帮扶"}, {"risk": "因学", "measures": "教育帮扶"}),
    ("NQ-22", {"risk": "因残", "measures": "产业帮扶"}, {"risk": "因残", "measures": "综合保障"}),
    ("NQ-23", {"risk": "因安全住房", "measures": "产业帮扶"}, {"risk": "因安全住房", "measures": "住房安全保障"}),
    ("NQ-24", {"risk": "因安全饮水", "measures": "产业帮扶"}, {"risk": "因安全饮水", "measures": "饮水安全保障"}),
    ("NQ-25", {"labour": 1, "measures": "综合保障"}, {"labour": 0, "measures": "综合保障"}),
    ("NQ-26", {"wage": "99.99"}, {"wage": 100}),
    ("NQ-28", {"land": "100.01"}, {"land": 100}),
    ("NQ-29", {"recognised": "2019-08", "lifted_on": "2020-01-31"}, {"recognised": "2019-08", "lifted_on": "2020-02-01"}),
]  # fmt: skip


def raw(key: str, value: Any) -> Any:
    """A number is made of a day of birth, a sequence and what stands behind the 18 characters."""
    if key != "id_number" or "/" not in str(value):
        return value
    born, _, rest = str(value).partition("/")
    sequence, _, tail = rest.partition("+")
    return person(born.replace("-", ""), int(sequence)) + tail


def broken(*rows: dict[str, Any]) -> set[str]:
    """The rules of the pack that some row breaks."""
    form: Form = with_pack(made(COLUMNS), PACK)
    asked = specs(form, END, ())
    records = []
    for number, row in enumerate(rows, 1):
        raws = tuple(raw(column.key, row.get(column.key)) for column in form.leaves)
        readings = tuple(KINDS[spec.column.type].read(value, spec) for spec, value in zip(asked, raws, strict=True))
        assert not any(reading.wrong for reading in readings), row
        records.append(Record("all", "填报表", number, readings, raws, tuple(f"A{number}" for _ in raws)))
    identity = Identity(form.form, form.version, "", "2020-03")
    filing = Filing(Source("t.xlsx", "0"), identity, (), tuple(records), Rows(len(records), len(records), 0, 0))
    return {str(finding.rule) for finding in examine(case_of(form, filing, asked, END)).findings if finding.rule}


@pytest.mark.parametrize(("rule", "bad", "good"), CASES, ids=[rule for rule, _, _ in CASES])
def test_each_rule_on_both_sides(rule: str, bad: dict[str, Any], good: dict[str, Any]) -> None:
    assert rule in broken(bad)
    assert rule not in broken(good)


def test_two_spouses_in_one_household() -> None:
    rows = [{"head_name": "张甲一", "relation": relation} for relation in ("户主", "配偶", "配偶")]

    assert "NQ-03" in broken(*rows)
    assert "NQ-03" not in broken(*rows[:2])


def test_one_telephone_for_two_households() -> None:
    assert "NQ-27" in broken({"phone": "13900000000"}, {"phone": "13900000000"})
    assert "NQ-27" not in broken({"phone": "13900000000"}, {"phone": "13900000001"})


def test_every_rule_of_the_pack_is_drawn() -> None:
    assert {rule.id for rule in PACK.rules} == {rule for rule, _, _ in CASES} | {"NQ-03", "NQ-27"}


def test_a_form_takes_the_rules_whose_columns_it_has() -> None:
    ledger = find_form("zaozhuang-ledger")
    taken = {rule.id for rule in with_pack(ledger, PACK).rules} - {rule.id for rule in ledger.rules}

    assert taken == {"NQ-01", "NQ-02", "NQ-03"}


def test_the_rules_are_off_until_a_task_asks(task: Path) -> None:
    settings = (task / "task.yaml").read_text("utf-8")
    before = {rule.id for rule in open_task(task).forms["zaozhuang-ledger"].rules}
    (task / "task.yaml").write_text(settings.replace("packs: []", "packs: [national-quality]"), "utf-8")
    after = {rule.id for rule in open_task(task).forms["zaozhuang-ledger"].rules}

    assert after - before == {"NQ-01", "NQ-02", "NQ-03"}
