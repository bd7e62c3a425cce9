"""What a clerk wrote where no form is: above the header, in headings of his own, on other sheets; and what came along before.

A return copy brings it all under 表外内容, each text with its first address, however often it goes to and fro.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from formkit import identity
from formkit.cells import Place, a1
from formkit.layout import OUTSIDE_SHEET, OWN_SHEETS
from formkit.model import Form
from formkit.read.grid import Grid
from formkit.read.headers import find_headers
from formkit.read.labels import plain
from formkit.remembered import once
from formkit.types import Raw, characters

Beside = tuple[Place, str]
_FIRST = 3  # a title and a header stand above the texts that were carried
_BETWEEN = " | "
_STATUS = re.compile(r"共\d*行,.*未自检|零报告|有出错的单元格")
_BLANK = re.compile(r"\{unit\}|\{period\}")
_SWITCH = ("是", "√", "零报告")


def carried(grids: Iterable[Grid]) -> Iterator[Beside]:
    """The texts on the sheet 表外内容, at the address they had in the file that was first sent.

    A line that a clerk typed there has no such address and goes by its own.
    """
    for grid in grids:
        if grid.name != OUTSIDE_SHEET:
            continue
        for row, line in enumerate(grid.rows[_FIRST - 1 :], _FIRST):
            place, said = ("" if value is None else str(value) for value in (*line[:2], None, None)[:2])
            sheet, _, cell = place.rpartition("!")
            if sheet and said:
                yield Place(sheet, cell), said
            elif place or said:
                yield Place(grid.name, f"A{row}"), place + said


def around(form: Form, grids: Iterable[Grid], used: Iterable[str]) -> Iterator[Beside]:
    """What stands above the form on the sheets that were used for it, and row by row on those that were not.

    A copy of the sheet that was used brings only the rows in which it differs.
    """
    names = frozenset(used)
    sheets = tuple(grids)
    known: set[tuple[object, ...]] | None = None
    for grid in sheets:
        if grid.name in names:
            yield from _above(form, grid)
        elif grid.name not in OWN_SHEETS:
            if known is None:
                used_for = (each for each in sheets if each.name in names)
                known = {(row, *_texts(line)) for each in used_for for row, line in enumerate(each.rows, 1)}
            for row, line in enumerate(grid.rows, 1):
                if (texts := _texts(line)) and (row, *texts) not in known:
                    yield Place(grid.name, a1(row, texts[0][0])), _BETWEEN.join(said for _, said in texts)


def _texts(line: Sequence[Raw]) -> tuple[tuple[int, str], ...]:
    """What a row holds, each with its column, as its cells show it."""
    said = ((place, _said(value)) for place, value in enumerate(line) if value is not None)
    return tuple((place, text) for place, text in said if text.strip())


def _said(value: Raw) -> str:
    return characters.number_text(value) if isinstance(value, float) else str(value)


def _above(form: Form, grid: Grid) -> Iterator[Beside]:
    headers = find_headers(form, grid)
    top = headers[0].first if headers else 1
    for row, line in enumerate(grid.rows[: top - 1], 1):
        for place, value in enumerate(line):
            if value is not None and not _ours(form, plain(value) if isinstance(value, str) else str(value)):
                yield Place(grid.name, a1(row, place)), _said(value)
    for header in headers:
        for place, said in header.unknown:
            rows = range(header.first, header.last + 1)
            row = next((row for row in rows if plain(grid.value(row, place)) == plain(said)), header.first)
            yield Place(grid.name, a1(row, place)), said


@once(1024)
def _ours(form: Form, said: str) -> bool:
    """Whether a text above the header is the workbook's own: keys, identity, status, or what the paper prints."""
    own = not said or said in form.places or said in _SWITCH or identity.from_code(said) is not None
    return own or bool(_STATUS.match(said)) or _printed(form).fullmatch(said) is not None


@once(256)
def _printed(form: Form) -> re.Pattern[str]:
    """What the paper prints over the table, whatever the unit and the period are."""
    labels: Sequence[str] = [section.label for section in form.sections if section.label]
    whole = (form.title, form.paper.annex or "", *form.paper.above, *labels)
    texts = ("[^:]*".join(re.escape(plain(part)) for part in _BLANK.split(text)) for text in whole if text)
    return re.compile("|".join(texts))
