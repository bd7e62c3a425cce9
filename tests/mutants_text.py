"""Markup and tables in text spoilt on purpose: a tag, an attribute, a value or a whole element is no longer what it was."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

EXTREMES = (
    b"", b"0", b"-1", b"1", b"2", b"1048577", b"99999999999999999999", b"1e308", b"NaN", b"XFD1048576", b"A1:XFD1048576", b"B6", b"B6:C7",
    b"\xef\xbf\xbd", "〇".encode(), b"1e5", b"0x10", b"+3", b" 3 ", b"43891", b"true", b"#N/A", b"379999198001011234",
)  # fmt: skip
SIGNS = (b",", b"\n", b"\r", b'"', b"\t", b";", b"\0", b"\xff", b"\xef\xbb\xbf", b'",', b'"\n', "，".encode("gb18030"), b"=1+1")
# The kinds of a cell, in every dialect: one kind read as another is where a value changes without a trace.
TYPES = (b"s", b"str", b"inlineStr", b"n", b"b", b"e", b"d", b"string", b"float", b"date", b"boolean", b"percentage", b"String", b"Number")
_ATTRIBUTE = re.compile(rb' ([A-Za-z:]{1,40})=("[^"<>]{0,200}"|[^\s"<>]{1,40})')
_ELEMENT = re.compile(rb"<([A-Za-z:]+)(?: [^<>]*)?(?:/>|>[^<>]*</\1>|>(?:<[^/<>]+>[^<>]*</[^<>]+>){1,3}</\1>)")
_TEXT = re.compile(rb">([^<>]{1,400})<")
_TAG = re.compile(rb"<[^<>]{1,200}>")


def markup(data: bytes, random: Random) -> bytes:
    """Markup after one thing that happened to it."""
    return random.choice(_MARKUP)(data, random)


def table(data: bytes, random: Random) -> bytes:
    """A table in text with a sign lost, doubled or put in where it ends a cell, a row or the text itself."""
    at = random.randrange(len(data) + 1)
    what = random.choice(SIGNS)
    lines = data.splitlines(keepends=True)
    line = random.randrange(len(lines)) if lines else 0
    return random.choice((
        data[:at] + what + data[at:], data[:at] + what + data[at + len(what) :],
        data.replace(b",", what) if random.random() < 0.2 else data[:at],
        b"".join(lines[:line] + lines[line + 1 :]), b"".join(lines[:line] * 2 + lines[line:]), data.replace(b"\n", b"", 1),
        data[:at] + what * 3000 + data[at:],
    ))  # fmt: skip


def _pick(found: list[re.Match[bytes]], random: Random) -> re.Match[bytes]:
    """One of them, each name as often as any other however often it occurs."""
    by_name: dict[bytes, list[re.Match[bytes]]] = {}
    for each in found:
        by_name.setdefault(each[1], []).append(each)
    return random.choice(by_name[random.choice(sorted(by_name))])


def _value(data: bytes, random: Random) -> bytes:
    """An attribute with another value: an extreme one, its neighbour's, another kind, one more or less, or none."""
    found = list(_ATTRIBUTE.finditer(data))
    if not found:
        return data
    one = _pick(found, random)
    alike = [each[2].strip(b'"') for each in found if each[1] == one[1]]
    old = one[2].strip(b'"')
    new = random.choice((random.choice(EXTREMES), random.choice(alike), random.choice(alike), random.choice(TYPES), _next(old, random)))
    gone = random.random() < 0.15
    return data[: one.start()] + (b"" if gone else b' %s="%s"' % (one[1], new)) + data[one.end() :]


def _next(old: bytes, random: Random) -> bytes:
    """The same with its last number, or its letters, one further or one back."""
    found = re.search(rb"\d{1,9}(?!.*\d)", old)
    if found is None:
        return old + old
    return old[: found.start()] + b"%d" % (int(found[0]) + random.choice((-1, 1, 1, 10))) + old[found.end() :]


def _text(data: bytes, random: Random) -> bytes:
    """The text of an element: another's, an extreme one, in a section of its own, in two, or with a sign put in."""
    found = list(_TEXT.finditer(data))
    if not found:
        return data
    one, other = random.choice(found), random.choice(found)
    old, half = one[1], len(one[1]) // 2
    new = random.choice((
        other[1], random.choice(EXTREMES), b"<![CDATA[%s]]>" % old, old[:half] + b"<!-- -->" + old[half:], b" " + old,
        old + b"&#10;", old * 9, b"_x0041_" + old, b"&#0;", old + b"\xff", b"<r><t>%s</t></r>" % old, _next(old, random),
        b"".join(b"&#%d;" % sign for sign in old[:9]),
    ))  # fmt: skip
    return data[: one.start(1)] + new + data[one.end(1) :]


def _element(data: bytes, random: Random) -> bytes:
    """A small element taken out, there twice, in another's place, left empty, or in a namespace of its own."""
    found = list(_ELEMENT.finditer(data))
    if len(found) < 2:
        return data
    one, other = _pick(found, random), _pick(found, random)
    renamed = one[0].replace(b"<" + one[1], b"<x:" + one[1]).replace(b"</" + one[1], b"</x:" + one[1])
    new = random.choice((b"", one[0] * 2, other[0], b"<%s/>" % one[1], renamed, one[0] * 300, other[0] + one[0], one[0] + other[0]))
    return data[: one.start()] + new + data[one.end() :]


def _swapped(data: bytes, random: Random) -> bytes:
    """Two small elements of one name in each other's place."""
    found = list(_ELEMENT.finditer(data))
    if not found:
        return data
    one = _pick(found, random)
    same = [each for each in found if each[1] == one[1]]
    first, last = sorted((one, random.choice(same)), key=lambda each: each.start())
    if first.end() > last.start():
        return data
    return data[: first.start()] + last[0] + data[first.end() : last.start()] + first[0] + data[last.end() :]


def _tag_lost(data: bytes, random: Random) -> bytes:
    found = list(_TAG.finditer(data))
    one = random.choice(found) if found else None
    return data[: one.start()] + data[one.end() :] if one else data


def _tag_doubled(data: bytes, random: Random) -> bytes:
    found = list(_TAG.finditer(data))
    one = random.choice(found) if found else None
    return data[: one.end()] + one[0] * random.choice((1, 5, 2000)) + data[one.end() :] if one else data


def _named(data: bytes, random: Random) -> bytes:
    """An attribute named otherwise, or one element named like another."""
    names = list(re.finditer(rb"(?<=[ <])([A-Za-z:]{1,30})(?=[ =>])", data))
    if len(names) < 2:
        return data
    one, other = _pick(names, random), _pick(names, random)
    return data[: one.start()] + other[0] + data[one.end() :]


def _doctype(data: bytes, random: Random) -> bytes:
    bomb = b'<!DOCTYPE a [<!ENTITY b "' + b"x" * 50 + b'"><!ENTITY c "' + b"&b;" * 50 + b'">]>'
    at = data.find(b"?>") + 2 if b"?>" in data[:200] else 0
    return data[:at] + bomb + data[at:]


_MARKUP: tuple[Callable[[bytes, Random], bytes], ...] = (
    *[_value] * 6, *[_text] * 3, *[_element] * 4, *[_swapped] * 2, _tag_lost, _tag_doubled, _named, _named, _doctype,
)  # fmt: skip
