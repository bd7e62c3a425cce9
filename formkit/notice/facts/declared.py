"""What a unit declares of its forms, such as that there was nothing to report: form by form, in the words of each."""

from __future__ import annotations

from collections.abc import Sequence

from formkit import words
from formkit.notice.facts.common import title
from formkit.notice.scene import Scene
from formkit.notice.terms import Term
from formkit.states import State

TERMS = (
    Term("forms", "这个单位的报表", (
        Term("no", "序号"), Term("title", "报表名称"), Term("document", "报表依据的文件字号"), Term("said", "零报告的说法，如本月无新增返贫预警对象"),
        Term("with_form", "随哪张报表一起零报告（自己报的是空的）"),
    )),
)  # fmt: skip


def facts(scene: Scene, states: Sequence[State]) -> dict[str, object]:
    """The forms of one unit that are in the states a notice asks for."""
    return {
        "forms": [
            {
                "no": str(number), "title": title(form), "document": form.document,
                "said": form.period.zero or words.say("notice-nothing-to-report"), "with_form": _with(scene, state, states),
            }
            for number, state in enumerate(states, 1)
            for form in (scene.task.forms[state.form],)
        ]
    }  # fmt: skip


def _with(scene: Scene, state: State, states: Sequence[State]) -> str:
    """The form whose zero report stands for this one: it came, and this one did not."""
    own = state.judged is not None and state.judged.outcome == "zero"
    cover = next((each for each in states if each.form != state.form and each.file == state.file and each.judged), None)
    return "" if own or state.state != "zero" or cover is None else title(scene.task.forms[cover.form])
