"""How many there are: households and persons, by class and by risk, what came and went since the last period, who is helped.

The numbers are those of the roll-up of the first form of the task that has a stock (``Summary``); a form of lines has none.
"""

from __future__ import annotations

from formkit.compare.flows import Flow, Size, rate_text
from formkit.compare.standing import classes_of, helped, label_of, standing
from formkit.history import label_of as period_label
from formkit.history import table_flow
from formkit.merge import year_of
from formkit.model import Form
from formkit.notice.scene import Scene
from formkit.notice.terms import Term
from formkit.notice.wording import size_text

_SIZED = (Term("name", "名称"), Term("households", "户数"), Term("persons", "人数"), Term("size", "户数人数，如3户9人"))
_FLOWS = (
    ("opening", "上期末"), ("added", "新增"), ("arrived", "转入"), ("removed", "风险消除"), ("lost", "自然减少"), ("gone", "未说明的减少"),
    ("left", "转出"), ("closing", "本期末"),
)  # fmt: skip
TERMS = (
    Term("size", "期末在册，如60户218人"), Term("households", "期末户数"), Term("persons", "期末人数"), Term("classes", "按类别", _SIZED),
    Term("places", "各乡镇期末在册", _SIZED), Term("before", "上一期（没有上一期时是空的）"),
    *(Term(name, f"{means}，如2户5人（没有上一期时是空的）") for name, means in _FLOWS if name != "closing"),
    Term("removal_rate", "风险消除率，带口径（没有上一期时是空的）"), Term("helped", "已落实帮扶的户数"), Term("unhelped", "未落实帮扶的户数"),
)  # fmt: skip


def facts(scene: Scene) -> dict[str, object]:
    """The stock at the end of the period and the flow since the last; empty texts where a form has none."""
    form = next((form for form in scene.task.forms.values() if form.record.grain != "line"), None)
    if form is None:
        return {term.name: [] if term.each else "" for term in TERMS}
    parts = [part for part in scene.came.parts if part.form == form.form]
    whole = table_flow(form, parts).closing
    counted = [helped(form, part) for part in parts] if "summary-helped" in form.formulas else []
    return {
        "size": size_text(whole), "households": str(whole.households), "persons": str(whole.persons),
        "classes": _sized(_by_class(scene, form)), "places": _sized(_by_place(scene, form)),
        "helped": str(sum(pair[0] for pair in counted)) if counted else "",
        "unhelped": str(sum(pair[1] for pair in counted)) if counted else "", **_flow(scene, form),
    }  # fmt: skip


def _flow(scene: Scene, form: Form) -> dict[str, str]:
    found = scene.comparisons.get(form.form)
    names = [name for name, _ in _FLOWS if name != "closing"]
    if found is None or not found.before:
        return {**dict.fromkeys(names, ""), "before": "", "removal_rate": ""}
    flow: Flow = found.flow
    basis = form.summary.rate if form.summary else "households"
    return {
        **{name: size_text(getattr(flow, name)) for name in names}, "before": period_label(found.before),
        "removal_rate": rate_text(flow, basis),
    }  # fmt: skip


def _by_class(scene: Scene, form: Form) -> dict[str, Size]:
    """The stock by class, every class of the form's year first."""
    year = year_of(scene.task.period.text)
    found = dict.fromkeys(classes_of(form, year), Size())
    for part in scene.came.parts:
        if part.form == form.form:
            stands = standing(form, part, part.unit, year)
            for entry in (*stands.homes, *stands.entries):
                if entry.stock:
                    label = label_of(form, stands.grouped[entry.home], year)
                    found[label] = found.get(label, Size()) + entry.size
    return found


def _by_place(scene: Scene, form: Form) -> dict[str, Size]:
    """The stock by what stands directly under the top."""
    found: dict[str, Size] = {}
    for part in scene.came.parts:
        if part.form == form.form:
            name = part.path[-2].name if len(part.path) > 1 else part.path[0].name
            found[name] = found.get(name, Size()) + table_flow(form, (part,)).closing
    return found


def _sized(sizes: dict[str, Size]) -> list[dict[str, str]]:
    return [
        {"name": name, "households": str(size.households), "persons": str(size.persons), "size": size_text(size)}
        for name, size in sizes.items()
    ]
