"""Every format clerks send, read cell by cell, and the gate's count held against the reader. Files are made here by hand."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Mapping
from datetime import date

import pytest
from test_gate import MAIN, RELS, archive, cells, package
from test_gate_package import biff, ole

from formkit.gate import inspect
from formkit.read.grid import Grid, UnreadableError, read_grids

TYPES = "http://schemas.openxmlformats.org/package/2006"
AROUND: dict[str, str | bytes] = {
    "[Content_Types].xml": f'<Types xmlns="{TYPES}/content-types"><Override PartName="/xl/workbook.xml" ContentType="x"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{TYPES}/relationships"><Relationship Id="rId1" Type="{RELS}/officeDocument" '
    'Target="xl/workbook.xml"/></Relationships>',
}
ID = "379999198001011234"


def grids(data: bytes, name: str = "a.xls") -> tuple[Grid, ...]:
    verdict = inspect(data, name)
    assert verdict.outcome is None, verdict.code
    return read_grids(data, verdict)


def grid(data: bytes | str, name: str = "a.xls") -> Grid:
    only, = grids(data.encode() if isinstance(data, str) else data, name)
    return only


def xlsx(inner: str, more: Mapping[str, str | bytes] | None = None, after: str = "") -> Grid:
    return grid(package(cells(inner, after), AROUND | dict(more or {})))


def strings(inner: str) -> dict[str, str | bytes]:
    return {"xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{inner}</sst>'}


@pytest.mark.parametrize("inner", [
    "<row><c><v>1</v></c><c><v>2</v></c></row><row><c/><c><v>3</v></c></row>",
    '<row r="3"><c><v>1</v></c><c r="C3"><v>2</v></c><c><v>3</v></c></row>',
    '<row r="2"><c r="A2"><v>1</v></c></row><row r="2"><c r="B2"><v>2</v></c></row>',
    '<row r="5"><c r="B5"><v>2</v></c></row><row r="3"><c r="A3"><v>1</v></c></row>',
    '<row r="1"><c r="C1"><v>1</v></c><c r="A1"><v>2</v></c></row>', '<row r="2"><c r="A7"><v>1</v></c></row>',
    '<row r="1"><c r="A1" t="str"><v> </v></c><c r="B1" t="b"><v>0</v></c><c r="C1" t="inlineStr"><is><t/></is></c></row>',
    '<row r="1"><c r="A1"><v></v></c><c r="B1"><v/></c><c r="C1" t="str"><f>""</f><v></v></c><c r="D1" t="e"><v>#N/A</v></c></row>',
    '<row r="1"><c r="A1" t="inlineStr"><is><t> </t></is></c><c r="B1" t="inlineStr"><is><t xml:space="preserve"> </t></is></c></row>',
    '<row r="1"><c r="A1"><f>1+1</f></c><c r="B1" t="str"><f>A2</f><v>x</v></c></row>',
])  # fmt: skip
def test_an_odd_but_honest_sheet_is_read_whole(inner: str) -> None:
    assert xlsx(inner).unread == 0


def test_shared_strings_without_text_are_no_cells() -> None:
    row = "".join(f'<c r="{letter}1" t="s"><v>{number}</v></c>' for number, letter in enumerate("ABCDEF"))
    texts = strings('<si><t/></si><si/><si><t> </t></si><si><t>張</t><rPh sb="0" eb="1"><t>ちょう</t></rPh></si>'
                    '<si><r><t></t></r></si><si><t xml:space="preserve"> </t></si>')
    found = xlsx(f'<row r="1">{row}</row>', texts)

    assert found.rows == ((None, None, None, "張", None, " "),)
    assert found.unread == 0


@pytest.mark.parametrize(("inner", "lost"), [
    ('<row r="1"><c r="A1"><v>1</v><f>1</f></c><c r="B1"><v>2</v></c></row>', 1),
    ('<row r="1"><c r="A1" t="str"><v><![CDATA[张三]]></v></c></row>', 1),
    ('<row r="1"><c r="A1" t="inlineStr"><v>3</v></c></row>', 1),
    ('<row r="1"><c r="A1"><v>1</v></c></row></sheetData><sheetData><row r="2"><c r="A2"><v>2</v></c></row>', 1),
    ('<row r="4"><c r="A5"><v>1</v></c><c><v>2</v></c></row>', 1),
    ('<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>', 1),
    ('<row r="1"><c r="A1"><v>1<!-- -->2</v></c><c r="B1"><v>1&#50;</v></c><c r="C1"><v>1<![CDATA[2]]></v></c></row>', 3),
    ('<row r="1"><c r="A1"><v>1<?x?>2</v></c><c r="B1"><v>1<x>2</x></v></c><c r="C1"><v>1</v><v>2</v></c></row>', 3),
    ('<row r="1"><c r="A1" t="str"><v>1<![CDATA[2]]></v></c><c r="B1" t="str"><v>a&amp;b</v></c></row>', 1),
    ('<row r="1"><c r="A1"><v xml:space="preserve">12</v></c><c r="B1"><v >12</v></c></row>', 0),
])  # fmt: skip
def test_what_the_reader_loses_misplaces_or_has_twice_is_counted(inner: str, lost: int) -> None:
    assert xlsx(inner).unread == lost


def test_marks_of_a_cell_that_its_value_does_not_have() -> None:
    styles = (
        f'<styleSheet xmlns="{MAIN}"><fonts><font/><font><name val="Wingdings 2"/></font><font><strike/></font>'
        '<font><color rgb="FFFF0000"/></font></fonts><fills><fill/><fill><patternFill patternType="solid"><fgColor rgb="FFFFFF00"/>'
        '</patternFill></fill></fills><cellXfs><xf/><xf fontId="1"/><xf fontId="2"/><xf fontId="3" fillId="1"/></cellXfs></styleSheet>'
    )
    run = strings('<si><r><rPr><rFont val="Webdings"/></rPr><t>a</t></r></si>')
    found = xlsx(
        '<row r="1"><c r="A1" s="1" t="str"><v>R</v></c><c r="B1" s="2"><v>1</v></c><c r="C1" s="3"><v>1</v></c><c r="D1" s="3"/>'
        '<c r="E1" t="s"><v>0</v></c><c r="F1"><f>[1]Sheet1!A1</f><v>1</v></c><c r="G1" t="str"><f>IF(A1="[1]","","")</f><v></v></c>'
        '<c r="H1"><f t="shared" ref="H1:I1" si="0">\'[2]a b\'!A1</f><v>1</v></c><c r="I1"><f t="shared" si="0"/><v>1</v></c></row>',
        {"xl/styles.xml": styles} | run,
    )  # fmt: skip

    assert found.fonts == {"A1": "Wingdings 2", "E1": "Webdings"}
    assert found.extras == {"struck": 1, "colours": 1}
    assert found.linked == {"F1", "H1", "I1"}


def test_what_hangs_on_a_sheet_is_counted() -> None:
    relations = "".join(
        f'<Relationship Id="r{number}" Type="x/{kind}" Target="../{part}"/>'
        for number, (kind, part) in enumerate([("comments", "comments1.xml"), ("drawing", "drawings/drawing1.xml")])
    )
    more: dict[str, str | bytes] = {
        "xl/worksheets/_rels/sheet1.xml.rels": f"<Relationships>{relations}</Relationships>",
        "xl/comments1.xml": '<comments><commentList><comment ref="A1"/><comment ref="A2"/></commentList></comments>',
        "xl/drawings/drawing1.xml": '<d xmlns:xdr="u"><xdr:pic /><xdr:graphicFrame /></d>',
    }
    found = xlsx('<row r="1"><c r="A1"><v>1</v></c></row>', more, '<hyperlinks><hyperlink ref="A1"/></hyperlinks>')

    assert found.extras == {"comments": 2, "pictures": 1, "charts": 1, "links": 1}


@pytest.mark.parametrize(("flag", "day"), [("0", date(2020, 3, 1)), ("1", date(2024, 3, 2))])
def test_dates_of_both_systems_and_in_chinese_formats(flag: str, day: date) -> None:
    ids = (14, 27, 28, 31, 36, 50, 57, 58, 164)
    formats = "".join(f'<xf numFmtId="{number}"/>' for number in ids)
    more: dict[str, str | bytes] = {
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"><numFmts><numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m&quot;月&quot;"/>'
        f"</numFmts><cellXfs>{formats}</cellXfs></styleSheet>",
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{RELS}"><workbookPr date1904="{flag}"/><sheets>'
        '<sheet name="表" sheetId="1" r:id="rId1"/></sheets></workbook>',
    }
    row = "".join(f'<c r="{chr(65 + at)}1" s="{at}"><v>43891</v></c>' for at in range(len(ids)))

    assert xlsx(f'<row r="1">{row}</row>', more).rows == ((day,) * len(ids),)


def test_strict_ooxml_gives_its_values() -> None:
    strict = {"http://schemas.openxmlformats.org/spreadsheetml/2006/main": "http://purl.oclc.org/ooxml/spreadsheetml/main",
              "http://schemas.openxmlformats.org/officeDocument/2006/relationships":
              "http://purl.oclc.org/ooxml/officeDocument/relationships"}  # fmt: skip
    data = package(cells('<row r="2"><c r="B2" t="s"><v>0</v></c><c r="C2" t="d"><v>2020-03-01</v></c></row>'),
                   AROUND | strings(f"<si><t>{ID}</t></si>"))  # fmt: skip
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        members: dict[str, str | bytes] = {name: file.read(name).decode() for name in file.namelist()}
    for before, after in strict.items():
        members = {name: str(text).replace(before, after) for name, text in members.items()}

    assert grid(archive(members)).rows == ((None, None, None), (None, ID, date(2020, 3, 1)))


def test_excel_95_is_named_because_its_chinese_would_be_nonsense() -> None:
    opened = struct.pack("<HHHHHH", 0x0809, 8, 0x0500, 5, 0, 0)

    assert inspect(ole({"Book": opened.ljust(4608, b"\0")}), "a.xls").code == "file-old-excel"


def test_old_records_of_a_sheet() -> None:
    """Texts, numbers, errors and formulas of Excel 97, hidden rows and columns, merges, a font, a chart in the sheet."""
    font = struct.pack("<HHHHHBBBBBB", 200, 8, 0, 400, 0, 0, 0, 2, 0, 11, 0) + b"Wingdings 2"
    plain = struct.pack("<HHHHHBBBBBB", 200, 0, 0, 400, 0, 0, 0, 2, 0, 5, 0) + b"Arial"
    book = [(0x31, plain)] * 4 + [(0x31, font), (0xE0, bytes(20)), (0xE0, b"\5".ljust(20, b"\0")),
            (0x01AE, struct.pack("<HH", 1, 0x0401)), (0x01AE, struct.pack("<HHB", 1, 1, 0) + b"x"),
            (0x17, struct.pack("<H6H", 2, 0, 0, 0, 1, 0, 0)),
            (0xFC, struct.pack("<II", 3, 3) + struct.pack("<HB", 1, 1) + "张".encode("utf-16-le") + b"\0\0\0" + struct.pack("<HB", 2, 0)),
            (0x3C, b"\0ab"), (0x85, b"")]  # fmt: skip
    other = b"\x3a" + struct.pack("<HHH", 1, 0, 0)
    text = struct.pack("<HHH", 1, 3, 0) + b"\0\0\0\0\0\0\xff\xff" + b"\0" * 6 + struct.pack("<H", 7) + other
    sheet = [(0x7D, struct.pack("<6H", 2, 2, 0, 0, 1, 0)), (0x0208, struct.pack("<8H", 1, 0, 5, 0, 0, 0, 0x20, 0)),
             *((0xFD, struct.pack("<HHHI", 1, column, 1, column)) for column in range(3)), (0x06, text), (0x0207, b"\1\0\0x"),
             (0x0205, struct.pack("<HHHBB", 2, 0, 0, 42, 1)), (0xBD, struct.pack("<HHHIHIH", 2, 1, 0, 14, 0, 18, 2)),
             (0x0809, struct.pack("<HHHH", 0x0600, 0x20, 0, 0)), (0x0203, struct.pack("<HHHd", 0, 0, 0, 9.0)), (0x0A, b""),
             (0xE5, struct.pack("<5H", 1, 3, 4, 0, 1)), (0x1C, b"\0" * 8)]  # fmt: skip

    def records(some: list[tuple[int, bytes]], kind: int) -> bytes:
        inside = [(0x0809, struct.pack("<HHHHII", 0x0600, kind, 0, 0, 0, 0)), *some, (0x0A, b"")]
        return b"".join(struct.pack("<HH", number, len(body)) + body for number, body in inside)

    name = "台账".encode("utf-16-le")
    for _ in range(2):
        start = len(records(book, 5))
        book[-1] = (0x85, struct.pack("<IBBBB", start, 1, 0, 2, 1) + name)
    facts, = inspect(ole({"Workbook": (records(book, 5) + records(sheet, 0x10)).ljust(4608, b"\0")}), "a.et").sheets

    assert (facts.name, facts.state, facts.cells, facts.last_row, facts.last_column) == ("台账", "hidden", 6, 3, 4)
    assert (facts.errors, facts.formulas, facts.linked) == ({"A3": "#N/A"}, {"D2"}, {"D2"})
    assert facts.fonts == {"A2": "Wingdings 2", "C2": "Wingdings 2"}
    assert (facts.hidden_rows, facts.hidden_columns, facts.merges) == ({2}, {3}, ((4, 1, 5, 2),))
    assert facts.extras == {"struck": 2, "comments": 1}
    assert [place >> 15 for place in struct.unpack("<5Q", facts.filled)] == [2, 2, 2, 3, 3]


def test_a_small_workbook_stands_in_the_mini_stream_and_is_bounded_there() -> None:
    """Its streams are under 4096 bytes; the reader opens them all the same."""
    def mini(content: bytes) -> bytes:
        whole = ole({"Workbook": content.ljust(4608, b"\0")})
        table = struct.pack("<64I", *range(1, 64), 0xFFFFFFFE)
        data = bytearray(whole + table.ljust(512, b"\xff"))
        data[60:68] = struct.pack("<II", len(whole) // 512 - 1, 1)
        sectors = list(struct.unpack_from("<128I", data, 512))
        sectors[len(whole) // 512 - 1] = 0xFFFFFFFE
        data[512:1024] = struct.pack("<128I", *sectors)
        data[1024 + 116:1024 + 124] = struct.pack("<II", 2, 4608)
        data[1152 + 116:1152 + 124] = struct.pack("<II", 0, 2048)
        return bytes(data)

    far = biff((0x0203, struct.pack("<HHHd", 65535, 65535, 0, 1.0)))[:2048]
    assert inspect(mini(far), "a.xls").code == "grid-overflow"
    assert inspect(mini(biff((0x2F, b"\1\0" * 3))[:2048]), "a.xls").code == "file-encrypted"


def binary(*cells_: tuple[int, bytes], styles: bytes = b"") -> bytes:
    """A minimal xlsb: records of one sheet, in which cells come after the row they are in."""
    def record(number: int, body: bytes = b"") -> bytes:
        head = bytes([number]) if number < 128 else bytes([number & 0x7F | 0x80, number >> 7])
        return head + bytes([len(body) & 0x7F | 0x80, len(body) >> 7]) + body

    def wide(text: str) -> bytes:
        return struct.pack("<I", len(text)) + text.encode("utf-16-le")

    book = record(131) + record(143) + record(156, struct.pack("<II", 1, 1) + wide("rId1") + wide("台账")) + record(144) + record(132)
    sheet = record(129) + record(148, struct.pack("<4I", 0, 9, 0, 9)) + record(145)
    sheet += b"".join(record(number, body) for number, body in cells_) + record(146)
    sheet += record(177, struct.pack("<I", 1)) + record(176, struct.pack("<4I", 2, 3, 0, 0)) + record(178) + record(130)
    relation = f'<Relationships><Relationship Id="rId1" Type="{RELS}/worksheet" Target="worksheets/sheet1.bin"/></Relationships>'
    return archive({
        "[Content_Types].xml": "<Types/>", "_rels/.rels": str(AROUND["_rels/.rels"]).replace("workbook.xml", "workbook.bin"),
        "xl/workbook.bin": book, "xl/_rels/workbook.bin.rels": relation, "xl/worksheets/sheet1.bin": sheet,
    })


def test_xlsb_with_errors_formulas_merges_and_a_hidden_row() -> None:
    def at(column: int, body: bytes) -> bytes:
        return struct.pack("<II", column, 0) + body

    def row(number: int, hidden: int = 0) -> tuple[int, bytes]:
        return 0, struct.pack("<IIHBBBI", number, 0, 300, 0, hidden << 4, 0, 0)

    name = "张三".encode("utf-16-le")
    found = grid(binary(
        row(1), (6, at(0, struct.pack("<I", 2) + name)), (5, at(1, struct.pack("<d", 3.0))), (3, at(2, b"\x2a")),
        row(2, 1), (9, at(1, struct.pack("<dHI", 6.0, 0, 0) + b"\0" * 4)), (4, at(2, b"\1"))), "a.xlsb")  # fmt: skip

    assert found.rows == ((None,) * 3, ("张三", 3.0, None), (None, 6.0, True))
    assert (found.errors, found.formulas, found.hidden_rows) == ({"C2": "#N/A"}, {"B3"}, {3})
    assert (found.merges, found.visible, found.unread) == (((3, 1, 4, 1),), False, 0)


def ods(rows: str, before: str = "", styles: str = "") -> bytes:
    names = ("office", "table", "text", "style", "draw")
    spaces = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in names)
    content = (f'<office:document-content {spaces}><office:automatic-styles>{styles}</office:automatic-styles><office:body>'
               f'<office:spreadsheet>{before}<table:table table:name="表" table:style-name="t">{rows}</table:table>'
               "</office:spreadsheet></office:body></office:document-content>")
    return archive({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "META-INF/manifest.xml": "<m/>", "content.xml": content})


def cell(text: str, more: str = 'office:value-type="string"', inside: str = "") -> str:
    return f"<table:table-cell {more}>{inside}<text:p>{text}</text:p></table:table-cell>"


def test_ods_with_errors_spans_repeats_and_a_hidden_sheet() -> None:
    styles = ('<style:style style:name="t" style:family="table"><style:table-properties table:display="false"/></style:style>'
              '<style:style style:name="w" style:family="table-cell"><style:text-properties style:font-name="Wingdings 2"/></style:style>')
    wide = 'office:value-type="string" table:number-columns-spanned="2" table:number-rows-spanned="2"'
    stale = 'table:formula="of:=1/0" office:value-type="float" office:value="0"'
    linked = "table:formula=\"of:=['file:///x.ods'#$S.A1]\" office:value-type=\"float\" office:value=\"1\""
    tick = 'table:style-name="w" office:value-type="string"'
    found = grid(ods(
        f'<table:table-row>{cell("并", wide)}<table:covered-table-cell/>{cell("R", tick)}'
        '</table:table-row><table:table-row table:visibility="collapse"><table:covered-table-cell table:number-columns-repeated="2"/>'
        f'{cell("x")}</table:table-row><table:table-row table:number-rows-repeated="2">{cell("#DIV/0!", stale)}{cell("1", linked)}'
        '<table:table-cell table:formula="of:=A1"/></table:table-row>', styles=styles))  # fmt: skip

    assert found.rows == (("并", None, "R"), (None, None, "x"), (None, 1.0, None), (None, 1.0, None))
    assert (found.merges, found.fonts, found.hidden_rows, found.visible) == (((1, 1, 2, 2),), {"C1": "Wingdings 2"}, {2}, False)
    assert (found.errors, found.uncalculated) == ({"A3": "#DIV/0!", "A4": "#DIV/0!"}, {"C3", "C4"})
    assert (found.linked, found.unread) == ({"B3", "B4"}, 0)


@pytest.mark.parametrize("lost", [
    cell("没有类型", ""), cell("x<![CDATA[y]]>z"),
    cell("x", inside="<draw:frame><draw:text-box><text:p>框</text:p></draw:text-box></draw:frame>"),
])
def test_what_the_reader_loses_or_mixes_up_in_ods_is_counted(lost: str) -> None:
    assert grid(ods(f"<table:table-row>{cell('a')}{lost}</table:table-row>")).unread == 1


def test_dates_of_ods_need_no_date_system() -> None:
    system = '<table:calculation-settings><table:null-date table:date-value="1904-01-01"/></table:calculation-settings>'
    day = cell("x", 'office:value-type="date" office:date-value="2020-03-01"')

    assert grid(ods(f"<table:table-row>{day}</table:table-row>", system)).rows == ((date(2020, 3, 1),),)


def test_a_failing_reader_says_nothing_of_a_cell() -> None:
    with pytest.raises(UnreadableError) as failed:
        xlsx(f'<row r="1"><c r="A1" t="e"><v>{ID}</v></c></row>')

    assert ID not in f"{failed.value!r}{failed.value.detail}{failed.value.__cause__}"
