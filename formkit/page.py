"""The office's report of a check as one page that any browser opens: nothing is fetched, nothing runs, all text is escaped.

Lists are cut so that the page stays small; the totals beside them are exact. The template beside this module is data.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from urllib.parse import quote

from formkit import mask
from formkit.finding import Between, Finding
from formkit.grouped import cells_of, grouped, told
from formkit.intake import GOOD
from formkit.model import Form
from formkit.overview import Kind, Line, Overview, Town
from formkit.saying import say_of, sentence, value_shown
from formkit.words import say
from formkit.words.ledgers import outcome, text
from formkit.write.crossing import done_of, severity
from formkit.write.report import examples, lead, rewritten, titled, where

GROUPS, OF_A_FILE, CELLS = 6_000, 40, 12
"""So many kinds of finding are shown on the page, in all and of one file, and so many cells of each."""
KINDS, ACROSS, NAMES = 100, 300, 60
OPEN = 25
"""Up to so many faulty files, all are unfolded to begin with."""
_TEMPLATE = Path(__file__).with_suffix(".html")
_Facts = dict[str, object]


def write_page(view: Overview, across: Between | None = None, day: str = "") -> bytes:
    """审核报告 as UTF-8 HTML; equal input gives equal bytes. ``day`` is what it is as of.

    Links lead to the return copies beside it, as ``returns/…`` of the task folder.
    """
    from jinja2 import Environment, StrictUndefined  # a page is written for a task, and for no other command

    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    template = environment.from_string(_TEMPLATE.read_text("utf-8"))
    faulty = sum(bool(line.findings) for line in view.lines)
    most = min(OF_A_FILE, GROUPS // max(1, faulty))
    numbers = {line.one.file: number for number, line in enumerate(view.lines, 1)}
    facts: _Facts = {
        "t": text, "title": view.title, "day": mask.text(day), "verdict": _verdict(view), "lead": lead(view),
        "good": not any(not line.settled for line in view.lines) and not _missing(view), "units": _units(view),
        "several": len(view.forms) > 1, "total": _town(Town("", view.lines, view.states)),
        "towns": [_town(town) | {"files": [_file(line, numbers, most, faulty) for line in town.lines]} for town in view.towns],
        "kinds": [_kind(kind) for kind in view.kinds[:KINDS]], "kinds_count": len(view.kinds), "kinds_shown": KINDS,
        "rewritten": [(titled(each.form), *rewritten(each)) for each in view.rewritten[:KINDS]],
        "across": _across(across, view.forms) if across and across.rules else None,
    }  # fmt: skip
    return template.render(facts).encode("utf-8", "replace")


def _missing(view: Overview) -> int:
    return sum(len(town.missing) for town in view.towns)


def _verdict(view: Overview) -> str:
    """In a few words: is all well, how many files need something, who is missing."""
    open_ = sum(not line.settled for line in view.lines)
    said = text("page-mend", count=str(open_)) if open_ else text("page-fine" if view.lines else "page-none")
    missing = _missing(view)
    return f"{said}，{text('page-missing', count=str(missing))}" if missing else said


def _units(view: Overview) -> str:
    """How many units must report, and how many stand where."""
    if not view.states:
        return ""
    counts: dict[str, int] = {}
    for state in view.states:
        counts[state.state] = counts.get(state.state, 0) + 1
    states = "、".join(text("report-count", outcome=say(f"state-{name}"), count=str(n)) for name, n in counts.items())
    return text("report-units-lead", expected=str(len(view.states)), states=states)


def _town(town: Town) -> _Facts:
    missing = town.missing
    names = "、".join(f"{state.unit.name}" for state in missing[:NAMES])
    return {
        "name": town.name, "expected": len(town.states), "good": town.good,
        "faulty": town.faulty, "missing": len(missing), "errors": sum(line.errors for line in town.lines),
        "queries": sum(line.queries for line in town.lines),
        "absent": text("page-missing-more", units=names, count=str(len(missing))) if len(missing) > NAMES else names,
    }  # fmt: skip


def _file(line: Line, numbers: Mapping[str, int], most: int, faulty: int) -> _Facts:
    one, groups = line.one, grouped(line.findings)
    name = mask.text(one.file)
    return {
        "id": f"f{numbers[one.file]}", "unit": where(line), "file": name if line.unit else "", "form": titled(line.form),
        "outcome": outcome(one.outcome), "settled": line.settled, "through": one.outcome in GOOD, "aside": line.aside, "say": say_of(one),
        "errors": line.errors, "queries": line.queries, "link": _link(line.copy), "open": faulty <= OPEN,
        "groups": list(_groups(line, groups[:most])), "count": len(line.findings), "kinds": len(groups), "most": most,
        "cut": len(groups) > most,
    }  # fmt: skip


def _link(copy: str) -> str:
    """A return copy as a link from beside it; none where its name holds somebody's number."""
    if not copy.startswith("returns/") or mask.text(copy) != copy:
        return ""
    return "./" + quote(copy.removeprefix("returns/"), errors="replace")


def _groups(line: Line, groups: Sequence[Sequence[Finding]]) -> Iterator[_Facts]:
    form = line.form
    for group in groups:
        assert form
        first = group[0]
        says, how = told(form, group)
        values = list(dict.fromkeys(value_shown(form, finding) for finding in group if finding.value))
        yield {
            "cells": cells_of(group, CELLS), "count": len(group), "column": form.titles.get(first.column or "", ""),
            "value": "、".join(values[:3]) + ("……" if len(values) > 3 else ""), "says": says, "how": how,
            "severity": severity(first), "code": first.rule or first.code, "clause": first.clause or "",
        }  # fmt: skip


def _kind(kind: Kind) -> _Facts:
    says, how = told(kind.form, [finding for _, finding in kind.found])
    first = kind.first
    return {
        "form": titled(kind.form), "says": says, "how": how, "count": len(kind.found), "files": kind.files,
        "units": kind.units, "explained": kind.explained, "severity": text("report-error" if first.blocks else "report-query"),
        "examples": examples(kind), "code": first.rule or first.code, "clause": first.clause or "",
    }  # fmt: skip


def _across(across: Between, forms: Mapping[str, Form]) -> _Facts:
    found = [
        {
            "unit": mask.text(one.unit or one.file) or say("between-task"), "says": sentence(forms[one.form], one.finding),
            "cells": cells_of([one.finding], 1), "code": one.finding.rule or "", "severity": severity(one.finding),
        }
        for one in across.findings[:ACROSS]
    ]  # fmt: skip
    rules = [(asked.id, titled(forms[asked.form]), done_of(asked, across)) for asked in across.rules]
    return {"found": found, "rules": rules, "count": len(across.findings), "shown": ACROSS}
