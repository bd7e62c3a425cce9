"""What stands out among the entry rows: cells that look otherwise than their column, and the red on what is still as it was sent."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from formkit.cells import a1
from formkit.model import Form
from formkit.types import KINDS, Raw
from formkit.write.entries import begun, column_look
from formkit.write.issue import Entry, Issue
from formkit.write.phrase import quoted
from formkit.write.plan import Plan
from formkit.write.pouring import data_in
from formkit.write.rows import Grid, kept
from formkit.write.styles import Book

SHORT = 200
_UNSAID = re.compile("[\0\ud800-\udfff\ufffe\uffff]")     # what a formula cannot name either
DAY, PLAIN = "yyyy-mm-dd", "General"
ROOM = 1000
"""Marks go before the form's own colours, whose numbers leave room for so many, or twice, three times as many."""
_FAULT = {"border": 2, "border_color": "#C00000"}

Looks = Mapping[tuple[int, bool, str], str]
"""The beginnings of cells by column, whether what stands there is faulty, and the number format where it is not the column's."""


def odd_cells(form: Form, entry: Entry) -> Iterator[tuple[int, bool, str]]:
    """Which cells of an entry look otherwise than their column, and how: they are faulty, or their kind of value is unexpected."""
    faults = entry.faults
    odd = [index for index, value in enumerate(entry.values) if (value.__class__ is not str and value is not None) or index in faults]
    for index in odd:
        shown = _shown(form, index, entry.values[index])
        if shown or index in faults:
            yield index, index in faults, shown


def _shown(form: Form, index: int, value: Raw) -> str:
    """The number format that shows a value where its column's would not."""
    dates = KINDS[form.leaves[index].type].KIND == "date"
    if isinstance(value, date):
        return "" if dates else DAY
    return PLAIN if dates and isinstance(value, int | float | Decimal) else ""  # the number 2020.1 would be shown as a month of 1905


def marked(form: Form, issue: Issue) -> bool:
    """Whether cells stand out in a workbook, or might in one of its shape: then all such looks and room for marks are in it."""
    return issue.returned or any(True for rows in issue.entries.values() for entry in rows for _ in odd_cells(form, entry))


def room_for_marks(form: Form, issue: Issue) -> int:
    """How many numbers the form's own colours leave free before them."""
    count = sum(len(entry.faults) for rows in issue.entries.values() for entry in rows)
    return (count // ROOM + 1) * ROOM if marked(form, issue) else 0


def all_looks(book: Book, plan: Plan) -> Looks:
    """Every look an entry's cell may have besides its column's, in a fixed order, used or not: so equal in all of one shape."""
    found: dict[tuple[int, bool, str], str] = {}
    for index, leaf in enumerate(plan.form.leaves):
        other = PLAIN if KINDS[leaf.type].KIND == "date" else DAY
        for faulty, shown in ((True, ""), (False, other), (True, other)):
            more: dict[str, Any] = (_FAULT if faulty else {}) | ({"num_format": shown} if shown else {})
            found[index, faulty, shown] = begun(index, column_look(book, plan, index, **more))
    return found


def looks_of(form: Form, entry: Entry, looks: Looks) -> dict[int, str]:
    """The beginnings of those cells of an entry that look otherwise than their column."""
    return {odd[0]: looks[odd] for odd in odd_cells(form, entry)} if looks else {}


def marks_text(form: Form, issue: Issue, grids: Sequence[Grid], red: int) -> str:
    """The conditional formats of faulty cells; ``red`` is the number of the one they take (ECMA-376-1 §18.3.1.10, §18.3.1.18)."""
    found = [
        (a1(row, index), entry.values[index])
        for section, grid in zip(form.sections, grids, strict=True)
        for row, entry in enumerate(issue.entries.get(section.key, ()), grid.first)
        for index in sorted(entry.faults)
    ]
    return "".join(
        f'<conditionalFormatting sqref="{here}"><cfRule type="expression" dxfId="{red}" priority="{number}">'
        f"<formula>{data_in(_same(here, value))}</formula></cfRule></conditionalFormatting>"
        for number, (here, value) in enumerate(found, 1)
    )


def _same(here: str, value: Raw) -> str:
    """TRUE for as long as a cell says what it said when it was sent; mended, it keeps only its thick border."""
    if value is None or value == "":
        return f"LEN({here})=0"
    stands = kept(value)
    if isinstance(stands, str):
        exact = len(stands) <= SHORT and not _UNSAID.search(stands)
        return f"EXACT({here},{quoted(stands)})" if exact else f"LEN({here})={len(stands)}"
    return f"{here}={str(stands).upper() if stands.__class__ is bool else f'{stands:.16G}'}"
