"""A form out of its YAML, bound to code lists and rules; or every mistake in it with its place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from itertools import pairwise

from formkit.constants import PERIOD_END, PERIOD_START
from formkit.formula import Formula, FormulaError, Name, mentioned, parse
from formkit.load.described import described, hint
from formkit.load.formulas import sentence_of
from formkit.load.links import own_faults
from formkit.load.names import spellings
from formkit.load.procedure import rules_of
from formkit.load.source import Mistake, Path_, SchemaError, Source
from formkit.model import LEVELS, CodeList, Column, Form, Group, Pack, Rule
from formkit.types import KINDS

SUMMED = ("removed", "lost", "outside", "helped")
"""What a summary says as formulas over a row."""
_TEMPLATE_FIELDS = {"title": ("unit",), "above": ("unit", "period"), "below": ("unit", "period")}


def codelist(source: Source) -> CodeList:
    """A code list from its file; SchemaError with every mistake."""
    found = described(source, CodeList)
    mistakes = list(source.mistakes)
    seen: dict[str, str] = {}
    for index, code in enumerate(found.values):
        for spelling in (code.value, *code.aliases):
            if spelling in seen:
                args = {"name": spelling, "first": seen[spelling], "second": code.value}
                mistakes.append(source.mistake(("values", index), "repeated-spelling", args))
            seen.setdefault(spelling, code.value)
    if mistakes:
        raise SchemaError(tuple(mistakes))
    return found


def bind(source: Source, codelists: Mapping[str, CodeList]) -> Form:
    """A form from its file and the code lists at hand; SchemaError with every mistake."""
    form = described(source, Form)
    mistakes = [*source.mistakes, *_columns(source, form, codelists), *_record(source, form), *_levels(source, form)]
    mistakes += [*_texts(source, form), *_parameters(source, form), *_stages(source, form), *_earlier(source, form)]
    rules = tuple(_all_rules(form))
    formulas: dict[str, Formula] = {}
    mistakes += _rules(source, form, rules, formulas)
    mistakes += _summary(source, form, formulas)
    used = {codes: codelists[codes] for column in form.leaves if (codes := column.codes) and codes in codelists}
    mistakes += [source.mistake(*fault) for fault in own_faults(form.bound(used, {}), formulas)]
    if mistakes:
        raise SchemaError(tuple(mistakes))
    return form.model_copy(update={"rules": tuple(rule for rule, _ in rules)}).bound(used, formulas)


def with_pack(form: Form, pack: Pack) -> Form:
    """A form with those rules of a pack whose columns it has, of the kinds the rules want."""
    names = spellings(form)
    formulas: dict[str, Formula] = {}
    for rule in pack.rules:
        if rule.at in form.places and rule.id not in form.formulas:
            with suppress(FormulaError):  # it names a column this form does not have, or has as another kind of value
                formulas[rule.id] = parse(rule.test, names)
    return form.with_rules((rule for rule in pack.rules if rule.id in formulas), formulas)


def _all_rules(form: Form) -> Iterator[tuple[Rule, Path_]]:
    """The rules of a form, those its procedures stand for first, each with where it is written."""
    for place, procedure in enumerate(form.procedures):
        yield from ((rule, ("procedures", place)) for rule in rules_of(procedure))
    names = spellings(form)
    for place, rule in enumerate(form.rules):
        named = names.get(rule.at)
        yield (rule.model_copy(update={"at": named.key}) if named else rule), ("rules", place)


def places(columns: tuple[Column | Group, ...], path: Path_) -> Iterator[tuple[Column, Path_]]:
    """Every column under its groups, with its path in the schema."""
    for index, column in enumerate(columns):
        here = (*path, index)
        if isinstance(column, Group):
            yield from places(column.columns, (*here, "columns"))
        else:
            yield column, here


def _columns(source: Source, form: Form, codelists: Mapping[str, CodeList]) -> Iterator[Mistake]:
    for column, path in places(form.columns, ("columns",)):
        if column.codes and column.codes not in codelists:
            args = {"name": column.codes, "hint": hint(column.codes, codelists)}
            yield source.mistake((*path, "codes"), "unknown-codelist", args)
        if column.min is not None and column.max is not None and column.min > column.max:
            yield source.mistake((*path, "min"), "min-above-max")
    counts = Counter(column.key for column in form.leaves)
    for column, path in places(form.columns, ("columns",)):
        if counts[column.key] > 1:
            yield source.mistake((*path, "key"), "repeated-name", {"name": column.key})
    for key, count in Counter(section.key for section in form.sections).items():
        if count > 1:
            yield source.mistake(("sections",), "repeated-name", {"name": key})


def _record(source: Source, form: Form) -> Iterator[Mistake]:
    record = form.record
    named: list[tuple[Path_, str]] = [(("record", "head", key, ""), key) for key in record.head]
    named += [(("record", part), key) for part in ("person", "size", "name") if (key := getattr(record, part))]
    for path, key in named:
        if key not in form.places:
            yield source.mistake(path, "unknown-column-name", {"name": key, "hint": hint(key, form.places)})


def _levels(source: Source, form: Form) -> Iterator[Mistake]:
    ranks = [LEVELS.index(level) for level in form.levels]
    if ranks != sorted(set(ranks)):
        yield source.mistake(("levels",), "level-order")
    for column, path in places(form.columns, ("columns",)):
        if column.level and LEVELS.index(column.level) > max(ranks):
            yield source.mistake((*path, "level"), "unit-above", {"name": column.key})
        if column.by and column.by not in form.levels:
            yield source.mistake((*path, "by"), "by-outside", {"name": column.key})
    days = [(level, form.period.due[level]) for level in LEVELS if level in form.period.due]
    for (_, lower), (level, upper) in pairwise(days):
        counted = lower.day and upper.day
        if counted and (lower.months, lower.day or 0) >= (upper.months, upper.day or 0):
            yield source.mistake(("period", "due", level), "due-order")
    unnamed = [place for place, section in enumerate(form.sections) if not section.label]
    if unnamed and len(form.sections) > 1:
        yield source.mistake(("sections", unnamed[0]), "section-unnamed")
    if form.paper.card is not None and (form.record.grain != "household" or len(form.sections) > 1):
        yield source.mistake(("paper", "card"), "card-grain")


def _texts(source: Source, form: Form) -> Iterator[Mistake]:
    lines: list[tuple[str, Path_, str]] = [("title", ("title",), form.title)]
    for part in ("above", "below"):
        lines += [(part, ("paper", part, index), line) for index, line in enumerate(getattr(form.paper, part))]
    for part, path, line in lines:
        known = _TEMPLATE_FIELDS[part]
        try:
            line.format_map(dict.fromkeys(known, ""))
        except (KeyError, ValueError, IndexError):
            yield source.mistake(path, "unknown-field", {"value": line[:40], "choices": "、".join(f"{{{name}}}" for name in known)})


def _earlier(source: Source, form: Form) -> Iterator[Mistake]:
    """Earlier versions: columns that there are not, a version or a key told twice, a column that was both there and not."""
    seen = {form.version}
    for place, before in enumerate(form.earlier):
        here: Path_ = ("earlier", place)
        if before.version in seen:
            yield source.mistake((*here, "version"), "repeated-name", {"name": before.version})
        seen.add(before.version)
        named: list[tuple[Path_, str]] = [((*here, "keys", old), new) for old, new in before.keys.items()]
        named += [((*here, "labels", key, ""), key) for key in before.labels]
        named += [((*here, "lacks", index), key) for index, key in enumerate(before.lacks)]
        for path, key in named:
            if key not in form.places:
                yield source.mistake(path, "unknown-column-name", {"name": key, "hint": hint(key, form.places)})
        for part, keys in (("keys", before.keys.values()), ("labels", before.labels)):
            for key in keys:
                if key in before.lacks:
                    yield source.mistake((*here, part), "repeated-name", {"name": key})
        for old in before.keys:
            if old in form.places and old not in before.lacks and old not in before.keys.values():
                yield source.mistake((*here, "keys", old, ""), "repeated-name", {"name": old})


def _parameters(source: Source, form: Form) -> Iterator[Mistake]:
    taken = {PERIOD_START, PERIOD_END, *(column.label for column in form.leaves)}
    for place, parameter in enumerate(form.parameters):
        if parameter.name in taken:
            yield source.mistake(("parameters", place, "name"), "repeated-name", {"name": parameter.name})
        taken.add(parameter.name)


def _stages(source: Source, form: Form) -> Iterator[Mistake]:
    """Stages whose column is no date, or whose formula cannot be read; the rules they stand for are then not looked at."""
    names = spellings(form)
    for place, procedure in enumerate(form.procedures):
        for number, stage in enumerate(procedure.stages):
            path: Path_ = ("procedures", place, "stages", number)
            if stage.at not in form.places:
                yield source.mistake((*path, "at"), "unknown-column-name", {"name": stage.at, "hint": hint(stage.at, form.places)})
            elif KINDS[form.column(stage.at).type].KIND != "date":
                yield source.mistake((*path, "at"), "stage-date", {"name": stage.at})
            for setting in ("skip", "stop"):
                if text := getattr(stage, setting):
                    yield from _read(source, (*path, setting), text, names)[1]


def _rules(
    source: Source, form: Form, rules: Iterable[tuple[Rule, Path_]], formulas: dict[str, Formula]
) -> list[Mistake]:
    names = spellings(form)
    mistakes: list[Mistake] = []
    for rule, path in rules:
        written = path[0] == "rules"
        if rule.id in formulas:
            mistakes.append(source.mistake((*path, "id"), "repeated-name", {"name": rule.id}))
        if rule.at not in form.places and written:
            mistakes.append(source.mistake((*path, "at"), "unknown-column-name", {"name": rule.at, "hint": hint(rule.at, form.places)}))
        formula, wrong = _read(source, (*path, "test"), rule.test, names)
        mistakes += wrong if written else ()
        if formula:
            formulas[rule.id] = formula
            if rule.scope == "task" and (cells := mentioned(formula, "cell")):
                mistakes.append(source.mistake((*path, "test"), "rule-task-cell", {"name": cells[0]}))
    return mistakes


def _summary(source: Source, form: Form, formulas: dict[str, Formula]) -> Iterator[Mistake]:
    """The formulas of the summary, bound under ``summary-`` and their setting; columns that there are not."""
    if form.summary is None:
        return
    names = spellings(form)
    for setting in SUMMED:
        if text := getattr(form.summary, setting):
            formula, wrong = _read(source, ("summary", setting), text, names)
            yield from wrong
            if formula:
                formulas[f"summary-{setting}"] = formula
    for setting in ("classes", "risks", "reason"):
        key = getattr(form.summary, setting)
        if key and key not in form.places:
            yield source.mistake(("summary", setting), "unknown-column-name", {"name": key, "hint": hint(key, form.places)})


def _read(source: Source, path: Path_, text: str, names: Mapping[str, Name]) -> tuple[Formula | None, list[Mistake]]:
    """A formula, or the mistake that keeps it from being one."""
    try:
        return parse(text, names), []
    except FormulaError as error:
        return None, [source.mistake(path, *sentence_of(error), shift=error.position + 1)]
