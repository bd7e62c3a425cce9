"""The facts of each notice, out of the checked filings of a task: who gets one, and what it says. IDs are masked."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from formkit import mask, words
from formkit.intake import GOOD, Judged
from formkit.model import Form
from formkit.period import long_date, parse_day
from formkit.saying import remedy, sentence, value_shown
from formkit.states import State
from formkit.task import Task

Facts = dict[str, object]
_FROM = re.compile(r"^(.*?)(\d+)号起$")


@dataclass(frozen=True, slots=True)
class Letter:
    """One document to write: its file name without suffix, and the facts for its template."""

    name: str
    facts: Mapping[str, object]


def letters(
    kind: str, task: Task, judged: Sequence[Judged], states: Sequence[State], now: str, given: Mapping[str, str]
) -> tuple[Letter, ...]:
    """The documents of a kind that the task calls for now; ``given`` is what only a person knows and comes last."""
    made = MAKERS[kind](task, judged, states, now) if kind in MAKERS else (Letter(kind, {}),)
    common = _common(task, kind, now)
    return tuple(
        Letter(letter.name, _numbered({**common, **letter.facts, **given}, place)) for place, letter in enumerate(made)
    )


def _numbered(facts: Facts, place: int) -> Facts:
    """Each document has its own number: 〔2020〕5号起 is the first of a row of them."""
    first = _FROM.match(str(facts.get("number", "")))
    return facts | {"number": f"{first[1]}{int(first[2]) + place}号"} if first else facts


def _common(task: Task, kind: str, now: str) -> Facts:
    settings, day = task.settings, long_date(parse_day(now[:10]))
    days = [due for form in task.forms.values() if (due := task.due(form))]
    return {
        "agency": settings.agency, "number": settings.numbers.get(kind, ""), "date": day, "issued": day,
        "form_title": "、".join(_title(form) for form in task.forms.values()), "period": task.period.label,
        "deadline": long_date(min(days)) if days else "", "contact": settings.contact, "phone": settings.phone,
        "copies": settings.copies,
    }  # fmt: skip


def _title(form: Form) -> str:
    return form.title.format(unit="").strip()


def _return_notices(task: Task, judged: Sequence[Judged], _: Sequence[State], __: str) -> tuple[Letter, ...]:
    """One for every filing that goes back."""
    return tuple(_return_notice(task, one) for one in judged if one.outcome == "returned")


def _return_notice(task: Task, one: Judged) -> Letter:
    form = task.forms[one.identity.form]
    township = task.roster.above(one.identity.unit, "township")
    unit = (township.name if township and township.code != one.identity.unit else "") + one.identity.unit_name
    due = task.resubmit(form, task.roster.units.get(one.identity.unit))
    items = [
        {
            "no": number, "cell": finding.places[0].cell if finding.places else "",
            "column": form.titles[finding.column] if finding.column else "",
            "value": value_shown(form, finding), "problem": sentence(form, finding), "remedy": remedy(form, finding),
        }
        for number, finding in enumerate((f for f in one.report.findings if f.open), 1)
    ]  # fmt: skip
    errors = sum(finding.blocks for finding in one.report.findings)
    facts: Facts = {
        "recipient": unit, "unit": unit, "file": mask.text(PurePosixPath(one.file).name), "form_title": _title(form),
        "errors": errors, "queries": len(items) - errors, "items": items,
        "resubmit": long_date(due) if due else "", "rollup": "" if one.filing else words.say("rollup-again"),
    }  # fmt: skip
    return Letter(f"退回修改通知_{one.identity.unit}_{one.identity.unit_name}", facts)


def _reminders(task: Task, _: Sequence[Judged], states: Sequence[State], now: str) -> tuple[Letter, ...]:
    """One for all units that have not reported; none if all have."""
    missing = [state for state in states if state.state not in GOOD]
    if not missing:
        return ()
    rows = []
    towns: dict[str, None] = {}
    for number, state in enumerate(missing, 1):
        above = task.roster.above(state.unit.code, "township")
        town = above.name if above and above.code != state.unit.code else ""
        towns.setdefault(town or state.unit.name)
        rows.append({"no": number, "township": town, "unit": state.unit.name, "state": _stands(state)})
    dues = [state.due for state in missing if state.due]
    overdue = (parse_day(now[:10]) - min(dues)).days if dues else 0
    facts: Facts = {
        "recipient": "、".join(towns), "expected": len(states), "received": len(states) - len(missing),
        "deadline": long_date(min(dues)) if dues else "",  # theirs, where only units with a later day are missing
        "missing_count": len(missing), "overdue_days": str(overdue) if overdue > 0 else "", "units": rows,
    }  # fmt: skip
    return (Letter(f"催报通知_{task.period.text}", facts),)


def _stands(state: State) -> str:
    """The state of a unit, with the later day it was granted."""
    said = words.say(f"state-{state.state}")
    granted = state.extension
    return f"{said}（{words.say('state-extended', {'until': long_date(parse_day(granted.until))})}）" if granted else said


MAKERS: Mapping[str, Callable[[Task, Sequence[Judged], Sequence[State], str], tuple[Letter, ...]]] = {
    "return-notice": _return_notices,
    "reminder": _reminders,
}
