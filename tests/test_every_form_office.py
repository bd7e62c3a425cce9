"""Every shipped form in LibreOffice: one page wide on its paper, and the same filing after it was saved in three formats."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from conftest import Spreadsheet
from office_task import answer
from right_rows import ROSTER, every, rows_of
from test_every_form import WRONG, begun, typed

from formkit.layout import SHEET, letters
from formkit.model import Form

pytestmark = pytest.mark.office
FILTERS = {"xlsx": "Calc MS Excel 2007 XML", "xls": "MS Excel 97", "ods": "calc8"}
SIZES = {"A3": (420, 297), "A4": (297, 210)}
ONE = "\n".join(line for line in ROSTER.splitlines() if line.split(",")[1] not in ("民政局", "乙庄村", "西镇", "丙庄村"))
"""A roster with one unit at each level: one workbook of each form is enough here."""
FORMS = [form for form, level in every() if level == form.reporter]


@pytest.fixture(scope="module")
def saved(spreadsheet: Spreadsheet, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """By form: the folder with a workbook of two right rows and a wrong one, as it was and as LibreOffice saved it."""
    found: dict[str, Path] = {}
    for form in FORMS:
        folder = found[form.form] = tmp_path_factory.mktemp(form.form)
        _, sent = begun(folder, form, form.reporter, ONE)
        *rows, last = rows_of(form, form.reporter, 3)
        kinds = {key: form.column(key).type for key in last}
        wrong = {key: WRONG[kind] for key, kind in kinds.items() if kind not in ("name", "month", "text")}
        typed(sent[0], folder / "typed.xlsx", form, [*rows, last | wrong])
        save = [[str(folder / f"saved.{suffix}"), name] for suffix, name in FILTERS.items()]
        spreadsheet(folder / "typed.xlsx", SHEET, [], save=[*save, [str(folder / "saved.pdf"), "calc_pdf_Export"]])
    return found


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.form)
def test_it_is_the_same_filing_however_it_was_saved(saved: dict[str, Path], form: Form) -> None:
    folder = saved[form.form]
    was, *now = (answer("check", folder / name, "--show-values")["filings"][0] for name in ("typed.xlsx", *(f"saved.{s}" for s in FILTERS)))

    assert was["outcome"] == "returned"
    assert was["rows"]["records"] == 3
    for each in now:
        assert told(each) == told(was)


def told(filing: Any) -> Any:
    """What a check says of a filing, but for the file."""
    findings = [{**each, "related": [place["cell"] for place in each["related"]]} for each in filing["findings"]]
    kept = ("form", "version", "unit", "period", "revision", "outcome", "say", "households", "persons", "repairs", "rules")
    return findings, filing["rows"]["records"], {key: filing[key] for key in kept}


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.form)
def test_it_prints_one_page_wide_on_its_paper(saved: dict[str, Path], form: Form) -> None:
    pdf = saved[form.form] / "saved.pdf"
    told = subprocess.run(["pdfinfo", str(pdf)], check=True, capture_output=True, text=True).stdout
    width, height = (float(part) for part in told.split("Page size:")[1].split("pts")[0].split("x"))
    text = subprocess.run(["pdftotext", "-l", "1", str(pdf), "-"], check=True, capture_output=True, text=True).stdout
    code = f"{form.form}/{form.version}/"

    assert (round(width / 72 * 25.4), round(height / 72 * 25.4)) == SIZES[form.paper.size]
    assert code in text.replace("\n", ""), "the form code stands at the right edge of the table"
    assert "自检" not in text


def test_rows_grow_with_what_is_typed(spreadsheet: Spreadsheet, tmp_path: Path) -> None:
    form = next(form for form in FORMS if form.form == "longkou-case")
    _, sent = begun(tmp_path, form, form.reporter, ONE)
    fill = {f"{letters(form)['measures']}8": "免费培训指导、推荐就业岗位、公益岗位", f"{letters(form)['village']}9": "示例庄村"}
    spreadsheet(sent[0], SHEET, [], fill=fill, save=[[str(tmp_path / "a.xlsx"), FILTERS["xlsx"]]])
    heights = openpyxl.load_workbook(tmp_path / "a.xlsx")[SHEET].row_dimensions

    assert heights[8].height > 3 * 13
    assert 18 < heights[9].height < 22, "a row never gets narrow"
