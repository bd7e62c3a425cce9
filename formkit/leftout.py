"""What does not enter a roll-up: a file, or a unit inside another roll-up, and the one sentence that says why."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from formkit import words
from formkit.intake import GOOD, Judged
from formkit.merge import Part
from formkit.read.rollup import named
from formkit.saying import say_of
from formkit.union import Rivals
from formkit.values import dataclass

_HARMLESS = ("superseded", "copy")


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something that did not enter: a file, or a unit inside a roll-up; the outcome, one sentence, and its unit."""

    file: str
    outcome: str
    say: str
    unit: str = ""

    @property
    def matters(self) -> bool:
        """Whether its numbers are missed: a copy or a file that another took the place of is not."""
        return self.outcome not in _HARMLESS


def of_file(one: Judged) -> LeftOut:
    """A file in the outcome it has."""
    return LeftOut(one.file, one.outcome, say_of(one), one.identity.unit)


def unplaced(one: Judged) -> LeftOut | None:
    """A filing that may be right but cannot be added to anything: it says no unit, or no period."""
    if one.outcome not in GOOD or (one.identity.path and one.identity.period):
        return None
    code = "wrong-period" if one.identity.path else "wrong-unit"
    said = words.say("period-unknown" if one.identity.path else "unit-unknown")
    return LeftOut(one.file, code, said, one.identity.unit)


def edited(file: str, unit: str) -> LeftOut:
    """A unit (name and code) whose detail inside a roll-up was edited by hand."""
    code = re.search(r"（(\d+)）", unit)
    return LeftOut(file, "rollup-edited", words.say("rollup-edited", {"unit": unit}), code[1] if code else "")


def outranked(
    parts: Sequence[Part], kept: Sequence[Part], rivals: Sequence[Rivals], files: Mapping[str, str] = {}
) -> list[LeftOut]:
    """Filings that another of the same unit took the place of, each named once; ``files`` are those they came in, by SHA-256."""
    best = {part.key: part for part in (*kept, *(each[-1] for each in rivals))}
    found = {
        part.sha256: LeftOut(_came(part, files), "superseded", words.say("superseded", {"other": _came(best[part.key], files)}), part.unit)
        for part in parts
        if part.sha256 != best[part.key].sha256 and all(part.sha256 != one.sha256 for pair in rivals for one in pair)
    }
    return list(found.values())


def between(rivals: Rivals, files: Mapping[str, str] = {}) -> LeftOut:
    """Files of one unit of which nobody knows which counts; ``files`` are the roll-ups they came in, by SHA-256."""
    last, first = rivals[-1], rivals[0]
    args = {"other": first.file, "unit": named(first.unit, first.path[0].name)}
    return LeftOut(_came(last, files), "conflict", words.say("conflict-inside" if files else "conflict", args), first.unit)


def _came(part: Part, files: Mapping[str, str]) -> str:
    return files.get(part.sha256, part.file)
