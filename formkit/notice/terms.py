"""What a template may ask for by name, and what each name means: the vocabulary that ``lint`` holds templates against."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from formkit.values import dataclass

EACH = "[]"
"""Stands in a path for every entry of a list."""


@dataclass(frozen=True, slots=True)
class Term:
    """A name and what it means; a list has the terms of its entries."""

    name: str
    means: str
    each: tuple[Term, ...] = ()


def paths(terms: Iterable[Term], above: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Term]]:
    """Every path a template may take, with its term."""
    for term in terms:
        yield (*above, term.name), term
        yield from paths(term.each, (*above, term.name, EACH))


def unsupplied(path: Sequence[str], terms: Mapping[str, Term]) -> str:
    """The first name of a path that nobody supplies; empty where all are."""
    known = terms
    for name in path:
        if name == EACH:
            continue
        if name not in known:
            return name
        known = {each.name: each for each in known[name].each}
    return ""
