"""A roll-up in the inbox of the county's task beside whatever else came: an earlier one, a village's own file, itself once more."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pytest
from docx import Document
from office_task import EAST_A, EAST_B, WEST_A, WEST_C, answer, blank_of, filled, household, new_task, only, run, send
from typed_over import typed

from formkit import office
from formkit.gather import Gathered, gather_task
from formkit.judged import Judged
from formkit.saying import say_of
from formkit.states import State
from formkit.task import open_task

NOW = "2020-04-04"
NUMBERS = {EAST_A: 11, EAST_B: 12, WEST_C: 13, WEST_A: 14}
FILLED = "agency: 某办\ncontact: 某人\nphone: '1'\nresubmit: 2020-04-10\nnumbers: {return-notice: 某办〔2020〕6号}\n"


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A task whose four villages are rolled up by township."""
    task = new_task(tmp_path_factory.mktemp("county"), "--due", "2020-04-05")
    for unit, number in NUMBERS.items():
        send(task, unit, {"marginal": [household(number)]})
    assert run("merge", task, "--now", NOW).exit_code == 0
    text = [line for line in (task / "task.yaml").read_text("utf-8").splitlines() if line.split(":")[0] not in FILLED]
    (task / "task.yaml").write_text("\n".join([*text, FILLED]), "utf-8")
    return task


@pytest.fixture
def county(whole: Path, tmp_path: Path) -> Path:
    """The same with an empty inbox, nothing remembered."""
    task = shutil.copytree(whole, tmp_path / "task", ignore=shutil.ignore_patterns("inbox", "rollup", "returns", "journal.jsonl"))
    (task / "inbox").mkdir()
    return task


@pytest.fixture
def east(whole: Path) -> bytes:
    """The roll-up of the township 东镇."""
    return next((whole / "rollup").glob("东镇*")).read_bytes()


def put(task: Path, **files: bytes) -> None:
    for name, data in files.items():
        (task / "inbox" / f"{name}.xlsx").write_bytes(data)


def spoilt(data: bytes) -> bytes:
    """With 2000万 typed into a number column of the detail, in the row of 甲庄村."""
    return typed(data, "边缘户", "G6", "2000万")


@dataclass(frozen=True, slots=True)
class Seen:
    """An inbox as the office finds it: files by name, units by code, the filings that count and what is left out of the totals."""

    files: Mapping[str, Judged]
    units: Mapping[str, State]
    gathered: Gathered

    def stands(self, unit: str) -> tuple[str, str]:
        return self.units[unit].state, self.units[unit].file

    @property
    def households(self) -> int:
        return self.gathered.rollups[-1].totals["marginal"].households


def seen(task: Path, now: str = NOW) -> Seen:
    opened = open_task(task)
    came = office.checked(opened, now)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(office, "checked", lambda *_, **__: came)
        found = gather_task(opened, now)
    files = {one.file.removeprefix("inbox/"): one for one in came.judged}
    return Seen(files, {state.unit.code: state for state in came.states}, found)


def test_a_total_typed_over_is_said_by_the_check_and_by_its_report(county: Path, east: bytes) -> None:
    put(county, 东镇=typed(east, "汇总", "C9", 5))

    told = run("check", county, "--now", NOW, "--json")
    said = only(json.loads(told.stdout), "东镇.xlsx")
    report = openpyxl.load_workbook(county / "returns" / "审核报告.xlsx")

    assert told.exit_code == 1
    assert (said["outcome"], [(each["code"], each["cell"], each["value"]) for each in said["findings"]]) == (
        "accepted", [("rollup-total", "C9", "5")],
    )  # fmt: skip
    assert any("按明细重新计算是2" in str(cell.value) for sheet in report for row in sheet.iter_rows() for cell in row)


def test_who_was_edited_by_hand_is_to_be_mended_not_missing(county: Path, east: bytes) -> None:
    put(county, 东镇=spoilt(east))

    found = seen(county)

    assert [(each.code, each.args["unit"]) for each in found.files["东镇.xlsx"].report.findings] == [("rollup-edited", f"甲庄村（{EAST_A}）")]
    assert (found.stands(EAST_A), found.stands(EAST_B)) == (("returned", "inbox/东镇.xlsx"), ("accepted", "inbox/东镇.xlsx"))


def test_a_roll_up_that_goes_back_has_its_notice_and_stops_no_other(county: Path, east: bytes) -> None:
    put(county, 东镇=spoilt(east))
    send(county, WEST_C, {"marginal": [household(13, risk="瞎填")]})

    told = run("notice", "return-notice", county, "--now", NOW)

    assert told.exit_code == 0, told.stderr
    assert len(list((county / "notices").glob("*.docx"))) == 2
    text = _text(next((county / "notices").glob("*_东镇.docx")))
    assert "东镇东镇" not in text
    assert "重新汇总，把新生成的汇总表原样报来" in text
    assert "随本通知退回的电子表格" not in text


def _text(path: Path) -> str:
    return "\n".join(paragraph.text for paragraph in Document(str(path)).paragraphs)


def test_what_a_later_roll_up_spoilt_stays_as_the_earlier_has_it(county: Path, east: bytes) -> None:
    put(county, 先=east)
    seen(county, "2020-04-02")
    put(county, 后=spoilt(east))

    found, told = seen(county), run("status", county, "--now", NOW).stdout.splitlines()

    assert (found.files["先.xlsx"].outcome, found.files["后.xlsx"].outcome) == ("superseded", "returned")
    assert (found.stands(EAST_A), found.stands(EAST_B)) == (("accepted", "inbox/先.xlsx"), ("accepted", "inbox/后.xlsx"))
    assert (found.households, [part.pending for part in found.gathered.parts]) == (2, [True, False])
    assert ("待更正" in told[0], "待更正" in told[1]) == (True, False)


def test_the_same_roll_up_twice_is_one_and_a_copy(county: Path, east: bytes) -> None:
    put(county, 东镇=east, 又一份=east)

    assert {name: one.outcome for name, one in seen(county).files.items()} == {"东镇.xlsx": "accepted", "又一份.xlsx": "copy"}


def test_a_roll_up_without_any_filing_is_no_pass(county: Path, east: bytes, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(filename=_file(tmp_path, east))
    for name in ("总览", "边缘户", "脱贫监测户", "应报名单", "重复人员", "未计入", "_numbers", "_parts"):
        del book[name]
    book.save(county / "inbox" / "只有汇总页.xlsx")

    told = run("check", county, "--now", NOW)

    assert told.exit_code == 1
    assert "【空表】inbox/只有汇总页.xlsx  东镇  汇总表里一个单位的报表也没有" in told.stdout


def _file(folder: Path, data: bytes) -> Path:
    (folder / "made.xlsx").write_bytes(data)
    return folder / "made.xlsx"


def test_a_roll_up_without_its_hidden_sheets_is_still_named_by_the_roster(county: Path, east: bytes, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(filename=_file(tmp_path, east))
    del book["_parts"], book["_numbers"]
    book.save(county / "inbox" / "a.xlsx")

    one = seen(county).files["a.xlsx"]

    assert (one.identity.unit_name, one.outcome, len(one.report.findings)) == ("东镇", "returned", 2)


def test_a_roll_up_of_another_form_is_named_as_that(county: Path, east: bytes, tmp_path: Path) -> None:
    other = tmp_path / "other"
    run("init", other, "--form", "heqing-annex-1", "--units", county / "units.csv", "--period", "2020-03")
    put(other, 东镇=east)

    one = seen(other).files["东镇.xlsx"]

    assert one.outcome == "wrong-form"
    assert "这是东镇《存在致贫、返贫风险人口即时帮扶情况台账》2020年3月的表" in say_of(one)


def own_file(task: Path, **changed: object) -> str:
    filled(blank_of(task, EAST_A), task / "inbox" / "甲庄村.xlsx", {"marginal": [household(11, **changed)]})
    return "甲庄村.xlsx"


def test_a_village_that_differs_from_its_roll_up_counts_nowhere_until_somebody_decides(county: Path, east: bytes) -> None:
    put(county, 东镇=east)
    file = own_file(county, risk="因残")

    found = seen(county)

    assert found.files[file].outcome == "conflict"
    assert "以这一份为准，就请汇总的单位用这一份重新汇总" in say_of(found.files[file])
    assert "其中1个单位的报表已计入；甲庄村" in say_of(found.files["东镇.xlsx"])
    assert (found.units[EAST_A].state, found.households) == ("conflict", 1)
    assert [(each.file, each.outcome) for each in found.gathered.left_out] == [(f"inbox/{file}", "conflict")]


def test_a_village_whose_roll_up_has_a_later_filing_is_superseded_even_where_it_was_returned(county: Path, east: bytes) -> None:
    file = own_file(county, risk="瞎填")
    assert seen(county, "2020-04-02").files[file].outcome == "returned"
    put(county, 东镇=east)

    found = seen(county)

    assert (found.files[file].outcome, found.stands(EAST_A)) == ("superseded", ("accepted", "inbox/东镇.xlsx"))


def test_a_faulty_file_after_the_roll_up_leaves_it_in_with_a_correction_pending(county: Path, east: bytes) -> None:
    put(county, 东镇=east)
    seen(county)
    file = own_file(county, risk="瞎填")

    found = seen(county, "2020-04-06")

    assert (found.files[file].outcome, found.units[EAST_A].state, found.units[EAST_A].corrected) == ("returned", "accepted", True)
    assert [part.pending for part in found.gathered.parts] == [True, False]


def test_two_files_of_a_village_in_conflict_do_not_count_by_way_of_a_roll_up(county: Path, east: bytes, whole: Path) -> None:
    put(county, 东镇=east)
    shutil.copy(next((whole / "inbox").glob(f"{EAST_A}*")), county / "inbox" / "a.xlsx")
    file = own_file(county, risk="因残")

    found = seen(county)

    assert {found.files[name].outcome for name in ("a.xlsx", file)} == {"conflict"}
    assert (found.units[EAST_A].state, found.households) == ("conflict", 1)


def test_what_is_said_between_filings_names_the_roll_up_they_came_in(county: Path, east: bytes) -> None:
    put(county, 东镇=east)
    send(county, WEST_C, {"marginal": [household(11)]})

    found = answer("check", county, "--now", NOW)["between"]["findings"]

    assert {each["file"] for each in found} == {
        "inbox/东镇.xlsx!/379999100200_甲庄村_2020-03.xlsx", f"inbox/{blank_of(county, WEST_C).name}",
    }  # fmt: skip


def test_a_conflict_that_a_roll_up_brings_along_is_for_its_maker_to_settle(county: Path, east: bytes, whole: Path, tmp_path: Path) -> None:
    town = shutil.copytree(county, tmp_path / "town")
    shutil.copy(next((whole / "inbox").glob(f"{EAST_A}*")), town / "inbox" / "a.xlsx")
    own_file(town, risk="因残")
    run("merge", town, "--now", NOW)
    put(county, 东镇=next((town / "rollup").glob("东镇*")).read_bytes(), 西镇=next((whole / "rollup").glob("西镇*")).read_bytes())

    found = seen(county)

    assert found.stands(EAST_A) == ("conflict", "inbox/东镇.xlsx")
    assert "已计入；甲庄村（379999100200）有内容不同的表" in say_of(found.files["东镇.xlsx"])
    assert [each.code for each in found.files["东镇.xlsx"].report.findings] == ["rollup-unclear"]
    assert [(each.file, each.outcome) for each in found.gathered.left_out] == [("inbox/东镇.xlsx", "returned")]


def test_two_roll_ups_that_came_together_and_differ_are_named_with_the_unit(county: Path, east: bytes, tmp_path: Path) -> None:
    town = shutil.copytree(county, tmp_path / "town")
    own_file(town, risk="因残")
    run("merge", town, "--now", NOW)
    put(county, 一=east, 二=next((town / "rollup").glob("东镇*")).read_bytes())

    found = seen(county)
    (left,) = found.gathered.left_out

    assert (found.units[EAST_A].state, found.units[EAST_B].state) == ("conflict", "accepted")
    assert left.file in ("inbox/一.xlsx", "inbox/二.xlsx")
    assert left.say.startswith("汇总表里甲庄村（379999100200）有内容不同的表")


def test_a_unit_that_is_not_in_the_roster_is_named_and_the_others_count(county: Path, east: bytes) -> None:
    roster = (county / "units.csv").read_text("utf-8-sig").splitlines()
    (county / "units.csv").write_text("\n".join(line for line in roster if not line.startswith(EAST_B)), "utf-8-sig")
    put(county, 东镇=east)

    one = seen(county).files["东镇.xlsx"]

    assert (one.outcome, [each.code for each in one.report.findings]) == ("returned", ["rollup-stranger"])
    assert say_of(one) == f"汇总表：其中1个单位的报表已计入；乙庄村（{EAST_B}）不在应报名单里，没有计入"


def test_status_says_who_accepted_a_filing(county: Path) -> None:
    file = own_file(county, risk="瞎填")
    run("accept", county / "inbox" / file, "--reason", "县里同意", "--by", "王主任", "--now", NOW)

    assert "甲庄村  已报  经王主任同意接收（县里同意）" in run("status", county, "--now", NOW).stdout
