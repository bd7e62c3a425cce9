"""What a form is. Knows nothing of Excel or Word.

A form is data: these classes are the whole of what a schema may say, and pydantic publishes them as a JSON
Schema so that an editor completes and checks the YAML. ``load`` binds a form to its code lists and rules.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Annotated, Self

from pydantic import Field, PrivateAttr

from formkit.formula import Formula, mentioned
from formkit.model.codes import CodeList
from formkit.model.described import LEVELS, Described, FormId, Grain, Level
from formkit.model.parts import Column, Earlier, Group, Grouping, Paper, Part, Reporting, Section, Summary
from formkit.model.rules import Link, Parameter, Procedure, Rule

_WORKED_OUT = ("codelists", "formulas", "renamed", "paths", "titles", "leaves", "places", "first_asked")
"""What a form knows of itself once it was asked: plain attributes, where a private one costs a hundred times as much."""


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
    paper: Paper = Paper.model_construct()  # to check one here would build its validator in every start
    sections: Annotated[tuple[Section, ...], Field(min_length=1)] = (Section.model_construct(key="all"),)
    columns: Annotated[tuple[Part, ...], Field(min_length=1)]
    parameters: tuple[Parameter, ...] = ()
    procedures: tuple[Procedure, ...] = ()
    rules: tuple[Rule, ...] = ()
    links: tuple[Link, ...] = ()
    summary: Summary | None = None
    earlier: tuple[Earlier, ...] = ()

    _codelists: Mapping[str, CodeList] = PrivateAttr(default_factory=dict)
    _formulas: Mapping[str, Formula] = PrivateAttr(default_factory=dict)
    _keys: Mapping[str, str] = PrivateAttr(default_factory=dict)

    def bound(self, codelists: Mapping[str, CodeList], formulas: Mapping[str, Formula]) -> Self:
        """The same form with its code lists and its parsed rules at hand."""
        form = self._with()
        form._codelists, form._formulas = dict(codelists), dict(formulas)
        return form

    @cached_property
    def codelists(self) -> Mapping[str, CodeList]:
        """Code lists the columns name, by id."""
        return self._codelists

    @cached_property
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
    def titles(self) -> Mapping[str, str]:
        """What each column is called in a sentence, by key: its label, with the group before it where several share one."""
        counts = Counter(path[-1] for path in self.paths.values())
        return {key: path[-1] if counts[path[-1]] == 1 else "›".join(path[-2:]) for key, path in self.paths.items()}

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

    def reported_by(self, level: Level) -> Self:
        """The same form as a higher one of its levels returns it; ValueError where it is none of them."""
        return self._with(levels=self.levels[self.levels.index(level) :])

    def with_parameters(self, values: Mapping[str, str]) -> Self:
        """The same form with some of its parameters set for every year; names it does not have are passed over."""
        changed = (
            parameter.model_copy(update={"values": {"any": values[parameter.name]}}) if parameter.name in values else parameter
            for parameter in self.parameters
        )
        return self._with(parameters=tuple(changed))

    def with_rules(self, rules: Iterable[Rule], formulas: Mapping[str, Formula]) -> Self:
        """The same form with further rules, parsed."""
        form = self._with(rules=(*self.rules, *rules))
        form._formulas = {**self._formulas, **formulas}
        return form

    def before(self, version: str) -> Earlier | None:
        """What was otherwise in an earlier version; None for this version and for one that is not known."""
        return next((earlier for earlier in self.earlier if earlier.version == version), None)

    def lacked(self, version: str) -> frozenset[str]:
        """Keys of the columns that an earlier version did not have."""
        before = self.before(version)
        return frozenset(before.lacks if before else ())

    def spelled(self, version: str) -> Self:
        """The same form with the labels and keys of an earlier version, to find its columns by; itself for any other."""
        before = self.before(version)
        if before is None:
            return self
        form = self._with(columns=tuple(_relabelled(part, before) for part in self.columns))
        form._keys = dict(before.keys)
        return form

    def key_of(self, text: str) -> str:
        """The key of the column that a key stood for in the version the form is spelled in."""
        return self.renamed.get(text, text)

    @cached_property
    def renamed(self) -> Mapping[str, str]:
        """The keys of columns by those they had in the version the form is spelled in."""
        return self._keys

    def _with(self, **changes: object) -> Self:
        """A copy with other parts; what was worked out of them is worked out anew."""
        form = self.model_copy(update=changes)
        for name in _WORKED_OUT:
            form.__dict__.pop(name, None)
        return form

    def asks(self, column: Column, level: Level) -> bool:
        """Whether the column should be filled by the time the form has reached that level."""
        return column.by is None or LEVELS.index(level) >= LEVELS.index(column.by)

    def ruled(self, rule: Rule, level: Level) -> bool:
        """Whether a rule can be asked at that level: all its columns are asked there."""
        return LEVELS.index(level) >= self.first_asked[rule.id]

    @cached_property
    def first_asked(self) -> Mapping[str, int]:
        """Of each rule the position in LEVELS of the first level at which all its columns are asked."""
        asked = ((rule, self.formulas[rule.id]) for rule in self.rules)
        named = {rule.id: {*mentioned(asks, "cell"), *mentioned(asks, "column"), rule.at} for rule, asks in asked}
        levels = {rule: [by for key in keys if (by := self.column(key).by)] for rule, keys in named.items()}
        return {rule: max(map(LEVELS.index, each), default=0) for rule, each in levels.items()}


class SharedPart(Described):
    """What several forms share: lists of which ``use`` takes all or some entries."""

    part: FormId
    columns: tuple[Part, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    procedures: tuple[Procedure, ...] = ()
    rules: tuple[Rule, ...] = ()
    links: tuple[Link, ...] = ()


def _walk(
    columns: tuple[Column | Group, ...], above: tuple[str, ...]
) -> Iterator[tuple[Column, tuple[str, ...]]]:
    for column in columns:
        if isinstance(column, Group):
            yield from _walk(column.columns, (*above, column.label))
        else:
            yield column, (*above, column.label)


def _relabelled(part: Part, before: Earlier) -> Part:
    """A part under the labels it had; one that is new keeps none that meant another column then."""
    if isinstance(part, Group):
        return part.model_copy(update={"columns": tuple(_relabelled(each, before) for each in part.columns)})
    taken = {*before.labels.values(), *before.gone}
    label = before.labels.get(part.key, part.key if part.label in taken else part.label)
    aliases = tuple(each for each in (*part.aliases, part.label) if each not in taken and each != label)
    return part.model_copy(update={"label": label, "aliases": aliases})


def _at_grain(column: Column, grain: Grain) -> Column:
    """A row that is a household takes a count where one that is a person takes a tick (人), and need not say its relation."""
    if grain == "household" and column.type == "tick" and column.per == "person":
        low = 0 if column.min is None else column.min
        return column.model_copy(update={"type": "whole", "rollup": "sum", "min": low})
    if grain == "household" and column.type == "code" and column.per == "person":
        return column.model_copy(update={"required": False})
    return column
