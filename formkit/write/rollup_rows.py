"""The rows of a detail sheet as XML, made filing by filing while the workbook's bytes are (``write.pouring``).

The same values stand in a column again and again: a cell is made once for each, with a gap for the number of its row. Texts stand
in their cells; a table of shared ones would hold every name and number of a county until the end. Cells are bytes: a number is put
into the gaps of a row of them three times as quickly as into those of a text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from functools import lru_cache, partial
from typing import Any

from xlsxwriter.format import Format

from formkit.cells import letter
from formkit.checks import written
from formkit.container import OWN, cells_text, legal, problems_text
from formkit.filing import Record
from formkit.model import Column, Form
from formkit.types import KINDS, Value
from formkit.values import dataclass
from formkit.write.links import BLUE, link_formula, link_sources, source_link
from formkit.write.listing import needed
from formkit.write.pouring import data_in, in_cell
from formkit.write.rollup_blocks import Page
from formkit.write.rollup_marks import MARKS, Marks
from formkit.write.rollup_print import WIDTHS, unseen
from formkit.write.rollup_runs import Run
from formkit.write.styles import AMBER, TALLEST, Book, Sheet, style

ROW, SOURCE = "\x01", "\x00"
"""Stand for the number of the row, and of the row in the file it is from; no text that a cell may hold has them, and a text in a
formula keeps the second one."""
_KEPT = 4096
"""Cells of a column that are remembered: what is chosen from a list comes again and again, whom it is of only once."""
_NUMBERS = ("_number", "_row", "_person", "_index", "_homes", "_persons", "_helped")
Cell = tuple[bytes, int]
"""A cell's XML, and how many lines its text takes."""
Draw = Callable[[Value], Cell]


@dataclass(frozen=True, slots=True)
class Drawn:
    """How the cells of each column of the form are made as they are and with an accepted problem, and those of each of the roll-up's
    own by its key; how a row of marks is; and the name of a file that leads there, by file, sheet and digits of the row.
    """

    form: Form
    columns: tuple[tuple[Column, bool, Draw, Draw], ...]
    own: dict[str, Draw]
    marks: Callable[[Marks], bytes]
    file: Callable[[str, str, str, int], Cell]


def pour_rows(book: Book, sheet: Sheet, form: Form, page: Page, first: int) -> None:
    """Leave a gap for the rows of a page, from ``first`` (from 1) on, and say what is poured into it."""
    sheet.leave_gap(first + page.count - 2, len(form.leaves) + len(OWN) - 1)
    few = link_sources(book, sheet, page, len(form.leaves) + OWN.index("_file"), first)
    book.poured[sheet.part] = _rows(_drawn(book, form, few=few), page, first, book.sources)


def _rows(drawn: Drawn, page: Page, first: int, sources: dict[str, str]) -> Iterator[bytes]:
    """The rows of each filing."""
    for run in page.runs:
        yield b"".join(_run(drawn, run, first, sources.get(run.part.sha256, "")))
        first += run.count


def _run(drawn: Drawn, run: Run, first: int, path: str) -> Iterator[bytes]:
    """The rows of a filing, made column by column: that asks of 50 rows at once what it would ask of each of their cells."""
    records, row_gap, source_gap = run.records, ROW.encode(), SOURCE.encode()
    shown = [*_values(drawn, run, records), *_beside(drawn, run, records, path)]
    heights = map(max, *([lines for _, lines in column] for column in shown))
    said = ([cell for cell, _ in column] for column in (*shown, *_hidden(drawn, run, records)))
    cells = zip(*said, _marked(drawn, run), strict=True)
    for row, record, lines, line in zip(range(first, first + run.count), records, heights, cells, strict=True):
        whole = b"".join((_start(lines), *line, b"</row>"))
        yield whole.replace(row_gap, b"%d" % row).replace(source_gap, b"%d" % record.row)


def _values(drawn: Drawn, run: Run, records: Sequence[Record]) -> Iterator[Iterable[Cell]]:
    """The cells of each of the form's columns."""
    numbers = range(run.number, run.number + run.count)
    by_column = zip(*[record.readings for record in records], strict=True)
    for place, ((column, numbered, plain, amber), readings) in enumerate(zip(drawn.columns, by_column, strict=True)):
        values = numbers if numbered else [reading.value for reading in readings]
        if not run.rows.doubted:
            yield list(map(plain, values))
            continue
        said = [written(record.raws[place], column) if reading.problem else "" for record, reading in zip(records, readings, strict=True)]
        yield [
            amber(value if numbered else raw) if reading.problem else plain(value)
            for value, raw, reading in zip(values, said, readings, strict=True)
        ]


def _beside(drawn: Drawn, run: Run, records: Sequence[Record], path: str) -> Iterator[Iterable[Cell]]:
    """The cells of the columns behind: what was explained, the number, the unit, and where the row is from."""
    own, part = drawn.own, run.part
    yield list(map(own["_explanation"], [record.explanation for record in records]))
    yield list(map(own["_number"], range(run.number, run.number + run.count)))
    yield [own["_unit"](part.path[0].code)] * run.count
    yield [own["_unit_name"](part.path[0].name)] * run.count
    yield [drawn.file(path, part.file, record.sheet, len(str(record.row))) for record in records]
    yield list(map(own["_sheet"], [record.sheet for record in records]))
    yield list(map(own["_row"], [record.row for record in records]))


def _hidden(drawn: Drawn, run: Run, records: Sequence[Record]) -> Iterator[Iterable[Cell]]:
    """The cells of the hidden columns but the marks; no row is as high as these would be."""
    own = drawn.own
    yield map(own["_person"], run.persons)
    yield map(own["_index"], [place + 1 for place in run.rows.places])
    yield map(own["_cells"], map(cells_text, records))
    doubted = zip(run.rows.places, records, strict=True)
    yield map(own["_problems"], [problems_text(drawn.form, record) if place in run.rows.doubted else "" for place, record in doubted])


def _marked(drawn: Drawn, run: Run) -> Sequence[bytes]:
    """The cells of the marks; most rows share a few of these, and which they are is seen sooner than which are equal."""
    found = {key: drawn.marks(marks) for key, marks in {id(marks): marks for marks in run.rows.marks}.items()}
    return [found[id(marks)] for marks in run.rows.marks]


@lru_cache(64)
def _start(lines: int) -> bytes:
    """The beginning of a row; heights are whole pixels, of which four are three points, as ``set_row`` has them."""
    pixels = int(min(5 + 13.5 * lines, TALLEST) * 4 / 3 + 0.5)
    return f'<row r="{ROW}" ht="{pixels * 0.75:.16g}" customHeight="1">'.encode()


def _drawn(book: Book, form: Form, *, few: bool) -> Drawn:
    columns = []
    for place, leaf in enumerate(form.leaves):
        kind, once = KINDS[leaf.type], leaf.key in (form.record.person, form.record.name) or KINDS[leaf.type].SECRET
        shape: dict[str, Any] = {"border": 1, "align": "center", "num_format": kind.NUMBER_FORMAT}
        shape["text_wrap" if kind.KIND == "text" else "shrink"] = True  # a number that does not fit would show as ###
        looks = style(book, **shape), style(book, **shape, bg_color=AMBER)
        plain, amber = (_draw(book, Look(_begin(place, look), leaf.width, once=once)) for look in looks)
        columns.append((leaf, kind.NUMBERED, plain, amber))
    text, number = style(book, border=1, text_wrap=True, num_format="@"), style(book, border=1, align="center")
    hidden, width = unseen(form), len(form.leaves)
    own = {
        key: _draw(book, Look(_begin(place, number if key in _NUMBERS else text), WIDTHS.get(key), key not in hidden))
        for place, key in enumerate(OWN, width)
    }
    blue = _begin(width + OWN.index("_file"), style(book, border=1, text_wrap=True, num_format="@", **BLUE))
    file = lru_cache(_KEPT)(partial(_file, book, own["_file"], blue, few))
    return Drawn(form, tuple(columns), own, lru_cache(_KEPT)(partial(_marks, own)), file)


@dataclass(frozen=True, slots=True)
class Look:
    """How a cell of a column begins, the width in which its text is wrapped, if it is, whether it is drawn where there is nothing
    in it, and whether hardly two have the same text.
    """

    begin: str
    width: float | None
    blank: bool = True
    once: bool = False


def _draw(book: Book, look: Look) -> Draw:
    """What makes the cells of a column; it remembers those it made last."""
    return lru_cache(_KEPT)(partial(_cell, book, look))


def _begin(place: int, look: Format) -> str:
    return f'<c r="{letter(place)}{ROW}" s="{look._get_xf_index()}"'


def _cell(book: Book, look: Look, value: Value) -> Cell:
    """A canonical value in its own kind; text is never a formula or a link."""
    if value is None or value == "":
        return (f"{look.begin}/>" if look.blank else "").encode(), 1
    if isinstance(value, str):
        text = in_cell(book, legal(value), once=look.once)
        return f"{look.begin} {text}</c>".encode(), 1 if look.width is None else needed(value, look.width)
    number = float(value) if isinstance(value, int | Decimal) else book.workbook.worksheets_objs[0]._convert_date_time(value)
    return f"{look.begin}><v>{number:.16G}</v></c>".encode(), 1


def _marks(own: dict[str, Draw], marks: Marks) -> bytes:
    return b"".join(own[key](said)[0] for key, said in zip(MARKS, marks.texts, strict=True))


def _file(book: Book, plain: Draw, begin: str, few: bool, path: str, file: str, sheet: str, digits: int) -> Cell:
    """The name of a file that leads to a row of so many digits: a text, to which a link belongs if they are few, else a formula."""
    cell, lines = plain(file)
    said, row = legal(file), SOURCE * digits
    if not (url := source_link(path, sheet, f"A{row}")):
        return cell, lines
    if few:
        return f"{begin} {in_cell(book, said, once=False)}</c>".encode(), lines
    if live := link_formula(url, said):
        return f'{begin} t="str"><f>{data_in(live.replace(row, SOURCE))}</f><v>{data_in(said)}</v></c>'.encode(), lines
    return cell, lines
