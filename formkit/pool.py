"""What a task has accepted of one form: the rows of all units together, found by what stands in their columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field

from formkit.checks.scope import Constants, RowScope, answer, answers, unanswerable
from formkit.constants import constants
from formkit.filing import Record
from formkit.formula import Formula, mentioned
from formkit.held import rows_of
from formkit.intake import GOOD, Judged
from formkit.model import Form
from formkit.period import Period
from formkit.states import State
from formkit.types import KINDS
from formkit.values import dataclass

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Collected:
    """A task as far as it has come in: its forms by id, its period, every file in its outcome, every unit in its state."""

    forms: Mapping[str, Form]
    period: Period
    judged: Sequence[Judged]
    states: Sequence[State]


@dataclass(frozen=True, slots=True)
class Pool:
    """The rows of the accepted and zero filings of one form, in the order of the units; ``owners`` are their files.

    Rows of several sections stand together. ``unsettled`` are units of which more may come: nothing was accepted of them
    yet, or a correction is awaited. ``lacking`` are columns that a filing does not have, as (file, section, key).
    """

    form: Form
    period: Period
    filings: int
    rows: tuple[Record, ...]
    owners: tuple[Judged, ...]
    unsettled: frozenset[str]
    lacking: frozenset[tuple[str, str, str]]
    constants: Constants
    scope: RowScope
    keys: dict[Key, list[Key | None]] = field(default_factory=dict)
    indexes: dict[Key, dict[Key, list[int]]] = field(default_factory=dict)


def pool_of(task: Collected, form: Form) -> Pool:
    """The pool of one form of a task."""
    mine = [one for one in task.judged if one.outcome in GOOD and one.filing and one.identity.form == form.form]
    mine.sort(key=lambda one: (one.identity.unit, one.file, one.sha256))
    pairs = [(record, one) for one in mine if one.filing for record in rows_of(one.filing.records)]
    rows = tuple(record for record, _ in pairs)
    lacking = frozenset(
        (one.file, block.section, key) for one in mine if one.filing for block in one.filing.blocks for key in block.missing
    )
    known = constants(form, task.period)
    scope = RowScope(form, rows, known, task.period.end)
    unsettled = frozenset(state.unit.code for state in task.states if state.form == form.form and not _settled(state))
    owners = tuple(one for _, one in pairs)
    return Pool(form, task.period, len(mine), rows, owners, unsettled, lacking, known, scope)


def _settled(state: State) -> bool:
    return state.state in GOOD and not state.contained and not (state.judged and state.judged.pending)


def unaskable(pool: Pool, formula: Formula | None, keys: Iterable[str]) -> str:
    """Why rows of a pool cannot be asked: the code of the reason; empty where they can."""
    named = {*keys, *(key for op in ("cell", "column") for key in (mentioned(formula, op) if formula else ()))}
    if not all(pool.form.asks(pool.form.column(key), pool.form.reporter) for key in named):
        return "other-level"
    return unanswerable(formula, pool.constants, pool.period.end) if formula else ""


def total(pool: Pool, formula: Formula) -> object:
    """What a formula over whole columns comes to over the pool; None where it does not apply."""
    found = answer(formula, pool.scope)
    pool.scope.memo.clear()
    return found


def holding(pool: Pool, formula: Formula | None) -> Sequence[bool]:
    """For each row whether a formula over that row is true; all of them without one.

    It is not where a cell it looks at is wrong or its column is not in the file.
    """
    if formula is None:
        return [True] * len(pool.rows)
    cells = mentioned(formula, "cell")
    places = [pool.form.places[key] for key in cells]
    found = [
        said is True and not any(record.readings[place].wrong for place in places)
        for record, said in zip(pool.rows, answers(formula, pool.scope), strict=True)
    ]
    pool.scope.memo.clear()  # Of a county it is large, and the next formula asks for something else.
    if pool.lacking:
        for index, (record, owner) in enumerate(zip(pool.rows, pool.owners, strict=True)):
            found[index] &= not any((owner.file, record.section, key) in pool.lacking for key in cells)
    return found


def keys_of(pool: Pool, columns: Key) -> Sequence[Key | None]:
    """What each row holds in some columns, as what makes values the same; None for a row with a blank one."""
    if columns not in pool.keys:
        rows = zip(*(_column(pool, key) for key in columns), strict=True)
        pool.keys[columns] = [None if "" in values else values for values in rows]
    return pool.keys[columns]


def _column(pool: Pool, key: str) -> list[str]:
    """What each row holds in a column; empty where that is nothing."""
    place, same = pool.form.places[key], KINDS[pool.form.column(key).type].key
    values = (record.readings[place].value for record in pool.rows)
    return ["" if value is None else same(value) for value in values]


def index_of(pool: Pool, columns: Key) -> Mapping[Key, Sequence[int]]:
    """The rows by what they hold in some columns; those with a blank one are not there."""
    if columns not in pool.indexes:
        index: dict[Key, list[int]] = {}
        for place, key in enumerate(keys_of(pool, columns)):
            if key is not None:
                index.setdefault(key, []).append(place)
        pool.indexes[columns] = index
    return pool.indexes[columns]
