"""Everything the writing of a roll-up needs to know, worked out once: who stands where, and what is counted."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from formkit.checks.households import households
from formkit.container import PARTS_SHEET
from formkit.filing import Record, Step
from formkit.layout import KEY_ROW, depth
from formkit.merge import Part, Rollup, Total, person, totals_of
from formkit.model import LEVELS, Column, Form
from formkit.period import parse
from formkit.types import KINDS
from formkit.words.ledgers import text

TITLE_ROW, INFO_ROW, HEADER_ROW = KEY_ROW + 1, KEY_ROW + 2, KEY_ROW + 3
"""Rows of a detail sheet, counted from 1; its header begins in the last of them."""
_UNFIT = re.compile(r"[\[\]:*?/\\']")


@dataclass(frozen=True, slots=True)
class RosterRow:
    """One unit of the roster with what has become of it: level and state as people read them."""

    unit: str
    name: str
    level: str
    township: str
    state: str
    late: bool
    file: str
    say: str


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a detail sheet: row, household and person are numbered over the sheet, index within the filing."""

    part: Part
    record: Record
    number: int
    household: int
    person: int
    index: int


@dataclass(frozen=True, slots=True)
class Block:
    """The rows of one unit on a detail sheet (from 1), the 序号 of the first, columns with cells accepted though wrong."""

    sheet: str
    first: int
    last: int
    number: int
    troubled: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Detail:
    """One section's sheet: its lines in the order of units, and the block of each unit that has any."""

    section: str
    sheet: str
    lines: tuple[Line, ...]
    blocks: Mapping[str, Block]

    @property
    def whole(self) -> Block | None:
        """All its rows; None if there are none."""
        blocks = tuple(self.blocks.values())
        return Block(self.sheet, blocks[0].first, blocks[-1].last, 1) if blocks else None


@dataclass(frozen=True, slots=True)
class Measure:
    """One number of the summary: households, records, persons, or a column's count, sum or number of one value."""

    path: tuple[str, ...]
    kind: str
    key: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True)
class Member:
    """A reporting unit: its state in words, and its part where it has one."""

    step: Step
    state: str
    part: Part | None
    totals: Mapping[str, Total]


@dataclass(frozen=True, slots=True)
class Group:
    """A unit directly under the roll-up's, with those that report below it (itself, where it reports)."""

    step: Step
    members: tuple[Member, ...]


@dataclass(frozen=True, slots=True)
class RollupPlan:
    """``nested``: the reporting units stand below the rows of the summary, on a sheet of their own."""

    rollup: Rollup
    roster: tuple[RosterRow, ...]
    groups: tuple[Group, ...]
    nested: bool
    details: tuple[Detail, ...]
    measures: tuple[Measure, ...]
    unit: str
    period: str

    @property
    def form(self) -> Form:
        """The form of all its parts."""
        return self.rollup.form

    @property
    def title(self) -> str:
        """The form's title for the roll-up's unit."""
        return self.form.title.format(unit=self.unit)


def make_rollup_plan(rollup: Rollup, roster: Sequence[RosterRow]) -> RollupPlan:
    """Lay a roll-up out."""
    near = [step for step in (rollup.unit, *rollup.above) if step.level in LEVELS[: LEVELS.index("county") + 1]]
    unit = "".join(step.name for step in reversed(near or [rollup.unit]))
    nested = _nested(rollup)
    return RollupPlan(
        rollup, tuple(roster), _groups(rollup, roster, nested=nested), nested, _details(rollup), _measures(rollup),
        unit, _label(rollup.period),
    )  # fmt: skip


def _label(period: str) -> str:
    try:
        return parse(period).label
    except ValueError:
        return period


def _nested(rollup: Rollup) -> bool:
    """Whether the units that report are further down than directly below the roll-up's."""
    levels, unit = rollup.form.levels, rollup.unit.level
    far = any(level == unit and place > 1 for place, level in enumerate(levels))
    return far or any(child(rollup, part).code != part.unit for part in rollup.parts)


def child(rollup: Rollup, part: Part) -> Step:
    """The unit directly below the roll-up's on the way to a part; the part's own where it is that unit."""
    codes = [step.code for step in part.path]
    place = codes.index(rollup.unit.code) if rollup.unit.code in codes else len(codes)
    return part.path[max(0, place - 1)]


def _groups(rollup: Rollup, roster: Sequence[RosterRow], *, nested: bool) -> tuple[Group, ...]:
    rows = {row.unit: row for row in roster}
    found: dict[Step, list[Member]] = {}
    named = {step.name: child(rollup, part) for part in rollup.parts for step in part.path[1:]}
    named = {name: step for name, step in named.items() if name != rollup.unit.name}
    for part in rollup.parts:
        row = rows.get(part.unit)
        state = row.state if row else text("state-zero" if part.state == "zero" else "state-accepted")
        member = Member(part.path[0], state, part, totals_of(rollup.form, part))
        found.setdefault(child(rollup, part), []).append(member)
    reported = {part.unit for part in rollup.parts}
    for row in roster:
        if row.unit in reported:
            continue
        own = Step(rollup.form.reporter, row.unit, row.name)
        above = named.get(row.township) or Step("", "", row.township)
        step = above if nested and row.township else own
        found.setdefault(step, []).append(Member(own, row.state, None, {}))
    groups = [Group(step, tuple(sorted(members, key=_code))) for step, members in found.items()]
    return tuple(sorted(groups, key=lambda group: _code(group.members[0])))


def _code(member: Member) -> str:
    return member.step.code


def _details(rollup: Rollup) -> tuple[Detail, ...]:
    names = sheet_names(rollup.form)
    numbered = [_households(rollup.form, part) for part in rollup.parts]
    return tuple(_detail(rollup, section.key, names[section.key], numbered) for section in rollup.form.sections)


def _households(form: Form, part: Part) -> dict[int, int]:
    """Number of each record's household within the part, by the identity of the record."""
    found = households(form, part.records)
    return {id(record): number for number, home in enumerate(found) for record in home.records}


def _detail(rollup: Rollup, section: str, sheet: str, numbered: Sequence[Mapping[int, int]]) -> Detail:
    lines: list[Line] = []
    blocks: dict[str, Block] = {}
    homes: dict[tuple[str, int], int] = {}
    people: dict[tuple[str, str], int] = {}
    first_row = HEADER_ROW + depth(rollup.form)
    for part, own in zip(rollup.parts, numbered, strict=True):
        start, troubled = len(lines), set[str]()
        for index, record in enumerate(part.records):
            if record.section != section:
                continue
            home = homes.setdefault((part.unit, own[id(record)]), len(homes) + 1)
            who = people.setdefault(_who(rollup.form, part, record), len(people) + 1)
            lines.append(Line(part, record, len(lines) + 1, home, who, index))
            troubled |= {
                column.key for column, read in zip(rollup.form.leaves, record.readings, strict=True) if read.wrong
            }
        if len(lines) > start:
            last = first_row + len(lines) - 1
            blocks[part.unit] = Block(sheet, first_row + start, last, start + 1, frozenset(troubled))
    return Detail(section, sheet, tuple(lines), blocks)


def _who(form: Form, part: Part, record: Record) -> tuple[str, str]:
    """What makes a person one and the same over several units; one without a usable number is its unit's own."""
    place = form.places[form.record.person] if form.record.person else None
    known = place is not None and record.value(place) is not None
    return ("" if known else part.unit), person(form, record)


def sheet_names(form: Form) -> dict[str, str]:
    """The sheet of each section: what it means, in at most 31 characters that a sheet's name may hold, no two alike."""
    own = ("summary", "units", "chart", "roster", "twins", "excluded")
    taken = {PARTS_SHEET.casefold(), "history", *(text(f"rollup-{code}").casefold() for code in own)}
    found: dict[str, str] = {}
    for section in form.sections:
        said = section.means or (section.key if section.label else text("rollup-detail"))
        name = _UNFIT.sub("_", said)[:31].strip() or section.key[:31]
        number = 1
        base = name
        while name.casefold() in taken:
            number += 1
            name = f"{base[:27]}({number})"
        taken.add(name.casefold())
        found[section.key] = name
    return found


def _measures(rollup: Rollup) -> tuple[Measure, ...]:
    kinds = {"line": ("records",), "household": ("households", "persons"), "person": ("households", "records", "persons")}
    found = [Measure((text(f"rollup-{kind}"),), kind) for kind in kinds[rollup.form.record.grain]]
    for column in rollup.form.leaves:
        found += _of_column(rollup, column)
    return tuple(found)


def _of_column(rollup: Rollup, column: Column) -> Iterator[Measure]:
    if not column.rollup:
        return
    path, grain = rollup.form.paths[column.key], rollup.form.record.grain
    if column.rollup != "by_value":
        yield Measure(path, column.rollup, column.key)
        return
    label = re.sub(r"[(（][^()（）]*[)）]$", "", column.label)
    group = label if grain == "line" else text(f"rollup-{column.per or grain}", label=label)
    seen: dict[str, None] = {}
    for total in rollup.totals.values():
        counts = total.columns.get(column.key, {})
        seen.update(dict.fromkeys(counts if isinstance(counts, Mapping) else ()))
    for value in seen:
        yield Measure((*path[:-1], group, value), "value", column.key, value)


def amount(total: Total, measure: Measure) -> int | Decimal:
    """A measure's number in a total."""
    if measure.kind in ("households", "records", "persons"):
        return int(getattr(total, measure.kind))
    found = total.columns.get(measure.key, 0)
    return found.get(measure.value, 0) if isinstance(found, Mapping) else found


def number_format(form: Form, measure: Measure) -> str:
    """How a measure's number is shown: a sum as its column shows its values."""
    kind = KINDS[form.column(measure.key).type] if measure.kind == "sum" else None
    return kind.NUMBER_FORMAT if kind and kind.DECIMALS else "0"
