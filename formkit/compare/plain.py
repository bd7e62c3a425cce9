"""A comparison as the JSON of the command compare: plain data, masked unless values are asked for."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from formkit import words
from formkit.compare.changes import Change, Compared, Spot
from formkit.compare.flows import Flow
from formkit.compare.queried import queried
from formkit.compare.retold import Retelling, differences, left_out, left_out_text, who
from formkit.saying import sentence
from formkit.saying import shown as said
from formkit.types import KINDS

Json = dict[str, Any]


def comparison_json(told: Retelling) -> Json:
    """A comparison as plain data."""
    comparison, form = told.comparison, told.form
    found = queried(comparison)
    return {
        "form": form.form, "before": comparison.before, "after": comparison.after, "by": comparison.by or None,
        "flow": flow_json(comparison.flow), "classes": {label: flow_json(flow) for label, flow in comparison.classes.items()},
        "units": [_unit_json(told, one) for one in comparison.units.values() if one.both],
        "jumps": [_jump_json(told, place) for place in range(len(comparison.jumps))],
        "queries": [
            {"code": one.finding.code, "unit": one.unit, "file": one.file, "explained": one.finding.explained,
             "message": sentence(form, one.finding, told.to)}
            for one in found.findings
        ],
        "not_compared": [
            {"unit": one.unit.code, "name": one.unit.name, "why": left_out(one), "say": left_out_text(one)}
            for one in comparison.units.values() if not one.both
        ],
    }  # fmt: skip


def flow_json(flow: Flow) -> Json:
    """A flow as plain data: households and persons of each of its parts."""
    return {
        part.name: {"households": getattr(flow, part.name).households, "persons": getattr(flow, part.name).persons}
        for part in fields(Flow)
    }


def _unit_json(told: Retelling, one: Compared) -> Json:
    return {
        "unit": one.unit.code, "name": one.unit.name, "flow": flow_json(one.flow) if one.flow else None,
        "classes": {label: flow_json(flow) for label, flow in one.classes.items()}, "unchanged": one.unchanged, "unsure": one.unsure,
        "merged": [part.path[0].name for part in one.merged],
        "changes": [_change_json(told, change) for change in one.changes],
    }  # fmt: skip


def _change_json(told: Retelling, change: Change) -> Json:
    columns = [
        {"key": each.key, "label": each.label, "from": each.before, "to": each.after} for each in differences(told, change)
    ]
    return {
        "kind": change.kind, "who": who(told, change), "reason": change.reason or None,
        "other": {"unit": change.other.code, "name": change.other.name} if change.other else None,
        "size": {"households": change.size.households, "persons": change.size.persons}, "columns": columns,
        "before": _spot_json(told, change.before), "after": _spot_json(told, change.after),
    }  # fmt: skip


def _spot_json(told: Retelling, spot: Spot | None) -> Json | None:
    if spot is None:
        return None
    key = told.comparison.by or told.form.leaves[0].key
    place = spot.record.place(told.form.places[key])
    return {"file": spot.part.file, "sheet": place.sheet, "row": spot.record.row, "cell": place.cell}


def _jump_json(told: Retelling, number: int) -> Json:
    jump, form = told.comparison.jumps[number], told.form
    column = form.column(jump.key) if jump.key in form.places else None
    before, after = (said(column, KINDS[column.type].shown(each) if column else str(each), told.to) for each in (jump.before, jump.after))
    place = jump.spot.record.place(form.places[jump.key]) if jump.spot else None
    return {
        "unit": jump.unit.code, "name": jump.unit.name, "section": jump.section or None, "key": jump.key,
        "label": form.titles[jump.key] if column else words.say(f"compare-{jump.key}"), "before": before, "after": after,
        "file": jump.spot.part.file if jump.spot else None, "sheet": place.sheet if place else None,
        "cell": place.cell if place else None,
    }  # fmt: skip
