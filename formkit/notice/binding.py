"""Many documents of one kind as one file to print: each begins on a sheet of its own, its pages counted from 1.

All come from one template, so that their styles, headers and relations are the same, and only their bodies are put together.
"""

from __future__ import annotations

import copy
import io
import zipfile
from collections.abc import Sequence
from typing import Any

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from formkit.notice.package import settled

_DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_MARKS = 10_000


class UnlikeError(ValueError):
    """Documents differ in what they share when they are bound, such as a header or a footnote with a fact in it."""


def bound(documents: Sequence[bytes]) -> bytes:
    """The documents one behind the other as the bytes of one .docx, the same for the same documents.

    Printed on both sides, each begins on a right-hand page (w:type oddPage): what is handed out is never the back of another's.
    Raises ValueError where there is none, UnlikeError where their headers or notes are not the same.
    """
    if not documents:
        raise ValueError("nothing to bind")
    shared = _shared(documents[0])
    whole = Document(io.BytesIO(documents[0]))
    body = whole.element.body
    _begins_anew(body)
    for number, data in enumerate(documents[1:], 2):
        if _shared(data) != shared:
            raise UnlikeError(str(number))
        other = Document(io.BytesIO(data)).element.body
        _begins_anew(other)
        _renamed(other, number)
        _closed(body)
        for element in list(other):
            body.append(element)
    for number, drawn in enumerate(body.iter(_DRAWN), 1):
        drawn.set("id", str(number))
    out = io.BytesIO()
    whole.save(out)
    return settled(out.getvalue())


def _shared(docx: bytes) -> dict[str, bytes]:
    """All but the body and the properties."""
    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        names = (name for name in package.namelist() if name != "word/document.xml" and not name.startswith("docProps/"))
        return {name: package.read(name) for name in names}


def _renamed(body: Any, number: int) -> None:
    """Bookmarks under numbers and names of this document's own, and what points to them."""
    names = {}
    for mark in body.iter(qn("w:bookmarkStart"), qn("w:bookmarkEnd")):
        mark.set(qn("w:id"), str(number * _MARKS + int(mark.get(qn("w:id"), "0")) % _MARKS))
        if name := mark.get(qn("w:name")):
            names[name] = f"{name[:30]}_{number}"
            mark.set(qn("w:name"), names[name])
    for link in body.iter(qn("w:hyperlink")):
        if link.get(qn("w:anchor")) in names:
            link.set(qn("w:anchor"), names[link.get(qn("w:anchor"))])
    for code in body.iter(qn("w:instrText")):
        code.text = " ".join(names.get(part, part) for part in (code.text or "").split(" "))


def _closed(body: Any) -> None:
    """The section at the end of the body as one that ends with its last paragraph, or with one that takes no room."""
    last = body[-1]
    body.remove(last)
    paragraph = body[-1] if len(body) and body[-1].tag == qn("w:p") else None
    if paragraph is None or paragraph.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is not None:
        paragraph = OxmlElement("w:p")
        spacing = OxmlElement("w:spacing")
        for name, value in (("w:before", "0"), ("w:after", "0"), ("w:line", "20"), ("w:lineRule", "exact")):
            spacing.set(qn(name), value)
        paragraph.get_or_add_pPr().append(spacing)
        body.append(paragraph)
    paragraph.get_or_add_pPr().append(copy.copy(last))


def _begins_anew(body: Any) -> None:
    """The first section of a document begins on an odd page and counts from 1."""
    section = next(body.iter(qn("w:sectPr")))
    _placed(section, "w:type", "oddPage", ("w:pgSz",))
    numbered = section.find(qn("w:pgNumType"))
    if numbered is None:
        numbered = OxmlElement("w:pgNumType")
        _before(section, numbered, ("w:cols", "w:vAlign", "w:noEndnote", "w:titlePg", "w:docGrid"))
    numbered.set(qn("w:start"), "1")


def _placed(section: Any, name: str, value: str, before: Sequence[str]) -> None:
    found = section.find(qn(name))
    if found is None:
        found = OxmlElement(name)
        _before(section, found, before)
    found.set(qn("w:val"), value)


def _before(section: Any, element: Any, names: Sequence[str]) -> None:
    """Put an element before the first of those that come after it in the order of the schema."""
    later = next((each for each in section if each.tag in {qn(name) for name in names}), None)
    if later is None:
        section.append(element)
    else:
        later.addprevious(element)
