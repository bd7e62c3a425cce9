"""What is said when one period is held against another."""

from __future__ import annotations

from formkit.words.sentence import Sentence

_EXPLAIN = "请核对；确实如此的，在这一行的“核实说明”栏写明原因"
_EXPLAIN_EN = "check it, or explain it"

COMPARED: dict[str, Sentence] = {
    "unchanged": Sentence(
        "与{when}报的完全一样，{count}行没有一处变动", "the same as for {when}: nothing in {count} rows has changed",
        "请核实是不是把上一期的表又报了一次：有变动的照实改好再报；确实没有变动的，在第一行的“核实说明”栏写明",
        "Report what has changed, or explain on the first row that nothing has", "query",
    ),
    "gone": Sentence(
        "{when}的表第{row}行有“{name}”，这次没有了，也没有写明原因", "“{name}”, row {row} of {when}, is no longer there, and nobody said why",
        "请核实：漏填的补上；确实减少的，把这一行补回来，在“{reason}”栏写明原因",
        "Put the row back; where they left, say why in {reason}", "query",
    ),
    "jump": Sentence(
        "“{label}”{when}是{before}，这次是{value}，变化比平常大", "{label} was {before} for {when} and is {value} now", _EXPLAIN, _EXPLAIN_EN, "query"
    ),
    "jump-sum": Sentence(
        "“{label}”各行合计{when}是{before}，这次是{value}，变化比平常大", "{label} added up to {before} for {when} and to {value} now",
        _EXPLAIN, _EXPLAIN_EN, "query", "jump",
    ),
    "jump-stock": Sentence(
        "在册{label}{when}是{before}，这次是{value}，变化比平常大", "{label} were {before} for {when} and are {value} now",
        _EXPLAIN, _EXPLAIN_EN, "query", "jump",
    ),
}  # fmt: skip

COMPARING: dict[str, Sentence] = {
    "class-none": Sentence("（没有填类别）", "(no class)"),
    "change-added": Sentence("新增", "added"),
    "change-arrived": Sentence("转入", "arrived"),
    "change-removed": Sentence("风险消除", "risk eliminated"),
    "change-lost": Sentence("自然减少", "died or moved away"),
    "change-gone": Sentence("未说明减少", "gone without a reason"),
    "change-left": Sentence("转出", "went to another unit"),
    "change-changed": Sentence("内容变化", "changed"),
    "rate-households": Sentence("{rate}%（按户数）", "{rate}% (by households)"),
    "rate-persons": Sentence("{rate}%（按人数）", "{rate}% (by persons)"),
    "compare-households": Sentence("户数", "households"),
    "compare-persons": Sentence("人数", "persons"),
    "spot-named": Sentence("{name}（{who}）", "{name} ({who})"),
    "spot-row": Sentence("第{row}行", "row {row}"),
    "skipped-nothing-to-compare": Sentence("没有哪个单位两期都报了", "no unit has reported in both periods"),
    "compare-opening": Sentence("上期末", "at the end of the last period"),
    "compare-closing": Sentence("本期末", "at the end of this period"),
    "compare-title": Sentence("《{form}》{before} → {after}", "{form}: {before} to {after}"),
    "compare-size": Sentence("{households}户{persons}人", "{households} households, {persons} persons"),
    "compare-rate": Sentence("消除率{rate}", "rate of elimination {rate}"),
    "compare-rows": Sentence("{kind}{count}行", "{count} rows {kind}"),
    "compare-nothing": Sentence("没有变动", "nothing has changed"),
    "compare-unchanged": Sentence("与上期完全相同", "the very same as before"),
    "compare-no-records": Sentence(
        "这张表没有能认出每一行的栏目（号码或不重复的一栏），只能比合计，不能逐行对比", "no column tells its rows apart: only sums are compared"
    ),
    "compare-anew": Sentence("这张表每期都是新填的，上期的行本期没有不算减少，不逐行对比", "every row is new each time: nobody is said to have left"),
    "compare-records": Sentence("上期{before}行，本期{after}行", "{before} rows before, {after} now"),
    "compare-merged": Sentence("已并入：{units}，和它们上期的表一起比", "compared together with what were {units} before"),
    "compare-unsure": Sentence(
        "有{count}行没有能用的号码，按姓名也对不上，算作新增或未说明减少", "{count} rows without a usable number could not be matched by name either"
    ),
    "compare-section": Sentence("部分", "section"),
    "compare-household": Sentence("户", "household"),
    "compare-household-added": Sentence("（分出的一户，人原来就在）", "(split off from another household)"),
    "compare-household-gone": Sentence("（并入别的户，人还在）", "(became part of another household)"),
    "compare-household-arrived": Sentence("（户转入）", "(the household came)"),
    "compare-household-left": Sentence("（户转出）", "(the household went)"),
    "compare-household-removed": Sentence("（全户消除）", "(the whole household)"),
    "compare-household-lost": Sentence("（全户减少）", "(the whole household)"),
    "compare-to": Sentence("到{unit}", "to {unit}"),
    "compare-from": Sentence("从{unit}来", "from {unit}"),
    "compare-reason": Sentence("（{reason}）", "({reason})"),
    "compare-hidden": Sentence("{label}有变化", "{label} has changed"),
    "compare-blank": Sentence("（空）", "(blank)"),
    "compare-was": Sentence("{label} {before} → {after}", "{label}: {before} to {after}"),
    "compare-queries": Sentence("要核实的有{count}处：", "{count} queries:"),
    "compare-total": Sentence("合计：{flow}", "in all: {flow}"),
    "compare-no-before": Sentence("上期没有报来可用的表，没有比较", "no accepted filing of the earlier period; not compared"),
    "compare-part-before": Sentence(
        "上期{units}应报而没有报来可用的表，现在和别的单位并在一起，分不清谁是新增，没有比较",
        "{units} had to report the earlier period and did not: who was there then is not known; not compared",
    ),
    "compare-no-after": Sentence("本期还没有报来可用的表，没有比较", "no accepted filing of this period; not compared"),
    "compare-with": Sentence(
        "没有说和哪一期比：加 --with 上期的任务文件夹，或在 task.yaml 的 before 里写上", "say what to compare with: --with DIR, or before in task.yaml"
    ),
    "compare-no-form": Sentence(
        "两边没有同一张报表，没法比；请核对 --with 后面是不是上一期的任务、填报表或汇总表", "there is no form that both sides have; is --with an earlier period?"
    ),
    "compare-order": Sentence(
        "{before}不在{after}以前，不能当作上一期；请把较早的一期写在 --with 后面", "{before} is not before {after}; name the earlier period with --with"
    ),
}  # fmt: skip
