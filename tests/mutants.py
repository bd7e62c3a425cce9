"""Files spoilt on purpose, by a seed: as a line, a disk, a program or a person with bad intentions would spoil them.

One in five is spoilt as a whole, which mostly ends at its container. The others are spoilt inside: in the parts of a package,
in the records of an old workbook, in the tags of a page; what is around them stays whole, so that the readers get to see it.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from random import Random

from mutants_binary import book, records
from mutants_text import markup, table

WORDS = (0, 1, 2, 0x7F, 0x80, 0xFF, 0x100, 0x7FFF, 0x8000, 0xFFFF, 0x10000, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFE, 0xFFFFFFFF)
OUTSIDE = 0.2
# Where the cells are, by how the name of a part ends; other parts are taken as they come.
CELLS = (
    "sharedstrings.xml", "sharedstrings.bin", "sheet1.xml", "sheet2.xml", "sheet1.bin", "styles.xml", "workbook.xml", "workbook.bin",
    "content.xml", ".xls", ".xlsx",
)  # fmt: skip
BROKEN = (zipfile.BadZipFile, NotImplementedError, OSError, EOFError, struct.error, ValueError, RuntimeError, zlib.error)


def mutant(data: bytes, others: list[bytes], random: Random) -> bytes:
    """The file after one to four things that happened to it, all from outside or all inside."""
    around = random.random() < OUTSIDE
    for _ in range(random.choice((1, 1, 1, 2, 4))):
        data = (random.choice(_OUTSIDE)(data, others, random) if around else inside(data, others, random)) or data
    return data


def inside(data: bytes, others: list[bytes], random: Random) -> bytes:
    """One thing that happened within what a file holds."""
    if data[:2] == b"PK":
        return _package(data, others, random)
    if data[:4] == b"\xd0\xcf\x11\xe0":
        return book(data, random) or _numbers(data, others, random)
    return (markup if b"<" in data[:1000] else table)(data, random)


def _package(data: bytes, others: list[bytes], random: Random) -> bytes:
    """A part of a package changed inside, so that the package itself is whole."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = {name: package.read(name) for name in package.namelist()}
    except BROKEN:
        return data
    names = [each for each in parts if not each.endswith("/")]
    telling = [each for each in names if each.lower().endswith(CELLS)]
    if not names:
        return data
    name = random.choice(telling if telling and random.random() < 0.85 else names)
    what = random.random()
    if what < 0.04:
        del parts[name]
    elif what < 0.06:
        parts[f"{name}x"] = parts.pop(name)
    elif parts[name]:
        parts[name] = _part(name, parts[name], others, random)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for each, content in parts.items():
            package.writestr(each, content)
    return made.getvalue()


def _part(name: str, part: bytes, others: list[bytes], random: Random) -> bytes:
    if name.endswith(".bin"):
        return records(part, random)
    if name.endswith((".xml", ".rels", ".vml")):
        return markup(part, random)
    return inside(part, others, random) if name.endswith((".xls", ".xlsx", ".et", ".csv")) else _flip(part, others, random)


def _flip(data: bytes, _: list[bytes], random: Random) -> bytes:
    spoilt = bytearray(data)
    for _ in range(random.choice((1, 1, 3, 30, 300))):
        spoilt[random.randrange(len(spoilt))] = random.randrange(256)
    return bytes(spoilt)


def _cut(data: bytes, _: list[bytes], random: Random) -> bytes:
    at = random.randrange(len(data))
    return data[:at] if random.random() < 0.7 else data[at:]


def _repeat(data: bytes, _: list[bytes], random: Random) -> bytes:
    first, last = sorted(random.randrange(len(data) + 1) for _ in range(2))
    return data[:last] + data[first : min(last, first + 5000)] * random.choice((1, 2, 20)) + data[last:]


def _splice(data: bytes, others: list[bytes], random: Random) -> bytes:
    other = random.choice(others)
    return data[: random.randrange(len(data))] + other[random.randrange(len(other)) :]


def _numbers(data: bytes, _: list[bytes], random: Random) -> bytes:
    """A 16- or 32-bit number somewhere becomes one that programs are afraid of."""
    size, form = random.choice(((2, "<H"), (4, "<I")))
    if len(data) < size + 1:
        return data
    at = random.randrange(len(data) - size)
    return data[:at] + struct.pack(form, random.choice(WORDS) & (2 ** (8 * size) - 1)) + data[at + size :]


def _zeros(data: bytes, _: list[bytes], random: Random) -> bytes:
    at, size = random.randrange(len(data)), random.choice((16, 512, 4096))
    return data[:at] + bytes(min(size, len(data) - at)) + data[at + size :]


_OUTSIDE = (_flip, _cut, _repeat, _splice, _numbers, _zeros)
