"""What a return copy says besides the form: its list of problems, and what it could not take along."""

from __future__ import annotations

from formkit.words.sentence import Sentence

RETURNED: dict[str, Sentence] = {
    "problems-title": Sentence("{unit}填报问题清单", "problems of {unit}"),
    "problems-lead": Sentence(
        "共{count}条。请在“{sheet}”表中改正（点“现位置”可直接跳到该格），改好后把本文件交回即可。", "{count} problems; mend them and send this file back"
    ),
    "problems-capped": Sentence("只列出前{shown}条，改好这些再报，其余的届时再列。", "the first {shown} are listed"),
    "problems-since": Sentence(
        "比上次：上次指出的，已改好或说明{fixed}处，还有{still}处；这次新发现{new}处。", "since last time: {fixed} mended, {still} still there, {new} new"
    ),
    "problems-left": Sentence(
        "原表中有{things}没有带过来，需要的请看自己留存的原表。", "not carried over: {things}"
    ),
    "problems-outside": Sentence(
        "写在表格以外的{count}处内容没有计入，原样抄在“{sheet}”表里，供对照。", "{count} texts outside the table are on the sheet {sheet}"
    ),
    "problems-outside-capped": Sentence("只抄了前{shown}处，其余的请看自己留存的原表。", "the first {shown} are copied"),
    "problems-number": Sentence("序号", "no."),
    "problems-sent": Sentence("原报表位置", "where it was"),
    "problems-cell": Sentence("现位置", "where it is"),
    "problems-column": Sentence("栏目", "column"),
    "problems-value": Sentence("所填内容", "value"),
    "problems-problem": Sentence("问题", "problem"),
    "problems-remedy": Sentence("怎样改", "how to mend it"),
    "problems-severity": Sentence("处理", "severity"),
    "problems-known": Sentence("比上次", "since last time"),
    "problems-new": Sentence("新", "new"),
    "problems-still": Sentence("上次已指出", "pointed out before"),
    "outside-title": Sentence("表外内容：原报表中写在表格以外、没有计入的内容，仅供对照", "what stood outside the form, for reference"),
    "outside-place": Sentence("原位置", "where it was"),
    "outside-text": Sentence("内容", "content"),
    # What no copy takes along, by the name the gate counts it under; what has no name here is "left-other".
    "left-comments": Sentence("{count}条批注", "{count} comments"),
    "left-pictures": Sentence("{count}张图片", "{count} pictures"),
    "left-charts": Sentence("{count}个图表", "{count} charts"),
    "left-links": Sentence("{count}个超链接（只带文字）", "{count} links (their text is kept)"),
    "left-colours": Sentence("{count}格底色", "{count} coloured cells"),
    "left-struck": Sentence("{count}格删除线（内容照带）", "{count} cells struck out (their content is kept)"),
    "left-formulas": Sentence("{count}个公式（只带结果）", "{count} formulas (their values are kept)"),
    "left-other": Sentence("{count}处其他内容（{name}）", "{count} others ({name})"),
}  # fmt: skip
