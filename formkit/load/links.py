"""Links between forms as their author wrote them: their formulas, and what is wrong with them.

A fault is where it stands in the schema, the code of its sentence, what the sentence needs, and how many characters
further right it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from formkit.columns import specs
from formkit.formula import Formula, FormulaError, mentioned, parse
from formkit.load.described import arrow, hint
from formkit.load.names import spellings
from formkit.load.source import Path_
from formkit.model import Form, Link
from formkit.types import KINDS, Spec

Fault = tuple[Path_, str, Mapping[str, str], int]


def where_of(form: Form, link: Link) -> Formula | None:
    """Which rows of its own form a link asks about; None for all. FormulaError where it cannot be read."""
    return parse(link.where, spellings(form)) if link.where else None


def other_of(link: Link, other: Form) -> Formula | None:
    """Which rows of another form count for a link; None for all. FormulaError where it cannot be read."""
    return parse(link.other, spellings(other)) if link.other else None


def own_faults(form: Form, rules: Iterable[str]) -> Iterator[Fault]:
    """What is wrong with a form's links as far as the form itself can tell; ``rules`` are the ids of its rules."""
    taken = set(rules)
    for place, link in enumerate(form.links):
        path: Path_ = ("links", place)
        if link.id in taken:
            yield (*path, "id"), "repeated-name", {"name": link.id}, 0
        taken.add(link.id)
        named: list[tuple[Path_, str]] = [((*path, "by", key, ""), key) for key in link.by] + [((*path, "at"), link.at)]
        named += [((*path, "each", "columns", i), key) for i, key in enumerate(link.each.columns if link.each else ())]
        yield from (fault for where, key in named for fault in _unknown(form, where, key))
        if not link.by:
            yield (*path, "by"), "link-by", {}, 0
        if link.most is not None and link.most < link.least:
            yield (*path, "most"), "link-most", {}, 0
        yield from _misread((*path, "where"), link.where, form)
        yield from _unheld(form, link, path)


def joint_faults(form: Form, others: Mapping[str, Form]) -> Iterator[Fault]:
    """What is wrong with a form's links as seen from the other forms at hand; a form's own faults are not looked for."""
    for place, link in enumerate(form.links):
        for name in dict.fromkeys(link.forms):
            if name in others:
                yield from link_faults(form, link, others[name], ("links", place))


def link_faults(form: Form, link: Link, other: Form, path: Path_ = ()) -> Iterator[Fault]:
    """What keeps one link from being asked of one other form."""
    for own, key in link.by.items():
        yield from _unknown(other, (*path, "by", own), key)
        if key in other.places and own in form.places and _kind(form, own) != _kind(other, key):
            yield (*path, "by", own), "link-kinds", {"own": form.column(own).label, "other": other.column(key).label}, 0
    yield from _misread((*path, "other"), link.other, other)
    if link.each:
        yield from _unknown(other, (*path, "each", "key"), link.each.key)
        if link.each.key in other.places:
            spec = spec_of(other, link.each.key)
            for place, key in enumerate(link.each.columns):
                label = form.column(key).label if key in form.places else ""
                if label and KINDS[spec.column.type].read(label, spec).wrong:
                    args = {"value": label, "label": spec.column.label, "form": other.form}
                    yield (*path, "each", "columns", place), "link-label", args, 0


def spec_of(form: Form, key: str) -> Spec:
    """What a column takes whatever the year and the unit."""
    return specs(form, None, ())[form.places[key]]


def _kind(form: Form, key: str) -> str:
    return KINDS[form.column(key).type].KIND


def _unknown(form: Form, path: Path_, key: str) -> Iterator[Fault]:
    if key not in form.places:
        yield path, "link-column", {"name": key, "form": form.form, "hint": hint(key, form.places)}, 0


def _misread(path: Path_, text: str | None, form: Form) -> Iterator[Fault]:
    """A formula over one row of a form that cannot be read, or that looks at more than that row."""
    if not text:
        return
    try:
        formula = parse(text, spellings(form))
    except FormulaError as error:
        args: dict[str, Any] = {"position": str(error.position + 1), **error.arguments}
        yield path, error.code, {**args, "hint": arrow(args.get("suggestion", ""))}, error.position + 1
        return
    if columns := mentioned(formula, "column"):
        yield path, "link-one-row", {"name": columns[0]}, 0


def _unheld(form: Form, link: Link, path: Path_) -> Iterator[Fault]:
    """Columns of ``each`` that can never hold its value; not looked at while a code list is missing."""
    if any(column.codes and column.codes not in form.codelists for column in form.leaves):
        return
    for place, key in enumerate(link.each.columns if link.each else ()):
        if link.each and key in form.places:
            spec = spec_of(form, key)
            reading = KINDS[spec.column.type].read(link.each.value, spec)
            if reading.wrong or reading.blank:
                args = {"value": link.each.value, "label": spec.column.label, "form": form.form}
                yield (*path, "each", "columns", place), "link-label", args, 0
