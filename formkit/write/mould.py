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
from formkit.write.faults import marked
from formkit.write.filling import Casting, pieces
from formkit.write.guide import listed_beforehand
from formkit.write.issue import Entry, Issue, Problem
from formkit.write.package import Packed, Piece, packed, piece, stored
from formkit.write.plan import full_name
from formkit.write.styles import TEXT_CELL, display_width

TEXTS_PART = "xl/sharedStrings.xml"
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
    that stands in no cell), ``count`` the cells with a text but for those that are put in; ``cast`` is what those have in common,
    None where nothing is put in.
    """

    parts: tuple[Packed | Cut, ...]
    cast: Casting | None
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
    told = (each for each in (who.answers, who.content, *who.unsettled) if each)
    return (code, identity.LINE_PREFIX + code, title, named, *said, *names.values(), *steps, *listed_beforehand(issue), *told)


def disguised(form: Form, issue: Issue) -> Issue:
    """A unit like this one whose texts nobody else has: as wide, so that its workbook is built in the same way, and with nothing in it
    but where something goes in.
    """
    who = issue.identity
    path = tuple(Step(step.level, f"\ue000{number}", _masked(step.name)) for number, step in enumerate(who.path))
    unsettled = tuple(said and f"\ue001{number}" for number, said in enumerate(who.unsettled))
    hidden = replace(
        who, unit="\ue002", path=path, answers=who.answers and "\ue003", content=who.content and "\ue004", unsettled=unsettled
    )
    entries: dict[str, tuple[Entry, ...]] = dict.fromkeys(issue.entries, ())
    if marked(form, issue):
        entries[form.sections[0].key] = (Entry((None,) * len(form.leaves), faults={0: ""}),)
    known = next((problem.known for problem in issue.problems if problem.known is not None), None)
    return replace(
        issue, identity=hidden, places=(), entries=entries, beforehand=tuple(map(_masked, issue.beforehand)),
        problems=(Problem("", "A1", "", "", "", "", "", known),) if issue.problems else (), outside=issue.outside[:1],
    )  # fmt: skip


def _masked(said: str) -> str:
    """As wide a text in letters that no form has."""
    wide = ((ord(each), display_width(each) > 1) for each in said)
    return "".join("\n" if number == 10 else chr(0xE010 + number % 6000 if full else 0x180 + number % 0xD0) for number, full in wide)


def mould_of(form: Form, hidden: Issue) -> Mould:
    """The mould for units like a disguised one."""
    model, own = written(form, hidden), unit_texts(form, hidden)
    gaps = pieces(model.casting, model.filled) if hidden.entries or hidden.returned or hidden.outside else {}
    numbers = {each: number for number, each in enumerate(model.texts)}
    with zipfile.ZipFile(io.BytesIO(model.data)) as book:
        parts = tuple(_cut(name, book.read(name).decode(), model, own, gaps.get(name, ())) for name in book.namelist())
        cells = int(_counts(book.read(TEXTS_PART).decode())[1]) - text_cells(gaps)
    distinct = dict.fromkeys(own)
    places = tuple(numbers.get(each, -1) for each in distinct)
    fixed = {each: number for each, number in numbers.items() if each not in distinct}
    return Mould(parts, model.casting if gaps else None, fixed, places, cells)


def text_cells(gaps: Mapping[str, tuple[str, ...]]) -> int:
    """How many cells with a text are in what is put in."""
    return sum(text.count(TEXT_CELL) for texts in gaps.values() for text in texts)


def _cut(name: str, content: str, model: Written, own: Sequence[str], gaps: Sequence[str]) -> Packed | Cut:
    """A part as it is, or cut where the texts of a unit go or something is put in."""
    if name == TEXTS_PART:
        return Cut(name, tuple(_cut_texts(content, model, own)))
    if gaps:
        return Cut(name, tuple(_cut_at(content, gaps)))
    if name in _PROPERTIES:
        which, before, behind = _PROPERTIES[name]
        start, end = content.index(before) + len(before), content.index(behind)
        return Cut(name, (stored(content[:start].encode()), list(dict.fromkeys(own)).index(own[which]), stored(content[end:].encode())))
    return packed(name, (piece(content.encode()),))


def _cut_at(content: str, gaps: Sequence[str]) -> Iterator[Piece | int]:
    for number, gap in enumerate(gaps):
        before, _, content = content.partition(gap)
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
