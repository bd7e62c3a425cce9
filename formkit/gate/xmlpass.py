"""One streaming pass of expat over an XML part, with what is hostile stopped at once.

A DOCTYPE (and with it every entity), an encoding that readers do not share, nesting over DEPTH_LIMIT and more
than ELEMENT_LIMIT elements end the pass. Source: XML 1.0; OPC allows UTF-8 and UTF-16 only and no DTD.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Iterator
from xml.parsers import expat

from . import facts
from .facts import StopError
from .memory import recalled

_ENCODINGS = frozenset({"utf-8", "utf8", "utf-16", "utf-16le", "utf-16be", "us-ascii", "iso-8859-1"})
_DECLARED = re.compile(rb"""\s*<\?xml[^>]*?\bencoding\s*=\s*["']([^"']*)""")
_DTD = tuple(mark.encode(encoding) for mark in ("<!DOCTYPE", "<!ENTITY")
             for encoding in ("utf-8", "utf-16-le", "utf-16-be"))
_OVERLAP = max(map(len, _DTD)) - 1
_FLAT = 16_384               # bytes of a part that may be the same in all filings of a form


def new_parser(part: str) -> expat.XMLParserType:
    """A parser that stops at a DOCTYPE and at a strange encoding; the caller adds its own handlers."""
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def doctype(*_: object) -> None:
        raise StopError("refused", "xml-doctype", member=part)

    def declaration(_version: str, encoding: str | None, _standalone: int) -> None:
        check_encoding(encoding, part)

    parser.StartDoctypeDeclHandler = doctype
    parser.XmlDeclHandler = declaration
    return parser


def check_encoding(encoding: str | None, part: str) -> None:
    """Stop at an encoding in which two readers may see two different texts."""
    if encoding is not None and encoding.lower() not in _ENCODINGS:
        raise StopError("unreadable", "xml-encoding", member=part, encoding=encoding[:40])


def feed(parser: expat.XMLParserType, parts: Iterable[bytes], part: str) -> None:
    """Run the parser over the chunks of a part. Raises StopError, ``xml-damaged`` if not well-formed."""
    final = True
    try:
        for chunk in parts:
            parser.Parse(chunk)
        parser.Parse(b"", final)
    except expat.ExpatError as error:
        raise StopError("unreadable", "xml-damaged", member=part, line=str(error.lineno)) from None
    finally:
        # The handlers close over the parser: the cycle would keep a whole sheet until the next collection.
        parser.StartElementHandler = parser.EndElementHandler = parser.CharacterDataHandler = None
        parser.StartCdataSectionHandler = None


def too_deep(part: str) -> StopError:
    """The stop for nesting over DEPTH_LIMIT."""
    return StopError("refused", "xml-depth", member=part, limit=str(facts.DEPTH_LIMIT))


def too_many(part: str) -> StopError:
    """The stop for more than ELEMENT_LIMIT elements in a file."""
    return StopError("refused", "too-many-elements", member=part, limit=str(facts.ELEMENT_LIMIT))


def too_many_cells(sheet: str) -> StopError:
    """The stop for more than CELL_LIMIT cells with content in a file."""
    return StopError("refused", "too-many-cells", sheet=sheet, limit=str(facts.CELL_LIMIT))


def local(name: str) -> str:
    """The name of an element or attribute without its prefix."""
    return name.rpartition(":")[2]


Element = tuple[str, dict[str, str], str]
_flat: dict[Hashable, tuple[Element, ...]] = {}


def flat(data: bytes, part: str) -> Iterator[Element]:
    """Each element of a small part as it ends: local name, attributes by local name, its own text. Nothing of it may be changed."""
    if len(data) > _FLAT:
        return iter(_elements(data, part))
    found = recalled(_flat, data, lambda: _elements(data, part))
    return iter(found)


def _elements(data: bytes, part: str) -> tuple[Element, ...]:
    parser = new_parser(part)
    open_: list[tuple[str, dict[str, str], list[str]]] = []
    done: list[Element] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        if len(open_) >= facts.DEPTH_LIMIT:
            raise too_deep(part)
        open_.append((local(name), {local(key): value for key, value in attributes.items()}, []))

    def end(_: str) -> None:
        name, attributes, text = open_.pop()
        done.append((name, attributes, "".join(text)))

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = lambda text: open_[-1][2].append(text)
    feed(parser, (data,), part)
    return tuple(done)


def scan(parts: Iterable[bytes], part: str) -> None:
    """Drain a part that needs no parsing, stopping at a DTD or a strange encoding.

    ``<!DOCTYPE`` cannot stand in well-formed text outside a comment or CDATA, which no program writes.
    """
    tail = b""
    for number, chunk in enumerate(parts):
        if number == 0 and (declared := _DECLARED.match(chunk.removeprefix(b"\xef\xbb\xbf")[:400])):
            check_encoding(declared[1].decode("ascii", "replace"), part)
        window = tail + chunk
        if b"!" in window and any(mark in window for mark in _DTD):    # which nearly no part has anywhere
            raise StopError("refused", "xml-doctype", member=part)
        tail = chunk[-_OVERLAP:]
