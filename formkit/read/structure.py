"""What is wrong with the headers of a section: one note for each fault, with what was expected and what was found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from formkit.cells import Place, a1, letter
from formkit.filing import Block, Note, Record
from formkit.model import Form
from formkit.read.grid import Grid
from formkit.read.headers import Header
from formkit.read.sections import Span
from formkit.types import KINDS
from formkit.words import say


def block_of(form: Form, grid: Grid, parts: Sequence[Span]) -> Block:
    """A section as found: the letters of its first header; a column that any of its headers lacks is missing."""
    header = parts[0].header
    letters = {key: letter(place) for key, place in header.columns.items()}
    unknown = tuple((letter(place), text) for place, text in header.unknown)
    lacking = {key: None for part in parts for key in missing(form, part.header)}
    return Block(parts[0].section, grid.name, header.first, letters, unknown, tuple(lacking))


def missing(form: Form, header: Header) -> tuple[str, ...]:
    """The columns that a header lacks; one that the workbook numbers itself is not missed."""
    return tuple(leaf.key for leaf in form.leaves if leaf.key not in header.columns and not KINDS[leaf.type].NUMBERED)


def structural(form: Form, grid: Grid, section: str, parts: Sequence[Span], records: Sequence[Record]) -> tuple[Note, ...]:
    """The structural notes of one section on one sheet, each fault once however often the header is repeated."""
    name = next(part.named for part in form.sections if part.key == section)
    found: dict[tuple[str, str], Note] = {}
    for part in parts:
        rows = [record.row for record in records if record.section == section]
        for note in _of_span(form, grid, name, part, rows):
            found.setdefault((note.code, note.column or note.value), note)
    return tuple(found.values())


def _of_span(form: Form, grid: Grid, name: str, part: Span, rows: Sequence[int]) -> Iterator[Note]:
    header, section = part.header, part.section
    args = {"section": name, "sheet": grid.name}
    if part.how == "headless":
        if any(row >= part.first for row in rows):
            yield Note("header-missing", (_at(grid, part.first - 1, 0),), section, args=args)
        return
    if part.how == "order":
        yield Note("section-title-missing", (_at(grid, header.first, 0),), section, args=args)
    others = "、".join(text for _, text in header.unknown)
    seen = say("header-others", {"found": others}) if others else ""
    for key in missing(form, header):
        yield Note("missing-column", (_at(grid, header.first, 0),), section, key, args={**args, "seen": seen})
    if header.renamed:
        pairs = "；".join(_pair(form.titles[key], text) for key, text in header.renamed)
        places = tuple(_label(grid, header, header.columns[key], text) for key, text in header.renamed)
        yield Note("renamed-column", places, section, value=header.renamed[0][1], args={**args, "pairs": pairs})
    for place, text in header.unknown:
        yield Note("unknown-column", (_at(grid, header.first, place),), section, None, text, args)
    for place, text in header.twice:
        yield Note("column-twice", (_label(grid, header, place, text),), section, None, text, args)


def _pair(expected: str, found: str) -> str:
    return say("header-pair", {"expected": expected, "found": found or say("header-blank")})


def _at(grid: Grid, row: int, place: int) -> Place:
    return Place(grid.name, a1(row, place))


def _label(grid: Grid, header: Header, place: int, text: str) -> Place:
    """The cell of a header in which a label stands; the first of its rows where it is blank."""
    rows = range(header.first, header.last + 1)
    row = next((r for r in rows if text and str(grid.value(r, place) or "").strip() == text), header.first)
    return _at(grid, row, place)
