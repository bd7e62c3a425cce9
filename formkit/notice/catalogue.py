"""What notices there are, as data and in words: what each is, the clauses it rests on, what it needs, whom it is for, what it asks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from formkit import words
from formkit.load import provisions
from formkit.model.notice import Notice
from formkit.notice.letterbox import terms_of
from formkit.notice.shelf import Kept
from formkit.notice.terms import EACH, paths


def entry(kept: Kept, notice: Notice) -> dict[str, Any]:
    """A notice for ``--list --json``; ``clauses`` are the provisions it rests on, by document and clause."""
    known = {each.id: each for each in provisions()}
    clauses = [f"{known[name].document} {known[name].clause}" for name in notice.provisions if name in known]
    return {
        "kind": kept.kind, "title": notice.title, "own": kept.own, "audience": notice.audience, "per": notice.per, "draft": notice.draft,
        "provisions": list(notice.provisions), "clauses": clauses, "basis": list(notice.basis), "needs": notice.needs,
        "forms": list(notice.forms),
        "asks": [
            {"name": ask.name, "label": ask.label, "kind": ask.kind, "example": ask.example, "default": ask.default} for ask in notice.asks
        ],
    }  # fmt: skip


def lines(found: Mapping[str, Any]) -> Iterator[str]:
    """The same for people; what must be told stands before what may be."""
    yield f"{found['kind']}  {found['title']}"
    asks = [f"{ask['label']} {ask['name']}" for ask in found["asks"] if ask["default"] is None]
    optional = [f"{ask['label']} {ask['name']}" for ask in found["asks"] if ask["default"] is not None]
    for code, said in (
        ("notice-list-basis", "；".join(dict.fromkeys((*found["clauses"], *found["basis"])))), ("notice-list-needs", found["needs"]),
        ("notice-list-forms", "、".join(found["forms"])), ("notice-list-asks", "、".join(asks)),
        ("notice-list-optional", "、".join(optional)), ("notice-list-draft", found["draft"]),
    ):  # fmt: skip
        if said:
            yield f"    {words.say(code, {'said': said})}"
    yield f"    {words.say('notice-list-per', {'said': words.say('notice-per-' + found['per'])})}"
    yield f"    {words.say('notice-audience-' + found['audience'])}"
    if found["own"]:
        yield f"    {words.say('notice-list-own')}"


def fields(notice: Notice) -> Iterable[dict[str, str]]:
    """All that a template of a notice may ask for: its name, what it means."""
    return [{"name": ".".join(part for part in path if part != EACH), "means": term.means} for path, term in paths(terms_of(notice))]
