"""What tests alone need of drawn cases: made-up people and forms, and the cases of every shipped form."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from formkit.cases import UNITS, Drawn, read_cases
from formkit.model import Form
from formkit.types.resident_id import completed

CASES = Path(__file__).parent / "cases"
COUNTY = "379999"
END = date(2020, 3, 31)
PATH = tuple(step for step in UNITS if step.level in ("village", "township", "county"))


def person(born: str, number: int, county: str = COUNTY) -> str:
    """A correct number for a made-up person under a county code that was never assigned."""
    return completed(f"{county}{born.replace('-', '')}{number:03d}")


def cases_of(form: Form) -> tuple[Drawn, ...]:
    """All drawn cases of a shipped form."""
    return tuple(drawn for path in sorted((CASES / form.form).glob("*.md")) for drawn in read_cases(path, form))


def made(columns: list[dict[str, Any]], **more: Any) -> Form:
    """A made-up form of a household a row, with those columns."""
    described = {
        "form": "made-up", "version": "1", "title": "{unit}试表", "agency": "某办", "document": "某文", "levels": ["village"],
        "period": {"kind": "month"}, "record": {"grain": "household"}, "sections": [{"key": "all", "label": "一、全部"}],
        "columns": columns, **more,
    }  # fmt: skip
    return Form.model_validate(described).bound({}, {})
