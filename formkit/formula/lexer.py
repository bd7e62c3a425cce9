"""Formula text to tokens, each with its offset, so that every mistake can be pointed at."""

from __future__ import annotations

import re
from typing import Literal

from formkit.formula.tree import FormulaError
from formkit.values import dataclass

TokenKind = Literal["number", "text", "cell", "column", "word", "sign", "end"]

LONGEST_FORMULA = 8192  # Excel specifications and limits: length of formula contents
LONGEST_TEXT = 255      # the same: text values in formulas
MOST_DIGITS = 15        # the same: number precision; further digits would become zeros
LARGEST_NUMBER = 9.99999999999999e307

_WIDE = "（），＋－＊／＆＝＜＞％“”＂［］｛｝【】；、０１２３４５６７８９"
FULLWIDTH = dict(zip(_WIDE, '(),+-*/&=<>%"""[]()[],,0123456789', strict=True))

_TOKEN = re.compile(
    r"""(?P<space>[ \t\r\n]+)
    |(?P<number>(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)
    |(?P<text>"(?:[^"]|"")*")
    |(?P<reference>\[@?(?:\[(?:'.|[^'\[\]])+\]|(?:'.|[^'\[\]])+)\])
    |(?P<word>[^\W\d]\w*)
    |(?P<sign><>|<=|>=|[-+*/&=<>%(),])""",
    re.VERBOSE | re.DOTALL,
)
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Token:
    """One token; text is its meaning (quotes, brackets and escapes removed), raw is as written."""

    kind: TokenKind
    text: str
    raw: str
    at: int


def tokens(text: str) -> tuple[Token, ...]:
    """Cut a formula into tokens; the last one is of kind "end". A leading = is allowed and dropped.

    Raises FormulaError for signs that cannot stand in a formula, unclosed quotes, values Excel cannot hold.
    """
    if len(text) > LONGEST_FORMULA:
        raise FormulaError("formula-too-long", LONGEST_FORMULA, {"limit": str(LONGEST_FORMULA)})
    found: list[Token] = []
    at = 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise _unreadable(text, at)
        if match.lastgroup != "space":
            found.append(_token(match.lastgroup or "", match.group(), at))
        at = match.end()
    found.append(Token("end", "", "", len(text)))
    return tuple(found[1:] if found[0].raw == "=" else found)


def _token(group: str, raw: str, at: int) -> Token:
    if group == "number":
        _check_number(raw, at)
        return Token("number", raw, raw, at)
    if group == "text":
        inner = raw[1:-1].replace('""', '"')
        if len(inner.encode("utf-16-le")) > 2 * LONGEST_TEXT:
            arguments = {"length": str(len(inner)), "limit": str(LONGEST_TEXT)}
            raise FormulaError("formula-text-long", at, arguments)
        if control := _CONTROL.search(raw):
            raise FormulaError("formula-syntax", at + control.start(), {"found": "", "expected": '"'})
        return Token("text", inner, raw, at)
    if group == "reference":
        kind: TokenKind = "cell" if raw.startswith("[@") else "column"
        inner = raw[2:-1] if kind == "cell" else raw[1:-1]
        inner = inner[1:-1] if inner.startswith("[") else inner
        return Token(kind, re.sub(r"'(.)", r"\1", inner, flags=re.DOTALL).strip(), raw, at)
    return Token("word" if group == "word" else "sign", raw, raw, at)


def check_number(raw: str) -> bool:
    """Whether Excel holds this numeral exactly as written: at most 15 significant digits, not too large."""
    digits = re.split("[eE]", raw)[0].replace(".", "").replace("-", "").strip("0")
    return len(digits) <= MOST_DIGITS and abs(float(raw)) <= LARGEST_NUMBER


def _check_number(raw: str, at: int) -> None:
    if not check_number(raw):
        raise FormulaError("formula-number", at, {"text": raw})


def _unreadable(text: str, at: int) -> FormulaError:
    sign = text[at]
    if sign in FULLWIDTH:
        return FormulaError("formula-fullwidth", at, {"found": sign, "expected": FULLWIDTH[sign]})
    if sign in '"[':
        return FormulaError("formula-unclosed", at, {"found": sign})
    return FormulaError("formula-syntax", at, {"found": sign, "expected": ""})
