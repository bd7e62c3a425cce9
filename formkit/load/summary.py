"""汇总表: the form of a form's sums, derived from it and never written out.

One row for each unit below: who reported, the stock at the end of the last and of this period with what came and went
between, the stock by class and by risk, and how many households are being helped. The source documents ask for sums
and print no table of them, so every column is marked as reconstructed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from formkit.formula import parse
from formkit.load.names import spellings
from formkit.model import Column, Form, Group, Grouping, Link, Paper, Reporting, Rule, Section

SUMMARY = "-summary"
_KIND = r"(?:台账|统计表|登记表|名单|月报|表)$"
_WHEN = {"month": ("上月末", "本月", "月末"), "quarter": ("上季末", "本季", "季末"), "year": ("上年末", "本年", "年末")}
_HELP = {
    "opening": "与上一期汇总表的期末数一致，", "added": "新纳入的", "removed": "风险消除的",
    "lost": "因死亡、迁出等减少的", "closing": "上期末加新增，减消除和自然减少，得出的",
}  # fmt: skip


def summary_of(form: Form) -> Form:
    """The summary form of a form that says how it is summed; ValueError for one that does not."""
    if form.summary is None or len(form.levels) < 2:
        raise ValueError(form.form)
    made = Form(
        form=f"{form.form}{SUMMARY}", version=form.version, title=f"{re.sub(_KIND, '', form.title)}汇总表", agency=form.agency,
        document=form.document, levels=form.levels[1:],
        period=Reporting(kind=form.period.kind, stamp=form.period.stamp), record=Grouping(grain="line"),
        paper=_paper(form), sections=(Section(key="units"),), columns=tuple(_columns(form)), rules=tuple(_rules(form)),
        links=tuple(_links(form)),
    )  # fmt: skip
    names = spellings(made)
    return made.bound({}, {rule.id: parse(rule.test, names) for rule in made.rules})


def flow_words(form: Form) -> tuple[tuple[str, str], ...]:
    """Stock and flow in the words of the period."""
    before, now, end = _WHEN.get(form.period.expected, ("上期末", "本期", "期末"))
    return (("opening", before), ("added", f"{now}新增"), ("removed", f"{now}消除"), ("lost", "自然减少"), ("closing", end))


def _paper(form: Form) -> Paper:
    named = dict(flow_words(form))
    balance = f"{named['closing']}={named['opening']}+{named['added']}−{named['removed']}−{named['lost']}"
    return Paper(
        size="A3", blank_unit=form.paper.blank_unit, above=("填报单位（盖章）：{unit}　　　　统计期：{period}　　　　单位：个、户、人",),
        below=("填表人：　　　　　　审核人：　　　　　　单位负责人：　　　　　　填报日期：　　年　　月　　日",), rows=30,
        notes=(f"{balance}；自然减少指死亡、迁出等。", f"户数按户计，人数按人计；分类、分风险各栏之和等于{named['closing']}数。"),
    )  # fmt: skip


def _columns(form: Form) -> Iterator[Column | Group]:
    yield _made("serial", "序号", "serial", "", width=5)
    yield _made("name", "单位", "text", "下一级填报单位的名称，一个单位一行", width=16)
    yield Group(label="报送情况（个）", columns=(
        _count("expected", "应报", "应报单位数", flow=True), _count("received", "实报", "已报单位数，含零报告", flow=True),
        _count("late", "逾期", "超过期限才报的单位数", flow=True), _count("zero", "零报告", "零报告的单位数", flow=True),
    ))  # fmt: skip
    for key, label in flow_words(form):
        yield _both(key, label, _HELP[key])
    for number, label in enumerate(classes(form), 1):
        yield _both(f"class_{number}", label, "期末属于这一类的")
    if risks := _values(form, form.summary.risks if form.summary else None):
        yield Group(label="按主要风险（户）", columns=tuple(
            _count(f"risk_{number}", label, "期末主要风险是这一项的户数") for number, label in enumerate(risks, 1)
        ))  # fmt: skip
    yield Group(label="帮扶措施（户）", columns=(
        _count("helped", "已落实", "已落实帮扶措施的户数"), _count("unhelped", "未落实", "还没有落实帮扶措施的户数"),
    ))  # fmt: skip
    yield _made("remark", "备注", "text", "需要说明的情况", width=14, required=False)


def classes(form: Form) -> tuple[str, ...]:
    """What the stock is classed by: the values of a column, else the sections; nothing where there is one class only."""
    if form.summary and form.summary.classes:
        return _values(form, form.summary.classes)
    named = tuple(section.means or section.label for section in form.sections)
    return named if len(named) > 1 else ()


def _values(form: Form, key: str | None) -> tuple[str, ...]:
    """The values of a column under the names of the form's own year, which its version begins with."""
    if key is None:
        return ()
    year = int(form.version[:4]) if form.version[:4].isdigit() else None
    return form.codelists[form.column(key).codes or ""].allowed(year)


def _both(key: str, label: str, help_: str) -> Group:
    flow = key in ("added", "removed", "lost")
    return Group(label=label, columns=(
        _count(f"{key}_households", "户", f"{help_}户数", flow=flow), _count(f"{key}_persons", "人", f"{help_}人数", flow=flow),
    ))  # fmt: skip


def _count(key: str, label: str, help_: str, *, flow: bool = False) -> Column:
    """A number that is added up; one of what happened in the period is asked anew each time."""
    made = _made(key, label, "whole", help_, width=6, sums=True)
    return made.model_copy(update={"measure": "flow"}) if flow else made


def _made(
    key: str, label: str, kind: str, help_: str, *, width: float, required: bool = True, sums: bool = False
) -> Column:  # fmt: skip
    return Column.model_validate({
        "key": key, "label": label, "type": kind, "required": required and kind != "serial", "rollup": "sum" if sums else None,
        "help": help_ or None, "fidelity": "reconstructed", "width": width, "unique": "filing" if key == "name" else None,
    })  # fmt: skip


def _rules(form: Form) -> Iterator[Rule]:
    for number, (test, at, says) in enumerate(_identities(form), 1):
        yield Rule(
            id=f"SUM-{number}", test=test, at=at, says=says, severity="error", remedy="请核对这几栏后改正",
            clause=f"{form.document} {form.summary.clause}" if form.summary else "",
        )  # fmt: skip


def _links(form: Form) -> Iterator[Link]:
    """The stock a period opens with is the stock the period before closed with, unit by unit."""
    before, _, _, _, end = (label for _, label in flow_words(form))
    for number, (grain, unit) in enumerate((("households", "户"), ("persons", "人")), 1):
        yield Link(
            id=f"SUM-L{number}", forms=(f"{form.form}{SUMMARY}",), earlier=True, at=f"opening_{grain}",
            by={"name": "name", f"opening_{grain}": f"closing_{grain}"},
            says=f"{before}{unit}数与上一期汇总表的{end}{unit}数不一致",
            remedy="请与上一期汇总表核对；第一次上报的单位，在“核实说明”栏写明",
            clause=f"{form.document} {form.summary.clause}" if form.summary else "",
        )  # fmt: skip


def _identities(form: Form) -> Iterator[tuple[str, str, str]]:
    """What must add up: formula, column and sentence."""
    end = dict(flow_words(form))["closing"]
    parts = [f"class_{number}" for number in range(1, len(classes(form)) + 1)]
    for grain, unit in (("households", "户"), ("persons", "人")):
        test = f"[@closing_{grain}]=[@opening_{grain}]+[@added_{grain}]-[@removed_{grain}]-[@lost_{grain}]"
        yield test, f"closing_{grain}", f"{end}{unit}数不等于上期数加新增、减消除和自然减少"
        if parts:
            total = "+".join(f"[@{part}_{grain}]" for part in parts)
            yield f"{total}=[@closing_{grain}]", f"{parts[0]}_{grain}", f"各类{unit}数之和不等于{end}{unit}数"
    risks = form.summary.risks if form.summary else None
    if risks:
        total = "+".join(f"[@risk_{number}]" for number in range(1, len(_values(form, risks)) + 1))
        if form.column(risks).type == "choices":  # a household may have several
            yield f"{total}>=[@closing_households]", "risk_1", f"各风险户数之和少于{end}户数"
        else:
            yield f"{total}=[@closing_households]", "risk_1", f"各风险户数之和不等于{end}户数"
    yield "[@helped]+[@unhelped]=[@closing_households]", "helped", f"已落实与未落实的户数之和不等于{end}户数"
    yield "[@received]<=[@expected]", "received", "实报数多于应报数"
    yield "[@zero]<=[@received]", "zero", "零报告数多于实报数"
    yield "[@late]<=[@received]", "late", "逾期数多于实报数"
