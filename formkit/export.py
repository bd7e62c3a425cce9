"""Results as the JSON of the contract (README, commands): plain data, masked unless values are asked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields
from decimal import Decimal
from typing import Any

from formkit import words
from formkit.cells import letter
from formkit.compare.changes import Comparison
from formkit.compare.flows import Flow, rate
from formkit.detail import Made
from formkit.finding import Between, Finding, Repair
from formkit.history import table_flow
from formkit.intake import Judged
from formkit.layout import GUIDE_SHEET, SHEET, Layout, letters
from formkit.merge import Amount, Part, Rollup
from formkit.model import Form
from formkit.saying import Reader, remedy, repair_shown, say_of, sentence, value_shown
from formkit.states import State
from formkit.townships import COUNTS, Township
from formkit.trace.totals import Misstated
from formkit.twins import Twin
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
    """Where one unit stands, and by when it must report; ``extended`` is who granted it that day and why."""
    unit, granted = state.unit, state.extension
    return {
        "unit": unit.code, "name": unit.name, "level": unit.level, "form": state.form, "state": state.state,
        "late": state.late, "file": state.file or None, "due": state.due.isoformat() if state.due else None,
        "extended": {"until": granted.until, "reason": granted.reason, "by": granted.by} if granted else None,
    }  # fmt: skip


def township_json(town: Township) -> Json:
    """How far a township is: units by state, files set aside, and the rate with what it is based on."""
    return {
        "unit": town.unit, "name": town.name, "expected": town.expected, **{name: len(town.of(name)) for name in COUNTS},
        "late": len(town.late), "superseded": len(town.superseded), "wrong_unit": len(town.wrong_unit),
        "reported": town.reported, "rate": round(town.rate, 4), "basis": f"{town.reported}/{town.expected}",
    }  # fmt: skip


def rollup_json(file: str, rollup: Rollup, comparison: Comparison | None = None) -> Json:
    """Totals of one roll-up workbook; what came and went since the period before, and the rate of elimination with its basis."""
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
        "parts": len(rollup.parts), "sections": sections, **_flow(rollup, comparison),
    }  # fmt: skip


def _flow(rollup: Rollup, comparison: Comparison | None) -> Json:
    """The flow of the units that can be compared, null where none can and where a row is a line.

    The rate is of what stands in the tables where there is no flow.
    """
    form = rollup.form
    known = comparison is not None and form.record.grain != "line" and any(one.flow for one in comparison.units.values())
    compared = comparison.flow if comparison and known else None
    told = form.summary is not None and "summary-removed" in form.formulas
    found = rate(compared or table_flow(form, rollup.parts), form.summary.rate) if told and form.summary else None
    parts = {part.name: asdict(getattr(compared, part.name)) for part in fields(Flow)} if compared else None
    by = form.summary.rate if form.summary else ""
    return {"flow": parts, "rate": {"value": float(found), "basis": by} if found is not None else None}


def _number(amount: Amount) -> int | float | Mapping[str, int]:
    """An amount as JSON holds it: money as a number of 元."""
    return float(amount) if isinstance(amount, Decimal) else amount


def misstated_json(file: str, each: Misstated) -> Json:
    """A number on a roll-up that is not what its own filings say."""
    return {
        "code": each.code, "file": file, "sheet": each.sheet, "cell": each.cell, "value": each.value, "expected": each.expected,
        "message": each.message,
    }  # fmt: skip


def detail_json(made: Made) -> Json:
    """A file of detail."""
    unit = made.rollup.unit
    return {
        "file": made.file.as_posix(), "kind": made.kind, "form": made.rollup.form.form, "period": made.rollup.period, "unit": unit.code,
        "unit_name": unit.name, "rows": made.rows,
    }  # fmt: skip


def twin_json(form: Form, twin: Twin) -> Json:
    """A person found in several units, without the number itself and without what was written."""
    return {
        "kind": twin.kind, "traits": list(twin.traits),
        "differs": [{"key": key, "label": form.titles[key]} for key in twin.differs],
        "places": [_place(form, part, record) for part, record in twin.places],
    }  # fmt: skip


def _place(form: Form, part: Part, record: Any) -> Json:
    cell = record.cells[form.places[form.record.person or ""]]
    return {"file": part.file, "sheet": record.sheet, "cell": cell or None, "row": record.row, "unit": part.unit}

