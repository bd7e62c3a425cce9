"""Characters that XML has not: written into a workbook as _xHHHH_ (ECMA-376-1 §22.9.2.19), read, sent back and read again."""

from __future__ import annotations

import io
import re
import zipfile
from xml.parsers import expat

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sent_back import FORM, Judged, canonical, copy_of, filing, found, judged, moved, row, sent

from formkit.write.phrase import quoted

TYPED = ("因\x0b懒", "\x0b", "因\x07", "因\x00懒", "_x000B_", "\x1f因", "因\r\n懒", "_x0041_因", "_\x0b_", "\ufffe", "\x0b" * 250)
FAULTY = "risk"


def well_formed(data: bytes) -> dict[str, str]:
    """The parts of a workbook, each of which an XML reader takes."""
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        parts = {name: book.read(name) for name in book.namelist() if name.endswith((".xml", ".rels"))}
    for content in parts.values():
        expat.ParserCreate().ParseFile(io.BytesIO(content))
    return {name: content.decode() for name, content in parts.items()}


def of_texts(key: str, texts: tuple[str, ...]) -> Judged:
    """A filing with these texts in a column, as it was judged."""
    return judged(sent({"marginal": [row(number, **{key: text}) for number, text in enumerate(texts[:6], 1)],
                        "unstable": [row(number, **{key: text}) for number, text in enumerate(texts[6:10], 50)]}))  # fmt: skip


def raws(one: Judged, key: str) -> list[object]:
    return [record.raws[FORM.places[key]] for record in filing(one).records]


def test_an_escape_in_a_cell_is_the_character_it_stands_for() -> None:
    data = sent({"marginal": [row(1, **{FAULTY: "因\x0b懒"}), row(2, **{FAULTY: "_x000B_"})]})
    inside = well_formed(data)["xl/sharedStrings.xml"]

    assert ("因_x000B_懒" in inside, "_x005F_x000B_" in inside) == (True, True)
    assert raws(judged(data), FAULTY) == ["因\x0b懒", "_x000B_"]


@pytest.mark.parametrize("key", [FAULTY, "id_number", "household_size", "relation"])
def test_a_return_copy_can_be_opened_and_says_the_same(key: str) -> None:
    """A cell that is wrong comes back as it was; its red names what stands in it, which once was written into a formula as it is."""
    before = of_texts(key, TYPED)
    again = judged(copy_of(before))
    well_formed(copy_of(before))

    assert before.report.findings
    assert raws(again, key)[:8] == raws(before, key)[:8]
    assert canonical(again) == canonical(before)
    assert found(again) == moved(before)


def test_what_is_put_right_is_listed_and_comes_back_clean() -> None:
    before = of_texts("helper_agency", ("某\x0b局", "某\x07局", FAULTY, *TYPED[:2]))
    told = [(repair.old, repair.new) for repair in before.report.repairs]

    assert told[:2] == [("某\x0b局", "某 局"), ("某\x07局", "某局")]


def test_the_red_of_a_cell_goes_by_the_characters_it_holds() -> None:
    sheet = well_formed(copy_of(of_texts(FAULTY, TYPED)))["xl/worksheets/sheet1.xml"]
    formulas = re.findall("<formula>(EXACT.*?|LEN[^<]*=\\d+)</formula>", sheet)

    assert any(each.endswith(',"因"&amp;CHAR(11)&amp;"懒")') for each in formulas)
    assert any(each.endswith(',"_"&amp;"x000B_")') for each in formulas), "it would be read as the character"
    assert sum(each.startswith("LEN(") for each in formulas) >= 1, "no formula can name U+0000"


@given(st.text("因\x01\x0b\x1f\r\n\t\"_x0041B", max_size=400))
def test_a_text_in_a_formula_is_the_text(said: str) -> None:
    written = quoted(said)
    pieces = re.findall(r'"((?:[^"]|"")*)"|CHAR\((\d+)\)', written)

    assert "".join(chr(int(code)) if code else text.replace('""', '"') for text, code in pieces) == said
    assert not re.search("[\x00-\x08\x0b-\x1f]|_x[0-9A-Fa-f]{4}_", written)
    assert all(len(text) <= 255 for text, _ in pieces)
