"""Finding headers on a page: rows of labels, one or more levels deep, and the path of labels above each column."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from formkit.draft.sheet import Page
from formkit.draft.vocabulary import COINS, COUNTED, MEASURED
from formkit.layout import EXPLANATION_LABEL, SELFCHECK_LABEL, VERDICT_LABEL
from formkit.values import dataclass
from formkit.words import workbook as words

DEEPEST = 6
_OWN = (SELFCHECK_LABEL, EXPLANATION_LABEL, VERDICT_LABEL, words.text("zero-label"))
_COLON = re.compile(r"[:：][\s_＿　]*(?:20\d?\s*)?(?:年[\s_　]*)?(?:月[\s_　]*)?(?:日[\s_　]*)?$")
_FRAME = re.compile(
    r"^[（(]\s*(?:盖章|公章|章)\s*[）)]$|^(?:填报|填表|报送|制表|统计|上报)?(?:单位|部门)\s*(?:名称)?[（(][^（）()]*章[^（）()]*[）)]"
    r"|^(?:填报|填表|报送|制表|统计|上报)(?:单位|部门|时间|日期|人|年月|月份|期)?\s*[:：]"
    r"|^(?:单位|审核人|审批人|负责人|单位负责人|分管领导|主要领导|联系人|联系电话|电话|表号|制定机关|批准机关|有效期至)\s*[:：]"
    r"|^附[件表]\s*[\d一二三四五六七八九十]*[\s:：]*$|^[\s_　]*(?:20\d{0,2})?[\s_　]*年[\s_　]+月(?:[\s_　]+日)?$"
    r"|^[（(]?[\s_　]*20[\s_　Xx×]*年(?:度|[\s_　Xx×]*月(?:[\s_　]*日)?)[\s_　]*[）)]?$"
)
_VALUE = re.compile(r"^[-+]?[\d,]+(?:\.\d+)?%?$|^\d{4}[-/.年]\d{1,2}(?:[-/.月]\d{1,2}日?)?月?$|^\d{17}[\dXx]$|^[√✓×]$|^(?:例|示例|如)[:：]?")
_UNITS = "|".join(sorted((re.escape(unit) for unit in COINS | COUNTED | MEASURED), key=len, reverse=True))
_BARE_UNIT = re.compile(rf"^[（(]?(?:{_UNITS})(?:/(?:{_UNITS}))?[）)]?$")
BRACKETED_UNIT = re.compile(rf"^[（(](?:{_UNITS})(?:/(?:{_UNITS}))?[）)]$")


@dataclass(frozen=True, slots=True)
class Leaf:
    """A column of the form: the sheet's columns it takes (from 0, both inclusive) and the labels above it."""

    left: int
    right: int
    path: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Header:
    """A header: its rows (from 1, both inclusive) and its columns."""

    top: int
    bottom: int
    leaves: tuple[Leaf, ...]

    @property
    def left(self) -> int:
        """Its first column on the sheet."""
        return self.leaves[0].left

    @property
    def right(self) -> int:
        """Its last column on the sheet."""
        return self.leaves[-1].right

    @property
    def paths(self) -> tuple[tuple[str, ...], ...]:
        """The label paths of its columns."""
        return tuple(leaf.path for leaf in self.leaves)


def tidy(text: str) -> str:
    """A label on one line: breaks and the spaces that spread Han characters apart are gone."""
    text = re.sub(r"[\s　]+", " ", text.strip(" \t\r\n　"))
    return re.sub(r"(?<=[^\x00-\x7f]) | (?=[^\x00-\x7f])", "", text)


def is_own(text: str) -> bool:
    """Whether a text is one that formkit prints beside a form."""
    return tidy(text).startswith(_OWN)


def is_frame(text: str) -> bool:
    """Whether a text stands around a table (填报单位：, 附件1, 年 月 日) and is no label."""
    line = text.strip(" \t\r\n　")
    if line.startswith("其中"):
        return False
    return bool(_FRAME.search(line) or _COLON.search(line))


def header_at(page: Page, row: int) -> Header | None:
    """The header that begins in a row; None where the row holds no labels side by side."""
    cells = [cell for cell in page.line(row) if not is_frame(page.cells[cell])]
    if len(cells) < 2 or len(cells) * 2 <= len(page.line(row)):
        return None
    top, bottom = row, row
    columns = _columns(page, top, bottom)
    while (deeper := _deeper(page, top, bottom, columns)) > bottom and deeper - top < DEEPEST:
        bottom = deeper
        columns = _columns(page, top, bottom)
    while top > 1 and _is_group_row(page, top - 1, columns):
        top -= 1
        columns = _columns(page, top, bottom)
    leaves = list(_leaves(page, top, bottom, columns))
    while leaves and not leaves[-1].path:
        leaves.pop()
    while leaves and not leaves[0].path:
        del leaves[0]
    return Header(top, bottom, tuple(leaves)) if len(leaves) > 1 else None


def _columns(page: Page, top: int, bottom: int) -> tuple[int, ...]:
    """The sheet's columns under the header: up to a gap that is no part of the table, or to a heading of formkit's own."""
    labelled = {
        column
        for row in range(top, bottom + 1)
        for cell in page.line(row)
        for column in range(cell[1], page.merges.get(cell, cell)[1] + 1)
        if column not in page.hidden_columns
    }
    runs: list[list[int]] = [[]]
    for column in range(_edge(page, top, min(labelled), -1), _edge(page, top, max(labelled), 1) + 1):
        if column in page.hidden_columns:
            continue
        if any(is_own(page.text(row, column)) for row in range(top, bottom + 1)):
            break
        if column in labelled or any((row, column) in page.edged for row in range(top, bottom + 1)):
            runs[-1].append(column)
        else:
            runs.append([])
    longest: list[int] = max(runs, key=len)
    return tuple(longest)


def _edge(page: Page, row: int, column: int, step: int) -> int:
    """How far the lines of the table go beyond the last label: a group's label may be written over its first column only."""
    while column + step >= 0 and (row, column + step) in page.edged:
        column += step
    return column


def _deeper(page: Page, top: int, bottom: int, columns: Sequence[int]) -> int:
    """The row down to which the header reaches, seen from what is known of it so far."""
    merged = max((page.merges.get(page.owner(row, column), (row, 0))[0] for row in range(top, bottom + 1)
                  for column in columns), default=bottom)  # fmt: skip
    if merged > bottom:
        return merged
    below = {column: tidy(page.text(bottom + 1, column)) for column in columns}
    said = [text for text in below.values() if text]
    if not said or any(page.owner(bottom + 1, column)[0] <= bottom for column in columns if below[column]):
        return bottom
    if all(_BARE_UNIT.match(text) for text in said) and len(said) > 1:
        return bottom + 1
    if any(_VALUE.match(text) or is_frame(text) for text in said):
        return bottom
    open_ = _open(page, top, bottom, columns)
    under = [column for column in open_ if below[column]]
    told_twice = all(below[column] in ("", tidy(page.text(bottom, column))) for column in columns if column not in open_)
    return bottom + 1 if len({below[column] for column in under}) > 1 and told_twice else bottom


def _open(page: Page, top: int, bottom: int, columns: Sequence[int]) -> set[int]:
    """Columns that share the last label with a neighbour, or have none: a header of which more is to come."""
    last = {column: tidy(page.text(bottom, column)) for column in columns}
    found: set[int] = set()
    for before, column in pairwise(columns):
        if last[before] and last[column] in ("", last[before]):
            found |= {before, column}
        elif not last[column] and before in found:
            found.add(column)
    return found | {column for column in columns if not any(page.text(row, column) for row in range(top, bottom + 1))}


def _is_group_row(page: Page, row: int, columns: Sequence[int]) -> bool:
    """Whether a row holds nothing but a group's label above some of the columns, inside the table."""
    cells = page.line(row)
    if not cells or row in page.hidden_rows or any(is_frame(page.cells[cell]) for cell in cells):
        return False
    spans = [(cell[1], page.merges.get(cell, cell)[1]) for cell in cells]
    inside = all(columns[0] <= left and right <= columns[-1] for left, right in spans)
    width = sum(right - left + 1 for left, right in spans)
    drawn = sum((row, column) in page.edged for column in columns) > len(columns) / 2
    return inside and drawn and width < 0.9 * len(columns) and any(right > left for left, right in spans)


def _leaves(page: Page, top: int, bottom: int, columns: Sequence[int]) -> Iterator[Leaf]:
    """The columns with their paths; several sheet columns under one merged label are one column."""
    at = 0
    while at < len(columns):
        owner = page.owner(bottom, columns[at])
        last = at
        while last + 1 < len(columns) and owner in page.merges and page.owner(bottom, columns[last + 1]) == owner:
            last += 1
        yield Leaf(columns[at], columns[last], _path(page, top, bottom, columns, at))
        at = last + 1


def _path(page: Page, top: int, bottom: int, columns: Sequence[int], at: int) -> tuple[str, ...]:
    path: list[str] = []
    owners: list[tuple[int, int]] = []
    for row in range(top, bottom + 1):
        owner = _source(page, top, row, bottom, columns, at)
        text = tidy(page.cells.get(owner, ""))
        if not text or owner in owners or (path and text == path[-1]):
            continue
        owners.append(owner)
        alone = not path or not _shared(page, row, columns, at)
        if path and BRACKETED_UNIT.match(text) and alone:
            path[-1] += text
        else:
            path.append(text)
    return tuple(path)


def _source(page: Page, top: int, row: int, bottom: int, columns: Sequence[int], at: int) -> tuple[int, int]:
    """The cell whose label counts here: its own, or that of the group on its left where the author did not merge."""
    here = page.owner(row, columns[at])
    place = at
    while place > 0 and not page.cells.get(here) and here not in page.merges and row < bottom:
        if not any(page.text(below, columns[at]) for below in range(row + 1, bottom + 1)):
            return here
        place -= 1
        left = page.owner(row, columns[place])
        if left in page.merges:
            return here
        grouped = any(
            page.text(below, columns[place]) and page.owner(below, columns[place]) != left
            for below in range(row + 1, bottom + 1)
        )
        if not grouped or any(page.text(above, columns[at]) for above in range(top, row)):
            return (row, columns[at])
        here = left
    return here


def _shared(page: Page, row: int, columns: Sequence[int], at: int) -> bool:
    """Whether the label above a cell spans other columns too."""
    above = page.owner(row - 1, columns[at])
    near = [columns[place] for place in (at - 1, at + 1) if 0 <= place < len(columns)]
    return any(page.owner(row - 1, column) == above or not page.text(row - 1, column) for column in near)
