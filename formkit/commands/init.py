"""formkit init"""

from __future__ import annotations

import json
import os
from pathlib import Path

import click

from formkit import disk, words
from formkit.beforehand import OFF
from formkit.commands.blank import check_period
from formkit.commands.console import A_FILE, FOLDER, UsageProblem, period_option, say
from formkit.headings import RosterProblem
from formkit.load import find_form
from formkit.model import Level
from formkit.period import Period, following, parse_day
from formkit.roster import RosterError, read_roster, roster_csv
from formkit.task import FOLDERS, Settings, Task, inbox, open_task
from formkit.taskfile import FILE
from formkit.units import Roster

_SETTINGS = """\
# 填报任务 (the task). 改完存盘即可，各命令都从这里读。
forms: [{forms}]
period: "{period}" # 报告期
units: units.csv # 应报名单
due: {due} # 报送截止日，例如 2020-04-05；不设则没有迟报
rows: {rows} # 每个部分的行数；不设则按报表
queries: {queries} # 待核实的问题没有说明时：pass 照收，block 退回
agency: {agency} # 发文机关，文书用
contact: {contact} # 联系人，文书和填表说明用
phone: {phone} # 联系电话，文书和填表说明用
copies: {copies} # 抄送，可空
resubmit: # 退回后重报的期限，例如 2020-04-10
extensions: [] # 准许迟报的单位，例如 [{{units: [甲庄村], until: 2020-04-08, reason: 道路中断, by: 王某某}}]；单位写代码或名称，写镇就是全镇
level: {level} # 由哪一级填报（village、township、county…）；不设则按报表最低的一级
parameters: {parameters} # 本任务自己的参数，例如 {{监测线: "6500"}}；有哪些参数见 formkit forms 报表
packs: {packs} # 另外打开的审核规则包，例如 [national-quality]
before: {before} # 以前各期的任务文件夹，例如 [../2020-06]；带出上期数据、表间核对和对比要用
prefill: {prefill} # 预先填好的数据：不设则带出上期审核通过的；none 不带；也可写别的任务文件夹，或导出.csv、导出.xlsx
numbers: {{}} # 发文字号，例如 {{reminder: 某扶贫组办字〔2020〕5号, return-notice: 某扶贫组办字〔2020〕6号起}}；“起”表示一份一号
"""


@click.command()
@click.argument("folder", type=FOLDER, metavar="DIR")
@click.option("--form", "forms", multiple=True, metavar="FORM", help="报表，可写多个 (a form; may be repeated)")
@click.option("--units", type=A_FILE, metavar="CSV", help="应报名单 (the roster)")
@period_option(required=False)
@click.option("--before", type=FOLDER, metavar="DIR", help="接着哪个任务做下一期：设置和名单照它的，带出它的数据 (the task before this one)")
@click.option("--under", metavar="CODE", help="只要名单里这个单位及其下级 (only this unit and those below it)")
@click.option("--due", metavar="DATE", help="报送截止日 (the day filings are due)")
@click.option("--rows", type=click.IntRange(1, 5000), metavar="N", help="每个部分的行数 (entry rows of each section)")
def command(
    folder: Path, forms: tuple[str, ...], units: Path | None, when: Period | None, before: Path | None, under: str | None,
    due: str | None, rows: int | None,
) -> None:  # fmt: skip
    """新建任务文件夹 (a new task folder).

    接着上一期做，只要 formkit init 新文件夹 --before 上一期的文件夹；报告期不写就是下一个月（季、年）。
    """
    last = open_task(before) if before else None
    when = when or (following(last.period) if last else None)
    for option, given in (("--form", forms or last), ("--units", units or last), ("--period", when)):
        if not given:
            raise UsageProblem("init-missing", option=option)
    assert when is not None
    if last and when <= last.period:
        raise UsageProblem("init-not-later", period=when.label, last=last.period.label, text=when.text, last_text=last.period.text)
    roster = units or (last.folder / last.settings.units if last else Path())
    make_task(folder, forms, roster.read_bytes(), when, last, named=roster.as_posix(), under=under, due=due, rows=rows)
    if last and not inbox(last):
        say(words.both("before-nothing", {"path": last.folder.as_posix()}))
    say(f"任务已建在 {folder.as_posix()}（{when.label}）。下一步：formkit generate {folder.as_posix()}")


def make_task(
    folder: Path, forms: tuple[str, ...], units: bytes, when: Period, last: Task | None = None,
    *, named: str = "units.csv", under: str | None = None, due: str | None = None, rows: int | None = None,
) -> None:  # fmt: skip
    """Make the folder and what stands in it; nothing is written if anything is wrong.

    ``last`` is the task whose settings go on, but for what is of its period alone: deadlines, extensions, document numbers.
    """
    if (folder / FILE).exists():
        raise UsageProblem("task-exists", path=folder.as_posix())
    roster = read_roster(units, named)
    if under:
        if under not in roster.units:
            raise UsageProblem("unknown-unit-code", code=under)
        roster = roster.limited(under)
    settings = last.settings if last else Settings(forms=forms or ("",), period=when.text)
    names = forms or tuple(_from(name, last) for name in settings.forms)
    _check(names, roster.on(when.end), when, due, settings.level)
    before = [_way(last.folder / name, folder) for name in ("", *settings.before)] if last else []
    text = _SETTINGS.format(
        forms=", ".join(_written(name, folder) for name in names), period=when.text, due=due or "", before=_shown(before),
        rows=rows or settings.rows or "", queries=settings.queries, level=settings.level or "",
        prefill=OFF if settings.prefill == OFF else "", parameters=_shown(dict(settings.parameters)), packs=_shown(list(settings.packs)),
        **{name: _shown(getattr(settings, name)) for name in ("agency", "contact", "phone", "copies")},
    )  # fmt: skip
    for name in FOLDERS:
        (folder / name).mkdir(parents=True, exist_ok=True)
    for template in sorted((last.folder / "templates").glob("[!~.]*.docx")) if last else ():
        disk.write(folder / "templates" / template.name, template.read_bytes())
    disk.write(folder / "units.csv", roster_csv(roster) if under else units)
    disk.write(folder / FILE, text.encode())


def _shown(value: object) -> str:
    """A setting as YAML on one line."""
    return json.dumps(value, ensure_ascii=False)


def _from(name: str, last: Task | None) -> str:
    """A form as the task before names it, as it is named from here."""
    path = last.folder / name if last else Path(name)
    return path.as_posix() if path.is_file() else name


def _way(path: Path, folder: Path) -> str:
    """The way from a task folder to an earlier one; its full path where there is none (another drive)."""
    try:
        return Path(os.path.relpath(path.resolve(), folder.resolve())).as_posix()
    except ValueError:
        return path.resolve().as_posix()


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


def _check(forms: tuple[str, ...], roster: Roster, when: Period, due: str | None, level: Level | None) -> None:
    for name in forms:
        form = find_form(name)
        form = form.reported_by(level) if level in form.levels else form
        check_period(form, when)
        if not roster.at(form.reporter):
            raise RosterError((RosterProblem(1, "roster-no-reporters", {"level": words.say(f"level-{form.reporter}")}),))
    try:
        parse_day(due) if due else None
    except ValueError:
        raise UsageProblem("bad-date", text=str(due)) from None
