"""A mark in a box: √ for yes, an empty cell for no (枣扶贫组办字〔2020〕4号, note 2)."""

from __future__ import annotations

from datetime import date
from typing import Final

from formkit.types import characters, nothing
from formkit.types.reading import BLANK, Guard, Raw, Reading, Spec, folded, usual

KIND: Final = "text"
NUMBER_FORMAT = "@"
NEVER_BLANK = True
SECRET = False
WRAPS = False
NUMBERED = False
DECIMALS = 0
SEPARATOR = ""
key = folded
shown = usual
MARK = "√"
_MARKED = Reading(MARK)
_YES = frozenset("√✓✔☑∨vV1是有对")
_NO = frozenset("否×✗✘xX〇○")


def read(raw: Raw, spec: Spec) -> Reading:
    """√, or what people write for it, or for its absence; anything else is asked about."""
    if raw is None:
        return BLANK
    if (unsaid := nothing.unsaid(raw, spec)):
        return unsaid
    if isinstance(raw, bool | date):
        return Reading(problem="not-a-tick")
    written = characters.solid(raw) if isinstance(raw, str) else characters.number_text(raw)
    if written in _YES:
        return _MARKED if raw == MARK else Reading(MARK, repair="tick")
    if written in _NO:
        return Reading(repair="tick")
    return Reading(problem="not-a-tick")


def guard(cell: str, spec: Spec) -> Guard:
    """√ or nothing, from the list."""
    return Guard("list", f'EXACT({cell},"{MARK}")', wording="tick")
