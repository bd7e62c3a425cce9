"""What a check of many files comes to: file by file, by township, by kind of finding. Totals are exact; lists are cut later.

A file that was superseded, or that has the same bytes as another, is named, but what is wrong in it counts no more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field

from formkit.filing import Step
from formkit.finding import Finding, Repair
from formkit.grouped import kind_of
from formkit.identity import steps
from formkit.intake import GOOD, Judged, path_of
from formkit.model import Form
from formkit.states import State
from formkit.units import Roster
from formkit.values import dataclass
from formkit.words.ledgers import text

ASIDE = ("superseded", "copy")


@dataclass(frozen=True, slots=True)
class Line:
    """A file: the unit's name, the one above it, the findings that count, and its return copy (from the task folder)."""

    one: Judged
    form: Form | None
    unit: str
    above: str
    findings: tuple[Finding, ...]
    copy: str = ""

    @property
    def aside(self) -> bool:
        """Whether another file stands in its place."""
        return self.one.outcome in ASIDE

    @property
    def settled(self) -> bool:
        """Whether nothing is left to do about it."""
        return self.aside or (self.one.outcome in GOOD and (bool(self.one.override) or not self.errors + self.queries))

    @property
    def errors(self) -> int:
        """What must be corrected."""
        return sum(finding.blocks for finding in self.findings)

    @property
    def queries(self) -> int:
        """What must be corrected or explained, and is not explained yet."""
        return sum(finding.open and not finding.blocks for finding in self.findings)


@dataclass(frozen=True, slots=True)
class Kind:
    """Findings of one kind in all files: of one rule or sentence, in one column of one form."""

    form: Form
    found: tuple[tuple[Line, Finding], ...]

    @property
    def first(self) -> Finding:
        """One of them, for what they have in common."""
        return self.found[0][1]

    @property
    def explained(self) -> int:
        """How many are explained."""
        return sum(not finding.open for _, finding in self.found)

    @property
    def files(self) -> int:
        """In how many files they are."""
        return len({line.one.file for line, _ in self.found})

    @property
    def units(self) -> int:
        """Of how many units these are; a file of no known unit counts by itself."""
        return len({line.one.identity.unit or line.one.file for line, _ in self.found})


@dataclass(frozen=True, slots=True)
class Rewritten:
    """Repairs of one kind in one column of one form."""

    form: Form
    found: tuple[tuple[Line, Repair], ...]


@dataclass(frozen=True, slots=True)
class Town:
    """What stands directly above some units: their files, and the states of those that must report."""

    name: str
    lines: tuple[Line, ...] = ()
    states: tuple[State, ...] = ()

    @property
    def missing(self) -> tuple[State, ...]:
        """Who has not reported."""
        return tuple(state for state in self.states if state.state == "missing")

    @property
    def good(self) -> int:
        """How many are through."""
        return sum(state.state in GOOD for state in self.states)

    @property
    def faulty(self) -> int:
        """How many files need something."""
        return sum(not line.settled for line in self.lines)


@dataclass(frozen=True, slots=True)
class Overview:
    """The whole of it. ``title`` says of what: the form and the period."""

    title: str
    forms: Mapping[str, Form]
    lines: tuple[Line, ...] = ()
    towns: tuple[Town, ...] = ()
    kinds: tuple[Kind, ...] = ()
    rewritten: tuple[Rewritten, ...] = ()
    states: tuple[State, ...] = ()
    outcomes: Mapping[str, int] = field(default_factory=dict)

    @property
    def counts(self) -> Mapping[str, int]:
        """Errors, open queries and explained ones in the files that count."""
        errors, queries = sum(line.errors for line in self.lines), sum(line.queries for line in self.lines)
        whole = sum(len(line.findings) for line in self.lines)
        return {"errors": errors, "queries": queries, "explained": whole - errors - queries}


def overview(
    title: str, judged: Sequence[Judged], forms: Mapping[str, Form], states: Sequence[State] = (),
    roster: Roster | None = None, copies: Mapping[str, str] | None = None,
) -> Overview:  # fmt: skip
    """Everything a report shows. ``states`` are those of the units that must report, ``copies`` the return copy of each file."""
    owners = {state.file: steps(roster.path(state.unit.code)) for state in states if roster and state.file}
    lines = tuple(
        _line(one, forms, path_of(one, roster) or owners.get(one.file, ()), (copies or {}).get(one.file, "")) for one in judged
    )
    outcomes = dict(Counter(one.outcome for one in judged).most_common())
    return Overview(
        title, forms, lines, _towns(lines, states, roster), _kinds(lines), _rewritten(lines), tuple(states), outcomes
    )  # fmt: skip


def _line(one: Judged, forms: Mapping[str, Form], path: Sequence[Step], copy: str) -> Line:
    """``path`` is the unit of the file and those above it; a file that says nothing is known by the name it was sent under."""
    form = forms.get(one.identity.form)
    counted = one.report.findings if form and one.outcome not in ASIDE else ()
    return Line(one, form, path[0].name if path else "", path[1].name if len(path) > 1 else "", counted, copy)


def _towns(lines: Sequence[Line], states: Sequence[State], roster: Roster | None) -> tuple[Town, ...]:
    """In the order of the roster; what belongs nowhere comes last."""
    owed: dict[str, list[State]] = {}
    direct, unknown = text("report-direct"), text("report-unknown")
    for state in states:
        path = roster.path(state.unit.code) if roster else ()
        owed.setdefault(path[1].name if len(path) > 1 else direct, []).append(state)
    came: dict[str, list[Line]] = {}
    for line in lines:
        came.setdefault(line.above or (direct if line.unit else unknown), []).append(line)
    names = sorted(dict.fromkeys((*owed, *came)), key=lambda name: name == unknown)
    return tuple(Town(name, tuple(came.get(name, ())), tuple(owed.get(name, ()))) for name in names)


def _kinds(lines: Iterable[Line]) -> tuple[Kind, ...]:
    """Errors before queries, then those in most files first."""
    found: dict[tuple[str, ...], list[tuple[Line, Finding]]] = {}
    forms: dict[tuple[str, ...], Form] = {}
    for line in lines:
        for finding in line.findings:
            assert line.form
            key = (line.form.form, *kind_of(finding))
            forms[key] = line.form
            found.setdefault(key, []).append((line, finding))
    kinds = [Kind(forms[key], tuple(each)) for key, each in found.items()]
    return tuple(sorted(kinds, key=lambda kind: (not kind.first.blocks, -kind.files, -len(kind.found))))


def _rewritten(lines: Iterable[Line]) -> tuple[Rewritten, ...]:
    found: dict[tuple[str, str, str], list[tuple[Line, Repair]]] = {}
    forms: dict[tuple[str, str, str], Form] = {}
    for line in lines:
        if line.form and not line.aside:
            for repair in line.one.report.repairs:
                if repair.old == repair.new:  # a text that became a number or a date and looks as before
                    continue
                key = (line.form.form, repair.column, repair.kind)
                forms[key] = line.form
                found.setdefault(key, []).append((line, repair))
    mended = [Rewritten(forms[key], tuple(each)) for key, each in found.items()]
    return tuple(sorted(mended, key=lambda each: -len(each.found)))
