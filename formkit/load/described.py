"""A file as what it must be: pydantic's complaints as mistakes with a place, in words an author understands."""

from __future__ import annotations

import difflib
from typing import TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from formkit.load.source import Mistake, SchemaError, Source
from formkit.model import Described

T = TypeVar("T", bound=Described)
# What the commonest mistakes of type are called; the key is how pydantic's name for them begins.
WHY = {
    "tuple": "应写成列表，如 [甲, 乙] / a list is expected", "int": "应是整数 / a whole number is expected",
    "float": "应是数字 / a number is expected", "bool": "应是 true 或 false / true or false is expected",
    "string_type": "应是文字 / a text is expected", "model": "应是一组设置 / a mapping is expected",
    "dict": "应是一组设置 / a mapping is expected", "string_pattern": "只能用小写字母、数字和连接符 / lower-case letters, digits, - or _",
    "greater_than": "太小 / too small", "less_than": "太大 / too large", "too_short": "不能是空的 / may not be empty",
}  # fmt: skip


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
        return source.mistake((*path, ""), "unknown-key", {"key": key, "hint": hint(near)})
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


def hint(near: list[str]) -> str:
    """What was probably meant, to stand behind what was written."""
    return f"（→ {near[0]}）" if near else ""
