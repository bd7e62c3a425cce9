"""One sentence for each way a file can end, and for what is said of files and folders before they are read."""

from __future__ import annotations

from formkit.words.sentence import Sentence

_LABELS = {
    "accepted": ("通过", "accepted"), "zero": ("零报告", "zero report"), "returned": ("退回", "returned"),
    "empty": ("空表", "empty"), "conflict": ("冲突", "conflict"), "superseded": ("已被取代", "superseded"),
    "copy": ("重复文件", "copy"), "wrong-form": ("报表不对", "wrong form"), "wrong-unit": ("单位不对", "wrong unit"),
    "wrong-period": ("报告期不对", "wrong period"), "not-a-filing": ("不是填报表", "not a filing"),
    "unreadable": ("打不开", "unreadable"), "encrypted": ("有密码", "encrypted"), "refused": ("拒绝打开", "refused"),
    "rollup-edited": ("汇总被改", "roll-up edited"),
}  # fmt: skip
_LEVELS = {
    "village": ("村", "village"), "township": ("镇(街)", "township"), "department": ("部门", "department"),
    "county": ("区(县)", "county"),
    "prefecture": ("市", "prefecture"), "province": ("省", "province"),
}  # fmt: skip
_PERIODS = {
    "day": ("日", "day"), "month": ("月", "month"), "quarter": ("季度", "quarter"), "year": ("年", "year"),
    "stage": ("阶段", "stage"),
}  # fmt: skip
_STATES = {
    "accepted": ("已报", "reported"), "zero": ("零报告", "zero report"), "conflict": ("冲突待定", "conflict"),
    "returned": ("退回待改", "returned"), "empty": ("空表", "empty"), "unreadable": ("无法读取", "unreadable"),
    "missing": ("未报", "missing"),
}  # fmt: skip

OUTCOMES: dict[str, Sentence] = {
    **{f"outcome-{name}": Sentence(*texts) for name, texts in _LABELS.items()},
    **{f"level-{name}": Sentence(*texts) for name, texts in _LEVELS.items()},
    **{f"period-{name}": Sentence(*texts) for name, texts in _PERIODS.items()},
    **{f"state-{name}": Sentence(*texts) for name, texts in _STATES.items()},
    "accepted": Sentence("审核通过：{households}户{persons}人", "accepted: {households} households, {persons} persons"),
    "accepted-queries": Sentence(
        "审核通过：{households}户{persons}人，另有{queries}处待核实", "accepted with {queries} queries still open"
    ),
    "accepted-lines": Sentence("审核通过：{rows}行", "accepted: {rows} rows"),
    "accepted-lines-queries": Sentence("审核通过：{rows}行，另有{queries}处待核实", "accepted: {rows} rows, {queries} queries still open"),
    "accepted-override": Sentence("经{by}同意接收（{reason}）", "accepted by {by}: {reason}"),
    "returned": Sentence("退回修改：{errors}处错误、{queries}处待核实", "returned: {errors} errors, {queries} queries"),
    "zero": Sentence("零报告：本期没有上报对象", "zero report"),
    "empty": Sentence(
        "空表：没有填任何一行，也没有选零报告。没有上报对象的请在零报告格选“是”", "empty: no row and no zero report"
    ),
    "copy": Sentence("与{other}内容完全相同，只计一次", "the same bytes as {other}"),
    "wrong-form": Sentence("是另一张报表（{found}），这里收的是{expected}", "another form: {found} instead of {expected}"),
    "wrong-unit": Sentence("是{found}的表，不是{expected}的", "the workbook of {found}, not of {expected}"),
    "unit-not-in-roster": Sentence("填报单位{found}不在应报名单里", "the unit {found} is not in the roster"),
    "unit-unknown": Sentence("认不出是哪个单位的表，请用发下去的原表填报", "it does not say which unit it is from"),
    "period-unknown": Sentence("认不出是哪个报告期的表，请用发下去的原表填报", "it does not say which period it is for"),
    "wrong-period": Sentence("是{found}的表，本次收的是{expected}", "for {found}, but {expected} is being collected"),
    "conflict": Sentence(
        "同一单位同一次收到内容不同的表（另一份是{other}），请确认以哪一份为准，把另一份移走", "two different files of one unit: see {other}"
    ),
    "superseded": Sentence("已有更新的表（{other}），以更新的为准", "superseded by {other}"),
    "superseded-pending": Sentence("更新的表{other}还有错误，暂按这一份计入，待更正", "kept until {other} is mended"),
    "not-a-filing": Sentence("不是本工具发出的报表，也认不出表头", "no form of this tool, and its header is not known"),
    "unreadable": Sentence("文件已损坏，打不开；请报送单位重新发送", "damaged; ask for it again"),
    "skipped-no-rows": Sentence("没有可检查的行", "no rows to check"),
    "skipped-missing-column": Sentence("缺少要用的栏目", "a column it needs is missing"),
    "this-form": Sentence("本表", "this form"),
    "skipped-other-level": Sentence("要用的栏目由上一级填写", "its columns are filled in by another level"),
    "skipped-no-parameter": Sentence("本年度的参数没有设定", "a parameter has no value for this year"),
    "skipped-no-calendar": Sentence("没有这一年的放假安排，算不出工作日", "there is no working-day calendar for the year"),
    "skipped-no-period": Sentence("不知道报告期", "the period is not known"),
    "repaired": Sentence("写法已规整为“{new}”", "rewritten as {new}", "不用改；意思不对的请改正", "nothing to do unless it is wrong"),
    "repaired-mark": Sentence("已规整", "rewritten"),
    "rollup-not-filing": Sentence("是汇总表，不是填报件；汇总表请用 merge 合并", "a roll-up workbook, not a filing"),
    "rollup-edited": Sentence("汇总表中{unit}的明细被改动过，没有计入", "the detail of {unit} was edited by hand"),
}  # fmt: skip
