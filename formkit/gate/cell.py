"""What stands in a cell of a worksheet behind its reference, written as nearly every program writes it.

Only forms of which expat would make the same are understood; what differs in one byte is odd and left to expat.
"""

from __future__ import annotations

import re
from functools import lru_cache
from hashlib import sha256

from formkit.values import dataclass

from .styles import Looks

_ATTRIBUTES = rb'(?: [A-Za-z][A-Za-z0-9]*+(?::[A-Za-z][A-Za-z0-9]*+)?="[\w .:$-]*+")*+'
_GIVEN, GIVEN_MOST = re.compile(_ATTRIBUTES), 300
_NAME = re.compile(rb" ([A-Za-z0-9:]+)=")
_HIDDEN = re.compile(rb' hidden="(?:1|true|on)"')
# Most cells of a filing, a number or the number of a shared string; then all that are understood here, less their formula.
_PLAIN = re.compile(
    rb'(?: s="[0-9]{1,9}")?(?: t="s"><v>([0-9]{1,9})|(?: t="[nb]")?><v>-?[0-9][0-9.eE+-]{0,30})</v></c>')
_REST = re.compile(
    rb'(?: s="([0-9]{1,9})")?(?: t="(n|s|b|e|str|inlineStr)")?(?: ?/>|>(?:<v(?:>([^<]*)</v>|( ?/>)))?'
    rb'(?:<is><t( xml:space="preserve")?>([^<]+)</t></is>)?</c>)')
_FORMULA = re.compile(rb"<f((?: [^<>]*[^<>/])?)>([^<]*)</f>")
# Every character that XML allows but those that would have to be looked at one by one; of references those that openpyxl makes too.
_SOUND = re.compile(rb"(?:[\t\n -%'-;=-~\x80-\xff]++|&(?:amp|lt|gt|quot|apos|#(?:[1-4][0-9]{4}|65[23][0-9]{2}));)*+")
_UNSOUND = (b"]]>", b"\xef\xbf\xbe", b"\xef\xbf\xbf")
_NUMBER = re.compile(rb"[0-9.eE+-]{0,39}")
_ERROR = re.compile(rb"[#A-Za-z0-9/!?_:]{0,39}")
# What a blank begins with in UTF-8, or may in a reference: one to U+4DF8 to U+9C3F, which is nearly all of Chinese, is none.
BLANK = re.compile(rb"[\s\xc2\xe1-\xe3]|&(?!#(?:199[6-9][0-9]|[23][0-9]{4});)")
EMPTY, FILLED, NOTED = 0, 1, 2               # a cell without content, one with a value and no more, one with more to say of it
_LONG, _DIGESTS = 200, 20_000
_sound_formulas: set[bytes] = set()             # digests of long ones: all filings of a form have the same


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands behind a reference, where that is more than nothing or a value."""

    elements: int
    filled: bool
    formula: bool
    uncalculated: bool
    error: str
    look: tuple[str, str] | None    # its style and its shared string, where one of them says something


@lru_cache(maxsize=512)
def hides(attributes: bytes) -> bool | None:
    """Whether attributes hide a row; None where they are not well-formed or give what was given before."""
    names = _NAME.findall(attributes)
    if not _GIVEN.fullmatch(attributes) or len({b"r", *names}) <= len(names):
        return None
    return _HIDDEN.search(attributes) is not None


def cell_of(rest: bytes, looks: Looks) -> int | Cell | None:
    """What one text behind a reference says; None if it is odd."""
    if (plain := _PLAIN.fullmatch(rest)) and not (looks.styles or looks.fonts or (plain[1] and plain[1].decode() in looks.empty)):
        return FILLED
    has_formula = b"<f" in rest
    if has_formula and not (rest := _without_formula(rest)):
        return None
    match = _REST.fullmatch(rest)
    if match is None:
        return None
    style, kind, value, void, kept, inline = match.groups()
    has_value = value is not None or void is not None
    if inline is not None:
        if has_formula or has_value or kind != b"inlineStr" or not sound(inline) or not (kept or not BLANK.match(inline)):
            return None
    elif not has_formula and not has_value:
        return EMPTY
    elif not _fits(kind, value or b""):
        return None
    text, look = value or inline or b"", (style or b"0").decode()
    shared = text.decode() if kind == b"s" else ""
    if shared in looks.empty:
        text = b""
    return Cell(
        1 + has_formula + has_value + 2 * (inline is not None), bool(text) and kind != b"e", has_formula,
        has_formula and (not has_value or (not text and kind != b"str")), text.decode() if kind == b"e" else "",
        (look, shared) if text and (look in looks.styles or shared in looks.fonts) else None)


def without_formulas(text: bytes) -> bytes:
    """A text with ``<f/>`` for each formula that is sound: nine tenths of a sheet that is written out are formulas.

    Each is looked at once and never again; one that is odd stays, and is then odd where it stands.
    """
    return _FORMULA.sub(_emptied, text) if b"</f>" in text else text


def _emptied(match: re.Match[bytes]) -> bytes:
    """A formula as ``<f/>``, if it is sound."""
    given = match[1]
    return b"<f/>" if len(given) <= GIVEN_MOST and hides(given) is not None and _is_formula(match[2]) else match[0]


def _without_formula(rest: bytes) -> bytes:
    """What is left of a cell without its formula, if that comes first and is one that is empty here; else nothing."""
    before, _, behind = rest.partition(b"<f")
    given, closed, behind = behind.partition(b">")
    if b"<" in before or not before.endswith(b">") or before.endswith(b"/>") or not closed or len(given) > GIVEN_MOST:
        return b""              # behind a cell that is closed it is nobody's
    return before + behind if given.endswith(b"/") and hides(given[:-1].rstrip(b" ")) is not None else b""


def _fits(kind: bytes | None, value: bytes) -> bool:
    """Whether a value is what its kind has; one of which readers may make two things is not."""
    if kind == b"str":
        return sound(value)
    if kind == b"s":
        return value.isdigit() and len(value) < 10
    return bool((_ERROR if kind == b"e" else _NUMBER).fullmatch(value)) and (kind != b"inlineStr" or not value)


def sound(text: bytes) -> bool:
    """Whether expat would take the text of an element."""
    if not _SOUND.fullmatch(text) or any(each in text for each in _UNSOUND):
        return False
    try:
        text.decode()
    except UnicodeDecodeError:
        return False
    return True


def _is_formula(text: bytes) -> bool:
    """Whether a formula is sound and looks into no other workbook; those are left to the pass, which knows their shares."""
    if b"[" in text:
        return False
    if len(text) < _LONG:
        return sound(text)
    digest = sha256(text).digest()
    if digest in _sound_formulas:
        return True
    if not sound(text):
        return False
    if len(_sound_formulas) >= _DIGESTS:
        _sound_formulas.clear()
    _sound_formulas.add(digest)
    return True
