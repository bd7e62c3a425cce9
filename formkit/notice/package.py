"""A .docx as a package: whether a template may be opened at all, which of its parts print, and the paragraphs in them.

A template comes from a colleague's mail as often as from this program, so it passes the gate's own limits first (``formkit.gate``).
Refused is also what would go out with every letter or change it on the reader's machine: macros, what is fetched from elsewhere
(ECMA-376-1 15.2, TargetMode External), changes that are tracked, comments. Hyperlinks stay; the link to the template a document
was begun from (``w:attachedTemplate``, 17.15.1.6) is taken out, for it prints nothing and names somebody's folder.
"""

from __future__ import annotations

import datetime
import functools
import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.exceptions import OpcError
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from formkit.gate.archive import chunks, entries
from formkit.gate.facts import Budget, StopError
from formkit.gate.xmlpass import scan
from formkit.notice.placeholders import BRACES
from formkit.values import dataclass

LARGEST = 20_000_000
"""Bytes of a template; one with a picture of a seal in it has a few hundred thousand."""
INFLATED = 100_000_000
_PRINTED = re.compile(r"wordprocessingml\.(document\.main|header|footer|footnotes)\+xml$")
_BROKEN = (zipfile.BadZipFile, zipfile.LargeZipFile, OpcError, KeyError, ValueError, SyntaxError, EOFError)
_MAIN = re.compile(rb"wordprocessingml\.template\.main|ms-word\.\w+\.macroEnabled(?:Template)?\.main")
_TRACKED = frozenset(
    qn(f"w:{name}") for name in ("ins", "del", "moveFrom", "moveTo", "delText", "delInstrText", "cellIns", "cellDel", "cellMerge")
)
_NOTED = frozenset(qn(f"w:{name}") for name in ("commentReference", "commentRangeStart"))
_BEGUN_FROM = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"
_HARMLESS = (RELATIONSHIP_TYPE.HYPERLINK, _BEGUN_FROM)


class RefusedError(ValueError):
    """A template that may not be used: the code of the sentence and what it needs, the part and the paragraph where there are any."""

    def __init__(self, code: str, paragraph: int = 0, **args: str) -> None:
        super().__init__(code)
        self.code, self.paragraph, self.said = code, paragraph, args


@dataclass(frozen=True, slots=True)
class Opened:
    """A template as it is to be filled, the names of its parts that print, in their order, and the template it was ``linked`` to."""

    data: bytes
    parts: tuple[str, ...]
    linked: str = ""


@functools.lru_cache(maxsize=16)
def opened(template: bytes) -> Opened:
    """The template ready to be filled. Raises RefusedError for what is no .docx or may not be used."""
    _admitted(template)
    try:
        document = Document(io.BytesIO(template))
    except _BROKEN as error:
        raise RefusedError("notice-not-a-docx", kind=type(error).__name__) from None
    linked = _unlinked(document)
    _bare(document)
    out = io.BytesIO()
    document.save(out)
    parts = [(str(part.partname), part) for part in document.part.package.iter_parts()]
    printed = tuple(name for name, part in parts if _PRINTED.search(part.content_type))
    for name, root in roots(out.getvalue(), printed):
        _clean(name, root)
    for name, part in parts:
        if name.endswith(".xml") and name.startswith("/word/") and name not in printed:
            _unfilled(name, part.blob)
    return Opened(out.getvalue(), printed, linked)


def roots(docx: bytes, parts: tuple[str, ...]) -> Iterator[tuple[str, Any]]:
    """The parts of those names, each as its root element."""
    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        for name in parts:
            yield name, parse_xml(package.read(name.removeprefix("/")))


def paragraphs(root: Any) -> tuple[str, ...]:
    """The text of the paragraphs of a part in document order, table cells and boxes included."""
    owned: dict[object, list[str]] = {paragraph: [] for paragraph in root.iter(qn("w:p"))}
    for text in root.iter(qn("w:t")):
        owned[next(text.iterancestors(qn("w:p")))].append(text.text or "")
    return tuple("".join(pieces) for pieces in owned.values())


def settled(docx: bytes) -> bytes:
    """The same package with nothing of the moment in it: zip dates fixed, no trace of the system."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx)) as source, zipfile.ZipFile(out, "w") as target:
        for old in source.infolist():
            entry = zipfile.ZipInfo(old.filename, (1980, 1, 1, 0, 0, 0))
            entry.compress_type, entry.create_system, entry.external_attr = zipfile.ZIP_DEFLATED, 0, 0
            target.writestr(entry, source.read(old))
    return out.getvalue()


def _admitted(template: bytes) -> None:
    """Nothing in the package costs more than a template may, or is read in two ways."""
    if template.startswith(b"\xd0\xcf\x11\xe0"):
        raise RefusedError("notice-old-word")
    if len(template) > LARGEST:
        raise RefusedError("notice-large", limit=str(LARGEST // 1_000_000))
    budget = Budget(inflated=INFLATED)
    try:
        for name, entry in entries(template).items():
            if name.endswith("vbaproject.bin"):
                raise RefusedError("notice-macros")
            parts = list(chunks(template, entry, budget))
            if name.endswith((".xml", ".rels")):
                scan(parts, name)
            if name == "[content_types].xml" and _MAIN.search(b"".join(parts)):
                raise RefusedError("notice-other-kind")
    except StopError as stop:
        if stop.outcome == "refused":
            raise RefusedError("notice-hostile", reason=stop.code, member=stop.detail.get("member", "")) from None
        raise RefusedError("notice-not-a-docx", kind=stop.code) from None


def _unlinked(document: Any) -> str:
    """Nothing is fetched from elsewhere when the notice is opened; the template it was linked to."""
    linked = ""
    parts = [document.part.package, *document.part.package.iter_parts()]
    for part in parts:
        for key, relation in list(part.rels.items()):
            if relation.is_external and relation.reltype not in _HARMLESS:
                raise RefusedError("notice-outside", target=relation.target_ref[:80])
            if relation.reltype == _BEGUN_FROM:
                for element in part.element.findall(qn("w:attachedTemplate")):
                    part.element.remove(element)
                linked = relation.target_ref
                del part.rels[key]
    return linked


def _bare(document: Any) -> None:
    """The properties without the fields Word copies there from the first line, and without the moment of the last save."""
    for key in ("author", "comments", "identifier", "language", "subject", "title"):
        if BRACES.search(getattr(document.core_properties, key)):
            setattr(document.core_properties, key, "")
    document.core_properties.modified = document.core_properties.created or datetime.datetime(2000, 1, 1)


def _clean(part: str, root: Any) -> None:
    """No changes that somebody has yet to accept, no comments, and no field where it is not filled as text."""
    number = 0
    for element in root.iter():
        if element.tag == qn("w:p"):
            number += 1
        elif element.tag in _TRACKED:
            raise RefusedError("notice-tracked", number, part=part)
        elif element.tag in _NOTED:
            raise RefusedError("notice-commented", number, part=part)
        elif element.tag != qn("w:t") and any(map(BRACES.search, _hidden(element))):
            raise RefusedError("notice-field-hidden", number, part=part)


def _hidden(element: Any) -> Iterator[str]:
    """Texts of an element that are no text of the page; python-docx gives a whole paragraph's text as its own."""
    yield from element.attrib.values()
    if not len(element):
        yield element.text or ""


def _unfilled(part: str, blob: bytes) -> None:
    """No field in a part that is never filled, such as the notes at the end or a chart."""
    if BRACES.search("".join(parse_xml(blob).itertext())):
        raise RefusedError("notice-field-hidden", part=part)
