"""Who has reported: expected, received, on time, late, missing, over all, by form and by what stands directly below.

A unit that owes several forms has reported when all of them are in, and is late when one of them was.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal

from formkit import words
from formkit.filing import Step
from formkit.identity import steps
from formkit.intake import GOOD
from formkit.notice.facts.common import title
from formkit.notice.scene import Scene
from formkit.notice.terms import Term
from formkit.notice.wording import titled
from formkit.period import long_date, parse_day
from formkit.states import State

_UNIT = (
    Term("no", "序号"), Term("township", "上级单位（可以空）"), Term("unit", "单位"), Term("state", "报送状态；几张报表时，说是哪一张"),
)  # fmt: skip
_COUNTS = (
    Term("expected", "应报单位数"), Term("received", "已报单位数，含零报告；要报几张报表的，都报了才算"), Term("on_time", "按时报送的单位数"),
    Term("late_count", "逾期报送的单位数"), Term("zero_count", "零报告的单位数"), Term("missing_count", "没有报到的单位数"),
    Term("rate", "报送率，如96.3%（应报27个，已报26个）"), Term("on_time_rate", "及时率，写法同报送率"),
)  # fmt: skip
TERMS = (
    *_COUNTS, Term("overdue_days", "已逾期的天数（期限之前是空的）"), Term("overdue_count", "过了期限还没有报到的单位数，批准延期的按延期后的"),
    Term("behind", "有单位没有报到的下一级单位"),
    Term("behind_deadline", "没有报到的单位的报送期限，批准延期的按延期后的"),
    Term("units", "没有报到的单位", _UNIT), Term("late_units", "逾期报送的单位", _UNIT),
    Term("missing_named", "没有报到的单位连着写，括号里是状态（没有的是空的）"), Term("late_named", "逾期报送的单位连着写（没有的是空的）"),
    Term("towns", "下一级各单位的报送情况（自己就是填报单位的，没有这个表）", (
        Term("no", "序号"), Term("name", "下一级单位，如乡镇"), Term("expected", "应报"), Term("received", "已报"), Term("on_time", "按时"),
        Term("late", "逾期"), Term("zero", "零报告"), Term("missing", "未报到"), Term("rate", "报送率"),
    )),
    Term("filed", "各张报表的报送情况", (Term("title", "报表名称，带书名号"), *_COUNTS)),
)  # fmt: skip
_Owed = Sequence[State]
"""The states of one unit, one for each form it owes."""


def facts(scene: Scene) -> dict[str, object]:
    """The states of every unit, counted."""
    owed = _owed(scene.came.states)
    missing, late = [own for own in owed if not _good(own)], [own for own in owed if _late(own)]
    dues = [state.due for own in missing for state in own if state.due and state.state not in GOOD]
    overdue = (scene.today - min(dues)).days if dues else 0
    passed = sum(any(state.due and state.due < scene.today and state.state not in GOOD for state in own) for own in missing)
    return {
        **_counts(owed), "overdue_days": str(overdue) if overdue > 0 else "", "overdue_count": str(passed),
        "behind_deadline": long_date(min(dues)) if dues else "",
        "behind": "、".join(dict.fromkeys(_branch(scene, own).name for own in missing)),
        "missing_named": _named(scene, missing, stand=True), "late_named": _named(scene, late, stand=len(scene.task.forms) > 1),
        "units": _rows(scene, missing), "late_units": _rows(scene, late), "towns": _towns(scene, owed),
        "filed": [
            {"title": titled(title(form)), **counts(state for state in scene.came.states if state.form == form.form)}
            for form in scene.task.forms.values() if any(state.form == form.form for state in scene.came.states)
        ],
    }  # fmt: skip


def _owed(states: Iterable[State]) -> list[_Owed]:
    found: dict[str, list[State]] = {}
    for state in states:
        found.setdefault(state.unit.code, []).append(state)
    return list(found.values())


def _good(own: _Owed) -> bool:
    return all(state.state in GOOD for state in own)


def _late(own: _Owed) -> bool:
    return _good(own) and any(state.late for state in own)


def counts(states: Iterable[State]) -> dict[str, str]:
    """How many units had to report and how many have, on time and late, of some states."""
    return _counts(_owed(states))


def _counts(owed: Sequence[_Owed]) -> dict[str, str]:
    expected, received, late = len(owed), sum(map(_good, owed)), sum(map(_late, owed))
    zero = sum(all(state.state == "zero" for state in own) for own in owed)
    return {
        "expected": str(expected), "received": str(received), "on_time": str(received - late), "late_count": str(late),
        "zero_count": str(zero), "missing_count": str(expected - received), "rate": share(received, expected, "received"),
        "on_time_rate": share(received - late, expected, "on-time"),
    }  # fmt: skip


def share(part: int, whole: int, basis: str) -> str:
    """A rate with what it is counted by, without which it means nothing; empty where nobody is asked, and 100 only where it is all."""
    if not whole:
        return ""
    rate = (Decimal(part * 100) / whole).quantize(Decimal("0.1"), ROUND_HALF_UP)
    if part < whole:
        rate = min(rate, Decimal("99.9"))
    return words.say(f"notice-rate-{basis}", {"rate": f"{rate.normalize():f}", "part": str(part), "whole": str(whole)})


def _rows(scene: Scene, owed: Sequence[_Owed]) -> list[dict[str, str]]:
    return [
        {"no": str(number), "township": above(scene, own[0].unit.code), "unit": own[0].unit.name, "state": _stands(scene, own)}
        for number, own in enumerate(owed, 1)
    ]


def _named(scene: Scene, owed: Sequence[_Owed], *, stand: bool) -> str:
    """Units in one sentence, those of one township behind its name."""
    found: dict[str, list[str]] = {}
    for row in _rows(scene, owed):
        found.setdefault(row["township"], []).append(f"{row['unit']}（{row['state']}）" if stand else row["unit"])
    return "；".join(f"{town}{'、'.join(names)}" for town, names in found.items())


def above(scene: Scene, code: str) -> str:
    """The township a unit is in; empty for a township itself and for what stands above."""
    found = scene.task.roster.above(code, "township")
    return found.name if found and found.code != code else ""


def _branch(scene: Scene, own: _Owed) -> Step:
    return scene.branch(steps(scene.task.roster.path(own[0].unit.code)))


def _stands(scene: Scene, own: _Owed) -> str:
    """Where a unit stands with what it still owes or sent late; with which form, where the task has several."""
    forms = scene.task.forms
    if len(forms) == 1:
        return stands(own[0])
    said: dict[str, list[str]] = {}
    for each in own:
        if each.state not in GOOD or (_late(own) and each.late):
            said.setdefault(stands(each), []).append(titled(title(forms[each.form])))
    return "；".join(f"{''.join(names)}{state}" for state, names in said.items())


def stands(state: State) -> str:
    """The state of a unit, with the later day it was granted."""
    said = words.say(f"state-{state.state}")
    if state.late and state.state in GOOD:
        said = words.say("notice-late", {"state": said})
    granted = state.extension
    return f"{said}（{words.say('state-extended', {'until': long_date(parse_day(granted.until))})}）" if granted else said


def _towns(scene: Scene, owed: Sequence[_Owed]) -> list[dict[str, str]]:
    grouped: dict[Step, list[_Owed]] = {}
    for own in owed:
        grouped.setdefault(_branch(scene, own), []).append(own)
    if all(own[0].unit.code == step.code for step, group in grouped.items() for own in group):
        return []
    found = []
    for number, (step, group) in enumerate(grouped.items(), 1):
        said = _counts(group)
        found.append({
            "no": str(number), "name": step.name, **{name: said[name] for name in ("expected", "received", "on_time")},
            "late": said["late_count"], "zero": said["zero_count"], "missing": said["missing_count"],
            "rate": share(int(said["received"]), len(group), "short"),
        })  # fmt: skip
    return found
