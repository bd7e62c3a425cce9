"""The lint of what is attached to cells: validations, conditional formats, links, tables, comments, protection."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache

from excel_areas import Area, area, areas, meet, meetings
from excel_book import Book, text_problems
from excel_formula import formula_problems, masked
from excel_package import MAIN, Element, R, repeated
from excel_sheet import merges_of
from xlsxwriter.utility import xl_col_to_name

_KINDS = ("none", "whole", "decimal", "list", "date", "time", "textLength", "custom")
_OPERATORS = ("between", "notBetween", "equal", "notEqual", "lessThan", "lessThanOrEqual", "greaterThan", "greaterThanOrEqual")
_RULES = (
    "expression", "cellIs", "colorScale", "dataBar", "iconSet", "top10", "uniqueValues", "duplicateValues", "containsText",
    "notContainsText", "beginsWith", "endsWith", "containsBlanks", "notContainsBlanks", "containsErrors", "notContainsErrors",
    "timePeriod", "aboveAverage",
)  # fmt: skip
_STRING = re.compile(r'"(?:[^"]|"")*"')
_TABLE = re.compile(r"[\[\]{}@]")
_HASH = ("algorithmName", "hashValue", "saltValue", "spinCount")


def rule_problems(tree: Element, part: str, book: Book) -> Iterator[str]:
    """Whatever Excel would refuse of what is attached to a sheet's cells."""
    yield from _validations(tree, book)
    yield from _formats(tree, book)
    yield from _links(tree, part, book)
    yield from _tables(tree, part, book)
    yield from _comments(tree, part, book)
    for each in tree.iterfind(f"{MAIN}sheetProtection"):
        password, parts = each.get("password"), [each.get(key) for key in _HASH]
        if (password is not None and not re.fullmatch("[0-9A-Fa-f]{4}", password)) or (any(parts) and not all(parts)):
            yield f"protection: {password or parts}"


@cache
def _plain(formula: str) -> tuple[str, ...]:
    """Array constants, tables and unions, which no validation and no conditional format takes."""
    found: list[str] = []
    bare = _STRING.sub('""', formula)
    depth: list[bool] = []
    for token in re.finditer(r"([A-Za-z_][\w.]*)?\(|\)|,", bare):
        if token[0] == ")":
            depth = depth[:-1]
        elif token[0] != ",":
            depth.append(bool(token[1]))
        elif not depth or not depth[-1]:
            found.append(f"rule-formula: a union in {formula[:60]}")
    return (*found, f"rule-formula: {formula[:60]}") if _TABLE.search(bare) else tuple(found)


def _validations(tree: Element, book: Book) -> Iterator[str]:
    found = tree.findall(f"{MAIN}dataValidations/{MAIN}dataValidation")
    if len(found) > 65_534 or (tree.find(f"{MAIN}dataValidations") is not None and not found):
        yield f"validation-area: {len(found)} validations"
    for each in found:
        where = each.get("sqref", "")
        if areas(where) is None:
            yield f"validation-area: {where!r}"
        yield from (f"{problem} ({where})" for problem in _validation(each, book))


def _validation(each: Element, book: Book) -> Iterator[str]:
    kind, operator = each.get("type", "none"), each.get("operator", "between")
    formulas = [part.text or "" for part in each if part.tag.startswith(f"{MAIN}formula")]
    two = kind not in ("none", "list", "custom") and operator in ("between", "notBetween")
    asked = 0 if kind == "none" else 1 + two
    if kind not in _KINDS or operator not in _OPERATORS or len(formulas) < asked or not all(formulas[:asked]):
        yield f"validation-kind: {kind} {operator} with {len(formulas)} formulas"
    for key, limit, code in (
        ("errorTitle", 32, "title"), ("promptTitle", 32, "title"), ("prompt", 255, "prompt"), ("error", 225, "error"),
    ):  # fmt: skip
        if len(each.get(key, "")) > limit:
            yield f"validation-{code}: {key} has {len(each.get(key, ''))} characters"
    for formula in formulas:
        written = kind == "list" and formula.startswith('"')
        if written and len(formula) - 2 > 255:
            yield f"validation-list: {len(formula) - 2} characters"
        elif not written:
            if len(formula) > 255:
                yield f"validation-formula: {len(formula)} characters"
            yield from (*_plain(masked(formula)), *formula_problems(formula, book.known))


def _formats(tree: Element, book: Book) -> Iterator[str]:
    blocks = tree.findall(f"{MAIN}conditionalFormatting")
    for block in blocks:
        if areas(block.get("sqref", "")) is None or block.find(f"{MAIN}cfRule") is None:
            yield f"format-area: {block.get('sqref')!r}"
        for rule in block.iterfind(f"{MAIN}cfRule"):
            yield from (f"{problem} ({block.get('sqref')})" for problem in _format(rule, book))
    priorities = Counter(rule.get("priority", "") for block in blocks for rule in block.iterfind(f"{MAIN}cfRule"))
    for priority, count in priorities.items():
        if count > 1 or not priority.isdigit() or int(priority) < 1:
            yield f"format-rule: priority {priority} {count} times"


def _format(rule: Element, book: Book) -> Iterator[str]:
    kind = rule.get("type", "")
    formulas = [part.text or "" for part in rule.iterfind(f"{MAIN}formula")]
    asked = {"expression": 1, "cellIs": 2 if rule.get("operator") in ("between", "notBetween") else 1}.get(kind, 0)
    if kind not in _RULES or not asked <= len(formulas) <= 3 or not all(formulas):
        yield f"format-rule: {kind} with {len(formulas)} formulas"
    if int(rule.get("dxfId", "0")) >= max(book.differential, 1):
        yield f"dxf-index: {rule.get('dxfId')} of {book.differential}"
    for formula in formulas:
        if "!" in _STRING.sub("", formula).replace("#REF!", ""):
            yield f"format-sheet: {formula[:60]}"
        yield from (*_plain(masked(formula)), *formula_problems(formula, book.known))


def _links(tree: Element, part: str, book: Book) -> Iterator[str]:
    links = tree.findall(f"{MAIN}hyperlinks/{MAIN}hyperlink")
    if len(links) > 65_530:
        yield f"links-many: {len(links)}"
    own = book.package.relations.get(part, {})
    for each in links:
        target = own.get(each.get(f"{R}id", ""), ("", ""))[1]
        place = each.get("location", "")
        if areas(each.get("ref", "")) is None or len(target) > 2079 or len(place) > 2079 or len(each.get("tooltip", "")) > 255:
            yield f"link: {each.get('ref')} to {target[:60]}{place[:60]}"
        sheet, sign, cells = place.rpartition("!")
        named = sheet.removeprefix("'").removesuffix("'").replace("''", "'").lower()
        there = named in book.known.sheets and area(cells.replace("$", "")) if sign else place.lower() in book.known.names
        if place and not target and not there:
            yield f"link: {each.get('ref')}: no place {place}"


def _tables(tree: Element, part: str, book: Book) -> Iterator[str]:
    tables = [book.package.trees[name] for name in book.package.of_kind(part, "table")]
    names = [each.get("name", "").lower() for name, each in book.package.trees.items() if name.startswith("xl/tables/")]
    places = [place for each in tables if (place := area(each.get("ref", "")))]
    if len(places) < len(tables) or any(True for _ in meetings(places)) or (tables and repeated(names)):
        yield f"table: {[each.get('ref') for each in tables]} {names}"
    for table in tables:
        columns = [each.get("name", "") for each in table.iter(f"{MAIN}tableColumn")]
        place = area(table.get("ref", ""))
        if repeated(name.lower() for name in columns) or not all(columns) or (place and len(columns) != place[3] - place[1] + 1):
            yield f"table: {table.get('name')}: columns {columns}"
        if place and table.get("headerRowCount") != "0" and _headings(tree, place, book) != columns:
            yield f"table: {table.get('name')}: headings {_headings(tree, place, book)}"
        for _, merge in merges_of(tree):
            if merge and place and meet(merge, place):
                yield f"merge-table: {merge} in {table.get('name')}"


def _headings(tree: Element, place: Area, book: Book) -> list[str]:
    """The texts in the header cells of a table."""
    found = {each.get("r", ""): each.findtext(f"{MAIN}v", "") for each in tree.iter(f"{MAIN}c") if each.get("t") == "s"}
    cells = [f"{xl_col_to_name(number - 1)}{place[0]}" for number in range(place[1], place[3] + 1)]
    return [book.strings[int(found[where])] if where in found else "" for where in cells]


def _comments(tree: Element, part: str, book: Book) -> Iterator[str]:
    for name in book.package.of_kind(part, "comments"):
        comments = book.package.trees[name].findall(f"{MAIN}commentList/{MAIN}comment")
        places = [each.get("ref", "") for each in comments]
        if repeated(places) or not all(map(area, places)) or tree.find(f"{MAIN}legacyDrawing") is None:
            yield f"comment: {places[:5]} on {part}"
        for each in comments:
            if any(problem.startswith("text-long") for problem in text_problems(each)):
                yield f"comment: {each.get('ref')} is too long"
