"""Live and office agree: every drawn case, typed into the workbook in LibreOffice, is judged there as the office does.

On each row the 自检 column says something just where the office has an error or an open query that can be shown live.
Values the office would only rewrite are typed as it would write them: the same canonical values, the same verdict.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from conftest import Spreadsheet
from drawn import END, PATH, Drawn, case, raw, read_cases

from formkit.cells import letter
from formkit.checks import Case, examine
from formkit.filing import Identity
from formkit.finding import Finding
from formkit.layout import SHEET, Layout, lay_out
from formkit.load import find_form
from formkit.model import Form
from formkit.read import units_of
from formkit.write.book import write_workbook
from formkit.write.issue import Issue

pytestmark = pytest.mark.office
CASES = Path(__file__).parent / "cases"
ROWS = 12
PASSED = "通过"
# What a workbook leaves to the office: said on its page 填表说明.
OFFICE_ONLY = {"household-members-missing", "household-no-head", "household-head", "household-differs"}


def serial(value: Any) -> Any:
    """A value as it is typed into a cell."""
    return (value - date(1899, 12, 30)).days if isinstance(value, date) else value


def typed(form: Form, layout: Layout, drawn: Drawn, filing: Case) -> tuple[dict[str, Any], list[str]]:
    """Cells to type for a case, and the 自检 cell of each of its rows in order."""
    following = {block.section: block.first_row for block in layout.blocks}
    cells: dict[str, Any] = {}
    said: list[str] = []
    for index, record in enumerate(filing.filing.records):
        row = following[record.section]
        following[record.section] += 1
        pairs = zip(record.readings, record.raws, strict=True)
        values = [reading.value if reading.repair else value for reading, value in pairs]
        cells |= {f"{letter(place)}{row}": serial(value) for place, value in enumerate(values)}
        cells[f"{letter(layout.explanation)}{row}"] = raw(drawn.rows[index].get("核实说明", ""), index)
        said.append(f"{letter(layout.selfcheck)}{row}")
    return cells, said


def shown_live(finding: Finding) -> bool:
    """Whether the workbook is to say something about it."""
    return finding.open and finding.wording not in OFFICE_ONLY


@pytest.mark.parametrize("name", sorted(folder.name for folder in CASES.iterdir()))
def test_the_workbook_says_something_just_where_the_office_does(
    name: str, spreadsheet: Spreadsheet, tmp_path: Path
) -> None:
    form = find_form(name)
    layout = lay_out(form, ROWS)
    identity = Identity(form.form, form.version, PATH[0].code, "2020-03", path=PATH)
    issue = Issue(identity, {section.key: ROWS for section in form.sections}, units_of(PATH), END)
    path = tmp_path / "blank.xlsx"
    path.write_bytes(write_workbook(form, issue))
    cases = [drawn for file in sorted((CASES / name).glob("*.md")) for drawn in read_cases(file)]
    filings = [case(form, drawn) for drawn in cases]
    orders = [typed(form, layout, drawn, filing) for drawn, filing in zip(cases, filings, strict=True)]

    answers = spreadsheet(path, SHEET, [{"set": cells, "read": said} for cells, said in orders])["answers"]

    wrong = []
    for drawn, filing, answer in zip(cases, filings, answers, strict=True):
        report = examine(filing)
        for index, live in enumerate(answer["read"].values(), 1):
            here = [f for f in report.findings if f.places[0].cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") == str(index)]
            if any(shown_live(finding) for finding in here) == (live == PASSED):
                wrong.append((drawn.title, index, live, [f.code for f in here]))
    assert wrong == []
