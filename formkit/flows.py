"""上期末 + 新增 − 消除 − 自然减少 = 本期末: what came into the stock of a unit between two periods, and what left it.

A stock is counted at the end of a period, a flow between two ends. Households and persons are counted each by their own key.
"""

from __future__ import annotations

from dataclasses import dataclass, fields


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
        came = self.opening + self.added + self.arrived
        return came - self.removed - self.lost - self.gone - self.left == self.closing
