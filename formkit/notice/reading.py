"""A notice out of its YAML, bound to the forms its rows come from; or every mistake in it with its place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from formkit import words
from formkit.formula import Formula, FormulaError, Kind, mentioned, parse
from formkit.load import Mistake, SchemaError, UnknownFormError, described, find_form, hint, provisions, shelf
from formkit.load.formulas import sentence_of
from formkit.load.names import spellings
from formkit.load.source import Path_, Source, read_source
from formkit.model import Form
from formkit.model.notice import CLASS, EXPLAINED, Ask, Notice, Supply
from formkit.notice.wording import misfit


def read_notice(path: Path) -> Notice:
    """The notice in a YAML file, not bound to any form; SchemaError where it is none."""
    return described(read_source(path), Notice)


def bound(path: Path, forms: Callable[[str], Form | None]) -> Notice:
    """The notice in a YAML file, its formulas parsed over the forms at hand; rows of other forms are left out.

    Raises SchemaError with every mistake.
    """
    source = read_source(path)
    notice = described(source, Notice)
    mistakes = [*source.mistakes, *_asks(source, notice), *_names(source, notice), *_audience(source, path, notice)]
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
                where = ("counts", place, "facts", name)
                mistakes += _formula(source, where, text, form, name, found)
                if name in found:
                    mistakes += _private(source, where, notice, form, _columns(found[name]))
            counts.append(each.bound(found))
        else:
            counts.append(each)  # its names are empty, so that a text may ask for them
    if mistakes:
        raise SchemaError(tuple(mistakes))
    asks = tuple(ask if _asked(ask, forms) else ask.model_copy(update={"default": ""}) for ask in notice.asks)
    return notice.model_copy(update={"rows": tuple(rows), "counts": tuple(counts), "asks": asks})


def _asked(ask: Ask, forms: Callable[[str], Form | None]) -> bool:
    """Whether something is to be asked where these forms are at hand."""
    return not ask.forms or any(forms(name) for name in ask.forms)


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
    if notice.page is None and not path.with_suffix(".docx").is_file() and not (shelf("templates") / f"{path.stem}.docx").is_file():
        found.append(source.mistake((), "notice-no-wording", {"kind": path.stem}))
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


def _audience(source: Source, path: Path, notice: Notice) -> Iterator[Mistake]:
    """A task's own notice goes to whom the shipped one of its name goes, unless offices alone; a letter is of one household, and
    what a filing says is for offices.
    """
    shipped = shelf("templates") / f"{path.stem}.yaml"  # a task's own may be a .yml
    if shipped.is_file() and shipped.resolve() != path.resolve():
        audience = read_notice(shipped).audience
        if audience not in ("office", notice.audience):
            args = {"kind": path.stem, "audience": audience, "shipped": words.say(f"notice-audience-{audience}")}
            yield source.mistake(("audience",), "notice-wider-audience", args)
    if notice.audience == "household" and notice.per != "household":
        yield source.mistake(("audience",), "notice-one-household")
    if notice.audience == "household" and notice.counts:
        yield source.mistake(("counts",), "notice-others")
    if notice.audience == "public" and notice.per == "filing":
        yield source.mistake(("per",), "notice-filing-office")


def _asks(source: Source, notice: Notice) -> Iterator[Mistake]:
    """Names asked twice, and what is proposed where it could not be given."""
    seen: set[str] = set()
    for place, ask in enumerate(notice.asks):
        if ask.name in seen:
            yield source.mistake(("asks", place, "name"), "repeated-name", {"name": ask.name})
        seen.add(ask.name)
        for part, text in (("default", ask.default), ("example", ask.example)):
            if text and (code := misfit(ask.kind, text)):
                yield source.mistake(("asks", place, part), code, {"name": ask.label, "text": text})


def _names(source: Source, notice: Notice) -> Iterator[Mistake]:
    """One to divide by that no row has; rows of several forms say the same things."""
    said = set(notice.rows[0].facts) if notice.rows else set()
    for place, name in enumerate(notice.by):
        if name not in said:
            yield source.mistake(("by", place), "notice-unknown-fact", {"name": name, "hint": hint(name, said)})
    for place, supply in enumerate(notice.rows[1:], 1):
        for name in sorted(said.symmetric_difference(supply.facts)):
            yield source.mistake(("rows", place, "facts"), "notice-uneven-facts", {"name": name, "first": notice.rows[0].form})
    if notice.split and notice.split not in notice.by:
        yield source.mistake(("split",), "notice-split-by", {"name": notice.split})
    if notice.per == "household" and not notice.rows:
        yield source.mistake(("per",), "notice-no-rows")


def _supply(
    source: Source, path: Path_, notice: Notice, supply: Supply, form: Form, formulas: dict[str, Formula]
) -> Iterator[Mistake]:  # fmt: skip
    sections = [section.key for section in form.sections]
    if supply.section not in ("", *sections):
        yield source.mistake((*path, "section"), "notice-unknown-section", {"name": supply.section, "hint": hint(supply.section, sections)})
    texts: dict[tuple[str, ...], str] = {("where",): supply.where} if supply.where else {}
    texts |= {("facts", name): text for name, text in supply.facts.items()}
    texts |= {("members", name): text for name, text in supply.members.items()}
    for part, text in texts.items():
        where, name = (*path, *part), "-".join(part)
        choosing = part == ("where",)
        used: tuple[str, ...] = (text,)
        if text == "" and not choosing:
            continue
        if text == EXPLAINED and not choosing:
            if notice.audience != "office":
                yield source.mistake(where, "notice-explained-public")
            continue
        if text == CLASS and not choosing:
            used = (form.summary.classes,) if form.summary and form.summary.classes else ()
        elif choosing or text.startswith("="):
            yield from _formula(source, where, text, form, name, formulas, "logical" if choosing else None)
            used = _columns(formulas[name]) if name in formulas else ()
            if name in formulas and not choosing and _others(notice, form, formulas[name]):
                yield source.mistake(where, "notice-others")
        elif text not in form.places:
            yield source.mistake(where, "unknown-column-name", {"name": text, "hint": hint(text, form.places)})
            continue
        yield from _private(source, where, notice, form, used, choosing=choosing)


def _others(notice: Notice, form: Form, formula: Formula) -> bool:
    """Whether a letter to a household would say what other households' rows come to: whole columns, and nothing of its own to
    choose the rows by.
    """
    columns = mentioned(formula, "column")
    own = {key for key in mentioned(formula, "cell") if form.column(key).type == "resident-id" or key == form.record.name}
    return notice.audience == "household" and bool(columns) and not own & set(columns)


def _columns(formula: Formula) -> tuple[str, ...]:
    """Every column a formula looks at, in its own row or in all."""
    return tuple(dict.fromkeys((*mentioned(formula, "cell"), *mentioned(formula, "column"))))


def _private(
    source: Source, path: Path_, notice: Notice, form: Form, keys: Iterable[str], *, choosing: bool = False
) -> Iterator[Mistake]:  # fmt: skip
    """What a public notice may not show, or (``choosing``) may not even choose its rows by: who is listed says as much."""
    if notice.audience == "public":
        for key in keys:
            public = form.column(key).public
            if not public or (public == "select" and not choosing):
                code = "notice-not-chosen-by" if choosing else "notice-not-public"
                yield source.mistake(path, code, {"name": form.titles[key], "key": key, "form": form.form})


def _formula(
    source: Source, path: Path_, text: str, form: Form, name: str, formulas: dict[str, Formula], expect: Kind | None = None
) -> Iterator[Mistake]:  # fmt: skip
    """Parse a formula under a name; ``=`` before it is not part of it."""
    try:
        formulas[name] = parse(text.removeprefix("="), spellings(form), expect=expect)
    except FormulaError as error:
        yield source.mistake(path, *sentence_of(error), shift=error.position + 1 + text.startswith("="))
