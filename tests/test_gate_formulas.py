"""Formulas are cut off the rows of a sheet before these are taken apart: what comes of it is what expat makes of the whole."""

from __future__ import annotations

import pytest
from test_gate import cells
from test_gate_fast import tag_by_tag, whole

from formkit.gate import cell


@pytest.mark.parametrize("inner", [
    '<row r="1"><c r="A1" s="1"/><f/><c r="B1"><v>1</v></c></row>', '<row r="1"><c r="A1"/><f>1</f></row>',
    '<row r="1"><c r="A1"><f>1</f><f>2</f></c></row>', '<row r="1"><c r="A1"><f>1</f>2</c></row>',
    '<row r="1"><c r="A1"><f >1</f></c></row>',
    '<row r="1"><f>1</f><c r="A1"/></row>', '<row r="1"><c r="A1"><v>1</v><f>1</f></c></row>', '<row r="1"><c r="A1"><f>[1]x</f></c></row>',
    '<row r="1"><c r="A1"><f>1&amp;&#65;</f></c></row>', '<row r="1"><c r="A1"><f>&x;</f></c></row>', '<row r="1"><c r="A1"\0B</row>',
    f'<row r="1"><c r="A1"><f>{"1+" * 200}\1</f></c></row>', f'<row r="1"><c r="A1"><f a="1" a="1">{"1+" * 200}1</f></c></row>'])
def test_a_formula_that_is_cut_off_was_one_that_expat_takes(inner: str) -> None:
    assert whole(cells(inner).encode()) == tag_by_tag(cells(inner).encode())


def test_a_long_formula_is_looked_at_once_whatever_stands_around_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Behind it stands another value in each file: what is remembered is the formula, not the cell."""
    asked: list[bytes] = []
    sound = cell.sound
    monkeypatch.setattr(cell, "sound", lambda text: asked.append(text) or sound(text))
    for number in range(9):
        row = f'<row r="1"><c r="A1" t="str"><f>{"A2+" * 200}7</f><v>v{number}</v></c></row>'
        assert whole(cells(row).encode()) == tag_by_tag(cells(row).encode())
    assert sum(len(text) > 500 for text in asked) == 1


def test_what_follows_a_cell_is_its_next_one_or_the_end_of_its_row() -> None:
    """A tag of a row and a cell are told apart wherever they stand."""
    for inner in ('<row r="1"><c r="A1"/></row><row r="2" ht="2"></row>'
                  '<row r="12" s="12"><c r="B12" s="12"/><c r="A12"><v>12</v></c></row>',
                  '<row r="1"></row>', '<row r="1"><c r="A1"> ht="2"><c r="B1"/></row>', '<row r="1"><c r="A1"/> ht="2"></row>'):
        assert whole(cells(inner).encode()) == tag_by_tag(cells(inner).encode())
