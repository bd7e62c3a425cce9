"""Who may stand in more than one unit, found without holding a row: by a mark of each person (see ``held``)."""

from __future__ import annotations

from collections.abc import Sequence

from formkit.held import Held, mark, salt
from formkit.merge import Part
from formkit.model import Form
from formkit.people import identified

_AT_ONCE = 200_000
"""Persons whose unit is remembered at a time: some 30 MB. Of more, one share is looked at after the other."""


def marks_of(form: Form, part: Part) -> Sequence[int]:
    """The marks of the persons of a part, whether its rows are in hand or put away."""
    if isinstance(part.records, Held):
        return part.records.marks
    return [mark(number, salt()) for row in part.records if (number := identified(form, row))]


def twice(form: Form, parts: Sequence[Part]) -> frozenset[int]:
    """The marks that parts of more than one unit have."""
    found: set[int] = set()
    shares = 1 + sum(len(part.records) for part in parts) // _AT_ONCE
    for share in range(shares):
        units: dict[int, str] = {}
        for part in parts:
            unit = part.unit
            for one in marks_of(form, part):
                if one % shares == share and units.setdefault(one, unit) != unit:
                    found.add(one)
    return frozenset(found)
