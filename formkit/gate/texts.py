"""The text of a file that is one: its encoding is what the file says, else the first that fits all of it.

An office's files are UTF-8, UTF-16 or GBK; GB 18030 holds all of GBK and GB 2312 and more.
"""

from __future__ import annotations

import codecs

from .facts import StopError

_GB = frozenset({"gb2312", "gbk", "gb_2312-80", "x-gbk", "cp936", "gb18030"})
_KNOWN = {"utf-8": "utf-8-sig", "utf8": "utf-8-sig", "unicode": "utf-16", "big5": "big5", "utf-16": "utf-16"}


def encodings(data: bytes, declared: str = "") -> tuple[str, ...]:
    """The encodings to try, in order. A mark at the beginning decides; a declaration is only the first guess."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return ("utf-16",)
    if data.startswith(codecs.BOM_UTF8):
        return ("utf-8-sig",)
    said = declared.strip().lower()
    first = "gb18030" if said in _GB else _KNOWN.get(said, "")
    usual = ("utf-8-sig", "gb18030")
    return (first, *(name for name in usual if name != first)) if first and first != "utf-16" else usual


def decoded(data: bytes, declared: str = "") -> str:
    """The whole text. Raises StopError, ``text-encoding`` if no encoding fits: a guess would change what was written."""
    for encoding in encodings(data, declared):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise StopError("unreadable", "text-encoding")
