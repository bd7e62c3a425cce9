"""A stamped workbook is the one written directly: part by part, byte by byte."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook
from right_rows import every, right, rows_of

from formkit import gate, period
from formkit.filing import Identity, Step
from formkit.layout import SHEET
from formkit.load import find_form
from formkit.model import LEVELS, Form, Level
from formkit.units import Unit
from formkit.write import mould, stamp
from formkit.write.book import write_workbook
from formkit.write.issue import Entry, Issue, Problem
from formkit.write.package import archive, packed, piece, stored
from formkit.write.stamp import Moulds, stamped

FORM = find_form("zaozhuang-ledger")
ODD = (
    "柳林村", "甲<乙>&\"丙'丁村", "长" * 300 + "村", "_x0041_村", " 空白村 ", "两\n行村", "𠮷家村", "<r>斜</r>", "a" * 9000,
    "东镇", "{unit}村", "=1+1", "村", "填报单位", "身份证号码", "", "是", "county", "1 柳林村",
)  # fmt: skip


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        assert book.testzip() is None
        return {name: book.read(name) for name in book.namelist()}


def issue_of(form: Form, level: Level, name: str, code: str = "379999100200", rows: int = 2) -> Issue:
    """A blank of a unit of that name, below units with names of their own."""
    levels = [each for each in LEVELS[LEVELS.index(level) :] if each in ("village", "township", "county", "city", level)]
    steps = [Step(each, f"{code[: 12 - 2 * place]}", f"上级{place}") for place, each in enumerate(levels)]
    steps[0] = Step(level, code, name)
    when = period.parse(right(form, level).period)
    counts = {section.key: rows for section in form.sections}
    return Issue(Identity(form.form, form.version, code, when.text, path=tuple(steps)), counts, (), when.end, when.label, "2020年4月5日", "王某")


def entries(form: Form, level: Level, count: int) -> Mapping[str, tuple[Entry, ...]]:
    drawn = rows_of(form, level, count)
    return {form.sections[0].key: tuple(Entry(tuple(row.get(leaf.key) for leaf in form.leaves)) for row in drawn)}


@pytest.mark.parametrize(("form", "level"), every(), ids=lambda each: getattr(each, "form", each))
def test_every_form_is_stamped_as_it_is_written(form: Form, level: Level) -> None:
    moulds: Moulds = {}
    stamped(form, issue_of(form, level, "柳林村"), moulds)
    issue = issue_of(form, level, "&<村村", "379999100201")

    assert parts(stamped(form, issue, moulds)) == parts(write_workbook(form, issue))
    assert len(moulds) == 1  # made for the other unit


@pytest.mark.parametrize(
    ("form", "level"), [each for each in every() if each[1] == each[0].reporter], ids=lambda each: getattr(each, "form", each)
)
def test_every_form_is_stamped_with_its_rows_filled_in(form: Form, level: Level) -> None:
    moulds: Moulds = {}
    stamped(form, replace(issue_of(form, level, "柳林村", rows=4), entries=entries(form, level, 1)), moulds)
    issue = replace(issue_of(form, level, "杨家村", "379999100201", rows=4), entries=entries(form, level, 3))

    assert parts(stamped(form, issue, moulds)) == parts(write_workbook(form, issue))
    assert len(moulds) == 1


def test_odd_names_are_stamped_or_written_but_always_the_same() -> None:
    moulds: Moulds = {}
    for name in (*ODD, *ODD[:2]):
        issue = issue_of(FORM, "village", name)
        assert parts(stamped(FORM, issue, moulds)) == parts(write_workbook(FORM, issue)), name


def test_units_of_equal_names_have_a_mould_of_their_own() -> None:
    alike = issue_of(FORM, "village", "上级1")
    moulds: Moulds = {}
    stamped(FORM, issue_of(FORM, "village", "柳林村"), moulds)

    assert parts(stamped(FORM, alike, moulds)) == parts(write_workbook(FORM, alike))
    assert len(moulds) == 2


@pytest.mark.parametrize("change", [
    {"deadline": "2020年5月1日"}, {"beforehand": ("甲", "乙" * 200)}, {"contact": "李某"}, {"zero": True}, {"beforehand": ("甲",)},
    {"rows": {"marginal": 3, "unstable": 2}},
    {"end": None, "period": ""}, {"own": True}, {"remarks": ("甲",)}, {"outside": (("A1", "甲"),)},
    {"places": (Unit("9", "外村", "village", ""),)},
    {"problems": (Problem("A1", "A10", "甲", "乙", "丙", "丁", "error"),)}, {"entries": {"marginal": ()}},
])  # fmt: skip
def test_whatever_else_differs_is_not_taken_from_the_mould(change: dict[str, object]) -> None:
    moulds: Moulds = {}
    blank = issue_of(FORM, "village", "柳林村")
    stamped(FORM, blank, moulds)
    issue = replace(blank, **change)  # type: ignore[arg-type]

    assert parts(stamped(FORM, issue, moulds)) == parts(write_workbook(FORM, issue))


@pytest.mark.parametrize("change", [
    {"revision": 3}, {"system": "民政"}, {"answers": "ab"}, {"content": "cd"}, {"unsettled": ("甲",)}, {"unit": ""}, {"period": "2020-04"},
    {"path": ()}, {"path": (Step("village", "379999100200", "柳林村"),)}, {"version": "2019.1"},
])  # fmt: skip
def test_whoever_else_it_is_for_is_not_taken_from_the_mould(change: dict[str, object]) -> None:
    moulds: Moulds = {}
    blank = issue_of(FORM, "village", "柳林村")
    stamped(FORM, blank, moulds)
    issue = replace(blank, identity=replace(blank.identity, **change))  # type: ignore[arg-type]

    assert parts(stamped(FORM, issue, moulds)) == parts(write_workbook(FORM, issue))


def test_values_of_every_kind_are_written_as_they_are() -> None:
    usual = [None, "", "文", " 空 ", "a&<b>", "=1+1", 1, 2.5, True, date(2020, 3, 1), datetime(2020, 3, 1, 12, 30), float("nan"), 1e300,
             "长" * 40_000, "𠮷" * 20_000, date(1850, 1, 1), "两\n行", "柳林村", "上级1", "_x0041_"]  # fmt: skip
    width = len(FORM.leaves)
    rows = tuple(Entry(tuple(usual[(place + row) % len(usual)] for place in range(width)), "说明&" if row % 2 else "") for row in range(21))
    issue = replace(issue_of(FORM, "village", "柳林村", rows=21), entries={"marginal": rows})
    sent = stamped(FORM, issue, {})

    assert parts(sent) == parts(write_workbook(FORM, issue))
    sheet = load_workbook(io.BytesIO(sent))[SHEET]
    found = [sheet.cell(10, column).value for column in range(1, width + 1)]
    assert found[2:11] == ["文", " 空 ", "a&<b>", "=1+1", 1, 2.5, True, datetime(2020, 3, 1), datetime(2020, 3, 1, 12, 30)]


def test_names_in_the_rows_that_the_form_has_too_are_found_among_its_texts() -> None:
    """A text of a row is kept once, be it the form's, the unit's own, or new."""
    values = ("county", "柳林村", "新", "新", "上级1")
    row = Entry((*values, *(None,) * (len(FORM.leaves) - len(values))))
    issue = replace(issue_of(FORM, "village", "柳林村"), entries={"marginal": (row, row)})
    moulds: Moulds = {}
    stamped(FORM, replace(issue_of(FORM, "village", "杨家村"), entries={"marginal": (row,)}), moulds)

    sent = stamped(FORM, issue, moulds)

    assert parts(sent) == parts(write_workbook(FORM, issue))
    assert parts(sent)["xl/sharedStrings.xml"].count("<t>新</t>".encode()) == 1


def test_so_many_moulds_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stamp, "MOULDS", 2)
    moulds: Moulds = {}
    for rows in (1, 2, 3, 1):
        stamped(FORM, issue_of(FORM, "village", "柳林村", rows=rows), moulds)

    assert len(moulds) == 2


def test_a_roster_builds_its_workbook_once(monkeypatch: pytest.MonkeyPatch) -> None:
    built: list[str] = []
    original = mould.written
    monkeypatch.setattr(mould, "written", lambda form, issue: built.append(form.form) or original(form, issue))
    monkeypatch.setattr(stamp, "write_workbook", lambda *_: pytest.fail("written directly"))
    moulds: Moulds = {}
    for number in range(30):
        stamped(FORM, issue_of(FORM, "village", f"第{number}村", f"3799991002{number:02d}"), moulds)

    assert len(built) == 1


def test_every_reader_opens_it() -> None:
    data = stamped(FORM, issue_of(FORM, "village", "柳林村"), {})

    assert CalamineWorkbook.from_filelike(io.BytesIO(data)).sheet_names[0] == SHEET
    assert gate.inspect(data, "a.xlsx").sheets[0].name == SHEET


@given(st.lists(st.binary(max_size=3000) | st.binary(max_size=20).map(lambda data: data * 5000), max_size=6), st.integers(1, 9))
@settings(max_examples=60, deadline=None)
def test_pieces_in_any_company_are_the_part(contents: list[bytes], level: int) -> None:
    made = packed("a/b.xml", [piece(each, level) if place % 2 else stored(each) for place, each in enumerate(contents)])
    data = archive([made, packed("c", [])])

    assert zlib.decompress(made.data, -15) == b"".join(contents)
    assert parts(data) == {"a/b.xml": b"".join(contents), "c": b""}


def test_the_archive_is_as_the_spreadsheet_writer_makes_it() -> None:
    issue = issue_of(FORM, "village", "柳林村")

    ours, theirs = (zipfile.ZipFile(io.BytesIO(data)).infolist() for data in (stamped(FORM, issue, {}), write_workbook(FORM, issue)))

    def told(member: zipfile.ZipInfo) -> tuple[object, ...]:
        return (
            member.filename, member.date_time, member.compress_type, member.CRC, member.file_size, member.flag_bits, member.external_attr,
            member.create_system, member.create_version, member.extract_version, member.extra, member.comment,
        )  # fmt: skip

    assert list(map(told, ours)) == list(map(told, theirs))
    assert struct.unpack("<I", stamped(FORM, issue, {})[:4])[0] == 0x04034B50
