"""What a roll-up workbook says: sheet names, headings, states, remarks; and the short names of outcomes."""

from __future__ import annotations

from formkit.words.fronting import FRONT
from formkit.words.outcomes import OUTCOMES
from formkit.words.prefilling import LEFT
from formkit.words.reporting import PAGE, REPORT
from formkit.words.sentence import Sentence

ROLLUP: dict[str, Sentence] = {
    "rollup-summary": Sentence("汇总", "summary"),
    "rollup-units": Sentence("分村汇总", "by reporting unit"),
    "rollup-roster": Sentence("应报名单", "roster"),
    "rollup-twins": Sentence("重复人员", "persons reported twice"),
    "rollup-excluded": Sentence("未计入", "not counted"),
    "rollup-title": Sentence("{title}汇总表", "{title}: summary"),
    "rollup-units-title": Sentence("{title}分村汇总表", "{title}: by reporting unit"),
    "rollup-detail-title": Sentence("{title}（{section}明细）", "{title}: {section}, detail"),
    "rollup-frame": Sentence("汇总单位：{unit}　　报告期：{period}", "unit {unit}, period {period}"),
    "rollup-counts": Sentence(
        "应报{expected}个　实报{received}个（其中零报告{zero}个）", "{received} of {expected} reported, {zero} of them zero reports"
    ),
    "rollup-counts-open": Sentence("实报{received}个（其中零报告{zero}个）", "{received} reported, {zero} of them zero reports"),
    "rollup-section": Sentence("{label}（{means}）", "{label} ({means})"),
    "rollup-unit": Sentence("单位", "unit"),
    "rollup-state": Sentence("状态", "state"),
    "rollup-expected": Sentence("应报", "expected"),
    "rollup-received": Sentence("实报", "received"),
    "rollup-households": Sentence("户数", "households"),
    "rollup-records": Sentence("行数", "rows"),
    "rollup-persons": Sentence("人数", "persons"),
    "rollup-household": Sentence("{label}(户)", "{label} (households)"),
    "rollup-person": Sentence("{label}(人)", "{label} (persons)"),
    "rollup-remark": Sentence("备注", "remark"),
    "rollup-subtotal": Sentence("{unit}小计", "{unit}, subtotal"),
    "rollup-total": Sentence("合计", "total"),
    "rollup-distinct": Sentence("不重复人数", "distinct persons"),
    "rollup-distinct-cut": Sentence(
        "（明细分在几张表，此数由程序算好，不是公式）", "(the detail stands on several sheets: computed by the program, not a formula)"
    ),
    "rollup-index": Sentence("明细目录", "index of the detail"),
    "index-title": Sentence("{title}明细目录", "{title}: where the detail stands"),
    "index-lead": Sentence(
        "明细超过一张表能放的行数，按单位分在几张表上；点“工作表”一栏可以跳到该单位的第一行。",
        "the detail is longer than a sheet and stands on several; a click on the sheet leads to the unit's first row",
    ),
    "list-above": Sentence("上级单位", "unit above"),
    "list-first-row": Sentence("起始行", "first row"),
    "list-rows": Sentence("行数", "rows"),
    "rollup-check": Sentence("明细核对（不打印）", "check of the detail (not printed)"),
    "rollup-moved": Sentence("明细已增删或重排", "detail moved"),
    "rollup-alert": Sentence(
        "注意：明细已增删行或重新排序，本表数字不可用。请在明细表按“序号”升序排序恢复；增删过行的请重新汇总。",
        "the detail was sorted or rows were added or removed: sort it by 序号, or merge again",
    ),
    "rollup-note": Sentence(
        "数字由明细表公式算出；同一人在两个单位都填报的各计一次，“不重复人数”只计一次，名单见“{twins}”。",
        "live formulas over the detail; a person in two units counts in both, and once in the distinct number",
    ),
    "rollup-gone": Sentence(
        "明细中标明已消除、死亡、迁出的{count}行不计入户数、人数和现状各栏的合计；本期发生的（如变动情况）照计。",
        "{count} rows of the detail that left the stock are not counted, but for what happened in the period",
    ),
    "rollup-never": Sentence(
        "明细中标明没有纳入的{count}行不计入户数、人数和各栏合计。", "{count} rows of the detail were never admitted and are not counted"
    ),
    "rollup-note-lines": Sentence("数字由明细表公式算出。", "live formulas over the detail"),
    "rollup-detail": Sentence("明细", "detail"),
    "rollup-pending": Sentence("待更正", "a correction is pending"),
    "rollup-override": Sentence("经{by}同意接收：{reason}", "accepted by {by}: {reason}"),
    "rollup-pending-count": Sentence("{count}个待更正", "{count} pending"),
    "rollup-override-count": Sentence("{count}个经同意接收", "{count} accepted in spite of findings"),
    "state-accepted": Sentence("已报", "accepted"),
    "state-zero": Sentence("零报告", "zero report"),
    "list-number": Sentence("序号", "no."),
    "list-explanation": Sentence("核实说明", "explanation"),
    "list-source": Sentence("来源", "source"),
    "list-unit": Sentence("单位代码", "unit code"),
    "list-unit-name": Sentence("单位名称", "unit"),
    "list-file": Sentence("文件", "file"),
    "list-sheet": Sentence("工作表", "sheet"),
    "list-row": Sentence("行", "row"),
    "list-person": Sentence("人序", "person no."),
    "list-index": Sentence("件内序", "no. in the filing"),
    "list-cells": Sentence("原单元格", "cells"),
    "list-problems": Sentence("带问题的栏", "columns with problems"),
    "list-level": Sentence("级别", "level"),
    "list-township": Sentence("所属乡镇（街道）", "township"),
    "list-state": Sentence("状态", "state"),
    "list-late": Sentence("是否逾期", "late"),
    "list-yes": Sentence("逾期", "late"),
    "list-say": Sentence("说明", "remark"),
    "list-id": Sentence("身份证号码（已遮盖）", "ID number (masked)"),
    "list-section": Sentence("部分", "section"),
    "list-name": Sentence("户主姓名", "head of household"),
    "list-outcome": Sentence("结果", "outcome"),
    "list-why": Sentence("原因", "why"),
    "list-none": Sentence("没有发现", "none found"),
    "list-none-excluded": Sentence("没有未计入的文件", "every file was counted"),
    "list-none-roster": Sentence("没有给出应报名单", "no roster was given"),
    "roster-title": Sentence("{unit}{period}应报名单及报送情况", "{unit}, {period}: who must report, and what has come in"),
    "twins-title": Sentence("{unit}{period}在两个及以上单位填报的人员", "{unit}, {period}: persons reported by more than one unit"),
    "twins-lead": Sentence(
        "共{count}人：{kinds}。各单位都已计入合计，“不重复人数”只计一次；按“怎样处理”一栏核实。",
        "{count} persons: {kinds}. Each counts in both units and once in the distinct number",
    ),
    "twins-outside": Sentence("不归本单位汇总的一方只列单位名称。", "an end outside this roll-up is only named"),
    "list-twin": Sentence("类型", "kind"),
    "list-relation": Sentence("与户主关系", "relation to the head"),
    "list-differs": Sentence("两处不一致的内容", "what differs"),
    "list-settle": Sentence("怎样处理", "how to settle it"),
    "list-blank": Sentence("（空）", "(blank)"),
    "list-differs-only": Sentence("有差别", "differs"),
    "excluded-title": Sentence("{unit}{period}未计入汇总的文件", "{unit}, {period}: files that were not counted"),
    "page": Sentence("第 &P 页 共 &N 页", "page &P of &N"),
}  # fmt: skip

LEDGERS: dict[str, Sentence] = {**ROLLUP, **FRONT, **REPORT, **PAGE, **LEFT}


def text(code: str, /, **args: str) -> str:
    """The Chinese text of a code; KeyError for an unknown code or a missing argument."""
    return LEDGERS[code].zh.format_map(args)


def outcome(code: str) -> str:
    """The short Chinese name of an outcome."""
    return OUTCOMES[f"outcome-{code}"].zh
