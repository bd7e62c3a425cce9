"""What the page 填表说明 and the hints say of forms whose rows are households or lines."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest

from formkit.filing import Identity, Step
from formkit.layout import GUIDE_SHEET, SHEET, lay_out
from formkit.load import shipped_forms
from formkit.model import Column, Form
from formkit.types import KINDS, Reading, Spec
from formkit.words import FINDINGS
from formkit.words.workbook import WORKBOOK
from formkit.write.book import write_workbook
from formkit.write.issue import Issue

FORMS = {form.form: form for form in shipped_forms()}
ALONE = [form for form in FORMS.values() if form.record.grain != "person"]


def opened(form: Form) -> Any:
    path = (Step("township", "379999100000", "东镇"), Step("county", "379999000000", "示例区"))
    identity = Identity(form.form, form.version, path[0].code, "2020-07", path=path)
    return openpyxl.load_workbook(io.BytesIO(write_workbook(form, Issue(identity, {part.key: 4 for part in form.sections}))))


@pytest.mark.parametrize("form", ALONE, ids=lambda form: form.form)
def test_nobody_is_asked_for_households_or_persons_where_a_row_is_one(form: Form) -> None:
    rows = [[value for value in row if value] for row in opened(form)[GUIDE_SHEET].iter_rows(values_only=True)]
    said = {row[0]: row for row in rows if row}
    text = "\n".join(str(value) for row in rows for value in row)

    assert said["栏目"] == ["栏目", "填什么", "可选项", "必填", "来源"]
    assert "户主" not in "\n".join(str(row[0]) for row in rows[-3:] if row)
    assert "“本表”" not in text
    assert ("个人信息" in text) == any(column.type in ("name", "resident-id") for column in form.leaves)
    for column in form.leaves:
        line = said["›".join(form.paths[column.key])]
        if column.type == "serial":
            assert line[-2] == "已编好"
        if column.level in ("township", "county"):
            assert line[-2] == "已填好"


@pytest.mark.parametrize(
    ("kind", "limits", "hint"),
    [
        ("whole", {}, "填整数，只写数字。"), ("whole", {"min": 0}, "填整数，只写数字。"), ("whole", {"min": 3}, "填不小于3的整数，只写数字。"),
        ("whole", {"max": 9}, "填0到9的整数，只写数字。"), ("money", {"min": 0}, "填金额，单位元，最多两位小数。"),
        ("money", {"min": -50}, "填不小于-50的金额，单位元，最多两位小数。"), ("money", {"min": 1, "max": 5}, "填1到5的金额，单位元，最多两位小数。"),
    ],
)  # fmt: skip
def test_only_the_limits_of_the_schema_are_said(kind: Any, limits: Any, hint: str) -> None:
    spec = Spec(Column(key="a", label="甲", type=kind, **limits))
    found = KINDS[kind].guard("A1", spec)
    said = [WORKBOOK[f"{which}-{found.wording}"].zh.format_map({**found.args, "label": "甲"}) for which in ("live", "wrong")]

    assert WORKBOOK[f"hint-{found.wording}"].zh.format_map(found.args) == hint
    assert not any("999" in each for each in (hint, *said))
    assert all("max" in limits or "负数" in each or "不小于" in each for each in said)


@pytest.mark.parametrize(
    ("limits", "value", "said"),
    [({}, -1, "不能是负数"), ({"min": 3}, 2, "不能小于3"), ({}, 1e13, "太大"), ({"max": 9}, 10, "应在0到9之间")],
)  # fmt: skip
@pytest.mark.parametrize("kind", ["whole", "money"])
def test_a_number_outside_its_limits_is_told_those_of_the_schema(kind: Any, limits: Any, value: float, said: str) -> None:
    reading: Reading = KINDS[kind].read(value, Spec(Column(key="a", label="甲", type=kind, **limits)))
    sentence = FINDINGS[reading.problem]

    assert (sentence.code or reading.problem) == "out-of-range"
    assert said in sentence.zh.format_map({"label": "甲", "value": str(value), **reading.args})


@pytest.mark.parametrize("word", ["不详", "户主", "本人"])
def test_what_people_write_for_want_of_a_name_is_asked_about(word: str) -> None:
    spec = Spec(Column(key="a", label="甲", type="name"))

    assert KINDS["name"].read(word, spec).problem == "name-odd"
    assert f"|{word}|" in KINDS["name"].guard("A1", spec).live
    assert not KINDS["name"].read(f"{word}安", spec).problem


def test_a_choice_longer_than_its_column_wraps() -> None:
    form = FORMS["longkou-case"]
    sheet, row = opened(form)[SHEET], lay_out(form, 4).blocks[0].first_row
    wrapped = [sheet.cell(row, form.places[key] + 1).alignment.wrap_text for key in ("channel", "measures")]

    assert wrapped == [True, True]
    assert not sheet.cell(row, form.places["id_number"] + 1).alignment.wrap_text
