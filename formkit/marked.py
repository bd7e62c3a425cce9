"""Who stands where, found without holding a row: by a mark of each person and the household it stands in (see ``held``)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from formkit.checks.households import households
from formkit.filing import Record
from formkit.held import Held, mark, put_away, salt
from formkit.merge import Part
from formkit.model import Form
from formkit.people import identified

_AT_ONCE = 200_000
"""Persons whose unit is remembered at a time: some 30 MB. Of more, one share is looked at after the other."""


def put_by(form: Form, records: Sequence[Record], key: bytes) -> Held:
    """Rows put away with a mark of each person in them, by the salt of the run, where the form says who they are of."""
    if form.record.person is None or form.record.grain == "line":
        return put_away(records)
    found = list(_standing(form, records, key))
    return put_away(records, (one for one, _ in found), (home for _, home in found))


def marks_of(form: Form, part: Part) -> Sequence[int]:
    """The marks of the persons of a part, whether its rows are in hand or put away."""
    if isinstance(part.records, Held):
        return part.records.marks
    return [mark(number, salt()) for row in part.records if (number := identified(form, row))]


def standing_in(form: Form, part: Part) -> Iterable[tuple[int, int]]:
    """The same, each with the place of the person's household in the filing."""
    kept = part.records
    return zip(kept.marks, kept.homes, strict=True) if isinstance(kept, Held) else _standing(form, kept, salt())


def _standing(form: Form, records: Sequence[Record], key: bytes) -> Iterator[tuple[int, int]]:
    home_of = {id(row): place for place, home in enumerate(households(form, records)) for row in home.records}
    return ((mark(number, key), home_of[id(row)]) for row in records if (number := identified(form, row)))


def twice(form: Form, parts: Sequence[Part], became: Mapping[str, str] = {}) -> frozenset[int]:
    """The marks that parts of more than one unit have; ``became`` are units that are another one now."""
    found: set[int] = set()
    shares = 1 + sum(len(part.records) for part in parts) // _AT_ONCE
    for share in range(shares):
        units: dict[int, str] = {}
        for part in parts:
            unit = became.get(part.unit, part.unit)
            for one in marks_of(form, part):
                if one % shares == share and units.setdefault(one, unit) != unit:
                    found.add(one)
    return frozenset(found)
