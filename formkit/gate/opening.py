"""Whether the reader would find the same sheets in a package as the gate, and find all of them.

The reader goes by the names in three small parts, and gives up at what it does not expect in them. Where they are written as
programs write them, what the gate took from the sheets itself may stand for what the reader would give.
Source: ECMA-376-1 §18.2.19 (sheet), §18.2.28 (date1904); ECMA-376-2 §9.3 (relationships).
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping, Sequence

from .archive import Entry, whole
from .bookxml import Listed
from .facts import Budget, StopError
from .memory import recalled
from .xmlpass import flat

BOOK = "xl/workbook.xml"
_PARTS = ("_rels/.rels", BOOK, "xl/_rels/workbook.xml.rels")
_USUAL = frozenset({*_PARTS, "xl/sharedStrings.xml", "xl/styles.xml"})
_TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SHEET = re.compile(
    r'<sheet(?: xmlns:r="[\w:/.-]*")? name="([^"<>&\t\r\n]+)" sheetId="[0-9]+"'
    r'(?: state="(visible|hidden|veryHidden)")? r:id="([A-Za-z][A-Za-z0-9_]*)" ?/>')
_RELATION = re.compile(r'<Relationship((?: [A-Za-z]+="[^"<>&\t\r\n]*")+) ?/>')
_ATTRIBUTE = re.compile(r' ([A-Za-z]+)="([^"]*)"')
_TARGET = re.compile(r"(?:/xl/)?(worksheets/[A-Za-z0-9_.-]+)")
_END = b"PK\5\6"                # of the directory, 22 bytes from the end of a package without a comment
_OFF = (None, "0", "false")

_remembered: dict[Hashable, tuple[tuple[str, str, str], ...]] = {}


def certain(data: bytes, members: Mapping[str, Entry], sheets: Sequence[Listed]) -> bool:
    """Whether the reader opens the package and finds these sheets in it, in this order and each in the same part."""
    used = [members.get(name) for name in (*_PARTS, *(sheet.part for sheet in sheets))]
    beside = [members[name] for name in ("xl/sharedstrings.xml", "xl/styles.xml") if name in members]
    if not all(entry is not None and entry.usual for entry in (*used, *beside)):
        return False
    named = all(entry.name in _USUAL for entry in (*used[:len(_PARTS)], *beside) if entry)
    if not named or data[-22:-18] != _END or data[-2:] != b"\0\0":
        return False
    budget = Budget()           # they were paid for when the gate read them
    contents = [whole(data, entry, budget) for entry in used[:len(_PARTS)] if entry]
    found = recalled(_remembered, b"\0".join(contents), lambda: _found(*contents))
    mine = [(sheet.name, sheet.state, members[sheet.part].name) for sheet in sheets]
    return list(found) == mine and len({name for name, _, _ in found}) == len(found)


def _found(package: bytes, book: bytes, related: bytes) -> tuple[tuple[str, str, str], ...]:
    """Name, state and part of each sheet as the reader would find it; none where it is not certain."""
    texts = [_plain(content) for content in (package, book, related)]
    try:
        around, parts = _relations(texts[0], package), _relations(texts[2], related)
        elements = flat(book, BOOK)
    except StopError:
        return ()
    main = [target for kind, target in around.values() if kind == f"{_TYPES}/officeDocument"]
    if "" in texts or main not in ([BOOK], [f"/{BOOK}"]):
        return ()
    if any(name == "workbookPr" and attributes.get("date1904") not in _OFF for name, attributes, _ in elements):
        return ()
    found: list[tuple[str, str, str]] = []
    for match in _SHEET.finditer(texts[1]):
        kind, given = parts.get(match[3], ("", ""))
        target = _TARGET.fullmatch(given) if kind == f"{_TYPES}/worksheet" else None
        found.append((match[1], match[2] or "visible", f"xl/{target[1]}" if target else ""))
    return tuple(found)


def _plain(content: bytes) -> str:
    """A part as text, if it has nothing but elements; else nothing."""
    if b"<!" in content or content.count(b"<?") > 1 or b"\0" in content:
        return ""
    try:
        return content.decode()
    except UnicodeDecodeError:
        return ""


def _relations(text: str, content: bytes) -> Mapping[str, tuple[str, str]]:
    """Type and target of each relation by its id; none where one is written otherwise than usual."""
    found: dict[str, tuple[str, str]] = {}
    matches = _RELATION.findall(text)
    for given in matches:
        attributes = dict(_ATTRIBUTE.findall(given))
        outside = "TargetMode" in attributes
        found[attributes.get("Id", "")] = (attributes.get("Type", ""), "" if outside else attributes.get("Target", ""))
    count = sum(name == "Relationship" for name, _, _ in flat(content, "")) if text else 0
    return found if count == len(matches) == len(found) and "" not in found else {}
