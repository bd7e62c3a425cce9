"""What each column of a form takes in one workbook: its code list in force, and the units it may name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from formkit.model import Column, Form
from formkit.remembered import once
from formkit.types import Spec
from formkit.units import Unit, spelled


def specs(form: Form, end: date | None, places: Iterable[Unit]) -> tuple[Spec, ...]:
    """A spec for each column of the form, in printed order; ``places`` are the units the workbook may name."""
    return _specs(form, end, tuple(places))


@once(64)
def _specs(form: Form, end: date | None, places: tuple[Unit, ...]) -> tuple[Spec, ...]:
    units = (Spec(column, spelled(unit for unit in places if unit.level == column.level), end) for column in form.leaves if _named(column))
    return tuple([next(units) if spec is None else spec for spec in _anywhere(form, end)])


@once(64)
def _anywhere(form: Form, end: date | None) -> tuple[Spec | None, ...]:
    """The specs that are the same whatever units a workbook may name; None for the others."""
    return tuple([None if _named(column) else Spec(column, _spellings(form, column, end), end) for column in form.leaves])


def _named(column: Column) -> bool:
    """Whether a column takes the names of units."""
    return bool(column.level) and not column.codes


def _spellings(form: Form, column: Column, end: date | None) -> Mapping[str, str]:
    return form.codelists[column.codes].spellings(end.year if end else None) if column.codes else {}


def choices(spec: Spec) -> tuple[str, ...]:
    """The canonical values of a column that takes a list, in order."""
    return tuple(dict.fromkeys(spec.spellings.values()))
