"""What is wrong with a Word template or with the facts for it."""

from __future__ import annotations

from formkit.words.sentence import Sentence

NOTICES: dict[str, Sentence] = {
    "notice-not-a-docx": Sentence("不是 Word 文档（.docx）", "not a .docx document"),
    "notice-template-syntax": Sentence("第{paragraph}段的 {{{{ }}}} 写法有误：{reason}", "paragraph {paragraph}: {reason}"),
    "notice-template-code": Sentence("第{paragraph}段用了模板里不允许的写法", "paragraph {paragraph}: not allowed in a template"),
    "notice-placeholder-left": Sentence("第{paragraph}段还留有没填的 {{{{ }}}}", "paragraph {paragraph}: a placeholder is left over"),
    "notice-missing-field": Sentence("第{paragraph}段要用“{field}”，但没有这一项", "paragraph {paragraph}: {field} is not supplied"),
    "notice-unknown-field": Sentence(
        "第{paragraph}段用了“{field}”，这种文书没有这一项{near}；用 formkit notice 文书名 --fields 看有哪些",
        "paragraph {paragraph}: {field} is supplied for no notice of this kind{near}",
    ),
    "notice-empty-field": Sentence(
        "“{field}”还是空的：由人给的，在 task.yaml 里填写或用 --set {field}=… 给出；由报表和任务得出的，补齐报表，或在 task.yaml 里写期限 due、重报时限 resubmit",
        "{field} is empty; set it in task.yaml or by --set, or complete the filings or the task's days due and resubmit",
    ),
    "notice-wrong-kind": Sentence("“{field}”不是模板要的那种内容", "{field} is of the wrong kind"),
    "notice-render-failed": Sentence("模板套用失败（{kind}）", "rendering failed ({kind})"),
    "notice-value-lost": Sentence("“{field}”没有完整写进文书", "{field} did not reach the document whole"),
    "notice-too-long": Sentence(
        "第{paragraph}段的“{field}”太长：要占{lines}行，这里最多{most}行。请改短，或者在模板里把地方留大",
        "paragraph {paragraph}: {field} takes {lines} lines where there is room for {most}",
    ),
    "notice-old-word": Sentence(
        "这是老格式的 .doc，或者加了打开密码：请用 Word 去掉密码，另存为“Word 文档（.docx）”", "an old .doc, or one with a password; save it as .docx"
    ),
    "notice-other-kind": Sentence(
        "这是 Word 模板（.dotx）或启用宏的文档（.docm）：请另存为“Word 文档（.docx）”", "a .dotx or .docm; save it as .docx"
    ),
    "notice-macros": Sentence("里面有宏，不用：请另存为“Word 文档（.docx）”，不带宏", "it holds macros; save it as .docx without them"),
    "notice-large": Sentence("超过{limit}MB，不像是模板：请把图片压缩后再存", "larger than {limit} MB; compress its pictures"),
    "notice-hostile": Sentence("内部结构不安全（{reason} {member}），没有打开", "not safe to open ({reason} {member})"),
    "notice-outside": Sentence(
        "里面有从别处取来的图片或内容（{target}），文书发出去会去别处取：请在 Word 里改为插入到文档中", "it takes in {target} from elsewhere; embed it"
    ),
    "notice-tracked": Sentence("第{paragraph}段有没处理的修订：请在 Word 里接受或拒绝全部修订", "paragraph {paragraph}: tracked changes; accept or reject them"),
    "notice-commented": Sentence(
        "第{paragraph}段有批注，会跟着每一份文书发出去：请在 Word 里删除全部批注", "paragraph {paragraph}: a comment, which would go out; delete it"
    ),
    "notice-field-hidden": Sentence(
        "第{paragraph}段的 {{{{ }}}} 写在不会套用的地方（尾注、域代码、替代文字等，{part}）：请移到正文、表格、页眉、页脚或脚注里",
        "paragraph {paragraph}: a field where none is filled, in {part}",
    ),
    "notice-no-basis": Sentence("没有写依据：provisions 或 basis 至少写一样", "neither provisions nor basis says what it rests on"),
    "notice-unknown-provision": Sentence("没有编号为“{name}”的规定，见 schemas/provisions.yaml", "there is no provision {name}"),
    "notice-unknown-section": Sentence("这张报表没有“{name}”这个部分{hint}", "the form has no section {name}{hint}"),
    "notice-unknown-fact": Sentence("清单（rows）里没有“{name}”这一项{hint}", "the rows have no {name}{hint}"),
    "notice-uneven-facts": Sentence(
        "“{name}”要么每张报表的 facts 都写，要么都不写（对照 {first}）；没有这一栏的报表写空的 \"\"", "{name} must be a fact of every form or of none"
    ),
    "notice-split-by": Sentence("split 写的“{name}”要同时写在 by 里：先拆开，再按它分开做", "{name} is split but not divided by"),
    "notice-explained-public": Sentence(
        "核实说明是写给机关看的，可能说到别家，不能公开张贴，也不能写进送一户的文书", "what was explained is for offices: not for a wall, not for a household"
    ),
    "notice-others": Sentence(
        "送一户的文书只能写这一户的数：这里合计了各户的栏目，没有用本户的证件号或户主姓名限定，如 SUMIFS([金额],[号码],[@号码])",
        "a letter to a household adds up the rows of others; choose them by its own number or head",
    ),
    "notice-row-unjudged": Sentence(
        "{file} 的 {cell} 填得不对，看不出这一户该不该列入，没有列入：请先更正，或者另行办理", "{file} {cell} is wrong: its row is left out"
    ),
    "notice-other-form": Sentence(
        "{kind}的数据来自 {forms}，本任务没有这些报表，做不了", "{kind} is made from {forms}, none of which this task has"
    ),
    "notice-no-rows": Sentence("一户一份（per: household）的文书要写 rows：从哪张报表取哪些户", "per household needs rows"),
    "notice-not-public": Sentence(
        "“{name}”（{form} 的 {key}）不能公开张贴：栏目没有写 public: true", "{key} of {form} may not stand in a public list"
    ),
    "notice-not-chosen-by": Sentence(
        "公开张贴的名单不能按“{name}”（{form} 的 {key}）选户：谁在名单上，就等于公开了这一栏", "a public list may not be chosen by {key} of {form}"
    ),
    "notice-wider-audience": Sentence(
        "{kind} 原是“{shipped}”的文书，任务自己的也要照此写 audience: {audience}", "{kind} is for {audience}; so must a task's own be"
    ),
    "grid-row-width": Sentence("表格里这一行的格数（算上 span）与 widths 的列数不一样", "a row does not fill the columns of its grid"),
    "block-one-part": Sentence("正文的一段只能写 list、grid、line、table 其中一样", "a block is exactly one of list, grid, line and table"),
    "annex-each-last": Sentence("写 each 的附件要放在最后一个", "an annex with each comes last"),
    "public-secret": Sentence("身份证号码、电话和敏感内容不能写 public: true", "numbers of persons and what is sensitive cannot be public"),
    "notice-ask": Sentence(
        "缺“{label}”（例如：{example}）。请加 --set {name}=…，或在 task.yaml 的 notices 下 {kind} 里写 {name}",
        "{name} is missing; give --set {name}=… or write it in task.yaml under notices: {kind}",
    ),
    "notice-example": Sentence("例如 {example}", "such as {example}"),
    "notice-bad-date": Sentence("{name}“{text}”不是日期，应写成 2020年3月5日 或 2020-03-05", "{name}: {text} is no date"),
    "notice-bad-number": Sentence(
        "{name}“{text}”不合发文字号的写法，应像 某扶组办发〔2020〕5号：六角括号〔〕、年份写全、不加“第”、不编虚位", "{name}: {text} is no document number"
    ),
    "notice-bad-flag": Sentence("{name} 只能写 是 或 否，写的是“{text}”", "{name} is 是 or 否, not {text}"),
    "notice-told-braces": Sentence("{name}“{text}”里有 {{{{ }}}}，像是没有填完的内容，请写实际内容", "{name}: {text} holds a placeholder"),
    "notice-told-sign": Sentence("{name}里有看不见的符号（{text}），可能是从网页复制来的，请重新输入", "{name}: a sign nobody sees, {text}; type it again"),
    "notice-told-lines": Sentence("{name}“{text}”分成了几行，请写在一行里", "{name}: {text} is to be written in one line"),
    "notice-unknown-set": Sentence(
        "没有“{name}”这一项可以给{near}；要给什么，见 formkit notice --list", "nobody asks for {name}{near}; see formkit notice --list"
    ),
    "notice-not-told": Sentence("“{name}”由报表数据得出，不能由人给：数要能追到单元格", "{name} comes from the data and cannot be given"),
    "notice-set-unused": Sentence("这份文书的模板没有用到“{name}”，给了也不起作用", "the template does not use {name}"),
    "notice-same-number": Sentence(
        "{count}份文书用了同一个发文字号 {number}；要一份一号的，写成“{number}起”", "{count} documents bear the same number {number}"
    ),
    "notice-no-wording": Sentence(
        "{kind} 只写了说明，没有正文：写 page，或者在旁边放一个同名的 .docx 模板", "{kind} has neither a page nor a .docx beside it"
    ),
    "notice-other-suffix": Sentence("{path} 不能当模板：请用 Word 打开，另存为“Word 文档（.docx）”", "{path} is no template; save it as .docx"),
    "notice-locked-pdf": Sentence(
        "PDF 加不了密码：去掉 --pdf，给 Word 文书加密码；或者不加密码，印好后自行保管", "a PDF cannot be locked here; drop --pdf or the password"
    ),
    "notice-linked": Sentence("模板连着另一个模板（{target}），套用时不带上", "it is linked to {target}, which is left out"),
    "notice-unchanged": Sentence("{path}（与已有的一样）", "{path} (as it was)"),
    "notice-making": Sentence("生成文书", "making notices"),
    "notice-there": Sentence(
        "已有{count}份同名文书，没有覆盖，例如 {path}。确实要重做的，加 --overwrite", "{count} of these are there already, {path}; add --overwrite"
    ),
    "notice-bound": Sentence("{title}_合订{count}份", "{title}, {count} bound"),
    "notice-brief": Sentence("{text}……（共{count}字，全文见退回件）", "{text}… ({count} characters; all of it in the return copy)"),
    "notice-unlike": Sentence(
        "模板的页眉、页脚或脚注里有各份不同的内容，合订后只剩第一份的：请去掉 --bind 分开打印，或者把它们移到正文里",
        "headers or notes differ from document to document and cannot be bound; print them one by one",
    ),
    "notice-no-office": Sentence("要转成 PDF 得先装 LibreOffice（免费）；Word 文书可以不加 --pdf 照常生成", "PDF needs LibreOffice, which is not installed"),
    "notice-pdf-failed": Sentence("有{count}份没有转成 PDF，例如“{name}”，什么都没有写", "{count} could not be made PDF, {name}; nothing was written"),
    "notice-template-there": Sentence("任务里已经有这个模板，没有改动：{path}", "the task has this template already: {path}"),
    "notice-rate-received": Sentence("{rate}%（应报{whole}个，已报{part}个）", "{rate}% ({part} of {whole})"),
    "notice-rate-on-time": Sentence("{rate}%（应报{whole}个，按时{part}个）", "{rate}% ({part} of {whole} on time)"),
    "notice-rate-short": Sentence("{rate}%", "{rate}%"),
    "notice-nothing-to-report": Sentence("本期无应当填报的内容", "nothing to report"),
    "notice-one-household": Sentence("送一户的文书（audience: household）只能一户一份（per: household）", "a letter to a household is made per household"),
    "notice-filing-office": Sentence("一件一份（per: filing）的文书写的是填报件里的内容，只能是机关内部的", "what a filing says is for offices only"),
    "notice-grain-household": Sentence("每户填一行", "a row for each household"),
    "notice-grain-person": Sentence("每人填一行，同一户的人连在一起", "a row for each person, households together"),
    "notice-grain-line": Sentence("每项填一行", "a row for each item"),
    "notice-band": Sentence("（续表）", "(continued)"),
    "notice-late": Sentence("{state}，逾期", "{state}, late"),
    "notice-list-basis": Sentence("依据：{said}", "rests on: {said}"),
    "notice-list-needs": Sentence("需要：{said}", "needs: {said}"),
    "notice-list-forms": Sentence("数据来自：{said}", "from the forms: {said}"),
    "notice-list-asks": Sentence("要由人给出：{said}", "to be told: {said}"),
    "notice-list-optional": Sentence("可以由人给出：{said}", "may be told: {said}"),
    "notice-list-draft": Sentence("注意：{said}", "note: {said}"),
    "notice-list-own": Sentence("本任务自己的模板", "the task's own"),
    "notice-list-per": Sentence("份数：{said}", "made {said}"),
    "notice-per-task": Sentence("一个任务一份", "once for the task"),
    "notice-per-filing": Sentence("一张退回的表一份", "for each filing sent back"),
    "notice-per-unit": Sentence("一个单位一份", "for each unit"),
    "notice-per-township": Sentence("一个乡镇一份", "for each township"),
    "notice-per-county": Sentence("一个县一份", "for each county"),
    "notice-per-household": Sentence("一户一份", "for each household"),
    "notice-audience-public": Sentence("公开张贴：不含证件号、电话、账号、健康情况和风险", "public"),
    "notice-audience-household": Sentence("送一户：只含这一户的情况", "to one household"),
    "notice-audience-office": Sentence("机关内部", "between offices"),
}  # fmt: skip
