"""The records and the households of two periods in pairs, unit by unit, then across units: who moved."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from formkit.compare.pairing import Pair, moved, paired, settled
from formkit.compare.standing import Entry, Standing
from formkit.model import Form
from formkit.values import dataclass


@dataclass(frozen=True, slots=True)
class Sides:
    """A unit's filings of both periods as they stand: of units that became one, several earlier ones."""

    before: tuple[Standing, ...]
    after: Standing


@dataclass(frozen=True, slots=True)
class Matched:
    """Every record, or every household, of the units in one pair; ``stays`` are the rows that somebody who moved left behind."""

    pairs: tuple[Pair, ...]
    stays: Mapping[int, Entry]

    @property
    def both(self) -> tuple[tuple[Entry, Entry], ...]:
        """The pairs of which either end is there."""
        return tuple((one, other) for one, other in self.pairs if one and other)


def records_of(form: Form, sides: Mapping[str, Sides]) -> Matched:
    """Every record of both periods: those of one unit that are the same, then those who moved to another.

    Without the number of a person nobody is known to have moved: another column tells rows apart within one filing only.
    """
    ends = {code: (tuple(entry for stood in one.before for entry in stood.entries), one.after.entries) for code, one in sides.items()}
    return _matched(ends, {code: paired(form, *two) for code, two in ends.items()}, moved if form.record.person else _nobody)


def _nobody(_: Sequence[Entry], __: Sequence[Entry]) -> list[tuple[Entry, Entry]]:
    return []


def homes_of(sides: Mapping[str, Sides], records: Matched) -> Matched:
    """Households in pairs, by the records that are the same; where somebody moved, also by the row that was left behind."""
    within: dict[str, list[tuple[Entry, Entry]]] = {code: [] for code in sides}
    across: list[tuple[Entry, Entry]] = []
    for one, other in records.both:
        (within[one.unit] if one.unit == other.unit else across).append((one, other))
        if stayed := records.stays.get(id(one)):
            within[one.unit].append((one, stayed))
    ends = {code: (tuple(home for stood in one.before for home in stood.homes), one.after.homes) for code, one in sides.items()}
    met = {code: settled(*two, within[code]) for code, two in ends.items()}
    return _matched(ends, met, lambda before, after: settled(before, after, across))


def _matched(
    ends: Mapping[str, tuple[Sequence[Entry], Sequence[Entry]]], met: Mapping[str, Sequence[tuple[Entry, Entry]]],
    move: Callable[[Sequence[Entry], Sequence[Entry]], list[tuple[Entry, Entry]]],
) -> Matched:  # fmt: skip
    """All in pairs: those met within their unit, those who moved, and those who stand in one period only.

    Whoever left a unit, or is there still and said to have moved away or died, may have come to another.
    """
    partner = {id(one): other for pairs in met.values() for one, other in pairs}
    taken = {id(other) for other in partner.values()}
    alone = [one for before, _ in ends.values() for one in before if id(one) not in partner]
    lost = [one for pairs in met.values() for one, other in pairs if one.stock and other.out == "lost"]
    coming = [other for _, after in ends.values() for other in after if id(other) not in taken]
    moves = move([one for one in alone if one.stock] + lost, [other for other in coming if not other.outside])
    went, came = {id(one) for one, _ in moves}, {id(other) for _, other in moves}
    pairs: list[Pair] = [pair for two in met.values() for pair in two if id(pair[0]) not in went]
    pairs += [*moves, *((one, None) for one in alone if id(one) not in went)]
    pairs += [(None, other) for other in coming if id(other) not in came]
    return Matched(tuple(pairs), {id(one): partner[id(one)] for one, _ in moves if id(one) in partner})
