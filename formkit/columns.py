"""What each column of a form takes in one workbook: its code list in force, and the units it may name."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from formkit.model import Column, Form
from formkit.types import Spec
from formkit.units import Unit, spelled


def specs(form: Form, end: date | None, places: Iterable[Unit]) -> tuple[Spec, ...]:
    """A spec for each column of the form, in printed order; ``places`` are the units the workbook may name."""
    units = tuple(places)
    return tuple(_spec(form, column, end, units) for column in form.leaves)


def _spec(form: Form, column: Column, end: date | None, places: tuple[Unit, ...]) -> Spec:
    if column.codes:
        return Spec(column, form.codelists[column.codes].spellings(end.year if end else None), end)
    if column.level:
        return Spec(column, spelled(unit for unit in places if unit.level == column.level), end)
    return Spec(column, {}, end)


def choices(spec: Spec) -> tuple[str, ...]:
    """The canonical values of a column that takes a list, in order."""
    return tuple(dict.fromkeys(spec.spellings.values()))
