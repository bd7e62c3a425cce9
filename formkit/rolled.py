"""汇总表 among the files of a task: a township sends its roll-up up instead of its villages' files.

It is judged as one file, and its parts count as the filings they are: a village that is also there with a file of its own is
counted once, whichever way it came.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from formkit import words
from formkit.cells import Place
from formkit.filing import Identity, Step
from formkit.finding import Finding, Report
from formkit.identity import label, steps
from formkit.intake import GOOD, Expectation, Judged
from formkit.merge import Part
from formkit.read.rollup import RollupRead, named
from formkit.trace.totals import Misstated
from formkit.union import Rivals, day
from formkit.units import Roster
from formkit.values import dataclass

Key = tuple[str, str, str]
_COUNTS = ("accepted", "returned")
_WHOLE = (*GOOD, "conflict")
_LEFT_OUT = {"rollup-edited": "rollup-part-edited", "rollup-stranger": "rollup-part-stranger"}


@dataclass(frozen=True, slots=True)
class Rolled:
    """A roll-up workbook with its outcome, the parts in it that count, and numbers on it that are not what the parts say.

    ``disputed`` stand for files of which its maker knew not which counts, ``spoilt`` are units whose detail was edited by hand.
    """

    judged: Judged
    parts: tuple[Part, ...] = ()
    misstated: tuple[Misstated, ...] = ()
    disputed: tuple[Part, ...] = ()
    spoilt: frozenset[str] = frozenset()


def rolled(read: RollupRead, file: str, sha256: str, expected: Expectation, seen: str = "") -> Rolled:
    """What becomes of a roll-up: of another period or of a unit that is not in the roster, nothing of it counts.

    Units in it that were edited by hand, or that do not report here, are named and left out; the others count. A number that was
    typed over enters nothing and is a finding.
    """
    roster, when = expected.roster, expected.period
    identity = Identity(read.form, read.version, read.unit.code, read.period, path=_path(read.unit, roster))
    base = Judged(file, sha256, "xlsx", "accepted", "rollup-parts", identity=identity, seen=seen)
    if roster and read.unit.code not in roster.units:
        found = {"found": named(read.unit.code, read.unit.name)}
        return Rolled(replace(base, outcome="wrong-unit", code="unit-not-in-roster", args=found))
    if when and read.period != when.text:
        args = {"who": identity.unit_name, "found": label(read.period), "expected": when.label}
        return Rolled(replace(base, outcome="wrong-period", code="wrong-period", args=args))
    if not (read.parts or read.disputed or read.edited):
        return Rolled(replace(base, outcome="empty", code="rollup-empty"))
    inside = {part.unit for part in (*read.parts, *read.disputed)} | read.spoilt
    mine = {unit.code for unit in roster.at(expected.forms[read.form].reporter)} if roster else inside
    strange = [named(part.unit, part.path[0].name) for part in read.parts if part.unit not in mine]
    wrong = (
        *(Finding("rollup-edited", "error", args={"unit": unit}) for unit in read.edited),
        *(Finding("rollup-stranger", "error", args={"unit": unit}) for unit in strange),
        *(Finding(each.wording, "error", (Place(each.sheet, each.cell),), value=each.value, args=each.args) for each in read.misstated),
    )
    base = replace(base, outcome="returned" if read.edited or strange else "accepted", report=Report(wrong))
    kept, unclear = (
        tuple(replace(part, seen=part.seen or seen) for part in found if part.unit in mine) for found in (read.parts, read.disputed)
    )
    return Rolled(base, kept, read.misstated, unclear, read.spoilt & mine)


def _path(unit: Step, roster: Roster | None) -> tuple[Step, ...]:
    """The unit as the roster has it: what names it may have been cut off the workbook."""
    if roster and unit.code in roster.units:
        return steps(roster.path(unit.code))[:1]
    return (unit,) if unit.level else ()


def latest(found: Iterable[Rolled]) -> tuple[Rolled, ...]:
    """Of several roll-ups of one unit only the one that came last counts; of those that came together, all. The same bytes count once.

    A unit whose detail was edited by hand in the last stays as an earlier one has it, with a correction pending.
    """
    everything = _once(tuple(found))
    last: dict[Key, str] = {}
    for one in everything:
        if one.judged.outcome in _COUNTS:
            last[_key(one)] = max(last.get(_key(one), ""), one.judged.seen)
    newest: dict[Key, list[Rolled]] = {}
    for one in everything:
        if one.judged.outcome in _COUNTS and one.judged.seen == last[_key(one)]:
            newest.setdefault(_key(one), []).append(one)
    return tuple(
        _behind(one, newest[_key(one)]) if one.judged.outcome in _COUNTS and one.judged.seen < last[_key(one)] else one
        for one in everything
    )


def _once(found: tuple[Rolled, ...]) -> tuple[Rolled, ...]:
    first: dict[str, Judged] = {}
    for one in sorted((each.judged for each in found), key=lambda one: (one.seen, one.identity.unit_name not in one.file, one.file)):
        first.setdefault(one.sha256, one)
    return tuple(
        one if (other := first[one.judged.sha256]) is one.judged else _set_aside(one, "copy", other) for one in found
    )


def _key(one: Rolled) -> Key:
    return one.judged.identity.form, one.judged.identity.period, one.judged.identity.unit


def _behind(one: Rolled, newest: Sequence[Rolled]) -> Rolled:
    """One that came before the newest: of it counts only what these have lost."""
    lost = frozenset[str]().union(*(each.spoilt for each in newest)) - {part.unit for each in newest for part in each.parts}
    kept = tuple(replace(part, pending=True) for part in one.parts if part.unit in lost)
    return replace(_set_aside(one, "superseded", newest[-1].judged), parts=kept)


def _set_aside(one: Rolled, outcome: str, other: Judged) -> Rolled:
    return Rolled(replace(one.judged, outcome=outcome, code=outcome, args={"other": other.file}, report=Report()))


def told(rolls: Iterable[Rolled], kept: Iterable[Part], rivals: Iterable[Rivals]) -> tuple[Rolled, ...]:
    """The roll-ups with what became of their parts beside everything else that came: how many count, and which do not and why."""
    best = {part.key: part.sha256 for part in kept}
    unclear = {group[0].key for group in rivals}
    return tuple(_told(one, best, unclear) if one.judged.code == "rollup-parts" else one for one in rolls)


def _told(one: Rolled, best: Mapping[Key, str], unclear: Collection[Key]) -> Rolled:
    counted = [part for part in one.parts if best.get(part.key) == part.sha256]
    newer = [part for part in one.parts if best.get(part.key, part.sha256) != part.sha256]
    open_ = [part for part in (*one.parts, *one.disputed) if part.key in unclear]
    # What its own maker could not settle, its maker has to.
    owed = tuple(
        Finding("rollup-unclear", "error", args={"unit": unit})
        for unit in dict.fromkeys(named(part.unit, part.path[0].name) for part in one.disputed if part.key in unclear)
    )
    wrong = {
        said: [each.args["unit"] for each in one.judged.report.findings if each.code == code] for code, said in _LEFT_OUT.items()
    }
    for said, found in (("rollup-part-newer", newer), ("rollup-part-unclear", open_)):
        wrong[said] = list(dict.fromkeys(named(part.unit, part.path[0].name) for part in found))
    but = "".join(words.say(said, {"units": "、".join(units)}) for said, units in wrong.items() if units)
    report = Report((*owed, *one.judged.report.findings))
    outcome = "returned" if owed else one.judged.outcome
    args = {"count": str(len(counted)), "but": but}
    return replace(one, judged=replace(one.judged, outcome=outcome, args=args, report=report))


def beside(own: Iterable[Judged], kept: Iterable[Part], rivals: Iterable[Rivals], files: Mapping[str, str]) -> Iterator[Judged]:
    """Files of units of which roll-ups bring one too: where that is newer, or nobody knows which is, the file does not count.

    ``files`` are the files in which the parts came, by SHA-256.
    """
    best = {part.key: part for part in kept}
    unclear = {group[0].key: group for group in rivals}
    for one in own:
        key = one.identity.form, one.identity.period, one.identity.unit
        if one.outcome in GOOD and key in unclear:
            other = next(part for part in unclear[key] if part.sha256 != one.sha256)
            args = {"unit": one.identity.unit_name, "other": files[other.sha256]}
            yield replace(one, outcome="conflict", code="conflict-rolled", args=args)
        elif key in best and one.sha256 != best[key].sha256 and (one.outcome in _WHOLE or _after(best[key], one)):
            yield replace(one, outcome="superseded", code="superseded", args={"other": files[best[key].sha256]})
        else:
            yield one


def _after(part: Part, one: Judged) -> bool:
    """Whether a part came after a file with which something is wrong: then that is mended."""
    return one.outcome in ("returned", "empty") and (part.revision, day(part)) > (one.identity.revision, one.seen)


def corrected(kept: Iterable[Part], own: Iterable[Judged]) -> tuple[Part, ...]:
    """The parts that count, with a correction pending where the unit's own file was returned after them."""
    back = {(one.identity.form, one.identity.unit) for one in own if one.outcome == "returned" and one.filing}
    return tuple(replace(part, pending=True) if (part.form, part.unit) in back else part for part in kept)
