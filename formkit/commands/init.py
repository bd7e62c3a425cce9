"""formkit init"""

from __future__ import annotations

import json
import os
from pathlib import Path

import click

from formkit import disk, words
from formkit.commands.blank import check_period
from formkit.commands.console import A_FILE, FOLDER, UsageProblem, period_option, say
from formkit.load import find_form
from formkit.period import Period, parse_day
from formkit.task import FILE, FOLDERS
from formkit.units import Roster, RosterError, RosterProblem, read_roster, roster_csv

_SETTINGS = """\
# 填报任务 (the task). 改完存盘即可，各命令都从这里读。
forms: [{forms}]
period: "{period}" # 报告期
units: units.csv # 应报名单
due: {due} # 报送截止日，例如 2020-04-05；不设则没有迟报
rows: {rows} # 每个部分的行数；不设则按报表
queries: pass # 待核实的问题没有说明时：pass 照收，block 退回
agency: "" # 发文机关，文书用
contact: "" # 联系人，文书和填表说明用
phone: "" # 联系电话，文书和填表说明用
copies: "" # 抄送，可空
resubmit: # 退回后重报的期限，例如 2020-04-10
level: # 由哪一级填报（village、township、county…）；不设则按报表最低的一级
parameters: {{}} # 本任务自己的参数，例如 {{监测线: "6500"}}；有哪些参数见 formkit forms 报表
packs: [] # 另外打开的审核规则包，例如 [national-quality]
before: [] # 以前各期的任务文件夹，例如 [../2020-06]；表间核对要用
numbers: {{}} # 发文字号，例如 {{reminder: 某扶贫组办字〔2020〕5号, return-notice: 某扶贫组办字〔2020〕6号起}}；“起”表示一份一号
"""


@click.command()
@click.argument("folder", type=FOLDER, metavar="DIR")
@click.option("--form", "forms", multiple=True, required=True, metavar="FORM", help="报表，可写多个 (a form; may be repeated)")
@click.option("--units", type=A_FILE, required=True, metavar="CSV", help="应报名单 (the roster)")
@period_option(required=True)
@click.option("--under", metavar="CODE", help="只要名单里这个单位及其下级 (only this unit and those below it)")
@click.option("--due", metavar="DATE", help="报送截止日 (the day filings are due)")
@click.option("--rows", type=click.IntRange(1, 5000), metavar="N", help="每个部分的行数 (entry rows of each section)")
def command(
    folder: Path, forms: tuple[str, ...], units: Path, when: Period, under: str | None, due: str | None, rows: int | None
) -> None:
    """新建任务文件夹 (a new task folder)."""
    make_task(folder, forms, units.read_bytes(), when, named=units.as_posix(), under=under, due=due, rows=rows)
    say(f"任务已建在 {folder.as_posix()}。下一步：formkit generate {folder.as_posix()}")


def make_task(
    folder: Path, forms: tuple[str, ...], units: bytes, when: Period,
    *, named: str = "units.csv", under: str | None = None, due: str | None = None, rows: int | None = None,
) -> None:  # fmt: skip
    """Make the folder and what stands in it; nothing is written if anything is wrong."""
    if (folder / FILE).exists():
        raise UsageProblem("task-exists", path=folder.as_posix())
    roster = read_roster(units, named)
    if under:
        if under not in roster.units:
            raise UsageProblem("unknown-unit-code", code=under)
        roster = roster.limited(under)
    _check(forms, roster, when, due)
    text = _SETTINGS.format(forms=", ".join(_written(name, folder) for name in forms), period=when.text, due=due or "", rows=rows or "")
    for name in FOLDERS:
        (folder / name).mkdir(parents=True, exist_ok=True)
    disk.write(folder / "units.csv", roster_csv(roster) if under else units)
    disk.write(folder / FILE, text.encode())


def _written(name: str, folder: Path) -> str:
    """A form as task.yaml names it, wherever the task is opened from.

    An author's own file beside the task is named by its way from there, so that both can be moved together; one that
    lies elsewhere by its full path.
    """
    path = Path(name)
    if not path.is_file():
        return name
    near = folder.resolve().parent
    whole = path.resolve()
    found = Path(os.path.relpath(whole, folder.resolve())) if whole.is_relative_to(near) else whole
    return json.dumps(found.as_posix(), ensure_ascii=False)


def _check(forms: tuple[str, ...], roster: Roster, when: Period, due: str | None) -> None:
    for name in forms:
        form = find_form(name)
        check_period(form, when)
        if not roster.at(form.reporter):
            raise RosterError((RosterProblem(1, "roster-no-reporters", {"level": words.say(f"level-{form.reporter}")}),))
    try:
        parse_day(due) if due else None
    except ValueError:
        raise UsageProblem("bad-date", text=str(due)) from None
