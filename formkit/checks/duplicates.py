"""The same person twice in one filing, in one section or in both."""

from __future__ import annotations

from collections.abc import Iterator

from formkit.checks.case import At, Case, found
from formkit.filing import Record
from formkit.finding import Finding, Related
from formkit.types import KINDS, Value


def check(case: Case) -> Iterator[Finding]:
    """duplicate: one finding at each later row, with the first in ``related``."""
    labels = {section.key: section.named for section in case.form.sections}
    together = "（几个部分合起来算）" if len(labels) > 1 else ""
    for index, column in enumerate(case.form.leaves):
        if not column.unique:
            continue
        same, seen = KINDS[column.type].key, dict[str, Record]()
        for record, value in _in_form_order(case, index):
            if value is None:
                continue
            first = seen.setdefault(same(value), record)
            if first is not record:
                cell = first.place(index)
                other = "" if first.section == record.section else f"“{labels[first.section]}”"
                related = (Related(case.filing.source.file, cell),)
                args = {"first": f"{other}{cell.cell}", "together": together}
                yield found(case, "duplicate", At(record, index, related=related, args=args))


def _in_form_order(case: Case, index: int) -> Iterator[tuple[Record, Value]]:
    """Rows with their values in a column, section by section; those of one keep their order, on one sheet or on several."""
    for scope in case.sections.values():
        yield from zip(scope.rows, scope.values(index), strict=True)
