"""A ZIP package read strictly: one directory, one meaning, inflated bytes bounded as they come.

Two readers that understand one archive differently are how a hostile file passes a gate, so what is
ambiguous is refused: two directories, one name twice, a member named otherwise in its own header.
Source: APPNOTE 6.3.9; ECMA-376-2 (OPC), where part names are equal without regard to case.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from . import facts
from .facts import Budget, StopError

_READ = 65_536
_CHUNK = 1_048_576
_END = struct.Struct("<4s4H2LH")
_END64 = struct.Struct("<4sQ2H2L4Q")
_CENTRAL = struct.Struct("<4s6H3L5H2L")


@dataclass(frozen=True, slots=True)
class Entry:
    """A member: where its bytes stand (``start`` to ``end``), and what the directory says of it."""

    name: str
    method: int
    crc: int
    size: int
    start: int
    end: int


def entries(data: bytes) -> Mapping[str, Entry]:
    """The members by their name in lower case with ``/``. Raises StopError for what is broken or hostile."""
    first, stop, count = _directory(data)
    if count > facts.ENTRY_LIMIT:
        raise StopError("refused", "zip-entries", count=str(count), limit=str(facts.ENTRY_LIMIT))
    found: dict[str, Entry] = {}
    position = first
    for _ in range(count):
        entry, position = _entry(data, position, stop, first)
        key = entry.name.lower()
        if key in found:
            raise StopError("refused", "zip-duplicate", member=entry.name)
        found[key] = entry
    if position != stop:
        raise StopError("unreadable", "zip-damaged")
    return found


def _directory(data: bytes) -> tuple[int, int, int]:
    """Where the central directory starts and stops, and how many members it has."""
    end = data.rfind(b"PK\x05\x06", max(0, len(data) - 65_557))
    if end < 0 or end + _END.size > len(data):
        raise StopError("unreadable", "zip-truncated")
    _, disk, disk0, here, count, size, offset, _ = _END.unpack_from(data, end)
    stop = end
    if data[max(0, end - 20):end - 16] == b"PK\x06\x07":
        stop = int.from_bytes(data[end - 12:end - 4], "little")
        if stop + _END64.size > end - 20 or data[stop:stop + 4] != b"PK\x06\x06":
            raise StopError("unreadable", "zip-damaged")
        narrow = (count, size, offset)
        _, _, _, _, disk, disk0, here, count, size, offset = _END64.unpack_from(data, stop)
        if any(value not in (wide, 0xFFFF, 0xFFFFFFFF)
               for value, wide in zip(narrow, (count, size, offset), strict=True)):
            raise StopError("refused", "zip-ambiguous")
    if disk or disk0 or here != count or offset + size != stop:
        raise StopError("unreadable", "zip-damaged")
    if data.count(b"PK\x05\x06", offset) != 1:
        raise StopError("refused", "zip-ambiguous")
    return offset, stop, count


def _entry(data: bytes, position: int, stop: int, first: int) -> tuple[Entry, int]:
    """The member described at ``position`` of the central directory, and where the next one is described."""
    if position + _CENTRAL.size > stop:
        raise StopError("unreadable", "zip-damaged")
    (mark, _, _, flags, method, _, _, crc, packed, size, name_size, extra_size, note_size, _, _, _,
     offset) = _CENTRAL.unpack_from(data, position)
    raw = data[position + 46:position + 46 + name_size]
    after = position + 46 + name_size
    following = after + extra_size + note_size
    if mark != b"PK\x01\x02" or following > stop:
        raise StopError("unreadable", "zip-damaged")
    if 0xFFFFFFFF in (packed, size, offset):
        size, packed, offset = _wide(data[after:after + extra_size], size, packed, offset)
    name = _name(raw)
    if flags & 1:
        raise StopError("refused", "zip-encrypted", member=name)
    if offset + 30 > first or data[offset:offset + 4] != b"PK\x03\x04":
        raise StopError("unreadable", "zip-damaged")
    name_here, extra_here = struct.unpack_from("<2H", data, offset + 26)
    start = offset + 30 + name_here + extra_here
    if start + packed > first:
        raise StopError("unreadable", "zip-damaged")
    if data[offset + 30:offset + 30 + name_here] != raw:
        raise StopError("refused", "zip-ambiguous")
    return Entry(name, method, crc, size, start, start + packed), following


def _wide(extra: bytes, size: int, packed: int, offset: int) -> tuple[int, int, int]:
    """Sizes and offset from the ZIP64 field (id 1), which holds those that are 0xFFFFFFFF, in this order."""
    position = 0
    while position + 4 <= len(extra):
        field, length = struct.unpack_from("<2H", extra, position)
        if field == 1:
            wide = iter([int.from_bytes(extra[at:at + 8], "little")
                         for at in range(position + 4, min(position + 4 + length, len(extra) - 7), 8)])
            size = next(wide, size) if size == 0xFFFFFFFF else size
            packed = next(wide, packed) if packed == 0xFFFFFFFF else packed
            return size, packed, next(wide, offset) if offset == 0xFFFFFFFF else offset
        position += 4 + length
    return size, packed, offset


def _name(raw: bytes) -> str:
    """A member's name with ``/``. Names that leave the package or hide what they are stop here."""
    name = raw.replace(b"\\", b"/").decode("utf-8", "backslashreplace")
    if not name or "\0" in name or name.startswith("/") or name[1:2] == ":" or ".." in name.split("/"):
        raise StopError("refused", "zip-name", member=name)
    return name


def chunks(data: bytes, entry: Entry, budget: Budget) -> Iterator[bytes]:
    """The member's bytes in chunks of at most 1 MB, each paid from the budget before it is handed on.

    Raises StopError: refused ``zip-bomb`` when the budget is spent; unreadable when the stream is broken,
    cut, or differs from its checksum or size.
    """
    crc = size = 0
    for chunk in _inflate(data, entry):
        size += len(chunk)
        budget.inflated -= len(chunk)
        if budget.inflated < 0:
            raise StopError("refused", "zip-bomb", limit=str(facts.INFLATED_LIMIT // 1_000_000),
                            member=entry.name)
        crc = zlib.crc32(chunk, crc)
        yield chunk
    if crc != entry.crc or size != entry.size:
        raise StopError("unreadable", "zip-damaged", member=entry.name)


def _inflate(data: bytes, entry: Entry) -> Iterator[bytes]:
    if entry.method == 0:
        for at in range(entry.start, entry.end, _CHUNK):
            yield data[at:min(at + _CHUNK, entry.end)]
        return
    if entry.method != 8:
        raise StopError("unreadable", "zip-method", member=entry.name, method=str(entry.method))
    try:
        yield from _deflated(data, entry)
    except zlib.error:
        raise StopError("unreadable", "zip-damaged", member=entry.name) from None


def _deflated(data: bytes, entry: Entry) -> Iterator[bytes]:
    inflater = zlib.decompressobj(-15)
    for at in range(entry.start, entry.end, _READ):
        piece = data[at:min(at + _READ, entry.end)]
        while piece:
            if chunk := inflater.decompress(piece, _CHUNK):
                yield chunk
            piece = inflater.unconsumed_tail
        if inflater.eof:
            return
    if chunk := inflater.flush():
        yield chunk
    if not inflater.eof:
        raise StopError("unreadable", "zip-damaged", member=entry.name)


def whole(data: bytes, entry: Entry, budget: Budget) -> bytes:
    """A small part in one piece; over SMALL_PART_LIMIT it is refused as a bomb."""
    parts: list[bytes] = []
    size = 0
    for chunk in chunks(data, entry, budget):
        size += len(chunk)
        if size > facts.SMALL_PART_LIMIT:
            raise StopError("refused", "zip-bomb", limit=str(facts.SMALL_PART_LIMIT // 1_000_000),
                       member=entry.name)
        parts.append(chunk)
    return b"".join(parts)
