"""What is said to the author of drawn cases: a file that cannot be read as cases, and cases that do not come out as drawn."""

from __future__ import annotations

from formkit.words.sentence import Sentence

CASES: dict[str, Sentence] = {
    "case-no-period": Sentence("文件开头要写一行报告期，如“报告期：{example}”", "say the period at the top, like 报告期：{example}"),
    "case-period": Sentence(
        "报告期“{value}”不对，这张报表的报告期要写成“{example}”这样", "{value} is no period of this form; write it like {example}"
    ),
    "case-level": Sentence("填报级“{value}”不对，只能写 {choices}", "{value} is no level of this form: {choices}"),
    "case-no-table": Sentence("“{text}”下面没有表格，要有表头、一行 |---|---| 和至少一行内容", "there is no table under {text}"),
    "case-bar": Sentence("表格的每一行都要以竖线“|”开头、以竖线“|”结尾", "each line of a table begins and ends with |"),
    "case-table": Sentence(
        "表格要依次写：表头一行，|---|---| 一行（只写一次），然后是内容，至少一行", "a table is a header, one line |---|---|, and rows"
    ),
    "case-cells": Sentence("这一行有{found}格，表头有{expected}格，要一样多", "this row has {found} cells, the header {expected}"),
    "case-base": Sentence("“基准”的表头要写成 | {first} | {second} |", "the header of the base is | {first} | {second} |"),
    "case-column-shared": Sentence("有几个栏目都叫“{name}”，请写成 {choices} 之一", "several columns are called {name}: {choices}"),
    "case-automatic": Sentence(
        "这一栏不能写“自动”：只有身份证号码，和一人一行的表的家庭人口数，才能自动填写", "自动 is for identity numbers and household sizes only"
    ),
    "case-number": Sentence("“{text}”里，“数字”后面要紧跟一个数，如 数字2020.1", "数字 is followed by a number"),
    "case-section": Sentence("报表没有“{text}”这个部分，只能写 {choices}（或 一、二……）", "there is no section {text}: {choices}"),
    "case-both": Sentence("写了“{right}”，又列了应查出的问题，只能留一样", "findings are drawn, and {right} as well"),
    "case-neither": Sentence(
        "“{text}”没有写应查出什么：列出每处问题，或者写一行“{right}”", "{text} says neither findings nor {right}"
    ),
    "case-expectation": Sentence(
        "看不懂“{text}”，应写成“- 行号 栏目 编号 强制”或“……核实”，后面可加审核关系的编号和“已说明”",
        "{text}: - ROW COLUMN CODE 强制|核实 [RULE] [已说明] is expected",
    ),
    "case-row": Sentence("没有第{row}行，表里只有{rows}行内容", "there is no row {row}, only {rows}"),
    "case-code": Sentence("没有编号是“{code}”的问题{hint}", "no finding has the code {code}{hint}"),
    "case-rule": Sentence(
        "审核关系“{name}”不对{hint}：编号是 rule 的后面要写报表里有的审核关系，别的编号后面不写", "no rule {name}{hint}; only rule is followed by one"
    ),
    "case-missing": Sentence("“{title}”：应该查出而没有查出“{says}”", "{title}: not found: {says}"),
    "case-unexpected": Sentence("“{title}”：多查出了“{says}”", "{title}: found, but not drawn: {says}"),
    "remark-no-cases": Sentence("提示：还没有例子，请在 {folder} 里画几个", "remark: no cases are drawn in {folder}"),
    "remark-never-broken": Sentence("提示：没有一个例子违反审核关系 {rule}，请画一个", "remark: no case breaks {rule}"),
    "remark-never-held": Sentence("提示：没有一个例子用到并符合审核关系 {rule}，请画一个", "remark: {rule} is applied and holds in no case"),
    "remark-no-help": Sentence("提示：栏目“{label}”没有 help，填报的人看不到怎么填", "remark: {label} has no help"),
    "remark-no-source": Sentence(
        "提示：代码表“{title}”没有写出处，请在 source 写明文件和原话", "remark: {title} does not say its source"
    ),
    "remark-health": Sentence(
        "提示：栏目“{label}”像是记个人的病情、残疾；是的请写 sensitive: health，别的单位和公示就看不到",
        "remark: {label} seems to tell somebody's health; if so, say sensitive: health",
    ),
    "remark-account": Sentence(
        "提示：栏目“{label}”像是银行账号；是的请写 sensitive: account，别的单位和公示就看不到",
        "remark: {label} seems to hold an account; if so, say sensitive: account",
    ),
    "remark-no-basis": Sentence(
        "提示：栏目“{label}”不是原件印好的（fidelity: reconstructed），请在 basis 写明依据的原话", "remark: {label} is reconstructed; say its basis"
    ),
}  # fmt: skip
