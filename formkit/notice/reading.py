"""A notice out of its YAML, bound to the forms its rows come from; or every mistake in it with its place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from formkit.formula import Formula, FormulaError, Kind, mentioned, parse
from formkit.load import Mistake, SchemaError, UnknownFormError, described, find_form, hint, provisions
from formkit.load.formulas import sentence_of
from formkit.load.names import spellings
from formkit.load.source import Path_, Source, read_source
from formkit.model import CLASS, Form, Notice, Supply


def read_notice(path: Path) -> Notice:
    """The notice in a YAML file, not bound to any form; SchemaError where it is none."""
    return described(read_source(path), Notice)


def bound(path: Path, forms: Callable[[str], Form | None]) -> Notice:
    """The notice in a YAML file, its formulas parsed over the forms at hand; rows of other forms are left out.

    Raises SchemaError with every mistake.
    """
    source = read_source(path)
    notice = described(source, Notice)
    mistakes = [*source.mistakes, *_names(source, notice)]
    rows = []
    for place, supply in enumerate(notice.rows):
        if form := forms(supply.form):
            formulas: dict[str, Formula] = {}
            mistakes += _supply(source, ("rows", place), notice, supply, form, formulas)
            rows.append(supply.bound(formulas))
    counts = []
    for place, each in enumerate(notice.counts):
        if form := forms(each.form):
            found: dict[str, Formula] = {}
            for name, text in each.facts.items():
                mistakes += _formula(source, ("counts", place, "facts", name), text, form, name, found)
            counts.append(each.bound(found))
    if mistakes:
        raise SchemaError(tuple(mistakes))
    return notice.model_copy(update={"rows": tuple(rows), "counts": tuple(counts)})


def lint(path: Path) -> tuple[Mistake, ...]:
    """Every mistake in a notice's YAML, held against all forms and provisions; none if it may be used."""
    source = read_source(path)
    unknown: list[tuple[str, str]] = []

    def find(name: str) -> Form | None:
        try:
            return find_form(name, path.parent)
        except UnknownFormError as error:
            unknown.append((name, error.near))
            return None

    try:
        notice = described(source, Notice)
        bound(path, find)
    except SchemaError as error:
        return error.mistakes
    found = [*_provisions(source, notice)]
    named = [(("rows", place), each.form) for place, each in enumerate(notice.rows)]
    named += [(("counts", place), each.form) for place, each in enumerate(notice.counts)]
    near = dict(unknown)
    found += [
        source.mistake((*where, "form"), "unknown-form", {"name": name, "near": near[name]}) for where, name in named if name in near
    ]
    return tuple(found)


def _provisions(source: Source, notice: Notice) -> Iterator[Mistake]:
    known = {each.id for each in provisions()}
    for place, name in enumerate(notice.provisions):
        if name not in known:
            yield source.mistake(("provisions", place), "notice-unknown-provision", {"name": name})
    if not notice.provisions and not notice.basis:
        yield source.mistake((), "notice-no-basis")


def _names(source: Source, notice: Notice) -> Iterator[Mistake]:
    """Names given twice, and one to divide by that no row has; rows of several forms say the same things."""
    seen: set[str] = set()
    for place, ask in enumerate(notice.asks):
        if ask.name in seen:
            yield source.mistake(("asks", place, "name"), "repeated-name", {"name": ask.name})
        seen.add(ask.name)
    said = set(notice.rows[0].facts) if notice.rows else set()
    if notice.by and notice.by not in said:
        yield source.mistake(("by",), "notice-unknown-fact", {"name": notice.by, "hint": hint(notice.by, said)})
    for place, supply in enumerate(notice.rows[1:], 1):
        for name in sorted(said.symmetric_difference(supply.facts)):
            yield source.mistake(("rows", place, "facts"), "notice-uneven-facts", {"name": name, "first": notice.rows[0].form})
    if notice.per == "household" and not notice.rows:
        yield source.mistake(("per",), "notice-no-rows")


def _supply(
    source: Source, path: Path_, notice: Notice, supply: Supply, form: Form, formulas: dict[str, Formula]
) -> Iterator[Mistake]:  # fmt: skip
    texts: dict[tuple[str, ...], str] = {("where",): supply.where} if supply.where else {}
    texts |= {("facts", name): text for name, text in supply.facts.items()}
    texts |= {("members", name): text for name, text in supply.members.items()}
    for part, text in texts.items():
        where, name = (*path, *part), "-".join(part)
        if text in ("", CLASS) and part != ("where",):
            continue
        used: tuple[str, ...] = (text,)
        if part == ("where",) or text.startswith("="):
            yield from _formula(source, where, text, form, name, formulas, "logical" if part == ("where",) else None)
            used = mentioned(formulas[name], "cell") if name in formulas else ()
        elif text not in form.places:
            yield source.mistake(where, "unknown-column-name", {"name": text, "hint": hint(text, form.places)})
            continue
        if notice.audience == "public" and part != ("where",):
            for key in used:
                if not form.column(key).public:
                    yield source.mistake(where, "notice-not-public", {"name": form.titles[key], "key": key, "form": form.form})


def _formula(
    source: Source, path: Path_, text: str, form: Form, name: str, formulas: dict[str, Formula], expect: Kind | None = None
) -> Iterator[Mistake]:  # fmt: skip
    """Parse a formula under a name; ``=`` before it is not part of it."""
    try:
        formulas[name] = parse(text.removeprefix("="), spellings(form), expect=expect)
    except FormulaError as error:
        yield source.mistake(path, *sentence_of(error), shift=error.position + 1 + text.startswith("="))
