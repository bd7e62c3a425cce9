"""What clerks do to a sheet, as operations that can be drawn, and what is to be said of its structure afterwards."""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Callable

from messing import (
    OLD,
    Book,
    Cell,
    Expected,
    Line,
    Operation,
    Page,
    gaps_of,
    headers_of,
    page_of,
    put,
    say_what_adds_up,
)
from messing_header import column, cut, delete, headless, move, repeat, retype, unlike, untitle, worn

from formkit.cells import a1


def titles(book: Book, first: int, second: int) -> None:
    """Title rows on top."""
    page = page_of(book, second)
    for _ in range(first % 3 + 1 if not book.done["unlike"] else 0):  # the keys are looked for in the first rows only
        put(page, 0, Line([Cell("某某镇文件")]))


def blank(book: Book, first: int, second: int) -> None:
    """A blank row anywhere below the first rows, in a header too."""
    page = page_of(book, second)
    index = 1 + first % (len(page.lines) - 1)
    line = page.lines[index]
    put(page, index, Line([], "blank" if line.kind in ("record", "blank") else "other", line.section))


def furniture(book: Book, first: int, second: int) -> None:
    """A row among the entries that is nobody."""
    page = page_of(book, second)
    gaps = gaps_of(page)
    index = gaps[first % len(gaps)]
    line = Line([Cell() for _ in page.keys], "furniture", page.lines[index].section)
    text = ("合计", "注：以上属实", "填报人：李帮一", "------", "示例", "本页小计", "（以下空白）")[first % 7]
    line.cells[0].value = text
    if text in ("合计", "本页小计", "示例"):
        size = book.form.record.size or ""
        # The first cell says what the row is, whichever column was moved there.
        line.cells[(page.keys.index(size) if size in page.keys else 1) or 1].value = 3
        name = book.form.record.name or ""
        if text == "示例":
            line.cells[page.keys.index(name) or 1].value = "张三"
        filled = [cell for cell, key in zip(line.cells, page.keys, strict=True) if cell.value == 3 and key]
        if filled or text == "示例":
            book.said.append(("example-row" if text == "示例" else "subtotal-row", line.cells[0]))
    put(page, index, line)


def reorder(book: Book, first: int, second: int) -> None:
    """The second section put before the first."""
    page = book.pages[0]
    sections = [section.key for section in book.form.sections]
    blocks = {key: [line for line in page.lines if line.section == key] for key in sections}
    if len(sections) == 1 or not all(blocks.values()):
        return
    start = next(index for index, line in enumerate(page.lines) if line.section == sections[0])
    rest = [line for line in page.lines if line.section not in sections]
    top = [line for line in page.lines[:start] if line.section not in sections]
    page.lines[:] = [*top, *blocks[sections[1]], *blocks[sections[0]], *rest[len(top) :]]


def split(book: Book, first: int, second: int) -> None:
    """A section moved to a sheet of its own."""
    page = book.pages[0]
    key = book.form.sections[-1].key
    lines = [line for line in page.lines if line.section == key]
    if len(book.form.sections) == 1 or not lines or len(lines) == len(page.lines) or book.done["split"]:
        return
    page.lines[:] = [line for line in page.lines if line.section != key]
    book.pages.append(Page("Sheet2", lines, list(page.keys)))


def margin(book: Book, first: int, second: int) -> None:
    """A remark beside the table."""
    page = page_of(book, second)
    gaps = gaps_of(page)
    page.lines[gaps[first % len(gaps)]].cells += [Cell(), Cell("已电话核实")]


def below(book: Book, first: int, second: int) -> None:
    """Another table under ours."""
    page = page_of(book, second)
    if book.done["below"]:
        return
    page.lines += [Line([Cell() for _ in page.keys])]
    for line in (("姓名", "职务", "电话", "备注"), ("李帮一", "村支书", "13900000000", None), ("王帮二", "会计", "13900000001", None)):
        shift = first % 5
        page.lines.append(Line([Cell() for _ in range(shift)] + [Cell(value) for value in line]))
        if line[0] == "姓名":
            book.said.append(("second-table", page.lines[-1].cells[shift]))


def beside(book: Book, first: int, second: int) -> None:
    """Last year's sheet left beside it."""
    if book.done["beside"] or book.dropped:
        return
    old = copy.deepcopy(book.pages[0])
    old.name, old.visible = OLD, bool(first % 2)
    for line in old.lines:
        for cell in line.cells:
            if isinstance(cell.value, str) and cell.value.count("/") == 4:
                cell.value = cell.value.replace("/2020-", "/2019-")
        line.hidden = False
    if any(line.kind == "record" for line in old.lines) and headers_of(old):
        book.pages.insert(0 if second % 2 else len(book.pages), old)
        book.said.append(("old-sheet", old.lines[0].cells[0]))
        book.pages.sort(key=lambda page: not page.visible)


def drop(book: Book, first: int, second: int) -> None:
    """Pasted into a new workbook: nothing hidden comes along, neither keys nor identity."""
    if book.done["headless"] or book.done["beside"] or book.done["unlike"]:
        return
    keys = set(book.form.places)
    for page in book.pages:
        for line in page.lines:
            for cell in line.cells:
                if cell.value in keys or (isinstance(cell.value, str) and cell.value.count("/") == 4):
                    cell.value = None
    book.dropped = True


def down(book: Book, first: int, second: int) -> None:
    """A household's value merged down its rows, the second of which says the same."""
    page = page_of(book, second)
    household = [key for key in page.keys if key and book.form.column(key).per == "household"]
    name = book.form.record.name
    pairs = [
        (a, b) for a, b in zip(page.lines, page.lines[1:], strict=False)
        if a.kind == b.kind == "record" and a.section == b.section and name in page.keys
        and a.cells[page.keys.index(name)].value == b.cells[page.keys.index(name)].value
    ]  # fmt: skip
    if not pairs or book.form.record.grain != "person":
        return
    above, under = pairs[first % len(pairs)]
    place = page.keys.index(household[first % len(household)])
    top, low = above.cells[place], under.cells[place]
    planted = {id(cell) for _, cell in book.planted}
    if {id(top), id(low)} & planted or any(top is a or low is b for a, b in book.merges):
        return
    low.value = None
    book.merges.append((top, low))


def across(book: Book, first: int, second: int) -> None:
    """Two cells of a person merged: what the right one would hold is lost."""
    page = page_of(book, second)
    people = [line for line in page.lines if line.kind == "record"]
    if not people:
        return
    line = people[first % len(people)]
    planted = {id(cell) for _, cell in book.planted}
    merged = {id(cell) for pair in book.merges for cell in pair}
    free = [
        place for place, key in enumerate(page.keys[1:], 1)
        if key and not book.form.column(key).required and not {id(line.cells[place]), id(line.cells[place - 1])} & (planted | merged)
        and line.cells[place].value is None and book.form.column(key).type != "serial" and page.keys[place - 1]
    ]  # fmt: skip
    if not free:
        return
    place = free[second % len(free)]
    book.merges.append((line.cells[place - 1], line.cells[place]))
    book.across.setdefault(line.section, []).append(line.cells[place - 1])


def hide(book: Book, first: int, second: int) -> None:
    """Rows hidden or filtered out."""
    page = page_of(book, second)
    gaps = gaps_of(page)
    page.lines[gaps[first % len(gaps)]].hidden = True


ACTS: dict[str, Callable[[Book, int, int], None]] = {
    "reorder": reorder, "split": split, "move": move, "delete": delete, "column": column, "retype": retype,
    "unlike": unlike, "cut": cut, "untitle": untitle, "repeat": repeat, "worn": worn, "headless": headless,
    "furniture": furniture, "titles": titles,
    "beside": beside, "drop": drop, "down": down, "across": across, "blank": blank, "margin": margin, "below": below, "hide": hide,
}  # fmt: skip


def played(book: Book, operations: list[Operation]) -> tuple[Expected, Expected]:
    """Do everything, in an order in which it can be done; planted and structural findings as code and address."""
    for name, first, second in sorted(operations, key=lambda each: list(ACTS).index(each[0])):
        ACTS[name](book, first, second)
        book.done[name] += 1
    where = book.where()
    say_what_adds_up(book, where)

    def address(cell: Cell | None) -> str:
        if cell is None or id(cell) not in where:
            return ""
        page, row, place = where[id(cell)]
        return f"{page.name}!{a1(row, place)}"

    return Counter((code, address(cell)) for code, cell in book.planted), Counter((c, address(cell)) for c, cell in book.said)
