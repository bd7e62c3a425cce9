"""A quarter at the end of its last month: who reported month by month, what the months add up to, what changed since it began."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from formkit import office, period
from formkit.compare import compare
from formkit.history import moment
from formkit.merge import Part, added
from formkit.model import Form
from formkit.notice.facts.common import title
from formkit.notice.facts.reporting import counts
from formkit.notice.facts.stock import SINCE, since
from formkit.notice.facts.sums import SUM, sums
from formkit.notice.scene import Scene
from formkit.notice.terms import Term
from formkit.notice.wording import titled
from formkit.office import Past
from formkit.period import Period

TERMS = (
    Term("quarter", "全季情况，至多一条：任务是季度的最后一个月，前两个月的任务都写在 before 里", (
        Term("name", "如第1季度"), Term("label", "如2020年第1季度"),
        Term("months", "逐月报送情况", (Term("label", "如2020年1月"), Term("rate", "报送率"), Term("on_time_rate", "及时率"))),
        Term("stocks", "各张报表的全季情况", (
            Term("title", "报表名称，带书名号"), Term("sums", "三个月的发生数合计，为0的不列", SUM), SINCE,
        )),
    )),
)  # fmt: skip


def facts(scene: Scene) -> dict[str, object]:
    """The quarter of the task's month; nothing for any other month, and where a month of it is not known."""
    this = scene.task.period
    if period.kind(this) != "month" or this.end.month % 3:
        return {"quarter": []}
    whole = period.parse(f"{this.end.year}Q{this.end.month // 3}")
    past = office.earlier(scene.task, scene.now)
    inside = [each for each in past if whole.start <= each.task.period.start and each.task.period.end < this.start]
    if [period.kind(each.task.period) for each in inside] != ["month", "month"]:
        return {"quarter": []}
    said = [(each.task.period, each.collected.states) for each in inside] + [(this, scene.came.states)]
    months = [{"label": when.label, **{name: counts(states)[name] for name in ("rate", "on_time_rate")}} for when, states in said]
    before = [each for each in past if each.task.period.end == whole.start - timedelta(1)]
    stocks = [_form(scene, form, inside, before, whole) for form in scene.task.forms.values() if _own(scene.came.parts, form)]
    return {"quarter": [{"name": whole.label.partition("年")[2], "label": whole.label, "months": months, "stocks": stocks}]}


def _own(parts: Sequence[Part], form: Form) -> list[Part]:
    return [part for part in parts if part.form == form.form]


def _form(scene: Scene, form: Form, inside: Sequence[Past], before: Sequence[Past], whole: Period) -> dict[str, object]:
    """The months of a form together, each with the parts that counted in it; its stock now against the end of the last quarter."""
    now, roster = _own(scene.came.parts, form), scene.task.roster
    each = [(one.task.period.text, _own(one.parts, form)) for one in inside] + [(scene.task.period.text, now)]
    months = [moment(form, when, parts, (1, 1)).totals for when, parts in each]
    totals = {section.key: added(form, (one[section.key] for one in months), whole.end.year) for section in form.sections}
    then = [one for one in before if form.form in one.task.forms]
    found = compare(form, then[-1].parts, scene.came.parts, roster.successors, then[-1].asked(form.form)) if then else None
    return {"title": titled(title(form)), "sums": sums(form, totals)["month"], "since": since(form, now, found)}
