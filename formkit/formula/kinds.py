"""The closed list of functions and operators, and what kinds of value each takes and gives.

There are no implicit conversions: where Excel would turn a text into a number or a date into a text, its
clients differ (measured: one verdict in ten), so a mismatch is the author's mistake. So joining (&) takes
texts only.
"""

from __future__ import annotations

from collections.abc import Sequence

from formkit.formula.tree import FormulaError, Kind, Node
from formkit.values import dataclass

MOST_ARGUMENTS = 60   # Excel allows 255; a rule with more than this is not one line any more
TALLEST = 100         # levels of a tree: a chain a+b+c+… of n terms is n levels high


@dataclass(frozen=True, slots=True)
class Signature:
    """takes: one entry an argument, kinds joined by "|"; "[…]" a whole column, "[…]|…" either, "@…" a cell.

    least: fewest arguments (-1: all). repeat: the last entry recurs. gives: None is the kind of the
    arguments.
    """

    takes: tuple[str, ...]
    gives: Kind | None
    least: int = -1
    repeat: bool = False


_N: Kind = "number"
_T: Kind = "text"
_D: Kind = "date"
_L: Kind = "logical"

SIGNATURES: dict[str, Signature] = {
    "AND": Signature((_L,), _L, repeat=True), "OR": Signature((_L,), _L, repeat=True),
    "NOT": Signature((_L,), _L), "ISNUMBER": Signature(("number|date",), _L),
    "LEN": Signature((_T,), _N), "LEFT": Signature((_T, _N), _T, 1), "RIGHT": Signature((_T, _N), _T, 1),
    "MID": Signature((_T, _N, _N), _T), "UPPER": Signature((_T,), _T), "TRIM": Signature((_T,), _T),
    "VALUE": Signature((_T,), _N), "EXACT": Signature((_T, _T), _L), "FIND": Signature((_T, _T, _N), _N, 2),
    "ABS": Signature((_N,), _N), "ROUND": Signature((_N, _N), _N), "INT": Signature((_N,), _N),
    "MOD": Signature((_N, _N), _N),
    "DATE": Signature((_N, _N, _N), _D), "YEAR": Signature((_D,), _N), "MONTH": Signature((_D,), _N),
    "ISBLANK": Signature(("@number|text|date|logical",), _L), "WORKDAYS": Signature((_D, _D), _N),
    "DAY": Signature((_D,), _N), "EDATE": Signature((_D, _N), _D), "EOMONTH": Signature((_D, _N), _D),
    "SUM": Signature(("[number]|number",), _N, repeat=True),
    "MIN": Signature(("[number|date]|number|date",), None, repeat=True),
    "MAX": Signature(("[number|date]|number|date",), None, repeat=True),
    "COUNT": Signature(("[number|date]",), _N), "COUNTA": Signature(("[number|text|date|logical]",), _N),
    # The last three are read by the parser: the kind of a condition depends on its column.
    "IF": Signature((_L, "number|text|date|logical", "number|text|date|logical"), None),
    "COUNTIF": Signature(("[number|text|date|logical]", "criterion"), _N),
    "COUNTIFS": Signature(("[number|text|date|logical]", "criterion"), _N, repeat=True),
    "SUMIFS": Signature(("[number]", "[number|text|date|logical]", "criterion"), _N, repeat=True),
}

# Left kind, sign, right kind -> result: adding days to a date, days between dates, plain arithmetic.
_ARITHMETIC: dict[tuple[Kind, str, Kind], Kind] = {
    **{(_N, sign, _N): _N for sign in "+-*/"},
    (_D, "+", _N): _D, (_N, "+", _D): _D, (_D, "-", _N): _D, (_D, "-", _D): _N,
}


def node(op: str, kind: Kind, at: int, args: Sequence[Node], value: float | str | bool = "") -> Node:
    """A node over its arguments; raises FormulaError where the tree becomes higher than any client takes."""
    height = 1 + max((arg.height for arg in args), default=0)
    if height > TALLEST:
        raise FormulaError("formula-too-deep", at, {"limit": str(TALLEST)})
    return Node(op, kind, at, tuple(args), value, height=height)


def unary(op: str, at: int, operand: Node) -> Node:
    """A negative or a percentage of a number."""
    require(operand, "number", "-" if op == "negative" else "%", 1)
    return node(op, "number", at, (operand,))


def binary(sign: str, at: int, left: Node, right: Node) -> Node:
    """An operator between two values; raises FormulaError (at the operand that does not fit)."""
    for number, side in enumerate((left, right), 1):  # a whole column is no value, of whatever kind it is
        require(side, side.kind, sign, number)
    if sign == "&":
        require(left, "text", sign, 1)
        require(right, "text", sign, 2)
        return node(sign, "text", at, (left, right))
    if sign in "+-*/":
        if result := _ARITHMETIC.get((left.kind, sign, right.kind)):
            return node(sign, result, at, (left, right))
        require(left, "number|date" if sign in "+-" else "number", sign, 1)
        fitting = [kind for a, s, kind in _ARITHMETIC if a == left.kind and s == sign]
        require(right, "|".join(fitting), sign, 2)
    require(right, left.kind, sign, 2)
    compare(sign, at, left.kind)
    return node(sign, "logical", at, (left, right))


def compare(sign: str, at: int, kind: Kind) -> None:
    """Raise FormulaError where values of this kind have no order: texts (collation differs) and logicals."""
    if sign not in ("=", "<>") and kind == "text":
        raise FormulaError("formula-text-order", at, {"operator": sign})
    if sign not in ("=", "<>") and kind == "logical":
        raise _mismatch(at, sign, 1, "number|date", kind)


def require(operand: Node, expected: str, function: str, argument: int) -> None:
    """Raise FormulaError at the operand where it is a whole column or of another kind than expected.

    expected: kinds joined by "|"; "[kinds]" wants a whole column, with "[kinds]|kinds" either will do, and
    "@kinds" wants a cell of this row and nothing made of it.
    """
    cell, expected = expected.startswith("@"), expected.removeprefix("@")
    column, _, single = expected[1:].partition("]") if expected.startswith("[") else ("", "", expected)
    single = single.removeprefix("|")
    if operand.op == "column" and not column:
        name = str(operand.value)
        raise FormulaError("formula-column-outside", operand.at, {"name": name, "expected": f"[@{name}]"})
    if operand.op != "column" and not single:
        arguments = {"function": function, "argument": str(argument)}
        raise FormulaError("formula-column-expected", operand.at, arguments)
    if cell and operand.op != "cell":
        raise FormulaError("formula-cell-expected", operand.at, {"function": function, "argument": str(argument)})
    kinds = column if operand.op == "column" else single
    if operand.kind not in kinds.split("|"):
        raise _mismatch(operand.at, function, argument, kinds, operand.kind)


def call(function: str, at: int, args: Sequence[Node]) -> Node:
    """A call of one of SIGNATURES (conditional counts excepted) over typed arguments."""
    check_count(function, at, len(args))
    signature = SIGNATURES[function]
    for position, arg in enumerate(args):
        expected = signature.takes[min(position, len(signature.takes) - 1)]
        require(arg, expected, function, position + 1)
    alike = args[1:] if function == "IF" else args
    if signature.gives is None:
        for position, arg in enumerate(alike):
            if arg.kind != alike[0].kind:
                number = position + 1 + len(args) - len(alike)
                raise _mismatch(arg.at, function, number, alike[0].kind, arg.kind)
    return node(function, signature.gives or alike[0].kind, at, args)


def check_count(function: str, at: int, found: int) -> None:
    """Raise FormulaError where a function is given too few or too many arguments, or half a condition."""
    signature = SIGNATURES[function]
    least = len(signature.takes) if signature.least < 0 else signature.least
    most = MOST_ARGUMENTS if signature.repeat else len(signature.takes)
    paired = signature.takes[-1] != "criterion" or (found - len(signature.takes)) % 2 == 0
    if not least <= found <= most or not paired:
        expected = str(least) if least == most else f"{least}–{most}"
        arguments = {"function": function, "expected": expected, "found": str(found)}
        raise FormulaError("formula-arity", at, arguments)


def may_be_empty(operand: Node) -> bool:
    """Whether a text can turn out to be "" in a rule that runs (a cell that is needed is then filled)."""
    if operand.op == "literal":
        return operand.value == ""
    return operand.op != "cell" or operand.never_blank


def accepts_blank(condition: Node) -> bool:
    """Whether a blank cell meets a condition: it is "" in a column that is never blank, nothing elsewhere."""
    if condition.value == "filled" or not condition.args[0].never_blank:
        return False
    operand = condition.args[1]
    return may_be_empty(operand) if condition.value == "=" else operand.op != "literal" or operand.value != ""


def _mismatch(at: int, function: str, argument: int, expected: str, found: Kind) -> FormulaError:
    arguments = {"function": function, "argument": str(argument), "expected": expected, "found": found}
    return FormulaError("formula-kind", at, arguments)
