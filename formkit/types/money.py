"""An amount of money in 元, to the 分: held exactly, never as a binary fraction.

A cell's number counts as the amount it shows in 15 digits, which is all a spreadsheet keeps. 0.5万 is 5000; 约5000
and 5k are nobody's amount and are asked about.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from formkit.types import characters, nothing
from formkit.types.reading import Guard, Raw, Reading, Spec, Value, folded, usual
from formkit.types.whole import limited, outside

KIND: Final = "number"
NUMBER_FORMAT = "#,##0.00####"  # more decimals than there may be are seen, not rounded away
NEVER_BLANK = False
SECRET = False
WRAPS = False
NUMBERED = False
DECIMALS = 2
SEPARATOR = ""
key = folded
CENT = Decimal("0.01")
MOST = 999_999_999_999
"""Up to here a spreadsheet's 15 digits hold every 分."""
# Compiled and kept by ``re`` where a form has such a column: most have none.
_WRITTEN = r"^(?P<sign>-?) ?[¥￥]? ?(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,15}(?:\.\d+)?) ?(?P<unit>元整?|块|万元?)?$"


def shown(value: Value) -> str:
    """An amount as people write it: 8000, 8000.50."""
    return usual(value).removesuffix(".00")


def read(raw: Raw, spec: Spec) -> Reading:
    """A number, or one as people write it with 元, 万元, ¥ or commas; never a guess, never 0 for a word."""
    if (unsaid := nothing.unsaid(raw, spec, zero=False)):
        return unsaid
    if isinstance(raw, str):
        found = re.match(_WRITTEN, characters.folded(raw))
        if not found:
            return Reading(problem="not-an-amount")
        amount = Decimal(found["sign"] + found["number"].replace(",", ""))
        thousands = (found["unit"] or "").startswith("万")
        return _limited(amount * 10_000 if thousands else amount, spec, "ten-thousand" if thousands else "number")
    if isinstance(raw, bool) or not isinstance(raw, int | float | Decimal):
        return Reading(problem="not-an-amount")
    if isinstance(raw, float):
        return _limited(characters.decimal(raw), spec, "")
    return _limited(Decimal(raw), spec, "")


def _limited(amount: Decimal, spec: Spec, repair: str) -> Reading:
    if not amount.is_finite():
        return Reading(problem="not-an-amount")
    if wrong := outside(amount, spec, limits(spec)):
        return wrong
    exact = amount.quantize(CENT)
    if exact != amount:
        return Reading(problem="too-precise")
    return Reading(exact + 0, repair=repair)  # there is no amount of -0.00


def limits(spec: Spec) -> tuple[int, int]:
    """Least and greatest amount the column takes."""
    low, high = spec.column.min, spec.column.max
    return (0 if low is None else low), (MOST if high is None else high)


def guard(cell: str, spec: Spec) -> Guard:
    """A number of whole 分 within the limits."""
    low, high = limits(spec)
    test = f"IF(ISNUMBER({cell}),AND(ROUND({cell},2)={cell},{cell}>={low},{cell}<={high}),FALSE)"
    args = {"low": str(low), "high": str(high)}
    cases = ((f"IF(ISNUMBER({cell}),AND(ROUND({cell},2)<>{cell},{cell}>={low},{cell}<={high}),FALSE)", "money-precise"),)
    return Guard("custom", test, formula=test, wording=limited("money", spec), args=args, cases=cases)
