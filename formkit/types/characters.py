"""Characters people type without knowing it, and what they stand for.

Names are never normalised to NFC or NFKC: 460 compatibility ideographs would change into others. Full-width
forms are folded in codes, numbers, dates and marks only, never in names.
"""

from __future__ import annotations

import re
from decimal import Decimal

# Zero-width and direction marks, the byte order mark, soft hyphen: they show nothing and come from pasting.
_INVISIBLE = dict.fromkeys([0xAD, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x202A, 0x202C, 0x2060, 0xFEFF])
_SPACES = re.compile(r"[\s\u00a0\u2000-\u200a\u202f\u205f\u3000]+")
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_DOTS = re.compile("(?<=[\u3400-\u9fff\U00020000-\U0003ffff])[•・･‧．﹒∙⋅.](?=[\u3400-\u9fff\U00020000-\U0003ffff])")
_HAN_NUMBER = re.compile("[〇○零一二三四五六七八九十]+")
_HAN_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_HAN_GAP = re.compile("(?<=[\u3400-\u9fff\U00020000-\U0003ffff]) (?=[\u3400-\u9fff\U00020000-\U0003ffff])")


def tidy(text: str) -> str:
    """Without invisible characters, with every run of white space as one blank and none at the ends."""
    return _SPACES.sub(" ", text.translate(_INVISIBLE)).strip()


def solid(text: str) -> str:
    """Full-width forms folded and all white space gone: for codes, numbers, dates and marks."""
    return tidy(text).translate(_FULL_WIDTH).replace(" ", "")


def folded(text: str) -> str:
    """Full-width forms folded, each run of white space one blank: for values in which a blank may part two."""
    return tidy(text).translate(_FULL_WIDTH)


def arabic(text: str) -> str:
    """Han numerals of a date as Arabic ones: 二〇二〇年十二月 is 2020年12月; without any it is unchanged."""
    return _HAN_NUMBER.sub(lambda found: _number(found[0]), text)


def _number(said: str) -> str:
    tens, ten, ones = said.partition("十")
    if not ten:
        return said.translate(_HAN_DIGITS)
    return f"{tens.translate(_HAN_DIGITS) or 1}{ones.translate(_HAN_DIGITS) or 0}"


def name(text: str) -> str:
    """A person's name: no space between Han characters, and one dot (U+00B7) between parts."""
    return _DOTS.sub("·", _HAN_GAP.sub("", tidy(text)))


def private(text: str) -> bool:
    """Whether it holds private-use or replacement characters, which other machines show as something else."""
    return any(0xE000 <= ord(c) <= 0xF8FF or ord(c) >= 0xF0000 or c == "\ufffd" for c in text)


def decimal(number: float) -> Decimal:
    """A cell's number as the 15 digits that a spreadsheet keeps of it."""
    return Decimal(f"{number:.15g}")


def number_text(number: float | Decimal) -> str:
    """A number as its cell shows it: without the ``.0`` that a reader adds."""
    return str(int(number)) if float(number).is_integer() else str(number)
