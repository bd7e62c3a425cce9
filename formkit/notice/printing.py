"""One value on its way into a document: its signs made visible, its text escaped, a table of formkit's own as it is."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Mapping, Sequence
from types import SimpleNamespace

from jinja2 import StrictUndefined
from markupsafe import Markup, escape

_TEXT = re.compile(r"<w:t(?: [^>]*)?>([^<]*)</w:t>")
# They turn round what stands beside them, so that a page shows another order than the data (UAX 9).
_TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


class Fragment(str):
    """A table made by formkit itself, as WordprocessingML: it takes the place of the whole paragraph it is named in."""

    __slots__ = ()


def printed(value: str | int) -> str:
    """The text of a value as it stands in the document; of a Fragment all its texts one behind the other."""
    if isinstance(value, Fragment):
        return "".join(html.unescape(text) for text in _TEXT.findall(value))
    return printable(str(value))


def printable(text: str) -> str:
    """The text with what Word cannot hold made visible: a control character by its picture, others by U+FFFD."""
    if text.isprintable():
        return text
    return "".join(_visible(char) for char in text.replace("\r\n", "\n"))


def _visible(char: str) -> str:
    if char in "\n\t":
        return char
    if char < " ":
        return chr(0x2400 + ord(char))
    return "\ufffd" if unicodedata.category(char) == "Cs" or char in "\ufffe\uffff" or char in _TURNING else char


def plain(value: object) -> object:
    """A fact as a template sees it: no mapping's or list's own methods stand in the way of a field's name."""
    if isinstance(value, Mapping):
        return SimpleNamespace(**{str(key): plain(each) for key, each in value.items()})
    if isinstance(value, Sequence) and not isinstance(value, str):
        return tuple(plain(each) for each in value)
    return value


def shown(value: object) -> Markup:
    """One value in the document's XML; braces as references, so that no value is read as a tag. TypeError where it is no text."""
    if isinstance(value, Fragment):
        return Markup(value)  # noqa: S704 - written by formkit, its texts escaped there
    if isinstance(value, StrictUndefined):
        str(value)  # raises, with the name
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        raise TypeError(type(value).__name__)
    safe = str(escape(printable(str(value))))
    return Markup(safe.translate({ord("{"): "&#123;", ord("}"): "&#125;", ord("%"): "&#37;"}))  # noqa: S704 - escaped above
