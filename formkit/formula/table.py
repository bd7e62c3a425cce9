"""What a node of a formula comes to over all rows of a table at once: its values, and the rows that have no answer.

A node that names a cell of the row has a value for every row, any other a single one. Rules of one form ask much of the
same (how many rows of a household have a tick), so what a node comes to is kept in the scope, by what it asks.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Sequence, Set
from operator import eq
from typing import Any

from formkit.formula.arithmetic import NotApplicableError, serial_of
from formkit.formula.tree import Kind, Node, Scope, fold

Answers = tuple[Sequence[Any], Set[int]]
"""Values (a number or date is a float or int, dates as serials), and the rows without an answer, whose values mean nothing."""
Run = Callable[[Scope], Answers]
ALL: Set[int] = frozenset()
"""The rows without an answer where all have one."""


def varies(node: Node) -> bool:
    """Whether a node names a cell of the row, so that it differs from row to row."""
    return node.op == "cell" or any(map(varies, node.args))


def named(node: Node) -> str:
    """What a node asks, as a text that is the same for two nodes that ask the same, wherever they stand."""
    return f"{node.op}:{node.kind}:{node.value!r}:{node.never_blank}({','.join(map(named, node.args))})"


def kept(name: str, run: Callable[[Scope], Any]) -> Callable[[Scope], Any]:
    """The same, worked out once for each scope; ``name`` says what it is."""

    def once(scope: Scope) -> Any:
        memo = scope.memo
        found = memo.get(name)
        if found is None:
            found = memo[name] = run(scope)
        return found

    return once


def aligned(nodes: Sequence[Node], runs: Sequence[Run]) -> Callable[[Scope], list[Answers]]:
    """Several nodes side by side, single values repeated for every row where one of the nodes varies."""
    wide = [varies(node) for node in nodes]
    single = tuple(place for place, broad in enumerate(wide) if not broad)
    if not single or len(single) == len(wide):
        return lambda scope: [run(scope) for run in runs]
    broadest = wide.index(True)

    def gathered(scope: Scope) -> list[Answers]:
        found = [run(scope) for run in runs]
        size = len(found[broadest][0])
        for place in single:
            (value,), none = found[place]
            found[place] = [value] * size, frozenset(range(size)) if none else ALL
        return found

    return gathered


def together(nodes: Sequence[Node], runs: Sequence[Run]) -> Callable[[Scope], tuple[list[Sequence[Any]], Set[int]]]:
    """The same for what needs all of them: their values, and the rows where one of them has no answer."""
    gathered = aligned(nodes, runs)

    def needed(scope: Scope) -> tuple[list[Sequence[Any]], Set[int]]:
        columns: list[Sequence[Any]] = []
        lacking = ALL
        for values, none in gathered(scope):
            columns.append(values)
            if none:
                lacking = lacking | none
        return columns, lacking

    return needed


def mapped(function: Callable[..., Any], columns: Sequence[Iterable[Any]], none: Set[int]) -> Answers:
    """A function of each row's arguments; a row for which it raises NotApplicableError has no answer."""
    if not none:
        try:
            return [*map(function, *columns)], none
        except NotApplicableError:
            pass  # Some row has no answer: which one is looked for below.
    values: list[Any] = []
    lacking = set(none)
    for row, given in enumerate(zip(*columns, strict=True)):
        value = None
        if row not in none:
            try:
                value = function(*given)
            except NotApplicableError:
                lacking.add(row)
        values.append(value)
    return values, lacking


def column(key: str, scope: Scope, kind: Kind = "date") -> Sequence[Any]:
    """The values of a column as they are calculated with: dates as serials; in one of another ``kind`` there are none."""
    values = scope.column(key)
    return [serial_of(value) if isinstance(value, datetime.date) else value for value in values] if kind == "date" else values


def present(node: Node, scope: Scope, *, filled: bool = False) -> Sequence[Any]:
    """The same, with None wherever the cell counts as blank.

    An empty text is a value where a blank means "no", and only there; ``filled`` asks for something to stand in the cell.
    """
    values = column(str(node.value), scope, node.kind)
    if node.never_blank and not filled:
        return ["" if value is None else value for value in values] if None in values else values
    return [None if value == "" else value for value in values] if "" in values else values


def folded(key: str) -> Callable[[Scope], Sequence[Any]]:
    """A column in the form in which equal values are identical (``fold``); worked out once for values that repeat."""

    def folds(scope: Scope) -> Sequence[Any]:
        values = scope.column(key)
        known = {value: fold(value) for value in set(values)}
        # Most are as they were: √, names in Han characters.
        return values if all(map(eq, known, known.values())) else [*map(known.__getitem__, values)]

    return kept(f"folded:{key}", folds)
