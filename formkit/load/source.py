"""YAML as data with the place of every part.

Every scalar is kept as the text that stands in the file, so that a code never loses a leading zero and ``no``
never becomes False; pydantic turns texts into numbers where the model asks for numbers. Repeated keys,
full-width colons and unquoted codes with a leading zero are mistakes with a place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from formkit.load import quick
from formkit.load.quick import DEEPEST
from formkit.values import dataclass

Path_ = tuple[str | int, ...]
Spot = tuple[str, int, int]
_FULL_COLON = re.compile(r"^\s*(?:- )?([a-z_]{2,30})：", re.MULTILINE)
_LEADING_ZERO = re.compile(r"^0\d+$")
_OWN = "tag:yaml.org"
LARGEST = 1_000_000
"""Bytes that a file may have."""
_FATAL = ("yaml-deep", "yaml-sign", "yaml-space", "yaml-key")


@dataclass(frozen=True, slots=True, order=True)
class Mistake:
    """One thing wrong in an author's file: line and column from 1, a code and what its sentence needs."""

    file: str
    line: int
    column: int
    code: str
    args: Mapping[str, str] = field(default_factory=dict, compare=False)


class SchemaError(ValueError):
    """All mistakes found in one or more author's files, in their order."""

    def __init__(self, mistakes: tuple[Mistake, ...]) -> None:
        first = "; ".join(f"{each.file}:{each.line}:{each.column} {each.code}" for each in sorted(mistakes)[:1])
        super().__init__(f"{len(mistakes)} mistakes, {first}")
        self.mistakes = tuple(sorted(mistakes))


@dataclass(frozen=True, slots=True)
class Source:
    """A YAML file as plain data, the place of each part by its path (file, line, column), and mistakes already seen."""

    file: str
    data: Any
    marks: Mapping[Path_, Spot]
    mistakes: tuple[Mistake, ...]

    def mistake(self, path: Path_, code: str, args: Mapping[str, str] | None = None, shift: int = 0) -> Mistake:
        """A mistake at a path, or at the nearest part above it that has a place."""
        while path not in self.marks and path:
            path = path[:-1]
        file, line, column = self.marks.get(path, (self.file, 1, 1))
        return Mistake(file, line, column + shift, code, args or {})


def read_source(path: Path, shown: str | None = None) -> Source:
    """Read a YAML file; SchemaError where it is not YAML at all. ``shown`` is the name put in mistakes."""
    name = shown or path.as_posix()
    if path.stat().st_size > LARGEST:
        raise SchemaError((Mistake(name, 1, 1, "yaml-large", {"limit": f"{LARGEST:,}"}),))
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise SchemaError((Mistake(name, 1, 1, "yaml-encoding"),)) from None
    return _source(name, text)


@lru_cache(256)
def _source(name: str, text: str) -> Source:
    """A YAML text as data; what several schemas share is read once. Nobody changes what stands in a source.

    A right text is read by the quick reader alone; whatever may be wrong is told by the slow one.
    """
    colons = tuple(_full_colons(text, name))
    root = None if colons else quick.compose(text)
    marks: dict[Path_, Spot] = {}
    mistakes: list[Mistake] = []
    if root is not None:
        data = _plain(root, (), name, marks, mistakes)
        if not mistakes:
            return Source(name, data, marks, ())
    return _slowly(name, text, colons)


def _slowly(name: str, text: str, colons: tuple[Mistake, ...]) -> Source:
    """The same by the reader that knows what is wrong with it, and where."""
    from formkit.load import syntax  # most files are right

    if place := syntax.anchored(text):
        raise SchemaError((Mistake(name, *place, "yaml-anchor"),))
    if place := syntax.bottomless(text):
        raise SchemaError((Mistake(name, *place, "yaml-deep"),))
    root, wrong = syntax.compose(text)
    if wrong:
        raise SchemaError(colons or (Mistake(name, *wrong),))
    if root is None:
        raise SchemaError((Mistake(name, 1, 1, "yaml-empty"),))
    marks: dict[Path_, Spot] = {}
    mistakes = list(colons)
    data = _plain(root, (), name, marks, mistakes)
    if stop := tuple(each for each in mistakes if each.code in _FATAL):
        raise SchemaError(stop)
    if colons and not isinstance(data, dict):
        raise SchemaError(colons)
    return Source(name, data, marks, tuple(mistakes))


def under(marks: Mapping[Path_, Spot], path: Path_) -> dict[Path_, Spot]:
    """The places of what stands below a path, by what is left of their paths."""
    return {each[len(path) :]: spot for each, spot in marks.items() if each[: len(path)] == path}


def extended(source: Source, base: Source) -> Source:
    """A file on top of the one it extends: its parts count first; parts that are mappings are laid over each other."""
    data, marks = dict(base.data), dict(base.marks)
    for key, value in source.data.items():
        below = data.get(key)
        both = isinstance(below, dict) and isinstance(value, dict)
        data[key] = {**below, **value} if isinstance(below, dict) and isinstance(value, dict) else value
        if not both:
            marks = {path: spot for path, spot in marks.items() if path[:1] != (key,)}
    data.pop("extends")
    return replace(source, data=data, marks=marks | dict(source.marks), mistakes=(*base.mistakes, *source.mistakes))


def _full_colons(text: str, name: str) -> Iterator[Mistake]:
    for found in _FULL_COLON.finditer(text):
        line = text.count("\n", 0, found.start(1)) + 1
        column = found.start(1) - (text.rfind("\n", 0, found.start(1)) + 1) + len(found[1]) + 1
        yield Mistake(name, line, column, "yaml-full-colon", {"key": found[1]})


def _plain(node: Any, path: Path_, name: str, marks: dict[Path_, Spot], mistakes: list[Mistake]) -> Any:
    """The data that a node is; either reader's, whose nodes are alike."""
    line, column = node.start_mark.line + 1, node.start_mark.column + 1
    marks.setdefault(path, (name, line, column))
    if len(path) > DEEPEST:
        mistakes.append(Mistake(name, line, column, "yaml-deep"))
        return None
    if not str(node.tag or _OWN).startswith(_OWN):
        mistakes.append(Mistake(name, line, column, "yaml-sign", {"sign": "!"}))
        return None
    if node.id == "sequence":
        return [_plain(child, (*path, i), name, marks, mistakes) for i, child in enumerate(node.value)]
    if node.id == "mapping":
        return _mapping(node, path, name, marks, mistakes)
    if node.id != "scalar":
        return None
    plain = node.style is None
    if plain and node.value in ("", "~", "null"):
        return None
    if plain and _LEADING_ZERO.match(node.value):
        mistakes.append(Mistake(name, line, column, "yaml-leading-zero", {"value": node.value}))
    # The slow reader puts a bell where it joined the lines of a folded text.
    return str(node.value).replace("\a", "") if node.style == ">" else str(node.value)


def _mapping(
    node: Any, path: Path_, name: str, marks: dict[Path_, Spot], mistakes: list[Mistake]
) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for key_node, child in node.value:
        line, column = key_node.start_mark.line + 1, key_node.start_mark.column + 1
        if key_node.id != "scalar" or key_node.value != str(key_node.value).strip():
            code = "yaml-space" if key_node.id == "scalar" else "yaml-key"
            mistakes.append(Mistake(name, line, column, code))
            continue
        key = str(key_node.value)
        if key in data:
            mistakes.append(Mistake(name, line, column, "yaml-repeated-key", {"key": key}))
        if "：" in key and not child.value:
            before = key.partition("：")[0]
            mistakes.append(Mistake(name, line, column + len(before), "yaml-full-colon", {"key": before}))
            continue
        marks[(*path, key, "")] = (name, line, column)
        if child.id == "scalar" and not child.value and child.style is None:
            # The slow reader takes an empty value to stand where the next part does: it stands behind its colon.
            end = key_node.end_mark
            marks[(*path, key)] = (name, end.line + 1, end.column + 2)
        data[key] = _plain(child, (*path, key), name, marks, mistakes)
    return data
