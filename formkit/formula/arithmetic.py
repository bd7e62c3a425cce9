"""Excel's functions on plain values, as clients compute them; a date is its serial number (1899-12-30 is 0).

Excel and LibreOffice hide the last bits of a binary fraction: numbers that agree to about 15 digits are
equal, and a difference of two such numbers is 0. So 0.1+0.2 equals 0.3 here as well. What has no answer
raises NotApplicableError.
"""

from __future__ import annotations

import datetime
import math
import re
from calendar import monthrange
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

EPOCH = 693594           # datetime.date.toordinal() of serial 0
FIRST_SERIAL = 61        # 1900-03-01: before it Excel counts a day that never was
LAST_SERIAL = 2958465    # 9999-12-31
LONGEST_NUMERAL = 15
LARGEST_POSITION = 2**31 - 1
_NEAR = 2.0**-48         # the tolerance of LibreOffice; Excel compares 15 significant digits
_NOISY = 1e12            # beyond it a part of a whole number is no longer noise
_NUMERAL = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)")


class NotApplicableError(Exception):
    """The data give no answer (#DIV/0!, #VALUE!, #NUM! in a cell): the rule is skipped."""


def equal(a: float, b: float) -> bool:
    """Whether two numbers are the same to a client."""
    if a == b:
        return True
    if not abs(a - b) < _NEAR * min(abs(a), abs(b)):
        return False
    return not (float(a).is_integer() and float(b).is_integer())


def add(a: float, b: float) -> float:
    """a + b, exactly 0 where only rounding noise is left."""
    result = a + b
    if result != 0 and abs(result) >= _NEAR * abs(a):  # too much to be noise, which is the usual case
        return _finite(result)
    return 0.0 if a != 0 and equal(a, -b) else _finite(result)


def total(values: Iterable[float]) -> float:
    """SUM, free of rounding noise, so that the order of the rows never matters."""
    try:
        return math.fsum(values)
    except OverflowError:
        raise NotApplicableError from None


def multiply(a: float, b: float) -> float:
    """a * b."""
    return _finite(a * b)


def divide(a: float, b: float) -> float:
    """a / b; no answer for 0."""
    if b == 0:
        raise NotApplicableError
    return _finite(a / b)


def _finite(value: float) -> float:
    if value - value != 0:
        raise NotApplicableError
    return value


def floor(x: float) -> int:
    """INT: the next whole number downwards of what 15 digits show."""
    down = math.floor(x)
    return down if x == down or abs(x) > _NOISY else math.floor(float(f"{x:.15g}"))


def truncate(x: float) -> int:
    """A number where a function wants a whole one: digits behind the point are cut off."""
    plain = int(x)
    return plain if plain == x else floor(x) if x >= 0 else -floor(-x)


def modulo(a: float, b: float) -> float:
    """MOD: the remainder with the sign of the divisor."""
    rest = add(a, -multiply(floor(divide(a, b)), b))
    if not (0 <= rest < b or b < rest <= 0):
        raise NotApplicableError
    return rest


def rounded(x: float, digits: float) -> float:
    """ROUND: half away from zero, on the decimal digits a person sees (2.675 to 2 places is 2.68)."""
    places = truncate(digits)
    if places > 20:
        return x
    if places < -20:
        raise NotApplicableError
    unit = Decimal(1).scaleb(-places)
    decimal = Decimal(f"{x:.15g}")
    return float(decimal.quantize(unit, ROUND_HALF_UP)) if decimal.adjusted() + places < 20 else x


@lru_cache(1024)
def number(text: str) -> float:
    """VALUE: plain numerals of at most 15 characters only (no 5%, 1/2, 1,000, dates, powers)."""
    if len(text) > LONGEST_NUMERAL or not ((text.isdecimal() and text.isascii()) or _NUMERAL.fullmatch(text)):
        raise NotApplicableError
    return float(text)


def _counted(text: str) -> str:
    """A text whose characters every client counts alike.

    A rare character (𠮷) is two to Excel, one to LibreOffice and a newer Excel: no answer is right in all of
    them.
    """
    if not text.isascii() and max(text) > "\uffff":
        raise NotApplicableError
    return text


def _position(x: float, least: int) -> int:
    value = floor(x)
    if not least <= value <= LARGEST_POSITION:
        raise NotApplicableError
    return value


def left(text: str, count: float = 1) -> str:
    """LEFT: the first characters."""
    return _counted(text)[: _position(count, 0)]


def right(text: str, count: float = 1) -> str:
    """RIGHT: the last characters."""
    size = _position(count, 0)
    return _counted(text)[-size:] if size else ""


def middle(text: str, start: float, count: float) -> str:
    """MID: characters from a 1-based place."""
    part = _part(start, count)
    return text[part] if text.isascii() else _counted(text)[part]


@lru_cache(1024)
def _part(start: float, count: float) -> slice:
    """The characters from a 1-based place on; in a rule both are mostly the same for every row."""
    first = _position(start, 1) - 1
    return slice(first, first + _position(count, 0))


def length(text: str) -> int:
    """LEN."""
    return len(_counted(text))


def find(wanted: str, text: str, start: float = 1) -> int:
    """FIND: the 1-based place of a text in another, capitals told apart; of nothing there is no place."""
    place = _counted(text).find(wanted, _position(start, 1) - 1)
    if place < 0 or not wanted:
        raise NotApplicableError
    return place + 1


def upper(text: str) -> str:
    """UPPER: letter by letter, so that the length stays the same (ß is not SS)."""
    return text.upper() if text.isascii() else "".join(c.upper() if len(c.upper()) == 1 else c for c in text)


def trim(text: str) -> str:
    """TRIM: plain spaces only; full-width spaces are other characters to Excel."""
    return " ".join(part for part in text.split(" ") if part)


def whole(serial: float) -> int:
    """The day whose midnight a comparison takes a serial number to have reached: the nearest if equal to it."""
    nearest = math.floor(serial + 0.5)
    return nearest if equal(serial, nearest) else math.floor(serial)


def day_of(serial: float) -> datetime.date:
    """The calendar day of a serial number; the time of day is cut off."""
    if not FIRST_SERIAL <= serial < LAST_SERIAL + 1:
        raise NotApplicableError
    return datetime.date.fromordinal(EPOCH + math.floor(serial))


def serial_of(day: datetime.date) -> int:
    """The serial number of a calendar day."""
    return day.toordinal() - EPOCH


def date(year: float, month: float, day: float) -> int:
    """DATE: months and days past their ends run over. Clients differ on years before 1900: no answer."""
    whole = int(year), int(month), int(day)
    stated, named, numbered = whole if whole == (year, month, day) else (truncate(year), truncate(month), truncate(day))
    y, months = divmod(stated * 12 + named - 1, 12)
    if not (1900 <= stated <= 9999 and 1900 <= y <= 9999):
        raise NotApplicableError
    serial = datetime.date(y, months + 1, 1).toordinal() - EPOCH + numbered - 1
    if not FIRST_SERIAL <= serial <= LAST_SERIAL:
        raise NotApplicableError
    return serial


def months_later(serial: float, months: float, *, end: bool = False) -> int:
    """EDATE (the same day, or the last of a shorter month); with end EOMONTH (the last day of that month)."""
    start = day_of(serial)
    year, month = divmod(start.year * 12 + start.month - 1 + truncate(months), 12)
    if not 1900 <= year <= 9999:
        raise NotApplicableError
    last = monthrange(year, month + 1)[1]
    return serial_of(datetime.date(year, month + 1, last if end else min(start.day, last)))
