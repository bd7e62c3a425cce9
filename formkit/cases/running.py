"""A drawn case as the filing of a made-up unit, and what was drawn held against what the check says."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, timedelta

from formkit import period
from formkit.cases.drawing import AUTOMATIC, EMPTY, EXPLAINED, NUMBER, SEVERITIES, Drawn, Row
from formkit.cases.names import names_of
from formkit.cells import letter
from formkit.checks import Case, case_of, examine
from formkit.columns import specs
from formkit.filing import Filing, Identity, Record, Rows, Source, Step
from formkit.finding import Finding
from formkit.model import Form, Level
from formkit.read import units_of
from formkit.types import KINDS, Raw, Reading
from formkit.types.resident_id import completed
from formkit.units import Unit

COUNTY, ELSEWHERE = "379999", "810000"
"""A county code that was never assigned, and that of a residence permit."""
UNITS = (
    Step("village", f"{COUNTY}100200", "示例庄村"), Step("township", f"{COUNTY}100000", "示例镇"),
    Step("department", f"{COUNTY}900000", "示例局"), Step("county", f"{COUNTY}000000", "示例区"),
    Step("prefecture", "379900000000", "示例市"), Step("province", "370000000000", "示例省"),
)  # fmt: skip
_PERSON = re.compile(r"^(生于|残证18位|残证|居住证)(\d{4})-(\d\d)-(\d\d)$")
_PLAIN = re.compile(r"^-?\d+(\.\d+)?$")


def path_of(form: Form, level: Level) -> tuple[Step, ...]:
    """The made-up unit of a level that fills the form in, and those above it."""
    return tuple(step for step in UNITS if step.level in form.levels[form.levels.index(level) :])


def units_for(form: Form) -> tuple[Unit, ...]:
    """The made-up units a drawn row may name, each under the next."""
    return units_of(tuple(step for step in UNITS if step.level != "department" or "department" in form.levels))


def case_of_drawn(form: Form, drawn: Drawn) -> Case:
    """The drawn rows as a filing, ready to be checked: as if they stood in rows 1, 2, … of one sheet."""
    form = form.with_parameters(drawn.parameters)
    end = period.parse(drawn.period).end
    asked = specs(form, end, units_for(form))
    records: list[Record] = []
    for index, row in enumerate(drawn.rows):
        raws = tuple(_raw(form, drawn, index, spec.column.key) for spec in asked)
        readings: tuple[Reading, ...] = tuple(
            KINDS[spec.column.type].read(value, spec) for spec, value in zip(asked, raws, strict=True)
        )
        cells = tuple(f"{letter(place)}{index + 1}" for place in range(len(raws)))
        records.append(Record(row.section, "填报表", index + 1, readings, raws, cells, row.explanation))
    path = path_of(form, drawn.level)
    identity = Identity(form.form, form.version, path[0].code, drawn.period, path=path)
    rows = Rows(len(records), len(records), 0, 0)
    return case_of(form, Filing(Source(drawn.file, "0"), identity, (), tuple(records), rows), asked, end)


def verdict(form: Form, drawn: Drawn) -> tuple[tuple[tuple[int, str], ...], tuple[str, ...]]:
    """Expectations that were not found, each with its line in the file, and findings that were not drawn; both as drawn lines."""
    found = Counter(_says(finding) for finding in examine(case_of_drawn(form, drawn)).findings)
    missing: list[tuple[int, str]] = []
    for expected in drawn.expected:
        if found[expected.says]:
            found[expected.says] -= 1
        else:
            missing.append((expected.line, _line(form, expected.says)))
    return tuple(missing), tuple(_line(form, says) for says in found.elements())


def _says(finding: Finding) -> tuple[str, str, str, str, str, bool]:
    row = re.sub(r"\D", "", finding.places[0].cell) if finding.places else "-"
    return row, finding.column or "-", finding.code, finding.severity, finding.rule or "", finding.explained


def _line(form: Form, says: tuple[str, str, str, str, str, bool]) -> str:
    """A finding as it is drawn."""
    row, key, code, severity, rule, explained = says
    path = form.paths.get(key, (key,))
    label = path[-1] if len(names_of(form).get(path[-1], ())) < 2 else "›".join(path)
    word = next(word for word, name in SEVERITIES.items() if name == severity)
    return " ".join(filter(None, (row, label, code, word, rule, EXPLAINED if explained else "")))


def _raw(form: Form, drawn: Drawn, index: int, key: str) -> Raw:
    """What a reader would give for a cell: what is drawn, else the made-up unit's name in a column of units."""
    row, column = drawn.rows[index], form.column(key)
    if key not in row.written:
        return next((step.name for step in UNITS if step.level == column.level), None)
    text = row.written[key]
    if text in EMPTY:
        return None
    if text == AUTOMATIC:
        return float(_alike(form, drawn, row)) if key == form.record.size else _automatic(index)
    if found := _PERSON.match(text):
        return _person(found[1], "".join(found.groups()[1:]), index)
    if text.startswith(NUMBER):
        return float(text.removeprefix(NUMBER))
    return float(text) if KINDS[column.type].KIND == "number" and _PLAIN.match(text) else text


def _alike(form: Form, drawn: Drawn, row: Row) -> int:
    """How many rows are drawn of the row's household: those with its head's name."""
    name = form.record.name or ""
    return sum(other.written.get(name) == row.written.get(name) for other in drawn.rows)


def _automatic(index: int) -> str:
    born = date(1975, 1, 1) + timedelta(index)
    return completed(f"{COUNTY}{born:%Y%m%d}{(300 + index) % 1000:03d}")


def _person(kind: str, born: str, index: int) -> str:
    """The number of somebody born on a day: 残证 are numbers of disability certificates, with class and degree behind them."""
    if kind == "生于":
        return completed(f"{COUNTY}{born}001")
    if kind == "居住证":
        return completed(f"{ELSEWHERE}{born}{index % 1000:03d}")
    return completed(f"{COUNTY}{born}007") + ("43" if kind == "残证" else "")
