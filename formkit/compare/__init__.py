"""This period against another, unit by unit and record by record: who was added, who left and why, what changed.

Only units with an accepted filing in both periods are compared: of a unit that has not reported nobody is said to have left.
Every record is in one pair (as it stood, as it stands), and every pair is booked once, so that the flows always balance.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from formkit.compare.booking import booked, flow_of, labels_in
from formkit.compare.changes import KINDS_OF_CHANGE, Change, Compared, Comparison, Jump, Spot
from formkit.compare.changing import changes_of, unsure
from formkit.compare.jumps import jumps_of
from formkit.compare.matching import Sides, homes_of, records_of
from formkit.compare.standing import classes_of, standing, told_by
from formkit.compare.units import Joined, joined, latest
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
    told, mine, its = told_by(form), latest(form, before), latest(form, after)
    units = _units(joined(mine, its, successors, asked), asked)
    year = year_of(its[0].period) if its else None
    if told:
        sides = {code: _stood(form, one, year) for code, one in units.items() if one.both}
        units |= _told(form, units, sides, year)
    first, second = (parts[0].period if parts else "" for parts in (mine, its))
    return Comparison(form, first, second, units, jumps_of(form, units), told)


def _units(found: Mapping[str, Joined], asked: Mapping[str, str]) -> dict[str, Compared]:
    """Every unit with its filings."""
    units = {}
    for code, one in found.items():
        own = next((part for part in one.earlier if part.unit == code), None)
        merged = tuple(part for part in one.earlier if part is not own)
        same = own is not None and not merged and one.now is not None and _alike(own, one.now)
        unheard = tuple(asked[each] for each in one.silent)
        units[code] = Compared(one.named.path[0], one.named.path, own, one.now, unchanged=same, merged=merged, unheard=unheard)
    return units


def _alike(one: Part, other: Part) -> bool:
    """Whether two filings have rows and say the same in them, in one order, whatever is explained."""
    if not one.records or len(one.records) != len(other.records):
        return False
    return all(
        a.section == b.section and all(x.value == y.value for x, y in zip(a.readings, b.readings, strict=True))
        for a, b in zip(one.records, other.records, strict=True)
    )


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
