"""The archive that a workbook is, put together from parts that are deflated already, wholly or piece by piece.

A piece ends with a full flush, so nothing behind it points back into it and pieces can stand in any company (RFC 1951 §3.2.3,
zlib's Z_FULL_FLUSH). The archive is as the spreadsheet writer's: APPNOTE 6.3.9 §4.3.7, §4.3.12, §4.3.16; each part of 1 January 1980.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable

from formkit.values import dataclass

_LEVEL = 6
_DAY = 1 << 5 | 1
_SHORT = 1200
_STORED = 65_535
_END = b"\x03\x00"  # an empty last block


@dataclass(frozen=True, slots=True)
class Packed:
    """A part as it stands in an archive: its name, the sum and the size of its bytes, and the bytes deflated."""

    name: bytes
    crc: int
    size: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a part: its bytes, and the same deflated so that other pieces can follow."""

    plain: bytes
    data: bytes


def piece(plain: bytes, level: int = _LEVEL) -> Piece:
    """A piece deflated; one too short to gain by it is stored."""
    if len(plain) < _SHORT:
        return stored(plain)
    deflate = zlib.compressobj(level, zlib.DEFLATED, -15)
    return Piece(plain, deflate.compress(plain) + deflate.flush(zlib.Z_FULL_FLUSH))


def stored(plain: bytes) -> Piece:
    """A piece in stored blocks."""
    blocks = (plain[start : start + _STORED] for start in range(0, len(plain), _STORED))
    return Piece(plain, b"".join(struct.pack("<BHH", 0, len(each), len(each) ^ 0xFFFF) + each for each in blocks))


def packed(name: str, pieces: Iterable[Piece]) -> Packed:
    """A part out of its pieces."""
    found = tuple(pieces)
    plain = b"".join([each.plain for each in found])
    return Packed(name.encode(), zlib.crc32(plain), len(plain), b"".join([each.data for each in found]) + _END)


def archive(parts: Iterable[Packed]) -> bytes:
    """The archive of parts in their order."""
    files: list[bytes] = []
    directory: list[bytes] = []
    at = 0
    for part in parts:
        told = struct.pack("<HHHHIIIHH", 0, 8, 0, _DAY, part.crc, len(part.data), part.size, len(part.name), 0)
        files += (b"PK\x03\x04\x14\x00", told, part.name, part.data)
        directory += (b"PK\x01\x02\x14\x03\x14\x00", told, struct.pack("<HHHII", 0, 0, 0, 0o600 << 16, at), part.name)
        at += 30 + len(part.name) + len(part.data)
    count, size = len(directory) // 4, sum(map(len, directory))
    return b"".join((*files, *directory, struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, count, count, size, at, 0)))
