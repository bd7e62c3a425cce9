"""Rows of a unit's own workbook must be that unit's: the names on the way up are given."""

from __future__ import annotations

from collections.abc import Iterator

from formkit.checks.case import At, Case, found
from formkit.finding import Finding


def check(case: Case) -> Iterator[Finding]:
    """unit-differs: a known unit that is not the one this workbook was sent to or one above it."""
    own = {step.level: step.name for step in case.filing.identity.path}
    for index, column in enumerate(case.form.leaves):
        expected = own.get(column.level or "")
        if not expected:
            continue
        for record in case.filing.records:
            value = record.value(index)
            if value is not None and value != expected:
                yield found(case, "unit-differs", At(record, index, args={"expected": expected}))
