"""Files spoilt on purpose, by a seed: as a line, a disk, a program or a person with bad intentions would spoil them."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable
from random import Random

EXTREMES = (
    b"", b"0", b"-1", b"1048577", b"99999999999999999999", b"1e308", b"NaN",
    b"XFD1048576", b"A1:XFD1048576", b"\xef\xbf\xbd", "〇".encode(),
)  # fmt: skip
WORDS = (0, 1, 2, 0x7F, 0x80, 0xFF, 0x100, 0x7FFF, 0x8000, 0xFFFF, 0x10000, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFE, 0xFFFFFFFF)


def mutant(data: bytes, others: list[bytes], random: Random) -> bytes:
    """The file after one to four things that happened to it."""
    kinds = [_flip, _cut, _repeat, _splice, _numbers, _zeros]
    if data[:2] == b"PK":
        kinds += [_part] * 8
    elif data[:1] in (b"<", b"\xef") or b"," in data[:200]:
        kinds += [_text] * 4
    for _ in range(random.randint(1, 4)):
        data = random.choice(kinds)(data, others, random) or data
    return data


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


def _part(data: bytes, others: list[bytes], random: Random) -> bytes:
    """A part of a package changed inside, so that the package itself is whole."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = {name: package.read(name) for name in package.namelist()}
    except (zipfile.BadZipFile, NotImplementedError, OSError, EOFError, struct.error, ValueError, RuntimeError, zlib.error):
        return data
    if not parts:
        return data
    name = random.choice([each for each in parts if not each.endswith("/")] or list(parts))
    what = random.random()
    if what < 0.08:
        del parts[name]
    elif what < 0.12:
        parts[f"{name}x"] = parts.pop(name)
    elif parts[name]:
        parts[name] = (_text if parts[name][:1] == b"<" else random.choice((_flip, _numbers, _cut)))(parts[name], others, random)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for each, content in parts.items():
            package.writestr(each, content)
    return made.getvalue()


def _text(data: bytes, _: list[bytes], random: Random) -> bytes:
    """Markup or a table in text with a tag lost, doubled or nested, or a value made extreme."""
    return random.choice(_TEXTS)(data, random)


def _value(data: bytes, random: Random) -> bytes:
    found = list(re.finditer(rb'"[^"<>]{0,40}"|>[^<>]{1,60}<|,[^,\n]{0,40}', data))
    if not found:
        return data
    one = random.choice(found)
    return data[: one.start() + 1] + random.choice(EXTREMES) + data[one.end() - 1 :]


def _tag_lost(data: bytes, random: Random) -> bytes:
    found = list(re.finditer(rb"<[^<>]{1,80}>|\n", data))
    one = random.choice(found) if found else None
    return data[: one.start()] + data[one.end() :] if one else data


def _tag_doubled(data: bytes, random: Random) -> bytes:
    found = list(re.finditer(rb"<[^<>]{1,80}>", data))
    one = random.choice(found) if found else None
    return data[: one.end()] + one[0] * random.choice((1, 5, 2000)) + data[one.end() :] if one else data


def _attribute(data: bytes, random: Random) -> bytes:
    """An attribute named otherwise, or one element named like another."""
    names = list(re.finditer(rb"(?<=[ <])[A-Za-z:]{1,30}(?=[ =>])", data))
    if len(names) < 2:
        return data
    one, other = random.sample(names, 2)
    return data[: one.start()] + other[0] + data[one.end() :]


def _doctype(data: bytes, random: Random) -> bytes:
    bomb = b'<!DOCTYPE a [<!ENTITY b "' + b"x" * 50 + b'"><!ENTITY c "' + b"&b;" * 50 + b'">]>'
    at = data.find(b"?>") + 2 if b"?>" in data[:200] else 0
    return data[:at] + bomb + data[at:]


_TEXTS: tuple[Callable[[bytes, Random], bytes], ...] = (_value, _value, _value, _tag_lost, _tag_doubled, _attribute, _attribute, _doctype)
