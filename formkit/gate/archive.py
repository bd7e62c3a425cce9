"""A ZIP package read strictly: one directory, one meaning, inflated bytes bounded as they come.

Two readers that understand one archive differently are how a hostile file passes a gate, so what is
ambiguous is refused: two directories, one name twice, a member named otherwise in its own header.
Source: APPNOTE 6.3.9; ECMA-376-2 (OPC), where part names are equal without regard to case.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator, Mapping

from formkit.values import dataclass

from . import facts
from .facts import Budget, StopError

_READ = 65_536
_CHUNK = 262_144                # a larger one is fresh memory each time, which costs more than to inflate into it
_END = struct.Struct("<4s4H2LH")
_END64 = struct.Struct("<4sQ2H2L4Q")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
ENCRYPTED = 1                   # bit 0 of a member's flags
_HARMLESS = 0x80E               # those for how hard it was packed, sizes behind the bytes, and a name in UTF-8


@dataclass(frozen=True, slots=True)
class Described:
    """A member as the central directory describes it; nothing of it is believed yet but where its words stand.

    ``attributes`` are the external ones, ``stamp`` the time of day in DOS form.
    """

    raw: bytes
    extra: bytes
    flags: int
    method: int
    stamp: int
    crc: int
    packed: int
    size: int
    offset: int
    attributes: int


@dataclass(frozen=True, slots=True)
class Entry:
    """A member: where its bytes stand (``start`` to ``end``), and what the directory says of it.

    ``usual`` is one of which the directory says no more than is needed.
    """

    name: str
    method: int
    crc: int
    size: int
    start: int
    end: int
    usual: bool = False


def entries(data: bytes) -> Mapping[str, Entry]:
    """The members by their name in lower case with ``/``. Raises StopError for what is broken or hostile."""
    members, first = described(data)
    found: dict[str, Entry] = {}
    for member in members:
        name = _name(member.raw)
        if member.flags & ENCRYPTED:
            raise StopError("refused", "zip-encrypted", member=name)
        if name.lower() in found:
            raise StopError("refused", "zip-duplicate", member=name)
        found[name.lower()] = placed(data, member, first, name)
    return found


def described(data: bytes) -> tuple[tuple[Described, ...], int]:
    """The members in the order of the directory, and where it starts: all of them stand before it.

    Raises StopError where there is not exactly one directory, or it describes too many members or none that can be followed.
    """
    first, stop, count = _directory(data)
    if count > facts.ENTRY_LIMIT:
        raise StopError("refused", "zip-entries", count=str(count), limit=str(facts.ENTRY_LIMIT))
    found: list[Described] = []
    position = first
    for _ in range(count):
        member, position = _described(data, position, stop)
        found.append(member)
    if position != stop:
        raise StopError("unreadable", "zip-damaged")
    return tuple(found), first


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


def _described(data: bytes, position: int, stop: int) -> tuple[Described, int]:
    """The member described at ``position`` of the central directory, and where the next one is described."""
    if position + _CENTRAL.size > stop:
        raise StopError("unreadable", "zip-damaged")
    (mark, _, _, flags, method, stamp, _, crc, packed, size, name_size, extra_size, note_size, _, _, attributes,
     offset) = _CENTRAL.unpack_from(data, position)
    after = position + 46 + name_size
    following = after + extra_size + note_size
    if mark != b"PK\x01\x02" or following > stop:
        raise StopError("unreadable", "zip-damaged")
    extra = data[after:after + extra_size]
    if 0xFFFFFFFF in (packed, size, offset):
        size, packed, offset = _wide(extra, size, packed, offset)
    raw = data[position + 46:after]
    return Described(raw, extra, flags, method, stamp, crc, packed, size, offset, attributes), following


def placed(data: bytes, member: Described, first: int, name: str) -> Entry:
    """Where the bytes of a member stand. Raises StopError where its own header is not there or names another."""
    offset = member.offset
    if offset + 30 > first or data[offset:offset + 4] != b"PK\x03\x04":
        raise StopError("unreadable", "zip-damaged", member=name)
    name_here, extra_here = struct.unpack_from("<2H", data, offset + 26)
    start = offset + 30 + name_here + extra_here
    if start + member.packed > first:
        raise StopError("unreadable", "zip-damaged", member=name)
    if data[offset + 30:offset + 30 + name_here] != member.raw:
        raise StopError("refused", "zip-ambiguous", member=name)
    usual = not (member.extra or member.flags & ~_HARMLESS or b"\\" in member.raw)
    return Entry(name, member.method, member.crc, member.size, start, start + member.packed, usual)


def _wide(extra: bytes, size: int, packed: int, offset: int) -> tuple[int, int, int]:
    """Sizes and offset from the ZIP64 field (id 1), which holds those that are 0xFFFFFFFF, in this order."""
    field = fields(extra).get(1)
    if field is None:
        return size, packed, offset
    wide = iter([int.from_bytes(field[at:at + 8], "little") for at in range(0, len(field) - 7, 8)])
    size = next(wide, size) if size == 0xFFFFFFFF else size
    packed = next(wide, packed) if packed == 0xFFFFFFFF else packed
    return size, packed, next(wide, offset) if offset == 0xFFFFFFFF else offset


def fields(extra: bytes) -> Mapping[int, bytes]:
    """The extra fields of a member by their number; the first of a number counts, one that is cut ends them."""
    found: dict[int, bytes] = {}
    position = 0
    while position + 4 <= len(extra):
        number, length = struct.unpack_from("<2H", extra, position)
        found.setdefault(number, extra[position + 4:position + 4 + length])
        position += 4 + length
    return found


def _name(raw: bytes) -> str:
    """A member's name with ``/``. Names that leave the package or hide what they are stop here."""
    name = raw.replace(b"\\", b"/").decode("utf-8", "backslashreplace")
    if not name or "\0" in name or name.startswith("/") or name[1:2] == ":" or ".." in name.split("/"):
        raise StopError("refused", "zip-name", member=name)
    return name


def chunks(data: bytes, entry: Entry, budget: Budget) -> Iterator[bytes]:
    """The member's bytes in chunks of at most ``_CHUNK``, each paid from the budget before it is handed on.

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
