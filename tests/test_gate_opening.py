"""Which packages and sheets are left to the reader: it goes by parts, names and marks that the gate does not need."""

from __future__ import annotations

import io
import zipfile

import pytest
from test_formats import strings
from test_gate import MAIN, RELS, cells
from test_gate_values import STYLES, held, valued, wrapped

from formkit.cells import letter
from formkit.gate import facts, inspect
from formkit.read import grid as reading
from formkit.read.grid import UnreadableError, read_grids

ROW = '<row r="2"><c r="B2"><v>1</v></c><c r="C2" t="s"><v>0</v></c></row>'
BOOK = f'<workbook xmlns="{MAIN}" xmlns:r="{RELS}" xmlns:x="u">{{}}<sheets>{{}}</sheets></workbook>'
ONE = '<sheet name="表" sheetId="1" r:id="rId1"/>'
RELATION = f'<Relationship Id="rId1" Type="{RELS}/worksheet" Target="{{}}"/>'
AROUND_IT = "<Relationships>{}</Relationships>"


def book(before: str, inner: str) -> dict[str, str | bytes]:
    return {"xl/workbook.xml": BOOK.format(before, inner)}


def related(*inner: str) -> dict[str, str | bytes]:
    return {"xl/_rels/workbook.xml.rels": AROUND_IT.format("".join(inner))}


@pytest.mark.parametrize(("more", "sure"), [
    ({}, True), (book("", ONE), True), (book('<workbookPr date1904="false"/>', ONE), True),
    (book('<workbookPr date1904="1"/>', ONE), False),
    (book("<!-- -->", ONE), False), (book("<?x?>", ONE), True), (book("<?x?><?x?>", ONE), False),
    (book("", ONE.replace("表", "a&amp;b")), False),
    (book("", ONE.replace(" r:id", ' state="hidden" r:id')), True), (book("", ONE.replace(" r:id", ' state="odd" r:id')), False),
    (book("", ONE.replace("r:id", "x:id")), False), (book("", ONE.replace("<sheet", "<x:sheet")), False), (book("", ONE + ONE), False),
    (book("", ONE.replace("表", "a_x0041_")), True), (book("", ONE + ONE.replace("表", "乙")), True),
    (related(RELATION.format("/xl/worksheets/sheet1.xml")), True), (related(RELATION.format("./worksheets/sheet1.xml")), False),
    (related(RELATION.format("worksheets/Sheet1.xml")), False),
    (related(RELATION.format("worksheets/sheet1.xml"), RELATION.format("worksheets/sheet2.xml")), False),
    (related(RELATION.format("worksheets/sheet1.xml"), RELATION.replace("rId1", "rId2").format("styles.xml")), True),
    (related(RELATION.format("worksheets/sheet1.xml").replace("<R", "<x:R")), False),
    (related(RELATION.replace("/worksheet", "/chartsheet").format("worksheets/sheet1.xml")), False),
    (related(RELATION.replace(RELS, "").format("worksheets/sheet1.xml")), False),
    ({"_rels/.rels": AROUND_IT.format("") + "<"}, False), ({"_rels/.rels": AROUND_IT.format("")}, False),
    (related(RELATION.format("styles.xml"), RELATION.format("worksheets/sheet1.xml")), False),
    ({"_rels/.rels": ""}, False), ({"_rels/.rels": AROUND_IT.format(RELATION)}, False),
    ({"xl/styles.xml": "<styleSheet>"}, False), ({"xl/styles.xml": ""}, False), ({"xl/sharedStrings.xml": ""}, False),
    (strings(""), False), (strings("<si><t>a</t></si>"), True), (strings("<si><t> a</t></si>"), False),
])  # fmt: skip
def test_what_is_odd_about_a_package_leaves_it_to_the_reader(more: dict[str, str | bytes], sure: bool) -> None:
    assert valued(held(wrapped(cells(ROW).encode(), more))) is sure


@pytest.mark.parametrize(("before", "after", "sure"), [
    ("", "", True), ('<dimension ref="A1:C2"/>', "", True), ('<dimension ref="B2"/>', "", True), ('<dimension ref="foo"/>', "", False),
    ('<dimension/>', "", False), ('<x:dimension xmlns:x="u" ref="?"/>', "", False), ("<x:sheetData xmlns:x='u'/>", "", False),
    ("", '<mergeCells><mergeCell ref="A1:B1"/></mergeCells>', True), ("", '<mergeCells><mergeCell ref="A$1"/></mergeCells>', False),
    ('<mergeCell ref="$A$1"/>', "", False), ("", "<sheetData>" + ROW.replace("2", "3") + "</sheetData>", False),
    ("", "<sheetData><row r='9'/></sheetData>", False),
    ('<c r="A9"><v>1</v></c>', "", False), ("", '<c r="A9"><v>1</v></c>', False), ("<sheetData/>", "", False),
])  # fmt: skip
def test_what_is_odd_around_rows_leaves_the_sheet_to_the_reader(before: str, after: str, sure: bool) -> None:
    assert valued(held(wrapped(cells(ROW, after, before).encode()))) is sure


@pytest.mark.parametrize("inner", [
    '<row r="4"/><row r="5"><c r="C5"><v>1</v></c></row>', '<row r="3"><c r="B3" t="str"><f>1</f><v></v></c></row>',
    '<row r="3"><c r="B3" t="s"><v>1</v></c><c r="D3" s="1"/></row><row r="9"><c r="A9" s="1"/></row>', "", '<row r="7"/>',
    '<row r="1"><c r="A1" s="1"/></row>', '<row r="2"><c r="ZZ2" t="e"><v>#N/A</v></c></row>',
    '<row r="12"><c r="A12" s="12"/><c r="B12" s="12" t="s"><v>2</v></c><c r="C12" t="b"><v>1</v></c></row>',
])  # fmt: skip
def test_the_area_is_that_of_the_reader(inner: str) -> None:
    assert valued(held(wrapped(cells(inner).encode(), {"xl/styles.xml": STYLES.replace("<cellXfs>", "<cellXfs>" + "<xf/>" * 20)})))


CELL = '<row r="{0}"><c r="B{0}"><v>{0}</v></c></row>'


# As many bytes as are taken at once, but for the row that then comes, which is in order by itself.
WIDE = '<row r="3">' + "".join(f'<c r="{letter(at)}3"><v>{at}</v></c>' for at in range(600)) + "</row>"
FULL = "".join(map(CELL.format, range(10, 10 + (65_536 - len(WIDE) // 2) // len(CELL.format(1000)))))


@pytest.mark.parametrize("inner", [
    CELL.format(5) + CELL.format(3), CELL.format(5) + CELL.format(5), '<row r="1"><c r="B1"><v>1</v></c><c r="A1"><v>2</v></c></row>',
    '<row r="1"><c r="B1"><v>1</v></c><c r="B1"><v>2</v></c></row>', "".join(map(CELL.format, (*range(10, 2500), 3))),
    "".join(map(CELL.format, range(2500, 10, -1))), FULL + WIDE,
])  # fmt: skip
def test_what_is_out_of_order_is_left_to_the_reader(inner: str) -> None:
    assert not valued(held(wrapped(cells(inner).encode())))
    assert valued(held(wrapped(cells("".join(map(CELL.format, range(10, 2500)))).encode())))


def test_an_area_that_the_reader_could_not_hold_is_not_laid_out(monkeypatch: pytest.MonkeyPatch) -> None:
    inner = '<row r="30"><c r="Z30" t="s"><v>1</v></c></row>'
    monkeypatch.setattr(facts, "AREA_LIMIT", 30 * 26 - 1)
    assert not valued(held(wrapped(cells(inner).encode())))


def test_one_odd_sheet_is_read_by_the_reader_and_the_others_not(monkeypatch: pytest.MonkeyPatch) -> None:
    names = book("", ONE + '<sheet name="乙" sheetId="2" r:id="rId2"/>')
    parts = related(RELATION.format("worksheets/sheet1.xml"), RELATION.replace("rId1", "rId2").format("worksheets/sheet2.xml"))
    odd = cells('<row r="1"><c r="A1"><v>1<!-- --></v></c><c r="B1"><v>2</v></c></row>')
    data = wrapped(cells(ROW).encode(), names | parts | {"xl/worksheets/sheet2.xml": odd})
    verdict = held(data)
    assert [each.values is None for each in verdict.sheets] == [False, True]
    assert [each.unread for each in read_grids(data, verdict)] == [0, 1]

    monkeypatch.setattr(reading, "CalamineWorkbook", None)
    plain = wrapped(cells(ROW).encode())
    grid, = read_grids(plain, inspect(plain, "a.xlsx"))
    assert grid.rows == ((None, None, None), (None, 1.0, "a"))


@pytest.mark.parametrize("inner", [
    '<cellXfs><xf numFmtId="164"/></cellXfs><numFmts><numFmt numFmtId="164" formatCode="m/d"/></numFmts>',
    '<numFmts><numFmt numFmtId="164" formatCode="0"/><numFmt numFmtId="164" formatCode="m/d"/></numFmts>'
    '<cellXfs><xf numFmtId="164"/></cellXfs>',
    '<numFmts><numFmt numFmtId="0" formatCode="m/d"/></numFmts><cellXfs><xf/><xf numFmtId="0"/></cellXfs>',
    '<numFmts><numFmt numFmtId="164" formatCode="&#48;"/></numFmts><cellXfs><xf numFmtId="164"/></cellXfs>',
    '<cellXfs><xf numFmtId="14"/></cellXfs><cellXfs><xf numFmtId="0"/></cellXfs>',
])  # fmt: skip
def test_formats_that_are_defined_out_of_place_are_as_the_reader_has_them(inner: str) -> None:
    more = {"xl/styles.xml": f'<styleSheet xmlns="{MAIN}">{inner}</styleSheet>'}
    held(wrapped(cells('<row r="1"><c r="A1" s="0"><v>43891</v></c></row>').encode(), more))


def test_a_part_that_only_the_reader_needs_is_broken_to_it_alone() -> None:
    data = wrapped(cells(ROW).encode(), {"_rels/.rels": "<"})
    assert held(data).outcome is None


def test_a_span_of_time_without_end_is_no_harm() -> None:
    """The reader makes a span of a number in such a format, and there is none so long."""
    data = wrapped(cells('<row r="1"><c r="A1" s="11"><v>1e400</v></c></row>').encode())
    with pytest.raises(UnreadableError):
        read_grids(data, inspect(data, "a.xlsx"))


def test_a_directory_that_says_more_than_usual_is_left_to_the_reader() -> None:
    data = wrapped(cells(ROW).encode())
    longer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(longer, "w") as new:
        for info in old.infolist():
            info.extra = b"\x55\x54\x05\x00\x01\x00\x00\x00\x00"
            new.writestr(info, old.read(info))
    noted = data[:-2] + b"\x02\x00ab"
    assert [valued(held(each)) for each in (data, longer.getvalue(), noted, data[:-2] + b"\x09\x00")] == [True, False, False, False]
