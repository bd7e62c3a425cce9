"""What a form is. Knows nothing of Excel or Word.

A form is data: these classes are the whole of what a schema may say, and pydantic publishes them as a JSON
Schema so that an editor completes and checks the YAML. ``load.py`` binds a form to its code lists and rules.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Discriminator, Field, PrivateAttr, Tag, model_validator

from formkit.formula import Formula

Level = Literal["village", "township", "county", "prefecture", "province"]
Kind = Literal["text", "name", "whole", "tick", "code", "month", "resident-id", "unit"]
Grain = Literal["household", "person"]
Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
FormId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$")]
Fidelity = Literal["printed", "reconstructed"]


class Described(BaseModel):
    """Base settings: nothing unknown is accepted and nothing changes afterwards."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Code(Described):
    """One allowed value, with what clerks also write for it and the years it was in use."""

    value: str
    aliases: tuple[str, ...] = ()
    since: int | None = None
    until: int | None = None


class CodeList(Described):
    """代码表: allowed values, and the document they come from."""

    codelist: FormId
    title: str
    source: str
    fidelity: Fidelity = "printed"
    values: Annotated[tuple[Code, ...], Field(min_length=1)]

    def spellings(self, year: int | None = None) -> dict[str, str]:
        """Every accepted spelling of the values in use that year, each with the value it stands for."""
        used = [
            code
            for code in self.values
            if year is None or ((code.since or year) <= year <= (code.until or year))
        ]
        return {spelling: code.value for code in used for spelling in (*code.aliases, code.value)}

    def allowed(self, year: int | None = None) -> tuple[str, ...]:
        """The values in use that year, in the order of the list."""
        return tuple(dict.fromkeys(self.spellings(year).values()))


class Reporting(Described):
    """For which kind of period a form is returned; a standing form carries a month stamp."""

    kind: Literal["standing", "day", "month", "quarter", "year", "stage"]
    stamp: Literal["day", "month", "quarter", "year"] | None = None

    @property
    def expected(self) -> str:
        """The kind of period a task of this form is for."""
        return (self.stamp or "month") if self.kind == "standing" else self.kind


class Grouping(Described):
    """What a row stands for, and which columns make a household out of rows."""

    grain: Grain
    head: Mapping[Key, str] = Field(default_factory=dict)
    person: Key | None = None
    size: Key | None = None
    name: Key | None = None


class Paper(Described):
    """The printed frame: what stands above and below the table."""

    size: Literal["A3", "A4"] = "A3"
    orientation: Literal["landscape", "portrait"] = "landscape"
    annex: str | None = None
    blank_unit: str = ""
    above: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    below: tuple[str, ...] = ()
    rows: Annotated[int, Field(ge=1, le=5000)] = 30


class Section(Described):
    """部分: a block of rows under one header."""

    key: Key
    label: str
    means: str | None = None


class Column(Described):
    """栏目: one thing asked."""

    key: Key
    label: str
    type: Kind
    level: Level | None = None
    codes: FormId | None = None
    per: Grain | None = None
    required: bool = False
    unique: Literal["filing", "rollup"] | None = None
    aliases: tuple[str, ...] = ()
    rollup: Literal["count", "sum", "by_value"] | None = None
    min: int | None = None
    max: int | None = None
    stub: str | None = None
    help: str | None = None
    fidelity: Fidelity = "printed"
    width: Annotated[float, Field(gt=0, le=80)] = 8

    @model_validator(mode="after")
    def _parts_of_the_type(self) -> Self:
        if (self.type == "code") != (self.codes is not None):
            raise ValueError("codes-for-code")
        if (self.type == "unit") != (self.level is not None):
            raise ValueError("level-for-unit")
        return self


def _sort(part: object) -> str:
    """A part that has columns of its own is a group: so that only one sort of mistake is told about it."""
    return "Group" if isinstance(part, Group) or (isinstance(part, dict) and "columns" in part) else "Column"


class Group(Described):
    """Columns under a common header."""

    label: str
    columns: Annotated[tuple[Part, ...], Field(min_length=1)]


Part = Annotated[Annotated[Column, Tag("Column")] | Annotated[Group, Tag("Group")], Discriminator(_sort)]


class Rule(Described):
    """审核关系: what must hold, said as an Excel formula over the columns."""

    id: Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9-]*$")]
    test: str
    at: Key
    says: str
    clause: str
    severity: Literal["error", "query"] = "query"
    remedy: str | None = None


class Form(Described):
    """报表: one return with its version and the document that ordered it."""

    form: FormId
    version: str
    title: str
    agency: str
    document: str
    levels: Annotated[tuple[Level, ...], Field(min_length=1)]
    period: Reporting
    record: Grouping
    paper: Paper = Paper()
    sections: Annotated[tuple[Section, ...], Field(min_length=1)]
    columns: Annotated[tuple[Part, ...], Field(min_length=1)]
    rules: tuple[Rule, ...] = ()

    _codelists: Mapping[str, CodeList] = PrivateAttr(default_factory=dict)
    _formulas: Mapping[str, Formula] = PrivateAttr(default_factory=dict)

    def bound(self, codelists: Mapping[str, CodeList], formulas: Mapping[str, Formula]) -> Form:
        """The same form with its code lists and its parsed rules at hand."""
        form = self.model_copy()
        form._codelists, form._formulas = dict(codelists), dict(formulas)
        return form

    @property
    def codelists(self) -> Mapping[str, CodeList]:
        """Code lists the columns name, by id."""
        return self._codelists

    @property
    def formulas(self) -> Mapping[str, Formula]:
        """Parsed rules, by rule id."""
        return self._formulas

    @cached_property
    def paths(self) -> Mapping[str, tuple[str, ...]]:
        """Header labels of each column from the outermost group, by column key."""
        return {column.key: path for column, path in _walk(self.columns, ())}

    @cached_property
    def leaves(self) -> tuple[Column, ...]:
        """The columns in printed order, as this form's grain asks them."""
        return tuple(_at_grain(column, self.record.grain) for column, _ in _walk(self.columns, ()))

    @cached_property
    def places(self) -> Mapping[str, int]:
        """Position of each column in printed order, by key."""
        return {column.key: index for index, column in enumerate(self.leaves)}

    def column(self, key: str) -> Column:
        """The column with that key; KeyError if there is none."""
        return self.leaves[self.places[key]]

    @property
    def reporter(self) -> Level:
        """The level that fills the form in: the first of its levels."""
        return self.levels[0]


def _walk(
    columns: tuple[Column | Group, ...], above: tuple[str, ...]
) -> Iterator[tuple[Column, tuple[str, ...]]]:
    for column in columns:
        if isinstance(column, Group):
            yield from _walk(column.columns, (*above, column.label))
        else:
            yield column, (*above, column.label)


def _at_grain(column: Column, grain: Grain) -> Column:
    """A row that is a household takes a count where one that is a person takes a tick (人), and need not say its relation."""
    if grain == "household" and column.type == "tick" and column.per == "person":
        low = 0 if column.min is None else column.min
        return column.model_copy(update={"type": "whole", "rollup": "sum", "min": low})
    if grain == "household" and column.type == "code" and column.per == "person":
        return column.model_copy(update={"required": False})
    return column
