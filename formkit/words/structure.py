"""What a check says about the sheet itself: one finding for each structural fault, never one per row."""

from __future__ import annotations

from formkit.words.sentence import Sentence

STRUCTURE: dict[str, Sentence] = {
    "missing-column": Sentence(
        "{section}缺少“{label}”一栏", "the column {label} is missing in {section}",
        "请用发下去的原表填报，不要删除栏目", "Use the workbook as it was sent", "error",
    ),
    "missing-section": Sentence(
        "没有找到“{label}”部分", "the section {label} was not found",
        "请用发下去的原表填报，不要删除部分标题和表头", "Use the workbook as it was sent", "error",
    ),
    "unknown-column": Sentence(
        "{section}多出一栏“{value}”，汇总时不会带上", "{value} is not a column of this form and is not carried over",
        "本表没有这一栏；需要上报的内容请写在备注或另附", "Remove it or report it otherwise", "query",
    ),
    "old-version": Sentence(
        "本表是{found}版，现行为{expected}版", "this is version {found}; {expected} is in force",
        "已按现行版读取，请下次用新表填报", "It was read as the current version; use the new form next time", "query",
    ),
    "second-sheet": Sentence(
        "工作表“{value}”里还有{rows}行，没有计入", "the sheet {value} holds {rows} more rows that are not counted",
        "请把这些行并到“{sheet}”里；不要的请删除这张工作表", "Move the rows into {sheet}, or delete the sheet", "error",
    ),
    "hidden-sheet": Sentence(
        "隐藏的工作表“{value}”里还有{rows}行，没有计入", "the hidden sheet {value} holds {rows} rows that are not counted",
        "请取消隐藏核对；不要的请删除这张工作表", "Unhide and check it, or delete the sheet", "query",
    ),
    "subtotal-row": Sentence(
        "这一行是合计，没有计入明细", "a subtotal row; it is not counted as a record",
        "不用手工写合计，汇总时会自动计算；可删除这一行", "Totals are computed; the row may be deleted", "query",
    ),
    "zero-with-rows": Sentence(
        "选了零报告，表中却填了{rows}行", "zero report is switched on, but {rows} rows are filled in",
        "有上报对象的请清空零报告格；确为零报告的请清空各行", "Clear the switch or the rows", "error",
    ),
}  # fmt: skip
