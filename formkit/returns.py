"""The return copy: the unit's workbook written afresh with what the clerk typed, what is wrong, and where it was."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from operator import itemgetter
from pathlib import PurePosixPath

from formkit import disk, mask, period, words
from formkit.cells import Place, a1
from formkit.filing import Filing, Identity, Record, content
from formkit.finding import Finding, Repair
from formkit.intake import Judged, path_of
from formkit.layout import OUTSIDE_SHEET, SHEET, UNCALCULATED, lay_out
from formkit.model import Form
from formkit.read import places_of
from formkit.saying import remedy, repair_shown, sentence, value_shown
from formkit.since import Since, since
from formkit.types import Raw, Reading
from formkit.units import Roster
from formkit.words.workbook import WORKBOOK, text
from formkit.write.issue import Entry, Issue, Problem, lines_for

COPIED = 20_000
"""So many texts from outside the form are copied, one a line, and all are counted."""
_UNSEEN = ("missing-section", "second-sheet", "other-form-sheet", "loose-rows-missed", "cells-unread")
_MARK = "_退回"
_RETURNED = re.compile(r"^(.*)_退回(\d*)$")
_COPY = re.compile(r"_退回\d*(?:\(\d\))?\.xlsx$")


def copy_names(files: Iterable[str]) -> dict[str, PurePosixPath]:
    """Where the return copy of each file goes, below ``returns``: its name sorts beside the original's.

    A return copy that goes back again is counted on (_退回, _退回2). Files that differ only in their suffix, or in
    capitals, which Windows takes for the same, keep their suffix in the name.
    """
    plain = {file: _copy_of(PurePosixPath(file), whole=False) for file in files}
    counts = Counter(str(path).casefold() for path in plain.values())
    names: dict[str, PurePosixPath] = {}
    taken: set[str] = set()
    for file, path in plain.items():
        name = path if counts[str(path).casefold()] == 1 else _copy_of(PurePosixPath(file), whole=True)
        first, number = name, 2
        while str(name).casefold() in taken:
            name, number = first.with_stem(f"{first.stem.removesuffix(_MARK)}-{number}{_MARK}"), number + 1
        taken.add(str(name).casefold())
        names[file] = name
    return names


def _copy_of(file: PurePosixPath, *, whole: bool) -> PurePosixPath:
    again = _RETURNED.match(file.stem)
    stem, mark = (again[1], f"{_MARK}{int(again[2] or 1) + 1}") if again else (file.stem, _MARK)
    name = disk.safe_name(stem + file.suffix if whole else stem)
    folders = [disk.safe_name(part) for part in file.parts[:-1] if part not in ("/", "..")]
    return PurePosixPath(*folders, f"{name}{mark}.xlsx")


def is_copy(name: str) -> bool:
    """Whether a file name is one that return copies get."""
    return _COPY.search(name) is not None


def return_issue(
    form: Form, judged: Judged, roster: Roster | None, deadline: str = "", contact: str = "", earlier: Judged | None = None
) -> Issue:
    """What to write for a filing that goes back: revision n + 1, answering the bytes that were sent.

    ``earlier`` is the unit's last return, if it is at hand: then it says what changed since.
    """
    filing = judged.filing
    assert filing is not None
    old = filing.identity
    identity = Identity(
        form.form, form.version, old.unit, old.period, old.revision + 1, judged.sha256, path_of(judged, roster),
        tuple(_unsettled(form, judged.report.findings)), content(filing.records), old.system,
    )  # fmt: skip
    rows = {
        section.key: lines_for(sum(r.section == section.key for r in filing.records), form.paper.rows)
        for section in form.sections
    }
    moved, found = moved_cells(form, judged, rows), _found(judged.report.findings)
    entries = {
        section.key: tuple(_entry(form, record, found) for record in filing.records if record.section == section.key)
        for section in form.sections
    }
    change = since(form, judged, earlier) if earlier else None
    problems = tuple(
        _problem(form, finding, moved, _known(change, place, finding)) for place, finding in enumerate(judged.report.findings)
    )
    # A text that becomes a date and looks the same is in the ledger, but nothing for the clerk to read.
    told = [repair for repair in judged.report.repairs if repair.old != repair.new]
    problems += tuple(_rewritten(form, repair, moved) for repair in told)
    when = period.parse(old.period) if period.end_of(old.period) else None
    return Issue(
        identity, rows, places_of(replace(old, path=identity.path), roster), when.end if when else None,
        when.label if when else "", deadline, contact, entries, filing.zero, problems, _remarks(filing, change),
        tuple((f"{place.sheet}!{place.cell}", said) for place, said in filing.outside[:COPIED]),
    )  # fmt: skip


def _unsettled(form: Form, findings: Iterable[Finding]) -> Iterator[str]:
    """What is wrong with a file and cannot be seen in its copy, where all rows stand in whole sections on one sheet."""
    for finding in findings:
        if finding.wording == "not-settled":
            yield finding.args["said"]
        elif finding.wording in _UNSEEN:
            yield sentence(form, finding, "unit")


def _known(change: Since | None, place: int, finding: Finding) -> bool | None:
    """Whether an open finding was pointed out before; None where it is answered, or nobody can tell."""
    return place in change.still if change and finding.open else None


def _remarks(filing: Filing, change: Since | None) -> tuple[str, ...]:
    """What changed since the last return, and what of the file could not be taken along."""
    said = []
    if change:
        numbers = {"fixed": str(change.fixed), "still": str(len(change.still)), "new": str(change.new)}
        said.append(text("problems-since", **numbers))
    if filing.outside:
        count = len(filing.outside)
        more = text("problems-outside-capped", shown=str(COPIED)) if count > COPIED else ""
        said.append(text("problems-outside", count=str(count), sheet=OUTSIDE_SHEET) + more)
    if things := "、".join(_left(name, count) for name, count in filing.extras.items() if count):
        said.append(text("problems-left", things=things))
    return tuple(said)


def _left(name: str, count: int) -> str:
    code = f"left-{name}" if f"left-{name}" in WORKBOOK else "left-other"
    return text(code, count=str(count), name=name)


def moved_cells(form: Form, judged: Judged, rows: Mapping[str, int]) -> dict[tuple[str, str], str]:
    """For each cell that was sent (sheet, name) and has something wrong or put right, the cell it has in the return copy."""
    report, filing = judged.report, judged.filing
    assert filing is not None
    places = (*(finding.places[0] for finding in report.findings if finding.places), *(repair.place for repair in report.repairs))
    asked: defaultdict[str, set[str]] = defaultdict(set)
    for place in places:
        asked[place.sheet].add(place.cell)
    following = {block.section: block.first_row for block in lay_out(form, rows).blocks}
    moved: dict[tuple[str, str], str] = {}
    for record in filing.records:
        row, cells = following[record.section], asked[record.sheet]
        following[record.section] += 1
        if not cells.isdisjoint(record.cells):
            for index, cell in enumerate(record.cells):
                if cell in cells:
                    moved.setdefault((record.sheet, cell), a1(row, index))
    return moved


def _found(findings: Iterable[Finding]) -> Mapping[str, Mapping[str, list[tuple[int, Finding]]]]:
    """The findings about cells by sheet and cell, with their numbers."""
    found: defaultdict[str, defaultdict[str, list[tuple[int, Finding]]]] = defaultdict(lambda: defaultdict(list))
    for number, finding in enumerate(findings):
        if finding.places:
            found[finding.places[0].sheet][finding.places[0].cell].append((number, finding))
    return found


def _entry(form: Form, record: Record, found: Mapping[str, Mapping[str, list[tuple[int, Finding]]]]) -> Entry:
    """A row as it goes back; most have nothing wrong in them, and of each only what was put right is written otherwise."""
    values = tuple([
        written(reading, raw) if reading.repair or reading.problem else raw
        for reading, raw in zip(record.readings, record.raws, strict=True)
    ])  # fmt: skip
    cells = found.get(record.sheet, {})
    if cells.keys().isdisjoint(record.cells):
        return Entry(values, record.explanation)
    own = {cell: index for index, cell in enumerate(record.cells) if cell in cells}
    mine = sorted(((number, own[cell], finding) for cell in own for number, finding in cells[cell] if finding.open), key=itemgetter(0))
    told = ((sentence(form, finding, "unit"), remedy(form, finding, "unit")) for _, _, finding in mine)
    verdict = "；".join("。".join(each) for each in told)
    faults = {index: finding.severity for _, index, finding in reversed(mine)}
    return Entry(values, record.explanation, verdict, faults)


def written(reading: Reading, raw: Raw) -> Raw:
    """What goes back into a cell: what was typed, in its canonical writing where it was put right."""
    if reading.problem == "never-calculated":
        return UNCALCULATED
    return reading.value if reading.repair else raw


def _problem(form: Form, finding: Finding, moved: Mapping[tuple[str, str], str], known: bool | None) -> Problem:
    place = finding.places[0] if finding.places else None
    label = form.titles[finding.column] if finding.column else ""
    return Problem(
        _address(place) if place else "", moved.get((place.sheet, place.cell), "") if place else "", label,
        value_shown(form, finding, "unit"), sentence(form, finding, "unit"), remedy(form, finding, "unit"), finding.severity,
        known,
    )  # fmt: skip


def _address(place: Place) -> str:
    """A cell of the file that was sent; with its sheet, where that is not the one that was handed out."""
    return place.cell if place.sheet == SHEET else mask.text(f"{place.sheet}!{place.cell}")


def _rewritten(form: Form, repair: Repair, moved: Mapping[tuple[str, str], str]) -> Problem:
    """A value that goes back in its canonical writing: said, so that nothing is changed silently."""
    old, new = (repair_shown(form, repair, text, "unit") for text in (repair.old, repair.new))
    cell = moved.get((repair.place.sheet, repair.place.cell), "")
    label = form.titles[repair.column]
    said = words.say("repaired", {"new": new})
    return Problem(
        _address(repair.place), cell, label, old, said, words.remedy("repaired"), words.say("repaired-mark")
    )  # fmt: skip
