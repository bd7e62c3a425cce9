"""What a check says about a filing, by the finding's code. Codes are stable once released."""

from __future__ import annotations

from formkit.words.between import LINKED
from formkit.words.comparing import COMPARED
from formkit.words.identity import IDENTITY
from formkit.words.sentence import Sentence
from formkit.words.structure import STRUCTURE
from formkit.words.trusting import TRUST
from formkit.words.twins import SHARED

FINDINGS: dict[str, Sentence] = {
    "required": Sentence(
        "“{label}”没有填写", "{label} is empty", "请填写“{label}”", "Fill in {label}", "error"
    ),
    "required-nothing": Sentence(
        "“{label}”必须填写，填“{value}”不算填写", "{label} must be filled in; {value} is no value",
        "请照实填写“{label}”", "Fill in {label}", "error", "required",
    ),
    "ditto": Sentence(
        "“{label}”填的“{value}”没有写出内容，排序、汇总后就分不清指的是哪一行", "{value} in {label} refers to another row, which sorting moves away",
        "请把内容照实写全；同一户前面已经填过、这一行不必再填的，清空这一格", "Write it out, or clear the cell", "error",
    ),
    "ditto-asked": Sentence(
        "“{label}”填的“{value}”没有写出内容，排序、汇总后就分不清指的是哪一行", "{value} in {label} refers to another row, which sorting moves away",
        "请把内容照实写全；不用填的清空这一格", "Write it out, or clear the cell", "query", "ditto",
    ),
    "digits-lost": Sentence(
        "“{label}”是数字格式，超过15位的部分已丢失", "{label} is held as a number and has lost its digits after the fifteenth",
        "请把单元格改为文本后重新录入", "Set the cell to text and type it again", "error",
    ),
    "dragged": Sentence(
        "“{label}”从{start}到{last}连着{count}行，一行比一行大1，是拖动填充出来的，校验码也不对",
        "{label} rises by one from {start} to {last}: filled in by dragging, and the check characters are wrong",
        "请对照身份证逐行重新录入（按住右下角小方块往下拖，号码会自动加1）", "Type each from its card", "error",
    ),
    "dragged-asked": Sentence(
        "“{label}”从{start}到{last}连着{count}行，一行比一行大1，像是拖动填充出来的", "{label} rises by one from {start} to {last}, as if filled in by dragging",
        "请对照证件逐行核对；确实是连号的，在“核实说明”栏写明", "Check each, or explain it", "query", "dragged",
    ),
    "locked-column": Sentence(
        "“{label}”由{level}填写，这里填了“{value}”", "{label} is filled in by another level",
        "请清空这一格；需要说明的写在备注或核实说明", "Clear the cell", "query",
    ),
    "not-in-codelist": Sentence(
        "“{label}”填的“{value}”不在可选项中", "{value} is not one of the choices of {label}",
        "请从下拉列表中选择：{choices}", "Choose from the list: {choices}", "error",
    ),
    "unknown-unit": Sentence(
        "“{label}”填的“{value}”不在本表的单位名单中", "{value} is not a unit of this workbook's list",
        "请从下拉列表中选择：{choices}", "Choose from the list: {choices}", "error", "not-in-codelist",
    ),
    "choices-unknown": Sentence(
        "“{label}”里的“{piece}”不在可选项中", "{piece}, in {label}, is not one of its choices",
        "请从可选项中选，有几项的用“、”隔开：{choices}", "Choose from the list, several joined by 、: {choices}", "error", "not-in-codelist",
    ),
    "not-a-tick": Sentence(
        "“{label}”只能画“√”或留空，现填“{value}”", "{label} takes √ or nothing",
        "享受了的从下拉列表选“√”，没有享受的清空这一格", "Choose √, or clear the cell", "error",
    ),
    "not-a-number": Sentence(
        "“{label}”应填数字，现填“{value}”", "{label} must be a number",
        "请只填阿拉伯数字，不写单位和文字", "Write digits only", "error",
    ),
    "not-an-amount": Sentence(
        "“{label}”应填金额，现填“{value}”", "{label} must be an amount of money",
        "请按元填数字，如5000或5000.50，不写“约”“左右”等文字", "Write the amount in yuan, digits only", "error", "not-a-number",
    ),
    "too-precise": Sentence(
        "“{label}”填的“{value}”超过两位小数", "{value} has more than two decimals",
        "金额按元填，最多到分（两位小数），请改正", "Write at most two decimals", "error",
    ),
    "not-whole": Sentence(
        "“{label}”应填整数，现填“{value}”", "{label} must be a whole number",
        "请改为整数", "Write a whole number", "error",
    ),
    "out-of-range": Sentence(
        "“{label}”应在{low}到{high}之间，现填“{value}”", "{label} must be from {low} to {high}",
        "请核对后改正", "Check and correct it", "error",
    ),
    "below-least": Sentence(
        "“{label}”不能小于{low}，现填“{value}”", "{label} must not be below {low}", "请核对后改正", "Check and correct it", "error", "out-of-range"
    ),
    "negative": Sentence(
        "“{label}”不能是负数，现填“{value}”", "{label} must not be negative", "请核对后改正", "Check and correct it", "error", "out-of-range"
    ),
    "too-great": Sentence(
        "“{label}”填的“{value}”太大，不可能是真的", "{label} is too great to be true", "请核对位数后改正", "Check its digits", "error", "out-of-range"
    ),
    "name-odd": Sentence(
        "“{label}”填的“{value}”不像姓名", "{value} does not look like a name",
        "请核对姓名；确实如此的，在“核实说明”栏写明", "Check the name, or explain it", "query",
    ),
    "text-too-long": Sentence(
        "“{label}”有{found}个字，最多{limit}个字", "{label} has {found} characters, {limit} at most",
        "请写得简短些", "Shorten it", "error",
    ),
    "date-format": Sentence(
        "“{label}”填的“{value}”认不出是哪年哪月", "{value} is no month",
        "请写成“2020年3月”的样子", "Write it like 2020年3月", "error",
    ),
    "date-unlikely": Sentence(
        "“{label}”显示的是{found}，不会是真的，多半是填的数字被当成了日期", "{found} cannot be true: a number was probably taken for a date",
        "请先清空这一格，再写成“2020年3月”的样子", "Clear the cell and write it like 2020年3月", "error", "date-format",
    ),
    "date-no-year": Sentence(
        "“{label}”填的“{value}”没有写清是哪一年", "{value} does not say which year",
        "请写明四位数的年份，如“2020年”", "Write the year with four digits", "error", "date-format",
    ),
    "month-ambiguous": Sentence(
        "“{label}”填的是数字{value}，分不清是{year}年1月还是{year}年10月", "{value} may be January or October of {year}",
        "请写成“{year}年1月”或“{year}年10月”", "Write the month in words", "error", "date-format",
    ),
    "date-after-period": Sentence(
        "“{label}”填的“{value}”晚于填报月份{end}", "{value} is after the period, which ends in {end}",
        "请核对年月后改正", "Correct the month", "error",
    ),
    "date-no-date": Sentence(
        "“{label}”填的“{value}”认不出是哪一天", "{value} is no day",
        "请写成“2020-3-5”的样子", "Write it like 2020-3-5", "error", "date-format",
    ),
    "date-no-such": Sentence(
        "“{label}”填的“{value}”，日历上没有这一天", "there is no day {value}", "请核对月和日后改正", "Correct the month or the day",
        "error", "date-format",
    ),
    "date-no-day": Sentence(
        "“{label}”填的“{value}”只有年月，没有日", "{value} is a month; the day is missing",
        "请写到日，如“2020-3-5”", "Add the day", "error", "date-format",
    ),
    "date-too-early": Sentence(
        "“{label}”填的是{found}，早于1949年10月1日，多半是只填了年份或日数", "{found} is before October 1949, probably a year or a day by itself",
        "请写成“2020-3-5”的样子", "Write it like 2020-3-5", "error", "date-format",
    ),
    "date-day-after-period": Sentence(
        "“{label}”填的“{value}”晚于报告期最后一天{end}", "{value} is after the last day of the period, {end}",
        "请核对日期；报告期以后的事，下期再填", "Correct the date; what came later belongs to the next period", "error", "date-after-period",
    ),
    "phone-odd": Sentence(
        "“{label}”不像电话号码", "{label} does not look like a telephone number",
        "请填11位手机号，或带区号的固定电话；确实如此的，在“核实说明”栏写明", "Write a mobile, or a landline with its area code; or explain it", "query",
    ),
    "phone-several": Sentence(
        "“{label}”填了几个号码", "{label} holds several numbers",
        "请只填最常用的一个；确需都填的，在“核实说明”栏写明", "Keep one; or explain it", "query", "phone-odd",
    ),
    "id-is-number": Sentence(
        "“{label}”是数字格式，后几位已丢失", "the number is held as a number and has lost its last digits",
        "请把单元格改为文本后重新录入18位号码", "Set the cell to text and type the number again", "error",
    ),
    "id-length": Sentence(
        "“{label}”有{found}位，应为18位", "{label} has {found} characters, not 18",
        "请对照身份证重新录入", "Type it again from the card", "error",
    ),
    "id-old": Sentence(
        "“{label}”是15位的旧号码", "{label} is a 15-digit number, no longer in use",
        "请对照身份证改为18位（按编码规则应为{proposed}）", "Write the 18-digit number (by rule {proposed})", "error", "id-length",
    ),
    "id-letters": Sentence(
        "“{label}”里有字母，像是把0写成了O、把1写成了I或l", "{label} holds letters, as if O were typed for 0, or I for 1",
        "请对照身份证核对，是数字的改成数字（改后是{proposed}）", "Compare it with the card (with digits it is {proposed})", "error", "id-characters",
    ),
    "id-mixed": Sentence(
        "“{label}”里除了身份证号码，还写了别的", "{label} holds more than the number",
        "请对照身份证核对，这一格只写号码（应为{proposed}），别的写在备注里", "Keep the number alone ({proposed})", "error", "id-characters",
    ),
    "id-several": Sentence(
        "“{label}”一格里写了{found}个人的号码", "{label} holds the numbers of {found} persons",
        "请一行写一人，每格只写这一行那个人的号码", "Write one person in a row", "error", "id-length",
    ),
    "id-characters": Sentence(
        "“{label}”中有不该有的字符", "{label} holds characters that cannot be there",
        "前17位应为数字，最后一位为数字或X；请对照身份证重新录入", "Type it again from the card", "error",
    ),
    "id-province": Sentence(
        "“{label}”开头两位不是任何省份的代码", "{label} does not begin with the code of a province",
        "请对照身份证重新录入", "Type it again from the card", "error",
    ),
    "id-birth-date": Sentence(
        "“{label}”第7至14位不是有效的出生日期", "characters 7 to 14 of {label} are no date of birth",
        "请对照身份证重新录入", "Type it again from the card", "error",
    ),
    "id-checksum": Sentence(
        "“{label}”最后一位校验码不对，号码中有写错的数字", "the check character of {label} is wrong: a digit is mistyped",
        "请对照身份证逐位核对后改正", "Compare it with the card digit by digit", "error",
    ),
    "duplicate": Sentence(
        "“{label}”与{first}重复", "{label} repeats {first}",
        "“{label}”在一张表里不能重复{together}：请删除重复的一行，或改正写错的一处", "Delete the repeated row or correct it", "error",
    ),
    "household-size": Sentence(
        "“{label}”是{size}人，本户却填了{rows}行", "{label} is {size}, but the household has {rows} rows",
        "请改正家庭人口数，或删除不属于本户的行", "Correct the number or remove rows", "error",
    ),
    "household-members-missing": Sentence(
        "“{label}”是{size}人，本户只填了{rows}行", "{label} is {size}, the household has only {rows} rows",
        "请补填其他家庭成员；确实只需填这些人的，在“核实说明”栏写明", "Add the others, or explain", "query", "household-size",
    ),
    "household-no-head": Sentence(
        "“{name}”一户没有与户主关系为“{head}”的行", "the household of {name} has no row that is its head",
        "请补填户主本人，或改正与户主关系；确无户主的在“核实说明”栏写明", "Add the head, or explain", "query", "household-head",
    ),
    "household-head": Sentence(
        "“{name}”一户有两个“{head}”，另一个在{first}", "the household of {name} has two heads, the other at {first}",
        "请改正与户主关系；是同名的两户的，在“核实说明”栏写明", "Correct the relation; explain if they are namesakes", "query",
    ),
    "household-differs": Sentence(
        "“{label}”与本户前面填的“{before}”（{first}）不一致", "{label} differs from {before} at {first} in the same household",
        "同一户应填得一样，请核对；确有不同的，在“核实说明”栏写明", "Make them agree, or explain", "query",
    ),
    "rule": Sentence("{says}", "{says}", "{remedy}", "{remedy}", "query"),
    "formula-error": Sentence(
        "“{label}”是出错的公式（{value}）", "{label} holds a formula that fails ({value})",
        "请删除公式，直接填写内容", "Replace the formula by what it should say", "error",
    ),
    "never-calculated": Sentence(
        "“{label}”是没有算出结果的公式", "{label} holds a formula that was never calculated",
        "请删除公式，直接填写内容", "Replace the formula by its value", "error",
    ),
    **STRUCTURE, **IDENTITY,
    **LINKED, **COMPARED, **SHARED, **TRUST,
}  # fmt: skip
