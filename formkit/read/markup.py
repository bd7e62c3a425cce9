"""HTML cut into tags and text in one pass, whatever is broken in it.

Source: HTML Living Standard §13.2.5 (tokenization), as far as a table needs it: comments, conditional ones among them,
and the contents of scripts and styles are passed over.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping

_NAME = re.compile(r"</?([A-Za-z][\w:.-]*)")
_BODY = re.compile(r"""(?:[^>"']|"[^"]*"|'[^']*')*+>""")
_ATTRIBUTE = re.compile(r"""([A-Za-z_][\w:.-]*)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+)))?""")
_MARKS = re.compile(r"<(?:!--|[!?/A-Za-z])")
_RAW = frozenset({"script", "style", "title", "textarea", "comment", "xml", "noscript"})

Token = tuple[str, str, Mapping[str, str]]     # kind ("text", "open", "close", "raw"), name or text, attributes
_NONE: Mapping[str, str] = {}


def tokens(text: str) -> Iterator[Token]:
    """What stands in the text, in order. ``raw`` is the content of a style sheet, a comment of a cell and the like."""
    lower = text.lower()
    at, strict = 0, True
    while (found := _MARKS.search(text, at)) is not None:
        start = found.start()
        if start > at:
            yield "text", html.unescape(text[at:start]), _NONE
        if found[0] == "<!--":
            at = _behind(text, "-->", start + 4)
            continue
        name = _NAME.match(text, start)
        if name is None:
            at = _behind(text, ">", start)
            continue
        body = _BODY.match(text, name.end()) if strict else None
        strict = body is not None       # a quote that is never closed is looked for once, not at every tag
        at = body.end() if body else _behind(text, ">", name.end())
        word = name[1].lower()
        if found[0] == "</":
            yield "close", word, _NONE
            continue
        yield "open", word, attributes(text[name.end() : at - 1])
        if word in _RAW and not text.endswith("/>", 0, at):
            end = lower.find(f"</{word}", at)
            end = len(text) if end < 0 else end
            yield "raw", text[at:end], {"of": word}
            at = end
    if at < len(text):
        yield "text", html.unescape(text[at:]), _NONE


def attributes(body: str) -> Mapping[str, str]:
    """The attributes of a tag by their names in lower case; the first of a name counts."""
    found: dict[str, str] = {}
    for match in _ATTRIBUTE.finditer(body):
        value = match[2] or match[3] or match[4] or ""
        found.setdefault(match[1].lower(), html.unescape(value))
    return found


def _behind(text: str, mark: str, at: int) -> int:
    end = text.find(mark, at)
    return len(text) if end < 0 else end + len(mark)
