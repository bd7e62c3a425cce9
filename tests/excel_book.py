"""The lint of what belongs to the whole workbook: sheets, names, styles, shared texts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from excel_areas import area, cell
from excel_formula import Known, formula_problems
from excel_package import MAIN, Element, Package, R, repeated

WORKBOOK = "xl/workbook.xml"
_NAME = re.compile(r"[^\W\d][\w.\\?]*|\\[\w.\\?]*")
_R1C1 = re.compile(r"[Rr]\d*[Cc]\d*|[Rr]\d*|[Cc]\d*")
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_BARE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_BUILT_IN = "_xlnm."
_CORNER = r"\$?[A-Z]{1,3}\$?\d{1,7}"
_PRINT_AREA = re.compile(rf"(?:[^,]+!{_CORNER}(?::{_CORNER})?)(?:,[^,]+!{_CORNER}(?::{_CORNER})?)*")
_PRINT_TITLES = re.compile(r"[^,]+!\$(?:[A-Z]{1,3}:\$[A-Z]{1,3}|\d+:\$\d+)(?:,[^,]+!\$\d+:\$\d+)?")


@dataclass(frozen=True, slots=True)
class Book:
    """What the lint of a sheet needs to know of its workbook."""

    package: Package
    known: Known
    formats: int
    differential: int
    strings: tuple[str, ...]
    filters: dict[int, str]


def sheets_of(package: Package) -> list[tuple[Element, str]]:
    """The sheets of a workbook, each with its part."""
    tree, own = package.trees[WORKBOOK], package.relations.get(WORKBOOK, {})
    return [(each, own.get(each.get(f"{R}id", ""), ("", ""))[1]) for each in tree.iter(f"{MAIN}sheet")]


def read_book(package: Package) -> Book:
    """What sheets, names, formats and texts there are."""
    tree = package.trees[WORKBOOK]
    names = [(each.get("name", "").lower(), each) for each in tree.iter(f"{MAIN}definedName")]
    filters = {int(each.get("localSheetId", "-1")): each.text or "" for name, each in names if name == "_xlnm._filterdatabase"}
    tables = {each.get("name", "").lower() for name, each in package.trees.items() if name.startswith("xl/tables/")}
    sheets = frozenset(each.get("name", "").lower() for each, _ in sheets_of(package))
    known = Known(sheets, frozenset({name for name, _ in names} | tables))
    styles, strings = package.trees.get("xl/styles.xml"), package.trees.get("xl/sharedStrings.xml")
    texts = tuple("".join(item.itertext()) for item in strings.findall(f"{MAIN}si")) if strings is not None else ()
    return Book(package, known, _count(styles, "cellXfs", "xf"), _count(styles, "dxfs", "dxf"), texts, filters)


def _count(tree: Element | None, within: str, name: str) -> int:
    return len(tree.findall(f"{MAIN}{within}/{MAIN}{name}")) if tree is not None else 0


def book_problems(book: Book) -> Iterator[str]:
    """Whatever Excel would refuse about sheets, names, styles and texts."""
    tree, sheets = book.package.trees[WORKBOOK], [each for each, _ in sheets_of(book.package)]
    yield from _sheet_names([each.get("name", "") for each in sheets])
    ids = [each.get("sheetId", "") for each in sheets]
    if repeated(ids) or not all(each.isdigit() and 1 <= int(each) <= 65_534 for each in ids):
        yield f"sheet-id: {ids}"
    visible = [place for place, each in enumerate(sheets) if each.get("state", "visible") == "visible"]
    if not visible:
        yield "sheet-none: every sheet is hidden"
    for view in tree.iter(f"{MAIN}workbookView"):
        active, first = int(view.get("activeTab", "0")), int(view.get("firstSheet", "0"))
        if (visible and active not in visible) or not 0 <= first < len(sheets):
            yield f"active-tab: {active}, first {first} of {len(sheets)} sheets"
    yield from _names(tree, sheets, book)
    if (styles := book.package.trees.get("xl/styles.xml")) is not None:
        yield from _styles(styles)
    if (strings := book.package.trees.get("xl/sharedStrings.xml")) is not None:
        yield from _strings(strings)


def _sheet_names(names: list[str]) -> Iterator[str]:
    for name in names:
        if not 1 <= len(name) <= 31:
            yield f"sheet-name-long: {name!r} has {len(name)} characters"
        if set(name) & set("[]:*?/\\"):
            yield f"sheet-name-sign: {name}"
        if name.startswith("'") or name.endswith("'"):
            yield f"sheet-name-quote: {name}"
        if name.lower() == "history":
            yield f"sheet-name-history: {name}"
    yield from (f"sheet-name-repeated: {name}" for name in repeated(name.lower() for name in names))


def _names(tree: Element, sheets: list[Element], book: Book) -> Iterator[str]:
    names = list(tree.iter(f"{MAIN}definedName"))
    for name in repeated(f"{each.get('localSheetId')} {each.get('name', '').lower()}" for each in names):
        yield f"name-repeated: {name}"
    for each in names:
        name, scope, text = each.get("name", ""), each.get("localSheetId"), each.text or ""
        if scope is not None and int(scope) >= len(sheets):
            yield f"name-scope: {name} on sheet {scope}"
        elif name.startswith(_BUILT_IN):
            yield from _built_in(name, sheets[int(scope)].get("name", "") if scope else "", text)
        elif not _NAME.fullmatch(name) or len(name) > 255 or _R1C1.fullmatch(name) or cell(name.upper()):
            yield f"name: {name}"
        yield from (f"{problem} (name {name})" for problem in formula_problems(text, book.known))


def _built_in(name: str, sheet: str, text: str) -> Iterator[str]:
    pattern = {"Print_Area": _PRINT_AREA, "Print_Titles": _PRINT_TITLES}.get(name.removeprefix(_BUILT_IN))
    named = {part.rpartition("!")[0].strip("'").replace("''", "'") for part in text.split(",")}
    if pattern and (not pattern.fullmatch(text) or named != {sheet}):
        yield f"name-area: {name} = {text}"


def _styles(tree: Element) -> Iterator[str]:
    sizes = {f"{name}Id": _count(tree, f"{name}s", name) for name in ("font", "fill", "border")}
    sizes["xfId"] = _count(tree, "cellStyleXfs", "xf")
    formats = {each.get("numFmtId", ""): each.get("formatCode", "") for each in tree.findall(f"{MAIN}numFmts/{MAIN}numFmt")}
    for name in ("cellXfs", "cellStyleXfs"):
        for number, each in enumerate(tree.findall(f"{MAIN}{name}/{MAIN}xf")):
            for key, size in sizes.items():
                if int(each.get(key, "0")) >= max(size, 1):
                    yield f"style-index: {name} {number}: {key}={each.get(key)} of {size}"
            if int(each.get("numFmtId", "0")) >= 164 and each.get("numFmtId", "") not in formats:
                yield f"style-index: {name} {number}: number format {each.get('numFmtId')}"
    if _count(tree, "cellXfs", "xf") > 64_000 or sizes["fontId"] > 512:
        yield f"styles-many: {_count(tree, 'cellXfs', 'xf')} formats, {sizes['fontId']} fonts"
    codes = [each.get("formatCode", "") for each in tree.iter(f"{MAIN}numFmt")]
    yield from (f"number-format: {code[:40]!r}" for code in codes if not _number_format(code))
    for each in tree.iter(f"{MAIN}font"):
        name, size = each.find(f"{MAIN}name"), each.find(f"{MAIN}sz")
        long = name is not None and not 1 <= len(name.get("val", "")) <= 31
        if long or (size is not None and not 1 <= float(size.get("val", "11")) <= 409):
            yield f"font: {name.get('val') if name is not None else ''}"


def _number_format(code: str) -> bool:
    """Whether quotes and brackets are closed and there are no more than four parts."""
    bare = re.sub(r'"[^"]*"|\\.|[_*].', "", code)
    parts = re.sub(r"\[[^\[\]]*\]", "", bare)
    return 1 <= len(code) <= 255 and not set(parts) & set('"[]') and parts.count(";") <= 3


def _strings(tree: Element) -> Iterator[str]:
    items = tree.findall(f"{MAIN}si")
    if tree.get("uniqueCount") not in (None, str(len(items))):
        yield f"string-count: {tree.get('uniqueCount')}, there are {len(items)}"
    for item in items:
        yield from text_problems(item)


def text_problems(item: Element) -> Iterator[str]:
    """Whatever Excel would refuse, cut or change about a text that may stand in several runs."""
    runs = list(item.iter(f"{MAIN}t"))
    raw = "".join(each.text or "" for each in runs)
    text = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), raw) if "_x" in raw else raw
    if len(text) > 32_767:
        yield f"text-long: {len(text)} characters: {text[:20]}…"
    if text.count("\n") > 253:
        yield f"text-lines: {text.count(chr(10))}: {text[:20]}…"
    if _BARE.search(raw) or any(0xD800 <= ord(sign) <= 0xDFFF for sign in text if sign > "\ud7ff"):
        yield f"text-control: {raw[:40]!r}"
    for each in runs:
        said = each.text or ""
        if said != said.strip(" \t\n\r") and each.get("{http://www.w3.org/XML/1998/namespace}space") != "preserve":
            yield f"text-blanks: {said[:40]!r}"


def reaches(text: str) -> str:
    """The area a name's text speaks of, without sheet and $."""
    bare = text.rpartition("!")[2].replace("$", "")
    return bare if area(bare) else ""
