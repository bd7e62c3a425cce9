"""A formula as an A1 cell formula that gives in a spreadsheet what `compiled` gives in Python.

Three things differ from the author's text. A rule is silent (TRUE) where a cell it needs is blank or the data
make an error. COUNTIFS and SUMIFS become SUMPRODUCT, because Excel's own compare 15 digits of an ID and take
wildcards. A blank in a column meets no condition (Excel's blank equals both 0 and ""), except "" where a
blank means "no".
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from formkit.formula.arithmetic import LONGEST_NUMERAL
from formkit.formula.kinds import may_be_empty
from formkit.formula.lexer import LONGEST_FORMULA
from formkit.formula.tree import WORKDAYS, WORKDAYS_FROM, WORKDAYS_TO, Formula, FormulaError, Node
from formkit.values import dataclass

_BINDS = {"=": 1, "<>": 1, "<": 1, "<=": 1, ">": 1, ">=": 1, "&": 2, "+": 3, "-": 3, "*": 4, "/": 4,
          "negative": 5, "percent": 6, "ISBLANK": 1}


@dataclass(frozen=True, slots=True)
class _Places:
    cell: Callable[[str], str]
    column: Callable[[str], str]
    constant: Callable[[str], str]


def render(
    formula: Formula, cell: Callable[[str], str], column: Callable[[str], str],
    constant: Callable[[str], str], *, guarded: bool = True,
) -> str:
    """The A1 formula, without a leading "=".

    cell, column: the address of this row's cell and of the section's cells, spare rows included (never other
    sections or the header). constant: a constant as a name, a reference, a literal or a call; asked for
    WORKDAYS, WORKDAYS_FROM and WORKDAYS_TO, the cells of all working days and the first and last day they cover.
    guarded: silent where a needed cell is blank or an error arises (TRUE for a rule, "" for another kind);
    False where the formula around it sees to both. Raises FormulaError where it is longer than Excel allows.
    """
    places = _Places(cell, column, constant)
    written = _filled(formula.tree, places)
    if not guarded:
        return written
    silent = "TRUE" if formula.kind == "logical" else '""'
    blanks = [f'{cell(key)}=""' for key in formula.needs]
    if blanks:
        written = f"IF({blanks[0] if len(blanks) == 1 else _call('OR', blanks)},{silent},{written})"
    return f"IFERROR({written},{silent})"


def _write(node: Node, places: _Places) -> str:
    """One node; raises FormulaError where it is too long, before a parent could double it."""
    written = _written(node, places)
    if len(written) > LONGEST_FORMULA:
        raise FormulaError("formula-too-long", node.at, {"limit": str(LONGEST_FORMULA)})
    return written


def _written(node: Node, places: _Places) -> str:
    if special := _SPECIAL.get(node.op):
        return special(node, places)
    if node.op in _BINDS:
        level = _BINDS[node.op]
        left = _operand(node.args[0], places, level)
        return left + node.op + _operand(node.args[1], places, level + 1)
    return _call(node.op, [_write(arg, places) for arg in node.args])


def _operand(node: Node, places: _Places, level: int) -> str:
    """A node inside an operator: in brackets where it binds more loosely than its surroundings."""
    written = _write(node, places)
    return f"({written})" if _BINDS.get(node.op, level) < level else written


def _call(function: str, args: Sequence[str]) -> str:
    return f"{function}({','.join(args)})"


def _literal(value: float | str | bool) -> str:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, str):
        return '"' + value.replace('"', '""') + '"'
    return f"{value:.15g}".upper()


def _filled(node: Node, places: _Places) -> str:
    """A value that is handed on: a reference to an empty cell would arrive as 0, so it is made a text."""
    written = _write(node, places)
    return f'({written}&"")' if node.op == "cell" and node.never_blank else written


def _if(node: Node, places: _Places) -> str:
    return _call("IF", [_write(node.args[0], places), *[_filled(arg, places) for arg in node.args[1:]]])


def _value(node: Node, places: _Places) -> str:
    """VALUE of a plain numeral only: with E0 behind it neither 5% nor 1/2 nor a date is a number any more,
    and with ? for the sign neither are 1,000 and " 12".

    Excel keeps 15 digits; a longer numeral is an error here, as in `compiled`, and not a different number.
    """
    text = node.args[0]
    length = text.args[-1] if text.op in ("LEFT", "RIGHT", "MID") and len(text.args) > 1 else None
    suffix = '"E0"'
    if length is None or length.op != "literal" or float(length.value) > LONGEST_NUMERAL:
        suffix = f'IF(LEN({_write(text, places)})>{LONGEST_NUMERAL},"?","E0")'
    plain = f'SUBSTITUTE(SUBSTITUTE({_write(text, places)},",","?")," ","?")'
    return f"VALUE({plain}&{suffix})"


def _find(node: Node, places: _Places) -> str:
    """FIND, an error where nothing is looked for: Excel would find it at the start, LibreOffice nowhere."""
    wanted, *others = (_write(arg, places) for arg in node.args)
    if may_be_empty(node.args[0]):
        wanted = f'IF({wanted}="",NA(),{wanted})'
    return _call("FIND", [wanted, *others])


def _workdays(node: Node, places: _Places) -> str:
    """WORKDAYS: the days of the calendar between two dates, an error where either lies outside the calendar."""
    first, last = (_operand(arg, places, 2) for arg in node.args)
    days, low, high = (places.constant(name) for name in (WORKDAYS, WORKDAYS_FROM, WORKDAYS_TO))
    outside = ",".join(f"{day}<{low},{day}>={high}+1" for day in (first, last))
    return f"IF(OR({outside}),NA(),SUMPRODUCT(({days}>{first})*({days}<={last})))"


def _count(node: Node, places: _Places) -> str:
    return _call("SUMPRODUCT", [_product(node.args, places)])


def _conditional_sum(node: Node, places: _Places) -> str:
    return _call("SUMPRODUCT", [_product(node.args[1:], places), _write(node.args[0], places)])


def _product(conditions: Sequence[Node], places: _Places) -> str:
    """1 for each row that meets all conditions, 0 for the others."""
    factors = [factor for condition in conditions for factor in _factors(condition, places)]
    return f"--{factors[0]}" if len(factors) == 1 else "*".join(factors)


def _factors(condition: Node, places: _Places) -> list[str]:
    """A condition as comparisons of the whole column; blanks (and strays in a number column) are left out."""
    column = condition.args[0]
    cells = _write(column, places)
    present = f"ISNUMBER({cells})" if column.kind in ("number", "date") else f'({cells}<>"")'
    if condition.value == "filled":
        return [present]
    operand = condition.args[1]
    compared = f"({cells}{condition.value}{_operand(operand, places, 2)})"
    blank_passes = column.kind != "text" or condition.value == "<>" or may_be_empty(operand)
    return [compared, present] if blank_passes and not column.never_blank else [compared]


_SPECIAL: dict[str, Callable[[Node, _Places], str]] = {
    "literal": lambda node, _: _literal(node.value),
    "cell": lambda node, places: places.cell(str(node.value)),
    "column": lambda node, places: places.column(str(node.value)),
    "constant": lambda node, places: places.constant(str(node.value)),
    "negative": lambda node, places: "-" + _operand(node.args[0], places, _BINDS["negative"]),
    "percent": lambda node, places: _operand(node.args[0], places, _BINDS["percent"]) + "%",
    "ISBLANK": lambda node, places: f"LEN({places.cell(str(node.args[0].value))})=0", "WORKDAYS": _workdays,
    "IF": _if, "VALUE": _value, "FIND": _find, "COUNTIFS": _count, "SUMIFS": _conditional_sum,
}
