"""Drawn cases of two periods: the tables of the last and of this one, and every change and every flow that must come out.

    ## 一人去世                        a case
    归并：西村→东村                    a unit that became another
    应报：东村、西村                    the units that had to report the earlier period
    ### 上期 东村                      a filing of the earlier period; without rows it is a zero report
    | 户主 | 身份证号码 |               a person in a column of numbers is given by any name: the same name, the same number
    |---|---|
    | 张甲 | 张甲 |
    ### 本期 东村                      a filing of this period
    - 东村 自然减少 张甲：死亡          a change: unit, kind, person; the reason or the columns behind it
    - 东村 转出 张甲 → 西村             where to, or (←) where from
    - 东村 1户1人 自然减少1户1人 = 0户0人    the flow of a unit; of a class: 东村 边缘户 1户1人 …
    - 东村 相同                        both filings say the same
    - 东村 没有比较                    it has reported in one period only; behind it the units it was then, that had to report and did not
    - 东村 异常 张甲 年收入 100 → 900    a number that changed more than is ordinary
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from drawn import person

from formkit import period
from formkit.cells import a1
from formkit.columns import specs
from formkit.compare import compare
from formkit.compare.changes import Change, Compared, Comparison, Jump, Spot
from formkit.compare.flows import Flow, Size
from formkit.filing import Record, Step
from formkit.load import load_form
from formkit.merge import Part
from formkit.model import Form
from formkit.read import units_of
from formkit.types import KINDS, Reading, Spec
from formkit.words import say

HERE = Path(__file__).parent / "cases-compare"
BEFORE, AFTER = "2020-03", "2020-04"
TOWN, COUNTY = Step("township", "379999100000", "示例镇"), Step("county", "379999000000", "示例区")
PARTS = ("added", "arrived", "removed", "lost", "gone", "left")
Row = Mapping[str, str]


@cache
def form_of(name: str) -> Form:
    """A made-up form of the cases, with its lists."""
    return load_form(HERE / "forms" / f"{name}.yaml")


@dataclass
class Drawn:
    """One case: the rows of each unit in either period, and the lines that must come out."""

    title: str
    form: Form
    before: dict[str, list[Row]] = field(default_factory=dict)
    after: dict[str, list[Row]] = field(default_factory=dict)
    successors: dict[str, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return self.title


def read(path: Path) -> Iterator[Drawn]:
    """The cases of a file, which is named after its form."""
    form = form_of(path.stem)
    for text in re.split(r"^## ", path.read_text("utf-8"), flags=re.MULTILINE)[1:]:
        title, *lines = text.splitlines()
        drawn, header, rows = Drawn(f"{path.stem}：{title}", form), list[str](), list[Row]()
        for line in lines:
            if found := re.fullmatch(r"### (上期|本期) (\S+)", line):
                header, rows = [], []
                (drawn.before if found[1] == "上期" else drawn.after)[found[2]] = rows
            elif line.startswith("归并："):
                drawn.successors |= dict(pair.split("→") for pair in line.removeprefix("归并：").split("、"))
            elif line.startswith("应报："):
                drawn.asked += line.removeprefix("应报：").split("、")
            elif line.startswith("- "):
                drawn.expected.append(line[2:])
            elif line.startswith("|--") or not line.startswith("|"):
                assert not line.startswith("#"), line
            elif header:
                rows.append(dict(zip(header, cells(line), strict=True)))
            else:
                header = cells(line)
        yield drawn


def cells(line: str) -> list[str]:
    """The texts of a line of a table."""
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


@cache
def number_of(name: str) -> str:
    """The number of a made-up person."""
    return person("1970-01-01", sum(ord(sign) * place for place, sign in enumerate(name, 1)) % 1000)


def code_of(name: str) -> str:
    """The code of a made-up village."""
    return f"379999100{sum(map(ord, name)) % 1000:03d}"


def part(form: Form, name: str, rows: list[Row], when: str) -> Part:
    """The accepted filing of a village; ``部分`` says by its label in which section a row stands, else it is the first."""
    path = (Step("village", code_of(name), name), TOWN, COUNTY)
    records = tuple(_record(form, place, row, when, path) for place, row in enumerate(rows, 8))
    state = "accepted" if records else "zero"
    return Part(form.form, when, path, 1, f"{when}{name}", f"{when}/{name}.xlsx", state, records)


def _record(form: Form, place: int, row: Row, when: str, path: tuple[Step, ...]) -> Record:
    asked = specs(form, period.end_of(when), units_of(path))
    known = {"部分", "核实说明", *(column.label for column in form.leaves)}
    assert not set(row) - known, set(row) - known
    raws = []
    for spec in asked:
        text = row.get(spec.column.label, "")
        raws.append(number_of(text) if KINDS[spec.column.type].SECRET and text and not text[0].isdigit() else text or None)
    readings = tuple(_read(raw, spec) for raw, spec in zip(raws, asked, strict=True))
    sections = {section.means or section.label: section.key for section in form.sections}
    section = sections[row["部分"]] if row.get("部分") else form.sections[0].key
    addresses = tuple(a1(place, column) for column in range(len(raws)))
    return Record(section, "填报表", place, readings, tuple(raws), addresses, row.get("核实说明", ""))


def _read(raw: str | None, spec: Spec) -> Reading:
    reading = KINDS[spec.column.type].read(raw, spec)
    assert not reading.problem, (raw, reading.problem)
    return reading


def compared(drawn: Drawn) -> Comparison:
    """What comes out of a case."""
    before, after = (
        [part(drawn.form, name, rows, when) for name, rows in side.items()]
        for side, when in ((drawn.before, BEFORE), (drawn.after, AFTER))
    )
    heirs = {code_of(one): code_of(other) for one, other in drawn.successors.items()}
    return compare(drawn.form, before, after, heirs, {code_of(name): name for name in drawn.asked})


def told(comparison: Comparison) -> Iterator[str]:
    """A comparison as the lines of a case."""
    form = comparison.form
    for one in comparison.units.values():
        yield from _unit(form, one)
    yield from (_jump(form, jump) for jump in comparison.jumps)


def _unit(form: Form, one: Compared) -> Iterator[str]:
    name = one.unit.name
    if not one.both:
        yield " ".join((name, "没有比较", *one.unheard))
    if one.unchanged:
        yield f"{name} 相同"
    yield from (_change(form, change) for change in one.changes)
    if one.flow and form.record.grain != "line":
        yield f"{name} {_flow(one.flow)}"
        yield from (f"{name} {label} {_flow(flow)}" for label, flow in one.classes.items() if flow != Flow())
    if one.unsure:
        yield f"{name} 无法对应{one.unsure}人"


def _flow(flow: Flow) -> str:
    moves = (f"{say(f'change-{part}')}{_size(getattr(flow, part))}" for part in PARTS if getattr(flow, part) != Size())
    return " ".join((_size(flow.opening), *moves, "=", _size(flow.closing)))


def _size(size: Size) -> str:
    return f"{size.households}户{size.persons}人"


def _change(form: Form, change: Change) -> str:
    spot = change.after or change.before
    assert spot is not None
    labels = {"section": "部分", "household": "户", **form.titles}
    behind = "、".join(filter(None, (change.reason, *(labels[key] for key in change.columns))))
    other = f" {'→' if change.kind == 'left' else '←'} {change.other.name}" if change.other else ""
    return f"{change.unit.name} {say(f'change-{change.kind}')} {_named(form, spot)}{other}{'：' if behind else ''}{behind}"


def _named(form: Form, spot: Spot) -> str:
    key = next((key for key in (form.record.person, form.record.name) if key), form.leaves[0].key)
    raw = str(spot.record.raws[form.places[key]] or "")
    known = {number_of(name): name for name in NAMES}
    return known.get(raw[:18], raw or f"第{spot.record.row}行")


def _jump(form: Form, jump: Jump) -> str:
    labels = {"households": "户数", "persons": "人数", **form.titles}
    who = f"{_named(form, jump.spot)} " if jump.spot else ""
    return f"{jump.unit.name} 异常 {who}{labels[jump.key]} {jump.before} → {jump.after}"


NAMES = tuple(f"{family}{given}" for family in "张李王赵钱孙" for given in "甲乙丙丁戊")


def temporary(text: str) -> Form:
    """A form out of its YAML."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "form.yaml"
        path.write_text(text, "utf-8")
        return load_form(path)
