"""What every notice may say: who issues it, about which forms and which period, whom to ask."""

from __future__ import annotations

from formkit.model import Form
from formkit.notice.scene import Scene
from formkit.notice.terms import Term
from formkit.period import long_date

TERMS = (
    Term("agency", "发文机关（task.yaml 的 agency）"), Term("number", "发文字号"), Term("date", "成文日期"), Term("issued", "印发日期"),
    Term("sealed", "是否加盖印章：是、否"), Term("signer", "签发人"), Term("recipient", "主送机关或送达对象"),
    Term("copies", "抄送机关（可以空）"), Term("contact", "联系人"), Term("phone", "联系电话"),
    Term("form_title", "报表名称，几张的用顿号隔开"), Term("form_document", "报表依据的文件字号"), Term("period", "统计期，如2020年3月"),
    Term("deadline", "报送期限"), Term("county", "汇总单位的名称"), Term("townships", "下一级各单位的名称"),
)  # fmt: skip


def facts(scene: Scene) -> dict[str, object]:
    """The common facts; what nobody has told is empty."""
    task, day = scene.task, long_date(scene.today)
    settings = task.settings
    days = [due for form in task.forms.values() if (due := task.due(form))]
    below = dict.fromkeys(path[-2].name for _, unit in task.reporters if len(path := task.roster.path(unit.code)) > 1)
    return {
        "agency": settings.agency, "number": "", "date": day, "issued": day, "sealed": "是", "signer": "", "recipient": "、".join(below),
        "copies": settings.copies, "contact": settings.contact, "phone": settings.phone,
        "form_title": "、".join(title(form) for form in task.forms.values()),
        "form_document": "、".join(dict.fromkeys(form.document for form in task.forms.values())),
        "period": task.period.label, "deadline": long_date(min(days)) if days else "", "county": scene.top.name if scene.top else "",
        "townships": "、".join(below),
    }  # fmt: skip


def title(form: Form) -> str:
    """What a form is called without a unit's name."""
    return form.title.format(unit="").strip()
