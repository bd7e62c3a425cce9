"""What a workbook says to the clerk who fills it: labels, hints, live messages and the page 填表说明."""

from __future__ import annotations

from formkit.words.prefilling import BEFOREHAND
from formkit.words.returned import RETURNED
from formkit.words.sentence import Sentence

# Said in the 自检 column. Each begins with the label of the column it is about, so that the cell can be coloured.
LIVE: dict[str, Sentence] = {
    "live-passed": Sentence("通过", "passed"),
    "live-query": Sentence("请核实：{says}", "please check: {says}"),
    "live-error-cell": Sentence(
        "有出错的单元格（如#N/A），请清空后直接填写内容", "a cell holds an error such as #N/A: clear it and type the value"
    ),
    "live-required": Sentence("{label}：没有填写", "{label}: not filled in"),
    "live-required-household": Sentence(
        "{label}：本户还没有填写（每户至少填一次）", "{label}: not filled in for this household (once is enough)"
    ),
    "live-locked": Sentence("{label}：由{level}填写，请清空", "{label}: filled in by another level, clear it"),
    "live-tidy": Sentence("{label}：请改写为“{tidy}”", "{label}: write {tidy}"),
    "live-unsaid": Sentence("{label}：请改写为实际内容或清空", "{label}: write it out, or leave it empty where there is none"),
    "live-digits-lost": Sentence(
        "{label}：数字过长，后几位已丢失，请设为文本后重新录入", "{label}: held as a number, its last digits are lost"
    ),
    "live-text": Sentence("{label}：请改写得短些，最多{limit}个字，现有{found}个字", "{label}: {found} of {limit} characters"),
    "live-name": Sentence(
        "{label}：“{value}”不像姓名；确实如此的，在“核实说明”栏写明", "{label}: {value} does not look like a name; explain it"
    ),
    "live-whole": Sentence("{label}：请改写为整数，只写数字，不能是负数", "{label}: a whole number, not below 0"),
    "live-whole-least": Sentence("{label}：请改写为不小于{low}的整数，只写数字", "{label}: a whole number, {low} or more"),
    "live-whole-between": Sentence("{label}：请改写为{low}到{high}的整数，只写数字", "{label}: a whole number, {low} to {high}"),
    "live-money": Sentence(
        "{label}：请改写为金额，单位元，只写数字，最多两位小数，不能是负数", "{label}: an amount in yuan, digits only, not below 0"
    ),
    "live-money-least": Sentence(
        "{label}：请改写为不小于{low}的金额，单位元，只写数字，最多两位小数", "{label}: an amount in yuan, {low} or more"
    ),
    "live-money-between": Sentence(
        "{label}：请改写为{low}到{high}的金额，单位元，只写数字，最多两位小数", "{label}: an amount in yuan from {low} to {high}"
    ),
    "live-money-precise": Sentence("{label}：{value}超过两位小数，请改写到分", "{label}: {value} has more than two decimals"),
    "live-tick": Sentence("{label}：请改写为“√”，没有享受的清空", "{label}: write √ or clear the cell"),
    "live-code": Sentence("{label}：请改写为下拉列表中的一项", "{label}: choose from the list"),
    "live-choices": Sentence("{label}：请改写为下拉列表中的内容，有几项的用“、”隔开，不重复", "{label}: values of the list joined by 、, each once"),
    "live-phone": Sentence(
        "{label}：不像电话号码，应为11位手机号或带区号的固定电话；确实如此的，在“核实说明”栏写明", "{label}: does not look like a telephone number"
    ),
    "live-phone-several": Sentence("{label}：只填一个号码；确需都填的，在“核实说明”栏写明", "{label}: one number only, or explain it"),
    "live-unit": Sentence("{label}：请改写为下拉列表中的单位名称", "{label}: choose a unit from the list"),
    "live-month": Sentence(
        "{label}：请改写为“2020年3月”的样子，不晚于{end}", "{label}: a month such as 2020年3月, not after {end}"
    ),
    "live-month-open": Sentence("{label}：请改写为“2020年3月”的样子", "{label}: a month such as 2020年3月"),
    "live-date": Sentence("{label}：请改写为“2020-3-5”的样子，写到日，不晚于{end}", "{label}: a day such as 2020-3-5, not after {end}"),
    "live-date-open": Sentence("{label}：请改写为“2020-3-5”的样子，写到日", "{label}: a day such as 2020-3-5"),
    "live-date-late": Sentence("{label}：晚于报告期最后一天{end}", "{label}: after the last day of the period, {end}"),
    "live-date-time": Sentence("{label}：请改写为只有日期的，不带钟点", "{label}: the date without a time of day"),
    "live-id-number": Sentence(
        "{label}：是数字格式，后几位已丢失，请把单元格设为文本后重新录入", "{label}: held as a number, its last digits are lost"
    ),
    "live-id-old": Sentence("{label}：是15位的旧号码，请对照身份证改为18位", "{label}: a 15-digit number, no longer in use"),
    "live-id-length": Sentence("{label}：有{found}位，应为18位", "{label}: {found} characters instead of 18"),
    "live-resident-id": Sentence(
        "{label}：号码有写错的数字（出生日期或校验码不对），请对照身份证逐位核对",
        "{label}: a digit is mistyped (date of birth or check character)",
    ),
    "live-duplicate": Sentence("{label}：与第{row}行重复", "{label}: repeats row {row}"),
    "live-duplicate-between": Sentence(
        "{label}：同一人在两个部分都填了，与第{row}行重复", "{label}: the same person stands in the other part, row {row}"
    ),
    "live-household-size": Sentence(
        "{label}：填的是{size}人，本户却填了{rows}行", "{label}: {size}, but the household has {rows} rows"
    ),
}  # fmt: skip

STATUS: dict[str, Sentence] = {
    "status-rows": Sentence("共", "in all "),
    "status-problems": Sentence("行，", " rows, "),
    "status-unchecked": Sentence("行有问题，", " with problems, "),
    "status-end": Sentence("行未自检", " not checked"),
    "status-zero-rows": Sentence(
        "　　注意：选了零报告，表中却填了内容，请清空其中之一", " NOTE: zero report is switched on, but rows are filled in"
    ),
    "zero-label": Sentence("零报告：没有上报对象的，在右边一格选“是”→", "zero report: choose 是 on the right if there is nobody to report"),
    "zero-yes": Sentence("是", "yes"),
    "zero-title": Sentence("零报告", "zero report"),
    "zero-prompt": Sentence("本期没有上报对象的，选“是”后交回；有上报对象的，此格留空。〔{code}〕", "choose 是 if there is nobody to report"),
    "zero-error": Sentence("这一格只能选“是”或留空", "only 是 or nothing"),
    "selfcheck": Sentence("自检（不打印）", "live check (not printed)"),
    "explanation": Sentence("核实说明（不打印）", "explanation (not printed)"),
    "verdict": Sentence("校验结果（不打印）", "result of the check (not printed)"),
    "card-unit": Sentence("填报单位（盖章）：{unit}　　　　{period}", "{unit}, {period}"),
    "card-seal": Sentence("签字（盖章）：　　　　　　年　　月　　日　　", "signed and sealed, date"),
    "card-signed": Sentence("填表人：　　　　　　　　审核人：　　　　　　　　填表日期：　　年　　月　　日", "filled in by, checked by, date"),
    "card-pick": Sentence("显示第几行：", "row shown:"),
    "card-prompt": Sentence("填“填报表”中这一户所在的行次（第一户填1），本页随之显示，可直接打印。", "which row of the form to show"),
    "notes": Sentence("注:", "notes:"),
    "note": Sentence(" {number}. {text}", "{number}. {text}"),
    "page": Sentence("第 &P 页 共 &N 页", "page &P of &N"),
}  # fmt: skip

HINTS: dict[str, Sentence] = {
    "hint-text": Sentence("填文字，最多{limit}个字。", "text, {limit} characters at most"),
    "hint-name": Sentence("填姓名，不加空格和数字。", "a name, no spaces or digits"),
    "hint-whole": Sentence("填整数，只写数字。", "a whole number"),
    "hint-whole-least": Sentence("填不小于{low}的整数，只写数字。", "a whole number, {low} or more"),
    "hint-whole-between": Sentence("填{low}到{high}的整数，只写数字。", "a whole number from {low} to {high}"),
    "hint-money": Sentence("填金额，单位元，最多两位小数。", "an amount in yuan, two decimals at most"),
    "hint-money-least": Sentence("填不小于{low}的金额，单位元，最多两位小数。", "an amount in yuan, {low} or more"),
    "hint-money-between": Sentence("填{low}到{high}的金额，单位元，最多两位小数。", "an amount in yuan from {low} to {high}"),
    "hint-tick": Sentence("享受了的选“√”，没有享受的留空。", "√ or nothing"),
    "hint-code": Sentence("从下拉列表中选择。", "choose from the list"),
    "hint-choices": Sentence("从下拉列表中选；有几项的自己写，用“、”隔开。", "choose from the list; type several joined by 、"),
    "hint-phone": Sentence("填11位手机号，或带区号的固定电话，只填一个。", "a mobile, or a landline with its area code; one only"),
    "hint-serial": Sentence("已编好号，不用改。", "numbered for you"),
    "hint-unit": Sentence("从下拉列表中选择。", "choose from the list"),
    "hint-unit-free": Sentence("填单位名称。", "the name of the unit"),
    "hint-unit-filled": Sentence("已按本单位填好，不用改。", "filled in for you"),
    "hint-unit-below": Sentence("先填好上级单位，再从下拉列表中选择。", "choose the unit above first, then from the list"),
    "hint-month": Sentence("填年月，如2020年3月，不晚于{end}。", "a month such as 2020年3月, not after {end}"),
    "hint-month-open": Sentence("填年月，如2020年3月。", "a month such as 2020年3月"),
    "hint-date": Sentence("填日期，如2020-3-5，不晚于{end}。", "a day such as 2020-3-5, not after {end}"),
    "hint-date-open": Sentence("填日期，如2020-3-5。", "a day such as 2020-3-5"),
    "hint-resident-id": Sentence("填18位号码，末位是X的用大写。", "18 characters, a final X in capitals"),
    "hint-locked": Sentence("由{level}填写，不用填。", "filled in by another level"),
    "hint-required": Sentence("必填。", "required"),
    "hint-household": Sentence("每户填一次即可，同一户要填得一样。", "once per household is enough"),
    "hint-required-household": Sentence("必填，每户填一次即可，同一户要填得一样。", "required once per household"),
    "hint-carrier": Sentence("〔{form}/{key}〕", "〔{form}/{key}〕"),
    "hint-explanation": Sentence(
        "自检提示“请核实”而所填属实的，在这里写明原因。", "where the check says 请核实 and the entry is right, say why"
    ),
    "wrong-text": Sentence("“{label}”最多{limit}个字，请写得简短些。", "{label}: {limit} characters at most"),
    "wrong-name": Sentence(
        "“{label}”应是2到{limit}个字的姓名。确实如此的选“是”保留，并在“核实说明”栏写明。", "{label} should be a name; keep it only if it is right"
    ),
    "wrong-whole": Sentence("“{label}”应填整数，只写数字，不写“人”“户”，不能是负数。", "{label}: a whole number, not below 0"),
    "wrong-whole-least": Sentence("“{label}”应填不小于{low}的整数，只写数字，不写“人”“户”。", "{label}: a whole number, {low} or more"),
    "wrong-whole-between": Sentence(
        "“{label}”应填{low}到{high}的整数，只写数字，不写“人”“户”。", "{label}: a whole number from {low} to {high}"
    ),
    "wrong-money": Sentence(
        "“{label}”应填金额，单位元，只写数字，最多两位小数，不写“元”“万”“约”，不能是负数。", "{label}: an amount in yuan, digits only, not below 0"
    ),
    "wrong-money-least": Sentence(
        "“{label}”应填不小于{low}的金额，单位元，只写数字，最多两位小数，不写“元”“万”“约”。", "{label}: an amount in yuan, {low} or more"
    ),
    "wrong-money-between": Sentence(
        "“{label}”应填{low}到{high}的金额，单位元，只写数字，最多两位小数，不写“元”“万”“约”。", "{label}: an amount in yuan from {low} to {high}"
    ),
    "wrong-tick": Sentence("“{label}”只能从下拉列表选“√”或留空。", "{label}: √ or nothing"),
    "wrong-code": Sentence("“{label}”只能填下拉列表中的内容，请点右侧箭头选择。", "{label}: choose from the list"),
    "wrong-choices": Sentence("“{label}”填下拉列表中的内容，有几项的用“、”隔开。", "{label}: values of the list joined by 、"),
    "wrong-phone": Sentence(
        "“{label}”应填11位手机号，或带区号的固定电话。确实如此的选“是”保留，并在“核实说明”栏写明。", "{label} should be a telephone number; keep it only if it is right"
    ),
    "wrong-serial": Sentence("“{label}”已编好号。", "{label} is numbered for you"),
    "wrong-unit": Sentence("“{label}”只能填下拉列表中的单位，请点右侧箭头选择。", "{label}: choose from the list"),
    "wrong-month": Sentence("“{label}”应填年月，如2020年3月，不晚于{end}。请改正后再确定。", "{label}: a month not after {end}"),
    "wrong-month-open": Sentence("“{label}”应填年月，如2020年3月。请改正后再确定。", "{label}: a month"),
    "wrong-date": Sentence("“{label}”应填日期，如2020-3-5，不晚于{end}。请改正后再确定。", "{label}: a day not after {end}"),
    "wrong-date-open": Sentence("“{label}”应填日期，如2020-3-5。请改正后再确定。", "{label}: a day"),
    "wrong-resident-id": Sentence(
        "“{label}”不对：应为18位，第7至14位是出生日期，最后一位是校验码。请对照身份证逐位核对后重新录入。",
        "{label}: 18 characters with a real date of birth and the right check character",
    ),
}  # fmt: skip

GUIDE: dict[str, Sentence] = {
    "guide-title": Sentence("填表说明", "how to fill this in"),
    "guide-form": Sentence("报表", "form"),
    "guide-document": Sentence("文件依据", "document"),
    "guide-agency": Sentence("制发机关", "agency"),
    "guide-version": Sentence("表式版本", "version"),
    "guide-unit": Sentence("填报单位", "reporting unit"),
    "guide-period": Sentence("报告期", "period"),
    "guide-deadline": Sentence("报送期限", "deadline"),
    "guide-contact": Sentence("联系人", "contact"),
    "guide-unset": Sentence("按上级通知", "as announced"),
    "guide-how": Sentence("一、怎样填", "how to fill it in"),
    "guide-how-1": Sentence("在“{sheet}”表的空行里填，别的格子已锁定。每行填一人，同一户的人放在相邻的行。", "fill the empty rows; one person a row"),
    "guide-how-1-household": Sentence("在“{sheet}”表的空行里填，别的格子已锁定。每行填一户。", "fill the empty rows; one household a row"),
    "guide-how-2": Sentence("有箭头的格子从下拉列表中选；选中格子时会显示填写提示。", "choose from the lists; hints appear as you go"),
    "guide-how-3": Sentence("从别的表复制过来时，用“选择性粘贴—数值”，不要直接粘贴，以免冲掉下拉列表和文本格式。", "paste values only"),
    "guide-how-4": Sentence(
        "不要插入行、列（插入的行没有自检）。现有{rows}；不够用时，请联系下发单位换一份行数更多的表，已填内容可整块粘贴（数值）。",
        "do not insert rows; ask for a workbook with more rows",
    ),
    "guide-how-5": Sentence(
        "看右边“自检”栏：显示“{passed}”即可；有提示的按提示改。提示“请核实”而所填属实的，在“核实说明”栏写明原因。",
        "mend what the live check says, or explain a query",
    ),
    "guide-how-6": Sentence("本期没有上报对象的，在“{sheet}”表上方零报告格（{cell}）选“是”后交回。空表不等于零报告。", "switch on zero report if there is nobody to report"),
    "guide-how-7": Sentence("最上面一行显示共几行、几行有问题；全部通过后打印盖章，并把本文件原样交回，不要另存为别的格式、不要改表头。", "send the file back as it is"),
    "guide-how-8": Sentence("表中有个人信息，请勿发到公开的群或网页。", "it holds personal data: do not share it"),
    "guide-rows": Sentence("{rows}行", "{rows} rows"),
    "guide-rows-section": Sentence("“{label}”{rows}行", "{rows} rows in {label}"),
    "guide-columns": Sentence("二、各栏填什么", "the columns"),
    "guide-column": Sentence("栏目", "column"),
    "guide-what": Sentence("填什么", "what to fill in"),
    "guide-choices": Sentence("可选项", "choices"),
    "guide-required": Sentence("必填", "required"),
    "guide-per": Sentence("按户/按人", "per household or person"),
    "guide-source": Sentence("来源", "source"),
    "guide-yes": Sentence("必填", "required"),
    "guide-numbered": Sentence("已编好", "numbered for you"),
    "guide-filled": Sentence("已填好", "filled in for you"),
    "guide-no": Sentence("可空", "optional"),
    "guide-locked": Sentence("由{level}填", "filled in by another level"),
    "guide-how-1-line": Sentence("在“{sheet}”表的空行里填，别的格子已锁定。每行填一项。", "fill the empty rows; one item a row"),
    "guide-basis": Sentence("据原文整理：{basis}", "reconstructed from the words quoted"),
    "guide-reconstructed-all": Sentence(
        "原件没有随文公布表样。注明“据原文整理”的栏目和选项由制表人按正文推定，与上级正式下发的表样不一致的，以正式表样为准。",
        "the annex was not published; reconstructed columns follow the text of the document",
    ),
    "guide-task": Sentence("汇总时", "over all returns"),
    "guide-household": Sentence("户", "household"),
    "guide-person": Sentence("人", "person"),
    "guide-printed": Sentence("原件", "printed"),
    "guide-reconstructed": Sentence("据原文整理", "reconstructed"),
    "guide-list-reconstructed": Sentence("原件，选项据原文整理", "printed, its list reconstructed"),
    "guide-many": Sentence("见下拉列表（{count}项）：{first}等", "see the list ({count}): {first} and others"),
    "guide-rules": Sentence("三、审核关系", "rules"),
    "guide-rule-id": Sentence("编号", "id"),
    "guide-rule-says": Sentence("出现下列情形会提示", "what is pointed out"),
    "guide-rule-clause": Sentence("依据", "clause"),
    "guide-rule-severity": Sentence("处理", "severity"),
    "guide-rule-where": Sentence("何时检查", "when"),
    "guide-error": Sentence("必须改正", "must be corrected"),
    "guide-query": Sentence("改正或说明", "correct or explain"),
    "guide-live": Sentence("填表时", "while filling in"),
    "guide-office": Sentence("上报后", "after it is sent"),
    "guide-checks": Sentence("四、哪些当场检查，哪些上报后检查", "what is checked when"),
    "guide-checks-live": Sentence(
        "填表时当场检查：必填、各栏写法、身份证号码校验码、同一人重复、家庭人口数与行数，以及上表注明“填表时”的审核关系。",
        "live: required cells, each cell's form, check characters, duplicates, household size, the rules marked so",
    ),
    "guide-checks-live-row": Sentence(
        "填表时当场检查：必填、各栏写法、身份证号码校验码，以及上表注明“填表时”的审核关系。",
        "live: required cells, each cell's form, check characters, the rules marked so",
    ),
    "guide-checks-live-single": Sentence(
        "填表时当场检查：必填、各栏写法、不能重复的栏目，以及上表注明“填表时”的审核关系。",
        "live: required cells, each cell's form, what must not repeat, the rules marked so",
    ),
    "guide-checks-office-single": Sentence(
        "上报后才检查：与其他单位填报的是否重复、号码是不是拖动填充出来的、与别的报表和以前各期是否对得上。",
        "by the office: duplicates with other units, numbers filled in by dragging, other forms and earlier periods",
    ),
    "guide-checks-office": Sentence(
        "上报后才检查：与其他单位填报的人是否重复、同一户各行是否一致、每户是否有户主、号码是不是拖动填充出来的、全表与上期的变化。",
        "by the office: duplicates with other units, households that disagree, numbers filled in by dragging, changes since last time",
    ),
    "guide-checks-long": Sentence(
        "“{label}”超过{limit}行，跨行的检查（同一人重复、每户一次的必填、家庭人口数、涉及全户的审核关系）不在填表时做，上报后统一检查。",
        "{label} has more than {limit} rows: checks across rows are made by the office",
    ),
}  # fmt: skip

WORKBOOK: dict[str, Sentence] = {**LIVE, **STATUS, **HINTS, **GUIDE, **RETURNED, **BEFOREHAND}


def text(code: str, /, **args: str) -> str:
    """The Chinese text of a code, as a workbook shows it; KeyError for an unknown code or a missing argument."""
    return WORKBOOK[code].zh.format_map(args)
