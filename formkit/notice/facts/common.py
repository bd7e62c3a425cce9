"""What every notice may say: who issues it, about which forms and which period, whom to ask."""

from __future__ import annotations

from formkit.identity import steps
from formkit.model import Form
from formkit.notice.scene import Scene
from formkit.notice.terms import Term
from formkit.notice.wording import titled
from formkit.period import long_date

TERMS = (
    Term("agency", "发文机关（task.yaml 的 agency）"), Term("number", "发文字号"), Term("date", "成文日期"), Term("issued", "印发日期"),
    Term("sealed", "是否加盖印章：是、否"), Term("signer", "签发人"), Term("recipient", "主送机关或送达对象"),
    Term("copies", "抄送机关（可以空）"), Term("contact", "联系人"), Term("phone", "联系电话"),
    Term("form_title", "报表名称，不带书名号，几张的用顿号隔开"), Term("form_titles", "报表名称，每张都带书名号：《甲表》《乙表》"),
    Term("several", "任务里有几张报表时是“是”，只有一张时是空的"),
    Term("form_document", "报表依据的文件字号"), Term("period", "统计期，如2020年3月"), Term("period_end", "统计期的最后一天"),
    Term("deadline", "报送期限，几张不同的是最早的（可以空）"), Term("county", "汇总单位的名称"), Term("townships", "下一级各单位的名称"),
)  # fmt: skip


def facts(scene: Scene) -> dict[str, object]:
    """The common facts; what nobody has told is empty."""
    task, day = scene.task, long_date(scene.today)
    settings, forms = task.settings, task.forms.values()
    days = [due for form in forms if (due := task.due(form))]
    below = {scene.branch(steps(task.roster.path(unit.code))): unit for _, unit in task.reporters}
    names = "、".join(dict.fromkeys(step.name for step in below if not scene.top or step.code != scene.top.code))
    return {
        "agency": settings.agency.strip(), "number": "", "date": day, "issued": day, "sealed": "是", "signer": "", "recipient": names,
        "copies": settings.copies.strip(), "contact": settings.contact.strip(), "phone": settings.phone.strip(),
        "form_title": "、".join(title(form) for form in forms), "form_titles": "".join(titled(title(form)) for form in forms),
        "several": "是" if len(forms) > 1 else "", "form_document": "、".join(dict.fromkeys(form.document for form in forms)),
        "period": task.period.label, "period_end": long_date(task.period.end), "deadline": long_date(min(days)) if days else "",
        "county": scene.top.name if scene.top else "", "townships": names,
    }  # fmt: skip


def title(form: Form) -> str:
    """What a form is called without a unit's name."""
    return form.title.format(unit="").strip()
