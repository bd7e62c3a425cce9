"""Next period as the office does it: a task after a task, its workbooks filled in with what was accepted, filled in and sent again."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from conftest import Spreadsheet
from drawn import person
from office_task import EAST_A, EAST_B, ROSTER, WEST_A, WEST_C, answer, household, only, run

from formkit.cells import letter
from formkit.layout import GUIDE_SHEET, SHEET, Layout, lay_out, letters
from formkit.load import find_form
from formkit.period import following, parse
from formkit.read import read_file
from formkit.task import open_task

FORM = find_form("zaozhuang-ledger-monthly")
AT, ROWS = letters(FORM), 4
COUPLE = [household(2, head_name="张甲二", household_size=2), household(3, head_name="张甲二", household_size=2, relation="配偶", risk=None)]
DIED = {"change": "死亡", "changed_on": date(2020, 3, 9)}


def workbook(task: Path, unit: str) -> Path:
    return next((task / "outbox").rglob(f"{unit}_*.xlsx"))


def laid(path: Path) -> Layout:
    """Where the parts of a workbook stand: it says itself how many rows it has."""
    sheet = openpyxl.load_workbook(path)["_formkit"]
    said = {str(row[0].value): str(row[1].value) for row in sheet.iter_rows()}
    return lay_out(FORM, {section.key: int(said[f"rows.{section.key}"]) for section in FORM.sections})


def send(task: Path, unit: str, rows: list[dict[str, Any]], *, after: int = 0, zero: bool = False) -> Path:
    """Type rows into the first section of a unit's workbook, below those that stand there, and put it into the inbox."""
    path, layout = workbook(task, unit), laid(workbook(task, unit))
    book = openpyxl.load_workbook(path)
    if zero:
        book[SHEET][layout.zero_switch] = "是"
    for number, row in enumerate(rows, layout.blocks[0].first_row + after):
        for key, value in row.items():
            book[SHEET][f"{letter(layout.explanation) if key == 'explanation' else AT[key]}{number}"] = value
    target = task / "inbox" / path.name
    target.parent.mkdir(exist_ok=True)
    book.save(target)
    return target


def rows_of(task: Path, unit: str) -> list[dict[str, Any]]:
    """The rows of a unit's workbook as the office reads them."""
    path = workbook(task, unit)
    filing = read_file(path.read_bytes(), path.name, {FORM.form: FORM}, open_task(task).roster).filing
    assert filing is not None
    return [{leaf.key: value for leaf, value in zip(FORM.leaves, [r.value for r in row.readings], strict=True) if value} | {
        "section": row.section, "explanation": row.explanation} for row in filing.records]  # fmt: skip


def guide(task: Path, unit: str) -> str:
    sheet = openpyxl.load_workbook(workbook(task, unit))[GUIDE_SHEET]
    return "\n".join(str(row[0].value) for row in sheet.iter_rows() if row[0].value)


@pytest.fixture(scope="module")
def march(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """March: a village with a death and an explanation, one that was merged away after it, a zero report, a wrong row let pass."""
    office = tmp_path_factory.mktemp("office")
    (office / "roster.csv").write_text(ROSTER, "utf-8")
    task = office / "2020-03"
    begun = run("init", task, "--form", FORM.form, "--units", office / "roster.csv", "--period", "2020-03", "--rows", ROWS)
    assert begun.exit_code == 0, begun.stderr
    assert run("generate", task).exit_code == 0
    send(task, EAST_A, [household(1, explanation="已核对"), *COUPLE, household(4, head_name="张甲四", **DIED)])
    send(task, EAST_B, [household(11, head_name="张乙一")])
    send(task, WEST_C, [], zero=True)
    path = send(task, WEST_A, [household(21, head_name="张丙一", risk="因懒")])
    assert run("accept", path, "--reason", "名单有误", "--by", "王核一").exit_code == 0
    return task


@pytest.fixture(scope="module")
def april(march: Path) -> tuple[Path, str]:
    """April after March, 乙庄村 merged into 甲庄村; and what generating it said."""
    roster = "代码,名称,级别,上级,停用,并入\n" + "".join(f"{line},,\n" for line in ROSTER.splitlines()[1:])
    roster = roster.replace("379999100201,乙庄村,村,379999100000,,\n", f"379999100201,乙庄村,村,379999100000,2020-03,{EAST_A}\n")
    task = march.parent / "2020-04"
    begun = run("init", task, "--before", march)
    assert begun.exit_code == 0, begun.stderr
    (task / "units.csv").write_text(roster, "utf-8")
    made = run("generate", task, "--now", "2020-05-01")
    assert made.exit_code == 0, made.stderr
    return task, made.stderr


def test_the_rows_of_the_last_period_stand_in_the_next_workbook(april: tuple[Path, str]) -> None:
    task, said = april
    rows = rows_of(task, EAST_A)

    assert [(row["head_name"], row["id_number"]) for row in rows] == [
        ("张甲一", person("1970-01-01", 1)), ("张甲二", person("1970-01-01", 2)), ("张甲二", person("1970-01-01", 3)),
        ("张乙一", person("1970-01-01", 11)),
    ]  # fmt: skip
    assert {row["village"] for row in rows} == {"甲庄村"}
    assert not any({"change", "changed_on"} & row.keys() or row["explanation"] for row in rows)
    for part in ("3个村带出2020年3月的数据，共5行", "其中1个上期没有可带的行", "已减少或者没有纳入的1行没有带", "1格上期经同意接收"):
        assert part in said, part
    assert "没有上期数据" not in said
    assert laid(workbook(task, EAST_A)).blocks[0].last_row - laid(workbook(task, EAST_A)).blocks[0].first_row + 1 == 20
    assert rows_of(task, WEST_C) == []


def test_the_guide_says_what_is_there_and_what_to_do(april: tuple[Path, str]) -> None:
    task, _ = april
    east, west, none = (guide(task, unit) for unit in (EAST_A, WEST_A, WEST_C))

    for part in ("已从2020年3月审核通过的表带出4行", "已经清空：变动情况、变动日期", "死亡、迁出或者没有纳入的1行没有带出", "在“变动情况”栏选原因", "上期的核实说明没有带出"):
        assert part in east, part
    assert "有1格上期经同意接收" in west
    assert "有1格" not in east
    assert "表中已填好的内容" not in none


def test_filled_in_and_sent_it_is_accepted_and_a_wrong_value_let_pass_once_is_found_again(april: tuple[Path, str]) -> None:
    task, _ = april
    new = household(5, head_name="张甲五", recognised=date(2020, 4, 1), change="新增", changed_on=date(2020, 4, 1))
    send(task, EAST_A, [new], after=4)
    send(task, WEST_A, [])
    told = answer("check", task, "--now", "2020-05-02")

    accepted = only(told, f"{EAST_A}_甲庄村_2020-04.xlsx")
    assert (accepted["outcome"], accepted["persons"]) == ("accepted", 5), accepted["say"]
    again = only(told, f"{WEST_A}_甲庄村_2020-04.xlsx")
    assert "not-in-codelist" in [finding["code"] for finding in again["findings"]]
    assert again["outcome"] == "returned"
    shutil.rmtree(task / "inbox")


@pytest.mark.parametrize(
    ("setting", "count", "said"),
    [("before: []", 0, ""), ("prefill: none", 0, ""), ("prefill: ../2020-03", 4, "带出2020年3月的数据"),
     ("period: \"2020-03\"", 0, "没有比本期早的同一报表")],
)  # fmt: skip
def test_where_the_rows_come_from_is_a_setting(april: tuple[Path, str], tmp_path: Path, setting: str, count: int, said: str) -> None:
    task, before = april[0].parent / tmp_path.name, april[0]
    task.mkdir()
    shutil.copy(before / "units.csv", task)
    lines = (before / "task.yaml").read_text("utf-8").splitlines()
    name = setting.partition(":")[0]
    (task / "task.yaml").write_text("\n".join(setting if line.startswith(f"{name}:") else line for line in lines), "utf-8")
    made = run("generate", task)

    assert made.exit_code == 0, made.stderr
    assert len(rows_of(task, EAST_A)) == count
    assert said in made.stderr
    assert ("带出" in made.stderr) == bool(said)


def test_who_has_no_accepted_filing_is_named_and_gone_units_too(march: Path, tmp_path: Path) -> None:
    task = march.parent / "later"
    assert run("init", task, "--before", march, "--period", "2020-06").exit_code == 0
    roster = ROSTER.replace("379999100201,乙庄村", "379999100209,新庄村")
    (task / "units.csv").write_text(roster, "utf-8")
    said = run("generate", task).stderr

    assert "1个村没有上期数据，生成的是空表：东镇新庄村" in said
    assert "上期乙庄村的1行没有带" in said


def test_who_sent_nothing_last_time_gets_what_was_accepted_before_that(march: Path) -> None:
    april, may = march.parent / "april", march.parent / "may"
    roster = "代码,名称,级别,上级,停用,并入\n" + "".join(f"{line},,\n" for line in ROSTER.splitlines()[1:])
    assert run("init", april, "--before", march, "--period", "2020-04").exit_code == 0
    roster = roster.replace(f"{EAST_B},乙庄村,村,379999100000,,", f"{EAST_B},乙庄村,村,379999100000,2020-03,{EAST_A}")
    (april / "units.csv").write_text(roster, "utf-8")
    assert run("generate", april).exit_code == 0
    send(april, WEST_C, [household(31, head_name="张丁一", recognised=date(2020, 4, 1), change="新增", changed_on=date(2020, 4, 1))])
    assert run("init", may, "--before", april).exit_code == 0
    told = run("generate", may, "--now", "2020-06-01").stderr

    assert [row["head_name"] for row in rows_of(may, EAST_A)] == ["张甲一", "张甲二", "张甲二", "张乙一"]
    assert [row["head_name"] for row in rows_of(may, WEST_C)] == ["张丁一"]
    assert "已从2020年3月审核通过的表带出4行" in guide(may, EAST_A)
    assert "其中有并入本单位的乙庄村原来填报的" in guide(may, EAST_A)
    assert "已从2020年4月" in guide(may, WEST_C)
    for part in ("3个村带出2020年4月、2020年3月的数据，共6行", "其中2个村在2020年4月没有接收的表，带出的是2020年3月的：东镇甲庄村、"):
        assert part in told, told
    assert "没有上期数据" not in told
    send(april, EAST_A, [])  # with the row of the village that became part of it: that one's own of March is not taken once more
    assert run("generate", may, "--now", "2020-06-01").exit_code == 0
    assert [row["head_name"] for row in rows_of(may, EAST_A)] == ["张甲一", "张甲二", "张甲二", "张乙一"]
    assert "已从2020年4月审核通过的表带出4行" in guide(may, EAST_A)


@pytest.mark.parametrize("forms", [(FORM.form,), (FORM.form, "zaozhuang-ledger")])
def test_the_english_beside_what_is_said_is_english(march: Path, forms: tuple[str, ...]) -> None:
    task = march.parent / f"said-{len(forms)}"
    roster = ROSTER.replace("379999100201,乙庄村", "379999100209,新庄村")
    more = [part for form in forms for part in ("--form", form)]
    assert run("init", task, "--before", march, "--period", "2020-06", *more).exit_code == 0
    (task / "units.csv").write_text(roster, "utf-8")
    said = [line.rpartition(" / ") for line in run("generate", task).stderr.splitlines() if " / " in line]

    assert len(said) == 2 + len(forms)
    for chinese, _, english in said:
        assert english.isascii(), english
        assert english.startswith(tuple(f"{form}: " for form in forms)) or len(forms) == 1
        assert chinese.startswith("《") == (len(forms) > 1), chinese


def test_the_next_task_takes_over_the_settings_but_not_those_of_the_period(march: Path) -> None:
    task = march.parent / "settings"
    task.mkdir()
    shutil.copy(march / "units.csv", task)
    (task / "templates").mkdir()
    (task / "templates" / "reminder.docx").write_bytes(b"own")
    (task / "task.yaml").write_text(
        f"forms: [{FORM.form}]\nperiod: '2020-12'\ndue: 2021-01-05\nresubmit: 2021-01-10\nrows: 7\nqueries: block\n"
        "agency: 某\"办\nphone: '0546-1'\npacks: [national-quality]\nbefore: [../2020-03]\nprefill: none\nnumbers: {reminder: 某办〔2020〕1号}\n"
        "extensions: [{units: [甲庄村], until: 2021-01-08, reason: 断路, by: 王核一}]\n".replace("[甲庄村]", f"['{EAST_A}']"), "utf-8",
    )  # fmt: skip
    later = march.parent / "deep" / "2021-01"
    done = run("init", later, "--before", task)
    assert done.exit_code == 0, done.stderr
    old, new = open_task(task).settings, open_task(later).settings

    kept = ("forms", "rows", "queries", "agency", "phone", "packs", "prefill")
    assert [getattr(new, name) for name in kept] == [getattr(old, name) for name in kept]
    assert (new.period, new.before) == ("2021-01", ("../../settings", "../../2020-03"))
    assert (new.due, new.resubmit, new.numbers, new.extensions) == (None, None, {}, ())
    assert (later / "templates" / "reminder.docx").read_bytes() == b"own"
    assert run("init", march.parent / "x", "--before", task, "--period", "2020-12").exit_code == 2
    assert run("init", march.parent / "x", "--form", FORM.form).exit_code == 2
    assert not (march.parent / "x").exists()


def test_the_period_after_another() -> None:
    pairs = {"2020-12": "2021-01", "2020-01": "2020-02", "2020Q4": "2021Q1", "2020Q1": "2020Q2", "2020": "2021"}

    assert {text: getattr(following(parse(text)), "text", "") for text in pairs} == pairs
    assert [following(parse(text)) for text in ("2020-03-25", "2020-03-20..2020-03-24")] == [None, None]


@pytest.mark.office
def test_a_spreadsheet_opens_it_checks_it_live_and_what_it_saves_is_accepted(
    april: tuple[Path, str], spreadsheet: Spreadsheet, tmp_path: Path
) -> None:
    task, _ = april
    path = workbook(task, EAST_A)
    layout = laid(path)
    first, check = layout.blocks[0].first_row, letter(layout.selfcheck)
    fill = {f"{AT['change']}{first}": "风险消除", f"{AT['changed_on']}{first}": 43936}
    live = [{"set": fill, "read": [f"{check}{row}" for row in range(first, first + 5)]}]
    target = tmp_path / path.name
    told = spreadsheet(path, SHEET, live, fill=fill, save=[[str(target), "Calc MS Excel 2007 XML"]])
    seen = list(told["answers"][0]["read"].values())

    assert seen[:4] == ["通过"] * 4, told
    (task / "inbox").mkdir(exist_ok=True)
    shutil.copy(target, task / "inbox" / path.name)
    found = only(answer("check", task, "--now", "2020-05-02"), path.name)
    assert (found["outcome"], found["persons"], found["repairs"]) == ("accepted", 4, []), found["say"]
    shutil.rmtree(task / "inbox")
