"""Numbers that rise by one from row to row: made by dragging the fill handle, not typed from cards.

Identity numbers rise in their last digit, as a spreadsheet fills them, or in their first 17, with the check characters
made right again; telephone numbers and accounts in their last digit. Three rows in a row are a run. Where the check
characters of a run are wrong, that is one thing to say and to mend: the run says it, once, and none of its cells.
Codes, dates and counts may well rise by one, and so may a text that no two rows share: those are given out in order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from formkit.checks.case import At, Case, found
from formkit.filing import Record
from formkit.finding import Finding, Related
from formkit.model import Column
from formkit.types import Raw, characters, resident_id

LEAST = 3
_PHONE = re.compile(r"[01]\d{9,11}", re.ASCII)
_ACCOUNT = re.compile(r"\d{16,19}", re.ASCII)
_IDENTITY = re.compile(r"\d{17}[\dX]", re.ASCII)
_FAILED = "id-checksum"


@dataclass(frozen=True, slots=True)
class Run:
    """Rows, one below the other, whose numbers in a column rise by one. The first of them may have been typed."""

    index: int
    records: tuple[Record, ...]

    @property
    def faulty(self) -> tuple[Record, ...]:
        """The rows after the first whose check character is wrong: what was filled in cannot be right."""
        return tuple(record for record in self.records[1:] if record.readings[self.index].problem == _FAILED)


def check(case: Case) -> Iterator[Finding]:
    """dragged: one finding for each run, at the first cell after its start."""
    for run in runs(case):
        start, first, *others = run.records
        places = tuple(record.place(run.index) for record in others)
        args = {"start": start.place(run.index).cell, "last": places[-1].cell, "count": str(len(run.records))}
        related = (Related(case.filing.source.file, start.place(run.index)),)
        wording = "dragged" if run.faulty else "dragged-asked"
        yield found(case, wording, At(first, run.index, places, related, args))


def runs(case: Case) -> Iterator[Run]:
    """Every run of the filing, column by column, section by section."""
    for index, column in enumerate(case.form.leaves):
        if column.type not in ("resident-id", "phone", "text") or (column.type == "text" and column.unique):
            continue
        for section in case.form.sections:
            rows = [record for record in case.filing.records if record.section == section.key]
            yield from (Run(index, tuple(run)) for run in _rising(rows, index, column) if len(run) >= LEAST)


def _rising(rows: Sequence[Record], index: int, column: Column) -> Iterator[list[Record]]:
    """Rows in groups, each of which rises by one as far as it goes."""
    run: list[Record] = []
    before: tuple[int, ...] = ()
    for record in rows:
        now = _numbers(record.raws[index], column)
        if not any(after - number == 1 for number, after in zip(before, now, strict=False)):
            yield run
            run = []
        run.append(record)
        before = now
    yield run


def _numbers(raw: Raw, column: Column) -> tuple[int, ...]:
    """What may rise in a cell: of an identity number the body and, where it ends in a digit, the whole of it."""
    if raw is None:
        return ()
    written = resident_id.bare(raw if isinstance(raw, str) else characters.number_text(raw) if isinstance(raw, int | float) else "")
    if column.type == "resident-id":
        text = written[:18]
        if not isinstance(raw, str) or not _IDENTITY.fullmatch(text):
            return ()
        return (int(text[:17]), int(text)) if text.isdigit() else (int(text[:17]),)
    plain = written.replace("-", "").removeprefix("+86") if column.type == "phone" else written
    return (int(plain),) if (_PHONE if column.type == "phone" else _ACCOUNT).fullmatch(plain) else ()
