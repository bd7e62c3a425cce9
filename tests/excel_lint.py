"""A lint of workbooks: what Excel would refuse, repair or silently drop, which no library here notices.

The codes are those of ``excel_limits``. A lint that is silent proves nothing about Excel; one that speaks names a fact.
"""

from __future__ import annotations

from collections.abc import Iterator

from excel_book import WORKBOOK, book_problems, read_book, sheets_of
from excel_package import Package, opened
from excel_rules import rule_problems
from excel_sheet import sheet_problems


def problems(data: bytes) -> list[str]:
    """Everything Excel would refuse in a workbook, each as ``code: where and what``; [] where there is nothing."""
    package, found = opened(data)
    if WORKBOOK in package.trees:
        found += _inside(package)
    elif not found:
        found.append("content-types: no workbook")
    return list(dict.fromkeys(found))


def _inside(package: Package) -> Iterator[str]:
    book = read_book(package)
    yield from book_problems(book)
    for number, (sheet, part) in enumerate(sheets_of(package)):
        tree = package.trees.get(part)
        if tree is None:
            continue
        name, hidden = sheet.get("name"), sheet.get("state", "visible") != "visible"
        for problem in (*sheet_problems(tree, number, hidden=hidden, book=book), *rule_problems(tree, part, book)):
            yield f"{problem} [{name}]"
