"""Jumps: numbers that changed more from one period to the next than their form says is ordinary.

A number out of the ordinary may be right: it is asked about, never refused (``Ordinary`` in the schema).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from formkit.compare.changes import Change, Compared, Jump
from formkit.merge import totals_of
from formkit.model import Form
from formkit.model.parts import Ordinary

Number = int | Decimal


def jumps_of(form: Form, units: Mapping[str, Compared]) -> tuple[Jump, ...]:
    """The jumps of every unit, in order: of its records, of its sums where no record explains them, of its stock."""
    columns = {column.key: column.ordinary for column in form.leaves if column.ordinary}
    stock = form.summary.ordinary if form.summary else None
    found: list[Jump] = []
    for one in units.values():
        if not one.both:
            continue
        records = [jump for change in one.changes for jump in _of_record(form, change, columns)]
        told = {(jump.key, jump.section) for jump in records}
        found += records
        found += [jump for jump in _of_sums(form, one, columns) if (jump.key, jump.section) not in told]
        found += _of_stock(one, stock)
    return tuple(found)


def ordinary(limit: Ordinary, before: Number, after: Number) -> bool:
    """Whether a change is no more than so many percent of what it was, or than the least that is asked about."""
    was, now = Decimal(before), Decimal(after)
    return abs(now - was) * 100 <= max(limit.percent * abs(was), Decimal(limit.least * 100))


def _of_record(form: Form, change: Change, columns: Mapping[str, Ordinary]) -> Iterator[Jump]:
    """A record that was and is there: what its numbers were and are."""
    if change.kind not in ("changed", "arrived") or change.before is None or change.after is None:
        return
    for key in change.columns:
        if key in columns:
            before, after = (spot.record.value(form.places[key]) for spot in (change.before, change.after))
            if isinstance(before, Number) and isinstance(after, Number) and not ordinary(columns[key], before, after):
                yield Jump(change.unit, key, change.after.record.section, before, after, change.after)


def _of_sums(form: Form, one: Compared, columns: Mapping[str, Ordinary]) -> Iterator[Jump]:
    """What the columns of a unit's sections add up to; the sizes of households add up to its persons, asked about as its stock."""
    summed = [key for key in columns if form.column(key).rollup in ("sum", "count") and key != form.record.size]
    if not summed or one.after is None:
        return
    before = [totals_of(form, part) for part in (one.before, *one.merged) if part]
    after = totals_of(form, one.after)
    for section in form.sections:
        for key in summed:
            was = sum(_number(totals[section.key].columns[key]) for totals in before)
            now = _number(after[section.key].columns[key])
            if not ordinary(columns[key], was, now):
                yield Jump(one.unit, key, section.key, was, now)


def _number(amount: object) -> Number:
    return amount if isinstance(amount, Number) else 0


def _of_stock(one: Compared, limit: Ordinary | None) -> Iterator[Jump]:
    if limit is None or one.flow is None:
        return
    for key in ("households", "persons"):
        was, now = getattr(one.flow.opening, key), getattr(one.flow.closing, key)
        if not ordinary(limit, was, now):
            yield Jump(one.unit, key, "", was, now)
