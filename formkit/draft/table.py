"""The form's table on its page: its header, its sections with their rows, and what stands above and below."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import field

from formkit.draft.header import Header, header_at, is_frame, tidy
from formkit.draft.sheet import Cell, Page
from formkit.values import dataclass

_SECTION = re.compile(r"^(?:[（(]?[一二三四五六七八九十]{1,3}(?:[）)]|[、.．：:\s])|第[一二三四五六七八九十]{1,2}部分|[甲乙丙丁]、)")
_TOTAL = re.compile(r"^[（(]?(?:合计|总计|小计|本页小计|本页合计|累计|全[村镇乡县区市]合计)[）)]?[:：]?$")
_EXAMPLE = re.compile(r"^[（(]?(?:示例|样例|填写示例|例|范例|样表)[）)]?(?:[\d一二三]*)[:：]?")
_NUMBERS = re.compile(r"^(?:\d{1,3}|[（(]\d{1,3}[）)]|[甲乙丙丁戊己]|栏次|栏目|[A-Z]{1,2}|\d{1,3}=[\d+\-*/（）()]+)$")
NOTE = re.compile(r"^(?:备?注|(?:填表|填报|填写|有关|指标)?说明|注意事项)\s*\d{0,2}[\s:：、.．]")
_HEADERS_WITHIN = 80
_GUIDE = re.compile(r"说明|示例|样例|样表|字典|代码|选项|下拉|参数|目录")


@dataclass(frozen=True, slots=True)
class Block:
    """A section as found: its title, its entry rows by number, empty or filled."""

    title: str
    rows: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A form's table: rows of its page above and below it, and what was met that is no part of it (code, cell)."""

    page: Page
    header: Header
    blocks: tuple[Block, ...]
    head: tuple[int, ...]
    tail: tuple[int, ...]
    met: tuple[tuple[str, str], ...] = field(default_factory=tuple)


def find_table(pages: Iterable[Page]) -> tuple[Table | None, tuple[str, ...]]:
    """The largest table of the visible sheets, and the names of other sheets that hold a table as well."""
    found = [(page, header) for page in pages if (header := main_header(page))]
    if not found:
        return None, ()
    page, header = max(found, key=lambda each: _weight(*each))
    others = tuple(other.name for other, _ in found if other is not page and not _GUIDE.search(other.name))
    return read_table(page, header), others


def _weight(page: Page, header: Header) -> tuple[bool, int]:
    return not _GUIDE.search(page.name), len(header.leaves)


def main_header(page: Page) -> Header | None:
    """The header with most columns, drawn ones first; the first of equals."""
    rows = sorted({row for row, _ in page.cells})[:_HEADERS_WITHIN]
    headers = [header for row in rows if (header := header_at(page, row))]
    return max(headers, key=lambda header: (len(header.leaves), _drawn(page, header.top, header)), default=None)


def _drawn(page: Page, row: int, header: Header) -> bool:
    """Whether a row has borders under at least half of the columns."""
    columns = [column for leaf in header.leaves for column in range(leaf.left, leaf.right + 1)]
    return sum((row, column) in page.edged for column in columns) * 2 >= len(columns)


@dataclass(slots=True)
class _Walk:
    """Where the walk down the page stands."""

    title: str
    rows: list[int] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    tail: list[int] = field(default_factory=list)
    met: list[tuple[str, str]] = field(default_factory=list)
    closed: bool = False

    def close(self, title: str) -> None:
        """End the section and begin another."""
        self.blocks.append(Block(self.title, tuple(self.rows)))
        self.title, self.rows, self.closed = title, [], False


def read_table(page: Page, header: Header) -> Table:
    """The sections below a header down to the notes, whether or not the header is said again for each."""
    first = _title_above(page, header.top)
    walk = _Walk(title_of(page, first) if first else "")
    row, last = header.bottom + 1, page.last_row
    while row <= last:
        row = _step(page, header, walk, row)
    walk.blocks.append(Block(walk.title, tuple(walk.rows)))
    blocks = [block for block in walk.blocks if block.title or block.rows] or [Block(walk.title)]
    if len(blocks) > 1 and not blocks[0].title and not blocks[0].rows:
        blocks = blocks[1:]
    above = tuple(each for each in sorted({row for row, _ in page.cells}) if each < (first or header.top))
    return Table(page, header, tuple(blocks), above, tuple(walk.tail), tuple(walk.met))


def _step(page: Page, header: Header, walk: _Walk, row: int) -> int:
    """Take a row into account; the number of the next."""
    cells = page.line(row)
    if row in page.hidden_rows:
        return row + 1
    if not cells:
        walk.closed = walk.closed or not _inside(page, row, header)
        walk.rows += [] if walk.closed else [row]
        return row + 1
    again = _again(page, header, row)
    if again:
        return again
    title = title_of(page, row)
    following = next((each for each in range(row + 1, row + 4) if page.line(each)), 0)
    repeated = bool(title and following and _again(page, header, following))
    if title and not is_frame(title) and (repeated or (_SECTION.match(title) and not walk.tail)):
        walk.close(title)
        return _again(page, header, following) if repeated else row + 1
    _text_row(page, header, walk, row, cells)
    return row + 1


def _text_row(page: Page, header: Header, walk: _Walk, row: int, cells: tuple[Cell, ...]) -> None:
    """A row with texts below a header: part of the table, or the first line after it."""
    first = tidy(page.cells[cells[0]])
    inside = [cell for cell in cells if header.left <= cell[1] <= header.right]
    if walk.tail or walk.closed or _is_tail(page, header, row, cells):
        other = header_at(page, row)
        if other and len(other.leaves) > 3 and _drawn(page, row, other):
            walk.met.append(("draft-other-table", str(row)))
        walk.tail.append(row)
        walk.closed = True
    elif _TOTAL.match(first):
        walk.met.append(("draft-total-row", str(row)))
    elif _EXAMPLE.match(first):
        walk.met.append(("draft-example-row", str(row)))
    elif len(inside) < 3 or not all(_NUMBERS.match(tidy(page.cells[cell])) for cell in inside):
        walk.rows.append(row)


def _is_tail(page: Page, header: Header, row: int, cells: tuple[Cell, ...]) -> bool:
    texts = [page.cells[cell] for cell in cells]
    if NOTE.match(tidy(texts[0]) + " ") and not _SECTION.match(texts[0]):
        return True
    if sum(map(is_frame, texts)) * 2 >= len(texts) and not _drawn_apart(page, header, row):
        return True
    wide = page.merges.get(cells[0], cells[0])[1] - cells[0][1] + 1
    spread = len(cells) == 1 and wide * 5 >= (header.right - header.left + 1) * 3 and wide > 1
    return spread or not _inside(page, row, header)


def _inside(page: Page, row: int, header: Header) -> bool:
    """Whether a row is drawn as the header is: with lines where that has lines."""
    return _drawn(page, row, header) or not _drawn(page, header.bottom, header)


def _drawn_apart(page: Page, header: Header, row: int) -> bool:
    """Whether a row is divided into the cells of the table."""
    owners = {page.owner(row, leaf.left) for leaf in header.leaves}
    return _drawn(page, row, header) and len(owners) * 2 > len(header.leaves)


def _again(page: Page, header: Header, row: int) -> int:
    """The row after the same header said again in this row; 0 where it is not."""
    said = {tidy(page.cells[cell]) for cell in page.line(row)}
    if not said & {label for path in header.paths for label in path}:
        return 0
    for start in (row, row + 1):
        other = header_at(page, start)
        if other and other.top == row and other.paths == header.paths:
            return other.bottom + 1
    return 0


def title_of(page: Page, row: int) -> str:
    """The text of a row that holds one text and no more."""
    cells = page.line(row)
    return tidy(page.cells[cells[0]]) if len(cells) == 1 else ""


def _title_above(page: Page, top: int) -> int:
    """The row of a section's title right above the first header; 0 where there is none."""
    rows = [row for row in range(max(1, top - 2), top) if page.line(row)]
    if not rows or not _SECTION.match(title_of(page, rows[-1])):
        return 0
    return rows[-1]


def lines(page: Page, rows: Iterable[int]) -> Iterator[str]:
    """The texts of rows as lines; texts side by side stay on one line."""
    for row in rows:
        texts = [page.cells[cell].strip(" \t\r\n　") for cell in page.line(row)]
        if texts:
            yield "　　".join(texts)
