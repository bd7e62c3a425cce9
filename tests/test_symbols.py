"""Letters in symbol fonts: read as the mark the clerk sees, or asked about."""

from __future__ import annotations

from typing import Any

import pytest
from test_address_law import LEDGER
from test_read_structure import FIRST, read, set_, sheet, value


@pytest.mark.parametrize(
    ("typed", "font", "read_as", "problem"),
    [
        ("R", "Wingdings 2", "√", ""), ("P", "Wingdings 2", "√", ""), ("ü", "Wingdings", "√", ""), ("þ", "Wingdings", "√", ""),
        ("\uf0fc", "Wingdings", "√", ""), ("\uf052", "Wingdings 2", "√", ""), ("û", "Wingdings", None, ""), ("O", "Wingdings 2", None, ""),
        ("Q", "wingdings 2", None, ""), ("√", "Wingdings", "√", ""), ("n", "Wingdings", None, "symbol-unknown"),
        ("R", "Webdings", None, "symbol-unknown"), ("1", "Wingdings 2", None, "symbol-unknown"),
        ("R", "", None, "not-a-tick"), ("P", "", None, "not-a-tick"), ("ü", "", None, "not-a-tick"),
    ],
)  # fmt: skip
def test_a_letter_in_a_symbol_font_is_the_mark_it_shows(typed: str, font: str, read_as: Any, problem: str) -> None:
    filing = read(set_(sheet(fonts={"H10": font} if font else {}), H10=typed))
    record, place = filing.records[0], LEDGER.places["education"]

    assert (record.value(place), record.readings[place].problem, record.raws[place]) == (read_as, problem, typed)
    assert (record.readings[place].repair == "symbol") == (bool(font) and not problem and typed != "√")


def test_a_letter_of_a_symbol_font_elsewhere_is_left_alone() -> None:
    assert value(read(set_(sheet(fonts={"T10": "Wingdings 2"}), T10="R")), FIRST, "helper_agency") == "R"
