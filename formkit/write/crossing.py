"""The sheet 表间审核 of the office's report: each link and rule over the task with what became of it, and what it found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from formkit import mask
from formkit.finding import Across, Asked, Between, Finding
from formkit.model import Form
from formkit.saying import remedy, sentence, value_shown
from formkit.words import say
from formkit.words.ledgers import text

if TYPE_CHECKING:  # its sentences are said where no workbook is written
    from formkit.write.listing import Listing

_WIDTHS = (
    ("finding", 10), ("form", 22), ("result", 24), ("unit", 16), ("file", 28), ("sheet", 10), ("cell", 8), ("column", 16),
    ("value", 20), ("problem", 36), ("remedy", 36), ("severity", 8), ("clause", 28), ("related", 36),
)  # fmt: skip


def crossing(title: str, across: Between, forms: Mapping[str, Form]) -> Listing:
    """The list: a line for each link or rule, and under it a line for each thing it found. Numbers are masked."""
    from formkit.write.listing import Listing

    rows = [row for asked in across.rules for row in _of(asked, across, forms[asked.form])]
    columns = tuple((text(f"report-{code}"), float(width)) for code, width in _WIDTHS)
    return Listing(say("between-title"), title + say("between-title"), columns, rows, say("between-none"))


def _of(asked: Asked, across: Between, form: Form) -> Iterator[tuple[str, ...]]:
    mine = [one for one in across.findings if one.finding.rule == asked.id and one.form == asked.form]
    named = asked.id, form.title.format(unit="")
    yield (*named, done_of(asked, across), *("" for _ in _WIDTHS[3:]))
    for one in mine:
        yield (*named, "", *_found(one, form))


def _found(one: Across, form: Form) -> tuple[str, ...]:
    finding = one.finding
    place = finding.places[0] if finding.places else None
    column = form.column(finding.column) if finding.column else None
    related = "\n".join(mask.text(f"{each.file} {each.place.sheet}!{each.place.cell}") for each in finding.related)
    return (
        one.unit, mask.text(one.file) or say("between-task"), place.sheet if place else "", place.cell if place else "",
        form.titles[column.key] if column else "", value_shown(form, finding),
        sentence(form, finding), remedy(form, finding), severity(finding),
        finding.clause or "", related,
    )  # fmt: skip


def severity(finding: Finding) -> str:
    """How grave a finding is, and whether somebody answered it."""
    if finding.blocks:
        return text("report-error")
    return text("report-explained" if finding.explained else "report-query")


def why_of(asked: Asked) -> str:
    """Why a link or a rule over the task did not run, or could not judge all; empty where it did."""
    return say(f"skipped-{asked.why}", {"count": str(asked.open)}) if asked.why else ""


def done_of(asked: Asked, across: Between) -> str:
    """What became of a link or a rule over the task, in a few Chinese words: what it found, or why it did not run."""
    why = why_of(asked)
    if not asked.ran:
        return say("between-skipped", {"why": why})
    count = sum(one.finding.rule == asked.id and one.form == asked.form for one in across.findings)
    done = say("between-ran", {"count": str(count)}) if count else say("between-clean")
    return say("between-partly", {"done": done, "why": why}) if why else done
