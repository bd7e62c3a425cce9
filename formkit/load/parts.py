"""Parts that several forms share: ``use: NAME`` in a list stands for the entries of that list in parts/NAME.yaml.

    columns:
      - use: household                                      # all of them
      - {use: household, only: [head_name, id_number]}      # some, in the part's order
      - {use: household, without: [phone]}                  # all but some
      - {use: household, change: {id_number: {label: 户主身份证号码}}}

Every entry keeps its own place, so that a mistake in it is told where it stands.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from formkit.load.described import hint
from formkit.load.source import Mistake, Path_, SchemaError, Source, Spot, under
from formkit.values import dataclass

LISTS = {"columns": "key", "rules": "id", "parameters": "name", "procedures": "id", "links": "id"}
"""The lists that may be shared, and what the entries of each are known by."""
_SETTINGS = ("use", "only", "without", "change")
Find = Callable[[str], Source | None]


@dataclass(frozen=True, slots=True)
class _Piece:
    """An entry of a list and the places of its parts, from itself downwards."""

    value: Any
    marks: Mapping[Path_, Spot]

    def within(self, key: str) -> tuple[_Piece, ...]:
        """The entries of one of its lists; all places are looked through once, not once for each entry."""
        inside: list[dict[Path_, Spot]] = [{} for _ in self.value[key]]
        for path, spot in self.marks.items():
            if path[:1] == (key,) and len(path) > 1 and isinstance(path[1], int):
                inside[path[1]][path[2:]] = spot
        return tuple(map(_Piece, self.value[key], inside))

    def with_list(self, key: str, pieces: tuple[_Piece, ...]) -> _Piece:
        """The same with other entries in one of its lists."""
        marks = {path: spot for path, spot in self.marks.items() if path[:1] != (key,) or len(path) == 1 or path[1] == ""}
        for place, piece in enumerate(pieces):
            marks |= {(key, place, *path): spot for path, spot in piece.marks.items()}
        return _Piece({**self.value, key: [piece.value for piece in pieces]}, marks)

    def mistake(self, path: Path_, code: str, args: Mapping[str, str]) -> Mistake:
        """A mistake at a part of it."""
        return Source("", self.value, self.marks, ()).mistake(path, code, args)


def spliced(source: Source, find: Find) -> Source:
    """The source with every ``use`` replaced by what it stands for; SchemaError where it stands for nothing."""
    if not isinstance(source.data, dict):
        return source
    whole = _Piece(source.data, source.marks)
    mistakes: list[Mistake] = []
    for key in LISTS:
        if isinstance(source.data.get(key), list):
            whole = whole.with_list(key, tuple(_expanded(whole.within(key), key, find, (), mistakes)))
    if mistakes:
        raise SchemaError((*source.mistakes, *dict.fromkeys(mistakes)))
    return replace(source, data=whole.value, marks=whole.marks)


def _expanded(
    pieces: tuple[_Piece, ...], key: str, find: Find, above: tuple[str, ...], mistakes: list[Mistake]
) -> Iterator[_Piece]:
    for piece in pieces:
        if not isinstance(piece.value, dict):
            yield piece
        elif "use" in piece.value:
            yield from _used(piece, key, find, above, mistakes)
        elif key == "columns" and isinstance(piece.value.get("columns"), list):
            yield piece.with_list("columns", tuple(_expanded(piece.within("columns"), key, find, above, mistakes)))
        else:
            yield piece


def _used(
    piece: _Piece, key: str, find: Find, above: tuple[str, ...], mistakes: list[Mistake]
) -> tuple[_Piece, ...]:
    """The entries a ``use`` stands for, chosen and changed as it says."""
    name = str(piece.value["use"])
    unknown = [setting for setting in piece.value if setting not in _SETTINGS]
    mistakes += [piece.mistake((setting, ""), "unknown-key", {"key": setting, "hint": ""}) for setting in unknown]
    if name in above:
        mistakes.append(piece.mistake(("use",), "part-circle", {"name": name}))
        return ()
    part = find(name)
    if part is None or not isinstance(part.data, dict) or not isinstance(part.data.get(key), list):
        mistakes.append(piece.mistake(("use",), "unknown-part", {"name": name, "list": key}))
        return ()
    mistakes += part.mistakes
    whole = _Piece(part.data, part.marks)
    found = tuple(_expanded(whole.within(key), key, find, (*above, name), mistakes))
    mistakes += _strangers(piece, found, key)
    only, without = _listed(piece, "only"), _listed(piece, "without")
    kept = (each for each in found if (not only or _name(each, key) in only) and _name(each, key) not in without)
    return tuple(_changed(each, piece, key) for each in kept)


def _listed(piece: _Piece, setting: str) -> list[str]:
    """The names a setting gives; one alone may stand without brackets."""
    said = piece.value.get(setting) or []
    return [str(said)] if isinstance(said, str) else [str(each) for each in said]


def _name(piece: _Piece, key: str) -> str:
    """What an entry is known by; a group of columns by its label."""
    return str(piece.value.get(LISTS[key], piece.value.get("label", ""))) if isinstance(piece.value, dict) else ""


def _inside(pieces: tuple[_Piece, ...], key: str) -> Iterator[str]:
    for piece in pieces:
        yield _name(piece, key)
        if isinstance(piece.value, dict) and key == "columns" and isinstance(piece.value.get("columns"), list):
            yield from _inside(piece.within("columns"), key)


def _strangers(piece: _Piece, found: tuple[_Piece, ...], key: str) -> Iterator[Mistake]:
    """Names in only, without or change that the part does not have."""
    top = [_name(each, key) for each in found]
    known = list(_inside(found, key))
    for setting, names in (("only", top), ("without", top), ("change", known)):
        for place, name in enumerate(_listed(piece, setting)):
            if name not in names:
                path = (setting, name) if setting == "change" else (setting, place)
                yield piece.mistake(path, "unknown-part-entry", {"name": str(name), "hint": hint(str(name), names)})


def _changed(entry: _Piece, use: _Piece, key: str) -> _Piece:
    """An entry with the settings that the use lays over it, and so for the columns inside a group."""
    changes = use.value.get("change") or {}
    if not isinstance(changes, dict) or not isinstance(entry.value, dict):
        return entry
    if key == "columns" and isinstance(entry.value.get("columns"), list):
        entry = entry.with_list("columns", tuple(_changed(each, use, key) for each in entry.within("columns")))
    laid = changes.get(_name(entry, key))
    if not isinstance(laid, dict):
        return entry
    marks = {path: spot for path, spot in entry.marks.items() if not path or path[0] not in laid}
    marks |= {path: spot for path, spot in under(use.marks, ("change", _name(entry, key))).items() if path}
    return _Piece({**entry.value, **laid}, marks)
