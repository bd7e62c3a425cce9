"""Archives in an inbox: their members are checked, counted and answered like any other file."""

from __future__ import annotations

import shutil
from pathlib import Path

import openpyxl
from office_task import EAST_A, EAST_B, WEST_A, WEST_C, answer, household, only, run, send
from test_arrivals import packed, zipped


def taken(path: Path) -> bytes:
    """The bytes of a file that then is no longer there."""
    data = path.read_bytes()
    path.unlink()
    return data


def test_an_archive_of_villages_is_checked_answered_and_counted(task: Path) -> None:
    good = taken(send(task, EAST_A, {"marginal": [household(1)]}))
    faulty = taken(send(task, EAST_B, {"marginal": [household(2, risk="因懒")]}))
    third = send(task, WEST_C, {"marginal": [household(3)]})
    inner = packed([("乙庄.xlsx".encode("gbk"), faulty)])
    members = {"甲庄.xlsx": good, "再报/乙庄.zip": inner, "..\\..\\..\\x.xlsx": good, "c.xlsx": third.read_bytes()}
    (task / "inbox" / "东镇.zip").write_bytes(packed((name.encode("gbk"), data) for name, data in members.items()))
    (task / "inbox" / "空.zip").write_bytes(zipped([]))
    before = {path for path in task.parent.rglob("*") if "returns" not in path.parts}

    document = answer("check", task, "--now", "2020-04-03")

    outcomes = {each["file"]: each["outcome"] for each in document["filings"]}
    assert outcomes == {
        f"inbox/{third.name}": "accepted", "inbox/东镇.zip!/甲庄.xlsx": "accepted", "inbox/东镇.zip!/再报/乙庄.zip!/乙庄.xlsx": "returned",
        "inbox/东镇.zip!/x.xlsx": "refused", "inbox/东镇.zip!/c.xlsx": "copy", "inbox/空.zip": "not-a-filing",
    }  # fmt: skip
    copy = only(document, "乙庄.xlsx")["return_copy"]
    assert copy == "returns/东镇.zip!/再报/乙庄.zip!/乙庄_退回.xlsx"
    assert openpyxl.load_workbook(task / copy)
    assert {path for path in task.parent.rglob("*") if "returns" not in path.parts} - before <= {task / "journal.jsonl"}
    assert "空的" in only(document, "空.zip")["say"]
    assert run("status", task).stdout.count("已报") >= 2
    left = {each["file"]: each["outcome"] for each in answer("merge", task, "--now", "2020-04-03")["excluded"]}
    assert left["inbox/东镇.zip!/x.xlsx"] == "refused"


def test_loose_archives_are_merged(task: Path, tmp_path: Path) -> None:
    villages = {code: taken(send(task, code, {"marginal": [household(number)]})) for number, code in ((1, EAST_A), (2, WEST_A))}
    archive = tmp_path / "收.zip"
    archive.write_bytes(zipped((f"{code}.xlsx", data) for code, data in villages.items()))

    document = answer("merge", archive, "-o", tmp_path / "out")

    assert document["excluded"] == []
    assert {each["parts"] for each in document["rollups"]} == {1, 2}
    shutil.make_archive(str(tmp_path / "again"), "zip", tmp_path / "out")
    again = answer("merge", tmp_path / "again.zip", archive, "-o", tmp_path / "out2")
    assert [each["sections"] for each in again["rollups"]] == [each["sections"] for each in document["rollups"]]
