"""What a check has to say: findings, repairs, rule statuses, and the report that holds them.

A finding carries a code and arguments, never a sentence: ``words`` turns it into one when it is shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Literal

from formkit.cells import Place
from formkit.pickled import by_fields
from formkit.values import dataclass
from formkit.words import FINDINGS

Severity = Literal["error", "query"]


@dataclass(frozen=True, slots=True)
class Related:
    """The other end of a finding, perhaps in another file."""

    file: str
    place: Place
    __reduce__ = by_fields


@dataclass(frozen=True, slots=True)
class Finding:
    """问题: one thing to say. The first of ``places`` is the cell to mend; none for the whole file.

    ``wording`` is the key of its sentence; several sentences may share one stable ``code``.
    """

    wording: str
    severity: Severity
    places: tuple[Place, ...] = ()
    section: str | None = None
    column: str | None = None
    value: str = ""
    args: Mapping[str, str] = field(default_factory=dict)
    rule: str | None = None
    clause: str | None = None
    related: tuple[Related, ...] = ()
    explained: bool = False
    __reduce__ = by_fields

    @property
    def code(self) -> str:
        """The stable code that people and programs know it by."""
        return FINDINGS[self.wording].code or self.wording

    @property
    def blocks(self) -> bool:
        """Whether it keeps a filing from being accepted by itself."""
        return self.severity == "error"

    @property
    def open(self) -> bool:
        """Whether somebody still has to answer it: an error, or a query without an explanation."""
        return self.blocks or not self.explained


@dataclass(frozen=True, slots=True)
class Repair:
    """规整: one normalisation, old to new, at a cell."""

    place: Place
    column: str
    old: str
    new: str
    kind: str
    __reduce__ = by_fields


@dataclass(frozen=True, slots=True)
class RuleStatus:
    """Whether a rule or check ran over a filing; ``why`` is the code of the reason where it did not."""

    id: str
    ran: bool
    why: str = ""
    __reduce__ = by_fields


@dataclass(frozen=True, slots=True)
class Report:
    """审核结果 of one filing: what is wrong in sheet order, what was normalised, which rules ran."""

    findings: tuple[Finding, ...] = ()
    repairs: tuple[Repair, ...] = ()
    rules: tuple[RuleStatus, ...] = ()
    __reduce__ = by_fields

    @property
    def errors(self) -> int:
        """Number of findings that must be corrected."""
        return sum(finding.blocks for finding in self.findings)

    @property
    def queries(self) -> int:
        """Number of findings that must be corrected or explained."""
        return len(self.findings) - self.errors


@dataclass(frozen=True, slots=True)
class Across:
    """A finding between files, with the form, file and unit it stands in; no file where it is about the whole task."""

    finding: Finding
    form: str
    file: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """Whether a link or a rule over the whole task ran, as (id, form).

    ``why`` is the code of the reason where it did not, or where it could not judge all; ``open`` counts what is not judged.
    """

    id: str
    form: str
    ran: bool
    why: str = ""
    open: int = 0


@dataclass(frozen=True, slots=True)
class Between:
    """表间审核 of one task: what is wrong between its files, and which links and rules ran."""

    findings: tuple[Across, ...] = ()
    rules: tuple[Asked, ...] = ()

    @property
    def open(self) -> bool:
        """Whether somebody still has to answer for something."""
        return any(one.finding.open for one in self.findings)
