"""Results as the JSON of the contract (README, commands): plain data, masked unless values are asked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from formkit import words
from formkit.cells import letter
from formkit.finding import Between, Finding, Repair
from formkit.intake import Judged
from formkit.layout import GUIDE_SHEET, SHEET, Layout, letters
from formkit.merge import Amount, Part, Rollup, Twin
from formkit.model import Form
from formkit.saying import Reader, remedy, repair_shown, say_of, sentence, value_shown
from formkit.states import State
from formkit.task import Task
from formkit.write.crossing import why_of

Json = dict[str, Any]


def form_json(form: Form) -> Json:
    """One form in full."""
    columns = [
        {
            "key": column.key, "label": column.label, "path": list(form.paths[column.key]), "type": column.type,
            "per": column.per, "required": column.required, "fidelity": column.fidelity,
            "codes": list(form.codelists[column.codes].allowed()) if column.codes else None,
        }
        for column in form.leaves
    ]  # fmt: skip
    return {
        "form": form.form, "version": form.version, "title": form.title, "document": form.document,
        "levels": list(form.levels),
        "sections": [{"key": section.key, "label": section.label} for section in form.sections],
        "columns": columns,
    }  # fmt: skip


def layout_json(form: Form, layout: Layout, identity: Mapping[str, Any]) -> Json:
    """Where the parts of a unit's workbook stand."""
    sections = [
        {"key": block.section, "first_row": block.first_row, "last_row": block.last_row, "columns": letters(form)}
        for block in layout.blocks
    ]
    return {
        **identity, "sheet": SHEET, "sections": sections, "zero_switch": layout.zero_switch,
        "selfcheck": letter(layout.selfcheck), "explanation": letter(layout.explanation), "guide": GUIDE_SHEET,
    }  # fmt: skip


def check_json(
    judged: Sequence[Judged], forms: Mapping[str, Form], copies: Mapping[str, tuple[str, Mapping[Any, str]]],
    across: Between | None = None, *, plain: bool,
) -> Json:  # fmt: skip
    """All filings of a check; ``copies`` gives each file's return copy and where its cells went, ``across`` is said between them."""
    outcomes = Counter(one.outcome for one in judged)
    summary = {
        "files": len(judged), **dict(sorted(outcomes.items())), "accepted": outcomes["accepted"],
        "returned": outcomes["returned"],
        "errors": sum(one.report.errors for one in judged), "queries": sum(one.report.queries for one in judged),
    }  # fmt: skip
    filings = [_filing(one, forms, *copies.get(one.file, (None, {})), plain=plain) for one in judged]
    return {"filings": filings, "between": _between(across or Between(), forms, plain=plain), "summary": summary}


def _between(across: Between, forms: Mapping[str, Form], *, plain: bool) -> Json:
    """What is said between the files of a task, and which links and rules over the task ran."""
    findings = [
        {"file": one.file or None, "form": one.form, **_finding(forms[one.form], one.finding, {}, plain=plain)}
        for one in across.findings
    ]
    rules = [
        {"id": asked.id, "form": asked.form, "status": "ran" if asked.ran else "skipped", "why": why_of(asked)}
        for asked in across.rules
    ]
    return {"findings": findings, "rules": rules}


def _filing(
    one: Judged, forms: Mapping[str, Form], copy: str | None, moved: Mapping[Any, str], *, plain: bool
) -> Json:
    filing, identity = one.filing, one.identity
    rows = filing.rows if filing else None
    form = forms.get(identity.form)
    return {
        "file": one.file, "sha256": one.sha256, "sheet": filing.source.sheet if filing else None,
        "form": identity.form or None, "version": identity.version or None, "unit": identity.unit or None,
        "unit_name": identity.unit_name or None, "period": identity.period or None, "revision": identity.revision,
        "outcome": one.outcome, "say": say_of(one), "households": one.households, "persons": one.persons,
        "rows": {
            "seen": rows.seen if rows else 0, "records": rows.records if rows else 0,
            "blank": rows.blank if rows else 0, "furniture": rows.furniture if rows else 0,
        },
        "findings": [_finding(form, finding, moved, plain=plain) for finding in one.report.findings] if form else [],
        "repairs": [_repair(form, repair, plain=plain) for repair in one.report.repairs] if form else [],
        "rules": [
            {"id": rule.id, "status": "ran" if rule.ran else "skipped",
             "why": words.say(f"skipped-{rule.why}") if rule.why else ""}
            for rule in one.report.rules
        ],
        "return_copy": copy,
    }  # fmt: skip


def _finding(form: Form, finding: Finding, moved: Mapping[Any, str], *, plain: bool) -> Json:
    place = finding.places[0] if finding.places else None
    to: Reader = "plain" if plain else "office"
    return {
        "code": finding.code, "severity": finding.severity, "sheet": place.sheet if place else None,
        "cell": place.cell if place else None, "cells": [each.cell for each in finding.places],
        "section": finding.section, "column": finding.column,
        "label": form.column(finding.column).label if finding.column else None,
        "value": value_shown(form, finding, to),
        "message": sentence(form, finding, to), "remedy": remedy(form, finding, to),
        "rule": finding.rule, "clause": finding.clause, "explained": finding.explained,
        "related": [
            {"file": each.file, "sheet": each.place.sheet, "cell": each.place.cell} for each in finding.related
        ],
        "return_cell": moved.get((place.sheet, place.cell)) if place else None,
    }  # fmt: skip


def _repair(form: Form, repair: Repair, *, plain: bool) -> Json:
    old, new = (repair_shown(form, repair, text, "plain" if plain else "office") for text in (repair.old, repair.new))
    return {"sheet": repair.place.sheet, "cell": repair.place.cell, "from": old, "to": new, "kind": repair.kind}


def unit_json(state: State) -> Json:
    """Where one unit stands."""
    unit = state.unit
    return {
        "unit": unit.code, "name": unit.name, "level": unit.level, "form": state.form, "state": state.state,
        "late": state.late, "file": state.file or None,
    }  # fmt: skip


def township_of(task: Task, state: State) -> str:
    """Code of the township a unit stands under; of its parent where there is none, of itself at the top."""
    above = task.roster.above(state.unit.code, "township")
    return above.code if above else state.unit.parent or state.unit.code


TOWNSHIP_COUNTS = ("accepted", "zero", "conflict", "returned", "empty", "unreadable", "missing")


def township_json(task: Task, states: Iterable[State]) -> list[Json]:
    """Counts of states for each township; a unit without one stands under its own parent."""
    groups: dict[str, list[State]] = {}
    for state in states:
        groups.setdefault(township_of(task, state), []).append(state)
    return [
        {
            "unit": code, "name": task.roster.units[code].name if code in task.roster.units else code,
            "expected": len(group), **{name: sum(s.state == name for s in group) for name in TOWNSHIP_COUNTS},
            "late": sum(state.late for state in group),
        }
        for code, group in groups.items()
    ]  # fmt: skip


def rollup_json(file: str, rollup: Rollup) -> Json:
    """Totals of one roll-up workbook."""
    kinds = {column.key: column.rollup for column in rollup.form.leaves if column.rollup}
    sections = {
        key: {
            "records": total.records, "households": total.households, "persons": total.persons,
            "distinct_persons": rollup.distinct[key],
            "columns": {name: {kinds[name]: _number(amount)} for name, amount in total.columns.items()},
        }
        for key, total in rollup.totals.items()
    }  # fmt: skip
    unit = rollup.unit
    return {
        "file": file, "form": rollup.form.form, "unit": unit.code, "unit_name": unit.name, "level": unit.level,
        "parts": len(rollup.parts), "sections": sections,
    }  # fmt: skip


def _number(amount: Amount) -> int | float | Mapping[str, int]:
    """An amount as JSON holds it: money as a number of 元."""
    return float(amount) if isinstance(amount, Decimal) else amount


def twin_json(form: Form, twin: Twin) -> Json:
    """A person found in several units, without the number itself."""
    return {"kind": "person-in-several-units", "places": [_place(form, part, record) for part, record in twin.places]}


def _place(form: Form, part: Part, record: Any) -> Json:
    cell = record.cells[form.places[form.record.person or ""]]
    return {"file": part.file, "sheet": record.sheet, "cell": cell or None, "row": record.row, "unit": part.unit}

