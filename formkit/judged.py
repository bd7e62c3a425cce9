"""A file with its outcome, and what there is to say of outcomes: which count, which were read, who overrode one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from formkit.filing import Filing, Identity
from formkit.finding import Report
from formkit.values import dataclass

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
    """A file with its outcome and the sentence for it; ``seen`` is when its bytes were first met (ISO, UTC).

    ``named`` is the unit its file name names, where that is not the unit it is of.
    """

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
    named: str = ""
