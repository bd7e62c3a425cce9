"""A file as what it must be: pydantic's complaints as mistakes with a place, in words an author understands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from formkit.load.source import Mistake, SchemaError, Source
from formkit.model import Described

T = TypeVar("T", bound=Described)
# What is said of what pydantic says; the first is how its name for it begins.
_SAID = (
    ("tuple", "type-list"), ("int", "type-whole"), ("float", "type-number"), ("bool", "type-flag"), ("string_type", "type-text"),
    ("model", "type-settings"), ("dict", "type-settings"), ("greater_than", "type-small"), ("less_than", "type-large"),
    ("too_short", "type-empty"), ("string_pattern", "type-name"),
)  # fmt: skip
# A name that fits each pattern of the model.
EXAMPLES = {
    r"^[a-z][a-z0-9_]*$": "head_name", r"^[a-z][a-z0-9-]*$": "my-form", r"^[A-Z][A-Z0-9-]*$": "ZZ-01", r"^R\d{2}$": "R01",
    r"^(?:\d{4}|any)$": "2020", r"^[\u4e00-\u9fff][\u4e00-\u9fffA-Za-z0-9_]*$": "监测线",
}  # fmt: skip


def described(source: Source, model: type[T]) -> T:
    """A file as what it must be; SchemaError with every part that is not."""
    try:
        return model.model_validate(source.data)
    except ValidationError as error:
        told = error.errors(include_url=False)
        mistakes = (_mistake(source, model, details) for details in told if not _follows(details, told))
        raise SchemaError((*source.mistakes, *dict.fromkeys(mistakes))) from None


def _follows(details: ErrorDetails, told: list[ErrorDetails]) -> bool:
    """Whether a list is only too short because its entries are wrong: they are told instead."""
    place = details["loc"]
    return details["type"] == "too_short" and any(each["loc"][:-1][: len(place)] == place for each in told)


def _mistake(source: Source, model: type[BaseModel], details: ErrorDetails) -> Mistake:
    from formkit.load.syntax import full_width  # most files are right

    path = tuple(part for part in details["loc"] if part not in ("Column", "Group"))
    kind, context = details["type"], details.get("ctx", {})
    if kind == "extra_forbidden":
        key = str(path[-1])
        return source.mistake((*path, ""), "unknown-key", {"key": key, "hint": hint(key, _known_keys(model))})
    if kind == "missing":
        return source.mistake(path[:-1], "missing-key", {"key": str(path[-1])})
    if kind == "value_error":
        return source.mistake(path, str(details["msg"]).removeprefix("Value error, "))
    given = details["input"]
    if given is None:
        inside = path and isinstance(path[-1], int)
        return source.mistake(path, "empty-item" if inside else "empty-value", {"key": str(path[-1]) if path else ""})
    if not path:
        return source.mistake((), "yaml-top")
    listed = kind in ("literal_error", "enum")
    code = "not-a-choice" if listed else next((code for start, code in _SAID if kind.startswith(start)), "type-other")
    if isinstance(given, str) and (listed or code in ("type-list", "type-settings")) and (sign := full_width(given)):
        return source.mistake(path, "yaml-full-width", sign)
    args = {
        "value": _shown(given), "choices": "、".join(re.findall(r"'([^']*)'", str(context.get("expected", "")))),
        "example": EXAMPLES.get(str(context.get("pattern", "")), ""), "limit": _limit(context),
    }  # fmt: skip
    return source.mistake(path, code, args)


def _limit(context: Mapping[str, object]) -> str:
    limit = next((context[name] for name in ("ge", "gt", "le", "lt", "min_length") if name in context), "")
    return f"{limit:g}" if isinstance(limit, int | float) else ""


def _shown(given: object) -> str:
    """What an author wrote, as short as it can be recognised by."""
    if isinstance(given, dict | list):
        return "{…}" if isinstance(given, dict) else "[…]"
    return str(given) if len(str(given)) <= 40 else f"{str(given)[:40]}…"


def _known_keys(model: type[BaseModel]) -> list[str]:
    """All keys any part of the model knows, to guess what was meant."""
    known = set(model.model_fields)
    for definition in model.model_json_schema().get("$defs", {}).values():
        known |= set(definition.get("properties", {}))
    return sorted(known)


def hint(name: str, known: Iterable[str]) -> str:
    """The name nearest to one that is not known, to stand behind it."""
    import difflib  # most names are right

    return arrow(next(iter(difflib.get_close_matches(name, list(known), 1)), ""))


def arrow(meant: str) -> str:
    """What was probably meant, to stand behind what was written; nothing where that is not known."""
    return f"（→ {meant}）" if meant else ""
