"""The lint of one worksheet: the order of its parts, its cells, rows, columns, merges, panes and print set-up."""

from __future__ import annotations

import re
from collections.abc import Iterator

from excel_areas import COLUMNS, ROWS, Area, area, areas, cell, meetings
from excel_book import Book, reaches, text_problems
from excel_formula import formula_problems
from excel_package import MAIN, Element
from excel_shared import shared_problems

ORDER = (
    "sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr", "sheetProtection", "protectedRanges",
    "scenarios", "autoFilter", "sortState", "dataConsolidate", "customSheetViews", "mergeCells", "phoneticPr", "conditionalFormatting",
    "dataValidations", "hyperlinks", "printOptions", "pageMargins", "pageSetup", "headerFooter", "rowBreaks", "colBreaks",
    "customProperties", "cellWatches", "ignoredErrors", "smartTags", "drawing", "legacyDrawing", "legacyDrawingHF", "drawingHF",
    "picture", "oleObjects", "controls", "webPublishItems", "tableParts", "extLst",
)  # fmt: skip
_ERRORS = frozenset({"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#GETTING_DATA"})
_NUMBER = re.compile(r"-?\d+(\.\d*)?([Ee][+-]?\d+)?|-?\.\d+([Ee][+-]?\d+)?")
_DATE = re.compile(r"-?\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?Z?)?")
_PANES = {"topRight": ("xSplit",), "bottomLeft": ("ySplit",), "bottomRight": ("xSplit", "ySplit")}


def sheet_problems(tree: Element, number: int, *, hidden: bool, book: Book) -> Iterator[str]:
    """Whatever Excel would refuse about a sheet's cells and looks; ``number`` is its place among the sheets, from 0."""
    named = [each.tag.removeprefix(MAIN) for each in tree]
    places = [ORDER.index(name) if name in ORDER else -1 for name in named]
    alone = [name for name in named if name != "conditionalFormatting"]
    if places != sorted(places) or -1 in places or len(set(alone)) < len(alone):
        yield f"element-order: {' '.join(named)}"
    yield from _rows(tree, book)
    yield from shared_problems(tree)
    yield from _columns(tree, book)
    yield from merge_problems(merges_of(tree), tree)
    for view in tree.iter(f"{MAIN}sheetView"):
        if hidden and view.get("tabSelected") in ("1", "true"):
            yield "sheet-selected: a hidden sheet"
        yield from _view(view)
    yield from _page(tree)
    yield from _filter(tree, number, book)


def _rows(tree: Element, book: Book) -> Iterator[str]:
    last, tags = 0, (f"{MAIN}f", f"{MAIN}v", f"{MAIN}is")
    for row in tree.iterfind(f"{MAIN}sheetData/{MAIN}row"):
        number = int(row.get("r", last + 1))
        if number > ROWS:
            yield f"cell-reference: row {number}"
        if number <= last:
            yield f"cell-order: row {number} after {last}"
        last, height = number, float(row.get("ht", "0"))
        if not 0 <= height <= 409.5:
            yield f"row-height: row {number}: {height}"
        if int(row.get("s", "0")) >= max(book.formats, 1):
            yield f"style-index: row {number}: {row.get('s')} of {book.formats}"
        before = 0
        for each in row:
            place = cell(each.get("r", ""))
            if place is None or place[0] != number:
                yield f"cell-reference: {each.get('r')} in row {number}"
                continue
            if place[1] <= before:
                yield f"cell-order: {each.get('r')}"
            before = place[1]
            yield from _cell(each, book, tags)


def _cell(each: Element, book: Book, tags: tuple[str, str, str]) -> Iterator[str]:
    where = each.get("r", "")
    if int(each.get("s", "0")) >= max(book.formats, 1):
        yield f"style-index: {where}: {each.get('s')} of {book.formats}"
    formula = value = None
    for part in each:
        if part.tag == tags[0]:
            formula = part.text or ""
            if formula or part.get("t") != "shared":
                yield from (f"{problem} ({where})" for problem in formula_problems(formula, book.known))
        elif part.tag == tags[1]:
            value = part.text or ""
        else:
            yield from (f"{problem} ({where})" for problem in text_problems(part))
    kind = each.get("t", "n")
    if kind == "s" and not (value and value.isdigit() and int(value) < len(book.strings)):
        yield f"string-index: {where}: {value} of {len(book.strings)}"
    if kind != "s" and not _fits(kind, value, each, formula=formula is not None):
        yield f"cell-value: {where}: t={kind} {value!r}"
    if kind == "str" and len(value or "") > 32_767:
        yield f"text-long: {where}"


def _fits(kind: str, value: str | None, each: Element, *, formula: bool) -> bool:
    """Whether a value is what its kind says; a formula may come without one."""
    if kind == "inlineStr":
        return each.find(f"{MAIN}is") is not None
    if kind == "str":
        return value is not None or formula
    if value is None or (formula and value == ""):
        return kind == "n" or formula
    if kind == "n":
        return bool(_NUMBER.fullmatch(value)) and abs(float(value)) < 1e308
    if kind == "d":
        return bool(_DATE.fullmatch(value))
    return (kind == "b" and value in ("0", "1")) or (kind == "e" and value in _ERRORS)


def _columns(tree: Element, book: Book) -> Iterator[str]:
    last = 0
    for each in tree.iterfind(f"{MAIN}cols/{MAIN}col"):
        first, end, width = int(each.get("min", "0")), int(each.get("max", "0")), float(each.get("width", "0"))
        if not last < first <= end <= COLUMNS:
            yield f"column-overlap: {first}:{end} after {last}"
        if not 0 <= width <= 255:
            yield f"column-width: {first}: {width}"
        if int(each.get("style", "0")) >= max(book.formats, 1):
            yield f"style-index: column {first}: {each.get('style')} of {book.formats}"
        last = end


def merges_of(tree: Element) -> list[tuple[str, Area | None]]:
    """The merges of a sheet, None where one is no area."""
    found = [each.get("ref", "") for each in tree.iterfind(f"{MAIN}mergeCells/{MAIN}mergeCell")]
    return [(text, area(text)) for text in found]


def merge_problems(merges: list[tuple[str, Area | None]], tree: Element) -> Iterator[str]:
    """Merges that are none, or share a cell."""
    if tree.find(f"{MAIN}mergeCells") is not None and not merges:
        yield "merge: an empty list"
    for text, found in merges:
        if found is None or found[:2] == found[2:]:
            yield f"merge: {text}"
    for one, other in meetings(found for _, found in merges if found):
        yield f"merge-overlap: {one} and {other}"


def _view(view: Element) -> Iterator[str]:
    pane = view.find(f"{MAIN}pane")
    splits = {"xSplit": 0.0, "ySplit": 0.0}
    if pane is not None:
        splits = {key: float(pane.get(key, "0")) for key in splits}
        corner, frozen = cell(pane.get("topLeftCell", "")), pane.get("state") in ("frozen", "frozenSplit")
        if frozen and (corner is None or corner[0] <= splits["ySplit"] or corner[1] <= splits["xSplit"]):
            yield f"pane: {pane.get('topLeftCell')} under {splits}"
    there = [name for name, keys in _PANES.items() if all(splits[key] for key in keys)]
    chosen = view.findall(f"{MAIN}selection")
    active = [pane.get("activePane", "topLeft")] if pane is not None else []
    for name in [*active, *(each.get("pane", "topLeft") for each in chosen)]:
        if name != "topLeft" and name not in there:
            yield f"pane: {name} is none of {there}"
    for each in chosen:
        if cell(each.get("activeCell", "A1")) is None or areas(each.get("sqref", "A1")) is None:
            yield f"cell-reference: selected {each.get('activeCell')} {each.get('sqref')}"


def _page(tree: Element) -> Iterator[str]:
    for name, limit in (("rowBreaks", ROWS), ("colBreaks", COLUMNS)):
        breaks = [int(each.get("id", "0")) for each in tree.iterfind(f"{MAIN}{name}/{MAIN}brk")]
        if len(breaks) > 1026 or not all(0 < each < limit for each in breaks):
            yield f"page-breaks: {len(breaks)} in {name}"
    for each in tree.iterfind(f"{MAIN}headerFooter/*"):
        if len(each.text or "") > 255:
            yield f"header-footer: {len(each.text or '')} characters"
    for each in tree.iterfind(f"{MAIN}pageSetup"):
        pages = [int(each.get(key, "1")) for key in ("fitToWidth", "fitToHeight")]
        if not 10 <= int(each.get("scale", "100")) <= 400 or not all(0 <= count <= 32_767 for count in pages):
            yield f"page-scale: {each.get('scale')} {pages}"


def _filter(tree: Element, number: int, book: Book) -> Iterator[str]:
    found = tree.find(f"{MAIN}autoFilter")
    if found is None:
        return
    text = found.get("ref", "")
    place = area(text)
    if place is None:
        yield f"filter: {text}"
        return
    wide = place[3] - place[1]
    if any(not 0 <= int(each.get("colId", "-1")) <= wide for each in found.iterfind(f"{MAIN}filterColumn")):
        yield f"filter: a filter column outside {text}"
    for _, merge in merges_of(tree):
        if merge and merge[0] <= place[0] < merge[2] and merge[1] <= place[3] and place[1] <= merge[3]:
            yield f"filter: {text} under the merge {merge}"
    if reaches(book.filters.get(number, "")) not in (text, text.partition(":")[0]):
        yield f"filter-name: {text}, the name says {book.filters.get(number)}"
