"""What stands in a cell of a worksheet behind its reference, written as nearly every program writes it.

Only forms of which expat would make the same are understood; what differs in one byte is odd and left to expat. What has a value
that the reader would surely give as well has it here: ``tests/test_gate_values.py`` holds the one to the other.
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from hashlib import sha256

from formkit.values import dataclass

from .facts import Value
from .styles import Looks
from .xmltext import sound, spelt, unescaped

# What a cell is, in one number: is there a value, a formula, one that was never calculated, an error; does the reader's area
# reach it (an empty text is enough); is it beyond what can be said here which value the reader gives; above that its elements.
FILLED, FORMULA, UNCALCULATED, ERROR, LAID, UNSURE = 1, 2, 4, 8, 16, 32
ELEMENTS, COLUMN = 6, 9                         # where its elements stand in that number, and the column of the next one

_ATTRIBUTES = rb'(?: [A-Za-z][A-Za-z0-9]*+(?::[A-Za-z][A-Za-z0-9]*+)?="[\w .:$-]*+")*+'
_GIVEN, GIVEN_MOST = re.compile(_ATTRIBUTES), 300
_NAME = re.compile(rb" ([A-Za-z0-9:]+)=")
_HIDDEN = re.compile(rb' hidden="(?:1|true|on)"')
# Most cells of a filing, a number or the number of a shared string; then all that are understood here, less their formula.
_PLAIN = re.compile(
    rb'(?: s="([0-9]{1,9})")?(?: t="s"><v>([0-9]{1,9})|(?: t="n")?><v>(-?[0-9]{1,17}(?:\.[0-9]{1,17})?(?:[eE][+-]?[0-9]{1,2})?))</v></c>')
_REST = re.compile(
    rb'(?: s="([0-9]{1,9})")?(?: t="(n|s|b|e|str|inlineStr)")?(?: ?/>|>(?:<v(?:>([^<]*)</v>|( ?/>)))?'
    rb'(?:<is><t( xml:space="preserve")?>([^<]+)</t></is>)?</c>)')
_NUMBER = re.compile(rb"[0-9.eE+-]{0,39}")
_ERROR = re.compile(rb"[#A-Za-z0-9/!?_:]{0,39}")
_ERRORS = frozenset({"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"})       # the reader knows no other
_FIRST_DAY, _LAST_DAY, _ORDINAL = 61, 2_958_465, 693_594         # from 1 March 1900, before which there is a day that never was
_LONG, _DIGESTS = 200, 20_000
_sound_formulas: set[bytes] = set()             # digests of long ones: all filings of a form have the same


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands behind a reference: the number that says it, the value (a whole number is that of a shared string), and what is rare.

    ``look`` are its style and its shared string, where one of them says something.
    """

    says: int
    value: Value = None
    error: str = ""
    look: tuple[str, str] | None = None


@lru_cache(maxsize=512)
def hides(attributes: bytes) -> bool | None:
    """Whether attributes hide a row; None where they are not well-formed or give what was given before."""
    names = _NAME.findall(attributes)
    if not _GIVEN.fullmatch(attributes) or len({b"r", *names}) <= len(names):
        return None
    return _HIDDEN.search(attributes) is not None


def cell_of(rest: bytes, looks: Looks) -> Cell | None:
    """What one text behind a reference says; None if it is odd."""
    if (plain := _PLAIN.fullmatch(rest)) and not (looks.styles or looks.fonts):
        style, shared, digits = plain.groups()
        if shared is not None:
            return Cell((LAID if shared.decode() in looks.empty else FILLED | LAID) | 2 << ELEMENTS, int(shared))
        value = _number(digits, style, looks)
        return Cell(FILLED | LAID | 2 << ELEMENTS | (UNSURE if value is None else 0), value)
    has_formula = b"<f" in rest
    if has_formula and not (rest := _without_formula(rest)):
        return None
    match = _REST.fullmatch(rest)
    if match is None:
        return None
    _, kind, given, void, kept, inline = match.groups()
    has_value = given is not None or void is not None
    if inline is not None:
        if has_formula or has_value or kind != b"inlineStr" or not sound(inline):
            return None
        if not kept and not spelt(inline.decode()).strip():
            return None         # a blank that nobody said to keep
    elif has_value and not _fits(kind, given or b""):
        return None
    cell = _content(match, looks)
    says = cell.says | (1 + has_formula + has_value + 2 * (inline is not None)) << ELEMENTS
    if has_formula:
        says |= FORMULA if has_value and (says & (FILLED | ERROR) or kind == b"str") else FORMULA | UNCALCULATED
    return Cell(says | (LAID if has_value and kind == b"str" else 0), cell.value, cell.error, cell.look)


def _content(match: re.Match[bytes], looks: Looks) -> Cell:
    """What a cell has, less its formula and its elements."""
    style, kind, given, _, kept, inline = match.groups()
    text, name = (given or inline or b"").decode(), (style or b"0").decode()
    if not text:
        return Cell(0)
    if kind == b"e":
        return Cell(ERROR | LAID | (0 if text in _ERRORS else UNSURE), None, text, _look(name, "", looks))
    if kind == b"s":
        if text in looks.empty:
            return Cell(LAID, int(text))
        return Cell(FILLED | LAID, int(text), "", _look(name, text, looks))
    value: Value
    if kind in (b"str", b"inlineStr"):
        value = unescaped(text, kept=kind == b"str" or kept is not None)
    elif kind == b"b":
        value = {"0": False, "1": True}.get(text)
    else:
        exact = _PLAIN.fullmatch(b"><v>" + text.encode() + b"</v></c>")
        value = _number(exact[3], style, looks) if exact else None
    return Cell(FILLED | LAID | (UNSURE if value is None else 0), value, "", _look(name, "", looks))


def _look(style: str, shared: str, looks: Looks) -> tuple[str, str] | None:
    return (style, shared) if style in looks.styles or shared in looks.fonts else None


def _number(digits: bytes, style: bytes | None, looks: Looks) -> float | date | None:
    """A number, or the day that it is in its format; None if the reader may make something else of it, such as a time."""
    value = float(digits)
    if style is None:
        return value
    if looks.timed is None or (style[:1] == b"0" and style != b"0"):
        return None
    timed = looks.timed.get(style.decode())
    if timed is None:
        return value
    return date.fromordinal(int(value) + _ORDINAL) if timed and _FIRST_DAY <= value <= _LAST_DAY and value.is_integer() else None


def without_formulas(text: bytes) -> bytes:
    """A text with ``<f/>`` for each formula that is sound: nine tenths of a sheet that is written out are formulas.

    Each is looked at once and never again; one that is odd stays, and is then odd where it stands.
    """
    *parts, last = text.split(b"</f>")
    for index, part in enumerate(parts):
        at = part.rfind(b"<")
        given, closed, formula = part[at:].partition(b">")
        usual = closed and given[:2] == b"<f" and given[-1:] != b"/" and len(given) <= GIVEN_MOST
        parts[index] = part[:at] + b"<f/>" if usual and hides(given[2:]) is not None and _is_formula(formula) else part + b"</f>"
    return b"".join([*parts, last]) if parts else text


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
