"""Who stands in the rows of a filing, and how many: households, persons, and what makes a person one and the same."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from formkit.checks.households import Household
from formkit.filing import Record
from formkit.model import Form
from formkit.types import KINDS, resident_id


def homes(form: Form, found: Sequence[Household]) -> int:
    """How many households these are: none where a row is a line, which stands alone without being one."""
    return 0 if form.record.grain == "line" else len(found)


def persons(form: Form, rows: Iterable[Record]) -> int:
    """Persons in a section: distinct persons where a row is a person, the sizes where it is a household, else none."""
    records = tuple(rows)
    if form.record.grain == "line":
        return 0
    if form.record.grain == "household":
        return sum(size(form, record) for record in records)
    return len({person(form, record) for record in records})


def size(form: Form, record: Record) -> int:
    """How many persons a row that is a household says it has."""
    said = record.value(form.places[form.record.size]) if form.record.size else None
    return said if isinstance(said, int) else 0


def person(form: Form, record: Record) -> str:
    """What makes the person of a row one and the same; the row itself where there is no usable number."""
    return identified(form, record) or f"{record.sheet}:{record.row}"


def identified(form: Form, record: Record) -> str:
    """The number that makes the person of a row one and the same; empty where it is not usable.

    One of 15 digits, in a filing that was accepted in spite of it, is the number of 18 digits it became.
    """
    key = form.record.person
    if key is None:
        return ""
    place = form.places[key]
    reading = record.readings[place]
    if reading.value is not None:
        return KINDS[form.leaves[place].type].key(reading.value)
    return resident_id.modern(resident_id.bare(str(record.raws[place]))) if reading.problem == "id-old" else ""
