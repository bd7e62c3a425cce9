"""YAML that is right, read some thirty times as fast: by libyaml, to the same nodes as the reader that finds mistakes.

Nothing is told here. What libyaml will not read, what it might read in another way (it knows YAML 1.1, the other reader 1.2), and
what no schema needs, all give no node: the text is then read by the slow reader, which says where it is wrong if it is.
"""

from __future__ import annotations

import re
from typing import Any

from yaml import YAMLError
from yaml.events import (
    DocumentEndEvent,
    DocumentStartEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

try:
    from yaml.cyaml import CParser
except ImportError:  # PyYAML built without libyaml: everything is read slowly
    CParser = None

DEEPEST = 24
"""Levels within levels that a file may have: more than any needs."""
_ODD = re.compile(
    # tabs, other ends of lines than those of Linux and Windows, what one of the two readers takes for no character
    # (named one by one: a pattern of all others takes a hundred times as long to make)
    r"[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\xa0\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]|\r(?!\n)"
    # a remark glued to the sign of a text over several lines; a value glued to a key in quotes; keys behind a question mark
    r"|[|>][-+0-9]*#|[\"']:\S|(?:^|[\s\[{,])\?(?:[\s\[\]{},]|$)"
)


class UnsureError(ValueError):
    """Something that the two readers may not read alike."""


def compose(text: str) -> Node | None:
    """The node that a text is; None where the slow reader must be asked."""
    if CParser is None or _ODD.search(text):
        return None
    try:
        return _whole(CParser(text))
    except (YAMLError, UnsureError):
        return None


def _whole(parser: Any) -> Node:
    """The one document of a text."""
    parser.get_event()  # the start of the stream
    start = parser.get_event()
    if not isinstance(start, DocumentStartEvent) or start.explicit:
        raise UnsureError
    node = _node(parser, parser.get_event(), 0)
    if isinstance(node, ScalarNode):
        raise UnsureError
    end = parser.get_event()
    if not isinstance(end, DocumentEndEvent) or end.explicit or not isinstance(parser.get_event(), StreamEndEvent):
        raise UnsureError
    return node


def _node(parser: Any, event: Any, depth: int) -> Node:
    """The node that an event begins."""
    if depth > DEEPEST or getattr(event, "anchor", None) or getattr(event, "tag", None):
        raise UnsureError
    if isinstance(event, ScalarEvent):
        return ScalarNode(None, event.value, event.start_mark, event.end_mark, event.style or None)
    if isinstance(event, SequenceStartEvent):
        items = []
        while not isinstance(each := parser.get_event(), SequenceEndEvent):
            items.append(_node(parser, each, depth + 1))
        return SequenceNode(None, items, event.start_mark)
    if not isinstance(event, MappingStartEvent):
        raise UnsureError
    pairs = []
    while isinstance(key := parser.get_event(), ScalarEvent):
        pairs.append((_node(parser, key, depth + 1), _node(parser, parser.get_event(), depth + 1)))
    return MappingNode(None, pairs, event.start_mark)
