"""How a roll-up workbook carries its parts: its marks, its own columns, the rows of its hidden sheet.

The one thing its writing and its reading agree on. All of it is text, so that it survives any client.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping, Sequence
from functools import lru_cache

from formkit import layout
from formkit.cells import column_of, letter
from formkit.checks import written
from formkit.filing import Record, Step
from formkit.merge import Part, digest
from formkit.model import Form

PROPERTY = "rollup"
PARTS_SHEET = layout.PARTS_SHEET
NUMBERS_SHEET = "_numbers"
ROW, COLUMN, CELL, LIST, EARLIER, PAST = "row", "column", "cell", "list", "earlier", "past"
"""How lines of that sheet begin: an axis, an axis, a single number, the numbers down a list, a filing of the period before that a
flow begins with, a filing of any earlier period. The name of a sheet follows, then row, column and last row.
"""
SAID, LIVE = 5, 12
"""Its columns from which on stand what the number means, and the places again as formulas."""
UNIT = "unit"
SECTION = "_section/"
OWN = (
    "_explanation", "_number", "_unit", "_unit_name", "_file", "_sheet", "_row",
    "_person", "_index", "_cells", "_problems",
    "_standing", "_homes", "_persons", "_class", "_risk", "_helped", "_speaks",
)  # fmt: skip
"""Keys of the columns behind those of the form, in order; those from the person on are hidden."""
HIDDEN = OWN[7:]
FIELDS = (
    "form", "version", "path", "period", "revision", "sha256", "file", "state", "seen", "pending", "accepted_by",
    "reason", "digest",
)  # fmt: skip
_RUN = re.compile(r"^([A-Z]{1,3})(?::([A-Z]{1,3}))?$")
LONGEST = 32_767
"""Characters a cell holds (Excel specifications and limits)."""
_ILLEGAL = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")


def code(form: Form, unit: str, period: str) -> str:
    """form/version/unit/period: the document property and the first line of the hidden sheet."""
    return "/".join((form.form, form.version, unit, period))


def from_code(text: str) -> tuple[str, str, str, str] | None:
    """What such a code says; None if it is none."""
    parts = text.strip().split("/")
    return (parts[0], parts[1], parts[2], parts[3]) if len(parts) == 4 and parts[0] else None


def legal(text: str) -> str:
    """A text as a cell can hold it: what XML forbids, and broken characters of file names, become U+FFFD; not too long."""
    return (text if text.isprintable() else _ILLEGAL.sub("\ufffd", text))[:LONGEST]


def step_text(step: Step) -> str:
    """A unit as one line: level, code, name."""
    return f"{step.level} {step.code} {step.name}"


def step_of(text: str) -> Step:
    """The unit such a line names; ValueError if it is none."""
    level, unit, name = text.split(" ", 2)
    return Step(level, unit, name)


def fields(form: Form, part: Part) -> Mapping[str, str]:
    """A part without its rows, as texts by field."""
    return {
        "form": part.form, "version": form.version, "path": "\n".join(map(step_text, part.path)),
        "period": part.period, "revision": str(part.revision), "sha256": part.sha256, "file": legal(part.file),
        "state": part.state, "seen": part.seen, "pending": "1" if part.pending else "",
        "accepted_by": legal(part.accepted_by), "reason": legal(part.reason), "digest": digest(part),
    }  # fmt: skip


def part_of(said: Mapping[str, str], records: tuple[Record, ...]) -> Part:
    """The part such texts and rows are; ValueError where they are none."""
    path = tuple(step_of(line) for line in said["path"].split("\n"))
    return Part(
        said["form"], said["period"], path, int(said["revision"]), said["sha256"], said["file"], said["state"],
        records, said["seen"], bool(said["pending"]), said["accepted_by"], said["reason"],
    )  # fmt: skip


def cells_text(record: Record) -> str:
    """The sent file's cells of a row, runs of neighbours in the row itself shortened: ``A:U``; ``-`` for none."""
    return _cells_text(record.cells, record.row)


@lru_cache(4096)
def _cells_text(cells: tuple[str, ...], number: int) -> str:
    """The same; the rows of one filing stand where those of the next do."""
    row = str(number)
    tokens: list[str] = []
    last = -2
    for cell in cells:
        name = cell.removesuffix(row)
        column = column_of(name) if name.isalpha() else -2
        if column < 0:
            tokens.append(cell or "-")
        elif column == last + 1:
            tokens[-1] = f"{tokens[-1].split(':')[0]}:{name}"
        else:
            tokens.append(name)
        last = column
    return " ".join(tokens)


def cells_of(text: str, row: int) -> tuple[str, ...]:
    """The cells such a text stands for."""
    found: list[str] = []
    for said in text.split():
        run = _RUN.match(said)
        if run:
            columns = range(column_of(run[1]), column_of(run[2] or run[1]) + 1)
            found += [f"{letter(column)}{row}" for column in columns]
        else:
            found.append("" if said == "-" else said)
    return tuple(found)


def problems_text(form: Form, record: Record) -> str:
    """Columns of a row that were accepted in spite of a problem: ``|key=code=checksum of what is written|``.

    A ``?`` stands before the key where the value was only asked about: it counts like any other.
    """
    said = [
        f"{'' if reading.wrong else '?'}{column.key}={reading.problem}={checksum(written(raw, column))}"
        for column, reading, raw in zip(form.leaves, record.readings, record.raws, strict=True)
        if reading.problem
    ]
    return f"|{'|'.join(said)}|" if said else ""


def problems_of(text: str) -> Mapping[str, tuple[str, str]]:
    """Problem code and checksum by column key."""
    parts: list[Sequence[str]] = [item.split("=") for item in text.split("|") if item.count("=") == 2]
    return {key.removeprefix("?"): (problem, check) for key, problem, check in parts}


def checksum(text: str) -> str:
    """A short checksum of a text, to see that a cell still holds it."""
    return f"{zlib.crc32(legal(text).encode()):08x}"
