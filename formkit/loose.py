"""Files outside a task: which they are, and what they are judged by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from formkit import disk
from formkit.intake import Expectation
from formkit.model import Form
from formkit.units import Roster


def expectation(forms: Mapping[str, Form], roster: Roster | None, passwords: Sequence[str] = ()) -> Expectation:
    """What files outside a task are judged by: any of the forms, any period."""
    return Expectation(forms, roster, passwords=tuple(passwords))


def named(paths: Sequence[Path]) -> tuple[tuple[Path, str], ...]:
    """Files at and below paths, each under the name it was given by."""
    return tuple((path, path.as_posix()) for path in disk.files(paths))
