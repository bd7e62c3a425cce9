"""The journal of a task: first moments for ever, outcomes as they change, torn lines passed over, nothing personal."""

from __future__ import annotations

import json
import os
import zipfile
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from drawn import person
from hypothesis import given, settings
from hypothesis import strategies as st
from office_task import EAST_A, answer, household, run, send
from rollup_cases import FORM, record

from formkit.filing import Filing, Identity, Source, Step
from formkit.intake import Judged, Override
from formkit.journal import NAME, Journal, nameless, note_acceptance, note_outcomes, read_journal, received

OUTCOMES = ("accepted", "returned", "superseded", "zero", "conflict")
NAMES = st.text(st.sampled_from(['甲', 'a', '"', "\\", "\n", "\u2028", "\u2029", "\x85", "\x0b", "\x1c", "𠀀", "\ufeff"]), max_size=6)


def judged(sha: str, outcome: str = "accepted", file: str = "") -> Judged:
    return Judged(file or f"inbox/{sha}.xlsx", sha, "xlsx", outcome, outcome)


def noted(folder: Path, at: str, *files: Judged) -> None:
    """One check of the inbox at a moment."""
    note_outcomes(folder, read_journal(folder), files, at)


def entries(folder: Path) -> list[dict[str, Any]]:
    """Every line of the journal; each must be whole."""
    return [json.loads(line) for line in (folder / NAME).read_bytes().decode().split("\n") if line]


def test_no_journal_is_an_empty_one_and_nothing_new_makes_none(tmp_path: Path) -> None:
    assert read_journal(tmp_path) == Journal()
    noted(tmp_path, "2020-04-01")
    assert list(tmp_path.iterdir()) == []


def test_an_entry_says_what_when_and_which_file(tmp_path: Path) -> None:
    noted(tmp_path, "2020-04-01", judged("a", "returned", "inbox/1.xlsx"))
    assert entries(tmp_path) == [
        {"event": "seen", "sha256": "a", "file": "inbox/1.xlsx", "outcome": "returned", "at": "2020-04-01"},
    ]  # fmt: skip
    assert read_journal(tmp_path) == Journal({"a": "2020-04-01"}, {"a": "returned"}, {})


CHECKS = st.lists(st.dictionaries(st.sampled_from("abc"), st.sampled_from(OUTCOMES)), max_size=6)


@given(CHECKS)
@settings(max_examples=60, deadline=None)
def test_the_first_moment_is_for_ever_and_outcomes_are_noted_only_as_they_change(checks: list[dict[str, str]]) -> None:
    first: dict[str, str] = {}
    last: dict[str, str] = {}
    lines: list[tuple[str, str, str]] = []
    with TemporaryDirectory() as name:
        folder = Path(name)
        for day, found in enumerate(checks, 1):
            at = f"2020-04-{day:02d}"
            noted(folder, at, *(judged(sha, outcome) for sha, outcome in found.items()))
            for sha, outcome in found.items():
                if last.get(sha) != outcome:
                    lines.append(("outcome" if sha in first else "seen", sha, outcome))
                first.setdefault(sha, at)
                last[sha] = outcome
        assert read_journal(folder) == Journal(first, last, {})
        said = entries(folder) if lines else []
    assert [(entry["event"], entry["sha256"], entry["outcome"]) for entry in said] == lines


def test_a_moment_is_never_moved_whatever_is_added(tmp_path: Path) -> None:
    line = {"event": "seen", "sha256": "a", "file": "x", "outcome": "returned"}
    (tmp_path / NAME).write_text("".join(json.dumps(line | {"at": at}) + "\n" for at in ("2020-04-02", "2020-04-01")), "utf-8")
    assert read_journal(tmp_path).seen == {"a": "2020-04-02"}


def test_checking_again_adds_nothing_even_with_copies(tmp_path: Path) -> None:
    files = (judged("a", "accepted", "inbox/a.xlsx"), judged("a", "copy", "inbox/b.xlsx"), judged("b", "returned"))
    noted(tmp_path, "2020-04-01", *files)
    before = (tmp_path / NAME).read_bytes()
    noted(tmp_path, "2020-04-02", *files)
    noted(tmp_path, "2020-04-03", *files[::-1])
    assert (tmp_path / NAME).read_bytes() == before
    assert read_journal(tmp_path).outcomes == {"a": "accepted", "b": "returned"}


def test_a_copy_that_comes_later_adds_nothing(tmp_path: Path) -> None:
    noted(tmp_path, "2020-04-01", judged("a"))
    before = (tmp_path / NAME).read_bytes()
    noted(tmp_path, "2020-04-02", judged("a"), judged("a", "copy", "inbox/b.xlsx"))
    assert (tmp_path / NAME).read_bytes() == before


def test_what_is_noted_is_on_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sizes: list[int] = []
    monkeypatch.setattr(os, "fsync", lambda handle: sizes.append(os.fstat(handle).st_size))
    noted(tmp_path, "2020-04-01", judged("a"), judged("b"))
    assert sizes == [(tmp_path / NAME).stat().st_size]


def test_lines_are_only_ever_added(tmp_path: Path) -> None:
    noted(tmp_path, "2020-04-01", judged("a"))
    before = (tmp_path / NAME).read_bytes()
    note_acceptance(tmp_path, Override("b", "王主任", "县里已核"), "inbox/b.xlsx", "2020-04-02")
    noted(tmp_path, "2020-04-03", judged("a", "superseded"), judged("c"))
    after = (tmp_path / NAME).read_bytes()
    assert after.startswith(before)
    assert after.endswith(b"\n")
    assert b"\n\n" not in after
    assert [entry["event"] for entry in entries(tmp_path)] == ["seen", "accept", "outcome", "seen"]


def test_an_acceptance_is_kept_and_the_last_one_holds(tmp_path: Path) -> None:
    noted(tmp_path, "2020-04-01", judged("a", "returned"))
    for by, reason in (("李某", "电话核实"), ("王主任", '县里"已核"\n属实')):
        note_acceptance(tmp_path, Override("a", by, reason), "inbox/a.xlsx", "2020-04-02")
    found = read_journal(tmp_path)
    assert found.overrides == {"a": Override("a", "王主任", '县里"已核"\n属实')}
    assert (found.seen, found.outcomes) == ({"a": "2020-04-01"}, {"a": "returned"})


def written(folder: Path, names: Iterable[str]) -> bytes:
    for number, name in enumerate(names):
        noted(folder, f"2020-04-0{number + 1}", judged(f"{number}", file=f"inbox/{name}.xlsx"))
    return (folder / NAME).read_bytes()


@given(st.integers(min_value=0, max_value=400))
@settings(max_examples=120, deadline=None)
def test_a_line_torn_anywhere_is_passed_over_and_the_next_starts_on_its_own(cut: int) -> None:
    """A crash may stop the writing after any byte, in the middle of a character too."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        whole = written(folder, ["甲庄村", "乙庄村"])
        first = whole.index(b"\n") + 1
        kept = whole[: first + cut % (len(whole) - first)]
        (folder / NAME).write_bytes(kept)
        known = {"0": "2020-04-01"} | ({"1": "2020-04-02"} if len(kept) == len(whole) - 1 else {})
        assert read_journal(folder).seen == known
        noted(folder, "2020-04-05", judged("9"))
        assert (folder / NAME).read_bytes().startswith(kept)
        assert read_journal(folder).seen == known | {"9": "2020-04-05"}


def test_the_next_entry_starts_a_line_of_its_own(tmp_path: Path) -> None:
    whole = written(tmp_path, ["a", "b"])
    (tmp_path / NAME).write_bytes(whole[:-20])
    noted(tmp_path, "2020-04-05", judged("1"))
    assert (tmp_path / NAME).read_bytes().startswith(whole[:-20] + b"\n{")
    assert read_journal(tmp_path).seen == {"0": "2020-04-01", "1": "2020-04-05"}


@pytest.mark.parametrize("line", ["", "{", "[]", "5", "null", '"sha256"', '{"event": "seen"}', '{"sha256": "x"}', '{"event": "seen", "sh'])
def test_a_line_that_is_no_entry_is_passed_over(tmp_path: Path, line: str) -> None:
    whole = written(tmp_path, ["甲"])
    (tmp_path / NAME).write_bytes(whole + line.encode() + b"\n" + whole.replace(b'"0"', b'"1"'))
    assert set(read_journal(tmp_path).seen) == {"0", "1"}


@given(NAMES)
@settings(max_examples=60, deadline=None)
def test_a_file_name_of_any_characters_is_one_entry(name: str) -> None:
    with TemporaryDirectory() as folder:
        written(Path(folder), [name])
        assert read_journal(Path(folder)).seen == {"0": "2020-04-01"}
        assert len(entries(Path(folder))) == 1


def test_a_file_name_that_is_no_text_breaks_nothing(tmp_path: Path) -> None:
    """A package made on Windows and unpacked on Linux: names in GB 18030, bytes that are no UTF-8."""
    name = "甲庄村".encode("gb18030").decode("utf-8", "surrogateescape")
    written(tmp_path, [name])
    assert read_journal(tmp_path).seen == {"0": "2020-04-01"}


def test_nothing_personal_is_written(tmp_path: Path) -> None:
    number, phone = person("1970-01-01", 1), "13900000000"
    values = {"head_name": "张甲一", "id_number": number, "helper": "李帮一", "helper_agency": phone}
    rows = (record(FORM, "marginal", 8, values, "家里有病人"),)
    identity = Identity(FORM.form, FORM.version, "379999100200", "2020-03", path=(Step("village", "379999100200", "甲庄村"),))
    filing = Filing(Source("inbox/a.xlsx", "a"), identity, records=rows)
    note_outcomes(tmp_path, Journal(), [Judged("inbox/a.xlsx", "a", "xlsx", "accepted", "accepted", filing=filing)], "2020-04-01")
    text = (tmp_path / NAME).read_text("utf-8")
    assert not [said for said in (number, phone, "张甲一", "李帮一", "病", number[6:14]) if said in text]
    assert set(entries(tmp_path)[0]) == {"event", "sha256", "file", "outcome", "at"}


ABOVE = (Step("village", "379999100200", "甲庄村"), Step("township", "379999100000", "东镇"))
OWN = Identity(FORM.form, FORM.version, "379999100200", "2020-03", path=ABOVE)


@pytest.mark.parametrize(
    ("file", "kept"),
    [
        ("inbox/379999100200_甲庄村_2020-03.xlsx", "inbox/379999100200_甲庄村_2020-03.xlsx"), ("inbox/张甲一.xlsx", "inbox/＊.xlsx"),
        ("inbox/张甲一_2020-03_汇总.xlsx", "inbox/＊_2020-03_汇总.xlsx"), ("inbox/a_退回2.xlsx", "inbox/a_退回2.xlsx"),
        ("inbox/甲庄村张甲一.xls", "inbox/甲庄村＊.xls"), ("inbox/东镇.zip!/张甲一/甲庄村_李 二.xlsx", "inbox/东镇.zip!/＊/甲庄村_＊.xlsx"),
        ("inbox/zhang san.xlsx", "inbox/＊.xlsx"), ("inbox/买买提·艾力.et", "inbox/＊.et"), ("inbox/a.xlsx", "inbox/a.xlsx"),
        ("inbox/一(2).xlsx", "inbox/一(2).xlsx"), ("inbox/张甲一.xlsx.exe", "inbox/＊.＊.exe"),
    ],
)  # fmt: skip
def test_of_a_file_name_only_what_the_office_gave_out_is_kept(file: str, kept: str) -> None:
    assert nameless(replace(judged("a", file=file), identity=OWN)) == kept


def test_a_member_without_a_hash_is_noted_once_and_two_broken_twins_too(tmp_path: Path) -> None:
    lost = [judged("", "refused", f"inbox/1.zip!/{name}.xlsx") for name in "23"] + [judged("b", "unreadable")] * 2
    for day in ("2020-04-01", "2020-04-02"):
        noted(tmp_path, day, *lost)
    assert [entry["event"] for entry in entries(tmp_path)] == ["seen"] * 3


def test_two_runs_at_once_never_write_into_each_others_lines(tmp_path: Path) -> None:
    process = []
    for number in range(4):
        process.append(os.fork())
        if process[-1] == 0:
            for turn in range(12):
                noted(tmp_path, "2020-04-01", *(judged(f"{number}-{turn}-{each}") for each in range(20)))
            os._exit(0)
    assert [os.waitpid(each, 0)[1] for each in process] == [0] * 4
    assert len(entries(tmp_path)) == 4 * 12 * 20 == len(read_journal(tmp_path).seen)


def test_a_full_disk_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "write", lambda handle, data: len(data) - 1)
    with pytest.raises(OSError, match="space"):
        noted(tmp_path, "2020-04-01", judged("a"))


def test_a_number_in_a_file_name_or_a_reason_is_masked(tmp_path: Path) -> None:
    number = person("1970-01-01", 1)
    noted(tmp_path, "2020-04-01", judged("a", "returned", f"inbox/张甲一{number}.xlsx"))
    note_acceptance(tmp_path, Override("a", "王主任", f"已核{number}"), f"inbox/张甲一{number}.xlsx", "2020-04-02")
    assert number not in (tmp_path / NAME).read_text("utf-8")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_received_csv_gives_the_day_by_file_name(tmp_path: Path, encoding: str) -> None:
    assert received(tmp_path) == {}
    (tmp_path / "received.csv").write_bytes("甲庄村.xlsx, 2020-04-01 \r\n只有名字\r\n\r\n乙.xlsx,2020-04-02,面交\r\n".encode(encoding))
    assert received(tmp_path) == {"甲庄村.xlsx": "2020-04-01", "乙.xlsx": "2020-04-02"}


def test_a_member_of_an_archive_can_be_accepted(task: Path) -> None:
    path = send(task, EAST_A, {"marginal": [household(1, risk="因懒")]})
    with zipfile.ZipFile(task / "inbox" / "东镇.zip", "w") as archive:
        archive.write(path, "甲庄村.xlsx")
    path.unlink()
    done = run("accept", task / "inbox" / "东镇.zip!" / "甲庄村.xlsx", "--reason", "已核", "--by", "王主任")
    assert done.exit_code == 0, done.stderr
    assert [one["outcome"] for one in answer("check", task)["filings"]] == ["accepted"]
    assert run("accept", task / "inbox" / "东镇.zip!" / "没有.xlsx", "--reason", "已核", "--by", "王主任").exit_code == 2
