"""What the workbook part of an old workbook (xls) says of its sheets: names, formats, shared texts, other workbooks.

Source: [MS-XLS] 2.4.28 (BoundSheet8), 2.4.122 (Font), 2.4.265 (SST), 2.4.271 (SupBook), 2.4.353 (XF).
"""

from __future__ import annotations

import struct
from dataclasses import field

from formkit.values import dataclass

from .facts import State
from .styles import Look, symbol

_BOUNDSHEET, _FONT, _XF, _SST, _CONTINUE, _SUPBOOK, _EXTERNSHEET = 0x85, 0x31, 0xE0, 0xFC, 0x3C, 0x01AE, 0x17
_STATES: tuple[State, ...] = ("visible", "hidden", "veryHidden", "visible")
_OWN = frozenset({b"\x01\x04", b"\x01\x3a"})        # the workbook itself, and functions of an add-in
_STRIKE = 0x08


@dataclass(slots=True)
class Book:
    """The workbook as met so far. ``starts``: where each sheet begins -> its name and state, in order of the tabs."""

    starts: dict[int, tuple[str, State]] = field(default_factory=dict)
    looks: dict[bytes, Look] = field(default_factory=dict)      # by the two bytes of a cell's format index
    empty: frozenset[int] = frozenset()
    outer: frozenset[int] = frozenset()                         # references that lead to another workbook
    formats: int = 0
    fonts: list[Look] = field(default_factory=list)
    others: list[bool] = field(default_factory=list)
    texts: list[bytes] = field(default_factory=list)


def book_record(book: Book, content: bytes, number: int, at: int, length: int) -> None:
    """Take in one record; those of a sheet have other numbers. Too short a record says nothing."""
    body = content[at:at + length]
    if number == _CONTINUE and book.texts:
        book.texts.append(body)
        return
    if book.texts:
        book.empty = empty_texts(book.texts)
        book.texts = []
    if number == _SST:
        book.texts = [body]
    elif number == _BOUNDSHEET and length >= 8:
        start = int.from_bytes(body[:4], "little")
        book.starts[start] = (_name(body[6:]), _STATES[body[4] & 3])
    elif number in (_FONT, _XF) and length >= 16:
        _format(book, number, body)
    elif number == _SUPBOOK:
        book.others.append(length > 4 or body[2:4] not in _OWN)
    elif number == _EXTERNSHEET:
        count = min(int.from_bytes(body[:2], "little"), (length - 2) // 6)
        leads = [int.from_bytes(body[2 + 6 * index:4 + 6 * index], "little") for index in range(count)]
        book.outer = frozenset(index for index, to in enumerate(leads) if to < len(book.others) and book.others[to])


def _format(book: Book, number: int, body: bytes) -> None:
    """A font, or a cell format that names one by its number; there is no font 4."""
    if number == _FONT:
        struck = ("struck",) if body[2] & _STRIKE else ()
        book.fonts.append(Look(symbol(_name(body[14:])), struck))
        return
    font = int.from_bytes(body[:2], "little")
    font -= font > 4
    if font < len(book.fonts) and book.fonts[font] != Look():
        book.looks[book.formats.to_bytes(2, "little")] = book.fonts[font]
    book.formats = min(book.formats + 1, 0xFFFF)


def _name(body: bytes) -> str:
    """A short text: its length in one byte, a byte of flags, its characters."""
    if len(body) < 2:
        return ""
    return body[2:2 + 2 * body[0]].decode("utf-16-le", "replace") if body[1] & 1 else body[2:2 + body[0]].decode("latin-1")


def empty_texts(pieces: list[bytes]) -> frozenset[int]:
    """Indexes of the shared texts without a character; as far as they can be followed.

    A text may go on in the next record, which then begins with a byte that says its width again.
    """
    found: list[int] = []
    whole, piece, at = len(pieces), 0, 8
    index = 0
    while piece < whole:
        body = pieces[piece]
        if at + 3 > len(body):
            piece, at = piece + 1, at - len(body) if at > len(body) else 0
            continue
        size, flags = struct.unpack_from("<HB", body, at)
        at += 3
        runs = int.from_bytes(body[at:at + 2], "little") if flags & 8 else 0
        at += 2 if flags & 8 else 0
        more = int.from_bytes(body[at:at + 4], "little") if flags & 4 else 0
        at += 4 if flags & 4 else 0
        if not size:
            found.append(index)
        piece, at = _behind(pieces, piece, at, size, 2 if flags & 1 else 1)
        at += 4 * runs + more
        index += 1
    return frozenset(found)


def _behind(pieces: list[bytes], piece: int, at: int, size: int, width: int) -> tuple[int, int]:
    """Where a text of that many characters ends."""
    while piece < len(pieces):
        here = min(size, max(0, len(pieces[piece]) - at) // width)
        at, size = at + here * width, size - here
        if not size:
            return piece, at
        piece, at = piece + 1, 1
        width = 2 if piece < len(pieces) and pieces[piece][:1] != b"\0" else 1
    return piece, at
