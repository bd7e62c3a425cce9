"""Law 2: whatever clerks do to a sheet, the cells that are reported are those in which a fault was planted, and no others.

Faults are planted at known cells; then operations are drawn and done, and every cell is followed to its new address. What
is said of the structure is held as exactly. What a carrier tells that is there twice is tried without the other: labels like ours
without the keys (``drop``), keys without a label (``unlike``), a repeated header with a label gone and no keys (``worn``).

``FORMKIT_LAW=20 python -m pytest tests/test_address_law.py`` tries 4,000 sheets instead of 200, and 500 instead of 25 through
files; that takes some three minutes.
"""

from __future__ import annotations

import dataclasses
import io
import os
from collections import Counter
from datetime import date
from functools import cache
from typing import Any

import openpyxl
import pytest
from drawn import person
from hypothesis import given, settings
from hypothesis import strategies as st
from messing import ROWS, Book, Expected, Operation, grids, opened
from messing_acts import ACTS, played
from openpyxl.packaging.custom import StringProperty

from formkit import gate
from formkit.checks import case_of, examine
from formkit.columns import specs
from formkit.filing import Filing, Identity, Source, Step
from formkit.identity import PROPERTY, code
from formkit.layout import SHEET
from formkit.load import find_form
from formkit.read import read_file, read_grids, units_of
from formkit.read.sheets import filing_of
from formkit.words.structure import STRUCTURE
from formkit.write.book import write_workbook
from formkit.write.issue import Issue

MORE = float(os.environ.get("FORMKIT_LAW", "1"))
LEDGER, LIFTED = find_form("zaozhuang-ledger"), find_form("heqing-annex-3")
FORMS = {LEDGER.form: LEDGER, LIFTED.form: LIFTED}
PATH = (Step("village", "379999100200", "甲庄村"), Step("township", "379999100000", "东镇"), Step("county", "379999000000", "示例区"))
END = date(2020, 12, 31)
HOME = {"county": "示例区", "township": "东镇", "village": "甲庄村"}


def _one(name: str, number: int, **more: Any) -> dict[str, Any]:
    row = {
        **HOME, "head_name": name, "relation": "户主", "id_number": _number(number), "household_size": 1, "medical": "√",
        "risk": "因病", "helper": "李帮一", "helper_agency": "某镇政府", "recognised": date(2020, 2, 1),
    }  # fmt: skip
    return row | more


def _lifted(name: str, number: int, **more: Any) -> dict[str, Any]:
    row = {
        **HOME, "head_name": name, "id_number": _number(number), "phone": "13800000000", "household_size": 4,
        "alert": "返贫预警", "recognised": date(2020, 7, 1), "risk": "因病", "measures": "就业扶持、医疗救助", "helper": "李帮一",
        "income_per_head": 8000, "all_met": "是", "lifted_as": "稳定脱贫", "lifted_on": date(2020, 12, 10),
    }  # fmt: skip
    return row | more


def _number(number: int) -> str:
    """Numbers that do not rise by one from row to row."""
    return person(f"19{60 + 3 * number}-0{number}-1{9 - number}", 11 * number)


def _spoilt(number: int) -> str:
    right = person("2011-05-06", number)
    return right[:17] + ("0" if right[17] != "0" else "1")


PEOPLE: dict[str, dict[str, list[dict[str, Any]]]] = {
    LEDGER.form: {
        "marginal": [
            _one("张甲一", 1, household_size=2),
            _one("张甲一", 2, relation="子", id_number=("id-checksum", _spoilt(2)), household_size=2),
            _one("张甲二", 3, risk=("not-in-codelist", "因懒")), _one("张甲三", 4, household_size=("not-a-number", "一口")),
        ],
        "unstable": [
            _one("张乙一", 5, household_size=2, education=("not-a-tick", "√2")),
            _one("张乙一", 6, relation="配偶", household_size=2, helper_agency=("household-differs", "另一单位"), medical=None),
            _one("张乙二", 7, helper=("required", None)), _one("张乙三", 8, id_number=("duplicate", person("1963-01-18", 11))),
        ],
    },
    LIFTED.form: {
        "all": [
            _lifted("张甲一", 1), _lifted("张甲二", 2, risk=("not-in-codelist", "因懒")), _lifted("张甲三", 3, id_number=("id-checksum", _spoilt(3))),
            _lifted("张甲四", 4, household_size=("not-a-number", "四口")), _lifted("张甲五", 5, helper=("required", None)),
            _lifted("张甲六", 6, id_number=("duplicate", person("1963-01-18", 11))),
        ],
    },
}  # fmt: skip


@cache
def _blank(form: str) -> tuple[tuple[Any, ...], ...]:
    """The rows of a blank workbook of the form."""
    issue = Issue(_identity(form), {section.key: ROWS for section in FORMS[form].sections}, units_of(PATH), END)
    data = write_workbook(FORMS[form], issue)
    sheet = next(grid for grid in read_grids(data, gate.inspect(data, "a.xlsx")) if grid.name == SHEET)
    plain = [tuple(None if isinstance(v, str) and v.startswith("=") else v for v in line) for line in sheet.rows]
    return tuple(line[: len(FORMS[form].leaves)] + line[len(FORMS[form].leaves) :] for line in plain)


def _identity(form: str) -> Identity:
    return Identity(form, FORMS[form].version, PATH[0].code, "2020-12", path=PATH)


def book_of(form: str) -> Book:
    """The sheet as it was sent, with its planted faults."""
    return opened(FORMS[form], _blank(form), PEOPLE[form])


def reported(form: str, filing: Filing) -> tuple[Expected, Expected]:
    """What is said of the values, and what of the structure, as code and address; every row is accounted for."""
    model = FORMS[form].model_copy()
    columns = specs(model, END, units_of(filing.identity.path))
    assert filing.rows.seen == filing.rows.records + filing.rows.blank + filing.rows.furniture
    report = examine(case_of(model, filing, columns, END))
    said: tuple[Expected, Expected] = Counter(), Counter()
    for finding in report.findings:
        place = finding.places[0] if finding.places else None
        said[finding.code in STRUCTURE][(finding.code, f"{place.sheet}!{place.cell}" if place else "")] += 1
    return said


def in_memory(form: str, book: Book) -> Filing:
    """Read as the reader's grids."""
    identity = Identity(form) if book.dropped else _identity(form)
    return filing_of(grids(book), FORMS[form], Source("a.xlsx", ""), identity, None)


def through_a_file(form: str, book: Book) -> Filing:
    """Read from a workbook written with the same cells."""
    made = openpyxl.Workbook()
    made.remove(made.active)
    if not book.dropped:
        # With two sheets of two years in one file, only what the workbook itself says can tell which of them is meant.
        made.custom_doc_props.append(StringProperty(name=PROPERTY, value=code(_identity(form))))
    for grid in grids(book):
        sheet = made.create_sheet(grid.name)
        for line in grid.rows:
            sheet.append(line)
        for top, left, bottom, right in grid.merges:
            sheet.merge_cells(start_row=top, start_column=left, end_row=bottom, end_column=right)
        for row in grid.hidden_rows:
            sheet.row_dimensions[row].hidden = True
        sheet.sheet_state = "visible" if grid.visible else "hidden"
    data = io.BytesIO()
    made.save(data)
    filing = read_file(data.getvalue(), "a.xlsx", {form: FORMS[form]}).filing
    assert filing is not None
    return filing


NUMBERS = st.integers(0, 9999)
OPERATIONS = st.lists(st.tuples(st.sampled_from(sorted(ACTS)), NUMBERS, NUMBERS), max_size=8)


@pytest.mark.parametrize("form", FORMS)
def test_as_it_was_sent_the_planted_faults_are_all_there_is(form: str) -> None:
    book = book_of(form)

    assert reported(form, in_memory(form, book)) == played(book, [])


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", ACTS)
def test_each_operation_by_itself_and_without_what_else_would_tell(form: str, name: str) -> None:
    """Where one carrier is lost another tells the same; every other time the keys are gone, and headers stand there twice."""
    found = []
    for number in range(18):
        book = book_of(form)
        bare = [("repeat", number, number // 3), ("drop", 0, 0)] if number % 4 > 1 else []
        expected = played(book, [*bare, (name, number, number // 3)])
        said = reported(form, in_memory(form, book))
        found += [(number, extra, lost) for e, s in zip(expected, said, strict=True) for extra, lost in [(s - e, e - s)] if e != s]

    assert found == []


@settings(max_examples=int(200 * MORE), deadline=None)
@given(st.sampled_from([LEDGER.form, LEDGER.form, LIFTED.form]), OPERATIONS)
def test_the_address_is_true(form: str, operations: list[Operation]) -> None:
    book = book_of(form)
    expected = played(book, operations)

    assert reported(form, in_memory(form, book)) == expected


@settings(max_examples=int(25 * MORE), deadline=None)
@given(st.sampled_from(list(FORMS)), OPERATIONS)
def test_the_address_is_true_through_a_file(form: str, operations: list[Operation]) -> None:
    book = book_of(form)
    expected = played(book, operations)
    filing = through_a_file(form, book)

    assert reported(form, dataclasses.replace(filing)) == expected
