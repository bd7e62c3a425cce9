"""What a number of a roll-up means, and the same number counted once more from the rows themselves.

``merge`` adds up totals; here every count is the sum of its shares, and each share is one cell of one filing. So the
same function answers whether a number is right and where it comes from.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from formkit.checks.households import Household, first_value
from formkit.filing import Record
from formkit.leaving import by_measure, stock
from formkit.merge import Part
from formkit.model import Column, Form
from formkit.people import identified, person
from formkit.types import KINDS, Value
from formkit.values import dataclass

KINDS_OF_NUMBER = (
    "households", "records", "persons", "distinct", "count", "sum", "value", "received", "zero",
    "expected", "late", "flow", "stated", "listed", "worked", "line",
)  # fmt: skip
STATED = ("expected", "late", "flow", "stated", "listed", "worked", "line")
"""Kinds that the accepted filings alone do not say: the number as it was written is what they are held against."""
REPORTED = ("received", "zero")
"""Kinds that count units: by their filings here, or by their states in the roster, which a pending correction sets apart."""
NOWHERE = "-"
"""Code of a unit that has none: nothing has been reported there."""
Number = int | Decimal
Tally = dict[tuple[str, str, str, str], Number]
"""Amounts by kind, section, column and value."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a number counts: in the unit of this code and those below (``""``: everywhere), in this section (``""``: in all).

    ``key`` is the column of count, sum and value; ``value`` the one that is counted. ``distinct`` counts a person once however many
    units (and sections, where none is named) it stands in. For ``flow`` the key is e.g. ``added.households`` (``value`` a class or a risk);
    for ``listed`` it is what another sheet lists; for ``worked`` the formula it is worked out by from other cells; for ``line`` the
    heading of the list it stands in. ``period`` is that of the number where it is another than the roll-up's: such a number can
    only be stated.
    """

    kind: str
    unit: str = ""
    section: str = ""
    key: str = ""
    value: str = ""
    period: str = ""


def only_stated(meaning: Meaning) -> bool:
    """Whether the accepted filings alone do not say the number: as it was written is all there is to hold it against."""
    return meaning.kind in STATED or bool(meaning.period)


@dataclass(frozen=True, slots=True)
class Share:
    """What one cell of one filing adds: ``place`` is its column, None where the row itself is counted."""

    part: Part
    record: Record
    place: int | None
    kind: str
    key: str
    value: str
    amount: Number


def shares(form: Form, part: Part) -> Iterator[Share]:
    """Everything one filing adds to any number: a household by its anchor row, a person by its first row, a value by its cell.

    Whoever is no longer in the stock adds nothing but the row, and what happened to them in the period.
    """
    named = form.places[form.record.name] if form.record.name else None
    counted = by_measure(form, part.period, part.records)
    for home in counted["stock"][1] if form.record.grain != "line" else ():
        yield Share(part, home.anchor, named, "households", "", "", 1)
    for record in part.records:
        yield Share(part, record, None, "records", "", "", 1)
    yield from _persons(form, (part,), "persons", by_section=True)
    for index, column in enumerate(form.leaves):
        if column.rollup:
            for record, value in _values(*counted[column.measure], column, index):
                yield from _counted(part, record, index, column, value)


def _persons(form: Form, parts: Iterable[Part], kind: str, *, by_section: bool) -> Iterator[Share]:
    """Persons, each once: by its number, else by its row. Where a row is a household, so many as it says it has."""
    grain, seen = form.record.grain, set[tuple[str, str, str]]()
    place = form.places[form.record.person] if form.record.person else None
    size = form.places[form.record.size] if form.record.size else None
    for part in parts:
        for record in stock(form, part.period, part.records)[0] if grain != "line" else ():
            number, section = identified(form, record), record.section if by_section else ""
            who = ("", section, number) if number else (part.unit, record.section, person(form, record))
            if grain == "household":
                said = record.value(size) if size is not None else None
                if kind == "persons" or who not in seen:
                    yield Share(part, record, size, kind, "", "", said if isinstance(said, int) else 0)
            elif who not in seen:
                yield Share(part, record, place, kind, "", "", 1)
            seen.add(who)


def _values(rows: Iterable[Record], homes: Iterable[Household], column: Column, index: int) -> Iterator[tuple[Record, Value]]:
    """The cells of a column that count: of a household the first that has a value, else every one."""
    if column.per == "household":
        yield from (found for home in homes if (found := first_value(home, index)))
    else:
        yield from ((record, value) for record in rows if (value := record.value(index)) is not None)


def _counted(part: Part, record: Record, index: int, column: Column, value: Value) -> Iterator[Share]:
    if column.rollup == "sum":
        if isinstance(value, int | Decimal):
            yield Share(part, record, index, "sum", column.key, "", value)
    elif column.rollup == "count":
        yield Share(part, record, index, "count", column.key, "", 1)
    else:
        between = KINDS[column.type].SEPARATOR
        for one in str(value).split(between) if between else (str(value),):
            yield Share(part, record, index, "value", column.key, one, 1)


def within(parts: Iterable[Part], unit: str) -> tuple[Part, ...]:
    """The parts at and below a unit; all where none is named."""
    return tuple(part for part in parts if not unit or any(step.code == unit for step in part.path))


def shares_of(form: Form, parts: Iterable[Part], meaning: Meaning) -> Iterator[Share]:
    """The cells one number comes from, in the order of the parts; none for a number that is no sum of cells."""
    own, section = within(parts, meaning.unit), meaning.section
    if meaning.kind == "distinct":
        # Of a household in two units the size that the first of them says counts, in the order of the roll-up: by unit.
        ordered = sorted(own, key=lambda part: part.unit)
        found: Iterable[Share] = _persons(form, _only(ordered, section), "distinct", by_section=bool(section))
    else:
        found = (share for part in own for share in shares(form, part))
    wanted = (meaning.kind, meaning.key, meaning.value)
    return (
        share for share in found
        if (share.kind, share.key, share.value) == wanted and section in ("", share.record.section)
    )  # fmt: skip


def _only(parts: Iterable[Part], section: str) -> Iterator[Part]:
    for part in parts:
        kept = tuple(record for record in part.records if section in ("", record.section))
        yield replace(part, records=kept)


def recounter(form: Form, parts: Sequence[Part]) -> Callable[[Meaning], Number | None]:
    """What recounts any number over these parts; the rows are gone through once.

    None where these parts cannot say the number: it is only stated, or of a column that is not counted so.
    """
    tallies: dict[str, Tally] = {"": {}}
    for part in parts:
        own = _tally(form, part)
        for code in {"", *(step.code for step in part.path)}:
            into = tallies.setdefault(code, {})
            for key, amount in own.items():
                into[key] = into.get(key, 0) + amount
    sections = tuple(section.key for section in form.sections)

    def count(meaning: Meaning) -> Number | None:
        if only_stated(meaning) or not _sensible(form, meaning):
            return None
        if meaning.kind in REPORTED:
            own = within(parts, meaning.unit)
            return sum(meaning.kind == "received" or part.state == "zero" for part in own)
        if meaning.kind == "distinct":
            return sum(share.amount for share in shares_of(form, parts, meaning))
        tally = tallies.get(meaning.unit, {})
        wanted = (meaning.section,) if meaning.section else sections
        return sum(tally.get((meaning.kind, section, meaning.key, meaning.value), 0) for section in wanted)

    return count


def _tally(form: Form, part: Part) -> Tally:
    found: Tally = {}
    for share in shares(form, part):
        key = (share.kind, share.record.section, share.key, share.value)
        found[key] = found.get(key, 0) + share.amount
    return found


def _sensible(form: Form, meaning: Meaning) -> bool:
    """Whether this form has the section and the column, and counts the column so."""
    if meaning.section and all(section.key != meaning.section for section in form.sections):
        return False
    counted: Mapping[str, str] = {column.key: column.rollup or "" for column in form.leaves}
    if meaning.kind in ("count", "sum", "value"):
        return counted.get(meaning.key) == {"value": "by_value"}.get(meaning.kind, meaning.kind)
    return meaning.kind in KINDS_OF_NUMBER


def recount(form: Form, parts: Sequence[Part], meaning: Meaning) -> Number | None:
    """One number counted once more from the rows; None as ``recounter`` says."""
    return recounter(form, within(parts, meaning.unit))(meaning)
