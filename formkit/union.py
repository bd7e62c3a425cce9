"""Which filing of a unit counts, of all that were told of: the same in whatever order and grouping they are put together.

A filing may be told of by several: the unit's own file, its township's roll-up, an older one. What counts in the end are the
highest revision and, within it, the latest date anybody tells, and whatever somebody tells of without a date. Both are kept
apart, since either may be overtaken by what is told later: ``seen`` of a part is a date, nothing, or a date and OPEN where it was
told of in both ways.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from formkit.merge import DISPUTED, Part

OPEN = "?"
"""Behind a date: somebody tells of the same file without one."""
Rivals = tuple[Part, ...]
"""The files of one unit of which nobody knows which counts, in order of their bytes."""


def union(parts: Iterable[Part]) -> tuple[tuple[Part, ...], tuple[Rivals, ...]]:
    """One part for each form, period and unit, sorted so; and, instead of it, the rivals of which nobody knows which is it."""
    groups: dict[tuple[str, str, str], list[Part]] = {}
    for part in parts:
        groups.setdefault(part.key, []).append(part)
    kept: list[Part] = []
    rivals: list[Rivals] = []
    for _, group in sorted(groups.items()):
        last = _last(group)
        if len(last) == 1 and last[0].state != DISPUTED:
            kept.append(last[0])
        else:
            rivals.append(last)
    return tuple(kept), tuple(rivals)


def _last(group: list[Part]) -> Rivals:
    """The files that may be the one that counts, each told of once."""
    best = max(part.revision for part in group)
    tellings = [part for part in group if part.revision == best]
    date = max(day(part) for part in tellings)
    found: dict[str, list[Part]] = {}
    for part in tellings:
        if day(part) == date or _open(part):
            found.setdefault(part.sha256, []).append(part)
    return tuple(_told(same, date) for _, same in sorted(found.items()))


def _told(same: list[Part], date: str) -> Part:
    """One file out of its tellings: with its rows where any has them, in a way that does not depend on their order."""
    best = max(same, key=lambda part: (part.state != DISPUTED, part.pending, part.file, part.accepted_by, part.reason))
    dated = any(day(part) == date for part in same)
    mark = OPEN if date and dated else ""
    return replace(best, seen=(date if dated else "") + (mark if any(map(_open, same)) else ""))


def day(part: Part) -> str:
    """When a part was first seen, where anybody tells."""
    return part.seen.removesuffix(OPEN)


def _open(part: Part) -> bool:
    """Whether somebody tells of it without a date."""
    return not part.seen or part.seen.endswith(OPEN)


def disputed(rivals: Iterable[Rivals]) -> tuple[Part, ...]:
    """Files of which nobody knows which counts, without their rows: so that a roll-up carries the conflict up."""
    return tuple(
        replace(part, state=DISPUTED, records=(), pending=False, accepted_by="", reason="") for group in rivals for part in group
    )
