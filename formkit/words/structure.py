"""What a check says about the sheet itself: one finding for each structural fault, never one per row."""

from __future__ import annotations

from formkit.words.sentence import Sentence

STRUCTURE: dict[str, Sentence] = {
    "missing-column": Sentence(
        "{section}缺少“{label}”一栏{seen}", "the column {label} is missing in {section}",
        "请用发下去的原表填报，不要删除栏目，也不要改表头的字", "Use the workbook as it was sent", "error",
    ),
    "missing-section": Sentence(
        "没有找到“{label}”部分", "the section {label} was not found",
        "请用发下去的原表填报，不要删除部分标题和表头", "Use the workbook as it was sent", "error",
    ),
    "unknown-column": Sentence(
        "{section}多出一栏“{value}”，汇总时不会带上", "{value} is not a column of this form and is not carried over",
        "本表没有这一栏；需要上报的内容请写在备注或另附", "Remove it or report it otherwise", "query",
    ),
    "renamed-column": Sentence(
        "{section}表头的字改了：{pairs}。已按应有的栏目读取", "header labels of {section} differ ({pairs}); they were read as expected",
        "请核对这几栏填的是不是应填的内容；表头请改回原来的字", "Check that these columns hold what they should, and restore the labels", "query",
    ),
    "column-twice": Sentence(
        "{section}有两栏都叫“{value}”，只读了前面一栏", "two columns of {section} are called {value}; the first was read",
        "请只留一栏，内容不同的并到一栏里", "Keep one of them", "query",
    ),
    "section-title-missing": Sentence(
        "{section}的标题没有了，按先后次序认作这一部分", "the title of {section} is gone; its rows were told by their order",
        "请核对这些行是不是都属于这一部分，并把标题补上", "Check that these rows belong to the section, and restore its title", "query",
    ),
    "header-missing": Sentence(
        "{section}只有标题，没有表头，按另一部分的表头读取", "{section} has a title but no header; it was read by the other section's",
        "请核对各栏的次序与另一部分相同，并把表头补上", "Check that the columns stand in the same order, and restore the header", "query",
    ),
    "second-table": Sentence(
        "第{value}行起像是另一张表，没有计入", "another table seems to begin in row {value}; it is not counted",
        "不是本表内容的请移到别的工作表；确是本表各行的，请接在上面填", "Move it elsewhere, or type its rows above", "query",
    ),
    "example-row": Sentence(
        "这一行是填写示例，没有计入", "an example row; it is not counted as a record",
        "请删除这一行；确是上报对象的，把“示例”二字去掉", "Delete the row, or the word 示例 if it is real", "query",
    ),
    "merged-across": Sentence(
        "{cells}是横着合并的单元格，内容只算最左边一栏，其余各栏作没有填", "{cells}: merged across columns; the value counts for the leftmost only",
        "请取消合并，分别填写各栏", "Undo the merge and fill in each column", "query",
    ),
    "merged-across-required": Sentence(
        "{cells}是横着合并的单元格，内容只算最左边一栏，被合并掉的有必须填的栏目",
        "{cells}: merged across columns; a column that must be filled in has no value",
        "请取消合并，分别填写各栏", "Undo the merge and fill in each column", "error", "merged-across",
    ),
    "merged-unique": Sentence(
        "“{label}”的{cells}竖着合并在几行上，只算第一行的", "{label}, {cells}: merged over several rows; it counts for the first only",
        "这一栏每行各不相同，请取消合并，逐行填写", "Undo the merge and fill in each row", "error",
    ),
    "hidden-rows": Sentence(
        "{sheet}第{rows}行是隐藏或筛掉的，共{count}行，照样计入", "rows {rows} of {sheet} are hidden or filtered out; they are counted all the same",
        "请取消隐藏和筛选，核对这些行；不该上报的请删除", "Unhide and check them; delete those that should not be reported", "query",
    ),
    "hidden-columns": Sentence(
        "{sheet}的{columns}是隐藏的，里面的内容照样计入", "{columns} of {sheet} are hidden; what they hold counts all the same",
        "请取消隐藏，核对这几栏", "Unhide and check them", "query",
    ),
    "formula-cell": Sentence(
        "“{label}”的{cells}是公式算出来的，已按现在显示的结果读取", "{label}, {cells}: formulas; the results they show were read",
        "请核对结果，选中后复制，再用“选择性粘贴—数值”粘回去", "Check the results, then copy and paste them as values", "query",
    ),
    "linked-formula": Sentence(
        "“{label}”的{cells}取自另一个工作簿，结果无法核对", "{label}, {cells}: taken from another workbook; it cannot be checked",
        "请核对后，用“选择性粘贴—数值”粘回去", "Check it, then paste it as a value", "query",
    ),
    "cells-unread": Sentence(
        "{sheet}里有{count}个单元格没有读出来", "{count} cells of {sheet} could not be read",
        "请用Excel或WPS打开这个文件，另存为.xlsx后重新报送", "Open it in Excel or WPS, save it as .xlsx and send it again", "error",
    ),
    "symbol-unknown": Sentence(
        "“{label}”里是{font}字体的符号（实际是“{value}”），分不清画没画“√”", "{label} holds {value} in the font {font}: no mark that is known",
        "享受了的从下拉列表选“√”，没有享受的清空这一格", "Choose √, or clear the cell", "error", "not-a-tick",
    ),
    "second-sheet": Sentence(
        "工作表“{value}”里还有{rows}行，没有计入", "the sheet {value} holds {rows} more rows that are not counted",
        "请把这些行并到“{sheet}”里；不要的请删除这张工作表", "Move the rows into {sheet}, or delete the sheet", "error",
    ),
    "sheet-copy": Sentence(
        "工作表“{value}”里的{rows}行与“{sheet}”相同，只计一次", "the {rows} rows of the sheet {value} are those of {sheet}; they count once",
        "请删除这张工作表", "Delete the sheet", "query",
    ),
    "old-sheet": Sentence(
        "工作表“{value}”是{found}的，里面的{rows}行没有计入", "the sheet {value} is of {found}; its {rows} rows are not counted",
        "请删除这张工作表；确是本期内容的，把行并到“{sheet}”里", "Delete the sheet, or move its rows into {sheet}", "query",
    ),
    "read-elsewhere": Sentence(
        "“{sheet}”里没有填，读的是工作表“{value}”里的{rows}行", "{sheet} is empty; the {rows} rows of the sheet {value} were read",
        "请核对这些行是不是要上报的；下次请填在“{sheet}”里", "Check that these rows are to be reported; fill in {sheet} next time", "query",
    ),
    "loose-rows": Sentence(
        "工作表“{value}”里有{rows}行像是填报内容，没有表头，没有计入", "{rows} rows of the sheet {value} look like records without a header; not counted",
        "要上报的请填到“{sheet}”里；不要的请删除这张工作表", "Move the rows into {sheet}, or delete the sheet", "query",
    ),
    "loose-rows-missed": Sentence(
        "有的部分没有填，工作表“{value}”里却有{rows}行像是填报内容，没有表头，没有计入",
        "a section is empty, while {rows} rows of the sheet {value} look like records without a header; not counted",
        "请把这些行填到“{sheet}”里；不要的请删除这张工作表", "Move the rows into {sheet}, or delete the sheet", "error", "loose-rows",
    ),
    "data-elsewhere": Sentence(
        "“{sheet}”里没有填，工作表“{value}”里却有{rows}行，没有计入", "{sheet} is empty, but the sheet {value} holds {rows} rows that are not counted",
        "要上报的请填到“{sheet}”里；没有上报对象的，在零报告格选“是”并删除这张工作表",
        "Fill in {sheet}, or switch on the zero report and delete the sheet", "error",
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

HEADERS: dict[str, Sentence] = {
    "header-others": Sentence("（表头里认不出的有：{found}）", " (labels that are not known: {found})"),
    "header-pair": Sentence("应为“{expected}”，现为“{found}”", "{expected} expected, {found} found"),
    "header-blank": Sentence("空白", "blank"),
    "other-time": Sentence("另一报告期（{found}）", "another period ({found})"),
    "other-unit": Sentence("另一单位（{found}）", "another unit ({found})"),
}
