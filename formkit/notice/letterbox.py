"""The documents of a kind that a task calls for: one for each extent, each with its facts and the name of its file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from formkit.filing import Step
from formkit.identity import steps
from formkit.model.notice import Notice
from formkit.notice.asking import fact
from formkit.notice.facts import blank, common, declared, lists, quality, quarter, reporting, returned, stock
from formkit.notice.facts.lists import listed, numbered, parted
from formkit.notice.facts.rows import Row, counts_of, rows_of
from formkit.notice.scene import Scene
from formkit.notice.terms import EACH, Term
from formkit.states import State
from formkit.values import dataclass

Facts = dict[str, object]
_FROM = re.compile(r"^(.*?)(\d+)号起$")
SUPPLIERS = (reporting, stock, quality, quarter, blank)
"""What is known of every task, worked out where a template of an office asks for it."""
_EXTENT = (Term("unit", "单位"), Term("township", "所属乡镇（可以空）"), Term("no", "序号"))


_Division = tuple[tuple[Step, ...], tuple[str, ...]]
"""The unit a document is for, with those above it, and the facts that divide its rows."""


@dataclass(frozen=True, slots=True)
class Letter:
    """One document to write: its file name without suffix, and the facts for its template."""

    name: str
    facts: Mapping[str, object]


def terms_of(notice: Notice) -> tuple[Term, ...]:
    """All that a template of this notice may ask for."""
    asked = tuple(Term(ask.name, ask.label) for ask in notice.asks)
    said = notice.rows[0] if notice.rows else None
    names = (*(said.facts if said else ()),)
    people = (Term("no", "序号"), *(Term(name, name) for name in (said.members if said else ())))
    members = (Term("members", "家庭成员", people),) if said and said.members else ()
    own = (*(Term(name, name) for name in names), *members)
    line = (Term("no", "序号"), Term("unit", "单位"), Term("township", "所属乡镇（可以空）"), *own)
    rows = (Term("rows", "清单", line), *lists.TERMS, *((lists.KINDS_TERM,) if lists.KIND in names else ())) if said else ()
    counts = tuple(Term(name, name) for each in notice.counts for name in each.facts)
    extent = returned.TERMS if notice.per == "filing" else (*_EXTENT, *rows, *(declared.TERMS if _declares(notice) else ()))
    flat = own if notice.per == "household" else tuple(term for term in own if term.name in notice.by)
    everywhere = tuple(term for module in SUPPLIERS for term in module.TERMS) if notice.audience == "office" else ()
    return tuple({term.name: term for term in (*common.TERMS, *everywhere, *extent, *flat, *counts, *asked)}.values())


def letters(notice: Notice, scene: Scene, used: frozenset[str], given: Mapping[str, str]) -> tuple[Letter, ...]:
    """The documents; ``used`` are the names their template asks for, ``given`` is what only a person knows and comes last.

    Raises WrongFactError where something given cannot be what is asked for.
    """
    told = {name: fact(notice, name, text) for name, text in given.items()}
    usual = {ask.name: ask.default for ask in notice.asks if ask.default is not None}
    shared = {**common.facts(scene), **counts_of(notice, scene), **usual}
    for module in SUPPLIERS if notice.audience == "office" else ():
        if used & {term.name for term in module.TERMS}:
            shared |= module.facts(scene)
    made = tuple(_made(notice, scene))
    return tuple(
        Letter(letter.name, _numbered({**shared, **letter.facts, **told}, place)) for place, letter in enumerate(made)
    )


def _numbered(facts: Facts, place: int) -> Facts:
    """Each document has its own number: 〔2020〕5号起 is the first of a row of them."""
    first = _FROM.match(str(facts.get("number", "")))
    return facts | {"number": f"{first[1]}{int(first[2]) + place}号"} if first else facts


def _made(notice: Notice, scene: Scene) -> Iterator[Letter]:
    name = notice.name or notice.title
    if notice.per == "filing":
        for one in scene.came.judged:
            if one.outcome == "returned":
                yield Letter(f"{name}_{one.identity.unit}_{one.identity.unit_name}", returned.facts(scene, one))
        return
    if not notice.rows:
        yield from _without_rows(notice, scene, name)
        return
    rows = tuple(parted(rows_of(notice, scene), notice.split))
    if notice.per == "household":
        for number, row in enumerate(rows, 1):
            facts = numbered([row])[0] | {"no": str(number)}
            yield Letter(f"{_named(name, row.path)}_{number:03d}", {**facts, "recipient": str(facts.get("head", ""))})
        return
    for (path, parts), own in _grouped(notice, scene, rows).items():
        known = {each.name for each in own[0].path}
        tail = "".join(f"_{part}" for part in parts if part and part not in known)
        divided = {each: own[0].facts[each] for each in notice.by}
        yield Letter(_named(name, path) + tail, {**_place(path), **listed(own), **divided})


def _without_rows(notice: Notice, scene: Scene, name: str) -> Iterator[Letter]:
    period = scene.task.period.text
    if notice.per == "task":
        if not notice.states or any(state.state in notice.states for state in scene.came.states):
            yield Letter(f"{name}_{period}", {})
        return
    found: dict[Step, list[State]] = {}
    for state in scene.came.states:
        if state.state in notice.states or not notice.states:
            path = steps(scene.task.roster.path(state.unit.code))
            found.setdefault(next((each for each in path if each.level == notice.per), path[0]), []).append(state)
    for step, states in found.items():
        own = declared.facts(scene, states) if _declares(notice) else {}
        yield Letter(f"{name}_{step.code}_{step.name}", {**_place(steps(scene.task.roster.path(step.code))), **own})


def _declares(notice: Notice) -> bool:
    """Whether it is about what units say of their forms."""
    return notice.per == "unit" and bool(notice.states)


def _grouped(notice: Notice, scene: Scene, rows: Iterable[Row]) -> dict[_Division, list[Row]]:
    """The rows by the unit each document is for, with those above it, and by the facts that divide them."""
    top = steps([scene.top]) if scene.top else (Step("", scene.task.period.text, ""),)
    found: dict[_Division, list[Row]] = {}
    for row in rows:
        place = next((index for index, each in enumerate(row.path) if each.level == notice.per), 0)
        path = top if notice.per == "task" else row.path[place:]
        found.setdefault((path, tuple(str(row.facts[name]) for name in notice.by)), []).append(row)
    return found


def _named(name: str, path: Sequence[Step]) -> str:
    """What a file is called: a unit that the roster does not know has no code, and stands behind the one above it that has one."""
    place = next((index for index, step in enumerate(path) if step.code), 0)
    return "_".join((name, *filter(None, (path[place].code, *(step.name for step in reversed(path[: place + 1]))))))


def _place(path: Sequence[Step]) -> Facts:
    township = next((step.name for step in path[1:] if step.level == "township"), "")
    return {"unit": path[0].name, "recipient": path[0].name, "township": township}


def needed(paths: Iterable[Sequence[str]]) -> frozenset[str]:
    """The names at the head of the paths a template takes."""
    return frozenset(path[0] for path in paths if path and path[0] != EACH)
