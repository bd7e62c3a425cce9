"""A filing ready to be checked: its form, what its columns take, its households, and how a finding is made of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import date, datetime

from formkit import period
from formkit.cells import Place
from formkit.checks.households import Household, households
from formkit.checks.scope import RowScope, by_section
from formkit.columns import choices
from formkit.constants import constants
from formkit.filing import Filing, Record
from formkit.finding import Finding, Related, Severity
from formkit.model import Column, Form, Level, Rule
from formkit.types import KINDS, Raw, Spec, characters
from formkit.values import dataclass
from formkit.words import FINDINGS

_MANY = 12


@dataclass(frozen=True, slots=True)
class Case:
    """One filing of one form. ``missing`` are (section, column key) pairs that are not on the sheet.

    What every check asks for is worked out once: the ``level`` of the unit that sent it, from which follows which columns are
    its own; the rows of each of the ``sections`` by columns; the choices of a column as they are ``listed`` in a sentence.
    """

    form: Form
    filing: Filing
    specs: tuple[Spec, ...]
    end: date | None
    households: tuple[Household, ...]
    constants: Mapping[str, float | date] = field(default_factory=dict)
    missing: frozenset[tuple[str, str]] = frozenset()

    level: Level = field(init=False, compare=False, repr=False)
    sections: Mapping[str, RowScope] = field(init=False, compare=False, repr=False)
    listed: dict[int, str] = field(init=False, compare=False, repr=False, default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "level", self.filing.identity.level or self.form.reporter)
        rows = by_section(self.form, self.filing.records)
        scopes = {section: RowScope(self.form, own, self.constants, self.end) for section, own in rows.items()}
        object.__setattr__(self, "sections", scopes)

    def has(self, section: str, key: str) -> bool:
        """Whether the column stands in that section of the file."""
        return (section, key) not in self.missing


def case_of(form: Form, filing: Filing, specs: tuple[Spec, ...], end: date | None) -> Case:
    """Group the records of a filing into households and note which columns it lacks."""
    missing = {(block.section, key) for block in filing.blocks for key in block.missing}
    known = constants(form, period.parsed(filing.identity.period))
    return Case(form, filing, specs, end, households(form, filing.records), known, frozenset(missing))


@dataclass(frozen=True, slots=True)
class At:
    """Where a finding stands: the record and the position of its column; ``others`` are further cells of it."""

    record: Record
    index: int
    others: tuple[Place, ...] = ()
    related: tuple[Related, ...] = ()
    args: Mapping[str, str] = field(default_factory=dict)


def found(case: Case, wording: str, at: At, severity: Severity | None = None, rule: Rule | None = None) -> Finding:
    """A finding at a cell, with the arguments every sentence may use: label, value, choices."""
    spec, record = case.specs[at.index], at.record
    value = written(record.raws[at.index], spec.column)
    args = {"label": case.form.titles[spec.column.key], "value": value, "choices": _listed(case, at.index), **at.args}
    level = severity or FINDINGS[wording].severity or "error"
    return Finding(
        wording, level, (record.place(at.index), *at.others), record.section, spec.column.key, value, args,
        rule.id if rule else None, rule.clause if rule else None, at.related, level == "query" and bool(record.explanation),
    )  # fmt: skip


def _listed(case: Case, index: int) -> str:
    """The first choices of a column; put together once, however many findings name them."""
    if index not in case.listed:
        allowed = choices(case.specs[index])
        case.listed[index] = "、".join(allowed[:_MANY]) + ("……" if len(allowed) > _MANY else "")
    return case.listed[index]


def written(raw: Raw, column: Column) -> str:
    """A raw value as the clerk sees it in that column."""
    if raw is None:
        return ""
    if isinstance(raw, float):
        return characters.number_text(raw)
    if isinstance(raw, datetime):
        return f"{KINDS[column.type].shown(raw.date())} {raw:%H:%M}"
    return KINDS[column.type].shown(raw) if isinstance(raw, date) else str(raw)
