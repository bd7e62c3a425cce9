"""The lint of shared formulas: one that stands in full, those below it that only name it, and what may not stand in one.

[MS-XLSB] 2.5.98.98, SharedParsedFormula, says what may not; that file is no xlsx, but Excel holds both in the same way.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from excel_areas import Area, area, cell
from excel_package import MAIN, Element

_TEXT = re.compile(r'"(?:[^"]|"")*"')
_AREA = re.compile(r"\$?[A-Z]{1,3}\$?\d{1,7}:\$?[A-Z]{1,3}\$?\d{1,7}")


def shared_problems(tree: Element) -> Iterator[str]:
    """Whatever Excel would refuse about a sheet's shared formulas."""
    full: dict[str, Area] = {}
    own: Counter[str] = Counter()
    for each in tree.iterfind(f"{MAIN}sheetData/{MAIN}row/{MAIN}c"):
        formula = each.find(f"{MAIN}f")
        if formula is None or formula.get("t") != "shared":
            continue
        where, number = cell(each.get("r", "")), formula.get("si", "")
        if formula.text:
            place = area(formula.get("ref", ""))
            if number in full or place is None or where != place[:2]:
                yield f"formula-shared: {each.get('r')} begins {number} over {formula.get('ref')}"
                continue
            full[number] = place
            yield from _refused(formula.text)
        elif number not in full or where is None or not _inside(where, full[number]) or formula.get("ref"):
            yield f"formula-shared: {each.get('r')} names {number}"
        own[number] += 1
    for number, place in full.items():
        if own[number] != (place[2] - place[0] + 1) * (place[3] - place[1] + 1):
            yield f"formula-shared: {number} stands in {own[number]} cells of {place}"


def _inside(where: tuple[int, int], place: Area) -> bool:
    return place[0] <= where[0] <= place[2] and place[1] <= where[1] <= place[3]


def _refused(formula: str) -> Iterator[str]:
    bare = _AREA.sub("A1", _TEXT.sub('""', formula))
    if set(bare) & set("{}[]!#:") or re.search(r"[\w)] +[\w($]", bare) or _joined(bare):
        yield f"formula-shared: {formula[:60]}"


def _joined(bare: str) -> bool:
    """Whether two areas are made one by a comma in brackets of its own."""
    while (plain := re.sub(r"(?<=\w)\([^()]*\)", "", bare)) != bare or (plain := re.sub(r"\(([^(),]*)\)", r"\1", bare)) != bare:
        bare = plain
    return "," in bare
