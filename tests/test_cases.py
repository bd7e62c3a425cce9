"""Every drawn case: the set of findings is exactly the set that is drawn; every rule is seen from both sides."""

from __future__ import annotations

from pathlib import Path

import pytest
from drawn import CASES, cases_of, made

from formkit import words
from formkit.cases import Drawn, case_of_drawn, read_cases, verdict
from formkit.checks.rules import outcomes
from formkit.load import SchemaError, find_form, shipped_forms
from formkit.model import Form

FORMS = shipped_forms()
ALL = [
    pytest.param(form, drawn, id=f"{form.form}/{Path(drawn.file).stem}/{drawn.title}")
    for form in FORMS
    for drawn in cases_of(form)
]


@pytest.mark.parametrize(("form", "drawn"), ALL)
def test_findings_are_exactly_those_drawn(form: Form, drawn: Drawn) -> None:
    assert verdict(form, drawn) == ((), ())


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.form)
def test_every_rule_has_a_case_on_both_sides(form: Form) -> None:
    seen: dict[str, set[object]] = {}
    for drawn in cases_of(form):
        for rule, answers in outcomes(case_of_drawn(form, drawn)).items():
            seen.setdefault(rule, set()).update(answers)

    rules = [rule.id for rule in form.rules if rule.scope == "row"]

    assert [rule for rule in rules if False not in seen.get(rule, ())] == []
    assert [rule for rule in rules if True not in seen.get(rule, ())] == []


def test_every_shipped_form_has_cases_and_the_other_way_round() -> None:
    assert {folder.name for folder in CASES.iterdir()} == {form.form for form in FORMS}


def test_every_check_of_a_value_has_a_case() -> None:
    drawn_codes = {expected.says[2] for param in ALL for expected in param.values[1].expected}
    by_value = {
        "required", "not-in-codelist", "not-a-tick", "not-a-number", "not-whole", "out-of-range", "name-odd",
        "text-too-long", "date-format", "date-after-period", "id-is-number", "id-length", "id-characters",
        "id-province", "id-birth-date", "id-checksum", "duplicate", "household-size", "household-head",
        "household-differs", "rule",
    }  # fmt: skip

    assert by_value <= drawn_codes


GOOD = """\
# 试

报告期：2020-03

## 基准
| 栏目 | 填写 |
|---|---|
| 身份证号 | 自动 |
| 甲›人数 | 2 |

## 一个
| 甲›人数 | 日期(年月) |
|---|---|
| 9 | 2020年2月 |
| 3 | 2020年4月 |

- 1 甲›人数 out-of-range 强制
- 2 日期 date-after-period 强制
"""
# What is changed in the good file, what the mistake must point at, and its code.
WRONG = [
    ("报告期：2020-03\n", "", "# 试", "case-no-period"),
    ("2020-03", "2020Q1", "报告期", "case-period"),
    ("# 试\n", "填报级：省\n", "填报级", "case-level"),
    ("| 9 | 2020年2月 |\n| 3 | 2020年4月 |\n", "", "| 甲›人数 | 日期", "case-table"),
    ("| 9 |", "|---|---|\n| 9 |", "| 甲›人数 | 日期", "case-table"),
    ("| 栏目 | 填写 |\n|---|---|\n| 身份证号 | 自动 |\n| 甲›人数 | 2 |\n", "", "基准", "case-no-table"),
    ("2020年2月 |", "2020年2月", "| 9", "case-bar"),
    ("| 9 |", "| 9 | 9 |", "9 | 9", "case-cells"),
    ("| 栏目 |", "| 列 |", "列", "case-base"),
    ("| 甲›人数 | 日", "| 人数 | 日", "人数 | 日", "case-column-shared"),
    ("| 日期(年月) |", "| 日期1 |", "日期1", "unknown-column-name"),
    ("| 日期(年月) |", "| 日期 | 日期 |", "日期 |\n", "repeated-name"),
    ("| 9 |", "| 自动 |", "自动 | 2020", "case-automatic"),
    ("| 9 |", "| 数字九 |", "数字九", "case-number"),
    ("| 日期(年月) |", "| 部分 |", "2020年2月", "case-section"),
    ("- 1", "没有问题\n\n- 1", "一个", "case-both"),
    ("- 1 甲›人数 out-of-range 强制\n- 2 日期 date-after-period 强制\n", "", "一个", "case-neither"),
    ("- 1 甲", "-1 甲", "-1", "case-expectation"),
    ("- 1 甲", "－ 1 甲", "－", "case-expectation"),
    ("- 1 甲", "- 4 甲", "- 4", "case-row"),
    ("out-of-range", "out-of-rang", "- 1", "case-code"),
    ("out-of-range 强制", "rule 强制 T-9", "- 1", "case-rule"),
    ("out-of-range 强制", "out-of-range 强制 T-1", "- 1", "case-rule"),
]  # fmt: skip


@pytest.fixture(scope="module")
def form() -> Form:
    count = {"key": "count", "label": "人数", "type": "whole", "max": 5}
    return made(
        [
            {"key": "id_number", "label": "身份证号", "type": "resident-id"},
            {"key": "month", "label": "日期(年月)", "type": "month"},
            {"label": "甲", "columns": [count]}, {"label": "乙", "columns": [{**count, "key": "other"}]},
        ],
        rules=[{"id": "T-1", "test": "TRUE", "at": "count", "says": "不", "clause": "一"}],
    )  # fmt: skip


def test_a_file_of_cases_is_read_and_run_for_any_form(tmp_path: Path, form: Form) -> None:
    path = tmp_path / "cases.md"
    path.write_text(GOOD.replace("- 2", "- 2 甲›人数 required 强制\n- 2"), "utf-8")

    (drawn,) = read_cases(path, form.model_copy(update={"rules": ()}))

    assert (drawn.line, drawn.title, drawn.period, drawn.level) == (11, "一个", "2020-03", "village")
    assert verdict(form.model_copy(update={"rules": ()}), drawn) == (((18, "2 甲›人数 required 强制"),), ())


def test_what_is_found_without_being_drawn_is_told_as_it_would_be_drawn(tmp_path: Path, form: Form) -> None:
    path = tmp_path / "cases.md"
    path.write_text(GOOD.replace("- 1 甲›人数 out-of-range 强制\n", ""), "utf-8")
    bare = form.model_copy(update={"rules": ()})

    assert verdict(bare, read_cases(path, bare)[0]) == ((), ("1 甲›人数 out-of-range 强制",))


@pytest.mark.parametrize(("old", "new", "at", "code"), WRONG, ids=[f"{code}-{new[:9]}" for _, new, _, code in WRONG])
def test_every_mistake_in_a_file_of_cases_has_its_place(
    tmp_path: Path, form: Form, old: str, new: str, at: str, code: str
) -> None:
    path = tmp_path / "cases.md"
    text = GOOD.replace(old, new, 1)
    path.write_text(text, "utf-8")
    before = text[: text.index(at)]

    with pytest.raises(SchemaError) as caught:
        read_cases(path, form)

    places = [(each.line, each.column, each.code) for each in caught.value.mistakes]
    assert (before.count("\n") + 1, len(before) - before.rfind("\n"), code) in places
    assert all(words.both(each.code, each.args) for each in caught.value.mistakes)


def test_a_file_that_is_no_text_is_one_mistake(tmp_path: Path, form: Form) -> None:
    path = tmp_path / "cases.md"
    path.write_bytes("报告期".encode("gb18030"))

    with pytest.raises(SchemaError) as caught:
        read_cases(path, form)

    assert [each.code for each in caught.value.mistakes] == ["yaml-encoding"]


def test_the_shipped_forms_are_found_by_the_names_of_their_folders() -> None:
    for folder in CASES.iterdir():
        assert find_form(folder.name).form == folder.name
