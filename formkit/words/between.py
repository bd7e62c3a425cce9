"""What is said of forms that do not agree with each other, and of links and rules over a task that could not be asked."""

from __future__ import annotations

from formkit.words.sentence import Sentence

SHOWN = 3
"""How many rows elsewhere a sentence names."""

LINKED: dict[str, Sentence] = {
    "link-missing": Sentence(
        "{says}（{forms}里没有）", "{says} (none in {forms})", "{remedy}", "{remedy}", "query", "link"
    ),
    "link-few": Sentence(
        "{says}（{forms}里只有{count}行：{places}，应至少{least}行）", "{says} ({count} in {forms}, not {least}: {places})",
        "{remedy}", "{remedy}", "query", "link",
    ),
    "link-many": Sentence(
        "{says}（{forms}里有{count}行：{places}）", "{says} ({count} in {forms}: {places})", "{remedy}", "{remedy}", "query", "link"
    ),
}  # fmt: skip

BETWEEN: dict[str, Sentence] = {
    "between-remedy": Sentence("请核对两张表；确实如此的，在“核实说明”栏写明", "compare the two forms, or explain"),
    "between-remedy-task": Sentence("请核对各单位报来的表", "compare what the units sent"),
    "between-row": Sentence("{period}{unit}第{row}行", "{unit} {period}, row {row}"),
    "between-title": Sentence("表间审核", "between the forms"),
    "between-task": Sentence("全部报表合计", "all filings together"),
    "between-ran": Sentence("已审核，{count}处问题", "ran, {count} findings"),
    "between-clean": Sentence("已审核，没有问题", "ran, nothing found"),
    "between-skipped": Sentence("没有审核：{why}", "not run: {why}"),
    "between-partly": Sentence("{done}；{why}", "{done}; {why}"),
    "between-none": Sentence("这些报表没有表间关系", "these forms have no links"),
    "skipped-form-not-in-task": Sentence(
        "要对照的报表有的不在本任务里，查无对应的不判", "a form it looks into is not in the task; missing rows are not judged"
    ),
    "skipped-no-earlier-periods": Sentence(
        "没有以前各期的任务（task.yaml 的 before），查无对应的不判", "no earlier tasks are named (before); missing rows are not judged"
    ),
    "skipped-waiting": Sentence(
        "还有单位没有报齐，有{count}处要等报齐再判", "{count} cannot be judged until all units have reported"
    ),
    "skipped-units-awaited": Sentence("还有{count}个单位没有报齐，合计数还不能核对", "{count} units have not reported yet"),
    "link-column": Sentence("报表“{form}”没有栏目“{name}”{hint}", "{form} has no column {name}{hint}"),
    "link-by": Sentence("by 要写明两张表按哪些栏目对应", "by must say which columns are alike"),
    "link-most": Sentence("most 小于 least", "most is less than least"),
    "link-kinds": Sentence("“{own}”和“{other}”不是一类值，不会相等", "{own} and {other} are of different kinds"),
    "link-one-row": Sentence("表间关系的公式只看一行，不能用整栏 [{name}]", "the formula of a link looks at one row: no [{name}]"),
    "link-label": Sentence("报表“{form}”的“{label}”不会填成“{value}”", "{label} of {form} never holds {value}"),
    "remark-link-form": Sentence("没有找到报表“{name}”，这条表间关系没有核对", "there is no form {name} at hand to hold the link against"),
}  # fmt: skip
