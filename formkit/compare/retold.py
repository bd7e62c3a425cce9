"""A comparison as people read it: who came and went, what was and is in the columns that differ.

Numbers show their last characters only unless values are asked for. What is sensitive (health, accounts) is never shown: only that
it has changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field

from formkit import mask, words
from formkit.checks.households import Household, first_value, households
from formkit.compare.changes import Change, Compared, Comparison, Spot
from formkit.compare.differing import HOUSEHOLD, SECTION
from formkit.compare.flows import Flow, Size, rate_text
from formkit.compare.queried import named, queried
from formkit.compare.standing import carries
from formkit.filing import Step
from formkit.model import Form
from formkit.period import parsed
from formkit.saying import Reader, remedy, sentence
from formkit.saying import shown as said
from formkit.types import KINDS
from formkit.values import dataclass

_MOVES = ("added", "arrived", "removed", "lost", "gone", "left")


@dataclass(frozen=True, slots=True)
class Difference:
    """One column of a change: what it is called, what it was and what it is; None for both where nobody may see it."""

    key: str
    label: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Retelling:
    """A comparison being told to a reader; households are found once for each filing."""

    comparison: Comparison
    to: Reader
    homes: dict[int, Mapping[int, Household]] = field(default_factory=dict)

    @property
    def form(self) -> Form:
        """The form compared."""
        return self.comparison.form


def differences(told: Retelling, change: Change) -> tuple[Difference, ...]:
    """The columns of a change with their values."""
    return tuple(_difference(told, change, key) for key in change.columns)


def _difference(told: Retelling, change: Change, key: str) -> Difference:
    form, ends = told.form, (change.before, change.after)
    if key == SECTION:
        labels = {part.key: part.means or part.label for part in form.sections}
        return Difference(key, words.say("compare-section"), *(labels[end.record.section] if end else "" for end in ends))
    if key == HOUSEHOLD:
        return Difference(key, words.say("compare-household"), None, None)
    column = form.column(key)
    if column.sensitive:
        return Difference(key, form.titles[key], None, None)
    return Difference(key, form.titles[key], *(said(column, _value(told, end, key), told.to) for end in ends))


def _value(told: Retelling, spot: Spot | None, key: str) -> str:
    """What a row says in a column; its household where that is asked once for all its rows."""
    if spot is None:
        return ""
    form, place = told.form, told.form.places[key]
    kind = KINDS[form.leaves[place].type]
    value = spot.record.value(place)
    if value is None and form.leaves[place].per == "household" and form.record.grain == "person":
        part = id(spot.part)
        if part not in told.homes:
            told.homes[part] = {id(row): home for home in households(form, spot.part.records) for row in home.records}
        first = first_value(told.homes[part][id(spot.record)], place)
        value = first[1] if first else None
    return "" if value is None else kind.shown(value)


def who(told: Retelling, change: Change) -> str:
    """The person or the household of a change: by name, with the number behind it."""
    spot = change.after or change.before
    assert spot is not None
    key = told.form.record.person
    number = said(told.form.column(key), _value(told, spot, key), told.to) if key else ""
    if key is None and told.comparison.by and not told.form.record.name:
        return said(told.form.column(told.comparison.by), _value(told, spot, told.comparison.by), told.to)
    return " ".join(filter(None, (named(told.form, spot), number)))


def flow_text(form: Form, flow: Flow) -> str:
    """A flow in a line: 上期2户5人，新增1户3人，本期3户8人."""
    sizes = {part: getattr(flow, part) for part in _MOVES}
    said_ = (
        _part("compare-opening", flow.opening), *(_part(f"change-{part}", size) for part, size in sizes.items() if size != Size()),
        _part("compare-closing", flow.closing),
    )  # fmt: skip
    rate = rate_text(flow, form.summary.rate) if form.summary and "summary-removed" in form.formulas and flow.removed != Size() else ""
    return "，".join((*said_, *((words.say("compare-rate", {"rate": rate}),) if rate else ())))


def _part(code: str, size: Size) -> str:
    return words.say(code) + size_text(size)


def size_text(size: Size) -> str:
    """So many households and persons: 2户5人."""
    return words.say("compare-size", {"households": str(size.households), "persons": str(size.persons)})


def unit_line(form: Form, one: Compared) -> str:
    """What became of a unit in a line; where a row is a line, how many of each kind of change; else how many rows there were and are."""
    if one.unchanged:
        return words.say("compare-unchanged")
    if one.flow is None:
        before, after = (str(sum(len(part.records) for part in parts if part)) for parts in ((one.before, *one.merged), (one.after,)))
        return words.say("compare-records", {"before": before, "after": after})
    if form.record.grain != "line":
        return flow_text(form, one.flow)
    counts = {kind: sum(change.kind == kind for change in one.changes) for kind in (*_MOVES, "changed")}
    counted = (words.say("compare-rows", {"kind": words.say(f"change-{kind}"), "count": str(n)}) for kind, n in counts.items() if n)
    return "，".join(counted) or words.say("compare-nothing")


def change_line(told: Retelling, change: Change) -> str:
    """One change in a line: kind, who, from or to where, why, and what differs."""
    parts = [words.say(f"change-{change.kind}"), who(told, change)]
    if change.other:
        parts.append(words.say(f"compare-{'to' if change.kind == 'left' else 'from'}", {"unit": change.other.name}))
    if change.reason and change.kind != "changed":
        parts.append(words.say("compare-reason", {"reason": mask.text(change.reason) if told.to != "plain" else change.reason}))
    if HOUSEHOLD in change.columns:
        return " ".join((*parts, words.say(f"compare-household-{change.kind}")))
    differs = "；".join(_differs(each) for each in differences(told, change))
    return " ".join(parts) + (f"：{differs}" if differs else "")


def _differs(each: Difference) -> str:
    if each.before is None or each.after is None:
        return words.say("compare-hidden", {"label": each.label})
    blank = words.say("compare-blank")
    return words.say("compare-was", {"label": each.label, "before": each.before or blank, "after": each.after or blank})


def query_lines(told: Retelling) -> Iterator[tuple[str, str]]:
    """The open queries of a comparison, each with the unit it is asked of."""
    for one in queried(told.comparison).findings:
        if one.finding.open:
            place = f"{one.finding.places[0].sheet}!{one.finding.places[0].cell} " if one.finding.places else ""
            yield one.unit, f"{place}{sentence(told.form, one.finding, told.to)}。{remedy(told.form, one.finding, told.to)}"


def left_out(one: Compared) -> str:
    """Why a unit is not compared: the code of it; empty where it is."""
    return "" if one.both else "no-after" if one.after is None else "part-before" if one.unheard else "no-before"


def left_out_text(one: Compared) -> str:
    """The same in a sentence."""
    return words.say(f"compare-{left_out(one)}", {"units": "、".join(one.unheard)})


def title_of(comparison: Comparison) -> str:
    """《title》 and the two periods."""
    names = [(found.label if (found := parsed(text)) else text) for text in (comparison.before, comparison.after)]
    return words.say("compare-title", {"form": comparison.form.title.format(unit=""), "before": names[0], "after": names[1]})


def lines(told: Retelling) -> Iterator[str]:
    """All of it: a line for each township and unit, its changes, what has to be asked, who is not compared, the whole."""
    comparison, form = told.comparison, told.form
    counted = form.record.grain != "line" and bool(comparison.by)
    yield title_of(comparison)
    if not comparison.by:
        yield words.say("compare-no-records" if carries(form) else "compare-anew")
    for town, units in _by_township(comparison):
        if town and counted:
            yield f"{town.name}：{flow_text(form, sum((one.flow for one in units if one.flow), Flow()))}"
        for one in units:
            yield from (f"  {line}" for line in _of_unit(told, one))
    asked = tuple(query_lines(told))
    if asked:
        yield words.say("compare-queries", {"count": str(len(asked))})
    yield from (f"  {unit}：{line}" for unit, line in asked)
    yield from (f"{one.unit.name}：{left_out_text(one)}" for one in comparison.units.values() if not one.both)
    if counted:
        yield words.say("compare-total", {"flow": flow_text(form, comparison.flow)})


def _of_unit(told: Retelling, one: Compared) -> Iterator[str]:
    yield f"{one.unit.name}：{unit_line(told.form, one)}"
    yield from (f"  {change_line(told, change)}" for change in one.changes)
    if one.merged:
        yield f"  {words.say('compare-merged', {'units': '、'.join(part.path[0].name for part in one.merged)})}"
    if one.unsure:
        yield f"  {words.say('compare-unsure', {'count': str(one.unsure)})}"


def _by_township(comparison: Comparison) -> Iterator[tuple[Step | None, list[Compared]]]:
    """The compared units under their townships, in the order of the codes."""
    groups: dict[str, tuple[Step | None, list[Compared]]] = {}
    for one in comparison.units.values():
        if one.both:
            town = next((step for step in one.path[1:] if step.level == "township"), None)
            groups.setdefault(town.code if town else "", (town, []))[1].append(one)
    yield from groups.values()
