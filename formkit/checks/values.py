"""What single cells say: the problems the type of each column found while reading."""

from __future__ import annotations

from collections.abc import Iterator

from formkit.checks.case import At, Case, found
from formkit.finding import Finding


def check(case: Case) -> Iterator[Finding]:
    """One finding for each cell that could not be understood, in the words of its type."""
    for record in case.filing.records:
        for index, reading in enumerate(record.readings):
            if reading.problem:
                yield found(case, reading.problem, At(record, index, args=reading.args))
