"""上期末 + 新增 − 消除 − 自然减少 = 本期末: what came into the stock of a unit between two periods, and what left it.

A stock is counted at the end of a period, a flow between two ends. Households and persons are counted each by their own key.
"""

from __future__ import annotations

from dataclasses import fields
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from formkit.values import dataclass
from formkit.words import say

Basis = Literal["households", "persons"]
"""By what a rate is counted: 2021 Baoshan's 49.69% is by persons, by households it would be 44.49%."""


@dataclass(frozen=True, slots=True)
class Size:
    """So many households and persons."""

    households: int = 0
    persons: int = 0

    def __add__(self, other: Size) -> Size:
        return Size(self.households + other.households, self.persons + other.persons)

    def __sub__(self, other: Size) -> Size:
        return Size(self.households - other.households, self.persons - other.persons)


@dataclass(frozen=True, slots=True)
class Flow:
    """The stock at both ends and what moved between. ``removed``: the risk was eliminated; ``lost``: death, moving away (自然减少);
    ``gone``: no more in the table and nobody said why; ``arrived`` and ``left``: from and to another unit or class that is compared.
    """

    opening: Size = Size()
    added: Size = Size()
    arrived: Size = Size()
    removed: Size = Size()
    lost: Size = Size()
    gone: Size = Size()
    left: Size = Size()
    closing: Size = Size()

    def __add__(self, other: Flow) -> Flow:
        return Flow(*(getattr(self, each.name) + getattr(other, each.name) for each in fields(self)))

    @property
    def balanced(self) -> bool:
        """Whether the stock at the end is the one at the beginning with what came and without what went."""
        return self.stood - self.removed - self.lost - self.gone - self.left == self.closing

    @property
    def stood(self) -> Size:
        """All that stood in the table at some time: those of the beginning and those who came."""
        return self.opening + self.added + self.arrived


def rate(flow: Flow, basis: Basis) -> Decimal | None:
    """风险消除率: how many in a hundred of all that stood in the table had their risk eliminated, to two decimals, by households or
    by persons; None where nobody stood in it.
    """
    part, whole = (getattr(size, basis) for size in (flow.removed, flow.stood))
    return (Decimal(part * 100) / whole).quantize(Decimal("0.01"), ROUND_HALF_UP) if whole else None


def rate_text(flow: Flow, basis: Basis) -> str:
    """The rate with what it is counted by, without which it means nothing: ``49.69%（按人数）``; empty where there is none."""
    found = rate(flow, basis)
    return "" if found is None else say(f"rate-{basis}", {"rate": str(found)})
