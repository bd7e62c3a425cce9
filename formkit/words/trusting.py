"""What is said about the numbers of a roll-up that came back, and of where a number comes from."""

from __future__ import annotations

from formkit.words.sentence import Sentence

_PARTS = "合计数由各单位报表算出，改合计不起作用；数据有变化的，请改报表后重新汇总"
_PARTS_EN = "Totals follow from the filings; correct those and merge again"

TRUST: dict[str, Sentence] = {
    "rollup-total": Sentence(
        "{place}（{meaning}）填的是{value}，按明细重新计算是{expected}；请不要改总数，改明细：把该单位报表改正后重新汇总",
        "{place} ({meaning}) says {value}; counted again from the detail it is {expected}", _PARTS, _PARTS_EN, "error",
    ),
    "rollup-stated": Sentence(
        "{place}（{meaning}）填的是{value}，汇总时写的是{expected}；请不要改汇总表上的数，改报表后重新汇总",
        "{place} ({meaning}) says {value}; it was written as {expected}", _PARTS, _PARTS_EN, "error", "rollup-total",
    ),
    "rollup-total-error": Sentence(
        "{sheet}有{count}个数字是错误值，如{place}（{meaning}）是{value}，按明细重新计算应为{expected}；请用没有改过的汇总表，或重新汇总",
        "{count} numbers on {sheet} are error values, {place} ({meaning}) among them: {value} where {expected} should stand",
        _PARTS, _PARTS_EN, "error", "rollup-total",
    ),
    "rollup-total-uncalculated": Sentence(
        "{sheet}有{count}个数字没有计算结果，如{place}（{meaning}），按明细重新计算应为{expected}；请用Excel或WPS打开，等数字算出来再保存",
        "{count} numbers on {sheet} have never been calculated, {place} ({meaning}) among them: {expected} should stand there",
        "请用Excel或WPS打开，等数字算出来再保存", "Open it in Excel or WPS, let it calculate and save it", "error", "rollup-total",
    ),
    "rollup-total-moved": Sentence(
        "{sheet}的行重新排过序，汇总表上{count}个数字因此不对，如{place}（{meaning}）是{value}，应为{expected}；"
        "已按明细重新计算，请把{sheet}按“序号”从小到大排回去再保存",
        "the rows of {sheet} were sorted, and {count} numbers are wrong by it, {place} ({meaning}) among them: {value}, not {expected}",
        "请按“序号”一列从小到大排回去再保存", "Sort the detail by its numbers again and save it", "error", "rollup-total",
    ),
    "rollup-edited": Sentence(
        "汇总表中{unit}的明细被改动过，没有计入", "the detail of {unit} was edited by hand; it is not counted",
        "不要在汇总表的明细上改；请改正该单位的报表后重新汇总，把新生成的汇总表原样报来", "Mend the filing of that unit, merge again and send the new workbook", "error",
    ),
    "rollup-unclear": Sentence(
        "汇总表中{unit}有内容不同的表，分不清以哪一份为准，都没有计入", "several filings of {unit} in the roll-up, and nothing says which counts; none does",
        "请问清该单位以哪一份为准，把另一份移出收件文件夹，重新汇总后再报", "Ask the unit which counts, move the other away and merge again", "error",
    ),
    "rollup-stranger": Sentence(
        "汇总表中的{unit}不在应报名单里，没有计入", "{unit} in the roll-up is not in the roster; it is not counted",
        "请核对单位；确实应报的，把它补进任务的 units.csv 后重新审核", "Check the unit; if it has to report, add it to the roster", "error",
    ),
}  # fmt: skip

NUMBERS: dict[str, Sentence] = {
    "number-households": Sentence("户数", "households"),
    "number-records": Sentence("行数", "rows"),
    "number-persons": Sentence("人数", "persons"),
    "number-distinct": Sentence("不重复人数", "distinct persons"),
    "number-count": Sentence("个数", "count"),
    "number-sum": Sentence("合计", "sum"),
    "number-value": Sentence("个数", "count of a value"),
    "number-received": Sentence("已报单位数", "units that have reported"),
    "number-zero": Sentence("零报告单位数", "zero reports"),
    "number-expected": Sentence("应报单位数", "units that must report"),
    "number-late": Sentence("迟报单位数", "late units"),
    "number-flow": Sentence("增减数", "a flow"),
    "number-stated": Sentence("汇总时写下的数", "a number as it was written"),
    "number-worked": Sentence("由其他格算出的数", "worked out from other cells"),
    "number-line": Sentence("名单上这一行的数", "a number of a line of a list"),
    "number-listed": Sentence("名单上的个数", "how many are listed"),
    "number-blank": Sentence("空白", "nothing"),
    "flow-opening": Sentence("上期末", "at the end of the period before, "),
    "flow-fresh": Sentence("无上期数单位", "of units without a number of the period before, "),
    "flow-added": Sentence("新增", "added, "),
    "flow-arrived": Sentence("从别处转入", "arrived, "),
    "flow-removed": Sentence("风险消除", "removed, "),
    "flow-lost": Sentence("自然减少", "lost, "),
    "flow-gone": Sentence("没有说明的减少", "gone without a reason, "),
    "flow-left": Sentence("转到别处", "left, "),
    "flow-closing": Sentence("本期末", "at the end of this period, "),
    "flow-came": Sentence("新增（含转入）", "added or arrived, "),
    "flow-went": Sentence("自然减少（含转出）", "lost or left, "),
    "flow-class": Sentence("本期末", "at the end of this period, "),
    "flow-risk": Sentence("本期末主要风险为", "at the end of this period, by risk: "),
    "flow-helped": Sentence("本期末已落实帮扶", "helped at the end of this period, "),
    "flow-unhelped": Sentence("本期末未落实帮扶", "not helped at the end of this period, "),
    "flow-open": Sentence("还没有报好的单位数", "units still to report"),
    "flow-late": Sentence("逾期报送的单位数", "units that were late"),
    "flow-twins": Sentence("在两处以上填报的人数", "persons reported more than once"),
    "flow-excluded": Sentence("没有计入的文件数", "files left out"),
    "flow-pending": Sentence("待更正或经同意接收的单位数", "units with a pending correction or accepted by hand"),
    "flow-jumps": Sentence("变动过大、请核实的数", "jumps to check"),
    "flow-same": Sentence("与上期完全相同的单位数", "units that sent the same as before"),
}
