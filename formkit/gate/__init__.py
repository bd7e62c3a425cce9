"""The gate: bytes -> what this file really is, and whether it may be opened.

No reader is safe with any bytes, so each file passes here first: standard library only, one pass, every
cost bounded by what was met and not by what the file declares. Nothing is unpacked to disk or repaired.
What looks into .xls, .xlsb and .ods is loaded with the first of them: most offices never see one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from . import facts, styles
from .archive import Entry, chunks, entries, whole
from .bookxml import Listed, listed, properties, relations, workbook_part
from .days import timed
from .extras import counted, counts, together
from .facts import Budget, Kind, Outcome, SheetFacts, StopError, Verdict, renamed
from .opening import BOOK, certain
from .sharedstrings import Strings, strings
from .sheet import sheet_facts
from .sniff import skip, sniff
from .xmlpass import scan

__all__ = ["Kind", "Outcome", "SheetFacts", "Verdict", "inspect", "skip"]

_STRINGS, _STYLES = "xl/sharedstrings.xml", "xl/styles.xml"     # where the reader looks, whatever the relations say
_XML = (".xml", ".rels", ".vml")
_OPEN = frozenset({"xlsx", "xlsm", "xlsb", "xls", "ods", "html", "csv", "spreadsheetml"})
_CODES: Mapping[Kind, tuple[Outcome, str]] = {
    "empty": ("unreadable", "file-empty"),
    "pdf": ("not-a-filing", "file-pdf"), "image": ("not-a-filing", "file-image"),
    "rar": ("not-a-filing", "file-rar"), "archive": ("not-a-filing", "file-archive"),
    "zip": ("not-a-filing", "file-zip"), "word": ("not-a-filing", "file-word"),
    "presentation": ("not-a-filing", "file-presentation"), "message": ("not-a-filing", "file-message"),
    "shortcut": ("not-a-filing", "file-shortcut"), "xml": ("not-a-filing", "file-xml"),
    "text": ("not-a-filing", "file-text"),
    "biff": ("not-a-filing", "file-old-excel"), "ole": ("not-a-filing", "not-spreadsheet"),
    "unknown": ("not-a-filing", "not-spreadsheet"),
}


def inspect(data: bytes, name: str) -> Verdict:
    """What a file is and whether it may be opened; never raises on any bytes.

    ``name`` decides only between a table and a plain text. A kind that formkit does not read is
    ``not-a-filing`` with a code that names it; what would harm a reader is ``refused``; what is cut or broken
    is ``unreadable``.
    """
    if len(data) > facts.RAW_LIMIT:
        size = {"size": str(-(-len(data) // 1_000_000)), "limit": str(facts.RAW_LIMIT // 1_000_000)}
        return Verdict("unknown", "refused", "file-too-large", size)
    kind = sniff(data, name)
    sheets: tuple[SheetFacts, ...] = ()
    try:
        if kind == "zip":
            return _package(data)
        if kind == "ole":
            from .ole import look

            kind, sheets = look(data, Budget())
    except StopError as stop:
        return Verdict(kind, stop.outcome, stop.code, stop.detail)
    return Verdict(kind, None, "", sheets=sheets) if kind in _OPEN else Verdict(kind, *_CODES[kind])


def _package(data: bytes) -> Verdict:
    """The verdict on a ZIP; its kind comes first, so that a refusal names what it refuses."""
    kind: Kind = "zip"
    budget = Budget()
    try:
        members = entries(data)
        book = workbook_part(data, members, budget)
        kind = _kind(data, members, book, budget)
        if kind not in _OPEN:
            return Verdict(kind, *_CODES[kind])
        if kind == "ods":
            return _open_document(data, members, budget)
        if book is None or kind == "xlsb":
            return _binary(data, members, book or "", budget)
        sheets, strings_ = _sheets(data, members, book, budget)
        return Verdict(kind, None, "", sheets=sheets, properties=properties(data, members, budget), strings=strings_)
    except StopError as stop:
        return Verdict(kind, stop.outcome, stop.code, stop.detail)


def _kind(data: bytes, members: Mapping[str, Entry], book: str | None, budget: Budget) -> Kind:
    if book is not None:
        if book.endswith(".bin"):
            return "xlsb"
        return "xlsm" if "xl/vbaproject.bin" in members else "xlsx"
    if "mimetype" in members:
        mime = whole(data, members["mimetype"], budget).strip()
        for word, kind in _MIMES:
            if mime.startswith(b"application/vnd.oasis.opendocument." + word):
                return kind
    if "word/document.xml" in members:
        return "word"
    return "presentation" if "ppt/presentation.xml" in members else "zip"


_MIMES: tuple[tuple[bytes, Kind], ...] = (
    (b"spreadsheet", "ods"), (b"text", "word"), (b"presentation", "presentation"))


def _sheets(
    data: bytes, members: Mapping[str, Entry], book: str, budget: Budget,
) -> tuple[tuple[SheetFacts, ...], tuple[str | None, ...]]:
    """The facts of each sheet in the order of the tabs, and the shared strings; each part is read once, listed or not."""
    sheets: tuple[Listed, ...] = listed(data, members, book, budget)
    titles = {sheet.part: sheet.name for sheet in reversed(sheets)}
    looks, texts = _looks(data, members, budget)
    if texts is None or book != BOOK or not certain(data, members, sheets):
        looks = replace(looks, timed=None)
    passed: dict[str, SheetFacts] = {}
    things: dict[str, Mapping[str, int]] = {}
    for part, entry in members.items():
        if part in titles or (part.startswith("xl/worksheets/") and part.endswith(".xml")):
            title = titles.get(part, entry.name)
            passed[part] = sheet_facts(chunks(data, entry, budget), entry.name, title, budget, looks)
        elif counts(part):
            things[part] = counted(part, _searched(data, entry, budget))
        elif part not in (_STRINGS, _STYLES):
            _drain(data, entry, budget)
    for part, sheet in passed.items() if things else ():
        related = relations(data, members, part, budget).values()
        passed[part] = replace(sheet, extras=together(sheet.extras, [things.get(target, {}) for _, target in related]))
    return tuple(renamed(passed[sheet.part], sheet.name, sheet.state) for sheet in sheets), texts or ()


def _looks(data: bytes, members: Mapping[str, Entry], budget: Budget) -> tuple[styles.Looks, tuple[str | None, ...] | None]:
    """What formats and shared strings add to the cells, and the strings; a part that is only broken adds nothing."""
    content = {name: _searched(data, members[name], budget) for name in (_STYLES, _STRINGS) if name in members}
    try:
        found = strings(content[_STRINGS], _STRINGS) if _STRINGS in content else Strings(texts=())
        looks = styles.styles(content.get(_STYLES, b""), _STYLES)
    except StopError as stop:
        if stop.outcome == "refused":
            raise
        return styles.PLAIN, None
    return styles.Looks(looks, found.empty, found.fonts, timed(content[_STYLES], _STYLES) if _STYLES in content else {}), found.texts


def _searched(data: bytes, entry: Entry, budget: Budget) -> bytes:
    """A part in one piece, after the search for a DTD."""
    content = b"".join(chunks(data, entry, budget))
    scan((content,), entry.name)
    return content


def _open_document(data: bytes, members: Mapping[str, Entry], budget: Budget) -> Verdict:
    manifest = members.get("meta-inf/manifest.xml")
    if manifest is not None and b"encryption-data" in whole(data, manifest, budget):
        return Verdict("ods", "encrypted", "file-encrypted")
    content = members.get("content.xml")
    if content is None:
        raise StopError("unreadable", "part-missing", sheet="content.xml")
    from .odsxml import content_facts

    sheets: tuple[SheetFacts, ...] = ()
    for entry in members.values():
        if entry is content:
            sheets = content_facts(chunks(data, entry, budget), entry.name, budget)
        else:
            _drain(data, entry, budget)
    return Verdict("ods", None, "", sheets=sheets)


def _binary(data: bytes, members: Mapping[str, Entry], book: str, budget: Budget) -> Verdict:
    from .xlsb import BOOK_PARTS, binary_facts, book_facts

    related = {identity: target for identity, (_, target) in relations(data, members, book, budget).items()}
    known = {part: b"".join(chunks(data, members[part], budget)) for part in (book, *BOOK_PARTS) if part in members}
    texts, formats = (known.get(part, b"") for part in BOOK_PARTS)
    about = book_facts(known.get(book, b""), texts, formats, related, budget)
    passed: dict[str, SheetFacts] = {}
    for part, entry in members.items():
        if part.endswith(".bin") and (part in related.values() or part.startswith("xl/worksheets/")) and part not in known:
            passed[part] = binary_facts(b"".join(chunks(data, entry, budget)), entry.name, about, budget)
        elif part not in known:
            _drain(data, entry, budget)
    found = tuple(renamed(passed[part], name, state) for name, state, part in about.sheets if part in passed)
    return Verdict("xlsb", None, "", sheets=found)


def _drain(data: bytes, entry: Entry, budget: Budget) -> None:
    """Pay for a part that is not parsed; XML is scanned, and a picture that is broken harms nobody."""
    if entry.name.lower().endswith(_XML):
        scan(chunks(data, entry, budget), entry.name)
        return
    try:
        for _ in chunks(data, entry, budget):
            pass
    except StopError as stop:
        if stop.outcome == "refused":
            raise
