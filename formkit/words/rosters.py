"""What is said of a roster: of its lines to whoever wrote it, and of filings of units that it has no longer."""

from __future__ import annotations

from formkit.words.sentence import Sentence

ROSTERS: dict[str, Sentence] = {
    "roster-missing": Sentence("找不到名单“{name}”，units 要写任务文件夹里的文件名", "there is no roster {name}"),
    "roster-unreadable": Sentence(
        "名单读不出来：文件不是 CSV，或引号没有配对。请在 Excel 里另存为“CSV UTF-8”", "the roster cannot be read: {why}"
    ),
    "roster-column": Sentence("名单缺少“{column}”一列（或 {english}）", "the roster has no column {column} ({english})"),
    "roster-workbook": Sentence(
        "名单是 Excel 工作簿，要用 CSV：请在 Excel（WPS）里打开，另存为“CSV UTF-8（逗号分隔）”", "the roster is a workbook; save it as CSV UTF-8"
    ),
    "roster-heading": Sentence(
        "不认识“{heading}”一栏：写的是{column}的，请把栏目名称改成“{column}”；写的是别的，请换一个名称", "is the column {heading} meant to be {column}?"
    ),
    "roster-heading-twice": Sentence("有两栏都叫“{column}”，请留一栏", "there are two columns {column}"),
    "roster-more-cells": Sentence(
        "这一行比栏目多出“{text}”（栏目只有{count}个）；内容里有逗号的要加引号，或改用顿号", "more cells than the {count} columns: {text}"
    ),
    "roster-code-form": Sentence(
        "代码“{code}”请改写为“{better}”（不要空格、全角数字、引号和小数点）", "write the code {code} as {better}"
    ),
    "roster-blank": Sentence("代码或名称是空的", "code or name is empty"),
    "roster-code-lost": Sentence("代码“{code}”被 Excel 改成了科学计数，请把这一列设为文本后重填", "the code {code} was changed by Excel"),
    "roster-level": Sentence("级别“{level}”不认识，应为 村、乡、部门、县、市、省 之一", "unknown level {level}"),
    "roster-repeated": Sentence("代码 {code} 重复（已用于“{name}”）", "the code {code} is used twice"),
    "roster-two-parents": Sentence(
        "“{name}”（代码 {code}）写了两行，上级不同：第{first}行是{above}，这一行是{other}；一个单位只能有一个上级，请留一行",
        "{name} has two parents, {above} and {other}; keep one line",
    ),
    "roster-parent": Sentence("“{name}”的上级 {parent} 不在名单里", "{parent}, above {name}, is not in the roster"),
    "roster-parent-name": Sentence(
        "“{name}”的上级写的是名称“{parent}”，请改写为它的代码（{codes}）", "{parent}, above {name}, is a name; write its code ({codes})"
    ),
    "roster-parents": Sentence("“{name}”写了几个上级（{parent}）；一个单位只能有一个上级，请留一个", "{name} has several parents: {parent}"),
    "roster-circle": Sentence("“{name}”的上级绕成了圈", "the units above {name} form a circle"),
    "roster-empty": Sentence("名单里没有单位", "the roster is empty"),
    "roster-no-reporters": Sentence("名单里没有应填报的{level}级单位", "the roster has no unit of the level that reports ({level})"),
    "roster-date": Sentence(
        "{column}“{text}”写法不对，应写成 2021、2021-07 或 2021-07-01", "{column}: {text} is no year, month or day (2021, 2021-07, 2021-07-01)"
    ),
    "roster-dates": Sentence("“{name}”的起用（{since}）晚于停用（{until}），请核对", "{name} starts ({since}) after it ends ({until})"),
    "roster-merged-when": Sentence(
        "“{name}”写了并入，没有写停用；请在停用一列写它最后填报的一期，如 2020-12", "{name} is merged but has no last period (until)"
    ),
    "roster-merged-unknown": Sentence("“{name}”并入的 {into} 不在名单里", "{into}, into which {name} was merged, is not in the roster"),
    "roster-merged-self": Sentence("“{name}”并入的是它自己", "{name} is merged into itself"),
    "roster-merged-level": Sentence("“{name}”并入的“{into}”不是同一级单位", "{into}, into which {name} was merged, is of another level"),
    "roster-merged-circle": Sentence("“{name}”的并入绕成了圈", "the mergers of {name} form a circle"),
    "roster-other-code": Sentence(
        "“{name}”的其他代码“{text}”写法不对，应写成 民政代码:370405101201，几个之间用分号", "{name}: write SYSTEM:CODE, with ; between several"
    ),
    "roster-code-twice": Sentence(
        "{system} {code} 是“{other}”的，又写给了“{name}”；一个代码在同一体系里只能是一个单位的", "{system} {code} belongs to both {other} and {name}"
    ),
    "roster-alias": Sentence(
        "“{alias}”既指“{name}”又指“{other}”，写了就分不清是谁；请从别名（曾用名）里删掉", "{alias} may mean {name} or {other}; take it out of the aliases"
    ),
    "extension-unit": Sentence(
        "extensions 里的“{name}”不在名单里，请写名单里的代码或名称", "{name} in extensions is no unit of the roster"
    ),
    "extension-namesakes": Sentence(
        "名单里叫“{name}”的有{count}个，请写代码：{codes}", "{count} units are called {name}; write the code: {codes}"
    ),
    "extension-early": Sentence(
        "延期到 {until} 不比原来的期限 {due} 晚，等于没有延期", "{until} is not later than the day it is due anyway, {due}"
    ),
    "extension-reason": Sentence("延期要写清理由（reason）", "an extension needs a reason"),
    "extension-by": Sentence("延期要写清是谁批准的（by）", "an extension needs the name of who granted it"),
}  # fmt: skip

ENDED: dict[str, Sentence] = {
    "unit-merged": Sentence(
        "{unit}已于{since}并入{into}，请由{into}填报，这一份没有计入", "{unit} was merged into {into} in {since}; {into} reports now; not counted"
    ),
    "unit-ended": Sentence(
        "{unit}从{since}起已停用，不再填报，这一份没有计入；仍要填报的请改正名单（units.csv）里的停用时间",
        "{unit} reports no longer since {since}; not counted; if it should, mend the roster",
    ),
    "unit-not-yet": Sentence(
        "{unit}从{since}起才填报，这一份没有计入；现在就要填报的请改正名单（units.csv）里的起用时间",
        "{unit} reports only from {since} on; not counted; if it should now, mend the roster",
    ),
    "unit-code-two": Sentence(
        "文件里的代码{code}在不同的代码体系里是不同的单位（{units}），又看不出是哪一个，没有计入；请报送单位在表中填明单位，或用发下去的原表填报",
        "the code {code} means different units in different code systems ({units}), and nothing says which; not counted",
    ),
}  # fmt: skip
