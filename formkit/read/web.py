"""The bytes of a web page, or of one in a single file (MHTML, ``单个文件网页``), as sheets.

Source: RFC 2557 (MHTML), RFC 2045 (transfer encodings); HTML Living Standard §13.2.3.2 (declared encodings).
"""

from __future__ import annotations

import base64
import binascii
import html
import quopri
import re

from formkit.gate import SheetFacts
from formkit.gate.facts import Budget, StopError
from formkit.gate.texts import decoded
from formkit.read.page import page
from formkit.read.written import Lines, Written, finished, named

_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([\w-]+)""", re.IGNORECASE)
_BOUNDARY = re.compile(rb"""boundary\s*=\s*(?:"([^"\r\n]+)"|([^\s;]+))""", re.IGNORECASE)
_MIME = re.compile(rb"(?:[\w-]+: .*\r?\n(?:[ \t].*\r?\n)*)*?MIME-Version:", re.IGNORECASE)
_PAGE = re.compile(rb"^content-type:\s*text/html", re.IGNORECASE | re.MULTILINE)
_ENCODING = re.compile(rb"^content-transfer-encoding:\s*([\w-]+)", re.IGNORECASE | re.MULTILINE)
_BLANK = re.compile(rb"\r?\n\r?\n")
_TABLE = re.compile(r"<t[dr][\s>]", re.IGNORECASE)
_CALC = re.compile(r"""<a name="table\d+"><h1>[^<]*<em>([^<]*)</em></h1></a>""", re.IGNORECASE)
"""What LibreOffice writes over each table of a page that holds several sheets."""
_HEAD = 8192


def web_sheets(data: bytes) -> tuple[tuple[SheetFacts, Lines], ...]:
    """Every page of the file that holds a table. Raises StopError: no table, an unknown encoding, the gate's limits."""
    budget = Budget()
    bodies = _parts(data) if _MIME.match(data.lstrip()[:_HEAD]) else [data]
    texts = [decoded(body, _declared(body)) for body in bodies]
    sheets = [sheet for text in texts for sheet in _sheets(text, budget)]
    if not sheets:
        raise StopError("not-a-filing", "file-page")
    named(sheets)
    return tuple(map(finished, sheets))


def _sheets(text: str, budget: Budget) -> list[Written]:
    """The sheets of a page: one, or as many as LibreOffice put on it."""
    first, *others = _CALC.split(text)
    sheets = [page(first, budget)] if _TABLE.search(first) else []
    for name, body in zip(others[::2], others[1::2], strict=True):
        sheets.append(page(body, budget))
        sheets[-1].name = html.unescape(name)
    return sheets


def _declared(body: bytes) -> str:
    said = _CHARSET.search(body[:_HEAD])
    return said[1].decode("ascii", "replace") if said else ""


def _parts(data: bytes) -> list[bytes]:
    """The pages of a file that holds several parts; the file's head names what stands between them."""
    boundary = _BOUNDARY.search(data[:_HEAD])
    if boundary is None:
        return [_body(data)]
    mark = b"--" + (boundary[1] or boundary[2])
    parts = [part.lstrip(b"\r\n") for part in data.split(mark)[1:]]
    return [_body(part) for part in parts if _PAGE.search(_BLANK.split(part[:_HEAD], maxsplit=1)[0])]


def _body(part: bytes) -> bytes:
    """What a part says, out of the encoding it travels in."""
    found = _BLANK.search(part)
    if found is None:
        return b""
    head, body = part[: found.start()], part[found.end() :]
    encoding = _ENCODING.search(head)
    kind = encoding[1].lower() if encoding else b""
    if kind == b"quoted-printable":
        return quopri.decodestring(body)
    if kind == b"base64":
        try:
            return base64.b64decode(body)
        except binascii.Error:
            raise StopError("unreadable", "text-damaged") from None
    return body
