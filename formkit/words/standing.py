"""How far reporting is: what `status` and `accept` say, for people and to paste into a chat."""

from __future__ import annotations

from formkit.words.sentence import Sentence

STANDING: dict[str, Sentence] = {
    "state-late": Sentence("迟报", "late"),
    "state-pending": Sentence("待更正", "to be corrected"),
    "state-extended": Sentence("延期至{until}", "extended to {until}"),
    "state-extended-why": Sentence("延期至{until}（{reason}，{by}批准）", "extended to {until} ({reason}; granted by {by})"),
    "state-township": Sentence("单位", "unit"),
    "state-expected": Sentence("应报", "expected"),
    "state-reported": Sentence("已报", "reported"),
    "state-rate": Sentence("报送率", "rate"),
    "state-zeros": Sentence("其中零报告", "zero reports among them"),
    "state-superseded": Sentence("已被取代(个文件)", "superseded (files)"),
    "state-wrong-unit": Sentence("单位不对(个文件)", "wrong unit (files)"),
    "state-total": Sentence("合计", "total"),
    "state-line": Sentence("{name}：应报{expected}，已报{reported}（{rate}{zeros}）", "{name}: {reported} of {expected} ({rate}{zeros})"),
    "state-line-zeros": Sentence("，其中零报告{count}", ", {count} zero reports"),
    "state-line-done": Sentence("已报齐", "complete"),
    "state-line-units": Sentence("{label}{count}：{names}", "{label} {count}: {names}"),
    "state-line-files": Sentence("另有{count}个文件单位不对", "{count} files of a wrong unit"),
    "state-nowhere": Sentence("未能认定单位的文件{count}个：{files}", "{count} files of no certain unit: {files}"),
    "state-sum": Sentence(
        "应报{expected}，已报{reported}（其中零报告{zero}），迟报{late}；报送率{rate}，按应报{expected}份计，零报告算已报，空表不算",
        "{reported} of {expected} reported ({zero} zero reports), {late} late; rate {rate} of those expected",
    ),
    "accept-noted": Sentence("已记入日志：{file} 由{by}同意接收（{reason}）", "noted: {file} accepted by {by}: {reason}"),
    "accept-blank": Sentence("--reason 要写理由，--by 要写谁同意的，不能空着；没有记入", "--reason and --by must not be blank; nothing was noted"),
    "accept-gone": Sentence("没有 {path} 这个文件，没有记入；请核对路径", "there is no file {path}; nothing was noted"),
    "accept-outside": Sentence(
        "{path} 不在任务文件夹里（上面各级都没有 task.yaml），没有记入；只能接收任务文件夹 inbox 里的文件",
        "{path} is in no task folder; only files of a task's inbox can be accepted",
    ),
    "accept-elsewhere": Sentence(
        "{path} 不在任务的 inbox 里，没有记入；请先把它放进 inbox", "{path} is not in the task's inbox; put it there first"
    ),
    "accept-wrong-unit": Sentence(
        "{path} 不能接收：{say}。同意接收只免改内容，改不了是哪个单位的表", "{path} cannot be accepted, it is of a wrong unit: {say}"
    ),
    "accept-already": Sentence("{path} 不用再同意接收：{say}", "{path} counts already: {say}"),
}  # fmt: skip
