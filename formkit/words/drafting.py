"""What a first schema asks its author (``# ?`` lines), and why no schema could be drafted from a file."""

from __future__ import annotations

from formkit.words.sentence import Sentence

DRAFTING: dict[str, Sentence] = {
    "draft-not-xlsx": Sentence(
        "只能从 .xlsx 起草：请用 Excel 或 WPS 打开这个文件，另存为 .xlsx 后再试", "save it as .xlsx first and try again"
    ),
    "draft-too-large": Sentence(
        "这个文件不像一张空白表（格子太多）：请删去数据和多余的格式，另存一份再试", "too many cells for a blank form; save a copy without data"
    ),
    "draft-unreadable": Sentence(
        "这个文件读不出来：请用 Excel 或 WPS 打开，另存为普通的 .xlsx 后再试", "it cannot be read; save it afresh as an ordinary .xlsx"
    ),
    "draft-no-table": Sentence(
        "没有找到表头：看得见的工作表里，没有一行并排写着两个以上栏目名称", "no header found on any visible sheet"
    ),
    "draft-exists": Sentence(
        "{path} 已经有了，没有改动它；请换一个文件名，或者先把它移走", "{path} exists and was left alone; choose another name"
    ),
    "draft-not-yaml": Sentence("{path} 的名字要以 .yaml 结尾", "{path}: the name must end in .yaml"),
    "draft-refused": Sentence("不能从 {path} 起草：{why}", "no schema can be drafted from {path}: {why}"),
    "draft-open": Sentence(
        "还有{count}个问题要人来答（formkit lint {path} 会列出），答完即可：formkit blank {path} -o 空白表.xlsx",
        "{count} questions are open; formkit lint {path} lists them",
    ),
    "draft-question": Sentence("{text}", "{text}"),
    "draft-form": Sentence("这张报表的编号叫什么（小写字母、数字、连接符），哪一版", "id and version of the form"),
    "draft-agency": Sentence("哪个单位发的这张表", "which office issued it"),
    "draft-document": Sentence("哪个文件（文号）要求报的", "which document orders it"),
    "draft-levels": Sentence("从哪一级开始填报，逐级报到哪一级", "which level fills it in, and up to which it goes"),
    "draft-period": Sentence("多久报一次：standing（随时更新，按月报）、day、month、quarter、year、stage；每级几号前报（due）", "how often, and by when"),
    "draft-grain": Sentence(
        "一行填一个人（person）、一户（household）还是一条（line）；现在按{grain}", "what a row stands for; taken for {grain}"
    ),
    "draft-grain-person": Sentence("一行一个人", "a person"),
    "draft-grain-household": Sentence("一行一户", "a household"),
    "draft-grain-line": Sentence("一行一条", "a line"),
    "draft-required": Sentence("哪些栏目必填，在该栏加 required: true；哪些不能重复，加 unique: filing", "which columns are required or unique"),
    "draft-title": Sentence("没有找到标题，这张表叫什么", "no title was found"),
    "draft-year": Sentence("标题里的年份空着，写哪一年，还是去掉", "the title leaves a year open"),
    "draft-section": Sentence("第{number}部分没有标题，叫什么", "section {number} has no title"),
    "draft-rows": Sentence("没有数出空行，先按{rows}行，要几行", "no blank rows were counted; {rows} taken"),
    "draft-other-sheet": Sentence("工作表“{sheet}”也像一张表，没有收进来，要不要单独存成一个文件另外起草", "the sheet {sheet} was left out"),
    "draft-outside": Sentence("打印区域以外的文字没有收进来（{cells}），要不要补上", "texts outside the print area were left out: {cells}"),
    "draft-other-table": Sentence("第{row}行起像是另一张表，没有收进来，要不要单独存成一个文件另外起草", "another table at row {row} was left out"),
    "draft-total-row": Sentence("第{row}行的合计没有收进来（汇总表会自动合计），对吗", "the total in row {row} was left out: roll-ups have their own"),
    "draft-example-row": Sentence("第{row}行的填写示例没有收进来，要不要把要点写进各栏的 help", "the example in row {row} was left out"),
    "draft-no-label": Sentence("{column}列没有表头，这一栏叫什么", "column {column} has no header"),
    "draft-type": Sentence("“{label}”填什么：文字 text、整数 whole、金额 money、日期 date、还是从选项里选 code", "what kind of value is {label}"),
    "draft-list-unknown": Sentence("“{label}”有下拉菜单，但选项是用公式算的，读不出来：有哪些选项", "the choices of {label} are computed"),
    "draft-two-days": Sentence("“{label}”是起止两个日期，先当文字，要不要分成两栏", "{label} holds two days"),
    "draft-coins": Sentence("“{label}”印的是{unit}：本工具的金额都以元计，是改印“元”，还是确认就填元", "{label} is in {unit}; formkit counts in 元"),
    "draft-decimals": Sentence("“{label}”以{unit}计，可能有小数，先当文字，是不是只填整数（改为 type: whole）", "{label} may have decimals"),
    "draft-day-or-month": Sentence("“{label}”填到日（date）还是填到月（month）", "is {label} a day or a month"),
    "draft-money": Sentence("“{label}”是不是以元计的金额（money）", "is {label} an amount in 元"),
    "draft-options": Sentence("“{label}”的选项取自表头括号里的字，对不对、全不全", "the choices of {label} were taken from its header"),
    "draft-many": Sentence("“{label}”可多选，但表里没有下拉选项，有哪些选项（写成代码表，改为 type: choices）", "which choices has {label}"),
    "draft-coded": Sentence("“{label}”有没有固定的选项（有就写成代码表，改为 type: code）", "has {label} fixed choices"),
    "draft-place": Sentence("“{label}”原来的下拉选项没有收进来（地名由单位名单 --units 给出），对吗", "places come from the roster"),
    "draft-source": Sentence("这些选项出自哪个文件的哪一句", "which document gives these choices"),
}  # fmt: skip
