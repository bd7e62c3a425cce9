"""The gate on hostile and broken containers: archives and the older OLE files."""

from __future__ import annotations

import io
import struct
import tracemalloc
import zipfile

import pytest
from test_gate import archive_with, cells, package, said, workbook

from formkit.gate import facts, inspect

FILING = workbook()
CELL = '<row r="1"><c r="A1"><v>1</v></c></row>'


def ole(streams: dict[str, bytes], nested: str = "") -> bytes:
    """A container of 512-byte sectors: table, directory, then each stream; ``nested`` stands outside the root."""
    names = [*streams, *([nested] if nested else [])]
    assert len(names) <= 3
    following, body, entries = [0xFFFFFFFD, 0xFFFFFFFE], b"", b""
    starts = []
    for content in streams.values():
        starts.append(len(following))
        count = -(-len(content) // 512)
        following += [*range(len(following) + 1, len(following) + count), 0xFFFFFFFE]
        body += content.ljust(count * 512, b"\0")
    for number, name in enumerate(["Root Entry", *names]):
        right = number + 1 if 0 < number < len(streams) else 0xFFFFFFFF
        raw = name.encode("utf-16-le")
        size = len(streams.get(name, b""))
        start = starts[number - 1] if 0 < number <= len(starts) else 0xFFFFFFFE
        entries += raw.ljust(64, b"\0") + struct.pack("<HBBIII", len(raw) + 2, 2 if number else 5, 1, 0xFFFFFFFF,
                                                      right, 0xFFFFFFFF if number else 1)
        entries += b"\0" * 36 + struct.pack("<III", start, size, 0)
    head = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 16 + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
    head += b"\0" * 10 + struct.pack("<IIIIIIII", 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    head = head[:76].ljust(76, b"\0") + struct.pack("<109I", 0, *[0xFFFFFFFF] * 108)
    table = struct.pack(f"<{len(following)}I", *following).ljust(512, b"\xff")
    return head + table + entries.ljust(512, b"\0") + body


def biff(*records: tuple[int, bytes]) -> bytes:
    body = b"".join(struct.pack("<HH", number, len(data)) + data for number, data in
                    [(0x0809, b"\0\6\5\0" + b"\0" * 12), *records, (0x0A, b"")])
    return body.ljust(4608, b"\0")


def number_at(row: int, column: int) -> tuple[int, bytes]:
    return 0x0203, struct.pack("<HHHd", row, column, 0, 1.0)


@pytest.mark.parametrize(("content", "verdict"), [
    ({"Workbook": biff(number_at(4, 3))}, ("xls", None, "")),
    ({"Book": biff(number_at(4, 3))}, ("xls", None, "")),
    ({"Workbook": biff((0x2F, b"\1\0\1\0\1\0" + b"\7" * 48))}, ("ole", "encrypted", "file-encrypted")),
    ({"Workbook": biff((0xBD, struct.pack("<HH", 65535, 0) + b"\0" * 12 + b"\xff\xff"))},
     ("ole", "refused", "grid-overflow")),
    ({"Workbook": biff(number_at(0, 0), number_at(65535, 65535))}, ("ole", "refused", "grid-overflow")),
    ({"Workbook": biff((0x0200, struct.pack("<2I3H", 0, 0x0080000F, 0, 12, 0)))}, ("ole", "refused", "grid-overflow")),
    ({"Workbook": biff((0x0200, struct.pack("<2I3H", 9, 8, 0, 12, 0)))}, ("ole", "refused", "grid-overflow")),
    ({"Workbook": biff((0x0200, struct.pack("<5H", 0, 65535, 9, 8, 0)))}, ("ole", "refused", "grid-overflow")),
    ({"Workbook": biff((0x0200, struct.pack("<2I3H", 0, 65536, 0, 256, 0)), number_at(4, 3))}, ("xls", None, "")),
    ({"Workbook": biff((0x0200, struct.pack("<2I3H", 5, 0, 5, 0, 0)), number_at(4, 3))}, ("xls", None, "")),
    ({"EncryptionInfo": b"\4\0\4\0" * 99, "EncryptedPackage": b"\7" * 900}, ("ole", "encrypted", "file-encrypted")),
    ({"WordDocument": b"\xec\xa5" * 400}, ("word", "not-a-filing", "file-word")),
    ({"PowerPoint Document": b"x" * 400}, ("presentation", "not-a-filing", "file-presentation")),
    ({"Something": b"x" * 400}, ("ole", "not-a-filing", "not-spreadsheet")),
])
def test_old_containers(content: dict[str, bytes], verdict: tuple[str, str, str]) -> None:
    assert said(inspect(ole(content), "台账.xlsx")) == verdict


def test_a_workbook_embedded_in_a_letter_is_still_a_letter() -> None:
    assert said(inspect(ole({"WordDocument": b"x" * 400}, nested="Workbook"), "a.xls"))[0] == "word"


def test_a_container_cut_short_is_left_to_the_reader() -> None:
    data = ole({"Workbook": biff(number_at(4, 3))})
    assert said(inspect(data[:1536], "a.xls")) == ("xls", None, "")
    assert said(inspect(data[:76] + b"\xff" * 436 + data[512:], "a.xls")) == ("xls", None, "")
    assert said(inspect(data[:700], "a.xls")) == ("ole", "not-a-filing", "not-spreadsheet")


def test_a_bomb_is_stopped_by_what_comes_out_not_by_what_is_declared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(facts, "INFLATED_LIMIT", 3_000_000)
    honest = package(cells(CELL), {"xl/media/image1.bmp": b"\0" * 2_900_000})
    assert said(inspect(honest, "a.xlsx")) == ("xlsx", None, "")
    for member in ("xl/media/image1.bmp", "xl/sharedStrings.xml", "xl/worksheets/sheet1.xml"):
        bomb = package(cells(CELL), {member: b" " * 40_000_000})
        lying = bomb.replace(struct.pack("<I", 40_000_000), struct.pack("<I", 10))
        assert lying != bomb
        tracemalloc.start()
        assert {said(inspect(bomb, "a.xlsx"))[1:], said(inspect(lying, "a.xlsx"))[1:]} == {("refused", "zip-bomb")}
        assert tracemalloc.get_traced_memory()[1] < 20_000_000
        tracemalloc.stop()


def test_a_bomb_in_many_members_is_counted_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(facts, "INFLATED_LIMIT", 3_000_000)
    data = package(cells(CELL), {f"xl/media/{n}.bmp": b"\0" * 400_000 for n in range(9)})
    assert said(inspect(data, "a.xlsx")) == ("xlsx", "refused", "zip-bomb")


def test_small_parts_stay_small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(facts, "SMALL_PART_LIMIT", 1000)
    data = package(cells(CELL), {"docProps/custom.xml": "<a>" + " " * 2000 + "</a>"})
    assert said(inspect(data, "a.xlsx")) == ("xlsx", "refused", "zip-bomb")


def test_size_is_the_first_question(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(facts, "RAW_LIMIT", len(FILING) - 1)
    verdict = inspect(FILING, "a.xlsx")
    assert (verdict.outcome, verdict.code, set(verdict.args)) == ("refused", "file-too-large", {"size", "limit"})


def test_names_in_an_archive() -> None:
    for name in ("/etc/x", "../x", "xl/../../x", "C:\\x", "..\\x"):
        assert said(inspect(archive_with(FILING, name, b"x"), "a.xlsx"))[1:] == ("refused", "zip-name")
    with pytest.warns(UserWarning, match="Duplicate"):
        twice = archive_with(FILING, "xl/workbook.xml", b"<a/>")
    assert said(inspect(twice, "a.xlsx"))[1:] == ("refused", "zip-duplicate")
    assert said(inspect(archive_with(FILING, "XL/Workbook.xml", b"<a/>"), "a.xlsx"))[1:] == ("refused", "zip-duplicate")


def test_entries_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(facts, "ENTRY_LIMIT", 5)
    assert said(inspect(FILING, "a.xlsx"))[1:] == ("refused", "zip-entries")


def test_encrypted_members_and_other_methods() -> None:
    locked = bytearray(FILING)
    locked[FILING.index(b"PK\1\2") + 8] |= 1
    assert said(inspect(bytes(locked), "a.xlsx"))[1:] == ("refused", "zip-encrypted")
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_BZIP2) as file:
        file.writestr("xl/workbook.xml", "<a/>")
    assert said(inspect(stream.getvalue(), "a.xlsx"))[1:] == ("unreadable", "zip-method")


def test_an_archive_has_one_directory_and_one_name_for_a_member() -> None:
    assert said(inspect(FILING + b"\0\0", "a.xlsx")) == ("xlsx", None, "")
    assert said(inspect(FILING + FILING, "a.xlsx"))[1] in {"refused", "unreadable"}
    stream = io.BytesIO(FILING)
    with zipfile.ZipFile(stream, "a") as file:
        file.getinfo("xl/workbook.xml").comment = FILING[-22:]
        file.writestr("x", "x")
    assert said(inspect(stream.getvalue(), "a.xlsx"))[1:] == ("refused", "zip-ambiguous")
    other = FILING.replace(b"xl/workbook.xml", b"xl/worksets.xml", 1)
    assert said(inspect(other, "a.xlsx"))[1:] == ("refused", "zip-ambiguous")


def test_wide_archives_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zipfile, "ZIP64_LIMIT", 10)
    wide = package(cells(CELL))
    assert b"PK\6\6" in wide
    assert inspect(wide, "a.xlsx").sheets[0].cells == 1
    monkeypatch.setattr(facts, "INFLATED_LIMIT", 100)
    assert said(inspect(wide, "a.xlsx")) == ("xlsx", "refused", "zip-bomb")


def test_cut_and_spoilt_packages() -> None:
    for part in (0.1, 0.5, 0.9):
        assert said(inspect(FILING[:int(len(FILING) * part)], "a.xlsx")) == ("zip", "unreadable", "zip-truncated")
    with zipfile.ZipFile(io.BytesIO(FILING)) as file:
        at = file.getinfo("xl/worksheets/sheet1.xml").header_offset
    spoilt = bytearray(FILING)
    spoilt[at + 100] ^= 0xFF
    assert said(inspect(bytes(spoilt), "a.xlsx"))[:2] == ("xlsx", "unreadable")
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(FILING)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
    stored = stream.getvalue()
    changed = stored.replace(b"<v>6</v>", b"<v>7</v>")
    assert (said(inspect(stored, "a"))[2], said(inspect(changed, "a"))[2]) == ("", "zip-damaged")
    pictured = package(cells(CELL), {"xl/media/image1.png": bytes(range(256)) * 9})
    with zipfile.ZipFile(io.BytesIO(pictured)) as file:
        at = file.getinfo("xl/media/image1.png").header_offset
    spoilt = bytearray(pictured)
    spoilt[at + 60:at + 90] = b"\xff" * 30
    assert said(inspect(bytes(spoilt), "a.xlsx")) == ("xlsx", None, "")
    missing = package("<a/>", {"xl/_rels/workbook.xml.rels": "<Relationships/>"})
    assert said(inspect(missing, "a.xlsx")) == ("xlsx", "unreadable", "part-missing")
    none = package("<a/>", {"xl/workbook.xml": "<workbook/>"})
    assert said(inspect(none, "a.xlsx")) == ("xlsx", "unreadable", "no-sheets")
