"""The periods of a roll-up one after another: what stood at the end of each, what came in between, what is added up.

A stock is how things stand at an end: over several periods its number is the last one. A flow is what happened in between:
its numbers are added. A period nobody gathered is named and never taken for 0.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from datetime import timedelta
from decimal import Decimal

from formkit import period as periods
from formkit.compare.flows import Flow, Size
from formkit.compare.standing import standing
from formkit.merge import Part, Total, added, totals_of, year_of
from formkit.model import Form
from formkit.values import dataclass

Number = int | Decimal
_NONE = Size()
_AT_MOST = 120
"""Periods that are filled in between two that are known: ten years of months."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A roll-up at the end of one period: the totals of each section, and the flow since the period before.

    ``expected`` units had to report, ``received`` have; ``parts`` are what the numbers were counted over. Without ``totals`` the
    period was not gathered.
    """

    period: str
    label: str
    totals: Mapping[str, Total] = field(default_factory=dict)
    flow: Flow | None = None
    expected: int = 0
    received: int = 0
    parts: tuple[Part, ...] = ()

    @property
    def gathered(self) -> bool:
        """Whether anything is known of it."""
        return bool(self.totals)

    @property
    def stock(self) -> Size:
        """Households and persons that stand at the end."""
        return sum((Size(total.households, total.persons) for total in self.totals.values()), Size())


def moment(form: Form, period: str, parts: Sequence[Part], reported: tuple[int, int], flow: Flow | None = None) -> Moment:
    """A period over the parts of a roll-up; ``reported`` is how many had to report and how many have.

    A period in which nobody has reported is not gathered: its stock is not known, which is not 0.
    """
    if not parts and not reported[1]:
        return Moment(period, label_of(period), expected=reported[0])
    year, each = year_of(period), [totals_of(form, part) for part in parts]
    totals = {section.key: added(form, (found[section.key] for found in each), year) for section in form.sections}
    return Moment(period, label_of(period), totals, flow, *reported, tuple(parts))


def table_flow(form: Form, parts: Iterable[Part]) -> Flow:
    """All that stands in the tables, as what came in with them: who is out of the stock, and who is left in it."""
    found: dict[str, Size] = {"removed": _NONE, "lost": _NONE, "closing": _NONE}
    for part in parts:
        stands = standing(form, part, part.unit, None)
        for entry in (*stands.homes, *stands.entries):
            if not entry.outside:
                found[entry.out or "closing"] += entry.size
    return Flow(added=found["removed"] + found["lost"] + found["closing"], **found)


def label_of(text: str) -> str:
    """A period as it is said; the text itself where it is none."""
    found = periods.parsed(text)
    return found.label if found else text


def in_order(moments: Iterable[Moment]) -> tuple[Moment, ...]:
    """The moments by period, each once, with those between them that nobody gathered."""
    known = {each.period: each for each in sorted(moments, key=lambda each: _when(each.period))}
    found: list[Moment] = []
    for each in known.values():
        between = _between(found[-1].period, each.period) if found else ()
        found += [Moment(text, label_of(text)) for text in between]
        found.append(each)
    return tuple(found)


def _when(text: str) -> tuple[object, str]:
    found = periods.end_of(text)
    return (found.isoformat() if found else "", text)


def _between(first: str, last: str) -> tuple[str, ...]:
    """Months, quarters or years between two; nothing where the periods are of another kind."""
    found: list[str] = []
    end = periods.parsed(first)
    until = periods.parsed(last)
    while end and until and len(found) <= _AT_MOST and (text := _next(end)):
        end = periods.parsed(text)
        if end is None or end.start >= until.start:
            return tuple(found)
        found.append(text)
    return ()


def _next(this: periods.Period) -> str:
    day = this.end + timedelta(days=1)
    kind = periods.kind(this)
    if kind == "month":
        return f"{day:%Y-%m}"
    if kind == "quarter":
        return f"{day.year}Q{(day.month + 2) // 3}"
    return str(day.year) if kind == "year" else ""


def over(measure: str, numbers: Sequence[Number | None]) -> Number | None:
    """A column over the periods: of a stock the last number, of a flow the sum; None where nothing is known."""
    known = [number for number in numbers if number is not None]
    if not known:
        return None
    return sum(known) if measure == "flow" else known[-1]
