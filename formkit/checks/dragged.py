"""Numbers that rise by one from row to row: made by dragging the fill handle, not typed from cards.

Identity numbers rise in their last digit, as a spreadsheet fills them, or in their first 17, with the check characters
made right again; telephone numbers and accounts in their last digit. Three rows in a row are a run. Where the check
characters of a run are wrong, that is one thing to say and to mend: the run says it, once, and none of its cells.
Codes, dates and counts may well rise by one, and so may a text that no two rows share: those are given out in order.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Iterator, Sequence

from formkit.checks.case import At, Case, found
from formkit.filing import Record
from formkit.finding import Finding, Related
from formkit.model import Column
from formkit.types import Raw, characters, resident_id
from formkit.values import dataclass

LEAST = 3
_PHONE = re.compile(r"[01]\d{9,11}", re.ASCII)
_ACCOUNT = re.compile(r"\d{16,19}", re.ASCII)
_ENDS_IN_X = re.compile(r"\d{17}X", re.ASCII)
_IDENTITY = 18
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
        for scope in case.sections.values():
            numbers = _column([record.raws[index] for record in scope.rows], column)
            for first, last in _rising(numbers) if any(numbers) else ():
                yield Run(index, tuple(scope.rows[first:last]))


def _column(raws: Sequence[Raw], column: Column) -> Sequence[tuple[int, ...]]:
    """What may rise in each cell of a column; texts repeat from row to row, and most of them are no numbers at all."""
    if column.type != "text":
        return [_numbers(raw, column) for raw in raws]
    typed = [(type(raw), raw) for raw in raws]
    known = {each: _numbers(each[1], column) for each in set(typed)}
    return [known[each] for each in typed]


def _rising(numbers: Sequence[tuple[int, ...]]) -> Iterator[tuple[int, int]]:
    """Where runs of rows that each rise by one begin and end; none shorter than LEAST."""
    start = 0
    for row in range(1, len(numbers) + 1):
        rises = row < len(numbers) and 1 in map(operator.sub, numbers[row], numbers[row - 1])
        if not rises:
            if row - start >= LEAST:
                yield start, row
            start = row


def _numbers(raw: Raw, column: Column) -> tuple[int, ...]:
    """What may rise in a cell: of an identity number the body and, where it ends in a digit, the whole of it."""
    if column.type == "resident-id":
        if not isinstance(raw, str) or len(raw) < _IDENTITY:
            return ()
        # Most numbers are written as they should be, with nothing about them to be cleared away.
        text = raw if len(raw) == _IDENTITY and raw.isascii() and raw.isdigit() else resident_id.bare(raw)[:_IDENTITY]
        if text.isascii() and text.isdigit() and len(text) == _IDENTITY:
            whole = int(text)
            return whole // 10, whole
        return (int(text[:-1]),) if _ENDS_IN_X.fullmatch(text) else ()
    written = resident_id.bare(raw if isinstance(raw, str) else characters.number_text(raw) if isinstance(raw, int | float) else "")
    plain = written.replace("-", "").removeprefix("+86") if column.type == "phone" else written
    return (int(plain),) if (_PHONE if column.type == "phone" else _ACCOUNT).fullmatch(plain) else ()
