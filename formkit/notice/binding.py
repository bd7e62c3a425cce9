"""Many documents of one kind as one file to print: each begins on a sheet of its own, its pages counted from 1.

All come from one template, so that their styles, headers and relations are the same, and only their bodies are put together.
"""

from __future__ import annotations

import copy
import io
from collections.abc import Sequence
from typing import Any

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

_DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"


def bound(documents: Sequence[bytes]) -> bytes:
    """The documents one behind the other as the bytes of one .docx; ValueError where there is none.

    Printed on both sides, each begins on a right-hand page (w:type oddPage): what is handed out is never the back of another's.
    """
    if not documents:
        raise ValueError("nothing to bind")
    whole = Document(io.BytesIO(documents[0]))
    body = whole.element.body
    _begins_anew(body)
    for data in documents[1:]:
        other = Document(io.BytesIO(data)).element.body
        _begins_anew(other)
        _closed(body)
        for element in list(other):
            body.append(element)
    for number, drawn in enumerate(body.iter(_DRAWN), 1):
        drawn.set("id", str(number))
    out = io.BytesIO()
    whole.save(out)
    return out.getvalue()


def _closed(body: Any) -> None:
    """The section at the end of the body as one that ends with its last paragraph."""
    last = body[-1]
    body.remove(last)
    paragraph = body[-1] if len(body) and body[-1].tag == qn("w:p") else None
    if paragraph is None or paragraph.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is not None:
        paragraph = OxmlElement("w:p")
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
