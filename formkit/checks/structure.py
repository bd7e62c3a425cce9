"""What reading found out about the sheet itself: one finding for each structural fault, never one per row."""

from __future__ import annotations

from collections.abc import Iterator

from formkit.checks import version
from formkit.checks.case import Case
from formkit.finding import Finding
from formkit.words import FINDINGS


def check(case: Case) -> Iterator[Finding]:
    """missing-column, missing-section, unknown-column, subtotal-row, old-version, zero-with-rows."""
    for note in case.filing.notes:
        label = case.form.titles[note.column] if note.column else ""
        args = {"label": label, "value": note.value, **note.args}
        severity = FINDINGS[note.code].severity or "error"
        explained = note.explained and severity == "query"
        yield Finding(
            note.code, severity, note.places, note.section, note.column, note.value, args, explained=explained
        )
    yield from version.check(case)
    if case.filing.zero and case.filing.records:
        count = str(len(case.filing.records))
        yield Finding("zero-with-rows", "error", value=count, args={"rows": count})
