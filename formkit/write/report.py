"""The office's report of a check as a workbook: a line per file, per kind of finding, per finding, per kind of repair.

Lists are cut, and say so; the totals beside them are exact.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping

from formkit import mask
from formkit.finding import Between, Finding
from formkit.grouped import cells_of, told
from formkit.model import Form
from formkit.overview import Kind, Line, Overview, Rewritten
from formkit.saying import remedy, repair_shown, say_of, sentence, value_shown
from formkit.words.ledgers import LEDGERS, outcome, text
from formkit.write.crossing import crossing, severity
from formkit.write.listing import Listing, workbook_of, write_listing
from formkit.write.styles import Book

EXAMPLES, _CELLS = 8, 3
DETAILED, OF_A_FILE = 20_000, 1_000
"""So many findings are listed one by one, in all and of one file: a sheet holds 1,048,576 rows, and nobody reads as many."""


def write_report(view: Overview, across: Between | None = None) -> bytes:
    """审核报告 as bytes; equal input gives equal bytes.

    ``across`` is what was found between the files; a task without links or rules over it has no sheet of them.

    ID and telephone numbers are masked in values, sentences and file names.
    """

    def fill(book: Book) -> None:
        for listing in (_files(view), _kinds(view), _findings(view), _repairs(view)):
            write_listing(book, listing)
        if across and across.rules:
            write_listing(book, crossing(view.title, across, view.forms))

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return workbook_of(view.title + text("report-title"), fill)


def lead(view: Overview) -> str:
    """How many files of each outcome, how many findings in them, and what is not counted."""
    if not view.lines:
        return ""
    outcomes = "、".join(text("report-count", outcome=outcome(code), count=str(n)) for code, n in view.outcomes.items())
    numbers = {name: str(count) for name, count in view.counts.items()}
    aside = sum(line.aside for line in view.lines)
    said = text("report-lead", files=str(len(view.lines)), outcomes=outcomes, **numbers)
    return said + (text("report-aside", count=str(aside)) if aside else "")


def titled(form: Form | None) -> str:
    """What a form is called, without a unit's name."""
    return form.title.format(unit="").strip() if form else ""


def where(line: Line) -> str:
    """The unit a file is of, else the file."""
    return line.unit or mask.text(line.one.file)


def _columns(view: Overview, *columns: tuple[str, float]) -> tuple[tuple[str, float], ...]:
    return tuple((text(f"report-{code}"), width) for code, width in _kept(view, columns))


def _kept(view: Overview, columns: tuple[tuple[str, float], ...]) -> Iterator[tuple[str, float]]:
    """A task of one form needs no column that names it."""
    return (column for column in columns if column[0] != "form" or len(view.forms) > 1)


def _form(view: Overview, form: Form | None) -> tuple[str, ...]:
    return (titled(form),) if len(view.forms) > 1 else ()


def _files(view: Overview) -> Listing:
    columns = _columns(
        view, ("above", 12), ("unit", 13), ("code", 14), ("form", 22), ("file", 28), ("outcome", 10), ("households", 6),
        ("persons", 6), ("errors", 7), ("queries", 9), ("say", 38), ("copy", 24),
    )  # fmt: skip
    rows = [_file(view, line) for town in view.towns for line in town.lines]
    name, heading = text("report-files"), text("report-files-title", title=view.title)
    return Listing(name, heading, columns, rows, text("report-no-files"), lead(view))


def _file(view: Overview, line: Line) -> tuple[str | int, ...]:
    one = line.one
    named = (titled(line.form) or one.identity.form,) if len(view.forms) > 1 else ()
    counts = (one.households, one.persons, line.errors, line.queries) if one.filing else ("", "", "", "")
    return (
        line.above, line.unit, one.identity.unit, *named, mask.text(one.file), outcome(one.outcome), *counts, say_of(one),
        mask.text(line.copy),
    )  # fmt: skip


def _kinds(view: Overview) -> Listing:
    columns = _columns(
        view, ("form", 18), ("problem", 32), ("remedy", 32), ("column", 13), ("severity", 7), ("number", 6),
        ("explained-number", 9), ("in-files", 7), ("in-units", 7), ("examples", 36), ("finding", 13), ("clause", 18),
    )  # fmt: skip
    rows = [_of_kind(view, kind) for kind in view.kinds]
    name, heading = text("report-kinds"), text("report-kinds-title", title=view.title)
    return Listing(name, heading, columns, rows, text("report-none"), lead(view))


def _of_kind(view: Overview, kind: Kind) -> tuple[str | int, ...]:
    first = kind.first
    says, how = told(kind.form, [finding for _, finding in kind.found])
    title = kind.form.titles.get(first.column or "", "")
    level = text("report-error" if first.blocks else "report-query")
    return (
        *_form(view, kind.form), says, how, title, level, len(kind.found), kind.explained, kind.files, kind.units,
        examples(kind), first.rule or first.code, first.clause or "",
    )  # fmt: skip


def examples(kind: Kind) -> str:
    """Who has a kind of finding, and in which cells: the files with most of it first, and how many there are."""
    files: dict[str, list[tuple[Line, Finding]]] = {}
    for line, finding in kind.found:
        files.setdefault(line.one.file, []).append((line, finding))
    most = sorted(files.values(), key=lambda found: -len(found))[:EXAMPLES]
    shown = "；".join(f"{where(found[0][0])} {cells_of([finding for _, finding in found], _CELLS)}" for found in most)
    if len(files) <= EXAMPLES:
        return shown
    return text("report-more-units", units=shown, count=str(len(files)), shown=str(EXAMPLES))


def _findings(view: Overview) -> Listing:
    columns = _columns(
        view, ("unit", 12), ("file", 24), ("sheet", 8), ("cell", 7), ("column", 13), ("value", 17), ("problem", 32),
        ("remedy", 32), ("severity", 7), ("finding", 13), ("clause", 18),
    )  # fmt: skip
    faulty = [line for town in view.towns for line in town.lines if line.findings]
    most = max(1, min(OF_A_FILE, DETAILED // max(1, len(faulty))))
    rows = [row for line in faulty[:DETAILED] for row in _of_file(line, most)]
    name, heading = text("report-findings"), text("report-findings-title", title=view.title)
    count = sum(len(line.findings) for line in faulty)
    said = text("report-findings-lead", count=str(count), most=str(most)) if count else ""
    return Listing(name, heading, columns, rows, text("report-none"), said)


def _of_file(line: Line, most: int) -> Iterator[tuple[str, ...]]:
    form, name = line.form, mask.text(line.one.file)
    assert form
    for finding in line.findings[:most]:
        place = finding.places[0] if finding.places else None
        yield (
            line.unit, name, mask.text(place.sheet) if place else "", place.cell if place else "",
            form.titles.get(finding.column or "", ""), value_shown(form, finding), sentence(form, finding),
            remedy(form, finding), severity(finding), finding.rule or finding.code, finding.clause or "",
        )  # fmt: skip
    if len(line.findings) > most:
        rest = text("report-rest", count=str(len(line.findings)), shown=str(most))
        yield (line.unit, name, "", "", "", "", rest, "", "", "", "")


def _repairs(view: Overview) -> Listing:
    columns = _columns(
        view, ("form", 22), ("column", 20), ("kind", 30), ("number", 8), ("in-files", 8), ("written", 50), ("examples", 40)
    )  # fmt: skip
    rows: list[tuple[str | int, ...]] = [(*_form(view, each.form), *rewritten(each)) for each in view.rewritten]
    name, heading = text("report-repairs"), text("report-repairs-title", title=view.title)
    return Listing(name, heading, columns, rows, text("report-no-repairs"), text("report-repairs-lead") if rows else "")


def rewritten(each: Rewritten) -> tuple[str, str, int, int, str, str]:
    """Column, kind, how many, in how many files, some of them old → new, and where."""
    form, first = each.form, each.found[0][1]
    kind = f"kind-{first.kind}" if f"kind-{first.kind}" in LEDGERS else "kind-other"
    pairs: Mapping[str, None] = dict.fromkeys(
        "→".join(repair_shown(form, repair, said) for said in (repair.old, repair.new)) for _, repair in each.found
    )
    files = len({line.one.file for line, _ in each.found})
    shown, count = "、".join(f"{where(line)} {repair.place.cell}" for line, repair in each.found[:EXAMPLES]), len(each.found)
    places = text("report-more", cells=shown, count=str(count), shown=str(EXAMPLES)) if count > EXAMPLES else shown
    written = "、".join(list(pairs)[:EXAMPLES]) + ("……" if len(pairs) > EXAMPLES else "")
    return form.titles[first.column], text(kind), count, files, written, places
