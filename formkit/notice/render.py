"""Facts and a Word template make a notice (文书); the template is an ordinary .docx with ``{{ }}`` in it.

Values are texts (or whole numbers) ready to print; numbers and dates formatted and IDs masked by the caller. A field
must be given and not be empty; it may be empty only where the template itself asks, by ``{% if field %}`` or
``{{ field or "—" }}``. A template holds fields, ``if`` and ``for`` and a few filters (``wording``), no code.

Every mistake is a ``Problem``: ``notice-not-a-docx``, ``notice-template-syntax``, ``notice-template-code``,
``notice-placeholder-left``, ``notice-missing-field``, ``notice-unknown-field``, ``notice-empty-field``, ``notice-wrong-kind``,
``notice-render-failed``, ``notice-value-lost``.
"""

from __future__ import annotations

import difflib
import functools
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from docxtpl import DocxTemplate
from jinja2 import TemplateError

from formkit.notice.fitting import overlong
from formkit.notice.package import RefusedError, opened, paragraphs, roots, settled
from formkit.notice.placeholders import BRACES, ENVIRONMENT, Need, Problem, examine, judge, texts
from formkit.notice.printing import plain, printed
from formkit.notice.terms import EACH, Term, paths, unsupplied

__all__ = ["Problem", "TemplateProblem", "lint", "render", "variables"]


class TemplateProblem(Exception):  # noqa: N818
    """Nothing was written: the template or the facts will not do; all the problems found at once."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("; ".join(f"{p.template}:{p.paragraph}: {p.code} {p.field}".rstrip() for p in problems))
        self.problems = problems


def lint(template: bytes, name: str, terms: Iterable[Term] | None = None) -> tuple[Problem, ...]:
    """Everything wrong with a template as such, without facts, and with ``terms`` each name it uses that nobody supplies; empty
    when it can be used.
    """
    problems, needs = _examine(template, name)
    if problems or terms is None:
        return problems
    known = {term.name: term for term in terms}
    found: dict[str, Problem] = {}
    for need in needs:
        if wrong := unsupplied(need.path, known):
            label = ".".join(part for part in need.path if part != EACH)
            near = next(iter(difflib.get_close_matches(wrong, _names(known.values()), 1, 0.6)), "")
            args = {"part": need.part, "near": f"（→ {near}）" if near else ""}
            found.setdefault(label, Problem("notice-unknown-field", name, need.line, label, args))
    return tuple(found.values())


def remarks(template: bytes, name: str) -> tuple[Problem, ...]:
    """What is left out of a template that may be used."""
    try:
        linked = opened(template).linked
    except RefusedError:
        return ()
    return (Problem("notice-linked", name, args={"target": linked}),) if linked else ()


def _names(terms: Iterable[Term]) -> list[str]:
    return list(dict.fromkeys(path[-1] for path, _ in paths(terms)))


def variables(template: bytes, name: str = "") -> frozenset[str]:
    """The facts a template asks for. Raises TemplateProblem where the template itself is wrong."""
    problems, needs = _examine(template, name)
    if problems:
        raise TemplateProblem(problems)
    return frozenset(need.path[0] for need in needs)


def render(template: bytes, name: str, facts: Mapping[str, object]) -> bytes:
    """The notice as the bytes of a .docx, the same for the same input; ``name`` is for the problems only.

    Raises TemplateProblem, with all problems, if the template is wrong, a field is missing or empty, or the result
    does not carry what it should or has no room for it.
    """
    problems, needs = _examine(template, name)
    problems = problems or judge(needs, facts, name)
    if problems:
        raise TemplateProblem(problems)
    ready = opened(template)
    document = DocxTemplate(io.BytesIO(ready.data))
    document.patch_xml = _patched
    written = io.BytesIO()
    try:
        document.render({key: plain(value) for key, value in facts.items()}, jinja_env=ENVIRONMENT, autoescape=True)
        document.save(written)
    except (TemplateError, TypeError, ValueError, ArithmeticError, LookupError) as error:
        raise TemplateProblem((Problem("notice-render-failed", name, args={"kind": type(error).__name__}),)) from error
    found = tuple(roots(written.getvalue(), ready.parts))
    problems = (*_lost(found, needs, facts, name), *overlong(found, written.getvalue(), needs, facts, name))
    if problems:
        raise TemplateProblem(problems)
    return settled(written.getvalue())


@functools.lru_cache(maxsize=64)
def _patched(source: str) -> str:
    """What docxtpl makes of a part before it is filled: the same for every letter, and half of what a letter costs."""
    return str(DocxTemplate.patch_xml(None, source))


@functools.lru_cache(maxsize=16)
def _examine(template: bytes, name: str) -> tuple[tuple[Problem, ...], tuple[Need, ...]]:
    problems: list[Problem] = []
    needs: list[Need] = []
    try:
        ready = opened(template)
    except RefusedError as error:
        return (Problem(error.code, name, error.paragraph, args=error.said),), ()
    for part, root in roots(ready.data, ready.parts):
        found, used = examine(paragraphs(root), name, part)
        problems += found
        needs += used
    return tuple(problems), tuple(needs)


def _lost(found: Sequence[tuple[str, Any]], needs: Sequence[Need], facts: Mapping[str, object], name: str) -> Iterator[Problem]:
    """What the finished notice still holds of its template, and what it does not hold of its facts."""
    braced = sorted((value for value in _strings(facts) if BRACES.search(value)), key=len, reverse=True)
    whole: list[str] = []
    for part, root in found:
        for number, text in enumerate(paragraphs(root), 1):
            whole.append(text)
            for value in braced:
                text = text.replace(value, "")
            if BRACES.search(text):
                yield Problem("notice-placeholder-left", name, number, args={"part": part})
    stands = "".join("".join(whole).split())
    for label, value in dict(texts(needs, facts)).items():
        if "".join(value.split()) not in stands:
            yield Problem("notice-value-lost", name, field=label)


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield printed(value)
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _strings(each)
    elif isinstance(value, Sequence):
        for each in value:
            yield from _strings(each)
