"""The small parts of a package: the sheets of a workbook, the part of each, and the text properties.

Source: ECMA-376-1 §18.2 (workbook), §22.2 (custom properties); ECMA-376-2 §9.3 (relationships).
"""

from __future__ import annotations

import posixpath
from collections.abc import Mapping

from formkit.values import dataclass

from . import facts
from .archive import Entry, whole
from .facts import Budget, StopError
from .xmlpass import flat

_TEXTS = frozenset({"lpwstr", "lpstr", "bstr"})


@dataclass(frozen=True, slots=True)
class Listed:
    """A sheet as the workbook lists it; ``part`` is the lower-case name of its XML."""

    name: str
    state: str
    part: str


def workbook_part(data: bytes, members: Mapping[str, Entry], budget: Budget) -> str | None:
    """The name of the workbook's main part: the usual one, which readers open unasked, or the related."""
    for usual in ("xl/workbook.xml", "xl/workbook.bin"):
        if usual in members:
            return usual
    for kind, target in relations(data, members, "", budget).values():
        if kind == "officeDocument" and target in members and target.startswith("xl/"):
            return target
    return None


def listed(data: bytes, members: Mapping[str, Entry], book: str, budget: Budget) -> tuple[Listed, ...]:
    """The sheets in the order of their tabs. Raises StopError, ``part-missing`` if one has no part."""
    related = relations(data, members, book, budget)
    found: list[Listed] = []
    for name, attributes, _ in flat(whole(data, members[book], budget), book):
        if name != "sheet":
            continue
        title = attributes.get("name", "")
        _, part = related.get(attributes.get("id", ""), ("", ""))
        if part not in members:
            raise StopError("unreadable", "part-missing", sheet=title)
        found.append(Listed(title, attributes.get("state", "visible"), part))
    if not found:
        raise StopError("unreadable", "no-sheets")
    return tuple(found)


def properties(data: bytes, members: Mapping[str, Entry], budget: Budget) -> Mapping[str, str]:
    """The text properties of docProps/custom.xml by name; the first of a name counts.

    A part that is only broken gives none: identity is carried more than once. A hostile one raises StopError.
    """
    entry = members.get("docprops/custom.xml")
    if entry is None:
        return facts.NOTHING
    found: dict[str, str] = {}
    value: str | None = None
    try:
        for name, attributes, text in flat(whole(data, entry, budget), entry.name):
            if name in _TEXTS:
                value = text
            elif name == "property":
                if value is not None and "name" in attributes:
                    found.setdefault(attributes["name"], value)
                value = None
    except StopError as stop:
        if stop.outcome == "refused":
            raise
        return facts.NOTHING
    return found


def relations(
    data: bytes, members: Mapping[str, Entry], part: str, budget: Budget,
) -> Mapping[str, tuple[str, str]]:
    """Relation id -> (last word of its type, target part in lower case) for a part, "" being the package."""
    folder, name = posixpath.split(part)
    entry = members.get(posixpath.join(folder, "_rels", f"{name}.rels"))
    if entry is None:
        return {}
    found: dict[str, tuple[str, str]] = {}
    for element, attributes, _ in flat(whole(data, entry, budget), entry.name):
        if element == "Relationship" and attributes.get("TargetMode") != "External":
            target = attributes.get("Target", "").replace("\\", "/").lower()
            target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            found[attributes.get("Id", "")] = (attributes.get("Type", "").rpartition("/")[2], target)
    return found
