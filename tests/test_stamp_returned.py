"""A return copy that is stamped is, byte by byte, the one that is written directly, whatever it says."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from office_task import EAST_A, EAST_B, answer, household, new_task, send
from right_rows import every
from test_stamp import FORM, entries, issue_of, parts

from formkit.layout import PROBLEM_SHEET, lay_out
from formkit.model import Form, Level
from formkit.write import faults, mould, returned, stamp
from formkit.write.book import write_workbook
from formkit.write.issue import Entry, Issue, Problem
from formkit.write.stamp import Moulds, stamped

WIDTH = len(FORM.leaves)
TEXTS = st.sampled_from([
    "", "柳林村", "county", "因懒", "a&<b>\"c\"", " 空 ", "两\n行", "_x0041_", "\ue000", "37999919700101001", "长" * 600, "1", "填报单位",
    "问题清单", "𠮷",
]) | st.text("甲乙12aX.·", max_size=12)  # fmt: skip
VALUES = st.one_of(
    st.none(), TEXTS, st.integers(-3, 10**7), st.booleans(), st.sampled_from([0.5, 2020.1, float("nan"), 1e300]),
    st.dates(date(1850, 1, 1), date(2030, 1, 1)), st.just(datetime(2020, 3, 1, 12, 30)),
)  # fmt: skip
ENTRIES = st.builds(
    Entry, st.lists(VALUES, min_size=WIDTH, max_size=WIDTH).map(tuple), TEXTS, TEXTS,
    st.dictionaries(st.integers(0, WIDTH - 1), st.sampled_from(["error", "query"]), max_size=4),
)  # fmt: skip
KNOWN = st.sampled_from([None, True, False])
PROBLEMS = st.builds(
    Problem, TEXTS, st.sampled_from(["", "F10", "U19"]), TEXTS, TEXTS, TEXTS, TEXTS, st.sampled_from(["error", "query", "已改写"]), KNOWN
)
ISSUES = st.fixed_dictionaries({
    "entries": st.fixed_dictionaries({section.key: st.lists(ENTRIES, max_size=4).map(tuple) for section in FORM.sections}),
    "problems": st.lists(PROBLEMS, min_size=1, max_size=5).map(tuple), "remarks": st.lists(TEXTS, max_size=2).map(tuple),
    "outside": st.lists(st.tuples(TEXTS, TEXTS), max_size=2).map(tuple), "zero": st.booleans(),
})  # fmt: skip
WHO = st.fixed_dictionaries({
    "revision": st.integers(2, 3), "answers": st.sampled_from(["", "ab" * 32]), "content": st.sampled_from(["", "cd" * 32]),
    "unsettled": st.lists(st.sampled_from(["少了一部分", "有两张表", "甲"]), max_size=2).map(tuple),
})  # fmt: skip
MADE: Moulds = {}


def back(form: Form, level: Level, name: str, code: str = "379999100200", **more: Any) -> Issue:
    """A return copy of a unit of that name, below units with names of their own."""
    blank = issue_of(form, level, name, code, rows=6)
    answered = replace(blank.identity, revision=2, answers="ab" * 32, content="cd" * 32)
    problem = Problem("A1", "A10", "甲", "乙", "丙", "丁", "error")
    return replace(blank, **{"identity": answered, "problems": (problem,), "remarks": ("带不走",), **more})


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(["柳林村", "a<b>&村", "第1村", "两\n行村"]), ISSUES, WHO)
def test_whatever_a_return_copy_says_it_is_stamped_as_it_is_written(name: str, said: Mapping[str, Any], who: Mapping[str, Any]) -> None:
    plain = issue_of(FORM, "village", name, rows=6)
    issue = replace(plain, identity=replace(plain.identity, **who), **said)

    assert parts(stamped(FORM, issue, MADE)) == parts(write_workbook(FORM, issue))


@pytest.mark.parametrize(
    ("form", "level"), [each for each in every() if each[1] == each[0].reporter], ids=lambda each: getattr(each, "form", each)
)
def test_every_form_goes_back_as_it_is_written(form: Form, level: Level) -> None:
    """Another unit's copy, with other rows in it, other marks and other problems, is of the same mould."""
    filled = entries(form, level, 2).items()
    drawn = {key: tuple(replace(entry, faults={0: "error"}, verdict="错") for entry in rows) for key, rows in filled}
    two = (Problem("A1", "A10", "甲", "乙", "丙", "丁", "query"), Problem("", "", "", "", "整表", "补齐", "error"))
    issue = back(form, level, "杨家村", "379999100201", entries=drawn, problems=two, remarks=("别的都带上了。" * 9,))
    moulds: Moulds = {}
    stamped(form, back(form, level, "柳林村", entries=dict.fromkeys(drawn, ())), moulds)

    assert parts(stamped(form, issue, moulds)) == parts(write_workbook(form, issue))
    assert len(moulds) == 1


def test_copies_of_one_shape_are_made_of_one_mould(monkeypatch: pytest.MonkeyPatch) -> None:
    built: list[Issue] = []
    original = mould.written
    monkeypatch.setattr(mould, "written", lambda form, issue: built.append(issue) or original(form, issue))
    monkeypatch.setattr(stamp, "write_workbook", lambda *_: pytest.fail("written directly"))
    odd = Entry((date(2020, 1, 1), 2020.1, *("甲",) * (WIDTH - 3), 3), faults={1: "error", 5: "query"})
    moulds: Moulds = {}
    for number in range(9):
        rows = {"marginal": (odd,) * (number % 5), "unstable": ()}
        many = (Problem("A1", "A10", "甲", "乙", "丙", "丁", "error"),) * (number + 1)
        stamped(FORM, back(FORM, "village", f"第{number}村", f"37999910020{number}", entries=rows, problems=many), moulds)

    assert len(built) == 1


@pytest.mark.parametrize("change", [
    {"remarks": ()}, {"remarks": ("甲", "乙")}, {"outside": (("A1", "甲"),)}, {"zero": True}, {"problems": ()},
    {"problems": (Problem("A1", "A10", "甲", "乙", "丙", "丁", "error", known=True),)},
])  # fmt: skip
def test_whatever_else_differs_is_not_taken_from_the_mould(change: dict[str, Any]) -> None:
    moulds: Moulds = {}
    issue = back(FORM, "village", "柳林村")
    stamped(FORM, issue, moulds)

    assert parts(stamped(FORM, replace(issue, **change), moulds)) == parts(write_workbook(FORM, replace(issue, **change)))
    assert len(moulds) == 2


def test_marks_go_before_the_colours_of_the_form_however_many_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(faults, "ROOM", 4)
    row = Entry((None,) * WIDTH, faults=dict.fromkeys(range(3), "error"))
    for count in (0, 1, 2, 4):
        issue = back(FORM, "village", "柳林村", entries={"marginal": (row,) * count, "unstable": ()})
        sheet = parts(stamped(FORM, issue, {}))["xl/worksheets/sheet1.xml"].decode()
        first = lay_out(FORM, issue.rows).blocks[0].first_row
        rules = re.findall(r'sqref="([A-Z]+\d+)"><cfRule type="expression" dxfId="\d+" priority="(\d+)"', sheet)
        assert [int(number) for _, number in rules] == list(range(1, 3 * count + 1))
        assert [cell for cell, _ in rules][:3] == [f"{letter}{first}" for letter in "ABC"][: len(rules)]
        assert min(int(number) for number in re.findall(r':[A-Z]+\d+"><cfRule [^>]*priority="(\d+)"', sheet)) > 3 * count
        assert parts(stamped(FORM, issue, {})) == parts(write_workbook(FORM, issue))


def test_a_list_that_is_cut_is_stamped_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(returned, "LISTED", 3)
    problem = Problem("A1", "A10", "甲", "乙", "丙", "丁", "error", known=False)
    issue = back(FORM, "village", "柳林村", problems=(problem,) * 5)
    written = parts(write_workbook(FORM, issue))
    monkeypatch.setattr(stamp, "write_workbook", lambda *_: pytest.fail("written directly"))
    sent = parts(stamped(FORM, issue, {}))

    assert sent == written
    assert sent["xl/worksheets/sheet3.xml"].count(b"<hyperlink ") == 3
    assert f"{PROBLEM_SHEET}!$A$1:$I$7".encode() in sent["xl/workbook.xml"]


def test_a_check_makes_the_copies_it_writes_of_one_mould(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    built: list[Issue] = []
    original = mould.written
    monkeypatch.setattr(mould, "written", lambda form, issue: built.append(issue) or original(form, issue))
    task = new_task(tmp_path)
    for unit in (EAST_A, EAST_B):
        send(task, unit, {"marginal": [household(1, risk="因懒")]})
    copies = [one["return_copy"] for one in answer("check", task)["filings"]]

    assert sum(issue.returned for issue in built) == 1
    names = [zipfile.ZipFile(io.BytesIO((task / copy).read_bytes())).read("docProps/core.xml") for copy in copies]
    assert len(set(names)) == 2
