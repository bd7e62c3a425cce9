"""Every drawn case: the set of findings is exactly the set that is drawn."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from drawn import Drawn, case, read_cases

from formkit.checks import examine
from formkit.finding import Finding
from formkit.load import find_form
from formkit.model import Form

CASES = Path(__file__).parent / "cases"
ALL = [
    pytest.param(folder.name, drawn, id=f"{folder.name}/{path.stem}/{drawn.title}")
    for folder in sorted(CASES.iterdir())
    for path in sorted(folder.glob("*.md"))
    for drawn in read_cases(path)
]


def told(form: Form, finding: Finding) -> str:
    """A finding in the words of a drawn expectation."""
    label = re.sub(r"\(下拉菜单选择\)$", "", form.column(finding.column).label) if finding.column else "-"
    row = re.sub(r"\D", "", finding.places[0].cell)
    severity = "强制" if finding.severity == "error" else "核实"
    more = [finding.rule] if finding.rule else []
    return " ".join([row, label, finding.code, severity, *more, *(["已说明"] if finding.explained else [])])


@pytest.mark.parametrize(("name", "drawn"), ALL)
def test_findings_are_exactly_those_drawn(name: str, drawn: Drawn) -> None:
    form = find_form(name)

    report = examine(case(form, drawn))

    assert sorted(told(form, finding) for finding in report.findings) == sorted(drawn.expected)


@pytest.mark.parametrize("name", sorted(folder.name for folder in CASES.iterdir()))
def test_every_rule_has_a_case_on_both_sides(name: str) -> None:
    form = find_form(name)
    broken = {word for _, drawn in (param.values for param in ALL) for line in drawn.expected for word in line.split()}

    assert {rule.id for rule in form.rules} <= broken


def test_every_check_of_a_value_has_a_case() -> None:
    drawn_codes = {line.split()[2] for param in ALL for line in param.values[1].expected}
    by_value = {
        "required", "not-in-codelist", "not-a-tick", "not-a-number", "not-whole", "out-of-range", "name-odd",
        "text-too-long", "date-format", "date-after-period", "id-is-number", "id-length", "id-characters",
        "id-province", "id-birth-date", "id-checksum", "duplicate", "household-size", "household-head",
        "household-differs", "rule",
    }  # fmt: skip

    assert by_value <= drawn_codes
