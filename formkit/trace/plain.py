"""What ``trace`` found as plain data, masked unless values are asked for."""

from __future__ import annotations

from dataclasses import asdict
from decimal import Decimal
from typing import Any

from formkit import saying, words
from formkit.history import label_of
from formkit.merge import Part
from formkit.model import Form
from formkit.read.rollup import Opened
from formkit.trace.origin import Copied, Counted, how, source_cell
from formkit.trace.recount import Number, Share
from formkit.trace.totals import described, shown_number, shown_raw
from formkit.types import shown
from formkit.union import day

Json = dict[str, Any]


def traced_json(opened: Opened, found: Counted | Copied, *, limit: int | None, plain: bool) -> Json:
    """A number with its parts and cells, at most so many of each, or a cell of the detail with its source."""
    if isinstance(found, Copied):
        return _copied(opened.form, found, plain=plain)
    stood, form = found.stood, opened.form
    meaning, section = stood.meaning, _section(form, stood.meaning.section)
    names = {step.code: step.name for part in opened.read.parts for step in part.path} | {found.unit.code: found.unit.name}
    measure = found.column.measure if found.column else None
    counting = [part for part, amount in found.parts if amount or amount is None]
    return {
        "sheet": stood.sheet, "cell": stood.cell, "is": "number", "meaning": described(form, meaning, names),
        "unit": found.unit.code or None, "unit_name": found.unit.name or None,
        "section": meaning.section or None, "section_label": section or None,
        "kind": meaning.kind, "column": meaning.key or None, "path": list(form.paths.get(meaning.key, ())),
        "of_value": meaning.value or None, "period": meaning.period or opened.read.period, "measure": measure,
        "how": words.say(how(form, stood), {"formula": meaning.key, "period": label_of(meaning.period)})
        + (f"；{words.say(f'measure-{measure}')}" if measure else ""),
        "stands": stood.error or shown_raw(stood.value) or None, "formula": stood.formula, "stated": found.stated,
        "expected": _plain(found.expected), "agrees": found.agrees, "left_out": list(opened.read.edited),
        "parts": [_part(part, amount) for part, amount in found.parts if amount][:limit], "parts_total": len(counting),
        "cells": [_share(form, share, plain=plain) for share in found.shares[:limit]], "cells_total": len(found.shares),
        "changes": [asdict(line) for line in found.lines[:limit]], "changes_total": len(found.lines),
        "earlier": [asdict(one) for one in found.earlier[:limit]], "earlier_total": len(found.earlier),
        "listed": [asdict(one) for one in found.listed[:limit]], "listed_total": len(found.listed),
        "terms": [asdict(one) for one in found.terms[:limit]], "terms_total": len(found.terms), "entry": dict(found.entry),
    }  # fmt: skip


def _section(form: Form, key: str) -> str:
    return next((each.means or each.named for each in form.sections if each.key == key), key)


def _plain(number: Number | None) -> int | float | None:
    whole = number is not None and number == number.to_integral_value() if isinstance(number, Decimal) else True
    return number if number is None else int(number) if whole else round(float(number), 6)


def _part(part: Part, amount: Number | None) -> Json:
    return {
        "unit": part.unit, "name": part.path[0].name, "above": part.path[1].name if len(part.path) > 1 else None,
        "file": part.file, "sha256": part.sha256, "state": part.state, "revision": part.revision, "amount": _plain(amount),
    }  # fmt: skip


def _share(form: Form, share: Share, *, plain: bool) -> Json:
    record, place = share.record, share.place
    return {
        "unit": share.part.unit, "name": share.part.path[0].name, "section": record.section, "file": share.part.file,
        "sheet": record.sheet, "cell": source_cell(record, place),
        "value": "" if place is None else _value(form, record.readings[place].value, place, plain=plain),
        "amount": _plain(share.amount),
    }  # fmt: skip


def _value(form: Form, value: Any, place: int, *, plain: bool) -> str:
    return saying.shown(form.leaves[place], shown(value), "plain" if plain else "office")


def _copied(form: Form, found: Copied, *, plain: bool) -> Json:
    part, record, place = found.part, found.record, found.place
    column = form.leaves[place] if place is not None else None
    value = ""
    if place is not None:
        reading = record.readings[place]
        said = shown_number(reading.value) if isinstance(reading.value, int) else shown(reading.value)
        value = saying.shown(column, str(record.raws[place] or "") if reading.problem else said, "plain" if plain else "office")
    return {
        "sheet": found.sheet, "cell": found.cell, "is": "detail", "unit": part.unit, "unit_name": part.path[0].name,
        "section": record.section, "section_label": _section(form, record.section),
        "column": column.key if column else None, "path": list(form.paths[column.key]) if column else [], "value": value,
        "source": {"file": part.file, "sheet": record.sheet, "cell": source_cell(record, place), "row": record.row, "sha256": part.sha256},
        "revision": part.revision, "state": part.state, "seen": day(part) or None, "pending": part.pending,
        "accepted_by": part.accepted_by or None, "reason": part.reason or None, "explanation": record.explanation or None,
    }  # fmt: skip
