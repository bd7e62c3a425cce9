"""A task full of private facts, in their columns and everywhere they do not belong, and the whole loop over it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import openpyxl
from click.testing import Result
from drawn import person
from office_task import EAST_A, EAST_B, ROSTER, WEST_A, WEST_C, blank_of, run

from formkit.cells import letter
from formkit.layout import SHEET, lay_out, letters
from formkit.load import find_form

ROWS = 8
IDS = tuple(person(f"19{year}-01-01", number) for year, number in ((71, 11), (72, 22), (73, 33), (74, 44), (75, 55), (76, 66)))
OLD, PHONES, ACCOUNT = "379999770707001", ("13911112222", "15833334444"), "6222021234567890123"
ILLS = ("尘肺三期", "精神分裂症", "肾移植术后")
NUMBERS = (*IDS, OLD, *PHONES, ACCOUNT)

FORM = """
form: private-register
version: "1"
title: "{unit}监测登记表"
agency: 某办
document: 某文
levels: [village, township, county]
period: {kind: month}
record: {grain: person, head: {relation: 户主}, person: id_number, size: size, name: head_name}
sections: [{key: all, label: 一、全部}]
columns:
  - {key: village, label: 村, type: unit, level: village, help: 村}
  - {key: head_name, label: 户主姓名, type: name, per: household, required: true, help: 姓名}
  - {key: relation, label: 与户主关系, type: code, codes: relation-to-head, help: 关系}
  - {key: id_number, label: 身份证号码, type: resident-id, required: true, unique: rollup, help: 号码}
  - {key: size, label: 家庭人口数, type: whole, per: household, help: 人数}
  - {key: phone, label: 联系电话, type: phone, per: household, help: 电话}
  - {key: disabled, label: 是否残疾, type: code, codes: yes-no, sensitive: health, help: 是否}
  - {key: illness, label: 病种, type: text, max: 5, sensitive: health, help: 病种}
  - {key: account, label: 一卡通账号, type: text, per: household, max: 19, unique: filing, sensitive: account, help: 账号}
  - {key: risk, label: 风险, type: code, codes: zaozhuang-risk, per: household, rollup: by_value, help: 风险}
  - {key: joined, label: 纳入日期, type: date, help: 日期}
  - {key: remark, label: 备注, type: text, max: 30, help: 备注}
rules:
  - {id: P-1, test: '[@illness]<>"肾移植术后"', at: illness, says: 病种请核实, severity: query, clause: 一}
"""


@dataclass(frozen=True)
class Loop:
    """What the commands said, by what was typed, and the folder they worked in."""

    task: Path
    said: Mapping[str, Result] = field(default_factory=dict)


def row(number: int, **changed: Any) -> dict[str, Any]:
    return {
        "head_name": "张甲一", "relation": "户主", "id_number": IDS[number], "size": 1, "phone": PHONES[0],
        "disabled": "是", "illness": ILLS[0], "account": ACCOUNT, "risk": "因病", "remark": "无", **changed,
    }  # fmt: skip


WRONG: tuple[dict[str, Any], ...] = (
    row(1, head_name=f"李{IDS[1]}", explanation=f"{IDS[2]}确有{ILLS[1]}，电话{PHONES[1]}"),
    row(1, head_name="李乙二", account=ACCOUNT[:-1] + "4", remark=f"账号{ACCOUNT}，{IDS[3]}，家属{PHONES[1]}，曾用{OLD}、" + "长" * 30),
    row(2, id_number=IDS[2][:-1] + ("1" if IDS[2][-1] != "1" else "2"), risk=f"{IDS[3]}", head_name="王丙三", account=ACCOUNT + "99"),
    row(3, head_name="赵丁四", phone=f"{PHONES[1]}0", disabled=ILLS[1], illness=ILLS[1] + "，服药多年", relation=PHONES[1]),
    row(4, head_name="钱戊五", id_number=int(IDS[4][:17]) * 10, disabled=IDS[4], illness=ILLS[2], joined=IDS[3], size=PHONES[1]),
    row(5, head_name="孙己六", id_number=f" {IDS[5][:6]} {IDS[5][6:14]} {IDS[5][14:]}", size=PHONES[0], account="", joined="２０２０"),
    row(0, head_name="孙己六", relation="配偶", phone=PHONES[1], account=ACCOUNT[::-1], risk="因残", illness=ILLS[2]),
)


def made(folder: Path) -> Loop:
    """The task with what came back: right, wrong in every way, named after people, no filing at all."""
    (folder / "roster.csv").write_text(ROSTER, "utf-8")
    (folder / "register.yaml").write_text(FORM, "utf-8")
    task, said = folder / "task", {}
    start = ("init", task, "--form", folder / "register.yaml", "--units", folder / "roster.csv", "--period", "2020-03", "--rows", ROWS)
    said["init"] = run(*start, "--due", "2020-04-05")
    said["generate"] = run("generate", task)
    assert said["generate"].exit_code == 0, said["generate"].stderr
    settings = (task / "task.yaml").read_text("utf-8")
    for name, value in (("agency", "示例区扶贫办"), ("contact", "示例联系人"), ("phone", "0000-0000000")):
        settings = settings.replace(f'{name}: ""', f"{name}: {value}")
    (task / "task.yaml").write_text(settings, "utf-8")
    inbox = task / "inbox"
    right = row(0), row(5, head_name="孙己六", illness=ILLS[2], account="6222000000000000001")
    typed(task, EAST_A, inbox / blank_of(task, EAST_A).name, right)
    typed(task, EAST_B, inbox / f"乙庄村_{IDS[1]}_{PHONES[1]}.xlsx", WRONG, outside=f"户主{IDS[3]}，{ILLS[1]}，{PHONES[0]}")
    typed(task, WEST_C, inbox / f"{IDS[0]}的表.xlsx", (row(0, village=f"{IDS[3]}"),), sheet=f"名单{IDS[3]}")
    typed(task, WEST_A, inbox / blank_of(task, WEST_A).name, (row(0, remark="随迁"), row(3, head_name=IDS[3])))
    (inbox / f"{IDS[2]}.pdf").write_bytes(b"%PDF-1.4")
    (inbox / f"{IDS[3]} {PHONES[0]}.xlsx").write_bytes(b"")
    (inbox / f"副本{IDS[4]}.xlsx").write_bytes((inbox / f"{IDS[0]}的表.xlsx").read_bytes())
    return Loop(task, said)


def typed(task: Path, unit: str, target: Path, rows: tuple[dict[str, Any], ...], outside: str = "", sheet: str = "") -> None:
    """Fill a unit's workbook, write beside the table, rename the sheet."""
    form = find_form(str(task.parent / "register.yaml"))
    layout = lay_out(form, ROWS)
    book = openpyxl.load_workbook(blank_of(task, unit))
    page = book[SHEET]
    for place, each in enumerate(rows):
        for key, value in each.items():
            column = letter(layout.explanation) if key == "explanation" else letters(form)[key]
            page[f"{column}{layout.blocks[0].first_row + place}"] = value
    if outside:
        page[f"AB{layout.blocks[0].first_row}"] = outside
    if sheet:
        page.title = sheet
    book.save(target)


def looped(loop: Loop) -> Loop:
    """Every command of a month, and what each of them said."""
    said, task = dict(loop.said), loop.task
    for words in (
        "check", "check --json", "status", "status --json", "status --text", "merge", "merge --json", "explain id-checksum",
        "notice reminder", "notice return-notice",
    ):  # fmt: skip
        name, *more = words.split()
        first = more[:1] if name in ("notice", "explain") else []
        given = ("--set", "number=某字〔2020〕5号") if name == "notice" else ()
        where = () if name == "explain" else (task,)
        said[words] = run(name, *first, *where, *(each for each in more if each.startswith("-")), *given, "--now", "2020-04-08")
    faulty = next((task / "inbox").glob("乙庄村*"))
    said["accept"] = run("accept", faulty, "--reason", f"{IDS[1]}已核实，电话{PHONES[1]}", "--by", f"周{PHONES[0]}", "--now", "2020-04-08")
    said["merge after"] = run("merge", task, "--json", "--now", "2020-04-08")
    said["loose"] = run("check", task / "inbox", "--json")
    said["loose merge"] = run("merge", task / "inbox", "-o", task.parent / "loose")
    said["nowhere"] = run("check", task / "inbox" / f"{IDS[5]}.xlsx")
    return Loop(task, said)
