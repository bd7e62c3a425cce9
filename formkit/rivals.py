"""Several files of one unit, form and period: which counts, and what becomes of the others.

Every answer depends on the set of files alone, never on their order: revision first, then when they were first seen, else
a person decides. A revision counts as far as it can be true: a copy that answers a file at hand is the next after it, and
none is further than one above the next lower.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import replace

from formkit.finding import Report
from formkit.held import rows_of
from formkit.judged import GOOD, READ, UNOPENED, Judged
from formkit.units import Roster

_OF_IDENTITY = ("identity-lost", "identity-differs", "name-differs")
Ranks = Mapping[str, tuple[int, str]]
"""Of every file of a unit, by name: its revision as far as it can be true, and when it came."""


def settled(found: Iterable[Judged], roster: Roster | None) -> tuple[Judged, ...]:
    """The files with what becomes of them beside each other, in the order given."""
    return tuple(_rivals(_copies(list(found), roster), roster))


def _copies(found: list[Judged], roster: Roster | None) -> list[Judged]:
    """Files of the same bytes count once: the one first seen, else the one whose name is its unit's, else the shortest name.

    One that could not be opened, or changed while it was read, is nobody's original.
    """
    opened = [judged for judged in found if judged.outcome not in UNOPENED]
    first: dict[str, Judged] = {}
    for judged in sorted(opened, key=_precedence):
        first.setdefault(judged.sha256, judged)
    return [
        _copy(judged, original, roster)
        if judged.outcome not in UNOPENED and (original := first[judged.sha256]) is not judged
        else judged
        for judged in found
    ]


def _precedence(one: Judged) -> tuple[str, bool, bool, int, str]:
    return one.seen, bool(one.named), one.identity.unit not in one.file, len(one.file), one.file


def _copy(judged: Judged, first: Judged, roster: Roster | None) -> Judged:
    """A copy; one under another unit's name is that unit's mistake, and it still has to report."""
    args = {"other": first.file, "found": judged.identity.unit_name, "named": _name(judged.named, roster)}
    if first.outcome not in READ:
        return replace(judged, outcome="copy", code="copy-aside", args={"other": first.file})
    code = "copy-renamed" if judged.named else "copy"
    return replace(judged, outcome="copy", code=code, args=args if judged.named else {"other": first.file})


def _name(code: str, roster: Roster | None) -> str:
    return roster.units[code].name if roster and code in roster.units else code


def _rivals(found: list[Judged], roster: Roster | None) -> Iterable[Judged]:
    groups: dict[tuple[str, str, str], list[Judged]] = {}
    for judged in found:
        if judged.outcome in READ and judged.identity.unit:
            key = (judged.identity.form, judged.identity.period, judged.identity.unit)
            groups.setdefault(key, []).append(judged)
    placed = {id(old): new for group in groups.values() for old, new in zip(group, _unit(group, roster), strict=True)}
    return [placed.get(id(judged), judged) for judged in found]


def _unit(group: list[Judged], roster: Roster | None) -> list[Judged]:
    """What becomes of the files of one unit: those that are another's by name first, then equal ones, then the latest."""
    if len(group) == 1:
        return group
    placed: dict[int, Judged] = {}
    own = [judged for judged in group if not judged.named]
    for judged in group if own else []:
        if judged.named:
            other = min(own, key=lambda one: (one.seen, one.file))
            args = {"found": judged.identity.unit_name, "named": _name(judged.named, roster), "other": other.file}
            placed[id(judged)] = replace(
                judged, outcome="wrong-unit", code="unit-of-another-name", args=args, report=Report()
            )
    rest = [judged for judged in group if id(judged) not in placed]
    ranks = _ranks(rest)
    for same in _alike(rest).values():
        # The clerk sent the same once more: it is as late as its latest copy, and accepted if any of them was.
        best = min(same, key=lambda one: (one.outcome not in GOOD, _late(ranks[one.file]), one.file))
        ranks[best.file] = max(ranks[one.file] for one in same)
        placed |= {
            id(one): replace(one, outcome="superseded", code="same-content", args={"other": best.file})
            for one in same
            if one is not best
        }
    rest = [judged for judged in rest if id(judged) not in placed]
    placed |= {id(old): new for old, new in zip(rest, _settle(rest, ranks), strict=True)}
    return [placed[id(judged)] for judged in group]


def _late(rank: tuple[int, str]) -> tuple[int, ...]:
    """For the latest to come first."""
    return -rank[0], *(-ord(sign) for sign in rank[1])


def _alike(group: Iterable[Judged]) -> Mapping[Hashable, list[Judged]]:
    """Files of one revision in which the same is written, whatever their bytes."""
    found: dict[Hashable, list[Judged]] = {}
    for judged in group:
        filing = judged.filing
        rows = tuple(
            (record.section, record.explanation, *(_said(*each) for each in zip(record.readings, record.raws, strict=True)))
            for record in (rows_of(filing.records) if filing else ())
        )
        told = [note for note in (filing.notes if filing else ()) if note.code not in _OF_IDENTITY]
        notes = tuple((note.code, note.section, note.column, note.value) for note in told)
        outside = tuple(text for _, text in (filing.outside if filing else ()))
        key = (judged.identity.revision, judged.identity.version, bool(filing and filing.zero), rows, notes, outside)
        found.setdefault(key, []).append(judged)
    return found


def _said(reading: object, raw: object) -> Hashable:
    """A value as understood; as it was written where it was not."""
    problem, value = getattr(reading, "problem", ""), getattr(reading, "value", None)
    return (problem, str(raw)) if problem else (type(value).__name__, value)


def _ranks(group: Iterable[Judged]) -> dict[str, tuple[int, str]]:
    """The revision of each file as far as it can be true, and when it was first seen.

    A copy that answers a file at hand is the next after it, whatever was written into it; of the others none counts for more
    than one above the next lower: a revision of 999 would keep out every correction that comes after it.
    """
    files = list(group)
    known = {judged.sha256: judged for judged in files}

    def claimed(judged: Judged, via: frozenset[str]) -> int:
        answered = known.get(judged.identity.answers)
        if answered is None or answered.sha256 in via:
            return judged.identity.revision
        return claimed(answered, via | {answered.sha256}) + 1

    claims = {judged.file: claimed(judged, frozenset({judged.sha256})) for judged in files}
    true: dict[int, int] = {}
    top = min(claims.values(), default=0)
    for claim in sorted(set(claims.values())):
        top = claim if claim <= top + 1 else top
        true[claim] = top
    return {judged.file: (true[claims[judged.file]], judged.seen) for judged in files}


def _settle(group: list[Judged], ranks: Ranks) -> list[Judged]:
    """The latest counts; a faulty or disputed one leaves an earlier good one in.

    An empty form that came beside a filled one says nothing and is passed over.
    """
    live = [judged for judged in group if judged.outcome != "empty"] or group
    best = max((ranks[judged.file] for judged in live), default=(0, ""))
    top = [judged for judged in live if ranks[judged.file] == best]
    settled_ = len(top) == 1 and top[0].outcome in GOOD
    kept = None if settled_ else _best_below([judged for judged in live if ranks[judged.file] != best], ranks)
    return [_placed(judged, top, kept) for judged in group]


def _best_below(earlier: list[Judged], ranks: Ranks) -> Judged | None:
    """The latest good filing of those before the top; None where two are equally late, or there is none."""
    good = [judged for judged in earlier if judged.outcome in GOOD]
    if not good:
        return None
    best = max(ranks[judged.file] for judged in good)
    latest = [judged for judged in good if ranks[judged.file] == best]
    return latest[0] if len(latest) == 1 else None


def _placed(judged: Judged, top: list[Judged], kept: Judged | None) -> Judged:
    """One file of a unit beside those that came last and the earlier one that stays in."""
    other = min((one.file for one in top if one is not judged), default="")
    if judged is kept:
        code = "superseded-pending" if len(top) == 1 else "superseded-disputed"
        return replace(judged, code=code, args={"other": other}, pending=True)
    if any(judged is one for one in top):
        if len(top) == 1:
            return judged
        return replace(judged, outcome="conflict", code="conflict", args={"other": other})
    code = "superseded-empty" if judged.outcome == "empty" else "superseded"
    return replace(judged, outcome="superseded", code=code, args={"other": other})
