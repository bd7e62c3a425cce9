"""What a file is by its first bytes; its extension is only a hint between kinds of text."""

from __future__ import annotations

import codecs
import re

from .facts import Kind
from .texts import encodings

_SAMPLE = 65_536
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_MAGIC: tuple[tuple[bytes, Kind], ...] = (
    (_OLE, "ole"), (b"PK\x03\x04", "zip"), (b"PK\x05\x06", "zip"), (b"PK\x07\x08", "zip"),
    (b"%PDF-", "pdf"),
    (b"\x89PNG\r\n\x1a\n", "image"), (b"\xff\xd8\xff", "image"), (b"GIF8", "image"), (b"II*\0", "image"),
    (b"MM\0*", "image"),
    (b"Rar!\x1a\x07", "rar"),
    (b"7z\xbc\xaf'\x1c", "archive"), (b"\x1f\x8b", "archive"), (b"BZh", "archive"),
    (b"\xfd7zXZ\0", "archive"),
    (b"{\\rtf", "word"),
    (b"L\0\0\0\x01\x14\x02\0", "shortcut"),
)
# Worksheets of Excel 2 to 5 that are not in an OLE container start with a BOF record.
_BIFF = re.compile(rb"\x09(?:\x00\x04|\x02\x06|\x04\x06|\x08[\x06-\x10])\x00", re.DOTALL)
# Compiled and kept by ``re`` where a file is text: few are.
_HTML = r"(?is)(?:<!--.*?-->|\s)*<(?:!doctype\s+html|html|head|body|table|meta|style|div|tr|center)\b"
_MIME = r"(?i)(?:[\w-]+: .*\r?\n(?:[ \t].*\r?\n)*)*?MIME-Version:"
# A letter has these; a page that a browser or Excel saved in one file has not.
_SENT = r"(?im)^(?:Received|Return-Path|To|Message-ID|Delivered-To): "
_SPREADSHEETML = "urn:schemas-microsoft-com:office:spreadsheet"
_CONTROL = r"[\x00-\x08\x0e-\x19\x1b-\x1f\ufffe\uffff]"
_JUNK = frozenset({"thumbs.db", "ehthumbs.db", "desktop.ini", ".ds_store"})
_TABLE_NAMES = (".csv", ".tsv", ".tab", ".xls", ".xlsx", ".xlsm", ".xlsb", ".et", ".ett", ".ods")


def sniff(data: bytes, name: str) -> Kind:
    """The kind of a file by its content; "ole" and "zip" are containers that need a second look."""
    if not data.strip(b"\0 \t\r\n"):
        return "empty"
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            return kind
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if _picture(data):
        return "image"
    if _BIFF.match(data):
        return "biff"
    text = _text(data[:_SAMPLE])
    return "unknown" if text is None else _kind_of_text(text, name)


def skip(name: str) -> bool:
    """Whether a file is left behind by a program, not sent by a person: owner files, locks, folder views.

    ``~$x.xlsx`` (Excel), ``.~lock.x#`` (LibreOffice), ``.~x.xlsx`` (WPS), ``._x`` and ``__MACOSX`` (macOS).
    """
    *folders, last = name.replace("\\", "/").split("/")
    return last.startswith(("~$", ".~", "._")) or last.lower() in _JUNK or "__MACOSX" in folders


def _picture(data: bytes) -> bool:
    if data[:2] == b"BM":
        return int.from_bytes(data[2:6], "little") == len(data)
    if data[:4] == b"RIFF":
        return data[8:12] == b"WEBP"
    return data[4:8] == b"ftyp" and data[8:12] in {b"heic", b"heix", b"mif1", b"avif"}


def _text(sample: bytes) -> str | None:
    """The sample as text in an encoding an office uses, or None; a character cut at its end is forgiven."""
    for encoding in encodings(sample):
        try:
            text = codecs.getincrementaldecoder(encoding)().decode(sample)
        except UnicodeDecodeError:
            continue
        return None if re.search(_CONTROL, text) else text
    return None


def _kind_of_text(text: str, name: str) -> Kind:
    start = text.lstrip()
    if (mail := re.match(_MIME, start[:8192])) is not None:
        return "message" if re.search(_SENT, start[:mail.end() + 4096].partition("\n\n")[0]) else "html"
    if re.match(_HTML, start):
        return "html"
    if start.startswith(("<?xml", "<Workbook")):
        if re.search(r"<html\b", start[:4096], re.IGNORECASE):
            return "html"
        return "spreadsheetml" if _SPREADSHEETML in start[:8192] else "xml"
    if start.startswith(("BEGIN:VCARD", "BEGIN:VCALENDAR", "[InternetShortcut]")):
        return "shortcut" if start.startswith("[") else "text"
    lines = start.splitlines()[:20]
    table = name.lower().endswith(_TABLE_NAMES) or any(mark in line for line in lines for mark in ",\t;")
    return "csv" if table else "text"
