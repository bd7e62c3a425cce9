"""Which record of this period is which of the last: by number, else by a name that nobody else has; then across units."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence

from formkit.compare.flows import Size
from formkit.compare.standing import Entry, called
from formkit.model import Form

Pair = tuple[Entry | None, Entry | None]
"""One record or household in the earlier and in the later period; None where it was or is not there."""


def paired(form: Form, before: Sequence[Entry], after: Sequence[Entry]) -> list[tuple[Entry, Entry]]:
    """The records of one unit that are the same: by number; those without one where they say exactly the same; then by name,
    where at least one of the two has no number.
    """
    found: list[tuple[Entry, Entry]] = []
    rest = _met(before, after, lambda entry: entry.key, found)
    if any(not entry.key for side in rest for entry in side):
        rest = _met(*rest, lambda entry: "" if entry.key else _said(entry), found)
        names = {id(entry): called(form, entry.spot.record) for entry in (*before, *after)}
        single = _alone(names[id(entry)] for entry in before) & _alone(names[id(entry)] for entry in after)
        _met(*rest, lambda entry: name if (name := names[id(entry)]) in single else (), found, unnumbered=True)
    return found


def _alone(names: Iterable[tuple[str, ...]]) -> set[tuple[str, ...]]:
    """Names that one record of a unit has, and no other."""
    return {name for name, count in Counter(names).items() if name and count == 1}


def _met(
    before: Sequence[Entry], after: Sequence[Entry], key: Callable[[Entry], Hashable], found: list[tuple[Entry, Entry]],
    *, unnumbered: bool = False,
) -> tuple[list[Entry], list[Entry]]:  # fmt: skip
    """Pairs of the same key, the likest first; what is left over of either side."""
    earlier = _grouped(before, key)
    left = [entry for entry in before if not key(entry)]
    right: list[Entry] = []
    later = _grouped(after, key)
    for same, those in earlier.items():
        mine, its = _likest(those, later.pop(same, []), found, unnumbered=unnumbered)
        left, right = left + mine, right + its
    right += [entry for those in later.values() for entry in those]
    return left, right + [entry for entry in after if not key(entry)]


def _grouped(entries: Iterable[Entry], key: Callable[[Entry], Hashable]) -> dict[Hashable, list[Entry]]:
    groups: dict[Hashable, list[Entry]] = {}
    for entry in entries:
        if same := key(entry):
            groups.setdefault(same, []).append(entry)
    return groups


def _likest(
    before: list[Entry], after: list[Entry], found: list[tuple[Entry, Entry]], *, unnumbered: bool
) -> tuple[list[Entry], list[Entry]]:
    """Records of one key in pairs: those that say the same, then those of one class and standing, then those that count alike (a
    person's second row counts for nothing), then in order.
    """
    tests: tuple[Callable[[Entry], Hashable], ...] = (
        lambda entry: (_said(entry), entry.size), lambda entry: (entry.label, entry.out, entry.size), lambda entry: entry.size,
        lambda _: "",
    )  # fmt: skip
    for test in tests if len(before) + len(after) > 2 else tests[-1:]:
        for one in tuple(before):
            other = next((each for each in after if test(each) == test(one)), None)
            if other is not None and not (unnumbered and one.key and other.key):
                before, after = [e for e in before if e is not one], [e for e in after if e is not other]
                found.append((one, other))
    return before, after


def _said(entry: Entry) -> Hashable:
    record = entry.spot.record
    return record.section, tuple(reading.value for reading in record.readings)


def settled(homes: Sequence[Entry], others: Sequence[Entry], pairs: Iterable[tuple[Entry, Entry]]) -> list[tuple[Entry, Entry]]:
    """Households that go on: each with the one it shares the most persons with, those of one class first.

    Ties are broken by the numbers of the persons, so that it does not matter which period comes first.
    """
    earlier = {(id(home.spot.part), home.home): home for home in homes}
    later = {(id(home.spot.part), home.home): home for home in others}
    shared: dict[tuple[tuple[int, int], tuple[int, int]], list[str]] = {}
    for one, other in pairs:
        ends = (id(one.spot.part), one.home), (id(other.spot.part), other.home)
        if ends[0] in earlier and ends[1] in later:
            shared.setdefault(ends, []).append(one.key or other.key)
    ranked = sorted(shared, key=lambda ends: (-len(shared[ends]), earlier[ends[0]].label != later[ends[1]].label, min(shared[ends])))
    found = []
    for first, second in ranked:
        if first in earlier and second in later:
            found.append((earlier.pop(first), later.pop(second)))
    return found


def moved(before: Sequence[Entry], after: Sequence[Entry]) -> list[tuple[Entry, Entry]]:
    """Records that left one unit and stand in another, in the order of the units; a person's second row goes nowhere."""
    found: list[tuple[Entry, Entry]] = []
    earlier, later = (_grouped(side, lambda entry: entry.key if entry.size != Size() else "") for side in (before, after))
    for same, those in later.items():
        for other in those:
            one = next((each for each in earlier.get(same, []) if each.unit != other.unit), None)
            if one is not None:
                earlier[same].remove(one)
                found.append((one, other))
    return found
