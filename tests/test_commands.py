"""The commands as the office uses them: the contract's JSON, exit statuses, and what wrong use is told."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest
from drawn import person
from office_task import (
    EAST_A,
    EAST_B,
    FORM,
    WEST_A,
    WEST_C,
    answer,
    blank_of,
    filled,
    household,
    only,
    run,
    send,
)  # fmt: skip


def test_forms_in_json() -> None:
    (form,) = answer("forms", FORM)

    assert len(form["columns"]) == 21
    assert form["columns"][7]["path"] == ["享受帮扶政策(在已落实政策栏画“√”)", "教育扶贫政策(人)"]
    assert form["columns"][17]["codes"] == ["因病", "因学", "因灾", "因残", "因意外", "其他"]
    assert [section["key"] for section in form["sections"]] == ["marginal", "unstable"]
    assert set(form) == {"form", "version", "title", "document", "levels", "sections", "columns"}
    assert set(form["columns"][0]) == {"key", "label", "path", "type", "per", "required", "codes", "fidelity"}


def test_generate_folders_by_township_with_names_windows_takes(task: Path) -> None:
    names = sorted(path.relative_to(task / "outbox").as_posix() for path in (task / "outbox").rglob("*.xlsx"))

    assert names == [
        "东镇/379999100200_甲庄村_2020-03.xlsx", "东镇/379999100201_乙庄村_2020-03.xlsx",
        "西镇(新区)/379999101200_丙庄村_2020-03.xlsx", "西镇(新区)/379999101201_甲庄村_2020-03.xlsx",
    ]  # fmt: skip


def test_layout_tells_where_the_parts_stand(task: Path) -> None:
    layout = answer("layout", blank_of(task, EAST_A))

    assert (layout["form"], layout["unit"], layout["period"], layout["revision"]) == (FORM, EAST_A, "2020-03", 1)
    sheet = openpyxl.load_workbook(blank_of(task, EAST_A))[layout["sheet"]]
    for section in layout["sections"]:
        assert section["last_row"] - section["first_row"] == 11
        assert {key: sheet[f"{letter}1"].value for key, letter in section["columns"].items()} == {
            key: key for key in section["columns"]
        }
    assert str(sheet[layout["selfcheck"] + str(layout["sections"][0]["first_row"] - 2)].value).startswith("自检")


def test_a_filing_is_read_checked_and_accounted_for(task: Path) -> None:
    send(task, EAST_A, {"marginal": [household(1), household(2, head_name="张甲二", risk="病", id_number="3799")]})

    document = answer("check", task, "--now", "2020-04-03")

    filing = only(document, ".xlsx")
    rows = filing["rows"]
    assert (filing["outcome"], filing["unit"], filing["households"], filing["persons"]) == ("returned", EAST_A, 2, 2)
    assert rows["seen"] == rows["records"] + rows["blank"] + rows["furniture"]
    assert rows["records"] == 2
    ((finding),) = filing["findings"]
    assert (finding["code"], finding["cell"], finding["severity"], finding["column"]) == (
        "id-length", "F11", "error", "id_number",
    )  # fmt: skip
    assert filing["repairs"] == [{"sheet": "填报表", "cell": "R11", "from": "病", "to": "因病", "kind": "alias"}]
    assert {rule["status"] for rule in filing["rules"]} == {"ran"}
    assert document["summary"]["returned"] == 1
    assert (task / filing["return_copy"]).is_file()
    assert (task / "returns" / "审核报告.xlsx").is_file()


def test_exit_status_says_whether_anything_is_left_to_do(task: Path) -> None:
    send(task, EAST_A, {"marginal": [household(1)]})
    assert run("check", task).exit_code == 0

    send(task, EAST_A, {"marginal": [household(1, household_size=2)]})
    assert run("check", task).exit_code == 1, "an unexplained query is left"

    send(task, EAST_A, {"marginal": [household(1, household_size=2, explanation="家人在外地，另表上报")]})
    assert run("check", task).exit_code == 0
    assert run("status", task).exit_code == 1, "three units are missing"


def test_a_return_copy_can_be_mended_and_sent_in_as_it_is(task: Path) -> None:
    send(task, EAST_A, {"marginal": [household(1, risk="因懒")]})
    first = only(answer("check", task, "--now", "2020-04-03"), ".xlsx")
    copy = task / first["return_copy"]
    book = openpyxl.load_workbook(copy)
    sheet = book["填报表"]
    assert sheet[first["findings"][0]["return_cell"]].value == "因懒"
    sheet[first["findings"][0]["return_cell"]] = "因病"
    book.save(task / "inbox" / copy.name)

    document = answer("check", task, "--now", "2020-04-04")

    assert {filing["revision"]: filing["outcome"] for filing in document["filings"]} == {1: "superseded", 2: "accepted"}
    assert not copy.exists(), "a settled filing leaves no return copy behind"


def test_an_unmended_return_copy_has_the_same_findings_and_no_residue(task: Path) -> None:
    rows = {"marginal": [household(1, risk="因懒"), household(2, head_name="张甲二", helper=None)]}
    send(task, EAST_A, rows)
    first = only(answer("check", task), ".xlsx")
    again = answer("check", task / first["return_copy"])["filings"][0]

    told = [[(f["code"], f["cell"]) for f in filing["findings"]] for filing in (first, again)]
    assert told[1] == [(f["code"], f["return_cell"]) for f in first["findings"]]
    assert told[0] == told[1]


def test_states_late_and_township_counts(task: Path) -> None:
    send(task, EAST_A, {"marginal": [household(1)]})
    send(task, EAST_B, {}, zero=True)
    run("check", task, "--now", "2020-04-05")
    send(task, WEST_C, {})
    send(task, WEST_A, {"marginal": [household(2)]})

    document = answer("status", task, "--now", "2020-04-06")

    assert {unit["unit"]: (unit["state"], unit["late"]) for unit in document["units"]} == {
        EAST_A: ("accepted", False), EAST_B: ("zero", False), WEST_C: ("empty", True), WEST_A: ("accepted", True),
    }  # fmt: skip
    west = document["townships"][1]
    assert (west["name"], west["expected"], west["accepted"], west["empty"], west["late"]) == ("西镇(新区)", 2, 1, 1, 2)
    text = run("status", task, "--text", "--now", "2020-04-06").stdout.splitlines()
    assert text == [
        "东镇：应报2，已报2（100%，其中零报告1），已报齐",
        "西镇(新区)：应报2，已报1（50%）；迟报2：丙庄村、甲庄村；空表1：丙庄村",
    ]  # fmt: skip


def test_received_csv_tells_when_a_file_really_came(task: Path) -> None:
    path = send(task, EAST_A, {"marginal": [household(1)]})
    (task / "received.csv").write_text(f"文件,收到\n{path.name},2020-04-01\n", "utf-8")

    units = answer("status", task, "--now", "2020-05-01")["units"]

    assert not next(unit for unit in units if unit["unit"] == EAST_A)["late"]


def test_accept_needs_a_faulty_filing_and_is_kept(task: Path) -> None:
    path = send(task, EAST_A, {"marginal": [household(1, risk="因懒")]})
    assert run("accept", path, "--reason", "县里已核", "--by", "王主任").exit_code == 0

    filing = only(answer("check", task), ".xlsx")

    assert (filing["outcome"], "王主任" in filing["say"], len(filing["findings"])) == ("accepted", True, 1)
    assert run("accept", path, "--reason", "再来", "--by", "王主任").exit_code == 2
    assert '"by": "王主任"' in (task / "journal.jsonl").read_text("utf-8")


def test_no_plain_number_leaves_the_program(task: Path) -> None:
    numbers = [person("1970-01-01", number) for number in (1, 2, 3)]
    send(task, EAST_A, {"marginal": [household(1), household(1, head_name="张甲二"), household(2, id_number=numbers[1][:17] + "*")]})
    send(task, EAST_B, {"marginal": [household(3, helper=numbers[2], risk=numbers[2])]})
    outputs = [run(*words).output for words in (
        ("check", task), ("check", task, "--json"), ("status", task, "--json"), ("merge", task, "--json"),
    )]  # fmt: skip
    outputs.append((task / "journal.jsonl").read_text("utf-8"))

    assert not [number for number in numbers for text in outputs if number[:17] in text]
    assert numbers[0] in run("check", task, "--json", "--show-values").stdout


def test_json_is_the_whole_of_standard_output(task: Path) -> None:
    send(task, EAST_A, {"marginal": [household(1)]})
    for words in (("check", task), ("status", task), ("merge", task), ("forms",), ("layout", blank_of(task, EAST_A))):
        json.loads(run(*words, "--json").stdout)


def test_data_is_filled_in_beforehand(tmp_path: Path, task: Path) -> None:
    data = tmp_path / "data.csv"
    data.write_text(f"section,户主姓名,id_number,家庭人口数,认定时间\n边缘户,张甲一,{person('1970-01-01', 1)},2,2020年2月\n", "utf-8")
    out = tmp_path / "filled.xlsx"
    done = run("blank", FORM, "-o", out, "--unit", EAST_A, "--units", task / "units.csv", "--period", "2020-03", "--data", data)
    assert done.exit_code == 0, done.stderr

    filing = answer("check", out)["filings"][0]

    assert filing["rows"]["records"] == 1
    assert {f["column"] for f in filing["findings"] if f["code"] == "required"} == {"relation", "risk", "helper", "helper_agency"}


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (("forms", "zaozhuang-leger"), "zaozhuang-ledger"),
        (("check", "nowhere.xlsx"), "nowhere.xlsx"),
        (("generate", "."), "formkit init"),
        (("status", "."), "formkit init"),
        (("explain", "id-cheksum"), "id-checksum"),
        (("blank", FORM, "-o", "x.xlsx", "--period", "2020-3"), "2020-03"),
        (("blank", FORM, "-o", "x.xlsx", "--period", "2020Q1"), "月"),
        (("notice", "letter", "task"), "reminder"),
    ],
)
def test_wrong_use_exits_2_and_says_what_to_type(
    task: Path, words: tuple[str, ...], hint: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(task.parent)
    done = run(*words)

    assert (done.exit_code, hint in done.stderr) == (2, True), done.stderr


def test_a_roster_is_judged_before_anything_is_written(tmp_path: Path) -> None:
    roster = tmp_path / "r.csv"
    roster.write_text("代码,名称,上级\n1,甲,\n", "utf-8")
    done = run("init", tmp_path / "t", "--form", FORM, "--units", roster, "--period", "2020-03")

    assert done.exit_code == 2
    assert "级别" in done.stderr
    assert not (tmp_path / "t").exists()


def test_explain_says_how_to_mend_in_both_languages() -> None:
    said = run("explain", "household-size").stdout

    assert said.count("household-size") == 2, "more rows and fewer rows are two sentences of one code"
    assert "请改正家庭人口数" in said
    assert "has only" in said


def test_loose_files_and_folders_need_no_task(task: Path, tmp_path: Path) -> None:
    folder = tmp_path / "loose"
    filled(blank_of(task, EAST_A), folder / "sub" / "a.xlsx", {"marginal": [household(1)]})

    (filing,) = answer("check", folder)["filings"]

    assert (filing["outcome"], filing["unit_name"], filing["file"]) == ("accepted", "甲庄村", f"{folder.as_posix()}/sub/a.xlsx")
