"""What trace says: how numbers are counted, and why a cell is none of them."""

from __future__ import annotations

from formkit.words.sentence import Sentence

TRACING: dict[str, Sentence] = {
    "how-households": Sentence("按户数：户主姓名相同的各行算一户，每户计1，记在户主那一行", "households: each once, by its head's row"),
    "how-records": Sentence("按行数：明细每行计1", "rows: each once"),
    "how-persons": Sentence("按人数：同一单位、同一部分里身份证号相同的算一人，每人计1", "persons: each once in a unit and section, by the identity number"),
    "how-persons-sizes": Sentence("按人数：各户填的人口数相加", "persons: the sizes of the households added"),
    "how-distinct": Sentence("不重复人数：各单位合在一起，身份证号相同的只算一人", "persons over all units, each once"),
    "how-distinct-sizes": Sentence(
        "不重复人数：各单位合在一起，户主身份证号相同的只算一户，人口数相加", "sizes of households over all units, each once by its head"
    ),
    "how-count-household": Sentence("按户计数：每户有一行填了就计1，取该户第一个填了的格", "households with a value: each once, by its first cell that has one"),
    "how-count-row": Sentence("按行计数：填了的格，每格计1", "cells that hold a value"),
    "how-sum-household": Sentence("按户相加：每户取第一个填了的数，再相加", "the first number of each household, added"),
    "how-sum-row": Sentence("逐行相加：每格的数相加", "the numbers of all rows added"),
    "how-value-household": Sentence("按户分类计数：每户取第一个填了的格，内容是这一项的计1", "households whose first value is this one"),
    "how-value-row": Sentence("逐行分类计数：内容是这一项的格，每格计1", "cells that hold this value"),
    "how-received": Sentence("已报单位：报表已计入的单位，每个计1", "units whose filing counts"),
    "how-zero": Sentence("零报告单位：报了零报告的单位，每个计1", "units that reported zero"),
    "how-expected": Sentence("应报单位：应报名单上的单位数，汇总时写下", "units of the roster, as it was when this was rolled up"),
    "how-late": Sentence("迟报单位：过了期限才收到的单位数，汇总时写下", "units that came late, as it was when this was rolled up"),
    "how-flow": Sentence("增减数：本期明细与上期明细逐户逐人对照得出，汇总时写下", "from comparing this period with the one before, as it was written"),
    "how-flow-stock": Sentence("按期末在册数：还在册的各行，每户、每人计1", "those who stand in the stock at the end of the period"),
    "how-flow-opening": Sentence("上期末在册数：由上期各单位报表得出，汇总时写下", "the stock of the earlier filings, as it was written"),
    "how-listed": Sentence("按名单数出：见所列的表", "counted on the sheet that lists them"),
    "how-stated": Sentence("汇总时算出写下的数，本表的明细不足以重算", "as it was written; the detail here cannot say it again"),
    "how-worked": Sentence("由这些格算出：{formula}", "worked out from these cells: {formula}"),
    "how-line": Sentence("名单上的一行，逐行列出", "a line of a list"),
    "how-earlier": Sentence("{period}的数：按该期已接收的报表汇总，本期汇总时写下", "the number of {period}, over the filings accepted then"),
    "measure-stock": Sentence("时点数（不跨期相加）", "a stock: not added over periods"),
    "measure-flow": Sentence("时期数（可跨期相加）", "a flow: added over periods"),
    "trace-no-place": Sentence("“{cell}”不是单元格地址，请写成 汇总.C12、汇总!C12 或 C12", "{cell} is no cell; write 汇总.C12, 汇总!C12 or C12"),
    "trace-no-sheet": Sentence("{path} 里没有“{cell}”所说的工作表", "{path} has no sheet of that name: {cell}"),
    "trace-no-number": Sentence(
        "{cell} 不是汇总出来的数，也不是明细（可能是表头、说明、空白，或明细被改动过没有计入）", "{cell} is neither a number of the roll-up nor a row of its detail"
    ),
    "trace-no-rollup": Sentence("{path} 不是本工具做的汇总表", "{path} is no roll-up workbook of formkit"),
}  # fmt: skip
