"""What one process writes of all that was gathered: a roll-up, or a county of a province with all that is in it.

A province is never in hand as a whole: each county's rows are opened by whoever writes its workbooks, and let go of after that.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import TypeVar

from formkit.filing import Step
from formkit.gather import Gathered
from formkit.merge import Known, Rollup, opened, roll_up
from formkit.units import Unit
from formkit.values import dataclass

Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True)
class Piece:
    """Roll-ups by their place among all, lowest first, and what was gathered of their units; ``size`` is how long they are."""

    numbers: tuple[int, ...]
    gathered: Gathered
    size: int


def pieces(gathered: Gathered) -> tuple[Piece, ...]:
    """Everything in pieces, the longest first: of roll-ups each by itself, of a province the counties."""
    if gathered.bare:
        found = _apart(gathered)
    else:
        found = [Piece((number,), gathered, len(rollup.parts)) for number, rollup in enumerate(gathered.rollups)]
    return tuple(sorted(found, key=lambda piece: -piece.size))


def filled(piece: Piece) -> tuple[Rollup, ...]:
    """The roll-ups of a piece with what is in them."""
    own = piece.gathered
    if not own.bare:
        return tuple(own.rollups[number] for number in piece.numbers)
    parts, known = [opened(part) for part in (*own.parts, *own.unclear)], Known()
    return tuple(roll_up(each.form, each.period, each.unit, each.above, parts, known) for each in own.rollups)


def _apart(gathered: Gathered) -> list[Piece]:
    """A piece for each unit that no other roll-up's unit stands above."""
    codes = {rollup.unit.code for rollup in gathered.rollups}
    top = {code: _top(gathered.roster.path(code), codes) for code in gathered.roster.units}
    numbers = _grouped((_top((rollup.unit, *rollup.above), codes), number) for number, rollup in enumerate(gathered.rollups))
    states = _grouped((top[state.unit.code], state) for state in gathered.states)
    parts, unclear = (_grouped((_top(part.path, codes), part) for part in own) for own in (gathered.parts, gathered.unclear))
    twins = _grouped((code, pair) for pair in gathered.twins for code in {_top(part.path, codes) for part, _ in pair[1].places})
    # What names no unit is told to all of them.
    left = _grouped((code, one) for one in gathered.left_out for code in ([top[one.unit]] if one.unit in top else numbers))
    return [
        Piece(tuple(own), replace(
            gathered, rollups=tuple(gathered.rollups[number] for number in own), states=tuple(states[code]),
            left_out=tuple(left[code]), twins=tuple(twins[code]), roster=gathered.roster.limited(code), misstated=(), files={},
            parts=tuple(parts[code]), unclear=tuple(unclear[code]),
        ), len(parts[code]))
        for code, own in tuple(numbers.items())
    ]  # fmt: skip


def _top(path: Iterable[Step | Unit], codes: Collection[str]) -> str:
    """The highest unit on a way up that a roll-up is made for; empty where there is none."""
    found = ""
    for step in path:
        found = step.code if step.code in codes else found
    return found


def _grouped(pairs: Iterable[tuple[str, Thing]]) -> Mapping[str, list[Thing]]:
    found: dict[str, list[Thing]] = defaultdict(list)
    for code, one in pairs:
        found[code].append(one)
    return found
