"""Harm that came up in use, each kept from coming back: people lost, numbers revived, villages wrongly called late."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest
from drawn import person
from office_task import (
    EAST_A,
    EAST_B,
    ROSTER,
    ROWS,
    WEST_A,
    WEST_C,
    answer,
    filled,
    household,
    only,
    run,
    send,
)
from test_disk import in_use

from formkit.layout import SHEET, lay_out, letters
from formkit.load import find_form

HOUSEHOLD = "zaozhuang-ledger-household"


def typed_over(path: Path, row: int, values: dict[str, object], sheet: str = SHEET) -> None:
    """Type a person into any row of a filled workbook."""
    book = openpyxl.load_workbook(path)
    form = find_form("zaozhuang-ledger")
    for key, value in values.items():
        book[sheet][f"{letters(form)[key]}{row}"].value = value
    book.save(path)


@pytest.mark.parametrize("where", ["title", "note", "below"])
def test_a_person_on_a_row_of_the_frame_is_a_person(task: Path, where: str) -> None:
    path = send(task, EAST_A, {"marginal": [household(1)]})
    layout = lay_out(find_form("zaozhuang-ledger"), ROWS)
    row = {"title": layout.blocks[1].title_row, "note": layout.notes_row + 1, "below": layout.below_rows[0]}[where]
    book = openpyxl.load_workbook(path)
    for area in [area for area in book[SHEET].merged_cells.ranges if area.min_row == row]:
        book[SHEET].unmerge_cells(str(area))
    book.save(path)
    typed_over(path, row, household(2, head_name="张甲二"))

    filing = answer("check", path)["filings"][0]

    assert (filing["rows"]["records"], filing["outcome"]) == (2, "returned")
    assert [(finding["code"], finding["cell"]) for finding in filing["findings"]] == [
        ("not-in-codelist", f"A{row}"), ("required", f"B{row}"), ("required", f"C{row}"),
    ]  # fmt: skip


@pytest.mark.parametrize(("hidden", "code", "outcome"), [(False, "second-sheet", "returned"), (True, "hidden-sheet", "accepted")])
def test_people_on_a_second_sheet_are_said_to_be_left_out(task: Path, hidden: bool, code: str, outcome: str) -> None:
    path = send(task, EAST_A, {"marginal": [household(1)]})
    book = openpyxl.load_workbook(path)
    book.copy_worksheet(book[SHEET]).title = "续表"
    book["续表"][f"D{lay_out(find_form('zaozhuang-ledger'), ROWS).blocks[0].first_row}"] = "张甲二"
    book["续表"].sheet_state = "hidden" if hidden else "visible"
    book.save(path)

    filing = answer("check", path)["filings"][0]

    assert filing["outcome"] == outcome
    assert [(f["code"], f["sheet"], f["value"]) for f in filing["findings"]] == [(code, "续表", "续表")]


def test_an_empty_second_sheet_is_no_matter(task: Path) -> None:
    path = send(task, EAST_A, {})
    book = openpyxl.load_workbook(path)
    book.copy_worksheet(book[SHEET]).title = "续表"
    book.save(path)
    typed_over(path, lay_out(find_form("zaozhuang-ledger"), ROWS).blocks[0].first_row, household(1))

    assert answer("check", path)["filings"][0]["findings"] == []


def test_a_subtotal_row_can_be_explained(task: Path) -> None:
    path = send(task, EAST_A, {"marginal": [household(1)]})
    row = lay_out(find_form("zaozhuang-ledger"), ROWS).blocks[0].first_row + 1
    typed_over(path, row, {"head_name": "合计", "household_size": 1})
    (finding,) = answer("check", path)["filings"][0]["findings"]
    assert (finding["code"], finding["cell"], finding["explained"]) == ("subtotal-row", f"D{row}", False)

    book = openpyxl.load_workbook(path)
    book[SHEET][f"W{row}"] = "本村习惯"
    book.save(path)

    assert run("check", path).exit_code == 0


def test_what_stood_beside_the_table_comes_back_with_its_address(task: Path) -> None:
    path = send(task, EAST_A, {"marginal": [household(1, risk="因懒")]})
    book = openpyxl.load_workbook(path)
    book[SHEET]["AB12"] = "备忘：问村书记"
    book.save(path)

    copy = task / only(answer("check", task), path.name)["return_copy"]

    outside = openpyxl.load_workbook(copy)["表外内容"]
    assert ("填报表!AB12", "备忘：问村书记") in [(row[0].value, row[1].value) for row in outside.iter_rows()]


def test_a_correction_after_the_deadline_makes_nobody_late(task: Path) -> None:
    send(task, EAST_A, {"marginal": [household(1, risk="因懒")]})
    run("check", task, "--now", "2020-04-03")
    send(task, EAST_A, {"marginal": [household(1)]}, "改好了.xlsx")

    units = {unit["unit"]: unit for unit in answer("status", task, "--now", "2020-04-08")["units"]}

    assert (units[EAST_A]["state"], units[EAST_A]["late"]) == ("accepted", False)


def test_a_roll_up_that_is_no_longer_made_does_not_stay(task: Path) -> None:
    send(task, EAST_A, {"marginal": [household(1)]})
    run("merge", task)
    roster = (task / "units.csv").read_text("utf-8")
    (task / "units.csv").write_text(roster.replace("东镇", "新东镇"), "utf-8")

    first = answer("merge", task)

    names = sorted(path.name for path in (task / "rollup").iterdir())
    assert [name for name in names if name.startswith("东镇")] == []
    assert first["rollups"][-1]["parts"] == 1, "a renamed township is the office's doing and no filer's mistake"


def test_dates_in_received_csv_are_the_offices_to_mend(task: Path) -> None:
    path = send(task, EAST_A, {"marginal": [household(1)]})
    (task / "received.csv").write_text(f"文件,收到\n{path.name},4月9日\n", "utf-8")

    done = run("status", task)

    assert done.exit_code == 2
    assert "received.csv:2:1" in done.stderr


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [('period: "2020-03"', 'period: "2020"', ":3:"), ("[zaozhuang-ledger]", "[zaozhuang]", ":2:"),
     ("[zaozhuang-ledger]", "[zaozhuang-ledger, zaozhuang-ledger]", ":2:"), ("[zaozhuang-ledger]", "zaozhuang-ledger", ":2:"),
     ("queries:", "querys:", ":7:"), ("due: 2020-04-05", "due: 4月5日", ":5:")],
)  # fmt: skip
def test_mistakes_in_task_yaml_have_their_place(task: Path, old: str, new: str, place: str) -> None:
    settings = (task / "task.yaml").read_text("utf-8")
    assert old in settings
    (task / "task.yaml").write_text(settings.replace(old, new), "utf-8")

    done = run("status", task)

    assert (done.exit_code, f"task.yaml{place}" in done.stderr) == (2, True), done.stderr


def test_a_mistake_in_a_roster_names_the_file_that_has_it(tmp_path: Path) -> None:
    (tmp_path / "bad.csv").write_text(ROSTER + "1,甲,屯,\n", "utf-8")
    done = run("init", tmp_path / "t", "--form", "zaozhuang-ledger", "--units", tmp_path / "bad.csv", "--period", "2020-03")

    assert (done.exit_code, "bad.csv:10:" in done.stderr) == (2, True), done.stderr
    assert run("merge", "x.xlsx", "--units", "nowhere.csv").exit_code == 2


def test_a_task_is_not_taken_for_a_folder_of_files(task: Path) -> None:
    assert run("check", task, task / "inbox").exit_code == 2
    assert run("merge", task, "--units", task / "units.csv").exit_code == 2


def test_townships_of_one_name_have_folders_of_their_own(tmp_path: Path) -> None:
    (tmp_path / "r.csv").write_text(ROSTER.replace("西镇(新区)", "东镇"), "utf-8")
    task = tmp_path / "t"
    run("init", task, "--form", "zaozhuang-ledger", "--units", tmp_path / "r.csv", "--period", "2020-03")
    run("generate", task)

    assert sorted(path.name for path in (task / "outbox").iterdir()) == ["东镇_379999100000", "东镇_379999101000"]


def test_whoever_accepts_publishes_nobodys_number(task: Path) -> None:
    number = person("1970-01-01", 9)
    path = send(task, EAST_A, {"marginal": [household(1, risk="因懒")]})
    done = run("accept", path, "--reason", f"已核{number}", "--by", "王主任")
    assert done.exit_code == 0, done.stderr
    run("merge", task)

    assert number not in done.output + (task / "journal.jsonl").read_text("utf-8")
    for book in (task / "rollup").glob("*.xlsx"):
        texts = [str(cell.value) for sheet in openpyxl.load_workbook(book) for row in sheet.iter_rows() for cell in row]
        assert not [text for text in texts if number in text]


def test_several_return_notices_have_several_numbers(task: Path) -> None:
    for number, unit in enumerate((EAST_A, EAST_B), 1):
        send(task, unit, {"marginal": [household(number, risk="因懒")]})
    settings = (task / "task.yaml").read_text("utf-8").replace('agency: ""', "agency: 示例办").replace('contact: ""', "contact: 某")
    (task / "task.yaml").write_text(settings.replace('phone: ""', "phone: 0000-0000000"), "utf-8")
    done = run("notice", "return-notice", task, "--set", "number=示办〔2020〕9号起")
    assert done.exit_code == 0, done.stderr

    from test_commands_notice import words_of

    found = [words_of(path) for path in sorted((task / "notices").iterdir())]
    assert ["〔2020〕9号" in found[0], "〔2020〕10号" in found[1]] == [True, True]


def test_a_rule_is_explained_by_its_id() -> None:
    said = run("explain", "ZZ-02")

    assert said.exit_code == 0
    assert "COUNTIFS" in said.stdout


def test_households_count_their_sizes_the_same_everywhere(tmp_path: Path) -> None:
    (tmp_path / "r.csv").write_text(ROSTER, "utf-8")
    task = tmp_path / "t"
    run("init", task, "--form", HOUSEHOLD, "--units", tmp_path / "r.csv", "--period", "2020-03", "--rows", ROWS)
    run("generate", task)
    for number, unit in enumerate((EAST_A, EAST_B, WEST_C, WEST_A), 1):
        rows = [household(number, relation=None, household_size=4, medical=2), household(50, relation=None, household_size=3, medical=3)]
        send(task, unit, {"marginal": rows})

    checked = answer("check", task)["filings"]
    county = answer("merge", task)["rollups"][-1]["sections"]["marginal"]

    assert {filing["persons"] for filing in checked} == {7}
    assert (county["households"], county["persons"], county["distinct_persons"]) == (8, 28, 19)
    assert county["columns"]["medical"] == {"sum": 20}


def test_a_word_where_a_sum_is_made_cannot_be_accepted(tmp_path: Path) -> None:
    (tmp_path / "r.csv").write_text(ROSTER, "utf-8")
    task = tmp_path / "t"
    run("init", task, "--form", HOUSEHOLD, "--units", tmp_path / "r.csv", "--period", "2020-03", "--rows", ROWS)
    run("generate", task)
    path = send(task, EAST_A, {"marginal": [household(1, household_size=4, medical="三人")]})

    done = run("accept", path, "--reason", "急用", "--by", "王主任")

    assert (done.exit_code, "I10" in done.stderr) == (2, True), done.stderr
    assert not [line for line in (task / "journal.jsonl").read_text("utf-8").splitlines() if json.loads(line)["event"] == "accept"]


def test_a_blank_for_nobody_is_checked_all_the_same_and_added_to_nothing(tmp_path: Path) -> None:
    made = run("blank", "zaozhuang-ledger", "-o", tmp_path / "a.xlsx", "--rows", ROWS)
    assert made.exit_code == 0, made.stderr
    names = {"county": "示例区", "township": "东镇", "village": "甲庄村"}
    filled(tmp_path / "a.xlsx", tmp_path / "b.xlsx", {"marginal": [household(1, **names), household(2, risk="因懒", **names)]})

    (filing,) = answer("check", tmp_path / "b.xlsx")["filings"]
    merged = answer("merge", filled(tmp_path / "a.xlsx", tmp_path / "c.xlsx", {"marginal": [household(1, **names)]}), "-o", tmp_path / "o")

    assert (filing["outcome"], [(f["code"], f["cell"]) for f in filing["findings"]]) == ("returned", [("not-in-codelist", "R11")])
    assert (merged["rollups"], [each["outcome"] for each in merged["excluded"]]) == ([], ["wrong-unit"])


def test_outputs_open_in_excel_are_left_alone_and_the_other_name_is_said(task: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = send(task, EAST_A, {"marginal": [household(1, risk="因懒")]})
    send(task, EAST_B, {"marginal": [household(2)]})
    run("check", task)
    run("merge", task)
    before = {each.name: each.read_bytes() for name in ("returns", "rollup") for each in (task / name).iterdir()}
    assert len(before) >= 5
    with monkeypatch.context() as busy:
        in_use(busy, *before)
        checked, merged = run("check", task), run("merge", task)
    assert (checked.exit_code, merged.exit_code) == (1, 1)
    for name, data in before.items():
        (kept,) = task.rglob(name)
        beside = f"{kept.stem}(另存1){kept.suffix}"
        assert kept.read_bytes() == data
        assert kept.with_name(beside).is_file()
        assert f"已另存为 {kept.with_name(beside).as_posix()}" in checked.stderr + merged.stderr
    assert len(answer("check", task)["filings"]) == 2, "nothing made is taken for something sent"
    run("merge", task)
    path.unlink()
    run("check", task)
    assert not list(task.rglob("*(另存*")), "taken back"


@pytest.mark.parametrize("command", ["check", "merge", "generate"])
def test_a_full_disk_is_one_sentence_and_leaves_nothing_half_made(task: Path, command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    send(task, EAST_A, {"marginal": [household(1, risk="因懒")]})
    before = sorted(task.rglob("*.*"))
    monkeypatch.setattr("os.fsync", full)
    done = run(command, task)
    assert (done.exit_code, "No space left" in done.stderr, "Traceback" in done.output) == (3, True, False)
    assert {each.name for each in set(task.rglob("*.*")) - set(before)} <= {"journal.jsonl"}
