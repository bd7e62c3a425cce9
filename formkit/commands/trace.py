"""formkit trace"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import click

from formkit import engine, mask
from formkit.arrivals import Arrival
from formkit.commands.console import A_FILE, UsageProblem, give, json_option, passwords_option, values_option
from formkit.history import label_of
from formkit.load import forms_around
from formkit.model import Form
from formkit.read import FileRead
from formkit.read.rollup import open_rollup
from formkit.trace.again import again
from formkit.trace.origin import TraceError, trace
from formkit.trace.plain import Json, traced_json
from formkit.trace.recount import Meaning

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
    forms, limit = forms_around([rollup]), None if everything else FEW
    look = partial(traced, forms=forms, passwords=passwords, cell=cell, limit=limit, plain=plain)
    found = engine.each_alone(rollup, name, look)
    if isinstance(found, FileRead):
        raise UsageProblem("trace-no-rollup", path=name, cell=cell)
    if isinstance(found, str):
        code, _, place = found.partition(" ")
        raise UsageProblem(code, path=name, cell=place)
    if book := _book_of(rollup, found):
        search = partial(once_more, forms=forms, passwords=passwords, meaning=_meaning(found), limit=limit, plain=plain)
        more = engine.each_alone(book, book.as_posix(), search) if book.is_file() else None
        found["again"] = {"file": book.as_posix(), **(more if isinstance(more, dict) else {})}
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


def _book_of(rollup: Path, found: Json) -> Path | None:
    """Where the roll-up workbook of an earlier period stands, beside the filings that its number was counted over; None for a number
    of this period, or where the workbook names no place within reach.
    """
    first = next(iter(found.get("earlier", ())), None)
    folder, inbox, _ = first["file"].partition("/inbox/") if first else ("", "", "")
    if first is None or first["period"] != found["period"] or not inbox or Path(folder).is_absolute() or set(folder) & set("\\:"):
        return None
    head, _, word = rollup.stem.rsplit("_", 2) if rollup.stem.count("_") > 1 else ("", "", "")
    return Path(os.path.normpath(rollup.parent.parent / folder / "rollup" / f"{head}_{found['period']}_{word}{rollup.suffix}"))


def _meaning(found: Json) -> Meaning:
    said = (found[key] or "" for key in ("kind", "unit", "section", "column", "of_value", "period"))
    return Meaning(*said)


def once_more(
    arrival: Arrival, forms: Mapping[str, Form], passwords: Sequence[str], meaning: Meaning, limit: int | None, *, plain: bool
) -> Json | None:
    """A number of an earlier period from the roll-up of that period; None where that cannot say it."""
    opened = open_rollup(arrival.data or b"", arrival.shown, forms, passwords)
    found = again(opened, meaning) if opened else None
    return traced_json(opened, found, limit=limit, plain=plain) if opened and found else None


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
    lines += [*_told_more(found), *_told_near(found), *_told_again(found)]
    if any(len(found[key]) < found[f"{key}_total"] for key in ("cells", "parts", "changes", "earlier", "listed", "terms")):
        lines.append("  （没有列完，加 --all 列出全部）")
    return lines


def _told_more(found: Json) -> list[str]:
    """What a flow adds up, the filings a stock began with, the lines of the sheet that lists what was counted."""
    lines: list[str] = []
    if found["changes"]:
        lines.append(f"  来自{found['changes'][0]['sheet']}：共{found['changes_total']}行")
        for each in found["changes"]:
            ends = "；".join(f"{label}：{each[key]}" for key, label in (("now", "本期"), ("then", "上期")) if each[key])
            amount = "" if each["amount"] is None else f" 计{each['amount']}"
            lines.append(f"    {each['cell']} {each['unit']} {each['kind']} {each['name']}{amount}  {ends}")
    if found["earlier"]:
        lines.append(f"  来自{label_of(found['earlier'][0]['period'])}的报表：共{found['earlier_total']}份")
        for each in found["earlier"]:
            amount = "" if each["amount"] is None else f" {each['amount']}"
            lines.append(f"    {each['name']}（{each['unit']}）{amount}  {each['period']}  {each['file']}  SHA-256：{each['sha256']}")
    if found["listed"]:
        lines.append(f"  见名单：共{found['listed_total']}行")
        lines += [f"    {each['sheet']}!{each['cell']} {each['name']}".replace("! ", " ") for each in found["listed"]]
    return lines


def _told_near(found: Json) -> list[str]:
    """The cells a number was worked out from; the line of the list it stands in."""
    lines: list[str] = []
    if found["terms"]:
        lines.append(f"  用到的单元格：共{found['terms_total']}个")
        lines += [f"    {each['sheet']}!{each['cell']} {each['means']}  {each['value']}" for each in found["terms"]]
    if found["entry"]:
        lines.append("  这一行：" + "；".join(f"{heading}：{said}" for heading, said in found["entry"].items()))
    return lines


def _told_again(found: Json) -> list[str]:
    """The same number in the roll-up workbook of its period, with all that it comes from there."""
    once = found.get("again")
    if not once:
        return []
    if "expected" not in once:
        return [f"  {once['file']} 里没有这个数，只能按写下的数核对"]
    stands = found["stands"] or "0"
    same = "相符" if str(once["expected"]) == stands else "不相符：该期的表后来又有变动，请重新汇总"
    return [f"  该期的汇总表 {once['file']}：{once['expected']}（{same}）", *(f"  {line}" for line in told(once))]


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
