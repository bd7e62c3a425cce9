"""A value of a code list."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from formkit.types import characters, nothing
from formkit.types.reading import BLANK, Guard, Raw, Reading, Spec, folded, usual

KIND: Final = "text"
NUMBER_FORMAT = "@"
NEVER_BLANK = False
SECRET = False
WRAPS = False
NUMBERED = False
DECIMALS = 0
SEPARATOR = ""
key = folded
shown = usual
PROBLEM = "not-in-codelist"


def read(raw: Raw, spec: Spec) -> Reading:
    """A value of the list as it stands there, or a spelling that the list says means it."""
    return chosen(raw, spec, PROBLEM)


def chosen(raw: Raw, spec: Spec, problem: str) -> Reading:
    """The value of the column's list; a word for none only where the list has no such value."""
    found = choose(raw, spec.spellings, problem)
    return (nothing.unsaid(raw, spec) or found) if found.problem else found


def choose(raw: Raw, spellings: Mapping[str, str], problem: str) -> Reading:
    """The value a spelling stands for; ``problem`` where it stands for none."""
    if raw is None or (isinstance(raw, str) and not characters.tidy(raw)):
        return BLANK
    if isinstance(raw, bool | date):
        return Reading(problem=problem)
    written = raw if isinstance(raw, str) else characters.number_text(raw)
    for spelling in (written, characters.tidy(written), characters.solid(written)):
        if spelling in spellings:
            value = spellings[spelling]
            return Reading(value, repair="" if value == raw else "alias")
    return Reading(problem=problem)


def guard(cell: str, spec: Spec) -> Guard:
    """One of the values of the list; the writer puts the list itself in place of ``{list}``."""
    return Guard("list", f"SUMPRODUCT(--EXACT({{list}},{cell}))>0", wording="code")
