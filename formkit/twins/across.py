"""duplicate-across-filings: what each unit is told of a person whom another unit reports too.

Each unit learns which units these are, what kind of duplicate it is and how to settle it, and nothing of what the other wrote:
where facts differ, the columns are named and no value. It is asked of forms whose column of the person is ``unique: rollup``,
changes no outcome, and is answered like any query by 核实说明; of a move also by the form's own column of reasons.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from formkit.checks import written
from formkit.filing import Record, Step
from formkit.finding import Across, Asked, Between, Finding, Related
from formkit.merge import Part
from formkit.model import Form
from formkit.twins import Place, Twin, twins
from formkit.words import say

CODE = "duplicate-across-filings"
NAMED, RELATED = 3, 10
"""So many other units a sentence names, and so many of the other places stand beside it."""


def across(
    forms: Mapping[str, Form], parts: Sequence[Part], before: Sequence[Part] = (), successors: Mapping[str, str] = {}
) -> Between:  # fmt: skip
    """What there is to say of every form of a task; ``parts`` are of its period, ``before`` of earlier ones (see ``twins``)."""
    found: list[Across] = []
    asked: list[Asked] = []
    for form in forms.values():
        if unique(form):
            mine = [part for part in parts if part.form == form.form]
            rows = any(part.records for part in mine)
            asked.append(Asked(CODE, form.form, ran=rows, why="" if rows else "no-rows"))
            found += told(form, twins(form, mine, before, successors))
    return Between(tuple(found), tuple(asked))


def unique(form: Form) -> bool:
    """Whether one person may stand in the filing of one unit only."""
    key = form.record.person
    return form.record.grain != "line" and key is not None and form.column(key).unique == "rollup"


def told(form: Form, found: Iterable[Twin]) -> Iterator[Across]:
    """One finding for each unit of each duplicate, at its cells of the number."""
    for twin in found:
        for unit in twin.units:
            yield _told(form, twin, [place for place in twin.places if place[0].unit == unit])


def _told(form: Form, twin: Twin, own: Sequence[Place]) -> Across:
    part, record = own[0]
    key = form.record.person or ""
    place, column = form.places[key], form.column(key)
    value = written(record.raws[place], column)
    args = {"label": form.titles[key], "value": value, **said(form, twin, part)}
    others = [pair for pair in twin.places if pair[0].unit != part.unit][:RELATED]
    finding = Finding(
        wording(twin, part.unit), "query", tuple(row.place(place) for _, row in own), record.section, key, value, args, CODE,
        related=tuple(Related(other.file, row.place(place)) for other, row in others),
        explained=any(_answered(form, twin, pair) for pair in own),
    )  # fmt: skip
    return Across(finding, form.form, part.file, part.path[0].name)


def wording(twin: Twin, unit: str) -> str:
    """The code of the sentence one of its units is told; of a move, the two ends are told different things."""
    if twin.kind != "moved":
        return f"twin-{twin.kind}"
    return "twin-moved-away" if unit in twin.away else "twin-moved-here"


def said(form: Form, twin: Twin, own: Part) -> Mapping[str, str]:
    """What the sentences to one unit are filled with: who, the other units, the columns, what else there is to it."""
    others = {part.unit: part for part, _ in twin.places if part.unit != own.unit}
    if twin.kind == "moved":
        others = {unit: part for unit, part in others.items() if (unit in twin.away) != (own.unit in twin.away)}
    differs = "、".join(f"“{form.titles[key]}”" for key in twin.differs)
    also = [f"{differs}{kind_of(trait)}" if trait == "inconsistent" else kind_of(trait) for trait in twin.traits[1:]]
    return {
        "who": say("twin-who-household" if form.record.grain == "household" else "twin-who-person"),
        "units": _listed([named(part, own.path[1:]) for part in others.values()]), "differs": differs,
        "also": say("twin-also", {"traits": "；".join(also)}) if also else "",
    }  # fmt: skip


def kind_of(trait: str) -> str:
    """A kind of duplicate in a few Chinese words."""
    return say(f"twin-kind-{trait}")


def counted(found: Sequence[Twin]) -> str:
    """How many there are of each kind, in Chinese."""
    kinds: dict[str, int] = {}
    for twin in found:
        kinds[twin.kind] = kinds.get(twin.kind, 0) + 1
    return "、".join(say("twin-counted", {"kind": kind_of(kind), "count": str(count)}) for kind, count in kinds.items())


def named(part: Part, known: Iterable[Step]) -> str:
    """A unit by its name, with those above it that are not among the known ones: 东镇甲庄村 as other townships call it."""
    codes = {step.code for step in known}
    return "".join(step.name for step in reversed(part.path) if step.code not in codes) or part.path[0].name


def _listed(names: Sequence[str]) -> str:
    shown = "、".join(names[:NAMED])
    return say("twin-units-more", {"units": shown, "count": str(len(names))}) if len(names) > NAMED else shown


def _answered(form: Form, twin: Twin, place: Place) -> bool:
    """Whether a row says what there is to it: in 核实说明, or where somebody moved by the reason for leaving or coming."""
    part, record = place
    moved = twin.kind == "moved" and (twin.declared or part.unit not in twin.away)
    return bool(record.explanation) or (moved and _reason(form, record))


def _reason(form: Form, record: Record) -> bool:
    key = form.summary.reason if form.summary else None
    return key is not None and record.value(form.places[key]) is not None
