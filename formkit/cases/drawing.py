"""Drawn cases: what units might return, drawn as Markdown tables, and what the check must say of it, no more and no less.

    报告期：2020-07                  for every case of the file; a case may say it again for itself
    填报级：township                 the level that fills the form in; left out, the form's first
    参数：国家扶贫标准=4000            a parameter of the form set for these cases

    ## 基准                          a right row, one column a line, for what the cases do not draw
    | 栏目 | 填写 |
    |---|---|
    | 身份证号码 | 自动 |

    ## 超过7个工作日                  a case: its rows, then every finding, or the line 没有问题
    | 收到日期 | 核查完成日期 |
    |---|---|
    | 2020-07-01 | 2020-07-13 |

    - 1 核查完成日期 rule 强制 HQ-35

A column is named by its label, by ``组›栏目`` where two share one, or by its key. The columns 部分 and 核实说明 say in which
section a row stands and how it is explained. （空） leaves a cell empty; 自动 is a right number, different on each row, or
the number of rows of the household; 生于, 残证, 残证18位 and 居住证 with a day are numbers made from it; 数字 makes a cell
hold a number. Units, and the county code 379999 of every number, are made up.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import field, replace
from pathlib import Path

from formkit import period
from formkit.cases.names import names_of
from formkit.load import Mistake, SchemaError, hint
from formkit.model import Form, Level
from formkit.values import dataclass
from formkit.words import FINDINGS

BASE, LABEL, WRITTEN = "基准", "栏目", "填写"
SECTION, EXPLANATION = "部分", "核实说明"
RIGHT, EXPLAINED, AUTOMATIC, EMPTY, NUMBER = "没有问题", "已说明", "自动", ("", "（空）"), "数字"
SEVERITIES = {"强制": "error", "核实": "query"}
PERIODS = {
    "day": "2020-03-25", "month": "2020-03", "quarter": "2020Q1", "year": "2020", "stage": "2020-03-20..2020-03-24",
}  # fmt: skip
_SETTING = re.compile(r"^(报告期|填报级|参数)\s*[：:]\s*(.*?)\s*$")
_HEADING = re.compile(r"^##\s*([^#\s].*?)\s*$")
_RULER = re.compile(r"^:?-{2,}:?$")
_EXPECTED = re.compile(
    rf"^- +(\d+) +(\S.*?) +([a-z][a-z-]*) +({'|'.join(SEVERITIES)})(?: +([A-Z][A-Z0-9-]*))?(?: +({EXPLAINED}))?$"
)
_STRAY = ("｜", "-", "－", "—", "*", "·")
_CODES = frozenset(sentence.code or code for code, sentence in FINDINGS.items())


@dataclass(frozen=True, slots=True)
class Expectation:
    """One finding that a case must yield: its line in the file, and row, column key, code, severity, rule, explained."""

    line: int
    says: tuple[str, str, str, str, str, bool]


@dataclass(frozen=True, slots=True)
class Row:
    """A drawn row: its section, what stands in each column by key (with the base under it), and its explanation."""

    section: str
    written: Mapping[str, str]
    explanation: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """One case: where it stands, for which period and level, its rows, and all that must be found."""

    file: str
    line: int
    title: str
    period: str
    level: Level
    rows: tuple[Row, ...] = ()
    expected: tuple[Expectation, ...] = ()
    parameters: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Page:
    """A file while it is read: its form, and the mistakes seen so far."""

    file: str
    form: Form
    names: Mapping[str, tuple[str, ...]]
    mistakes: list[Mistake]


@dataclass(frozen=True, slots=True)
class _Cell:
    text: str
    line: int
    column: int


def read_cases(path: Path, form: Form) -> tuple[Drawn, ...]:
    """All cases of a Markdown file, in order; SchemaError with every mistake in it and its place."""
    page = _Page(path.as_posix(), form, names_of(form), [])
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise SchemaError((Mistake(page.file, 1, 1, "yaml-encoding"),)) from None
    base: dict[str, str] = {}
    found: list[Drawn] = []
    front, *parts = _parts(text)
    settings = _settings(page, front, Drawn(page.file, 1, "", "", form.reporter))
    for part in parts:
        if part[0].text == BASE:
            base = _base(page, _table(page, part))
        else:
            found.append(_drawn(page, part, base, settings))
    if not settings.period and not all(drawn.period for drawn in found):
        _wrong(page, _Cell("", 1, 1), "case-no-period", example=PERIODS[form.period.expected])
    if page.mistakes:
        raise SchemaError(tuple(page.mistakes))
    return tuple(found)


def _wrong(page: _Page, at: _Cell, code: str, /, **args: str) -> None:
    page.mistakes.append(Mistake(page.file, at.line, at.column, code, {"text": at.text, **args}))


def _parts(text: str) -> Iterator[list[_Cell]]:
    """The lines of each part, first its heading; the first part is what stands before all headings."""
    part = [_Cell("", 1, 1)]
    for number, line in enumerate(text.splitlines(), 1):
        if found := _HEADING.match(line):
            yield part
            part = [_Cell(found[1], number, found.start(1) + 1)]
        else:
            part.append(_Cell(line.strip(), number, len(line) - len(line.lstrip()) + 1))
    yield part


def _settings(page: _Page, part: list[_Cell], above: Drawn) -> Drawn:
    """The period and the level said in a part, else those said above it."""
    for cell in part[1:]:
        name, value = found.groups() if (found := _SETTING.match(cell.text)) else ("", "")
        if name == "填报级":
            level = next((level for level in page.form.levels if level == value), None)
            above = replace(above, level=level or above.level)
            if level is None:
                _wrong(page, cell, "case-level", value=value, choices="、".join(page.form.levels))
        elif name == "参数":
            above = replace(above, parameters={**above.parameters, **_parameter(page, cell, value)})
        elif name:
            if _suits(value, page.form):
                above = replace(above, period=value)
            else:
                _wrong(page, cell, "case-period", value=value, example=PERIODS[page.form.period.expected])
                above = replace(above, period=above.period or PERIODS[page.form.period.expected])
    return above


def _parameter(page: _Page, cell: _Cell, text: str) -> dict[str, str]:
    """A parameter of the form with its value, written 名称=数值."""
    name, _, value = (part.strip() for part in text.replace("＝", "=").partition("="))
    known = {parameter.name: parameter for parameter in page.form.parameters}
    if name not in known:
        _wrong(page, cell, "unknown-parameter", name=name, choices="、".join(known))
    elif not known[name].fits(value):
        _wrong(page, cell, "parameter-value")
    return {name: value}


def _suits(text: str, form: Form) -> bool:
    try:
        return period.kind(period.parse(text)) == form.period.expected
    except ValueError:
        return False


def _table(page: _Page, part: list[_Cell]) -> list[list[_Cell]]:
    """The header and the rows of a part's table; empty where there is none that can be read."""
    lines = [cell for cell in part[1:] if cell.text.startswith("|")]
    rows = [_cells(line) for line in lines if line.text.endswith("|")]
    rulers = [all(_RULER.match(cell.text) for cell in row) for row in rows]
    if not lines:
        _wrong(page, part[0], "case-no-table")
    elif len(rows) < len(lines):
        _wrong(page, next(line for line in lines if not line.text.endswith("|")), "case-bar")
    elif len(rows) < 3 or rulers.count(True) != 1 or not rulers[1]:
        _wrong(page, lines[0], "case-table")
    else:
        for row in rows[2:]:
            if len(row) != len(rows[0]):
                args = {"found": str(len(row)), "expected": str(len(rows[0]))}
                _wrong(page, row[0], "case-cells", **args)
        return [rows[0], *(row for row in rows[2:] if len(row) == len(rows[0]))]
    return []


def _cells(line: _Cell) -> list[_Cell]:
    cells: list[_Cell] = []
    start = 1
    for text in line.text[1:-1].split("|"):
        lead = len(text) - len(text.lstrip())
        cells.append(_Cell(text.strip(), line.line, line.column + start + lead))
        start += len(text) + 1
    return cells


def _base(page: _Page, table: list[list[_Cell]]) -> dict[str, str]:
    """The right row: what stands in each column, by key."""
    if table and [cell.text for cell in table[0]] != [LABEL, WRITTEN]:
        _wrong(page, table[0][0], "case-base", first=LABEL, second=WRITTEN)
        return {}
    keys = _keys(page, [row[0] for row in table[1:]], ())
    return {key: _checked(page, key, row[1]) for key, row in zip(keys, table[1:], strict=True) if key}


def _keys(page: _Page, cells: list[_Cell], besides: tuple[str, ...]) -> list[str]:
    """The column each cell names, by key; empty where it names none. ``besides`` may be named as well."""
    keys: list[str] = []
    for cell in cells:
        found = (cell.text,) if cell.text in besides else page.names.get(cell.text, ())
        if len(found) > 1:
            choices = "、".join("›".join(page.form.paths[key]) for key in found)
            _wrong(page, cell, "case-column-shared", name=cell.text, choices=choices)
        elif not found:
            _wrong(page, cell, "unknown-column-name", name=cell.text, hint=hint(cell.text, page.names))
        elif found[0] in keys:
            _wrong(page, cell, "repeated-name", name=cell.text)
        keys.append(found[0] if len(found) == 1 else "")
    return keys


def _checked(page: _Page, key: str, cell: _Cell) -> str:
    """What is written in a cell; a mistake where it asks for what cannot be made."""
    form = page.form
    counted = form.record.grain == "person" and key == form.record.size
    if cell.text == AUTOMATIC and not counted and form.column(key).type != "resident-id":
        _wrong(page, cell, "case-automatic")
    if cell.text.startswith(NUMBER) and not re.fullmatch(r"-?\d+(\.\d+)?", cell.text.removeprefix(NUMBER)):
        _wrong(page, cell, "case-number")
    return cell.text


def _drawn(page: _Page, part: list[_Cell], base: Mapping[str, str], settings: Drawn) -> Drawn:
    heading = part[0]
    drawn = replace(_settings(page, part, settings), line=heading.line, title=heading.text)
    table = _table(page, part)
    keys = _keys(page, table[0] if table else [], (SECTION, EXPLANATION))
    rows = tuple(_row(page, keys, row, base, drawn.level) for row in table[1:])
    return replace(drawn, rows=rows, expected=tuple(_expected(page, part, len(rows))))


def _row(page: _Page, keys: list[str], cells: list[_Cell], base: Mapping[str, str], level: Level) -> Row:
    written, form = dict(zip(keys, cells, strict=True)), page.form
    section, explanation = written.pop(SECTION, None), written.pop(EXPLANATION, None)
    own = {key: _checked(page, key, cell) for key, cell in written.items() if key}
    under = {key: text for key, text in base.items() if form.asks(form.column(key), level)}
    key = form.sections[0].key
    if section is not None:
        numbered = zip("一二三四五六七八九十", form.sections, strict=False)
        named = {name: part.key for part in form.sections for name in (part.key, part.label)}
        named |= {number: part.key for number, part in numbered}
        if section.text not in named:
            _wrong(page, section, "case-section", choices="、".join(part.label or part.key for part in form.sections))
        key = named.get(section.text, key)
    return Row(key, {**under, **own}, explanation.text if explanation else "")


def _expected(page: _Page, part: list[_Cell], rows: int) -> Iterator[Expectation]:
    """The findings a part asks for, each with what it must say."""
    lines = [cell for cell in part[1:] if cell.text.startswith(_STRAY)]
    right = [cell for cell in part[1:] if cell.text.rstrip("。") == RIGHT]
    if bool(lines) == bool(right):
        _wrong(page, part[0], "case-both" if lines else "case-neither", right=RIGHT)
    rules = [rule.id for rule in page.form.rules if rule.scope == "row"]
    for cell in lines:
        found = _EXPECTED.match(cell.text)
        if not found:
            _wrong(page, cell, "case-expectation")
            continue
        row, label, code, severity, rule, explained = found.groups()
        (key,) = _keys(page, [replace(cell, text=label)], ("-",))
        if not 1 <= int(row) <= rows:
            _wrong(page, cell, "case-row", row=row, rows=str(rows))
        if code not in _CODES:
            _wrong(page, cell, "case-code", code=code, hint=hint(code, _CODES))
        elif (code == "rule") != bool(rule) or (rule and rule not in rules):
            _wrong(page, cell, "case-rule", name=rule or "", hint=hint(rule or "", rules))
        yield Expectation(cell.line, (str(int(row)), key, code, SEVERITIES[severity], rule or "", bool(explained)))
