"""What must hold, as data: rules, parameters by year, procedures, links between forms, packs, and the clauses behind them."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from formkit.model.described import Described, Fidelity, FormId, Key, RuleId, Severity, YearKey

Provisions = tuple[Annotated[str, Field(pattern=r"^R\d{2}$")], ...]
_NUMBER = re.compile(r"^-?\d{1,12}(?:\.\d{1,6})?$")
_DAY = re.compile(r"^\d{4}-\d{2}-\d{2}$")


class Rule(Described):
    """审核关系: what must hold, said as an Excel formula over the columns.

    ``at`` names the column whose cell is to be mended, by key or by label. A rule of scope ``row`` is asked of each row;
    one of scope ``task`` once, of the accepted rows of all units together.
    ``provision`` names the provisions of the source documents that it stands for.
    """

    id: RuleId
    test: str
    at: str
    says: str
    clause: str
    severity: Severity = "query"
    remedy: str | None = None
    scope: Literal["row", "task"] = "row"
    provision: Provisions = ()


class Parameter(Described):
    """A figure or a day that changes by place and year: written bare in rules by its name.

    ``values`` by year, or under ``any`` for every year. A year without a value has none: rules that need it do not run.
    """

    name: Annotated[str, Field(pattern=r"^[\u4e00-\u9fff][\u4e00-\u9fffA-Za-z0-9_]*$")]
    values: Mapping[YearKey, str] = Field(default_factory=dict)
    kind: Literal["number", "date"] = "number"
    unit: str = ""
    clause: str
    fidelity: Fidelity = "printed"

    @model_validator(mode="after")
    def _values_of_the_kind(self) -> Self:
        if not all(self.fits(text) for text in self.values.values()):
            raise ValueError("parameter-value")
        return self

    def fits(self, text: str) -> bool:
        """Whether a text is a value of its kind."""
        if self.kind == "number":
            return bool(_NUMBER.match(text))
        try:
            return bool(_DAY.match(text)) and bool(date.fromisoformat(text))
        except ValueError:
            return False

    def value(self, year: int) -> float | date | None:
        """Its value in a year; None where none was set."""
        text = self.values.get(str(year), self.values.get("any"))
        if text is None:
            return None
        return float(text) if self.kind == "number" else date.fromisoformat(text)


class Stage(Described):
    """One step of a procedure: done on the day its column says.

    It may be skipped where the formula ``skip`` is true; where ``stop`` is true nothing comes after it.
    """

    label: str
    at: Key
    skip: str | None = None
    stop: str | None = None


class Procedure(Described):
    """程序: stages in their order. No stage without the one before it, no stage earlier than the one before it."""

    id: RuleId
    clause: str
    stages: Annotated[tuple[Stage, ...], Field(min_length=2)]
    severity: Severity = "error"
    provision: Provisions = ()


class Spread(Described):
    """A row asks for one row of the other form for each of these columns that holds ``value``; there ``key`` names the column."""

    columns: Annotated[tuple[Key, ...], Field(min_length=1)]
    value: str
    key: Key


class Link(Described):
    """表间关系: each row of this form (``where``) has ``least`` to ``most`` rows in the other forms, alike in the columns of ``by``.

    A row is never counted as its own match.

    ``by`` says which column of this form equals which of the others; ``other`` which of their rows count. With
    ``earlier`` the task's earlier periods are looked through as well.
    """

    id: RuleId
    forms: Annotated[tuple[FormId, ...], Field(min_length=1)]
    by: Mapping[Key, Key]
    at: Key
    says: str
    clause: str
    where: str | None = None
    other: str | None = None
    each: Spread | None = None
    least: Annotated[int, Field(ge=0)] = 1
    most: Annotated[int, Field(ge=0)] | None = None
    earlier: bool = False
    severity: Severity = "query"
    remedy: str | None = None
    provision: Provisions = ()


class Unstated(Described):
    """A rule known from elsewhere that no column of a form can show, and why."""

    says: str
    why: str


class Pack(Described):
    """Rules found outside the documents: off unless a task asks for them, and applied where a form has their columns."""

    pack: FormId
    title: str
    source: str
    rules: Annotated[tuple[Rule, ...], Field(min_length=1)]
    unstated: tuple[Unstated, ...] = ()


class Provision(Described):
    """One thing a source document lays down: its number, where it stands, its words, and why no workbook shows it, if none does."""

    id: Annotated[str, Field(pattern=r"^R\d{2}$")]
    document: str
    clause: str
    words: str
    says: str
    shown_by: tuple[str, ...] = ()
    reason: str | None = None


class ProvisionList(Described):
    """What the source documents lay down, in order."""

    provisions: tuple[Provision, ...]
