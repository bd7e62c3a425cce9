"""The values the rule language is made of: names, tree nodes, formulas and the author's mistakes.

Source: design.md §5 ("Rules are Excel formulas"). Everything here is immutable and picklable.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Literal, Protocol

from formkit.values import dataclass

Kind = Literal["number", "text", "date", "logical"]
_KNOWN = 4096  # formulas whose parts are remembered: many more than the rules of all forms
Value = float | str | datetime.date | bool | None

# The names under which a rendered WORKDAYS asks for its calendar; no constant of a form can be called so.
WORKDAYS, WORKDAYS_FROM, WORKDAYS_TO = "_workdays", "_workdays_from", "_workdays_to"

CODES: tuple[str, ...] = (
    "formula-syntax",            # found ("" at the end), expected ("" where any value would do)
    "formula-fullwidth",         # found, expected: a full-width sign where the half-width one belongs
    "formula-unclosed",          # found: the quote or bracket that is never closed
    "formula-number",            # text: a number Excel cannot hold exactly (over 15 digits, too large)
    "formula-text-long",         # length, limit: Excel allows 255 characters in a quoted text
    "formula-unknown-name",      # name, suggestion
    "formula-unknown-function",  # name, suggestion
    "formula-name-form",         # name, expected: a column without brackets or a constant in brackets
    "formula-column-outside",    # name, expected: a whole column where one value belongs
    "formula-column-expected",   # function, argument (1-based): one value where a whole column belongs
    "formula-cell-expected",     # function, argument: a computed value where a cell of this row belongs
    "formula-arity",             # function, expected, found (counts)
    "formula-kind",              # function (or operator), argument, expected (kinds joined by "|"), found
    "formula-text-order",        # operator: texts have no order that every client agrees on
    "formula-criterion",         # text, expected: a quoted condition that is none for this column's kind
    "formula-wildcard",          # text: * ? ~ in a condition would be taken literally
    "formula-counts-blanks",     # function: the spare rows of the sheet would be counted
    "formula-not-logical",       # found: the kind of a rule that is neither true nor false
    "formula-too-deep",          # limit
    "formula-too-long",          # limit
)


@dataclass(frozen=True, slots=True)
class Name:
    """What a formula may refer to: a column of the section, or a constant of the task.

    never_blank: a blank means "no", the text "" (ticks); only for kind "text". A constant is written bare.
    Raises ValueError where never_blank is given for another kind or for a constant.
    """

    key: str
    kind: Kind
    never_blank: bool = False
    constant: bool = False

    def __post_init__(self) -> None:
        if self.never_blank and (self.kind != "text" or self.constant):
            raise ValueError(f"never_blank is for text columns: {self.key}")


class FormulaError(ValueError):
    """The author's mistake, never raised for data: a code of CODES, a 0-based offset, values for a sentence.

    The values are `arguments`, since every exception already has an `args` of its own.
    """

    def __init__(self, code: str, position: int, arguments: dict[str, str]) -> None:
        super().__init__(code, position, arguments)
        self.code = code
        self.position = position
        self.arguments = arguments


@dataclass(frozen=True, slots=True)
class Node:
    """One node of a typed tree.

    op: "literal", "cell", "column", "constant", "negative", "percent", an operator sign, a function name, or
    "criterion" (value is the comparison, args are the column and the operand). at: offset in the text.
    """

    op: str
    kind: Kind
    at: int
    args: tuple[Node, ...] = ()
    value: float | str | bool = ""
    never_blank: bool = False
    height: int = 1


@dataclass(frozen=True, slots=True)
class Formula:
    """A parsed rule.

    needs: keys read as [@key] that may be blank, in order of appearance; a rule is skipped where one is
    blank. A key that only ISBLANK asks about is not among them. columns: keys read as [key]. nesting: how deep
    parentheses stand in the rendered text (Excel allows 64).
    """

    text: str
    tree: Node
    kind: Kind
    needs: tuple[str, ...]
    columns: tuple[str, ...]
    nesting: int = 0

    def __hash__(self) -> int:
        """That of the text, which is worked out once: caches ask for it at every row, and formulas of one text are few."""
        return hash(self.text)


@lru_cache(_KNOWN)
def mentioned(formula: Formula, op: str) -> tuple[str, ...]:
    """What a formula names: op "cell" for [@keys], ISBLANK's included, "column" for [keys], "constant" for bare words."""
    found: dict[str, None] = {}
    stack = [formula.tree]
    while stack:
        node = stack.pop()
        if node.op == op:
            found[str(node.value)] = None
        stack.extend(reversed(node.args))
    return tuple(found)


@lru_cache(_KNOWN)
def asked_blank(formula: Formula) -> tuple[str, ...]:
    """Keys of cells that ISBLANK asks about and nothing else needs: the rule is for rows without them, too."""
    found: dict[str, None] = {}
    stack = [formula.tree]
    while stack:
        node = stack.pop()
        if node.op == "ISBLANK":
            found[str(node.args[0].value)] = None
        stack.extend(reversed(node.args))
    return tuple(key for key in found if key not in formula.needs)


@lru_cache(_KNOWN)
def counts_workdays(formula: Formula) -> bool:
    """Whether a formula needs the State Council's calendar."""
    stack = [formula.tree]
    while stack:
        node = stack.pop()
        if node.op == "WORKDAYS":
            return True
        stack.extend(node.args)
    return False


class Scope(Protocol):
    """What evaluation sees: the rows of a section. Numbers are floats, blanks None ("" where never_blank)."""

    @property
    def memo(self) -> dict[str, Any]:
        """Where evaluation keeps what it has worked out of these rows, by what it is; empty at first."""

    def column(self, key: str) -> Sequence[Value]:
        """The values of this section's rows, in order."""

    def constant(self, name: str) -> Value:
        """The value of a constant, by its own name."""

    def workdays(self, first: datetime.date, last: datetime.date) -> int | None:
        """How many working days lie after first, up to and including last; None where no calendar says."""


def fold(value: Value) -> Value:
    """The form in which values equal to Excel's = are identical: case-folded, 15 significant digits."""
    if isinstance(value, str):
        return value.casefold()
    if isinstance(value, float) and not value.is_integer():
        return float(f"{value:.15g}")
    return value
