"""公民身份号码: GB 11643-1999, 18 characters; the last is a check character (ISO 7064 MOD 11-2).

Disability certificates carry the same number with 2 or 4 characters behind it (class, degree, reissue); the
person's key is the first 18. Residence permits (81, 82, 83) are built the same way and pass, and so does a foreigner's
permanent residence card of 2023: a 9, the province that took the application, and the country in place of city and
county (GA 2102-2023; National Immigration Administration, 新版外国人永久居留身份证机读信息规则). A number held as a number,
or as the text 3.70481E+17 that was made of one, has lost its last digits and is never repaired. Letters typed for
digits, and whatever stands beside a number, are said with the number that would be right, and left to the clerk.
Whether a county code existed is no finding: people keep the code they were born under.
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from operator import mul
from typing import Final

from formkit.types import characters, nothing
from formkit.types.reading import Guard, Raw, Reading, Spec, Value, usual

KIND: Final = "text"
NUMBER_FORMAT = "@"
NEVER_BLANK = False
SECRET = True
WRAPS = False
NUMBERED = False
DECIMALS = 0
SEPARATOR = ""
shown = usual
PROVINCES = frozenset(
    {11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46, 50, 51, 52, 53, 54}
    | {61, 62, 63, 64, 65, 71, 81, 82, 83, 91, 92, 93, 94, 95, 96}
)
_PROVINCES = frozenset(map(str, PROVINCES))
_WEIGHTS = tuple(2 ** (17 - place) % 11 for place in range(17))
# The code of a digit is 48 more than the digit, all 17 of them by 48 * sum(_WEIGHTS): so far is the row of characters turned.
_CHECKS = "".join("10X98765432"[(place - 48 * sum(_WEIGHTS)) % 11] for place in range(11))
_OLD = re.compile(r"^\d{15}$", re.ASCII)
_CERTIFICATE = re.compile(r"^(\d{17}[\dX])[1-7][1-4](?:B\d)?$", re.ASCII)
_NUMERAL = re.compile(r"^\d(?:\.\d+)?E\+?\d+$|^\d{15,}\.\d*$", re.ASCII)
_WITHIN = re.compile(r"\d{17}[\dX]", re.ASCII)
_PLAIN = re.compile(r"^[\dX]+$", re.ASCII)
_TYPED_FOR_DIGITS = str.maketrans("OIL", "011")


def read(raw: Raw, spec: Spec) -> Reading:
    """The number in half-width characters with a capital X, or what is wrong with it."""
    if isinstance(raw, str) and not _problem(raw, spec.end):
        return Reading(raw)  # as most are: there is nothing to read into it
    if (unsaid := nothing.unsaid(raw, spec)):
        return unsaid
    number = bare(raw) if isinstance(raw, str) else ""
    if not number or _NUMERAL.match(number):
        return Reading(problem="id-is-number")
    if _OLD.match(number):
        return Reading(problem="id-old", args={"proposed": modern(number)})
    certificate = _CERTIFICATE.match(number)
    body = certificate[1] if certificate else number
    if problem := _problem(body, spec.end):
        return _meant(number, spec.end) or Reading(problem=problem, args={"found": str(len(body))})
    return Reading(number, repair="" if number == raw else "id")


def bare(text: str) -> str:
    """A number as written, in half-width characters and capitals, without blanks and the apostrophe that makes a text."""
    return characters.solid(text).upper().lstrip("'’‘`")


def _meant(written: str, end: date | None) -> Reading | None:
    """The number that stands among other things in a cell, or that letters were typed for; None where none is right."""
    found = dict.fromkeys(number for number in _WITHIN.findall(written) if not _problem(number, end))
    if len(found) > 1:
        return Reading(problem="id-several", args={"found": str(len(found))})
    if found and not _PLAIN.match(written):
        return Reading(problem="id-mixed", args={"proposed": next(iter(found))})
    digits = written.translate(_TYPED_FOR_DIGITS)
    if digits != written and not _problem(digits, end):
        return Reading(problem="id-letters", args={"proposed": digits})
    return None


def _problem(number: str, end: date | None) -> str:
    if len(number) != 18:
        return "id-length"
    if not (number.isascii() and number[:17].isdigit() and (number[17] == "X" or number[17].isdigit())):
        return "id-characters"
    if number[:2] not in _PROVINCES:
        return "id-province"
    born = _day(number[6:14])
    if born is None or born.year < 1900 or (end and born > end):
        return "id-birth-date"
    return "" if _check(number) == number[17] else "id-checksum"


@lru_cache(4096)
def _day(digits: str) -> date | None:
    """The day of birth that eight digits are, None if they are none; it names nobody."""
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return None


def modern(old: str) -> str:
    """The 18-character form a 15-digit number (GB 11643-1989) would have."""
    return completed(f"{old[:6]}19{old[6:]}")


def completed(body: str) -> str:
    """The first 17 characters of a number with its check character behind them."""
    return body + _check(body)


def _check(number: str) -> str:
    """The check character of the first 17 (ISO 7064 MOD 11-2)."""
    return _CHECKS[sum(map(mul, number.encode(), _WEIGHTS)) % 11]


def key(value: Value) -> str:
    """What makes a person one and the same: the first 18 characters."""
    return str(value)[:18]


def guard(cell: str, spec: Spec) -> Guard:
    """Text with a real date and the right check character; ``_k`` names the cells 1 to 17 of the list sheet."""
    born = f"DATE(MID({cell},7,4),MID({cell},11,2),MID({cell},13,2))"
    check = f'MID("10X98765432",MOD(SUMPRODUCT(MID({cell},_k,1)*2^(18-_k)),11)+1,1)=MID(UPPER({cell}),18,1)'
    day = f'TEXT({born},"yyyymmdd")=MID({cell},7,8)'
    rough = f"AND(ISTEXT({cell}),LEN({cell})>=18,{day},{check})"
    extra = (
        f'IF(LEN({cell})>18,AND(OR(LEN({cell})=20,AND(LEN({cell})=22,MID({cell},21,1)="B",'
        f'ISNUMBER(FIND(MID({cell},22,1),"0123456789")))),'
        f'ISNUMBER(FIND(MID({cell},19,1),"1234567")),ISNUMBER(FIND(MID({cell},20,1),"1234"))),TRUE)'
    )
    province = f'ISNUMBER(FIND(LEFT({cell},2),"{" ".join(map(str, sorted(PROVINCES)))}"))'
    last = spec.end or date(2200, 12, 31)
    alive = f"{born}<=DATE({last.year},{last.month},{last.day})"
    live = f"IFERROR(AND({rough},{extra},{province},{alive}),FALSE)"
    tidy = f'UPPER(SUBSTITUTE(ASC({cell})," ",""))'
    size = f"LEN({cell})"
    # A word for none is asked to be cleared where the office would clear it; where it is required, its length is wrong.
    none = () if spec.column.required else ((nothing.unsaid_live(cell, spec), "unsaid"),)
    cases = (
        *none, (f"ISNUMBER({cell})", "id-number"), (f"{size}=15", "id-old"), (f"OR({size}<18,{size}=19)", "id-length"),
    )  # fmt: skip
    return Guard("custom", live, formula=rough, tidy=tidy, wording="resident-id", cases=cases, key="LEFT({cell},18)")
