"""A return copy through LibreOffice: saved as .xlsx, .xls and .ods, mended or not, it is read as what the clerk typed."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from conftest import Spreadsheet
from drawn import person
from office_task import EAST_A, answer, household, new_task, only, send

from formkit.cells import Place
from formkit.layout import SHEET, letters
from formkit.load import find_form
from formkit.read import read_file

pytestmark = pytest.mark.office
FILTERS = {"xlsx": "Calc MS Excel 2007 XML", "xls": "MS Excel 97", "ods": "calc8"}
FORM = find_form("zaozhuang-ledger")
AT = letters(FORM)


@pytest.fixture(scope="module")
def returned(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Any], Path]:
    """What was said of a faulty filing with a text beside its table, and its return copy."""
    task = new_task(tmp_path_factory.mktemp("returned"))
    rows = [household(1, risk="因懒"), household(2, head_name="张甲二", id_number="3799", medical="✓"), household(3, helper=None)]
    path = send(task, EAST_A, {"marginal": rows})
    book = openpyxl.load_workbook(path)
    book[SHEET]["AN10"] = "另附证明"
    book.save(path)
    filing = only(answer("check", task, "--show-values"), ".xlsx")
    return filing, task / filing["return_copy"]


def test_saved_in_any_format_it_is_the_same_filing_without_residue(
    spreadsheet: Spreadsheet, returned: tuple[dict[str, Any], Path], tmp_path: Path
) -> None:
    filing, copy = returned
    wrong = {f"{AT['risk']}10": "因病", f"{AT['id_number']}11": person("1972-03-04", 107), f"{AT['helper']}12": "李帮三"}
    assert {f["return_cell"] for f in filing["findings"]} == set(wrong)
    save = [[str(tmp_path / f"same.{suffix}"), name] for suffix, name in FILTERS.items()]
    spreadsheet(copy, SHEET, [], save=save)
    mended = [[str(tmp_path / f"mended.{suffix}"), name] for suffix, name in FILTERS.items()]
    spreadsheet(copy, SHEET, [], fill=wrong, save=mended)
    expected = Counter((f["code"], f["return_cell"], f["value"]) for f in filing["findings"])
    for suffix in FILTERS:
        same = answer("check", tmp_path / f"same.{suffix}", "--show-values")["filings"][0]
        assert Counter((f["code"], f["cell"], f["value"]) for f in same["findings"]) == expected, suffix
        assert (same["rows"]["records"], same["repairs"], same["revision"]) == (3, [], 2), suffix
        after = answer("check", tmp_path / f"mended.{suffix}", "--show-values")["filings"][0]
        assert (after["findings"], after["outcome"]) == ([], "accepted"), suffix
        for file in (f"same.{suffix}", f"mended.{suffix}"):
            data = (tmp_path / file).read_bytes()
            filing_ = read_file(data, file, {FORM.form: FORM}).filing
            assert filing_ is not None
            assert filing_.outside == ((Place(SHEET, "AN10"), "另附证明"),), file
