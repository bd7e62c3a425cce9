"""What is said of rows that are filled in beforehand: to the office, on the guide of a workbook, in the list of what was left."""

from __future__ import annotations

from formkit.words.sentence import Sentence

# To the office: what was carried from where, and of a supplied table what was used and what was not.
PREFILLING: dict[str, Sentence] = {
    "carried": Sentence(
        "{title}{filled}个{units}带出{when}的数据，共{rows}行", "{form}{rows} rows of {period} carried for {filled} units"
    ),
    "carried-zero": Sentence("；其中{count}个上期没有可带的行（零报告，或者都已减少、没有纳入）", "; {count} of them had none to carry"),
    "carried-ended": Sentence(
        "；上期已消除风险、已减少或者没有纳入的{count}行没有带", "; {count} rows had left the stock, or were never in it, and are not carried"
    ),
    "carried-wrong": Sentence(
        "；{count}格上期经同意接收、仍不合要求的内容照原样带出，请各单位改正", "; {count} cells accepted in spite of being wrong are carried as written"
    ),
    "carried-strays": Sentence("；{count}行所在的部分现在的表上没有，没有带", "; {count} rows of sections that are no more are not carried"),
    "carried-dropped": Sentence(
        "{title}上期的栏目{names}填有内容，现在的表上没有这些栏目，没有带", "{form}{count} columns of the last period are no more and are not carried"
    ),
    "carried-none": Sentence(
        "{title}{count}个{units}没有上期数据，生成的是空表：{names}", "{form}no accepted filing last time, empty workbooks for {count} units"
    ),
    "carried-older": Sentence(
        "{title}其中{count}个{units}在{last}没有接收的表，带出的是{when}的：{names}",
        "{form}{count} units had none since {period}: theirs of then is carried"
    ),
    "carried-anew": Sentence("{title}每期都是新填的，没有带出上期数据", "{form}every row is new each time, nothing is carried"),
    "carried-nowhere": Sentence(
        "{title}以前各期（before）里没有比本期早的同一报表，没有带出数据", "{form}none of the earlier tasks has this form before this period"
    ),
    "carried-orphans": Sentence(
        "{title}上期{names}的{count}行没有带：名单里现在没有这些单位，也没有写明并入哪里", "{form}{count} rows of units that are no more and have no successor"
    ),
    "names-more": Sentence("{names}等", "{names} and others"),
    "supplied": Sentence("{title}按 {file} 填好{rows}行（{filled}个{units}）", "{form}{rows} rows filled in for {filled} units"),
    "supplied-without": Sentence("{title}{count}个{units}在文件里没有数据，生成的是空表：{names}", "{form}nothing for {count} units"),
    "supplied-left": Sentence("{rows}行没有带入，{cells}格看不懂没有填，原因见 {path}", "{rows} rows and {cells} cells left out, see {path}"),
    "supplied-unused": Sentence("{title}文件里没有用到的栏目：{names}", "{form}{count} columns of the file were not used"),
    "supplied-unfilled": Sentence("{title}报表里没有带出数据的栏目：{names}", "{form}{count} columns of the form have nothing"),
    "supplied-twice": Sentence(
        "{title}有{count}人在文件里出现不止一次，内容不同或者单位不同，都照样填了，请核对：{places}", "{form}{count} persons stand there more than once"
    ),
    "supplied-anew": Sentence(
        "{title}文件是填报表或者汇总表，“本月”填的栏目没有带入：{names}；接着上期做的，用 formkit init 新任务 --before 上期任务更省事",
        "{form}a filing or a roll-up: {count} columns that are asked anew are not taken; formkit init --before carries the last period"
    ),
    "supplied-skipped": Sentence("文件里没有读的工作表（没有找到报表的栏目）：{names}", "{count} sheets were not read"),
    "supplied-unread": Sentence("文件里有{count}格读不出来，请用 Excel 或 WPS 打开后另存一份再用", "{count} cells of the file could not be read"),
    "supplied-elsewhere": Sentence("文件里属于其他单位的{count}行没有带入", "{count} rows of other units were passed over"),
    "supplied-refused": Sentence("{path} 不能用来预填：{why}", "{path} cannot be used: {why_en}"),
    "supplied-no-header": Sentence(
        "{path} 里没有找到{title}的栏目：有一行要写着栏目名称，例如{examples}", "no row of {path} names columns of the form"
    ),
    "outbox-kept": Sentence(
        "outbox 里有{count}张表发出后有人打开存过盘，可能已经填了，没有重新生成：{names}；要重新生成的，先把它移走",
        "{count} workbooks in the outbox were saved since they were made and are left as they are",
    ),
    "init-missing": Sentence("还要写 {option}；接着上一期做的，写 --before 上一期的任务文件夹", "{option} is needed, or --before DIR"),
    "init-not-later": Sentence("报告期{period}不在上一期{last}之后", "{text} is not after {last_text}"),
    "before-nothing": Sentence(
        "注意：{path} 的 inbox 里一个文件也没有，带不出上期数据；上期的表已经收了的，请看看是不是选错了文件夹，或 inbox 被移走了",
        "the inbox of {path} holds no file: nothing can be carried on from it; is it the right folder?",
    ),
    "prefill-missing": Sentence(
        "找不到“{name}”：prefill 要写 none、上期的任务文件夹，或者任务文件夹里的数据文件", "{name} is neither a task folder nor a file"
    ),
    # Why a row or a cell was left.
    "left-aside": Sentence("这一行不是数据（标题、合计、说明、示例）", "the row is no data"),
    "left-unit": Sentence("名单里没有填报单位“{name}”", "the roster has no unit {name}"),
    "left-unit-many": Sentence("名单里有{count}个“{name}”，这一行没有写明是哪个乡镇的", "{count} units are called {name}"),
    "left-unit-above": Sentence("名单里的“{name}”不在“{above}”下面", "{name} is not under {above} in the roster"),
    "left-unit-blank": Sentence("这一行没有写是哪个{level}", "it does not say which unit it is of"),
    "left-unit-differs": Sentence(
        "代码{code}是“{unit}”的，这一行写的却是“{name}”，不知道该归谁", "the code {code} is that of {unit}, but the row says {name}"
    ),
    "left-unit-merged": Sentence("“{name}”已于{since}并入“{into}”，请改写为“{into}”", "{name} was merged into {into} in {since}"),
    "left-unit-ended": Sentence("“{name}”从{since}起已停用，不再填报", "{name} reports no longer since {since}"),
    "left-no-unit": Sentence("文件里没有一栏写明是哪个{level}：请加一栏“{level}”，写名称或者代码", "no column says which unit it is; add one"),
    "left-section": Sentence("“{name}”不是报表的哪一部分", "{name} is no section of the form"),
    "left-no-section": Sentence(
        "文件里没有一栏写明属于哪一部分：请加一栏“部分”，写{choices}之一", "no column says which section ({choices}); add one"
    ),
    "left-member": Sentence("报表一户填一行，这一行是家庭成员（{relation}），不是户主", "one row a household, and this is not the head's"),
    "left-outside": Sentence("没有纳入（审核不符合等），不用填报", "never admitted to the stock"),
    "left-again": Sentence("与{place}完全相同，只填一次", "exactly as the row at {place}"),
    "left-place": Sentence("工作表“{sheet}”第{row}行", "row {row} of {sheet}"),
    "left-ended": Sentence("已消除风险或已减少，不再填报", "no longer in the stock"),
    "left-merged": Sentence("单元格与别的格合并了，不知道内容是哪一格的", "merged with other cells"),
}  # fmt: skip

# On the page 填表说明.
BEFOREHAND: dict[str, Sentence] = {
    "guide-beforehand": Sentence("表中已填好的内容", "what is filled in already"),
    "beforehand-carried": Sentence(
        "已从{when}审核通过的表带出{rows}行，不用再填：逐行核对，有变化的直接改；核对后原样交回、一处都没有改的，会被问是不是真的没有变化。",
        "{rows} rows of {when} are there already: check them, change what has changed",
    ),
    "beforehand-supplied": Sentence("已按下发单位提供的数据（{file}）填好{rows}行：逐行核对，不对的直接改。", "{rows} rows come from {file}: check them"),
    "beforehand-joined": Sentence("其中有并入本单位的{names}原来填报的。", "those of {names}, now part of this unit, are among them"),
    "beforehand-flows": Sentence("这几栏每期重新填，已经清空：{columns}。", "these columns are asked anew: {columns}"),
    "beforehand-ended": Sentence("上期已消除风险、死亡、迁出或者没有纳入的{count}行没有带出，本期不用再填。", "{count} rows had left and are not carried"),
    "beforehand-reason": Sentence("这一期不在了的（死亡、迁出、风险消除等），不要删，在“{column}”栏选原因。", "who left: choose the reason in {column}"),
    "beforehand-delete": Sentence("不在了的（死亡、迁出、风险消除等），把这一行的内容清空，不要删除行，中间空着不要紧。", "who left: clear the row, do not delete it"),
    "beforehand-new": Sentence("新增的填在后面的空行里。", "new ones go into the empty rows below"),
    "beforehand-new-person": Sentence(
        "新增的填在后面的空行里；老户新增的人也填在空行里，户主姓名照写。", "new ones go into the empty rows below, members of old households too"
    ),
    "beforehand-wrong": Sentence("有{count}格上期经同意接收、仍不合要求，已原样带出，请改正，或者在“核实说明”栏写明。", "{count} cells are still wrong: mend or explain them"),
    "beforehand-explanations": Sentence("上期的核实说明没有带出，这一期仍要说明的请重新写。", "explanations are not carried"),
}  # fmt: skip

# On the sheet of what was left.
LEFT: dict[str, Sentence] = {
    "left-title": Sentence("没有带入填报表的行和格", "what was not filled in"),
    "left-name": Sentence("未带入", "left out"),
    "left-lead": Sentence("来自 {file}。填好的行里看不懂的格空着，其余已填；没有带入的行整行没有填。", "from {file}"),
    "left-form": Sentence("报表", "form"),
    "left-what": Sentence("没有带入的", "what was left"),
    "left-a-row": Sentence("整行", "the row"),
    "left-a-cell": Sentence("一格", "a cell"),
    "left-cell": Sentence("单元格", "cell"),
    "left-column": Sentence("栏目", "column"),
    "left-value": Sentence("内容（号码已遮盖）", "content (numbers masked)"),
}  # fmt: skip
