"""Who reports to whom, and from when to when: units, their tree, and the roster of a task on a day.

The tree is the reporting tree, which need not be the administrative one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field, replace
from datetime import date, timedelta

from formkit.period import parse
from formkit.values import dataclass

_SUFFIXES = ("村民委员会", "社区居委会", "社区居民委员会", "居民委员会", "村委会", "居委会", "社区", "村")


@dataclass(frozen=True, slots=True)
class Unit:
    """填报单位: one place in the reporting tree. ``code`` is text, in the code ``system`` beside it; ``other`` are its codes in
    further systems, as pairs of system and code.

    It reports from the first to the last day of ``since`` and ``until`` (a year, month or day; empty where it always did or
    still does); ``merged_into`` is the code of the unit that took it over.
    """

    code: str
    name: str
    level: str
    parent: str
    aliases: tuple[str, ...] = ()
    former: tuple[str, ...] = ()
    system: str = ""
    other: tuple[tuple[str, str], ...] = ()
    since: str = ""
    until: str = ""
    merged_into: str = ""
    extra: Mapping[str, str] = field(default_factory=dict)

    @property
    def derived(self) -> frozenset[str]:
        """The usual ways to write its name: 张庄, 张庄村, 张庄村委会, 张庄村民委员会."""
        if self.level != "village":
            return frozenset({self.name})
        stem = _stem(self.name)
        names = {self.name, stem, stem + "村", stem + "村委会", stem + "村民委员会"}
        if "居" in self.name or "社区" in self.name:
            names |= {stem + "社区", stem + "居委会", stem + "社区居委会", stem + "居民委员会"}
        return frozenset(names)

    @property
    def given(self) -> frozenset[str]:
        """Names that the roster gives it beside its own: other ones and former ones."""
        return frozenset((*self.aliases, *self.former))

    @property
    def spellings(self) -> frozenset[str]:
        """Every name people write for it."""
        return self.derived | self.given

    def in_force(self, day: date) -> bool:
        """Whether it reports for a period that ends that day."""
        return not self.starts_after(day) and not (self.until and parse(self.until).end < day)

    def starts_after(self, day: date) -> bool:
        """Whether it was not there yet that day."""
        return bool(self.since) and day < parse(self.since).start

    @property
    def ended(self) -> str:
        """Since when it no longer reports, as it is said: the year, month or day after its last one."""
        after = parse(self.until).end + timedelta(1)
        return parse(after.isoformat()[: len(self.until)]).label

    def meets(self, other: Unit) -> bool:
        """Whether there was a day on which both reported."""
        starts, ends = ([text for text in texts if text] for texts in ((self.since, other.since), (self.until, other.until)))
        first = max((parse(text).start for text in starts), default=date.min)
        return first <= min((parse(text).end for text in ends), default=date.max)

    def coded(self, code: str, system: str = "") -> bool:
        """Whether a code is its own, or one of its others, in a system; in any where none is named or none is known."""
        pairs = ((self.system, self.code), *self.other)
        return any(code == own and (not system or not name or name == system) for name, own in pairs)


def _stem(name: str) -> str:
    for suffix in _SUFFIXES:
        if name.endswith(suffix) and len(name) > len(suffix):
            return name.removesuffix(suffix)
    return name


@dataclass(frozen=True, slots=True)
class Roster:
    """应报名单: the units that report, by code, in the order of the file.

    ``known`` are all units of the file as it has them, where some of them do not report on the day the roster is of.
    """

    units: Mapping[str, Unit]
    known: Mapping[str, Unit] = field(default_factory=dict)
    _named: dict[tuple[str, str], tuple[list[Unit], list[Unit]]] = field(default_factory=dict, init=False, repr=False, compare=False)
    _order: dict[str, int] = field(default_factory=dict, init=False, repr=False, compare=False)
    _below: dict[str, list[str]] = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def everyone(self) -> Mapping[str, Unit]:
        """All units of the file, also those that no longer report or do not yet."""
        return self.known or self.units

    @property
    def gone(self) -> Mapping[str, Unit]:
        """The units of the file that do not report on the day."""
        return {code: unit for code, unit in self.known.items() if code not in self.units}

    @property
    def successors(self) -> Mapping[str, str]:
        """The unit that reports in place of each one that was merged into another, also by way of further mergers."""
        found: dict[str, str] = {}
        for code in self.gone:
            heir = code
            while heir in self.known and heir not in self.units:
                heir = self.known[heir].merged_into
            if heir in self.units:
                found[code] = heir
        return found

    def on(self, day: date) -> Roster:
        """The units that report for a period ending that day. One under a unit that has ended stands under its successor;
        under one without a successor, or that is not there yet, it stands under the next one above.
        """
        everyone = self.everyone
        now = {code: unit for code, unit in everyone.items() if unit.in_force(day)}
        above = {code: _standing(unit, everyone, now, day) for code, unit in now.items()}
        moved = {code: replace(unit, parent=above[code]) for code, unit in now.items() if above[code] != unit.parent}
        return Roster(now | moved, everyone)

    def path(self, code: str) -> tuple[Unit, ...]:
        """The unit and those above it, lowest first."""
        found: list[Unit] = []
        while code in self.units:
            found.append(self.units[code])
            code = self.units[code].parent
        return tuple(found)

    def above(self, code: str, level: str) -> Unit | None:
        """The unit of that level at or above the one with this code."""
        return next((unit for unit in self.path(code) if unit.level == level), None)

    def at(self, level: str) -> tuple[Unit, ...]:
        """All units of a level, in the order of the file."""
        return tuple(unit for unit in self.units.values() if unit.level == level)

    def under(self, code: str, level: str) -> tuple[Unit, ...]:
        """The units of a level at or below the one with this code, in the order of the file."""
        return tuple(unit for unit in self.at(level) if any(up.code == code for up in self.path(unit.code)))

    def children(self, code: str) -> tuple[Unit, ...]:
        """Units directly under this one, in the order of the file."""
        return tuple(unit for unit in self.units.values() if unit.parent == code)

    def called(self, name: str, level: str) -> tuple[Unit, ...]:
        """The units of a level that a name may mean; those that do not report on the day only where no other is meant.

        Among units under one parent the one whose very name it is comes before one that has it as another name, and that
        before one whose name is only usually written so (张庄社区 beside 张庄村). Namesakes in two townships are both meant.
        """
        for found in self._spelled().get((name, level), ()):
            if found:
                return tuple(unit for unit in found if _likeness(unit, name) == min(_near(unit, found, name)))
        return ()

    def _spelled(self) -> Mapping[tuple[str, str], tuple[list[Unit], list[Unit]]]:
        """The units by each of their spellings and their level, those that report and those that do not on the day.

        Put together once: every file names its unit, and a county has thousands.
        """
        for place, units in enumerate((self.units, self.gone) if not self._named else ()):
            for unit in units.values():
                for spelling in unit.spellings:
                    self._named.setdefault((spelling, unit.level), ([], []))[place].append(unit)
        return self._named

    def coded(self, code: str, system: str = "") -> tuple[Unit, ...]:
        """The units of the file that a code may mean, in a code system or, where that is not said, in any."""
        units = self.everyone.values()
        return tuple(unit for unit in units if code and (unit.code == code or unit.other) and unit.coded(code, system))

    def _tree(self) -> tuple[Mapping[str, int], Mapping[str, list[str]]]:
        """The place of each unit in the file and the units directly under it; put together once, as every file asks for its own."""
        for place, unit in enumerate(self.units.values() if not self._order else ()):
            self._order[unit.code] = place
            self._below.setdefault(unit.parent, []).append(unit.code)
        return self._order, self._below

    def limited(self, code: str) -> Roster:
        """The part of the roster at and below a unit, with those above it kept for its place."""
        order, below = self._tree()
        kept, found = {unit.code for unit in self.path(code)}, [code] if code in self.units else []
        for up in found:
            found += below.get(up, ())
        kept.update(found)
        inside = {key: self.units[key] for key in sorted(kept, key=order.__getitem__)}
        return Roster({key: unit if unit.merged_into in kept else replace(unit, merged_into="") for key, unit in inside.items()})


def _standing(unit: Unit, everyone: Mapping[str, Unit], now: Mapping[str, Unit], day: date) -> str:
    """The code of the unit that stands above another one on a day; empty where none does."""
    code, met = unit.parent, {unit.code}
    while code in everyone and code not in now and code not in met:
        met.add(code)
        up = everyone[code]
        code = up.merged_into if up.merged_into and not up.starts_after(day) else up.parent
    return code if code not in met else ""


def _likeness(unit: Unit, name: str) -> int:
    return 0 if name == unit.name else 1 if name in unit.given else 2


def _near(unit: Unit, found: Iterable[Unit], name: str) -> Iterator[int]:
    return (_likeness(other, name) for other in found if other.parent == unit.parent)


def spelled(units: Iterable[Unit]) -> Mapping[str, str]:
    """The name that each spelling stands for among some units: own names first, then other names that the roster gives, then
    usual spellings. One that may stand for two at the same stage stands for none.
    """
    own = tuple(units)
    found: dict[str, str] = {unit.name: unit.name for unit in own}
    met = set(found)
    for stage in ([(unit.name, unit.given) for unit in own], [(unit.name, unit.derived) for unit in own]):
        meant = {(spelling, name) for name, spellings in stage for spelling in spellings if spelling not in met}
        times = Counter(spelling for spelling, _ in meant)
        found |= {spelling: name for spelling, name in sorted(meant) if times[spelling] == 1}
        met |= times.keys()
    return found
