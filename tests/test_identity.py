"""Whose file is it: what each carrier of identity says, as a table of files and what becomes of them."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from identity_form import FORM, MARCH, ROSTER, VILLAGES
from openpyxl.packaging.custom import StringProperty

from formkit import identity
from formkit.filing import Identity
from formkit.intake import Examined, Expectation, Judged, judge
from formkit.layout import IDENTITY_SHEET
from formkit.load import shipped_forms
from formkit.model import Form
from formkit.read import FileRead, read_file
from formkit.read.grid import Grid
from formkit.read.recognise import Meant, Stranger, recognised
from formkit.saying import say_of
from formkit.write.book import write_workbook
from formkit.write.issue import Issue

NOTES = ("identity-lost", "identity-differs", "name-differs")

# What the hidden sheet, the property, the printed code, the rows, the title lines and the file name say: a village (A, B and W
# of the roster, W with the name of A but in another township, X of none) and the month; - says nothing. Then what becomes of it.
FILES = """
as it was sent                                  | A3 A3 A3 A A3 A3 | accepted |
without the hidden sheet                        | -  A3 A3 A A3 -  | accepted |
the sheet copied into a new workbook            | -  -  A3 A A3 -  | accepted |
copied, and nothing filled in for the unit      | -  -  A3 - A3 -  | accepted |
copied without the printed code                 | -  -  -  A A3 -  | accepted | identity-lost
copied, only the rows say the unit              | -  -  -  A -  -  | accepted | identity-lost
copied, only the lines above say                | -  -  -  - B3 -  | accepted B | identity-lost
copied, only the file name says                 | -  -  -  - -  A3 | accepted | identity-lost
copied, and nobody says                         | -  -  -  - -  -  | wrong-unit |
copied, a name that two villages have           | -  -  -  - A- -  | wrong-unit |
copied, the file name tells which of them       | -  -  -  - A3 A3 | accepted | identity-lost
copied, of a village whose name none shares     | -  -  -  B B3 -  | accepted B | identity-lost
copied, rows of one and title of another        | -  -  -  A B3 -  | wrong-unit |
copied, rows of one in a file named for another | -  -  -  A -  B3 | accepted | identity-lost name-differs
copied last month                               | -  -  -  A A2 -  | wrong-period | identity-lost
last month's file under this month's name       | A2 A2 A2 A A2 A3 | wrong-period |
last month's file                               | A2 A2 A2 A A2 A2 | wrong-period |
a blank that was for no period                  | A- A- A- A A- -  | accepted | identity-lost
last month's table pasted over this month's     | A3 A3 A2 A A2 A3 | accepted | identity-differs identity-differs
the rows are of another village                 | A3 A3 A3 B A3 A3 | wrong-unit |
the rows are of the other village of that name  | A3 A3 A3 W A3 A3 | wrong-unit |
another's table pasted into this workbook       | A3 A3 B3 B B3 A3 | wrong-unit |
the same, and nobody filled in the unit         | A3 A3 B3 - A3 A3 | wrong-unit |
the printed code changed by hand                | A3 A3 B3 A A3 A3 | accepted | identity-differs
the property of another workbook                | A3 B3 A3 A A3 A3 | accepted | identity-differs
the property of another, and no rows            | A3 B3 A3 - A3 A3 | wrong-unit |
the title changed by hand                       | A3 A3 A3 A B3 A3 | accepted | identity-differs
the file renamed for another village            | A3 A3 A3 A A3 B3 | accepted | name-differs
the file renamed after its own village          | A3 A3 A3 A A3 N  | accepted |
a name that says neither                        | A3 A3 A3 A A3 Q  | accepted |
a village of another roster                     | X3 X3 X3 - -  -  | wrong-unit |
the printed code in full width and with blanks  | -  -  ~3 - -  -  | accepted |
""".strip().splitlines()  # fmt: skip


def code_of(said: str, form: Form = FORM) -> Identity:
    """What a carrier says, in full."""
    unit = VILLAGES[said[0]]
    return Identity(form.form, form.version, unit.code, f"2020-0{said[1]}" if said[1] != "-" else "", path=identity.steps([unit]))


def workbook(hidden: str, prop: str, printed: str, rows: str, title: str, heads: Sequence[str] = ("张甲一",)) -> bytes:
    """A file as its carriers are drawn."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "填报表"
    sheet.append([leaf.key for leaf in FORM.leaves])
    if printed != "-":
        code = identity.LINE_PREFIX + identity.code(code_of(printed.replace("~", "A")))
        sheet.append([code.replace("/", " ／").replace("3", "３") if "~" in printed else code])
    if title != "-":
        name, when = VILLAGES[title[0]].name, f"2020年{title[1]}月" if title[1] != "-" else ""
        sheet.append([f"{name}试表"])
        sheet.append([f"单位:{name}　　报告期:{when}"])
    sheet.append([leaf.label for leaf in FORM.leaves])
    for head in heads:
        unit = VILLAGES.get(rows)
        town = ROSTER.units[unit.parent].name if unit else None
        sheet.append([town, unit.name if unit else None, head, 5000])
    if hidden != "-":
        own = book.create_sheet(IDENTITY_SHEET)
        for pair in identity.pairs(code_of(hidden), {"all": 3}):
            own.append(pair)
    if prop != "-":
        book.custom_doc_props.append(StringProperty(name=identity.PROPERTY, value=identity.code(code_of(prop))))
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def name_of(said: str) -> str:
    """A file name as drawn."""
    if said[0] in "NQ-":
        return {"N": "甲庄村 最终版(1).xlsx", "Q": "报表 副本.xlsx", "-": "a.xlsx"}[said[0]]
    unit = VILLAGES[said[0]]
    return f"复件 {unit.code}_{unit.name}_2020-0{said[1]}_改(2).xlsx"


def judged(*reads: FileRead) -> tuple[Judged, ...]:
    """What becomes of files that came one day after another."""
    asked = Expectation({FORM.form: FORM}, ROSTER, MARCH)
    return judge([Examined(read, seen=f"2020-04-0{day}") for day, read in enumerate(reads, 1)], asked)


def read(drawn: str, heads: Sequence[str] = ("张甲一",), name: str = "") -> FileRead:
    """A drawn file, read in a task."""
    *carriers, said = drawn.split()
    return read_file(workbook(*carriers, heads), name or name_of(said), {FORM.form: FORM}, ROSTER, (), MARCH)


@pytest.mark.parametrize("case", FILES, ids=lambda case: str(case).partition("|")[0].strip())
def test_each_file_is_whose_it_is(case: str) -> None:
    _, drawn, outcome, notes = (part.strip() for part in case.split("|"))
    (one,) = judged(read(drawn))

    assert one.outcome == outcome.split()[0], say_of(one)
    assert one.filing is not None
    assert [note.code for note in one.filing.notes if note.code in NOTES] == notes.split()
    assert "{" not in say_of(one)
    if one.outcome == "accepted":
        expected = VILLAGES[outcome.partition(" ")[2] or "A"]
        assert (one.identity.unit, one.identity.period, one.identity.unit_name) == (expected.code, "2020-03", expected.name)


SENT_A, ROWS_A = "A3 A3 A3 A A3 A3", "A3 A3 A3 - A3"
# Several files of the villages, each as drawn and with whom it names, and what becomes of each.
TOGETHER = {
    "another village sends the workbook of the first": ((SENT_A, "张"), (f"{ROWS_A} B3", "李"), ["accepted", "wrong-unit"]),
    "it came first, the genuine one after it": ((f"{ROWS_A} B3", "李"), (SENT_A, "张"), ["wrong-unit", "accepted"]),
    "the same bytes under another village's name": ((SENT_A, "张"), ("A3 A3 A3 A A3 B3", "张"), ["accepted", "copy"]),
    "rows of another never replace the genuine one": ((SENT_A, "张"), ("A3 A3 A3 B A3 A3", "李"), ["accepted", "wrong-unit"]),
    "the same saved once more": ((SENT_A, "张"), ("A3 - A3 A A3 A3", "张"), ["superseded", "accepted"]),
    "the table alone, copied out of the first": ((SENT_A, "张"), ("- - - A - -", "张"), ["superseded", "accepted"]),
    "the villages of one name": ((SENT_A, "张"), ("W3 W3 W3 W W3 W3", "李"), ["accepted", "accepted"]),
}  # fmt: skip


@pytest.mark.parametrize("title", TOGETHER)
def test_files_that_claim_one_unit(title: str) -> None:
    first, second, outcomes = TOGETHER[title]
    reads = [read(drawn, (head + "甲一",), f"{number}/{name_of(drawn.split()[-1])}") for number, (drawn, head) in enumerate((first, second))]
    if title.startswith("the same bytes"):
        reads[1] = read_file(workbook(*SENT_A.split()[:-1]), "z/" + name_of("B3"), {FORM.form: FORM}, ROSTER, (), MARCH)
        reads[1] = FileRead(**{each: getattr(reads[1], each) for each in FileRead.__slots__} | {"sha256": reads[0].sha256})

    assert [one.outcome for one in judged(*reads)] == outcomes


def test_a_sheet_left_from_another_month_is_no_carrier_of_this_one() -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook("A3", "A3", "A3", "A", "A3")))
    book.create_sheet("上月", 0).append([identity.LINE_PREFIX + identity.code(code_of("A2"))])
    data = io.BytesIO()
    book.save(data)
    (one,) = judged(read_file(data.getvalue(), "a.xlsx", {FORM.form: FORM}, ROSTER, (), MARCH))

    assert one.filing is not None
    assert (one.outcome, [note.code for note in one.filing.notes if note.code in NOTES]) == ("accepted", [])


def test_what_is_said_names_both_sides_and_what_to_do() -> None:
    (misfilled,) = judged(read("A3 A3 A3 B A3 A3"))
    (clash,) = judged(read("A3 A3 B3 - A3 A3"))
    (late,) = judged(read("A2 A2 A2 A A2 A3"))
    genuine, misnamed = judged(read(SENT_A, name="1.xlsx"), read(f"{ROWS_A} B3", ("李乙一",)))

    assert say_of(misfilled).startswith("这是发给甲庄村的文件，表里填的却是乙庄村，没有计入；请")
    assert say_of(clash).startswith("文件里隐藏的标识是甲庄村的，表上印的表单编码却是乙庄村的，认不出是谁的表，没有计入；请")
    assert say_of(late).startswith("文件名是2020年3月的，里面却是甲庄村2020年2月的表；请")
    assert say_of(misnamed).startswith("文件名是乙庄村的，表却是甲庄村的，而甲庄村另有自己的表（1.xlsx），这一份没有计入；请乙庄村")
    (twin,) = judged(read("A3 A3 A3 W A3 A3"))
    assert "表里填的却是西镇甲庄村" in say_of(twin)
    assert genuine.outcome == "accepted"


@given(st.sampled_from("ABW"), st.sampled_from(["2020-03", "2020Q1", "2020", "2020-03-20..2020-03-24"]), st.integers(1, 9), st.data())
def test_a_code_is_read_in_any_width(unit: str, when: str, revision: int, data: Any) -> None:
    one = Identity("made-up", "2020.1", VILLAGES[unit].code, when, revision)
    text = identity.LINE_PREFIX + identity.code(one)
    spoilt = "".join(
        chr(ord(sign) + 0xFEE0) if wide and "!" <= sign <= "~" else sign + " " * wide
        for sign, wide in zip(text, data.draw(st.lists(st.booleans(), min_size=len(text), max_size=len(text))), strict=True)
    )

    assert identity.from_code(spoilt) == one


@pytest.mark.parametrize(
    ("name", "unit", "when"),
    [
        ("379999100200_甲庄村_2020-03.xlsx", "A", "2020-03"), ("复件 379999100201_乙庄村_2020-03(1).xlsx", "B", "2020-03"),
        ("东镇.zip!/乙庄村2020年3月/乙庄.xlsx", "B", ""), ("乙庄村-2020年3月.xlsx", "B", "2020-03"), ("甲庄村.xlsx", None, ""),
        ("甲庄村和乙庄村.xlsx", None, ""), ("甲庄村_乙庄村.xlsx", None, ""), ("20200405报送.xlsx", None, ""), ("2020-03至2020-04.xlsx", None, ""),
    ],
)  # fmt: skip
def test_a_file_name_says_a_unit_and_a_period_only_where_it_is_clear(name: str, unit: str | None, when: str) -> None:
    villages = {unit.code: unit for unit in ROSTER.at("village")}
    found = identity.named(name, villages)

    assert (found.code if found else None) == (VILLAGES[unit].code if unit else None)
    assert identity.period_in(name.rpartition("/")[2], "month") == when


FORMS = {form.form: form for form in shipped_forms()}
# Forms whose header is one and the same, and whose title does not tell them apart either.
SIBLINGS = [{"zaozhuang-ledger", "zaozhuang-ledger-household"}, {"zaozhuang-ledger-summary", "zaozhuang-ledger-monthly-summary"}]


def stripped(form: Form) -> Grid:
    """A blank of a form as it looks on paper: nothing hidden, no printed code."""
    data = write_workbook(form, Issue(Identity(form.form, form.version), {section.key: 2 for section in form.sections}))
    sheet = openpyxl.load_workbook(io.BytesIO(data), read_only=True).worksheets[0]
    rows = [tuple(None if str(value).startswith(("=", identity.LINE_PREFIX)) else value for value in line) for line in sheet.values]
    return Grid("Sheet1", visible=True, rows=tuple(rows[1:]))


@pytest.mark.parametrize("name", FORMS)
def test_a_blank_without_any_identity_is_recognised_among_all_forms(name: str) -> None:
    grid = stripped(FORMS[name])
    found = recognised([grid], None, FORMS, None, None)

    same = next((names for names in SIBLINGS if name in names), {name})
    if len(same) > 1:
        assert isinstance(found, Stranger)
        assert (found.outcome, found.code) == ("not-a-filing", "form-ambiguous")
        assert all(f"（{each}）" in found.args["found"] for each in same)
    else:
        assert isinstance(found, Meant)
        assert (found.form.form, found.version) == (name, FORMS[name].version)
    # A task that collects another form says which one this is.
    other = "dachuan-closure" if name != "dachuan-closure" else "heqing-annex-1"
    strange = recognised([grid], None, {other: FORMS[other]}, None, None)
    assert isinstance(strange, Stranger)
    assert strange.outcome == "wrong-form"
    assert FORMS[name].title.replace("{unit}", "") in strange.args["title"]
