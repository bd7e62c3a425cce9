"""formkit demo"""

from __future__ import annotations

import shlex
import shutil
import sys
from pathlib import Path

import click

from formkit.commands.console import CLEAN, FAULTS, FOLDER, UsageProblem, say
from formkit.load import shelf
from formkit.values import dataclass

EXAMPLE = "taierzhuang"
MARCH, APRIL = "2020-03", "2020-04"


@dataclass(frozen=True, slots=True)
class Step:
    """What is said, the command with DIR for the folder, what to look at then, and which day's files come in before it.

    ``task`` is the month whose task.yaml is put into its folder first.
    """

    title: str
    typed: str
    look: str = ""
    comes: str = ""
    task: str = ""


STEPS = (
    Step("3月：给24个村（社区）各生成一张填报表", "generate DIR/2020-03", "DIR/2020-03/outbox 是发给各村的表", task=MARCH),
    Step("4月3日收到第一批，放进 inbox，审核", "check DIR/2020-03 --now 2020-04-03",
         "每个错误说到哪一格；DIR/2020-03/returns 是退回件和审核报告.xlsx", comes="2020-03/returned/2020-04-03"),
    Step("4月8日又收到一份迟报的，看谁报了、谁没报", "status DIR/2020-03 --text --now 2020-04-08",
         "一个镇一行，可以直接发到群里", comes="2020-03/returned/2020-04-08"),
    Step("汇总到镇、到县（只收审核通过的）", "merge DIR/2020-03 --now 2020-04-08", "DIR/2020-03/rollup 是各镇和全县的汇总表"),
    Step("催报通知", "notice reminder DIR/2020-03 --now 2020-04-08"),
    Step("退回修改通知", "notice return-notice DIR/2020-03 --now 2020-04-08", "DIR/2020-03/notices 是 Word 文书"),
    Step("4月：3月审核通过的名册带过来，各村接着填", "generate DIR/2020-04 --now 2020-05-01",
         "DIR/2020-04/outbox 的表里，人已经填好，“本月变动”两栏空着", task=APRIL),
    Step("5月3日收到16份：张山子镇一份也没有", "status DIR/2020-04 --text --now 2020-05-03", comes="2020-04/returned/2020-05-03"),
    Step("5月7日张山子镇的8份才到，过了5日的期限，审核", "check DIR/2020-04 --now 2020-05-07",
         "有一份是上个月的表又报了一遍，有一份原样报回", comes="2020-04/returned/2020-05-07"),
    Step("谁迟报（官牧村批准延期，不算）", "status DIR/2020-04 --text --now 2020-05-07"),
    Step("与3月相比：新增、消除、减少、转移、改动，不寻常的要核实", "compare DIR/2020-04 --with DIR/2020-03 --now 2020-05-07",
         "上月末＋新增−消除−自然减少…＝本月末"),
    Step("汇总4月", "merge DIR/2020-04 --now 2020-05-07", "DIR/2020-04/rollup 的全县汇总表，第一页给领导看"),
    Step("通报4月的报送情况", "notice bulletin DIR/2020-04 --now 2020-05-08", "DIR/2020-04/notices 的通报，数字与汇总表一致"),
    Step("新纳入的户在村里公示，合订成一个文件打印", "notice posting-entry DIR/2020-04 --bind --now 2020-05-08"),
    Step("本月新增的5人从哪里来", "trace DIR/2020-04/rollup/台儿庄区_2020-04_汇总.xlsx '汇总!W11'", "一直说到哪个村、哪个文件、哪一格"),
)  # fmt: skip


@click.command()
@click.argument("folder", type=FOLDER, default="demo", metavar="[DIR]")
def command(folder: Path) -> None:
    """用示例把两个月的全过程走一遍：生成、收表、审核、汇总、文书，下月接着填、比较、溯源 (the whole loop on a shipped example)."""
    if folder.exists() and any(folder.iterdir()):
        raise UsageProblem("demo-not-empty", path=folder.as_posix())
    example = shelf("examples") / EXAMPLE
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(example / "units.csv", folder / "units.csv")
    for number, step in enumerate(STEPS, 1):
        _prepare(step, example, folder)
        typed = step.typed.replace("DIR", folder.as_posix())
        say(f"\n== {number}. {step.title}\n$ formkit {typed}")
        _run([word.replace("DIR", folder.as_posix()) for word in shlex.split(step.typed)])
        if step.look:
            say(f"看：{step.look.replace('DIR', folder.as_posix())}")
    say("\n示例中的错误是有意放的，清单见 examples/taierzhuang/planted.csv；人名和号码都是编的。")
    sys.exit(CLEAN)


def _prepare(step: Step, example: Path, folder: Path) -> None:
    """What an office would do by hand before a step: write a task.yaml, put what came in into the inbox."""
    if step.task:
        (folder / step.task / "inbox").mkdir(parents=True)
        shutil.copy(example / step.task / "task.yaml", folder / step.task / "task.yaml")
    if step.comes:
        shutil.copytree(example / step.comes, folder / step.comes.partition("/")[0] / "inbox", dirs_exist_ok=True)


def _run(arguments: list[str]) -> None:
    """One command as a person would type it; a step that finds faults (exit 1) is what the example is for."""
    formkit = click.get_current_context().find_root().command
    try:
        formkit.main(arguments, prog_name="formkit")
    except SystemExit as end:
        if end.code not in (CLEAN, FAULTS):
            raise
