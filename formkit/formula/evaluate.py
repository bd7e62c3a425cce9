"""A formula as a Python function of a table: closures, one a node, built once and called for all its rows together.

Inside, dates are serial numbers as in the cells, so that arithmetic and comparison are those of Excel. AND,
OR and comparisons always look at both sides, because in a cell an error on either side is an error of the
whole; only IF leaves out the branch it does not take.
"""

from __future__ import annotations

import datetime
import functools
import operator
from collections.abc import Callable, Sequence, Set
from typing import Any

from formkit.formula import arithmetic as excel
from formkit.formula import conditions
from formkit.formula.arithmetic import NotApplicableError
from formkit.formula.table import ALL, Answers, Run, aligned, column, folded, kept, mapped, named, present, together
from formkit.formula.tree import Formula, Node, Scope, Value

_FUNCTIONS: dict[str, Callable[..., Any]] = {
    "+": excel.add, "-": lambda a, b: excel.add(a, -b), "*": excel.multiply, "/": excel.divide,
    "&": operator.add, "negative": operator.neg, "percent": lambda a: a / 100,
    "NOT": operator.not_, "LEN": excel.length, "LEFT": excel.left, "RIGHT": excel.right,
    "MID": excel.middle, "UPPER": excel.upper, "TRIM": excel.trim, "VALUE": excel.number,
    "EXACT": operator.eq, "FIND": excel.find,
    "ABS": abs, "ROUND": excel.rounded, "INT": excel.floor, "MOD": excel.modulo, "DATE": excel.date,
    "YEAR": lambda d: excel.day_of(d).year, "MONTH": lambda d: excel.day_of(d).month,
    "DAY": lambda d: excel.day_of(d).day, "EDATE": excel.months_later,
    "EOMONTH": lambda d, months: excel.months_later(d, months, end=True),
}
_COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "=": excel.equal, "<>": lambda a, b: not excel.equal(a, b),
    "<": lambda a, b: a < b and not excel.equal(a, b), "<=": lambda a, b: a < b or excel.equal(a, b),
    ">": lambda a, b: a > b and not excel.equal(a, b), ">=": lambda a, b: a > b or excel.equal(a, b),
}
_TEXT_COMPARISONS: dict[str, Callable[[str, str], bool]] = {
    "=": lambda a, b: a.casefold() == b.casefold(), "<>": lambda a, b: a.casefold() != b.casefold(),
}
_EXACT: dict[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq, "<>": operator.ne, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}
_WHOLE = frozenset({"COUNTIFS", "COUNT", "COUNTA", "LEN", "FIND", "YEAR", "MONTH", "DAY", "DATE", "EDATE", "EOMONTH", "INT", "WORKDAYS"})
_COUNTS = frozenset({"COUNTIFS", "COUNT", "COUNTA"})
_FINISHED: dict[str, Callable[[Any], Any]] = {"date": excel.day_of, "number": float}


def compiled(formula: Formula) -> Callable[[Scope], Sequence[Value]]:
    """A function that gives the formula's value for each row, None for a row it does not apply to.

    It does not apply where a needed cell is blank or a client would show an error. It never raises for data.
    A formula that names no cell of the row has a single value, whatever rows there are.
    """
    run, needs, finish = _closure(formula.tree), formula.needs, _FINISHED.get(formula.kind)

    def values(scope: Scope) -> Sequence[Value]:
        found, none = run(scope)
        if finish:
            found, none = mapped(finish, [found], none)
        blank = {row for key in needs if None in (asked := scope.column(key)) for row, value in enumerate(asked) if value is None}
        if none or blank:
            return [None if row in none or row in blank else value for row, value in enumerate(found)]
        return found

    return values


def _closure(node: Node) -> Run:
    return _literal(node) if node.op == "literal" else kept(named(node), (_SPECIAL.get(node.op) or _plain)(node))


def _plain(node: Node) -> Run:
    if node.op in _EXACT:
        return _compared(node)
    if node.op == "+" and _counted(node):
        # Whole numbers leave nothing over as binary fractions do: they are added all at once.
        return _applied(lambda *terms: sum(terms), _terms(node))
    return _applied(_FUNCTIONS[node.op], node.args)


def _terms(node: Node) -> Sequence[Node]:
    """The numbers of rows that a sum of such adds up."""
    return [term for arg in node.args for term in _terms(arg)] if node.op == "+" else [node]


def _counted(node: Node) -> bool:
    """Whether a node is a number of rows, or a sum of such."""
    return node.op in _COUNTS or (node.op == "+" and all(map(_counted, node.args)))


def _whole(node: Node) -> bool:
    """Whether a node is sure to be a whole number, for which equal is equal."""
    if node.op == "literal":
        return isinstance(node.value, float) and node.value.is_integer()
    return node.op in _WHOLE or (node.kind == "date" and node.op in ("cell", "constant")) or _counted(node)


def _compared(node: Node) -> Run:
    """Two sides compared: texts by what makes them the same, anything else by what it is."""
    if node.args[0].kind == "text":
        return _total(_EXACT[node.op], node.args, _folded)
    exact = node.args[0].kind == "logical" or all(map(_whole, node.args))
    return _applied(_EXACT[node.op] if exact else _COMPARISONS[node.op], node.args)


def _folded(node: Node) -> Run:
    """A text as it is compared: that of a cell as its column has it already."""
    run = _closure(node)
    if node.op == "cell":
        same = folded(str(node.value))
        return lambda scope: (["" if text is None else text for text in found] if None in (found := same(scope)) else found, run(scope)[1])
    return kept(f"folded {named(node)}", lambda scope: _casefolded(*run(scope)))


def _casefolded(texts: Sequence[Any], none: Set[int]) -> Answers:
    return ["" if text is None else text.casefold() for text in texts], none


def _comparison(condition: Node) -> Callable[[Any, Any], bool]:
    """How a condition of COUNTIFS or SUMIFS compares."""
    sign, kind = str(condition.value), condition.kind
    if kind == "logical":
        return _EXACT[sign]
    return _TEXT_COMPARISONS[sign] if kind == "text" else _COMPARISONS[sign]


def _applied(function: Callable[..., Any], args: Sequence[Node]) -> Run:
    """A function of other nodes, row by row."""
    given = together(args, [*map(_closure, args)])
    return lambda scope: mapped(function, *given(scope))


def _given(node: Node) -> Run:
    """A cell of this row: blank is "" where a blank means "no", and otherwise has no answer."""

    def given(scope: Scope) -> Answers:
        values = present(node, scope) if node.never_blank else column(str(node.value), scope, node.kind)
        return values, {row for row, value in enumerate(values) if value is None} if None in values else ALL

    return given


def _constant(node: Node) -> Run:
    name = str(node.value)

    def constant(scope: Scope) -> Answers:
        value = scope.constant(name)
        return [excel.serial_of(value) if isinstance(value, datetime.date) else value], {0} if value is None else ALL

    return constant


def _literal(node: Node) -> Run:
    literal = [node.value]
    return lambda _: (literal, ALL)


def _if(node: Node) -> Run:
    given = aligned(node.args, [*map(_closure, node.args)])

    def chosen(scope: Scope) -> Answers:
        (tests, unsure), (yes, without), (no, lacking) = given(scope)
        values = [then if test else other for test, then, other in zip(tests, yes, no, strict=True)]
        if not (unsure or without or lacking):
            return values, ALL
        taken = {row for row, test in enumerate(tests) if row in (without if test else lacking)}
        return values, taken | unsure

    return chosen


def _total(function: Callable[..., Any], args: Sequence[Node], closure: Callable[[Node], Run]) -> Run:
    """A function that never fails, whatever stands in rows that have no answer."""
    given = together(args, [*map(closure, args)])

    def applied(scope: Scope) -> Answers:
        columns, none = given(scope)
        return [*map(function, *columns)], none

    return applied


def _logical(node: Node) -> Run:
    """AND and OR, side by side for all rows; in rows that have no answer anything may come of it."""
    given = together(node.args, [*map(_closure, node.args)])
    join = _both if node.op == "AND" else _either

    def joined(scope: Scope) -> Answers:
        sides, none = given(scope)
        return functools.reduce(join, sides), none

    return joined


def _both(first: Sequence[Any], second: Sequence[Any]) -> list[Any]:
    return [one and other for one, other in zip(first, second, strict=True)]


def _either(first: Sequence[Any], second: Sequence[Any]) -> list[Any]:
    return [one or other for one, other in zip(first, second, strict=True)]


def _is_blank(node: Node) -> Run:
    key = str(node.args[0].value)
    return lambda scope: ([value is None or value == "" for value in scope.column(key)], ALL)


def _answers(node: Node) -> Run:
    run = _closure(node.args[0])

    def answers(scope: Scope) -> Answers:
        values, none = run(scope)
        return [row not in none for row in range(len(values))] if none else [True] * len(values), ALL

    return answers


def _workdays(node: Node) -> Run:
    given = together(node.args, [*map(_closure, node.args)])

    def workdays(scope: Scope) -> Answers:
        def between(first: float, last: float) -> int:
            count = scope.workdays(excel.day_of(excel.whole(first)), excel.day_of(excel.whole(last)))
            if count is None:
                raise NotApplicableError
            return count

        return mapped(between, *given(scope))

    return workdays


def _aggregate(node: Node) -> Run:
    """SUM, MIN, MAX, COUNT, COUNTA over columns and values; over nothing the answer is 0, as in Excel."""
    columns = [str(arg.value) for arg in node.args if arg.op == "column"]
    singles = [arg for arg in node.args if arg.op != "column"]
    given = together(singles, [*map(_closure, singles)])
    total: dict[str, Callable[[list[Any]], float]] = {
        "SUM": excel.total, "MIN": lambda v: min(v, default=0), "MAX": lambda v: max(v, default=0),
        "COUNT": len, "COUNTA": len,
    }
    finish = total[node.op]

    def aggregate(scope: Scope) -> Answers:
        values = [value for key in columns for value in column(key, scope) if value is not None and value != ""]
        own, none = given(scope)
        # Without values of the row there is one answer for all rows.
        return mapped(lambda *each: finish([*each, *values]), own, none) if own else mapped(finish, [[values]], none)

    return aggregate


_SPECIAL: dict[str, Callable[[Node], Run]] = {
    "cell": _given, "constant": _constant, "AND": _logical, "OR": _logical, "IF": _if,
    "ISBLANK": _is_blank, "WORKDAYS": _workdays, "ISNUMBER": _answers,
    **dict.fromkeys(("SUM", "MIN", "MAX", "COUNT", "COUNTA"), _aggregate),
    "COUNTIFS": lambda node: conditions.count(node, _closure, _comparison),
    "SUMIFS": lambda node: conditions.conditional_sum(node, _closure, _comparison),
}
