"""The lint of written workbooks: a good one is clean, and each thing Excel refuses is named when just that is broken."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable

import pytest
from excel_breaks import ADDED, BREAKS, CHANGED
from excel_good import CODES, SHEET, edited, good, rebuilt
from excel_limits import LIMITS
from excel_lint import problems
from excel_watch import taken
from xlsxwriter import Workbook

GOOD = good()
Change = Callable[[str], str]


def codes(data: bytes) -> set[str]:
    return {problem.partition(":")[0] for problem in problems(data)}


def test_a_good_workbook_is_clean() -> None:
    assert problems(GOOD) == []


@pytest.mark.parametrize(("code", "part", "old", "new"), BREAKS, ids=[f"{each[0]}-{number}" for number, each in enumerate(BREAKS)])
def test_what_excel_refuses_is_named(code: str, part: str, old: str, new: str) -> None:
    broken = edited(GOOD, part, lambda text: text.replace(old, new, 1))

    assert codes(broken) == {code}


@pytest.mark.parametrize(("code", "part", "change"), CHANGED, ids=[f"{each[0]}-{number}" for number, each in enumerate(CHANGED)])
def test_what_excel_refuses_for_its_size_is_named(code: str, part: str, change: Change) -> None:
    assert codes(edited(GOOD, part, change)) == {code}


@pytest.mark.parametrize(("code", "formula"), ADDED, ids=[f"{each[0]}-{number}" for number, each in enumerate(ADDED)])
@pytest.mark.parametrize("place", ["cell", "validation", "format", "name"])
def test_a_formula_is_judged_wherever_it_stands(code: str, formula: str, place: str) -> None:
    standing = {
        "cell": (SHEET, "IF(B3&gt;0,ROUND(C3*B3,2)&amp;\"元\",\"\")"), "validation": (SHEET, "AND(ISTEXT(D5),LEN(D5)=18)"),
        "format": (SHEET, "$B3&gt;9"), "name": ("xl/workbook.xml", "台账!$A$1<"),
    }  # fmt: skip
    part, old = standing[place]
    new = formula.replace("&", "&amp;").replace("<", "&lt;") + ("<" if place == "name" else "")

    found = codes(edited(GOOD, part, lambda text: text.replace(old, new, 1)))

    assert code in found
    assert found - {code} <= {"validation-formula"}


@pytest.mark.parametrize("formula", [
    'IF(A3="",0,1)', "SUMPRODUCT(--(LEN($A$3:$A$9)>0))", "_lists!$A$1", "'附表'!A1", "OFFSET(_yes,0,0,1,1)", "SUM(A:A,1:1)",
    '"他说""好"""', "1.5E+10*LOG10(100)", "_xlfn.TEXTJOIN(1,2)", "IF(#N/A=1,2,)", "{1,2;3,4}", "Codes[[#This Row],[代码]]",
    "A1:INDEX(B1:B9,2)%", "-A1^2<>3",
])  # fmt: skip
def test_a_formula_that_excel_takes_is_clean(formula: str) -> None:
    new = formula.replace("&", "&amp;").replace("<", "&lt;")

    assert problems(edited(GOOD, CODES, lambda text: text.replace("COUNTA(Codes[代码])", new, 1))) == []


def test_a_member_that_stands_twice_is_named() -> None:
    with pytest.warns(UserWarning, match="Duplicate"):
        twice = rebuilt(GOOD, {}, (("xl/styles.xml", zipfile.ZipFile(io.BytesIO(GOOD)).read("xl/styles.xml")),))

    assert codes(twice) == {"zip-duplicate"}
    assert codes(rebuilt(GOOD, {}, (("xl/Styles.xml", b"<a/>"),))) == {"zip-duplicate", "content-types"}


def test_a_part_that_is_missing_is_named_where_it_is_asked_for() -> None:
    assert codes(rebuilt(GOOD, {"xl/theme/theme1.xml": None})) == {"relationship-target", "content-types"}
    assert codes(rebuilt(GOOD, {"docProps/custom.xml": None})) == {"relationship-target", "content-types"}
    assert codes(rebuilt(GOOD, {"[Content_Types].xml": None})) == {"content-types"}
    assert codes(rebuilt(GOOD, {}, (("xl/media/a.png", b""),))) == {"content-types"}
    assert codes(rebuilt(GOOD, {"xl/workbook.xml": None})) >= {"relationship-target"}


def test_a_workbook_without_a_sheet_to_see_is_named() -> None:
    def hide(text: str) -> str:
        return re.sub(r'(<sheet name="[^_"]*" sheetId="\d") ', r'\1 state="hidden" ', text)

    assert codes(edited(GOOD, "xl/workbook.xml", hide)) == {"sheet-none", "sheet-selected"}


def test_what_is_no_package_is_named() -> None:
    assert codes(b"PK") == {"zip"}
    assert codes(rebuilt(GOOD, {SHEET: b"<worksheet>"})) == {"xml"}
    assert codes(rebuilt(GOOD, {"docProps/app.xml": b'<!DOCTYPE a><a xmlns="b"/>'})) == {"xml"}


def test_what_is_written_while_a_test_runs_is_looked_at() -> None:
    book = Workbook(io.BytesIO())
    book.add_worksheet().set_row(0, 410)
    book.close()

    assert [problem.partition(":")[0] for problem in taken()] == ["row-height"]  # else this very test would fail


def test_every_limit_is_proved_by_a_broken_workbook() -> None:
    proved = {each[0] for table in (BREAKS, CHANGED, ADDED) for each in table}

    assert set(LIMITS) - proved == {"zip", "zip-duplicate", "xml", "sheet-none"}  # the tests above
    assert proved <= set(LIMITS)
