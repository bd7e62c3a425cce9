"""What a rule may name without brackets: the first and last day of the period, and the form's parameters in its year."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from formkit.model import Form
from formkit.period import Period

PERIOD_START, PERIOD_END = "期初", "期末"


def constants(form: Form, when: Period | None) -> Mapping[str, float | date]:
    """Every constant that has a value in a period; nothing where the period is not known."""
    if when is None:
        return {}
    values = {parameter.name: parameter.value(when.end.year) for parameter in form.parameters}
    known = {name: value for name, value in values.items() if value is not None}
    return {PERIOD_START: when.start, PERIOD_END: when.end, **known}
