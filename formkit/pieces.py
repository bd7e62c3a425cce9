"""What one process writes of all that was gathered: a roll-up, or a county of a province with all that is in it.

A province is never in hand as a whole: each county's rows, and those of earlier periods, are opened by whoever writes its workbooks,
and let go of after that.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import field, replace
from itertools import pairwise
from typing import TypeVar

from formkit.compare.areas import Area, Opening, areas, compared, top
from formkit.course import Counts, Course, End
from formkit.filing import Step
from formkit.gather import Gathered
from formkit.merge import Known, Part, opened, roll_up
from formkit.values import dataclass

Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True)
class Piece:
    """Roll-ups by their place among all, lowest first, and what was gathered of their units; ``size`` is how long they are.

    Where rows are put away, ``areas`` are what is to be compared, by form, for each earlier period with the next.
    """

    numbers: tuple[int, ...]
    gathered: Gathered
    size: int
    areas: Mapping[str, tuple[Area, ...]] = field(default_factory=dict)


def pieces(gathered: Gathered) -> tuple[Piece, ...]:
    """Everything in pieces, the longest first: of roll-ups each by itself, of a province the counties."""
    if gathered.bare:
        found = _apart(gathered)
    else:
        found = [Piece((number,), gathered, len(rollup.parts)) for number, rollup in enumerate(gathered.rollups)]
    return tuple(sorted(found, key=lambda piece: -piece.size))


def filled(piece: Piece) -> Gathered:
    """What was gathered of a piece with its rows in hand: the roll-ups with what is in them, and what changed."""
    own = piece.gathered
    if not own.bare:
        return replace(own, rollups=tuple(own.rollups[number] for number in piece.numbers))
    open_ = _opening()
    parts, known = [open_(part) for part in (*own.parts, *own.unclear)], Known()
    rollups = tuple(roll_up(each.form, each.period, each.unit, each.above, parts, known) for each in own.rollups)
    ends = {form: tuple(replace(end, parts=tuple(map(open_, end.parts))) for end in each) for form, each in own.course.ends.items()}
    comparisons = {form: tuple(compared(area, open_) for area in each) for form, each in piece.areas.items()}
    return replace(own, rollups=rollups, course=Course(ends, comparisons))


def _opening() -> Opening:
    """How parts are opened, each once: that takes as long as to count what is in them."""
    met: dict[int, Part] = {}

    def open_(part: Part) -> Part:
        if id(part) not in met:
            met[id(part)] = opened(part)
        return met[id(part)]

    return open_


def _apart(gathered: Gathered) -> list[Piece]:
    """A piece for each unit that no other roll-up's unit stands above."""
    codes = {rollup.unit.code for rollup in gathered.rollups}
    above = {code: top(gathered.roster.path(code), codes) for code in gathered.roster.units}
    numbers = _grouped((top((rollup.unit, *rollup.above), codes), number) for number, rollup in enumerate(gathered.rollups))
    states = _grouped((above[state.unit.code], state) for state in gathered.states)
    parts, unclear = (_grouped((top(part.path, codes), part) for part in own) for own in (gathered.parts, gathered.unclear))
    twins = _grouped((code, pair) for pair in gathered.twins for code in {top(part.path, codes) for part, _ in pair[1].places})
    # What names no unit is told to all of them.
    left = _grouped((code, one) for one in gathered.left_out for code in ([above[one.unit]] if one.unit in above else numbers))
    courses = _courses(gathered, {gathered.rollups[each].unit.code: code for code, own in numbers.items() for each in own})
    return [
        Piece(tuple(own), replace(
            gathered, rollups=tuple(gathered.rollups[number] for number in own), states=tuple(states[code]),
            left_out=tuple(left[code]), twins=tuple(twins[code]), roster=gathered.roster.limited(code), misstated=(), files={},
            parts=tuple(parts[code]), unclear=tuple(unclear[code]), course=courses[code][0],
        ), len(parts[code]), courses[code][1])
        for code, own in tuple(numbers.items())
    ]  # fmt: skip


def _courses(gathered: Gathered, pieces_of: Mapping[str, str]) -> Mapping[str, tuple[Course, Mapping[str, tuple[Area, ...]]]]:
    """The earlier periods of each piece, and what is to be compared; ``pieces_of`` says in which piece the roll-up of a unit is.

    A township that came to another county since stands in that one, and left the other.
    """
    names = frozenset(pieces_of.values())

    def of(path: Iterable[Step]) -> frozenset[str]:
        return frozenset(pieces_of[step.code] for step in path if step.code in pieces_of)

    this = End("", gathered.parts, successors=gathered.roster.successors)
    ends: dict[str, dict[str, tuple[End, ...]]] = {name: {} for name in names}
    asked: dict[str, dict[str, tuple[Area, ...]]] = {name: {} for name in names}
    for form in {rollup.form.form: rollup.form for rollup in gathered.rollups}.values():
        own = gathered.course.ends.get(form.form, ())
        compared_ = [
            areas(form, first.parts, second.parts, second.successors, first.asked[form.form], of, names)
            for first, second in pairwise((*own, this)) if own
        ]  # fmt: skip
        parts = [_grouped((name, part) for part in end.parts for name in of(part.path)) for end in own]
        for name in names if own else ():
            mine = [End(end.period, tuple(each[name]), end.reported) for end, each in zip(own, parts, strict=True)]
            ends[name][form.form] = tuple(replace(end, reported=_of(end.reported, name, pieces_of)) for end in mine)
            asked[name][form.form] = tuple(each[name] for each in compared_)
    return {name: (Course(ends[name]), asked[name]) for name in names}


def _of(reported: Counts, name: str, pieces_of: Mapping[str, str]) -> Counts:
    return {key: count for key, count in reported.items() if pieces_of.get(key[1]) == name}


def _grouped(pairs: Iterable[tuple[str, Thing]]) -> Mapping[str, list[Thing]]:
    found: dict[str, list[Thing]] = defaultdict(list)
    for code, one in pairs:
        found[code].append(one)
    return found
