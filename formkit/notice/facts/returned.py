"""A filing that goes back: what is wrong with it, cell by cell."""

from __future__ import annotations

from pathlib import PurePosixPath

from formkit import mask, words
from formkit.intake import Judged
from formkit.notice.facts.common import title
from formkit.notice.scene import Scene
from formkit.notice.terms import Term
from formkit.period import long_date
from formkit.saying import remedy, sentence, value_shown

TERMS = (
    Term("unit", "填报单位，带乡镇"), Term("file", "退回的文件名"), Term("errors", "必须更正的错误数"), Term("queries", "需要核实的问题数"),
    Term("resubmit", "重报时限"), Term("rollup", "退回的是汇总表时怎样办（退回填报表时是空的）"), Term("items", "问题清单", (
        Term("no", "序号"), Term("cell", "单元格（可以空）"), Term("column", "栏目（可以空）"), Term("value", "现填内容（可以空）"), Term("problem", "问题"),
        Term("remedy", "修改办法（可以空）"),
    )),
)  # fmt: skip

_LONGEST = 200


def facts(scene: Scene, one: Judged) -> dict[str, object]:
    """What is said of one filing; IDs are masked."""
    task = scene.task
    form = task.forms[one.identity.form]
    township = task.roster.above(one.identity.unit, "township")
    unit = (township.name if township and township.code != one.identity.unit else "") + one.identity.unit_name
    due = task.resubmit(form, task.roster.units.get(one.identity.unit))
    items = [
        {
            "no": str(number), "cell": finding.places[0].cell if finding.places else "",
            "column": form.titles[finding.column] if finding.column else "",
            "value": _brief(value_shown(form, finding)), "problem": _brief(sentence(form, finding)), "remedy": remedy(form, finding),
        }
        for number, finding in enumerate((each for each in one.report.findings if each.open), 1)
    ]  # fmt: skip
    errors = sum(finding.blocks for finding in one.report.findings)
    return {
        "recipient": unit, "unit": unit, "file": mask.text(PurePosixPath(one.file).name), "form_title": title(form),
        "errors": str(errors), "queries": str(len(items) - errors), "items": items, "resubmit": long_date(due) if due else "",
        "rollup": "" if one.filing else words.say("rollup-again"),
    }  # fmt: skip


def _brief(text: str) -> str:
    """As much of a text as a cell of the list has room for; the return copy has all of it."""
    return text if len(text) <= _LONGEST else words.say("notice-brief", {"text": text[:_LONGEST], "count": str(len(text))})
