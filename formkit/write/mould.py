"""A workbook written once and cut where the texts of its unit and the filled rows go.

Where they stand is not searched for: the texts of a unit are known, and all of a workbook's texts stand in one part, each once.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from xlsxwriter.sharedstrings import SharedStrings

from formkit import identity
from formkit.filing import Step
from formkit.model import Form
from formkit.values import dataclass
from formkit.words.workbook import text
from formkit.write.book import Written, written
from formkit.write.guide import listed_beforehand
from formkit.write.issue import Issue
from formkit.write.package import Packed, Piece, packed, piece, stored
from formkit.write.plan import full_name
from formkit.write.rows import Grid
from formkit.write.styles import TEXT_CELL

SHEET_PART, TEXTS_PART = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"
COUNTS, ADDED = -1, -2
"""Gaps of the table of texts: how many there are, and those of the filled rows. The others are numbered like the unit's texts."""
CODE, TITLE = 0, 2
"""Where the code and the title stand among the texts of a unit; both are properties of the workbook too."""
_PROPERTIES = {"docProps/core.xml": (TITLE, "<dc:title>", "</dc:title>"), "docProps/custom.xml": (CODE, "<vt:lpwstr>", "</vt:lpwstr>")}
_ODD = re.compile("[\"<>&_\x00-\x1f\ufffe\uffff]|^\\s|\\s$")
_COUNTS = re.compile(r'count="(\d+)" uniqueCount="(\d+)"')


@dataclass(frozen=True, slots=True)
class Cut:
    """A part cut where something goes in: pieces, and between them the numbers of the gaps."""

    name: str
    pieces: tuple[Piece | int, ...]


@dataclass(frozen=True, slots=True)
class Mould:
    """A workbook of a form without what is a unit's own.

    ``fixed`` are the form's own texts by their numbers, ``own`` the numbers of the unit's distinct texts in their order (-1 of one
    that stands in no cell), ``count`` the cells with a text outside the entry rows; ``grids`` are those of the form's sections.
    """

    form: Form
    parts: tuple[Packed | Cut, ...]
    grids: tuple[Grid, ...]
    fixed: Mapping[str, int]
    own: tuple[int, ...]
    count: int


def unit_texts(form: Form, issue: Issue) -> tuple[str, ...]:
    """Every text of a workbook that its unit's name and code and its rows make, some of them twice."""
    who = issue.identity
    unit, code = full_name(who), identity.code(who)
    named = unit or form.paper.blank_unit
    asked = {leaf.level for leaf in form.leaves}
    said = [line.format(unit=unit, period=issue.period) for line in (*form.paper.above, *form.paper.below) if "{unit}" in line]
    said += [text("card-unit", unit=unit, period=issue.period)] if form.paper.card else []
    names = {step.level: step.name for step in who.path if step.level in asked}
    steps = (f"{step.code} {step.name}" for step in who.path)
    title = form.title.format(unit=named)
    return (code, identity.LINE_PREFIX + code, title, named, *said, *names.values(), *steps, *listed_beforehand(issue))


def mould_of(form: Form, issue: Issue) -> Mould | None:
    """The mould for units like this one; None where this one has a text in common with the form.

    Which texts are the form's own is what is left of them for a unit whose texts nobody else has.
    """
    bare = replace(issue, entries=dict.fromkeys(issue.entries, ()))
    model, hidden = written(form, bare), _disguised(bare)
    own = unit_texts(form, issue)
    distinct, theirs = dict.fromkeys(own), set(unit_texts(form, hidden))
    fixed = [each for each in model.texts if each not in distinct]
    if fixed != [each for each in written(form, hidden).texts if each not in theirs]:
        return None
    numbers = {each: number for number, each in enumerate(model.texts)}
    with zipfile.ZipFile(io.BytesIO(model.data)) as book:
        parts = tuple(_cut(name, book.read(name).decode(), model, own, filled=bool(issue.entries)) for name in book.namelist())
        cells = int(_counts(book.read(TEXTS_PART).decode())[1])
    count = cells - sum(each.count(TEXT_CELL) for each in model.rows) if issue.entries else cells
    places = tuple(numbers.get(each, -1) for each in distinct)
    return Mould(form, parts, model.grids, {each: numbers[each] for each in fixed}, places, count)


def _disguised(issue: Issue) -> Issue:
    path = tuple(Step(step.level, f"\ue000{number}", f"\ue001{number}") for number, step in enumerate(issue.identity.path))
    beforehand = tuple(f"\ue003{number}" for number in range(len(issue.beforehand)))
    return replace(issue, identity=replace(issue.identity, unit="\ue002", path=path), places=(), beforehand=beforehand)


def _cut(name: str, content: str, model: Written, own: Sequence[str], *, filled: bool) -> Packed | Cut:
    """A part as it is, or cut where the texts of a unit or its rows go."""
    if name == TEXTS_PART:
        return Cut(name, tuple(_cut_texts(content, model, own)))
    if name == SHEET_PART and filled:
        return Cut(name, tuple(_cut_rows(content, model)))
    if name in _PROPERTIES:
        which, before, behind = _PROPERTIES[name]
        start, end = content.index(before) + len(before), content.index(behind)
        return Cut(name, (stored(content[:start].encode()), list(dict.fromkeys(own)).index(own[which]), stored(content[end:].encode())))
    return packed(name, (piece(content.encode()),))


def _cut_rows(content: str, model: Written) -> Iterator[Piece | int]:
    for number, rows in enumerate(model.rows):
        before, _, content = content.partition(rows)
        yield piece(before.encode())
        yield number
    yield piece(content.encode())


def _cut_texts(content: str, model: Written, own: Sequence[str]) -> Iterator[Piece | int]:
    """The table of texts, cut at its counts, at each of the unit's texts, and at its end."""
    found = _counts(content)
    yield stored(content[: found.start()].encode())
    yield COUNTS
    gaps = {each: number for number, each in enumerate(dict.fromkeys(own))}
    waiting = content[found.end() : content.index("<si>")]
    for each in model.texts:
        if each not in gaps:
            waiting += item(each)
            continue
        yield piece(waiting.encode())
        yield gaps[each]
        waiting = ""
    yield piece(waiting.encode())
    yield ADDED
    yield stored(b"</sst>")


def _counts(content: str) -> re.Match[str]:
    found = _COUNTS.search(content)
    assert found
    return found


def counted(cells: int, texts: int) -> str:
    """How many cells have a text, and how many texts there are, as the table of texts says it."""
    return f'count="{cells}" uniqueCount="{texts}"'


def escaped(said: str) -> str:
    """A text as it stands in a property."""
    if not _ODD.search(said):
        return said
    return str(SharedStrings._escape_control_characters(said.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")))


def item(said: str) -> str:
    """A text as it stands in the table of texts."""
    if not _ODD.search(said):
        return f"<si><t>{said}</t></si>"
    writer = SharedStrings()
    writer.fh = io.StringIO()
    writer._write_si(said)
    return str(writer.fh.getvalue())
