"""What hangs on a sheet beside its cells: comments, pictures, charts, counted because no copy carries them; input prompts.

Source: ECMA-376-1 §18.7 (comments), §20.5 (spreadsheet drawings); [MS-XLSX] 2.6.205 (threaded comments).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

# Compiled when they are needed: most filings have none of it.
_WHAT: Mapping[str, bytes] = {
    "comments": rb"<(?:\w+:)?comment\s", "threaded": rb"<(?:\w+:)?threadedComment\s",
    "pictures": rb"<(?:\w+:)?pic[\s>]", "charts": rb"<(?:\w+:)?graphicFrame[\s>]",
}
_PARTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("xl/comments", ("comments",)), ("xl/threadedcomments/", ("threaded",)),
    ("xl/drawings/drawing", ("pictures", "charts")))


_MARK = re.compile("〔([^〔〕]{1,200})〕")
_MARKS = 500


def mark(prompt: str, marks: set[str]) -> None:
    """Note what stands in 〔〕 in an input prompt; more than any form has is no form's."""
    if len(marks) < _MARKS and (found := _MARK.search(prompt)):
        marks.add(found[1])


def counts(part: str) -> bool:
    """Whether a part (its lower-case name) holds such things."""
    return any(part.startswith(start) for start, _ in _PARTS)


def counted(part: str, content: bytes) -> Mapping[str, int]:
    """How many of each a part holds; only what is there is named."""
    names = next(names for start, names in _PARTS if part.startswith(start))
    found = {name: len(re.findall(_WHAT[name], content)) for name in names}
    return {name: number for name, number in found.items() if number}


def together(own: Mapping[str, int], parts: Iterable[Mapping[str, int]]) -> Mapping[str, int]:
    """The extras of a sheet and of the parts it names. A threaded comment stands in the plain comments as well."""
    found = dict(own)
    for part in parts:
        for name, number in part.items():
            found[name] = found.get(name, 0) + number
    threaded = found.pop("threaded", 0)
    if threaded:
        found["comments"] = max(threaded, found.get("comments", 0))
    return found
