"""One sentence for each way a file can end, and for what is said of files and folders before they are read."""

from __future__ import annotations

from formkit.words.sentence import Sentence

_LABELS = {
    "accepted": ("通过", "accepted"), "zero": ("零报告", "zero report"), "returned": ("退回", "returned"),
    "empty": ("空表", "empty"), "conflict": ("冲突", "conflict"), "superseded": ("已被取代", "superseded"),
    "copy": ("重复文件", "copy"), "wrong-form": ("报表不对", "wrong form"), "wrong-unit": ("单位不对", "wrong unit"),
    "wrong-period": ("报告期不对", "wrong period"), "not-a-filing": ("不是填报表", "not a filing"),
    "unreadable": ("无法读取", "unreadable"), "encrypted": ("有密码", "encrypted"), "refused": ("拒绝打开", "refused"),
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
    "copy": Sentence("与{other}完全相同，只计一次，不用处理", "the same bytes as {other}; counted once"),
    "copy-aside": Sentence(
        "与{other}完全相同，那一份没有计入，这一份也没有；怎样处理请看那一份", "the same bytes as {other}, which is not counted either; see there"
    ),
    "copy-renamed": Sentence(
        "与{other}完全相同，是{found}的表，文件名却是{named}的，只计作{found}一次；请{named}用发给自己的原表填报",
        "the same bytes as {other}, of {found} though named for {named}; {named} has still to report",
    ),
    "same-content": Sentence(
        "与{other}填的内容完全相同（只是重新保存过），只计一次，不用处理", "the same content as {other}, saved again; counted once"
    ),
    "wrong-form": Sentence(
        "这是{who}{title}{when}的表，这里收的是{expected}；请核对是不是放错了文件夹，或请报送单位改报这里收的表",
        "this is {title} {when} {who}, but {expected} is being collected",
    ),
    "form-unknown": Sentence(
        "这是另一张报表（编号{found}）{when}的表，本机没有它的描述，这里收的是{expected}；请核对是不是放错了文件夹",
        "another form ({found}), not known here; {expected} is being collected",
    ),
    "wrong-table": Sentence(
        "文件是{who}{title}的，里面的表却是{found}；请报送单位用发下去的{title}原表填报",
        "the workbook is {title} of {who}, but the table in it is {found}",
    ),
    "form-ambiguous": Sentence(
        "文件里的标识没有了，表头又与这几张报表都对得上：{found}；请报送单位直接在发下去的原表里填报，不要复制到新文件",
        "its identity is gone and its header fits several forms: {found}",
    ),
    "header-partly": Sentence(
        "不是要收的表：只有几栏像{title}，认出了{found}；没有{missing}。请用发下去的原表填报，不要改动表头",
        "not the form: of {title} only {found} are there; {missing} are not",
    ),
    "wrong-unit": Sentence(
        "这是发给{found}的文件，表里填的却是{expected}，没有计入；请{expected}用发给自己的原表填报，确是{found}的请把表中的单位改正",
        "the workbook of {found}, filled in for {expected}; not counted",
    ),
    "unit-clash": Sentence(
        "{believed}是{found}的，{carrier}却是{other}的，认不出是谁的表，没有计入；请向报送单位问清，用它自己的原表重新填报",
        "{believed} says {found}, {carrier} says {other}; not counted until somebody knows",
    ),
    "unit-of-another-name": Sentence(
        "文件名是{named}的，表却是{found}的，而{found}另有自己的表（{other}），这一份没有计入；"
        "请{named}用发给自己的原表填报，确是{found}的请改正文件名",
        "named for {named}, but the workbook of {found}, which has sent {other}; not counted",
    ),
    "unit-not-in-roster": Sentence(
        "填报单位{found}不在应报名单里，没有计入；该报的请补进名单（units.csv）后重新审核，不该报的请移走",
        "the unit {found} is not in the roster; add it or take the file away",
    ),
    "nameless": Sentence("没有名称", "nameless"),
    "unit-unknown": Sentence(
        "认不出是哪个单位的表，没有计入；请用发下去的原表填报，或在表中填明单位", "it does not say which unit it is from; use the workbook as it was sent"
    ),
    "period-unknown": Sentence(
        "认不出是哪个报告期的表，没有计入；请用发下去的原表填报", "it does not say which period it is for; use the workbook as it was sent"
    ),
    "wrong-period": Sentence(
        "这是{who}{found}的表，本次收的是{expected}；请报送单位改报{expected}的表，{found}的请移到那一期的文件夹",
        "for {found}, but {expected} is being collected",
    ),
    "wrong-period-received": Sentence(
        "这是{who}{found}的表，{task}已经收到过（{name}），是同一个文件；本次收的是{expected}，请报送单位改报{expected}的表",
        "for {found}, and received before in {task} as {name}: the very same file; {expected} is being collected",
    ),
    "wrong-period-named": Sentence(
        "文件名是{expected}的，里面却是{who}{found}的表；请报送单位用{expected}的原表重新填报",
        "named for {expected}, but for {found} inside",
    ),
    "conflict": Sentence(
        "同一单位同时收到内容不同的表（另一份是{other}），两份都没有计入；请向报送单位问清以哪一份为准，把另一份移出收件文件夹后重新审核",
        "two different files of one unit came together ({other}); take one away and check again",
    ),
    "superseded": Sentence("已有更新的表（{other}），以更新的为准，不用处理", "superseded by {other}"),
    "superseded-empty": Sentence("是空表，{other}填了内容，以填了的为准，不用处理", "empty, while {other} is filled in"),
    "superseded-pending": Sentence(
        "更新的表{other}还有错误，暂按这一份计入，待更正；请催报送单位改好更新的那一份", "kept until {other} is mended"
    ),
    "superseded-disputed": Sentence(
        "更新的表有两份以上且内容不同（如{other}），暂按这一份计入，待更正；请问清以哪一份为准，把其余的移出收件文件夹",
        "kept until it is settled which of the newer files counts, {other} among them",
    ),
    "not-a-filing": Sentence(
        "不是要收的表：没有本工具的标识，也认不出表头；请核对是不是放错了文件，或请报送单位用发下去的原表填报",
        "no form of this tool, and its header is not known",
    ),
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
}  # fmt: skip
