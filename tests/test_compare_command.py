"""formkit compare, and what a check of the month after asks: from two task folders with filled-in workbooks."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from drawn_compare import HERE, number_of
from office_task import answer, run

from formkit import disk, period
from formkit.filing import Identity
from formkit.identity import steps
from formkit.load import load_form
from formkit.roster import read_roster
from formkit.types import Raw
from formkit.write.book import write_workbook
from formkit.write.issue import Entry, Issue

ROSTER = """代码,名称,级别,上级
379999000000,示例区,县,
379999100000,示例镇,乡,379999000000
379999100200,东村,村,379999100000
379999100201,西村,村,379999100000
379999100202,南村,村,379999100000
379999100203,北村,村,379999100000
"""
EAST, WEST, SOUTH, NORTH = "379999100200", "379999100201", "379999100202", "379999100203"
Rows = Sequence[Mapping[str, str]]


def row(head: str, relation: str, who: str, **more: str) -> dict[str, str]:
    """A row of the people form."""
    return {"head_name": head, "relation": relation, "id_number": number_of(who), **more}


FIRST: Mapping[str, Rows] = {
    EAST: [
        row("张甲", "户主", "张甲", income="4000", helper="钱甲", diagnosis="甲病"), row("张甲", "之妻", "李甲"),
        row("王甲", "户主", "王甲"), row("赵甲", "户主", "赵甲"),
    ],
    WEST: [row("钱乙", "户主", "钱乙")],
    SOUTH: [row("孙甲", "户主", "孙甲")],
}  # fmt: skip
SECOND: Mapping[str, Rows] = {
    EAST: [
        row("张甲", "户主", "张甲", income="40000", helper="钱丙", diagnosis="乙病"), row("张甲", "之妻", "李甲"),
        row("王甲", "户主", "王甲", change="消除"), row("李乙", "户主", "李乙"),
    ],
    WEST: [row("钱乙", "户主", "钱乙")],
}  # fmt: skip


def filing(task: Path, unit: str, rows: Rows, name: str = "") -> Path:
    """A unit's workbook, filled in, in the inbox of a task."""
    form, roster = load_form(task.parent / "people.yaml"), read_roster((task / "units.csv").read_bytes())
    when = period.parse(task.name)
    identity = Identity(form.form, form.version, unit, task.name, path=steps(roster.path(unit)))
    values = (tuple(_typed(row.get(column.key, ""), column.type) for column in form.leaves) for row in rows)
    entries = {"marginal": tuple(Entry(value) for value in values)}
    places, rows_of = tuple(roster.limited(unit).units.values()), {part.key: 6 for part in form.sections}
    issue = Issue(identity, rows_of, places, when.end, when.label, entries=entries)
    return disk.write(task / "inbox" / (name or f"{unit}.xlsx"), write_workbook(form, issue))


def _typed(text: str, kind: str) -> Raw:
    return int(text) if text and kind in ("money", "whole") else text or None


def people_form() -> str:
    """The form of the drawn cases, with a column that nobody may see."""
    text = (HERE / "forms" / "people.yaml").read_text("utf-8")
    column = "  - {key: diagnosis, label: 病种, type: text, per: person, sensitive: health}\n"
    return text.replace("  - {key: change,", f"{column}  - {{key: change,")


@pytest.fixture(scope="module")
def months(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two tasks beside each other: 2020-03, and 2020-04 that names it; a village's March file was sent in again in April."""
    folder = tmp_path_factory.mktemp("months")
    (folder / "people.yaml").write_text(people_form(), "utf-8")
    (folder / "roster.csv").write_text(ROSTER, "utf-8")
    for month, sent in (("2020-03", FIRST), ("2020-04", SECOND)):
        task = folder / month
        made = run("init", task, "--form", folder / "people.yaml", "--units", folder / "roster.csv", "--period", month)
        assert made.exit_code == 0, made.stderr
        for unit, rows in sent.items():
            filing(task, unit, rows)
    named = folder / "2020-04" / "task.yaml"
    named.write_text(named.read_text("utf-8").replace("before: []", "before: [../2020-03]"), "utf-8")
    assert run("check", folder / "2020-03").exit_code == 0
    shutil.copy(folder / "2020-03" / "inbox" / f"{SOUTH}.xlsx", folder / "2020-04" / "inbox" / "南村四月.xlsx")
    return folder


@pytest.fixture(scope="module")
def told(months: Path) -> Result:
    return run("compare", months / "2020-04")


def test_people_read_each_township_each_unit_and_each_change(told: Result) -> None:
    assert told.exit_code == 1
    lines = [line.rstrip() for line in told.stdout.splitlines()]
    assert lines[0] == "《试名册》2020年3月 → 2020年4月"
    assert lines[1] == "示例镇：上期末4户5人，新增1户1人，风险消除1户1人，未说明减少1户1人，本期末3户4人，消除率20.00%（按户数）"
    assert "  西村：与上期完全相同" in lines
    assert f"    新增 李乙（户主） **************{number_of('李乙')[-4:]}" in lines
    assert f"    风险消除 王甲（户主） **************{number_of('王甲')[-4:]} （消除）" in lines
    assert f"    未说明减少 赵甲（户主） **************{number_of('赵甲')[-4:]}" in lines
    assert "南村：本期还没有报来可用的表，没有比较" in lines
    assert "合计：上期末4户5人" in told.stdout


def test_what_differs_is_told_old_and_new_and_health_never(told: Result, months: Path) -> None:
    changed = next(line for line in told.stdout.splitlines() if "内容变化 张甲" in line)
    assert changed.endswith("：帮扶人 钱甲 → 钱丙；年收入 4000 → 40000；病种有变化")
    plain = run("compare", months / "2020-04", "--show-values").stdout
    assert "甲病" not in told.stdout + plain
    assert number_of("张甲") not in told.stdout
    assert number_of("张甲") in plain


def test_what_must_be_explained_is_listed_with_its_place(told: Result) -> None:
    asked = told.stdout.split("要核实的有3处：")[1]
    assert "“年收入”2020年3月是4000，这次是40000，变化比平常大" in asked
    assert "2020年3月的表第" in asked
    assert "有“赵甲（户主）”，这次没有了，也没有写明原因" in asked
    assert "与2020年3月报的完全一样，1行没有一处变动" in asked
    assert "2020-03已经收到过（inbox/379999100202.xlsx），是同一个文件" in told.stdout


def test_the_same_as_json(months: Path) -> None:
    found = answer("compare", months / "2020-04")

    assert (found["form"], found["before"], found["after"]) == ("people", "2020-03", "2020-04")
    east, west = found["units"]
    assert (east["name"], east["unchanged"], west["unchanged"]) == ("东村", False, True)
    assert east["flow"]["removed"] == {"households": 1, "persons": 1}
    assert [change["kind"] for change in east["changes"]] == ["added", "removed", "gone", "changed"]
    removed, gone, changed = east["changes"][1:]
    assert (removed["reason"], removed["after"]["row"]) == ("消除", removed["before"]["row"])
    assert gone["after"] is None
    assert gone["before"]["file"] == "../2020-03/inbox/379999100200.xlsx"
    assert gone["before"]["cell"].startswith("E")
    assert [column["key"] for column in changed["columns"]] == ["helper", "income", "diagnosis"]
    assert changed["columns"][1] == {"key": "income", "label": "年收入", "from": "4000", "to": "40000"}
    assert (changed["columns"][2]["from"], changed["columns"][2]["to"]) == (None, None)
    assert [(jump["key"], jump["before"], jump["after"]) for jump in found["jumps"]] == [("income", "4000", "40000")]
    assert {query["code"] for query in found["queries"]} == {"unchanged", "gone", "jump"}
    assert [(each["name"], each["why"]) for each in found["not_compared"]] == [("南村", "no-after")]
    assert [each["file"] for each in found["resent"]] == ["inbox/南村四月.xlsx"]
    assert found["other_forms"] == []
    assert number_of("张甲") not in json.dumps(found, ensure_ascii=False)


def test_nothing_is_written_by_comparing(months: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in months.rglob("*")}

    run("compare", months / "2020-04", "--with", months / "2020-03", "--json")

    assert {path: path.stat().st_mtime_ns for path in months.rglob("*")} == before


def test_folders_and_files_are_compared_like_tasks(months: Path) -> None:
    by_task = answer("compare", months / "2020-04", "--with", months / "2020-03")
    loose = answer("compare", months / "2020-04" / "inbox" / f"{EAST}.xlsx", "--with", months / "2020-03" / "inbox")

    assert [unit["flow"] for unit in loose["units"]] == [by_task["units"][0]["flow"]]
    assert [each["name"] for each in loose["not_compared"]] == ["西村", "南村"]
    assert loose["units"][0]["changes"][0]["after"]["file"].endswith(f"2020-04/inbox/{EAST}.xlsx")


def test_a_rolled_up_month_is_compared_as_well(months: Path) -> None:
    merged = run("merge", months / "2020-03", "-o", months / "rollup")
    rolled = next((months / "rollup").glob("示例区*.xlsx"))
    found = answer("compare", months / "2020-04", "--with", rolled)
    shutil.rmtree(months / "rollup")

    assert merged.exit_code in (0, 1)
    assert found["units"][0]["flow"] == answer("compare", months / "2020-04")["units"][0]["flow"]


@pytest.mark.parametrize(("this", "other"), [("2020-03", "2020-03"), ("2020-03", "2020-04")])
def test_a_month_is_compared_with_one_before_it_only(months: Path, this: str, other: str) -> None:
    """The other way round, or with itself, who came would be said to have gone."""
    done = run("compare", months / this, "--with", months / other)

    assert (done.exit_code, done.stdout) == (2, "")
    assert f"不在{this[:4]}年{int(this[5:])}月以前" in done.stderr


@pytest.mark.parametrize(
    ("more", "said"), [((), "没有说和哪一期比"), (("--with", "nowhere"), "没有找到要检查的文件")], ids=["nothing named", "no such folder"]
)
def test_wrong_use_ends_with_2(months: Path, more: tuple[str, ...], said: str) -> None:
    done = run("compare", months / "2020-03", *more)

    assert done.exit_code == 2
    assert said in done.stderr


def test_two_forms_have_nothing_to_compare(months: Path, tmp_path: Path) -> None:
    other = tmp_path / "homes.yaml"
    shutil.copytree(HERE / "forms" / "codelists", tmp_path / "codelists")
    shutil.copy(HERE / "forms" / "homes.yaml", other)
    run("init", tmp_path / "2020-03", "--form", other, "--units", months / "roster.csv", "--period", "2020-03")
    done = run("compare", months / "2020-04", "--with", tmp_path / "2020-03")

    assert (done.exit_code, "没有同一张报表" in done.stderr) == (2, True)


def questions(months: Path) -> list[Any]:
    found = answer("check", months / "2020-04", "--now", "2020-05-01")
    return [each for each in found["between"]["findings"] if each["rule"] == "compare"]


def test_a_check_of_the_month_asks_the_same(months: Path) -> None:
    asked = questions(months)

    assert [(each["code"], each["severity"], each["explained"]) for each in asked] == [
        ("gone", "query", False), ("jump", "query", False), ("unchanged", "query", False)
    ]  # fmt: skip
    gone, jump, same = asked
    assert gone["cell"] is None
    assert [each["file"] for each in gone["related"]] == ["../2020-03/inbox/379999100200.xlsx"]
    assert (jump["column"], jump["value"], jump["file"]) == ("income", "40000", f"inbox/{EAST}.xlsx")
    assert same["file"] == f"inbox/{WEST}.xlsx"


def test_a_file_of_last_month_is_named_as_the_one_received_then(months: Path) -> None:
    found = answer("check", months / "2020-04", "--now", "2020-05-01")
    one = next(each for each in found["filings"] if each["file"] == "inbox/南村四月.xlsx")

    assert one["outcome"] == "wrong-period"
    assert one["say"] == (
        "这是南村2020年3月的表，../2020-03已经收到过（inbox/379999100202.xlsx），是同一个文件；本次收的是2020年4月，请报送单位改报2020年4月的表"
    )


def test_an_explanation_on_the_row_answers_the_query(months: Path, tmp_path: Path) -> None:
    import openpyxl

    copied = tmp_path / "months"
    shutil.copytree(months, copied)
    place = next(each for each in questions(months) if each["code"] == "unchanged")
    path = copied / "2020-04" / "inbox" / f"{WEST}.xlsx"
    book = openpyxl.load_workbook(path)
    layout = answer("layout", path)
    book[layout["sheet"]][f"{layout['explanation']}{place['cell'][1:]}"] = "本月确实没有变动"
    book.save(path)

    assert [(each["code"], each["explained"]) for each in questions(copied)] == [("gone", False), ("jump", False), ("unchanged", True)]


def test_without_an_earlier_task_nothing_isquestions(months: Path) -> None:
    found = answer("check", months / "2020-03", "--now", "2020-04-01")

    assert [each for each in found["between"]["rules"] if each["id"] == "compare"] == []
