"""The return copy: the unit's workbook written afresh with what the clerk typed, what is wrong, and where it was."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from formkit import period, words
from formkit.cells import a1
from formkit.filing import Identity, Record
from formkit.finding import Finding, Repair
from formkit.intake import Judged, path_of
from formkit.layout import lay_out
from formkit.model import Form
from formkit.read import places_of
from formkit.saying import remedy, repair_shown, sentence, value_shown
from formkit.units import Roster
from formkit.write.issue import Entry, Issue, Problem

SPARE = 10


def return_issue(form: Form, judged: Judged, roster: Roster | None, deadline: str = "", contact: str = "") -> Issue:
    """What to write for a filing that goes back: revision n + 1, answering the bytes that were sent."""
    filing = judged.filing
    assert filing is not None
    old = filing.identity
    identity = Identity(
        form.form, form.version, old.unit, old.period, old.revision + 1, judged.sha256, path_of(judged, roster)
    )
    rows = {
        section.key: max(form.paper.rows, sum(r.section == section.key for r in filing.records) + SPARE)
        for section in form.sections
    }
    moved = moved_cells(form, filing.records, rows)
    entries = {
        section.key: tuple(_entry(form, record, judged) for record in filing.records if record.section == section.key)
        for section in form.sections
    }
    problems = tuple(_problem(form, finding, moved) for finding in judged.report.findings)
    # A text that becomes a date and looks the same is in the ledger, but nothing for the clerk to read.
    told = [repair for repair in judged.report.repairs if repair.old != repair.new]
    problems += tuple(_rewritten(form, repair, moved) for repair in told)
    when = period.parse(old.period) if period.end_of(old.period) else None
    return Issue(
        identity, rows, places_of(replace(old, path=identity.path), roster), when.end if when else None,
        when.label if when else "", deadline, contact, entries, filing.zero, problems,
        tuple((f"{place.sheet}!{place.cell}", text) for place, text in filing.outside),
    )  # fmt: skip


def moved_cells(form: Form, records: Iterable[Record], rows: Mapping[str, int]) -> dict[tuple[str, str], str]:
    """For each cell that was sent (sheet, name), the cell it has in the return copy."""
    blocks = {block.section: block for block in lay_out(form, rows).blocks}
    following = {section: block.first_row for section, block in blocks.items()}
    moved: dict[tuple[str, str], str] = {}
    for record in records:
        row = following[record.section]
        following[record.section] += 1
        for index, cell in enumerate(record.cells):
            moved.setdefault((record.sheet, cell), a1(row, index))
    return moved


def _entry(form: Form, record: Record, judged: Judged) -> Entry:
    own = {record.place(index): index for index in range(len(record.cells))}
    mine = [finding for finding in judged.report.findings if finding.places and finding.places[0] in own]
    told = ((sentence(form, finding, "unit"), remedy(form, finding, "unit")) for finding in mine if finding.open)
    verdict = "；".join("。".join(each) for each in told)
    faults = {own[finding.places[0]]: finding.severity for finding in reversed(mine) if finding.open}
    values = tuple(r.value if r.repair else raw for r, raw in zip(record.readings, record.raws, strict=True))
    return Entry(values, record.explanation, verdict, faults)


def _problem(form: Form, finding: Finding, moved: Mapping[tuple[str, str], str]) -> Problem:
    place = finding.places[0] if finding.places else None
    label = form.titles[finding.column] if finding.column else ""
    return Problem(
        place.cell if place else "", moved.get((place.sheet, place.cell), "") if place else "", label,
        value_shown(form, finding, "unit"), sentence(form, finding, "unit"), remedy(form, finding, "unit"), finding.severity,
    )  # fmt: skip


def _rewritten(form: Form, repair: Repair, moved: Mapping[tuple[str, str], str]) -> Problem:
    """A value that goes back in its canonical writing: said, so that nothing is changed silently."""
    old, new = (repair_shown(form, repair, text, "unit") for text in (repair.old, repair.new))
    cell = moved.get((repair.place.sheet, repair.place.cell), "")
    label = form.titles[repair.column]
    said = words.say("repaired", {"new": new})
    return Problem(
        repair.place.cell, cell, label, old, said, words.remedy("repaired"), words.say("repaired-mark")
    )  # fmt: skip
