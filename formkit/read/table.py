"""One sheet as the filing it holds: headers told to their sections, rows to their records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from formkit.cells import Place, a1, letter
from formkit.filing import Block, Note, Record, Rows
from formkit.model import Form
from formkit.read.grid import Grid, filled, origins
from formkit.read.headers import Header, find_headers, plain
from formkit.read.rows import Asked, record, says_something, sort_row, subtotal_place
from formkit.types import KINDS, Raw

Table = tuple[tuple[Block, ...], tuple[Record, ...], Rows, tuple[Note, ...]]


def section_titles(form: Form, grid: Grid) -> dict[int, str]:
    """Rows that hold a section's title, with the section's key."""
    wanted = {plain(section.label): section.key for section in form.sections if section.label}
    bare = {label.split("、", 1)[-1]: key for label, key in wanted.items()}
    found: dict[int, str] = {}
    for row, line in enumerate(grid.rows, 1):
        texts = [plain(value) for value in line if value is not None][:3]
        key = next((wanted.get(text) or bare.get(text) for text in texts if text in wanted or text in bare), None)
        if key:
            found[row] = key
    return found


def read_table(grid: Grid, ask: Asked) -> Table:
    """Blocks, records, the account of all rows, and structural notes of the form on one sheet."""
    form = ask.form
    headers = find_headers(form, grid)
    titles = section_titles(form, grid)
    starts = _starts(form, headers, titles)
    blocks = tuple(_block(form, grid, section, header) for header, section in starts if section)
    records, rows, notes = _rows(grid, ask, {header.first: header for header in headers}, starts, titles)
    return _distinct(blocks), records, rows, (*notes, *_structure(form, grid, _distinct(blocks)))


def outside(form: Form, grid: Grid) -> tuple[tuple[Place, str], ...]:
    """What stands beside the table from its first header on: columns that are neither the form's nor the workbook's."""
    headers = find_headers(form, grid)
    taken = {place for header in headers for place in header.columns.values()}
    for header in headers:
        if header.explanation is not None:
            # 自检, 核实说明, the number of the household, 校验结果
            taken |= set(range(header.explanation - 1, header.explanation + 3))
    first = headers[0].last if headers else len(grid.rows)
    return tuple(
        (Place(grid.name, a1(row, place)), str(value))
        for row, line in enumerate(grid.rows[first:], first + 1)
        for place, value in enumerate(line)
        if value is not None and place not in taken
    )


def _starts(
    form: Form, headers: tuple[Header, ...], titles: Mapping[int, str]
) -> tuple[tuple[Header, str], ...]:
    """Each header with its section: the title nearest above it, else the same as the header before it."""
    current = form.sections[0].key
    found: list[tuple[Header, str]] = []
    for header in headers:
        above = [row for row in titles if row < header.first]
        current = titles[max(above)] if above else current
        found.append((header, current))
    return tuple(found)


def _distinct(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """The first block of each section; the header repeated on a printed page makes no second one."""
    return tuple({block.section: block for block in reversed(blocks)}.values())[::-1]


def _block(form: Form, grid: Grid, section: str, header: Header) -> Block:
    letters = {key: letter(place) for key, place in header.columns.items()}
    unknown = tuple((letter(place), text) for place, text in header.unknown)
    missing = tuple(
        column.key for column in form.leaves if column.key not in header.columns and not KINDS[column.type].NUMBERED
    )
    return Block(section, grid.name, header.first, letters, unknown, missing)


def _rows(
    grid: Grid, ask: Asked, headers: Mapping[int, Header], starts: tuple[tuple[Header, str], ...],
    titles: Mapping[int, str],
) -> tuple[tuple[Record, ...], Rows, tuple[Note, ...]]:  # fmt: skip
    origin, lines = origins(grid), filled(grid).rows
    sections = {header.first: section for header, section in starts}
    records: list[Record] = []
    notes: list[Note] = []
    counts = {"record": 0, "blank": 0, "furniture": 0, "subtotal": 0}
    header: Header | None = None
    section, skip = "", 0
    for row, line in enumerate(lines, 1):
        if row in headers:
            header, section, skip = headers[row], sections[row], headers[row].last
        if header is None or row <= skip:
            sort = "furniture" if any(value is not None for value in line) else "blank"
        else:
            sort = sort_row(line, header, ask)
        if sort == "record" and header:
            made = record(grid, line, row, section, header, ask, origin)
            sort = "record" if says_something(made, ask) else "blank"
            records += [made] if sort == "record" else []
        counts[sort] += 1
        if sort == "subtotal" and header:
            notes.append(_subtotal(grid, line, row, section, header))
        section = titles.get(row, section)
    furniture = counts["furniture"] + counts["subtotal"]
    account = Rows(len(lines), counts["record"], counts["blank"], furniture)
    return tuple(records), account, tuple(notes)


def _subtotal(grid: Grid, line: Sequence[Raw], row: int, section: str, header: Header) -> Note:
    """A row that only adds up, at the cell that says so; an explanation beside it settles it."""
    place = subtotal_place(line) or 0
    at = header.explanation
    explained = at is not None and at < len(line) and plain(line[at]) != ""
    return Note(
        "subtotal-row", (Place(grid.name, a1(row, place)),), section, value=str(line[place]), explained=explained
    )  # fmt: skip


def _structure(form: Form, grid: Grid, blocks: tuple[Block, ...]) -> tuple[Note, ...]:
    notes: list[Note] = []
    for section in form.sections:
        block = next((found for found in blocks if found.section == section.key), None)
        if block is None:
            notes.append(Note("missing-section", (), section.key, args={"label": section.named}))
            continue
        for key in block.missing:
            place = Place(grid.name, f"A{block.header_row}")
            notes.append(Note("missing-column", (place,), section.key, key, args={"section": section.named}))
        for column, text in block.unknown:
            place = Place(grid.name, f"{column}{block.header_row}")
            notes.append(Note("unknown-column", (place,), section.key, None, text, {"section": section.named}))
    return tuple(notes)
