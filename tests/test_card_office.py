"""The page of one household, in LibreOffice: it shows every column of the row asked for, and an empty row as nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import Spreadsheet
from drawn import cases_of

from formkit import period
from formkit.cases import case_of_drawn, path_of, units_for
from formkit.filing import Identity
from formkit.layout import CARD_SHEET
from formkit.load import find_form, shipped_forms
from formkit.write.book import write_workbook
from formkit.write.card import FIRST, PICK, card_lines
from formkit.write.issue import Entry, Issue
from formkit.write.plan import make_plan

pytestmark = pytest.mark.office
CARDS = [form.form for form in shipped_forms() if form.paper.card]


def test_the_closing_form_of_heqing_has_a_page_for_each_household() -> None:
    assert "heqing-annex-3" in CARDS


@pytest.mark.parametrize("name", CARDS)
def test_the_page_shows_the_row_asked_for(name: str, spreadsheet: Spreadsheet, tmp_path: Path) -> None:
    form = find_form(name)
    drawn = next(each for each in cases_of(form) if not each.expected)
    (record, *_) = case_of_drawn(form, drawn).filing.records
    path = path_of(form, drawn.level)
    identity = Identity(form.form, form.version, path[0].code, drawn.period, path=path)
    blank = Entry(tuple(None for _ in form.leaves))
    full = Entry(tuple(reading.value for reading in record.readings))
    issue = Issue(identity, {"all": 4}, units_for(form), period.parse(drawn.period).end, entries={"all": (blank, full)})
    file = tmp_path / "card.xlsx"
    file.write_bytes(write_workbook(form, issue))
    lines = enumerate(card_lines(make_plan(form, issue)), FIRST)
    cells = {index: f"{'BD'[place]}{row}" for row, line in lines for place, index in enumerate(line.columns)}
    asked = [{"set": {PICK: pick}, "read": list(cells.values())} for pick in (1, 2, 3)]

    first, second, third = (each["read"] for each in spreadsheet(file, CARD_SHEET, asked)["answers"])

    assert len(cells) == sum(column.type != "serial" for column in form.leaves)
    for index, cell in cells.items():
        value = full.values[index]
        assert bool(second[cell]) == (value is not None), form.leaves[index].key
        assert not isinstance(value, str) or second[cell] == value
    assert {*first.values(), *third.values()} == {""}
