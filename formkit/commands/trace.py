"""formkit trace"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import click

from formkit import engine, mask
from formkit.arrivals import Arrival
from formkit.commands.console import A_FILE, UsageProblem, give, json_option, passwords_option, values_option
from formkit.load import forms_around
from formkit.model import Form
from formkit.read import FileRead
from formkit.read.rollup import open_rollup
from formkit.trace.origin import TraceError, trace
from formkit.trace.plain import Json, traced_json

FEW = 20


@click.command()
@click.argument("rollup", type=A_FILE)
@click.argument("cell")
@click.option("--all", "everything", is_flag=True, help=f"列出全部，不止前{FEW}个 (all of them, not the first {FEW} only)")
@json_option
@values_option
@passwords_option
def command(rollup: Path, cell: str, everything: bool, as_json: bool, plain: bool, passwords: tuple[str, ...]) -> None:
    """汇总表上的一个数从哪里来，一直到原表的单元格 (where a number of a roll-up comes from, down to the cells)."""
    name = rollup.as_posix()
    look = partial(traced, forms=forms_around([rollup]), passwords=passwords, cell=cell, limit=None if everything else FEW, plain=plain)
    found = engine.each_alone(rollup, name, look)
    if isinstance(found, FileRead):
        raise UsageProblem("trace-no-rollup", path=name, cell=cell)
    if isinstance(found, str):
        code, _, place = found.partition(" ")
        raise UsageProblem(code, path=name, cell=place)
    if as_json:
        give({"file": name, **found}, plain=plain)
        return
    for line in told(found) if found["is"] == "number" else told_copied(found):
        click.echo(line if plain else mask.text(line))


def traced(
    arrival: Arrival, forms: Mapping[str, Form], passwords: Sequence[str], cell: str, limit: int | None, *, plain: bool
) -> Json | str:
    """What a cell of a roll-up comes from; the code of the sentence, with the place, where that cannot be said."""
    opened = open_rollup(arrival.data or b"", arrival.shown, forms, passwords)
    if opened is None:
        return f"trace-no-rollup {cell}"
    try:
        return traced_json(opened, trace(opened, cell), limit=limit, plain=plain)
    except TraceError as error:
        return f"{error.code} {error.cell}"


def told(found: Json) -> list[str]:
    """A number in words: what it is, whether it agrees, its units, its cells."""
    lines = [f"{found['sheet']}!{found['cell']}：{found['meaning']}", f"  怎么算：{found['how']}", f"  表上的数：{_or_blank(found['stands'])}"]
    again = "汇总时写下的数" if found["stated"] else "按明细重新计算"
    if found["expected"] is not None:
        lines.append(f"  {again}：{found['expected']}（{'相符' if found['agrees'] else '不相符'}）")
    lines += [f"  没有计入（明细被改动过）：{each}" for each in found["left_out"]]
    if found["parts"]:
        lines.append(f"  各单位：共{found['parts_total']}个")
        lines += [f"    {each['name']}（{each['unit']}） {each['amount']}  {each['file']}" for each in found["parts"]]
    if found["cells"]:
        lines.append(f"  来自单元格：共{found['cells_total']}个")
        lines += [f"    {each['name']} › {_source(each)}  {each['value']}  计{each['amount']}" for each in found["cells"]]
    lines += _told_more(found)
    if any(len(found[key]) < found[f"{key}_total"] for key in ("cells", "parts", "changes", "earlier", "listed")):
        lines.append("  （没有列完，加 --all 列出全部）")
    return lines


def _told_more(found: Json) -> list[str]:
    """What a flow adds up, the filings a stock began with, the lines of the sheet that lists what was counted."""
    lines: list[str] = []
    if found["changes"]:
        lines.append(f"  来自{found['changes'][0]['sheet']}：共{found['changes_total']}行")
        for each in found["changes"]:
            ends = "；".join(f"{label}：{each[key]}" for key, label in (("now", "本期"), ("then", "上期")) if each[key])
            lines.append(f"    {each['cell']} {each['unit']} {each['kind']} {each['name']} 计{each['amount']}  {ends}")
    if found["earlier"]:
        lines.append(f"  来自上期报表：共{found['earlier_total']}份")
        for each in found["earlier"]:
            amount = "" if each["amount"] is None else f" {each['amount']}"
            lines.append(f"    {each['name']}（{each['unit']}）{amount}  {each['period']}  {each['file']}  SHA-256：{each['sha256']}")
    if found["listed"]:
        lines.append(f"  见名单：共{found['listed_total']}行")
        lines += [f"    {each['sheet']}!{each['cell']} {each['name']}".replace("! ", " ") for each in found["listed"]]
    return lines


def told_copied(found: Json) -> list[str]:
    """A cell of the detail in words: where it was copied from, and how the filing came to count."""
    source = found["source"]
    what = "›".join(found["path"]) or "本行"
    lines = [f"{found['sheet']}!{found['cell']}：{found['unit_name']}（{found['unit']}），{found['section_label']}，{what}  {found['value']}"]
    lines += [f"  原表：{_source(source)}", f"  SHA-256：{source['sha256']}", f"  第{found['revision']}版" + ("，待更正" if found["pending"] else "")]
    if found["seen"]:
        lines.append(f"  首次收到：{found['seen']}")
    if found["accepted_by"]:
        lines.append(f"  经{found['accepted_by']}同意接收：{found['reason']}")
    if found["explanation"]:
        lines.append(f"  核实说明：{found['explanation']}")
    return lines


def _source(each: Mapping[str, Any]) -> str:
    return " › ".join(filter(None, (each["file"], each["sheet"], each["cell"])))


def _or_blank(value: str | None) -> str:
    return "（空白）" if value is None else value
