"""A form out of its YAML, bound to code lists and rules; or every mistake in it with its place."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from formkit.formula import Formula, FormulaError, Name, parse
from formkit.load.source import Mistake, Path_, SchemaError, Source
from formkit.model import CodeList, Column, Described, Form, Group
from formkit.types import KINDS

PERIOD_END = "期末"
T = TypeVar("T", bound=Described)
# What the commonest mistakes of type are called; the key is how pydantic's name for them begins.
WHY = {
    "tuple": "应写成列表，如 [甲, 乙] / a list is expected", "int": "应是整数 / a whole number is expected",
    "float": "应是数字 / a number is expected", "bool": "应是 true 或 false / true or false is expected",
    "string_type": "应是文字 / a text is expected", "model": "应是一组设置 / a mapping is expected",
    "dict": "应是一组设置 / a mapping is expected", "string_pattern": "只能用小写字母、数字和连接符 / lower-case letters, digits, - or _",
    "greater_than": "太小 / too small", "less_than": "太大 / too large", "too_short": "不能是空的 / may not be empty",
}  # fmt: skip
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
    formulas: dict[str, Formula] = {}
    mistakes = [*source.mistakes, *_columns(source, form, codelists), *_record(source, form), *_levels(source, form)]
    mistakes += [*_texts(source, form), *_rules(source, form, formulas)]
    if mistakes:
        raise SchemaError(tuple(mistakes))
    used = {column.codes: codelists[column.codes] for column in form.leaves if column.codes}
    return form.bound(used, formulas)


def described(source: Source, model: type[T]) -> T:
    """A file as what it must be; SchemaError with every part that is not."""
    try:
        return model.model_validate(source.data)
    except ValidationError as error:
        mistakes = (_mistake(source, model, details) for details in error.errors(include_url=False))
        raise SchemaError((*source.mistakes, *dict.fromkeys(mistakes))) from None


def _mistake(source: Source, model: type[BaseModel], details: ErrorDetails) -> Mistake:
    path = tuple(part for part in details["loc"] if part not in ("Column", "Group"))
    kind, context = details["type"], details.get("ctx", {})
    if kind == "extra_forbidden":
        key = str(path[-1])
        near = difflib.get_close_matches(key, _known_keys(model), 1)
        return source.mistake((*path, ""), "unknown-key", {"key": key, "hint": _hint(near)})
    if kind == "missing":
        return source.mistake(path[:-1], "missing-key", {"key": str(path[-1])})
    if kind == "value_error":
        return source.mistake(path, str(details["msg"]).removeprefix("Value error, "))
    value = str(details["input"])[:40]
    if kind in ("literal_error", "enum"):
        return source.mistake(path, "not-a-choice", {"value": value, "choices": str(context.get("expected", ""))})
    why = next((said for start, said in WHY.items() if kind.startswith(start)), details["msg"])
    return source.mistake(path, "wrong-type", {"value": value, "why": why})


def _known_keys(model: type[BaseModel]) -> list[str]:
    """All keys any part of the model knows, to guess what was meant."""
    known = set(model.model_fields)
    for definition in model.model_json_schema().get("$defs", {}).values():
        known |= set(definition.get("properties", {}))
    return sorted(known)


def _hint(near: list[str]) -> str:
    return f"（→ {near[0]}）" if near else ""


def _places(columns: tuple[Column | Group, ...], path: Path_) -> Iterator[tuple[Column, Path_]]:
    for index, column in enumerate(columns):
        here = (*path, index)
        if isinstance(column, Group):
            yield from _places(column.columns, (*here, "columns"))
        else:
            yield column, here


def _columns(source: Source, form: Form, codelists: Mapping[str, CodeList]) -> Iterator[Mistake]:
    for column, path in _places(form.columns, ("columns",)):
        if column.codes and column.codes not in codelists:
            near = difflib.get_close_matches(column.codes, list(codelists), 1)
            args = {"name": column.codes, "hint": _hint(near)}
            yield source.mistake((*path, "codes"), "unknown-codelist", args)
        if column.min is not None and column.max is not None and column.min > column.max:
            yield source.mistake((*path, "min"), "min-above-max")
    counts = Counter(column.key for column in form.leaves)
    for column, path in _places(form.columns, ("columns",)):
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
            near = difflib.get_close_matches(key, list(form.places), 1)
            yield source.mistake(path, "unknown-column-name", {"name": key, "hint": _hint(near)})


def _levels(source: Source, form: Form) -> Iterator[Mistake]:
    order = ("village", "township", "county", "prefecture", "province")
    ranks = [order.index(level) for level in form.levels]
    if ranks != sorted(set(ranks)):
        yield source.mistake(("levels",), "level-order")
    for column, path in _places(form.columns, ("columns",)):
        if column.level and column.level not in form.levels:
            yield source.mistake((*path, "level"), "unit-above", {"name": column.key})


def _texts(source: Source, form: Form) -> Iterator[Mistake]:
    lines: list[tuple[str, Path_, str]] = [("title", ("title",), form.title)]
    for part in ("above", "below"):
        lines += [(part, ("paper", part, index), line) for index, line in enumerate(getattr(form.paper, part))]
    for part, path, line in lines:
        known = _TEMPLATE_FIELDS[part]
        try:
            line.format_map(dict.fromkeys(known, ""))
        except (KeyError, ValueError, IndexError) as error:
            why = f"{{...}} 里只能写 {'、'.join(known)} ({error})"
            yield source.mistake(path, "wrong-type", {"value": line[:40], "why": why})


def _rules(source: Source, form: Form, formulas: dict[str, Formula]) -> Iterator[Mistake]:
    names = spellings(form)
    for index, rule in enumerate(form.rules):
        path: Path_ = ("rules", index)
        if rule.id in formulas:
            yield source.mistake((*path, "id"), "repeated-name", {"name": rule.id})
        if rule.at not in form.places:
            near = difflib.get_close_matches(rule.at, list(form.places), 1)
            yield source.mistake((*path, "at"), "unknown-column-name", {"name": rule.at, "hint": _hint(near)})
        try:
            formulas[rule.id] = parse(rule.test, names)
        except FormulaError as error:
            args: dict[str, Any] = {"position": str(error.position + 1), **error.arguments}
            near = [args["suggestion"]] if args.get("suggestion") else []
            yield source.mistake((*path, "test"), error.code, {**args, "hint": _hint(near)}, shift=error.position + 1)


def spellings(form: Form) -> dict[str, Name]:
    """Every name a rule may use: keys, full labels, labels without their final bracket where that is unique."""
    bare = Counter(_bare(column.label) for column in form.leaves)
    names: dict[str, Name] = {PERIOD_END: Name(PERIOD_END, "date", constant=True)}
    for column in form.leaves:
        kind = KINDS[column.type]
        name = Name(column.key, kind.KIND, never_blank=kind.NEVER_BLANK)
        names[column.key] = names[column.label] = name
        if bare[_bare(column.label)] == 1:
            names.setdefault(_bare(column.label), name)
    return names


def _bare(label: str) -> str:
    """A label without its final bracket: 教育扶贫政策(人) is also 教育扶贫政策."""
    for opening, closing in (("(", ")"), ("（", "）")):
        if label.endswith(closing) and opening in label:
            return label[: label.rindex(opening)]
    return label
