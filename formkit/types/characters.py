"""Characters people type without knowing it, and what they stand for.

Names are never normalised to NFC or NFKC: 460 compatibility ideographs would change into others. Full-width
forms are folded in codes, numbers, dates and marks only, never in names.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache

# Zero-width and direction marks, the byte order mark, soft hyphen, control characters (a cell of a Word table ends in
# U+0007): they show nothing and come from pasting.
_INVISIBLE = dict.fromkeys(
    [
        *range(9), *range(0x0E, 0x1C), *range(0x7F, 0x85), *range(0x86, 0xA0), 0xAD, 0x61C, 0x180E,
        *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A), 0xFEFF,
    ]
)
DIGITS_KEPT = 10**15
_SPACES = re.compile(r"[\s\u00a0\u2000-\u200a\u202f\u205f\u3000]+")
_WIDE = re.compile("[\uff00-\U0010ffff]")
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_HAN = "[\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
_MARK = "[\ufe00-\ufe0f\U000e0100-\U000e01ef]?"  # a variation selector chooses the form of the character before it
_HAN_NUMBER = re.compile("[〇○零一二三四五六七八九十][〇○零一二三四五六七八九十Oo]*")
_HAN_DIGITS = str.maketrans("〇○零Oo一二三四五六七八九", "00000123456789")
_PRIVATE = re.compile("[\ue000-\uf8ff\ufffd\U000f0000-\U0010ffff]")
_DATE_SIGNS = str.maketrans("–—−‐‑、。", "-----..")


def untouched(text: str) -> bool:
    """Whether it is made of letters and digits before U+FF00 alone, which nothing here changes: most texts are."""
    return text.isalnum() and (text.isascii() or not _WIDE.search(text))


def tidy(text: str) -> str:
    """Without invisible characters, with every run of white space as one blank and none at the ends."""
    if text.isalnum():
        return text
    return _SPACES.sub(" ", text.translate(_INVISIBLE)).strip()


def solid(text: str) -> str:
    """Full-width forms folded and all white space gone: for codes, numbers, dates and marks."""
    if untouched(text):
        return text
    return tidy(text).translate(_FULL_WIDTH).replace(" ", "")


def folded(text: str) -> str:
    """Full-width forms folded, each run of white space one blank: for values in which a blank may part two."""
    if untouched(text):
        return text
    return tidy(text).translate(_FULL_WIDTH)


def arabic(text: str) -> str:
    """Han numerals of a date as Arabic ones: 二〇二〇年十二月 is 2020年12月; without any it is unchanged."""
    return _HAN_NUMBER.sub(lambda found: _number(found[0]), text)


def dated(text: str) -> str:
    """A day or month in Arabic numerals, with ``-`` and ``.`` for what people type in their place."""
    return arabic(folded(text).translate(_DATE_SIGNS))


def _number(said: str) -> str:
    tens, ten, ones = said.partition("十")
    if not ten:
        return said.translate(_HAN_DIGITS)
    return f"{tens.translate(_HAN_DIGITS) or 1}{ones.translate(_HAN_DIGITS) or 0}"


def name(text: str) -> str:
    """A person's name: no space between Han characters, and one dot (U+00B7) between parts."""
    if text.isalnum():
        return text
    dots, gap = _within_names()
    return gap.sub(r"\1", dots.sub(r"\1·", tidy(text)))


@cache
def _within_names() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A dot and a blank between Han characters; patterns over so many take time to make, and most names need none."""
    return re.compile(f"({_HAN}{_MARK}) ?[·•・･‧．﹒∙⋅.。｡] ?(?={_HAN})"), re.compile(f"({_HAN}{_MARK}) (?={_HAN})")


def private(text: str) -> bool:
    """Whether it holds private-use or replacement characters, which other machines show as something else."""
    return _PRIVATE.search(text) is not None


def digits_lost(number: float | Decimal) -> bool:
    """Whether a number is longer than the 15 digits a spreadsheet keeps, so that it is not what was typed. NaN too."""
    return not abs(float(number)) < DIGITS_KEPT


def lost_live(cell: str) -> str:
    """The same as a formula of a cell."""
    return f"ABS(N({cell}))>=1E15"


def decimal(number: float) -> Decimal:
    """A cell's number as the 15 digits that a spreadsheet keeps of it."""
    return Decimal(f"{number:.15g}")


def number_text(number: float | Decimal) -> str:
    """A number as its cell shows it: without the ``.0`` that a reader adds, and with zeros behind the 15 digits that are kept."""
    return str(int(decimal(float(number)))) if float(number).is_integer() else str(number)
