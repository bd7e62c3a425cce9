"""The office's report of a check: one sheet with a line per file, one with every finding in the order of the sheets."""

from __future__ import annotations

import warnings
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from formkit import mask
from formkit.finding import Between
from formkit.intake import Judged
from formkit.model import Form
from formkit.saying import remedy, sentence, value_shown
from formkit.words import say
from formkit.words.ledgers import outcome, text
from formkit.write.crossing import crossing, severity
from formkit.write.listing import Listing, workbook_of, write_listing
from formkit.write.styles import Book


def write_report(
    title: str, judged: Sequence[Judged], forms: Mapping[str, Form], across: Between | None = None
) -> bytes:
    """审核报告 as bytes; equal input gives equal bytes. ``title`` says of what: the form and the period.

    ``across`` is what was found between the files; a task without links or rules over it has no sheet of them.

    ID and telephone numbers are masked in values, sentences and file names.
    """

    def fill(book: Book) -> None:
        write_listing(book, _files(title, judged, forms))
        write_listing(book, _findings(title, judged, forms))
        if across and across.rules:
            write_listing(book, crossing(title, across, forms))

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return workbook_of(title + text("report-title"), fill)


def _columns(*columns: tuple[str, float]) -> tuple[tuple[str, float], ...]:
    return tuple((text(f"report-{code}"), width) for code, width in columns)


def _files(title: str, judged: Sequence[Judged], forms: Mapping[str, Form]) -> Listing:
    several = len(forms) > 1
    columns = _columns(
        ("unit", 18), ("code", 16), *([("form", 24.0)] if several else []), ("file", 40), ("outcome", 12),
        ("households", 8), ("persons", 8), ("errors", 8), ("queries", 10), ("say", 56),
    )  # fmt: skip
    rows = [_file(one, forms, several=several) for one in judged]
    name, heading = text("report-files"), text("report-files-title", title=title)
    return Listing(name, heading, columns, rows, text("report-no-files"), _lead(judged) if judged else "")


def _lead(judged: Sequence[Judged]) -> str:
    """How many files of each outcome, how many errors and open queries."""
    counted = Counter(one.outcome for one in judged)
    outcomes = "、".join(text("report-count", outcome=outcome(code), count=str(n)) for code, n in counted.most_common())
    errors, queries = sum(one.report.errors for one in judged), sum(_open(one) for one in judged)
    said = {"files": str(len(judged)), "outcomes": outcomes}
    return text("report-lead", **said, errors=str(errors), queries=str(queries))


def _file(one: Judged, forms: Mapping[str, Form], *, several: bool) -> tuple[str | int, ...]:
    form = forms.get(one.identity.form)
    named = (form.title.format(unit="") if form else one.identity.form,) if several else ()
    counts = (one.households, one.persons, one.report.errors, _open(one)) if one.filing else ("", "", "", "")
    return (
        one.identity.unit_name, one.identity.unit, *named, mask.text(one.file), outcome(one.outcome), *counts,
        mask.text(say(one.code, one.args)),
    )  # fmt: skip


def _open(one: Judged) -> int:
    """Queries that nobody has explained yet."""
    return sum(finding.open and not finding.blocks for finding in one.report.findings)


def _findings(title: str, judged: Sequence[Judged], forms: Mapping[str, Form]) -> Listing:
    columns = _columns(
        ("unit", 16), ("file", 28), ("sheet", 10), ("cell", 8), ("column", 16), ("value", 20), ("problem", 36),
        ("remedy", 36), ("severity", 8), ("finding", 18), ("clause", 28),
    )  # fmt: skip
    rows = [row for one in judged for row in _of_file(one, forms.get(one.identity.form))]
    name, heading = text("report-findings"), text("report-findings-title", title=title)
    return Listing(name, heading, columns, rows, text("report-none"))


def _of_file(one: Judged, form: Form | None) -> Iterator[tuple[str, ...]]:
    if form is None:
        return
    for finding in one.report.findings:
        place = finding.places[0] if finding.places else None
        column = form.column(finding.column) if finding.column and finding.column in form.places else None
        yield (
            one.identity.unit_name, mask.text(one.file), place.sheet if place else "", place.cell if place else "",
            form.titles[column.key] if column else "", value_shown(form, finding),
            sentence(form, finding), remedy(form, finding), severity(finding),
            finding.rule or finding.code, finding.clause or "",
        )  # fmt: skip
