"""Two periods of every shipped form: who stood, who came, went and changed, as accepted filings; and the roll-up of the second."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from right_rows import Row, right, rows_of

from formkit import columns, period
from formkit.cells import letter
from formkit.compare import compare
from formkit.compare.changes import Comparison
from formkit.course import End, course, reported
from formkit.filing import Record, Step
from formkit.history import Moment
from formkit.merge import Part, Rollup, roll_up
from formkit.model import LEVELS, Form
from formkit.read import units_of
from formkit.states import State
from formkit.twins import twins
from formkit.types import KINDS
from formkit.units import Roster
from formkit.words import say
from formkit.write.rollup import RosterRow, write_rollup

_EAST = {
    "village": Step("village", "379999100200", "甲庄村"), "township": Step("township", "379999100000", "东镇"),
    "department": Step("department", "379999900000", "示例局"), "county": Step("county", "379999000000", "示例区"),
    "prefecture": Step("prefecture", "379900000000", "示例市"), "province": Step("province", "370000000000", "示例省"),
}  # fmt: skip
_BESIDE = _EAST | {"village": Step("village", "379999100201", "乙庄村"), "township": Step("township", "379999102000", "北镇")}
_WEST = _EAST | {
    "village": Step("village", "379999101200", "丙庄村"), "township": Step("township", "379999101000", "西镇"),
    "department": Step("department", "379999901000", "民政局"),
}  # fmt: skip
_FAR = _EAST | {"county": Step("county", "379998000000", "西区")}


@dataclass(frozen=True, slots=True)
class Two:
    """A form over two periods: the filings of both, the comparison, the periods, the roll-up at the top and its workbook."""

    form: Form
    before: tuple[Part, ...]
    after: tuple[Part, ...]
    comparison: Comparison
    moments: tuple[Moment, ...] = ()
    rollup: Rollup | None = None
    data: bytes = b""


def two(form: Form) -> Two:
    """Three rows of the east become two, one of them changed, and a new one; beside it somebody comes; the west stays as it was."""
    first, second = _following(right(form, form.reporter).period)
    rows = rows_of(form, form.reporter, 2 if _places(form) else 5)
    away = _FAR if form.reporter == "county" else _WEST
    west, other = rows_of(form, form.reporter, 2 if not _places(form) else 1, 100), rows[-1]
    before = (_part(form, first, _EAST, rows[:3]), _part(form, first, _BESIDE, []), _part(form, first, away, west))
    now = (_part(form, second, _EAST, [_changed(form, rows[0]), *rows[1:2], *rows[3:4]]), _part(form, second, _BESIDE, [other]),
           _part(form, second, away, west))  # fmt: skip
    after = now if form.reporter in ("village", "township") else (now[0], now[2])
    before = before if len(after) == 3 else (before[0], before[2])
    return _rolled(form, before, after)


def _rolled(form: Form, before: tuple[Part, ...], after: tuple[Part, ...]) -> Two:
    units = {unit.code: unit for part in after for unit in units_of(part.path)}
    roster, asked = Roster(units), {form.form: {part.unit: part.path[0].name for part in before}}
    counts = [reported(roster, (State(form.form, units[part.unit], part.state) for part in parts)) for parts in (before, after)]
    ends = [End(parts[0].period, parts, each, {}, asked) for parts, each in zip((before, after), counts, strict=True)]
    past, top = course({form.form: form}, ends[1], ends[:1]), after[0].path[-1]
    if len(form.levels) == 1:
        return Two(form, before, after, compare(form, before, after))
    rollup = roll_up(form, after[0].period, top, (), after)
    comparison = past.comparison(rollup)
    assert comparison is not None
    moments = past.moments(rollup, ends[1].reported[form.form, top.code])
    rows = [
        RosterRow(part.unit, part.path[0].name, "", part.path[1].name, say(f"state-{part.state}"), late=False, file=part.file, say="")
        for part in after
    ]
    data = write_rollup(rollup, rows, twins(form, after), (), comparison=comparison, moments=moments)
    return Two(form, before, after, comparison, moments, rollup, data)


def _places(form: Form) -> bool:
    """Whether a row is a place of the unit, of which there are few."""
    return any(leaf.level and leaf.unique for leaf in form.leaves)


def _following(text: str) -> tuple[str, str]:
    """A drawn period and the month after it; of a stage the week after it."""
    found = period.parse(text)
    if period.kind(found) != "month":
        return text, f"{found.end.replace(day=25)}..{found.end.replace(day=31)}"
    month = found.end.year * 12 + found.end.month
    return text, f"{month // 12}-{month % 12 + 1:02d}"


def _changed(form: Form, row: Row) -> Row:
    """The row with a number one higher, where it has one that is not how many the household is."""
    numbers = (leaf.key for leaf in form.leaves if KINDS[leaf.type].KIND == "number" and row.get(leaf.key) and leaf.key != form.record.size)
    key = next(numbers, None)
    return row | {key: float(row[key]) + 1} if key else row


def _part(form: Form, when: str, steps: dict[str, Step], rows: Sequence[Row]) -> Part:
    path = tuple(steps[level] for level in sorted(form.levels, key=LEVELS.index))
    sides = [tuple(side[level] for level in LEVELS if level in side) for side in (_EAST, _BESIDE, _WEST, _FAR)]
    places = tuple(unit for side in sides for unit in units_of(side))
    asked = columns.specs(form, period.parse(when).end, places)
    records = []
    for number, row in enumerate(rows, 8):
        raws = tuple(row.get(spec.column.key) for spec in asked)
        readings = tuple(KINDS[spec.column.type].read(raw, spec) for raw, spec in zip(raws, asked, strict=True))
        cells = tuple(f"{letter(place)}{number}" for place in range(len(raws)))
        records.append(Record(form.sections[0].key, "填报表", number, readings, raws, cells, ""))
    state, sha = "accepted" if records else "zero", f"{when}{path[0].code}".encode().hex()
    return Part(form.form, when, path, 1, sha, f"inbox/{path[0].code}.xlsx", state, tuple(records))
