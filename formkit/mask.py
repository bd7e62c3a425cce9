"""People are protected: identity, telephone and account numbers are masked in anything shown, unless asked for.

Only the last four characters stay: the first six would still say the county. A number is known by its length or by
its parts, so that codes of units (9 or 12 digits), hashes, dates and amounts stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_D = "[0-9０-９]"
_HASH = r"(?<![0-9A-Za-z])(?:[0-9a-f]{64}|[0-9a-f]{40}|[0-9a-f]{32})(?![0-9A-Za-z])"
# Signs that take no room on paper: what comes with a number copied from a page.
_UNSEEN = "[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]*"
# 15 digits or more at a stretch: identity numbers of 15 and 18, disability numbers of 20 and 22, accounts of 16 to 19.
# The patterns are compiled when a sentence first has something for them, and kept by ``re``: most sentences have nothing.
_LONG = f"({_HASH})|{_D}(?:{_UNSEEN}{_D}){{14,}}(?:{_UNSEEN}[XxＸｘ](?:{_UNSEEN}{_D}){{0,4}})?"
_GAP = r"((?:_|[^\w:：]){0,3})"  # a colon parts the digits of times, never those of a number
_PIECES = f"(?=((?<!{_D}){_D}{f'{_GAP}{_D}' * 16}{_GAP}[0-9０-９XxＸｘ](?:{_GAP}{_D}{{2,4}})?(?!{_D})))"
_OLD = rf"(?<!{_D}){_D}{{6}}([\s.-]){_D}{{2}}\1?{_D}{{2}}\1?{_D}{{2}}\1{_D}{{3}}(?!{_D})"
_CARD = rf"(?<!{_D})[3-9]{_D}{{3}}([\s.-]){_D}{{4}}\1{_D}{{4}}\1{_D}{{4}}(?:\1{_D}{{1,3}})?(?!{_D})"
_PHONE = f"({_HASH})|(?<!{_D})(?:[+＋]?86[\\s-]?)?[1１][3-9３-９](?:{_UNSEEN}[\\s.-]?{_UNSEEN}{_D}){{9}}(?!{_D})"
_LANDLINE = rf"(?<!{_D})(?:[(（]0\d{{2,3}}[)）]|0\d{{2,3}}[-－ ]){_D}{{7,8}}(?!{_D})"
# Without fifteen digits with nothing but signs between them there is none of the first four.
_FIFTEEN = re.compile(rf"{_D}(?:(?:_|[^\w:：])*+{_D}){{14}}")
_ANY = re.compile(_D)
_FEWEST = 9
_EXPONENT = r"\d\.\d{6,}[eE]\+?1[4-9]"
_BORN = r"\d{6}(?:18|19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dX]"
_CODES = (9, 12)
_WEIGHTS = tuple(2 ** (17 - place) % 11 for place in range(17))
_HALF = str.maketrans("０１２３４５６７８９Ｘｘx", "0123456789XXX")


def number(text: str) -> str:
    """A value of a column that holds such numbers, whatever was written there: only its last four show."""
    text = str(text)
    return "*" * (len(text) - 4) + text[-4:] if len(text) > 4 else "*" * len(text)


def whole(text: str) -> str:
    """A value that nobody outside its unit may see: nothing of it, not even its length."""
    return "***" if text else ""


def text(sentence: str) -> str:
    """A sentence with every identity, telephone and account number in it masked."""
    if len(sentence) < _FEWEST or len(_ANY.findall(sentence)) < _FEWEST:
        return sentence
    if _FIFTEEN.search(sentence):
        sentence = re.sub(_LONG, _hidden, sentence)
        for start, end in tuple(_in_pieces(sentence)):
            sentence = sentence[:start] + number(sentence[start:end]) + sentence[end:]
        for pattern in (_OLD, _CARD):
            sentence = re.sub(pattern, lambda found: number(found[0]), sentence)
    sentence = re.sub(_LANDLINE, lambda found: number(found[0]), sentence)
    sentence = re.sub(_EXPONENT, lambda found: "*" * len(found[0]), sentence)
    return re.sub(_PHONE, _hidden, sentence)


def _hidden(found: re.Match[str]) -> str:
    """What was found, masked; a hash stays."""
    return found[1] or number(found[0])


def _in_pieces(sentence: str) -> Iterator[tuple[int, int]]:
    """Where an identity number stands with something between its digits.

    It holds a day of birth, and either the same sign stands between all its pieces or its check digit is right. What
    begins like the code of a unit is none.
    """
    end = 0
    for found in re.finditer(_PIECES, sentence):
        gaps = found.groups()[1:18]
        digits = re.sub(r"[\W_]", "", found[1]).translate(_HALF)[:18]
        first = next((place for place, gap in enumerate(gaps, 1) if gap), 0)
        known = len({gap for gap in gaps if gap}) == 1 or digits[17] == _check(digits)
        if found.start() >= end and first not in _CODES and known and re.fullmatch(_BORN, digits):
            end = found.start() + len(found[1])
            yield found.start(), end


def _check(digits: str) -> str:
    """The check digit of an identity number (GB 11643, ISO 7064 MOD 11-2)."""
    total = sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS, strict=False))
    return "10X98765432"[total % 11]
