"""A clerk with LibreOffice: fills the workbook, saves it as .xlsx, .xls and .ods, and all three are one filing."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest
from conftest import Spreadsheet
from office_task import EAST_A, FORM, ROWS, answer, blank_of, household, new_task

from formkit.layout import SHEET, lay_out, letters
from formkit.load import find_form

pytestmark = pytest.mark.office
FILTERS = {"xlsx": "Calc MS Excel 2007 XML", "xls": "MS Excel 97", "ods": "calc8"}
SERIAL = 43862  # 2020-02-01


@pytest.fixture(scope="module")
def saved(spreadsheet: Spreadsheet, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the same filled workbook in the three formats; one value is wrong, one is to be rewritten."""
    folder = tmp_path_factory.mktemp("clerk")
    form = find_form(FORM)
    first, second = lay_out(form, ROWS).blocks
    rows = [
        (first.first_row, household(1, recognised=SERIAL)),
        (first.first_row + 1, household(2, head_name="张甲二", recognised=SERIAL, medical="✓")),
        (second.first_row, household(3, head_name="张甲三", recognised=SERIAL, risk="因懒", household_size=1)),
    ]
    fill: dict[str, Any] = {
        f"{letters(form)[key]}{row}": value for row, values in rows for key, value in values.items()
    }
    save = [[str(folder / f"filled.{suffix}"), name] for suffix, name in FILTERS.items()]
    spreadsheet(blank_of(new_task(folder), EAST_A), SHEET, [], fill=fill, save=save)
    return folder


def test_the_three_formats_are_one_filing(saved: Path) -> None:
    filings = [answer("check", saved / f"filled.{suffix}", "--show-values")["filings"][0] for suffix in FILTERS]

    for filing in filings:
        assert (filing["unit"], filing["period"], filing["revision"], filing["outcome"]) == (EAST_A, "2020-03", 1, "returned")
        assert (filing["rows"]["records"], filing["persons"]) == (3, 3)
        assert [(f["code"], f["cell"]) for f in filing["findings"]] == [("not-in-codelist", "R25")]
        assert [(r["cell"], r["from"], r["to"]) for r in filing["repairs"]] == [("I11", "✓", "√")]
    told = [{key: filing[key] for key in ("findings", "repairs", "rules", "households")} for filing in filings]
    assert told[0] == told[1] == told[2]


def page_text(pdf: Path, page: int) -> str:
    """The text of one page."""
    command = ["pdftotext", "-f", str(page), "-l", str(page), "-layout", str(pdf), "-"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def test_the_page_prints_one_page_wide_with_its_header_on_every_page(saved: Path) -> None:
    command = ["soffice", f"-env:UserInstallation={(saved / 'profile').as_uri()}", "--headless", "--convert-to", "pdf"]
    subprocess.run([*command, "--outdir", str(saved), str(saved / "filled.xlsx")], check=True, capture_output=True)
    info = subprocess.run(["pdfinfo", str(saved / "filled.pdf")], check=True, capture_output=True, text=True).stdout
    width, height = (float(part) for part in info.split("Page size:")[1].split("pts")[0].split("x"))
    pages = int(info.split("Pages:")[1].split()[0])
    text = [page_text(saved / "filled.pdf", page) for page in range(1, pages + 1)]
    table = [page for page in text if "户主姓名" in page and "填表说明" not in page]

    assert (round(width / 72 * 25.4), round(height / 72 * 25.4)) == (420, 297)
    assert len(table) >= 1
    assert all("身份证号码" in page and "认定时间" in page for page in table)
    assert "自检" not in table[0], "the live check is not printed"
