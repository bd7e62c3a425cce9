"""What the columns of a form add up to, as a text says it: 本月走访128次. What is 0 is not said."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

from formkit.merge import Total
from formkit.model import Column, Form
from formkit.notice.terms import Term

SUM = (Term("name", "栏目"), Term("amount", "合计"), Term("unit", "计量单位（可以空）"), Term("said", "写在一起，如本月走访128次"))
_UNIT = re.compile(r"[（(]([^（()）]{1,3})[）)]$")

_NOW = re.compile("^本[月季年期](?=..)")
"""The text says which period it is."""


def sums(form: Form, totals: Mapping[str, Total]) -> dict[str, list[dict[str, str]]]:
    """The sums of a roll-up over all sections: ``month`` of what happened in the period, ``now`` of how things stand at its end."""
    found: dict[str, list[dict[str, str]]] = {"month": [], "now": []}
    for column, amount in _amounts(form, totals):
        if amount and column.key != form.record.size:
            name, unit = _named(form, column)
            name = _NOW.sub("", name) if column.measure == "flow" else name
            said = f"{amount:f}"
            line = {"name": name, "amount": said, "unit": unit, "said": f"{name}{said}{unit}"}
            found["month" if column.measure == "flow" else "now"].append(line)
    return found


def _amounts(form: Form, totals: Mapping[str, Total]) -> Iterator[tuple[Column, Decimal]]:
    for column in form.leaves:
        if column.rollup in ("sum", "count"):
            amounts = [amount for total in totals.values() if not isinstance(amount := total.columns[column.key], Mapping)]
            whole = sum((Decimal(amount) for amount in amounts), Decimal(0))
            yield column, whole.to_integral_value() if whole == whole.to_integral_value() else whole


def _named(form: Form, column: Column) -> tuple[str, str]:
    """What a sum is called and counted in: by its label, with the group where that alone says too little."""
    path = form.paths[column.key]
    own, group = path[-1], path[-2] if len(path) > 1 else ""
    unit = next((found[1] for label in (own, group) if (found := _UNIT.search(label))), "")
    name, above = _UNIT.sub("", own).removeprefix("其中"), _UNIT.sub("", group)
    if not unit and name[-2:] in ("户数", "人数"):
        unit = name[-2]
    if name in ("户", "人", "户数", "人数") or len(path) > 2:
        name = above + name
    if not unit and column.type == "money":
        unit = "元"
    if not unit and column.rollup == "count":
        unit = "户" if "household" in (column.per, form.record.grain) else "人"
    return name, unit
