"""A number of an earlier period once more, from the roll-up workbook of that period."""

from __future__ import annotations

from dataclasses import replace

from formkit.read.rollup import Opened
from formkit.trace.origin import Counted, counted
from formkit.trace.recount import Meaning
from formkit.trace.totals import Stood


def again(opened: Opened, meaning: Meaning) -> Counted | None:
    """The same number of that workbook, where it stands there; else counted over its rows, or added up over what changed then.

    None where the workbook is another unit's or another period's, or cannot say it.
    """
    if (meaning.unit or opened.read.unit.code, meaning.period) != (opened.read.unit.code, opened.read.period):
        return None
    wanted = [replace(meaning, unit=unit, period="") for unit in ("", opened.read.unit.code)]
    stood = next((each for each in opened.numbers if each.meaning in wanted), None)
    found = counted(opened, stood or Stood("", "", wanted[0], None))
    if found.expected is None and found.lines:
        found = replace(found, expected=sum(line.amount or 0 for line in found.lines))
    return found if found.expected is not None else None
