"""Everything the writing of a roll-up needs to know, worked out once: who stands where, and what is counted."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from formkit.filing import Step
from formkit.merge import Part, Rollup, Total
from formkit.model import LEVELS, Column, Form
from formkit.period import parse
from formkit.types import KINDS
from formkit.values import dataclass
from formkit.words.ledgers import text
from formkit.write.rollup_blocks import ROWS, Detail, below, details_of
from formkit.write.rollup_runs import Known


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


def make_rollup_plan(rollup: Rollup, roster: Sequence[RosterRow], rows: int = ROWS, known: Known | None = None) -> RollupPlan:
    """Lay a roll-up out, with at most so many rows of detail on a sheet; ``known`` remembers filings for the next roll-up."""
    near = [step for step in (rollup.unit, *rollup.above) if step.level in LEVELS[: LEVELS.index("county") + 1]]
    unit = "".join(step.name for step in reversed(near or [rollup.unit]))
    nested = _nested(rollup)
    return RollupPlan(
        rollup, tuple(roster), _groups(rollup, roster, nested=nested), nested, details_of(rollup, rows, known), measures_of(rollup),
        unit, period_label(rollup.period),
    )  # fmt: skip


def period_label(period: str) -> str:
    """A period as it is said in a document; the text itself where it is none."""
    try:
        return parse(period).label
    except ValueError:
        return period


def _nested(rollup: Rollup) -> bool:
    """Whether the units that report are further down than directly below the roll-up's."""
    levels, unit = rollup.form.levels, rollup.unit.level
    far = any(level == unit and place > 1 for place, level in enumerate(levels))
    return far or any(below(rollup, part).code != part.unit for part in rollup.parts)


def _groups(rollup: Rollup, roster: Sequence[RosterRow], *, nested: bool) -> tuple[Group, ...]:
    rows = {row.unit: row for row in roster}
    found: dict[Step, list[Member]] = {}
    named = {step.name: below(rollup, part) for part in rollup.parts for step in part.path[1:]}
    named = {name: step for name, step in named.items() if name != rollup.unit.name}
    for part, counted in zip(rollup.parts, rollup.each, strict=True):
        row = rows.get(part.unit)
        state = row.state if row else text("state-zero" if part.state == "zero" else "state-accepted")
        member = Member(part.path[0], state, part, counted.totals)
        found.setdefault(below(rollup, part), []).append(member)
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


def measures_of(rollup: Rollup) -> tuple[Measure, ...]:
    """What is counted: what a row stands for, then each column that is rolled up, every value that occurs in any of the totals."""
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
