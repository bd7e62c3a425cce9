"""What came in: every file ends in one outcome, the first that applies, whatever the others are.

The order is fixed (README, outcomes): refused, encrypted, unreadable, not-a-filing, copy, wrong-form, wrong-unit,
wrong-period, conflict, superseded, zero, empty, returned, accepted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from formkit.filing import Filing, Identity, Step
from formkit.finding import Report
from formkit.model import Form
from formkit.period import Period
from formkit.read import FileRead
from formkit.units import Roster

GOOD = ("accepted", "zero")
READ = ("zero", "empty", "returned", "accepted")
UNOPENED = ("refused", "encrypted", "unreadable", "not-a-filing")


@dataclass(frozen=True, slots=True)
class Override:
    """A filing accepted by a person in spite of its findings."""

    sha256: str
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class Judged:
    """A file with its outcome and the sentence for it; ``seen`` is when its bytes were first met (ISO, UTC)."""

    file: str
    sha256: str
    kind: str
    outcome: str
    code: str
    args: Mapping[str, str] = field(default_factory=dict)
    identity: Identity = field(default_factory=Identity)
    filing: Filing | None = None
    report: Report = field(default_factory=Report)
    households: int = 0
    persons: int = 0
    seen: str = ""
    override: Override | None = None
    pending: bool = False


@dataclass(frozen=True, slots=True)
class Expectation:
    """What the office is collecting: forms by id, the units that report, the period; None where it is left open.

    ``passwords`` are tried on files that need one.
    """

    forms: Mapping[str, Form]
    roster: Roster | None = None
    period: Period | None = None
    overrides: Mapping[str, Override] = field(default_factory=dict)
    queries_block: bool = False
    passwords: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Examined:
    """A file as read, with its report and its counts of households and persons, before it is compared with others."""

    read: FileRead
    report: Report = field(default_factory=Report)
    households: int = 0
    persons: int = 0
    seen: str = ""


def judge(examined: Iterable[Examined], expected: Expectation) -> tuple[Judged, ...]:
    """The outcome of every file, in the order given."""
    found = [_alone(one, expected) for one in examined]
    found = _copies(found)
    return tuple(_rivals(found))


def _alone(one: Examined, expected: Expectation) -> Judged:
    """The outcome of a file by itself."""
    read, filing = one.read, one.read.filing
    base = Judged(
        read.file, read.sha256, read.kind, read.outcome, read.code, read.args, read.identity, filing, one.report,
        one.households, one.persons, one.seen, expected.overrides.get(read.sha256),
    )  # fmt: skip
    if filing is None:
        return base
    if wrong := _wrong(filing, expected):
        return replace(base, outcome=wrong[0], code=wrong[1], args=wrong[2])
    lines = expected.forms[read.identity.form].record.grain == "line"
    return _verdict(base, filing, queries_block=expected.queries_block, lines=lines)


def _wrong(filing: Filing, expected: Expectation) -> tuple[str, str, Mapping[str, str]] | None:
    """Wrong unit, then wrong period, as outcome, sentence and its arguments."""
    identity = filing.identity
    form = expected.forms[identity.form]
    if expected.roster and not identity.unit:
        return "wrong-unit", "unit-unknown", {}
    if expected.roster and identity.unit not in {unit.code for unit in expected.roster.at(form.reporter)}:
        return "wrong-unit", "unit-not-in-roster", {"found": f"{identity.unit_name}（{identity.unit}）"}
    typed = typed_unit(form, filing)
    if typed and identity.unit_name and typed != identity.unit_name and _another(typed, form, expected.roster):
        return "wrong-unit", "wrong-unit", {"found": identity.unit_name, "expected": typed}
    if expected.period and identity.period != expected.period.text:
        return "wrong-period", "wrong-period", {"found": identity.period or "?", "expected": expected.period.text}
    return None


def _another(name: str, form: Form, roster: Roster | None) -> bool:
    """Whether a typed name is some other unit's; without a roster any other name has to count as one."""
    return roster is None or any(name in unit.spellings for unit in roster.at(form.reporter))


def typed_unit(form: Form, filing: Filing) -> str:
    """The reporting unit's name as every row with one gives it; empty where rows disagree or say nothing."""
    level = filing.identity.path[0].level if filing.identity.path else form.reporter
    place = next((index for index, column in enumerate(form.leaves) if column.level == level), None)
    if place is None:
        return ""
    names = {str(record.value(place) or record.raws[place] or "").strip() for record in filing.records} - {""}
    return names.pop() if len(names) == 1 else ""


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


def _copies(found: list[Judged]) -> list[Judged]:
    """Files of the same bytes count once: the one first seen, else the first by name."""
    first: dict[str, Judged] = {}
    for judged in sorted(found, key=lambda one: (one.seen, one.file)):
        first.setdefault(judged.sha256, judged)
    return [
        judged
        if first[judged.sha256] is judged or judged.outcome in UNOPENED
        else replace(judged, outcome="copy", code="copy", args={"other": first[judged.sha256].file})
        for judged in found
    ]


def _rivals(found: list[Judged]) -> Iterable[Judged]:
    """Several files of one form, period and unit: revision first, then first seen, else a conflict."""
    groups: dict[tuple[str, str, str], list[Judged]] = {}
    for judged in found:
        if judged.outcome in READ and judged.identity.unit:
            key = (judged.identity.form, judged.identity.period, judged.identity.unit)
            groups.setdefault(key, []).append(judged)
    settled = {id(old): new for group in groups.values() for old, new in zip(group, _settle(group), strict=True)}
    return [settled.get(id(judged), judged) for judged in found]


def _settle(group: list[Judged]) -> list[Judged]:
    """What becomes of the files of one unit: the latest counts; a faulty or disputed one leaves an earlier good one in.

    An empty form that came beside a filled one says nothing and is passed over.
    """
    live = [judged for judged in group if judged.outcome != "empty"] or group
    best = max(_rank(judged) for judged in live)
    top = [judged for judged in live if _rank(judged) == best]
    settled = len(top) == 1 and top[0].outcome in GOOD
    kept = None if settled else _best_below([judged for judged in live if _rank(judged) != best])
    return [_placed(judged, top, kept) for judged in group]


def _best_below(earlier: list[Judged]) -> Judged | None:
    """The latest good filing of those before the top; None where two are equally late, or there is none."""
    good = [judged for judged in earlier if judged.outcome in GOOD]
    if not good:
        return None
    best = max(_rank(judged) for judged in good)
    latest = [judged for judged in good if _rank(judged) == best]
    return latest[0] if len(latest) == 1 else None


def _rank(judged: Judged) -> tuple[int, str]:
    return judged.identity.revision, judged.seen


def _placed(judged: Judged, top: list[Judged], kept: Judged | None) -> Judged:
    """One file of a unit beside those that came last and the earlier one that stays in."""
    if judged is kept:
        return replace(judged, code="superseded-pending", args={"other": top[0].file}, pending=True)
    if any(judged is one for one in top):
        if len(top) == 1:
            return judged
        other = min(one.file for one in top if one is not judged)
        return replace(judged, outcome="conflict", code="conflict", args={"other": other})
    return replace(judged, outcome="superseded", code="superseded", args={"other": min(one.file for one in top)})


def path_of(judged: Judged, roster: Roster | None) -> tuple[Step, ...]:
    """The unit of a file and those above it: from the roster if it is there, else as the file says."""
    if roster and judged.identity.unit in roster.units:
        return tuple(Step(unit.level, unit.code, unit.name) for unit in roster.path(judged.identity.unit))
    return judged.identity.path
