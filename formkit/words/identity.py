"""What is said of whose file it is: findings of a filing whose carriers of identity are gone or do not agree, and of its version."""

from __future__ import annotations

from formkit.words.sentence import Sentence

IDENTITY: dict[str, Sentence] = {
    "identity-lost": Sentence(
        "文件里看不出是{lost}，已按{by}认作{unit}{period}的表", "it no longer says which {lost}; taken for {unit} {period} by {by}",
        "请核对单位和报告期；下次请直接在发下去的表里填，不要复制到新文件",
        "Check unit and period; next time fill in the workbook as it was sent", "query",
    ),
    "identity-differs": Sentence(
        "{carrier}是{other}的，{believed}是{found}的，这里认作{found}的", "{carrier} says {other}, {believed} says {found}; taken for {found}",
        "请核对是哪里的表、哪一期的；不对的请用{other}自己的原表重新填报", "Check which it is; if it is wrong, use the workbook that was sent to {other}",
        "query",
    ),
    "name-differs": Sentence(
        "文件名是{other}的，表里是{found}的，这里认作{found}的", "the file is named for {other}, but is {found} inside, and taken for that",
        "请核对是不是发错了文件；确是{found}的，改正文件名即可", "Check that the right file was sent; if so, rename it", "query",
    ),
    "not-settled": Sentence(
        "上次退回时说过“{said}”，这次交回来的各行却同那时一样", "last time it was said: {said}; the rows have come back as they were",
        "请核对有没有漏报的行、各行是不是填在应填的部分里；没有问题的不用改", "Check that no row is missing and each is in its section", "query",
    ),
    "other-form-sheet": Sentence(
        "工作表“{value}”里是{title}，有{rows}行，没有计入", "the sheet {value} holds {rows} rows of {title}, which are not counted",
        "请把每张报表单独存成一个文件报送；不要的请删除这张工作表", "Send each form as a file of its own, or delete the sheet", "error",
    ),
    "old-version": Sentence(
        "本表是{found}版，现行为{expected}版", "this is version {found}; {expected} is in force",
        "已按现行版读取，请下次用新表填报", "It was read as the current version; use the new form next time", "query",
    ),
    "old-version-known": Sentence(
        "本表是{found}版，现行为{expected}版；旧版没有的栏目：{lacks}；不再收的栏目：{gone}",
        "this is version {found}; {expected} is in force; not in it: {lacks}; no longer asked: {gone}",
        "已对应到现行版读取；旧版没有的栏目如需上报，请用新表填报", "It was read as the current version; use the new form for what it lacks",
        "query", "old-version",
    ),
    "newer-version": Sentence(
        "本表是{found}版，比本机的{expected}版新，新增的内容可能没有读到", "this is version {found}, newer than {expected} here",
        "请向下发报表的单位要{found}版的报表描述，换上后重新审核", "Get the schema of version {found} and check again", "query",
    ),
}  # fmt: skip

CARRIERS: dict[str, Sentence] = {
    "carrier-sheet": Sentence("文件里隐藏的标识", "the hidden identity"),
    "carrier-property": Sentence("文件属性里的标识", "the document property"),
    "carrier-printed": Sentence("表上印的表单编码", "the printed form code"),
    "carrier-typed": Sentence("表中各行填的单位", "the unit in the rows"),
    "carrier-title": Sentence("表头写的单位或日期", "the lines above the table"),
    "carrier-name": Sentence("文件名", "the file name"),
    "carrier-task": Sentence("本次收的报告期", "the period being collected"),
    "lost-unit": Sentence("哪个单位", "unit"),
    "lost-period": Sentence("哪个报告期", "period"),
    "lost-both": Sentence("哪个单位、哪个报告期", "unit and period"),
    "nothing-listed": Sentence("无", "none"),
}  # fmt: skip
