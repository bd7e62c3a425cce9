"""A member of an archive that people made: what it is called, whether it is a file, and what its password hides.

Source: APPNOTE 6.3.9: 4.4.4 (flags), 4.6.9 and Info-ZIP (Unicode Path, 0x7075), 6.1 (traditional encryption), 7.2.3 (AES, method 99).
"""

from __future__ import annotations

import stat
import zlib
from collections.abc import Iterable

from .archive import ENCRYPTED, Described, Entry, fields

_UTF8 = 0x800
_STRONG = 0x40
_UNICODE_PATH = 0x7075
_AES_METHOD = 99
_HEADER = 12
_CRC = tuple(zlib.crc32(bytes((number,)), 0xFFFFFFFF) ^ 0xFFFFFFFF for number in range(256))


def _chinese(text: str) -> bool:
    """Whether it holds ideographs, kana or full-width signs, which a name in Chinese has and one read in the wrong encoding has not."""
    return any("\u2e80" <= sign <= "\u9fff" or "\uf900" <= sign <= "\ufaff" or "\uff00" <= sign <= "\uffef"
               or "\U00020000" <= sign <= "\U0003ffff" for sign in text)


def called(member: Described) -> str:
    """The name of a member. Nobody says in which encoding it stands: Windows writes GBK, macOS and Linux UTF-8.

    Its flag first, then the Unicode Path that fits the name, then UTF-8 if that makes Chinese, then GB 18030, then CP 437.
    """
    raw, path = member.raw, fields(member.extra).get(_UNICODE_PATH, b"")
    if path[:1] == b"\1" and int.from_bytes(path[1:5], "little") == zlib.crc32(raw):
        raw = path[5:]
    texts = [_decoded(raw, "utf-8"), _decoded(raw, "gb18030")]
    if texts[0] is not None and (member.flags & _UTF8 or texts[1] is None or raw.isascii() or raw is not member.raw):
        return texts[0]
    if texts[0] is not None and (_chinese(texts[0]) or not _chinese(texts[1] or "")):
        return texts[0]
    return texts[1] if texts[1] is not None else raw.decode("cp437")


def _decoded(raw: bytes, encoding: str) -> str | None:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        return None


def is_folder(member: Described, name: str) -> bool:
    """Whether it only says that there is a folder."""
    return name.endswith(("/", "\\")) or (stat.S_ISDIR(member.attributes >> 16) and not member.size)


def is_file(member: Described) -> bool:
    """Whether it is a file, and no link, pipe or device, whatever system is said to have made it."""
    return stat.S_IFMT(member.attributes >> 16) in (0, stat.S_IFREG)


def is_strong(member: Described) -> bool:
    """Whether it is encrypted in a way that formkit cannot undo with any password."""
    return bool(member.flags & ENCRYPTED) and (member.method == _AES_METHOD or bool(member.flags & _STRONG))


def overlapping(found: Iterable[tuple[int, Entry]]) -> frozenset[int]:
    """The offsets of members that share bytes with another: one that quotes another's header inflates it twice."""
    spans = sorted((offset, entry.end) for offset, entry in found)
    shared: set[int] = set()
    reach, owner = -1, -1
    for offset, end in spans:
        if offset < reach:
            shared |= {offset, owner}
        if end > reach:
            reach, owner = end, offset
    return frozenset(shared)


def unlocked(packed: bytes, password: bytes, member: Described) -> bytes | None:
    """The bytes of a member under its traditional password, still deflated; None if its check byte does not fit.

    One wrong password in 256 fits: the checksum of what comes out decides.
    """
    table = _CRC
    first, second, third = 0x12345678, 0x23456789, 0x34567890
    for byte in password:
        first = table[(first ^ byte) & 0xFF] ^ first >> 8
        second = ((second + (first & 0xFF)) * 134775813 + 1) & 0xFFFFFFFF
        third = table[(third ^ second >> 24) & 0xFF] ^ third >> 8
    plain = bytearray()
    for at, byte in enumerate(packed):
        mask = third | 2
        byte ^= (mask * (mask ^ 1) >> 8) & 0xFF
        first = table[(first ^ byte) & 0xFF] ^ first >> 8
        second = ((second + (first & 0xFF)) * 134775813 + 1) & 0xFFFFFFFF
        third = table[(third ^ second >> 24) & 0xFF] ^ third >> 8
        if at == _HEADER - 1 and byte not in (member.crc >> 24, member.stamp >> 8):
            return None
        plain.append(byte)
    return bytes(plain[_HEADER:])
