"""Records of binary workbooks spoilt on purpose: those of Excel 97 in their stream, those of .xlsb in their parts.

Source: [MS-XLS] 2.1.4 (a record: its number, its size, its body), [MS-XLSB] 2.1.4 (the same with numbers of one to four bytes).
"""

from __future__ import annotations

import struct
from random import Random

WORDS = (0, 1, 2, 0x7F, 0x80, 0xFF, 0x100, 0x7FFF, 0x8000, 0xFFFF, 0x10000, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFE, 0xFFFFFFFF)
_BEGIN = b"\x09\x08\x10\x00\x00\x06"
Record = tuple[int, int, int]  # its number, where its body begins and ends


def book(data: bytes, random: Random) -> bytes:
    """An old workbook with one of its records spoilt; empty where none can be found.

    Such programs write the stream in one piece, so that its records can be followed where they stand.
    """
    at, found = data.find(_BEGIN), list[Record]()
    while at >= 0 and at + 4 <= len(data):
        number, size = struct.unpack_from("<HH", data, at)
        if not number or at + 4 + size > len(data):
            break
        found.append((number, at + 4, at + 4 + size))
        at += 4 + size
    if not found:
        return b""
    number, first, last = _pick(found, random)
    what = random.random()
    if what < 0.08:
        other = _pick(found, random)[0]
        return data[: first - 4] + struct.pack("<H", other) + data[first - 2 :]
    if what < 0.16:
        return data[: first - 2] + struct.pack("<H", _size(last - first, random)) + data[first:]
    return data[:first] + _body(data[first:last], [data[a:b] for n, a, b in found if n == number], random) + data[last:]


def records(part: bytes, random: Random) -> bytes:
    """A part of records of .xlsb with one of them spoilt, taken out, or there twice."""
    found = list[Record]()
    starts, at = list[int](), 0
    while at < len(part):
        starts.append(at)
        number, at = _varying(part, at, 2)
        size, at = _varying(part, at, 4)
        found.append((number, at, min(at + size, len(part))))
        at += size
    if not found:
        return part
    number, first, last = one = _pick(found, random)
    start = starts[found.index(one)]
    body = _body(part[first:last], [part[a:b] for n, a, b in found if n == number], random)
    kinds = (part[:first] + body + part[last:],) * 6
    byte = bytes([random.randrange(128)])
    return random.choice((
        *kinds, part[:start] + part[last:], part[:last] + part[start:last] + part[last:],
        part[:start] + byte + part[start + 1 :], part[: first - 1] + byte + part[first:],
    ))  # fmt: skip


def _varying(part: bytes, at: int, most: int) -> tuple[int, int]:
    value = 0
    for place in range(most):
        if at >= len(part):
            break
        value |= (part[at] & 0x7F) << 7 * place
        at += 1
        if not part[at - 1] & 0x80:
            break
    return value, at


def _pick(found: list[Record], random: Random) -> Record:
    """One of them, each number as often as any other: there are thousands of cells and one list of sheets."""
    number = random.choice(sorted({each[0] for each in found}))
    return random.choice([each for each in found if each[0] == number])


def _size(size: int, random: Random) -> int:
    return max(0, random.choice((0, size - 1, size + 1, size // 2, size * 2, 0xFFFF, size + 4))) & 0xFFFF


def _body(body: bytes, alike: list[bytes], random: Random) -> bytes:
    """A body of the same size with a byte, a word or all of it different, or that of another record of its kind."""
    same = [each for each in alike if len(each) == len(body) and each != body]
    if same and random.random() < 0.25:
        return random.choice(same)
    size, form = random.choice(((1, "<B"), (2, "<H"), (2, "<H"), (4, "<I")))
    if len(body) < size:
        return body
    at = random.choice((random.randrange(len(body) - size + 1), min(random.choice((0, 2, 4, 6)), len(body) - size)))
    old = struct.unpack_from(form, body, at)[0]
    new = random.choice((*WORDS, old + 1, old - 1, old ^ 1, old + 256, old * 2)) & (2 ** (8 * size) - 1)
    all_alike = random.random() < 0.04
    return random.choice((b"\0", b"\xff")) * len(body) if all_alike else body[:at] + struct.pack(form, new) + body[at + size :]
