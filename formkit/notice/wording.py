"""How official Chinese is written: 发文字号, dates, 户 and 人 together, titles inside titles, ordinals, the place of the signature.

Sources: GB/T 9704-2012 7.2.5, 7.3.1, 7.3.5; GB/T 15834-2011 (punctuation) for titles inside titles.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from formkit import calendars
from formkit.compare.flows import Size
from formkit.period import long_date

LINE = 28
"""Characters in a line of the 版心 (GB/T 9704-2012 5.2.3)."""
NUMBER = re.compile(r"^[一-龥]{2,14}〔(19|20)\d{2}〕[1-9]\d{0,3}号$")
"""发文字号: the year in full in six-angle brackets, no 第, no leading zero (7.2.5)."""
_DATE = re.compile(r"^(\d{4})\s*(?:年|-|/|\.)\s*(\d{1,2})\s*(?:月|-|/|\.)\s*(\d{1,2})\s*日?$")
_DIGITS = "〇一二三四五六七八九"
_COMMITTEE = re.compile(r"(?:村民|居民|村|居)委(?:员?会)?$")
_HALF = re.compile(r"(?<=[一-龥”’）》])[,;:!?](?=[一-龥“‘（《]|$)")
_WIDE = str.maketrans(",;:!?", "，；：！？")


def size_text(size: Size) -> str:
    """户 and 人 written together: 16369户54851人."""
    return f"{size.households}户{size.persons}人"


def day_text(said: str) -> str:
    """A day as an official document writes it, without leading zeros; ValueError where it is none."""
    return long_date(_day(said))


def misfit(kind: str, said: str) -> str:
    """The code of the sentence where a text is no ``date``, 发文字号 (``number``; 号起 begins a row of them) or ``flag``; else empty."""
    if kind == "date":
        try:
            _day(said)
        except ValueError:
            return "notice-bad-date"
    if kind == "number" and not NUMBER.match(said.removesuffix("起")):
        return "notice-bad-number"
    return "notice-bad-flag" if kind == "flag" and said not in ("是", "否") else ""


def days_later(said: str, days: int) -> str:
    """The day so many days after a day as it is written; ValueError where that is none."""
    return long_date(date.fromordinal(_day(said).toordinal() + days))


def workdays_later(said: str, count: int | str) -> str:
    """The last of so many working days after a day as it is written, which is not counted (民法典201条); ValueError where that is
    none. Raises SchemaError naming the file to add where the working days of the year are not known.
    """
    return long_date(calendars.workday_after(_day(said), int(count)))


def _day(said: str) -> date:
    found = _DATE.match(said.strip())
    if not found:
        raise ValueError(said)
    return date(*(int(part) for part in found.groups()))


def ordinal(number: int) -> str:
    """一, 二 … 十, 十一 … 九十九, for headings."""
    tens, ones = divmod(number, 10)
    if not 0 < number < 100:
        raise ValueError(number)
    return ("" if not tens else "十" if tens == 1 else f"{_DIGITS[tens]}十") + (_DIGITS[ones] if ones else "")


def titled(said: str) -> str:
    """A title between 《》, those inside it between 〈〉, and those inside these between 《》 again."""
    bare = said.strip()
    depth, found = 1, []
    for char in bare:
        if char in "《〈":
            depth += 1
            found.append("〈" if depth % 2 == 0 else "《")
        elif char in "》〉":
            found.append("〉" if depth % 2 == 0 else "》")
            depth -= 1
        else:
            found.append(char)
    return f"《{''.join(found)}》"


def place(said: str) -> str:
    """A village or community as people call it: 赵村村委会 is 赵村, 兴中社区居委会 is 兴中社区; any other name as it is."""
    found = _COMMITTEE.search(said)
    bare = said[: found.start()] if found else said
    if found and not bare.endswith(("村", "社区")):
        return f"{bare}村" if found[0].startswith("村") and bare else said
    return bare or said


def committee(said: str) -> str:
    """Who seals for a village or community: 甲庄村村民委员会, 示例社区居民委员会; a name that is one already as it is."""
    if _COMMITTEE.search(said):
        return said
    return f"{said}{'居民委员会' if said.endswith('社区') else '村民委员会'}"


def closed(said: str) -> str:
    """A sentence that somebody gave, with a full stop behind it."""
    bare = said.rstrip().rstrip("，、；,;.")
    return bare if not bare or bare.endswith(("。", "！", "？", "……", "。”", "。）")) else f"{bare}。"


def wide(said: str) -> str:
    """Punctuation between Chinese as running text has it, where a printed form has it half as wide (GB/T 15834-2011 5.1)."""
    return _HALF.sub(lambda found: found[0].translate(_WIDE), said)


def signature(agency: str, date: str, sealed: str = "否") -> str:
    """发文机关署名: under a seal centred over the date (7.3.5.1), else two characters in from the right, or more where the date is
    the longer (7.3.5.2).
    """
    if sealed != "是":
        return "\u3000" * _indent(agency, date) + agency
    return _padded(_sealed(agency, date)[0]) + agency


def signed_by(date: str, agency: str, sealed: str = "否") -> str:
    """成文日期: under a seal four characters in from the right (7.3.5.1), else beginning two to the right of the signature
    (7.3.5.2).
    """
    if sealed != "是":
        return "\u3000" * (_indent(agency, date) + 2) + date
    return _padded(_sealed(agency, date)[1]) + date


def _sealed(agency: str, date: str) -> tuple[float, float]:
    """Where the two lines begin, in characters. A name too long to stand over a date four characters in ends one character before the
    line does, and the date is centred under it.
    """
    wide, narrow = width(agency), width(date)
    begin = LINE - 4 - narrow
    over = begin + (narrow - wide) / 2
    if over + wide > LINE - 1:
        over = max(0.0, LINE - 1 - wide)
        begin = over + (wide - narrow) / 2
    return max(0.0, over), max(0.0, begin)


def _padded(places: float) -> str:
    """So many characters of blank, to the half."""
    halves = round(places * 2)
    return "\u3000" * (halves // 2) + ("\u2002" if halves % 2 else "")


def _indent(agency: str, date: str) -> int:
    return max(0, int(LINE - 2 - max(width(agency), width(date) + 2)))


def width(text: str) -> float:
    """How wide a text is set, in characters: a half-width sign is half of one."""
    return sum(1 if unicodedata.east_asian_width(char) in "WFA" else 0.5 for char in text)
