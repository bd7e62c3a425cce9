"""What is wrong with a Word template or with the facts for it."""

from __future__ import annotations

from formkit.words.sentence import Sentence

NOTICES: dict[str, Sentence] = {
    "notice-not-a-docx": Sentence("不是 Word 文档（.docx）", "not a .docx document"),
    "notice-template-syntax": Sentence("第{paragraph}段的 {{{{ }}}} 写法有误：{reason}", "paragraph {paragraph}: {reason}"),
    "notice-template-code": Sentence("第{paragraph}段用了模板里不允许的写法", "paragraph {paragraph}: not allowed in a template"),
    "notice-placeholder-left": Sentence("第{paragraph}段还留有没填的 {{{{ }}}}", "paragraph {paragraph}: a placeholder is left over"),
    "notice-missing-field": Sentence("第{paragraph}段要用“{field}”，但没有这一项", "paragraph {paragraph}: {field} is not supplied"),
    "notice-empty-field": Sentence(
        "“{field}”还是空的，请在 task.yaml 里填写或用 --set {field}=… 给出", "{field} is empty; set it in task.yaml or by --set"
    ),
    "notice-wrong-kind": Sentence("“{field}”不是模板要的那种内容", "{field} is of the wrong kind"),
    "notice-render-failed": Sentence("模板套用失败（{kind}）", "rendering failed ({kind})"),
    "notice-value-lost": Sentence("“{field}”没有完整写进文书", "{field} did not reach the document whole"),
}  # fmt: skip
