"""The kinds of value a column may hold, one module each; ``reading.py`` says what the modules have in common."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from formkit.formula import Kind as RuleKind
from formkit.types import (
    choices,
    code,
    date,
    money,
    month,
    name,
    phone,
    resident_id,
    serial,
    text,
    tick,
    unit,
    whole,
)
from formkit.types.reading import Guard, Raw, Reading, Spec, Value, shown

__all__ = ["KINDS", "Guard", "Raw", "Reading", "Spec", "TypeModule", "Value", "shown"]


class TypeModule(Protocol):
    """The parts each module has."""

    @property
    def KIND(self) -> RuleKind:  # noqa: N802 - a constant of the module
        """What its values are in a rule."""

    @property
    def NUMBER_FORMAT(self) -> str:  # noqa: N802
        """How its cells are formatted."""

    @property
    def NEVER_BLANK(self) -> bool:  # noqa: N802
        """Whether an empty cell is itself an answer."""

    @property
    def SECRET(self) -> bool:  # noqa: N802
        """Whether values are shown by their last characters only."""

    @property
    def WRAPS(self) -> bool:  # noqa: N802
        """Whether a cell may hold lines of text."""

    @property
    def NUMBERED(self) -> bool:  # noqa: N802
        """Whether the workbook numbers the rows itself, so that it is never read."""

    @property
    def DECIMALS(self) -> int:  # noqa: N802
        """Digits behind the point of its numbers."""

    @property
    def SEPARATOR(self) -> str:  # noqa: N802
        """What stands between several values in one cell; empty where there is one."""

    def key(self, value: Value) -> str:
        """What makes two canonical values the same."""

    def shown(self, value: Value) -> str:
        """A value as people write it."""

    def read(self, raw: Raw, spec: Spec) -> Reading:
        """A raw value as understood."""

    def guard(self, cell: str, spec: Spec) -> Guard:
        """What the workbook does about it."""


KINDS: Mapping[str, TypeModule] = {
    "text": text,
    "name": name,
    "whole": whole,
    "money": money,
    "tick": tick,
    "code": code,
    "choices": choices,
    "date": date,
    "month": month,
    "resident-id": resident_id,
    "phone": phone,
    "unit": unit,
    "serial": serial,
}
