"""What is wrong with text that is no YAML, in the terms of somebody who knows tables and not YAML.

A reader of YAML names what it expected; an author needs the sign that is wrong and what to type in its place. So the line
it stopped at is looked at again: first for what Chinese keyboards put there, then for quotes, brackets and blanks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from formkit.load.quick import DEEPEST

if TYPE_CHECKING:  # the slow reader is loaded for a text that is wrong, and for no other
    from ruamel.yaml.error import YAMLError

FULL_WIDTH = {
    "，": ",", "、": ",", "：": ":", "［": "[", "］": "]", "｛": "{", "｝": "}", "【": "[", "】": "]",
    "“": '"', "”": '"', "＂": '"', "‘": "'", "’": "'", "＇": "'",
}  # fmt: skip
"""Signs a Chinese keyboard types where YAML knows only the half-width one."""
_GLUED = re.compile(r"^\s*(?:- )?([A-Za-z_]+):[^\s]")
_QUOTES = ("'", '"')
_OPEN = re.compile(r"^\s*(?:- )?[A-Za-z_]+: +(['\"])")
_DASH = re.compile(r"^\s*-[^\s-]")
_BLANK = re.compile(r"^\s*?([\t\u3000\xa0])")
_ANCHOR = re.compile(r"(?:^|[\s,\[{])[&*][^\s&*]", re.MULTILINE)
_BRACKETS = re.compile(r"[\[\]{}]")
_MANY = 100
_FLOW = re.compile(r"[，：［］｛｝]")
Found = tuple[int, int, str, dict[str, str]]
"""Line and column from 1, a code, and what its sentence needs."""


def compose(text: str) -> tuple[Any, Found | None]:
    """The node that a text is, None for an empty one; or where it is no YAML, and what to mend there."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    try:
        try:
            return YAML(typ="rt", pure=True).compose(text), None
        except (NotImplementedError, AssertionError):  # it cannot place some remark; one that passes over remarks reads on
            return YAML(typ="safe", pure=True).compose(text), None
    except YAMLError as error:
        return None, why(error, text)
    except RecursionError:
        return None, (*(deepest(text) or (1, 1)), "yaml-deep", {})


def why(error: YAMLError, text: str) -> Found:
    """Where text is no YAML, and what to mend there."""
    from ruamel.yaml.error import MarkedYAMLError
    from ruamel.yaml.reader import ReaderError

    if isinstance(error, ReaderError):
        before = text[: error.position]
        return before.count("\n") + 1, len(before) - before.rfind("\n"), "yaml-character", {}
    mark = error.problem_mark if isinstance(error, MarkedYAMLError) else None
    if not isinstance(error, MarkedYAMLError) or mark is None:
        return 1, 1, "yaml-syntax", {"why": str(error).split("\n")[0]}
    lines = text.splitlines()
    opened = error.context_mark
    first = opened.line if opened else max(mark.line - 1, 0)
    seen = range(first, min(mark.line + 1, len(lines)))
    context, problem = str(error.context or ""), str(error.problem or "")
    for found in (*_blanks(lines, seen), *_glued(lines, range(max(first - 1, 0), seen.stop))):
        return found
    if "flow" in context and opened:
        return _bracket(lines, opened.line, opened.column, seen)
    if "quoted scalar" in context and opened:
        return opened.line + 1, opened.column + 1, "yaml-quote", {}
    if opened and ("block scalar" in context or "tag" in context):
        return opened.line + 1, opened.column + 1, "yaml-sign", {"sign": _sign(lines, opened.line, opened.column)}
    before = _sign(lines, mark.line, mark.column - 1)
    if before and before in _QUOTES:
        for number in range(mark.line):
            opening = _OPEN.match(lines[number])
            if opening and opening[1] == before and lines[number].count(before) % 2:
                return number + 1, opening.start(1) + 1, "yaml-quote", {}
    return mark.line + 1, mark.column + 1, *_told(context, problem, _sign(lines, mark.line, mark.column), before)


def _sign(lines: list[str], line: int, column: int) -> str:
    """The sign at a place; empty at the end of the text."""
    return lines[line][column : column + 1] if line < len(lines) and column >= 0 else ""


def _told(context: str, problem: str, sign: str, before: str) -> tuple[str, dict[str, str]]:
    """The code for what the reader of YAML says, in the order in which it is most telling."""
    if before and before in "'\"]}":
        return "yaml-behind", {"sign": sign}
    if "cannot start any token" in problem or "node content" in problem:
        return "yaml-sign", {"sign": sign}
    if "mapping values" in problem or "could not find expected ':'" in problem:
        return "yaml-colon", {}
    if "undefined alias" in problem or "anchor" in context or "alias" in context:
        return "yaml-sign", {"sign": sign}
    if "another document" in problem:
        return "yaml-documents", {}
    if "<scalar>" in problem:
        return "yaml-behind", {"sign": sign}
    if "<block end>" in problem or "<document start>" in problem or "not allowed" in problem:
        return "yaml-indent", {}
    return "yaml-syntax", {"why": problem or context}


def _blanks(lines: list[str], seen: range) -> Iterator[Found]:
    for number in seen:
        if found := _BLANK.match(lines[number]):
            yield number + 1, found.start(1) + 1, "yaml-tab" if found[1] == "\t" else "yaml-space", {}


def _glued(lines: list[str], seen: range) -> Iterator[Found]:
    for number in seen:
        if found := _GLUED.match(lines[number]):
            yield number + 1, found.end(1) + 1, "yaml-colon-glued", {"key": found[1]}
        if found := _DASH.match(lines[number]):
            yield number + 1, found.end(), "yaml-dash", {}


def _bracket(lines: list[str], line: int, column: int, seen: range) -> Found:
    """A list or settings in brackets that never end rightly: for a full-width sign in it, else because it is not closed."""
    for number in seen:
        start = column if number == line else 0
        if found := _FLOW.search(lines[number], start):
            return number + 1, found.start() + 1, "yaml-full-width", {"found": found[0], "expected": FULL_WIDTH[found[0]]}
    sign = _sign(lines, line, column)
    return line + 1, column + 1, "yaml-comma" if sign == "," else "yaml-bracket", {"sign": sign}


def anchored(text: str) -> tuple[int, int] | None:
    """Line and column of the first & or * that YAML takes for a reference, if there is one."""
    if not _ANCHOR.search(text):
        return None
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    try:
        for event in YAML(typ="rt", pure=True).parse(text):
            if getattr(event, "anchor", None):
                return event.start_mark.line + 1, event.start_mark.column + 1
    except (YAMLError, NotImplementedError, AssertionError):
        return None
    return None


def bottomless(text: str) -> tuple[int, int] | None:
    """Line and column where brackets are nested deeper than any file needs, if they are so many that reading on would take
    longer than anybody waits: the time of the slow reader grows with the square of the brackets open.
    """
    level = most = 0
    for sign in _BRACKETS.findall(text):
        level += 1 if sign in "[{" else -1
        most = max(most, level)
    if most <= _MANY:
        return None
    from ruamel.yaml.error import YAMLError

    try:
        return deepest(text)
    except (YAMLError, NotImplementedError, AssertionError):
        return None


def deepest(text: str) -> tuple[int, int] | None:
    """Line and column where text is nested deeper than any file needs, if it is; looked for without going down oneself."""
    from ruamel.yaml import YAML
    from ruamel.yaml.events import CollectionEndEvent, CollectionStartEvent

    depth = 0
    for event in YAML(typ="rt", pure=True).parse(text):
        depth += isinstance(event, CollectionStartEvent) - isinstance(event, CollectionEndEvent)
        if depth > DEEPEST:
            return event.start_mark.line + 1, event.start_mark.column + 1
    return None


def full_width(text: str) -> Mapping[str, str] | None:
    """The full-width sign that made one text of what should have been a list, settings or a choice."""
    sign = next((sign for sign in text if sign in FULL_WIDTH), None)
    return {"found": sign, "expected": FULL_WIDTH[sign]} if sign else None
