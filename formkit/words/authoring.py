"""What is said to the author of a schema, a roster or a template: the mistake is theirs, with its place."""

from __future__ import annotations

from formkit.words.sentence import Sentence

AUTHORING: dict[str, Sentence] = {
    "yaml-syntax": Sentence("YAML 写法有误：{why}", "YAML syntax: {why}"),
    "yaml-encoding": Sentence("文件不是 UTF-8 编码，请另存为 UTF-8", "the file is not UTF-8"),
    "yaml-empty": Sentence("文件是空的", "the file is empty"),
    "yaml-repeated-key": Sentence("“{key}”写了两次，前面的会被悄悄丢掉", "{key} stands twice; the first would be lost"),
    "yaml-full-colon": Sentence("“{key}”后面是全角冒号“：”，请改为半角冒号加空格“: ”", "full-width colon after {key}"),
    "yaml-leading-zero": Sentence(
        "{value} 没有加引号，别的程序会丢掉前面的0，请写成 \"{value}\"", "quote {value}, or its leading zero is lost"
    ),
    "unknown-key": Sentence("没有“{key}”这个设置{hint}", "unknown key {key}{hint}"),
    "missing-key": Sentence("缺少“{key}”", "{key} is missing"),
    "wrong-type": Sentence("“{value}”不对：{why}", "{value}: {why}"),
    "not-a-choice": Sentence("“{value}”不在可选值中：{choices}", "{value} is none of {choices}"),
    "codes-for-code": Sentence("type: code 的栏目要写 codes（代码表），其他类型不写", "codes belongs to type code, and only to it"),
    "level-for-unit": Sentence("type: unit 的栏目要写 level（哪一级），其他类型不写", "level belongs to type unit, and only to it"),
    "unknown-base": Sentence("同一文件夹里没有“{name}”，extends 要写另一份报表描述的文件名", "there is no {name} to extend"),
    "unknown-codelist": Sentence("没有代码表“{name}”{hint}", "there is no code list {name}{hint}"),
    "unknown-column-name": Sentence("没有栏目“{name}”{hint}", "there is no column {name}{hint}"),
    "repeated-name": Sentence("“{name}”用了两次，每个都要不同", "{name} is used twice"),
    "repeated-spelling": Sentence("“{name}”同时指“{first}”和“{second}”", "{name} stands for both {first} and {second}"),
    "level-order": Sentence("levels 要从填报的一级往上写，例如 [village, township, county]", "levels go upwards from the one that reports"),
    "unit-above": Sentence("栏目“{name}”的 level 不在 levels 里", "the level of {name} is not among the form's levels"),
    "level-not-of-form": Sentence("报表“{form}”没有{level}这一级", "{form} is not reported by that level"),
    "unknown-parameter": Sentence("没有参数“{name}”，可设的有：{choices}", "there is no parameter {name}; there are: {choices}"),
    "unknown-pack": Sentence("没有审核规则包“{name}”，现有：{choices}", "there is no pack {name}; there are: {choices}"),
    "not-a-task-before": Sentence("“{name}”不是任务文件夹（里面没有 task.yaml）", "{name} is not a task folder"),
    "by-outside": Sentence("栏目“{name}”的 by 不在 levels 里", "the level that fills in {name} is not among the form's levels"),
    "due-order": Sentence("报送期限要逐级往后：下一级必须早于上一级", "a lower level must be due before the one above it"),
    "section-unnamed": Sentence("有几个部分时，每个部分都要写 label", "with several sections each needs a label"),
    "card-grain": Sentence("card（一户一页）只用于一行是一户的报表", "card is for forms of a household a row"),
    "parameter-value": Sentence("参数的值要写成数字，或 kind: date 时写成 2020-03-20 的样子", "a parameter is a number, or a day such as 2020-03-20"),
    "unknown-part": Sentence("没有可用的共用部分“{name}”，或其中没有 {list}", "there is no part {name} with {list}"),
    "unknown-part-entry": Sentence("共用部分里没有“{name}”{hint}", "the part has no {name}{hint}"),
    "part-circle": Sentence("共用部分“{name}”绕成了圈", "the part {name} uses itself"),
    "stage-date": Sentence("程序的每一步要对应日期栏目，“{name}”不是", "a stage is dated by a date column; {name} is none"),
    "rule-task-cell": Sentence("scope: task 的规则只看整栏，不能用 [@{name}]", "a rule over the whole task cannot read [@{name}]"),
    "min-above-max": Sentence("min 大于 max", "min is greater than max"),
    "calendar-day": Sentence("“{text}”写法不对，应写成 2027-01-01 或 2027-02-05..2027-02-11", "{text} is no day and no first..last"),
    "calendar-outside": Sentence("{day} 不在{year}年，也不在上一年12月", "{day} is neither in {year} nor in the December before"),
    "calendar-weekday": Sentence("{day} 本来就是工作日，work 只写要上班的周六、周日", "{day} is a working day anyway; work is for weekends"),
    "calendar-incomplete": Sentence("off 里没有{day}，这一天是法定节日，放假安排没有写全", "off lacks {day}, a statutory holiday"),
    "calendar-missing": Sentence(
        "没有{year}年的放假安排，算不出工作日：国务院办公厅还没有公布，或者本工具还没有收录。公布后请照同一文件夹的 README.md 新建 {path}",
        "no working-day calendar for {year}: not yet published by the State Council, or not yet in the table; add {path}",
    ),
    "formula-syntax": Sentence(
        "公式第{position}个字处看不懂“{found}”，这里应是{expected}", "formula, character {position}: {found} instead of {expected}"
    ),
    "formula-fullwidth": Sentence(
        "公式第{position}个字“{found}”是全角符号，请改为半角“{expected}”", "formula, character {position}: full-width {found}"
    ),
    "formula-unclosed": Sentence("公式第{position}个字处的“{found}”没有配对", "formula, character {position}: {found} is never closed"),
    "formula-number": Sentence("公式里的数字 {text} 太长，Excel 存不下", "the number {text} is too long for Excel"),
    "formula-text-long": Sentence("公式里一段文字有{length}个字，最多{limit}个", "a text of {length} characters, {limit} at most"),
    "formula-unknown-name": Sentence("公式里的“{name}”不是栏目{hint}", "{name} in the formula is no column{hint}"),
    "formula-unknown-function": Sentence("公式里不能用函数“{name}”{hint}", "{name} is not a function rules may use{hint}"),
    "formula-name-form": Sentence("公式里的“{name}”应写成{expected}", "{name} must be written {expected}"),
    "formula-column-outside": Sentence(
        "公式第{position}个字处是整栏“{name}”，这里只能用本行的值（{expected}）", "the whole column {name} where one value belongs"
    ),
    "formula-column-expected": Sentence("函数{function}的第{argument}个参数应是整栏，例如 [栏目]", "argument {argument} of {function} must be a column"),
    "formula-cell-expected": Sentence(
        "函数{function}的第{argument}个参数应是本行的一格，例如 [@栏目]", "argument {argument} of {function} must be a cell of this row"
    ),
    "formula-arity": Sentence("函数{function}要{expected}个参数，写了{found}个", "{function} takes {expected} arguments, not {found}"),
    "formula-kind": Sentence(
        "公式第{position}个字处，{function}的第{argument}个参数应是{expected}，实际是{found}",
        "{function}, argument {argument}: {expected} expected, {found} found",
    ),
    "formula-text-order": Sentence("文字不能比大小（{operator}）", "texts have no order ({operator})"),
    "formula-criterion": Sentence("条件“{text}”不对，这一栏应写成{expected}", "the condition {text} is wrong: {expected}"),
    "formula-wildcard": Sentence("条件“{text}”里的 * ? ~ 不起通配作用，请写全", "wildcards do not apply in {text}"),
    "formula-counts-blanks": Sentence("{function}会把空白的备用行也数进去", "{function} would count the spare rows"),
    "formula-not-logical": Sentence("公式的结果应是“对/错”，实际是{found}", "the formula must yield true or false, not {found}"),
    "formula-too-deep": Sentence("公式嵌套超过{limit}层", "nested deeper than {limit}"),
    "formula-too-long": Sentence("公式太长，最多{limit}个字", "longer than {limit} characters"),
    "roster-unreadable": Sentence("名单读不出来：{why}", "the roster cannot be read: {why}"),
    "roster-column": Sentence("名单缺少“{column}”一列（或 {english}）", "the roster has no column {column} ({english})"),
    "roster-blank": Sentence("代码或名称是空的", "code or name is empty"),
    "roster-code-lost": Sentence("代码“{code}”被 Excel 改成了科学计数，请把这一列设为文本后重填", "the code {code} was changed by Excel"),
    "roster-level": Sentence("级别“{level}”不认识，应为 村、乡、部门、县、市、省 之一", "unknown level {level}"),
    "roster-repeated": Sentence("代码 {code} 重复（已用于“{name}”）", "the code {code} is used twice"),
    "roster-parent": Sentence("“{name}”的上级 {parent} 不在名单里", "{parent}, above {name}, is not in the roster"),
    "roster-circle": Sentence("“{name}”的上级绕成了圈", "the units above {name} form a circle"),
    "roster-empty": Sentence("名单里没有单位", "the roster is empty"),
    "roster-no-reporters": Sentence("名单里没有应填报的{level}级单位", "the roster has no unit of the level that reports ({level})"),
}  # fmt: skip
