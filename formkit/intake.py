"""What came in: every file ends in one outcome, the first that applies, whatever the others are.

The order is fixed (README, outcomes): refused, encrypted, unreadable, not-a-filing, copy, wrong-form, wrong-unit,
wrong-period, conflict, superseded, zero, empty, returned, accepted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field, replace

from formkit import words
from formkit.filing import Filing, Step
from formkit.finding import Report
from formkit.held import in_hand
from formkit.identity import label, typed, typed_name
from formkit.judged import GOOD, READ, UNOPENED, Judged, Override
from formkit.model import Form, Level
from formkit.period import Period
from formkit.pickled import by_fields
from formkit.read import FileRead, units_of
from formkit.rivals import settled
from formkit.units import Roster, Unit
from formkit.values import dataclass

__all__ = ["GOOD", "READ", "UNOPENED", "Examined", "Expectation", "Judged", "Override", "another", "judge", "path_of"]

Reporting = Mapping[Level, frozenset[str]]
"""The codes of the units of each level that sends one of the forms."""


@dataclass(frozen=True, slots=True)
class Expectation:
    """What the office is collecting: forms by id, the units that report, the period; None where it is left open.

    ``passwords`` are tried on files that need one; ``beside`` are authors' own forms beside them,
    with which a file that is of none of ``forms`` is named: they go where it is read, which may be another machine.
    """

    forms: Mapping[str, Form]
    roster: Roster | None = None
    period: Period | None = None
    overrides: Mapping[str, Override] = field(default_factory=dict)
    queries_block: bool = False
    passwords: tuple[str, ...] = field(default=(), repr=False)
    beside: Mapping[str, Form] | None = None


@dataclass(frozen=True, slots=True)
class Examined:
    """A file as read, with its report and its counts of households and persons, before it is compared with others.

    ``other`` is the other unit that its rows are of (see ``another``), where that was asked already.
    """

    read: FileRead
    report: Report = field(default_factory=Report)
    households: int = 0
    persons: int = 0
    seen: str = ""
    other: str | None = None
    __reduce__ = by_fields


def judge(examined: Iterable[Examined], expected: Expectation) -> tuple[Judged, ...]:
    """The outcome of every file, in the order given."""
    roster = expected.roster
    levels = {form.reporter for form in expected.forms.values()} if roster else ()
    reporting = {level: frozenset(unit.code for unit in roster.at(level)) for level in levels} if roster else {}
    return settled([_alone(one, expected, reporting) for one in examined], roster)


def _alone(one: Examined, expected: Expectation, reporting: Reporting) -> Judged:
    """The outcome of a file by itself."""
    read, filing = one.read, one.read.filing
    base = Judged(
        read.file, read.sha256, read.kind, read.outcome, read.code, read.args, read.identity, filing, one.report,
        one.households, one.persons, one.seen, expected.overrides.get(read.sha256), named=read.named,
    )  # fmt: skip
    if filing is None:
        return base
    if wrong := _wrong(read, filing, expected, reporting, one.other):
        # What else is wrong with it follows from that: names that are none of this unit's, dates of another month.
        return replace(base, outcome=wrong[0], code=wrong[1], args=wrong[2], report=Report())
    lines = expected.forms[read.identity.form].record.grain == "line"
    return _verdict(base, filing, queries_block=expected.queries_block, lines=lines)


def _wrong(
    read: FileRead, filing: Filing, expected: Expectation, reporting: Reporting, other: str | None
) -> tuple[str, str, Mapping[str, str]] | None:  # fmt: skip
    """Wrong unit, then wrong period, as outcome, sentence and its arguments."""
    identity = filing.identity
    form, roster = expected.forms[identity.form], expected.roster
    if roster and not identity.unit:
        return "wrong-unit", "unit-code-two" if read.doubt else "unit-unknown", read.doubt
    if roster and identity.unit not in roster.units and (ended := roster.known.get(identity.unit)):
        return "wrong-unit", *_ended(ended, roster, expected.period)
    if roster and identity.unit not in reporting[form.reporter]:
        name = identity.unit_name or words.say("nameless")
        return "wrong-unit", "unit-not-in-roster", {"found": f"{name}（{identity.unit}）"}
    if clash := read.clash:
        args = {"believed": words.say(clash.believed), "found": clash.unit, "carrier": words.say(clash.carrier), "other": clash.other}
        return "wrong-unit", "unit-clash", args
    if typed := another(form, in_hand(filing), roster) if other is None else other:
        return "wrong-unit", "wrong-unit", {"found": identity.unit_name or identity.unit, "expected": typed}
    if expected.period and identity.period != expected.period.text:
        asked = expected.period
        who = {"who": identity.unit_name, "found": label(identity.period), "expected": asked.label}
        code = "period-unknown" if not identity.period else "wrong-period-named" if read.titled == asked.text else "wrong-period"
        return "wrong-period", code, who
    return None


def _ended(unit: Unit, roster: Roster, when: Period | None) -> tuple[str, Mapping[str, str]]:
    """What is said to a unit that does not report any more, or not yet: since when, and into which it was merged."""
    if when and unit.starts_after(when.end):
        return "unit-not-yet", {"unit": unit.name, "since": label(unit.since)}
    args = {"unit": unit.name, "since": unit.ended}
    heir = roster.successors.get(unit.code)
    if heir is None:
        return "unit-ended", args
    into = roster.units[heir].name
    return "unit-merged", args | {"into": into if into != unit.name else f"{into}（{heir}）"}


def another(form: Form, filing: Filing, roster: Roster | None) -> str:
    """The name of the other unit that the rows are of; empty where they are this one's, or nobody's that is known.

    Without a roster any name counts as another unit's that is no way to write this one's.
    """
    identity = filing.identity
    if roster:
        # The name of a village that was merged into this one may go on standing in its rows.
        found = tuple(unit for unit in typed(form, filing, roster) if unit.code in roster.units)
        if not found or identity.unit in {unit.code for unit in found}:
            return ""
        same = any(unit.name == identity.unit_name for unit in found)
        return "、".join("".join(up.name for up in reversed(roster.path(unit.code)[: 1 + same])) for unit in found)
    name = typed_name(form, filing, identity.level or form.reporter)
    own = units_of(identity.path)[:1]
    return name if name and own and name not in own[0].spellings else ""


def _verdict(base: Judged, filing: Filing, *, queries_block: bool, lines: bool) -> Judged:
    """Zero, empty, returned or accepted."""
    report = base.report
    counts = {"households": str(base.households), "persons": str(base.persons), "rows": str(len(filing.records))}
    numbers = {"errors": str(report.errors), "queries": str(sum(f.open and not f.blocks for f in report.findings))}
    if filing.zero and not filing.records:
        return replace(base, outcome="zero", code="zero")
    blocked = report.errors or (queries_block and any(finding.open for finding in report.findings))
    if not filing.records and not blocked:
        return replace(base, outcome="empty", code="empty")
    if blocked and base.override:
        args = {"by": base.override.by, "reason": base.override.reason}
        return replace(base, outcome="accepted", code="accepted-override", args=args)
    if blocked:
        return replace(base, outcome="returned", code="returned", args=numbers)
    codes = ("accepted-lines", "accepted-lines-queries") if lines else ("accepted", "accepted-queries")
    code = codes[numbers["queries"] != "0"]
    return replace(base, outcome="accepted", code=code, args=counts | numbers)


def path_of(judged: Judged, roster: Roster | None) -> tuple[Step, ...]:
    """The unit of a file and those above it: from the roster if it is there, else as the file says."""
    if roster and judged.identity.unit in roster.units:
        return tuple(Step(unit.level, unit.code, unit.name) for unit in roster.path(judged.identity.unit))
    return judged.identity.path
