"""Every shipped form over two periods: what is written of what changed agrees with itself, and says nothing that is not so."""

from __future__ import annotations

import io
import re
from functools import cache
from typing import Any

import openpyxl
import pytest
from two_periods import Two, two

from formkit.compare.retold import Retelling, lines
from formkit.compare.standing import carries
from formkit.export import rollup_json
from formkit.load import shipped_forms
from formkit.read.rollup import read_rollup
from formkit.words import say

FORMS = {form.form: form for form in shipped_forms()}
ROLLED = [name for name, form in FORMS.items() if len(form.levels) > 1]
_CELL = r"(?:'([^']+)'!)?\$?([A-Z]{1,3})\$?(\d+)(?::\$?([A-Z]{1,3})\$?(\d+))?"
_ONLY = re.compile(rf"(?:SUM\({_CELL}\)|{_CELL}|[-+*/().\d])+")


@cache
def told(name: str) -> Two:
    return two(FORMS[name])


def computed(book: Any, sheet: str, formula: str) -> float | None:
    """What a formula of sums and references comes to, of the values its cells were written with; None where it is another."""
    said = formula.removeprefix("=")
    if not _ONLY.fullmatch(said) or re.fullmatch(r"[\d.]+", said):
        return None

    def value(found: re.Match[str]) -> str:
        where, column, row, last, bottom = found.groups()
        area = book[where or sheet][f"{column}{row}:{last or column}{bottom or row}"]
        return repr(sum(cell.value or 0 for line in area for cell in line))

    number: float = eval(re.sub(_CELL, value, said).replace("SUM", ""))
    return number


@pytest.mark.parametrize("name", ROLLED)
def test_every_sum_is_that_of_the_cells_it_adds(name: str) -> None:
    data = io.BytesIO(told(name).data)
    values, live = openpyxl.load_workbook(data, data_only=True), openpyxl.load_workbook(data)
    seen = 0
    for sheet in live.worksheets:
        for line in sheet.iter_rows():
            for cell in line:
                if isinstance(cell.value, str) and cell.value.startswith("=") and not cell.value.startswith("=HYPERLINK"):
                    found = computed(values, sheet.title, cell.value)
                    seen += found is not None
                    assert found is None or values[sheet.title][cell.coordinate].value == pytest.approx(found), (cell, cell.value)
    assert seen > 8


@pytest.mark.parametrize("name", ROLLED)
def test_the_workbook_comes_back_as_it_was_and_nothing_is_misstated(name: str) -> None:
    found, form = told(name), FORMS[name]
    read = read_rollup(found.data, "a.xlsx", FORMS)
    assert read is not None
    assert found.rollup is not None
    assert (read.parts, read.edited, read.misstated) == (found.rollup.parts, (), ())
    document = rollup_json("a.xlsx", found.rollup, found.comparison)
    stands = sum(found.rollup.totals[section.key].households for section in form.sections)
    if form.record.grain == "line" or not carries(form):
        assert document["flow"] is None
    else:
        assert document["flow"]["closing"]["households"] == stands > 0
    if document["rate"]:
        assert 0 <= document["rate"]["value"] <= 100


@pytest.mark.parametrize("name", FORMS)
def test_who_left_is_said_only_where_rows_go_on(name: str) -> None:
    """A list that is new each time has no 未说明减少: who was in the last one has not left anything."""
    found, form = told(name), FORMS[name]
    said = list(lines(Retelling(found.comparison, "office")))
    text = "\n".join(said)
    counts = [len(part.records) for part in (found.before[0], found.after[0])]
    if not found.comparison.by:
        assert (say("compare-anew") in said) == (not carries(form))
        assert f"上期{counts[0]}行，本期{counts[1]}行" in text
    assert (say("change-gone") in text) == bool(found.comparison.by and counts[0] > 2)
    if found.data:
        book = openpyxl.load_workbook(io.BytesIO(found.data), read_only=True)
        wanted = {"变动明细"} if found.comparison.by else set()
        wanted |= {"变动表"} if wanted and form.record.grain != "line" else set()
        assert {"变动明细", "变动表"} & set(book.sheetnames) == wanted
        front = {str(value) for line in book["总览"].iter_rows(values_only=True) for value in line if value}
        assert ("本期上报" in front) == (not carries(form) and form.record.grain != "line")
        assert not any("nan" in value.lower() for value in front)
