"""Passwords on workbooks: opened in memory, never on disk, and put on what is written. The only module that uses msoffcrypto.

Source: [MS-OFFCRYPTO] 2.3 (what is encrypted how), 2.3.4.10 (spinCount); [MS-XLS] 2.2.10. VelvetSweatshop is what Excel itself uses
for a workbook that is read-only recommended.
"""

from __future__ import annotations

import binascii
import io
import struct
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache
from types import SimpleNamespace
from typing import Any
from xml.parsers.expat import ExpatError

from formkit import gate
from formkit.gate import Verdict

UNSAID = "VelvetSweatshop"
LONGEST = 255         # characters Excel lets a person type
_SPINS = 1_000_000    # Excel, WPS and LibreOffice write 100,000; the standard allows ten million, which takes half a minute a password
_CONTAINERS = (b"PK\3\4", b"\xd0\xcf\x11\xe0")
# What msoffcrypto and olefile raise on bytes that are not what they seem; found by fuzzing, see tests/test_lock.py.
_BROKEN = (
    ExpatError, OSError, EOFError, struct.error, binascii.Error, ValueError, TypeError,
    LookupError, AttributeError, AssertionError, OverflowError, RecursionError, MemoryError,
)  # fmt: skip


def inspected(data: bytes, name: str, passwords: Sequence[str] = ()) -> tuple[bytes, Verdict]:
    """What the gate says of a file, opened first where it has a password that is known, and the bytes to go on with."""
    verdict = gate.inspect(data, name)
    if verdict.outcome != "encrypted":
        return data, verdict
    if (plain := opened(data, passwords)) is not None:
        return plain, gate.inspect(plain, name)
    if verdict.kind == "ods":
        return data, replace(verdict, code="file-encrypted-ods")
    return data, replace(verdict, code="file-encrypted-wrong") if passwords else verdict


def opened(data: bytes, passwords: Iterable[str] = ()) -> bytes | None:
    """The workbook inside an encrypted one; None if no password fits or the file cannot be understood."""
    for password in dict.fromkeys((*passwords, UNSAID)):
        if (plain := _tried(data, password)) is not None:
            return plain
    return None


@cache
def _library() -> Any:
    """msoffcrypto, loaded when there is a password to open or to put on: with the cryptography under it, it takes longer to load
    than a filing to check."""
    import logging

    import msoffcrypto
    from msoffcrypto.format import ooxml, xls97

    # It writes an opened .xls through a temporary file; people's data are not put on a disk.
    xls97.tempfile = SimpleNamespace(TemporaryFile=io.BytesIO)
    # And it tells passwords and keys to anybody who listens.
    logging.getLogger("msoffcrypto").setLevel(logging.WARNING)
    return SimpleNamespace(
        OfficeFile=msoffcrypto.OfficeFile, OOXMLFile=ooxml.OOXMLFile, Xls97File=xls97.Xls97File,
        broken=(msoffcrypto.exceptions.DecryptionError, msoffcrypto.exceptions.FileFormatError, msoffcrypto.exceptions.ParseError),
    )  # fmt: skip


def _tried(data: bytes, password: str) -> bytes | None:
    """The workbook under one password."""
    library = _library()
    try:
        book = library.OfficeFile(io.BytesIO(data))
        if getattr(book, "type", "") == "agile" and book.info["spinValue"] > _SPINS:
            return None
        plain = io.BytesIO()
        if not isinstance(book, library.OOXMLFile | library.Xls97File):
            return None
        if isinstance(book, library.Xls97File) and book.ole.get_size("Workbook") < book.ole.minisectorcutoff:
            # It is too small for a form, and olefile follows a chain of small sectors that turns back on itself for ever.
            return None
        # To verify a password costs its spins once more; a package that comes out says as much.
        book.load_key(password=password)
        book.decrypt(plain)
    except (*_BROKEN, *library.broken):
        return None
    return plain.getvalue() if plain.getvalue().startswith(_CONTAINERS) else None


def locked(data: bytes, password: str) -> bytes:
    """A workbook or Word document under a password (agile encryption; other bytes each time), or as it is where there is none."""
    if not password:
        return data
    hidden = io.BytesIO()
    _library().OOXMLFile(io.BytesIO(data)).encrypt(password, hidden)
    return hidden.getvalue()
