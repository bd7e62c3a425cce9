"""What the change since the last period asks a unit: a filing that says the same, a record that is gone without a reason, a jump.

All of it may be right, so all of it is a query; where it stands at a row, 核实说明 answers it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from formkit import period as periods
from formkit.compare.changes import Change, Compared, Comparison, Jump, Spot
from formkit.compare.differing import HOUSEHOLD
from formkit.filing import Record
from formkit.finding import Across, Asked, Between, Finding, Related
from formkit.model import Form
from formkit.types import KINDS, shown
from formkit.values import dataclass
from formkit.words import say

CODE = "compare"


@dataclass(frozen=True, slots=True)
class Queries:
    """What is asked of each unit that has reported, by its code; ``ran``: there was one that could be compared."""

    ran: bool
    units: Mapping[str, Sequence[Across]]


def queried(comparison: Comparison) -> Between:
    """The queries of a comparison, unit by unit; nothing is asked where no unit can be compared."""
    return together(comparison.form, [queries(comparison)])


def queries(comparison: Comparison) -> Queries:
    """The same by unit."""
    form, jumps = comparison.form.form, defaultdict[str, list[Jump]](list)
    for jump in comparison.jumps:
        jumps[jump.unit.code].append(jump)
    units = {
        code: [Across(each, form, one.after.file, one.unit.name) for each in _asked(comparison, one, jumps[code])]
        for code, one in comparison.units.items() if one.after
    }  # fmt: skip
    return Queries(any(one.both for one in comparison.units.values()), units)


def together(form: Form, found: Sequence[Queries]) -> Between:
    """The queries of several comparisons of a form, no two of one unit, in the order of the units."""
    units = {code: asked for each in found for code, asked in each.units.items()}
    ran = any(each.ran for each in found)
    every = tuple(one for code in sorted(units) for one in units[code])
    return Between(every, (Asked(CODE, form.form, ran, "" if ran else "nothing-to-compare"),))


def unexplained(form: Form, change: Change) -> bool:
    """Whether a record is gone and the form asks why; a household that became part of another is not asked about."""
    reasons = form.summary is not None and form.summary.reason is not None
    return reasons and change.kind == "gone" and change.after is None and HOUSEHOLD not in change.columns


def _asked(comparison: Comparison, one: Compared, jumps: list[Jump]) -> Iterator[Finding]:
    form, before = comparison.form, _label(comparison.before)
    if one.unchanged and one.before and one.after:
        yield _unchanged(form, one.before.file, one.before.records[0], one.after.records, before)
    for change in one.changes:
        if change.before is not None and unexplained(form, change):
            yield _gone(form, change.before, before)
    for jump in jumps:
        yield _jump(form, one, jump, before)


def _label(text: str) -> str:
    found = periods.parsed(text)
    return found.label if found else text


def _unchanged(form: Form, file: str, was: Record, rows: Sequence[Record], before: str) -> Finding:
    place = _first(form)
    args = {"when": before, "count": str(len(rows))}
    related = (Related(file, was.place(place)),)
    return Finding(
        "unchanged", "query", (rows[0].place(place),), rows[0].section, None, "", args, CODE, related=related,
        explained=bool(rows[0].explanation),
    )  # fmt: skip


def _first(form: Form) -> int:
    """The column a row is shown at: the name in it, else the number, else the first."""
    return form.places[form.record.name or form.record.person or form.leaves[0].key]


def named(form: Form, spot: Spot) -> str:
    """A row as people speak of it: the name of its household, and who it is there; its number where it has no name."""
    keys = [key for key in (form.record.name, *form.record.head) if key]
    first, *others = (shown(spot.record.value(form.places[key])) for key in keys) if keys else ("",)
    rest = "、".join(filter(None, others))
    return say("spot-named", {"name": first, "who": rest}) if first and rest else first or say("spot-row", {"row": str(spot.record.row)})


def _gone(form: Form, spot: Spot, before: str) -> Finding:
    reason = form.titles[form.summary.reason] if form.summary and form.summary.reason else ""
    args = {"when": before, "name": named(form, spot), "row": str(spot.record.row), "reason": reason}
    related = (Related(spot.part.file, spot.record.place(_first(form))),)
    return Finding("gone", "query", (), spot.record.section, None, "", args, CODE, related=related)


def _jump(form: Form, one: Compared, jump: Jump, before: str) -> Finding:
    """A jump at the cell of the record, or, for a sum or a stock, at the first row it is about."""
    rows = [row for row in (one.after.records if one.after else ()) if jump.section in ("", row.section)]
    record = jump.spot.record if jump.spot else rows[0] if rows else None
    column = form.column(jump.key) if jump.key in form.places else None
    place = form.places[jump.key] if column else _first(form)
    was, value = (KINDS[column.type].shown(each) if column else str(each) for each in (jump.before, jump.after))
    args = {
        "when": before, "label": form.titles[jump.key] if column else say(f"compare-{jump.key}"), "value": value,
        "before": was,
    }  # fmt: skip
    wording = "jump" if jump.spot else "jump-sum" if column else "jump-stock"
    return Finding(
        wording, "query", (record.place(place),) if record else (), jump.section or None, jump.key if column else None, value, args, CODE,
        explained=bool(record and record.explanation),
    )  # fmt: skip
