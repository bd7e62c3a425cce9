"""A roster's units by what people call them and by where they stand, put together once for all files.

A roster looks through all its units for an answer; asked for every file, that makes a file cost more the more units there are. Here
the few that it could be are picked out first, and the roster of those few gives the answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from formkit.remembered import once
from formkit.units import Roster, Unit

Keys = Mapping[str, tuple[str, ...]]
_ROSTERS = 8


@once(_ROSTERS * 8)
def at(roster: Roster, level: str) -> Mapping[str, Unit]:
    """All units of a level, by code, in the order of the file."""
    return {unit.code: unit for unit in roster.at(level)}


@once(_ROSTERS * 8)
def gone_at(roster: Roster, level: str) -> Mapping[str, Unit]:
    """The units of a level that do not report on the day, by code."""
    return {unit.code: unit for unit in _gone(roster).values() if unit.level == level}


def coded(roster: Roster, code: str, system: str = "") -> tuple[Unit, ...]:
    """``roster.coded``: the units of the file that a code may mean."""
    everyone = roster.everyone
    return Roster({key: everyone[key] for key in codes(everyone).get(code, ())}).coded(code, system)


@once(_ROSTERS * 8)
def spelt(units: Mapping[str, Unit]) -> Keys:
    """The keys of the units that each spelling may stand for, in the order of the file."""
    return _gathered((spelling, key) for key, unit in units.items() for spelling in unit.spellings)


@once(_ROSTERS * 8)
def codes(units: Mapping[str, Unit]) -> Keys:
    """The keys of the units that each code may stand for, in whatever system, in the order of the file."""
    return _gathered((code, key) for key, unit in units.items() for code in {unit.code, *(own for _, own in unit.other)})


@once(_ROSTERS)
def _gone(roster: Roster) -> Mapping[str, Unit]:
    return roster.gone


def _gathered(pairs: Iterable[tuple[str, str]]) -> Keys:
    found: dict[str, list[str]] = {}
    for name, key in pairs:
        found.setdefault(name, []).append(key)
    return {name: tuple(keys) for name, keys in found.items()}
