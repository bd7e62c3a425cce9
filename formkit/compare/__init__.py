"""This period against another, unit by unit and record by record: who was added, who left and why, what changed.

Only units with an accepted filing in both periods are compared: of a unit that has not reported nobody is said to have left.
Every record is in one pair (as it stood, as it stands), and every pair is booked once, so that the flows always balance.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from formkit import period as periods
from formkit.compare.booking import booked, flow_of, labels_in
from formkit.compare.changes import KINDS_OF_CHANGE, Change, Compared, Comparison, Jump, Spot
from formkit.compare.changing import changes_of, unsure
from formkit.compare.jumps import jumps_of
from formkit.compare.matching import Sides, homes_of, records_of
from formkit.compare.standing import classes_of, standing, told_by
from formkit.heap import uncollected
from formkit.merge import Part, year_of
from formkit.model import Form

__all__ = ["KINDS_OF_CHANGE", "Change", "Compared", "Comparison", "Jump", "Spot", "compare"]


@uncollected()
def compare(
    form: Form, before: Sequence[Part], after: Sequence[Part], successors: Mapping[str, str] = {}, asked: Mapping[str, str] = {}
) -> Comparison:  # fmt: skip
    """Two periods of a form. Of each side, parts of other forms and of earlier periods are left aside.

    ``successors`` are units that were merged or renamed, with what they became: they are compared with that.
    ``asked`` are the names, by code, of the units that had to report the earlier period, as far as that is known.
    """
    told, mine, its = told_by(form), _latest(form, before), _latest(form, after)
    units = _units(mine, its, successors, asked)
    year = year_of(its[0].period) if its else None
    if told:
        sides = {code: _stood(form, one, year) for code, one in units.items() if one.both}
        units |= _told(form, units, sides, year)
    first, second = (parts[0].period if parts else "" for parts in (mine, its))
    return Comparison(form, first, second, units, jumps_of(form, units), told)


def _latest(form: Form, parts: Iterable[Part]) -> list[Part]:
    own = sorted((part for part in parts if part.form == form.form), key=lambda part: part.unit)
    last = max((_when(part.period) for part in own), default=None)
    return [part for part in own if _when(part.period) == last]


def _when(text: str) -> tuple[date, str]:
    return periods.end_of(text) or date.min, text


def _units(
    before: Sequence[Part], after: Sequence[Part], successors: Mapping[str, str], asked: Mapping[str, str]
) -> dict[str, Compared]:  # fmt: skip
    """Every unit of either period with its filings; one that became another stands with that if it has reported."""
    now = {part.unit: part for part in after}
    then: dict[str, list[Part]] = {}
    for part in before:
        then.setdefault(_heir(part.unit, now, successors), []).append(part)
    silent: dict[str, list[str]] = {}
    for code in sorted(asked.keys() - {part.unit for part in before}):
        silent.setdefault(_heir(code, now, successors), []).append(asked[code])
    found = {}
    for code in sorted({*now, *then}):
        earlier = then.get(code, [])
        own = next((part for part in earlier if part.unit == code), None)
        merged = tuple(part for part in earlier if part is not own)
        part = now.get(code) or own or merged[0]
        same = own is not None and not merged and code in now and _alike(own, now[code])
        unheard = tuple(silent.get(code, ())) if earlier else ()  # one that did not report at all is left out for that
        found[code] = Compared(part.path[0], part.path, own, now.get(code), unchanged=same, merged=merged, unheard=unheard)
    return found


def _alike(one: Part, other: Part) -> bool:
    """Whether two filings have rows and say the same in them, in one order, whatever is explained."""
    if not one.records or len(one.records) != len(other.records):
        return False
    return all(
        a.section == b.section and all(x.value == y.value for x, y in zip(a.readings, b.readings, strict=True))
        for a, b in zip(one.records, other.records, strict=True)
    )


def _heir(code: str, now: Mapping[str, Part], successors: Mapping[str, str]) -> str:
    """What a unit that no longer reports became, if that has reported; else the unit itself."""
    seen, heir = {code}, code
    while heir not in now and successors.get(heir, heir) not in seen:
        heir = successors[heir]
        seen.add(heir)
    return heir if heir in now else code


def _stood(form: Form, one: Compared, year: int | None) -> Sides:
    assert one.after is not None
    earlier = tuple(filter(None, (one.before, *one.merged)))
    return Sides(tuple(standing(form, part, one.unit.code, year) for part in earlier), standing(form, one.after, one.unit.code, year))


def _told(form: Form, units: Mapping[str, Compared], sides: Mapping[str, Sides], year: int | None) -> dict[str, Compared]:
    """The units that are compared, with what changed in them and their flows."""
    records = records_of(form, sides)
    homes = homes_of(sides, records)
    books = booked((*records.pairs, *homes.pairs))
    labels, listed = labels_in(books), classes_of(form, year)
    changes, doubtful = changes_of(form, units, sides, records, homes), unsure(records)
    found = {}
    for code in sides:
        names = dict.fromkeys((*listed, *labels.get(code, ()))) if listed else ()
        found[code] = replace(
            units[code], changes=changes[code], flow=flow_of(books, code),
            classes={name: flow_of(books, code, name) for name in names}, unsure=doubtful[code],
        )  # fmt: skip
    return found
