"""A drawn sheet in the formats that no library here writes, and whole files as other programs save them."""

from __future__ import annotations

import html
import io
import struct
import subprocess
import zipfile
from pathlib import Path

from messy_sheet import Sheet
from test_formats import AROUND
from test_gate import RELS, archive
from test_gate_package import ole

_SHEET_XML = (
    '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
    'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Styles><Style ss:ID="s1"><Font ss:FontName="宋体"/></Style></Styles>'
    '<Worksheet ss:Name="填报表"><Table>{rows}</Table></Worksheet></Workbook>'
)


def converted(path: Path, kind: str) -> bytes:
    """A workbook as LibreOffice saves it."""
    profile = f"-env:UserInstallation={(path.parent / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", kind, "--outdir", str(path.parent / kind), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return (path.parent / kind / f"{path.stem}.{kind}").read_bytes()


def strict(data: bytes) -> bytes:
    """A workbook as Excel saves it under Strict Open XML: other namespaces, the rest the same."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name).replace(
                b"http://schemas.openxmlformats.org/spreadsheetml/2006/main", b"http://purl.oclc.org/ooxml/spreadsheetml/main"
            )
            usual, other = b"http://schemas.openxmlformats.org/officeDocument/2006/", b"http://purl.oclc.org/ooxml/officeDocument/"
            new.writestr(name, content.replace(usual + b"relationships", other + b"relationships"))
    return made.getvalue()


def spreadsheetml(sheet: Sheet) -> bytes:
    """The sheet in the XML of Excel 2003: merges as what a cell covers, cells after a gap with their number."""
    spans = {(top, left): (bottom - top, right - left) for top, left, bottom, right in sheet.merges}
    rows = []
    for row in range(1, max(row for row, _ in sheet.cells) + 1):
        cells = []
        for column in sorted(column for at, column in sheet.cells if at == row):
            cell = sheet.cells[row, column]
            down, across = spans.get((row, column), (0, 0))
            kind = {"number": "Number", "date": "DateTime"}.get(cell.kind, "String")
            text = html.escape(f"{cell.text}T00:00:00.000" if cell.kind == "date" else cell.text)
            merge = f' ss:MergeDown="{down}" ss:MergeAcross="{across}"'
            cells.append(f'<Cell ss:Index="{column + 1}" ss:StyleID="s1"{merge}><Data ss:Type="{kind}">{text}</Data></Cell>')
        rows.append(f'<Row ss:Index="{row}">{"".join(cells)}</Row>')
    return _SHEET_XML.format(rows="".join(rows)).encode()


def mhtml(page: bytes) -> bytes:
    """A web page in one file, as a browser saves it."""
    head = "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"----=_x\"\r\n\r\n------=_x\r\nContent-Location: a.htm\r\n"
    part = "Content-Transfer-Encoding: 8bit\r\nContent-Type: text/html; charset=\"gb2312\"\r\n\r\n"
    return head.encode() + part.encode() + page + b"\r\n------=_x--\r\n"


def excel_95() -> bytes:
    """A workbook before Unicode, whose Chinese no reader gets right: it is named, not read."""
    return ole({"Book": struct.pack("<HHHHHH", 0x0809, 8, 0x0500, 5, 0, 0).ljust(4608, b"\0")})


def record(number: int, body: bytes = b"") -> bytes:
    """A record of .xlsb: number and size in seven bits a byte."""
    head = bytes([number]) if number < 128 else bytes([number & 0x7F | 0x80, number >> 7])
    return head + bytes([len(body) & 0x7F | 0x80, len(body) >> 7]) + body


def wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def xlsb(sheet: Sheet) -> bytes:
    """The sheet in records: numbers as such, all else as texts, half of them shared."""
    texts: list[str] = []
    book = record(131) + record(143) + record(156, struct.pack("<II", 0, 1) + wide("rId1") + wide("填报表")) + record(144) + record(132)
    body = record(129) + record(148, struct.pack("<4I", 0, 14, 0, 11)) + record(145)
    for row in range(1, max(row for row, _ in sheet.cells) + 1):
        body += record(0, struct.pack("<IIHBBBI", row - 1, 0, 300, 0, 0, 0, 0))
        for column in sorted(column for at, column in sheet.cells if at == row):
            cell, place = sheet.cells[row, column], struct.pack("<II", column, 0)
            if cell.kind == "number":
                body += record(5, place + struct.pack("<d", float(cell.text)))
            elif column % 2:
                body += record(6, place + wide(cell.text))
            else:
                texts.append(cell.text)
                body += record(7, place + struct.pack("<I", len(texts) - 1))
    merges = [record(176, struct.pack("<4I", top - 1, bottom - 1, left, right)) for top, left, bottom, right in sheet.merges]
    body += record(146) + record(177, struct.pack("<I", len(merges))) + b"".join(merges) + record(178) + record(130)
    items = b"".join(record(19, b"\0" + wide(text)) for text in texts)
    shared = record(159, struct.pack("<II", len(texts), len(texts))) + items + record(160)
    relations = "".join(
        f'<Relationship Id="rId{number}" Type="{RELS}/{kind}" Target="{part}"/>'
        for number, kind, part in ((1, "worksheet", "worksheets/sheet1.bin"), (2, "sharedStrings", "sharedStrings.bin"))
    )
    return archive({
        "[Content_Types].xml": "<Types/>", "_rels/.rels": str(AROUND["_rels/.rels"]).replace("workbook.xml", "workbook.bin"),
        "xl/workbook.bin": book, "xl/_rels/workbook.bin.rels": f"<Relationships>{relations}</Relationships>",
        "xl/worksheets/sheet1.bin": body, "xl/sharedStrings.bin": shared,
    })  # fmt: skip
