"""Columns that another level fills in: what stands there was not for this unit to write."""

from __future__ import annotations

from collections.abc import Iterator

from formkit import words
from formkit.checks.case import At, Case, found
from formkit.finding import Finding


def check(case: Case) -> Iterator[Finding]:
    """locked-column: a value below the level that fills the column in. Above it, it came with the returns.

    Where nothing says of which level the unit is, it may be that level itself.
    """
    if case.filing.identity.level is None:
        return
    for index, column in enumerate(case.form.leaves):
        if column.by is None or case.form.asks(column, case.level):
            continue
        args = {"level": words.say(f"level-{column.by}")}
        for record in case.filing.records:
            if not record.readings[index].blank and record.raws[index] is not None:
                yield found(case, "locked-column", At(record, index, args=args))
