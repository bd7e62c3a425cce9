"""How many there are, form by form: by class, by risk and by place, what came and went since the last period, what was done.

The numbers are those of the roll-up: of its totals, its stock (``history``) and its comparison with the last period.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from formkit import period
from formkit.checks.households import first_value
from formkit.compare import Comparison
from formkit.compare.flows import Flow, Size, rate_text
from formkit.compare.standing import carries, classes_of, helped, label_of, standing
from formkit.filing import Step
from formkit.history import Moment, moment
from formkit.merge import Part, year_of
from formkit.model import Form
from formkit.notice.facts.common import title
from formkit.notice.facts.sums import SUM, sums
from formkit.notice.scene import Scene
from formkit.notice.terms import Term
from formkit.notice.wording import size_text, titled
from formkit.types import KINDS
from formkit.values import dataclass
from formkit.words import say

_SIZED = (Term("name", "名称"), Term("households", "户数"), Term("persons", "人数"), Term("size", "户数人数，如3户9人"))
_FLOW = (("added", "＋"), ("arrived", "＋"), ("removed", "－"), ("lost", "－"), ("gone", "－"), ("left", "－"))
SINCE = Term("since", "与上一期的比较，至多一条；没有上一期、不能逐户对照的没有", (
    Term("before", "上一期的最后一天"), Term("opening", "上期末在册"), Term("closing", "两期都报了的单位本期末在册"),
    Term("moves", "其间的增减，为0的不列", (Term("sign", "＋或－"), Term("name", "如新增"), Term("size", "户数人数"))),
    Term("compared", "两期都报了、列入对照的单位数"), Term("apart", "没有列入对照的单位的期末在册（都列入的是空的）"),
    Term("unheard", "上期报了、本期没有报的单位数（没有的是空的）"), Term("removal_rate", "风险消除率，带口径（没有的是空的）"),
))  # fmt: skip
TERMS = (
    Term("stocks", "各张报表的汇总情况；一张也没有报来的报表不在其中", (
        Term("title", "报表名称，带书名号"), Term("records", "填报的行数"),
        Term("stays", "各户一期一期接着填的（在册）是“是”，每期另填新发生的户的是空的"), Term("size", "期末在册，如60户218人（一行不是一户一人的报表是空的）"),
        Term("households", "期末户数（同上）"), Term("persons", "期末人数（同上）"),
        Term("classes", "按类别（只有一类的报表没有）", _SIZED), Term("places", "下一级各单位的期末在册（只有一个单位的没有）", _SIZED),
        Term("risks", "按主要风险的户数，从多到少", (Term("name", "风险"), Term("households", "户数"))),
        Term("helped", "已落实帮扶的户数（报表不问的是空的）"), Term("unhelped", "未落实帮扶的户数（同上）"),
        Term("month", "本期的各项合计，为0的不列", SUM), Term("now", "期末的各项合计，为0的不列", SUM),
        SINCE,
    )),
)  # fmt: skip


def facts(scene: Scene) -> dict[str, object]:
    """The forms of the task of which something has come in, a zero report too."""
    came = [(form, [part for part in scene.came.parts if part.form == key]) for key, form in scene.task.forms.items()]
    return {"stocks": [
        {"title": titled(title(form)), **_stock(scene, form, parts), "since": since(form, parts, scene.comparisons.get(form.form))}
        for form, parts in came if parts
    ]}  # fmt: skip


def _stock(scene: Scene, form: Form, parts: Sequence[Part]) -> dict[str, object]:
    whole = _moment(form, scene.task.period.text, parts)
    records = sum(total.records for total in whole.totals.values())
    counted = {"stays": "是" if carries(form) else "", "records": str(records), **sums(form, whole.totals)}
    if form.record.grain == "line":
        none = dict.fromkeys(("size", "households", "persons", "helped", "unhelped"), "")
        return {**none, "classes": [], "places": [], "risks": [], **counted}
    pairs = [helped(form, part) for part in parts] if "summary-helped" in form.formulas else []
    classes, risks = _by_class(form, parts)
    return {
        **_sized("", whole.stock), "classes": [_sized(*each) for each in classes.items()], "places": _by_place(scene, form, parts),
        "risks": [{"name": name, "households": str(count)} for name, count in sorted(risks.items(), key=lambda each: -each[1])],
        "helped": str(sum(pair[0] for pair in pairs)) if pairs else "", "unhelped": str(sum(pair[1] for pair in pairs)) if pairs else "",
        **counted,
    }  # fmt: skip


def _moment(form: Form, when: str, parts: Sequence[Part]) -> Moment:
    return moment(form, when, parts, (len(parts), len(parts)))


def _by_class(form: Form, parts: Iterable[Part]) -> tuple[dict[str, Size], dict[str, int]]:
    """The stock by class, those of the form's year first, and its households by risk."""
    key = form.summary.risks if form.summary else None
    sizes: dict[str, Size] = {}
    risks: dict[str, int] = {}
    for part in parts:
        year = year_of(part.period)
        stands = standing(form, part, part.unit, year)
        sizes = {**dict.fromkeys(classes_of(form, year), Size()), **sizes}
        for entry in (*stands.homes, *stands.entries):
            home = stands.grouped[entry.home]
            if entry.stock:
                label = label_of(form, home, year)
                sizes[label] = sizes.get(label, Size()) + entry.size
            if entry.stock and entry.size.households and key and (first := first_value(home, form.places[key])):
                between = KINDS[form.column(key).type].SEPARATOR
                for risk in str(first[1]).split(between) if between else (str(first[1]),):
                    risks[risk] = risks.get(risk, 0) + 1
    return (sizes if any(classes_of(form, year_of(part.period)) for part in parts) else {}), risks


def _by_place(scene: Scene, form: Form, parts: Iterable[Part]) -> list[dict[str, str]]:
    """The stock of what stands directly under who collects."""
    grouped: dict[Step, list[Part]] = {}
    for part in parts:
        grouped.setdefault(scene.branch(part.path), []).append(part)
    return [_sized(step.name, _stood(form, own)) for step, own in grouped.items()] if len(grouped) > 1 else []


def _stood(form: Form, parts: Sequence[Part]) -> Size:
    """The stock of some filings, as the roll-up counts it."""
    return _moment(form, parts[0].period, parts).stock


def _sized(name: str, size: Size) -> dict[str, str]:
    named = {"name": name} if name else {}
    return {**named, "households": str(size.households), "persons": str(size.persons), "size": size_text(size)}


@dataclass(frozen=True, slots=True)
class _Both:
    """The units of a comparison that can be compared: their flow, how many they are, how many were heard of only then."""

    flow: Flow
    units: int
    unheard: int


def _compared(form: Form, found: Comparison | None) -> _Both | None:
    """None where there is no earlier period, or the form cannot tell its rows apart, or stands for no household and no person."""
    if found is None or not found.by or form.record.grain == "line":
        return None
    units = [one for one in found.units.values() if one.both]
    silent = sum(one.after is None and one.before is not None for one in found.units.values())
    return _Both(found.flow, len(units), silent) if units else None


def since(form: Form, parts: Sequence[Part], found: Comparison | None) -> list[dict[str, object]]:
    """The stock then and now of the units that can be compared, and what moved between."""
    both = _compared(form, found)
    if both is None or found is None or not (end := period.end_of(found.before)):
        return []
    flow, apart = both.flow, _stood(form, parts) - both.flow.closing
    basis = form.summary.rate if form.summary else "households"
    moves: Mapping[str, Size] = {name: getattr(flow, name) for name, _ in _FLOW}
    return [{
        "before": period.long_date(end), "opening": size_text(flow.opening), "closing": size_text(flow.closing),
        "moves": [
            {"sign": sign, "name": say(f"change-{name}"), "size": size_text(moves[name])} for name, sign in _FLOW if moves[name] != Size()
        ],
        "compared": str(both.units), "apart": size_text(apart) if apart != Size() else "",
        "unheard": str(both.unheard) if both.unheard else "", "removal_rate": rate_text(flow, basis),
    }]  # fmt: skip
