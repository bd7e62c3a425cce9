"""What commands say to the person who runs them."""

from __future__ import annotations

from formkit.words.sentence import Sentence

COMMANDING: dict[str, Sentence] = {
    "unknown-form": Sentence(
        "没有报表“{name}”，是不是“{near}”？用 formkit forms 查看全部", "no form {name}; did you mean {near}? See: formkit forms"
    ),
    "not-a-task": Sentence(
        "{path} 不是任务文件夹（没有 task.yaml）。新建：formkit init {path} --form 报表 --units 名单.csv --period 2020-03",
        "not a task folder; make one: formkit init {path} --form FORM --units CSV --period 2020-03",
    ),
    "bad-period": Sentence(
        "报告期“{text}”写法不对，应写成 2020-03-25、2020-03、2020Q1、2020 或 2020-03-20..2020-03-24", "{text} is no period"
    ),
    "period-kind": Sentence("报表 {form} 按{expected}填报，“{text}”不是", "{form} is reported by {expected}; {text} is not"),
    "bad-date": Sentence("日期“{text}”写法不对，应写成 2020-04-06", "{text} is no date (YYYY-MM-DD)"),
    "unknown-unit-code": Sentence("名单里没有代码为 {code} 的单位", "the roster has no unit {code}"),
    "task-exists": Sentence("{path} 里已有任务，没有改动它", "{path} holds a task already; nothing was changed"),
    "demo-not-empty": Sentence("{path} 不是空文件夹，请换一个名字", "{path} is not empty; give another name"),
    "file-in-use": Sentence(
        "{path} 正被别的程序（Excel 或 WPS）打开，没有动它，已另存为 {other}；关闭后再运行一次，另存的会自动收回",
        "{path} is open in another program; written as {other}",
    ),
    "not-made-here": Sentence("{path} 不是本工具生成的填报表", "{path} was not made by formkit"),
    "bad-pair": Sentence("--set {text} 应写成 名称=内容", "--set {text}: write NAME=TEXT"),
    "no-files": Sentence("没有找到要检查的文件：{path}", "nothing to check in {path}"),
    "unknown-code": Sentence("没有编号为“{code}”的问题，是不是{near}？", "no finding has the code {code}; did you mean {near}?"),
    "unknown-notice": Sentence("没有文书“{kind}”{near}，可用的有：{kinds}", "no notice {kind}{near}; there are: {kinds}"),
    "nobody-yet": Sentence(
        "已接收的报表里没有需要发“{kind}”的户；还有{count}份表没有收到或者没有审核通过，里面的户没有算",
        "nobody needs the notice {kind} so far; {count} filings are still out",
    ),
    "nothing-to-notify": Sentence("没有需要发“{kind}”的单位或户", "nobody needs the notice {kind}"),
    "accept-unknown": Sentence("{path} 不是可以接收的填报件：{say}", "{path} is no filing that can be accepted: {say}"),
    "accept-uncountable": Sentence(
        "{path} 不能接收：{cells} 要计数却填的不是数，合计会错。请先改正这几格", "{path}: {cells} are counted but hold no number"
    ),
    "units-not-for-task": Sentence("任务文件夹有自己的名单（units.csv），不能再用 --units", "a task has its own roster; leave out --units"),
    "with-not-for-task": Sentence(
        "任务文件夹与哪一期比写在 task.yaml 的 before 里，不能再用 --with", "a task names its earlier periods in task.yaml; leave out --with"
    ),
    "task-with-others": Sentence("{path} 是任务文件夹，要单独审核或汇总", "{path} is a task folder; give it alone"),
    "nothing-above": Sentence(
        "《{form}》由{level}填报，再往上没有要汇总的一级，没有汇总表", "{form} is reported by the topmost of its levels: there is nothing to roll up"
    ),
    "password-file": Sentence("密码文件 {path} 读不出密码：每行写一个密码，用记事本保存", "{path} holds no password: write one on each line"),
    "password-asked": Sentence("没有输入密码，什么也没有做", "no password was typed; nothing was done"),
    "password-long": Sentence("加在文件上的密码最多{limit}个字，再长 Excel 里输不进去", "a password longer than {limit} characters cannot be typed in Excel"),
    "page-not-locked": Sentence(
        "网页报告不能加密码，没有写（原有的已删除）；请看审核报告.xlsx", "a web page takes no password: none was written, an older one was removed"
    ),
    "environment": Sentence("运行环境有问题：{why}", "the environment: {why}"),
    "unforeseen": Sentence(
        "程序出了没有料到的故障（{what}），这一步没有做完；收到的文件没有动过，已经写好的文件都是完整的。"
        "请再运行一次；仍然这样，请把这句话告诉维护人员（设环境变量 {variable}=1 再运行，可以看到详细位置，号码会遮盖）",
        "an unforeseen failure ({what}); nothing received was touched, nothing is half written; {variable}=1 shows where",
    ),
}  # fmt: skip
