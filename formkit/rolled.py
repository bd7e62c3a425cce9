"""汇总表 among the files of a task: a township sends its roll-up up instead of its villages' files.

It is judged as one file, and its parts count as the filings they are: a village that is also there with a file of its own is
counted once, whichever way it came.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from formkit import words
from formkit.filing import Identity
from formkit.identity import label
from formkit.intake import Expectation
from formkit.judged import Judged
from formkit.merge import Part
from formkit.read.rollup import RollupRead, named
from formkit.trace.totals import Misstated


@dataclass(frozen=True, slots=True)
class Rolled:
    """A roll-up workbook with its outcome, the parts in it that count, and numbers on it that are not what the parts say."""

    judged: Judged
    parts: tuple[Part, ...] = ()
    misstated: tuple[Misstated, ...] = ()
    disputed: tuple[Part, ...] = ()


def rolled(read: RollupRead, file: str, sha256: str, expected: Expectation, seen: str = "") -> Rolled:
    """What becomes of a roll-up: of another period or of a unit that is not in the roster, nothing of it counts.

    Units in it that were edited by hand, or that do not report here, are named and left out; the others count.
    """
    path = (read.unit,) if read.unit.level else ()
    identity = Identity(read.form, read.version, read.unit.code, read.period, path=path)
    base = Judged(file, sha256, "xlsx", "accepted", "rollup-accepted", {"count": str(len(read.parts))}, identity, seen=seen)
    roster, when = expected.roster, expected.period
    if roster and read.unit.code not in roster.units:
        found = {"found": named(read.unit.code, read.unit.name)}
        return Rolled(replace(base, outcome="wrong-unit", code="unit-not-in-roster", args=found))
    if when and read.period != when.text:
        args = {"who": read.unit.name, "found": label(read.period), "expected": when.label}
        return Rolled(replace(base, outcome="wrong-period", code="wrong-period", args=args))
    inside = {part.unit for part in (*read.parts, *read.disputed)}
    mine = {unit.code for unit in roster.at(expected.forms[read.form].reporter)} if roster else inside
    strange = [named(part.unit, part.path[0].name) for part in read.parts if part.unit not in mine]
    kept = tuple(replace(part, seen=part.seen or seen) for part in read.parts if part.unit in mine)
    if read.edited or strange:
        edited = _listed("rollup-part-edited", read.edited)
        said = {"count": str(len(kept)), "edited": edited, "strange": _listed("rollup-part-strange", strange)}
        base = replace(base, outcome="returned", code="rollup-partly", args=said)
    unclear = tuple(replace(part, seen=part.seen or seen) for part in read.disputed if part.unit in mine)
    return Rolled(base, kept, read.misstated, unclear)


def _listed(code: str, names: Sequence[str]) -> str:
    return words.say(code, {"units": "、".join(names)}) if names else ""


def latest(found: Iterable[Rolled]) -> tuple[Rolled, ...]:
    """Of several roll-ups of one unit only the one that came last counts; of those that came together, all."""
    everything = tuple(found)
    last: dict[tuple[str, str, str], str] = {}
    for one in everything:
        if one.parts:
            last[_key(one)] = max(last.get(_key(one), ""), one.judged.seen)
    newest = {_key(one): one.judged.file for one in everything if one.judged.seen == last.get(_key(one), "")}
    return tuple(
        _behind(one, newest[_key(one)]) if one.parts and one.judged.seen < last[_key(one)] else one for one in everything
    )


def _key(one: Rolled) -> tuple[str, str, str]:
    return one.judged.identity.form, one.judged.identity.period, one.judged.identity.unit


def _behind(one: Rolled, other: str) -> Rolled:
    return Rolled(replace(one.judged, outcome="superseded", code="superseded", args={"other": other}))
