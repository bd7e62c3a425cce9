"""What is said to the author of a schema, a roster or a template: the mistake is theirs, with its place."""

from __future__ import annotations

from formkit.words.rosters import ROSTERS
from formkit.words.sentence import Sentence

AUTHORING: dict[str, Sentence] = {
    "yaml-syntax": Sentence("从这里起看不懂：请看开头的空格是否对齐、冒号后面有没有空格、引号和括号是否成对", "YAML syntax: {why}"),
    "yaml-encoding": Sentence("文件不是 UTF-8 编码，请用记事本等“另存为”，编码选 UTF-8", "the file is not UTF-8"),
    "yaml-empty": Sentence("文件是空的，没有内容", "the file is empty"),
    "yaml-large": Sentence("文件太大（超过{limit}字节），不像是报表描述，请核对是不是放错了文件", "larger than {limit} bytes: not a schema"),
    "yaml-deep": Sentence("括号或缩进套得太深，请减少层数", "nested too deeply"),
    "yaml-top": Sentence("文件开头要写成一行一项的“名称: 内容”，如“form: my-form”", "lines of “name: value” are expected, like form: my-form"),
    "yaml-character": Sentence("这里有一个看不见的特殊字符，请删掉后重新输入这一行", "a control character"),
    "yaml-tab": Sentence("行首用了 Tab 键，请改成空格", "a tab where blanks are needed"),
    "yaml-space": Sentence("这里有全角空格或多余的空格，请改成半角空格", "a blank that is none in YAML"),
    "yaml-full-width": Sentence("“{found}”是全角符号，这里要用半角的“{expected}”", "full-width {found} instead of {expected}"),
    "yaml-full-colon": Sentence("“{key}”后面是全角冒号“：”，请改为半角冒号加空格“: ”", "full-width colon after {key}"),
    "yaml-colon-glued": Sentence("“{key}:”的冒号后面少一个空格", "a blank is missing after {key}:"),
    "yaml-colon": Sentence(
        "这一行或上一行的冒号不对：名称后面要有冒号加空格；内容里本来有“: ”的，把整段内容用引号引起来；同一级的行首要对齐",
        "a colon too many or too few: name: value; quote a text with a colon in it; align the lines",
    ),
    "yaml-quote": Sentence("这个引号没有配对的另一半", "this quote is never closed"),
    "yaml-bracket": Sentence("这个“{sign}”没有配对，或里面少了逗号，或里面的文字要加引号", "this {sign} is never closed, or a comma is missing in it"),
    "yaml-comma": Sentence("这里多了一个逗号，或逗号前面少了内容", "a comma too many"),
    "yaml-dash": Sentence("“-”后面少一个空格", "a blank is missing after -"),
    "yaml-sign": Sentence("内容不能以“{sign}”开头，请把整段内容用引号引起来，如 '[@人数]>0'", "quote a text that begins with {sign}"),
    "yaml-behind": Sentence(
        "“{sign}”多出来了：内容以引号或括号开头时到配对的一半就结束，请把整段内容用单引号引起来", "text behind the closing quote or bracket"
    ),
    "yaml-indent": Sentence("行首的空格不对：同一级要对齐，下一级多空两格；“- ”开头的另起一行", "the indentation does not fit the lines above"),
    "yaml-documents": Sentence("文件中间有一行“---”，一个文件只能写一份，请删去这一行及其后的内容", "one file, one document"),
    "yaml-anchor": Sentence(
        "以“&”“*”开头的内容会被当成引用，这里不能用：请写全；要写这个符号本身的，整段用引号引起来", "no anchors or aliases; quote a text with & or *"
    ),
    "yaml-key": Sentence("这里要写“名称: 内容”，名称不能是括号里的一串", "a name is expected before the colon"),
    "yaml-repeated-key": Sentence("“{key}”写了两次，只能留一个", "{key} stands twice; one would be lost"),
    "yaml-leading-zero": Sentence(
        "{value} 没有加引号，别的程序会丢掉前面的0，请写成 \"{value}\"", "quote {value}, or its leading zero is lost"
    ),
    "unknown-key": Sentence("没有“{key}”这个设置{hint}", "unknown key {key}{hint}"),
    "missing-key": Sentence("这里缺少“{key}: …”一项", "{key} is missing"),
    "empty-value": Sentence("“{key}”后面没有写内容：请填上，或删去这一项", "{key} has no value"),
    "empty-item": Sentence("这里有一个空的“- ”：请填上内容，或删去这一行", "an empty entry"),
    "not-a-choice": Sentence("“{value}”不在可选值中，只能写：{choices}", "{value} is none of {choices}"),
    "type-list": Sentence("“{value}”应写成列表，如 [甲, 乙]，或每项一行、以“- ”开头", "{value}: a list is expected"),
    "type-whole": Sentence("“{value}”应是整数", "{value}: a whole number is expected"),
    "type-number": Sentence("“{value}”应是数字", "{value}: a number is expected"),
    "type-flag": Sentence("“{value}”应是 true（是）或 false（否）", "{value}: true or false is expected"),
    "type-text": Sentence("“{value}”应是一段文字，不能是列表或一组设置；有括号的请加引号", "{value}: a text is expected"),
    "type-settings": Sentence("“{value}”应是一组“名称: 内容”，如 {{key: name, label: 姓名}}", "{value}: settings are expected"),
    "type-small": Sentence("“{value}”太小（界限 {limit}）", "{value} is too small ({limit})"),
    "type-large": Sentence("“{value}”太大（界限 {limit}）", "{value} is too large ({limit})"),
    "type-empty": Sentence("这里至少要写{limit}项", "at least {limit} must be given"),
    "type-name": Sentence("“{value}”写法不对，应像 {example} 这样", "{value} must look like {example}"),
    "type-other": Sentence("“{value}”写法不对，请对照 README 的例子", "{value} is not right here"),
    "unknown-field": Sentence("“{value}”里的花括号只能写 {choices}，其他花括号要去掉", "only {choices} may stand in braces"),
    "codes-for-code": Sentence(
        "type 是 code 或 choices 的栏目要写 codes（用哪个代码表），其他类型不写", "codes belongs to the types code and choices, and only to them"
    ),
    "level-for-unit": Sentence("type: unit 的栏目要写 level（哪一级），其他类型不写", "level belongs to type unit, and only to it"),
    "unknown-base": Sentence("同一文件夹里没有“{name}”，extends 要写另一份报表描述的文件名", "there is no {name} to extend"),
    "unknown-codelist": Sentence("没有代码表“{name}”{hint}", "there is no code list {name}{hint}"),
    "unknown-column-name": Sentence("没有栏目“{name}”{hint}", "there is no column {name}{hint}"),
    "repeated-name": Sentence("“{name}”用了两次，每个都要不同", "{name} is used twice"),
    "repeated-spelling": Sentence("“{name}”同时指“{first}”和“{second}”，只能留在一处", "{name} stands for both {first} and {second}"),
    "level-order": Sentence("levels 要从填报的一级往上写，例如 [village, township, county]", "levels go upwards from the one that reports"),
    "unit-above": Sentence("栏目“{name}”的 level 比 levels 里最高的一级还高", "the level of {name} is above all levels of the form"),
    "level-not-of-form": Sentence("报表“{form}”没有{level}这一级", "{form} is not reported by that level"),
    "unknown-parameter": Sentence("没有参数“{name}”，可设的有：{choices}", "there is no parameter {name}; there are: {choices}"),
    "unknown-pack": Sentence("没有审核规则包“{name}”，现有：{choices}", "there is no pack {name}; there are: {choices}"),
    "not-a-task-before": Sentence(
        "“{name}”不是任务文件夹（里面没有 task.yaml）；文件夹移走或改了名的，改成现在的路径，不再要用的，从 before 里删掉",
        "{name} is not a task folder; correct the path or take it out",
    ),
    "before-itself": Sentence(
        "“{name}”就是这个任务自己；before 里写以前各期的任务文件夹，请改正或删掉", "{name} is this very task; before names earlier ones"
    ),
    "before-later": Sentence(
        "“{name}”是{found}的任务，比本期（{period}）晚；before 里只写以前各期的，请改正或删掉", "{name} is a later task ({found}); before names earlier ones"
    ),
    "day-before-period": Sentence(
        "{text} 比报告期（{period}）开始还早，等于谁都迟报；请核对年月", "{text} is before the period ({period}) begins; check year and month"
    ),
    "by-outside": Sentence("栏目“{name}”的 by（由哪一级填）不在 levels 里", "the level that fills in {name} is not among the form's levels"),
    "due-order": Sentence("报送期限要逐级往后：下一级必须早于上一级", "a lower level must be due before the one above it"),
    "section-unnamed": Sentence("有几个部分时，每个部分都要写 label", "with several sections each needs a label"),
    "card-grain": Sentence("card（一户一页）只用于一行是一户的报表（grain: household）", "card is for forms of a household a row"),
    "parameter-value": Sentence("参数的值要写成数字，或 kind: date 时写成 2020-03-20 的样子", "a parameter is a number, or a day such as 2020-03-20"),
    "unknown-part": Sentence("没有可用的共用部分“{name}”，或其中没有 {list}", "there is no part {name} with {list}"),
    "unknown-part-entry": Sentence("共用部分里没有“{name}”{hint}", "the part has no {name}{hint}"),
    "part-circle": Sentence("共用部分“{name}”绕成了圈", "the part {name} uses itself"),
    "stage-date": Sentence("程序的每一步要对应日期栏目，“{name}”不是", "a stage is dated by a date column; {name} is none"),
    "rule-task-cell": Sentence("scope: task 的规则只看整栏，不能用 [@{name}]", "a rule over the whole task cannot read [@{name}]"),
    "min-above-max": Sentence("min（最小值）大于 max（最大值）", "min is greater than max"),
    "calendar-day": Sentence("“{text}”写法不对，应写成 2027-01-01 或 2027-02-05..2027-02-11", "{text} is no day and no first..last"),
    "calendar-outside": Sentence("{day} 不在{year}年，也不在上一年12月", "{day} is neither in {year} nor in the December before"),
    "calendar-weekday": Sentence("{day} 本来就是工作日，work 只写要上班的周六、周日", "{day} is a working day anyway; work is for weekends"),
    "calendar-incomplete": Sentence("off 里没有{day}，这一天是法定节日，放假安排没有写全", "off lacks {day}, a statutory holiday"),
    "calendar-missing": Sentence(
        "没有{year}年的放假安排，算不出工作日：国务院办公厅还没有公布，或者本工具还没有收录。公布后请照同一文件夹的 README.md 新建 {path}",
        "no working-day calendar for {year}: not yet published by the State Council, or not yet in the table; add {path}",
    ),
    "formula-syntax": Sentence("公式第{position}个字处看不懂“{found}”", "formula, character {position}: {found} is not understood"),
    "formula-expected": Sentence(
        "公式第{position}个字处应是“{expected}”，写的是“{found}”", "formula, character {position}: {found} instead of {expected}"
    ),
    "formula-ends": Sentence("公式没有写完：最后缺一个值或右括号“)”", "the formula ends too early"),
    "formula-fullwidth": Sentence(
        "公式第{position}个字“{found}”是全角符号，请改为半角“{expected}”", "formula, character {position}: full-width {found}"
    ),
    "formula-unclosed": Sentence("公式第{position}个字处的“{found}”没有配对", "formula, character {position}: {found} is never closed"),
    "formula-number": Sentence("公式里的数字 {text} 太长，Excel 存不下", "the number {text} is too long for Excel"),
    "formula-text-long": Sentence("公式里一段文字有{length}个字，最多{limit}个", "a text of {length} characters, {limit} at most"),
    "formula-unknown-name": Sentence("公式里的“{name}”不是栏目{hint}", "{name} in the formula is no column{hint}"),
    "formula-unknown-function": Sentence("公式里不能用函数“{name}”{hint}", "{name} is not a function rules may use{hint}"),
    "formula-name-form": Sentence("公式里的“{name}”应写成 {expected}，栏目要放在方括号里", "{name} must be written {expected}"),
    "formula-column-outside": Sentence(
        "公式第{position}个字处是整栏“{name}”，这里只能用本行的值（{expected}）", "the whole column {name} where one value belongs"
    ),
    "formula-column-expected": Sentence("函数{function}的第{argument}个参数应是整栏，例如 [栏目]", "argument {argument} of {function} must be a column"),
    "formula-cell-expected": Sentence(
        "函数{function}的第{argument}个参数应是本行的一格，例如 [@栏目]", "argument {argument} of {function} must be a cell of this row"
    ),
    "formula-arity": Sentence("函数{function}要{expected}个参数，写了{found}个", "{function} takes {expected} arguments, not {found}"),
    "formula-kind": Sentence(
        "公式第{position}个字处，“{function}”的第{argument}项应是{expected}，写的是{found}",
        "{function}, part {argument}: {expected_en} expected, {found_en} found",
    ),
    "formula-text-order": Sentence("文字不能比大小（{operator}），只能用 = 和 <> 判断相同不相同", "texts have no order ({operator})"),
    "formula-criterion": Sentence("条件“{text}”不对：这一栏是{expected}，条件也要是{expected}", "the condition {text} is wrong: {expected_en}"),
    "formula-wildcard": Sentence("条件“{text}”里的 * ? ~ 不起通配作用，请写全", "wildcards do not apply in {text}"),
    "formula-counts-blanks": Sentence(
        "{function}不能数空白：备用的空行也会数进去，请改为数填了的", "{function} would count the spare rows"
    ),
    "formula-not-logical": Sentence(
        "公式要能判断对错，如 [@人数]>0，现在得出的是{found}", "the formula must yield true or false, not {found_en}"
    ),
    "formula-too-deep": Sentence("公式的括号套了超过{limit}层，请拆成几条", "nested deeper than {limit}"),
    "formula-too-long": Sentence("公式太长，最多{limit}个字", "longer than {limit} characters"),
    **ROSTERS,
}  # fmt: skip

RULE_KINDS = {"number": "数字", "text": "文字", "date": "日期", "logical": "对或错"}
"""What the kinds of value in a formula are called."""
