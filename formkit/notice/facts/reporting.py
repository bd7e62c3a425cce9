"""Who has reported: expected, received, on time, late, missing, over all and by township."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from formkit import words
from formkit.intake import GOOD
from formkit.notice.scene import Scene
from formkit.notice.terms import Term
from formkit.period import long_date, parse_day
from formkit.states import State

_UNIT = (Term("no", "序号"), Term("township", "上级单位（可以空）"), Term("unit", "单位"), Term("state", "报送状态"))
TERMS = (
    Term("expected", "应报单位数"), Term("received", "已报单位数，含零报告"), Term("on_time", "按时报送的单位数"),
    Term("late_count", "逾期报送的单位数"), Term("zero_count", "零报告的单位数"), Term("missing_count", "没有报到的单位数"),
    Term("rate", "报送率，如96.3%（已报26个，应报27个）"), Term("on_time_rate", "及时率，写法同报送率"),
    Term("overdue_days", "已逾期的天数（期限之前是空的）"), Term("behind", "有单位没有报到的乡镇"), Term("behind_deadline", "没有报到的单位的报送期限，批准延期的按延期后的"),
    Term("units", "没有报到的单位", _UNIT), Term("late_units", "逾期报送的单位", _UNIT),
    Term("towns", "各乡镇报送情况", (
        Term("no", "序号"), Term("name", "乡镇"), Term("expected", "应报"), Term("received", "已报"), Term("on_time", "按时"),
        Term("late", "逾期"), Term("zero", "零报告"), Term("missing", "未报到"), Term("rate", "报送率"),
    )),
)  # fmt: skip


def facts(scene: Scene) -> dict[str, object]:
    """The state of every unit of every form of the task, counted."""
    states = scene.came.states
    missing = [state for state in states if state.state not in GOOD]
    late = [state for state in states if state.state in GOOD and state.late]
    dues = [state.due for state in missing if state.due]
    overdue = (scene.today - min(dues)).days if dues else 0
    return {
        **_counts(states), "late_count": str(len(late)), "zero_count": str(sum(state.state == "zero" for state in states)),
        "missing_count": str(len(missing)), "rate": _share(len(states) - len(missing), len(states), "received"),
        "on_time_rate": _share(len(states) - len(missing) - len(late), len(states), "on-time"),
        "overdue_days": str(overdue) if overdue > 0 else "",
        "behind_deadline": long_date(min(dues)) if dues else "",
        "behind": "、".join(dict.fromkeys(_town(scene, state) or state.unit.name for state in missing)),
        "units": _rows(scene, missing), "late_units": _rows(scene, late), "towns": _towns(scene, states),
    }  # fmt: skip


def _counts(states: Sequence[State]) -> dict[str, str]:
    good = [state for state in states if state.state in GOOD]
    return {"expected": str(len(states)), "received": str(len(good)), "on_time": str(sum(not state.late for state in good))}


def _share(part: int, whole: int, basis: str) -> str:
    """A rate with what it is counted by, without which it means nothing; empty where nobody is asked."""
    if not whole:
        return ""
    rate = (Decimal(part * 100) / whole).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return words.say(f"notice-rate-{basis}", {"rate": f"{rate.normalize():f}", "part": str(part), "whole": str(whole)})


def _rows(scene: Scene, states: Sequence[State]) -> list[dict[str, str]]:
    return [
        {"no": str(number), "township": _town(scene, state), "unit": state.unit.name, "state": stands(state)}
        for number, state in enumerate(states, 1)
    ]


def _town(scene: Scene, state: State) -> str:
    above = scene.task.roster.above(state.unit.code, "township")
    return above.name if above and above.code != state.unit.code else ""


def stands(state: State) -> str:
    """The state of a unit, with the later day it was granted."""
    said = words.say(f"state-{state.state}")
    if state.late and state.state in GOOD:
        said = words.say("notice-late", {"state": said})
    granted = state.extension
    return f"{said}（{words.say('state-extended', {'until': long_date(parse_day(granted.until))})}）" if granted else said


def _towns(scene: Scene, states: Sequence[State]) -> list[dict[str, str]]:
    grouped: dict[str, list[State]] = {}
    for state in states:
        grouped.setdefault(_town(scene, state) or state.unit.name, []).append(state)
    found = []
    for number, (name, own) in enumerate(grouped.items(), 1):
        counts, good = _counts(own), [state for state in own if state.state in GOOD]
        found.append({
            "no": str(number), "name": name, **counts, "late": str(sum(state.late for state in good)),
            "zero": str(sum(state.state == "zero" for state in own)), "missing": str(len(own) - len(good)),
            "rate": _share(len(good), len(own), "short"),
        })  # fmt: skip
    return found
