"""The gate on hostile and broken files: one verdict each, no cost without bound, never an exception."""

from __future__ import annotations

import io
import random
import struct
import tracemalloc
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_gate import archive, archive_with, cells, package, said, workbook
from test_gate_package import biff, number_at, ole

from formkit.gate import facts, inspect

FILING = workbook()
CELL = '<row r="1"><c r="A1"><v>1</v></c></row>'
ODS = "urn:oasis:names:tc:opendocument:xmlns:"


def sheet_says(inner: str, after: str = "", before: str = "") -> tuple[str | None, str]:
    return said(inspect(package(cells(inner, after, before)), "a.xlsx"))[1:]


def ods(table: str) -> bytes:
    return archive({
        "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
        "content.xml": f'<o:d xmlns:o="{ODS}office:1.0" xmlns:table="{ODS}table:1.0" xmlns:text="{ODS}text:1.0">'
                       f'<table:table table:name="表">{table}</table:table></o:d>'})


def test_the_box_of_a_sheet_is_bounded() -> None:
    far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    verdict = inspect(package(cells(CELL + far)), "a.xlsx")
    assert said(verdict) == ("xlsx", "refused", "grid-overflow")
    assert verdict.args == {"sheet": "表", "rows": "1048576", "columns": "16384"}
    assert sheet_says(CELL + far.replace("<v>1</v>", "")) == (None, "")
    assert sheet_says(CELL + '<row r="1048576"><c r="S1048576"><v>1</v></c></row>') == (None, "")
    assert sheet_says('<row r="1"><c r="XFD1"><v>1</v></c></row>') == (None, "")
    assert sheet_says('<row r="1"><c r="XFE1"><v>1</v></c></row>') == ("refused", "grid-overflow")
    assert sheet_says('<row r="1048577"/>') == ("refused", "grid-overflow")


def test_a_sheet_that_no_workbook_lists_is_bounded_too() -> None:
    hidden = cells('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')
    data = package(cells(CELL), {"xl/worksheets/other.xml": hidden})
    assert said(inspect(data, "a.xlsx")) == ("xlsx", "refused", "grid-overflow")


def test_a_value_is_found_however_deep_in_its_cell() -> None:
    far = '<row r="1"><c r="XFD1048576">{}</c></row>'
    assert sheet_says(far.format("<x><v>1</v></x>")) == ("refused", "grid-overflow")
    assert sheet_says(far.format('<c r="A1"><v>1</v></c>')) == ("unreadable", "sheet-damaged")


@pytest.mark.parametrize("reference", ["", "A", "1", "A0", "A1:B2", "Ä1", "A１", "AAAAAAA1", "A99999999999", "-A1"])
def test_references_that_are_none(reference: str) -> None:
    outcome, code = sheet_says(f'<row r="1"><c r="{reference}"><v>1</v></c></row>')
    assert (outcome, code) == ("unreadable", "sheet-damaged")


def test_merges_are_told_but_bounded() -> None:
    assert sheet_says(CELL, '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>') == ("refused", "merge-overflow")
    assert sheet_says(CELL, '<mergeCells><mergeCell ref="A1:XFD1"/></mergeCells>') == (None, "")
    many = '<mergeCell ref="A1:A1048576"/>' * 20
    assert sheet_says(CELL, f"<mergeCells>{many}</mergeCells>") == ("refused", "merge-overflow")


def test_hidden_columns_that_overlap_without_end() -> None:
    assert sheet_says("", before='<cols><col min="1" max="16384" hidden="1"/></cols>') == (None, "")
    many = '<col min="1" max="16384" hidden="1"/>' * 20
    assert sheet_says("", before=f"<cols>{many}</cols>") == ("unreadable", "sheet-damaged")


@pytest.mark.parametrize(("limit", "value", "code"), [
    ("CELL_LIMIT", 10, "too-many-cells"), ("ELEMENT_LIMIT", 20, "too-many-elements")])
def test_cells_and_elements_are_counted_over_all_sheets(
        monkeypatch: pytest.MonkeyPatch, limit: str, value: int, code: str) -> None:
    sheet = cells('<row r="1">' + "<c><v>1</v></c>" * 6 + "</row>")
    data = package(sheet, {"xl/worksheets/sheet2.xml": sheet})
    assert said(inspect(data, "a.xlsx"))[1] is None
    monkeypatch.setattr(facts, limit, value)
    assert said(inspect(data, "a.xlsx")) == ("xlsx", "refused", code)


LAUGHS = ('<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;">]>')


@pytest.mark.parametrize("member", [
    "xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "docProps/custom.xml",
    "xl/sharedStrings.xml", "xl/styles.xml", "[Content_Types].xml", "xl/drawings/vmlDrawing1.vml"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_no_document_type_anywhere(member: str, encoding: str) -> None:
    hostile = (LAUGHS + "<a>&c;</a>").encode(encoding)
    assert said(inspect(package(cells(CELL), {member: hostile}), "a.xlsx")) == ("xlsx", "refused", "xml-doctype")


def test_a_document_type_across_two_chunks_is_seen() -> None:
    for lead in range(1_048_576 - 12, 1_048_576 + 2):
        data = package(cells(CELL), {"xl/styles.xml": b" " * lead + b"<!DOCTYPE a><a/>"})
        assert said(inspect(data, "a.xlsx"))[2] == "xml-doctype"


@pytest.mark.parametrize("encoding", ["utf-7", "cp037", "gbk", "unicode_escape", "no-such", "hex"])
@pytest.mark.parametrize("member", ["xl/worksheets/sheet1.xml", "xl/styles.xml"])
def test_strange_encodings_are_not_guessed(encoding: str, member: str) -> None:
    text = f'<?xml version="1.0" encoding="{encoding}"?><a/>'
    assert said(inspect(package(cells(CELL), {member: text}), "a.xlsx")) == ("xlsx", "unreadable", "xml-encoding")


def test_nesting_is_bounded() -> None:
    for name in ("x", "c", "row"):
        assert sheet_says("", f"<{name}>" * 200 + f"</{name}>" * 200)[0] in {"refused", "unreadable"}
    assert sheet_says("", "<x>" * 200 + "</x>" * 200) == ("refused", "xml-depth")
    data = package(cells(CELL), {"docProps/custom.xml": "<x>" * 200 + "</x>" * 200})
    assert said(inspect(data, "a.xlsx")) == ("xlsx", "refused", "xml-depth")


@pytest.mark.parametrize("sheet", [b"", b"<worksheet><sheetData>", b"<a>\x01</a>", b"<a>\xff</a>", b"<a/><b/>"])
def test_xml_that_is_not_well_formed(sheet: bytes) -> None:
    assert said(inspect(package(sheet), "a.xlsx")) == ("xlsx", "unreadable", "xml-damaged")


def test_a_long_text_in_one_cell_costs_no_more_than_its_bytes() -> None:
    data = package(cells('<row r="1"><c r="A1" t="str"><v>' + "x" * 20_000_000 + "</v></c></row>"))
    tracemalloc.start()
    assert said(inspect(data, "a.xlsx")) == ("xlsx", None, "")
    assert tracemalloc.get_traced_memory()[1] < 15_000_000
    tracemalloc.stop()


def test_repetition_in_ods() -> None:
    cell = '<table:table-cell o:value-type="float" o:value="1"/>'
    blank = '<table:table-cell table:number-columns-repeated="16384"/>'
    rest = f'<table:table-row table:number-rows-repeated="1048576">{blank}</table:table-row>'
    row = "<table:table-row>{}</table:table-row>"
    assert said(inspect(ods(row.format(cell + blank) + rest), "a.ods")) == ("ods", None, "")
    far = rest.replace("1048576", "1048000") + row.format(blank.replace("16384", "16000") + cell)
    assert said(inspect(ods(far), "a.ods")) == ("ods", "refused", "grid-overflow")
    filled = rest.replace(blank, cell.replace("<table:table-cell", "<table:table-cell table:number-columns-repeated='9'"))
    assert said(inspect(ods(filled), "a.ods")) == ("ods", "refused", "too-many-cells")
    inside = "<table:table-cell><table:table><table:table-row/></table:table></table:table-cell>"
    assert said(inspect(ods(far.replace(cell, inside + cell)), "a.ods")) == ("ods", "refused", "grid-overflow")
    assert said(inspect(ods(row.format('<table:table-cell table:number-columns-repeated="x"/>')), "a"))[1] == "unreadable"


def test_ods_with_a_password() -> None:
    data = archive_with(ods(""), "META-INF/manifest.xml", b"<manifest:encryption-data/>")
    assert said(inspect(data, "a.ods")) == ("ods", "encrypted", "file-encrypted")


def test_binary_sheets_are_bounded() -> None:
    def sheet(row: int, column: int) -> bytes:
        return b"\0\x04" + struct.pack("<I", row) + b"\x05\x10" + struct.pack("<IId", column, 0, 1.0)
    for row, column, outcome in ((9, 3, None), (1_048_575, 16_383, "refused")):
        data = archive({"xl/workbook.bin": b"x", "xl/worksheets/sheet1.bin": sheet(0, 0) + sheet(row, column)})
        assert said(inspect(data, "a.xlsb"))[:2] == ("xlsb", outcome)


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=3000), st.sampled_from([b"", b"PK\3\4", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"<?xml ", b"\x09\x08\x10\0"]))
def test_no_bytes_raise(data: bytes, magic: bytes) -> None:
    verdict = inspect(magic + data, "a.xlsx")
    assert (verdict.outcome is None) == (verdict.code == "")


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(["xlsx", "ods", "xls"]), st.integers(0, 2**32))
def test_no_spoilt_workbook_raises(kind: str, seed: int) -> None:
    """Bytes of a real workbook changed, cut out or doubled, in the container and in the XML inside it."""
    dice = random.Random(seed)
    whole = {"xlsx": FILING, "ods": ods('<table:table-row><table:table-cell o:value="1"/></table:table-row>'),
             "xls": ole({"Workbook": biff(number_at(1, 1)), "Other": b"x" * 600})}[kind]
    if kind == "xlsx" and dice.random() < 0.6:
        with zipfile.ZipFile(io.BytesIO(FILING)) as file:
            members: dict[str, str | bytes] = {name: file.read(name) for name in file.namelist()}
        name = dice.choice(list(members))
        members[name] = spoilt(members[name], dice)  # type: ignore[arg-type]
        whole = archive(members)
    else:
        whole = spoilt(whole, dice)
    verdict = inspect(whole, "a.xlsx")
    assert (verdict.outcome is None) == (verdict.code == "")


def spoilt(data: bytes, dice: random.Random) -> bytes:
    for _ in range(dice.randint(1, 4)):
        at, size = dice.randrange(len(data) + 1), dice.choice([1, 1, 2, 4, 40])
        middle = dice.choice([dice.randbytes(size), b"", data[at:at + size] * 2, b"\xff" * size, b"\0" * size])
        data = data[:at] + middle + data[at + size:]
    return data
