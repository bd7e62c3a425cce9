"""Who has reported: the townships' counts and rates, where a wrong file belongs, the lines for people, and what `accept` refuses."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from drawn import person
from hypothesis import given
from hypothesis import strategies as st
from identity_form import FORM, MARCH, ROSTER, VILLAGES
from office_task import EAST_A, EAST_B, WEST_A, WEST_C, answer, household, new_task, only, run, send

from formkit import export
from formkit.filing import Filing, Identity, Source
from formkit.intake import Judged
from formkit.states import states
from formkit.task import Settings, Task
from formkit.townships import COUNTS, townships

TASK = Task(Path("nowhere"), Settings(forms=(FORM.form,), period="2020-03"), {FORM.form: FORM}, ROSTER, MARCH)
FILING = Filing(Source("", ""), Identity())
BROKEN = ("unreadable", "encrypted")
# Files as village:outcome or folder/name:outcome, and what becomes of the eastern (villages A, B) and the western township (W).
COUNTED = """
nobody                        | | missing 2 | missing 1
all                           | A:accepted B:zero W:accepted | accepted 1 zero 1 | accepted 1
an empty form is no report    | A:empty B:accepted | empty 1 accepted 1 | missing 1
a correction                  | A:accepted A:superseded A:superseded | accepted 1 missing 1 superseded 2 | missing 1
two at once                   | A:conflict A:conflict W:returned | conflict 1 missing 1 | returned 1
broken, known by its name     | A:unreadable W:encrypted | unreadable 1 missing 1 | unreadable 1
wrong beside a right one      | A:accepted A:wrong-unit | accepted 1 missing 1 wrong_unit 1 | missing 1
""".strip().splitlines()


def came(number: int, said: str) -> Judged:
    """A file as drawn."""
    village, outcome = said.split(":")
    unit = VILLAGES[village]
    name = f"inbox/{unit.code}_{unit.name}_{number}.xlsx"
    own = Identity() if outcome in BROKEN else Identity(FORM.form, "1", unit.code, "2020-03")
    return Judged(name, str(number), "xlsx", outcome, outcome, identity=own, filing=None if outcome in BROKEN else FILING)


@pytest.mark.parametrize("line", COUNTED, ids=lambda line: line.split("|")[0].strip())
def test_what_files_come_to(line: str) -> None:
    _, files, *wanted = (part.split() for part in line.split("|"))
    judged = [came(number, said) for number, said in enumerate(files)]
    found, nowhere = townships(TASK, states(TASK, judged), judged)
    rows = [export.township_json(town) for town in found]

    for row, said in zip(rows, wanted, strict=True):
        counts = dict(zip(said[::2], map(int, said[1::2]), strict=True))
        assert {name: row[name] for name in (*COUNTS, "superseded", "wrong_unit") if row[name]} == counts
    assert [row["expected"] for row in rows] == [2, 1]
    assert not nowhere


SOME = st.lists(st.tuples(st.sampled_from("ABWX"), st.sampled_from((*COUNTS[:-1], "encrypted", "superseded", "wrong-unit"))), max_size=12)


@given(SOME)
def test_states_add_up_and_no_rate_is_above_one(files: list[tuple[str, str]]) -> None:
    judged = [came(number, f"{village}:{outcome}") for number, (village, outcome) in enumerate(files)]
    stand = states(TASK, judged)
    found, nowhere = townships(TASK, stand, judged)

    for town in found:
        row = export.township_json(town)
        assert sum(row[name] for name in COUNTS) == row["expected"] == town.expected
        assert 0 <= row["rate"] <= 1
        assert row["reported"] == row["accepted"] + row["zero"]
        assert row["basis"] == f"{row['reported']}/{row['expected']}"
        assert (row["rate"] == 1) == (row["reported"] == row["expected"])
    assert sum(town.expected for town in found) == len(stand) == len(TASK.reporters)
    wrong = Counter(outcome for _, outcome in files)["wrong-unit"]
    assert sum(len(town.wrong_unit) for town in found) + len(nowhere) == wrong, "every wrong file is somewhere, once"


# A wrong file: the unit in it, the unit its name names, its path, the unit its rows are of; then its township.
PLACES = """
A - inbox/a.xlsx - | 东镇
- - inbox/西镇/a.xlsx - | 西镇
- - inbox/乙庄村.xlsx - | 东镇
- - inbox/甲庄村.xlsx - |
A B inbox/a.xlsx - | 东镇
A W inbox/a.xlsx - |
A - inbox/西镇/a.xlsx - |
A - inbox/a.xlsx 乙庄村 | 东镇
W - inbox/a.xlsx 乙庄村 |
X - inbox/a.xlsx - |
- - inbox/a.xlsx - |
""".strip().splitlines()


@pytest.mark.parametrize("line", PLACES)
def test_a_wrong_file_belongs_to_a_township_only_where_everything_says_so(line: str) -> None:
    said, _, wanted = line.partition("|")
    inside, named, path, rows = said.split()
    own = Identity(FORM.form, "1", VILLAGES[inside].code if inside != "-" else "")
    args = {"expected": rows} if rows != "-" else {}
    one = Judged(path, "1", "xlsx", "wrong-unit", "wrong-unit", args, own, named=VILLAGES[named].code if named != "-" else "")
    found, nowhere = townships(TASK, states(TASK, [one]), [one])

    assert [town.name for town in found if town.wrong_unit] == wanted.split()
    assert bool(nowhere) != bool(wanted.split())


@pytest.fixture(scope="module")
def task(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Due on 5 April: the east has sent one in time and a faulty one late, the west a zero report and a file of nobody's."""
    folder = new_task(tmp_path_factory.mktemp("status"), "--due", "2020-04-05")
    send(folder, EAST_A, {"marginal": [household(1)]})
    assert run("check", folder, "--now", "2020-04-03").exit_code == 0
    send(folder, EAST_B, {"marginal": [household(2, risk="因懒")]})
    send(folder, WEST_A, {}, zero=True)
    send(folder, WEST_C, {"marginal": [household(3, village="乙庄村")]}, "a.xlsx")
    return folder


def test_the_chat_says_how_far_who_was_late_who_must_correct_and_who_is_missing(task: Path) -> None:
    told = run("status", task, "--text", "--now", "2020-04-07")

    assert told.exit_code == 1
    assert told.stdout.splitlines() == [
        "东镇：应报2，已报1（50%）；迟报1：乙庄村；退回待改1：乙庄村",
        "西镇(新区)：应报2，已报1（50%，其中零报告1）；迟报1：甲庄村；未报1：丙庄村",
        "未能认定单位的文件1个：inbox/a.xlsx",
    ]


def test_people_read_a_table_whose_columns_stand_one_under_another(task: Path) -> None:
    lines = run("status", task, "--now", "2020-04-07").stdout.splitlines()
    table = [line for line in lines[lines.index("") + 1 :] if line]

    assert lines[1].startswith(f"{EAST_B}  乙庄村  退回待改  迟报  inbox/")
    assert [line.split() for line in table[:3]] == [
        ["单位", "应报", "已报", "报送率", "其中零报告", "迟报", "退回待改", "未报"],
        ["东镇", "2", "1", "50%", "0", "1", "1", "0"], ["西镇(新区)", "2", "1", "50%", "1", "1", "0", "1"],
    ]  # fmt: skip
    assert len({len(line.encode("gb18030")) for line in table[:3]}) == 1
    assert table[3] == "应报4，已报2（其中零报告1），迟报2；报送率50%，按应报4份计，零报告算已报，空表不算"


def test_the_json_keeps_the_contract_and_adds_to_it(task: Path) -> None:
    document = answer("status", task, "--now", "2020-04-07")
    contract = {"unit", "name", "expected", "accepted", "zero", "returned", "empty", "missing", "late"}

    assert all(contract <= row.keys() for row in document["townships"])
    assert document["townships"][0] == {
        "unit": "379999100000", "name": "东镇", "expected": 2, "accepted": 1, "zero": 0, "conflict": 0, "returned": 1, "empty": 0,
        "unreadable": 0, "missing": 0, "late": 1, "superseded": 0, "wrong_unit": 0, "reported": 1, "rate": 0.5, "basis": "1/2",
    }  # fmt: skip
    assert document["nowhere"] == [{"file": "inbox/a.xlsx", "unit": WEST_C, "outcome": "wrong-unit"}]
    assert document["units"][0] == {
        "unit": EAST_A, "name": "甲庄村", "level": "village", "form": "zaozhuang-ledger", "state": "accepted", "late": False,
        "file": document["units"][0]["file"], "due": "2020-04-05", "extended": None,
    }  # fmt: skip


@pytest.mark.parametrize(("file", "reason", "by", "said"), [
    ("inbox/*_乙庄村_*.xlsx", " ", "王主任", "--reason 要写理由"), ("inbox/*_乙庄村_*.xlsx", "已核", "　", "--by 要写谁同意"),
    ("inbox/none.xlsx", "已核", "王主任", "没有 "), ("outbox/西镇*/*_丙庄村_*.xlsx", "已核", "王主任", "不在任务的 inbox 里"),
    ("../outside.xlsx", "已核", "王主任", "不在任务文件夹里"), ("inbox/a.xlsx", "已核", "王主任", "改不了是哪个单位的表"),
    ("inbox/*_甲庄村_*.xlsx", "已核", "王主任", "不用再同意接收"),
])  # fmt: skip
def test_accept_says_in_one_sentence_why_it_does_not(file: str, reason: str, by: str, said: str, task: Path) -> None:
    (task.parent / "outside.xlsx").write_bytes(b"x")
    before = (task / "journal.jsonl").read_text("utf-8").count('"accept"')
    path = next(iter(sorted(task.glob(file))), task / file) if "*" in file else task / file
    told = run("accept", path, "--reason", reason, "--by", by, "--now", "2020-04-07")

    assert (told.exit_code, told.stdout, said in told.stderr) == (2, "", True), told.stderr
    assert len(told.stderr.strip().splitlines()) == 1
    assert (task / "journal.jsonl").read_text("utf-8").count('"accept"') == before


def test_what_was_accepted_stands_in_the_journal_and_beside_the_total(tmp_path: Path) -> None:
    task = new_task(tmp_path)
    path = send(task, EAST_B, {"marginal": [household(2, risk="因懒")]})
    told = run("accept", path, "--reason", f" 已核 {person('1970-01-01', 2)}", "--by", "王主任", "--now", "2020-04-07")
    entries = [json.loads(line) for line in (task / "journal.jsonl").read_text("utf-8").splitlines()]
    filing = only(answer("check", task, "--now", "2020-04-08"), ".xlsx")
    town = answer("status", task)["townships"][0]

    assert told.exit_code == 0, told.stderr
    assert "由王主任同意接收（已核 ****" in told.stderr
    assert [(one["by"], one["at"]) for one in entries if one["event"] == "accept"] == [("王主任", "2020-04-07")]
    assert (filing["outcome"], "经王主任同意接收（已核 ****" in filing["say"]) == ("accepted", True)
    assert (town["accepted"], town["rate"]) == (1, 0.5)
