"""Passwords on workbooks: opened in memory, never on disk, and put on what is written. The only module that uses msoffcrypto.

Source: [MS-OFFCRYPTO]; [MS-XLS] 2.2.10. VelvetSweatshop is what Excel itself uses for a workbook that is read-only recommended.
"""

from __future__ import annotations

import io
from collections.abc import Iterable

import msoffcrypto
from msoffcrypto.exceptions import DecryptionError, FileFormatError, InvalidKeyError, ParseError

UNSAID = "VelvetSweatshop"


def opened(data: bytes, passwords: Iterable[str] = ()) -> bytes | None:
    """The workbook inside an encrypted one; None if no password fits or the file cannot be understood."""
    for password in dict.fromkeys((UNSAID, *passwords)):
        try:
            book = msoffcrypto.OfficeFile(io.BytesIO(data))
            book.load_key(password=password, verify_password=True)
            plain = io.BytesIO()
            book.decrypt(plain)
        except InvalidKeyError:
            continue
        except (DecryptionError, FileFormatError, ParseError):
            continue
        return plain.getvalue()
    return None
