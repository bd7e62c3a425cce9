"""Persons whom more than one unit reports, as people see them: in check, in the report, after merge, in the roll-up workbooks."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from drawn import person
from drawn_twins import LEDGERS, part_of
from hypothesis import given, settings
from hypothesis import strategies as st
from office_task import EAST_A, EAST_B, ROWS, WEST_A, WEST_C, answer, blank_of, filled, household, new_task, run, send
from rollup_cases import COUNTY, TOWNS, rolled
from test_twins import PEOPLE, of_people, people

from formkit.model import Form
from formkit.saying import Reader, remedy, sentence
from formkit.twins import twins
from formkit.twins.across import across
from formkit.words import FINDINGS
from formkit.write.rollup_twins import twins_listing

FORM = LEDGERS[""]
CODE = "duplicate-across-filings"
NUMBERS = [person("1970-01-01", number) for number in range(9)]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """张甲一 in two villages of one township, otherwise in each; 张乙 in two sections of two townships; one number, two names."""
    task = new_task(tmp_path_factory.mktemp("twins"))
    settings = (task / "task.yaml").read_text("utf-8")
    (task / "task.yaml").write_text(settings.replace("queries: pass", "queries: block"), "utf-8")
    other = {"head_name": "张乙二"}
    send(task, EAST_A, {"marginal": [household(1), household(5, **other), household(3, head_name="张丙三")]})
    send(task, EAST_B, {"marginal": [household(1, helper="王帮二", risk="因残", explanation="两村都有房")]})
    send(task, WEST_C, {"unstable": [household(5, **other)]})
    send(task, WEST_A, {"marginal": [household(3, head_name="李丁四")]})
    return task


@pytest.fixture
def task(made: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    shutil.copytree(made, tmp_path / "task")
    return tmp_path / "task"


def test_each_of_the_two_units_is_told_where_the_other_is_and_how_to_settle_it(task: Path) -> None:
    document = answer("check", task)
    between = document["between"]
    assert {each["outcome"] for each in document["filings"]} == {"accepted"}  # though the task says queries: block
    assert between["rules"] == [{"id": CODE, "form": FORM.form, "status": "ran", "why": ""}]
    told = [(Path(each["file"]).name[:12], each["cell"], each["related"][0]["cell"], each["explained"]) for each in between["findings"]]
    assert told == [
        (EAST_A, "F12", "F10", False), (WEST_A, "F10", "F12", False),
        (EAST_A, "F11", "F25", False), (WEST_C, "F25", "F11", False),
        (EAST_A, "F10", "F10", False), (EAST_B, "F10", "F10", True),
    ]  # fmt: skip
    assert {(each["code"], each["rule"], each["severity"]) for each in between["findings"]} == {(CODE, CODE, "query")}
    name, section, facts = (between["findings"][place] for place in (0, 2, 5))
    assert name["message"] == "“身份证号码”与西镇(新区)甲庄村填报的一个人相同，姓名却不同"
    assert "西镇(新区)丙庄村也填报了，两处列在不同的部分" in section["message"]
    assert facts["message"] == "此人在甲庄村也填报了，两处填的“主要返贫风险(下拉菜单选择)”不一致"  # of one township, without its name
    assert all("保留" in each["remedy"] or "改正" in each["remedy"] for each in between["findings"])
    assert name["value"] == "*" * 14 + NUMBERS[3][-4:]


def test_people_read_it_and_the_check_is_not_clean_until_each_is_explained(task: Path) -> None:
    done = run("check", task)
    assert done.exit_code == 1
    assert f"{CODE} 已审核，6处问题" in done.stdout
    assert "李丁四" not in done.stdout
    assert not any(number in done.stdout for number in NUMBERS)
    why = {"explanation": "已与对方核实"}
    others = {"head_name": "张乙二", **why}
    send(task, EAST_A, {"marginal": [household(1, **why), household(5, **others), household(3, head_name="张丙三", **why)]})
    send(task, WEST_C, {"unstable": [household(5, **others)]})
    send(task, WEST_A, {"marginal": [household(3, head_name="李丁四", **why)]})
    assert {each["explained"] for each in answer("check", task)["between"]["findings"]} == {True}
    assert run("check", task).exit_code == 0


def test_the_report_and_the_page_list_them_and_show_no_number(task: Path) -> None:
    run("check", task)
    sheet = openpyxl.load_workbook(task / "returns" / "审核报告.xlsx")["表间审核"]
    texts = json.dumps([[str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)], ensure_ascii=False)
    page = (task / "returns" / "审核报告.html").read_text("utf-8")
    for text in (texts, page):
        assert text.count("两处列在不同的部分") == 2
        assert "已审核，6处问题" in text
        assert not any(number in text for number in NUMBERS)


def test_merge_says_what_kinds_there_are(task: Path) -> None:
    found = answer("merge", task)["duplicates"]
    assert [(each["kind"], each["traits"], each["differs"]) for each in found] == [
        ("other-name", ["other-name"], [{"key": "head_name", "label": "户主姓名"}]), ("two-sections", ["two-sections"], []),
        ("inconsistent", ["inconsistent"], [{"key": "risk", "label": "主要返贫风险(下拉菜单选择)"}]),
    ]  # fmt: skip
    assert [(place["unit"], place["cell"]) for place in found[1]["places"]] == [(EAST_A, "F11"), (WEST_C, "F25")]
    said = run("merge", task).stdout
    assert "有3人由两个以上单位填报（同号不同名1人、列在不同部分1人、内容不一致1人），见汇总表“重复人员”" in said


def listed(path: Path) -> list[list[str]]:
    """The lines of the sheet 重复人员, with its headings."""
    rows = openpyxl.load_workbook(path)["重复人员"].iter_rows(min_row=3, values_only=True)
    return [[str(cell or "") for cell in row] for row in rows]


def test_the_county_sees_both_ends_and_a_township_only_its_own(task: Path) -> None:
    run("merge", task)
    head, *county = listed(next((task / "rollup").glob("示例区*.xlsx")))
    assert head[1:9] == ["类型", "身份证号码（已遮盖）", "单位名称", "部分", "户主姓名", "与户主关系", "两处不一致的内容", "怎样处理"]
    assert [(line[0], line[1], line[3], line[7]) for line in county] == [
        ("1", "同号不同名", "东镇甲庄村", "户主姓名：张丙三"), ("1", "同号不同名", "西镇(新区)甲庄村", "户主姓名：李丁四"),
        ("2", "列在不同部分", "东镇甲庄村", ""), ("2", "列在不同部分", "西镇(新区)丙庄村", ""),
        ("3", "内容不一致", "东镇甲庄村", "主要返贫风险(下拉菜单选择)：因病"), ("3", "内容不一致", "东镇乙庄村", "主要返贫风险(下拉菜单选择)：因残"),
    ]  # fmt: skip
    assert [line[4] for line in county] == ["边缘户", "边缘户", "边缘户", "脱贫监测户", "边缘户", "边缘户"]
    _, *east = listed(next((task / "rollup").glob("东镇*.xlsx")))
    _, *west = listed(next((task / "rollup").glob("西镇*.xlsx")))
    assert [line[3] for line in east] == ["甲庄村", "西镇(新区)甲庄村", "甲庄村", "西镇(新区)丙庄村", "甲庄村", "乙庄村"]
    assert east[1][4:] == ["", "", "", "户主姓名：***", "", "", ""]
    assert [line[3] for line in west] == ["东镇甲庄村", "甲庄村", "东镇甲庄村", "丙庄村"]
    assert "张丙三" not in json.dumps(west, ensure_ascii=False)
    assert not any(number in json.dumps([county, east, west]) for number in NUMBERS)


def test_an_earlier_task_says_who_moved(tmp_path: Path) -> None:
    """张甲一 stood in 甲庄村 in March; in April both villages have the row, and nobody explained it."""
    before, now = new_task(tmp_path), tmp_path / "april"
    run("init", now, "--form", FORM.form, "--units", tmp_path / "roster.csv", "--period", "2020-04", "--rows", ROWS)
    settings = (now / "task.yaml").read_text("utf-8")
    (now / "task.yaml").write_text(settings.replace("before: []", "before: [../task]"), "utf-8")
    send(before, EAST_A, {"marginal": [household(1)]})
    send(before, WEST_C, {}, zero=True)
    run("generate", now)
    for unit in (EAST_A, WEST_C):
        send(now, unit, {"marginal": [household(1)]})
    found = answer("check", now)["between"]["findings"]
    first, second = (each["message"] for each in found if each["code"] == CODE)
    assert first == "此人原来由本单位填报，现在西镇(新区)丙庄村也填报了，像是转到了那里"
    assert second == "此人原来由东镇甲庄村填报，那里的表还有这一行，像是转到了本单位"
    assert [each["kind"] for each in answer("merge", now)["duplicates"]] == ["moved"]


def test_a_filing_accepted_with_15_digits_is_held_against_the_others(task: Path) -> None:
    old = NUMBERS[1][:6] + NUMBERS[1][8:17]
    path = filled(blank_of(task, EAST_A), task / "inbox" / blank_of(task, EAST_A).name, {"marginal": [household(1, id_number=old)]})
    assert run("accept", path, "--reason", "证件尚未换发", "--by", "王某").exit_code == 0
    assert CODE in run("check", task).stdout
    document = answer("merge", task)
    (twin,) = document["duplicates"]
    assert (twin["kind"], twin["traits"]) == ("inconsistent", ["inconsistent", "old-number"])
    assert [(place["unit"], place["cell"]) for place in twin["places"]] == [(EAST_A, "F10"), (EAST_B, "F10")]
    county = document["rollups"][-1]["sections"]["marginal"]
    assert (county["persons"], county["distinct_persons"]) == (3, 2)
    again = answer("merge", *(task / "rollup").glob("*镇*.xlsx"), "-o", task / "again")
    assert again["duplicates"] == document["duplicates"]
    assert again["rollups"][-1]["sections"] == document["rollups"][-1]["sections"]


def test_explain_tells_every_kind() -> None:
    told = run("explain", CODE)
    assert told.exit_code == 0
    assert told.stdout.count(f"{CODE}  核实 query") == sum(sentence.code == CODE for sentence in FINDINGS.values()) == 8


def test_only_a_form_that_asks_for_it_is_asked() -> None:
    """Where the same number may stand in several filings (unique: filing, or not at all), nobody is told; the list has them."""
    parts = of_people([{}], [{}])
    asked = across({PEOPLE.form: PEOPLE}, parts)
    assert (len(asked.findings), [rule.ran for rule in asked.rules]) == (2, [True])
    assert [(rule.ran, rule.why) for rule in across({PEOPLE.form: PEOPLE}, of_people([], [])).rules] == [(False, "no-rows")]
    for other in (people("filing"), people(None)):
        assert (across({other.form: other}, parts).rules, len(twins(other, parts))) == ((), 1)


def test_of_what_is_sensitive_only_the_difference_is_listed() -> None:
    parts = of_people([{"illness": "甲病", "income": 5}], [{"illness": "乙病", "income": 6}])
    rows = twins_listing(rolled(parts, COUNTY, PEOPLE), twins(PEOPLE, parts)).rows
    assert [line[7] for line in rows] == ["病种：有差别\n收入：5", "病种：有差别\n收入：6"]


def test_a_move_that_the_form_s_own_columns_tell_of_is_explained() -> None:
    """Away by its own reason, there by the reason for coming; a village that gives none is asked."""
    form = LEDGERS["-monthly"]
    row = "边缘户 | 张三 | 户主 | 1"
    for mine, theirs, expected in (
        ("变动情况=迁出", "变动情况=迁入", [True, True]), ("变动情况=迁出", "", [True, False]), ("变动情况=信息更正", "", [False, False]),
    ):  # fmt: skip
        parts = [part_of(form, "甲", [f"{row} | {mine}"]), part_of(form, "乙", [f"{row} | {theirs}"])]
        assert [one.finding.explained for one in across({form.form: form}, parts).findings] == expected, (mine, theirs)
    before = [part_of(form, "甲", [row], "2020-02"), part_of(form, "乙", [], "2020-02")]
    parts = [part_of(form, "甲", [f"{row} | 变动情况=信息更正"]), part_of(form, "乙", [f"{row} | 变动情况=迁入"])]
    assert [one.finding.explained for one in across({form.form: form}, parts, before).findings] == [False, True]


NAMES = {"甲": "赵一", "乙": "钱二", "丙": "孙三", "丁": "李四"}
ROW = st.tuples(
    st.sampled_from(["边缘户", "脱贫监测户"]), st.sampled_from(["户主", "之子"]), st.sampled_from(["1", "1旧", "2", "2旧"]),
    st.sampled_from(["", "家庭人口数=3", "变动情况=迁出"]),
)  # fmt: skip


@given(st.fixed_dictionaries(dict.fromkeys(NAMES, st.lists(ROW, max_size=3))), st.booleans())
@settings(max_examples=60, deadline=None)
def test_a_masked_end_never_holds_the_other_s_number_or_name(drawn: dict[str, list[tuple[str, ...]]], one_name: bool) -> None:
    form = LEDGERS["-monthly"]
    names = dict.fromkeys(NAMES, "周五") if one_name else NAMES
    parts = [part_of(form, unit, [" | ".join((row[0], names[unit], *row[1:])) for row in rows]) for unit, rows in drawn.items()]
    found = twins(form, parts)
    for one in across({form.form: form}, parts).findings:
        own = one.unit[0]
        for reader in ("office", "unit", "plain"):
            assert_nothing_of_others(said_to(form, one.finding, reader), own, str(one.finding.value))
    for town in TOWNS:
        for line in twins_listing(rolled(parts, town, form), found).rows:
            if line[4] == "":  # an end outside: no section, no file
                assert_nothing_of_others(" ".join(map(str, line)), "", "")
                assert [line[place] for place in (4, 5, 6, 8, 9, 10)] == [""] * 6


def said_to(form: Form, finding: Any, reader: Reader) -> str:
    return sentence(form, finding, reader) + remedy(form, finding, reader)


def assert_nothing_of_others(text: str, own: str, number: str) -> None:
    """No name but one's own, and no number but the one written in one's own cell."""
    assert not any(name in text for unit, name in NAMES.items() if unit != own)
    assert "周五" not in text
    for other in (NUMBERS[1], NUMBERS[2], *(each[:6] + each[8:17] for each in NUMBERS[1:3])):
        assert other == number or other not in text
