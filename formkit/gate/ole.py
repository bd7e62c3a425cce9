"""What an OLE container holds: an old workbook, an encrypted package, a letter.

Source: [MS-CFB] (container), [MS-OFFCRYPTO] 2.3.4.
A container too broken to follow is left to the reader: names are then looked for where entries may stand.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping

from formkit.values import dataclass

from .biff import too_old, workbook_facts
from .facts import Budget, Kind, SheetFacts, StopError

_LAST_SECTOR = 0xFFFFFFFA
_NONE = 0xFFFFFFFF
_MINI_CUTOFF = 4096             # a shorter stream stands in the mini stream
_MINI = 64
_ROOT = ""                      # the root storage's own stream: no entry has this name
_BY_NAME: tuple[tuple[str, Kind], ...] = (
    ("EncryptedPackage", "ole"), ("Workbook", "xls"), ("Book", "xls"), ("WordDocument", "word"),
    ("PowerPoint Document", "presentation"), ("__properties_version1.0", "message"))


@dataclass(frozen=True, slots=True)
class Stream:
    """A stream of the root storage: first sector and size in bytes."""

    sector: int
    size: int


_NOWHERE = Stream(_NONE, 0)


def look(data: bytes, budget: Budget) -> tuple[Kind, tuple[SheetFacts, ...]]:
    """The kind of an OLE file, and of a workbook the facts of its sheets. Raises StopError, also ``file-encrypted``."""
    sectors = _sectors(data)
    streams = _streams(data, sectors)
    for name, kind in _BY_NAME:
        if name not in streams:
            continue
        if kind == "ole":
            raise StopError("encrypted", "file-encrypted")
        if kind == "xls":
            content = _content(data, sectors, streams.get(_ROOT, _NOWHERE), streams[name])
            if too_old(content):
                raise StopError("not-a-filing", "file-old-excel")
            return kind, workbook_facts(content, budget)
        return kind, ()
    return "ole", ()


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


def _chain(data: bytes, following: tuple[int, ...], first: int, size: int, start: int) -> bytes:
    """The bytes of a chain of sectors, the first of which begins at ``start``; it ends where it breaks or turns back."""
    pieces: list[bytes] = []
    at = first
    while at < len(following) and len(pieces) <= len(following):
        pieces.append(data[start + at * size:start + (at + 1) * size])
        at = following[at]
    return b"".join(pieces)


def _streams(data: bytes, sectors: tuple[int, ...]) -> Mapping[str, Stream]:
    """The entries of the root storage by name; embedded objects have storages of their own."""
    size = _size(data)
    directory = _chain(data, sectors, int.from_bytes(data[48:52], "little"), size, size)
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
    return found | {_ROOT: _stream(directory[:128])} if found else _loose_streams(data)


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


def _content(data: bytes, sectors: tuple[int, ...], root: Stream, stream: Stream) -> bytes:
    """The bytes of a stream; a short one stands in the root's own stream, in sectors of 64 bytes."""
    if stream.size < _MINI_CUTOFF:
        size = _size(data)
        table = _chain(data, sectors, int.from_bytes(data[60:64], "little"), size, size)
        following = struct.unpack_from(f"<{len(table) // 4}I", table)
        content = _chain(_chain(data, sectors, root.sector, size, size), following, stream.sector, _MINI, 0)
    else:
        content = _chain(data, sectors, stream.sector, _size(data), _size(data))
        if not content and stream.sector < _LAST_SECTOR:
            content = data[(stream.sector + 1) * _size(data):]
    return content[:stream.size]
