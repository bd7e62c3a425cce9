"""What an OLE container holds: an old workbook, an encrypted package, a letter.

Source: [MS-CFB] (container), [MS-XLS] 2.3 (records), 2.4.117 (FilePass), [MS-OFFCRYPTO] 2.3.4.
A container too broken to follow is left to the reader: names are then looked for where entries may stand.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from .facts import Budget, Kind, StopError, check_area
from .xmlpass import too_many, too_many_cells

_LAST_SECTOR = 0xFFFFFFFA
_NONE = 0xFFFFFFFF
_MINI_CUTOFF = 4096
_BY_NAME: tuple[tuple[str, Kind], ...] = (
    ("EncryptedPackage", "ole"), ("Workbook", "xls"), ("Book", "xls"), ("WordDocument", "word"),
    ("PowerPoint Document", "presentation"), ("__properties_version1.0", "message"))
_FILEPASS = 0x2F
# Records of cells with content: row and first column as two 16-bit numbers, MULRK ends with its last.
_CELLS = frozenset({0x06, 0xBD, 0xD6, 0xFD, 0x0203, 0x0204, 0x0205, 0x027E, 0x0206, 0x0406})
_MULRK = 0xBD
_BOF = frozenset({0x0009, 0x0209, 0x0409, 0x0809})


@dataclass(frozen=True, slots=True)
class Stream:
    """A stream of the root storage: first sector and size in bytes."""

    sector: int
    size: int


def look(data: bytes, budget: Budget) -> Kind:
    """The kind of an OLE file; a workbook's cells are bounded. Raises StopError, also ``file-encrypted``."""
    sectors = _sectors(data)
    streams = _streams(data, sectors)
    for name, kind in _BY_NAME:
        if name not in streams:
            continue
        if kind == "ole":
            raise StopError("encrypted", "file-encrypted")
        if kind == "xls":
            _check_workbook(_content(data, sectors, streams[name]), budget)
        return kind
    return "ole"


def _size(data: bytes) -> int:
    """Bytes of a sector: 512 in version 3, 4096 in version 4."""
    return 4096 if data[30:32] == b"\x0c\0" else 512


def _sectors(data: bytes) -> tuple[int, ...]:
    """The sector that follows each sector, as far as the allocation table can be read."""
    if len(data) < 512:
        return ()
    size = _size(data)
    table = [*struct.unpack_from("<109I", data, 76)]
    at, seen = int.from_bytes(data[68:72], "little"), 0
    while at < _LAST_SECTOR and (at + 2) * size <= len(data) and seen * size <= len(data):
        *more, at = struct.unpack_from(f"<{size // 4}I", data, (at + 1) * size)
        table += more
        seen += 1
    following: list[int] = []
    for sector in table[:len(data) // (size * size // 4) + 1]:
        if sector >= _LAST_SECTOR or (sector + 2) * size > len(data):
            break
        following += struct.unpack_from(f"<{size // 4}I", data, (sector + 1) * size)
    return tuple(following)


def _chain(data: bytes, sectors: tuple[int, ...], first: int) -> bytes:
    """The bytes of a chain of sectors; it ends where it breaks or turns back on itself."""
    size = _size(data)
    pieces: list[bytes] = []
    at = first
    while at < len(sectors) and len(pieces) <= len(sectors):
        pieces.append(data[(at + 1) * size:(at + 2) * size])
        at = sectors[at]
    return b"".join(pieces)


def _streams(data: bytes, sectors: tuple[int, ...]) -> Mapping[str, Stream]:
    """The entries of the root storage by name; embedded objects have storages of their own."""
    directory = _chain(data, sectors, int.from_bytes(data[48:52], "little"))
    found: dict[str, Stream] = {}
    count = len(directory) // 128
    seen: set[int] = set()
    waiting = [int.from_bytes(directory[76:80], "little")] if count else []
    while waiting:
        number = waiting.pop()
        if number >= count or number in seen:
            continue
        seen.add(number)
        entry = directory[number * 128:number * 128 + 128]
        waiting += struct.unpack_from("<2I", entry, 68)
        found.setdefault(_entry_name(entry), _stream(entry))
    return found or _loose_streams(data)


def _loose_streams(data: bytes) -> Mapping[str, Stream]:
    """The entries known by name wherever a directory entry may stand, for a container cut or broken."""
    found: dict[str, Stream] = {}
    for name, _ in _BY_NAME:
        raw = name.encode("utf-16-le") + b"\0\0"
        at = data.find(raw)
        while at >= 0:
            entry = data[at:at + 128]
            if at % 128 == 0 and len(entry) == 128 and _entry_name(entry) == name:
                found[name] = _stream(entry)
                break
            at = data.find(raw, at + 1)
    return found


def _entry_name(entry: bytes) -> str:
    length = int.from_bytes(entry[64:66], "little")
    return entry[:max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")


def _stream(entry: bytes) -> Stream:
    sector, size = struct.unpack_from("<2I", entry, 116)
    return Stream(sector, size)


def _content(data: bytes, sectors: tuple[int, ...], stream: Stream) -> bytes:
    """The bytes of a stream; "" for one in the mini stream, which no workbook is small enough for."""
    if stream.size < _MINI_CUTOFF:
        return b""
    content = _chain(data, sectors, stream.sector)
    if not content and stream.sector < _LAST_SECTOR:
        content = data[(stream.sector + 1) * _size(data):]
    return content[:stream.size]


def _records(content: bytes) -> Iterator[tuple[int, int, int]]:
    """(record number, start of its body, length) one after another, as far as they are whole."""
    at = 0
    while at + 4 <= len(content):
        number, length = struct.unpack_from("<2H", content, at)
        if at + 4 + length > len(content):
            return
        yield number, at + 4, length
        at += 4 + length


def _check_workbook(content: bytes, budget: Budget) -> None:
    """Tell an encrypted workbook by its FilePass record; bound the cells and used area of its sheets."""
    rows = columns = 0
    for number, at, length in _records(content):
        budget.elements -= 1
        if number == _FILEPASS:
            raise StopError("encrypted", "file-encrypted")
        if number in _BOF:
            rows = columns = 0
        elif number in _CELLS and length >= 4:
            row, column = struct.unpack_from("<2H", content, at)
            if number == _MULRK:
                column = max(column, int.from_bytes(content[at + length - 2:at + length], "little"))
            rows, columns = max(rows, row + 1), max(columns, column + 1)
            budget.cells -= 1
            check_area(rows, columns, "")
        if budget.elements < 0:
            raise too_many("Workbook")
        if budget.cells < 0:
            raise too_many_cells("")
