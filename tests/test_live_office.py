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
from drawn import CASES, cases_of

from formkit import period
from formkit.cases import Drawn, case_of_drawn, path_of, units_for
from formkit.cells import letter, split
from formkit.checks import Case, examine
from formkit.filing import Identity
from formkit.finding import Finding
from formkit.layout import SHEET, Layout, lay_out
from formkit.load import find_form
from formkit.model import Form
from formkit.write.book import write_workbook
from formkit.write.issue import Issue

pytestmark = pytest.mark.office
ROWS = 12
PASSED = "通过"
# What a workbook leaves to the office: said on its page 填表说明.
OFFICE_ONLY = {"household-members-missing", "household-no-head", "household-head", "household-differs"}


def serial(value: Any) -> Any:
    """A value as it is typed into a cell."""
    return (value - date(1899, 12, 30)).days if isinstance(value, date) else value


def typed(layout: Layout, filing: Case) -> tuple[dict[str, Any], list[str]]:
    """Cells to type for a case, and the 自检 cell of each of its rows in order."""
    following = {block.section: block.first_row for block in layout.blocks}
    cells: dict[str, Any] = {}
    said: list[str] = []
    for record in filing.filing.records:
        row = following[record.section]
        following[record.section] += 1
        pairs = zip(record.readings, record.raws, strict=True)
        values = [reading.value if reading.repair else value for reading, value in pairs]
        cells |= {f"{letter(place)}{row}": serial(value) for place, value in enumerate(values)}
        cells[f"{letter(layout.explanation)}{row}"] = record.explanation or None
        said.append(f"{letter(layout.selfcheck)}{row}")
    return cells, said


def shown_live(finding: Finding) -> bool:
    """Whether the workbook is to say something about it."""
    return finding.open and finding.wording not in OFFICE_ONLY


def blank(form: Form, drawn: Drawn, folder: Path, count: int = ROWS) -> Path:
    """The workbook a unit of the case's level gets for its period."""
    path = path_of(form, drawn.level)
    identity = Identity(form.form, form.version, path[0].code, drawn.period, path=path)
    rows = {section.key: count for section in form.sections}
    file = folder / f"{form.form}-{drawn.level}-{drawn.period}.xlsx"
    form = form.with_parameters(drawn.parameters)
    file.write_bytes(write_workbook(form, Issue(identity, rows, units_for(form), period.parse(drawn.period).end)))
    return file


@pytest.mark.parametrize("name", sorted(folder.name for folder in CASES.iterdir()))
def test_the_workbook_says_something_just_where_the_office_does(
    name: str, spreadsheet: Spreadsheet, tmp_path: Path
) -> None:
    form = find_form(name)
    layout = lay_out(form, ROWS)
    groups: dict[tuple[object, ...], list[Drawn]] = {}
    for drawn in cases_of(form):
        groups.setdefault((drawn.level, drawn.period, *sorted(drawn.parameters.items())), []).append(drawn)
    wrong = []
    for cases in groups.values():
        filings = [case_of_drawn(form, drawn) for drawn in cases]
        orders = [typed(layout, filing) for filing in filings]
        path = blank(form, cases[0], tmp_path)

        answers = spreadsheet(path, SHEET, [{"set": cells, "read": said} for cells, said in orders], hard=True)["answers"]

        for drawn, filing, answer in zip(cases, filings, answers, strict=True):
            wrong += differing(drawn, filing, list(answer["read"].values()))
    assert wrong == []


def differing(drawn: Drawn, filing: Case, said: list[str]) -> list[tuple[str, int, str, list[str]]]:
    """Rows of a case of which the workbook and the office say different things."""
    report = examine(filing)
    wrong = []
    for index, live in enumerate(said, 1):
        here = [found for found in report.findings if found.places and split(found.places[0].cell)[0] == index]
        if any(shown_live(finding) for finding in here) == (live == PASSED):
            wrong.append((drawn.title, index, live, [found.code for found in here]))
    return wrong
