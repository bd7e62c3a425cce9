"""A made-up county over some months: households that come, go, change and move, for the tests of what changed."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import count, pairwise

from rollup_cases import COUNTY, TOWNS, record, resident

from formkit.compare import compare
from formkit.compare.changes import Comparison
from formkit.filing import Step
from formkit.history import Moment, in_order, moment
from formkit.load import find_form
from formkit.merge import Part, Rollup, roll_up
from formkit.twins import twins
from formkit.types import Value
from formkit.write.rollup import RosterRow, write_rollup

FORM = find_form("zaozhuang-ledger-monthly")
Home = tuple[str, list[dict[str, Value]]]


def months(seed: int, periods: Sequence[str], villages: int = 6, missing: float = 0.1) -> list[tuple[str, tuple[Part, ...]]]:
    """The accepted filings of each period."""
    rng, numbers = random.Random(seed), count()
    state: dict[int, list[Home]] = {place: [_home(rng, numbers) for _ in range(rng.randrange(2, 6))] for place in range(villages)}
    found = []
    for period in periods:
        rows = _month(rng, state, numbers, date.fromisoformat(f"{period}-15"))
        parts = tuple(_part(period, place, rows[place]) for place in range(villages) if rng.random() >= missing)
        found.append((period, parts))
    return found


def _home(rng: random.Random, numbers: count[int]) -> Home:
    head = rng.choice(("张三", "李四", "王五", "赵六"))
    people: list[dict[str, Value]] = [
        {"head_name": head, "relation": "子女" if member else "户主", "id_number": resident(next(numbers)),
         "education": rng.choice([None, "√"]), "risk": None if member else rng.choice(["因病", "因学"]), "household_size": 3}
        for member in range(rng.randrange(1, 4))
    ]  # fmt: skip
    return rng.choice(["marginal", "unstable"]), people


def _month(
    rng: random.Random, state: dict[int, list[Home]], numbers: count[int], day: date
) -> Mapping[int, list[tuple[str, dict[str, Value]]]]:
    rows: dict[int, list[tuple[str, dict[str, Value]]]] = {place: [] for place in state}
    for place, homes in state.items():
        kept: list[Home] = []
        for section, people in [*homes, *([_home(rng, numbers)] if rng.random() < 0.4 else [])]:
            what = rng.choice([None] * 6 + ["风险消除", "风险消除", "迁出", "", "移"])
            if what == "":
                continue
            if what == "移" and place + 1 < len(state):
                state[place + 1].append((section, people))
                continue
            said = what if what in ("风险消除", "迁出") else None
            rows[place] += [(section, {**one, "change": said, "changed_on": day if said else None}) for one in people]
            if said is None:
                kept.append((section, people))
        state[place] = kept
    return rows


def _part(period: str, place: int, rows: Sequence[tuple[str, dict[str, Value]]]) -> Part:
    town = TOWNS[place % 2]
    path = (Step("village", f"{town.code}{place:03d}", f"{'东西南北中上下左右前后'[place]}村"), town, COUNTY)
    ordered = [row for section in FORM.sections for row in rows if row[0] == section.key]
    records = tuple(record(FORM, section, 8 + number, values) for number, (section, values) in enumerate(ordered))
    state, sha = "accepted" if records else "zero", f"{hash((period, place)) % 16**12:064x}"
    return Part(FORM.form, period, path, 1, sha, f"inbox/{path[0].name}.xlsx", state, records)


def rolled_up(
    drawn: Sequence[tuple[str, tuple[Part, ...]]], unit: Step = COUNTY
) -> tuple[Rollup, Comparison | None, tuple[Moment, ...]]:
    """The last period's roll-up at a unit, how it compares with the one before, and all the periods."""
    compared = [compare(FORM, first, second) for (_, first), (_, second) in pairwise(drawn)]
    flows = [None, *(each.under(unit.code).flow for each in compared)]
    below = [(period, tuple(p for p in parts if unit in p.path)) for period, parts in drawn]
    moments = in_order(
        moment(FORM, period, parts, (6, len(parts)), flow) for (period, parts), flow in zip(below, flows, strict=True)
    )
    rollup = roll_up(FORM, drawn[-1][0], unit, () if unit == COUNTY else (COUNTY,), drawn[-1][1])
    return rollup, compared[-1].under(unit.code) if compared else None, moments if compared else ()


def roster(rollup: Rollup, villages: int = 6) -> tuple[RosterRow, ...]:
    """Who must report: every village, with where it stands."""
    states = {part.unit: "零报告" if part.state == "zero" else "已报" for part in rollup.parts}
    found = []
    for place in range(villages):
        town, name = TOWNS[place % 2], f"{'东西南北中上下左右前后'[place]}村"
        code = f"{town.code}{place:03d}"
        if rollup.unit in (town, COUNTY):
            found.append(RosterRow(code, name, "村", town.name, states.get(code, "未报"), place == 0, "", ""))
    return tuple(found)


def workbook(drawn: Sequence[tuple[str, tuple[Part, ...]]], unit: Step = COUNTY, excluded: Sequence[tuple[str, str, str]] = ()) -> bytes:
    """The roll-up workbook of the last period."""
    rollup, comparison, moments = rolled_up(drawn, unit)
    found = twins(FORM, rollup.parts)
    return write_rollup(rollup, roster(rollup), found, excluded, comparison=comparison, moments=moments)
