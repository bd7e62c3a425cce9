"""A formula as a Python function of a row: closures, one a node, built once and called for every row.

Inside, dates are serial numbers as in the cells, so that arithmetic and comparison are those of Excel. AND,
OR and comparisons always look at both sides, because in a cell an error on either side is an error of the
whole; only IF leaves out the branch it does not take.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Callable, Sequence
from typing import Any

from formkit.formula import arithmetic as excel
from formkit.formula.arithmetic import NotApplicableError
from formkit.formula.tree import Formula, Kind, Node, Scope, Value, fold

_Run = Callable[[Scope], Any]       # number and date: float or int; text: str; logical: bool
_Test = Callable[[Any], bool]

_FUNCTIONS: dict[str, Callable[..., Any]] = {
    "+": excel.add, "-": lambda a, b: excel.add(a, -b), "*": excel.multiply, "/": excel.divide,
    "&": lambda a, b: a + b, "negative": lambda a: -a, "percent": lambda a: a / 100,
    "NOT": lambda a: not a, "LEN": excel.length, "LEFT": excel.left, "RIGHT": excel.right,
    "MID": excel.middle, "UPPER": excel.upper, "TRIM": excel.trim, "VALUE": excel.number,
    "EXACT": lambda a, b: a == b, "FIND": excel.find,
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
    "=": lambda a, b: a == b or a.casefold() == b.casefold(),
    "<>": lambda a, b: a != b and a.casefold() != b.casefold(),
}


def compiled(formula: Formula) -> Callable[[Scope], Value]:
    """A function that gives the formula's value for a row, or None where it does not apply to that row.

    It does not apply where a needed cell is blank or a client would show an error. It never raises for data.
    """
    run, needs, kind = _closure(formula.tree), formula.needs, formula.kind

    def value(scope: Scope) -> Value:
        cell = scope.cell
        for key in needs:
            if cell(key) is None:
                return None
        try:
            result = run(scope)
            answer: Value = result
            if kind == "date":
                answer = excel.day_of(result)
            elif kind == "number":
                answer = float(result)
        except NotApplicableError:
            return None
        return answer

    return value


def _closure(node: Node) -> _Run:
    if special := _SPECIAL.get(node.op):
        return special(node)
    function = _comparison(node.op, node.args[0].kind) if node.op in _COMPARISONS else _FUNCTIONS[node.op]
    return _applied(function, [_closure(arg) for arg in node.args])


def _comparison(sign: str, kind: Kind) -> Callable[[Any, Any], bool]:
    if kind == "logical":
        return (lambda a, b: a is b) if sign == "=" else (lambda a, b: a is not b)
    return _TEXT_COMPARISONS[sign] if kind == "text" else _COMPARISONS[sign]


def _applied(function: Callable[..., Any], args: Sequence[_Run]) -> _Run:
    """A function of other closures; one and two arguments are spelled out because that is faster."""
    if len(args) == 1:
        (only,) = args
        return lambda scope: function(only(scope))
    if len(args) == 2:
        first, second = args
        return lambda scope: function(first(scope), second(scope))
    return lambda scope: function(*[arg(scope) for arg in args])


def _given(node: Node) -> _Run:
    """A cell of this row or a constant: blank is "" where a blank means "no", and otherwise has no answer."""
    key, constant, blank = str(node.value), node.op == "constant", "" if node.never_blank else None

    def given(scope: Scope) -> Any:
        value = scope.constant(key) if constant else scope.cell(key)
        if value is None:
            value = blank
        if value is None:
            raise NotApplicableError
        return excel.serial_of(value) if isinstance(value, datetime.date) else value

    return given


def _literal(node: Node) -> _Run:
    literal = node.value
    return lambda _: literal


def _if(node: Node) -> _Run:
    test, then, other = (_closure(arg) for arg in node.args)
    return lambda scope: then(scope) if test(scope) else other(scope)


def _logical(node: Node) -> _Run:
    decide = all if node.op == "AND" else any
    runs = [_closure(arg) for arg in node.args]
    return lambda scope: decide([run(scope) for run in runs])


def _is_blank(node: Node) -> _Run:
    key = str(node.args[0].value)

    def is_blank(scope: Scope) -> bool:
        value = scope.cell(key)
        return value is None or value == ""

    return is_blank


def _answers(node: Node) -> _Run:
    run = _closure(node.args[0])

    def answers(scope: Scope) -> bool:
        try:
            run(scope)
        except NotApplicableError:
            return False
        return True

    return answers


def _workdays(node: Node) -> _Run:
    first, last = (_closure(arg) for arg in node.args)

    def workdays(scope: Scope) -> int:
        count = scope.workdays(excel.day_of(excel.whole(first(scope))), excel.day_of(excel.whole(last(scope))))
        if count is None:
            raise NotApplicableError
        return count

    return workdays


def _aggregate(node: Node) -> _Run:
    """SUM, MIN, MAX, COUNT, COUNTA over columns and values; over nothing the answer is 0, as in Excel."""
    columns = [str(arg.value) for arg in node.args if arg.op == "column"]
    singles = [_closure(arg) for arg in node.args if arg.op != "column"]
    total: dict[str, Callable[[list[Any]], float]] = {
        "SUM": excel.total, "MIN": lambda v: min(v, default=0), "MAX": lambda v: max(v, default=0),
        "COUNT": len, "COUNTA": len,
    }
    finish = total[node.op]

    def aggregate(scope: Scope) -> float:
        values: list[Any] = [run(scope) for run in singles]
        for key in columns:
            values += [value for value in scope.column(key) if value is not None and value != ""]
        if values and isinstance(values[-1], datetime.date):
            values = [excel.serial_of(v) if isinstance(v, datetime.date) else v for v in values]
        return finish(values)

    return aggregate


def _count(node: Node) -> _Run:
    """COUNTIFS: a look-up in the index where all conditions are equalities, else a pass over the rows."""
    conditions = node.args
    if any(condition.value != "=" for condition in conditions):
        rows = _matching(conditions)
        return lambda scope: sum(rows(scope))
    keys = tuple(str(condition.args[0].value) for condition in conditions)
    wanted = [_key(condition.args[1]) for condition in conditions]
    return lambda scope: scope.index(keys).get(tuple([one(scope) for one in wanted]), 0)


def _key(operand: Node) -> Callable[[Scope], Value]:
    """What an operand is called in an index; a date between two days is in none, and so is a blank."""
    run, kind = _closure(operand), operand.kind

    def key(scope: Scope) -> Value:
        value = run(scope)
        if kind != "date":
            return fold(value)
        whole = excel.FIRST_SERIAL <= value <= excel.LAST_SERIAL and value == math.floor(value)
        return excel.day_of(value) if whole else fold(float(value))

    return key


def _conditional_sum(node: Node) -> _Run:
    key, rows = str(node.args[0].value), _matching(node.args[1:])

    def total(scope: Scope) -> float:
        pairs = zip(scope.column(key), rows(scope), strict=True)
        return excel.total(value for value, met in pairs if met and isinstance(value, (int, float)))

    return total


def _matching(conditions: Sequence[Node]) -> Callable[[Scope], list[bool]]:
    """Which rows meet all conditions; a blank meets none, save as the text "" where a blank means "no"."""
    tests = [(str(condition.args[0].value), _test(condition)) for condition in conditions]

    def matching(scope: Scope) -> list[bool]:
        (key, make), *others = tests
        met = [*map(make(scope), scope.column(key))]
        for key, make in others:
            test = make(scope)
            met = [before and test(value) for before, value in zip(met, scope.column(key), strict=True)]
        return met

    return matching


def _test(condition: Node) -> Callable[[Scope], _Test]:
    column = condition.args[0]
    blank: Value = "" if column.never_blank else None
    if condition.value == "filled":
        return lambda _: lambda value: value is not None and value != ""
    run, compare = _closure(condition.args[1]), _comparison(str(condition.value), condition.kind)

    def make(scope: Scope) -> _Test:
        operand = run(scope)

        def test(value: Value) -> bool:
            if value is None:
                value = blank
            if value is None or (value == "" and blank is None):
                return False
            return compare(excel.serial_of(value) if isinstance(value, datetime.date) else value, operand)

        return test

    return make


_SPECIAL: dict[str, Callable[[Node], _Run]] = {
    "literal": _literal, "cell": _given, "constant": _given, "AND": _logical, "OR": _logical, "IF": _if,
    "ISBLANK": _is_blank, "WORKDAYS": _workdays, "ISNUMBER": _answers,
    **dict.fromkeys(("SUM", "MIN", "MAX", "COUNT", "COUNTA"), _aggregate),
    "COUNTIFS": _count, "SUMIFS": _conditional_sum,
}
