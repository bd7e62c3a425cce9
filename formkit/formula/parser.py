"""Formula text to a typed tree: Excel's operators and precedence over a closed list of functions.

Each parsing function takes the source, the index of the next token and the depth, and gives a node and the
index after it. Kinds are checked while the tree is built, so that the first mistake in the text is the one
named.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from formkit.formula import kinds
from formkit.formula.lexer import LONGEST_FORMULA, Token, check_number, tokens
from formkit.formula.render import render
from formkit.formula.tree import Formula, FormulaError, Kind, Name, Node
from formkit.values import dataclass

DEEPEST = 32  # brackets within brackets: half of Excel's 64 levels, the rest is for what a rule stands in

_LEVELS: tuple[tuple[str, ...], ...] = (("=", "<>", "<", "<=", ">", ">="), ("&",), ("+", "-"), ("*", "/"))
_CONDITION = re.compile(r"(<>|<=|>=|=|<|>)?(.*)", re.DOTALL)
_NUMERAL = re.compile(r"-?[0-9]+(\.[0-9]*)?")
_CONDITIONAL = {"COUNTIF": "COUNTIFS", "COUNTIFS": "COUNTIFS", "SUMIFS": "SUMIFS"}


@dataclass(frozen=True, slots=True)
class _Source:
    tokens: tuple[Token, ...]
    names: Mapping[str, Name]


def parse(text: str, names: Mapping[str, Name], *, expect: Kind | None = "logical") -> Formula:
    """Parse and type a formula; names maps every accepted spelling to what it stands for.

    expect: the kind the whole must have; None allows any. Raises FormulaError: a code of CODES and an offset.
    """
    source = _Source(tokens(text), names)
    tree, index = _operators(source, 0, 0, 0)
    rest = source.tokens[index]
    if rest.kind != "end":
        raise _syntax(rest, "")
    kinds.require(tree, "number|text|date|logical", "", 1)
    if expect is not None and tree.kind != expect:
        code = "formula-not-logical" if expect == "logical" else "formula-kind"
        arguments = {"function": "", "argument": "1", "expected": expect, "found": tree.kind}
        raise FormulaError(code, tree.at, {"found": tree.kind} if expect == "logical" else arguments)
    nodes = sorted(_walk(tree), key=lambda node: node.at)
    # ISBLANK alone does not make a cell needed; read anywhere else as well, a blank one skips the rule, since a
    # client computes both sides of every function whatever the other says.
    needs = tuple(dict.fromkeys(str(n.value) for n in nodes if n.op == "cell" and not n.never_blank))
    columns = tuple(dict.fromkeys(str(n.value) for n in nodes if n.op == "column"))
    formula = Formula(text, tree, tree.kind, needs, columns)
    # Far corners of a sheet stand for every address: what fits with them fits anywhere.
    cell, cells = "$XFD1048576", "$XFD$1048576:$XFD$1048576"
    written = render(formula, lambda _: cell, lambda _: cells, lambda name: name)
    if len(written) > LONGEST_FORMULA:
        raise FormulaError("formula-too-long", 0, {"limit": str(LONGEST_FORMULA)})
    return Formula(text, tree, tree.kind, needs, columns, _nesting(written))


def _walk(node: Node) -> Iterator[Node]:
    """Every node, save the cell that an ISBLANK asks about: it is not read."""
    yield node
    for arg in node.args if node.op != "ISBLANK" else ():
        yield from _walk(arg)


def _nesting(written: str) -> int:
    deepest = level = 0
    for sign in re.sub(r'"[^"]*"', "", written):
        level += (sign == "(") - (sign == ")")
        deepest = max(deepest, level)
    return deepest


def _operators(source: _Source, index: int, depth: int, level: int) -> tuple[Node, int]:
    """Operators of one level of precedence, left to right."""
    if level == len(_LEVELS):
        return _prefix(source, index, depth)
    left, index = _operators(source, index, depth, level + 1)
    while (sign := source.tokens[index]).kind == "sign" and sign.text in _LEVELS[level]:
        right, index = _operators(source, index + 1, depth, level + 1)
        left = kinds.binary(sign.text, sign.at, left, right)
    return left, index


def _prefix(source: _Source, index: int, depth: int) -> tuple[Node, int]:
    """Minus signs before a value and percent signs after it."""
    first = index
    while source.tokens[index].raw == "-":
        index += 1
    minus = source.tokens[first:index]
    value, index = _value(source, index, depth)
    while source.tokens[index].raw == "%":
        value = kinds.unary("percent", source.tokens[index].at, value)
        index += 1
    for sign in reversed(minus):
        value = kinds.unary("negative", sign.at, value)
    return value, index


def _value(source: _Source, index: int, depth: int) -> tuple[Node, int]:
    token = source.tokens[index]
    if depth > DEEPEST:
        raise FormulaError("formula-too-deep", token.at, {"limit": str(DEEPEST)})
    if token.kind == "number":
        return Node("literal", "number", token.at, value=float(token.text)), index + 1
    if token.kind == "text":
        return Node("literal", "text", token.at, value=token.text), index + 1
    if token.kind in ("cell", "column"):
        return _reference(source, token), index + 1
    if token.kind == "word":
        if source.tokens[index + 1].raw == "(":
            return _call(source, index, depth + 1)
        return _bare(source, token), index + 1
    if token.raw == "(":
        inner, index = _operators(source, index + 1, depth + 1, 0)
        return inner, _skip(source, index, ")")
    raise _syntax(token, "")


def _skip(source: _Source, index: int, sign: str) -> int:
    if source.tokens[index].raw != sign:
        raise _syntax(source.tokens[index], sign)
    return index + 1


def _syntax(token: Token, expected: str) -> FormulaError:
    return FormulaError("formula-syntax", token.at, {"found": token.raw, "expected": expected})


def _nearest(word: str, known: list[str]) -> str:
    from difflib import get_close_matches  # most names are right

    return next(iter(get_close_matches(word, known, n=1)), "")


def _reference(source: _Source, token: Token) -> Node:
    name = source.names.get(token.text)
    if name is None:
        suggestion = _nearest(token.text, [n for n, of in source.names.items() if not of.constant])
        raise FormulaError("formula-unknown-name", token.at, {"name": token.text, "suggestion": suggestion})
    if name.constant:
        raise FormulaError("formula-name-form", token.at, {"name": token.text, "expected": token.text})
    return Node(token.kind, name.kind, token.at, value=name.key, never_blank=name.never_blank)


def _bare(source: _Source, token: Token) -> Node:
    """A word without brackets: TRUE, FALSE or a constant."""
    if token.text.upper() in ("TRUE", "FALSE"):
        return Node("literal", "logical", token.at, value=token.text.upper() == "TRUE")
    name = source.names.get(token.text)
    if name is None:
        known = [n for n, of in source.names.items() if of.constant]
        arguments = {"name": token.text, "suggestion": _nearest(token.text, [*known, "TRUE", "FALSE"])}
        raise FormulaError("formula-unknown-name", token.at, arguments)
    if not name.constant:
        arguments = {"name": token.text, "expected": f"[@{token.text}]"}
        raise FormulaError("formula-name-form", token.at, arguments)
    return Node("constant", name.kind, token.at, value=name.key)


def _call(source: _Source, index: int, depth: int) -> tuple[Node, int]:
    """A function and its arguments, from its name to the closing bracket."""
    token = source.tokens[index]
    function = token.text.upper()
    if function not in kinds.SIGNATURES:
        arguments = {"name": token.text, "suggestion": _nearest(function, list(kinds.SIGNATURES))}
        raise FormulaError("formula-unknown-function", token.at, arguments)
    args: list[Node] = []
    index += 2
    while source.tokens[index].raw != ")" or args:
        arg, index = _argument(source, index, depth, function, args)
        args.append(arg)
        if source.tokens[index].raw != ",":
            break
        index += 1
    index = _skip(source, index, ")")
    if function in _CONDITIONAL:
        return _conditional(function, token.at, args), index
    return kinds.call(function, token.at, args), index


def _argument(source: _Source, index: int, depth: int, function: str, before: list[Node]) -> tuple[Node, int]:
    """One argument; in COUNTIF, COUNTIFS and SUMIFS columns and conditions alternate."""
    place = len(before) - (function == "SUMIFS")
    if function in _CONDITIONAL and place % 2 == 1 and place > 0:
        return _condition(source, index, depth, function, before)
    arg, index = _operators(source, index, depth, 0)
    if function in _CONDITIONAL:
        takes = kinds.SIGNATURES[function].takes
        kinds.require(arg, takes[0] if not before else takes[-2], function, len(before) + 1)
    return arg, index


def _conditional(function: str, at: int, args: list[Node]) -> Node:
    """The tree of a conditional count or sum: the columns are inside their conditions."""
    kinds.check_count(function, at, len(args))
    conditions = [arg for arg in args if arg.op == "criterion"]
    if function != "SUMIFS" and all(kinds.accepts_blank(condition) for condition in conditions):
        raise FormulaError("formula-counts-blanks", at, {"function": function})
    return kinds.node(_CONDITIONAL[function], "number", at, args[:1] * (function == "SUMIFS") + conditions)


def _condition(
    source: _Source, index: int, depth: int, function: str, before: list[Node],
) -> tuple[Node, int]:
    """A condition on the column before it: a value to equal, a quoted comparison, a quoted sign & a value."""
    token, column = source.tokens[index], before[-1]
    after = source.tokens[min(index + 1, len(source.tokens) - 1)]
    if token.kind == "text" and after.raw in (",", ")"):
        return _quoted(token, function, column), index + 1
    sign = "="
    if token.kind == "text" and token.text in _LEVELS[0] and after.raw == "&":
        sign = token.text
        operand, index = _operators(source, index + 2, depth, 1)
    else:
        operand, index = _operators(source, index, depth, 0)
    kinds.require(operand, column.kind, function, len(before) + 1)
    kinds.compare(sign, token.at, column.kind)
    return kinds.node("criterion", column.kind, token.at, (column, operand), sign), index


def _quoted(token: Token, function: str, column: Node) -> Node:
    """A quoted condition such as "√", "<>√", ">=60" or "<>" (anything but blank)."""
    match = _CONDITION.fullmatch(token.text)
    sign, rest = (match.group(1) or "=", match.group(2)) if match else ("=", token.text)
    if sign == "<>" and not rest:
        return kinds.node("criterion", column.kind, token.at, (column,), "filled")
    if sign == "=" and not rest and not column.never_blank:
        raise FormulaError("formula-counts-blanks", token.at, {"function": function})
    if column.kind == "text":
        kinds.compare(sign, token.at, "text")
        if re.search(r"[*?~]", rest):
            raise FormulaError("formula-wildcard", token.at, {"text": token.text})
        operand = Node("literal", "text", token.at, value=rest)
    elif column.kind == "number" and _NUMERAL.fullmatch(rest) and check_number(rest):
        operand = Node("literal", "number", token.at, value=float(rest))
    else:
        raise FormulaError("formula-criterion", token.at, {"text": token.text, "expected": column.kind})
    return kinds.node("criterion", column.kind, token.at, (column, operand), sign)
