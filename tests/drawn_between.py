"""Drawn cases of what must hold between filings: several small tables, one a filing, and all that must be found between them.

    报告期：2020-07                     for every case of the file
    填报级：township                    the level that reports, of the forms that it can; left out, each form's first
    参数：低收入对象户数=2、……           figures of the task

    ## 这一户两张表都填了                a case
    ### 东镇 heqing-annex-1             a filing: unit, form; behind them 零报告, 未报, 退回 or 待更正 where it is no plain one
    | 户主身份证号码 |                    a person in a column of numbers is given by any name: the same name, the same number
    |---|
    | 张甲 |

    ### 2020-06 东镇 heqing-annex-1     a filing of an earlier task that the office named
    - 东镇 heqing-annex-1 1 户主身份证号码 HQ-51 核实        row, column, rule, severity; 已说明 behind it
    - 全部 fuzhou-monthly FZ-04 核实                       a rule over the whole task
    - HQ-52 没有审核 form-not-in-task                      a link that did not run; 没有全审 where it could not judge all
    没有问题                                               nothing is found, whatever did not run
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from drawn import person

from formkit import period
from formkit.between import between
from formkit.cases.drawing import names_of
from formkit.cells import letter
from formkit.columns import specs
from formkit.filing import Filing, Identity, Record, Rows, Source, Step
from formkit.finding import Between
from formkit.intake import Judged
from formkit.load import load_form, shipped_forms
from formkit.model import Form
from formkit.pool import Collected
from formkit.states import State
from formkit.types import KINDS, Raw, Reading
from formkit.units import Unit

HERE = Path(__file__).parent / "cases-between"
MADE_UP = tuple(load_form(path) for path in sorted((HERE / "forms").glob("*.yaml")))
FORMS: Mapping[str, Form] = {form.form: form for form in (*shipped_forms(), *MADE_UP)}
OUTCOMES = {"零报告": ("zero", False), "未报": ("missing", False), "退回": ("returned", False), "待更正": ("accepted", True)}
_FILING = re.compile(r"^### (?:(\d{4}\S*) )?(\S+) ([a-z][a-z0-9-]+)(?: (\S+))?$")
_EXPLANATION = "核实说明"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One drawn filing: period, unit, form, how it stands, and its rows by column key."""

    period: str
    unit: str
    form: str
    stands: str = ""
    rows: tuple[Mapping[str, str], ...] = ()


@dataclass
class Drawn:
    """One case: its filings and the lines that must come out."""

    title: str
    period: str
    level: str
    parameters: Mapping[str, str]
    sheets: list[Sheet] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)
    said: bool = False

    def __str__(self) -> str:
        return self.title


def read(path: Path) -> Iterator[Drawn]:
    """The cases of a file."""
    front, *parts = re.split(r"^## ", path.read_text("utf-8"), flags=re.MULTILINE)
    settings = dict(re.findall(r"^(报告期|填报级|参数)：(.*)$", front, re.MULTILINE))
    for part in parts:
        title, *lines = part.splitlines()
        own = settings | dict(re.findall(r"^(报告期|填报级|参数)：(.*)$", part, re.MULTILINE))
        figures = dict(each.split("=") for each in own.get("参数", "").split("、") if each)
        drawn = Drawn(f"{path.stem}：{title}", own["报告期"], own.get("填报级", ""), figures)
        _lines(drawn, lines)
        assert drawn.said == (not any("没有" not in line for line in drawn.expected)), f"{drawn}: 写出问题，或写“没有问题”"
        yield drawn


def _lines(drawn: Drawn, lines: Sequence[str]) -> None:
    header: list[str] = []
    for line in lines:
        if found := _FILING.match(line):
            header = []
            drawn.sheets.append(Sheet(found[1] or drawn.period, found[2], found[3], found[4] or ""))
            assert drawn.sheets[-1].stands in ("", *OUTCOMES), line
        elif line.startswith("|") and not header:
            header = [_key(FORMS[drawn.sheets[-1].form], cell) for cell in _cells(line)]
        elif line.startswith("|") and not line.startswith("|--"):
            row = dict(zip(header, _cells(line), strict=True))
            drawn.sheets[-1] = replace(drawn.sheets[-1], rows=(*drawn.sheets[-1].rows, row))
        elif line.startswith("- "):
            drawn.expected.append(line[2:].strip())
        else:
            drawn.said |= line.strip() == "没有问题"
            assert not line.startswith(("#", " ")), f"{drawn}: {line}"


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def _key(form: Form, name: str) -> str:
    keys = (name,) if name == _EXPLANATION else names_of(form)[name]
    assert len(keys) == 1, f"{form.form}: {name}"
    return keys[0]


def between_of(drawn: Drawn, order: Sequence[int] = ()) -> Between:
    """What is found between the filings of a case; ``order`` says in which order the files of each task come."""
    earlier = sorted({sheet.period for sheet in drawn.sheets} - {drawn.period})
    return between(collected(drawn, drawn.period, order), [collected(drawn, each, order) for each in earlier])


def collected(drawn: Drawn, when: str, order: Sequence[int] = ()) -> Collected:
    """The task of one period of a case, as far as it has come in."""
    sheets = [sheet for sheet in drawn.sheets if sheet.period == when]
    people = list(dict.fromkeys(text for sheet in drawn.sheets for row in sheet.rows for text in row.values()))
    forms = {sheet.form: _as_asked(drawn, FORMS[sheet.form]) for sheet in sheets}
    judged = {id(sheet): _judged(sheet, forms[sheet.form], people) for sheet in sheets if sheet.stands != "未报"}
    states = tuple(_state(sheet, forms, judged.get(id(sheet)), sheets) for sheet in sheets)
    files = list(judged.values())
    return Collected(forms, period.parse(when), [files[place] for place in order if place < len(files)] or files, states)


def _as_asked(drawn: Drawn, form: Form) -> Form:
    level = next((level for level in form.levels if level == drawn.level), form.reporter)
    return form.reported_by(level).with_parameters(drawn.parameters)


def _state(sheet: Sheet, forms: Mapping[str, Form], judged: Judged | None, sheets: Sequence[Sheet]) -> State:
    form = forms[sheet.form]
    unit = Unit(sheet.unit, sheet.unit, form.reporter, "")
    name = OUTCOMES[sheet.stands][0] if sheet.stands else "accepted"
    covers = [each for each in sheets if each.unit == sheet.unit and each.form in form.period.zero_with and each.stands == "零报告"]
    return State(sheet.form, unit, "zero" if name == "missing" and covers else name, judged=judged)


def _judged(sheet: Sheet, form: Form, people: Sequence[str]) -> Judged:
    outcome, pending = OUTCOMES.get(sheet.stands, ("accepted", False))
    file = f"{sheet.period}/{sheet.unit}_{form.form}.xlsx"
    identity = Identity(form.form, form.version, sheet.unit, sheet.period, path=(Step(form.reporter, sheet.unit, sheet.unit),))
    asked = specs(form, period.parse(sheet.period).end, ())
    records = []
    for row, written in enumerate(sheet.rows, 1):
        raws = tuple(_raw(form, spec.column.key, written, people) for spec in asked)
        readings: tuple[Reading, ...] = tuple(
            KINDS[spec.column.type].read(raw, spec) for spec, raw in zip(asked, raws, strict=True)
        )
        assert not any(reading.wrong for reading in readings), f"{file} {row}: {written}"
        cells = tuple(f"{letter(place)}{row}" for place in range(len(raws)))
        section = form.sections[0].key
        records.append(Record(section, "填报表", row, readings, raws, cells, written.get(_EXPLANATION, "")))
    count = Rows(len(records), len(records))
    filing = Filing(Source(file, file), identity, (), tuple(records), count, outcome == "zero")
    return Judged(file, file, "xlsx", outcome, outcome, identity=identity, filing=filing, pending=pending)


def _raw(form: Form, key: str, written: Mapping[str, str], people: Sequence[str]) -> Raw:
    text = written.get(key, "")
    if not text or text == "（空）":
        return None
    column = form.column(key)
    if column.type == "resident-id":
        return person("1970-01-01", people.index(text) + 1)
    return float(text) if KINDS[column.type].KIND == "number" else text


def said(drawn: Drawn, found: Between) -> list[str]:
    """What was found, as it is drawn; of what did not run, only what the case speaks of."""
    lines = []
    for one in found.findings:
        finding, form = one.finding, FORMS[one.form]
        word = "强制" if finding.severity == "error" else "核实"
        label = form.column(finding.column or "").label
        row = re.sub(r"\D", "", finding.places[0].cell) if finding.places else ""
        parts = [one.unit, one.form, row, label] if row else ["全部", one.form]
        lines.append(" ".join([*parts, finding.rule or "", word, *(["已说明"] if finding.explained else [])]))
    named = {line.split()[0] for line in drawn.expected}
    ran = {asked.id: "没有全审" if asked.ran else "没有审核" for asked in found.rules}
    return lines + [f"{asked.id} {ran[asked.id]} {asked.why}" for asked in found.rules if asked.id in named]
