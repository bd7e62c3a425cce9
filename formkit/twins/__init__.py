"""Persons whom more than one unit reports, and what kind of duplicate each is.

Two rows agree where their canonical values do; a blank on one side is no difference. What a household has in common is held
against another row only where both rows name the same head: two households differ by right. It blocks neither filing.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from datetime import date

from formkit import period as periods
from formkit.checks.households import households, is_head, name_of
from formkit.compare.differing import meant
from formkit.compare.standing import OUT, true_rows
from formkit.filing import Record
from formkit.held import mark, salt
from formkit.marked import marks_of, twice
from formkit.merge import Part, opened
from formkit.model import Column, Form
from formkit.people import identified
from formkit.types import KINDS
from formkit.values import dataclass

TRAITS = ("other-name", "moved", "child-and-head", "two-sections", "inconsistent", "old-number", "same")
"""What a duplicate may be, the gravest and most telling first: its kind is the first that applies."""
Place = tuple[Part, Record]
_FREE = ("text", "phone", "unit", "serial", "name")
"""Kinds of value in which two units may say the same of a household in other words, or speak of their own people."""


@dataclass(frozen=True, slots=True)
class Twin:
    """The same person in the filings of two or more units: the part and the row of each, in the order of the units.

    ``traits`` are all that apply, in the order of ``TRAITS``; ``differs`` the keys of columns that two units fill differently;
    ``away`` the codes of the units that the person seems to have left; ``declared``: their rows say so themselves.
    """

    person: str
    places: tuple[Place, ...]
    traits: tuple[str, ...] = ("same",)
    differs: tuple[str, ...] = ()
    away: tuple[str, ...] = ()
    declared: bool = False

    @property
    def kind(self) -> str:
        """What it is first of all."""
        return self.traits[0]

    @property
    def units(self) -> tuple[str, ...]:
        """The codes of its units, in order."""
        return _units(self.places, lambda _: True)


@dataclass(frozen=True, slots=True)
class _Known:
    """What the rows are judged by: columns that may differ, of the person and of the household; the rows that are out, by
    identity; where each person stood in the period before, and which units reported then.
    """

    form: Form
    own: Sequence[int]
    shared: Sequence[int]
    out: frozenset[int]
    stood: Mapping[str, set[str]]
    reported: frozenset[str]


def twins(
    form: Form, parts: Iterable[Part], before: Iterable[Part] = (), successors: Mapping[str, str] = {}
) -> tuple[Twin, ...]:  # fmt: skip
    """Persons in the filings of more than one unit, the gravest first. ``parts`` are of one period of the form.

    ``before`` may hold parts of any forms and periods: the last period of this form before that of the parts says who stood
    where; ``successors`` say what units became since. The order of parts changes nothing. A form whose rows are lines has none.
    """
    if form.record.grain == "line" or form.record.person is None:
        return ()
    ordered = sorted(parts, key=lambda part: (part.unit, part.file, part.sha256))
    several, out = _several(form, ordered)
    known = _known(form, several, out, before, successors)
    made = [_twin(known, key, places) for key, places in several.items()]
    return tuple(sorted(made, key=lambda twin: (TRAITS.index(twin.kind), _where(twin.places), twin.person)))


def _several(form: Form, parts: Sequence[Part]) -> tuple[Mapping[str, list[Place]], frozenset[int]]:
    """Where each person stands whom more than one unit reports, by number; and which of these rows say that they are out.

    Parts are opened one after the other, and only those in which somebody stands who may stand in another: of a part that was put
    away nothing is kept but these rows.
    """
    again = twice(form, parts)
    found: dict[str, list[Place]] = {}
    out: set[int] = set()
    for part in parts if again else ():
        if again.isdisjoint(marks_of(form, part)):
            continue
        open_ = opened(part)
        mine = [(key, row) for row in open_.records if (key := identified(form, row)) and mark(key, salt()) in again]
        for key, row in mine:
            found.setdefault(key, []).append((part, row))
        left = _out(form, open_)
        out.update(id(row) for _, row in mine if id(row) in left)
    # Two persons may have one mark.
    several = {key: places for key, places in found.items() if len({part.unit for part, _ in places}) > 1}
    return several, frozenset(out)


def _where(places: Sequence[Place]) -> tuple[str, str, int]:
    part, record = places[0]
    return part.unit, record.sheet, record.row


def _known(
    form: Form, several: Mapping[str, Sequence[Place]], out: frozenset[int], before: Iterable[Part], successors: Mapping[str, str]
) -> _Known:  # fmt: skip
    parts = {id(part): part for places in several.values() for part, _ in places}
    earlier = _last(form, parts.values(), before) if several else ()
    stood: dict[str, set[str]] = {}
    wanted = {mark(key, salt()) for key in several}
    for part in earlier:
        for record in opened(part).records if not wanted.isdisjoint(marks_of(form, part)) else ():
            if (key := identified(form, record)) in several:
                stood.setdefault(key, set()).add(successors.get(part.unit, part.unit))
    columns = [(place, column) for place, column in enumerate(form.leaves) if _a_fact(form, column)]
    own = [place for place, column in columns if _of_the_person(form, column)]
    shared = [place for place, column in columns if not _of_the_person(form, column) and column.type not in _FREE]
    return _Known(form, own, shared, out, stood, frozenset(successors.get(part.unit, part.unit) for part in earlier))


def _last(form: Form, parts: Iterable[Part], before: Iterable[Part]) -> tuple[Part, ...]:
    """The parts of the last period of the form before that of its parts now."""
    now = next((end for part in parts if (end := periods.end_of(part.period))), None)
    ends: dict[str, date | None] = {}
    dated: dict[date, list[Part]] = {}
    for part in before:
        if part.period not in ends:
            ends[part.period] = periods.end_of(part.period)
        end = ends[part.period]
        if part.form == form.form and now and end and end < now:
            dated.setdefault(end, []).append(part)
    return tuple(dated[max(dated)]) if dated else ()


def _out(form: Form, part: Part) -> set[int]:
    """The rows of a part that say they are no longer in the stock, by identity."""
    asked = [setting for setting in OUT if f"summary-{setting}" in form.formulas]
    grouped = households(form, part.records) if asked else ()
    return {row for setting in asked for row in true_rows(form, part, setting, grouped)}


def _a_fact(form: Form, column: Column) -> bool:
    """Whether two rows of one person should say the same there: not a number of the row, not what each unit did in the period,
    and not how somebody is related to the head, which depends on the household.
    """
    named = column.key in (form.record.person, form.record.name, *form.record.head, _own_name(form))
    return not (named or KINDS[column.type].NUMBERED or column.type == "unit" or column.measure == "flow")


def _of_the_person(form: Form, column: Column) -> bool:
    return column.per == "person" and form.record.grain == "person"


def _twin(known: _Known, key: str, places: Sequence[Place]) -> Twin:
    form = known.form
    differs = [form.leaves[place].key for place in known.own if _differ(known, places, place)]
    if _one_household(form, places):
        differs += [form.leaves[place].key for place in known.shared if _differ(known, places, place)]
    named = _named_apart(form, places)
    left = _left(known, places)
    away = left or _away(known, key, places)
    applies = {
        "other-name": bool(named), "moved": bool(away),
        "child-and-head": _apart((part.unit, _headed(form, record)) for part, record in places),
        "two-sections": _apart((part.unit, record.section) for part, record in places),
        "inconsistent": bool(differs),
        "old-number": _apart((part.unit, _old(form, record)) for part, record in places),
    }  # fmt: skip
    traits = tuple(trait for trait in TRAITS if applies.get(trait)) or ("same",)
    differing = sorted((*named, *differs), key=form.places.__getitem__)
    return Twin(key, tuple(places), traits, tuple(differing), away, bool(left))


def _apart(said: Iterable[tuple[str, Hashable]]) -> bool:
    """Whether two units say different things; None says nothing."""
    told = [(unit, value) for unit, value in said if value is not None]
    return len({value for _, value in told}) > 1 and len({unit for unit, _ in told}) > 1


def _differ(known: _Known, places: Sequence[Place], place: int) -> bool:
    first = places[0][1].readings[place].value
    if all(record.readings[place].value == first for _, record in places):
        return False
    form, column = known.form, known.form.leaves[place]
    values = ((part.unit, record.readings[place].value) for part, record in places)
    return _apart((unit, None if value is None else meant(form, column, value)) for unit, value in values)


def _one_household(form: Form, places: Sequence[Place]) -> bool:
    """Whether the rows are of one and the same household: a row that is one, else rows that name the same head."""
    return form.record.grain == "household" or len({name_of(form, record).casefold() or id(record) for _, record in places}) == 1


def _named_apart(form: Form, places: Sequence[Place]) -> tuple[str, ...]:
    """The columns in which the person has another name at another unit: of a member only its own name is known."""
    head, own = form.record.name, _own_name(form)
    asked = [(key, key == own) for key in (own, head) if key]
    return tuple(
        key for key, always in asked
        if _apart((part.unit, _name(form, key, record) if always or _its_own(form, record) else None) for part, record in places)
    )  # fmt: skip


def _own_name(form: Form) -> str | None:
    """The column of a person's own name, where each row has one beside the head's."""
    named = (column.key for column in form.leaves if column.type == "name" and _of_the_person(form, column))
    return next((key for key in named if key != form.record.name), None)


def _name(form: Form, key: str, record: Record) -> str | None:
    value = record.value(form.places[key])
    return None if value is None else KINDS[form.column(key).type].key(value)


def _its_own(form: Form, record: Record) -> bool:
    """Whether the head's name in a row is that of the person whose number it has."""
    return form.record.grain == "household" or is_head(form, record)


def _headed(form: Form, record: Record) -> bool | None:
    """Whether the person is the head there; None where that is not said."""
    said = [record.value(form.places[key]) for key in form.record.head]
    return is_head(form, record) if said and None not in said else None


def _old(form: Form, record: Record) -> bool:
    """Whether the number was written with 15 digits."""
    return record.value(form.places[form.record.person or ""]) is None


def _left(known: _Known, places: Sequence[Place]) -> tuple[str, ...]:
    """The units whose rows say that the person is there no more, where another's does not."""
    staying = {part.unit for part, record in places if id(record) not in known.out}
    return _units(places, lambda unit: unit not in staying) if staying else ()


def _away(known: _Known, key: str, places: Sequence[Place]) -> tuple[str, ...]:
    """The units where the person stood in the period before, where another is new; one that did not report then may not be."""
    stood = known.stood.get(key, set())
    new = _units(places, lambda unit: unit in known.reported and unit not in stood)
    return _units(places, stood.__contains__) if new else ()


def _units(places: Sequence[Place], wanted: Callable[[str], bool]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.unit for part, _ in places if wanted(part.unit)))
