"""The gate on honest files: what they are, and what it says of their sheets."""

from __future__ import annotations

import io
import subprocess
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from formkit.gate import Verdict, inspect, skip

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def workbook(**options: object) -> bytes:
    """A small filing as xlsxwriter writes it: two sheets, a merge, hidden rows and columns, a property."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, **options})
    book.set_custom_property("formkit", "zaozhuang-ledger|2020.1")
    book.set_custom_property("year", 2020)
    sheet = book.add_worksheet("台账")
    sheet.merge_range("A1:D1", "存在致贫、返贫风险人口台账")
    sheet.write_row("A2", ["户主姓名", "身份证号码", "人数", "合计"])
    sheet.write_row("A3", ["张三", "379999198001011234", 3])
    sheet.write_formula("D3", "=C3*2", None, 6)
    sheet.write_blank("AF40", None, book.add_format({"bold": True}))
    sheet.set_row(4, None, None, {"hidden": True})
    sheet.set_column("C:D", None, None, {"hidden": True})
    codes = book.add_worksheet("_codes")
    codes.write("B5", "因学")
    codes.very_hidden()
    book.close()
    return stream.getvalue()


def package(sheet: str | bytes, more: dict[str, str | bytes] | None = None) -> bytes:
    """A minimal workbook around the XML of one worksheet; ``more`` adds or replaces members."""
    members: dict[str, str | bytes] = {
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{RELS}"><sheets>'
                           '<sheet name="表" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships><Relationship Id="rId1" Type="{RELS}/worksheet" '
                                      'Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": sheet,
    }
    return archive(members | (more or {}))


def archive(members: dict[str, str | bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in members.items():
            file.writestr(name, text)
    return stream.getvalue()


def cells(inner: str, after: str = "", before: str = "") -> str:
    return f'<worksheet xmlns="{MAIN}">{before}<sheetData>{inner}</sheetData>{after}</worksheet>'


def said(verdict: Verdict) -> tuple[str, str | None, str]:
    return verdict.kind, verdict.outcome, verdict.code


@pytest.mark.parametrize("options", [{}, {"constant_memory": True}, {"use_zip64": True}])
def test_a_filing_is_described(options: dict[str, object]) -> None:
    verdict = inspect(workbook(**options), "台账.xlsx")
    assert said(verdict) == ("xlsx", None, "")
    assert verdict.properties == {"formkit": "zaozhuang-ledger|2020.1"}
    ledger, codes = verdict.sheets
    assert (ledger.name, ledger.state, codes.name, codes.state) == ("台账", "visible", "_codes", "veryHidden")
    assert (ledger.cells, ledger.last_row, ledger.last_column) == (9, 3, 4)
    assert (codes.cells, codes.last_row, codes.last_column) == (1, 5, 2)
    assert ledger.merges == ((1, 1, 1, 4),)
    assert (ledger.formulas, ledger.uncalculated, dict(ledger.errors)) == (frozenset({"D3"}), (), {})
    assert (ledger.hidden_rows, ledger.hidden_columns) == (frozenset({5}), frozenset({3, 4}))


def test_the_extension_decides_nothing() -> None:
    assert said(inspect(workbook(), "台账.xls")) == ("xlsx", None, "")


def test_macros_make_it_xlsm() -> None:
    assert said(inspect(archive_with(workbook(), "xl/vbaProject.bin", b"x"), "a.xlsx")) == ("xlsm", None, "")


def archive_with(data: bytes, name: str, content: bytes) -> bytes:
    stream = io.BytesIO(data)
    with zipfile.ZipFile(stream, "a") as file:
        file.writestr(name, content)
    return stream.getvalue()


def test_errors_and_formulas_never_calculated() -> None:
    verdict = inspect(package(cells(
        '<row r="1"><c r="A1" t="e"><v>#N/A</v></c><c r="B1"><f>1+1</f></c><c r="C1" t="str"><f>""</f><v></v></c>'
        '<c r="D1" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="E1" s="1"/><c r="F1" t="str"><v></v></c>'
        '<c r="G1" t="inlineStr"><is><r><t>富</t></r><r><t>文本</t></r></is></c><c r="H1"><f t="shared" si="0"/></c>'
        "</row>")), "a.xlsx")
    sheet, = verdict.sheets
    assert sheet.errors == {"A1": "#N/A", "D1": "#DIV/0!"}
    assert sheet.formulas == {"B1", "C1", "D1", "H1"}
    assert sheet.uncalculated == ("B1", "H1")
    assert (sheet.cells, sheet.last_column) == (6, 8)


def test_cells_without_a_reference_follow_on() -> None:
    sheet, = inspect(package(cells(
        "<row><c><v>1</v></c></row><row/><row><c/><c><f>1</f></c></row>"
        '<row r="9"><c r="C9"/><c><f>1</f></c></row>')), "a.xlsx").sheets
    assert sheet.formulas == {"B3", "D9"}
    assert (sheet.cells, sheet.last_row, sheet.last_column) == (3, 9, 4)


def test_the_dimension_is_not_believed() -> None:
    for claim in ("A1", "A1:XFD1048576", "nonsense"):
        sheet, = inspect(package(cells('<row r="7"><c r="AB7"><v>1</v></c></row>',
                                       before=f'<dimension ref="{claim}"/>')), "a.xlsx").sheets
        assert (sheet.cells, sheet.last_row, sheet.last_column) == (1, 7, 28)


def test_prefixed_and_utf16_xml_are_the_same_to_the_gate() -> None:
    plain = cells('<row r="2" hidden="true"><c r="B2" t="e"><v>#REF!</v></c></row>',
                  '<mergeCells><mergeCell ref="C4:B3"/></mergeCells>')
    prefixed = plain
    for name in ("worksheet", "sheetData", "row", "c", "v", "mergeCells", "mergeCell"):
        prefixed = prefixed.replace(f"<{name} ", f"<x:{name} ").replace(f"<{name}>", f"<x:{name}>")
        prefixed = prefixed.replace(f"</{name}>", f"</x:{name}>")
    prefixed = prefixed.replace("xmlns=", "xmlns:x=")
    wide = '<?xml version="1.0" encoding="UTF-16"?>' + plain
    expected = inspect(package(plain), "a.xlsx").sheets
    assert expected[0].errors == {"B2": "#REF!"}
    assert expected[0].merges == ((3, 2, 4, 3),)
    assert expected[0].hidden_rows == {2}
    for other in (prefixed, wide.encode("utf-16"), wide.encode("utf-16-be")):
        if isinstance(other, bytes) and not other.startswith(b"\xff\xfe"):
            other = b"\xfe\xff" + other
        assert inspect(package(other), "a.xlsx").sheets == expected


def test_formulas_of_extensions_are_not_cells() -> None:
    sheet, = inspect(package(cells('<row r="1"><c r="A1"><v>1</v></c></row>',
                                   '<extLst><x14:f xmlns:x14="u"/><f>Sheet2!A1</f><v>9</v></extLst>')), "a").sheets
    assert (sheet.cells, sheet.formulas) == (1, frozenset())


def test_broken_properties_do_not_cost_the_filing() -> None:
    data = archive_with(package(cells("")), "docProps/custom.xml", b"<Properties><property name='a'>")
    assert said(inspect(data, "a.xlsx")) == ("xlsx", None, "")


@pytest.mark.parametrize(("data", "name", "expected"), [
    (b"", "a.xlsx", ("empty", "unreadable", "file-empty")),
    (b"\0" * 5000, "a.xlsx", ("empty", "unreadable", "file-empty")),
    (b"%PDF-1.4\n1 0 obj", "a.xlsx", ("pdf", "not-a-filing", "file-pdf")),
    (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "a.xlsx", ("image", "not-a-filing", "file-image")),
    (b"\xff\xd8\xff\xe0\0\x10JFIF", "a.xls", ("image", "not-a-filing", "file-image")),
    (b"Rar!\x1a\x07\x01\0rest", "a.xlsx", ("rar", "not-a-filing", "file-rar")),
    (b"7z\xbc\xaf'\x1c\0\x04rest", "a.xlsx", ("archive", "not-a-filing", "file-archive")),
    (b"L\0\0\0\x01\x14\x02\0rest", "a.xlsx.lnk", ("shortcut", "not-a-filing", "file-shortcut")),
    (b"\x09\x04\x06\0\0\0\x10\0", "a.xls", ("biff", "not-a-filing", "file-old-excel")),
    ("\ufeff<html><table><tr><td>张三".encode(), "a.xls", ("html", None, "")),
    (b"<!-- x --> <TABLE border=1>", "a.xls", ("html", None, "")),
    (b"MIME-Version: 1.0\r\nContent-Type: multipart/related", "a.xls", ("html", None, "")),
    (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">', "a.xls",
     ("spreadsheetml", None, "")),
    (b'<?xml version="1.0"?><data/>', "a.xls", ("xml", "not-a-filing", "file-xml")),
    (b"MIME-Version: 1.0\r\nTo: a@b.cn\r\nContent-Type: multipart/mixed", "a.xls", ("message", "not-a-filing", "file-message")),
    ("户主姓名,身份证号码\r\n张三,1".encode("gb18030"), "a.xls", ("csv", None, "")),
    ("户主姓名\t身份证号码".encode("utf-16"), "a.txt", ("csv", None, "")),
    ("请见附件".encode(), "说明.txt", ("text", "not-a-filing", "file-text")),
    (bytes(range(256)) * 9, "a.xlsx", ("unknown", "not-a-filing", "not-spreadsheet")),
])
def test_other_files_are_named(data: bytes, name: str, expected: tuple[str, str, str]) -> None:
    assert said(inspect(data, name)) == expected


@pytest.mark.parametrize(("member", "content", "expected"), [
    ("word/document.xml", "<w/>", ("word", "not-a-filing", "file-word")),
    ("ppt/presentation.xml", "<p/>", ("presentation", "not-a-filing", "file-presentation")),
    ("mimetype", "application/vnd.oasis.opendocument.text", ("word", "not-a-filing", "file-word")),
    ("mimetype", "application/epub+zip", ("zip", "not-a-filing", "file-zip")),
    ("甲村.xlsx", "x", ("zip", "not-a-filing", "file-zip")),
])
def test_packages_that_are_no_workbooks(member: str, content: str, expected: tuple[str, str, str]) -> None:
    assert said(inspect(archive({member: content}), "a.xlsx")) == expected


@pytest.mark.parametrize(("name", "expected"), [
    ("~$台账.xlsx", True), (".~lock.台账.xlsx#", True), (".~台账.xlsx", True), ("._台账.xlsx", True),
    ("Thumbs.db", True), ("某镇/DESKTOP.INI", True), ("某镇\\.DS_Store", True), ("a.zip!/__MACOSX/b.xlsx", True),
    ("台账.xlsx", False), ("~台账.xlsx", False), ("desktop.ini.xlsx", False),
])
def test_what_programs_leave_behind_is_skipped(name: str, expected: bool) -> None:
    assert skip(name) is expected


@pytest.fixture(scope="module")
def converted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small filing as LibreOffice saves it: xls and ods, in one start each kind."""
    folder = tmp_path_factory.mktemp("office")
    (folder / "filing.xlsx").write_bytes(workbook())
    for kind in ("xls", "ods"):
        subprocess.run(
            ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", kind,
             "--outdir", str(folder), str(folder / "filing.xlsx")], check=True, capture_output=True, timeout=180)
    return folder


@pytest.mark.office
@pytest.mark.parametrize("kind", ["xls", "ods"])
def test_what_libreoffice_saves_may_be_opened(converted: Path, kind: str) -> None:
    data = (converted / f"filing.{kind}").read_bytes()
    assert said(inspect(data, "renamed.xlsx")) == (kind, None, "")
