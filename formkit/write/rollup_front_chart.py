"""The numbers of the chart by unit, which stand on 总览 beside the page."""

from __future__ import annotations

from collections.abc import Sequence

from formkit.trace.recount import Meaning
from formkit.words.ledgers import text
from formkit.write.numbers import meant, worked
from formkit.write.rollup_charts import CROWDED, ChartData
from formkit.write.rollup_desk import LAST, Front
from formkit.write.rollup_front_tables import Told
from formkit.write.rollup_plan import Group
from formkit.write.rollup_stock import GRAINS, Figure, live_units
from formkit.write.styles import GREY, put, style

_UNITS, _SHORT = 36, 6


def chart_data(front: Front, told: Told) -> ChartData | None:
    """The numbers of the chart by unit, beside the page and not printed; those of the smallest units together if there are many."""
    groups = [group for group in told.plan.groups if told.flows is None or group.step.code in told.flows.groups]
    kinds = ("records",) if told.plan.form.record.grain == "line" else GRAINS
    if len(groups) < 2 or not any(_size(told, group, kinds[-1]) for group in groups):
        return None
    ranked = sorted(groups, key=lambda group: -_size(told, group, kinds[-1]))
    shown = [group for group in groups if group in ranked[: _UNITS - 1]] if len(groups) > _UNITS else groups
    rest = [group for group in groups if group not in shown]
    start, small = LAST + 3, style(front.book, font_size=9, font_color=GREY)
    put(front.sheet.write_string, 1, start, text("front-chart-data"), small)
    lines = [(_short(group.step.name, len(shown)), [group]) for group in shown]
    if rest:
        lines.append((text("front-units-others", count=str(len(rest))), rest))
    for row, (name, own) in enumerate(lines, 3):
        put(front.sheet.write_string, row - 1, start, name, small)
        for beside, kind in enumerate(kinds, 1):
            _datum(front, told, (row, start + beside), own, kind)
    columns = tuple((kind, start + beside) for beside, kind in enumerate(kinds, 1))
    return ChartData(3, 2 + len(lines), start, columns)


def _short(name: str, count: int) -> str:
    """A name as it stands below its columns: among many, a long one would turn all of them aslant and take the chart's room."""
    return name if count <= CROWDED or len(name) <= _SHORT else f"{name[: _SHORT - 1]}…"


def _datum(front: Front, told: Told, at: tuple[int, int], groups: Sequence[Group], kind: str) -> None:
    live = live_units(told.plan, [member.step.code for group in groups for member in group.members], kind)
    value = sum(_size(told, group, kind) for group in groups)
    small = style(front.book, font_size=9, font_color=GREY)
    if told.flows and kind in GRAINS:
        live = "+".join(told.flows.cell("closing", kind, told.flows.groups[group.step.code]) for group in groups)
    if live:
        put(front.sheet.write_formula, at[0] - 1, at[1], live, small, value)
    else:
        put(front.sheet.write_number, at[0] - 1, at[1], value, small)
    place = front.sheet.get_name(), at[0], at[1]
    if len(groups) > 1:  # the smallest together
        worked(front.book, place, live, value, text("front-units-others", count=str(len(groups))))
        return
    unit = groups[0].step.code
    meant(front.book, *place, Meaning(kind, unit) if kind == "records" else Meaning("flow", unit, key=f"closing.{kind}"), value)


def _size(told: Told, group: Group, kind: str) -> int:
    if kind == "records":
        return sum(total.records for member in group.members for total in member.totals.values())
    return sum(told.counts[member.step.code][Figure(kind)] for member in group.members if member.step.code in told.counts)
