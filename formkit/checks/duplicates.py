"""The same person twice in one filing, in one section or in both."""

from __future__ import annotations

from collections.abc import Iterator

from formkit.checks.case import At, Case, found
from formkit.filing import Record
from formkit.finding import Finding, Related
from formkit.types import KINDS


def check(case: Case) -> Iterator[Finding]:
    """duplicate: one finding at each later row, with the first in ``related``."""
    labels = {section.key: section.named for section in case.form.sections}
    together = "（几个部分合起来算）" if len(labels) > 1 else ""
    for index, column in enumerate(case.form.leaves):
        if not column.unique:
            continue
        seen: dict[str, Record] = {}
        for record in _in_form_order(case):
            value = record.value(index)
            if value is None:
                continue
            key = KINDS[column.type].key(value)
            first = seen.setdefault(key, record)
            if first is not record:
                cell = first.place(index)
                other = "" if first.section == record.section else f"“{labels[first.section]}”"
                related = (Related(case.filing.source.file, cell),)
                args = {"first": f"{other}{cell.cell}", "together": together}
                yield found(case, "duplicate", At(record, index, related=related, args=args))


def _in_form_order(case: Case) -> list[Record]:
    order = [section.key for section in case.form.sections]
    # Rows of one section keep their order, on one sheet or on several.
    return sorted(case.filing.records, key=lambda record: order.index(record.section))
