"""Two periods compared area by area, with few rows in hand: the same as of all filings at once.

What is said of an area depends on its own filings, and on those elsewhere in which its people stand as well: who moved is one
person, and takes along the household they left or came to. That is known from the marks of rows that are put away (``marked``).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import replace

from formkit.compare import compare
from formkit.compare.changes import Comparison
from formkit.compare.units import Joined, joined, latest
from formkit.filing import Step
from formkit.marked import standing_in, twice
from formkit.merge import Part, opened
from formkit.model import Form
from formkit.units import Unit
from formkit.values import dataclass

Opening = Callable[[Part], Part]


@dataclass(frozen=True, slots=True)
class Area:
    """Some units by their codes, and what to compare for them: the filings of both periods with those elsewhere that matter, the
    units that became another one and those that had to report, as ``compare`` has them. ``periods`` are those of all filings.
    """

    form: Form
    units: frozenset[str]
    before: tuple[Part, ...]
    after: tuple[Part, ...]
    successors: Mapping[str, str]
    asked: Mapping[str, str]
    periods: tuple[str, str]


def top(path: Iterable[Step | Unit], codes: Collection[str]) -> str:
    """The highest of some units on a way up; empty where none of them is."""
    found = ""
    for step in path:
        found = step.code if step.code in codes else found
    return found


def areas(
    form: Form, before: Sequence[Part], after: Sequence[Part], successors: Mapping[str, str], asked: Mapping[str, str],
    of: Callable[[tuple[Step, ...]], Iterable[str]], names: Iterable[str] = (),
) -> Mapping[str, Area]:  # fmt: skip
    """What ``compare`` is asked, by area; ``of`` says in which areas a unit is, by its path. ``names`` are areas of which nothing may
    have come.
    """
    mine, its = latest(form, before), latest(form, after)
    units = joined(mine, its, successors, asked)
    within = {code: frozenset(of(one.named.path)) for code, one in units.items()}
    own: dict[str, set[str]] = {name: set() for name in names}
    for code, names in within.items():
        for name in names:
            own.setdefault(name, set()).add(code)
    others = _elsewhere(form, units, within) if len(own) > 1 else {}
    periods = mine[0].period if mine else "", its[0].period if its else ""
    return {
        name: _area(form, codes, {code: units[code] for code in sorted(codes | others.get(name, set()))}, asked, periods)
        for name, codes in own.items()
    }


def _area(form: Form, codes: Iterable[str], units: Mapping[str, Joined], asked: Mapping[str, str], periods: tuple[str, str]) -> Area:
    became = {was: code for code, one in units.items() for was in (*(part.unit for part in one.earlier), *one.silent) if was != code}
    return Area(
        form, frozenset(codes), tuple(part for one in units.values() for part in one.earlier),
        tuple(one.now for one in units.values() if one.now), became,
        {code: asked[code] for one in units.values() for code in one.silent}, periods,
    )  # fmt: skip


def compared(area: Area, open_: Opening = opened) -> Comparison:
    """The comparison of an area's own units; ``open_`` says how rows that are put away are opened."""
    before, after = (tuple(map(open_, parts)) for parts in (area.before, area.after))
    found = compare(area.form, before, after, area.successors, area.asked).among(area.units)
    return replace(found, before=area.periods[0], after=area.periods[1])


def _elsewhere(form: Form, units: Mapping[str, Joined], within: Mapping[str, frozenset[str]]) -> Mapping[str, set[str]]:
    """The units outside each area in which households stand that are tied to households within it, by people who moved, however far."""
    became = {part.unit: code for code, one in units.items() for part in one.earlier}
    movers = twice(form, [part for one in units.values() for part in (*one.earlier, one.now) if part], became) if form.record.person else ()
    ties: dict[Hashable, Hashable] = {}
    for code, one in units.items() if movers else ():
        for place, part in enumerate((*one.earlier, one.now)):
            for mark, home in standing_in(form, part) if part else ():
                if mark in movers:
                    _tied(ties, mark, (code, place, home))
    groups: dict[Hashable, set[str]] = defaultdict(set)
    for each in ties:
        if isinstance(each, tuple):
            groups[_root(ties, each)].add(each[0])
    found: dict[str, set[str]] = defaultdict(set)
    for codes in groups.values():
        for name in frozenset[str]().union(*(within[code] for code in codes)):
            found[name] |= {code for code in codes if name not in within[code]}
    return found


def _tied(ties: dict[Hashable, Hashable], one: Hashable, other: Hashable) -> None:
    ties[_root(ties, one)] = _root(ties, other)


def _root(ties: dict[Hashable, Hashable], one: Hashable) -> Hashable:
    """What stands for all that one is tied to."""
    ties.setdefault(one, one)
    while ties[one] != one:
        ties[one] = one = ties[ties[one]]
    return one
